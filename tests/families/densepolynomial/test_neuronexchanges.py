"""Pairs of dense networks with monomial activations in which two neurons exchange their places."""

from fractions import Fraction
from itertools import pairwise

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.matrices import entries, matrix
from symlcn.algebra.rootmatrix import RootMatrix, plain
from symlcn.families.densepolynomial.neuronexchanges import exchange_at, exchanged, rational_exchange, root_kernel
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, as_dense_polynomial
from tests.support import slowpowers


def rows_of(side):
    return [entries(layer) for layer in side]


def test_the_pair_of_the_lesson():
    network = DensePolynomial((2, 2, 1), (3,))
    first = [[[6, 8], [5, 0]], [[1, 8]]]
    second = exchanged(network, first, 0, (0, 1), Fraction(2))
    assert rows_of(second) == [((10, 0), (3, 4)), ((1, 8),)]
    x = sympy.symbols("x:2")
    both = [slowpowers.polynomials((2, 2, 1), (3,), side) for side in (first, [[[10, 0], [3, 4]], [[1, 8]]])]
    assert both[0] == both[1] == [sympy.expand((6 * x[0] + 8 * x[1]) ** 3 + 8 * (5 * x[0]) ** 3)]
    assert network.invariants(first) == network.invariants(second) == ((97, -167),)
    assert network.kernel(first, [1, 0], [1, 0]) == ((433945,),)
    assert network.kernel(second, [1, 0], [1, 0]) == ((1137385,),)


def test_the_pair_with_two_outputs():
    network = DensePolynomial((2, 2, 2), (2,))
    first = [[[6, 8], [5, 0]], [[1, 0], [0, 4]]]
    second = exchanged(network, first, 0, (0, 1), Fraction(2))
    assert network.invariants(first) == network.invariants(second) == ((98, -7),)
    assert network.kernel(first, [1, 0], [1, 0]) == ((2065, 0), (0, 3521))
    assert network.kernel(second, [1, 0], [1, 0]) == ((10657, 0), (0, 10481))
    assert network.values(first, [3, -2]) == network.values(second, [3, -2])


def test_the_pair_of_three_layers():
    network = DensePolynomial((2, 2, 2, 1), (2, 3))
    first = [[[2, -2], [1, 1]], [[1, 4], [1, -4]], [[1, 3]]]
    second = exchanged(network, first, 0, (0, 1), Fraction(2))
    assert network.invariants(first) == network.invariants(second)
    kernels = [network.kernel(side, [1, 2], [1, 2])[0][0] for side in (first, second)]
    assert kernels == [87522185216, 222117072896]


@st.composite
def starts(draw):
    """A network, parameters with the two neurons of the module, and which they are."""
    widths = draw(st.lists(st.integers(1, 3), min_size=3, max_size=5))
    layer = draw(st.integers(0, len(widths) - 3))
    widths[layer + 1] = draw(st.integers(2, 3))
    powers = [draw(st.integers(2, 4)) for _ in widths[2:]]
    numbers, signs = st.integers(-3, 3), st.sampled_from([1, -1])
    layers = [[[Fraction(draw(numbers)) for _ in range(n)] for _ in range(m)] for n, m in pairwise(widths)]
    a, b = draw(st.permutations(range(widths[layer + 1])))[:2]
    s = draw(st.sampled_from([Fraction(2), Fraction(-2), Fraction(3, 2), Fraction(1, 3)]))
    layers[layer][a] = [s * c * draw(signs) for c in layers[layer][b]]
    for row in layers[layer + 1]:
        row[b] = s ** powers[layer] * row[a] * draw(signs)
    return DensePolynomial(tuple(widths), tuple(powers)), layers, layer, (a, b), s


@given(starts(), st.lists(st.integers(-3, 3), min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_an_exchange_keeps_the_function_and_all_invariants(start, numbers):
    network, first, layer, neurons, s = start
    second = exchanged(network, first, layer, neurons, s)
    x = numbers[: network.widths[0]]
    assert network.values(first, x) == network.values(second, x)
    assert network.invariants(first) == network.invariants(second)
    assert rows_of(exchanged(network, second, layer, neurons, s)) == [tuple(map(tuple, own)) for own in first]


@pytest.mark.parametrize(
    "text", ["2 r3 2 1", "2 r2 2 1", "1 r2 2 2", "3 r4 3 2", "2 r2 2 r2 2 1", "2 r2 1 r3 2 2", "3 r2 4 r2 2 r3 3 2"]
)
def test_pairs_of_all_depths_are_different_where_they_say(text):
    network = as_dense_polynomial(text)
    found = rational_exchange(network)
    (i, k), (x, y) = found.index, found.inputs
    assert network.invariants(found.pair[0]) == network.invariants(found.pair[1]) == found.invariants
    assert tuple(network.kernel(side, x, y)[i][k] for side in found.pair) == found.values
    assert found.values[0] != found.values[1]
    point = [Fraction(n, 3) for n in (1, -2, 5)][: network.widths[0]]
    assert network.values(found.pair[0], point) == network.values(found.pair[1], point)
    assert len({*found.invariants[found.layer]}) > 1


@pytest.mark.parametrize(
    "text", ["1 r3 2 1", "1 r2 3 1", "2 r2 1 r3 2 1", "3 r2 1 2", "2 r2 1 r3 1 1", "2 r100000000 2 1"]
)
def test_where_there_is_no_pair_or_it_is_too_large(text):
    assert rational_exchange(as_dense_polynomial(text)) is None


RATIONALS = st.builds(Fraction, st.integers(-30, 30), st.integers(1, 4))


@given(st.integers(1, 3), st.integers(2, 5), st.lists(RATIONALS, min_size=2, max_size=3), st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_two_layers_have_a_pair_at_all_invariants_that_are_not_equal(size, power, delta, outer):
    assume(len({*delta}) > 1)
    assume(size + outer > 2)
    network = DensePolynomial((size, len(delta), outer), (power,))
    found = exchange_at(network, (tuple(delta),))
    for side in found.pair:
        w, v = (own if isinstance(own, RootMatrix) else plain(own) for own in side)
        rows = [(w * w.transpose()).entry(k, k) for k in range(len(delta))]
        columns = [(v.transpose() * v).entry(k, k) for k in range(len(delta))]
        assert [a - power * b for a, b in zip(rows, columns, strict=True)] == delta
    first, second = (real(network, side) for side in found.pair)
    x = sympy.symbols(f"x:{size}")
    for f, g in zip(function(network, first, x), function(network, second, x), strict=True):
        assert sympy.expand(f - g) == 0
    assert found.values[0] != found.values[1]


def real(network, side):
    """The matrices of a side with their square roots."""
    found = []
    for own in side:
        rooted = own if isinstance(own, RootMatrix) else plain(own)
        left, right = (
            [sympy.sqrt(sympy.Rational(*n.as_integer_ratio())) for n in numbers]
            for numbers in (rooted.left, rooted.right)
        )
        found.append(
            [
                [c * sympy.Rational(*entry.as_integer_ratio()) * a for entry, a in zip(row, right, strict=True)]
                for row, c in zip(entries(rooted.core), left, strict=True)
            ]
        )
    return found


def function(network, layers, x):
    return slowpowers.function(layers, network.powers, x)


@pytest.mark.parametrize(("text", "delta"), [("2 r3 2 1", (3, 1)), ("2 r2 3 2", (3, 1, 1)), ("1 r3 2 2", (-1, -2))])
def test_kernels_with_square_roots_are_those_of_the_definition(text, delta):
    network = as_dense_polynomial(text)
    found = exchange_at(network, (tuple(map(Fraction, delta)),))
    (i, k), values = found.index, found.values
    for side, value in zip(found.pair, values, strict=True):
        x, y, kernel = slowpowers.kernel(network.widths, network.powers, real(network, side))
        at = {**dict(zip(x, found.inputs[0], strict=True)), **dict(zip(y, found.inputs[1], strict=True))}
        assert sympy.expand(kernel[i][k].subs(at)) == sympy.Rational(*value.as_integer_ratio())


def test_kernels_with_square_roots_of_squares_are_rational_ones():
    network = DensePolynomial((2, 2, 2), (3,))
    ones = (Fraction(1), Fraction(1))
    rooted = (
        RootMatrix((Fraction(4), Fraction(9)), matrix([[1, 2], [3, -1]]), ones),
        RootMatrix(ones, matrix([[1, 1], [2, 0]]), (Fraction(1, 4), Fraction(25))),
    )
    rational = [own.rational() for own in rooted]
    for x, y in (((1, 2), (3, -1)), ((1, 0), (1, 0))):
        assert root_kernel(network, rooted, x, y) == network.kernel(rational, x, y)
