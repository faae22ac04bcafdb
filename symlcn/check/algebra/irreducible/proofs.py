"""Irreducibility over Q and over C.

Contents: :func:`check_irreducible`, :func:`check_absolute`, :class:`Absolute`.

A proof of kind "assumed" shows nothing, which is returned, not raised: the caller says so among the assumptions. It is
rejected where a proof must be found, or the claim is seen to be false, see assumed.py.
Polynomials in one variable are lists of coefficients from degree 0, the last one not 0.
"""

from __future__ import annotations

from math import gcd

from ...core.arithmetic import Filter, quotient, total_bits
from ...core.limits import MAX_EXTENT, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import choice, exact, integer, json_list, json_object
from ..discs import Disc, read_discs
from ..modular import check_prime
from ..numberfield import Terms, conjugates_differ, divides_over, read_terms
from .assumed import check_assumable, check_assumable_line
from .hensel import check_lifting
from .reduction import check_reduction, reduce_terms
from .simplex import check_simplex

_OVER_Q = {
    "linear": "",
    "newton": "prime shift",
    "cyclotomic": "order",
    "lifting": "prime power factors",
    "assumed": "",
}
_OVER_C = {"simplex": "vertices", "reduction": "prime root direction lines content point shear", "assumed": ""}


def _open(value: object, kinds: dict[str, str], where: str) -> tuple[str, dict[str, object]]:
    """The kind of a proof, and its fields."""
    kind = choice(value.get("kind") if isinstance(value, dict) else None, tuple(kinds), f"{where}.kind")
    return kind, json_object(value, f"kind {kinds[kind]}", where)


def check_irreducible(value: object, f: list[int], discs: list[Disc], where: str, work: Work) -> bool:
    """Establishes that a primitive polynomial in one variable is irreducible over Q; False if that is assumed.

    ``discs`` contain one root of f each; they are used against assumptions.
    """
    kind, item = _open(value, _OVER_Q, where)
    if len(f) < 2 or (kind == "linear" and len(f) != 2):
        raise Rejected(where, f"the polynomial is of degree {len(f) - 1}")
    if kind == "newton":
        _check_newton(item, f, where, work)
    elif kind == "cyclotomic":
        _check_cyclotomic(item["order"], f, f"{where}.order", work)
    elif kind == "lifting":
        check_lifting(item, f, where, work)
    elif kind == "assumed":
        check_assumable_line(f, discs, where, work)
    return kind != "assumed"


def _check_newton(item: dict[str, object], f: list[int], where: str, work: Work) -> None:
    """Dumas: the Newton polygon of f(x + c) is one edge, without points that have integer coordinates inside."""
    p, c, n = check_prime(item["prime"], f"{where}.prime", work), exact(item["shift"], f"{where}.shift"), len(f) - 1
    shifted = list(f)
    for start in range(n if c else 0):
        work.spend(n, total_bits(shifted), c.bit_length())
        for i in range(n - 1, start - 1, -1):
            shifted[i] += c * shifted[i + 1]
    valuations = {i: _valuation(a, p, work) for i, a in enumerate(shifted) if a}
    first, last = valuations.get(0, 0), valuations[n]
    if 0 not in valuations or any(n * v < (n - i) * first + i * last for i, v in valuations.items()):
        raise Rejected(where, "the Newton polygon is not one edge")
    if gcd(n, first - last) != 1:
        raise Rejected(where, "the edge of the Newton polygon has integer points inside")


def _valuation(a: int, p: int, work: Work) -> int:
    v = 0
    while a % p == 0:
        work.spend(1, a.bit_length(), p.bit_length())
        a, v = a // p, v + 1
    return v


def _check_cyclotomic(value: object, f: list[int], where: str, work: Work) -> None:
    """Gauss, Dedekind: f is the cyclotomic polynomial of the given order."""
    n = integer(value, where, 1, MAX_EXTENT)
    g, radical = [-1, 1], 1
    for p in _primes(n, work):
        radical *= p
        if (len(g) - 1) * (p - 1) > len(f):  # its degree divides that of f
            raise Rejected(where, "is not the order of the roots")
        g = quotient(g, _inflated(g, p, work), work) or [0]
    if _inflated(g, n // radical, work) != f:
        raise Rejected(where, "is not the order of the roots")


def _inflated(f: list[int], k: int, work: Work) -> list[int]:
    work.spend(len(f) * k)
    result = [0] * ((len(f) - 1) * k + 1)
    result[::k] = f
    return result


def _primes(n: int, work: Work) -> list[int]:
    """The prime factors."""
    found, p = [], 2
    while p * p <= n:
        work.spend(1)
        if n % p == 0:
            found.append(p)
            while n % p == 0:
                n //= p
        p += 1
    return [*found, n] if n > 1 else found


class Absolute:
    """The factors over C of a polynomial that is irreducible over Q: conjugates of one, ``count`` in number.

    If there is one, ``minpoly`` is None, ``discs`` and ``terms`` are empty. Else ``discs`` has the roots of minpoly;
    for each of them, as alpha, the polynomial over Q(alpha) with the given terms is a factor (see numberfield.py).
    ``proved_over_q`` and ``proved_over_c`` tell whether irreducibility was shown, or assumed.
    """

    __slots__ = ("count", "discs", "minpoly", "proved_over_c", "proved_over_q", "terms")

    def __init__(self, minpoly: list[int] | None, discs: list[Disc], terms: Terms, over_q: bool, over_c: bool) -> None:
        self.count = len(minpoly) - 1 if minpoly else 1
        self.minpoly, self.discs, self.terms = minpoly, discs, terms
        self.proved_over_q, self.proved_over_c = over_q, over_c


def check_absolute(value: object, polynomial: Filter, where: str, work: Work) -> Absolute:
    """Establishes the factors over C of a primitive polynomial in several variables, which are all different.

    A factor over Q(alpha) that is irreducible over C, and different from all its conjugates, divides the polynomial,
    and so does the product of all conjugates; that is everything if the degrees agree. As conjugation moves every
    factor to every other one, the polynomial is irreducible over Q.
    """
    item = json_object(value, "minpoly irreducible roots terms proof", where)
    if item["minpoly"] is None:
        for key in ("irreducible", "terms"):
            if item[key] is not None:
                raise Malformed(f"{where}.{key}", "must be null where minpoly is")
        json_list(item["roots"], f"{where}.roots", 0)
        proof = _check_over_c(item["proof"], polynomial, [], None, f"{where}.proof", work)
        return Absolute(None, [], [], True, proof)
    place = f"{where}.minpoly"
    minpoly = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(item["minpoly"], place))]
    r = len(minpoly) - 1
    if r < 2 or minpoly[-1] <= 0 or gcd(*minpoly) != 1:
        raise Rejected(place, "must be primitive of degree at least 2, its last coefficient positive")
    discs = read_discs(item["roots"], minpoly, f"{where}.roots", work)
    over_q = check_irreducible(item["irreducible"], minpoly, discs, f"{where}.irreducible", work)
    terms = read_terms(item["terms"], len(next(iter(polynomial))), minpoly, f"{where}.terms", work)
    degrees = [max(column) for column in zip(*(index for index, _ in terms), strict=True)]
    if [r * n for n in degrees] != [max(column) for column in zip(*polynomial, strict=True)]:
        raise Rejected(f"{where}.terms", f"the degrees are not those of the polynomial divided by {r}")
    if not conjugates_differ(terms, discs, work):
        raise Rejected(f"{where}.terms", "the factor is not shown to be different from its conjugates")
    if not divides_over(terms, minpoly, polynomial, work):
        raise Rejected(f"{where}.terms", "the factor does not divide the polynomial")
    proof = _check_over_c(item["proof"], polynomial, terms, minpoly, f"{where}.proof", work)
    return Absolute(minpoly, discs, terms, over_q, proof)


def _check_over_c(value: object, f: Filter, terms: Terms, minpoly: list[int] | None, where: str, work: Work) -> bool:
    """Establishes that a factor over C is irreducible, f itself if there is no minpoly; False if that is assumed."""
    kind, item = _open(value, _OVER_C, where)
    support = [index for index, _ in terms] if minpoly else list(f)
    degrees = [max(column) for column in zip(*support, strict=True)]
    if kind == "simplex":
        check_simplex(item["vertices"], support, f"{where}.vertices", work)
    elif kind == "reduction":
        if minpoly is None and item["root"] is not None:
            raise Malformed(f"{where}.root", "must be null for a polynomial over Q")
        check_reduction(item, reduce_terms(item, terms, minpoly, where, work) if minpoly else f, degrees, where, work)
    else:
        check_assumable(f, degrees, where, work)
    return kind != "assumed"
