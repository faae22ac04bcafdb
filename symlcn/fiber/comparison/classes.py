"""Which points of a fiber share an NTK.

Contents: :class:`Classes`, :func:`ntk_classes`, :func:`separated_pair`, :func:`permuted`, :func:`up_to_order`,
:func:`generic_delta`.

Rational points are compared exactly, see :func:`symlcn.network.ntk.difference`. Where irrational filters take part,
rigorous enclosures of the NTKs may separate two points; two points are only identified by algebra: a permutation of
interchangeable layers with equal ρ permutes the terms of K, or norms show that all entries agree, see
:mod:`symlcn.fiber.comparison.equality`. What takes too many bits stays undecided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from symlcn.errors import brief
from symlcn.fiber.exact.enclosures import PRECISIONS, Enclosed, enclose, separating_entry, separation_at_few_places
from symlcn.fiber.points import Point, exact_filters
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike, filter_to_polynomial
from symlcn.network.ntk import MAX_AMBIENT, Ntk, difference, ntk
from symlcn.network.scaling import shifts

__all__ = ["Classes", "generic_delta", "ntk_classes", "permuted", "separated_pair", "up_to_order"]

MAX_BITS = 768
"""Bits up to which NTKs are separated where equality can be shown with more, or there are many entries."""


class Classes(NamedTuple):
    """Points grouped by equal NTK.

    Attributes
    ----------
    classes : tuple of tuple of int, or None
        Indices of points; None if some pair is undecided.
    undecided : tuple of (int, int)
        Pairs that are neither separated nor identified.
    differ : bool
        Whether some pair is known to have different NTKs.
    pair : (int, int) or None
        Two points with different NTKs, where not all pairs were compared.
    """

    classes: tuple[tuple[int, ...], ...] | None
    undecided: tuple[tuple[int, int], ...]
    differ: bool
    pair: tuple[int, int] | None = None

    def __repr__(self) -> str:
        return brief(self)


def ntk_classes(
    architecture: Architecture, tensor: FilterLike, points: Sequence[Point], delta: Sequence[Fraction] | None
) -> Classes:
    """Group real points of a fiber by equal NTK, at given invariants or at every δ.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        The end-to-end filter.
    points : sequence of Point
        Different points over R.
    delta : sequence of Fraction or None
        The invariants; None asks for equality at every δ, and compares at one δ without equal ρ.

    Returns
    -------
    Classes
        Where N exceeds 2000 only the first rows of NTKs are compared, and equality is known of permutations only.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (0, -1, 0, 1)
    >>> ntk_classes(network, u, geometric_points(network, u, "R"), [Fraction(0)]).classes
    ((0,), (1,), (2,))
    """
    if len(points) < 2:
        return Classes(tuple((i,) for i in range(len(points))), (), False)
    asked = tuple(delta) if delta is not None else generic_delta(architecture, tensor)
    scaled = _Scaled(architecture, tensor, points, asked)
    equal: list[tuple[int, int]] = []
    undecided: list[tuple[int, int]] = []
    for i, j in _close([scaled.trace(index) for index in range(len(points))]):
        same = True if permuted(architecture, points[i], points[j], asked) else scaled.same(i, j)
        if same is None or (same and delta is None):
            undecided.append((i, j))
        elif same:
            equal.append((i, j))
    pairs = len(points) * (len(points) - 1) // 2
    differ = len(equal) + len(undecided) < pairs
    if not undecided:
        return Classes(_components(len(points), equal), (), differ)
    known = {*equal, *undecided}
    pair = next((pair for pair in combinations(range(len(points)), 2) if pair not in known), None)
    return Classes(None, tuple(undecided), differ, pair)


def separated_pair(
    architecture: Architecture, tensor: FilterLike, points: Sequence[Point], delta: Sequence[Fraction] | None
) -> tuple[int, int] | None:
    """The first of some real points with another one whose NTK differs, at given invariants or at ones without equal ρ.

    None if none is found, of which nothing follows.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (0, -1, 0, 1)
    >>> separated_pair(network, u, geometric_points(network, u, "R"), None)
    (0, 1)
    """
    asked = tuple(delta) if delta is not None else generic_delta(architecture, tensor)
    scaled = _Scaled(architecture, tensor, points, asked)
    for bits in PRECISIONS:
        first = scaled.ball(0, bits)
        for index in range(1, len(points)):
            other = scaled.ball(index, bits)
            if first is not None and other is not None and separating_entry(first, other) is not None:
                return 0, index
    return None


def generic_delta(architecture: Architecture, tensor: FilterLike) -> tuple[Fraction, ...]:
    """Invariants without equal ρ, at which points are compared when equality at every δ is asked for.

    Their size is about that of ρ in balanced parameters, as far as the largest entry of the end-to-end filter tells.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k2 k2 k2")
    >>> [[str(d) for d in generic_delta(network, u)] for u in ((1, 0, 2, 0), (8, 0, 0, 1))]
    [['1', '3'], ['4', '12']]
    """
    largest = max(abs(c) for _, c in filter_to_polynomial(tensor, (1,) * architecture.dimension).terms())
    size = largest.numerator.bit_length() - largest.denominator.bit_length()
    unit = Fraction(4) ** (size // len(architecture.layers))
    return tuple(unit * 3**k for k in range(len(architecture.layers) - 1))


class _Scaled:
    """Points scaled to invariants: enclosures and exact NTKs, each made once."""

    def __init__(
        self, architecture: Architecture, tensor: FilterLike, points: Sequence[Point], delta: Sequence[Fraction]
    ) -> None:
        self.architecture, self.tensor, self.points, self.delta = architecture, tensor, points, delta
        self.balls: dict[tuple[int, int], Enclosed | None] = {}
        self.kernels: dict[int, Ntk | None] = {}

    def ball(self, index: int, bits: int) -> Enclosed | None:
        """An enclosure of a point, None if the bits are not enough."""
        if (index, bits) not in self.balls:
            self.balls[index, bits] = enclose(self.architecture, self.tensor, self.points[index], self.delta, bits)
        return self.balls[index, bits]

    def trace(self, index: int) -> Any:
        """A ball around the trace of K, which tells most points apart at once; None if it is not found."""
        ball = self.ball(index, PRECISIONS[0])
        return None if ball is None else ball.trace()

    def kernel(self, index: int) -> Ntk | None:
        """The exact NTK of a rational point whose filter is not too long."""
        if index not in self.kernels:
            filters = exact_filters(self.architecture, self.tensor, self.points[index])
            short = filters is not None and self.architecture.ambient <= MAX_AMBIENT
            self.kernels[index] = ntk(self.architecture, filters or (), self.delta) if short else None
        return self.kernels[index]

    def same(self, i: int, j: int) -> bool | None:
        """Whether two points have the same NTK; None if one is irrational and it would take too many bits to tell."""
        left, right = self.kernel(i), self.kernel(j)
        if left is not None and right is not None:
            one, other = self.ball(i, PRECISIONS[0]), self.ball(j, PRECISIONS[0])
            if one is not None and other is not None and separation_at_few_places(one, other) is not None:
                return False
            return difference(left, right) is None
        if self._separated(i, j, [bits for bits in PRECISIONS if bits <= MAX_BITS]):
            return False
        from symlcn.fiber.comparison.equality import MAX_ENTRIES, are_equal

        equal = are_equal(self.architecture, self.tensor, self.points[i], self.points[j], self.delta)
        if equal is None and self.architecture.ambient <= MAX_ENTRIES:
            return False if self._separated(i, j, [bits for bits in PRECISIONS if bits > MAX_BITS]) else None
        return equal

    def _separated(self, i: int, j: int, precisions: Sequence[int]) -> bool:
        """Whether enclosures of two NTKs are disjoint at one of several precisions."""
        for bits in precisions:
            one, other = self.ball(i, bits), self.ball(j, bits)
            if one is not None and other is not None and separating_entry(one, other) is not None:
                return True
        return False


def _close(traces: Sequence[Any]) -> list[tuple[int, int]]:
    """The pairs whose traces are not known to be different, in order."""
    unknown = [index for index, ball in enumerate(traces) if ball is None]
    pairs = {(min(i, j), max(i, j)) for i in unknown for j in range(len(traces)) if i != j}
    known = sorted(
        (index for index, ball in enumerate(traces) if ball is not None), key=lambda index: traces[index].lower()
    )
    for place, i in enumerate(known):
        for j in known[place + 1 :]:
            if traces[i] < traces[j]:
                break
            pairs.add((min(i, j), max(i, j)))
    return sorted(pairs)


def _components(count: int, equal: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    first = list(range(count))
    for i, j in equal:
        first[j] = min(first[j], first[i])
    return tuple(tuple(j for j in range(count) if first[j] == i) for i in range(count) if first[i] == i)


def permuted(architecture: Architecture, left: Point, right: Point, delta: Sequence[Fraction]) -> bool:
    """Whether a permutation of interchangeable layers with equal ρ leads from one point to the other."""
    return up_to_order(architecture, left, delta) == up_to_order(architecture, right, delta)


def up_to_order(architecture: Architecture, point: Point, delta: Sequence[Fraction]) -> frozenset[Any]:
    """Equal for two points exactly if a permutation of interchangeable layers with equal ρ leads from one to the other.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network = parse_architecture("k2 k2")
    >>> points = geometric_points(network, (2, 3, 1), "R")
    >>> len({up_to_order(network, point, [Fraction(0)]) for point in points}), len(points)
    (1, 2)
    """
    offsets = shifts(delta)
    groups = {layer: (group, offsets[layer]) for group in architecture.interchangeable for layer in group}
    taken = Counter((groups.get(layer, layer), frozenset(p)) for layer, p in enumerate(point.products))
    return frozenset(taken.items())
