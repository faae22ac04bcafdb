"""f by expansion, at inputs and on planes, against values worked by hand and each other."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.errors import LimitError
from symlcn.families.polynomial.expansion import expanded, layer_operators, plane, run_operators, value
from symlcn.network.notation import parse_network
from tests.support.strategies import activated, nonzero_filters


def monomials(network, filters):
    """f with one number for each factor, in one direction."""
    found = expanded(layer_operators(network, filters), network.activations)
    return {tuple(p for (p,), power in monomial for _ in range(power)): c for monomial, c in found.items()}


def test_the_worked_example():
    found = monomials(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)])
    numbers = {(0, 0): 4, (0, 1): 16, (0, 2): 24, (1, 1): 21, (1, 2): 68, (1, 3): 30, (2, 2): 56, (2, 3): 60}
    assert found == numbers | {(3, 3): 45}


def test_an_exchange_in_a_run_keeps_f():
    network = parse_network("k2 k2 r2 k2")
    wanted = {(0, 0): 16, (0, 1): 80, (0, 2): 32, (1, 1): 116, (1, 2): 160, (2, 2): 116, (1, 3): 32, (2, 3): 80}
    assert monomials(network, [(1, 2), (4, 2), (1, 1)]) == wanted | {(3, 3): 16}
    assert monomials(network, [(2, 1), (2, 4), (1, 1)]) == wanted | {(3, 3): 16}


@pytest.mark.parametrize(
    ("notation", "size"),
    [
        ("k2 r2 k2", 5),
        ("k2 r3 k2", 7),
        ("k3 r2 k2", 9),
        ("k2 r2 k2 r2 k2", 21),
        ("k3 r2 k2 r2 k2", 51),
        ("k3 r2 k3 r2 k3", 114),
        ("k2x2 r2 k2x2", 29),
        ("k3x3 r2 k3x3", 193),
        ("k2x2 k2x2 r2 k2x2", 106),
    ],
)
def test_numbers_of_monomials(notation, size):
    network = parse_network(notation)
    primes = iter([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61])
    filters = []
    for layer in network.architecture:
        rows = [next(primes) for _ in range(layer.parameters)]
        filters.append(rows if network.dimension == 1 else [rows[n :: layer.size[0]] for n in range(layer.size[0])])
    assert len(expanded(layer_operators(network, filters), network.activations)) == size


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_ways_agree(data):
    """Layers and runs give the same f; values and planes are those of the expansion."""
    network = data.draw(activated())
    filters = data.draw(nonzero_filters(network))
    operators = layer_operators(network, filters)
    function = expanded(operators, network.activations)
    outer = [r for r in network.activations if r > 1]
    assert function == expanded(run_operators(network, filters), outer) != {}
    positions = sorted({p for monomial in function for p, _ in monomial} | {(1,) * network.dimension})
    inputs = {p: Fraction(data.draw(st.integers(-2, 2))) for p in positions}
    total = Fraction(0)
    for monomial, c in function.items():
        for p, power in monomial:
            c *= inputs[p] ** power
        total += c
    assert value(operators, network.activations, inputs) == total
    p = data.draw(st.sampled_from([p for p in positions if any(p)]))
    zero, degree = (0,) * network.dimension, network.degree
    powers = [tuple(item for item in ((zero, degree - k), (p, k)) if item[1]) for k in range(degree + 1)]
    assert list(plane(operators, network.activations, p)) == [function.get(power, 0) for power in powers]


def test_zero_filters_give_zero():
    network = parse_network("k2 r2 k2")
    operators = layer_operators(network, [(1, 1), (0, 0)])
    assert expanded(operators, [2]) == {}
    assert value(operators, [2], {(0,): 1}) == 0
    assert plane(operators, [2], (1,)) == (0, 0, 0)


@pytest.mark.parametrize("notation", ["k3x3 r2 k3x3 r2 k3x3 r2 k3x3", "k2 r20000 k2"])
def test_what_is_too_large_is_said(notation):
    network = parse_network(notation)
    filters = [[[1, 2, 3]] * 3] * 4 if network.dimension == 2 else [(1, 2), (3, 4)]
    with pytest.raises(LimitError, match=r"multiplied out"):
        expanded(layer_operators(network, filters), network.activations)
