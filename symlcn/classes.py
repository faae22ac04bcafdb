"""Which points of a fiber share an NTK.

Contents: :class:`Classes`, :func:`ntk_classes`, :func:`exact_filters`.

Rational points are compared exactly, see :func:`symlcn.ntk.difference`. Where irrational filters take part, rigorous
enclosures of the NTKs may separate two points; two points are only identified by algebra: a permutation of
interchangeable layers with equal ρ permutes the terms of K. What neither separates nor identifies stays undecided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from itertools import product as cartesian
from math import prod
from typing import Any

from flint import arb, arb_mat, ctx, fmpq

from symlcn.algebraic import enclosure_at
from symlcn.architecture import Architecture
from symlcn.errors import LimitError
from symlcn.filters import Filter, FilterLike, end_to_end, filter_to_polynomial, polynomial_to_filter, primitive_filter
from symlcn.ntk import MAX_AMBIENT, Ntk, difference, ntk
from symlcn.points import Point
from symlcn.rings import Exponents
from symlcn.scaling import shifts

__all__ = ["Classes", "exact_filters", "ntk_classes"]

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


def exact_filters(architecture: Architecture, tensor: FilterLike, point: Point) -> tuple[Filter, ...] | None:
    """Rational filters of a point whose product is exactly the end-to-end filter, or None if one is irrational.

    All are primitive integer filters except for the first, which carries the scalar.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> from symlcn.points import geometric_points
    >>> network = parse_architecture("k3s2 k2")
    >>> (point,) = geometric_points(network, (8, 16, 34, 20, 30), "C")
    >>> [[int(c) for c in w] for w in exact_filters(network, (8, 16, 34, 20, 30), point)]
    [[2, 4, 6], [4, 5]]
    """
    ones = (1,) * architecture.dimension
    filters = []
    for layer, shape in enumerate(architecture.layers):
        polynomial = point.rational(layer)
        if polynomial is None:
            return None
        filters.append(primitive_filter(polynomial_to_filter(polynomial, shape.size, ones), architecture.dimension)[1])
    whole = filter_to_polynomial(tensor, ones)
    scalar = whole.terms()[0][1] / end_to_end(architecture, filters).terms()[0][1]
    return (_scaled(filters[0], scalar), *filters[1:])


def _scaled(tensor: Any, scalar: Fraction) -> Any:
    return tuple(_scaled(part, scalar) for part in tensor) if isinstance(tensor, tuple) else tensor * scalar


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

    Raises
    ------
    LimitError
        If N exceeds 2000.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> from symlcn.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (0, -1, 0, 1)
    >>> ntk_classes(network, u, geometric_points(network, u, "R"), [Fraction(0)]).classes
    ((0,), (1,), (2,))
    """
    if architecture.ambient > MAX_AMBIENT:
        raise LimitError(f"an NTK of {architecture.ambient} rows; at most {MAX_AMBIENT} are formed")
    count = len(architecture.layers) - 1
    asked = tuple(delta) if delta is not None else tuple(Fraction(3**k) for k in range(count))
    exact: list[tuple[Ntk, Interval] | None] = []
    for point in points:
        filters = exact_filters(architecture, tensor, point)
        kernel = None if filters is None else ntk(architecture, filters, asked)
        exact.append(None if kernel is None else (kernel, _corner(kernel)))
    equal: list[tuple[int, int]] = []
    undecided: list[tuple[int, int]] = []
    for i, j in combinations(range(len(points)), 2):
        left, right = exact[i], exact[j]
        if _permuted(architecture, points[i], points[j], asked):
            same: bool | None = True
        elif left is not None and right is not None:
            same = _meet(left[1], right[1]) and difference(left[0], right[0]) is None
        else:
            same = _separated(architecture, tensor, (points[i], points[j]), asked)
        if same is None or (same and delta is None):
            undecided.append((i, j))
        elif same:
            equal.append((i, j))
    pairs = len(points) * (len(points) - 1) // 2
    classes = None if undecided else _components(len(points), equal)
    return Classes(classes, tuple(undecided), len(equal) + len(undecided) < pairs)


def _corner(kernel: Ntk) -> Interval:
    """An enclosure of K(0, 0), which tells most points apart at once."""
    return enclosure_at(kernel.entry(0, 0), kernel.scaling.t, Fraction(1, 2**80))


def _meet(left: Interval, right: Interval) -> bool:
    return left[0] <= right[1] and right[0] <= left[1]


def _components(count: int, equal: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    first = list(range(count))
    for i, j in equal:
        first[j] = min(first[j], first[i])
    return tuple(tuple(j for j in range(count) if first[j] == i) for i in range(count) if first[i] == i)


def _permuted(architecture: Architecture, left: Point, right: Point, delta: Sequence[Fraction]) -> bool:
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
        with ctx.workprec(2 * bits):
            left, right = (_enclosed_ntk(architecture, tensor, point, delta, bits) for point in pair)
            if left is not None and right is not None:
                if any(not entry.contains(0) for entry in (left - right).entries()):
                    return False
    return None


def _enclosed_ntk(
    architecture: Architecture, tensor: FilterLike, point: Point, delta: Sequence[Fraction], bits: int
) -> Any:
    """A ball matrix around K at a real point scaled to δ, or None if the precision is not enough."""
    balls = [{i: c.real for i, c in point.enclosure(layer, bits).items()} for layer in range(len(architecture.layers))]
    inflated = [
        {tuple(a * b for a, b in zip(i, e, strict=True)): c for i, c in ball.items()}
        for ball, e in zip(balls, architecture.exponents, strict=True)
    ]
    (top, value), *_ = filter_to_polynomial(tensor, (1,) * architecture.dimension).terms()
    whole = _multiply(inflated, architecture.dimension)[top]
    if whole.contains(0):
        return None
    square = (arb(fmpq(value.numerator, value.denominator)) / whole) ** 2
    norms = [sum((c * c for c in ball.values()), arb(0)) for ball in balls]
    t = _enclosed_root(square * prod(norms, start=arb(1)), shifts(delta), bits)
    total = arb_mat(architecture.ambient, architecture.ambient)
    for layer, (norm, shift) in enumerate(zip(norms, shifts(delta), strict=True)):
        others = _multiply(inflated[:layer] + inflated[layer + 1 :], architecture.dimension)
        rows = arb_mat(_rows(architecture, layer, others))
        total += rows.transpose() * rows * (square * norm / (t + arb(fmpq(shift.numerator, shift.denominator))))
    return total


def _multiply(balls: Sequence[dict[Exponents, Any]], dimension: int) -> dict[Exponents, Any]:
    total: dict[Exponents, Any] = {(0,) * dimension: arb(1)}
    for ball in balls:
        after: dict[Exponents, Any] = {}
        for i, a in total.items():
            for j, b in ball.items():
                index = tuple(map(sum, zip(i, j, strict=True)))
                after[index] = after.get(index, 0) + a * b
        total = after
    return total


def _rows(architecture: Architecture, layer: int, others: dict[Exponents, Any]) -> list[list[Any]]:
    """M_lᵀ in balls: a row for each monomial of the layer."""
    ambient, exponent = architecture.end_to_end_size, architecture.exponents[layer]
    rows = []
    for index in cartesian(*map(range, architecture.layers[layer].size)):
        row = [arb(0)] * architecture.ambient
        for position, value in others.items():
            flat = 0
            for d, size in enumerate(ambient):
                flat = flat * size + position[d] + index[d] * exponent[d]
            row[flat] = value
        rows.append(row)
    return rows


def _enclosed_root(target: Any, offsets: Sequence[Fraction], bits: int) -> Any:
    """A ball around the t > max(−Δ_l) with ∏(t + Δ_l) in the given ball; the product increases with t."""
    lower = max(-offset for offset in offsets)
    step = Fraction(1)
    while not _product(lower + step, offsets) > target:
        step *= 2
    sides = []
    for surely in (lambda value: value < target, lambda value: not value > target):
        low, high = lower, lower + step
        for _ in range(bits + 8 * len(offsets)):
            middle = (low + high) / 2
            low, high = (middle, high) if surely(_product(middle, offsets)) else (low, middle)
        sides.append((low, high))
    first, last = sides[0][0], sides[1][1]
    return arb(fmpq(first.numerator, first.denominator)).union(arb(fmpq(last.numerator, last.denominator)))


def _product(t: Fraction, offsets: Sequence[Fraction]) -> Any:
    value = prod((t + offset for offset in offsets), start=Fraction(1))
    return arb(fmpq(value.numerator, value.denominator))
