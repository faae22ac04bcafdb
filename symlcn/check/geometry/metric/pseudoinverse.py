"""The matrices K and K^+ in Q(t), entry by entry.

Contents: :func:`check_ntk`, :func:`check_pseudoinverse`.

"""

from __future__ import annotations

from math import gcd

from ...algebra.elements import ZERO, Element, Field
from ...core.arithmetic import Rational, most_bits, over_common, total_bits
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import json_list
from ...network.jacobian import Jacobian, Vector, ntk_entries, ntk_weights


def _read(value: object, field: Field, ambient: int, where: str) -> list[list[Element]]:
    """A square matrix."""
    return [
        [field.read(c, f"{where}[{i}][{j}]") for j, c in enumerate(json_list(row, f"{where}[{i}]", ambient))]
        for i, row in enumerate(json_list(value, where, ambient))
    ]


def check_ntk(
    value: object,
    field: Field,
    rho: list[Element],
    norms: list[int],
    factor: Rational,
    jacobian: Jacobian,
    ambient: int,
) -> list[list[Element]]:
    """Establishes the entries of K; returns K."""
    where = "result.ntk"
    kernel = _read(value, field, ambient, where)
    whole, weights = ntk_weights(field, rho, norms, factor)
    entries = ntk_entries(field, weights, jacobian)
    for i in range(ambient):
        for j in range(ambient):
            upper = entries.get((min(i, j), max(i, j)), ZERO)
            if field.times(kernel[i][j], whole) != upper:
                raise Rejected(f"{where}[{i}][{j}]", "is not this entry of the NTK")
    return kernel


class _Matrix:
    """Rows of elements, each as its coefficients, over one denominator > 0, in lowest terms."""

    __slots__ = ("bits", "denominator", "rows")

    def __init__(self, rows: list[list[list[int]]], denominator: int, work: Work) -> None:
        everything = [c for row in rows for entry in row for c in entry]
        work.spend(2 * len(everything), 3 * total_bits(everything), denominator.bit_length())
        common = gcd(denominator, *everything)
        self.rows = rows if common == 1 else [[[c // common for c in entry] for entry in row] for row in rows]
        self.denominator, self.bits = denominator // common, most_bits(everything)


def _matrix(elements: list[list[Element]], field: Field) -> _Matrix:
    flat = [entry for row in elements for entry in row]
    factors, common = over_common([(1, denominator) for _, denominator in flat], field.work)
    field.work.hold(len(flat) * field.degree, common.bit_length())
    scaled = iter([[c * factor for c in entry] for (entry, _), factor in zip(flat, factors, strict=True)])
    return _Matrix([[next(scaled) for _ in row] for row in elements], common, field.work)


def _times(left: _Matrix, right: _Matrix, field: Field) -> _Matrix:
    columns = list(zip(*right.rows, strict=True))
    degree, lead = field.degree, field.f[-1]
    count = len(left.rows) * len(right.rows) * len(columns) * degree**2
    field.work.spend(10 * count, count * left.bits, right.bits)
    field.work.hold(2 * len(left.rows) * len(columns) * degree, left.bits + right.bits + degree * lead.bit_length())
    rows = []
    for row in left.rows:
        entries = []
        for column in columns:
            total = [0] * (2 * degree - 1)
            for x, y in zip(row, column, strict=True):
                if x and y:
                    for i, a in enumerate(x):
                        for j, b in enumerate(y, i):
                            total[j] += a * b
            entries.append(field.remainder(total))
        rows.append(entries)
    return _Matrix(rows, left.denominator * right.denominator * lead ** (degree - 1), field.work)


def check_pseudoinverse(
    value: object,
    field: Field,
    kernel: list[list[Element]],
    basis: tuple[list[Vector], int],
    weights: list[tuple[Element, list[list[int]]]],
) -> None:
    """Establishes that the matrix is symmetric, that K times it is a symmetric projection, and that it gives g."""
    where, size = "result.pseudoinverse", range(len(kernel))
    ntk, inverse = _matrix(kernel, field), _matrix(_read(value, field, len(kernel), where), field)
    projection = _times(ntk, inverse, field)
    if any(m.rows[i][j] != m.rows[j][i] for m in (inverse, projection) for i in size for j in size if i < j):
        raise Rejected(where, "it, or K times it, is not symmetric")
    for product, one in ((_times(projection, ntk, field), ntk), (_times(inverse, projection, field), inverse)):
        if product.rows != one.rows or product.denominator != one.denominator:
            raise Rejected(where, "does not satisfy the equations of Moore and Penrose")
    vectors, below = basis
    rows = [[[vector[i]] if i in vector else [] for i in size] for vector in vectors]
    columns = [list(column) for column in zip(*rows, strict=True)]
    form = _times(_times(_Matrix(rows, below, field.work), inverse, field), _Matrix(columns, below, field.work), field)
    start = 0
    for weight, gram in weights:
        stop = start + len(gram)
        for i in range(start, stop):
            for j in range(len(vectors)):
                expected = field.scaled(weight, gram[i - start][j - start]) if start <= j < stop else ZERO
                if field.lowest(list(form.rows[i][j]), form.denominator) != expected:
                    raise Rejected(where, f"its form differs from g at ({i}, {j})")
        start = stop
