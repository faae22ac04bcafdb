"""Two layers with prescribed invariants D, hidden width at most the outer ones: all of them, over Q.

Contents: :func:`split_layers`, :func:`halves`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from symlcn.algebra.matrices import Rows, identity, matrix

__all__ = ["halves", "split_layers"]


def split_layers(rows: Rows, corner: Any, turn: Sequence[int | Fraction]) -> tuple[Any, Any]:
    """W_1 = T/2 − (D/2 + S)·T⁻ᵀ and W_2ᵀ = T/2 + (D/2 + S)·T⁻ᵀ: all matrices with the invariants D, W_1 + W_2ᵀ = T.

    Parameters
    ----------
    rows : rows of Fraction
        D, symmetric of any size.
    corner : fmpq_mat
        T, invertible.
    turn : sequence of Fraction
        The entries above the diagonal of S, which is skew-symmetric.

    Examples
    --------
    >>> first, second = split_layers(((Fraction(3),),), matrix([[3]]), [])
    >>> first.tolist(), second.tolist()
    ([[1]], [[2]])
    """
    size = len(rows)
    skew: list[list[int | Fraction]] = [[0] * size for _ in range(size)]
    for (i, j), value in zip(combinations(range(size), 2), turn, strict=True):
        skew[i][j], skew[j][i] = value, -value
    inner = (matrix(rows) / 2 + matrix(skew)) * corner.transpose().inv()
    return corner / 2 - inner, (corner / 2 + inner).transpose()


def halves(rows: Rows) -> tuple[Any, Any]:
    """Invertible W_1 = (c·I − D/c)/2 and W_2 = (c·I + D/c)/2, with the invariants D, for the least such integer c > 0.

    Examples
    --------
    >>> [layer.tolist() for layer in halves(((Fraction(1), Fraction(2)), (Fraction(2), Fraction(1))))]
    [[[3/4, -1/2], [-1/2, 3/4]], [[5/4, 1/2], [1/2, 5/4]]]
    """
    size, scale = len(rows), 1
    while True:
        layers = split_layers(rows, identity(size) * scale, [0] * (size * (size - 1) // 2))
        if all(layer.det() != 0 for layer in layers):
            return layers
        scale += 1
