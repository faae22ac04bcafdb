"""Rings in which polynomials in a take values: modulo f and a prime, and as intervals at a real root of f.

Contents: :class:`Ring`, :class:`IntegerRing`, :class:`ModularRing`, :class:`IntervalRing`, :func:`everywhere`,
:func:`eliminate`, :func:`product`.

A polynomial with integer coefficients that has no root in common with f modulo a prime has none with f over C, if f
keeps its degree modulo the prime. An interval is a pair of integers in units of 2 ** -bits, rounded outwards.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product as pairs
from typing import Protocol, TypeVar

from ...algebra.modular import common_divisor, divided, reduced, remainder
from ...core.arithmetic import plus, times
from ...core.limits import Work

Poly = list[int]
Interval = tuple[int, int]
E = TypeVar("E")


class Ring(Protocol[E]):
    """Values of polynomials in a with integer coefficients."""

    zero: E
    one: E

    def element(self, value: Poly) -> E: ...

    def times(self, x: E, y: E) -> E: ...

    def plus(self, x: E, y: E) -> E: ...


class IntegerRing:
    """The polynomials themselves; [0] is 0."""

    __slots__ = ("one", "work", "zero")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.zero: Poly = [0]
        self.one: Poly = [1]

    def element(self, value: Poly) -> Poly:
        return value

    def times(self, x: Poly, y: Poly) -> Poly:
        return times(x, y, self.work)

    def plus(self, x: Poly, y: Poly) -> Poly:
        return plus(x, y)


class ZeroDivisor(Exception):
    """An element that has a factor of f, but not f, as its divisor."""

    def __init__(self, factor: Poly) -> None:
        super().__init__("a zero divisor")
        self.factor = factor


class ModularRing:
    """Polynomials modulo f and a prime, f being squarefree there; [] is 0."""

    __slots__ = ("f", "one", "prime", "work", "zero")

    def __init__(self, f: Poly, prime: int, work: Work) -> None:
        self.f, self.prime, self.work = reduced(f, prime), prime, work
        self.zero: Poly = []
        self.one: Poly = [1]

    def element(self, value: Poly) -> Poly:
        return remainder(reduced(value, self.prime), self.f, self.prime, self.work)

    def times(self, x: Poly, y: Poly) -> Poly:
        return self.element(times(x, y, self.work)) if x and y else []

    def plus(self, x: Poly, y: Poly) -> Poly:
        return reduced(plus(x, y), self.prime)

    def minus(self, x: Poly, y: Poly) -> Poly:
        return self.plus(x, [-c for c in y])

    def inverse(self, x: Poly) -> Poly:
        """1/x for x other than 0; raises ZeroDivisor where there is none."""
        (a, s), (b, t) = (self.f, self.zero), (x, self.one)
        while len(b) > 1:
            quotient, rest = divided(a, b, self.prime, self.work)
            (a, s), (b, t) = (b, t), (rest, self.minus(s, self.times(quotient, t)))
        if not b:
            raise ZeroDivisor(a)
        scale = pow(b[0], -1, self.prime)
        return self.element([c * scale for c in t])

    def is_unit(self, value: Poly) -> bool:
        return len(common_divisor(self.f, self.element(value), self.prime, self.work)) == 1


def everywhere(ring: ModularRing, test: Callable[[ModularRing], bool]) -> bool:
    """Whether a test holds at all roots of f: where an element is 0 at some of them only, for either part of f."""
    left = [ring]
    while left:
        own = left.pop()
        try:
            if not test(own):
                return False
        except ZeroDivisor as found:
            parts = (found.factor, divided(own.f, found.factor, own.prime, own.work)[0])
            left += [ModularRing(part, own.prime, own.work) for part in parts]
    return True


def eliminate(ring: ModularRing, rows: list[list[Poly]], columns: int) -> list[int]:
    """Brings the first columns of rows to reduced echelon form, in place; returns those with pivots, which are 1."""
    pivots: list[int] = []
    for column in range(columns):
        pivot = next((i for i in range(len(pivots), len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        place = len(pivots)
        rows[place], rows[pivot] = rows[pivot], rows[place]
        unit = ring.inverse(rows[place][column])
        rows[place] = [ring.times(unit, c) for c in rows[place]]
        for i, row in enumerate(rows):
            if i != place and (factor := row[column]):
                rows[i] = [ring.minus(a, ring.times(factor, b)) for a, b in zip(row, rows[place], strict=True)]
        pivots.append(column)
    return pivots


class IntervalRing:
    """Intervals around the values at one real number between two rational ones."""

    __slots__ = ("at", "bits", "one", "work", "zero")

    def __init__(self, at: Interval, bits: int, work: Work) -> None:
        self.at, self.bits, self.work = at, bits, work
        self.zero: Interval = (0, 0)
        self.one: Interval = (1 << bits, 1 << bits)

    def element(self, value: Poly) -> Interval:
        total = self.zero
        for c in reversed(value):
            low, high = self.times(total, self.at)
            total = low + (c << self.bits), high + (c << self.bits)
        return total

    def times(self, x: Interval, y: Interval) -> Interval:
        self.work.spend(8, x[0].bit_length() + x[1].bit_length(), y[0].bit_length() + y[1].bit_length())
        ends = (x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1])
        return min(ends) >> self.bits, -(-max(ends) >> self.bits)

    def plus(self, x: Interval, y: Interval) -> Interval:
        return x[0] + y[0], x[1] + y[1]

    def minus(self, x: Interval, y: Interval) -> Interval:
        return x[0] - y[1], x[1] - y[0]

    def over(self, x: Interval, y: Interval) -> Interval:
        """The quotient by an interval that does not contain 0."""
        self.work.spend(8, x[0].bit_length() + x[1].bit_length(), y[0].bit_length() + y[1].bit_length())
        above = [(end << self.bits, divisor) for end in x for divisor in y]
        return min(a // b for a, b in above), max(-(-a // b) for a, b in above)


def product(ring: Ring[E], filters: list[list[E]], places: list[list[int]]) -> dict[int, E]:
    """The product of filters, by place."""
    total = {0: ring.one}
    for own, entries in zip(places, filters, strict=True):
        after: dict[int, E] = {}
        for (i, a), (j, b) in pairs(total.items(), zip(own, entries, strict=True)):
            value = ring.times(a, b)
            after[i + j] = ring.plus(after[i + j], value) if i + j in after else value
        total = after
    return total
