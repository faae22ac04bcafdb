"""Exact filters of points: their product is u, by sympy, and they are those that enclosures show."""

from fractions import Fraction
from functools import cache
from itertools import product

import pytest
import sympy

import symlcn
from symlcn.algebra.realnumbers import dyadic
from symlcn.fiber.exact.fieldfilters import field_filters
from symlcn.fiber.points import geometric_points
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import flat, normalize_filter, primitive_filter

CASES = [
    ("k3 k2", (-2, 0, 0, 1)),
    ("k2 k3", (-2, 0, 0, 1)),
    ("k2 k2 k2", (-4, 0, 0, 2)),
    ("k3 k3", (1, 0, 0, 0, 1)),
    ("k3 k3", (4, 0, -4, 0, 1)),  # (x² − 2)²
    ("k4 k3", (-1, -1, 0, 0, 0, 3)),
    ("k5 k2 k1", (0, -2, 0, 0, 0, Fraction(1, 2))),
    ("k3s2 k2", (4, 8, 17, 10, 15)),
    ("k3 k2d2 k2d2", (-6, 0, 1, 0, 5, 0, 0)),
    ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0))),
    ("k2x2 k2x2", ((3, 0, 1), (0, 0, 0), (6, 0, 2))),
    ("k3x1 k1x2 k2x1", ((-2, -4), (0, 0), (0, 0), (1, 2))),
    ("k4s3 k2", (2, 0, 0, -3, 0, 0, 1)),  # one layer takes what the other leaves
]


@pytest.mark.parametrize("field", ["R", "C"])
@pytest.mark.parametrize(("text", "u"), CASES)
def test_the_product_is_u(text, u, field):
    network = parse_architecture(text)
    tensor = normalize_filter(u, network.dimension)
    letters = sympy.symbols("x y")[: network.dimension]
    for point in geometric_points(network, tensor, field):
        found = field_filters(network, tensor, point)
        numbers = list(map(_digits, found.numbers))
        total = sympy.Integer(1)
        for layer, exponent, own in zip(network.layers, network.exponents, found.filters, strict=True):
            monomials = (
                sympy.prod(x ** (i * e) for x, i, e in zip(letters, index, exponent, strict=True))
                for index in product(*map(range, layer.size))
            )
            total *= sum((_value(c, numbers) * m for c, m in zip(flat(own), monomials, strict=True)), sympy.Integer(0))
        coefficients = sympy.Poly(sympy.expand(total), *letters).as_dict()
        wanted = dict(zip(product(*map(range, network.end_to_end_size)), flat(tensor), strict=True))
        for index, c in wanted.items():
            assert abs(coefficients.get(index, 0) - sympy.Rational(c.numerator, c.denominator)) < 1e-40


@cache
def _digits(number):
    ball = number.enclosure(220)
    parts = (dyadic(part.mid()) for part in (ball.real, ball.imag))
    real, imaginary = (sympy.N(sympy.Rational(part.numerator, part.denominator), 60) for part in parts)
    return real + sympy.I * imaginary


def _value(terms, numbers):
    return sum(
        (sympy.Rational(c.numerator, c.denominator) * sympy.prod(numbers[n] for n in m) for m, c in terms.items()),
        sympy.Integer(0),
    )


@pytest.mark.parametrize(("text", "u"), CASES)
def test_entries_are_those_that_enclosures_show(text, u):
    network = parse_architecture(text)
    tensor = normalize_filter(u, network.dimension)
    for point in geometric_points(network, tensor, "C"):
        found = field_filters(network, tensor, point)
        numbers = list(map(_digits, found.numbers))
        for l, layer in enumerate(network.layers):
            balls = point.enclosure(l, 128)
            own = dict(zip(product(*map(range, layer.size)), flat(found.filters[l]), strict=True))
            values = {index: _value(terms, numbers) for index, terms in own.items()}
            top = max(balls)
            for index, ball in balls.items():
                ratio = ball / balls[top]
                there = sympy.N(values[index] / values[top], 30).as_real_imag()
                for ours, theirs in zip((ratio.real, ratio.imag), there, strict=True):
                    assert abs(float(ours.mid()) - float(theirs)) < 1e-12


def test_few_numbers_are_needed():
    def needed(text, u, field="R"):
        return [[own.minpoly for own in point.exact.numbers] for point in symlcn.fiber(text, u, field=field).points]

    assert needed("k3 k2", (-2, 0, 0, 1)) == [[(-2, 0, 0, 1)]]
    assert needed("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0))) == [[(-1, 0, 2)]] * 2  # y² − 2x²
    assert needed("k3 k2", (0, -1, 0, 1)) == [[]] * 3


def test_rational_filters_are_the_same():
    for point in symlcn.fiber("k3 k2", (0, -3, 0, 3)).points:
        exact = [tuple(c.get((), 0) for c in own) for own in point.exact.filters]
        assert tuple(primitive_filter(own, 1)[1] for own in exact) == point.filters


def test_a_point_of_an_answer_is_given_in_sympy():
    (point,) = symlcn.fiber("k3 k2", "-2,0,0,1").points
    filters = point.to_sympy()
    alpha = sympy.CRootOf(sympy.Symbol("x") ** 3 - 2, 0)
    assert filters == {"w_1": sympy.Matrix([alpha**2, alpha, 1]), "w_2": sympy.Matrix([-alpha, 1])}
    domain = sympy.QQ.algebraic_field(alpha)
    products = [domain.from_sympy(c) for c in filters["w_1"]]
    assert products[0] * domain.from_sympy(filters["w_2"][0]) == domain.from_sympy(sympy.Integer(-2))
