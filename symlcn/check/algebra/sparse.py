"""Polynomials over Z in any number of variables.

Contents: :func:`read_terms`, :func:`read_formulas`, :func:`include`, :func:`multiply`, :func:`compose`,
:func:`quotient`, :func:`multiple`, :class:`Chart`, :func:`read_chart`,
:func:`check_order`.

A monomial is the increasing tuple of the numbers of its factors; a polynomial maps monomials to nonzero integers.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import exact, integer, json_list, json_object

MAX_DEGREE = 200

Terms = dict[tuple[int, ...], int]


def read_terms(value: object, variables: int, where: str) -> Terms:
    """A polynomial: a list of [monomial, coefficient], monomials increasing."""
    terms: Terms = {}
    last: tuple[int, ...] | None = None
    for n, item in enumerate(json_list(value, where)):
        place = f"{where}[{n}]"
        listed, coefficient = json_list(item, place, 2)
        numbers = json_list(listed, place)
        if len(numbers) > MAX_DEGREE:
            raise Malformed(place, f"a monomial of degree over {MAX_DEGREE}")
        monomial = tuple(integer(i, f"{place}[0]", 0, variables - 1) for i in numbers)
        number = exact(coefficient, f"{place}[1]")
        if number == 0 or list(monomial) != sorted(monomial) or (last is not None and monomial <= last):
            raise Malformed(place, "expected increasing monomials, each with increasing factors, and no coefficient 0")
        terms[monomial] = number
        last = monomial
    return terms


def read_formulas(value: object, length: int, variables: int, where: str) -> list[Terms]:
    """So many polynomials."""
    return [read_terms(item, variables, f"{where}[{n}]") for n, item in enumerate(json_list(value, where, length))]


def include(total: Terms, terms: Terms, factor: int = 1) -> None:
    """Adds a multiple of a polynomial to another one."""
    for monomial, c in terms.items():
        if value := total.get(monomial, 0) + factor * c:
            total[monomial] = value
        else:
            del total[monomial]


def multiply(left: Terms, right: Terms, work: Work) -> Terms:
    if not left or not right:
        return {}
    bits, by_bits = max(map(int.bit_length, left.values())), max(map(int.bit_length, right.values()))
    degree, pairs = max(map(len, left)) + max(map(len, right)), len(left) * len(right)
    work.spend((20 + degree + (bits + by_bits) // 64) * pairs, bits * pairs, by_bits)
    result: Terms = {}
    for i, x in left.items():
        for j, y in right.items():
            monomial = tuple(sorted(i + j))
            result[monomial] = result.get(monomial, 0) + x * y
    return result if all(result.values()) else {monomial: c for monomial, c in result.items() if c}


def compose(terms: Terms, images: list[Terms], work: Work) -> Terms:
    """The polynomial with polynomials put in for its variables.

    Monomials increase, so that they share beginnings with the one before; the products of its beginnings are kept.
    """
    total: Terms = {}
    last: tuple[int, ...] = ()
    products: list[Terms] = [{(): 1}]
    for monomial, coefficient in terms.items():
        shared = next((n for n, (i, j) in enumerate(zip(last, monomial, strict=False)) if i != j), len(last))
        del products[shared + 1 :]
        for number in monomial[shared:]:
            products.append(multiply(products[-1], images[number], work))
        last = monomial
        work.spend(5 * len(products[-1]))
        work.hold(len(products[-1]), coefficient.bit_length())
        include(total, products[-1], coefficient)
    return total


def quotient(terms: Terms, number: int) -> Terms | None:
    """The quotient by a variable, None if there is a rest."""
    if any(number not in monomial for monomial in terms):
        return None
    places = [(monomial, monomial.index(number)) for monomial in terms]
    return {(*m[:place], *m[place + 1 :]): terms[m] for m, place in places}


def multiple(images: list[Terms], own: list[int]) -> Terms | None:
    """The polynomial, not 0, of which the images are the multiples by the variables own; None if there is none."""
    quotients = [quotient(image, number) for image, number in zip(images, own, strict=True)]
    theta = quotients[0]
    return theta if theta and all(found == theta for found in quotients) else None


class Chart(NamedTuple):
    """A chart as it is listed: the variables of the entries of the filter that it gives, the charts that it uses."""

    own: list[int]
    given: list[tuple[int, int]]
    entries: object
    place: object
    where: str


def read_chart(value: object, numbers: list[int], where: str) -> Chart:
    """A chart of the filter with these variables; what is given is not yet known to be there."""
    if not (isinstance(value, dict) and ("given" in value or "cells" in value)):
        fields = json_object(value, "entries place", where)
        return Chart(numbers, [], fields["entries"], fields["place"], where)
    fields = json_object(value, "entries place given cells", where)
    own = numbers
    if fields["cells"] is not None:
        place = f"{where}.cells"
        listed = [integer(n, place, 0, len(numbers) - 1) for n in json_list(fields["cells"], place)]
        if not listed or any(m >= n for m, n in pairwise(listed)):
            raise Malformed(place, "expected increasing numbers of entries of the filter")
        own = [numbers[n] for n in listed]
    given = []
    for k, pair in enumerate(json_list(fields["given"], f"{where}.given")):
        place = f"{where}.given[{k}]"
        group, chart = (integer(n, place, 0, 10**6) for n in json_list(pair, place, 2))
        given.append((group, chart))
    return Chart(own, given, fields["entries"], fields["place"], where)


def check_order(charts: list[list[Chart]], work: Work) -> None:
    """Establishes that charts use charts that are listed, and none that depend on them."""
    left = {(group, k): chart for group, own in enumerate(charts) for k, chart in enumerate(own)}
    for chart in left.values():
        for n, one in enumerate(chart.given):
            if one not in left:
                raise Malformed(f"{chart.where}.given[{n}]", "is no chart of a group")
    while left:
        work.spend(sum(1 + len(chart.given) for chart in left.values()))
        ready = [name for name, chart in left.items() if not any(one in left for one in chart.given)]
        if not ready:
            raise Rejected(f"{next(iter(left.values())).where}.given", "depends on charts that depend on each other")
        for name in ready:
            del left[name]
