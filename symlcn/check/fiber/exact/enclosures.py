"""Enclosures at real points: filters, t, rho and entries of the NTK as intervals of fixed-point numbers.

Contents: :class:`Enclosure`, :func:`enclosed`, :func:`interval_times`, :func:`approximates`.

An interval is a pair of integers, in units of 2 ** -bits, between which the number lies. Rounding is outwards
everywhere. The NTK is K = c^2 sum_l (n_l / rho_l) N_l for filters whose product is u / c; see ntk.py.
"""

from __future__ import annotations

from math import prod

from ...algebra.discs import Disc
from ...core.arithmetic import Rational, total_bits
from ...core.limits import Work
from ...core.outcome import Imprecise
from ...network.architecture import Architecture
from ...network.scaling import shifts_of
from ..points import Point

Interval = tuple[int, int]
Enclosed = dict[tuple[int, ...], Interval]


def interval_times(x: Interval, y: Interval) -> Interval:
    """The product, in units of the product of their units."""
    ends = (x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1])
    return min(ends), max(ends)


def _rounded(x: Interval, bits: int) -> Interval:
    """The same in units that are 2 ** bits as large."""
    return x[0] >> bits, -(-x[1] >> bits)


def _scaled(x: Interval, ratio: Rational) -> Interval:
    """The product with a positive rational number."""
    p, q = ratio
    return x[0] * p // q, -(-x[1] * p // q)


def _product(f: Enclosed, g: Enclosed, bits: int, work: Work) -> Enclosed:
    """The product of two polynomials."""
    work.spend(30 * len(f) * len(g), _size(f), _size(g))
    product: Enclosed = {}
    for i, x in f.items():
        for j, y in g.items():
            index = tuple(map(int.__add__, i, j))
            low, high = product.get(index, (0, 0))
            below, above = interval_times(x, y)
            product[index] = low + below, high + above
    return {index: _rounded(x, bits) for index, x in product.items()}


def _size(f: Enclosed) -> int:
    return total_bits([max(abs(low), abs(high)) for low, high in f.values()])


class Enclosure:
    """A real point: its filters, factor c and squared norms, and t and rho at given invariants."""

    __slots__ = ("bits", "factor", "filters", "known", "norms", "partial", "rho", "t", "work")

    def __init__(
        self, filters: list[Enclosed], factor: Rational, delta: list[Rational], bits: int, where: str, work: Work
    ) -> None:
        self.filters, self.factor, self.bits, self.work = filters, factor, bits, work
        self.partial: list[tuple[Enclosed, Enclosed]] = []
        self.known: list[Enclosed] = [{} for _ in filters]
        self.norms = [self._norm(entries) for entries in filters]
        shifts, common = shifts_of(delta, work)
        self.t = self._solve(shifts, common)
        unit = 1 << bits
        ends = [[(end * common + shift * unit) for end in self.t] for shift in shifts]
        self.rho = [(low // common, -(-high // common)) for low, high in ends]
        if any(low <= 0 for low, _ in self.rho):
            raise Imprecise(where, f"{bits} bits are too few to enclose rho")

    def _norm(self, entries: Enclosed) -> Interval:
        """The sum of the squares of all entries."""
        self.work.spend(10 * len(entries), _size(entries), 1 + _size(entries) // (1 + len(entries)))
        low = sum(0 if a < 0 < b else min(a * a, b * b) for a, b in entries.values())
        return _rounded((low, sum(max(a * a, b * b) for a, b in entries.values())), self.bits)

    def _solve(self, shifts: list[int], common: int) -> Interval:
        """The root t of prod(t + Delta_l) = c^2 prod n_l beyond max(-Delta_l)."""
        depth, unit, value = len(shifts), 1 << self.bits, (1 << self.bits, 1 << self.bits)
        for n in self.norms:
            self.work.spend(5, value[1].bit_length(), n[1].bit_length())
            value = _rounded(interval_times(value, n), self.bits)
        low, high = _scaled(value, (self.factor[0] ** 2, self.factor[1] ** 2))
        self.work.spend(depth, depth**2 * (self.bits + common.bit_length()), 1)
        scale = common**depth * unit ** (depth - 1)
        start = -(min(shifts) * unit // common)  # at least max(-Delta_l)
        return self._below(low * scale, shifts, common, start), self._below(high * scale, shifts, common, start) + 1

    def _below(self, value: int, shifts: list[int], common: int, start: int) -> int:
        """The last T with prod(common T + shift 2^bits) at most value, or start - 1: by Newton's method from above.

        The product is convex beyond start, so no step goes too far; its root of degree L = len(shifts) is concave,
        so a step is at least 1/L of the way, and few steps of 1 are left at the end.
        """
        unit = 1 << self.bits

        def terms(end: int) -> list[int]:
            found = [end * common + shift * unit for shift in shifts]
            self.work.spend(20 * len(found), 2 * total_bits(found), total_bits(found))
            return found

        if prod(terms(start)) > value:
            return start - 1
        high = start + (1 << -(-value.bit_length() // len(shifts))) // common + 1  # the terms are beyond that power
        while high > start:
            found = terms(high)
            excess, total = prod(found) - value, prod(found)
            if (move := excess // (common * sum(-(-total // term) for term in found))) <= 0:
                break
            high -= move
        while prod(terms(high)) > value:
            high -= 1
        return high

    def entry(self, architecture: Architecture, a: tuple[int, ...], b: tuple[int, ...]) -> Interval:
        """K(a, b)."""
        low = high = 0
        for n, rho, own in zip(self.norms, self.rho, self.grams(architecture, a, b), strict=True):
            share = (n[0] << self.bits) // rho[1], -(-(n[1] << self.bits) // rho[0])
            below, above = interval_times(share, own)
            low, high = low + below, high + above
        return _scaled(_rounded((low, high), self.bits), (self.factor[0] ** 2, self.factor[1] ** 2))

    def _multiply(self, architecture: Architecture) -> None:
        """For each layer, the product of the polynomials before it and of those after it."""
        polynomials = [
            {tuple(map(int.__mul__, index, exponent)): x for index, x in entries.items()}
            for entries, exponent in zip(self.filters, architecture.exponents, strict=True)
        ]
        one: Enclosed = {(0,) * architecture.dimension: (1 << self.bits, 1 << self.bits)}
        before, after = [one], [one]
        for first, last in zip(polynomials[:-1], polynomials[:0:-1], strict=True):
            before.append(_product(before[-1], first, self.bits, self.work))
            after.append(_product(after[-1], last, self.bits, self.work))
        self.partial = list(zip(before, reversed(after), strict=True))

    def grams(self, architecture: Architecture, a: tuple[int, ...], b: tuple[int, ...]) -> list[Interval]:
        """N_l(a, b) for each layer."""
        if not self.partial:
            self._multiply(architecture)
        found = []
        for l, (size, exponent) in enumerate(zip(architecture.sizes, architecture.exponents, strict=True)):
            shifts: list[tuple[int, ...]] = [()]
            for d, (k, e) in enumerate(zip(size, exponent, strict=True)):
                shifts = [(*shift, i * e) for shift in shifts for i in range(min(k, 1 + min(a[d], b[d]) // e))]
            self.work.spend(10 * len(shifts), self.bits * len(shifts), self.bits)
            low = high = 0
            for shift in shifts:
                left, right = (self._coefficient(l, tuple(map(int.__sub__, end, shift))) for end in (a, b))
                below, above = interval_times(left, right)
                low, high = low + below, high + above
            found.append(_rounded((low, high), self.bits))
        return found

    def _coefficient(self, l: int, index: tuple[int, ...]) -> Interval:
        """One coefficient of the product of the polynomials of all layers but one."""
        known = self.known[l]
        if index not in known:
            short, long = sorted(self.partial[l], key=len)
            low = high = 0
            self.work.spend(10 * len(short), _size(short), 10 * self.bits)
            for i, x in short.items():
                if y := long.get(tuple(map(int.__sub__, index, i))):
                    below, above = interval_times(x, y)
                    low, high = low + below, high + above
            known[index] = _rounded((low, high), self.bits)
        return known[index]


def enclosed(point: Point, delta: list[Rational], bits: int, where: str, work: Work) -> Enclosure:
    """A real point of a fiber at given invariants."""
    filters: list[Enclosed] = []
    for l in range(len(point.choices)):
        known = point.filters.get(l) or point.enclosures[l]
        work.hold(2 * len(known), bits)
        if l in point.filters:
            filters.append({index: (c << bits, c << bits) for index, c in point.filters[l].items()})
        else:
            filters.append({index: _real_part(disc, bits) for index, disc in point.enclosures[l].items()})
    return Enclosure(filters, point.factor, delta, bits, where, work)


def _real_part(disc: Disc, bits: int) -> Interval:
    low, high = disc.re - disc.radius, disc.re + disc.radius
    return (low << bits) // disc.scale, -((-high << bits) // disc.scale)


def approximates(value: Rational, enclosed: Interval, unit: int) -> bool:
    """Whether a decimal is the enclosed number up to 1e-9 (1 + its absolute value), the unit being 1/unit."""
    p, q = value
    nearest = 0 if enclosed[0] <= 0 <= enclosed[1] else min(map(abs, enclosed))
    return all(10**9 * abs(p * unit - end * q) <= (unit + nearest) * q for end in enclosed)
