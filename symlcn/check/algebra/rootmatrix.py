"""Matrices diag(sqrt c) M diag(sqrt a) with a rational matrix M and positive rational numbers c and a.

Contents: :class:`Rooted`, :func:`read_rooted`, :func:`product_of`, :func:`invariants_of`, :func:`equal`,
:func:`entry_of`.

Roots are never taken but of squares of rational numbers: equality compares signs and squares of entries, and a product
is formed only where the roots that meet inside it are rational multiples of one of them. All else is rejected.
"""

from __future__ import annotations

from itertools import pairwise
from math import gcd, isqrt

from ..core.arithmetic import Rational, over_common, total_bits
from ..core.limits import Work
from ..core.outcome import Rejected
from ..core.reading import json_object, rationals
from .matrices import Matrix, minus, read_matrix, same, times, transposed

Number = tuple[int, int, Rational]
ONE: Rational = (1, 1)


class Rooted:
    """The rational matrix M, the numbers c of its rows and a of its columns."""

    __slots__ = ("left", "matrix", "right")

    def __init__(self, left: list[Rational], matrix: Matrix, right: list[Rational]) -> None:
        self.left, self.matrix, self.right = left, matrix, right


def read_rooted(value: object, rows: int, columns: int, where: str, work: Work) -> Rooted:
    """A matrix as nested lists of rational strings, or an object with the numbers under the roots besides."""
    if not isinstance(value, dict):
        return Rooted([ONE] * rows, read_matrix(value, rows, columns, where, work), [ONE] * columns)
    item = json_object(value, "left matrix right", where)
    left, right = rationals(item["left"], f"{where}.left", rows), rationals(item["right"], f"{where}.right", columns)
    for name, numbers in (("left", left), ("right", right)):
        for i, (p, _) in enumerate(numbers):
            if p <= 0:
                raise Rejected(f"{where}.{name}[{i}]", "is not positive")
    return Rooted(left, read_matrix(item["matrix"], rows, columns, f"{where}.matrix", work), right)


def product_of(layers: list[Rooted], where: str, work: Work) -> Rooted:
    whole = layers[0]
    for layer in layers[1:]:
        whole = _product(layer, whole, where, work)
    return whole


def _transposed(value: Rooted) -> Rooted:
    return Rooted(value.right, transposed(value.matrix), value.left)


def _product(one: Rooted, other: Rooted, where: str, work: Work) -> Rooted:
    """With the first inner root taken out, the others must leave rational numbers."""
    inner = [_times(a, c, work) for a, c in zip(one.right, other.left, strict=True)]
    if {*inner} == {ONE}:
        return Rooted(one.left, times(one.matrix, other.matrix, work), other.right)
    p, q = inner[0]
    factors, below = over_common([_root(_times(number, (q, p), work), where, work) for number in inner], work)
    work.spend(2 * len(factors) * len(other.right), other.matrix.bits, total_bits(factors))
    rows = [[c * above for c in row] for row, above in zip(other.matrix.rows, factors, strict=True)]
    scaled = Matrix(rows, other.matrix.denominator * below)
    return Rooted(one.left, times(one.matrix, scaled, work), [_times(inner[0], a, work) for a in other.right])


def _times(left: Rational, right: Rational, work: Work) -> Rational:
    (p, q), (r, s) = left, right
    work.spend(4, p.bit_length() + q.bit_length(), r.bit_length() + s.bit_length())
    common = gcd(p, s) * gcd(r, q)  # both fractions are in lowest terms
    return p * r // common, q * s // common


def _root(value: Rational, where: str, work: Work) -> Rational:
    """The root of a square of a rational number > 0, in lowest terms."""
    p, q = value
    work.spend(4, p.bit_length() + q.bit_length(), p.bit_length() + q.bit_length())
    root = isqrt(p), isqrt(q)
    if root[0] ** 2 != p or root[1] ** 2 != q:
        raise Rejected(where, "has square roots that do not combine to rational numbers")
    return root


def _rational(value: Rooted, where: str, work: Work) -> Matrix:
    """The matrix, if all its entries are rational."""
    if {*value.left, *value.right} == {ONE}:
        return value.matrix
    numbers = [
        _times((entry, 1), _root(_times(c, a, work), where, work), work) if entry else (0, 1)
        for row, c in zip(value.matrix.rows, value.left, strict=True)
        for entry, a in zip(row, value.right, strict=True)
    ]
    above, below = over_common(numbers, work)
    width = len(value.right)
    rows = [above[start : start + width] for start in range(0, len(above), width)]
    return Matrix(rows, value.matrix.denominator * below)


def invariants_of(layers: list[Rooted], where: str, work: Work) -> list[Matrix]:
    """All W_{l+1}^T W_{l+1} - W_l W_l^T, which must be rational."""
    found = []
    for left, right in pairwise(layers):
        upper, lower = _product(_transposed(right), right, where, work), _product(left, _transposed(left), where, work)
        found.append(minus(_rational(upper, where, work), _rational(lower, where, work), work))
    return found


def equal(one: Rooted, other: Rooted, work: Work) -> bool:
    """Whether two matrices of equal shape are equal."""
    if all({*value.left, *value.right} == {ONE} for value in (one, other)):
        return same(one.matrix, other.matrix)
    places = [(i, j) for i in range(len(one.left)) for j in range(len(one.right))]
    return all(_signed_square(one, *place, work) == _signed_square(other, *place, work) for place in places)


def _signed_square(value: Rooted, i: int, j: int, work: Work) -> Rational:
    """The square of an entry with the sign of the entry, in lowest terms."""
    entry, below = value.matrix.rows[i][j], value.matrix.denominator
    common = gcd(entry, below)
    number = (entry // common, below // common)
    square = _times((abs(number[0]), number[1]), number, work)
    return _times(square, _times(value.left[i], value.right[j], work), work)


def entry_of(layers: list[Rooted], widths: list[int], place: tuple[int, int], where: str, work: Work) -> Rational:
    """An entry of the NTK, the sum of A_l A_l^T (x) B_l^T B_l where W = A_l W_l B_l; it must be rational."""
    (a, b), (c, d) = (divmod(n, widths[0]) for n in place)
    above: list[Number] = [(int(a == c), 1, ONE)]
    below: list[Number] = [(int(b == d), 1, ONE)]
    after, before = layers[-1], layers[0]
    for l in range(1, len(layers)):
        above.append(_number(_product(after, _transposed(after), where, work), a, c, work))
        below.append(_number(_product(_transposed(before), before, where, work), b, d, work))
        if l < len(layers) - 1:
            after = _product(after, layers[-1 - l], where, work)
            before = _product(layers[l], before, where, work)
    terms = []
    for (p, q, m), (r, s, n) in zip(reversed(above), below, strict=True):
        root = _root(_times(m, n, work), where, work) if p * r else ONE
        terms.append((p * r * root[0], q * s * root[1]))
    numerators, common = over_common(terms, work)
    return sum(numerators), common


def _number(value: Rooted, i: int, j: int, work: Work) -> Number:
    """An entry p/q times the root of a rational number."""
    return value.matrix.rows[i][j], value.matrix.denominator, _times(value.left[i], value.right[j], work)
