"""Exact real algebraic numbers: an irreducible polynomial and an interval that isolates one root.

Contents: :class:`RealAlgebraic`, :func:`root_above`, :func:`evaluate`.

Polynomials are tuples of integers or fractions, coefficients from degree 0. No floating point decides
anything; decimal approximations are for readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symlcn.errors import ArithmeticGuardError

__all__ = ["RealAlgebraic", "evaluate", "root_above"]


@dataclass(frozen=True, slots=True)
class RealAlgebraic:
    """An irrational real algebraic number.

    Attributes
    ----------
    minpoly : tuple of int
        Its minimal polynomial over Q: irreducible, primitive, positive leading coefficient.
    lower, upper : Fraction
        The only root of `minpoly` in the open interval (lower, upper) is this number, and the
        polynomial changes sign there.

    Examples
    --------
    >>> root = root_above((-2, 0, 1), Fraction(0))
    >>> root.minpoly, root.approx(10)
    ((-2, 0, 1), '1.414213562')
    """

    minpoly: tuple[int, ...]
    lower: Fraction
    upper: Fraction

    def approx(self, digits: int = 18) -> str:
        """Decimal approximation with the given number of significant digits."""
        from decimal import Context

        lower, upper = _bisect(self.minpoly, self.lower, self.upper, Fraction(1, 10 ** (digits + 2)))
        middle = (lower + upper) / 2
        context = Context(prec=digits, Emin=-(10**6), Emax=10**6)
        quotient = context.divide(context.create_decimal(middle.numerator), context.create_decimal(middle.denominator))
        return str(quotient).lower()


def evaluate(polynomial: Sequence[int | Fraction], point: int | Fraction) -> Fraction:
    """Value of a polynomial at a rational point, exactly.

    Examples
    --------
    >>> evaluate((1, 0, 2), Fraction(1, 2))
    Fraction(3, 2)
    """
    value = Fraction(0)
    for coefficient in reversed(polynomial):
        value = value * point + coefficient
    return value


def _bisect(
    polynomial: Sequence[int], lower: Fraction, upper: Fraction, relative: Fraction
) -> tuple[Fraction, Fraction]:
    """Shrink an interval with a sign change around a positive irrational root to a relative width."""
    positive_left = evaluate(polynomial, lower) > 0
    while lower <= 0 or upper - lower > relative * lower:
        middle = (lower + upper) / 2
        if (evaluate(polynomial, middle) > 0) == positive_left:
            lower = middle
        else:
            upper = middle
    return lower, upper


def root_above(polynomial: Sequence[int | Fraction], bound: Fraction) -> Fraction | RealAlgebraic:
    """The root of a polynomial beyond `bound`, which the caller knows to be the only one there, and simple.

    Parameters
    ----------
    polynomial : sequence of int or Fraction
        Negative at `bound`, positive far to the right, with exactly one root beyond `bound` ≥ 0, a
        simple one (the scaling equation of Prop. 2 is such). Not checked beyond the sign at `bound`.
    bound : Fraction
        Not negative.

    Returns
    -------
    Fraction or RealAlgebraic
        A Fraction exactly when the root is rational.

    Raises
    ------
    ArithmeticGuardError
        If the polynomial is not negative at `bound`, or its factors do not show exactly one root.

    Examples
    --------
    >>> root_above((-6, 1, 1), Fraction(0))
    Fraction(2, 1)
    """
    from flint import fmpq, fmpq_poly

    if evaluate(polynomial, bound) >= 0:
        raise ArithmeticGuardError(f"the polynomial is not negative at {bound}")
    step = Fraction(1)
    while evaluate(polynomial, bound + step) <= 0:
        step *= 2
    lower, upper = bound, bound + step
    numerator = fmpq_poly([fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in polynomial]).numer()
    factors = [tuple(int(c) for c in factor.coeffs()) for factor, _ in numerator.factor()[1]]
    changing = [f for f in factors if evaluate(f, lower) * evaluate(f, upper) < 0]
    if len(changing) != 1:
        raise ArithmeticGuardError(f"{len(changing)} factors change sign beyond {bound}, not one")
    minpoly = changing[0] if changing[0][-1] > 0 else tuple(-c for c in changing[0])
    if len(minpoly) == 2:
        return Fraction(-minpoly[0], minpoly[1])
    return RealAlgebraic(minpoly, *_bisect(minpoly, lower, upper, Fraction(1, 8)))
