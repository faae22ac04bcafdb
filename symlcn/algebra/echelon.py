"""Elimination: echelon forms, pivots, null spaces and ranks of the matrices of FLINT. Nothing else calls for them.

Contents: :func:`echelon`, :func:`pivots`, :func:`null_space`, :func:`kernel_vectors`, :func:`orthogonal_vectors`;
:func:`modulo`, :func:`rank_modulo`.

A matrix is an ``fmpq_mat``, an ``fmpz_mat``, or one modulo a prime, ``nmod_mat`` or ``fmpz_mod_mat``; all is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import Any

from flint import fmpq, fmpq_mat, fmpz_mat, fmpz_mod_ctx, fmpz_mod_mat, nmod_mat

from symlcn.algebra.exact import WORD_PRIME, fraction_of

__all__ = ["echelon", "kernel_vectors", "modulo", "null_space", "orthogonal_vectors", "pivots", "rank_modulo"]


def echelon(matrix: Any) -> tuple[Any, list[int]]:
    """The reduced echelon form, that of an integer matrix up to one factor, and the columns of its pivots.

    Examples
    --------
    >>> reduced, columns = echelon(fmpq_mat([[0, 2, 4], [0, 1, 5]]))
    >>> reduced.tolist(), columns
    ([[0, 1, 0], [0, 0, 1]], [1, 2])
    """
    reduced, *_, rank = matrix.rref()
    columns: list[int] = []
    for row in range(rank):
        start = columns[-1] + 1 if columns else 0
        columns.append(next(column for column in range(start, reduced.ncols()) if reduced[row, column] != 0))
    return reduced, columns


def pivots(matrix: Any) -> list[int]:
    """The columns that are no combinations of those before them.

    Examples
    --------
    >>> pivots(fmpq_mat([[0, 2, 4], [0, 1, 2]]))
    [1]
    """
    return echelon(matrix)[1]


def null_space(matrix: Any) -> list[Any]:
    """Columns that form a basis of the null space of a matrix over Q, one for each column without a pivot.

    Examples
    --------
    >>> [column.tolist() for column in null_space(fmpq_mat([[1, 2]]))]
    [[[-2], [1]]]
    """
    return [fmpq_mat([[fmpq(c)] for c in vector]) for vector in _relations(matrix)]


def _relations(matrix: Any) -> Iterator[list[Any]]:
    """For each column without a pivot the coefficients with which it and the pivots before it add up to 0."""
    reduced, columns = echelon(matrix)
    for free in sorted(set(range(matrix.ncols())) - set(columns)):
        vector: list[Any] = [int(column == free) for column in range(matrix.ncols())]
        for row, pivot in enumerate(columns):
            vector[pivot] = -reduced[row, free]
        yield vector


def kernel_vectors(matrix: Any) -> list[list[int]]:
    """Integers that form a basis of the null space of an integer matrix, or residues for one modulo a prime.

    Examples
    --------
    >>> kernel_vectors(modulo([[1, 2]], 5))
    [[3, 1]]
    """
    if not isinstance(matrix, fmpz_mat):
        return [[int(c) for c in vector] for vector in _relations(matrix)]
    basis, nullity = matrix.nullspace()
    return [[int(basis[row, column]) for row in range(basis.nrows())] for column in range(nullity)]


def orthogonal_vectors(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Integer vectors that form a basis over Q of those orthogonal to all rows.

    Examples
    --------
    >>> orthogonal_vectors([[2, 3, 0]])
    [[-3, 2, 0], [0, 0, 1]]
    """
    basis = []
    for column in null_space(fmpq_mat([list(row) for row in rows])):
        vector = [fraction_of(c) for c in column.entries()]
        common = prod({c.denominator for c in vector})
        basis.append([int(c * common) for c in vector])
    return basis


def modulo(rows: Iterable[Iterable[int]], prime: int) -> Any:
    """At least one row of integers, modulo a prime.

    Examples
    --------
    >>> modulo([[-1, 7]], 5).tolist()
    [[4, 2]]
    """
    residues = [[int(c) % prime for c in row] for row in rows]
    return nmod_mat(residues, prime) if prime <= WORD_PRIME else fmpz_mod_mat(residues, fmpz_mod_ctx(prime))


def rank_modulo(rows: Iterable[Iterable[int]], prime: int) -> int:
    """The rank modulo a prime of at least one row of integers; that over Q is no smaller.

    Examples
    --------
    >>> rank_modulo([[1, 2], [3, 1]], 5), rank_modulo([[1, 2], [3, 1]], 7)
    (1, 2)
    """
    return int(modulo(rows, prime).rank())
