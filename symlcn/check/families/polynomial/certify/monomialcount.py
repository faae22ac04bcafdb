"""How many monomials the function of a network with activations has, for generic filters.

Contents: :func:`monomial_count`.

The coefficients of f are polynomials with nonnegative coefficients in the filters: nothing cancels. n monomials have at
least r (n - 1) + 1 products of r of them, and these r (n - 1) + K shifts by the K places of a filter, as they increase
in an order that multiplication and shifts keep. So large numbers are foreseen.
"""

from __future__ import annotations

from math import comb, prod

from ....core.limits import Work
from ....network.furtherarchitectures import PolynomialArchitecture

MAX_COUNTED = 2_000  # of r K C(n + r - 1, r), where n monomials are before a layer with K entries

Word = tuple[tuple[int, int], ...]  # positions, in row-major order, with their powers


def monomial_count(architecture: PolynomialArchitecture, work: Work) -> int | None:
    """The number of monomials; None if it is large."""
    stack, extents = architecture.stack, architecture.stack.extents()
    powers, least = [1, *architecture.activations], 1
    for size, power in zip(stack.sizes, powers, strict=True):
        if _is_large(prod(size), power, least):
            return None
        least = power * (least - 1) + prod(size)
    places = [prod(extents[d + 1 :]) for d in range(stack.dimension)]
    found: set[Word] = {((0, 1),)}
    for size, exponent, power in zip(stack.sizes, stack.exponents, powers, strict=True):
        if _is_large(prod(size), power, len(found)):
            return None
        moves = [0]
        for k, e, place in zip(size, exponent, places, strict=True):
            moves = [move + j * e * place for move in moves for j in range(k)]
        products = found
        for _ in range(power - 1):
            products = {_product(one, other, work) for one in products for other in found}
        work.spend(3 * len(products) * len(moves) * max(map(len, products)))
        found = {tuple((position + move, k) for position, k in word) for word in products for move in moves}
    return len(found)


def _is_large(entries: int, power: int, monomials: int) -> bool:
    products = power * entries
    return products > MAX_COUNTED or products * comb(monomials + power - 1, power) > MAX_COUNTED


def _product(one: Word, other: Word, work: Work) -> Word:
    work.spend(5 + 3 * (len(one) + len(other)))
    powers = dict(one)
    for position, k in other:
        powers[position] = powers.get(position, 0) + k
    return tuple(sorted(powers.items()))
