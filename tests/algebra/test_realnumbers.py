"""Real algebraic numbers: decimals of any sign and size, and ends for what cannot be found."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.algebra import realnumbers as algebraic
from symlcn.algebra.realnumbers import RealAlgebraic, root_above, value_at
from symlcn.errors import ArithmeticGuardError, LimitError

ROOT = root_above((-2, 0, 1), Fraction(0))


@given(st.integers(-40, 40).filter(bool), st.integers(-30, 30))
def test_decimals_of_either_sign_and_any_size(factor, exponent):
    """c·10^e·√2, against decimal square roots."""
    value = value_at((0, Fraction(factor) * Fraction(10) ** exponent), ROOT)
    expected = Decimal(2).sqrt() * factor * Decimal(10) ** exponent
    assert abs(Decimal(value.approx(12)) / expected - 1) < Decimal("1e-10")


def test_decimals_where_the_interval_contains_zero():
    assert RealAlgebraic((-2, 0, 1), Fraction(-1), Fraction(2)).approx(8) == "1.4142136"
    assert RealAlgebraic((-2, 0, 1), Fraction(-2), Fraction(1)).approx(8) == "-1.4142136"


@pytest.mark.parametrize("exponent", [400, -400])
def test_roots_of_extreme_size_are_found(exponent):
    scale = 10 ** abs(exponent)
    root = root_above((-2 * scale**2, 0, 1) if exponent > 0 else (-2, 0, scale**2), Fraction(0))
    assert root.approx(5) == f"1.4142e{exponent:+d}"


def test_a_polynomial_that_is_never_positive_is_refused():
    with pytest.raises(ArithmeticGuardError, match="positive beyond"):
        root_above((-1, 0, -1), Fraction(0))


def test_a_number_that_is_never_isolated_is_a_limit(monkeypatch):
    monkeypatch.setattr(algebraic, "MAX_BITS", 64)
    monkeypatch.setattr(algebraic, "_real_roots", lambda _: [(Fraction(0), Fraction(9)), (Fraction(0), Fraction(9))])
    with pytest.raises(LimitError, match="not found among the roots"):
        value_at((0, 1), ROOT)


@pytest.mark.parametrize("digits", [3, 12, 18])
def test_decimals_are_rounded_once(digits):
    """As the decimal module rounds square roots; with numerator and denominator rounded first, one in three was off."""
    for n in set(range(2, 200)) - {k * k for k in range(15)}:
        expected = decimal.Context(prec=digits).sqrt(decimal.Decimal(n))
        assert root_above((-n, 0, 1), Fraction(0)).approx(digits) == str(expected)
