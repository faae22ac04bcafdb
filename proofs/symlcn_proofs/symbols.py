"""Filters and matrices whose entries are variables, so that an identity is checked for all parameters at once.

Contents: :func:`variables`, :func:`convolved`, :func:`derivative`, :func:`jacobian`, :func:`dot`, :func:`times`,
:func:`transposed`.

The entries are elements of any one commutative ring: :class:`symlcn.algebra.polynomials.Polynomial` for identities in
parameters, int or Fraction for examples. A matrix is a tuple of rows. Everything is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symlcn.algebra.polynomials import Polynomial

__all__ = ["convolved", "derivative", "dot", "jacobian", "times", "transposed", "variables"]

Matrix = tuple[tuple[Any, ...], ...]


def variables(number: int) -> tuple[Polynomial, ...]:
    """The variables of Q[x_1, …, x_n], for n up to 16.

    Raises
    ------
    ParseError
        If n is out of range.

    Examples
    --------
    >>> a, b = variables(2)
    >>> print((a + b) * (a - b))
    x^2 - y^2
    """
    return tuple(Polynomial(number, {tuple(int(i == j) for j in range(number)): 1}) for i in range(number))


def convolved(first: Sequence[Any], last: Sequence[Any], exponent: int = 1) -> tuple[Any, ...]:
    """The filter of the product P(x)·Q(x^e), for filters in one direction with entries in one ring.

    Raises
    ------
    ValueError
        If a filter is empty or the exponent is not positive.

    Examples
    --------
    >>> convolved((1, 2, 3), (4, 5), 2)
    (4, 8, 17, 10, 15)
    """
    if not first or not last or exponent < 1:
        raise ValueError("two filters with at least one entry and a positive exponent are needed")
    entries = [first[0] * last[0] * 0] * (len(first) + exponent * (len(last) - 1))
    for i, left in enumerate(first):
        for j, right in enumerate(last):
            entries[i + exponent * j] = entries[i + exponent * j] + left * right
    return tuple(entries)


def derivative(polynomial: Polynomial, variable: Polynomial) -> Polynomial:
    """The partial derivative with respect to one of the :func:`variables`.

    Raises
    ------
    ValueError
        If the second argument is not a variable.

    Examples
    --------
    >>> a, b = variables(2)
    >>> print(derivative(a * a * b, a))
    2*x*y
    """
    terms = variable.terms()
    if len(terms) != 1 or sum(terms[0][0]) != 1 or terms[0][1] != 1:
        raise ValueError(f"{variable} is not a variable")
    place = terms[0][0].index(1)
    lowered = {
        (*monomial[:place], monomial[place] - 1, *monomial[place + 1 :]): coefficient * monomial[place]
        for monomial, coefficient in polynomial.terms()
        if monomial[place]
    }
    return Polynomial(polynomial.dimension, lowered)


def jacobian(entries: Sequence[Polynomial], parameters: Sequence[Polynomial]) -> Matrix:
    """The matrix of the derivatives: one row for each entry, one column for each parameter.

    Raises as :func:`derivative`.

    Examples
    --------
    >>> a, b = variables(2)
    >>> [[str(entry) for entry in row] for row in jacobian([a * b, a], [a, b])]
    [['y', 'x'], ['1', '0']]
    """
    return tuple(tuple(derivative(entry, parameter) for parameter in parameters) for entry in entries)


def dot(left: Sequence[Any], right: Sequence[Any]) -> Any:
    """The sum of the products of the entries of two vectors of one positive length.

    Raises
    ------
    ValueError
        If the lengths differ or are 0.

    Examples
    --------
    >>> dot((1, 2, 3), (4, 5, 6))
    32
    """
    total, *rest = (a * b for a, b in zip(left, right, strict=True))
    for value in rest:
        total = total + value
    return total


def times(left: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]]) -> Matrix:
    """The product of two matrices.

    Raises
    ------
    ValueError
        If the sizes do not fit.

    Examples
    --------
    >>> times([[1, 2], [3, 4]], [[0, 1], [1, 0]])
    ((2, 1), (4, 3))
    """
    columns = transposed(right)
    return tuple(tuple(dot(row, column) for column in columns) for row in left)


def transposed(matrix: Sequence[Sequence[Any]]) -> Matrix:
    """The transpose of a matrix.

    Raises
    ------
    ValueError
        If its rows have different lengths.

    Examples
    --------
    >>> transposed([[1, 2, 3]])
    ((1,), (2,), (3,))
    """
    return tuple(zip(*matrix, strict=True))
