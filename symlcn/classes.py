"""Which points of a fiber share an NTK.

Contents: :class:`Classes`, :func:`ntk_classes`, :func:`permuted`, :func:`generic_delta`.

Rational points are compared exactly, see :func:`symlcn.ntk.difference`. Where irrational filters take part, rigorous
enclosures of the NTKs may separate two points; two points are only identified by algebra: a permutation of
interchangeable layers with equal ρ permutes the terms of K. What neither separates nor identifies stays undecided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symlcn.algebraic import enclosure_at
from symlcn.architecture import Architecture
from symlcn.enclosures import enclose, separating_entry
from symlcn.filters import FilterLike
from symlcn.ntk import MAX_AMBIENT, Ntk, difference, ntk
from symlcn.points import Point, exact_filters
from symlcn.scaling import shifts

__all__ = ["Classes", "generic_delta", "ntk_classes", "permuted"]

PRECISIONS = (96, 256, 768)

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Classes:
    """Points grouped by equal NTK.

    Attributes
    ----------
    classes : tuple of tuple of int, or None
        Indices of points; None if some pair is undecided.
    undecided : tuple of (int, int)
        Pairs that are neither separated nor identified.
    differ : bool
        Whether some pair is known to have different NTKs.
    """

    classes: tuple[tuple[int, ...], ...] | None
    undecided: tuple[tuple[int, int], ...]
    differ: bool


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
    >>> from symlcn.architecture import parse_architecture
    >>> from symlcn.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (0, -1, 0, 1)
    >>> ntk_classes(network, u, geometric_points(network, u, "R"), [Fraction(0)]).classes
    ((0,), (1,), (2,))
    """
    if len(points) < 2:
        return Classes(tuple((i,) for i in range(len(points))), (), False)
    asked = tuple(delta) if delta is not None else generic_delta(architecture)
    exact: list[tuple[Ntk, Interval] | None] = [None] * len(points)
    if architecture.ambient <= MAX_AMBIENT:
        exact = [_exact(architecture, tensor, point, asked) for point in points]
    equal: list[tuple[int, int]] = []
    undecided: list[tuple[int, int]] = []
    for i, j in _close(exact):
        left, right = exact[i], exact[j]
        if permuted(architecture, points[i], points[j], asked):
            same: bool | None = True
        elif left is not None and right is not None:
            same = difference(left[0], right[0]) is None
        else:
            same = _separated(architecture, tensor, (points[i], points[j]), asked)
        if same is None or (same and delta is None):
            undecided.append((i, j))
        elif same:
            equal.append((i, j))
    pairs = len(points) * (len(points) - 1) // 2
    classes = None if undecided else _components(len(points), equal)
    return Classes(classes, tuple(undecided), len(equal) + len(undecided) < pairs)


def generic_delta(architecture: Architecture) -> tuple[Fraction, ...]:
    """Invariants without equal ρ, at which points are compared when equality at every δ is asked for."""
    return tuple(Fraction(3**k) for k in range(len(architecture.layers) - 1))


def _exact(
    architecture: Architecture, tensor: FilterLike, point: Point, delta: Sequence[Fraction]
) -> tuple[Ntk, Interval] | None:
    """The NTK of a rational point and an enclosure of its corner; None for others."""
    filters = exact_filters(architecture, tensor, point)
    kernel = None if filters is None else ntk(architecture, filters, delta)
    return None if kernel is None else (kernel, _corner(kernel))


def _corner(kernel: Ntk) -> Interval:
    """An enclosure of K(0, 0), which tells most points apart at once."""
    return enclosure_at(kernel.entry(0, 0), kernel.scaling.t, Fraction(1, 2**80))


def _close(exact: Sequence[tuple[Ntk, Interval] | None]) -> list[tuple[int, int]]:
    """The pairs whose corners are not known to be different, in order."""
    unknown = [index for index, item in enumerate(exact) if item is None]
    known = sorted((item[1], index) for index, item in enumerate(exact) if item is not None)
    pairs = {(min(i, j), max(i, j)) for i in unknown for j in range(len(exact)) if i != j}
    for place, ((_, upper), i) in enumerate(known):
        for (lower, _), j in known[place + 1 :]:
            if lower > upper:
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
    offsets = shifts(delta)
    groups = {layer: (group, offsets[layer]) for group in architecture.interchangeable for layer in group}

    def taken(point: Point) -> Counter[Any]:
        return Counter((groups.get(layer, layer), frozenset(p)) for layer, p in enumerate(point.products))

    return taken(left) == taken(right)


def _separated(
    architecture: Architecture, tensor: FilterLike, pair: tuple[Point, Point], delta: Sequence[Fraction]
) -> bool | None:
    """False if enclosures show different NTKs, None if they do not."""
    for bits in PRECISIONS:
        left, right = (enclose(architecture, tensor, point, delta, bits) for point in pair)
        if left is not None and right is not None and separating_entry(left, right) is not None:
            return False
    return None
