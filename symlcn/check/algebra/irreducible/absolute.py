"""Irreducibility over C, and the factors over C of a polynomial that is irreducible over Q.

Contents: :func:`check_absolute`, :class:`Absolute`.

A proof of kind "assumed" shows nothing, as in proofs.py.
"""

from __future__ import annotations

from math import gcd

from ...core.arithmetic import Filter
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import exact, json_list, json_object
from ..discs import Disc, read_discs
from ..numberfield import Terms, conjugates_differ, divides_over, read_terms
from .proofs import check_irreducible, open_proof
from .reduction import check_reduction, reduce_terms
from .simplex import check_simplex

_OVER_C = {"simplex": "vertices", "reduction": "prime root direction lines content point shear", "assumed": ""}


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
    kind, item = open_proof(value, _OVER_C, where)
    support = [index for index, _ in terms] if minpoly else list(f)
    degrees = [max(column) for column in zip(*support, strict=True)]
    if kind == "simplex":
        check_simplex(item["vertices"], support, f"{where}.vertices", work)
    elif kind == "reduction":
        if minpoly is None and item["root"] is not None:
            raise Malformed(f"{where}.root", "must be null for a polynomial over Q")
        check_reduction(item, reduce_terms(item, terms, minpoly, where, work) if minpoly else f, degrees, where, work)
    else:
        extra("assumptions").check_assumable(f, degrees, where, work)
    return kind != "assumed"
