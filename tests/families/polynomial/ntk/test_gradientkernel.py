"""K on monomials and at inputs, against K by the definition, each other, and values worked by hand."""

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.errors import LimitError, ParseError, ZeroPolynomialError
from symlcn.families.polynomial.ntk.gradientkernel import kernel_at_inputs, kernel_on_monomials
from symlcn.network.filters import flat, nested, squared_norm
from symlcn.network.notation import parse_network
from tests.support import slowactivations as slow
from tests.support.strategies import activated, nonzero_filters

E_0 = ((Fraction(1), Fraction(0), Fraction(0), Fraction(0)), (4,))


def rational_matrix(found):
    """K by pairs of monomials with one position for each factor, without zeros."""
    names = [tuple(p for p, power in m for _ in range(power)) for m in found.monomials]
    rows = found.matrix()
    assert all(len(entry) == 1 for row in rows for entry in row)
    return {(a, b): e for a, row in zip(names, rows, strict=True) for b, (e,) in zip(names, row, strict=True) if e}


def test_the_worked_example():
    found = kernel_on_monomials(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], [0])
    assert found.scaling.t.minpoly == (-2009, 0, 0, 1)
    assert found.scaling.norms == ((0, 2), (0, 1))
    inverse = (0, 0, Fraction(1, 2009))
    assert found.weights == (tuple(7 * c for c in inverse), tuple(41 * c for c in inverse))
    assert found.entry(0, 0) == tuple(489 * c for c in inverse)
    at = kernel_at_inputs(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], [E_0], [0])
    assert at.matrix() == [[tuple(489 * c for c in inverse)]]
    assert at.values == (4,)


def test_a_swap_within_a_run_changes_k_alone():
    network = parse_network("k2 k2 r2 k2")
    first = kernel_on_monomials(network, [(1, 2), (4, 2), (1, 1)])
    second = kernel_on_monomials(network, [(2, 1), (2, 4), (1, 1)])
    assert first.function == second.function
    assert first.invariants == second.invariants == (-15, 16)
    assert first.entry(0, 0) == (1344,)
    assert second.entry(0, 0) == (768,)


def test_two_preimages_of_a_singular_function():
    network = parse_network("k2 r2 k2")
    first = kernel_on_monomials(network, [(0, 1), (1, 0)])
    second = kernel_on_monomials(network, [(1, 0), (0, 1)])
    assert first.function == second.function == {(((1,), 2),): 1}
    assert first.invariants == second.invariants == (-1,)
    left, right = rational_matrix(first), rational_matrix(second)
    differences = {key: left.get(key, 0) - right.get(key, 0) for key in left.keys() | right.keys()}
    diagonal = {((0,), (0,)): -1, ((0,), (1,)): 4, ((1,), (2,)): -4, ((2,), (2,)): 1}
    assert {key: c for key, c in differences.items() if c} == {(m, m): c for m, c in diagonal.items()}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_k_is_that_of_the_definition_and_of_the_gradients(data):
    network = data.draw(activated(max_degree=4))
    numbers = st.sampled_from([0, 0, 1, -2, 3])
    filters = [
        nested([Fraction(c, 2) for c in flat(own)], layer.size)
        for own, layer in zip(data.draw(nonzero_filters(network, numbers)), network.architecture, strict=True)
    ]
    found = kernel_on_monomials(network, filters)
    flats = [list(flat(own)) for own in filters]
    assert rational_matrix(found) == slow.kernel(network, flats)
    assert {tuple(p for p, power in m for _ in range(power)): c for m, c in found.function.items()} == slow.expanded(
        network, flats
    )
    norms = [squared_norm(own) for own in filters]
    powers = network.activations
    assert found.invariants == tuple(norms[l] - powers[l] * norms[l + 1] for l in range(len(powers)))
    size = network.architecture.end_to_end_size
    entries = st.lists(st.sampled_from([0, 0, 1, Fraction(-1, 2), 3]), min_size=prod(size), max_size=prod(size))
    inputs = [(tuple(map(Fraction, data.draw(entries))), size) for _ in range(2)]
    at = kernel_at_inputs(network, filters, inputs)
    for i, row in enumerate(at.matrix()):
        for j, (entry,) in enumerate(row):
            m, n = (values_of(found.monomials, *inputs[k]) for k in (i, j))
            wanted = sum(x * found.entry(a, b)[0] * y for a, x in enumerate(m) for b, y in enumerate(n))
            assert entry == wanted


def values_of(monomials, entries, size):
    weights = [prod(size[d + 1 :]) for d in range(len(size))]
    return [prod(entries[sum(map(int.__mul__, p, weights))] ** k for p, k in m) for m in monomials]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_scaling_to_own_invariants_changes_nothing_and_other_representatives_have_the_same_k(data):
    network = data.draw(activated(max_degree=4))
    filters = data.draw(nonzero_filters(network))
    delta = kernel_on_monomials(network, filters).invariants
    factors = [data.draw(st.sampled_from([1, -1, 2, Fraction(1, 3)])) for _ in filters[1:]]
    last = Fraction(1) / prod(q**d for q, d in zip(factors, network.degrees, strict=False))
    moved = [
        nested([q * c for c in flat(own)], layer.size)
        for q, own, layer in zip([*factors, last], filters, network.architecture, strict=True)
    ]
    own, again, other = (
        kernel_on_monomials(network, filters),
        kernel_on_monomials(network, filters, delta),
        kernel_on_monomials(network, moved, delta),
    )
    assert own.function == again.function == other.function
    assert own.matrix() == again.matrix() == other.matrix()


def test_the_scaled_filters_by_hand():
    """(3, 4) and (1/2,) become (6, 8) and (1/8,): ‖w_1‖² − 2‖w_2‖² = 100 − 1/32."""
    network = parse_network("k2 r2 k1")
    scaled = kernel_on_monomials(network, [(3, 4), (Fraction(1, 2),)], [100 - Fraction(1, 32)])
    actual = kernel_on_monomials(network, [(6, 8), (Fraction(1, 8),)])
    assert scaled.scaling.norms == actual.scaling.norms == ((100,), (Fraction(1, 64),))
    assert scaled.matrix() == actual.matrix()
    assert scaled.function == actual.function


def test_outputs_of_a_larger_input():
    network = parse_network("k2 r2 k2s2")
    filters = [(1, 2), (3, 1)]
    large = (tuple(map(Fraction, (1, 2, 0, 3, 1))), (5,))
    windows = [(large[0][:3], (3,)), (large[0][2:], (3,))]
    together, apart = kernel_at_inputs(network, filters, [large]), kernel_at_inputs(network, filters, windows)
    assert together.matrix() == apart.matrix()
    assert together.outputs == (0, 0)
    assert apart.outputs == (0, 1)


def test_what_is_wrong_is_said():
    network = parse_network("k3 r2 k2")
    with pytest.raises(ZeroPolynomialError, match="filter 2 is zero"):
        kernel_on_monomials(network, [(1, 2, 3), (0, 0)])
    with pytest.raises(ParseError, match="inputs: there are none"):
        kernel_at_inputs(network, [(1, 2, 3), (4, 5)], [])
    with pytest.raises(LimitError, match="monomials; at most 500"):
        kernel_on_monomials(parse_network("k4x4 r2 k4x4"), [[[1] * 4] * 4] * 2)
    with pytest.raises(LimitError, match="too long coefficients"):
        kernel_on_monomials(parse_network("k1 r1000000 k1"), [(2,), (1,)])
    with pytest.raises(LimitError, match="too long denominators"):
        kernel_at_inputs(parse_network("k1 r1000000 k1"), [(1,), (1,)], [((Fraction(1, 3),), (1,))])
