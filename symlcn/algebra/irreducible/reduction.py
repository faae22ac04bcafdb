"""Reductions modulo a prime that show that polynomials in several variables are irreducible over C.

Contents: :func:`find_reduction`, :func:`reduction_json`.

A factor q over Q(α) is reduced with α at a root of its minimal polynomial modulo a prime. If that keeps the degrees, is
irreducible over F_p, as is seen on lines, and has a zero over F_p where a derivative does not vanish, then it is
irreducible over the closure of F_p, and q is over C: what is to be checked is said in the same file of the checker.
Where no lines along an axis show it, as for a curve that covers each axis with a Galois group without long cycles,
lines in other directions do: x_i + m_i x_d in place of the other variables x_i makes them axis lines (``shear``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count, islice
from math import comb, gcd, lcm, prod
from random import Random
from typing import Any, TypeAlias

from flint import fmpz, nmod_poly

from symlcn.algebra.exact import Json, integer_text
from symlcn.algebra.factors import Reduction, Specialization
from symlcn.algebra.polynomials import Exponents

__all__ = ["find_reduction", "reduction_json"]

MAX_PRIMES = 40
"""Those tried have a root of the minimal polynomial."""
MAX_STEP = 10**6
LINES = 16
POINTS = 40
MAX_SHEARED = 80
"""The sum of the degrees up to which lines in other directions are tried: on them a polynomial has many terms."""
MAX_DEGREE = 500
MAX_CONTENT = 10**5
"""The degrees of polynomials in one variable that are factored, and of which greatest common divisors are computed."""

Terms = dict[Exponents, int]
Coefficients: TypeAlias = Sequence[tuple[Exponents, Sequence[Fraction]]]


def find_reduction(terms: Coefficients, minpoly: Sequence[int], few: int | None = None) -> Reduction | None:
    """A reduction that shows that a polynomial over Q(α) is irreducible over C; None if none is found.

    Parameters
    ----------
    terms : sequence of (tuple of int, sequence of Fraction)
        Exponents, and the coefficient as (c_0, c_1, …), Σ c_i·α^i.
    minpoly : sequence of int
        The minimal polynomial of α, from degree 0; (0, 1) for polynomials over Q.
    few : int, optional
        The number of primes to try; if it is not given, many are tried, and lines in other directions.

    Examples
    --------
    The circle x² + y² = √2 − 1: no simplex shows that it is irreducible.

    >>> one = (Fraction(1), Fraction(0))
    >>> found = find_reduction([((2, 0), one), ((0, 2), one), ((0, 0), (Fraction(1), Fraction(-1)))], (-2, 0, 1))
    >>> found.prime, found.root, len(found.lines)
    (127, 16, 1)
    """
    dimension = len(terms[0][0])
    places = ((prime, root) for prime in _primes(terms) for root in _roots(terms, minpoly, prime))
    tried = list(islice(places, few or MAX_PRIMES))
    shears = [tuple(0 if i == d else m + i for i in range(dimension)) for m in (1, 2, 3) for d in range(dimension)]
    sheared = few is None and sum(map(max, zip(*(index for index, _ in terms), strict=True))) <= MAX_SHEARED
    for shear in (None, *shears) if sheared else (None,):
        for prime, root in tried:
            found = _reduced(terms, prime, root, shear)
            if found is not None:
                direction, lines, content, point = found
                number = root if len(minpoly) > 2 else None
                return Reduction(prime, number, direction, lines, content, point, shear)
    return None


def reduction_json(found: Reduction) -> Json:
    """The reduction as the checker reads it."""
    return {
        "kind": "reduction",
        "prime": found.prime,
        "root": None if found.root is None else integer_text(found.root),
        "direction": found.direction,
        "lines": [
            {"values": list(line.values), "factors": [[integer_text(c) for c in g] for g in line.factors]}
            for line in found.lines
        ],
        "content": [None if values is None else list(values) for values in found.content],
        "point": list(found.point),
        "shear": None if found.shear is None else list(found.shear),
    }


def _primes(terms: Coefficients) -> Iterator[int]:
    """Modulo which a polynomial in powers of the variables may be irreducible on lines, and is likely to have zeros.

    As x^n − c is irreducible only if p − 1 is a multiple of all primes that divide n, and of 4 if n is; and zeros come
    by the product of all n.
    """
    powers = [gcd(*column) or 1 for column in zip(*(index for index, _ in terms), strict=True)]
    whole = lcm(*powers)
    step = prod(int(p) for p, _ in fmpz(whole).factor()) * (1 if whole % 4 else 2)
    step, start = (step if step < MAX_STEP else 1), min(100 + 4 * prod(powers), MAX_STEP)
    return (p for p in count(start - start % step + 1, step) if fmpz(p).is_prime())


def _roots(terms: Coefficients, minpoly: Sequence[int], prime: int) -> list[int]:
    """The roots of the minimal polynomial modulo a prime, if that allows to reduce the polynomial."""
    if minpoly[-1] % prime == 0 or any(c.denominator % prime == 0 for _, value in terms for c in value):
        return []
    modulus = nmod_poly([c % prime for c in minpoly], prime)
    return sorted(int(-f[0] / f[1]) for f, _ in modulus.factor()[1] if f.degree() == 1)


_Found: TypeAlias = tuple[int, tuple[Specialization, ...], tuple[Exponents | None, ...], Exponents]


def _reduced(terms: Coefficients, prime: int, root: int, shear: Exponents | None) -> _Found | None:
    """Direction, lines, content and point of a reduction."""
    reduced: Terms = {}
    for index, value in terms:
        c = sum(c.numerator * pow(c.denominator, -1, prime) * pow(root, i, prime) for i, c in enumerate(value))
        if c % prime:
            reduced[index] = c % prime
    degrees = _degrees([index for index, _ in terms])
    if _degrees(list(reduced)) != degrees:
        return None
    directions = sorted((d for d, n in enumerate(degrees) if n), key=lambda d: degrees[d])
    if shear is not None:
        directions = [shear.index(0)]
        reduced = _sheared(reduced, directions[0], shear, prime)
        degrees = _degrees(list(reduced))
    directions = [d for d in directions if 0 < degrees[d] <= MAX_DEGREE]
    for d in directions:
        lines = _excluding(reduced, degrees, d, prime)
        point = _simple_zero(reduced, degrees, directions, prime) if lines else None
        if lines and point is None:
            return None
        content = _content(reduced, degrees, d, prime) if lines else None
        if lines and point and content:
            return d, lines, content, point
    return None


def _degrees(support: Sequence[Exponents]) -> Exponents:
    return tuple(max(column) for column in zip(*support, strict=True))


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


def _excluding(terms: Terms, degrees: Exponents, d: int, prime: int) -> tuple[Specialization, ...]:
    """Lines whose factors exclude all degrees in one direction but 0 and all, without repeated factors; else none."""
    found: dict[Specialization, set[int]] = {}
    possible = inner = set(range(1, degrees[d]))
    for values in _values(degrees, d, prime, LINES):
        f = _on_line(terms, d, values, prime)
        factors = f.factor()[1] if f.degree() == degrees[d] else []
        if not factors or any(power > 1 for _, power in factors):
            continue
        sums = {0}
        for g, _ in factors:
            sums |= {s + g.degree() for s in sums}
        line = Specialization(values, tuple(tuple(int(c) for c in g.coeffs()) for g, _ in factors))
        found[line], possible = inner & sums, possible & sums
        if not possible:
            return _needed(found, inner)
    return ()


def _needed(found: dict[Specialization, set[int]], inner: set[int]) -> tuple[Specialization, ...]:
    """Without lines that the others make needless, those first that have a factor of high degree."""
    for line in sorted(found, key=lambda line: -max(map(len, line.factors))):
        rest = {other: left for other, left in found.items() if other != line}
        if rest and not inner.intersection(*rest.values()):
            found = rest
    return tuple(found)


def _values(degrees: Exponents, d: int, prime: int, number: int) -> Iterator[Exponents]:
    """Values for all variables but one, the first ones 0."""
    random, size = Random(prime), len(degrees)
    yield (0,) * size
    for _ in range(number - 1):
        yield tuple(0 if i == d else random.randrange(prime) for i in range(size))


def _on_line(terms: Terms, d: int, values: Sequence[int], prime: int) -> Any:
    line = [0] * (1 + max(index[d] for index in terms))
    tables: list[dict[int, int]] = [{} for _ in values]
    for index, c in terms.items():
        for i, exponent in enumerate(index):
            if exponent and i != d:
                if exponent not in tables[i]:
                    tables[i][exponent] = pow(values[i], exponent, prime)
                c = c * tables[i][exponent] % prime
        line[index[d]] += c
    return nmod_poly([c % prime for c in line], prime)


def _simple_zero(terms: Terms, degrees: Exponents, directions: list[int], prime: int) -> Exponents | None:
    """A zero that is a simple root on some line."""
    for d in directions:
        for values in _values(degrees, d, prime, POINTS // len(directions)):
            line = _on_line(terms, d, values, prime)
            simple = [f for f, power in line.factor()[1] if f.degree() == 1 and power == 1] if line else []
            if simple:
                root = int(-simple[0][0] / simple[0][1])
                return tuple(root if i == d else value for i, value in enumerate(values))
    return None


def _content(terms: Terms, degrees: Exponents, d: int, prime: int) -> tuple[Exponents | None, ...] | None:
    """For each other direction values that show that the coefficients on lines have no common divisor there."""
    coefficients: dict[int, Terms] = {}
    for index, c in terms.items():
        coefficients.setdefault(index[d], {})[(*index[:d], 0, *index[d + 1 :])] = c
    content: list[Exponents | None] = []
    for i, degree in enumerate(degrees):
        if i == d or not degree:
            content.append(None)
            continue
        found = (v for v in _values(degrees, i, prime, LINES) if _coprime(coefficients, i, v, prime))
        content.append(next(found, None) if degree <= MAX_CONTENT else None)
        if content[-1] is None:
            return None
    return tuple(content)


def _coprime(coefficients: dict[int, Terms], i: int, values: Exponents, prime: int) -> bool:
    """Whether polynomials in one variable that is left have no common divisor, and one of them keeps its degree."""
    common, kept = nmod_poly([], prime), False
    for part in coefficients.values():
        restricted = _on_line(part, i, values, prime)
        kept = kept or restricted.degree() == max(index[i] for index in part)
        common = common.gcd(restricted)
        if kept and common.degree() == 0:
            return True
    return False
