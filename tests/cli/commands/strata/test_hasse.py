"""Pictures of strata: the order of the diagram, every node shown, the same bytes each time."""

import re
import xml.etree.ElementTree as ElementTree

import networkx
import pytest

from symlcn.geometry.strata.exchanges import exchanges
from symlcn.geometry.strata.poset import strata
from symlcn.network.architecture import parse_architecture
from symlcn_cli.commands.strata.hasse import dot, hasse_diagram, svg


def test_the_hasse_diagram_is_the_order_of_the_strata():
    found = strata(parse_architecture("k5s2 k3s2 k2"))
    graph = hasse_diagram(found)
    assert networkx.is_directed_acyclic_graph(graph)
    assert graph.number_of_edges() == len(found.covers)
    assert graph.nodes["(0, 0, 3)"]["dimension"] == 4
    assert "18 over C" in graph.nodes["(0, 0, 3)"]["label"]


@pytest.mark.parametrize("notation", ["k5s2 k3s2 k2", "k3 k2", "k2x2 k2x2", "k3x1 k1x3"])
def test_pictures_show_every_node_and_are_the_same_each_time(notation):
    pytest.importorskip("pydot")
    pytest.importorskip("matplotlib")
    network = parse_architecture(notation)
    found = strata(network) if "x" not in notation else exchanges(network)
    graph = hasse_diagram(found)
    assert set(re.findall(r'^"([^"]*)" \[label="[^"]*"\];$', dot(found), re.MULTILINE)) == set(graph.nodes())
    assert set(re.findall(r'^"([^"]*)" -> "([^"]*)";$', dot(found), re.MULTILINE)) == set(graph.edges())
    picture = svg(found)
    assert picture == svg(found)
    shown = "".join(ElementTree.fromstring(picture).itertext())
    assert all(line in shown for _, label in graph.nodes(data="label") for line in label.split("\n"))
