"""Proofs that polynomials are irreducible over Q or over C, for certificates.

Contents: :func:`prove_irreducible`, :func:`prove_over_c`, :func:`bound`, :func:`common_degree`, :func:`on_line`.

A proof is a JSON object with a ``kind``; ``{"kind": "assumed"}`` says that none was found: where it may be, see
:mod:`symlcn.algebra.irreducible.assumed`, the certificate then lists the claim as an assumption. The kinds over Q, for
f in one variable of degree n:

- ``linear``: n = 1.
- ``newton``: the Newton polygon of f(x + c) at a prime is one segment without inner lattice points (Dumas; Eisenstein's
  criterion is a case).
- ``cyclotomic``: f is a cyclotomic polynomial, of given order.
- ``lifting``: no product of some, but not all, factors modulo a power of a prime is a factor over Z, see
  :mod:`symlcn.algebra.irreducible.hensel`; for n up to 200 and no more than 16 factors.

Those over C: ``simplex``, the Newton polytope, see :mod:`symlcn.algebra.irreducible.simplex`; ``reduction`` modulo a
prime, see :mod:`symlcn.algebra.irreducible.reduction`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import gcd
from random import Random
from typing import Any

from flint import fmpz_poly, nmod_poly

from symlcn.algebra.exact import Json, integer_text
from symlcn.algebra.factors import AbsoluteFactors, Reduction
from symlcn.algebra.irreducible.hensel import prove_by_lifting
from symlcn.algebra.irreducible.reduction import find_reduction, reduction_json
from symlcn.algebra.irreducible.simplex import indecomposable_simplex
from symlcn.algebra.polynomials import Polynomial

__all__ = ["bound", "common_degree", "on_line", "prove_irreducible", "prove_over_c"]

PRIMES = tuple(p for p in range(2, 400) if all(p % q for q in range(2, p)))
LARGE_PRIMES = (10007, 10009, 1000003, 999999937)
SHIFTS = (0, 1, -1, 2, -2, 3, -3)
MAX_LIFTED = 200
TRIALS = 12

ASSUMED: Json = {"kind": "assumed"}


def prove_irreducible(coefficients: Sequence[int]) -> Json:
    """A proof that a primitive polynomial in one variable, irreducible over Q, is so.

    Examples
    --------
    >>> prove_irreducible((-2, 0, 0, 1))
    {'kind': 'newton', 'prime': 2, 'shift': '0'}
    >>> prove_irreducible((1, 0, -1, 0, 1))
    {'kind': 'cyclotomic', 'order': 12}
    >>> prove_irreducible((-1, -1, 0, 1))["kind"]
    'lifting'
    """
    if len(coefficients) == 2:
        return {"kind": "linear"}
    proof = _newton(coefficients) or _cyclotomic(coefficients)
    if proof is None and len(coefficients) - 1 <= MAX_LIFTED:
        proof = prove_by_lifting(coefficients)
    return proof or ASSUMED


def _newton(coefficients: Sequence[int]) -> Json | None:
    for shift in SHIFTS:
        shifted = [int(c) for c in fmpz_poly(list(coefficients))(fmpz_poly([shift, 1])).coeffs()]
        for prime in PRIMES:
            if shifted[0] and (shifted[0] % prime == 0 or shifted[-1] % prime == 0) and _one_segment(shifted, prime):
                return {"kind": "newton", "prime": prime, "shift": integer_text(shift)}
    return None


def _one_segment(coefficients: Sequence[int], prime: int) -> bool:
    n = len(coefficients) - 1
    heights = [_valuation(c, prime) if c else None for c in coefficients]
    first, last = heights[0], heights[-1]
    if first is None or last is None or gcd(n, first - last) != 1:
        return False
    return all(h is None or n * h >= (n - i) * first + i * last for i, h in enumerate(heights))


def _valuation(value: int, prime: int) -> int:
    order = 0
    while value % prime == 0:
        value, order = value // prime, order + 1
    return order


def _cyclotomic(coefficients: Sequence[int]) -> Json | None:
    order = int(fmpz_poly(list(coefficients)).is_cyclotomic())
    return {"kind": "cyclotomic", "order": order} if order else None


def prove_over_c(factors: AbsoluteFactors) -> Json:
    """A proof that the factor over C is irreducible there.

    Examples
    --------
    >>> from symlcn.algebra.overc import absolute_factors
    >>> bilinear = Polynomial(2, {(1, 1): 5, (1, 0): 1, (0, 1): 1, (0, 0): 1})
    >>> prove_over_c(absolute_factors(bilinear))["kind"]
    'reduction'
    """
    simplex = indecomposable_simplex([exponents for exponents, _ in factors.terms])
    if simplex is not None:
        return {"kind": "simplex", "vertices": [list(vertex) for vertex in simplex]}
    known = factors.reason if isinstance(factors.reason, Reduction) else None
    found = known or find_reduction(factors.terms, factors.minpoly)
    return reduction_json(found) if found else ASSUMED


def bound(components: Sequence[Polynomial], direction: int, degree: int) -> Json | None:
    """A prime and values of all other variables that show that a gcd of polynomials has no larger degree than given.

    Returns
    -------
    dict or None
        ``prime`` and ``values``; some component keeps its degree there. None if none are found: then the gcd may have a
        larger degree.

    Examples
    --------
    >>> x, y = Polynomial(2, {(1, 0): 1}), Polynomial(2, {(0, 1): 1})
    >>> bound([x * (x + y), x * y], 0, 1), bound([x * y, x * x], 0, 0)
    ({'prime': 10007, 'values': [0, 50]}, None)
    """
    for trial, prime in product(range(TRIALS), LARGE_PRIMES):
        random = Random(trial)
        dimension = components[0].dimension
        values = [0 if d == direction else random.randrange(1, 100 + 1000 * trial) for d in range(dimension)]
        if common_degree(components, direction, values, prime) == degree:
            return {"prime": prime, "values": values}
    return None


def common_degree(components: Sequence[Polynomial], direction: int, values: Sequence[int], prime: int) -> int | None:
    """The degree of a gcd with values for all variables but one; None if no component keeps its degree there."""
    common, kept = nmod_poly([], prime), False
    for component in components:
        line = on_line(component, direction, values, prime)
        kept = kept or line.degree() == component.degrees()[direction]
        common = common.gcd(line)
        if kept and common.degree() == 0:
            break
    return common.degree() if kept else None


def on_line(polynomial: Polynomial, direction: int, values: Sequence[int], prime: int) -> Any:
    """The polynomial in one variable that is left with values for all others, modulo a prime."""
    line = [0] * (polynomial.degrees()[direction] + 1)
    for exponents, value in polynomial.terms():
        term = int(Fraction(value).numerator) % prime
        for d, (base, k) in enumerate(zip(values, exponents, strict=True)):
            if d != direction and k:
                term = term * pow(base, k, prime) % prime
        line[exponents[direction]] = (line[exponents[direction]] + term) % prime
    return nmod_poly(line, prime)
