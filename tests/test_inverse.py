"""The inverse map: values of the theory, composition at exact random filters, charts that cover, sympy."""

import random
from fractions import Fraction
from itertools import product
from math import prod

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.architecture import Architecture, Layer, parse_architecture
from symlcn.classify import classify
from symlcn.errors import LimitError
from symlcn.filters import end_to_end_filter, primitive_filter
from symlcn.geometry.inverse import group_layers, inverse
from symlcn.geometry.obstruction import flat
from symlcn.geometry.sparse import cancelled, composed, determinant, generic_product, plus, text, times, value
from symlcn.points import count_points
from symlcn.smooth import smoothness
from tests.strategies import architectures

RUNNING = parse_architecture("k3s2 k2")


def written(group, names="ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
    return [[text(entry, names) for entry in chart.entries] for chart in group.charts]


def tensors(architecture, source, bound=9):
    """Filters with random nonzero integer entries."""

    def nested(size):
        if not size:
            return source.choice((-1, 1)) * source.randint(1, bound)
        return tuple(nested(size[1:]) for _ in range(size[0]))

    return [nested(layer.size) for layer in architecture.layers]


def proportional(left, right):
    return all(a * d == b * c for (a, b), (c, d) in product(zip(left, right, strict=True), repeat=2))


def test_the_running_example_has_the_formulas_of_the_theory():
    found = inverse(RUNNING)
    first, second = found.groups
    assert (found.status, found.birational, found.covers) == ("proved", True, False)
    assert written(first)[0] == ["A*D", "B*D", "B*E"]
    assert text(first.charts[0].denominator, "ABCDE") == "B*D"
    assert written(second)[0] == ["B", "D"]


def test_all_charts_of_the_running_example_cover_what_is_not_singular():
    """The singular locus is B = D = 0."""
    found = inverse(RUNNING, every=True)
    first, second = found.groups
    assert found.covers
    assert sorted(text(chart.denominator, "ABCDE") for chart in first.charts) == ["B", "D"]
    assert written(second) == [["B", "D"]]


@pytest.mark.parametrize("notation", ["k3s2 k2", "k3s2 k3", "k4s2 k2", "k2s2 k3", "k5s3 k2", "k3d2 k2d4"])
def test_at_every_smooth_point_a_chart_is_defined_and_right(notation):
    """Small entries, zeros among them, so that many points are singular or outside some charts."""
    network = parse_architecture(notation)
    found = inverse(network, every=True)
    source = random.Random(notation)
    seen = {True: 0, False: 0}
    for _ in range(150):
        filters = [tuple(source.choice((0, 0, 1, -1, 2)) for _ in range(layer.size[0])) for layer in network.layers]
        if not all(map(any, filters)):
            continue
        u = end_to_end_filter(network, filters)
        smooth = smoothness(network, u).smooth
        seen[smooth] += 1
        for group, own in zip(found.groups, filters, strict=True):
            values = [[value(entry, u) for entry in chart.entries] for chart in group.charts]
            assert all(proportional(found_, own) for found_ in values if any(found_))
            assert any(map(any, values)) or not smooth
    assert seen[True] > 20
    assert (seen[False] > 5) == (notation != "k2s2 k3")  # x² divides no first filter of degree 1: nothing is singular


@pytest.mark.parametrize(
    "notation",
    [
        "k3s2 k3s2 k2",
        "k4s2 k3",
        "k2 k2d2 k2d4",
        "k2 k2d3",
        "k3 k1 k2d4",
        "k3d2 k2d3",
        "k3x3s2 k2x2",
        "k3x3s2 k3x3s2 k2x2",
        "k3x1 k1x3",
        "k2x2 k3x1",
        "k3x1s2x1 k1x3 k2x2",
        "k3x2d2x1 k2x3d3x1",
        "k3x3x3s2 k2x2x2",
        "k10s5 k3s2 k2",
    ],
)
def test_formulas_give_the_filters_back(notation):
    network = parse_architecture(notation)
    found = inverse(network)
    assert found.status == "proved"
    assert found.birational == classify(network).birational is True
    source = random.Random(notation)
    for _ in range(3):
        filters = tensors(network, source)
        u = list(flat(end_to_end_filter(network, filters)))
        for group in found.groups:
            own = list(flat(filters[group.layers[0]]))
            for number, chart in enumerate(group.charts):
                values = [value(entry, u) for entry in chart.entries]
                assert proportional(values, own)
                assert any(values) or number
                if chart.denominator is not None:
                    assert any(values) == bool(value(chart.denominator, u))


@settings(max_examples=40)
@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=2), st.integers(0, 10**6))
def test_charts_are_right_for_random_architectures(network, seed):
    assume(prod(network.end_to_end_size) <= 60)
    found = inverse(network)
    filters = tensors(network, random.Random(seed))
    u = list(flat(end_to_end_filter(network, filters)))
    assert {layer for group in found.groups for layer in group.layers} == {
        number for number, layer in enumerate(network.layers) if layer.active
    }
    for group, (members, size, exponent) in zip(found.groups, group_layers(network), strict=True):
        parts = Architecture(tuple(Layer(network.layers[l].size, (), (1,) * network.dimension) for l in members))
        own = list(flat(end_to_end_filter(parts, [filters[l] for l in members])))
        assert (group.size, group.exponent) == (size, exponent)
        for chart in group.charts:
            assert proportional([value(entry, u) for entry in chart.entries], own)


def test_of_interchangeable_layers_only_the_product_is_given():
    found = inverse(parse_architecture("k2x2s1 k2x2 k3x1s2x2 k2x2"))
    assert not found.birational
    assert [(group.layers, group.symmetric) for group in found.groups] == [((0, 1), True), ((2,), False), ((3,), False)]
    block = inverse(parse_architecture("k2 k3"))
    assert (block.status, block.groups[0].symmetric, written(block.groups[0])) == (
        "proved",
        True,
        [["A", "B", "C", "D"]],
    )


def test_layers_in_one_ring_that_differ_in_size_are_undecided():
    found = inverse(parse_architecture("k2x2 k3x2"))
    assert found.status == "undecided"
    assert (
        found.reason
        == "layers 0 and 1 have filters in the same ring, where polyphase components do not tell them apart"
    )
    assert not found.groups[0].symmetric
    assert not found.covers


def test_a_long_stack_gives_what_it_can():
    found = inverse(parse_architecture("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2"))
    assert found.status == "undecided"
    assert [bool(group.charts) for group in found.groups] == [False] + [True] * 6
    assert written(found.groups[-1], [f"u{i}" for i in range(400)]) == [["u80", "u240"]]


def test_only_scalar_layers():
    found = inverse(parse_architecture("k1 k1"))
    assert (found.groups, found.status) == ((), "proved")


def test_all_charts_have_a_limit():
    with pytest.raises(LimitError, match="too many for all charts"):
        inverse(parse_architecture("k9s2 k6"), every=True)


def test_sparse_arithmetic_agrees_with_sympy():
    symbols = sympy.symbols("x:4")
    source = random.Random(4)

    def draw():
        return {tuple(sorted(source.choices(range(4), k=source.randint(0, 3)))): source.randint(1, 9) for _ in range(4)}

    def lift(terms):
        return sum(c * prod((symbols[i] for i in m), start=sympy.Integer(1)) for m, c in terms.items())

    for _ in range(10):
        a, b, c = draw(), draw(), draw()
        assert sympy.expand(lift(times(a, b)) - lift(a) * lift(b)) == 0
        assert sympy.expand(lift(plus(a, b, -3)) - lift(a) + 3 * lift(b)) == 0
        matrix = [[a, b], [c, draw()]]
        exact = sympy.Matrix([[lift(entry) for entry in row] for row in matrix]).det()
        assert sympy.expand(lift(determinant(matrix)) - exact) == 0
        images = [draw() for _ in range(4)]
        substituted = lift(a).subs(dict(zip(symbols, map(lift, images), strict=True)), simultaneous=True)
        assert sympy.expand(lift(composed(a, images)) - substituted) == 0
        left, right = (lift(part) for part in cancelled([times(a, b), times(a, c)]))
        assert sympy.expand(left * lift(c) - right * lift(b)) == 0
        assert sympy.Poly(sympy.gcd(left, right), *symbols).is_ground


def test_the_generic_product_is_the_end_to_end_filter():
    network = parse_architecture("k3x2s2 k2x2d1x3")
    products, _ = generic_product(network)
    filters = tensors(network, random.Random(1))
    point = [entry for tensor in filters for entry in flat(tensor)]
    assert [value(terms, point) for terms in products] == list(flat(end_to_end_filter(network, filters)))


def test_a_singular_point_has_two_filters_and_no_chart():
    u = (0, 0, 1, 0, 0)
    assert count_points(RUNNING, u).complex == 2
    found = inverse(RUNNING, every=True)
    assert not any(value(entry, u) for group in found.groups for chart in group.charts for entry in chart.entries)


def test_formulas_hold_for_rational_entries():
    filters = [(Fraction(1, 2), Fraction(-2, 3), 5), (Fraction(7, 4), 1)]
    u = end_to_end_filter(RUNNING, filters)
    for group, own in zip(inverse(RUNNING).groups, filters, strict=True):
        values = tuple(value(entry, u) for entry in group.charts[0].entries)
        assert primitive_filter(values, 1)[1] == primitive_filter(own, 1)[1]
