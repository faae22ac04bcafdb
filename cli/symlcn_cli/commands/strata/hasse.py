"""Pictures of strata: the Hasse diagram as a graph, as DOT and as SVG.

Contents: :func:`hasse_diagram`, :func:`dot`, :func:`svg`.

networkx makes the graph and its layout, pydot writes DOT, matplotlib draws; the last two are optional, and loaded
when they are needed.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from symlcn.errors import ParseError, not_installed
from symlcn.families.polynomial.strata.shiftloci import ShiftLoci, ShiftLocus
from symlcn.geometry.strata.exchanges import Exchange, Exchanges
from symlcn.geometry.strata.poset import Strata, Stratum
from symlcn.network.architecture import size_text

if TYPE_CHECKING:
    from networkx import DiGraph

__all__ = ["dot", "hasse_diagram", "svg"]

MAX_NUMBERS = 4
"""Numbers of real preimages up to which a node lists them."""


def hasse_diagram(found: Strata | Exchanges | ShiftLoci) -> DiGraph[str]:
    """The strata as a directed graph, an edge from each to those that it covers; loci of exchanges all below M.

    Nodes are named by degrees, or layers and degree, or sizes; they have a `label` and a `dimension`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.strata.poset import strata
    >>> list(hasse_diagram(strata(parse_architecture("k3s2 k2"))).edges())
    [('(2, 1)', '(0, 2)')]
    """
    import networkx

    graph: DiGraph[str] = networkx.DiGraph()
    if isinstance(found, Strata):
        names = [_vector(stratum.degrees) for stratum in found.strata]
        for name, stratum in zip(names, found.strata, strict=True):
            graph.add_node(name, label=_stratum_label(stratum), dimension=stratum.dimension)
        graph.add_edges_from((names[i], names[j]) for i, j in found.covers)
        return graph
    if isinstance(found, ShiftLoci):
        return _shifts(graph, found)
    graph.add_node("M", label=f"M\ndimension {found.reduced.rank}", dimension=found.reduced.rank)
    for locus in found.loci:
        i, j = (layer + 1 for layer in locus.layers)
        name = f"{i}-{j} {'equal' if locus.degree is None else _vector(locus.degree)}"
        graph.add_node(name, label=_locus_label(locus), dimension=locus.dimension)
        graph.add_edge("M", name)
    return graph


def _shifts(graph: DiGraph[str], found: ShiftLoci) -> DiGraph[str]:
    """X and its shift loci; those whose inclusions are not known all below X."""
    loci = found.loci or ()
    names = [" ".join(f"k{size_text(size)}" for size in own.sizes) for own in loci]
    for n, (name, own) in enumerate(zip(names, loci, strict=True)):
        graph.add_node(name, label=_shift_label(f"{name}{'' if n else ' (X)'}", own), dimension=own.dimension)
    covers = [(0, j) for j in range(1, len(loci))] if found.covers is None else found.covers
    graph.add_edges_from((names[i], names[j]) for i, j in covers)
    return graph


def dot(found: Strata | Exchanges | ShiftLoci) -> str:
    """The Hasse diagram in the language DOT, nodes with their labels."""
    import networkx

    picture = networkx.nx_pydot.to_pydot(_plain(hasse_diagram(found)))
    picture.set("rankdir", "TB")
    return str(picture.to_string())


def svg(found: Strata | Exchanges | ShiftLoci) -> str:
    """The Hasse diagram as an SVG picture, the larger dimensions above. The same strata give the same bytes.

    Raises
    ------
    ParseError
        If matplotlib is not installed.
    """
    import networkx

    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise ParseError("--svg", not_installed("matplotlib")) from None
    graph = hasse_diagram(found)
    layers = Counter(dimension for _, dimension in graph.nodes(data="dimension"))
    labels = {name: str(label) for name, label in graph.nodes(data="label")}
    places = networkx.multipartite_layout(graph, subset_key="dimension", align="horizontal")
    with matplotlib.rc_context({"svg.hashsalt": "symlcn", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(2.6 * max(layers.values()) + 0.6, 1.5 * len(layers) + 0.6))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.margins(0.5 / max(layers.values()) + 0.1, 0.5 / len(layers) + 0.05)
        networkx.draw_networkx_edges(graph, places, ax=axes, arrows=False, edge_color="0.6")
        boxes: dict[str, Any] = {"boxstyle": "round", "facecolor": "white", "edgecolor": "0.3"}
        networkx.draw_networkx_labels(graph, places, labels, 8, ax=axes, bbox=boxes)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Title": str(found.architecture)})
    return text.getvalue()


def _plain(graph: DiGraph[str]) -> DiGraph[str]:
    """The graph as pydot takes it: names and labels in quotes, nothing else."""
    import networkx

    quoted = {name: f'"{name}"' for name in graph.nodes()}
    result: DiGraph[str] = networkx.DiGraph()
    for name, label in graph.nodes(data="label"):
        result.add_node(quoted[name], label='"' + str(label).replace("\n", "\\n") + '"')
    result.add_edges_from((quoted[a], quoted[b]) for a, b in graph.edges())
    return result


def _vector(numbers: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, numbers))})"


def _stratum_label(stratum: Stratum) -> str:
    lines = [f"degrees {_vector(stratum.degrees)}", f"dimension {stratum.dimension}, degree {stratum.image_degree}"]
    real = stratum.real_preimages
    lines.append(f"preimages: {stratum.preimages} over C" + (f", {_numbers(real)} over R" if real else ""))
    return "\n".join(lines)


def _shift_label(name: str, locus: ShiftLocus) -> str:
    lines = [name, f"dimension {locus.dimension}"]
    if locus.preimages is not None:
        lines[1] += f", degree {locus.image_degree}"
        lines.append(f"preimages: {locus.preimages}")
    return "\n".join(lines)


def _numbers(numbers: tuple[int, ...]) -> str:
    return " or ".join(map(str, numbers)) if len(numbers) <= MAX_NUMBERS else f"{numbers[0]} to {numbers[-1]}"


def _locus_label(locus: Exchange) -> str:
    i, j = (layer + 1 for layer in locus.layers)
    what = f"layers {i}, {j} equal" if locus.degree is None else f"layers {i}, {j} exchange {_vector(locus.degree)}"
    return f"{what}\ndimension {locus.dimension}, codimension {locus.codimension}"
