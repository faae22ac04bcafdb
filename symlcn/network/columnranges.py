"""All architectures with columns in given ranges, one of each class up to the names of the variables, by numbers.

Contents: :class:`ColumnRange`, :func:`column_range`.

Up to the names of the variables an architecture of D directions is a multiset of D columns
(:mod:`symlcn.network.columns`), of which those without an active layer are dropped. The columns of given active layers
have any sizes above 1 there, and the exponents of a short list; so both can be counted, and found by their numbers,
without making any other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, product
from math import comb, prod

from symlcn.network.architecture import Architecture
from symlcn.network.columns import MAX_CLASSES, Column, assembled, exponent_classes, too_many

__all__ = ["ColumnRange", "column_range"]

Steps = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ColumnRange:
    """The columns of so many layers in given ranges.

    Attributes
    ----------
    depth : int
    sizes : tuple of tuple of range
        For each set of active layers the sizes of all layers.
    steps : tuple of list
        For each set of active layers the strides and dilations of columns.
    ends : tuple of int
        How many columns have one of the sets of active layers up to this one.
    """

    depth: int
    sizes: tuple[tuple[range, ...], ...]
    steps: tuple[list[Steps], ...]
    ends: tuple[int, ...]

    def count(self, dimension: int) -> int:
        """How many architectures there are.

        Examples
        --------
        >>> [column_range(2, (2, 3), (1, 2), (1, 1)).count(dimension) for dimension in (1, 2)]
        [8, 36]
        """
        return comb(self.ends[-1] + dimension - 1, dimension)

    def between(self, dimension: int, start: int, stop: int) -> Iterator[Architecture]:
        """Those from number `start` up to, not including, number `stop`.

        Examples
        --------
        >>> [str(one) for one in column_range(2, (2, 3), (1, 2), (1, 1)).between(2, 7, 9)]
        ['k2x3s2 k2x2', 'k3x3s1x2 k2x2']
        """
        if start >= stop:
            return
        chosen = _multiset(start, dimension)
        found = [self._column(number) for number in chosen]
        for _ in range(start, stop):
            yield assembled((column for column in found if column is not None), self.depth)
            place = next((p for p in range(dimension - 1) if chosen[p] < chosen[p + 1]), dimension - 1)
            chosen[: place + 1] = [*(0,) * place, chosen[place] + 1]
            if chosen[-1] < self.ends[-1]:
                found[: place + 1] = [self._column(number) for number in chosen[: place + 1]]

    def _column(self, number: int) -> Column | None:
        """The column of a number; None for one without an active layer."""
        pattern = bisect_right(self.ends, number)
        sizes, steps = self.sizes[pattern], self.steps[pattern]
        number, own = divmod(number - (self.ends[pattern - 1] if pattern else 0), len(steps))
        digits = []
        for choice in sizes:
            number, digit = divmod(number, len(choice))
            digits.append(choice[digit])
        column = Column(tuple(digits), *steps[own])
        return column if any(k > 1 for k in digits) else None


def _multiset(number: int, dimension: int) -> list[int]:
    """The numbers i_1 ≤ … ≤ i_D of a multiset, by Σ_j C(i_j + j − 1, j)."""
    found = []
    for j in range(dimension, 0, -1):
        low, high = j - 1, j
        while comb(high, j) <= number:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if comb(middle, j) <= number else (low, middle)
        number -= comb(low, j)
        found.append(low - j + 1)
    return found[::-1]


@lru_cache(maxsize=16)
def column_range(depth: int, size: tuple[int, int], stride: tuple[int, int], dilation: tuple[int, int]) -> ColumnRange:
    """The columns of so many layers whose sizes, strides and dilations are in given ranges.

    Raises
    ------
    ParseError
        If there are too many patterns of exponents to keep.
    """
    low, high = size
    larger, kinds = range(max(low, 2), high + 1), [on for on in (False, True) if (high > 1 if on else low == 1)]
    if len(kinds) ** depth > MAX_CLASSES:
        raise too_many(depth)
    patterns = list(product(kinds, repeat=depth))
    steps: list[list[Steps]] = []
    for pattern in patterns:
        steps.append(exponent_classes(pattern, stride, dilation))
        if sum(map(len, steps)) > MAX_CLASSES:
            raise too_many(depth)
    sizes = tuple(tuple(larger if on else range(1, 2) for on in pattern) for pattern in patterns)
    counts = (len(own) * prod(map(len, choices)) for own, choices in zip(steps, sizes, strict=True))
    return ColumnRange(depth, sizes, tuple(steps), tuple(accumulate(counts)))
