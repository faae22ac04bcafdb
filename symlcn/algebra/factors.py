"""How a polynomial that is irreducible over Q splits over C: the result, and the reasons for a count.

Contents: :class:`AbsoluteFactors`, :func:`rational_factors`; :class:`Segment`, :class:`Simplex`,
:class:`Specialization`, :class:`Reduction`, :class:`Traces`.

The factors are found in :mod:`symlcn.algebra.overc`, which says why the reasons are reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from symlcn.algebra.polynomials import Exponents, Polynomial

__all__ = [
    "AbsoluteFactors",
    "Reason",
    "Reduction",
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


class Specialization(NamedTuple):
    """With `values` for all variables but one, a polynomial keeps its degree in that one modulo a prime, and is a
    product of a number and these different irreducible polynomials, monic, coefficients from degree 0."""

    values: tuple[int, ...]
    factors: tuple[tuple[int, ...], ...]


class Reduction(NamedTuple):
    """r = 1: modulo `prime` a polynomial keeps its degrees, is irreducible, and has a simple zero, `point`.

    On `lines` in one direction, that of the variable x_d, some degree of factors is excluded each, until only 0 and all
    are left; with the values `content` for all variables but one the coefficients of powers of x_d have no common
    divisor, in each other variable that occurs. Where `shear` is given, x_i + shear_i·x_d is put for x_i first. The
    polynomial may have coefficients in Q(α), with α at `root` modulo the prime.
    """

    prime: int
    root: int | None
    direction: int
    lines: tuple[Specialization, ...]
    content: tuple[tuple[int, ...] | None, ...]
    point: tuple[int, ...]
    shear: tuple[int, ...] | None


class Traces(NamedTuple):
    """r ≤ bound: by traces modulo `prime`, on base + x·line + t·tilt, for the coefficients of φ^j of order less than
    `precision`, j ≤ `powers`. Relies on irreducibility over Q."""

    prime: int
    base: tuple[int, ...]
    line: tuple[int, ...]
    tilt: tuple[int, ...]
    powers: int
    precision: int
    bound: int


Reason: TypeAlias = Segment | Simplex | Reduction | Traces


@dataclass(frozen=True, slots=True)
class AbsoluteFactors:
    """The factors over C of a polynomial p that is irreducible over Q: conjugates of one factor.

    Attributes
    ----------
    count : int
        Their number r.
    reason : Segment, Simplex, Reduction or Traces
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
