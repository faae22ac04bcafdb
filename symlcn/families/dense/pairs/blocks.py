"""Two layers of any width with prescribed invariants D, not scalar: pairs that differ in two hidden coordinates.

Contents: :func:`block_pair`.

Since D is not scalar, there are two hidden coordinates U on which D_UU is not scalar. Take W_1 = L, W_2 = M, G for D_UU
from :mod:`symlcn.families.dense.pairs.twobytwo`, and with V the other coordinates, if the outer widths are at least 2,

    W_1 = [[L, 0], [C, E]],   W_2 = [[M, K], [0, F]],   W_1' = (G ⊕ I)·W_1,   W_2' = W_2·(G ⊕ I)⁻¹.

The products are equal. The invariants are D for both iff B = LCᵀ and A = MᵀK satisfy

    A − B = D_UV,   (G⁻ᵀ − I)·A = (G − I)·B,   FᵀF − EEᵀ = D_VV − KᵀK + CCᵀ.

The first two are linear, with one solution if G⁻ᵀ − G is invertible. Where the hidden width n is at most the outer
ones, the last is solved by E = (c·I − X/c)/2, F = (c·I + X/c)/2, with X on the right and c ≠ 0, both invertible but for
finitely many c, and W has rank n. For wider hidden layers solutions E, F of smaller shapes are searched
(:func:`symlcn.families.dense.pairs.wide.represented`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.matrices import Rows, embedded, entries, identity, matrix, scalar_value
from symlcn.families.dense.network import Dense, Matrices, difference
from symlcn.families.dense.pairs.twobytwo import PlanePair, built_plane_pairs, drawn_plane_pairs
from symlcn.families.dense.pairs.wide import represented

__all__ = ["block_pair"]

MAX_PARTS = 4
"""So many pairs of coordinates are tried."""
MAX_PLANES = 40
"""So many pairs on them are tried."""


def block_pair(network: Dense, rows: Rows) -> tuple[Matrices, Matrices] | None:
    """A pair with the invariants D for two layers of outer widths at least 2; None if none is found.

    Small pairs are preferred, then those where D splits.

    Examples
    --------
    >>> network, d = Dense((3, 3, 3)), entries(matrix([[1, 2, 3], [2, 0, 1], [3, 1, 5]]))
    >>> first, second = block_pair(network, d)
    >>> network.invariants(first) == network.invariants(second) == (d,)
    True
    >>> network.parametrization(first) == network.parametrization(second)
    True
    """
    parts = sorted(_parts(rows), key=lambda part: _entangled(rows, part))[:MAX_PARTS]
    sources: tuple[Callable[[Rows], Iterator[PlanePair]], ...] = (drawn_plane_pairs, built_plane_pairs)
    for source in sources:
        for part in parts:
            for plane in islice(source(_corner(rows, part, part)), MAX_PLANES):
                pair = _extended(network, rows, part, plane)
                if pair is not None and matrix(network.parametrization(pair[0])).rank() == min(network.widths):
                    if difference(network, *pair) is not None:
                        return pair
    return None


def _parts(rows: Rows) -> list[tuple[int, int]]:
    """The pairs of coordinates on which D is not scalar."""
    pairs = combinations(range(len(rows)), 2)
    return [part for part in pairs if scalar_value(_corner(rows, part, part)) is None]


def _entangled(rows: Rows, part: Sequence[int]) -> int:
    """The number of entries of D that connect two coordinates with the others."""
    return sum(rows[i][j] != 0 for i in part for j in range(len(rows)) if j not in part)


def _corner(rows: Rows, chosen: Sequence[int], others: Sequence[int]) -> Rows:
    return tuple(tuple(rows[i][j] for j in others) for i in chosen)


def _extended(network: Dense, rows: Rows, part: Sequence[int], plane: PlanePair) -> tuple[Matrices, Matrices] | None:
    """The pair from one on two coordinates; None if an equation has no solution, or none is found."""
    size, (first, _, last) = len(rows), network.widths
    rest = [i for i in range(size) if i not in part]
    change, one = plane.change, identity(2)
    turned = change.transpose().inv()
    if rest and (turned - change).det() == 0:
        return None
    blocks: list[Any] = [plane.first, plane.second, change]
    if rest:
        across = matrix(_corner(rows, part, rest))
        below = (turned - change).inv() * (one - turned) * across
        left = (plane.first.inv() * below).transpose()
        right = plane.second.transpose().inv() * (below + across)
        inner = matrix(_corner(rows, rest, rest)) - right.transpose() * right + left * left.transpose()
        columns = represented(entries(inner), last - 2, first - 2)
        if columns is None:
            return None
        upper, lower = [c[: last - 2] for c in columns], [c[last - 2 :] for c in columns]
        blocks = [
            _stacked(plane.first, left, lower),
            _stacked(plane.second.transpose(), right.transpose(), upper).transpose(),
            embedded(change, size, size, unit=True),
        ]
    order = [*part, *rest]
    place = fmpq_mat([[int(order[j] == i) for j in range(size)] for i in range(size)])
    layers = place * embedded(blocks[0], size, first), embedded(blocks[1], last, size) * place.transpose()
    whole = place * blocks[2] * place.transpose()
    return layers, (whole * layers[0], layers[1] * whole.inv())


def _stacked(corner: Any, below: Any, rows: list[list[Any]]) -> Any:
    """[[corner, 0], [below, rows]]."""
    top = [[*line, *[0] * len(rows[0])] for line in corner.tolist()]
    return fmpq_mat([*top, *([*line, *row] for line, row in zip(below.tolist(), rows, strict=True))])
