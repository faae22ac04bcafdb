"""The loss as a quadratic form; gradient and Hessian over parameters; critical points; saddles with a zero filter."""

import random
from fractions import Fraction
from itertools import pairwise, product
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symlcn.algebra.matrices import entries
from symlcn.errors import LimitError, ParseError
from symlcn.loss.critical.critical import generic_number
from symlcn.loss.data import as_data
from symlcn.loss.landscape import (
    hessian_form,
    is_critical,
    parameter_gradient,
    zero_filter_point,
    zero_filter_saddle,
)
from symlcn.loss.risk import Risk, quadratic_risk, risk_of, risk_of_data
from symlcn.network.architecture import Architecture, parse_architecture
from symlcn.network.filters import end_to_end_filter, flat
from tests.support.slow import nested
from tests.support.strategies import architectures, rationals


def form(size: int, seed: int = 1) -> list[list[int]]:
    """A positive definite integer matrix, not special."""
    rows = [[(seed * (7 * i + 3 * j * j + i * j) + 5) % 11 - 5 for j in range(size)] for i in range(size)]
    return [[sum(r[i] * r[j] for r in rows) + (i == j) for j in range(size)] for i in range(size)]


def tensor(values, size):
    return nested(dict(zip(product(*map(range, size)), values, strict=True)), size)


@st.composite
def problems(draw):
    """A small architecture, a loss, filters and a direction."""
    network: Architecture = draw(architectures(max_layers=3, max_size=2, max_step=2, max_dimension=2))
    assume(network.ambient <= 60)
    size = network.end_to_end_size
    target = tensor([draw(rationals) for _ in range(network.ambient)], size)
    risk = quadratic_risk(network, form(network.ambient, draw(st.integers(1, 5))), target)

    def some():
        return [tensor([draw(rationals) for _ in range(prod(layer.size))], layer.size) for layer in network.layers]

    return risk, some(), some()


def loss_at(risk: Risk, u) -> Fraction:
    """ℓ(u) = (u − u*)ᵀA(u − u*) + ℓ(u*), by definition."""
    step = [a - b for a, b in zip(u, risk.target, strict=True)]
    rows = entries(risk.matrix)
    return sum((a * rows[i][j] * b for i, a in enumerate(step) for j, b in enumerate(step)), risk.least)


def restricted(risk: Risk, filters, direction) -> list[Fraction]:
    """The coefficients of the polynomial s ↦ L(w + s·ẇ), of degree 2L, from its values, by exact interpolation."""

    def moved(w, v, s):
        return tuple(moved(a, b, s) for a, b in zip(w, v, strict=True)) if isinstance(w, tuple) else w + s * v

    degree = 2 * len(filters)
    values = []
    for s in range(degree + 1):
        point = [moved(w, v, s) for w, v in zip(filters, direction, strict=True)]
        values.append(loss_at(risk, list(flat(end_to_end_filter(risk.architecture, point)))))
    coefficients = [Fraction(0)] * (degree + 1)
    basis, differences = [Fraction(1)], values
    for k in range(degree + 1):  # Newton: Σ Δ^k(0)·s(s−1)…(s−k+1)/k!
        for i, c in enumerate(basis):
            coefficients[i] += c * differences[0]
        differences = [b - a for a, b in pairwise(differences)]
        raised = [Fraction(0), *basis]
        basis = [(a - k * b) / (k + 1) for a, b in zip(raised, [*basis, Fraction(0)], strict=True)]
    return coefficients


@given(problems())
def test_gradient_and_hessian_are_the_derivatives_of_exact_values(problem):
    risk, filters, direction = problem
    _, slope, curvature, *_ = *restricted(risk, filters, direction), Fraction(0)
    gradient = [c for part in parameter_gradient(risk, filters) for c in part]
    assert sum(a * b for a, b in zip(gradient, flat(tuple(direction)), strict=True)) == slope
    assert hessian_form(risk, filters, direction) == 2 * curvature


def direct_loss(network, inputs, outputs, u):
    """The definition: every output position, every entry of the filter."""
    stride = [prod(s) for s in zip(*(layer.stride for layer in network.layers), strict=True)]
    total = Fraction(0)
    for x, y in zip(inputs, outputs, strict=True):
        for i, wanted in y.items():
            made = sum(u[j] * x[tuple(a * s + b for a, s, b in zip(i, stride, j, strict=True))] for j in u)
            total += (made - wanted) ** 2
    return total


@pytest.mark.parametrize("text", ["k2s2 k2", "k3 k2s3", "k2x1s1x2 k1x2s2x1"])
def test_data_give_the_sum_of_squares_of_all_differences(text):
    network = parse_architecture(text)
    size, dimension = network.end_to_end_size, network.dimension
    stride = [prod(s) for s in zip(*(layer.stride for layer in network.layers), strict=True)]
    inputs, outputs, draw = [], [], random.Random(1)
    for number in range(6):
        lengths = [k + 3 + number % 2 for k in size]
        counts = [(n - k) // s + 1 for n, k, s in zip(lengths, size, stride, strict=True)]
        inputs.append({i: draw.randint(-3, 3) for i in product(*map(range, lengths))})
        outputs.append({i: Fraction(number - sum(i), 2) for i in product(*map(range, counts))})

    def shape(signal):
        return nested(signal, tuple(1 + max(i[d] for i in signal) for d in range(dimension)))

    risk = risk_of_data(network, list(map(shape, inputs)), list(map(shape, outputs)))
    for seed in range(3):
        u = {j: Fraction(seed * sum(j) + 1, 1 + seed) for j in product(*map(range, size))}
        assert loss_at(risk, list(u.values())) == direct_loss(network, inputs, outputs, u)
    assert not any(risk.gradient(risk.target))
    assert loss_at(risk, risk.target) == risk.least > 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '{"inputs": [[1, 1, 1, 1]], "outputs": [[1, 1, 1]]}',
            "singular data: the matrix A of the loss has rank 1 of 2",
        ),
        ('{"A": [[1, 1], [1, 1]], "target": [1, 0]}', "singular data"),
        ('{"A": [[1, 2], [2, 1]], "target": [1, 0]}', "not positive definite"),
        ('{"A": [[-1, 0], [0, -1]], "target": [1, 0]}', "not positive definite"),
        ('{"A": [[0, 1], [1, 0]], "target": [1, 0]}', "not positive definite"),
        ('{"A": [[1, 2], [3, 9]], "target": [1, 0]}', "not symmetric"),
        ('{"A": [[1, 0]], "target": [1, 0]}', "not a square matrix of 2 rows"),
        ('{"A": [1, 0], "target": [1, 0]}', "not a list of rows"),
        ('{"A": [[1, 0], [0, 1]], "target": [1, 0, 0]}', "not of the size 2"),
        ('{"A": [[1, 0], [0, 0.5]], "target": [1, 0]}', "not an exact number"),
        ('{"A": 3, "target": [1, 0]}', "each of its two parts is a list"),
        ('{"A": [[1, 0], [0, 1]]}', 'give an object with "inputs"'),
        ("[1, 2]", 'give an object with "inputs"'),
        ('{"inputs": [[1, 2, 3]], "outputs": [[1]]}', "output 0: of size 1, but the network makes one of size 2"),
        ('{"inputs": [[1]], "outputs": [[1]]}', "input 0: of size 1, smaller than the filter"),
        ('{"inputs": [], "outputs": []}', "at least one"),
        ('{"inputs": [[1, 2]], "outputs": []}', "as many of both"),
        ('{"inputs": [[1, "x"]], "outputs": [[1]]}', "not an exact rational number"),
        ('{"inputs": [[[1, 2]]], "outputs": [[1]]}', "a list where a number belongs"),
    ],
)
def test_bad_data_are_refused_with_the_reason(text, problem):
    with pytest.raises(ParseError) as caught:
        risk_of(parse_architecture("k2"), as_data(text))
    assert problem in str(caught.value)


def test_large_filters_are_refused():
    with pytest.raises(LimitError):
        quadratic_risk(parse_architecture("k201"), [], ())


def test_critical_points_are_the_points_over_the_minimum_and_others():
    network = parse_architecture("k3 k2")
    risk = quadratic_risk(network, form(4), (0, -1, 0, 1))
    assert is_critical(risk, [(0, -1, 1), (1, 1)])
    assert is_critical(risk, [(Fraction(1, 2), 0, Fraction(-1, 2)), (0, -2)])
    assert not is_critical(risk, [(0, 1, 1), (1, 1)])
    assert is_critical(risk, [(0, 0, 0), (0, 0)])


@given(problems(), st.data())
def test_negative_directions_at_zero_filters_are_negative(problem, data):
    risk, *_ = problem
    layers = len(risk.architecture.layers)
    if layers < 2:
        return
    zero, free = data.draw(st.permutations(range(layers)))[:2]
    point = zero_filter_point(risk, zero, free)
    if point is None:
        return
    assert is_critical(risk, point)
    assert [layer for layer, w in enumerate(point) if not any(flat(w))] == [zero]
    saddle = zero_filter_saddle(risk, point)
    if saddle is not None:
        exact = restricted(risk, point, saddle.direction)
        assert exact[1] == 0
        assert saddle.curvature == 2 * exact[2] < 0


def test_two_zero_filters_are_a_saddle_and_three_show_none():
    risk = quadratic_risk(parse_architecture("k2 k2"), form(3), (1, 2, 3))
    saddle = zero_filter_saddle(risk, [(0, 0), (0, 0)])
    assert saddle.curvature == 2 * restricted(risk, [(0, 0), (0, 0)], saddle.direction)[2] < 0
    risk = quadratic_risk(parse_architecture("k2 k2 k2"), form(4), (1, 2, 3, 4))
    assert zero_filter_saddle(risk, [(0, 0)] * 3) is None
    assert zero_filter_saddle(risk, [(0, 0), (0, 0), (1, 2)]).curvature < 0


def test_no_negative_direction_where_the_risk_is_least():
    risk = quadratic_risk(parse_architecture("k2 k2"), form(3), (0, 0, 0))
    assert zero_filter_saddle(risk, [(0, 0), (1, 2)]) is None


def test_saddles_ask_for_a_critical_point_with_a_zero_filter():
    risk = quadratic_risk(parse_architecture("k2 k2"), form(3), (1, 2, 3))
    with pytest.raises(ParseError, match="none of them is zero"):
        zero_filter_saddle(risk, [(1, 1), (1, 1)])
    with pytest.raises(ParseError, match="no critical point"):
        zero_filter_saddle(risk, [(0, 0), (1, 1)])
    with pytest.raises(ParseError, match="not two different layers"):
        zero_filter_point(risk, 1, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("k1", 1),  # u = u* alone
        ("k4", 1),
        ("k2 k2", 6),  # 2 factorizations of u*, and 4 points on the conic of double roots
        (
            "k3 k2",
            10,
        ),  # 3 factorizations, and 7, the generic ED degree of the twisted cubic dual to the ramified cubics
        ("k3s2 k2", 10),  # generic ED degree of P^2 x P^1, as of 2x3 matrices of rank 1
        ("k2x1 k1x2", 6),
        ("k2 k1 k2", 6),
        ("k3s2 k3", 39),  # of 3x3 matrices of rank 1
        ("k2 k2 k2", 34),  # 6 factorizations, 3·7 on the tangent developable of the twisted cubic, 7 on it
        ("k2x2 k2x2", 284),
    ],
)
def test_generic_numbers_of_critical_points(text, number):
    assert generic_number(parse_architecture(text)) == number


def test_generic_number_of_two_layers_by_the_segre_formula():
    """Independent: Aluffi's sum over Chern classes of P^a x P^b, expanded as truncated bivariate polynomials."""
    from math import comb

    for a, b in product(range(4), repeat=2):
        n, total = a + b, 0
        for i, j in product(range(a + 1), range(b + 1)):
            degree = comb(a + 1, i) * comb(b + 1, j) * comb(n - i - j, a - i)
            total += (-1) ** (i + j) * (2 ** (n + 1 - i - j) - 1) * degree
        assert generic_number(parse_architecture(f"k{a + 1}s2 k{b + 1}")) == total
