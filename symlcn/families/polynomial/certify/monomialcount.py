"""How many monomials the function of a network with activations has, for generic filters.

Contents: :func:`monomial_count`.

The coefficients of f are polynomials with nonnegative integer coefficients in the filters, so that for generic filters
the monomials of P(T)·G^r are all T^a m with a in the box of P and m a product of r monomials of G: nothing cancels.
n monomials have at least r·(n − 1) + 1 products of r of them, and these r·(n − 1) + K shifts by the box of P: they
increase in an order that multiplication and shifts keep. So large numbers are foreseen.
"""

from __future__ import annotations

from math import comb, prod

from symlcn.algebra.sparse import cells
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["monomial_count"]

MAX_COUNTED = 2_000
"""Bound on r·K·C(n + r − 1, r) for each layer, where n monomials are before it."""

Word = tuple[tuple[int, int], ...]


def monomial_count(network: PolynomialArchitecture) -> int | None:
    """The number of monomials of f for generic filters; None if it is large.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> [monomial_count(parse_network(words)) for words in ("k3 r2 k2", "k2 r2 k2 r2 k2", "k99x99 r2 k9x9")]
    [9, 21, None]
    """
    stack, powers = network.architecture, (1, *network.activations)
    least = 1
    for layer, power in zip(stack, powers, strict=True):
        if _is_large(layer.parameters, power, least):
            return None
        least = power * (least - 1) + layer.parameters
    places = [prod(stack.end_to_end_size[d + 1 :]) for d in range(network.dimension)]
    found: set[Word] = {((0, 1),)}
    for layer, exponent, power in zip(stack, stack.exponents, powers, strict=True):
        if _is_large(layer.parameters, power, len(found)):
            return None
        steps = [e * place for e, place in zip(exponent, places, strict=True)]
        moves = [sum(k * step for k, step in zip(cell, steps, strict=True)) for cell in cells(layer.size)]
        words = found
        for _ in range(power - 1):
            words = {_product(left, right) for left in words for right in found}
        found = {tuple((position + move, k) for position, k in word) for word in words for move in moves}
    return len(found)


def _is_large(parameters: int, power: int, monomials: int) -> bool:
    products = power * parameters
    return products > MAX_COUNTED or products * comb(monomials + power - 1, power) > MAX_COUNTED


def _product(left: Word, right: Word) -> Word:
    powers = dict(left)
    for position, k in right:
        powers[position] = powers.get(position, 0) + k
    return tuple(sorted(powers.items()))
