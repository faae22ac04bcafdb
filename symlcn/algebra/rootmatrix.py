"""Matrices diag(√c)·M·diag(√a) with rational M and positive rational c and a.

Contents: :class:`RootMatrix`, :func:`plain`, :func:`mended`.

They are not closed under products: diag(√a) of the left factor and diag(√c) of the right one must make √g·diag(q) with
rational q. Only squares of rational numbers are recognised for this; equality compares signs and squares of entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import fraction_of, rational_root
from symlcn.algebra.matrices import Rows, embedded, entries, matrix
from symlcn.errors import ArithmeticGuardError

__all__ = ["RootMatrix", "mended", "plain"]

MAX_FACTOR = 100

Numbers = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class RootMatrix:
    """diag(√left)·core·diag(√right).

    Attributes
    ----------
    left : tuple of Fraction
        Positive, one for each row.
    core : fmpq_mat
    right : tuple of Fraction
        Positive, one for each column.

    Examples
    --------
    >>> value = RootMatrix((Fraction(1), Fraction(1)), matrix([[1, 2], [0, 1]]), (Fraction(2), Fraction(3)))
    >>> (value * value.transpose()).rational()
    ((Fraction(14, 1), Fraction(6, 1)), (Fraction(6, 1), Fraction(3, 1)))
    """

    left: Numbers
    core: Any
    right: Numbers

    @property
    def is_plain(self) -> bool:
        """Whether all numbers under roots are 1."""
        return {*self.left, *self.right} == {1}

    def transpose(self) -> RootMatrix:
        """The transposed matrix."""
        return RootMatrix(self.right, self.core.transpose(), self.left)

    def __mul__(self, other: RootMatrix) -> RootMatrix:
        """The product.

        Raises
        ------
        ArithmeticGuardError
            If it is not of this form for the reason that the inner roots differ by more than rational factors.
        """
        inner = [a * b for a, b in zip(self.right, other.left, strict=True)]
        common = inner[0]
        factors = [_root(value / common, "the inner roots of a product do not fit") for value in inner]
        scale = matrix([[q if i == j else 0 for j in range(len(inner))] for i, q in enumerate(factors)])
        return RootMatrix(self.left, self.core * scale * other.core, tuple(common * a for a in other.right))

    def square(self, row: int, column: int) -> Fraction:
        """The square of an entry, with the sign of the entry."""
        value = fraction_of(self.core[row, column])
        return value * abs(value) * self.left[row] * self.right[column]

    def same(self, other: RootMatrix) -> bool:
        """Whether the matrices are equal; of equal shape."""
        places = [(i, j) for i in range(len(self.left)) for j in range(len(self.right))]
        return all(self.square(*place) == other.square(*place) for place in places)

    def entry(self, row: int, column: int) -> Fraction:
        """A rational entry.

        Raises
        ------
        ArithmeticGuardError
            If it is irrational.
        """
        value = fraction_of(self.core[row, column])
        return value and value * _root(self.left[row] * self.right[column], "an entry is irrational")

    def rational(self) -> Rows:
        """All entries; errors as for one."""
        return tuple(
            tuple(
                value and value * _root(c * a, "an entry is irrational")
                for value, a in zip(row, self.right, strict=True)
            )
            for row, c in zip(entries(self.core), self.left, strict=True)
        )


def _root(value: Fraction, problem: str) -> Fraction:
    root = rational_root(value)
    if root is None:
        raise ArithmeticGuardError(problem)
    return root


def plain(value: Any) -> RootMatrix:
    """A rational matrix as one of this form.

    Examples
    --------
    >>> plain(matrix([[1, 2]])).is_plain
    True
    """
    return RootMatrix((Fraction(1),) * value.nrows(), value, (Fraction(1),) * value.ncols())


def mended(value: RootMatrix, rows: int, columns: int) -> RootMatrix:
    """The same matrix with integers without small square factors under the roots, and zeros below and on the right.

    Examples
    --------
    >>> found = mended(RootMatrix((Fraction(1),), matrix([[3]]), (Fraction(8, 9),)), 1, 2)
    >>> found.core.tolist(), found.right
    ([[2, 0]], (Fraction(2, 1), Fraction(1, 1)))
    """
    left, right = ([_split(number) for number in numbers] for numbers in (value.left, value.right))
    core = [
        [p * c * q for c, (q, _) in zip(row, right, strict=True)]
        for row, (p, _) in zip(entries(value.core), left, strict=True)
    ]
    return RootMatrix(
        _padded([n for _, n in left], rows),
        embedded(matrix(core), rows, columns),
        _padded([n for _, n in right], columns),
    )


def _padded(numbers: list[Fraction], count: int) -> Numbers:
    return (*numbers, *[Fraction(1)] * (count - len(numbers)))


def _split(value: Fraction) -> tuple[Fraction, Fraction]:
    """q and an integer n with √value = q·√n."""
    whole = value.numerator * value.denominator
    root = rational_root(Fraction(whole))
    if root is not None:
        return root / value.denominator, Fraction(1)
    factor = 1
    for d in range(2, MAX_FACTOR):
        while whole % (d * d) == 0:
            whole, factor = whole // (d * d), factor * d
    return Fraction(factor, value.denominator), Fraction(whole)
