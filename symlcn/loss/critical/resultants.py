"""Simple common zeros of two polynomials in two unknowns, modulo a prime, by resultants.

Contents: :func:`solve_modulo`, :class:`Residues`.

Modulo p, the zeros (x, y) of F_1 and F_2 at which D and J, the Jacobian determinant, are not 0 and some V is not 0
are given by the values a = x + k·y, at which m(a) = 0, and by polynomials x(a), y(a). With x = a − k·y the resultant
of F_1 and F_2 in y, a polynomial in a, is interpolated; where D = 0 its roots are multiple as a rule. A simple root
comes from one zero, for which the subresultant s_1(a)·y + s_0(a) gives y. Nothing is claimed over Q: zeros may be
missing, and what is found is lifted and verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flint import nmod_mat, nmod_poly

from symlcn.algebra.polynomials import Polynomial
from symlcn.loss.critical.normalequations import Reduction, derivative, values_at

__all__ = ["Residues", "solve_modulo"]


@dataclass(frozen=True, slots=True, eq=False)
class Residues:
    """Zeros modulo a prime.

    Attributes
    ----------
    modulus : nmod_poly
        m, monic and squarefree; of degree 0 if no zeros were found.
    unknowns : tuple of nmod_poly
        x(a) and y(a), modulo m.
    slope : int
        k.
    """

    modulus: Any
    unknowns: tuple[Any, Any]
    slope: int


def solve_modulo(own: Reduction, system: Sequence[Polynomial], prime: int, slope: int) -> Residues:
    """The zeros of two polynomials modulo a prime.

    Parameters
    ----------
    own : Reduction
        With two unknowns; gives D and V.
    system : sequence of two Polynomial
        F_1 and F_2, with integer coefficients and without a common factor.
    prime : int
        Less than 2^63.
    slope : int
        k.
    """
    constant = partial(_constant, prime)
    eliminant, first, rest = _interpolated(system, prime, slope)
    if eliminant == 0:
        return Residues(constant(1), (constant(0), constant(0)), slope)
    repeated = eliminant.gcd(eliminant.derivative())
    eliminant = _without(eliminant, repeated)
    eliminant = _without(eliminant, first)
    modulus = eliminant * constant(pow(int(eliminant[eliminant.degree()]), -1, prime))
    y = -(rest % modulus) * _inverse(first, modulus, constant) % modulus
    unknowns = ((nmod_poly([0, 1], prime) - slope * y) % modulus, y)
    jacobian = [[values_at(derivative(f, i), unknowns, modulus, constant) for i in (0, 1)] for f in system]
    determinant = (jacobian[0][0] * jacobian[1][1] - jacobian[0][1] * jacobian[1][0]) % modulus
    unwanted = [values_at(f, unknowns, modulus, constant) for f in system]
    good = modulus
    for value in unwanted:
        good = good.gcd(value)
    zero_filter = good
    for v in own.numerators:
        zero_filter = zero_filter.gcd(values_at(v, unknowns, modulus, constant))
    singular = values_at(own.determinant, unknowns, modulus, constant)
    good = _without(_without(_without(good, zero_filter), determinant), singular)
    found = tuple(value % good for value in unknowns)
    return Residues(good, (found[0], found[1]), slope)


def _constant(prime: int, value: int) -> Any:
    return nmod_poly([value % prime], prime)


def _inverse(value: Any, modulus: Any, constant: Any) -> Any:
    divisor, inverse, _ = (value % modulus).xgcd(modulus)
    return inverse * constant(pow(int(divisor[0]), -1, int(modulus.modulus()))) % modulus


def _without(polynomial: Any, other: Any) -> Any:
    """What is left of a nonzero polynomial without all factors that the other one has."""
    while True:
        common = polynomial.gcd(other)
        if common.degree() <= 0:
            return polynomial
        polynomial = polynomial // common


def _interpolated(system: Sequence[Polynomial], prime: int, slope: int) -> tuple[Any, Any, Any]:
    """The resultant, s_1 and s_0, from their values."""
    degrees = [_specialized(f, 2**40 + 1, prime, slope).degree() for f in system]
    places: list[int] = []
    values: list[tuple[int, int, int]] = []
    place = 0
    while len(places) <= degrees[0] * degrees[1]:
        place += 1
        first, second = (_specialized(f, place, prime, slope) for f in system)
        if [first.degree(), second.degree()] == degrees:
            places.append(place)
            values.append((int(first.resultant(second)), *_subresultant(first, second, prime)))
    eliminant, top, rest = (_through(places, column, prime) for column in zip(*values, strict=True))
    return eliminant, top, rest


def _specialized(polynomial: Polynomial, place: int, prime: int, slope: int) -> Any:
    """F(a − k·y, y) at a number a, modulo the prime."""
    base, power = nmod_poly([place, -slope % prime], prime), nmod_poly([1], prime)
    rows: dict[int, dict[int, int]] = {}
    for (i, j), coefficient in polynomial.terms():
        rows.setdefault(i, {})[j] = int(coefficient) % prime
    total = nmod_poly([0], prime)
    for i in range(max(rows) + 1):
        if i in rows:
            total += power * nmod_poly([rows[i].get(j, 0) for j in range(max(rows[i]) + 1)], prime)
        power *= base
    return total


def _subresultant(left: Any, right: Any, prime: int) -> tuple[int, int]:
    """The coefficients of the subresultant of degree 1, from degree 1 down."""
    width = left.degree() + right.degree() - 1
    rows = []
    for polynomial, repeats in ((left, right.degree() - 1), (right, left.degree() - 1)):
        coefficients = [int(c) for c in polynomial.coeffs()][::-1]
        for shift in range(repeats):
            rows.append([0] * shift + coefficients + [0] * (width - shift - len(coefficients)))
    minors = [nmod_mat([[*row[: width - 2], row[column]] for row in rows], prime) for column in (width - 2, width - 1)]
    return int(minors[0].det()), int(minors[1].det())


def _through(places: Sequence[int], values: Sequence[int], prime: int) -> Any:
    """The polynomial with given values (Newton)."""
    differences = list(values)
    for step in range(1, len(places)):
        for i in range(len(places) - 1, step - 1, -1):
            quotient = pow(places[i] - places[i - step], -1, prime)
            differences[i] = (differences[i] - differences[i - 1]) * quotient % prime
    total = nmod_poly([0], prime)
    for place, difference in zip(reversed(places), reversed(differences), strict=True):
        total = total * nmod_poly([-place % prime, 1], prime) + nmod_poly([difference], prime)
    return total
