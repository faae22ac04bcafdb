"""Pairs over singular functions, against K by the definition and all shifts."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.sparse import cells
from symlcn.families.polynomial.counterexample import singularpair
from symlcn.families.polynomial.counterexample.networkpairs import value_at
from symlcn.families.polynomial.counterexample.singularpair import _inputs, relation, shifted_pair
from symlcn.network.filters import flat
from symlcn.network.notation import parse_network
from tests.support import slowactivations as slow
from tests.support.strategies import activated


def test_the_worked_pair():
    network = parse_network("k2 r2 k2")
    found = shifted_pair(network, None)
    pair = found.pair
    assert found.delta == (-1,)
    assert pair.function == {(((1,), 2),): 1}
    first, second = ([list(map(int, flat(own))) for own in point.filters] for point in pair.points)
    assert {str(first), str(second)} == {str([[1, 0], [0, 1]]), str([[0, 1], [1, 0]])}
    left, right = slow.kernel(network, first), slow.kernel(network, second)
    differences = {key: left.get(key, 0) - right.get(key, 0) for key in left.keys() | right.keys()}
    monomials = [((0,), (0,)), ((0,), (1,)), ((1,), (1,)), ((1,), (2,)), ((2,), (2,))]
    diagonal = [differences.get((m, m), 0) for m in monomials]
    assert diagonal in ([1, -4, 0, 4, -1], [-1, 4, 0, -4, 1])


@pytest.mark.parametrize(
    ("notation", "smooth"),
    [
        ("k2s2 r2 k2", True),
        ("k2s2 r2 k2s2 r2 k2", True),
        ("k3 r2 k2d3", True),
        ("k3x1 r2 k1x3", True),
        ("k2x2s2 r2 k2x2", True),
        ("k3 r2 k2", False),
        ("k3s2 r2 k2", False),
        ("k2x2 r2 k2x2", False),
        ("k3x3 r2 k3x3", False),
    ],
)
def test_smooth_ones_have_none(notation, smooth):
    assert (shifted_pair(parse_network(notation), None) is None) == smooth


@settings(max_examples=60, deadline=None)
@given(activated())
def test_relations_are_found_where_one_layer_of_each_run_has_some(network):
    found = relation(network)
    layers, exponents = list(network.architecture), network.architecture.exponents
    if found is not None:
        assert all(sum(a[d] * exponents[l][d] for l, a in found.items()) == 0 for d in range(network.dimension))
        assert all(abs(c) < k for l, a in found.items() for c, k in zip(a, layers[l].size, strict=True))
        assert any(any(a) for a in found.values())
        assert all(sum(run.start <= l < run.stop for l in found) <= 1 for run in network.runs)
        return
    for d in range(network.dimension):
        for chosen in product(*(range(run.start, run.stop) for run in network.runs)):
            boxes = [range(1 - layers[l].size[d], layers[l].size[d]) for l in chosen]
            sums = [sum(a * exponents[l][d] for a, l in zip(own, chosen, strict=True)) for own in product(*boxes)]
            assert sums.count(0) == 1


@settings(max_examples=40, deadline=None)
@given(activated(), st.data())
def test_what_is_found_is_a_pair(network, data):
    found = shifted_pair(network, None)
    if found is None or found.pair is None:
        return
    first, second = ([list(map(int, flat(own))) for own in point.filters] for point in found.pair.points)
    assert slow.expanded(network, first) == slow.expanded(network, second)
    kernels = [slow.kernel(network, filters) for filters in (first, second)]
    for kernel, value in zip(kernels, found.pair.values, strict=True):
        total = 0
        for (a, b), c in kernel.items():
            total += c * slow.value({a: 1}, found.pair.point) * slow.value({b: 1}, found.pair.point)
        assert value.value == total


@settings(max_examples=40, deadline=None)
@given(activated())
def test_no_other_input_of_these_kinds_tells_the_kernels_apart(network):
    found = shifted_pair(network, None)
    if found is None or found.pair is None:
        return
    pair = found.pair
    rows = [[tuple(flat(own)) for own in point.filters] for point in pair.points]
    (((m, _),),) = pair.function
    inputs = [{**base, p: 1} for base in ({}, {m: 1}) for p in cells(network.architecture.end_to_end_size)]
    values = [[value_at(network, row, pair.points[0].scaling, x).value for row in rows] for x in inputs]
    apart = [x for x, (first, second) in zip(inputs, values, strict=True) if first != second]
    assert apart[0] == pair.point
    listed = list(_inputs(network, rows))
    assert all(x in listed for x in apart)


@pytest.mark.parametrize(("products", "count"), [(10**8, 10 * 9), (1, 8)])
def test_the_inputs_that_are_tried_are_few_where_each_takes_long(monkeypatch, products, count):
    asked = []
    monkeypatch.setattr(singularpair, "MAX_PRODUCTS", products)
    monkeypatch.setattr(singularpair, "value_at", lambda *own: asked.append(own))
    monkeypatch.setattr(singularpair, "told_apart", lambda *_: False)
    found = shifted_pair(parse_network("k9x9 r2 k9x9"), None)
    assert (found.status, found.pair) == ("undecided", None)
    assert "agree at all inputs that were tried" in found.reason
    assert len(asked) == 2 * 2 * count
