"""The rank of the Jacobian at a point that is not rational.

Contents: :class:`Elimination`, :func:`eliminate`; :func:`pivoted`.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

from flint import acb, arb, ctx

from symlcn.algebra.balls import inflate, multiply_all
from symlcn.errors import brief
from symlcn.fiber.exact.conjugates import (
    MARGIN,
    MAX_BITS,
    MAX_CONJUGATES,
    House,
    count_conjugates,
    filter_house,
    zero_bits,
)
from symlcn.fiber.exact.multiplication import multiplication_rows
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture

__all__ = ["Elimination", "eliminate", "pivoted"]

MAX_ELIMINATION = 40_000
"""Bound on K²·N for K parameters and N entries of the end-to-end filter."""


LEADING = 53
"""Bits of the size of an entry that tell which pivot is taken."""


class Elimination(NamedTuple):
    """Pivots of the Jacobian at a point, in order: rows are parameters, columns entries of the end-to-end filter.

    Their number is the rank. `bits` of the roots show it, with a margin.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    bits: int

    def __repr__(self) -> str:
        return brief(self)

    @property
    def rank(self) -> int:
        """The rank of the Jacobian."""
        return len(self.rows)


def eliminate(architecture: Architecture, point: Point) -> Elimination | None:
    """The rank of the Jacobian at a point, real or not, by elimination in balls; None if it costs too much.

    Pivots are not 0, as balls show. What is left then vanishes by the norm argument: with a determinant A of the
    pivots, A times an entry that is left is a minor, of which the house is known (Hadamard).

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network = parse_architecture("k3s2 k2")
    >>> [eliminate(network, p).rank for p in geometric_points(network, (1, 0, -3, 0, 1), "R")]
    [4, 4]
    """
    conjugates, size = count_conjugates([point]), sum(layer.parameters for layer in architecture.layers)
    if conjugates > MAX_CONJUGATES or size * size * architecture.ambient > MAX_ELIMINATION:
        return None
    houses = _row_houses(architecture, point)
    bits = 128
    while bits <= MAX_BITS:
        with ctx.workprec(2 * bits):
            rows, columns, rest = pivoted(_jacobian(architecture, point, bits), architecture.rank)
            if len(rows) == architecture.rank:
                return Elimination(tuple(rows), tuple(columns), bits + MARGIN)
            pivots = prod((houses[row] for row in rows), start=House(1, 1))
            if all(_vanishes(value, pivots, houses[row], conjugates) for row, value in rest):
                return Elimination(tuple(rows), tuple(columns), bits + MARGIN + 16 * len(rows))
        bits *= 2
    return None


def _vanishes(value: Any, pivots: House, own: House, conjugates: int) -> bool:
    """Whether an entry that is left after elimination is small enough to be 0."""
    small = arb(2) ** -zero_bits(pivots * own, conjugates)
    return bool(value.abs_upper() * pivots.bound < small)


def _row_houses(architecture: Architecture, point: Point) -> list[House]:
    """For each row of J the house of its entries, the bound that of the sum of their sizes."""
    own = [filter_house(point, layer) for layer in range(len(architecture.layers))]
    houses = []
    for layer, shape in enumerate(architecture.layers):
        others = prod(own[:layer] + own[layer + 1 :], start=House(1, 1))
        houses += [others] * shape.parameters
    return houses


def _jacobian(architecture: Architecture, point: Point, bits: int) -> list[list[Any]]:
    """J in balls, for the normalised filters."""
    layers = range(len(architecture.layers))
    inflated = [inflate(point.enclosure(layer, bits), architecture.exponents[layer]) for layer in layers]
    matrix = []
    for layer in layers:
        others = multiply_all(inflated[:layer] + inflated[layer + 1 :], architecture.dimension)
        matrix += multiplication_rows(architecture, layer, others)
    return [[acb(value) for value in row] for row in matrix]


def pivoted(matrix: list[list[Any]], most: int) -> tuple[list[int], list[int], list[tuple[int, Any]]]:
    """Pivots that are not 0, the largest first, and the entries that are left, with their rows."""
    rows, columns = list(range(len(matrix))), list(range(len(matrix[0])))
    chosen: list[tuple[int, int]] = []
    while len(chosen) < most:
        places = ((matrix[i][j].abs_lower(), i, j) for i in rows for j in columns)
        size, i, j = max(places, key=lambda place: (_leading(place[0]), -place[1], -place[2]))
        if not size > 0:
            break
        chosen.append((i, j))
        rows.remove(i)
        columns.remove(j)
        for other in rows:
            ratio = matrix[other][j] / matrix[i][j]
            if not ratio.is_zero():
                for column in columns:
                    matrix[other][column] -= ratio * matrix[i][column]
    rest = [(i, matrix[i][j]) for i in rows for j in columns]
    return [i for i, _ in chosen], [j for _, j in chosen], rest


def _leading(size: Any) -> tuple[bool, int, int]:
    """A key that orders exact non-negative numbers by their exponents and their first 53 bits."""
    mantissa, exponent = (int(part) for part in size.man_exp())
    length = mantissa.bit_length()
    return (
        mantissa > 0,
        exponent + length,
        mantissa >> (length - LEADING) if length > LEADING else mantissa << (LEADING - length),
    )
