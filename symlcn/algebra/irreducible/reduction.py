"""Proofs by reduction modulo a prime that polynomials in several variables are irreducible over C.

Contents: :func:`prove_by_reduction`.

A factor q over Q(α) is reduced with α at a root of its minimal polynomial modulo a prime. If that keeps the degrees, is
irreducible over F_p, as is seen on a line, and has a zero over F_p where a derivative does not vanish, then it is
irreducible over the closure of F_p, and q is over C: what is to be checked is said in the same file of the checker.
Where no line along an axis shows it, as for a curve that covers each axis with a Galois group without long cycles,
lines in other directions do: x_i + m_i x_d in place of the other variables x_i makes them axis lines (``shear``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb
from random import Random
from typing import Any

from flint import nmod_poly

from symlcn.algebra.exact import Json, integer_text
from symlcn.algebra.factors import AbsoluteFactors
from symlcn.algebra.polynomials import Exponents

__all__ = ["prove_by_reduction"]

PRIMES = tuple(p for p in range(101, 1000) if all(p % q for q in range(2, 32)))
MAX_PRIMES = 40
"""Primes tried that have a root of the minimal polynomial."""
LINES = 12
POINTS = 40

Terms = dict[Exponents, int]


def prove_by_reduction(factors: AbsoluteFactors) -> Json | None:
    """A proof that the factor is irreducible over C; None if none is found among the first primes.

    Examples
    --------
    Circles x² + y² = √2 − 1: no simplex shows that they are irreducible.

    >>> from symlcn.algebra.overc import absolute_factors
    >>> from symlcn.algebra.polynomials import Polynomial
    >>> circle = Polynomial(2, {(2, 0): 1, (0, 2): 1, (0, 0): 1})
    >>> proof = prove_by_reduction(absolute_factors(circle * circle - Polynomial.constant(2, 2)))
    >>> proof["kind"], proof["prime"], proof["root"]
    ('reduction', 103, '39')
    """
    places = [(prime, root) for prime in PRIMES for root in _roots(factors, prime)][:MAX_PRIMES]
    dimension = len(factors.terms[0][0])
    shears = [[0 if i == d else m + i for i in range(dimension)] for m in (1, 2, 3) for d in range(dimension)]
    for shear in (None, *shears):
        for prime, root in places:
            proof = _reduced(factors, prime, root, shear)
            if proof is not None:
                return proof
    return None


def _roots(factors: AbsoluteFactors, prime: int) -> list[int]:
    """The roots of the minimal polynomial modulo a prime, if that allows to reduce the factor."""
    if factors.minpoly[-1] % prime == 0 or any(c.denominator % prime == 0 for _, v in factors.terms for c in v):
        return []
    modulus = nmod_poly([c % prime for c in factors.minpoly], prime)
    return sorted(int(-f[0] / f[1]) for f, _ in modulus.factor()[1] if f.degree() == 1)


def _reduced(factors: AbsoluteFactors, prime: int, root: int, shear: Sequence[int] | None) -> Json | None:
    terms: Terms = {}
    for index, value in factors.terms:
        reduced = sum(c.numerator * pow(c.denominator, -1, prime) * pow(root, i, prime) for i, c in enumerate(value))
        if reduced % prime:
            terms[index] = reduced % prime
    degrees = [max(column) for column in zip(*(index for index, _ in factors.terms), strict=True)]
    if [max(column) for column in zip(*terms, strict=True)] != degrees:
        return None
    directions = [d for d, n in enumerate(degrees) if n]
    if shear is not None:
        directions = [shear.index(0)]
        terms = _sheared(terms, directions[0], shear, prime)
        degrees = [max(column) for column in zip(*terms, strict=True)]
    point = _simple_zero(terms, directions, degrees, prime)
    for line in _lines(directions, degrees, prime) if point else ():
        content = _content(terms, degrees, line, prime)
        restricted = _on_line(terms, *line, prime)
        if content is not None and restricted.degree() == degrees[line[0]] and _is_irreducible(restricted):
            number = None if factors.count == 1 else integer_text(root)
            proof: Json = {"kind": "reduction", "prime": prime, "root": number, "direction": line[0]}
            proof |= {"values": line[1], "content": content, "point": point}
            return proof if shear is None else {**proof, "shear": list(shear)}
    return None


def _sheared(terms: Terms, d: int, shear: Sequence[int], prime: int) -> Terms:
    """With x_i + m_i x_d in place of x_i for all i but d."""
    for i, m in enumerate(shear):
        moved: Terms = {}
        for index, c in terms.items() if m else ():
            for k in range(index[i] + 1):
                place = list(index)
                place[i], place[d] = index[i] - k, index[d] + k
                moved[tuple(place)] = moved.get(tuple(place), 0) + c * comb(index[i], k) * m**k
        terms = {index: c % prime for index, c in moved.items() if c % prime} if m else terms
    return terms


def _is_irreducible(f: Any) -> bool:
    factors = f.factor()[1]
    return len(factors) == 1 and factors[0][1] == 1


def _lines(directions: list[int], degrees: list[int], prime: int) -> Iterator[tuple[int, list[int]]]:
    random = Random(prime)
    for trial in range(LINES * len(directions)):
        direction = directions[trial % len(directions)]
        yield direction, [0 if d == direction else random.randrange(prime) for d in range(len(degrees))]


def _on_line(terms: Terms, direction: int, values: list[int], prime: int) -> Any:
    line = [0] * (1 + max(index[direction] for index in terms))
    for index, c in terms.items():
        for d, (value, exponent) in enumerate(zip(values, index, strict=True)):
            if d != direction:
                c = c * pow(value, exponent, prime) % prime
        line[index[direction]] += c
    return nmod_poly([c % prime for c in line], prime)


def _simple_zero(terms: Terms, directions: list[int], degrees: list[int], prime: int) -> list[int] | None:
    """A zero that is a simple root on some line."""
    lines = _lines(directions, degrees, prime + 1)
    for (direction, values), _ in zip(lines, range(POINTS), strict=False):
        line = _on_line(terms, direction, values, prime)
        simple = [f for f, power in line.factor()[1] if f.degree() == 1 and power == 1] if line else []
        if simple:
            root = int(-simple[0][0] / simple[0][1])
            return [root if d == direction else value for d, value in enumerate(values)]
    return None


def _content(terms: Terms, degrees: list[int], line: tuple[int, list[int]], prime: int) -> list[Any] | None:
    """For each other direction values that show that the coefficients on the line have no common divisor there."""
    direction, random = line[0], Random(prime + 2)
    coefficients: dict[int, Terms] = {}
    for index, c in terms.items():
        coefficients.setdefault(index[direction], {})[(*index[:direction], 0, *index[direction + 1 :])] = c
    content: list[Any] = []
    for d, degree in enumerate(degrees):
        content.append(None)
        for _ in range(LINES if degree and d != direction else 0):
            values = [0 if i == d else random.randrange(prime) for i in range(len(degrees))]
            common, kept = nmod_poly([], prime), False
            for part in coefficients.values():
                restricted = _on_line(part, d, values, prime)
                kept = kept or restricted.degree() == max(index[d] for index in part)
                common = common.gcd(restricted)
            if kept and common.degree() == 0:
                content[-1] = values
                break
        else:
            if degree and d != direction:
                return None
    return content
