"""Absolute factorization: how a polynomial that is irreducible over Q splits over C.

Contents: :func:`absolute_factors`. The result and the reasons for a count are in :mod:`symlcn.algebra.factors`.

Let p be irreducible over Q. Over C it is a constant times the product of r conjugates q_σ of one polynomial q, whose
coefficients generate a number field k of degree r once one of them is 1. What bounds r from above:

- The Newton polytope of p is r times that of q: r divides every coordinate of every vertex.
- A polytope that is no sum of others, or the reduction modulo a prime, may show that r = 1: see
  :mod:`symlcn.algebra.irreducible`.
- The trace of a number of k times a power series root of p is a polynomial of low degree: see
  :mod:`symlcn.algebra.traces`.

A count r > 1 is concluded from the factor itself, whose norm is computed exactly.

References. S. Gao, "Factoring multivariate polynomials via partial differential equations" (2003). W. Ruppert,
"Reducibility of polynomials f(x, y) modulo p" (1999). G. Chèze and G. Lecerf, "Lifting and recombination techniques
for absolute factorization" (2007).
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from symlcn.algebra.factors import AbsoluteFactors, Reason, Segment, Simplex, rational_factors
from symlcn.algebra.irreducible.reduction import find_reduction
from symlcn.algebra.irreducible.simplex import extreme, indecomposable_simplex
from symlcn.algebra.polynomials import Polynomial
from symlcn.algebra.traces import by_traces, total_degree
from symlcn.errors import LimitError, ParseError, shown

__all__ = ["absolute_factors"]

MAX_SEGMENT = 4096
FEW = 16
"""Primes tried where r > 1 is possible."""


def absolute_factors(polynomial: Polynomial) -> AbsoluteFactors:
    """The factors over C of a polynomial that is irreducible over Q.

    Deterministic and exact: the number of factors is proved, and the factors are given over their number field.

    Parameters
    ----------
    polynomial : Polynomial
        Irreducible over Q, for instance a factor found by :func:`symlcn.algebra.polynomials.factor`. That is not
        checked: of the reasons, only :class:`Simplex` and :class:`Reduction` are conclusive without it.

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
    >>> circle.count, circle.reason.prime, [line.factors for line in circle.reason.lines]
    (1, 127, [((1, 0, 1),)])
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
    if simplex := indecomposable_simplex(support):
        return rational_factors(p, Simplex(simplex))
    divisor = gcd(*(c for vertex in extreme(support) for c in vertex))
    few = None if divisor == 1 else min(3 + total_degree(p) // 4, FEW)  # or traces decide, for small degrees
    reason: Reason | None = find_reduction([(m, (c,)) for m, c in p.terms()], (0, 1), few)
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
