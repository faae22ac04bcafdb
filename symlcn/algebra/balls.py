"""Polynomials with balls as coefficients.

Contents: :data:`Balls`, :func:`ball`, :func:`bit_size`; :func:`multiply`, :func:`multiply_all`, :func:`inflate`.

A polynomial is a dictionary from exponents to FLINT's ``arb`` or ``acb``. Values are rigorous at the working precision.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, TypeAlias

from flint import arb, fmpq

from symlcn.algebra.polynomials import Exponents
from symlcn.errors import LimitError

__all__ = ["Balls", "ball", "bit_size", "inflate", "multiply", "multiply_all"]

Balls: TypeAlias = dict[Exponents, Any]


def ball(value: Fraction | int) -> Any:
    """A real ball around a rational number.

    Examples
    --------
    >>> ball(Fraction(1, 4)).str(5)
    '0.25000'
    """
    exact = Fraction(value)
    return arb(fmpq(exact.numerator, exact.denominator))


def bit_size(value: Any) -> int:
    """An integer e with |x| < 2^e for all x in a ball, real or complex, the least or one more.

    Raises
    ------
    LimitError
        If the ball is not bounded.

    Examples
    --------
    >>> bit_size(arb(5)), bit_size(arb("1e-9"))
    (3, -29)
    """
    upper = value.abs_upper()
    if not upper.is_finite():
        raise LimitError("the precision is not enough to bound a number")
    mantissa, exponent = upper.man_exp()
    return int(exponent) + int(mantissa).bit_length()


def multiply(f: Balls, g: Balls) -> Balls:
    """The product of two polynomials.

    Examples
    --------
    >>> {index: c.str(3) for index, c in multiply({(0,): arb(1), (1,): arb(2)}, {(0,): arb(3)}).items()}
    {(0,): '3.00', (1,): '6.00'}
    """
    result: Balls = {}
    for i, x in f.items():
        for j, y in g.items():
            index = tuple(map(sum, zip(i, j, strict=True)))
            result[index] = result.get(index, 0) + x * y
    return result


def multiply_all(polynomials: Iterable[Balls], dimension: int) -> Balls:
    """The product of some polynomials in so many variables."""
    result: Balls = {(0,) * dimension: arb(1)}
    for polynomial in polynomials:
        result = multiply(result, polynomial)
    return result


def inflate(polynomial: Balls, exponent: Exponents) -> Balls:
    """The polynomial in the x_d^(e_d)."""
    return {tuple(a * b for a, b in zip(i, exponent, strict=True)): c for i, c in polynomial.items()}
