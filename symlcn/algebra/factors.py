"""How a polynomial that is irreducible over Q splits over C: the result, and the reasons for a count.

Contents: :class:`AbsoluteFactors`, :func:`rational_factors`; :class:`Segment`, :class:`Simplex`, :class:`Eisenstein`,
:class:`ClosedPoint`, :class:`Divisors`, :class:`Specialization`, :class:`Frobenius`, :class:`Traces`.

The factors are found in :mod:`symlcn.algebra.overc`, which says why the reasons are reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from symlcn.algebra.polynomials import Exponents, Polynomial

__all__ = [
    "AbsoluteFactors",
    "ClosedPoint",
    "Divisors",
    "Eisenstein",
    "Frobenius",
    "Reason",
    "Segment",
    "Simplex",
    "Specialization",
    "Traces",
    "rational_factors",
]


class Segment(NamedTuple):
    """All exponents lie on one line: p = x^v·P(x^direction), and r = deg P. Relies on irreducibility over Q."""

    direction: Exponents


class Simplex(NamedTuple):
    """r = 1: no variable divides p, the Newton polytope is the simplex of these vertices v_i, and the coordinates of
    all v_i − v_0 have no common factor, so that it is no sum of two polytopes (Gao 2001)."""

    vertices: tuple[Exponents, ...]


class Eisenstein(NamedTuple):
    """r = 1: as a polynomial in the variable `monic` alone p has a constant leading coefficient, and all others are
    divisible by x_at − root, the last one only once."""

    monic: int
    at: int
    root: Fraction


class ClosedPoint(NamedTuple):
    """A zero: set all variables but `direction` to `values`; the primitive `factor` divides p there exactly once."""

    direction: int
    values: tuple[int, ...]
    factor: tuple[int, ...]


class Divisors(NamedTuple):
    """r = 1: it divides the coordinates of all these vertices of the Newton polytope and the degrees of all these
    nonsingular points, and they have no common factor. Relies on irreducibility over Q."""

    vertices: tuple[Exponents, ...]
    points: tuple[ClosedPoint, ...] = ()


class Specialization(NamedTuple):
    """Set all variables but `direction` to `values`: modulo a prime p keeps its degree in that variable and becomes a
    product of different irreducible polynomials of these degrees."""

    direction: int
    values: tuple[int, ...]
    degrees: tuple[int, ...]


class Frobenius(NamedTuple):
    """r = 1: the third fact above. No share of the degree strictly between 0 and 1 can be put together from factors
    in all these specializations, and the degrees of all factors in all of them have no common divisor.

    Relies on irreducibility over Q.
    """

    prime: int
    specializations: tuple[Specialization, ...]


class Traces(NamedTuple):
    """r ≤ bound: the fourth fact above, modulo `prime`, on base + x·line + t·tilt, for the coefficients of φ^j of order
    less than `precision`, j ≤ `powers`. Relies on irreducibility over Q."""

    prime: int
    base: tuple[int, ...]
    line: tuple[int, ...]
    tilt: tuple[int, ...]
    powers: int
    precision: int
    bound: int


Reason: TypeAlias = Segment | Simplex | Eisenstein | Divisors | Frobenius | Traces


@dataclass(frozen=True, slots=True)
class AbsoluteFactors:
    """The factors over C of a polynomial p that is irreducible over Q: conjugates of one factor.

    Attributes
    ----------
    count : int
        Their number r.
    reason : Segment, Simplex, Eisenstein, Divisors, Frobenius or Traces
        Why there are no more than r.
    minpoly : tuple of int
        A primitive irreducible polynomial of degree r, from degree 0, leading coefficient positive; α is a root.
        (0, 1) if r = 1.
    terms : tuple of (tuple of int, tuple of Fraction)
        One factor: exponents, lexicographically decreasing, and the coefficient Σ c_i·α^i as (c_0, …, c_{r−1}). The
        first coefficient is 1, and the coefficients generate Q(α). The norm of the factor is p divided by its leading
        coefficient: that is why there are no fewer than r.
    """

    count: int
    reason: Reason
    minpoly: tuple[int, ...]
    terms: tuple[tuple[Exponents, tuple[Fraction, ...]], ...]

    def norm(self) -> Polynomial:
        """The product of the conjugates of the factor, exactly: the determinant of multiplication by it.

        Examples
        --------
        >>> from symlcn.algebra.overc import absolute_factors
        >>> print(absolute_factors(Polynomial(2, {(2, 0): 3, (0, 2): -6})).norm())
        x^2 - 2*y^2
        """
        dimension, r = len(self.terms[0][0]), self.count
        *low, lead = (Fraction(c) for c in self.minpoly)
        rows: list[list[Polynomial]] = []
        power = [Polynomial(dimension, {m: c[i] for m, c in self.terms}) for i in range(r)]
        for _ in range(r):
            rows.append(power)
            wrap = power[-1] * (-1 / lead)
            power = [below + wrap * c for below, c in zip([wrap * 0, *power[:-1]], low, strict=True)]
        return _determinant(rows)


def rational_factors(p: Polynomial, reason: Reason) -> AbsoluteFactors:
    """The result for r = 1."""
    lead = p.terms()[0][1]
    return AbsoluteFactors(1, reason, (0, 1), tuple((m, (c / lead,)) for m, c in p.terms()))


def _determinant(rows: list[list[Polynomial]]) -> Polynomial:
    """By Bareiss' elimination without fractions."""
    matrix, size = [list(row) for row in rows], len(rows)
    previous, sign = Polynomial.constant(rows[0][0].dimension, 1), 1
    for k in range(size - 1):
        pivot = next((i for i in range(k, size) if matrix[i][k]), None)
        if pivot is None:
            return previous * 0
        if pivot != k:
            matrix[k], matrix[pivot], sign = matrix[pivot], matrix[k], -sign
        for i in range(k + 1, size):
            for j in range(k + 1, size):
                minor = matrix[i][j] * matrix[k][k] - matrix[i][k] * matrix[k][j]
                matrix[i][j] = minor.divide_exact(previous)
        previous = matrix[k][k]
    return matrix[-1][-1] * sign
