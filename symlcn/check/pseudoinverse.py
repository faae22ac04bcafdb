"""The matrices K and K^+ in Q(t), entry by entry.

Contents: :func:`check_ntk`, :func:`check_pseudoinverse`.

"""

from __future__ import annotations

from fractions import Fraction

from .jacobian import Element, Field, Jacobian, Vector, ntk_weights, plus, scaled
from .limits import Work
from .outcome import Rejected
from .reading import json_list


def check_ntk(
    value: object,
    field: Field,
    rho: list[Element],
    norms: list[int],
    factor: Fraction,
    jacobian: Jacobian,
    ambient: int,
) -> list[list[Element]]:
    """Establishes the entries of K, multiplied by the product of all rho_l; returns K."""
    where = "result.ntk"
    kernel = [
        [field.read(c, f"{where}[{i}][{j}]") for j, c in enumerate(json_list(row, f"{where}[{i}]", ambient))]
        for i, row in enumerate(json_list(value, where, ambient))
    ]
    whole, weights = ntk_weights(field, rho, norms, factor)
    for i in range(ambient):
        for j in range(ambient):
            total = [Fraction(0)] * field.degree
            for weight, columns in zip(weights, jacobian.blocks, strict=True):
                gram = sum(column.get(i, 0) * column.get(j, 0) for column in columns)
                total = plus(total, scaled(weight, gram))
            if field.times(kernel[i][j], whole) != total:
                raise Rejected(f"{where}[{i}][{j}]", "is not this entry of the NTK")
    return kernel


def check_pseudoinverse(
    value: object,
    field: Field,
    kernel: list[list[Element]],
    basis: list[Vector],
    weights: list[tuple[Element, list[list[int]]]],
    work: Work,
) -> None:
    """Establishes that the matrix is symmetric, that K times it is a symmetric projection, and that it gives g."""
    where, size = "result.pseudoinverse", range(len(kernel))
    inverse = [
        [field.read(c, f"{where}[{i}][{j}]") for j, c in enumerate(json_list(row, f"{where}[{i}]", len(kernel)))]
        for i, row in enumerate(json_list(value, where, len(kernel)))
    ]
    zero = [Fraction(0)] * field.degree

    def combined(left: list[list[Element]], right: list[list[Element]]) -> list[list[Element]]:
        work.spend(50 * len(left) * len(right) * len(right[0]))
        columns = list(zip(*right, strict=True))
        rows = []
        for row in left:
            entries = []
            for column in columns:
                total = zero
                for a, b in zip(row, column, strict=True):
                    if any(a) and any(b):
                        total = plus(total, field.times(a, b))
                entries.append(total)
            rows.append(entries)
        return rows

    projection = combined(kernel, inverse)
    if any(m[i][j] != m[j][i] for m in (inverse, projection) for i in size for j in size if i < j):
        raise Rejected(where, "it, or K times it, is not symmetric")
    if combined(projection, kernel) != kernel or combined(inverse, projection) != inverse:
        raise Rejected(where, "does not satisfy the equations of Moore and Penrose")
    vectors = [[scaled(field.one(), vector.get(i, Fraction(0))) for i in size] for vector in basis]
    form = combined(combined(vectors, inverse), [list(column) for column in zip(*vectors, strict=True)])
    start = 0
    for weight, gram in weights:
        stop = start + len(gram)
        for i in range(start, stop):
            for j in range(len(basis)):
                expected = scaled(weight, gram[i - start][j - start]) if start <= j < stop else zero
                if form[i][j] != expected:
                    raise Rejected(where, f"its form differs from g at ({i}, {j})")
        start = stop
