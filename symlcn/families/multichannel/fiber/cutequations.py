"""Linear equations for both factors of an end-to-end filter U at a cut.

Contents: :class:`Step`, :class:`Cut`.

Let A be the product of the layers after a cut and B that of those before it, c the channels between them, X_d =
x_d^{e_d} with e_d the greatest common divisor of the exponents of A in direction d, and U', B' the polyphase components
of U and B, matrices over Q[X] with U' = A·B'. Where U' has rank c at a point X, so have A and B': the rows of U'(X) and
of B'(X) span one space, and the columns of U'(X) and of A(X). So in every factorization of U the rows of B are among
the rows b of their shape with b'(X) in the row space of U'(X) at some such points X ("before"), and the columns of A
among those of their shape in the column spaces ("after"). These are linear equations.

1. Where U' has a rank above c somewhere, or the solutions have a dimension below c, there is no factorization.
2. Where it is c, the rows of B are a basis: B is unique up to GL(c), and so is A, as A·B' = U' is linear, with one
   solution at most. If there is none, there is no factorization. Else both go on as end-to-end filters of their layers.

Modulo a prime the dimension of solutions can only be larger, and ranks smaller. Where all that is used is shown modulo
a prime, it is so over Q: a lattice of solutions of rank c reduces to those modulo the prime, and a system that is
injective modulo the prime, and not solvable there, is not solvable over Q.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple, TypeAlias

from symlcn.algebra.echelon import echelon
from symlcn.errors import LimitError
from symlcn.families.multichannel.chain import Chain
from symlcn.families.multichannel.saturation import common_exponents, polyphase_classes

__all__ = ["Cut", "Field", "Index", "Rows", "Step"]

MAX_UNKNOWNS = 1000
MAX_ENTRIES = 2 * 10**6
MAX_POINTS = 60
PATIENCE = 3
"""So many points in a row may leave the equations as they are, or have too small a rank."""

Index: TypeAlias = tuple[int, ...]
Polynomial: TypeAlias = dict[Index, Any]
Rows: TypeAlias = list[list[Polynomial]]
Field: TypeAlias = Callable[[list[list[Any]]], Any]
"""What makes a matrix over a field of rows."""


class Step(NamedTuple):
    """How both factors at a cut are determined.

    Attributes
    ----------
    cut : int
        The number of layers before it, of those that are divided.
    side : str
        ``"before"``: the first by row spaces; ``"after"``: the second by column spaces.
    points : tuple
        The X, an integer for each direction.
    """

    cut: int
    side: str
    points: tuple[Index, ...]


class Cut:
    """A cut of a chain with a given product."""

    def __init__(self, chain: Chain, place: int, whole: Rows, field: Field) -> None:
        self.place, self.whole, self.field = place, whole, field
        self.inputs, self.width = chain.channels[0], chain.channels[place]
        self.steps, self.classes = common_exponents(chain, place), polyphase_classes(chain, place)
        self.number = {rest: n for n, rest in enumerate(product(*self.classes))}
        self.first, self.later = (
            list(product(*(chain.line(d, *ends) for d in chain.directions)))
            for ends in ((0, place), (place, len(chain)))
        )

    def _component(self, index: Index) -> tuple[int, Index]:
        """The polyphase component of a monomial, and its exponents in X."""
        rest = tuple(n % step if step else n for n, step in zip(index, self.steps, strict=True))
        lows = (self.classes[d][r][0] for d, r in enumerate(rest))
        power = tuple((n - low) // step if step else 0 for n, low, step in zip(index, lows, self.steps, strict=True))
        return self.number[rest], power

    def values(self, point: Index) -> list[list[Any]]:
        """U'(X)."""
        found = []
        for row in self.whole:
            values: list[Any] = [0] * (len(self.number) * self.inputs)
            for i, entry in enumerate(row):
                for index, c in entry.items():
                    n, power = self._component(index)
                    values[n * self.inputs + i] += c * _power(point, power)
            found.append(values)
        return found

    def _size(self, side: str) -> int:
        """The number of unknowns."""
        return len(self.first) * self.inputs if side == "before" else len(self.later) * len(self.whole)

    def equations(self, side: str, point: Index) -> list[list[Any]]:
        """The linear equations at a point where U' has the rank c."""
        values = self.values(point)
        vectors = _null_space(self.field(values if side == "before" else _transposed(values)))
        if side == "before":
            places = [(n, _power(point, power)) for n, power in map(self._component, self.first)]
            return [[v[n * self.inputs + i] * x for i in range(self.inputs) for n, x in places] for v in vectors]
        powers = [_power(point, self._component(index)[1]) for index in self.later]
        return [[v[o] * x for o in range(len(self.whole)) for x in powers] for v in vectors]

    def step(self) -> Step | str:
        """Points that determine the layer, or show that there is none; or why none are found."""
        for side in ("before", "after"):
            if self._size(side) > MAX_UNKNOWNS:
                return f"the equations have more than {MAX_UNKNOWNS} unknowns"
            points: list[Index] = []
            rows: list[list[Any]] = []
            dimension, idle = self._size(side), 0
            for point in _points(len(self.steps)):
                rank = self.field(self.values(point)).rank()
                if rank > self.width:
                    return Step(self.place, side, (point,))
                before = dimension
                if rank == self.width:
                    points.append(point)
                    rows += self.equations(side, point)
                    if len(rows) * dimension > MAX_ENTRIES:
                        raise LimitError(f"the equations for rows that fit have more than {MAX_ENTRIES} entries")
                    dimension = self._size(side) - (self.field(rows).rank() if rows else 0)
                    if dimension <= self.width:
                        return Step(self.place, side, tuple(points))
                idle = idle + 1 if dimension == before else 0
                if idle == PATIENCE:
                    break
        if not points:
            return "its coefficients do not have the rank that determines factors"
        return "more rows fit than there are channels"

    def solved(self, step: Step) -> tuple[Rows, Rows] | str:
        """The first layer, by its own indices, and the product of the others; or why there are none."""
        if self.field(self.values(step.points[0])).rank() > self.width:
            return f"the matrix of its polyphase components has a rank above {self.width}"
        rows = [row for point in step.points for row in self.equations(step.side, point)]
        basis = _null_space(self.field(rows or [[0] * self._size(step.side)]))
        if len(basis) < self.width:
            return f"fewer than {self.width} independent rows fit"
        basis = [list(row) for row in echelon(self.field(basis))[0].tolist()]
        if step.side == "before":
            first = _split(basis, self.inputs, self.first)
            later = self._solution(first, self.later, self.whole)
            return "the later layers cannot complete what the earlier ones must be" if later is None else (first, later)
        columns = _split(basis, len(self.whole), self.later)
        found = self._solution(columns, self.first, _transposed(self.whole))
        if found is None:
            return "the earlier layers cannot complete what the later ones must be"
        return self._normalized(_transposed(found), columns)

    def _normalized(self, first: Rows, columns: Rows) -> tuple[Rows, Rows]:
        """Both factors, the coefficients of the first one in reduced echelon form."""
        lists = [[entry.get(j, 0) for entry in row for j in self.first] for row in first]
        reduced, pivots = echelon(self.field(lists))
        later: Rows = [[{} for _ in range(self.width)] for _ in columns[0]]
        for a, pivot in enumerate(pivots):
            for b, column in enumerate(columns):
                for o, entry in enumerate(column):
                    for index, c in entry.items():
                        later[o][a][index] = later[o][a].get(index, 0) + c * lists[b][pivot]
        return _split([list(row) for row in reduced.tolist()], self.inputs, self.first), later

    def _solution(self, known: Rows, support: list[Index], wanted: Rows) -> Rows | None:
        """The x with Σ_a x[r][a]·known[a][s] = wanted[r][s] and monomials of the support; None if there is none."""
        unknowns = [(a, n) for a in range(len(known)) for n in support]
        table: dict[tuple[int, Index], dict[int, Any]] = {}
        for column, (a, n) in enumerate(unknowns):
            for s, entry in enumerate(known[a]):
                for index, c in entry.items():
                    place = s, tuple(p + q for p, q in zip(index, n, strict=True))
                    table.setdefault(place, {})[column] = c
        for r, line in enumerate(wanted):
            for s, entry in enumerate(line):
                for index, c in entry.items():
                    table.setdefault((s, index), {})[len(unknowns) + r] = c
        width = len(unknowns) + len(wanted)
        if width * len(table) > MAX_ENTRIES:
            raise LimitError(f"the equations for a factor have more than {MAX_ENTRIES} entries")
        reduced, pivots = echelon(self.field([[row.get(n, 0) for n in range(width)] for row in table.values()]))
        if pivots[: len(unknowns)] != list(range(len(unknowns))):
            raise LimitError("that there is one solution at most is not shown modulo a prime")
        if len(pivots) > len(unknowns):
            return None
        found: Rows = [[{} for _ in known] for _ in wanted]
        for row, (a, n) in enumerate(unknowns):
            for r in range(len(wanted)):
                value = reduced[row, len(unknowns) + r]
                if value != 0:
                    found[r][a][n] = value
        return found


def _points(dimension: int) -> Iterator[Index]:
    """Integers for each direction, the same ones each time, all different in the first direction."""
    state = 20_111
    for n in range(2, MAX_POINTS + 2):
        point = [n]
        for _ in range(1, dimension):
            state = state * 48271 % (2**31 - 1)
            point.append(state // 7 % 97 + 2)
        yield tuple(point)


def _power(point: Index, power: Index) -> int:
    return prod(x**n for x, n in zip(point, power, strict=True))


def _null_space(matrix: Any) -> list[list[Any]]:
    """A basis of the null space, over the field of the matrix."""
    reduced, pivots = echelon(matrix)
    found = []
    for free in sorted(set(range(matrix.ncols())) - set(pivots)):
        vector: list[Any] = [int(column == free) for column in range(matrix.ncols())]
        for row, pivot in enumerate(pivots):
            vector[pivot] = -reduced[row, free]
        found.append(vector)
    return found


def _transposed(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _split(basis: list[list[Any]], parts: int, support: list[Index]) -> Rows:
    """Vectors as rows of polynomials, so many in each."""
    size = len(support)
    return [
        [
            {n: c for n, c in zip(support, row[part * size : (part + 1) * size], strict=True) if c != 0}
            for part in range(parts)
        ]
        for row in basis
    ]
