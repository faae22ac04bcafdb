"""The graph of factorizations: which points of a fiber differ by one exchange of factors.

Contents: :func:`factor_graph`.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

from symlcn.fiber.fiber import Fiber
from symlcn.fiber.pieces import Conjugate, Factor, Linear
from symlcn.fiber.points import Point

if TYPE_CHECKING:
    from networkx import Graph

__all__ = ["factor_graph"]

Factors = Counter[Any]


def factor_graph(found: Fiber) -> Graph[int]:
    """The listed points as nodes, an edge between two that differ by one exchange of factors.

    Two points differ by one exchange if they agree in all layers but two, i and j, and no third listed point lies
    between them: one that agrees with them in the other layers, and whose layer i has all factors that both have there,
    and none that neither has as often. An edge has the attribute `layers`, the pair (i, j). Factors are those over C,
    the points at infinity among them.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.fiber import fiber
    >>> graph = factor_graph(fiber(parse_architecture("k3 k3"), (-4, 0, 5, 0, -1)))
    >>> graph.number_of_nodes(), graph.number_of_edges(), sorted(graph.degree(0) for _ in (0,))
    (6, 12, [4])
    """
    import networkx

    graph: Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(found.points)))
    points = [_factors(found, scaled.point) for scaled in found.points]
    groups: dict[Any, list[tuple[int, int, int]]] = {}
    for p, q in combinations(range(len(points)), 2):
        layers = [l for l, (left, right) in enumerate(zip(points[p], points[q], strict=True)) if left != right]
        if len(layers) == 2:
            i, j = layers
            rest = tuple(frozenset(factors.items()) for l, factors in enumerate(points[p]) if l not in layers)
            groups.setdefault((i, j, rest), []).append((p, q, i))
    for (i, j, _), pairs in groups.items():
        members = sorted({point for p, q, _ in pairs for point in (p, q)})
        for p, q, layer in pairs:
            third = (points[r][layer] for r in members if r not in (p, q))
            if not any(_between(points[p][layer], factors, points[q][layer]) for factors in third):
                graph.add_edge(p, q, layers=(i, j))
    return graph


def _between(left: Factors, middle: Factors, right: Factors) -> bool:
    return left & right <= middle <= left | right


def _factors(found: Fiber, point: Point) -> list[Factors]:
    """The factors of each layer with multiplicities, points at infinity as ("infinity", direction)."""
    result = []
    for layer, product in zip(found.architecture.layers, point.products, strict=True):
        factors: Factors = Counter(dict(product))
        for direction in layer.active:
            degree = sum(power * _degree(factor, direction) for factor, power in product)
            factors["infinity", direction] = layer.degrees[direction] - degree
        result.append(+factors)
    return result


def _degree(factor: Factor, direction: int) -> int:
    if isinstance(factor, Linear):
        return int(factor.direction == direction)
    if isinstance(factor, Conjugate):
        return factor.polynomial.degrees()[direction] // factor.factors.count
    return factor.degrees()[direction]
