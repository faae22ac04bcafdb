"""Polynomials over Q(alpha), alpha a root of a polynomial that is irreducible over Q.

Contents: :func:`read_terms`, :func:`divides_over`, :func:`conjugates_differ`, :func:`enclosure`.

An element of Q(alpha) is a list of integers, coefficients of powers of alpha from degree 0 and below that of alpha,
the last one not 0, with a common denominator; 0 is ([], 1). A polynomial is the list of its exponents and coefficients,
exponents decreasing lexicographically, and the first coefficient is 1.
"""

from __future__ import annotations

from math import gcd

from .arithmetic import Filter, over_common, plus, times, total_bits
from .discs import Disc, add, meets, multiply
from .limits import MAX_EXTENT, Work
from .outcome import Malformed, Rejected
from .reading import integer, json_list, rationals

Element = tuple[list[int], int]
Terms = list[tuple[tuple[int, ...], Element]]


def read_terms(value: object, dimension: int, degree: int, where: str, work: Work) -> Terms:
    """A polynomial over Q(alpha), alpha being of the given degree."""
    terms: Terms = []
    for i, entry in enumerate(json_list(value, where)):
        place = f"{where}[{i}]"
        exponents, numbers = json_list(entry, place, 2)
        places = enumerate(json_list(exponents, f"{place}[0]", dimension))
        index = tuple(integer(n, f"{place}[0][{d}]", 0, MAX_EXTENT) for d, n in places)
        coefficient = rationals(numbers, f"{place}[1]")
        if len(coefficient) > degree:
            raise Malformed(f"{place}[1]", f"expected at most {degree} entries, found {len(coefficient)}")
        if terms and index >= terms[-1][0]:
            raise Malformed(place, "the exponents must decrease")
        terms.append((index, _lowest(*over_common(coefficient, work))))
        if not terms[-1][1][0]:
            raise Rejected(f"{place}[1]", "is 0")
    if not terms or terms[0][1] != ([1], 1):
        raise Rejected(where, "the first coefficient is not 1")
    return terms


def _lowest(numerators: list[int], denominator: int) -> Element:
    """An element with as small a denominator as there is."""
    while numerators and numerators[-1] == 0:
        numerators.pop()
    common = gcd(denominator, *numerators) if denominator > 0 else -gcd(denominator, *numerators)
    return [c // common for c in numerators], denominator // common


def _product(a: Element, b: Element, minpoly: list[int], work: Work) -> Element:
    numerators, denominator = times(a[0], b[0], work), a[1] * b[1]
    for k in range(len(numerators) - 1, len(minpoly) - 2, -1):
        if top := numerators.pop():
            work.spend(2 * len(minpoly), 2 * total_bits([*numerators, top]), total_bits(minpoly))
            numerators, denominator = [c * minpoly[-1] for c in numerators], denominator * minpoly[-1]
            for i, c in enumerate(minpoly[:-1], k - len(minpoly) + 1):
                numerators[i] -= top * c
    return _lowest(numerators, denominator)


def _difference(a: Element, b: Element, work: Work) -> Element:
    work.spend(5 + len(a[0]) + len(b[0]), total_bits(a[0]) + total_bits(b[0]), a[1].bit_length() + b[1].bit_length())
    return _lowest(plus([c * b[1] for c in a[0]], [-c * a[1] for c in b[0]]), a[1] * b[1])


def divides_over(terms: Terms, minpoly: list[int], q: Filter, work: Work) -> bool:
    """Whether a polynomial over Q(alpha) divides one with integer coefficients."""
    lead = terms[0][0]
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
            value = _difference(rest.get(place, ([], 1)), _product(factor, c, minpoly, work), work)
            if value[0]:
                rest[place] = value
            else:
                rest.pop(place, None)
    return True


def conjugates_differ(terms: Terms, discs: list[Disc], work: Work) -> bool:
    """Whether discs around its conjugates show that alpha gives a different polynomial than each of them does."""
    enclosed = [[enclosure(c, root, work) for root in discs] for _, c in terms if len(c[0]) > 1]
    work.spend(10 * len(enclosed) * len(discs) ** 2)
    pairs = ((k, n) for k in range(len(discs)) for n in range(k))
    return all(any(not meets(values[k], values[n]) for values in enclosed) for k, n in pairs)


def enclosure(element: Element, root: Disc, work: Work) -> Disc:
    """An element of Q(alpha) at one of the conjugates of alpha."""
    value = Disc(0, 0, 0, 1)
    for c in reversed(element[0]):
        value = add(multiply(value, root, work), Disc(c, 0, 0, element[1]), work)
    return value
