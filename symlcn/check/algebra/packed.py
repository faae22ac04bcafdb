"""Elimination of many sparse rows modulo a prime, packed into integers.

Contents: :func:`null_space_modulo`.
"""

from __future__ import annotations

from ..core.limits import Work


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
