"""Two layers of any width with prescribed invariants D, not scalar: pairs that differ in two hidden coordinates.

Contents: :func:`block_pair`, :func:`halves`.

Let the hidden width n be at most the outer widths. Since D is not scalar, there are two coordinates U on which D_UU is
not scalar. Take W_1 = L, W_2 = M, G for D_UU from :mod:`symlcn.networks.denseplane`, and with V the other coordinates

    W_1 = [[L, 0], [C, E]],   W_2 = [[M, K], [0, F]],   W_1' = (G ⊕ I)·W_1,   W_2' = W_2·(G ⊕ I)⁻¹.

The products are equal. The invariants are D for both iff B = LCᵀ and A = MᵀK satisfy

    A − B = D_UV,   (G⁻ᵀ − I)·A = (G − I)·B,   FᵀF − EEᵀ = D_VV − KᵀK + CCᵀ.

The first two are linear, with one solution if G⁻ᵀ − G is invertible. The last has the solution E = (c·I − X/c)/2, F =
(c·I + X/c)/2 for every X on the right and c ≠ 0, both invertible but for finitely many c. So W has rank n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

from flint import fmpq_mat

from symlcn.networks.dense import Dense, Matrices, difference, scalar_value
from symlcn.networks.denseplane import PlanePair, built_plane_pairs, drawn_plane_pairs, split_layers
from symlcn.networks.matrices import Rows, embedded, entries, identity, matrix

__all__ = ["block_pair", "halves"]

MAX_PARTS = 4
"""So many pairs of coordinates are tried."""


def block_pair(network: Dense, rows: Rows) -> tuple[Matrices, Matrices] | None:
    """A pair with the invariants D, for two layers whose hidden width is at most the outer ones; None if none is found.

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
            for plane in source(_corner(rows, part, part)):
                pair = _extended(network, rows, part, plane)
                if pair is not None and difference(network, *pair) is not None:
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
    """The pair from one on two coordinates; None if the linear equations have not exactly one solution."""
    size, (first, _, last) = len(rows), network.widths
    rest = [i for i in range(size) if i not in part]
    change = plane.change
    if not rest:
        lower, upper, whole = plane.first, plane.second, change
    else:
        turned = change.transpose().inv()
        if (turned - change).det() == 0:
            return None
        across = matrix(_corner(rows, part, rest))
        below = (turned - change).inv() * (identity(2) - turned) * across
        left = (plane.first.inv() * below).transpose()
        right = plane.second.transpose().inv() * (below + across)
        inner = matrix(_corner(rows, rest, rest)) - right.transpose() * right + left * left.transpose()
        e, f = halves(entries(inner))
        lower = _assembled(part, rest, [[plane.first, None], [left, e]])
        upper = _assembled(part, rest, [[plane.second, right], [None, f]])
        whole = _assembled(part, rest, [[change, None], [None, identity(len(rest))]])
    return (
        (embedded(lower, size, first), embedded(upper, last, size)),
        (embedded(whole * lower, size, first), embedded(upper * whole.inv(), last, size)),
    )


def _assembled(part: Sequence[int], rest: Sequence[int], blocks: list[list[Any]]) -> Any:
    """The square matrix with the given blocks on the given sets of coordinates; None is zero."""
    size = len(part) + len(rest)
    rows: list[list[Any]] = [[0] * size for _ in range(size)]
    for chosen, line in zip((part, rest), blocks, strict=True):
        for others, block in zip((part, rest), line, strict=True):
            for a, i in enumerate(chosen):
                for b, j in enumerate(others):
                    rows[i][j] = 0 if block is None else block[a, b]
    return fmpq_mat(rows)


def halves(rows: Rows) -> tuple[Any, Any]:
    """Invertible W_1 = (c·I − D/c)/2 and W_2 = (c·I + D/c)/2, with the invariants D, for the least such integer c > 0.

    Examples
    --------
    >>> [layer.tolist() for layer in halves(entries(matrix([[1, 2], [2, 1]])))]
    [[[3/4, -1/2], [-1/2, 3/4]], [[5/4, 1/2], [1/2, 5/4]]]
    """
    size, scale = len(rows), 1
    while True:
        layers = split_layers(rows, identity(size) * scale, [0] * (size * (size - 1) // 2))
        if all(layer.det() != 0 for layer in layers):
            return layers
        scale += 1
