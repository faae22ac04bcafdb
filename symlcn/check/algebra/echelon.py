"""Elimination: ranks, kernels, determinants and inverses of matrices of integers, exactly or modulo a prime.

Contents: :func:`rank_modulo`, :func:`kernel_modulo`; :func:`rank`, :func:`sparse_rank`, :func:`determinant`,
:func:`leading_minors`, :func:`adjugate`.

A matrix is a list of rows. Those modulo a prime p have entries from 0 to p - 1; that p is prime is not tested here.
Elimination without fractions is that of Bareiss: all entries stay minors of the matrix.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd

from ..core.arithmetic import total_bits
from ..core.limits import Work


def rank_modulo(rows: Iterable[list[int]], p: int, work: Work, most: int | None = None) -> int:
    """The rank modulo a prime p, or `most` as soon as it is reached."""
    found: list[tuple[int, list[int]]] = []
    for row in rows:
        if len(found) == most:
            break
        for column, other in found:
            if c := row[column]:
                work.spend(len(row))
                row = [(a - c * b) % p for a, b in zip(row, other)]  # noqa: B905 - the inner loop
        work.spend(len(row) + len(found))
        pivot = next((column for column, c in enumerate(row) if c), None)
        if pivot is not None:
            inverse = pow(row[pivot], -1, p)
            found.append((pivot, [c * inverse % p for c in row]))
    return len(found)


def kernel_modulo(rows: list[dict[int, int]], columns: int, p: int, work: Work) -> list[int] | None:
    """What spans the kernel modulo a prime p, if that is a line; rows are given by their entries other than 0.

    A row is one integer with a slot for each column, in which p and that many products below p * p have room: so whole
    rows are added, and reduced after all multiples are.
    """
    size = (2 * p.bit_length() + columns.bit_length()) // 8 + 1
    slot = (1 << 8 * size) - 1
    found: list[tuple[int, int, list[int]]] = []
    for entries in rows:
        row = int.from_bytes(b"".join(entries.get(n, 0).to_bytes(size, "little") for n in range(columns)), "little")
        work.spend(columns)
        for column, other, _ in found:
            work.spend(10 + columns // 20)
            if c := (row >> 8 * size * column & slot) % p:
                row += (p - c) * other
        packed = row.to_bytes(size * columns, "little")
        work.spend(2 * columns)
        line = [int.from_bytes(packed[size * n : size * (n + 1)], "little") % p for n in range(columns)]
        pivot = next((column for column, c in enumerate(line) if c), None)
        if pivot is not None:
            inverse = pow(line[pivot], -1, p)
            line = [c * inverse % p for c in line]
            packed = b"".join(c.to_bytes(size, "little") for c in line)
            found.append((pivot, int.from_bytes(packed, "little"), line))
    if len(found) != columns - 1:
        return None
    free = min(set(range(columns)) - {pivot for pivot, _, _ in found})
    vector = [0] * columns
    vector[free] = 1
    for pivot, _, line in reversed(found):
        work.spend(columns)
        vector[pivot] = -sum(c * vector[column] for column, c in enumerate(line) if column != pivot) % p
    return vector


def rank(matrix: list[list[int]], work: Work) -> int:
    """The rank over Q."""
    rows, found, last = [list(row) for row in matrix], 0, 1
    for column in range(len(rows[0])):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        top = rows[found]
        for i in range(found + 1, len(rows)):
            rows[i] = _combined(rows[i], top, rows[i][column], top[column], last, work)
        last, found = top[column], found + 1
    return found


def sparse_rank(rows: list[dict[int, int]], work: Work) -> int:
    """The rank over Q of rows that are given by their entries other than 0."""
    basis: dict[int, dict[int, int]] = {}
    for found in rows:
        row = dict(found)
        while row:
            pivot = min(row)
            if pivot not in basis:
                divisor = gcd(*row.values())
                basis[pivot] = {k: c // divisor for k, c in row.items()}
                break
            other = basis[pivot]
            a, b = row[pivot], other[pivot]
            work.spend(5 * (len(row) + len(other)), sum(c.bit_length() for c in row.values()), b.bit_length())
            mixed = {k: b * c for k, c in row.items()}
            for k, c in other.items():
                mixed[k] = mixed.get(k, 0) - a * c
            divisor = gcd(*mixed.values()) or 1
            row = {k: c // divisor for k, c in mixed.items() if c}
    return len(basis)


def determinant(matrix: list[list[int]], work: Work) -> int:
    """The determinant of a square matrix."""
    rows, last, sign = [list(row) for row in matrix], 1, 1
    while len(rows) > 1:
        pivot = next((n for n, row in enumerate(rows) if row[0]), None)
        if pivot is None:
            return 0
        top = rows.pop(pivot)
        sign *= (-1) ** pivot
        rows = [_combined(row[1:], top[1:], row[0], top[0], last, work) for row in rows]
        last = top[0]
    return sign * rows[0][0] if rows else 1


def leading_minors(matrix: list[list[int]], work: Work) -> list[int]:
    """The leading principal minors up to the first that is not positive."""
    rows, last, minors = [list(row) for row in matrix], 1, []
    while rows:
        top = rows.pop(0)
        minors.append(top[0])
        if top[0] <= 0:
            break
        rows = [_combined(row[1:], top[1:], row[0], top[0], last, work) for row in rows]
        last = top[0]
    return minors


def adjugate(rows: list[list[int]], work: Work) -> tuple[dict[int, list[int]], int] | None:
    """As many columns as rows, each with a row of the adjugate of the matrix that they form, and its determinant.

    None if the rows are linearly dependent. All entries are minors of the matrix extended by the identity.
    """
    width = len(rows[0])
    table = [[*row, *(int(i == k) for k in range(len(rows)))] for i, row in enumerate(rows)]
    columns: list[int] = []
    last = 1
    for k, own in enumerate(table):
        pivot = next((c for c in range(width) if own[c]), None)
        if pivot is None:
            return None
        for i, row in enumerate(table):
            if i != k:
                table[i] = _combined(row, own, row[pivot], own[pivot], last, work)
        columns.append(pivot)
        last = own[pivot]
    return {column: row[width:] for column, row in zip(columns, table, strict=True)}, last


def _combined(row: list[int], top: list[int], factor: int, pivot: int, last: int, work: Work) -> list[int]:
    """(pivot row - factor top)/last, which is exact."""
    by_bits = pivot.bit_length() + factor.bit_length() + last.bit_length()
    work.spend(4 * len(row), total_bits(row) + total_bits(top), by_bits)
    return [(pivot * a - factor * b) // last for a, b in zip(row, top, strict=True)]
