"""Peeling: cores from f against cores of the filters, and what is no function of a network."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.errors import LimitError
from symlcn.families.polynomial.expansion import expanded, layer_operators, plane, run_operators
from symlcn.families.polynomial.runcores import Failure, core, peel, peel_function, planes_read
from symlcn.network.notation import parse_network
from tests.support.strategies import activated, nonzero_filters


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_cores_are_found_again(data):
    network = data.draw(activated())
    filters = data.draw(nonzero_filters(network))
    operators = run_operators(network, filters)
    powers = [r for r in network.activations if r > 1]
    function = expanded(operators, powers)
    found = peel_function(function, powers)
    parts = [core(operator) for operator in operators]
    assert found.shift == tuple(map(sum, zip(*(a for a, _, _ in parts), strict=True)))
    assert list(found.cores) == [own for _, _, own in parts]
    moved = {tuple((tuple(map(sum, zip(p, found.shift, strict=True))), n) for p, n in m): c * found.constant
             for m, c in expanded(found.cores, powers).items()}  # fmt: skip
    assert moved == function


@pytest.mark.parametrize("notation", ["k3s2 r2 k2 r3 k3", "k2x3 r2 k3x2", "k3 k2 r3 k2 k2"])
def test_coefficients_on_planes_are_enough(notation):
    network = parse_network(notation)
    entries = iter(range(1, 100))
    shape = (lambda k: [next(entries) for _ in range(k)]) if network.dimension == 1 else None
    filters = [shape(*layer.size) if shape else
               [[next(entries) for _ in range(layer.size[1])] for _ in range(layer.size[0])]
               for layer in network.architecture]  # fmt: skip
    operators = layer_operators(network, filters)
    function = expanded(operators, network.activations)
    powers = [r for r in network.activations if r > 1]
    asked = set()

    def read(monomial):
        asked.add(monomial)
        positions = [p for p, _ in monomial if any(p)] or [(1,) * network.dimension]
        return plane(operators, network.activations, positions[0])[dict(monomial).get(positions[0], 0)]

    positions = {p for monomial in function for p, _ in monomial}
    least = min(positions)
    assert peel(read, positions, powers) == peel_function(function, powers)
    assert asked == {*planes_read(least, positions, powers).values(), ((least, network.degree),)}
    assert len(asked) <= 1 + len(network.runs) * (len(positions) - 1)


def test_negative_later_coordinates():
    operators = [{(0, 1): Fraction(2), (1, 0): Fraction(3)}, {(0, 2): Fraction(1), (2, 0): Fraction(-1)}]
    found = peel_function(expanded(operators, [2]), [2])
    assert found.shift == (0, 3)
    assert found.cores[0] == {(0, 0): 1, (1, -1): Fraction(3, 2)}
    assert found.cores[1] == {(0, 0): 1, (2, -2): -1}


X0, X1, X2 = ((0,), 1), ((1,), 1), ((2,), 1)


@pytest.mark.parametrize(
    ("function", "step"),
    [
        ({(X0, X1): 1}, "power"),
        ({(((1,), 2),): 0, (X1, X2): 3}, "power"),
        ({(((0,), 2),): 1, (X0, X1): 4, (((1,), 2),): 9, (((2,), 2),): 5, (((3,), 2),): 7}, "division"),
    ],
)
def test_what_is_no_function_of_a_network(function, step):
    found = peel_function({m: Fraction(c) for m, c in function.items()}, [2])
    assert isinstance(found, Failure)
    assert found.step == step


def test_a_function_that_agrees_where_it_is_read():
    """x0² + 2x0x1 + 2x1² + x2² has the cores of (1,1), (1,1), whose function has 2x1x2, too."""
    function = {(((0,), 2),): 1, (X0, X1): 2, (((1,), 2),): 2, (((2,), 2),): 1}
    found = peel_function({m: Fraction(c) for m, c in function.items()}, [2])
    assert found.cores == ({(0,): 1, (1,): 1}, {(0,): 1, (1,): 1})
    assert expanded(found.cores, [2]) == function | {(X1, X2): 2}


def test_a_degree_that_is_too_large():
    with pytest.raises(LimitError, match=r"inverted only up to"):
        peel_function({(((0,), 10**6),): Fraction(1)}, [10**6])
