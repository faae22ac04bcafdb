"""Factors of an end-to-end filter U modulo a prime: there is one orbit of them at most, or there are none at all.

Contents: :func:`check_factors`.

Let A be the product of the layers after a cut and B that of those before it, c the channels between them, X_d = x_d **
e_d with e_d the greatest common divisor of the exponents of A in direction d, and U', B' the polyphase components of U
and B, so that U' = A B'. If U' has rank c at a point X, even modulo the prime, so have A and B' over the rational
numbers; rows of U'(X) and of B'(X) span one space, and columns of U'(X) and of A(X). So in every factorization of U the
rows of B are rows b of their shape with b'(X) in the row space of U'(X) at all listed points X (side "before"), or the
columns of A are such columns of their shape (side "after"). Let V be the space of these over the rational numbers; its
dimension is at most that modulo the prime.

1. If U' has a rank above c at a point, or V a dimension below c, there is no factorization, over any field that
   contains the rational numbers.
2. If V has dimension c modulo the prime, then c at most; where it is less, there is no factorization. Else V has a
   basis of integers that is one modulo the prime; in every factorization it is B up to GL(c). A B' = U' is linear in A;
   where it is injective modulo the prime, it is so over the rational numbers; where it is not solvable either, it is
   not over these; and else its solution modulo the prime is that of one, if there is one over the rational numbers.
   So both factors are known modulo the prime, up to GL(c), and go on as end-to-end filters of their own layers.
"""

from __future__ import annotations

from itertools import product
from math import gcd

from ....algebra.echelon import rank_modulo
from ....algebra.packed import null_space_modulo
from ....core.arithmetic import Filter
from ....core.limits import Work
from ....core.outcome import Rejected
from ....core.reading import choice, integer, json_list, json_object
from ..chain import Chain

MAX_POINTS = 100
Rows = list[list[Filter]]


def check_factors(value: object, chain: Chain, whole: Rows, prime: int, where: str, work: Work) -> bool:
    """Whether there is one orbit of factors at most; False if there are none at all. One of the two is established."""
    lines = [set(chain.line(d, 0, len(chain), work)) for d in chain.directions()]
    given = list(enumerate(json_list(value, where)))[::-1]
    for row in whole:
        for entry in row:
            work.spend(2 + 2 * len(entry) * len(lines))
            if any(n not in line for index in entry for n, line in zip(index, lines, strict=True)):
                if given:
                    raise Rejected(where, "must be empty: coefficients that no product of the layers has are not 0")
                return False
    found = _divided(given, chain, whole, prime, where, work)
    if given:
        raise Rejected(where, "are more cuts than there are products to divide")
    return found


def _divided(given: list[tuple[int, object]], chain: Chain, whole: Rows, prime: int, where: str, work: Work) -> bool:
    """Takes what divides a product, and then both parts, from the end of a list; whether all layers are found."""
    if len(chain) == 1:
        return True
    if not given:
        raise Rejected(where, "do not divide all layers")
    number, entry = given.pop()
    for d in chain.directions():
        chain, whole = _relabelled(chain, whole, d, work)
    cut = _Cut(entry, chain, whole, prime, f"{where}[{number}]", work)
    pair = cut.solved()
    if pair is None:
        return False
    parts = chain.part(0, cut.place), chain.part(cut.place, len(chain))
    return all(_divided(given, part, factor, prime, where, work) for part, factor in zip(parts, pair, strict=True))


def _relabelled(chain: Chain, whole: Rows, d: int, work: Work) -> tuple[Chain, Rows]:
    """With monomials of the last layer as output channels, if in a direction their multiples do not overlap."""
    last = len(chain) - 1
    size, e = chain.sizes[last], chain.exponents[last][d]
    k, line = size[d], chain.line(d, 0, last, work)
    if k == 1 or len(chain.line(d, 0, last + 1, work)) != k * len(line):
        return chain, whole
    work.spend(2 * k * len(line))
    origin = {n + e * j: (j, n) for j in range(k) for n in line}
    rows: Rows = []
    for row in whole:
        moved: Rows = [[{} for _ in row] for _ in range(k)]
        for i, entry in enumerate(row):
            work.spend(k + (3 + len(size)) * len(entry))
            for index, c in entry.items():
                j, n = origin[index[d]]
                moved[j][i][(*index[:d], n, *index[d + 1 :])] = c
        rows += moved
    sizes = [*chain.sizes[:last], (*size[:d], 1, *size[d + 1 :])]
    channels = [*chain.channels[:-1], chain.channels[-1] * k]
    return Chain(channels, sizes, chain.exponents, chain.places), rows


class _Cut:
    """A cut of a chain with a given product, and the points that are to determine both factors."""

    def __init__(self, value: object, chain: Chain, whole: Rows, prime: int, where: str, work: Work) -> None:
        item = json_object(value, "cut side points", where)
        self.place = integer(item["cut"], f"{where}.cut", 1, len(chain) - 1)
        self.side = choice(item["side"], ("before", "after"), f"{where}.side")
        self.whole, self.prime, self.where, self.work = whole, prime, where, work
        self.inputs, self.width = chain.channels[0], chain.channels[self.place]
        directions, later = chain.directions(), list(zip(chain.sizes, chain.exponents, strict=True))[self.place :]
        self.points = [
            [
                integer(x, f"{where}.points[{n}][{d}]", 1, prime - 1)
                for d, x in enumerate(json_list(point, f"{where}.points[{n}]", len(directions)))
            ]
            for n, point in enumerate(json_list(item["points"], f"{where}.points"))
        ]
        if not 0 < len(self.points) <= MAX_POINTS:
            raise Rejected(f"{where}.points", f"are not from 1 to {MAX_POINTS}")
        self.steps = [gcd(*(e[d] for size, e in later if size[d] > 1)) for d in directions]
        self.first = self._support(chain, 0, self.place)
        self.later = self._support(chain, self.place, len(chain))
        self.lows: list[dict[int, int]] = [{} for _ in directions]
        for lows, step, d in zip(self.lows, self.steps, directions, strict=True):
            for n in chain.line(d, 0, self.place, work):
                lows.setdefault(n % step if step else n, n)
        self.number = {rest: n for n, rest in enumerate(product(*self.lows))}

    def _support(self, chain: Chain, start: int, stop: int) -> list[tuple[int, ...]]:
        self.work.spend(2 * len(chain.sizes[0]) * chain.support(start, stop, self.work))
        return list(product(*(chain.line(d, start, stop, self.work) for d in chain.directions())))

    def _component(self, index: tuple[int, ...], point: list[int]) -> tuple[int, int]:
        """The polyphase component of a monomial, and its value at a point."""
        rest = tuple(n % step if step else n for n, step in zip(index, self.steps, strict=True))
        value = 1
        for n, r, lows, step, x in zip(index, rest, self.lows, self.steps, point, strict=True):
            value = value * pow(x, (n - lows[r]) // step if step else 0, self.prime) % self.prime
        self.work.spend(12 * len(index))
        return self.number[rest], value

    def _values(self, point: list[int]) -> list[list[int]]:
        """U'(X)."""
        found = []
        for row in self.whole:
            values = [0] * (len(self.number) * self.inputs)
            self.work.spend(2 * len(values))
            for i, entry in enumerate(row):
                for index, c in entry.items():
                    n, x = self._component(index, point)
                    values[n * self.inputs + i] = (values[n * self.inputs + i] + c * x) % self.prime
            found.append(values)
        return found

    def _equations(self, values: list[list[int]], point: list[int]) -> list[dict[int, int]]:
        """Those for rows or columns that fit, by their entries other than 0."""
        p, found = self.prime, []
        support = self.first if self.side == "before" else self.later
        lines = values if self.side == "before" else [list(line) for line in zip(*values, strict=True)]
        self.work.spend(sum(map(len, lines)))
        listed = [{n: c for n, c in enumerate(line) if c} for line in lines]
        places = [self._component(index, point) for index in support]
        if self.side == "after":
            places = [(0, x) for _, x in places]
        parts = len(lines[0]) // (len(self.number) if self.side == "before" else 1)
        for vector in null_space_modulo(listed, len(lines[0]), p, self.work):
            self.work.spend(4 * parts * len(places))
            found.append(
                {
                    part * len(places) + m: vector[n * parts + part] * x % p
                    for part in range(parts)
                    for m, (n, x) in enumerate(places)
                    if vector.get(n * parts + part)
                }
            )
        return found

    def solved(self) -> tuple[Rows, Rows] | None:
        """Both factors modulo the prime; None if there are none."""
        equations: list[dict[int, int]] = []
        for n, point in enumerate(self.points):
            values = self._values(point)
            rank = rank_modulo(values, self.prime, self.work, self.width + 1)
            if rank > self.width:
                return None
            if rank < self.width:
                raise Rejected(f"{self.where}.points[{n}]", "the end-to-end filter is not shown to have the rank")
            equations += self._equations(values, point)
        before = self.side == "before"
        support, parts = (self.first, self.inputs) if before else (self.later, len(self.whole))
        basis = null_space_modulo(equations, parts * len(support), self.prime, self.work)
        if len(basis) > self.width:
            raise Rejected(self.where, "more rows or columns are left than there are channels")
        if len(basis) < self.width:
            return None
        known: Rows = [[{} for _ in range(parts)] for _ in basis]
        for row, vector in zip(known, basis, strict=True):
            for n, c in vector.items():
                row[n // len(support)][support[n % len(support)]] = c
        wanted = self.whole if before else _transposed(self.whole)
        found = self._solution(known, self.later if before else self.first, wanted)
        if found is None:
            return None
        return (known, found) if before else (_transposed(found), _transposed(known))

    def _solution(self, known: Rows, support: list[tuple[int, ...]], wanted: Rows) -> Rows | None:
        """The x with sum_a x[r][a] known[a][s] = wanted[r][s], of monomials of the support; None if there is none."""
        unknowns = [(a, n) for a in range(len(known)) for n in support]
        table: dict[tuple[int, tuple[int, ...]], dict[int, int]] = {}
        for column, (a, n) in enumerate(unknowns):
            for s, entry in enumerate(known[a]):
                self.work.spend(2 + (4 + 2 * len(n)) * len(entry))
                for index, c in entry.items():
                    place = s, tuple(p + q for p, q in zip(index, n, strict=True))
                    table.setdefault(place, {})[column] = c
        for r, row in enumerate(wanted):
            for s, entry in enumerate(row):
                self.work.spend(2 + 4 * len(entry))
                for index, c in entry.items():
                    table.setdefault((s, index), {})[len(unknowns) + r] = c
        columns = len(unknowns) + len(wanted)
        solutions = null_space_modulo(list(table.values()), columns, self.prime, self.work)
        free = {max(vector): vector for vector in solutions}  # what follows a column without a pivot is 0
        if min(free, default=columns) < len(unknowns):
            raise Rejected(self.where, "the other factor is not shown to be the only one")
        if len(free) < len(wanted):
            return None
        found: Rows = []
        for r in range(len(wanted)):
            solution: list[Filter] = [{} for _ in known]
            for number, c in free[len(unknowns) + r].items():
                if number < len(unknowns):
                    a, index = unknowns[number]
                    solution[a][index] = self.prime - c
            found.append(solution)
        return found


def _transposed(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]
