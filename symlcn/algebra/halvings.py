"""Elliptic curves y² = (x + a)(x + b)(x + c) over Q: points, halves, torsion, and a bound of the rank by 2-descent.

Contents: :class:`Curve`, :func:`rank_bound`, :func:`selmer_classes`.

The map P ↦ (x + a, x + b, x + c) to triples of rational numbers modulo squares, of product 1, has the kernel 2E(Q);
where a coordinate is 0, it is the product of the other two. At each place v the image of the points over Q_v has as
many elements as E(Q_v)/2E(Q_v): 2 for R, 4 for odd p, 8 for p = 2. So points that generate it are found by trying, and
the triples of units outside the bad primes that are in the image at all of them (the Selmer group, of 2^s elements) are
found by linear algebra over F_2. Then the rank of E(Q) is at most s − 2, as the torsion contributes 4.

References: Silverman, *The Arithmetic of Elliptic Curves*, X.1.4 (complete 2-descent); VIII.7.5 (Mazur).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, product
from math import gcd, isqrt, lcm, prod
from typing import TypeAlias

from flint import fmpz, fmpz_poly

from symlcn.algebra.echelon import kernel_vectors, modulo, rank_modulo
from symlcn.algebra.exact import rational_root
from symlcn.algebra.squares import MAX_FACTORED, squarefree_part

__all__ = ["Curve", "Place", "rank_bound", "selmer_classes"]

Place: TypeAlias = "tuple[Fraction, Fraction] | None"
"""A point (x, y); None is the one at infinity."""

MAX_TRIALS = 4000
"""So many x are tried for points over Q_p."""
INFINITY = 0
"""The real place, among primes."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve y² = (x + a)(x + b)(x + c).

    Attributes
    ----------
    shifts : tuple of Fraction
        a, b, c, all different.

    Examples
    --------
    >>> curve = Curve((Fraction(1), Fraction(0), Fraction(-1)))
    >>> len(curve.torsion()), rank_bound(curve)
    (3, 0)
    """

    shifts: tuple[Fraction, Fraction, Fraction]

    def __str__(self) -> str:
        factors = [f"(x {'+' if s > 0 else '-'} {abs(s)})" if s else "x" for s in sorted(self.shifts, reverse=True)]
        return "y² = " + "·".join(factors).replace("-", "−")

    def value(self, x: Fraction) -> Fraction:
        """(x + a)(x + b)(x + c)."""
        a, b, c = self.shifts
        return (x + a) * (x + b) * (x + c)

    def plus(self, left: Place, right: Place) -> Place:
        """The sum of two points."""
        if left is None or right is None:
            return left or right
        (x, y), (z, w) = left, right
        if x == z and y + w == 0:
            return None
        a, b, c = self.shifts
        slope = (w - y) / (z - x) if x != z else (3 * x * x + 2 * (a + b + c) * x + a * b + a * c + b * c) / (2 * y)
        third = slope * slope - (a + b + c) - x - z
        return third, slope * (x - third) - y

    def halves(self, point: tuple[Fraction, Fraction]) -> list[Place]:
        """All rational points whose double is the given one.

        Examples
        --------
        >>> sorted(x for x, _ in Curve((Fraction(9), Fraction(1), Fraction(0))).halves((Fraction(0), Fraction(0))))
        [Fraction(-3, 1), Fraction(-3, 1), Fraction(3, 1), Fraction(3, 1)]
        """
        x = point[0]
        roots = [rational_root(x + shift) for shift in self.shifts]
        known = [root for root in roots if root is not None]
        if len(known) < 3:
            return []
        found = []
        for signs in product((1, -1), repeat=3):
            r, s, t = (sign * root for sign, root in zip(signs, known, strict=True))
            half = x + r * s + r * t + s * t, (r + s) * (r + t) * (s + t)
            if self.plus(half, half) == point and half not in found:
                found.append(half)
        return list(found)

    def torsion(self) -> list[tuple[Fraction, Fraction]]:
        """All points of finite order but the one at infinity. They have the order 2, 4, 8, 3 or 6 (Mazur)."""
        even: list[Place] = [(-shift, Fraction(0)) for shift in self.shifts]
        for _ in range(2):
            even += [half for point in even if point for half in self.halves(point) if half not in even]
        threes: list[Place] = [None, *((x, sign * y) for x, y in self._flexes() for sign in (1, -1))]
        sums = [self.plus(p, q) for p in [None, *even] for q in threes]
        return sorted({point for point in sums if point})

    def _flexes(self) -> Iterator[tuple[Fraction, Fraction]]:
        """Points of order 3, from the division polynomial."""
        a, b, c = self.shifts
        one, two, three = a + b + c, a * b + a * c + b * c, a * b * c
        coefficients = [4 * one * three - two * two, 12 * three, 6 * two, 4 * one, Fraction(3)]
        common = lcm(*(value.denominator for value in coefficients))
        for factor, _ in fmpz_poly([int(value * common) for value in coefficients]).factor()[1]:
            if factor.degree() == 1:
                x = Fraction(-int(factor[0]), int(factor[1]))
                y = rational_root(self.value(x))
                if y:
                    yield x, y

    def multiples(self, points: Sequence[tuple[Fraction, Fraction]], bound: int) -> Iterator[tuple[Fraction, Fraction]]:
        """Sums of multiples up to the bound of the points, and of points of finite order; repeatedly."""
        small: list[Place] = [None, *self.torsion()]
        for generator in points:
            multiple: Place = None
            for _ in range(bound):
                multiple = self.plus(multiple, generator)
                yield from (total for total in (self.plus(multiple, point) for point in small) if total)

    def points(self, height: int, classes: Sequence[int]) -> Iterator[tuple[Fraction, Fraction]]:
        """Points with x + a = d·(u/w)², u and w up to the height, d one of the classes; y > 0."""
        a, b, c = self.shifts
        scale = lcm(*(shift.denominator for shift in self.shifts))
        first, second = int((b - a) * scale), int((c - a) * scale)
        for size in range(1, height + 1):
            for u, w in ((u, w) for n in range(1, size + 1) for u, w in {(size, n), (n, size)} if gcd(u, w) == 1):
                for d in classes:
                    left, right = d * scale * u * u + first * w * w, d * scale * u * u + second * w * w
                    square = left * right * d
                    if square > 0 and isqrt(square) ** 2 == square:
                        x = d * Fraction(u, w) ** 2 - a
                        y = rational_root(self.value(x))
                        if y:
                            yield x, y


def rank_bound(curve: Curve) -> int | None:
    """An upper bound of the rank of the group of rational points; None if a number is too large to be factored.

    Examples
    --------
    >>> rank_bound(Curve((Fraction(5), Fraction(0), Fraction(-5))))
    1
    """
    basis = _selmer_basis(curve)
    return None if basis is None else len(basis) - 2


def selmer_classes(curve: Curve) -> list[int]:
    """Squarefree integers, one in each class of x + a in the Selmer group, the smallest first; [1] if it is not known.

    Examples
    --------
    >>> selmer_classes(Curve((Fraction(5), Fraction(0), Fraction(-5))))
    [1, 2, 5, 10]
    """
    found = {1}
    for vector in _selmer_basis(curve) or []:
        found |= {squarefree_part(Fraction(abs(value * vector))) * (1 if value * vector > 0 else -1) for value in found}
    return sorted(found, key=lambda value: (abs(value), value))


def _selmer_basis(curve: Curve) -> list[int] | None:
    """Squarefree integers in the classes of x + a, for a basis of the Selmer group."""
    scale = lcm(*(shift.denominator for shift in curve.shifts))
    shifts = [int(shift * scale * scale) for shift in curve.shifts]
    differences = [abs(shifts[i] - shifts[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    if max(differences) > MAX_FACTORED:
        return None
    primes = sorted({2, *(int(p) for n in differences for p, _ in fmpz(n).factor())})
    units = [-1, *primes]
    conditions: list[list[int]] = []
    for place in [INFINITY, *primes]:
        image = _local_image(shifts, place)
        if image is None:
            return None
        checks = kernel_vectors(modulo(image, 2))
        local = [_bits(unit, place) for unit in units]
        zero = [0] * len(local[0])
        rows = [[*bits, *zero] for bits in local] + [[*zero, *bits] for bits in local]
        conditions += [[sum(x * y for x, y in zip(check, row, strict=True)) % 2 for row in rows] for check in checks]
    basis = kernel_vectors(modulo(conditions or [[0] * (2 * len(units))], 2))
    size = len(units)
    return [prod(unit for unit, power in zip(units, vector[:size], strict=True) if power) for vector in basis]


def _bits(value: int, place: int) -> list[int]:
    """The class of a nonzero integer modulo squares of the field of the place."""
    if place == INFINITY:
        return [int(value < 0)]
    power = 0
    while value % place == 0:
        value, power = value // place, power + 1
    if place == 2:
        return [power % 2, int(value % 4 == 3), int(value % 8 in (3, 5))]
    return [power % 2, int(pow(value, (place - 1) // 2, place) != 1)]


def _local_image(shifts: Sequence[int], place: int) -> list[list[int]] | None:
    """Vectors that span the classes of (x + a, x + b) for points over the field of the place."""
    wanted = {INFINITY: 1, 2: 3}.get(place, 2)
    found: list[list[int]] = []
    a, b, c = shifts
    torsion = [((b - a) * (c - a), b - a), (a - b, (a - b) * (c - b)), (a - c, b - c)]
    tried = ((x + n * a, x + n * b, x + n * c) for x, n in _abscissas(shifts, place))
    local = ((p, q) for p, q, r in tried if p and q and r and not any(_bits(p * q * r, place)))
    for p, q in chain(torsion, local):
        vector = [*_bits(p, place), *_bits(q, place)]
        if rank_modulo([*found, vector], 2) > len(found):
            found.append(vector)
            if len(found) == wanted:
                return found
    return None


def _abscissas(shifts: Sequence[int], place: int) -> Iterator[tuple[int, int]]:
    """Integers x and squares n > 0, x/n near the roots, and for p = 2 beyond; none for R, where a root is enough."""
    for trial in range(1, MAX_TRIALS if place else 0):
        if place == 2:
            yield trial, 4
        for shift in shifts:
            power = 0
            while power < 40 and power <= trial:
                yield place**power * (trial - power) - shift, 1
                power += 1
