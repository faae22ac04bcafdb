"""Elements of Q[t]/(f), f a polynomial with integer coefficients; their arithmetic pays for itself.

Contents: :class:`Field`.

An element is the list of its coefficients in t from degree 0, the last one not 0, as integers over a common denominator
> 0, in lowest terms; 0 is ([], 1). So elements are equal exactly if they look the same. f need not be irreducible.
"""

from __future__ import annotations

from math import gcd

from ..core.arithmetic import over_common, plus, times, total_bits, trimmed
from ..core.limits import Work
from ..core.outcome import Malformed
from ..core.reading import rational, rationals

Element = tuple[list[int], int]
ZERO: Element = ([], 1)
ONE: Element = ([1], 1)


class Field:
    """Arithmetic in Q[t]/(f)."""

    __slots__ = ("degree", "f", "work")

    def __init__(self, f: list[int], work: Work) -> None:
        self.f, self.degree, self.work = f, len(f) - 1, work

    def read(self, value: object, where: str) -> Element:
        """An element given by its coefficients; by a string where f is linear."""
        listed = rationals(value, where) if self.degree > 1 else [rational(value, where)]
        if len(listed) > self.degree:
            raise Malformed(where, f"expected at most {self.degree} coefficients")
        return self.lowest(*over_common(listed, self.work))

    def lowest(self, numerators: list[int], denominator: int) -> Element:
        """An element given by at most as many coefficients as the degree of f, over a denominator other than 0."""
        numerators = trimmed(numerators)
        if denominator == 1:
            return numerators, 1
        self.work.spend(2 + len(numerators), 3 * total_bits(numerators), denominator.bit_length())
        common = gcd(denominator, *numerators) if denominator > 0 else -gcd(denominator, *numerators)
        return [c // common for c in numerators], denominator // common

    def reduced(self, numerators: list[int], denominator: int) -> Element:
        """An element given by any number of coefficients."""
        f, degree = self.f, self.degree
        while len(numerators) > degree:
            if top := numerators.pop():
                self.work.spend(2 * len(f), 2 * total_bits([*numerators, top]), total_bits(f))
                if f[-1] != 1:
                    numerators, denominator = [c * f[-1] for c in numerators], denominator * f[-1]
                for i, c in enumerate(f[:-1], len(numerators) - degree):
                    numerators[i] -= top * c
        return self.lowest(numerators, denominator)

    def remainder(self, numerators: list[int]) -> list[int]:
        """The coefficients of an element of degree up to twice that of f less 2, all over lead ** (degree - 1)."""
        f, degree = self.f, self.degree
        for k in range(2 * degree - 2, degree - 1, -1):
            top = numerators.pop()
            numerators = [c * f[-1] for c in numerators]
            for i, c in enumerate(f[:-1], k - degree):
                numerators[i] -= top * c
        return trimmed(numerators)

    def shifted(self, p: int, q: int) -> Element:
        """t + p/q."""
        return self.reduced([p, q], q)

    def times(self, a: Element, b: Element) -> Element:
        if not a[0] or not b[0]:
            return ZERO
        return self.reduced(times(a[0], b[0], self.work), a[1] * b[1])

    def plus(self, a: Element, b: Element) -> Element:
        return self._sum(a, b, 1)

    def minus(self, a: Element, b: Element) -> Element:
        return self._sum(a, b, -1)

    def _sum(self, a: Element, b: Element, sign: int) -> Element:
        """a + b or a - b."""
        (x, p), (y, q) = a, b
        self.work.spend(5 + len(x) + len(y), total_bits(x) + total_bits(y), p.bit_length() + q.bit_length())
        if p == q:
            return self.lowest(plus(x, y if sign > 0 else [-c for c in y]), p)
        return self.lowest(plus([c * q for c in x], [sign * c * p for c in y]), p * q)

    def scaled(self, a: Element, p: int, q: int = 1) -> Element:
        """p/q times an element."""
        bits = p.bit_length() + q.bit_length()
        self.work.spend(2 + len(a[0]), total_bits(a[0]) + a[1].bit_length(), bits)
        self.work.hold(len(a[0]), bits)
        return self.lowest([c * p for c in a[0]], a[1] * q)
