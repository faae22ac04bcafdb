"""Gradients at inputs and by monomials, against derivatives by the definition and against sympy."""

from fractions import Fraction
from math import prod

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.errors import LimitError, ParseError
from symlcn.families.polynomial.gradients import coefficient_gradient, gradient_at, monomial_of, windows
from symlcn.network.filters import flat
from symlcn.network.notation import parse_network
from tests.support import slowactivations as slow
from tests.support.strategies import activated, nonzero_filters


def flats(filters):
    return [[int(c) for c in flat(own)] for own in filters]


def by_positions(network, terms):
    """A polynomial with one position for each factor."""
    return {
        tuple(p for p, power in monomial_of(network, monomial) for _ in range(power)): c
        for monomial, c in terms.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_both_ways_are_the_derivatives_of_the_definition(data):
    network = data.draw(activated())
    filters = flats(data.draw(nonzero_filters(network)))
    wanted = slow.derivatives(network, filters)
    columns = coefficient_gradient(network, filters)
    assert [[by_positions(network, own) for own in layer] for layer in columns] == wanted
    cells = st.tuples(*(st.integers(0, n - 1) for n in network.architecture.end_to_end_size))
    point = data.draw(st.dictionaries(cells, st.integers(-3, 3), max_size=5))
    found = gradient_at(network, filters, point)
    assert [list(part) for part in found.parts] == [[slow.value(own, point) for own in layer] for layer in wanted]
    assert found.value == slow.value(slow.expanded(network, filters), point)
    for part, own, degree in zip(found.parts, filters, network.degrees, strict=True):
        assert sum(map(int.__mul__, part, own)) == degree * found.value


def test_the_gradient_is_that_of_sympy():
    network = parse_network("k2 r3 k2 k2")
    w = sympy.symbols("w1:7")
    x = [2, -1, 3, 1]
    first = [w[0] * x[i] + w[1] * x[i + 1] for i in range(3)]
    second = [w[2] * first[i] ** 3 + w[3] * first[i + 1] ** 3 for i in range(2)]
    function = w[4] * second[0] + w[5] * second[1]
    filters = [(1, -2), (3, 1), (0, 5)]
    at = dict(zip(w, [c for own in filters for c in own], strict=True))
    found = gradient_at(network, filters, {(i,): c for i, c in enumerate(x)})
    assert found.value == function.subs(at)
    assert [c for part in found.parts for c in part] == [function.diff(v).subs(at) for v in w]


def test_a_large_network_at_a_dense_input():
    network = parse_network("k10s5 r2 k3s2 r2 k3s2 r2 k3s2 r2 k3s2 r2 k2s2 r2 k2s2")
    size = prod(network.architecture.end_to_end_size)
    filters = [[1] * layer.parameters for layer in network.architecture]
    found = gradient_at(network, filters, {(i,): 1 + i % 2 for i in range(size)})
    assert sum(found.parts[0]) == 64 * found.value
    assert sum(found.parts[-1]) == found.value


def test_windows_move_by_all_strides():
    network = parse_network("k2x2s2 r2 k1x1s1x3")
    found = windows(network, {(0, 6): Fraction(1), (1, 1): Fraction(2)}, (2, 9), "input 1")
    assert found == [{(1, 1): 2}, {(0, 0): 1}]
    with pytest.raises(ParseError, match=r"input 1: size 1; an output sees 3 entries"):
        windows(parse_network("k2 r2 k2"), {}, (1,), "input 1")


def test_what_is_too_large_is_said():
    with pytest.raises(LimitError, match="numbers become too long"):
        gradient_at(parse_network("k2 r1000000 k2 r900 k1"), [(1, 2), (1, 2), (3,)], {(0,): 1})
    with pytest.raises(LimitError, match="multiplications"):
        gradient_at(parse_network("k99x99 r2 k99x99"), [(1,) * 9801] * 2, {(0, 0): 1})
    with pytest.raises(LimitError, match="too many monomials"):
        coefficient_gradient(parse_network("k5 r9 k5 r9 k5"), [(1,) * 5] * 3)
    with pytest.raises(LimitError, match="too large a degree"):
        coefficient_gradient(parse_network("k1 r1000000 k1"), [(1,), (1,)])
