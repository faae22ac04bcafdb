"""Criteria of irreducibility over C for polynomials in several variables.

Contents: :func:`check_simplex`, :func:`check_eisenstein`, :func:`check_divisors`, :func:`check_frobenius`.

The last two show that a polynomial that is irreducible over Q has one factor over C: its factors over C are conjugates
of each other, r in number, and equal in degrees and Newton polytopes.
"""

from __future__ import annotations

from math import gcd

from ...core.arithmetic import Filter, divides, evaluate, total_bits
from ...core.limits import MAX_EXTENT, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import exact, integer, json_list, json_object, rational
from ..echelon import adjugate
from ..modular import (
    check_prime,
    check_values,
    common_divisor,
    degrees_modulo,
    reduced,
    specialized,
    subset_sums,
    substituted,
)

Vector = tuple[int, ...]
_PRIMES = (999_999_937, 999_999_929, 999_999_893)  # any would do, large ones seldom fail


def check_simplex(value: object, support: list[Vector], where: str, work: Work) -> None:
    """Establishes that a polynomial with these monomials is irreducible over every field.

    The Newton polytope of a product is the Minkowski sum of those of the factors (Ostrowski). A summand of a simplex
    is a translate of t times the simplex, 0 <= t <= 1. If its vertices are integers, so is t times the greatest common
    divisor of all coordinates of edges: if that is 1, one of two factors has a single monomial (Gao 2001), so it is a
    number unless a variable divides.
    """
    vertices = []
    for i, entry in enumerate(json_list(value, where)):
        numbers = json_list(entry, f"{where}[{i}]", len(support[0]))
        vertices.append(tuple(integer(n, f"{where}[{i}][{d}]", 0, MAX_EXTENT) for d, n in enumerate(numbers)))
    if not 2 <= len(vertices) <= len(support[0]) + 1:
        raise Malformed(where, f"expected from 2 to {len(support[0]) + 1} vertices")
    work.spend(len(support) * len(vertices))
    if any(map(min, zip(*support, strict=True))):
        raise Rejected(where, "a variable divides the polynomial")
    if not set(vertices) <= set(support):
        raise Rejected(where, "a vertex is not the exponent of a monomial")
    if gcd(*(a - b for vertex in vertices[1:] for a, b in zip(vertex, vertices[0], strict=True))) != 1:
        raise Rejected(where, "the edges have a common divisor")
    _check_contains([(1, *vertex) for vertex in vertices], [(1, *index) for index in support], where, work)


def _check_contains(vertices: list[Vector], points: list[Vector], where: str, work: Work) -> None:
    """Establishes that the vertices are independent, and all points combinations of them that are not negative."""
    found = adjugate([list(vertex) for vertex in vertices], work)
    if found is None:
        raise Rejected(where, "the vertices are affinely dependent")
    inverse, determinant = found
    sign = 1 if determinant > 0 else -1
    columns = list(zip(*vertices, strict=True))
    for point in points:
        work.spend(2 * len(vertices) * len(columns))
        weights = [sum(point[c] * row[i] for c, row in inverse.items()) for i in range(len(vertices))]
        combined = (sum(map(int.__mul__, weights, column)) for column in columns)
        if min(sign * weight for weight in weights) < 0 or any(
            a != determinant * b for a, b in zip(combined, point, strict=True)
        ):
            raise Rejected(where, f"the monomial with exponents {point[1:]} is outside of the simplex")


def check_eisenstein(item: dict[str, object], g: Filter, where: str, work: Work) -> None:
    """Eisenstein with the prime x_b - c of the ring of polynomials in all variables but x_a, over C."""
    last = len(next(iter(g))) - 1
    a, b = integer(item["monic"], f"{where}.monic", 0, last), integer(item["at"], f"{where}.at", 0, last)
    root, n = rational(item["root"], f"{where}.root"), max(index[a] for index in g)
    if a == b or n < 1:
        raise Rejected(where, "monic and at must be two directions, and monic of positive degree")
    lines: dict[tuple[int, ...], list[int]] = {}  # by the exponents of all variables but x_b, which is 0 there
    for index, c in g.items():
        line = lines.setdefault((*index[:b], 0, *index[b + 1 :]), [])
        line += [0] * (index[b] + 1 - len(line))
        line[index[b]] = c
    lead = {index: line for index, line in lines.items() if index[a] == n}
    if any(sum(index) > n or len(line) > 1 for index, line in lead.items()):
        raise Rejected(where, f"the leading coefficient in direction {a} is not a number")
    if any(evaluate(line, root, work) for index, line in lines.items() if index not in lead):
        raise Rejected(where, f"a coefficient in direction {a} other than the first does not vanish at the root")
    slopes = ([i * c for i, c in enumerate(line)][1:] for index, line in lines.items() if index[a] == 0)
    if not any(evaluate(slope, root, work) for slope in slopes):
        raise Rejected(where, f"the constant coefficient in direction {a} vanishes more than once at the root")


def check_divisors(item: dict[str, object], g: Filter, where: str, work: Work) -> None:
    """Numbers whose greatest common divisor is 1 are multiples of the number r of conjugate factors of g.

    All factors have the same Newton polytope, so that of g is r times as large. A zero of g where a derivative is not
    0 is one of one factor only; that factor is defined over the field of the zero, whose degree r then divides.
    """
    dimension, place = len(next(iter(g))), f"{where}.weights"
    common = 0
    for i, entry in enumerate(json_list(item["weights"], place)):
        weights = check_values(entry, dimension, f"{place}[{i}]")
        work.spend(len(g) * dimension)
        common = gcd(common, max(sum(map(int.__mul__, weights, index)) for index in g))
    for i, entry in enumerate(json_list(item["points"], f"{where}.points")):
        common = gcd(common, _degree_of_zero(entry, g, f"{where}.points[{i}]", work))
    if common != 1:
        raise Rejected(where, f"does not exclude {common or 'any number of'} factors")


def _degree_of_zero(value: object, g: Filter, where: str, work: Work) -> int:
    """The sum of the degrees of points, closed under conjugation, in which g is 0 and a derivative is not."""
    item = json_object(value, "direction values factor", where)
    dimension, place = len(next(iter(g))), f"{where}.factor"
    d = integer(item["direction"], f"{where}.direction", 0, dimension - 1)
    values = check_values(item["values"], dimension, f"{where}.values")
    factor = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(item["factor"], place))]
    if len(factor) < 2 or factor[-1] == 0 or gcd(*factor) != 1:
        raise Rejected(place, "must be primitive of degree at least 1")
    line = substituted(g, d, values, None, work)
    if not divides(factor, line, work):
        raise Rejected(place, "does not divide the polynomial at the values")
    slope = [i * c for i, c in enumerate(line)][1:]
    work.spend(10 * len(line), total_bits(line), 100)
    for p in _PRIMES:  # a common divisor over Z keeps its degree, as its leading coefficient divides that of factor
        if factor[-1] % p and len(common_divisor(reduced(factor, p), reduced(slope, p), p, work)) == 1:
            return len(factor) - 1
    raise Rejected(place, "is not shown to have simple zeros of the polynomial only")


def check_frobenius(item: dict[str, object], g: Filter, where: str, work: Work) -> None:
    """g has one factor, as a Frobenius automorphism at the prime permutes the r conjugate factors in one cycle.

    In a specialization that stays squarefree modulo the prime, of degree m, it permutes the roots in cycles whose
    lengths are the degrees modulo the prime. A cycle of c factors has a share c/r of the roots, of every
    specialization, and these are a union of cycles; if only 0 and 1 are shares for all specializations, all r factors
    are one cycle. Then r divides the length of each cycle of roots.
    """
    p, place = check_prime(item["prime"], f"{where}.prime", work), f"{where}.specializations"
    shares: set[tuple[int, int]] | None = None
    common = 0
    for i, entry in enumerate(json_list(item["specializations"], place)):
        here = f"{place}[{i}]"
        _, line = specialized(g, json_object(entry, "direction values", here), here, p, work)
        m = len(line) - 1
        degrees = degrees_modulo(line, p, here, work)
        common = gcd(common, *degrees)
        sums = subset_sums(degrees, work)
        own = {(s // gcd(s, m), m // gcd(s, m)) for s in range(m + 1) if sums >> s & 1}
        shares = own if shares is None else shares & own
    if shares != {(0, 1), (1, 1)} or common != 1:
        raise Rejected(where, "does not exclude several factors")
