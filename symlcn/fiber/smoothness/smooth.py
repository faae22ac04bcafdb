"""Whether an end-to-end filter is a smooth point of the Zariski closure of the neuromanifold.

Contents: :class:`Smoothness`, :func:`smoothness`, :func:`smoothness_of_leaves`; :func:`merged_layers`,
:func:`rank_over_smooth`.

Every axis block is merged into one layer, its product. The filter is smooth exactly when its complex fiber under the
merged map is one point up to permutations of interchangeable layers, where the Jacobian of the merged map has full
rank: the map is then a local isomorphism there, and conversely Zariski's main theorem gives one point. The rank is full
if no two filters have a common factor, see :mod:`symlcn.fiber.coprime`; else it is computed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import factorial, prod
from typing import TYPE_CHECKING, Any, NamedTuple

from symlcn.errors import LimitError, brief
from symlcn.fiber.assignment import Choice, assignments, count_assignments
from symlcn.fiber.coprime import are_coprime, with_common_factor
from symlcn.fiber.parts import Frames
from symlcn.fiber.pieces import Leaf, product_of
from symlcn.fiber.points import Point, exact_filters, frames_of, leaves
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, FilterLike, primitive_filter
from symlcn.network.ntk import jacobian_rank

if TYPE_CHECKING:
    from symlcn.fiber.exact.elimination import Elimination
    from symlcn.fiber.smoothness.residues import Residues

__all__ = ["Smoothness", "merged_layers", "rank_over_smooth", "smoothness", "smoothness_of_leaves"]


class Smoothness(NamedTuple):
    """Whether a filter is a smooth point of the Zariski closure of the neuromanifold, and why.

    Attributes
    ----------
    smooth : bool or None
        None if it is outside the image over C, or was not decided.
    reason : str
    choices : tuple of tuple of (Piece, int)
        A point over C under the merged map: what each merged layer consists of; () for scalar layers. Empty if there is
        none.
    filters : tuple of filters, or None
        Its primitive integer filters where they decided, through the rank of the Jacobian.
    rank : int or None
        That rank.
    residues : Residues or None
        A prime and filters modulo it, where the filters are not rational and the Jacobian has full rank even so.
    elimination : Elimination or None
        Pivots of the Jacobian of the merged map, where the filters are not rational and no residues were found.
    common : tuple of int, or None
        Two merged layers with a common factor, which lowers the rank; () if there are none, so that it is full. None
        where that did not decide.
    """

    smooth: bool | None
    reason: str
    choices: tuple[Choice, ...] = ()
    filters: tuple[Filter, ...] | None = None
    rank: int | None = None
    residues: Residues | None = None
    elimination: Elimination | None = None
    common: tuple[int, ...] | None = None

    def __repr__(self) -> str:
        return brief(self)


def smoothness(architecture: Architecture, tensor: FilterLike) -> Smoothness:
    """Whether a nonzero filter is a smooth point of the Zariski closure of the neuromanifold, with the reason.

    Raises
    ------
    ParseError, LimitError
        As for :func:`symlcn.fiber.points.count_points`.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k3s2 k2")
    >>> smoothness(network, (0, 0, 1, 0, 0)).reason
    '2 points over C under the merged map'
    >>> smoothness(network, (1, 0, 2, 0, 1)).reason
    'one point, where the Jacobian of the merged map has rank 3 instead of 4'
    >>> smoothness(network, (4, 8, 17, 10, 15)).smooth
    True
    """
    return smoothness_of_leaves(architecture, tensor, leaves(architecture, tensor))


def smoothness_of_leaves(architecture: Architecture, tensor: FilterLike, parts: Sequence[Leaf]) -> Smoothness:
    """The same as :func:`smoothness`, for a filter of which the leaves are known."""
    merged, groups = architecture.merged(), merged_layers(architecture)
    number, found = 1, [_Merged(leaf, groups) for leaf in parts]
    for part in found:
        number *= part.count()
        if number == 0:
            return Smoothness(None, "it is outside the image, also over C")
    chosen = {place: choice for part in found for place, choice in part.first().items()}
    choices = tuple(chosen.get(place, ()) for place in range(len(groups)))
    if number > _orbit(merged, choices):
        several = ", in several orbits of interchangeable layers" if merged.classes else ""
        return Smoothness(False, f"{number} points over C under the merged map{several}", choices)
    if all(are_coprime(list(part.first().values())) for part in found):
        return Smoothness(True, _reason(merged, merged.rank), choices, rank=merged.rank, common=())
    point = Point(tuple(map(product_of, choices)), merged.dimension, frames=_frames(groups, parts))
    decided = _by_rank(merged, tensor, choices, point)
    common = next(filter(None, (part.common() for part in found)), None)
    if decided.smooth is None and common is not None:
        reason = "one point, where two filters have a common factor: the Jacobian of the merged map has no full rank"
        return Smoothness(False, reason, choices, common=common)
    return decided


class _Merged:
    """A leaf with the layers of each block as one, by their place among the merged layers."""

    def __init__(self, leaf: Leaf, groups: Sequence[Sequence[int]]) -> None:
        self.leaf = leaf
        layers = leaf.problem.layers
        self.numbers = {
            place: [layers.index(layer) for layer in group] for place, group in enumerate(groups) if group[0] in layers
        }
        rows = self.numbers.values()
        self.degrees = [tuple(map(sum, zip(*(leaf.problem.degrees[n] for n in row), strict=True))) for row in rows]
        self.pieces = [leaf.over_c[row[0]] for row in rows]

    def count(self) -> int:
        """The number of choices over C."""
        return count_assignments(self.degrees, self.pieces, self.leaf.supply)

    def first(self) -> dict[int, Choice]:
        """One of them, by place."""
        return dict(zip(self.numbers, next(assignments(self.degrees, self.pieces, self.leaf.supply)), strict=True))

    def common(self) -> tuple[int, int] | None:
        """Two places with a common factor there, see :func:`symlcn.fiber.coprime.with_common_factor`."""
        first = {self.numbers[place][0]: (place, choice) for place, choice in self.first().items()}
        found = with_common_factor(self.leaf.problem, {number: choice for number, (_, choice) in first.items()})
        return found and (first[found[0]][0], first[found[1]][0])


def _frames(groups: Sequence[Sequence[int]], parts: Sequence[Leaf]) -> Frames:
    """The frames of merged layers: layers that have one are in no block."""
    places = {group[0]: place for place, group in enumerate(groups)}
    return tuple((places[layer], frame) for layer, frame in frames_of(parts))


def merged_layers(architecture: Architecture) -> tuple[tuple[int, ...], ...]:
    """The layers that each merged layer stands for, in the order of their first members.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> merged_layers(parse_architecture("k3s2 k2 k1 k4"))
    ((0,), (1, 3), (2,))
    """
    blocks = {block.layers[0]: block.layers for block in architecture.blocks}
    inside = {layer for group in blocks.values() for layer in group[1:]}
    return tuple(blocks.get(l, (l,)) for l in range(len(architecture.layers)) if l not in inside)


def rank_over_smooth(architecture: Architecture, point: Point) -> int:
    """The rank of the Jacobian at a point, real or not, of the fiber over a smooth point.

    The merged Jacobian has full rank there. The tangent directions of the layers of a block span D times all
    polynomials of the complementary degree, D being the greatest common divisor of the products of all layers but one:
    it takes each root as often as all layers together have it, less the most that one of them has.

    Examples
    --------
    A double root of k2 k2:

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network = parse_architecture("k2 k2")
    >>> rank_over_smooth(network, geometric_points(network, (1, 2, 1), "R")[0]), network.rank
    (2, 3)
    """
    groups = merged_layers(architecture)
    blocks = {block.layers for block in architecture.blocks}
    total = 1 - len(groups)
    for group in groups:
        if group not in blocks or len(group) == 1:
            total += architecture.layers[group[0]].parameters
            continue
        most: Counter[Any] = Counter()
        for layer in group:
            roots: Counter[Any] = Counter(dict(point.products[layer]))
            roots["infinity"] = sum(architecture.layers[layer].degrees) - roots.total()
            most |= roots
        total += 1 + most.total()
    return total


def _orbit(merged: Architecture, choices: Sequence[Choice]) -> int:
    """The number of points that permutations of interchangeable layers make of one."""
    size = 1
    for group in merged.classes:
        repeats = Counter(frozenset((piece.content, count) for piece, count in choices[layer]) for layer in group)
        size *= factorial(len(group)) // prod(map(factorial, repeats.values()))
    return size


def _by_rank(merged: Architecture, tensor: FilterLike, choices: tuple[Choice, ...], point: Point) -> Smoothness:
    """The answer where there is one point up to order."""
    exact = exact_filters(merged, tensor, point)
    if exact is None:
        return _by_rank_of_irrational(merged, point, choices)
    filters = tuple(primitive_filter(filter_, merged.dimension)[1] for filter_ in exact)
    try:
        rank = jacobian_rank(merged, filters)
    except LimitError as error:
        return Smoothness(None, f"one point up to layer order, but {error}", choices)
    return Smoothness(rank == merged.rank, _reason(merged, rank), choices, filters, rank)


def _reason(merged: Architecture, rank: int) -> str:
    if rank < merged.rank:
        return f"one point, where the Jacobian of the merged map has rank {rank} instead of {merged.rank}"
    return f"one point over C up to layer order, and the Jacobian has full rank {rank} there"


def _by_rank_of_irrational(merged: Architecture, point: Point, choices: tuple[Choice, ...]) -> Smoothness:
    """The answer at a point that is not rational."""
    from symlcn.fiber.exact.elimination import eliminate
    from symlcn.fiber.smoothness.residues import full_rank_modulo

    residues = full_rank_modulo(merged, choices, point.frames)
    if residues is not None:
        return Smoothness(True, _reason(merged, merged.rank), choices, None, merged.rank, residues)
    found = eliminate(merged, point)
    if found is None:
        reason = "one point up to layer order, but not over Q; the rank there was not computed"
        return Smoothness(None, reason, choices)
    smooth = found.rank == merged.rank
    return Smoothness(smooth, _reason(merged, found.rank), choices, None, found.rank, None, found)
