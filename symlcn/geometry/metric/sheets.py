"""The metric on a sheet through filters that are not rational: exact in the tower Q(α)(t).

Contents: :class:`Sheet`, :func:`sheet_of`.

A real point over u that is not rational has filters w_l over a number field Q(α), α real, with product u: all but the
first are normalised, their last entry that is not 0 being 1. The entries are guessed from enclosures by lattice
reduction, and proved by multiplying the filters modulo the minimal polynomial of α. Then n_l = ‖w_l‖² lies in Q(α), and
t is the root of ∏(t + Δ_l) = ∏n_l beyond max(−Δ_l): an element of degree at most L over Q(α). The metric is that of
:mod:`symlcn.geometry.metric.metric`: 1/Σ(1/ρ_l) at u, and ρ_l/n_l times ⟨y, y'⟩ for the y = w_l[p]·e_i − w_l[i]·e_p ⊥
w_l, where ρ_l = t + Δ_l and w_l[p] is a rational entry other than 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from math import prod
from typing import Any

from flint import arb, ctx, fmpq, fmpq_poly

from symlcn.algebra.complexroots import AlgebraicNumber
from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import fmpq_of, reduced_lattice
from symlcn.algebra.namedvalues import Formulas, Generator, Sum, in_generator
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.realnumbers import dyadic
from symlcn.errors import ArithmeticGuardError, LimitError, brief
from symlcn.fiber.exact.conjugates import shapes_of
from symlcn.fiber.fiber import Fiber, ScaledPoint
from symlcn.network.architecture import Architecture
from symlcn.network.filters import flat, nested
from symlcn.network.scaling import shifts

__all__ = ["Sheet", "sheet_of"]

MAX_DEGREE = 40
"""Degree of α up to which entries are recognised."""
MAX_PRODUCTS = 20_000
"""Products of entries up to which filters are multiplied over Q(α)."""
PRECISIONS = (256, 1024, 4096)
WIDTH = 64
"""Bits to which t is enclosed."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Filters over Q(α) with product u, scaled to given invariants.

    Attributes
    ----------
    number : AlgebraicNumber
        α, real.
    sizes : tuple of tuple of int
        The sizes of the filters.
    filters : tuple of tuple of fmpq_poly
        For each layer the entries of w_l, row-major, as polynomials in α.
    pivots : tuple of int
        For each layer the place of an entry that is rational and not 0.
    norms : tuple of fmpq_poly
        n_l, as polynomials in α.
    shifts : tuple of Fraction
        The Δ_l.
    interval : tuple of Fraction
        Around t, of which it is the only number beyond max(−Δ_l) with ∏(t + Δ_l) = ∏n_l.
    """

    __repr__ = brief

    number: AlgebraicNumber
    sizes: tuple[Exponents, ...]
    filters: tuple[tuple[Any, ...], ...]
    pivots: tuple[int, ...]
    norms: tuple[Any, ...]
    shifts: tuple[Fraction, ...]
    interval: tuple[Fraction, Fraction]

    def formulas(self) -> Formulas:
        """The filters and their squared norms, in α."""

        def written(element: Any) -> Sum:
            return in_generator([fraction_of(c) for c in element.coeffs()])

        layers = range(1, len(self.filters) + 1)
        values: list[tuple[str, Any]] = [
            (f"w_{l}", nested(list(map(written, own)), size))
            for l, own, size in zip(layers, self.filters, self.sizes, strict=True)
        ]
        values += [(f"n_{l}", written(norm)) for l, norm in zip(layers, self.norms, strict=True)]
        note = "w_l: filters with product u; n_l: their squared norms; on layer l the metric is rho_l/n_l <y, y'>"
        return Formulas((), tuple(values), (Generator("alpha", self.number),), (note,))

    def approx(self, digits: int = 15) -> str:
        """A decimal approximation of t."""
        middle = (self.interval[0] + self.interval[1]) / 2
        return str(arb(fmpq(middle.numerator, middle.denominator)).str(digits, radius=False))


def sheet_of(found: Fiber, point: ScaledPoint, delta: Sequence[Fraction]) -> Sheet:
    """The filters of a real point over a number field, and t.

    Raises
    ------
    LimitError
        If no number that generates a field with all entries is known, its degree exceeds 40, the entries are not
        recognised with 4096 bits, or there are too many.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.fiber import fiber
    >>> found = fiber(parse_architecture("k3 k2"), (-2, 0, 0, 1), [Fraction(3)], "R")
    >>> sheet = sheet_of(found, found.points[0], [Fraction(3)])
    >>> sheet.number.minpoly, [[str(c) for c in w] for w in sheet.filters]
    ((-2, 0, 0, 1), [['x^2', 'x', '1'], ['(-1)*x', '1']])
    """
    architecture = found.architecture
    if prod(layer.parameters for layer in architecture.layers) > MAX_PRODUCTS:
        raise LimitError("the filters over u are irrational, and too long to be multiplied over a number field")
    for number in _numbers(point):
        for bits in PRECISIONS:
            filters = _recognised(architecture, point, number, bits)
            if filters is not None and (scaled := _scaled(architecture, filters, found.tensor, number)) is not None:
                return _sheet(architecture, scaled, number, delta)
    problem = f"no number of degree up to {MAX_DEGREE} was found that generates the field of their entries"
    raise LimitError(f"the filters over u are irrational, and {problem}")


def _numbers(point: ScaledPoint) -> list[AlgebraicNumber]:
    """Real numbers that may generate the field of definition."""
    known = [] if point.primitive is None else [point.primitive.number]
    known += [n for numbers, labels in shapes_of(point.point) for n, m in zip(numbers, labels, strict=True) if m]
    return [number for number in known if number.real and 1 < number.degree <= MAX_DEGREE]


def _recognised(
    architecture: Architecture, point: ScaledPoint, number: AlgebraicNumber, bits: int
) -> list[list[Any]] | None:
    """The normalised filters with entries that are combinations of powers of the number, as far as enclosures show."""
    filters = []
    for l, layer in enumerate(architecture.layers):
        rational = point.point.rational_filter(l, layer.size)
        if rational is not None:
            filters.append([fmpq_poly([fmpq(int(c))]) for c in flat(rational)])
            continue
        balls = point.point.enclosure(l, 2 * bits)
        entries = []
        for index in cartesian(*map(range, layer.size)):
            place = tuple(index)
            entry = _combination(balls.get(place), number, bits) if place in balls else fmpq_poly([0])
            if entry is None:
                return None
            entries.append(entry)
        filters.append(entries)
    return filters


def _combination(ball: Any, number: AlgebraicNumber, bits: int) -> Any:
    """A polynomial in the number that is small for so many bits of a real ball; None if there is none."""
    degree = number.degree
    value, root = _middle(ball, bits), _middle(number.enclosure(2 * bits), bits)
    if value is None or root is None:
        return None
    scale = 1 << bits
    column = [round(root**k * scale) for k in range(degree)] + [round(value * scale)]
    rows = [[int(i == j) for j in range(degree + 1)] + [c] for i, c in enumerate(column)]
    first = reduced_lattice(rows)[0][: degree + 1]
    if first[-1] == 0 or max(map(abs, first)).bit_length() * (degree + 2) > bits:
        return None
    return fmpq_poly([fmpq(-c, first[-1]) for c in first[:-1]])


def _middle(ball: Any, bits: int) -> Fraction | None:
    """The centre of a real ball of a radius below 2^−bits."""
    middle, radius = dyadic(ball.real.mid()), dyadic(ball.real.rad())
    return middle if radius * (1 << bits) < 1 else None


def _scaled(
    architecture: Architecture, filters: list[list[Any]], tensor: Any, number: AlgebraicNumber
) -> list[list[Any]] | None:
    """The filters, the first multiplied by a rational number, if their product is u then: modulo the polynomial."""
    modulus, total = _modulus(number), {(0,) * architecture.dimension: fmpq_poly([1])}
    for layer, exponent, entries in zip(architecture.layers, architecture.exponents, filters, strict=True):
        grown: dict[tuple[int, ...], Any] = {}
        for index, entry in zip(cartesian(*map(range, layer.size)), entries, strict=True):
            for position, value in total.items() if entry else ():
                moved = tuple(p + i * e for p, i, e in zip(position, index, exponent, strict=True))
                grown[moved] = (grown.get(moved, 0) + value * entry) % modulus
        total = grown
    wanted = dict(zip(cartesian(*map(range, architecture.end_to_end_size)), flat(tensor), strict=True))
    last = max(index for index, c in wanted.items() if c)
    if last not in total or total[last].degree() != 0:
        return None
    factor = fmpq(wanted[last].numerator, wanted[last].denominator) / total[last][0]
    if any(total.get(i, fmpq_poly([0])) * factor != fmpq_poly([fmpq_of(c)]) for i, c in wanted.items()):
        return None
    return [[entry * factor for entry in filters[0]], *filters[1:]]


def _modulus(number: AlgebraicNumber) -> Any:
    return fmpq_poly(list(number.minpoly))


def _sheet(
    architecture: Architecture, filters: list[list[Any]], number: AlgebraicNumber, delta: Sequence[Fraction]
) -> Sheet:
    modulus = _modulus(number)
    norms = [sum((entry * entry for entry in own), fmpq_poly([0])) % modulus for own in filters]
    pivots = [max(i for i, entry in enumerate(own) if entry.degree() == 0) for own in filters]
    whole = fmpq_poly([1])
    for norm in norms:
        whole = whole * norm % modulus
    offsets = shifts(delta)
    interval = _root(offsets, *_enclosed(whole, number))
    sizes = tuple(layer.size for layer in architecture.layers)
    return Sheet(number, sizes, tuple(map(tuple, filters)), tuple(pivots), tuple(norms), offsets, interval)


def _enclosed(element: Any, number: AlgebraicNumber) -> tuple[Fraction, Fraction]:
    """Bounds of an element of Q(α) that is positive, to a small part of it."""
    for bits in PRECISIONS:
        with ctx.workprec(2 * bits):
            ball = number.enclosure(2 * bits).real
            value = ball * 0
            for c in reversed(element.coeffs()):
                value = value * ball + c
        middle, radius = dyadic(value.mid()), dyadic(value.rad())
        if middle > radius * (1 << 2 * WIDTH):
            return middle - radius, middle + radius
    raise ArithmeticGuardError("the product of squared norms is not told from 0")


def _root(offsets: Sequence[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """An interval around the root t > max(−Δ_l) of ∏(t + Δ_l) = N for all N between two positive numbers."""

    def value(t: Fraction) -> Fraction:
        return prod((t + offset for offset in offsets), start=Fraction(1))

    start = max(-offset for offset in offsets)
    step = Fraction(1)
    while value(start + step) <= high:
        step *= 2
    left, right = start, start + step
    while True:
        middle = (left + right) / 2
        if value(middle) < low:
            left = middle
        elif value(middle) > high:
            right = middle
        else:
            near = (1 + abs(middle)) / (1 << WIDTH)
            return max(left, middle - near), min(right, middle + near)
        if (right - left) * (1 << WIDTH) < 1 + abs(right):
            return left, right
