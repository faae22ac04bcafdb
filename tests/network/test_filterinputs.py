"""Filters in every form: the same filter in each, and what is not exact refused with what would be."""

from fractions import Fraction
from itertools import product

import numpy
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.sympyvalues import polynomial_in_sympy, tensor_in_sympy
from symlcn.errors import ParseError
from symlcn.network.architecture import parse_architecture
from symlcn.network.filterinputs import as_filter, as_filters
from symlcn.network.filters import end_to_end, layer_polynomials, nested
from tests.support.strategies import architectures, rationals

x, y = sympy.symbols("x y")
HALF = Fraction(1, 2)


@st.composite
def networks_with_filters(draw, entries=rationals):
    network = draw(architectures(max_layers=3, max_size=3, max_step=2))
    return network, [
        nested([draw(entries) for _ in product(*map(range, layer.size))], layer.size) for layer in network.layers
    ]


@given(networks_with_filters())
@settings(max_examples=40, deadline=None)
def test_filters_of_sympy_come_back(case):
    network, filters = case
    wanted = as_filters(filters, network)
    assert as_filters([tensor_in_sympy(own) for own in filters], network) == wanted
    polynomials = [polynomial_in_sympy(own) for own in layer_polynomials(network, filters)]
    assert as_filters(polynomials, network) == wanted
    assert as_filters([own.as_expr() for own in polynomials], network) == wanted
    u = as_filter(sympy.prod(polynomials), network)
    assert u == as_filter(polynomial_in_sympy(end_to_end(network, filters)), network)
    assert as_filter(tensor_in_sympy(u), network) == u


@given(networks_with_filters(st.integers(-99, 99)))
@settings(max_examples=40, deadline=None)
def test_arrays_of_integers_are_filters(case):
    network, filters = case
    wanted = as_filters(filters, network)
    assert as_filters([numpy.array(own) for own in filters], network) == wanted
    assert as_filters(tuple(numpy.array(own, dtype=object) for own in filters), network) == wanted


@pytest.mark.parametrize(
    "value",
    [
        "0,-1,0,1",
        x**3 - x,
        sympy.Poly(x**3 - x),
        (x - 1) * x * (x + 1),
        numpy.array([0, -1, 0, 1]),
        numpy.array([0, -1, 0, 1], dtype=numpy.int8),
        [numpy.int64(0), numpy.int32(-1), sympy.Integer(0), sympy.Rational(2, 2)],
        sympy.Matrix([0, -1, 0, 1]),
        sympy.Matrix([[0, -1, 0, 1]]),
        sympy.ImmutableMatrix([0, -1, 0, 1]),
        sympy.Array([0, -1, 0, 1]),
    ],
)
def test_all_forms_of_one_filter_ask_the_same(value):
    assert symlcn.fiber("k3 k2", value).tensor == (0, -1, 0, 1)


def test_a_matrix_is_a_filter_in_two_directions():
    network = parse_architecture("k2x2 k1x2")
    assert as_filter(sympy.Matrix([[1, 2, 3], [4, 5, HALF]]), network) == ((1, 2, 3), (4, 5, HALF))
    assert as_filter(x * y**2 / 2 + 3, network) == ((3, 0, 0), (0, 0, HALF))
    assert as_filters(numpy.ones((1, 2, 2), dtype=int), parse_architecture("k2x2")) == (((1, 1), (1, 1)),)


def test_matrices_of_a_fully_connected_network_may_be_arrays():
    rows = [[1, 2], [3, 4]]
    wanted = symlcn.invariants("2 2 2", [rows, rows]).values
    assert symlcn.invariants("2 2 2", [numpy.array(rows), sympy.Matrix(rows)]).values == wanted
    assert symlcn.invariants((numpy.int64(2), sympy.Integer(2), 2), [rows, rows]).values == wanted


def test_integers_of_sympy_and_numpy_are_numbers():
    assert symlcn.certify("k2x2 k2x2", [sympy.Integer(21)]).about["delta"] == ["21"]
    assert symlcn.certify("k2x2 k2x2", numpy.array([21])).about["delta"] == ["21"]
    assert symlcn.equations("k3s2 k2", sympy.Integer(3)).degrees[-1].degree == 3
    assert symlcn.equations("k3s2 k2", numpy.int64(1)).degrees[-1].degree == 1


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (numpy.array([0, 1, 0, 0.5]), 'filter[0]: 0.0 is a float, not an exact number; give "0", or'),
        ([0, 1, 0, numpy.float32(0.5)], 'filter[3]: 0.5 is a float32, not an exact number; give "1/2", or'),
        ([0, 1, 0, sympy.Float(0.1)], 'filter[3]: 0.100000000000000 is a Float, not an exact number; give "1/10", or'),
        (numpy.array([True, True, True, True]), "filter[0]: True is a bool"),
        (sympy.Matrix([0, 1, 0, x]), "filter[3]: x is a Symbol, not an exact number"),
        (sympy.Matrix([0, 1, 0, sympy.sqrt(2)]), "filter[3]: sqrt(2) is a Pow, not an exact number"),
        (x**4, "filter: the exponent 4 does not occur in the polynomial of a filter of size 4 here"),
        (0.5 * x, "filter: 0.500000000000000 is a Float"),
    ],
)
def test_what_is_not_exact_is_told(value, problem):
    with pytest.raises(ParseError) as told:
        as_filter(value, parse_architecture("k3 k2"))
    assert str(told.value).startswith(problem)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([1 + x, 4 + 5 * x], "filter 2: the exponent 1 does not occur in the polynomial of a filter of size 2 here: "),
        ([1 + x, 4 + 5 * x**4], "exponents are multiples of 2 up to 2"),
        ([1 + x, [1, 2.5]], "filter 2[1]: 2.5 is a float"),
        ([1 + x], "filters: 1 filter for 2 layers"),
    ],
)
def test_filters_that_do_not_fit_are_told(value, problem):
    with pytest.raises(ParseError) as told:
        as_filters(value, parse_architecture("k3s2 k2"))
    assert problem in str(told.value)
