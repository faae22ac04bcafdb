"""Irreducibility over C by reduction modulo a prime.

Contents: :func:`reduce_terms`, :func:`check_reduction`.

Let q over Z[1/m][alpha] have a coefficient 1, or be primitive over Z, and let alpha go to a root of its minimal
polynomial modulo a prime p that does not divide m nor the leading coefficient. This extends to a valuation ring of the
algebraic numbers. If q = g h, with g and h scaled so that their coefficients are in the ring, not all in its maximal
ideal, their reductions multiply to that of q, up to a unit. If q keeps all its degrees, so do g and h. Hence q is
irreducible over C if its reduction is irreducible over the closure of F_p.

A polynomial that is irreducible over F_p and splits over the closure is a product of conjugates, which meet in every
zero over F_p: all derivatives vanish there. Where ``shear`` is given, with a number m_i for each variable, x_i + m_i
x_d is put for x_i, d being the direction, in the reduced polynomial first, which changes nothing of that.
"""

from __future__ import annotations

from ...core.arithmetic import Filter, binomial
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import exact, integer, json_list, json_object
from ..modular import check_factors, check_prime, check_values, common_degree, subset_sums, substituted
from ..numberfield import Terms


def reduce_terms(item: dict[str, object], terms: Terms, minpoly: list[int], where: str, work: Work) -> Filter:
    """The polynomial over Q(alpha) with alpha = root modulo the prime."""
    p, a = check_prime(item["prime"], f"{where}.prime", work), exact(item["root"], f"{where}.root")
    work.spend(5 * len(minpoly) * (1 + len(terms)))
    if minpoly[-1] % p == 0 or sum(c * pow(a, i, p) for i, c in enumerate(minpoly)) % p:
        raise Rejected(f"{where}.root", f"is no root of the minimal polynomial modulo {p}")
    reduced: Filter = {}
    for index, (numerators, denominator) in terms:
        if denominator % p == 0:
            raise Rejected(f"{where}.prime", "divides a denominator")
        value = sum(c * pow(a, i, p) for i, c in enumerate(numerators)) * pow(denominator, -1, p) % p
        if value:
            reduced[index] = value
    return reduced


def check_reduction(item: dict[str, object], q: Filter, degrees: list[int], where: str, work: Work) -> None:
    """Establishes that q is irreducible over the closure of F_p, of the given degrees; its coefficients are integers.

    On lines in one direction d it keeps its degree, and no sum of degrees of factors but 0 and all is one on each. So
    one of two factors over F_p is free of x_d. It divides all coefficients of powers of x_d, which have no common
    divisor.
    """
    p, dimension = check_prime(item["prime"], f"{where}.prime", work), len(degrees)
    d = integer(item["direction"], f"{where}.direction", 0, dimension - 1)
    g = {index: c % p for index, c in q.items() if c % p}
    if not g or [max(column) for column in zip(*g, strict=True)] != degrees:
        raise Rejected(f"{where}.prime", "the polynomial does not keep its degrees")
    if item["shear"] is not None:
        g = _sheared(g, d, check_values(item["shear"], dimension, f"{where}.shear"), p, work)
        degrees = [max(column) for column in zip(*g, strict=True)]
    _check_lines(item["lines"], g, d, p, f"{where}.lines", work)
    coefficients: dict[int, Filter] = {}
    for index, c in g.items():
        coefficients.setdefault(index[d], {})[(*index[:d], 0, *index[d + 1 :])] = c
    for i, entry in enumerate(json_list(item["content"], f"{where}.content", dimension)):
        place = f"{where}.content[{i}]"
        if i == d or not degrees[i]:
            if entry is not None:
                raise Malformed(place, "must be null in the direction itself, and where the degree is 0")
        elif common_degree(list(coefficients.values()), i, check_values(entry, dimension, place), p, work) != 0:
            raise Rejected(place, f"the coefficients are not shown to have no common divisor in direction {i}")
    _check_simple_zero(g, check_values(item["point"], dimension, f"{where}.point"), p, f"{where}.point", work)


def _check_lines(value: object, g: Filter, d: int, p: int, where: str, work: Work) -> None:
    """Establishes that one of two factors of g over F_p is free of x_d: by lines on which all others have values."""
    dimension, n, common = len(next(iter(g))), max(index[d] for index in g), -1
    for i, entry in enumerate(json_list(value, where)):
        place = f"{where}[{i}]"
        item = json_object(entry, "values factors", place)
        f = substituted(g, d, check_values(item["values"], dimension, f"{place}.values"), p, work)
        if len(f) != n + 1:
            raise Rejected(f"{place}.values", f"the polynomial does not keep its degree in direction {d}")
        common &= subset_sums(
            [len(h) - 1 for h in check_factors(item["factors"], f, p, 1, f"{place}.factors", work)], work
        )
    if n == 0 or common != 1 | 1 << n:
        raise Rejected(where, f"do not exclude all degrees of factors in direction {d}")


def _sheared(g: Filter, d: int, numbers: list[int], p: int, work: Work) -> Filter:
    """g with x_i + m_i x_d in place of x_i for all i but d, modulo p."""
    for i, m in enumerate(numbers):
        if i == d or m % p == 0:
            continue
        changed: Filter = {}
        for index, c in g.items():
            work.spend(10 * (1 + index[i]))
            for k in range(index[i] + 1):
                moved = tuple(n - k if j == i else n + k if j == d else n for j, n in enumerate(index))
                changed[moved] = (changed.get(moved, 0) + c * binomial(index[i], k, work) * pow(m, k, p)) % p
        g = {index: c for index, c in changed.items() if c}
    return g


def _check_simple_zero(g: Filter, point: list[int], p: int, where: str, work: Work) -> None:
    """Establishes that g is 0 at a point over F_p where a derivative is not."""
    slopes = []
    for d, x in enumerate(point):
        line = substituted(g, d, point, p, work)
        if sum(c * pow(x, i, p) for i, c in enumerate(line)) % p:
            raise Rejected(where, "is not a zero")
        slopes.append(sum(i * c * pow(x, i - 1, p) for i, c in enumerate(line) if i) % p)
    if not any(slopes):
        raise Rejected(where, "all derivatives vanish")
