"""A square loss: l(u) = (u - u*)^T A (u - u*) + least, with A symmetric and positive definite or semidefinite.

Contents: :class:`Loss`, :func:`read_loss`, :func:`column_of`, :func:`doubled`.
"""

from __future__ import annotations

from ..algebra.matrices import Matrix, read_matrix, same, times, transposed
from ..core.arithmetic import Filter, total_bits
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import choice, json_object, rational, rational_filter

MAX_AMBIENT = 400
MAX_ENTRIES = 2000  # of the filter, where the form is diagonally dominant


class Loss:
    """A, and u* and A u* as columns."""

    __slots__ = ("form", "moment", "target")

    def __init__(self, form: Matrix, target: Matrix, work: Work) -> None:
        self.form, self.target = form, target
        self.moment = times(form, target, work)


def read_loss(value: object, ambient: int, where: str, work: Work, *, singular: bool = False) -> Loss:
    """Reads A and u*, and establishes that A is symmetric and positive definite, or semidefinite if it may be singular.

    The elimination that shows this is for small matrices; beyond, A must be diagonally dominant.
    """
    if ambient > (MAX_ENTRIES if singular else MAX_AMBIENT):
        raise Malformed("architecture", "too many entries of the end-to-end filter for a quadratic form")
    item = json_object(value, "loss A target", where)
    choice(item["loss"], ("sum of squares",), f"{where}.loss")
    form = read_matrix(item["A"], ambient, ambient, f"{where}.A", work)
    if not same(form, transposed(form)):
        raise Rejected(f"{where}.A", "is not symmetric")
    if not (singular and _is_dominant(form.rows)):
        if ambient > MAX_AMBIENT:
            raise Rejected(f"{where}.A", f"is not diagonally dominant, and has more than {MAX_AMBIENT} rows")
        if not _is_definite(form.rows, singular, work):
            raise Rejected(f"{where}.A", f"is not positive {'semi' * singular}definite")
    entries, common = rational_filter(item["target"], (ambient,), f"{where}.target", work)
    if "least" in item:
        rational(item["least"], f"{where}.least")
    return Loss(form, column_of(entries, common, ambient), work)


def column_of(entries: Filter, common: int, ambient: int) -> Matrix:
    """Integer entries, by place, over a common denominator."""
    return Matrix([[entries.get((i,), 0)] for i in range(ambient)], common)


def doubled(value: Matrix) -> Matrix:
    return Matrix([[2 * c for c in row] for row in value.rows], value.denominator)


def _is_dominant(matrix: list[list[int]]) -> bool:
    """Whether each entry of the diagonal is at least the sum of the sizes of the others in its row."""
    return all(2 * row[i] >= sum(map(abs, row)) for i, row in enumerate(matrix))


def _is_definite(matrix: list[list[int]], singular: bool, work: Work) -> bool:
    """Whether all pivots of an elimination without fractions (Bareiss) are positive, or rows that are 0 if singular."""
    rows, last = [list(row) for row in matrix], 1
    for k, top in enumerate(rows):
        if top[k] < 0 or (top[k] == 0 and (not singular or any(top[k:]))):
            return False
        if top[k] == 0:
            continue
        for i in range(k + 1, len(rows)):
            row = rows[i]
            work.spend(4 * (len(row) - k), total_bits(row[k:]) + total_bits(top[k:]), top[k].bit_length())
            rows[i] = row[: k + 1] + [
                (top[k] * a - row[k] * b) // last for a, b in zip(row[k + 1 :], top[k + 1 :], strict=True)
            ]
        last = top[k]
    return True
