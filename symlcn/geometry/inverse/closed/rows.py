"""A filter with two active directions from its rows and a column.

Contents: :class:`Rows`.

Let V = Q(x^e)·H. The rows y < e of V have polyphase components that are products of the first row Q_0 and of rows of H:
for these, as for the columns x < e, few minors are needed. Let T be the combination of multiples of polyphase
components of V, in x and y, of which the row at y = 0 is T_0 = λX^b·Q_0. As it has constant coefficients in y,
T = (λX^b + Y·g_1 + Y²·g_2 + …)·Q with polynomials g_j in X, so that T_j = λX^b·Q_j + g_1·Q_{j−1} + … + g_j·Q_0. In this
the entries of g_j left of b are found from the lowest, those right of b from the highest coefficients, and g_j[b] from
the entry of Q_j that is in the column. Only ends of Q_0 are divided by. Rows beyond the middle are found from the other
side of V.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.series import cleared, reduced
from symlcn.algebra.sparse import Family, Terms, cancelled, cells, plus, times, variable
from symlcn.errors import LimitError
from symlcn.geometry.inverse.charts import Formula, size_of
from symlcn.geometry.inverse.closed.peeling import Shape, choices, combined, shifted
from symlcn.geometry.inverse.closed.setting import Given, Setting

__all__ = ["Rows"]

MAX_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """A filter Q with active directions x and y: its rows from V, given other filters, then all from these."""

    setting: Setting
    number: int
    given: tuple[Given, ...]
    tensor: Family
    shape: Shape
    x: int
    y: int

    def charts(self) -> list[Formula]:
        """The chart of Q, then those that it uses: the column and the rows; none if one of them is not found."""
        setting, number, count = self.setting, self.number, self.shape.divisor[self.y]
        column = replace(self, x=self.y, y=self.x).row({}, 0, False)
        if column is None:
            return []
        parts = setting.charts[number] = [column, column]  # the first until Q itself is there
        places: dict[int, int] = {}
        for row in sorted(range(count), key=lambda n: min(n, count - 1 - n)):
            far = 2 * row >= count
            chart = self.row(places, count - 1 - row if far else row, far)
            if chart is None:
                return []
            places[row] = len(parts)
            parts.append(chart)
        given = ((number, 1), *((number, places[row]) for row in range(count)))
        column_of, *rows = setting.numbers(given)
        entries: list[Terms] = []
        for cell in cells(self.shape.divisor):
            own = cell[self.y]
            factors = [rows[other][self.cell(0, other)] for other in range(count) if other != own]
            factors += [column_of[self.cell(0, own)], rows[own][self.cell(cell[self.x], own)]]
            entries.append({tuple(sorted(factors)): 1})
        whole = setting.chart(entries, number, given)
        return [] if whole is None else [whole, *parts[1:]]

    def cell(self, x: int, y: int) -> int:
        """The number of an entry of Q."""
        index = [0] * len(self.shape.divisor)
        index[self.x], index[self.y] = x, y
        return next(n for n, cell in enumerate(cells(self.shape.divisor)) if cell == tuple(index))

    def row(self, places: Mapping[int, int], level: int, far: bool) -> Formula | None:
        """The shortest chart of a row, counted from the near or the far side, from the rows before it and a column."""
        size, count = self.shape.divisor[self.x], self.shape.divisor[self.y]
        rows = [count - 1 - n if far else n for n in range(level + 1)]
        own = tuple(self.cell(n, rows[-1]) for n in range(size))
        given = self.given
        if level:
            given += ((self.number, 1), *((self.number, places[row]) for row in rows[:-1]))
        blocks = self.setting.numbers(given)[len(self.given) :]
        formulas = []
        for combination in self.combinations(level, far):
            try:
                formulas.append(self.solved(combination, level, rows, blocks))
            except LimitError:
                continue
        for formula in sorted(formulas, key=size_of):
            chart = self.setting.chart(formula, self.number, given, own)
            if chart is not None:
                return chart
        return None

    def combinations(self, level: int, far: bool) -> Iterator[tuple[int, int, list[list[Terms]]]]:
        """For some combinations T: b, the size of the g_j, and the rows T_0, …, T_level."""
        shape, x, y = self.shape, self.x, self.y
        whole = shape.whole[y]
        tensor = {
            tuple(whole - 1 - i if far and d == y else i for d, i in enumerate(index)): terms
            for index, terms in self.tensor.items()
        }
        high = min(shape.ring[y], shape.quotient[y])
        slab = Shape(_put(shape.whole, y, high), _put(shape.ring, y, high), _put(shape.divisor, y, 1))
        lowest = {index: terms for index, terms in tensor.items() if index[y] < high}
        point = self.setting.point(self.given)
        found = 0
        for _, rows, columns, window in choices(lowest, slab, point):
            size = max(slab.length(residue, slab.quotient)[x] + shift[x] for residue, shift in rows)
            multiples = [shifted(tensor, shape, row) for row in rows]
            places = [
                [_put(_put(window, x, n), y, j) for n in range(size + shape.divisor[x] - 1)] for j in range(level + 1)
            ]
            try:
                yield window[x], size, [combined(multiples, columns, own) for own in places]
            except LimitError:
                continue
            found += 1
            if found == MAX_CHOICES:
                return

    def solved(
        self,
        combination: tuple[int, int, list[list[Terms]]],
        level: int,
        rows: Sequence[int],
        blocks: Sequence[Mapping[int, int]],
    ) -> tuple[Terms, ...]:
        """A row of Q from T."""
        start, size, levels = combination
        length_ = self.shape.divisor[self.x]
        if not level:
            return cancelled(levels[0][start : start + length_])
        column, *own = blocks
        ends = [column[self.cell(0, row)] for row in rows]
        first = [own[0][self.cell(n, rows[0])] for n in range(length_)]
        scaled: list[list[Terms]] = []
        for row, end, block in zip(rows[:-1], ends[:-1], own, strict=True):
            numbers = [block[self.cell(n, row)] for n in range(length_)]
            scaled.append([{(number, first[0], end, ~ends[0], ~numbers[0]): 1} for number in numbers])
        multipliers: list[list[Terms]] = []
        for j in range(1, level + 1):
            rest = levels[j]
            for i, multiplier in enumerate(multipliers):
                rest = _minus(rest, multiplier, scaled[j - 1 - i])
            own_entry = times(levels[0][start], {(ends[j], ~ends[0]): 1})
            multipliers.append(_multiplier(rest, own_entry, start, size, first))
            rest = _minus(rest, multipliers[-1], [variable(number) for number in first])
        return cleared(rest[start : start + length_])


def _put(index: Exponents, direction: int, entry: int) -> Exponents:
    return (*index[:direction], entry, *index[direction + 1 :])


def _minus(terms: Sequence[Terms], left: Sequence[Terms], right: Sequence[Terms]) -> list[Terms]:
    """terms − left·right, as of polynomials in one variable whose coefficients they are."""
    result = list(terms)
    for i, x in enumerate(left):
        for j, y in enumerate(right):
            result[i + j] = reduced(plus(result[i + j], times(x, y), -1))
    return result


def _multiplier(rest: Sequence[Terms], entry: Terms, start: int, size: int, first: Sequence[int]) -> list[Terms]:
    """The g of this size with rest = X^start·(row with this first entry) + g·(first row)."""
    result: list[Terms] = [{}] * size
    last = len(first) - 1
    for n in [*range(start), *range(size - 1, start, -1), start]:
        place, pivot = (n + last, first[last]) if n > start else (n, first[0])
        total = plus(rest[place], entry, -1) if n == start else rest[place]
        for other, terms in enumerate(result):
            if terms and 0 <= place - other <= last:
                total = plus(total, times(terms, variable(first[place - other])), -1)
        result[n] = reduced(times(total, {(~pivot,): 1}))
    return result
