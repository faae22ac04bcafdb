"""Elimination: ranks, kernels, determinants and inverses of matrices of integers, exactly or modulo a prime.

Contents: :func:`rank_modulo`, :func:`kernel_modulo`, :func:`null_space_modulo`; :func:`rank`, :func:`sparse_rank`,
:func:`determinant`, :func:`leading_minors`, :func:`adjugate`.

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


def null_space_modulo(rows: list[dict[int, int]], columns: int, p: int, work: Work) -> list[dict[int, int]]:
    """A basis of the vectors modulo a prime p that are orthogonal to all rows, by their entries other than 0.

    Rows are given by their entries other than 0. Where one has a single entry, all vectors are 0 in its column, which
    is left out of the others, as long as there are such rows. The other rows are packed, a slot for each column in
    which p and that many products below p * p have room, and are reduced from the first column on: what is left of a
    row begins in its lowest slot.
    """
    zero = _single_columns(rows, work)
    left = [n for n in range(columns) if n not in zero]
    place = {n: k for k, n in enumerate(left)}
    width = (2 * p.bit_length() + len(left).bit_length()) // 8 + 1
    slot, bits = (1 << 8 * width) - 1, 8 * width
    basis: dict[int, tuple[int, list[int]]] = {}  # by the column of the pivot, which is 1: what follows it
    for entries in rows:
        work.spend(2 * len(left) + 5 * len(entries))
        line = [0] * len(left)
        for n, c in entries.items():
            if n not in zero:
                line[place[n]] = c
        row = _packed(line, width)
        for column in range(len(left)):
            if not row:
                break
            c, row = (row & slot) % p, row >> bits
            work.spend(2 + (len(left) - column) // 50)
            if not c:
                continue
            if column not in basis:
                work.spend(3 * (len(left) - column))
                data = row.to_bytes(width * (len(left) - column - 1), "little")
                inverse = pow(c, -1, p)
                tail = [int.from_bytes(data[k : k + width], "little") * inverse % p for k in range(0, len(data), width)]
                basis[column] = _packed(tail, width), tail
                break
            work.spend(2 + (len(left) - column) // 20)
            row += (p - c) * basis[column][0]
    return _orthogonal(basis, left, p, width, work)


def _single_columns(rows: list[dict[int, int]], work: Work) -> set[int]:
    """The columns of rows with a single entry, once these columns are left out of the others, and so on."""
    met: dict[int, list[int]] = {}
    for n, row in enumerate(rows):
        work.spend(2 * len(row))
        for column in row:
            met.setdefault(column, []).append(n)
    number = [len(row) for row in rows]
    waiting = [n for n, entries in enumerate(number) if entries == 1]
    found: set[int] = set()
    while waiting:
        row = rows[waiting.pop()]
        work.spend(2 + len(row))
        for column in row:
            if column not in found:
                found.add(column)
                work.spend(2 * len(met[column]))
                for n in met[column]:
                    number[n] -= 1
                    if number[n] == 1:
                        waiting.append(n)
    return found


def _packed(line: list[int], width: int) -> int:
    return int.from_bytes(b"".join(c.to_bytes(width, "little") for c in line), "little")


def _orthogonal(
    basis: dict[int, tuple[int, list[int]]], left: list[int], p: int, width: int, work: Work
) -> list[dict[int, int]]:
    """The vectors that are 1 in one column without a pivot and 0 in the others: all of them packed, for each column."""
    free = [k for k in range(len(left)) if k not in basis]
    if not free:
        return []
    values = {k: 1 << 8 * width * n for n, k in enumerate(free)}
    found: list[dict[int, int]] = [{left[k]: 1} for k in free]
    for k in sorted(basis, reverse=True):
        total = 0
        for n, c in enumerate(basis[k][1], start=k + 1):
            if c:
                total += (p - c) * values[n]
        work.spend((len(left) - k) * (2 + len(free) // 50) + 3 * len(free))
        data = total.to_bytes(width * len(free), "little")
        line = [int.from_bytes(data[n : n + width], "little") % p for n in range(0, len(data), width)]
        values[k] = _packed(line, width)
        for vector, c in zip(found, line, strict=True):
            if c:
                vector[left[k]] = c
    return found


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
