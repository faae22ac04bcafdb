"""Cheap proofs that polynomials are irreducible over Q or over C, for certificates.

Contents: :func:`prove_irreducible`, :func:`prove_over_c`, :func:`bound`, :func:`common_degree`, :func:`on_line`.

A proof is a JSON object with a ``kind``; ``{"kind": "assumed"}`` says that none was found: where it may be, see
:mod:`symlcn.algebra.irreducible.assumed`, the certificate then lists the claim as an assumption. The kinds over Q, for
f in one variable of degree n:

- ``linear``: n = 1.
- ``patterns``: degrees of the factors modulo some primes, where f keeps its degree and has no multiple roots, add up to
  no number strictly between 0 and n that is possible for all the primes. One prime with f irreducible is a case.
- ``newton``: the Newton polygon of f(x + c) at a prime is one segment without inner lattice points (Dumas; Eisenstein's
  criterion is a case).
- ``roots``: no product of some, but not all, roots is rational, as enclosures show; for n up to 12.
- ``lifting``: no product of some, but not all, factors modulo a power of a prime is a factor over Z, see
  :mod:`symlcn.algebra.irreducible.hensel`; for n up to 200 and no more than 16 factors.
- ``cyclotomic``: f is a cyclotomic polynomial, of given order.
- ``powers``: f = g(x^k), g is irreducible, and no root of g is a power, see :mod:`symlcn.algebra.irreducible.radicals`.

Those over C are the reasons of :mod:`symlcn.algebra.overc`, some of which rest on irreducibility over Q, which is shown
on a line; else ``reduction`` modulo a prime, see :mod:`symlcn.algebra.irreducible.reduction`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import gcd
from random import Random
from typing import Any

from flint import fmpz_poly, nmod_poly

from symlcn.algebra.exact import Json, integer_text, rational_text
from symlcn.algebra.factors import AbsoluteFactors, Divisors, Eisenstein, Frobenius, Segment, Simplex
from symlcn.algebra.irreducible.hensel import prove_by_lifting
from symlcn.algebra.irreducible.radicals import prove_cyclotomic, prove_powers
from symlcn.algebra.irreducible.reduction import prove_by_reduction
from symlcn.algebra.overc import indecomposable_simplex
from symlcn.algebra.polynomials import Exponents, Polynomial

__all__ = ["bound", "common_degree", "on_line", "prove_irreducible", "prove_over_c"]

PRIMES = tuple(p for p in range(2, 400) if all(p % q for q in range(2, p)))
LARGE_PRIMES = (10007, 10009, 1000003, 999999937)
SHIFTS = (0, 1, -1, 2, -2, 3, -3)
MAX_SUBSETS_DEGREE = 12
MAX_PATTERN_DEGREE = 200
LINES = 24
TRIALS = 12

ASSUMED: Json = {"kind": "assumed"}


def prove_irreducible(coefficients: Sequence[int]) -> Json:
    """A proof that a primitive polynomial in one variable, irreducible over Q, is so.

    Examples
    --------
    >>> prove_irreducible((-2, 0, 0, 1))
    {'kind': 'patterns', 'primes': [7]}
    >>> prove_irreducible((1, 0, 0, 0, 1))
    {'kind': 'newton', 'prime': 2, 'shift': '1'}
    >>> prove_irreducible((9, 0, 2, 0, 1))
    {'kind': 'roots'}
    """
    degree = len(coefficients) - 1
    if degree == 1:
        return {"kind": "linear"}
    proof = _patterns(coefficients) if degree <= MAX_PATTERN_DEGREE else None
    if proof is None or len(proof["primes"]) > 1:
        proof = _newton(coefficients) or proof
    if proof is None:
        proof = prove_cyclotomic(coefficients) or prove_powers(coefficients, prove_irreducible)
    if proof is None and degree <= MAX_SUBSETS_DEGREE:
        proof = {"kind": "roots"}
    if proof is None and degree <= MAX_PATTERN_DEGREE:
        proof = prove_by_lifting(coefficients)
    return proof or ASSUMED


def _patterns(coefficients: Sequence[int]) -> Json | None:
    degree = len(coefficients) - 1
    possible = set(range(1, degree))
    used: list[int] = []
    for prime in PRIMES:
        reduced = nmod_poly([c % prime for c in coefficients], prime)
        if reduced.degree() < degree or reduced.gcd(reduced.derivative()).degree() > 0:
            continue
        sums = {0}
        for factor, _ in reduced.factor()[1]:
            sums |= {s + factor.degree() for s in sums}
        if not possible & sums:
            return {"kind": "patterns", "primes": [*(used if len(sums) > 2 else []), prime]}
        if not possible <= sums:
            possible &= sums
            used.append(prime)
    return None


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


def prove_over_c(factors: AbsoluteFactors, polynomial: Polynomial) -> Json:
    """A proof that a factor over C is irreducible there: of the polynomial itself, or of one of its conjugate factors.

    Examples
    --------
    >>> from symlcn.algebra.overc import absolute_factors
    >>> bilinear = Polynomial(2, {(1, 1): 5, (1, 0): 1, (0, 1): 1, (0, 0): 1})
    >>> prove_over_c(absolute_factors(bilinear), bilinear)["kind"]
    'divisors'
    """
    return _prove_over_c(factors, polynomial) or prove_by_reduction(factors) or ASSUMED


def _prove_over_c(factors: AbsoluteFactors, polynomial: Polynomial) -> Json | None:
    """A proof that follows the reason for the number of factors."""
    support = [exponents for exponents, _ in factors.terms]
    reason = factors.reason
    if len(support) == 2 or isinstance(reason, Segment):
        return _vertices(support)
    if factors.count > 1:
        simplex = indecomposable_simplex(support)
        return _vertices(simplex.vertices) if simplex else None
    if isinstance(reason, Simplex):
        return _vertices(reason.vertices)
    if isinstance(reason, Eisenstein):
        return {"kind": "eisenstein", "monic": reason.monic, "at": reason.at, "root": rational_text(reason.root)}
    if isinstance(reason, Divisors):
        return _divisors(reason, polynomial)
    if isinstance(reason, Frobenius):
        places = [{"direction": s.direction, "values": list(s.values)} for s in reason.specializations]
        rational = _prove_over_q(polynomial)
        frobenius = {"kind": "frobenius", "prime": reason.prime, "specializations": places, "rational": rational}
        return frobenius if rational else None
    return None


def _vertices(vertices: Sequence[Exponents]) -> Json:
    return {"kind": "simplex", "vertices": [list(vertex) for vertex in vertices]}


def _divisors(reason: Divisors, polynomial: Polynomial) -> Json | None:
    """Weights whose maxima over the support have, with the degrees of the points, no common divisor."""
    support = [exponents for exponents, _ in polynomial.terms()]
    divisor = gcd(*(len(point.factor) - 1 for point in reason.points))
    weights = []
    for weight in _weights(polynomial):
        largest = max(sum(map(int.__mul__, weight, exponents)) for exponents in support)
        if gcd(divisor, largest) != divisor:
            divisor = gcd(divisor, largest)
            weights.append(list(weight))
    if divisor != 1:
        return None
    points = [
        {"direction": p.direction, "values": list(p.values), "factor": [integer_text(c) for c in _primitive(p.factor)]}
        for p in reason.points
    ]
    rational = _prove_over_q(polynomial)
    return rational and {"kind": "divisors", "weights": weights, "points": points, "rational": rational}


def _weights(polynomial: Polynomial) -> Iterator[Exponents]:
    """Small vectors, then some whose maxima are at vertices for several vectors close together."""
    degrees = polynomial.degrees()
    yield from product((0, 1, -1), repeat=len(degrees))
    radix = 2 * max(degrees) + 3
    for signs in product((1, -1), repeat=len(degrees)):
        lexicographic = [radix ** (len(degrees) - d) * sign for d, sign in enumerate(signs)]
        yield tuple(lexicographic)
        for d in range(len(degrees)):
            yield tuple(w + int(i == d) for i, w in enumerate(lexicographic))


def _primitive(coefficients: Sequence[int]) -> list[int]:
    divisor = gcd(*coefficients)
    return [c // divisor for c in coefficients]


def _prove_over_q(polynomial: Polynomial) -> Json | None:
    """Irreducible on a line without loss of degree, and without a factor that is constant on it; None if not found."""
    degrees = polynomial.degrees()
    active = sorted((d for d, n in enumerate(degrees) if n), key=lambda d: degrees[d])
    for trial in range(LINES):
        random, direction = Random(trial), active[trial % len(active)]
        values = [0 if d == direction else random.randint(-2 - trial, 2 + trial) for d in range(len(degrees))]
        special = polynomial.substitute({d: v for d, v in enumerate(values) if d != direction})
        if not special or special.degrees()[direction] < degrees[direction]:
            continue
        line = [0] * (degrees[direction] + 1)
        for exponents, value in special.primitive_part().terms():
            line[exponents[direction]] = int(value)
        factors = fmpz_poly(line).factor()[1]
        if len(factors) > 1 or factors[0][1] > 1:
            continue
        proof = prove_irreducible(line)
        if proof["kind"] not in ("roots", "assumed"):
            content = _content(polynomial, direction)
            return {"direction": direction, "values": values, "irreducible": proof, "roots": [], "content": content}
    return None


def _content(polynomial: Polynomial, direction: int) -> list[Json | None]:
    """For each other direction a bound for the degree of what divides all coefficients: 0."""
    degrees = polynomial.degrees()
    ring = tuple(degrees[d] + 1 if d == direction else 1 for d in range(len(degrees)))
    parts = list(polynomial.polyphase(ring).values())
    return [bound(parts, d, 0) if n and d != direction else None for d, n in enumerate(degrees)]


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
