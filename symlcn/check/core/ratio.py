"""Rational numbers whose arithmetic pays for itself.

Contents: :class:`Ratio`.
"""

from __future__ import annotations

from math import gcd

from .arithmetic import power_of
from .limits import Work


class Ratio:
    """A rational number >= 0 in lowest terms."""

    __slots__ = ("denominator", "numerator", "work")

    def __init__(self, numerator: int, denominator: int, work: Work) -> None:
        work.spend(5, 4 * numerator.bit_length(), denominator.bit_length())
        common = gcd(numerator, denominator)
        self.numerator, self.denominator, self.work = numerator // common, denominator // common, work

    def __repr__(self) -> str:
        return f"Ratio({self.numerator}, {self.denominator})"

    def __hash__(self) -> int:
        return hash((self.numerator, self.denominator))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ratio):
            return NotImplemented
        return (self.numerator, self.denominator) == (other.numerator, other.denominator)

    def __lt__(self, other: Ratio) -> bool:
        (p, q), (r, s) = self._paid(other)
        return p * s < r * q

    def __add__(self, other: Ratio) -> Ratio:
        (p, q), (r, s) = self._paid(other)
        return Ratio(p * s + r * q, q * s, self.work)

    def __mul__(self, other: Ratio) -> Ratio:
        (p, q), (r, s) = self._paid(other)
        return Ratio(p * r, q * s, self.work)

    def __truediv__(self, other: Ratio) -> Ratio:
        (p, q), (r, s) = self._paid(other)
        return Ratio(p * s, q * r, self.work)

    def __pow__(self, exponent: int) -> Ratio:
        power = Ratio(1, 1, self.work)
        power.numerator = power_of(self.numerator, exponent, self.work)
        power.denominator = power_of(self.denominator, exponent, self.work)
        return power

    def _paid(self, other: Ratio) -> tuple[tuple[int, int], tuple[int, int]]:
        """Numerators and denominators, which may now meet each other."""
        numbers = (self.numerator, self.denominator), (other.numerator, other.denominator)
        self.work.spend(5, *(2 * (p.bit_length() + q.bit_length()) for p, q in numbers))
        return numbers
