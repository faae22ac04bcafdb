"""Matrices of rational numbers: integer rows over a common denominator.

Contents: :class:`Matrix`, :func:`read_matrix`, :func:`read_layers`, :func:`read_squares`, :func:`unit`, :func:`times`,
:func:`product_of`, :func:`transposed`, :func:`minus`, :func:`same`, :func:`rank_of`, :func:`weighted`.
"""

from __future__ import annotations

from math import gcd

from ..core.arithmetic import Rational, total_bits
from ..core.limits import Work
from ..core.reading import json_list, rational_filter
from .echelon import rank


class Matrix:
    """Integer rows, all divided by a positive denominator, in lowest terms."""

    __slots__ = ("bits", "denominator", "rows")

    def __init__(self, rows: list[list[int]], denominator: int = 1) -> None:
        common = gcd(denominator, *(c for row in rows for c in row))
        self.rows = rows if common == 1 else [[c // common for c in row] for row in rows]
        self.denominator = denominator // common
        self.bits = sum(map(total_bits, self.rows))


def read_matrix(value: object, rows: int, columns: int, where: str, work: Work) -> Matrix:
    """Nested lists of rational strings, of the given shape."""
    work.spend(10 * rows * columns)
    entries, common = rational_filter(value, (rows, columns), where, work)
    return Matrix([[entries.get((i, j), 0) for j in range(columns)] for i in range(rows)], common)


def read_layers(value: object, widths: list[int], where: str, work: Work) -> list[Matrix]:
    """The layers of a dense network of these widths."""
    found = json_list(value, where, len(widths) - 1)
    return [read_matrix(m, widths[l + 1], widths[l], f"{where}[{l}]", work) for l, m in enumerate(found)]


def read_squares(value: object, sizes: list[int], where: str, work: Work) -> list[Matrix]:
    """Square matrices of the given sizes."""
    listed = json_list(value, where, len(sizes))
    return [read_matrix(m, n, n, f"{where}[{l}]", work) for l, (m, n) in enumerate(zip(listed, sizes, strict=True))]


def unit(size: int, work: Work) -> Matrix:
    work.spend(size * size)
    return Matrix([[int(i == j) for j in range(size)] for i in range(size)])


def times(left: Matrix, right: Matrix, work: Work) -> Matrix:
    columns = list(zip(*right.rows))  # noqa: B905 - rows of equal length
    work.spend(2 * len(left.rows) * (2 + len(right.rows)) * len(columns), left.bits, right.bits)
    work.hold(1, len(columns) * left.bits + len(left.rows) * right.bits)
    rows = [[sum(map(int.__mul__, row, column)) for column in columns] for row in left.rows]
    return Matrix(rows, left.denominator * right.denominator)


def product_of(layers: list[Matrix], work: Work) -> Matrix:
    """The product of layers, the first one on the right."""
    whole = layers[0]
    for layer in layers[1:]:
        whole = times(layer, whole, work)
    return whole


def transposed(value: Matrix) -> Matrix:
    return Matrix([list(column) for column in zip(*value.rows)], value.denominator)  # noqa: B905 - as above


def minus(left: Matrix, right: Matrix, work: Work) -> Matrix:
    work.spend(4 * len(left.rows) * len(left.rows[0]))
    p, q = left.denominator, right.denominator
    work.hold(len(left.rows) * len(left.rows[0]), p.bit_length() + q.bit_length())
    work.spend(0, left.bits + right.bits, p.bit_length() + q.bit_length())
    rows = [[a * q - b * p for a, b in zip(*pair, strict=True)] for pair in zip(left.rows, right.rows, strict=True)]
    return Matrix(rows, p * q)


def same(left: Matrix, right: Matrix) -> bool:
    """Whether they are equal: both are in lowest terms."""
    return left.denominator == right.denominator and left.rows == right.rows


def rank_of(value: Matrix, work: Work) -> int:
    """The rank."""
    return rank(value.rows, work)


def weighted(values: list[int], weights: list[Rational], work: Work) -> Rational:
    """The sum of numbers with rational weights, in lowest terms."""
    p, q = 0, 1
    for value, (above, below) in zip(values, weights, strict=True):
        work.spend(10, p.bit_length() + q.bit_length() + value.bit_length() + above.bit_length(), below.bit_length())
        work.spend(0, value.bit_length() + q.bit_length(), above.bit_length() + q.bit_length())
        p, q = p * below + value * above * q, q * below
        common = gcd(p, q)
        p, q = p // common, q // common
    return p, q
