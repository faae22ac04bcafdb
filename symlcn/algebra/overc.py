"""Absolute factorization: how a polynomial that is irreducible over Q splits over C.

Contents: :func:`absolute_factors`, :func:`indecomposable_simplex`. The result and the reasons for a count are in
:mod:`symlcn.algebra.factors`.

Let p be irreducible over Q. Over C it is a constant times the product of r conjugates q_σ of one polynomial q, whose
coefficients generate a number field k of degree r once one of them is 1. Four facts bound r from above:

- The Newton polytope of p is r times that of q: r divides every coordinate of every vertex.
- A nonsingular zero of p lies on one q_σ only: k embeds into the field of that zero, and r divides its degree.
- Let a specialization of all variables but one keep the degree m and have no multiple roots modulo a prime ℓ. A
  Frobenius element of Gal(Q̄/Q) at ℓ permutes the q_σ, and the m roots as it permutes those modulo ℓ: in cycles whose
  lengths are the degrees of the factors modulo ℓ. Every q_σ has m/r of the roots. So the roots of a cycle of f of the
  q_σ are a union of cycles, f/r of all, and the length of each is a multiple of f. The q_σ do not depend on the
  specialization: if only the share 1 is possible in all of them, f = r divides all lengths.
- The trace of a number of k times a power series root of p is a polynomial of low degree: see
  :mod:`symlcn.algebra.traces`.

A count r > 1 is concluded from the factor itself, whose norm is computed exactly.

References. S. Gao, "Factoring multivariate polynomials via partial differential equations" (2003). W. Ruppert,
"Reducibility of polynomials f(x, y) modulo p" (1999). G. Chèze and G. Lecerf, "Lifting and recombination techniques
for absolute factorization" (2007). S. Gao, "Absolute irreducibility of polynomials via Newton polytopes" (2001).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import gcd
from random import Random
from typing import Any

from flint import fmpq_mat, fmpz_poly, nmod_poly

from symlcn.algebra.factors import (
    AbsoluteFactors,
    ClosedPoint,
    Divisors,
    Eisenstein,
    Frobenius,
    Reason,
    Segment,
    Simplex,
    Specialization,
    rational_factors,
)
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.algebra.traces import by_traces, used_directions
from symlcn.errors import LimitError, ParseError, shown

__all__ = ["absolute_factors", "indecomposable_simplex"]

SMALL_PRIMES = (10007, 10009, 10037)
SPECIALIZATIONS = 16
MAX_SEGMENT = 4096
MAX_DEGREE = 500
POINT_TRIALS = 4


def absolute_factors(polynomial: Polynomial) -> AbsoluteFactors:
    """The factors over C of a polynomial that is irreducible over Q.

    Deterministic and exact: the number of factors is proved, and the factors are given over their number field.

    Parameters
    ----------
    polynomial : Polynomial
        Irreducible over Q, for instance a factor found by :func:`symlcn.algebra.polynomials.factor`. That is not
        checked: of the reasons for r = 1, only :class:`Simplex` and :class:`Eisenstein` are conclusive without it.

    Raises
    ------
    ParseError
        If the polynomial is constant, or a proper multiple of a variable.
    LimitError
        If only traces could decide and the total degree exceeds 160; if r > 1 and the factor has too high a degree in
        too many variables; if r > 4096; or if no choice of coordinates and no prime decides within the trials, as it
        happens when the polynomial is not irreducible over Q.

    Examples
    --------
    >>> circle = absolute_factors(Polynomial(2, {(2, 0): 1, (0, 2): 1, (0, 0): 1}))
    >>> circle.count, circle.reason.prime, [special.degrees for special in circle.reason.specializations]
    (1, 10007, [(2,), (1, 1)])
    >>> lines = absolute_factors(Polynomial(2, {(2, 0): 1, (0, 2): 1}))
    >>> lines.count, lines.minpoly, lines.terms[1]
    (2, (1, 0, 1), ((0, 1), (Fraction(0, 1), Fraction(-1, 1))))
    """
    if polynomial.is_constant():
        raise ParseError("polynomial", f"{shown(polynomial)} is constant")
    p = polynomial.primitive_part()
    support = [exponents for exponents, _ in p.terms()]
    if any(map(min, zip(*support, strict=True))) and sum(support[0]) != 1:
        raise ParseError("polynomial", f"{shown(polynomial)} is a proper multiple of a variable")
    if found := _segment(p):
        return found
    vertices = _extreme(support)
    reason: Reason | None = _simplex(support, vertices) or _eisenstein(p)
    if reason is None:
        reason, divisor = _divisors(p, vertices)
        if divisor > 1:
            reason = _frobenius(p)
    return rational_factors(p, reason) if reason else by_traces(p, divisor)


def _segment(p: Polynomial) -> AbsoluteFactors | None:
    """If p = x^v·P(x^w): the factors are x^{w⁺} − α·x^{w⁻}, P(α) = 0."""
    first, last = p.terms()[0][0], p.terms()[-1][0]
    length = gcd(*map(int.__sub__, first, last))
    if length == 0:
        return None
    step = tuple((i - j) // length for i, j in zip(first, last, strict=True))
    a = next(d for d, s in enumerate(step) if s)
    places = {exponents: (exponents[a] - last[a]) // step[a] for exponents, _ in p.terms()}
    if any(m != tuple(j + i * s for j, s in zip(last, step, strict=True)) for m, i in places.items()):
        return None
    if length == 1:
        return rational_factors(p, Segment(step))
    if length > MAX_SEGMENT:
        raise LimitError(f"{length} factors over C, more than {MAX_SEGMENT}")
    known = {places[m]: int(c) for m, c in p.terms()}
    zero, one = Fraction(0), Fraction(1)
    plus, minus = (tuple(max(sign * s, 0) for s in step) for sign in (1, -1))
    rest = (zero,) * (length - 2)
    terms = ((plus, (one, zero, *rest)), (minus, (zero, -one, *rest)))
    return AbsoluteFactors(length, Segment(step), tuple(known.get(i, 0) for i in range(length + 1)), terms)


def _extreme(support: Sequence[Exponents]) -> tuple[Exponents, ...]:
    """Vertices of the convex hull, not always all: the largest points for several lexicographic orders."""
    dimension = len(support[0])
    found = set()
    for first, flipped, sign in product(range(dimension), range(dimension + 1), (1, -1)):
        order = [*range(first, dimension), *range(first)]
        signs = [-sign if d == flipped else sign for d in range(dimension)]
        found.add(max(support, key=lambda m: [signs[d] * m[d] for d in order]))
    return tuple(sorted(found))


def indecomposable_simplex(support: Sequence[Exponents]) -> Simplex | None:
    """The Newton polytope if it is a simplex that shows irreducibility over every field (Gao 2001), else None.

    Examples
    --------
    >>> indecomposable_simplex([(2, 0), (0, 3), (0, 0)]).vertices
    ((0, 0), (0, 3), (2, 0))
    """
    return _simplex(support, _extreme(support))


def _simplex(support: Sequence[Exponents], vertices: tuple[Exponents, ...]) -> Simplex | None:
    used = used_directions(support)
    origin, *others = vertices
    if len(others) != len(used) or any(map(min, zip(*vertices, strict=True))):
        return None
    edges = [[v[d] - origin[d] for v in others] for d in used]
    if gcd(*(c for row in edges for c in row)) != 1 or fmpq_mat(edges).det() == 0:
        return None
    points = fmpq_mat([[m[d] - origin[d] for m in support] for d in used])
    coordinates = fmpq_mat(edges).solve(points).table()
    inside = all(min(column) >= 0 and sum(column) <= 1 for column in zip(*coordinates, strict=True))
    return Simplex(vertices) if inside else None


def _eisenstein(p: Polynomial) -> Eisenstein | None:
    degrees = p.degrees()
    used = [d for d in used_directions([degrees]) if degrees[d] <= MAX_DEGREE]
    for a, b in product(used, repeat=2):
        top = [(m, c) for m, c in p.terms() if m[a] == degrees[a]]
        if a == b or len(top) > 1 or sum(top[0][0]) != degrees[a]:
            continue
        last = p.substitute({a: 0})
        special = last.substitute({d: 1 for d in range(p.dimension) if d != b})
        for root in _rational_roots(special, b):
            axis = {tuple(int(d == b) for d in range(p.dimension)): Fraction(1), (0,) * p.dimension: -root}
            linear = Polynomial(p.dimension, axis)
            if p.substitute({b: root}) == Polynomial(p.dimension, dict(top)) and not (linear * linear).divides(last):
                return Eisenstein(a, b, root)
    return None


def _divisors(p: Polynomial, vertices: tuple[Exponents, ...]) -> tuple[Divisors, int]:
    """A multiple of r, from vertices and from the degrees of a few nonsingular points with small coordinates."""
    divisor = gcd(*(c for vertex in vertices for c in vertex))
    points: list[ClosedPoint] = []
    random, degrees = Random(0), p.degrees()
    trials = POINT_TRIALS if max(degrees) <= MAX_DEGREE else 2  # 0 and ±1 have small powers
    for size, direction in product(range(trials), used_directions([degrees])):
        values = tuple(0 if d == direction else random.randint(-size, size) for d in range(p.dimension))
        if divisor == 1 or degrees[direction] > MAX_DEGREE:
            continue
        special = p.substitute({d: value for d, value in enumerate(values) if d != direction})
        for factor, multiplicity in _univariate(special, direction).factor()[1]:
            smaller = gcd(divisor, factor.degree())
            if multiplicity == 1 and smaller < divisor:
                divisor = smaller
                points.append(ClosedPoint(direction, values, tuple(map(int, factor.coeffs()))))
    return Divisors(vertices, tuple(points)), divisor


def _frobenius(p: Polynomial) -> Frobenius | None:
    degrees = p.degrees()
    used = used_directions([degrees])
    for prime in SMALL_PRIMES if max(degrees) <= MAX_DEGREE else ():
        random = Random(prime)
        found: list[Specialization] = []
        shares, divisor = {Fraction(s, degrees[used[0]]) for s in range(1, degrees[used[0]])}, 0
        for trial in range(SPECIALIZATIONS):
            d = used[trial % len(used)]
            values = tuple(0 if i == d else random.randint(-99, 99) for i in range(p.dimension))
            special = _univariate(p.substitute({i: v for i, v in enumerate(values) if i != d}), d)
            reduced = nmod_poly([int(c) % prime for c in special.coeffs()], prime)
            if reduced.degree() < degrees[d] or reduced.gcd(reduced.derivative()).degree() > 0:
                continue
            cycles = sorted(factor.degree() for factor, _ in reduced.factor()[1])
            found.append(Specialization(d, values, tuple(cycles)))
            sums = {0}
            for cycle in cycles:
                sums |= {cycle + s for s in sums}
            shares &= {Fraction(s, degrees[d]) for s in sums}
            divisor = gcd(divisor, *cycles)
            if not shares and divisor == 1:
                return Frobenius(prime, tuple(found))
    return None


def _univariate(p: Polynomial, direction: int) -> Any:
    """A polynomial in one variable, primitive unless it is 0, as FLINT's."""
    known = {exponents[direction]: int(c) for exponents, c in p.primitive_part().terms()} if p else {}
    return fmpz_poly([known.get(power, 0) for power in range(max(known, default=-1) + 1)])


def _rational_roots(p: Polynomial, direction: int) -> list[Fraction]:
    """The rational roots of a polynomial in one variable; none for 0."""
    linear = [f.coeffs() for f, _ in _univariate(p, direction).factor()[1] if f.degree() == 1]
    return [Fraction(-int(c0), int(c1)) for c0, c1 in linear]
