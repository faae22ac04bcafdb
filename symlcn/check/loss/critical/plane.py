"""Polynomials in two unknowns x, y over Z, their resultant on lines x = a - k y, and values at algebraic points.

Contents: :func:`divided_by`, :func:`derivative`, :func:`minors`, :func:`line_of`, :func:`resultant`, :class:`Place`.

A polynomial is a dictionary from exponents to coefficients; a line lists the coefficients of powers of y, which are
polynomials in a. An element of Q[a]/(g) is as in elements.py.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

from ...algebra.elements import ZERO, Element, Field
from ...core.arithmetic import Filter, plus, sparse_product, trimmed
from ...core.limits import Work
from ...core.outcome import Rejected
from .valuerings import ModularRing, Poly

Line = list[Poly]


def combined(f: Filter, g: Filter, factor: int = 1) -> Filter:
    """f + factor g."""
    total = dict(f)
    for index, c in g.items():
        total[index] = total.get(index, 0) + factor * c
    return {index: c for index, c in total.items() if c}


def divided_by(f: Filter, q: Filter, work: Work) -> Filter | None:
    """The quotient over Z, None if there is none."""
    rest, quotient, lead = dict(f), dict[tuple[int, ...], int](), max(q)
    while rest:
        top = max(rest)
        index, (c, remainder) = (top[0] - lead[0], top[1] - lead[1]), divmod(rest[top], q[lead])
        if min(index) < 0 or remainder:
            return None
        quotient[index] = c
        rest = combined(rest, sparse_product({index: c}, q, work), -1)
    return quotient


def derivative(f: Filter, direction: int) -> Filter:
    return {
        tuple(e - (d == direction) for d, e in enumerate(index)): c * index[direction]
        for index, c in f.items()
        if index[direction]
    }


def minors(rows: list[list[Filter]], order: int, work: Work) -> list[Filter]:
    """All minors of an order, by expansion."""
    return [
        _determinant([[rows[i][j] for j in columns] for i in chosen], work)
        for chosen in combinations(range(len(rows)), order)
        for columns in combinations(range(len(rows[0])), order)
    ]


def _determinant(rows: list[list[Filter]], work: Work) -> Filter:
    if not rows:
        return {(0, 0): 1}
    total: Filter = {}
    for j, entry in enumerate(rows[0]):
        rest = _determinant([[*row[:j], *row[j + 1 :]] for row in rows[1:]], work)
        total = combined(total, sparse_product(entry, rest, work), (-1) ** j)
    return total


def line_of(f: Filter, slope: int, work: Work) -> Line:
    """f at x = a - k y."""
    line: Line = []
    for (i, j), c in f.items():
        work.spend(20 * (i + 1))
        line += [[] for _ in range(i + j + 1 - len(line))]
        for m in range(i + 1):
            line[j + m] = plus(line[j + m], [0] * (i - m) + [c * comb(i, m) * (-slope) ** m])
    return trimmed([trimmed(c) for c in line])


def resultant(f: Poly, g: Poly, work: Work) -> int:
    """The resultant of two polynomials of positive degree over Z, by subresultants."""
    sign, (upper, lower), last, scale = 1, (f, g), 1, 1
    if len(f) < len(g):
        sign, (upper, lower) = (-1) ** ((len(f) - 1) * (len(g) - 1)), (g, f)
    while len(lower) > 1:
        gap = len(upper) - len(lower)
        sign *= (-1) ** ((len(upper) - 1) * (len(lower) - 1))
        rest = _pseudo_remainder(upper, lower, work)
        divisor = last * scale**gap
        upper, lower = lower, [c // divisor for c in rest]
        last = upper[-1]
        scale = scale if gap == 0 else last**gap // scale ** (gap - 1)
    if not lower:
        return 0
    degree = len(upper) - 1
    return sign * (lower[0] ** degree // scale ** (degree - 1) if degree else 1)


def _pseudo_remainder(f: Poly, g: Poly, work: Work) -> Poly:
    """g[-1] ** (len(f) - len(g) + 1) times f, modulo g."""
    rest = list(f)
    for shift in range(len(f) - len(g), -1, -1):
        top = rest.pop()
        work.spend(3 * len(rest), sum(c.bit_length() for c in rest), g[-1].bit_length() + top.bit_length())
        rest = [c * g[-1] - (top * g[i - shift] if i >= shift else 0) for i, c in enumerate(rest)]
    return trimmed(rest)


class Place:
    """Points x = a - k y, y in Q[a]/(g), one for each root a of g."""

    __slots__ = ("field", "g", "slope", "where", "work", "y")

    def __init__(self, g: Poly, y: Element, slope: int, where: str, work: Work) -> None:
        self.g, self.y, self.slope, self.where, self.work = g, y, slope, where, work
        self.field = Field(g, work)

    def element(self, value: Poly) -> Element:
        return self.field.reduced(list(value), 1)

    def exactly(self, f: Filter) -> Element:
        """The value of a polynomial in x and y."""
        total = ZERO
        for c in reversed(line_of(f, self.slope, self.work)):
            total = self.field.plus(self.field.times(total, self.y), self.element(c))
        return total

    def order(self, line: Line) -> int:
        """How often y - y_0 divides what a line is over Q[a]/(g)."""
        power, rest = 0, [self.element(c) for c in line]
        while len(rest) > 1:
            quotient = [rest[-1]]
            for c in reversed(rest[:-1]):
                quotient.append(self.field.plus(self.field.times(quotient[-1], self.y), c))
            if quotient.pop()[0]:
                break
            power, rest = power + 1, quotient[::-1]
        return power

    def modulo(self, ring: ModularRing) -> Poly:
        """y modulo a prime."""
        numerators, denominator = self.y
        if denominator % ring.prime == 0:
            raise Rejected(self.where, "has a denominator that the prime divides")
        unit = pow(denominator, -1, ring.prime)
        return ring.element([c * unit for c in numerators])
