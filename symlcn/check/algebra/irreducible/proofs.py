"""Irreducibility over Q and over C.

Contents: :func:`check_irreducible`, :func:`check_rational`, :func:`check_absolute`, :class:`Absolute`.

A proof of kind "assumed" shows nothing, which is returned, not raised: the caller says so among the assumptions. It is
rejected where a proof must be found, or the claim is seen to be false, see assumed.py.
Polynomials in one variable are lists of coefficients from degree 0, the last one not 0.
"""

from __future__ import annotations

from math import gcd

from ...core.arithmetic import Filter, total_bits
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import choice, exact, json_list, json_object
from ..discs import Disc, has_integer, read_discs, times_root
from ..modular import check_bound, check_prime, degrees_modulo, specialized, subset_sums
from ..numberfield import Terms, conjugates_differ, divides_over, read_terms
from .assumed import check_assumable, check_assumable_line
from .criteria import check_divisors, check_eisenstein, check_frobenius, check_simplex
from .hensel import check_lifting
from .radicals import check_cyclotomic, power_base
from .reduction import check_reduction, reduce_terms

_OVER_Q = {
    "linear": "",
    "patterns": "primes",
    "newton": "prime shift",
    "roots": "",
    "lifting": "prime power factors",
    "cyclotomic": "order",
    "powers": "exponent base",
    "assumed": "",
}
_OVER_C = {
    "simplex": "vertices",
    "eisenstein": "monic at root",
    "divisors": "weights points rational",
    "frobenius": "prime specializations rational",
    "reduction": "prime root direction values content point",
    "assumed": "",
}
_MAX_ROOTS = 12  # degree up to which all products of roots are tried


def _open(value: object, kinds: dict[str, str], where: str) -> tuple[str, dict[str, object]]:
    """The kind of a proof, and its fields."""
    kind = choice(value.get("kind") if isinstance(value, dict) else None, tuple(kinds), f"{where}.kind")
    sheared = " shear" * (kind == "reduction" and isinstance(value, dict) and "shear" in value)
    return kind, json_object(value, f"kind {kinds[kind]}{sheared}", where)


def check_irreducible(value: object, f: list[int], discs: list[Disc], where: str, work: Work) -> bool:
    """Establishes that a primitive polynomial in one variable is irreducible over Q; False if that is assumed.

    ``discs`` contain one root of f each; they are used in proofs of kind "roots", and against assumptions.
    """
    kind, item = _open(value, _OVER_Q, where)
    if len(f) < 2 or (kind == "linear" and len(f) != 2):
        raise Rejected(where, f"the polynomial is of degree {len(f) - 1}")
    if kind == "patterns":
        _check_patterns(item["primes"], f, f"{where}.primes", work)
    elif kind == "newton":
        _check_newton(item, f, where, work)
    elif kind == "roots":
        _check_roots(f, discs, where, work)
    elif kind == "lifting":
        check_lifting(item, f, where, work)
    elif kind == "cyclotomic":
        check_cyclotomic(item["order"], f, f"{where}.order", work)
    elif kind == "powers":
        _check_base(item["base"], power_base(item["exponent"], f, f"{where}.exponent", work), f"{where}.base", work)
    elif kind == "assumed":
        check_assumable_line(f, discs, where, work)
    return kind != "assumed"


def _check_base(value: object, g: list[int], where: str, work: Work) -> None:
    """Establishes that a polynomial is irreducible, of which no roots are given."""
    kinds = ("linear", "patterns", "newton", "lifting", "cyclotomic")
    choice(value.get("kind") if isinstance(value, dict) else None, kinds, f"{where}.kind")
    check_irreducible(value, g, [], where, work)


def _check_patterns(value: object, f: list[int], where: str, work: Work) -> None:
    """A factor over Q has as its degree a sum of degrees of factors modulo each prime: no sum may be one for all."""
    n, common = len(f) - 1, -1
    for i, entry in enumerate(json_list(value, where)):
        p = check_prime(entry, f"{where}[{i}]", work)
        degrees = degrees_modulo(f, p, f"{where}[{i}]", work)
        common &= subset_sums(degrees, work)
    if common != 1 | 1 << n:
        raise Rejected(where, "do not exclude all degrees of factors")


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


def _check_roots(f: list[int], discs: list[Disc], where: str, work: Work) -> None:
    """If f = g h over Z, the product of lc(f) and of all X - r, r the roots of g, is lc(h) g: it is over Z.

    One of the two has the first root, and not all; each such product has a coefficient that is not an integer.
    """
    n = len(f) - 1
    if n > _MAX_ROOTS:
        raise Malformed(where, f"the polynomial is of a degree beyond {_MAX_ROOTS}")
    products = [times_root([Disc(f[-1], 0, 0, 1)], discs[0], work)]
    for root in discs[1:]:
        products += [times_root(g, root, work) for g in products]
    for g in products:
        if len(g) <= n and all(map(has_integer, g)):
            raise Rejected(where, f"the roots do not exclude a factor of degree {len(g) - 1}")


def check_rational(value: object, g: Filter, where: str, work: Work) -> None:
    """Establishes that a polynomial in several variables is irreducible over Q.

    With numbers in place of all variables but x_d it keeps its degree and becomes irreducible, up to a number; so one
    of two factors is free of x_d. It then divides all coefficients of powers of x_d, which have no common divisor.
    """
    item = json_object(value, "direction values irreducible roots content", where)
    d, line = specialized(g, item, where, None, work)
    content = gcd(*line)
    f = [c // content for c in line]
    proof, place = item["irreducible"], f"{where}.roots"
    if _open(proof, _OVER_Q, f"{where}.irreducible")[0] == "assumed":
        raise Rejected(f"{where}.irreducible", "must be proved, not assumed")
    discs: list[Disc] = []
    if isinstance(proof, dict) and proof["kind"] == "roots":
        discs = read_discs(item["roots"], f, place, work)
    else:
        json_list(item["roots"], place, 0)
    coefficients: dict[int, Filter] = {}
    for index, c in g.items():
        coefficients.setdefault(index[d], {})[(*index[:d], 0, *index[d + 1 :])] = c
    degrees = tuple(map(max, zip(*g, strict=True)))
    for i, bound in enumerate(json_list(item["content"], f"{where}.content", len(degrees))):
        if i != d and degrees[i]:
            check_bound(list(coefficients.values()), i, 0, bound, f"{where}.content[{i}]", work)
        elif bound is not None:
            raise Malformed(f"{where}.content[{i}]", "must be null in the direction itself, and where the degree is 0")
    check_irreducible(proof, f, discs, f"{where}.irreducible", work)


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
        return Absolute(None, [], [], True, _check_over_c(item["proof"], polynomial, f"{where}.proof", work))
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
    kinds, place = ("simplex", "reduction", "assumed"), f"{where}.proof"
    kind, proof = _open(item["proof"], {kind: _OVER_C[kind] for kind in kinds}, place)
    if kind == "simplex":
        check_simplex(proof["vertices"], [index for index, _ in terms], f"{place}.vertices", work)
    elif kind == "reduction":
        check_reduction(proof, reduce_terms(proof, terms, minpoly, place, work), degrees, place, work)
    else:
        check_assumable(polynomial, degrees, place, work)
    return Absolute(minpoly, discs, terms, over_q, kind != "assumed")


def _check_over_c(value: object, g: Filter, where: str, work: Work) -> bool:
    """Establishes that a polynomial over Q is irreducible over C; False if that is assumed."""
    kind, item = _open(value, _OVER_C, where)
    degrees = [max(column) for column in zip(*g, strict=True)]
    if kind == "simplex":
        check_simplex(item["vertices"], list(g), f"{where}.vertices", work)
    elif kind == "eisenstein":
        check_eisenstein(item, g, where, work)
    elif kind == "reduction":
        if item["root"] is not None:
            raise Malformed(f"{where}.root", "must be null for a polynomial over Q")
        check_reduction(item, g, degrees, where, work)
    elif kind in ("divisors", "frobenius"):
        check_rational(item["rational"], g, f"{where}.rational", work)
        (check_divisors if kind == "divisors" else check_frobenius)(item, g, where, work)
    else:
        check_assumable(g, degrees, where, work)
    return kind != "assumed"
