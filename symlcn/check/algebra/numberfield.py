"""Polynomials over Q(alpha), alpha a root of a polynomial that is irreducible over Q.

Contents: :func:`read_terms`, :func:`divides_over`, :func:`conjugates_differ`, :func:`enclosure`.

Elements of Q(alpha) are those of elements.py, with alpha for t. A polynomial is the list of its exponents and
coefficients, exponents decreasing lexicographically, and the first coefficient is 1.
"""

from __future__ import annotations

from ..core.arithmetic import Filter, over_common
from ..core.limits import MAX_EXTENT, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer, json_list, rationals
from .discs import Disc, add, meets, multiply
from .elements import ZERO, Element, Field

Terms = list[tuple[tuple[int, ...], Element]]


def read_terms(value: object, dimension: int, minpoly: list[int], where: str, work: Work) -> Terms:
    """A polynomial over Q(alpha), alpha being a root of the given polynomial."""
    terms: Terms = []
    field = Field(minpoly, work)
    for i, entry in enumerate(json_list(value, where)):
        place = f"{where}[{i}]"
        exponents, numbers = json_list(entry, place, 2)
        places = enumerate(json_list(exponents, f"{place}[0]", dimension))
        index = tuple(integer(n, f"{place}[0][{d}]", 0, MAX_EXTENT) for d, n in places)
        coefficient = rationals(numbers, f"{place}[1]")
        if len(coefficient) > field.degree:
            raise Malformed(f"{place}[1]", f"expected at most {field.degree} entries, found {len(coefficient)}")
        if terms and index >= terms[-1][0]:
            raise Malformed(place, "the exponents must decrease")
        terms.append((index, field.lowest(*over_common(coefficient, work))))
        if not terms[-1][1][0]:
            raise Rejected(f"{place}[1]", "is 0")
    if not terms or terms[0][1] != ([1], 1):
        raise Rejected(where, "the first coefficient is not 1")
    return terms


def divides_over(terms: Terms, minpoly: list[int], q: Filter, work: Work) -> bool:
    """Whether a polynomial over Q(alpha) divides one with integer coefficients."""
    lead, field = terms[0][0], Field(minpoly, work)
    rest: dict[tuple[int, ...], Element] = {index: ([c], 1) for index, c in q.items()}
    while rest:
        work.spend(len(rest) + 10 * len(terms))
        top = max(rest)
        shift = tuple(map(int.__sub__, top, lead))
        if min(shift) < 0:
            return False
        factor = rest[top]
        for index, c in terms:
            place = tuple(map(int.__add__, index, shift))
            value = field.minus(rest.get(place, ZERO), field.times(factor, c))
            if value[0]:
                rest[place] = value
            else:
                rest.pop(place, None)
    return True


def conjugates_differ(terms: Terms, discs: list[Disc], work: Work) -> bool:
    """Whether discs around its conjugates show that alpha gives a different polynomial than each of them does."""
    enclosed = [[enclosure(c, root, work) for root in discs] for _, c in terms if len(c[0]) > 1]
    for values in enclosed:
        bits = sum(disc.bits() for disc in values)
        work.spend(10 * len(discs) ** 2, bits, bits)
    pairs = ((k, n) for k in range(len(discs)) for n in range(k))
    return all(any(not meets(values[k], values[n]) for values in enclosed) for k, n in pairs)


def enclosure(element: Element, root: Disc, work: Work) -> Disc:
    """An element of Q(alpha) at one of the conjugates of alpha."""
    value = Disc(0, 0, 0, 1)
    for c in reversed(element[0]):
        value = add(multiply(value, root, work), Disc(c, 0, 0, element[1]), work)
    return value
