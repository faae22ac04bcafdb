"""Notation and structure of architectures."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given

from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, Layer, parse_architecture
from tests.support import slow
from tests.support.strategies import architectures


@given(architectures())
def test_parsing_what_was_printed_is_the_identity(architecture):
    assert parse_architecture(str(architecture)) == architecture


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("k3", "k3"),
        ("  k3s1\tk2d1\n", "k3 k2"),
        ("k3x3s2x2", "k3x3s2"),
        ("k3x3s2x1", "k3x3s2x1"),
        ("k3x3x3s2d1x1x2", "k3x3x3s2d1x1x2"),
        ("k2d4", "k2d4"),
        ("k1x1", "k1x1"),
        ("k3x3s1x1d1x1", "k3x3"),
    ],
)
def test_canonical_printing_drops_what_is_default(text, canonical):
    assert str(parse_architecture(text)) == canonical


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("", "architecture", "no layer"),
        ("q3", "layer 1, 'q3'", "begins with k"),
        ("k3 3", "layer 2, '3'", "begins with k"),
        ("k", "layer 1, 'k'", "the layer ends"),
        ("k3x", "layer 1, 'k3x'", "the layer ends"),
        ("k0", "layer 1, 'k0'", "at least 1"),
        ("k3s0", "layer 1, 'k3s0'", "at least 1"),
        ("k3d0", "layer 1, 'k3d0'", "at least 1"),
        ("k03", "layer 1, 'k03'", "leading zero"),
        ("k-3", "layer 1, 'k-3'", "'-' stands where a number"),
        ("k3d2s2", "layer 1, 'k3d2s2'", "out of place"),
        ("k3s2s2", "layer 1, 'k3s2s2'", "out of place"),
        ("k3.5", "layer 1, 'k3.5'", "out of place"),
        ("k3x3s2x2x2", "layer 1, 'k3x3s2x2x2'", "the stride has 3 numbers and the size 2"),
        ("k3 k3x3", "layer 2, 'k3x3'", "dimension 2"),
        ("k1000000000000000000000000000000", "layer 1", "too large"),
        ("k1000000001", "layer 1", "too large"),
        ("k٣", "layer 1, 'k\\u0663'", "digits 0-9"),
        ("k3_0", "layer 1, 'k3_0'", "out of place"),
        ("k" + "x".join(["2"] * 17), "layer 1", "between 1 and 16 directions"),
        ("k1000x1000", "architecture", "at most 100000"),
        ("k2 " * 1001, "architecture", "at most 1000"),
        ("k2s1000000000 k2s2 k2", "layer 3", "exceeds 10^9"),
    ],
)
def test_bad_notation_names_the_place_and_what_is_wrong(text, place, problem):
    with pytest.raises(ParseError) as error:
        parse_architecture(text)
    assert error.value.place.startswith(place)
    assert problem in error.value.problem
    assert "\n" not in str(error.value)
    assert str(error.value).isascii()


@pytest.mark.parametrize("size", [(True,), (2.0,), ("2",), (0,), (-1,), (), (10**30,)])
def test_layers_refuse_what_is_not_a_small_positive_integer(size):
    with pytest.raises(ParseError):
        Layer(size)


@given(architectures())
def test_exponents_and_end_to_end_size_follow_the_definition(architecture):
    exponents = slow.exponents(architecture)
    assert list(architecture.exponents) == exponents
    size = [
        1
        + sum((layer.size[d] - 1) * exponent[d] for layer, exponent in zip(architecture.layers, exponents, strict=True))
        for d in range(architecture.dimension)
    ]
    assert list(architecture.end_to_end_size) == size


@given(architectures(max_layers=6))
def test_groups_are_connected_components_of_the_interchangeable_relation(architecture):
    exponents = slow.exponents(architecture)

    def monomials(l):
        layer = architecture.layers[l]
        return [tuple(range(0, k * e, e)) for k, e in zip(layer.size, exponents[l], strict=True)]

    graph = nx.Graph()
    graph.add_nodes_from(l for l, layer in enumerate(architecture.layers) if max(layer.size) > 1)
    graph.add_edges_from((i, j) for i, j in combinations(graph, 2) if monomials(i) == monomials(j))
    components = sorted(tuple(sorted(component)) for component in nx.connected_components(graph))
    assert list(architecture.interchangeable) == [c for c in components if len(c) > 1]
    wide = [c for c in components if sum(k > 1 for k in architecture.layers[c[0]].size) > 1]
    assert list(architecture.classes) == wide


@given(architectures(max_layers=6))
def test_merging_keeps_the_end_to_end_size_and_leaves_one_layer_for_each_block(architecture):
    merged = architecture.merged()
    assert merged.end_to_end_size == architecture.end_to_end_size
    assert all(len(block.layers) == 1 for block in merged.blocks)
    assert {(b.direction, b.exponent, b.degree) for b in merged.blocks} == {
        (b.direction, b.exponent, b.degree) for b in architecture.blocks
    }
    assert merged.merged() == merged


def test_the_last_stride_does_not_matter():
    first, second = parse_architecture("k3s2 k2"), parse_architecture("k3s2 k2s5")
    assert first.exponents == second.exponents
    assert first != second


def test_architectures_are_immutable_and_hashable():
    architecture = parse_architecture("k3s2 k2")
    with pytest.raises(AttributeError):
        architecture.layers = ()
    assert len({architecture, Architecture(architecture.layers)}) == 1
