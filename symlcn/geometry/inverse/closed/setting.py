"""What formulas may use: the entries of u and of charts that are given.

Contents: :class:`Setting`, :data:`Given`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from symlcn.algebra.exact import LARGE_PRIME
from symlcn.algebra.sparse import Family, Terms
from symlcn.errors import LimitError
from symlcn.geometry.inverse.charts import Formula, proved
from symlcn.geometry.inverse.closed.peeling import sample
from symlcn.network.architecture import Architecture

__all__ = ["Given", "Setting"]

Given: TypeAlias = tuple[int, int]
"""A chart: the number of its group, and its number there."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The network with one layer for each group, and what is known.

    Attributes
    ----------
    architecture : Architecture
    tensor : dict
        u, each entry a variable.
    products, filters : tuple
        Of :func:`symlcn.network.generic.generic_product`.
    charts : dict
        Of each group those that are proved; the first gives the whole filter.
    """

    architecture: Architecture
    tensor: Family
    products: Sequence[Terms]
    filters: Sequence[Sequence[Terms]]
    charts: dict[int, list[Formula]]

    def places(self, given: Given) -> tuple[int, ...]:
        """The entries of its filter that a chart gives."""
        chart = self.charts[given[0]][given[1]]
        return tuple(range(len(self.filters[given[0]]))) if chart.cells is None else chart.cells

    def numbers(self, given: Sequence[Given]) -> list[dict[int, int]]:
        """The variables that stand for the entries of the charts that are given, by entries of their filters."""
        result = []
        start = len(self.products)
        for one in given:
            places = self.places(one)
            result.append({place: start + n for n, place in enumerate(places)})
            start += len(places)
        return result

    def images(self, given: Sequence[Given]) -> list[Terms]:
        """What the variables are at generic filters, each chart that is given without its scalar."""
        own = [self.filters[one[0]][place] for one in given for place in self.places(one)]
        return [*self.products, *own]

    def point(self, given: Sequence[Given]) -> list[int]:
        """The same at pseudo-random filters modulo 2^61 − 1."""
        parameters = self.architecture.parameters
        source = random.Random(parameters)  # the filters of which `sample` takes the product
        weights = [source.randrange(1, LARGE_PRIME) for _ in range(parameters)]
        own = [next(iter(self.filters[one[0]][place]))[0] for one in given for place in self.places(one)]
        return [*sample(self.products, parameters), *(weights[number] for number in own)]

    def chart(
        self, formula: Sequence[Terms], number: int, given: Sequence[Given], places: tuple[int, ...] | None = None
    ) -> Formula | None:
        """The chart, if it is proved: composed with μ it is a multiple, and it is homogeneous in what is given."""
        given, formula = self._needed(given, formula)
        blocks = [set(block.values()) for block in self.numbers(given)]
        degrees = {
            tuple(sum(factor in block for factor in monomial) for block in blocks)
            for terms in formula
            for monomial in terms
        }
        if len(degrees) != 1:
            return None
        own = self.filters[number] if places is None else [self.filters[number][place] for place in places]
        try:
            found = proved(tuple(formula), self.images(given), own)
        except LimitError:
            return None
        return None if found is None else replace(found, given=tuple(given), cells=places)

    def _needed(self, given: Sequence[Given], formula: Sequence[Terms]) -> tuple[list[Given], list[Terms]]:
        """What occurs of that which is given, and the formula in these variables."""
        occurring = {number for terms in formula for monomial in terms for number in monomial}
        blocks = list(zip(given, self.numbers(given), strict=True))
        kept = [one for one, block in blocks if not occurring.isdisjoint(block.values())]
        moved = {number: number for number in range(len(self.products))}
        for one, block in zip(kept, self.numbers(kept), strict=True):
            old = next(numbers for other, numbers in blocks if other == one)
            moved.update({old[place]: number for place, number in block.items()})
        return kept, [{tuple(moved[number] for number in m): c for m, c in terms.items()} for terms in formula]
