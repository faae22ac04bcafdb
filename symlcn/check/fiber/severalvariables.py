"""Factors and pieces in several variables: with their factors over C, which are conjugate over Q.

Contents: :func:`read_family`, :func:`read_piece`.
"""

from __future__ import annotations

from ..algebra.discs import conjugates
from ..algebra.factors import Family
from ..algebra.irreducible.absolute import check_absolute
from ..algebra.multivariate import degrees, polynomial
from ..core.limits import MAX_EXTENT, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer, json_list, json_object
from .covering import check_covering
from .orbits import Ring


def read_family(item: dict[str, object], j: int, dimension: int, where: str, subject: str, work: Work) -> Family:
    """A polynomial in several variables with its factors over C, shown or assumed to be irreducible."""
    place = f"{where}.polynomial"
    f = polynomial(item["polynomial"], dimension, place)
    if sum(n > 0 for n in degrees(f)) < 2 or any(map(min, zip(*f, strict=True))) or f[max(f)] < 0:
        raise Rejected(place, "must have several variables, none dividing it, and a positive last entry")
    absolute = check_absolute(item["absolute"], f, f"{where}.absolute", work)
    mates = conjugates(absolute.discs, f"{where}.absolute.roots", work) if absolute.count > 1 else [0]
    family = Family(("factor", j), f, None, absolute.discs, mates)
    family.minpoly, family.terms = absolute.minpoly, absolute.terms
    for proved, ground in ((absolute.proved_over_q, "Q"), (absolute.proved_over_c, "C")):
        if not proved:
            work.assumptions.append(f"{subject}: irreducible over {ground}")
    return family


def read_piece(ring: Ring, value: object, i: int, where: str) -> Family:
    """A piece in several variables, with the factors over C that each of its own consists of."""
    item = json_object(value, "polynomial factors absolute over line", where)
    exponent = "x".join(map(str, ring.ring))
    subject = f"piece {i} over exponent {exponent} {ring.part}"
    family = read_family(item, i, len(ring.ring), where, subject, ring.work)
    taken = ring.take(family.polynomial, item["factors"], None, f"{where}.factors")
    if item["over"] is not None:
        claims = _consists(ring, family, taken, item["over"], f"{where}.over")
    elif any(len(part.mates) > 1 for part in [family, *taken]):
        raise Rejected(f"{where}.over", "must be given where polynomials are reducible over C")
    else:
        claims = []
        family.takes = [{atom: 1 for factor in taken for atom in factor.takes[0]}]
    if len(family.mates) > 1:
        check_covering(item["line"], family, ring.ring, claims, f"{where}.line", ring.work)
    elif item["line"] is not None:
        raise Malformed(f"{where}.line", "must be null where the piece has one factor over C")
    return family


def _consists(
    ring: Ring, family: Family, taken: list[Family], value: object, where: str
) -> list[tuple[Family, int, int]]:
    """Reads which factors over C make up each of the piece: f, the number of its factor, that of the piece's."""
    claims = []
    left = {factor.name[1]: set(range(len(factor.mates))) for factor in taken}
    for n, entry in enumerate(json_list(value, where, len(family.mates))):
        total = [0] * len(ring.ring)
        for m, pair in enumerate(json_list(entry, f"{where}[{n}]")):
            place = f"{where}[{n}][{m}]"
            j, k = (integer(x, place, 0, MAX_EXTENT) for x in json_list(pair, place, 2))
            if k not in left.get(j, ()):
                raise Rejected(place, "is not a factor of the piece, or was listed before")
            left[j].remove(k)
            family.takes[n]["factor", j, k] = 1
            claims.append((ring.factors[j], k, n))
            total = [a + b for a, b in zip(total, ring.factors[j].degree, strict=True)]
        if total != [a * e for a, e in zip(family.degree, ring.ring, strict=True)]:
            raise Rejected(f"{where}[{n}]", "the degrees do not add up to those of the piece")
    if any(left.values()):
        raise Rejected(where, "does not list all factors of the piece")
    return claims
