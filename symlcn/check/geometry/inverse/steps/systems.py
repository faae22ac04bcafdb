"""Linear systems for the entries of unknown tensors.

Contents: :class:`Term`, :class:`System`.

A system has equations, each a sum of terms that is 0; a term is a known polynomial f times an unknown polynomial g, or
f d(g) - g d(f) for the derivative d in a direction. Its matrix has a column for each coefficient of each unknown g,
and a row for each monomial of each equation, followed by a row for each coefficient that is to be 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, product
from math import prod
from typing import NamedTuple

from ....algebra.sparse import Terms, include
from ....core.limits import Work

Family = dict[tuple[int, ...], Terms]  # the coefficients of a known polynomial
Row = tuple[int, tuple[int, ...]]


class Term(NamedTuple):
    known: Family
    block: int
    sign: int = 1
    direction: int | None = None


class System(NamedTuple):
    blocks: list[tuple[int, ...]]
    equations: list[list[Term]]
    zeros: list[int]

    def columns(self) -> int:
        return sum(map(prod, self.blocks))

    def matrix(self, work: Work) -> list[object]:
        """The rows as they are listed: [column, polynomial] for each entry other than 0."""
        rows: dict[Row, dict[int, Terms]] = {}
        for row, column, terms, factor in self._entries(work):
            entries = rows.setdefault(row, {})
            include(entries.setdefault(column, {}), terms, factor)
        unit: Terms = {(): 1}
        listed = [*(rows[row] for row in sorted(rows)), *({column: unit} for column in self.zeros)]
        return [
            [
                [column, [[list(monomial), str(entries[column][monomial])] for monomial in sorted(entries[column])]]
                for column in sorted(entries)
                if entries[column]
            ]
            for entries in listed
        ]

    def modulo(self, point: list[int], p: int, work: Work) -> list[dict[int, int]]:
        """The rows where the variables have these values modulo p."""
        rows: dict[Row, dict[int, int]] = {}
        known: dict[int, int] = {}
        for row, column, terms, factor in self._entries(work):
            if id(terms) not in known:
                known[id(terms)] = _value(terms, point, p, work)
            entries = rows.setdefault(row, {})
            entries[column] = (entries.get(column, 0) + factor * known[id(terms)]) % p
        return [*(rows[row] for row in sorted(rows)), *({column: 1} for column in self.zeros)]

    def _entries(self, work: Work) -> Iterator[tuple[Row, int, Terms, int]]:
        """What is added to the entries: row, column, polynomial and factor."""
        starts = [0, *accumulate(map(prod, self.blocks))]
        for number, equation in enumerate(self.equations):
            for known, block, sign, direction in equation:
                work.spend(20 * len(known) * prod(self.blocks[block]))
                for column, cell in enumerate(product(*map(range, self.blocks[block])), starts[block]):
                    for index, terms in known.items():
                        place, factor = [i + k for i, k in zip(index, cell, strict=True)], sign
                        if direction is not None:
                            place[direction] -= 1
                            factor *= cell[direction] - index[direction]
                        if factor:
                            yield (number, tuple(place)), column, terms, factor


def _value(terms: Terms, point: list[int], p: int, work: Work) -> int:
    total = 0
    for monomial, c in terms.items():
        work.spend(1 + len(monomial))
        for number in monomial:
            c = c * point[number] % p
        total += c
    return total % p
