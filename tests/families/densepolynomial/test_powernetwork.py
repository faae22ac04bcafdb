"""Dense networks with monomial activations: notation, values, invariants, NTKs."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.errors import ParseError
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, as_dense_polynomial, has_powers
from tests.support import slowpowers

WIDTHS = st.lists(st.integers(1, 4), min_size=3, max_size=6)


@st.composite
def networks(draw, largest=9):
    widths = draw(WIDTHS)
    powers = draw(st.lists(st.integers(2, largest), min_size=len(widths) - 2, max_size=len(widths) - 2))
    return DensePolynomial(tuple(widths), tuple(powers))


@given(networks(largest=10**9))
def test_notation_is_read_as_it_is_written(network):
    text = str(network)
    assert as_dense_polynomial(text) == as_dense_polynomial(text.split()) == network
    assert str(as_dense_polynomial(text)) == text
    assert has_powers(text)
    assert has_powers(network)


@given(networks())
def test_a_sequence_may_mix_numbers_and_activations(network):
    mixed = [token if token.startswith("r") else int(token) for token in str(network).split()]
    assert as_dense_polynomial(mixed) == as_dense_polynomial(tuple(mixed)) == network


def test_tokens_stand_between_the_widths_that_they_separate():
    network = as_dense_polynomial("2 r3 4 r5 3 1")
    assert (network.widths, network.powers, network.hidden) == ((2, 4, 3, 1), (3, 5), (4, 3))
    assert (network.parameters, network.neurons, network.depth) == (8 + 12 + 3, 7, 3)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "2 2 r3 2 1",
            "width 1: no activation stands before it, and networks with and without are not mixed; write one",
        ),
        ("2 r3 2 2 1", "width 2: no activation stands before it"),
        ("2 r3 2 r2 1", "r2 before the last width: the last layer has no activation; end with two widths"),
        ("2 r3 2 1 r2", "token 5, 'r2': no width follows it; end with two widths"),
        ("2 r3 2", "r3 before the last width: the last layer has no activation"),
        ("2 r3", "token 2, 'r3': no width follows it"),
        ("r3", "token 1, 'r3': no width stands before it"),
        ("r3 2 2 1", "token 1, 'r3': no width stands before it; give widths and activations in turn, as in 2 r3 2"),
        ("2 r1 2 1", "token 2, 'r1': an activation is a power from 2 on; write r2, r3, …"),
        ("2 r0 2 1", "token 2, 'r0': an activation is a power from 2 on"),
        ("2 r 2 1", "token 2, 'r': an activation is written like r3, for x ↦ x^3"),
        ("2 r03 2 1", "token 2, 'r03': an activation is written like r3"),
        ("2 r٣ 2 1", "an activation is written like r3"),
        ("2 r-3 2 1", "token 2, 'r-3': an activation is written like r3"),
        ("2 relu 2 1", "token 2, 'relu': with a ReLU only two layers are treated; give three widths, and --relu"),
        ("2 r2 r3 2 1", "token 3, 'r3': r2 stands before it; write their product as one"),
        ("2 r3 x 1", "token 3, 'x': neither a width nor an activation such as r3"),
        ("2 r3 0 1", "width 1: 0 is not an integer from 1 to 256"),
        ("2 r3 257 1", "width 1: 257 is not an integer from 1 to 256"),
        ("2 r9999999999 2 1", "is no power from 2 to 1000000000; write r2, r3"),
    ],
)
def test_what_is_wrong_in_notation_is_said_in_a_line(text, problem):
    with pytest.raises(ParseError) as caught:
        as_dense_polynomial(text)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [3, None, b"2 r3 2 1", {"2": 1}, [2, 3.0, "r2", 1], [2, True, "r2", 1]])
def test_what_is_no_list_of_widths_is_refused(value):
    with pytest.raises(ParseError):
        as_dense_polynomial(value)


SMALL = [
    ((2, 2, 1), (3,), [[[6, 8], [5, 0]], [[1, 8]]]),
    ((2, 2, 2), (2,), [[[6, 8], [5, 0]], [[1, 0], [0, 4]]]),
    ((1, 2, 2), (3,), [[[2], [-1]], [[1, 3], [2, 1]]]),
    ((2, 2, 2, 1), (2, 3), [[[2, -2], [1, 1]], [[1, 4], [1, -4]], [[1, 3]]]),
    ((2, 1, 2), (4,), [[["1/2", 3]], [[2], ["-1/3"]]]),
]


@pytest.mark.parametrize(("widths", "powers", "parameters"), SMALL)
def test_values_and_kernels_are_those_of_the_definition(widths, powers, parameters):
    exact = [[[Fraction(c) for c in row] for row in layer] for layer in parameters]
    slow = [[[sympy.Rational(c.numerator, c.denominator) for c in row] for row in layer] for layer in exact]
    network = DensePolynomial(widths, powers)
    x, y, expected = slowpowers.kernel(widths, powers, slow)
    functions = slowpowers.polynomials(widths, powers, slow)
    for left, right in (((1, 2), (3, -1)), ((0, 1), (5, 2)), ((1, 0), (1, 0))):
        left, right = left[: widths[0]], right[: widths[0]]
        at = {**dict(zip(x, left, strict=True)), **dict(zip(y, right, strict=True))}
        assert [sympy.Rational(*c.as_integer_ratio()) for c in network.values(exact, left)] == [
            f.subs(at) for f in functions
        ]
        found = network.kernel(exact, left, right)
        assert [[sympy.Rational(*c.as_integer_ratio()) for c in row] for row in found] == [
            [entry.subs(at) for entry in row] for row in expected
        ]


def test_values_of_the_invariants():
    assert DensePolynomial((2, 2, 1), (3,)).invariants(SMALL[0][2]) == ((97, -167),)
    assert DensePolynomial((2, 2, 2), (2,)).invariants(SMALL[1][2]) == ((98, -7),)


@st.composite
def parametrized(draw):
    network = draw(networks(largest=4).filter(lambda own: own.parameters <= 20))
    numbers = st.integers(-3, 3)
    parameters = [
        [[draw(numbers) for _ in range(n)] for _ in range(m)]
        for n, m in zip(network.widths[:-1], network.widths[1:], strict=True)
    ]
    x = [draw(numbers) for _ in range(network.widths[0])]
    return network, parameters, x


@given(parametrized(), st.data())
@settings(max_examples=40, deadline=None)
def test_rescalings_keep_the_function_and_permutations_move_the_invariants_and_keep_the_kernel(own, data):
    network, parameters, x = own
    layer = data.draw(st.integers(0, network.depth - 2))
    neuron = data.draw(st.integers(0, network.hidden[layer] - 1))
    s, r = data.draw(st.sampled_from([Fraction(2), Fraction(-1, 3), Fraction(-1)])), network.powers[layer]
    scaled = [[list(map(Fraction, row)) for row in matrix] for matrix in parameters]
    scaled[layer][neuron] = [s * c for c in scaled[layer][neuron]]
    for row in scaled[layer + 1]:
        row[neuron] /= s**r
    assert network.values(scaled, x) == network.values(parameters, x)
    if abs(s) == 1:
        assert network.invariants(scaled) == network.invariants(parameters)
        assert network.kernel(scaled, x, x) == network.kernel(parameters, x, x)
    order = data.draw(st.permutations(range(network.hidden[layer])))
    moved = [[list(row) for row in matrix] for matrix in parameters]
    moved[layer] = [parameters[layer][k] for k in order]
    moved[layer + 1] = [[row[k] for k in order] for row in parameters[layer + 1]]
    assert network.values(moved, x) == network.values(parameters, x)
    assert network.kernel(moved, x, x) == network.kernel(parameters, x, x)
    before, after = network.invariants(parameters), network.invariants(moved)
    assert after[layer] == tuple(before[layer][k] for k in order)
    assert after[:layer] + after[layer + 1 :] == before[:layer] + before[layer + 1 :]


@given(parametrized())
@settings(max_examples=40, deadline=None)
def test_derivatives_modulo_a_prime_give_the_kernel(own):
    network, parameters, x = own
    p = 10007
    rows = network.derivatives(parameters, x, p)
    found = [[sum(a * b for a, b in zip(one, other, strict=True)) % p for other in rows] for one in rows]
    assert found == [[int(c) % p for c in row] for row in network.kernel(parameters, x, x)]
    assert all(len(row) == network.parameters for row in rows)


def test_inputs_and_parameters_that_do_not_fit_are_refused():
    network = DensePolynomial((2, 2, 1), (3,))
    with pytest.raises(ParseError, match="3 numbers where 2 are needed"):
        network.values(SMALL[0][2], [1, 2, 3])
    with pytest.raises(ParseError, match="not 2 rows of 2 numbers"):
        network.invariants([[[1]], [[1, 2]]])
    with pytest.raises(ParseError, match="a float, not an exact number"):
        network.kernel(SMALL[0][2], [0.5, 1], [1, 0])
