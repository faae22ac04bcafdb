"""Sparse polynomials over Z in any number of variables, for formulas in the entries of an end-to-end filter.

Contents: :data:`Terms`, :data:`Family`, :func:`constant`, :func:`variable`, :func:`plus`, :func:`times`,
:func:`determinant`, :func:`cancelled`, :func:`value`, :func:`composed`, :func:`text`, :func:`cells`,
:func:`entry_names`, :func:`linear_combination`, :func:`convolved`.

A monomial is the increasing tuple of the numbers of its factors, so that v_0·v_3² is (0, 3, 3); a polynomial maps
monomials to nonzero integers. :class:`symlcn.algebra.polynomials.Polynomial` has at most 16 variables, an end-to-end
filter may have hundreds of entries; of these polynomials there are products and sums only, and gcds where few variables
occur.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product as cartesian
from math import gcd as integer_gcd
from typing import TypeAlias, TypeVar

from symlcn.algebra.polynomials import MAX_DIMENSION, Exponents, Polynomial, gcd
from symlcn.errors import LimitError

__all__ = [
    "Family",
    "Terms",
    "cancelled",
    "cells",
    "composed",
    "constant",
    "convolved",
    "determinant",
    "entry_names",
    "linear_combination",
    "plus",
    "text",
    "times",
    "value",
    "variable",
]

MAX_TERMS = 20_000
"""Terms of one polynomial, and products of two terms taken for one product."""
MAX_WORK = 500_000

Number = TypeVar("Number", int, Fraction)
Terms: TypeAlias = dict[tuple[int, ...], int]
Family: TypeAlias = dict[Exponents, Terms]
"""A tensor of polynomials: what is missing is 0."""


def constant(number: int) -> Terms:
    """A constant polynomial."""
    return {(): number} if number else {}


def variable(number: int) -> Terms:
    """The variable v_number."""
    return {(number,): 1}


def plus(
    left: dict[tuple[int, ...], Number], right: dict[tuple[int, ...], Number], factor: int = 1
) -> dict[tuple[int, ...], Number]:
    """left + factor·right, over Z or over Q.

    Examples
    --------
    >>> plus({(0,): 2, (): 1}, {(0,): 1}, -2)
    {(): 1}
    """
    result = dict(left)
    for monomial, coefficient in right.items():
        result[monomial] = result.get(monomial, 0) + factor * coefficient
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def times(
    left: dict[tuple[int, ...], Number], right: dict[tuple[int, ...], Number], limit: int = MAX_TERMS
) -> dict[tuple[int, ...], Number]:
    """The product, over Z or over Q.

    Raises
    ------
    LimitError
        If more than `limit` products of terms are needed, 20000 if it is not given.

    Examples
    --------
    >>> times({(0,): 1, (1,): 1}, {(0,): 1, (1,): -1})
    {(0, 0): 1, (1, 1): -1}
    """
    if len(left) * len(right) > limit:
        raise LimitError(f"a product of polynomials with {len(left)} and {len(right)} terms is too large")
    result: dict[tuple[int, ...], Number] = {}
    for i, x in left.items():
        for j, y in right.items():
            monomial = tuple(sorted(i + j))
            result[monomial] = result.get(monomial, 0) + x * y
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def determinant(rows: Sequence[Sequence[Terms]]) -> Terms:
    """The determinant of a square matrix of polynomials, by expansion along rows; 1 if it has no rows.

    Examples
    --------
    >>> determinant([[variable(0), variable(1)], [variable(2), variable(3)]])
    {(0, 3): 1, (1, 2): -1}
    """
    minors: dict[tuple[int, ...], Terms] = {(): constant(1)}
    for row in rows:
        grown: dict[tuple[int, ...], Terms] = {}
        for columns, minor in minors.items():
            for column, entry in enumerate(row):
                if entry and minor and column not in columns:
                    place = sum(c < column for c in columns)
                    chosen = (*columns[:place], column, *columns[place:])
                    sign = -1 if (len(columns) - place) % 2 else 1
                    grown[chosen] = plus(grown.get(chosen, {}), times(minor, entry), sign)
        minors = grown
    return minors.get(tuple(range(len(rows))), {})


def cancelled(vector: Sequence[Terms]) -> tuple[Terms, ...]:
    """A vector, not all 0, without its common factor; that is found in full where at most 16 variables occur.

    The first coefficient of the first entry that is not 0 becomes positive.

    Examples
    --------
    >>> cancelled([{(0, 1): -2, (0, 0): -2}, {(1, 1): 4, (0, 1): 4}])
    ({(0,): 1}, {(1,): -2})
    """
    content = integer_gcd(*(c for entry in vector for c in entry.values()))
    monomials = [monomial for entry in vector for monomial in entry]
    common = tuple(
        number for number in sorted(set(monomials[0])) for _ in range(min(m.count(number) for m in monomials))
    )
    reduced = [{_without(m, common): c // content for m, c in entry.items()} for entry in vector]
    numbers = sorted({number for entry in reduced for monomial in entry for number in monomial})
    if 0 < len(numbers) <= MAX_DIMENSION and min(len(entry) for entry in reduced if entry) > 1:
        reduced = _without_gcd(reduced, numbers)
    first = next(entry for entry in reduced if entry)
    sign = 1 if first[min(first)] > 0 else -1
    return tuple({monomial: sign * entry[monomial] for monomial in sorted(entry)} for entry in reduced)


def _without(monomial: tuple[int, ...], common: tuple[int, ...]) -> tuple[int, ...]:
    left = list(monomial)
    for number in common:
        left.remove(number)
    return tuple(left)


def _without_gcd(vector: Sequence[Terms], numbers: Sequence[int]) -> list[Terms]:
    polynomials = [
        Polynomial(len(numbers), {tuple(m.count(number) for number in numbers): c for m, c in entry.items()})
        for entry in vector
    ]
    divisor = gcd(polynomials)
    if divisor.is_constant():
        return list(vector)
    return [
        {
            tuple(number for number, power in zip(numbers, powers, strict=True) for _ in range(power)): int(c)
            for powers, c in (polynomial.divide_exact(divisor).terms() if polynomial else ())
        }
        for polynomial in polynomials
    ]


def value(terms: Terms, point: Sequence[int | Fraction], modulus: int | None = None) -> int | Fraction:
    """The value at a point, exactly, or modulo a number.

    Examples
    --------
    >>> value({(0, 1): 2, (): 1}, [3, Fraction(1, 2)])
    Fraction(4, 1)
    """
    total: int | Fraction = 0
    for monomial, coefficient in terms.items():
        term: int | Fraction = coefficient
        for number in monomial:
            term = term * point[number] if modulus is None else term * point[number] % modulus
        total += term
    return total if modulus is None else total % modulus


def composed(terms: Terms, images: Sequence[Terms]) -> Terms:
    """The polynomial with polynomials substituted for its variables.

    Raises
    ------
    LimitError
        As :func:`times`, and if more than 500000 products of terms are needed in all.
    """
    total: Terms = {}
    work = 0
    known: dict[tuple[int, ...], Terms] = {(): constant(1)}
    for monomial, coefficient in terms.items():
        for length in range(1, len(monomial) + 1):
            if monomial[:length] not in known:
                work += len(known[monomial[: length - 1]]) * len(images[monomial[length - 1]])
                if work > MAX_WORK:
                    raise LimitError(f"a substitution takes more than {MAX_WORK} products of terms")
                known[monomial[:length]] = times(known[monomial[: length - 1]], images[monomial[length - 1]])
        for image, factor in known[monomial].items():
            total[image] = total.get(image, 0) + coefficient * factor
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def text(terms: Terms, names: Sequence[str]) -> str:
    """A polynomial as text that computer algebra systems read.

    Examples
    --------
    >>> text({(0, 0): 1, (1,): -3}, ["A", "B"])
    'A^2 - 3*B'
    """
    parts = []
    for monomial in sorted(terms, key=lambda m: (-len(m), m)):
        powers = [(names[number], monomial.count(number)) for number in sorted(set(monomial))]
        factors = [name if power == 1 else f"{name}^{power}" for name, power in powers]
        size = abs(terms[monomial])
        parts.append((terms[monomial] < 0, "*".join(([str(size)] if size > 1 or not factors else []) + factors)))
    if not parts:
        return "0"
    (negative, body), *rest = parts
    return ("-" if negative else "") + body + "".join(f" {'-' if minus else '+'} {part}" for minus, part in rest)


def cells(size: Exponents) -> Iterable[Exponents]:
    """All indices of a tensor of this size, row-major."""
    return cartesian(*map(range, size))


def entry_names(name: str, indices: Iterable[Exponents]) -> list[str]:
    """Names of entries by their indices.

    Examples
    --------
    >>> entry_names("u", cells((2, 2)))
    ['u_0_0', 'u_0_1', 'u_1_0', 'u_1_1']
    """
    return ["_".join([name, *map(str, index)]) for index in indices]


def linear_combination(pairs: Iterable[tuple[Terms, Terms]]) -> Terms:
    """Σ a·b over the pairs (a, b)."""
    total: Terms = {}
    for left, right in pairs:
        total = plus(total, times(left, right))
    return total


def convolved(families: Sequence[Mapping[Exponents, Terms]]) -> Family:
    """The product of tensors of polynomials, as of polynomials whose coefficients they are."""
    total: Family = dict(families[0])
    for family in families[1:]:
        grown: Family = {}
        for i, x in total.items():
            for j, y in family.items():
                index = tuple(map(sum, zip(i, j, strict=True)))
                grown[index] = plus(grown.get(index, {}), times(x, y))
        total = {index: terms for index, terms in grown.items() if terms}
    return total
