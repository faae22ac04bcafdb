"""Filters of small height, and moves between two layers that keep their product, in a fixed order.

Contents: :class:`Candidate`, :func:`small_filters`, :func:`swaps`, :func:`exchanges`, :func:`rooted_exchanges`,
:class:`Budget`, :class:`ExhaustedError`, :func:`height_of`.

The order is that of :mod:`symlcn.counterexample.find`. A filter is the tuple of its entries, row-major.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import gcd
from typing import TypeAlias

__all__ = [
    "Budget",
    "Candidate",
    "ExhaustedError",
    "Flat",
    "exchanges",
    "height_of",
    "rooted_exchanges",
    "small_filters",
    "swaps",
]

MAX_CANDIDATES = 2_000_000
"""Bound on the filters and pairs looked at in one search."""
MAX_COFACTOR_TERMS = 3

Flat: TypeAlias = tuple[int, ...]
"""The entries of a filter, row-major."""


class Budget:
    """Counts what is looked at, by default up to MAX_CANDIDATES."""

    def __init__(self, limit: int | None = None) -> None:
        self.limit = MAX_CANDIDATES if limit is None else limit
        self.left = self.limit

    def spend(self, count: int = 1) -> None:
        """Pay for so many steps; raises ExhaustedError when nothing is left."""
        self.left -= count
        if self.left < 0:
            raise ExhaustedError


class ExhaustedError(Exception):
    """The budget of a search is used up."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Filters of the layers i, j before and after; for every δ also a root p/q that stays in its layer."""

    before: tuple[Flat, Flat]
    after: tuple[Flat, Flat]
    root: tuple[int, int] | None = None


def small_filters(size: tuple[int, ...], height: int, budget: Budget, most: int | None = None) -> Iterator[Flat]:
    """Primitive filters of full multidegree with entries up to `height`, those with few nonzero entries first.

    The entry at index 0 is positive, and at most `most` entries are not zero.
    """
    places = list(product(*map(range, size)))
    last = [(d, k - 1) for d, k in enumerate(size) if k > 1]
    cost = 1 + len(places) // 16
    values = [sign * n for n in range(1, height + 1) for sign in (1, -1)]
    for weight in range(1, min(len(places), most or len(places)) + 1):
        for others in combinations(range(1, len(places)), weight - 1):
            budget.spend()
            if not all(any(places[position][d] == end for position in others) for d, end in last):
                continue
            for chosen in product(values[::2], *(values,) * (weight - 1)):
                budget.spend(cost)
                if gcd(*chosen) == 1:
                    flat = [0] * len(places)
                    for position, value in zip((0, *others), chosen, strict=True):
                        flat[position] = value
                    yield tuple(flat)


def height_of(flat: Flat) -> int:
    """The largest absolute value of an entry.

    Examples
    --------
    >>> height_of((1, -3, 2))
    3
    """
    return max(map(abs, flat))


def swaps(size: tuple[int, ...], height: int, budget: Budget) -> Iterator[Candidate]:
    """Unordered pairs of different filters, at least one of exactly this height."""
    earlier: list[Flat] = []
    for second in small_filters(size, height, budget):
        for first in earlier:
            budget.spend()
            if max(height_of(first), height_of(second)) == height:
                yield Candidate((second, first), (first, second))
        earlier.append(second)


def exchanges(degrees: tuple[int, int], height: int, budget: Budget) -> Iterator[Candidate]:
    """Exchanges of one root between filters of these degrees, of exactly this height."""
    for b, c in _linear_pairs(height, budget):
        for a, left in _cofactors(degrees[0], (1,), b, c, height, budget):
            for d, right in _cofactors(degrees[1], (1,), b, c, height, budget):
                if max(left, right) == height:
                    yield _exchanged(a, b, c, d)


def rooted_exchanges(degrees: tuple[int, int], height: int, budget: Budget) -> Iterator[Candidate]:
    """The same with a third root, between the two that are exchanged, that stays in one of the layers."""
    linear = list(small_filters((2,), height, budget))
    for b, c in _linear_pairs(height, budget):
        for r in linear:
            p, q = (-r[0], r[1]) if r[1] > 0 else (r[0], -r[1])
            if (b[0] * q + b[1] * p) * (c[0] * q + c[1] * p) >= 0:
                continue
            for first, second in ((r, (1,)), ((1,), r)):
                for a, left in _cofactors(degrees[0], first, b, c, height, budget):
                    for d, right in _cofactors(degrees[1], second, b, c, height, budget):
                        if max(left, right) == height:
                            yield _exchanged(a, b, c, d, (p, q))


def _linear_pairs(height: int, budget: Budget) -> Iterator[tuple[Flat, Flat]]:
    linear = list(small_filters((2,), height, budget))
    return ((b, c) for n, c in enumerate(linear) for b in linear[:n])


def _cofactors(degree: int, factor: Flat, b: Flat, c: Flat, height: int, budget: Budget) -> Iterator[tuple[Flat, int]]:
    """Multiples a of a factor of degree 0 or 1 with a·b, a·c of this degree, and their height if up to this one."""
    size = degree - len(factor) + 1
    if size < 1:
        return
    for small in small_filters((size,), height, budget, MAX_COFACTOR_TERMS):
        terms = {k: x for k, x in enumerate(small) if x}
        if len(factor) == 2:
            terms = _sparse_times(terms, factor)
        top = max(abs(x) for linear in (b, c) for x in _sparse_times(terms, linear).values())
        if top <= height:
            yield (small if len(factor) == 1 else _times_linear(small, factor)), top


def _sparse_times(terms: dict[int, int], linear: Flat) -> dict[int, int]:
    """The product of a filter in one direction, given by its nonzero entries, with one of degree 1."""
    found: dict[int, int] = {}
    for k, x in terms.items():
        for shift, y in enumerate(linear):
            found[k + shift] = found.get(k + shift, 0) + x * y
    return found


def _times_linear(flat: Flat, linear: Flat) -> Flat:
    x, y = linear
    return tuple(x * low + y * high for low, high in zip((*flat, 0), (0, *flat), strict=True))


def _exchanged(a: Flat, b: Flat, c: Flat, d: Flat, root: tuple[int, int] | None = None) -> Candidate:
    return Candidate((_times_linear(a, b), _times_linear(d, c)), (_times_linear(a, c), _times_linear(d, b)), root)
