"""Matrices over Q: the few constructions that dense networks need beyond those of FLINT.

Contents: :func:`matrix`, :func:`column`, :func:`entries`, :func:`scalar_value`, :func:`most_digits`, :func:`fmpq_of`;
:func:`identity`, :func:`weights`, :func:`embedded`, :func:`kronecker`; :func:`reduced_lattice`; :func:`cayley`,
:func:`reflection`, :func:`sample_orthogonal`, :func:`diagonalized`. Elimination: :mod:`symlcn.algebra.echelon`.

A matrix is an ``fmpq_mat``, exact; :func:`entries` turns it into tuples of Fractions, which compare and print well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat, fmpz_mat

from symlcn.algebra.exact import exact, fraction_of

__all__ = [
    "Rows",
    "cayley",
    "column",
    "diagonalized",
    "embedded",
    "entries",
    "fmpq_of",
    "identity",
    "kronecker",
    "matrix",
    "most_digits",
    "reduced_lattice",
    "reflection",
    "sample_orthogonal",
    "scalar_value",
    "weights",
]

Rows = tuple[tuple[Fraction, ...], ...]


def matrix(rows: Sequence[Sequence[int | Fraction]]) -> Any:
    """The fmpq_mat with the given rows, at least one.

    Examples
    --------
    >>> matrix([[1, Fraction(1, 2)]])[0, 1]
    1/2
    """
    return fmpq_mat([[fmpq_of(value) for value in row] for row in rows])


def reduced_lattice(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """A basis of short vectors of the lattice that the rows generate, at least one, by the algorithm of LLL.

    Inner products are exact: where approximate ones do not suffice FLINT crashes in a browser.

    Examples
    --------
    >>> reduced_lattice([[11, 17], [13, 19]])
    [[2, 2], [-3, 3]]
    """
    lattice: Any = fmpz_mat([list(row) for row in rows])
    return [[int(c) for c in row] for row in lattice.lll(gram="exact").tolist()]


def column(values: Sequence[int | Fraction]) -> Any:
    """The fmpq_mat with the given column."""
    return matrix([[value] for value in values])


def scalar_value(rows: Rows) -> Fraction | None:
    """The number d if the square matrix is d·I, else None.

    Examples
    --------
    >>> scalar_value(entries(matrix([[3, 0], [0, 3]]))), scalar_value(entries(matrix([[3, 0], [0, 2]])))
    (Fraction(3, 1), None)
    """
    value = rows[0][0]
    good = all(c == (value if i == j else 0) for i, row in enumerate(rows) for j, c in enumerate(row))
    return value if good else None


def most_digits(matrices: Iterable[Rows]) -> int:
    """The largest number of bits of a numerator or denominator, in digits.

    Examples
    --------
    >>> most_digits([((Fraction(1, 1000), Fraction(2)),)])
    3
    """
    numbers = (n for rows in matrices for row in rows for c in row for n in c.as_integer_ratio())
    return max((n.bit_length() for n in numbers), default=0) * 3 // 10


def fmpq_of(value: int | Fraction) -> Any:
    """A rational number as one of FLINT.

    Examples
    --------
    >>> fmpq_of(Fraction(4, 6))
    2/3
    """
    number = value if type(value) is Fraction else exact(value, "entry of a matrix")
    return fmpq(number.numerator, number.denominator)


def entries(value: Any) -> Rows:
    """The rows of an fmpq_mat as Fractions.

    Examples
    --------
    >>> entries(identity(2))
    ((Fraction(1, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 1)))
    """
    return tuple(tuple(fraction_of(c) for c in row) for row in value.tolist())


def identity(size: int) -> Any:
    """The identity matrix."""
    return fmpq_mat([[int(i == j) for j in range(size)] for i in range(size)])


def weights(values: Sequence[int | Fraction]) -> Any:
    """The diagonal matrix with these entries.

    Examples
    --------
    >>> weights([1, Fraction(1, 2)]).tolist()
    [[1, 0], [0, 1/2]]
    """
    return matrix([[v if i == j else 0 for j in range(len(values))] for i, v in enumerate(values)])


def embedded(block: Any, rows: int, columns: int, *, unit: bool = False) -> Any:
    """A matrix of the given shape with `block` in its upper left corner, else zero; `unit` continues its diagonal by 1.

    Examples
    --------
    >>> embedded(matrix([[2]]), 2, 3, unit=True).tolist()
    [[2, 0, 0], [0, 1, 0]]
    """
    height, width = block.nrows(), block.ncols()
    return fmpq_mat(
        [
            [block[i, j] if i < height and j < width else int(unit and i == j) for j in range(columns)]
            for i in range(rows)
        ]
    )


def kronecker(left: Any, right: Any) -> Any:
    """The Kronecker product: entry (i·r + k, j·c + l) is left[i, j]·right[k, l].

    Examples
    --------
    >>> kronecker(matrix([[1, 2]]), matrix([[3], [4]])).tolist()
    [[3, 6], [4, 8]]
    """
    return fmpq_mat([[a * b for a in row for b in other] for row in left.tolist() for other in right.tolist()])


def cayley(skew: Sequence[Sequence[int | Fraction]]) -> Any:
    """The rational orthogonal matrix (I − S)(I + S)⁻¹ of a skew-symmetric S; I + S is always invertible.

    Examples
    --------
    >>> cayley([[0, Fraction(1, 2)], [Fraction(-1, 2), 0]]).tolist()
    [[3/5, -4/5], [4/5, 3/5]]
    """
    part = matrix(skew)
    one = identity(part.nrows())
    return (one - part) * (one + part).inv()


def reflection(vector: Any) -> Any:
    """The reflection I − 2·v·vᵀ/|v|² that negates a nonzero column v.

    Examples
    --------
    >>> reflection(matrix([[1], [1]])).tolist()
    [[0, -1], [-1, 0]]
    """
    square = (vector.transpose() * vector)[0, 0]
    return identity(vector.nrows()) - vector * vector.transpose() * (2 / square)


def sample_orthogonal(size: int) -> Any:
    """A rational orthogonal matrix other than the identity, without zeros for sizes up to 3; it turns three axes.

    Examples
    --------
    >>> sample_orthogonal(1).tolist(), sample_orthogonal(2).tolist()
    ([[-1]], [[3/5, -4/5], [4/5, 3/5]])
    """
    if size == 1:
        return matrix([[-1]])
    half, third = Fraction(1, 2), Fraction(1, 3)
    skew: list[list[int | Fraction]] = [[0, half, third], [-half, 0, 1], [-third, -1, 0]]
    count = min(size, 3)
    return embedded(cayley([row[:count] for row in skew[:count]]), size, size, unit=True)


def diagonalized(form: Any) -> tuple[Any, list[Fraction]] | None:
    """M and a with M·diag(a)·Mᵀ a given symmetric matrix, M triangular with ones; None unless it is positive definite.

    Examples
    --------
    >>> lower, values = diagonalized(matrix([[2, 1], [1, 3]]))
    >>> lower.tolist(), [str(value) for value in values]
    ([[1, 0], [1/2, 1]], ['2', '5/2'])
    """
    size = form.nrows()
    rest = [list(row) for row in entries(form)]
    lower = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    values = []
    for k in range(size):
        pivot = rest[k][k]
        if pivot <= 0:
            return None
        values.append(pivot)
        for i in range(k + 1, size):
            lower[i][k] = rest[i][k] / pivot
            for j in range(k + 1, size):
                rest[i][j] -= lower[i][k] * rest[k][j]
    return matrix(lower), values
