"""Pictures of a fiber as SVG that takes its text colour from the page.

Contents: :func:`can_draw`, :func:`roots_svg`, :func:`graph_svg`.

matplotlib and networkx may be missing, and are loaded when they are needed. Floating point is for drawing only.
"""

from __future__ import annotations

import cmath
from collections.abc import Iterator
from importlib.util import find_spec
from math import pi
from typing import TYPE_CHECKING, Any

from symlcn.algebra.complexroots import complex_roots
from symlcn.fiber.fiber import Fiber
from symlcn.fiber.pieces import Linear, line_coefficients
from symlcn.fiber.points import Point
from symlcn_cli.pages.drawing import COLOURS, INK, SETTINGS, svg_of

if TYPE_CHECKING:
    from networkx import Graph

__all__ = ["MAX_NODES", "MAX_PANELS", "can_draw", "graph_svg", "roots_svg"]

GREY = "#808488"
MARKERS = "os^DvPX"
MAX_PANELS = 6
MAX_NODES = 60
MAX_ROOTS = 3000
FRAME = 1.25
"""Half the side of the drawing of a graph, whose nodes lie in [−1, 1]²."""

MAX_NAMED_EDGES = 24


def can_draw() -> bool:
    """Whether matplotlib and networkx are installed."""
    return all(find_spec(name) for name in ("matplotlib", "networkx"))


def roots_svg(found: Fiber) -> str | None:
    """The roots of the filters in the complex plane, coloured by layer, a panel for each of the first points.

    None unless the network has one direction and there are points, not too many roots and none out of sight.
    """
    if found.architecture.dimension > 1 or not found.points or found.architecture.ambient > MAX_ROOTS:
        return None
    shown = found.points[:MAX_PANELS]
    try:
        panels = [[list(_roots(found, scaled.point, l)) for l in range(len(point_layers(found)))] for scaled in shown]
    except OverflowError:
        return None
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    columns = min(2, len(shown))
    rows = -(-len(shown) // columns)
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(3.3 * columns + 0.2, 3.2 * rows + 0.5))
        reach = max((abs(z) for panel in panels for layer in panel for z in layer), default=1.0) or 1.0
        for number, panel in enumerate(panels):
            axes = figure.add_subplot(rows, columns, number + 1)
            _panel(axes, panel, 1.15 * reach)
            axes.set_title(f"point {number}", fontsize=13)
        handles = [Line2D([], [], linestyle="", label=f"layer {l + 1}", **_style(l)) for l in point_layers(found)]
        figure.legend(handles=handles, loc="lower center", ncols=min(4, len(handles)), frameon=False, fontsize=12)
        bottom = (0.2 + 0.25 * (-(-len(handles) // 4))) / (3.2 * rows + 0.5)
        figure.tight_layout(rect=(0, bottom, 1, 1))
        return svg_of(figure, "roots")


def point_layers(found: Fiber) -> range:
    """The indices of the layers."""
    return range(len(found.architecture.layers))


def _style(layer: int) -> dict[str, Any]:
    """Colour and shape of a layer, different for the first 56 layers."""
    colour = COLOURS[layer % len(COLOURS)]
    return {
        "marker": MARKERS[layer % len(MARKERS)],
        "markersize": 8,
        "markerfacecolor": f"{colour}88",
        "markeredgecolor": colour,
        "markeredgewidth": 1.3,
    }


def _panel(axes: Any, layers: list[list[complex]], reach: float) -> None:
    axes.set_aspect("equal")
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.axhline(0, color=INK, linewidth=0.5, alpha=0.5)
    axes.axvline(0, color=INK, linewidth=0.5, alpha=0.5)
    axes.tick_params(labelsize=11, length=2)
    for number, roots in enumerate(layers):
        axes.plot([z.real for z in roots], [z.imag for z in roots], linestyle="", **_style(number))


def _roots(found: Fiber, point: Point, layer: int) -> Iterator[complex]:
    """The roots in x of the polynomial of a layer: all e-th roots of its roots in X = x^e."""
    (exponent,) = found.architecture.exponents[layer]
    for factor, _ in point.products[layer]:
        if isinstance(factor, Linear):
            values = [factor.number]
        else:
            values = [root.number for root in complex_roots(line_coefficients(factor, 0))]  # type: ignore[arg-type]
        for value in values:
            ball = value.enclosure(64)
            radius, angle = cmath.polar(complex(float(ball.real), float(ball.imag)))
            turns = range(exponent) if radius else range(1)
            yield from (cmath.rect(radius ** (1 / exponent), (angle + 2 * pi * k) / exponent) for k in turns)


def graph_svg(found: Fiber, graph: Graph[int]) -> str | None:
    """The graph of factorizations, nodes coloured by NTK; None if there are fewer than two points or too many."""
    if not 2 <= len(found.points) <= MAX_NODES:
        return None
    import matplotlib
    import networkx
    from matplotlib.figure import Figure

    size = 2.6 if len(graph) < 4 else 4.2 if len(graph) <= 12 else 6.2
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(max(size, 3.4), size))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.set_aspect("equal")
        places = networkx.circular_layout(graph) if len(graph) <= 12 else networkx.spring_layout(graph, seed=1)
        networkx.draw_networkx_edges(graph, places, ax=axes, edge_color=INK, width=0.8, alpha=0.55)
        known = _class_colours(found)
        colours = [known.get(point, GREY) for point in graph]
        drawn = networkx.draw_networkx_nodes(
            graph, places, ax=axes, node_color=colours, node_size=330 if len(graph) <= 30 else 160, edgecolors=INK
        )
        drawn.set_linewidth(0.6)
        networkx.draw_networkx_labels(
            graph, places, ax=axes, font_size=9 if len(graph) <= 30 else 7, font_color="white"
        )
        if len(point_layers(found)) > 2 and graph.number_of_edges() <= MAX_NAMED_EDGES:
            edges: list[tuple[int, int, tuple[int, int]]] = list(graph.edges(data="layers"))
            names = {(p, q): f"{i + 1}, {j + 1}" for p, q, (i, j) in edges}
            networkx.draw_networkx_edge_labels(
                graph, places, names, ax=axes, font_size=8, font_color=INK, rotate=False, bbox={"alpha": 0}
            )
        axes.set(xlim=(-FRAME, FRAME), ylim=(-FRAME, FRAME))  # two points alone span no area
        return svg_of(figure, "graph")


def _class_colours(found: Fiber) -> dict[int, str]:
    """A colour for each point of the classes that share an NTK: all if there are few, else those of several points."""
    classes = found.classes.classes if found.classes and found.classes.classes else ()
    shown = classes if len(classes) <= len(COLOURS) else [group for group in classes if len(group) > 1]
    return {found.real[place]: colour for group, colour in zip(shown, COLOURS, strict=False) for place in group}
