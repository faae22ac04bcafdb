"""Values of sympy: there and back is the identity, and roots are the right ones by sympy's own numerics."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.complexroots import complex_roots
from symlcn.algebra.namedvalues import Formulas, Generator, Ratio, in_generator
from symlcn.algebra.polynomials import Polynomial
from symlcn.algebra.realnumbers import root_above
from symlcn.algebra.sympyvalues import (
    formulas_in_sympy,
    number_in_sympy,
    polynomial_in_sympy,
    polynomial_terms,
    to_sympy,
)
from tests.support.strategies import rationals


@st.composite
def polynomials(draw):
    dimension = draw(st.integers(1, 4))
    exponents = st.tuples(*[st.integers(0, 5)] * dimension)
    return Polynomial(dimension, draw(st.dictionaries(exponents, rationals, max_size=6)))


@given(polynomials())
def test_polynomials_come_back(polynomial):
    for there in (polynomial_in_sympy(polynomial), polynomial_in_sympy(polynomial).as_expr()):
        assert polynomial_terms(there, polynomial.dimension, "p") == dict(polynomial.terms())


@pytest.mark.parametrize(
    "minpoly",
    [(-2, 0, 1), (1, 1, 1), (-2, 0, 0, 1), (1, 0, 0, 0, 1), (-1, -1, 0, 0, 0, 1), (3, 0, -7, 0, 2, 5, 1), (5, -6, 2)],
)
def test_roots_are_the_same_numbers(minpoly):
    found = [(root.number, number_in_sympy(root.number)) for root in complex_roots(minpoly)]
    assert len({there for _, there in found}) == len(minpoly) - 1
    for number, there in found:
        digits, ball = sympy.N(there, 10), number.enclosure(80)
        for ours, theirs in zip((ball.real, ball.imag), digits.as_real_imag(), strict=True):
            assert abs(float(ours.mid()) - float(theirs)) < 1e-8


@given(st.lists(st.integers(-9, 9), min_size=3, max_size=6))
@settings(max_examples=30, deadline=None)
def test_the_root_of_a_scaling_equation_is_the_same_number(coefficients):
    polynomial = (-1 - abs(coefficients[0]), *map(abs, coefficients[1:]), 1)  # one positive root (Descartes)
    t = root_above(polynomial, Fraction(0))
    assert abs(float(number_in_sympy(t)) - float(t if isinstance(t, Fraction) else t.approx(17))) < 1e-9


def test_rational_roots_are_rational_numbers():
    assert [number_in_sympy(root.number) for root in complex_roots((-1, 2))] == [sympy.Rational(1, 2)]
    assert number_in_sympy(Fraction(-9, 4)) == sympy.Rational(-9, 4)


def test_formulas_have_their_names_and_the_number_is_put_in():
    t = root_above((-2, 0, 1), Fraction(0))
    values = (
        ("K", (({(1,): 1}, {(0, 1): Fraction(1, 2)}), ({}, {(): 3}))),
        ("c", Ratio({(0,): 1}, {(0, 0): 2, (): 1})),
        ("listed", [({(0,): 1}, {}), {(): 4}]),
        ("deep", (((in_generator((1, 1), 1),),),)),
    )
    found = formulas_in_sympy(Formulas(("u_0",), values, (Generator("t", t),)))
    u, root = sympy.Symbol("u_0"), sympy.sqrt(2)
    assert found["K"] == sympy.Matrix([[root, root * u / 2], [0, 3]])
    assert found["c"] == u / (2 * u**2 + 1)
    assert found["listed"] == [sympy.Matrix([u, 0]), 4]
    assert found["deep"] == sympy.Array([[[1 + root]]])


x, y = sympy.symbols("x y")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (x**2 / 2 + 0.1, 'p: 0.100000000000000 is a Float, not an exact number; give "1/10", or'),
        (sympy.Poly(x**2 + 0.5), 'p: 0.500000000000000 is a Float, not an exact number; give "1/2"'),
        (x + y, "p: 'y' occurs in it; a filter polynomial is one in x over Q"),
        (sympy.Symbol("E") + x, "p: 'E' occurs in it"),
        (sympy.sqrt(2) * x, "p, coefficient of x: sqrt(2) is not a rational number; give one such as Rational(2, 3)"),
        (sympy.Poly(sympy.sqrt(2) * x, x, extension=True), "sqrt(2) is not a rational number"),
        (sympy.E * x, "E is not a rational number"),
        (sympy.I * x, "I is not a rational number"),
        (x * sympy.nan, "nan"),
        (sympy.Poly(x**2 + 1, modulus=5), "p: it is a polynomial modulo 5; give one over Q"),
        (1 / x, "p: 1/x is no polynomial"),
        (sympy.sin(x), "p: sin(x) is no polynomial"),
        (x**y, "occurs in it"),
    ],
)
def test_what_is_no_polynomial_over_q_is_told(value, problem):
    with pytest.raises(ValueError, match=r"^p") as told:
        polynomial_terms(value, 1, "p")
    assert problem in str(told.value)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 200


def test_values_of_all_kinds_are_given_in_sympy():
    assert to_sympy((1, "1/2")) == sympy.Matrix([1, sympy.Rational(1, 2)])
    assert to_sympy(((1, 2), (3, 4))) == sympy.Matrix([[1, 2], [3, 4]])
    assert to_sympy((((1,), (2,)),)) == sympy.Array([[[1], [2]]])
    assert to_sympy(Fraction(1, 3)) == sympy.Rational(1, 3)
    assert to_sympy(root_above((-2, 0, 1), Fraction(0))) == sympy.sqrt(2)
    assert to_sympy(symlcn.equations("k3 k2")) == {"equations": []}
    with pytest.raises(ValueError, match=r"0\.5 is a float, not an exact number"):
        to_sympy((1, 0.5))
