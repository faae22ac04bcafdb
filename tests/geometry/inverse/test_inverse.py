"""The inverse map: values of the theory, composition at exact random filters, charts that cover, sympy."""

import random
import re
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.sparse import cancelled, composed, determinant, plus, text, times, value
from symlcn.check import check_text
from symlcn.errors import LimitError
from symlcn.fiber.points import count_points
from symlcn.fiber.smoothness.smooth import smoothness
from symlcn.geometry.inverse.document import inverse_json
from symlcn.geometry.inverse.inverse import group_layers, inverse
from symlcn.geometry.inverse.question import inverse as question
from symlcn.geometry.metric.functionfield import symbolic_metric
from symlcn.network.architecture import Architecture, Layer, parse_architecture
from symlcn.network.classify import classify
from symlcn.network.filters import end_to_end_filter, flat, primitive_filter
from symlcn.network.generic import generic_product
from tests.support.damage import at, replaced, sealed
from tests.support.strategies import architectures

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
    vectors = evaluated(found, network, u, random.Random(seed))
    for group, values, (members, size, exponent) in zip(found.groups, vectors, group_layers(network), strict=True):
        parts = Architecture(tuple(Layer(network.layers[l].size, (), (1,) * network.dimension) for l in members))
        own = list(flat(end_to_end_filter(parts, [filters[l] for l in members])))
        assert (group.size, group.exponent) == (size, exponent)
        for chart, given_ in zip(group.charts, values, strict=True):
            assert proportional(given_, own if chart.cells is None else [own[n] for n in chart.cells])


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


def evaluated(found, network, u, source):
    """Of each chart the vector it gives at u: what is given is computed first and multiplied by random numbers."""
    known = {}

    def vector(group, number):
        if (group, number) not in known:
            chart = found.groups[group].charts[number]
            point = [*u]
            for one in chart.given:
                scalar = Fraction(source.choice((-1, 1)) * source.randint(1, 9), source.randint(1, 9))
                point += [scalar * entry for entry in vector(*one)]
            known[group, number] = [value(entry, point) for entry in chart.entries]
        return known[group, number]

    return [[vector(g, n) for n in range(len(group.charts))] for g, group in enumerate(found.groups)]


TRIANGULAR = [
    "k4x4s2 k3x3",
    "k5x5s2 k3x3",
    "k7x7s2 k3x3",
    "k11x11s4 k5x5s2",
    "k9x9s2 k3x3",
    "k7x5s2x3 k3x4",
    "k5x5s2 k3x3s2 k2x2",
    "k5x5s2 k5x5s2 k3x3",
    "k5x5 k3x3d2x3",
    "k9s3 k6s2 k4",
]


@pytest.mark.parametrize("notation", TRIANGULAR)
def test_triangular_formulas_give_the_filters_back(notation):
    """Exact filters, unequal scalars for what is given, nothing symbolic."""
    network = parse_architecture(notation)
    found = inverse(network)
    assert found.status == "proved"
    assert any(chart.given for group in found.groups for chart in group.charts)
    source = random.Random(notation)
    for _ in range(2):
        filters = tensors(network, source)
        u = list(flat(end_to_end_filter(network, filters)))
        for group, vectors in zip(found.groups, evaluated(found, network, u, source), strict=True):
            own = list(flat(filters[group.layers[0]]))
            assert group.charts[0].cells is None
            for chart, values in zip(group.charts, vectors, strict=True):
                part = own if chart.cells is None else [own[n] for n in chart.cells]
                assert any(values)
                assert proportional(values, part)


def test_wav2vec2_has_formulas_for_each_layer():
    network = parse_architecture("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2")
    found = inverse(network)
    assert (found.status, found.birational) == ("proved", True)
    names = [f"u{i}" for i in range(400)]
    assert written(found.groups[-1], names) == [["u80", "u240"]]
    chart = found.groups[0].charts[0]
    assert chart.given == ((1, 0),)
    assert [text(entry, [*names, "a", "b", "c"]) for entry in chart.entries] == [
        *(f"u{i}*a" for i in range(5)),
        *(f"-u{i}*b + u{i + 5}*a" for i in range(5)),
    ]
    source = random.Random(1)
    filters = tensors(network, source)
    u = end_to_end_filter(network, filters)
    for own, vectors in zip(filters, evaluated(found, network, u, source), strict=True):
        assert vectors
        assert all(any(values) and proportional(values, own) for values in vectors)


def test_one_corner_is_enough_where_the_others_vanish():
    """w_1 has one entry at a corner: one chart of w_0 is defined, that of this corner."""
    network = parse_architecture("k5x5s2 k3x3")
    found = inverse(network)
    source = random.Random(3)
    first, _ = tensors(network, source)
    second = ((0, 3, 0), (1, 5, 2), (0, 4, 7))
    u = list(flat(end_to_end_filter(network, [first, second])))
    defined = []
    for chart in found.groups[0].charts:
        assert chart.given == ((1, 0),)
        values = [value(entry, [*u, *flat(second)]) for entry in chart.entries]
        assert proportional(values, list(flat(first)))
        defined.append(any(values))
    assert sum(defined) == 1


@cache
def small():
    return inverse_json(inverse(parse_architecture("k5x5s2 k3x3")))


def test_the_checker_accepts_triangular_formulas():
    assert check_text(sealed(small())).verdict == "accepted"


FIRST, SECOND = ("result", "groups", 0, "charts"), ("result", "groups", 1, "charts")
DAMAGE = {
    "a sign": ((*FIRST, 0, "entries", 0, 0, 1), "-1", "no multiple"),
    "another filter given": ((*FIRST, 0, "given"), [[0, 1]], "expected an integer|no multiple|depend"),
    "itself given": ((*FIRST, 0, "given"), [[0, 0]], "depend on each other"),
    "a cycle": ((*SECOND, 2, "given"), [[1, 0]], "depend on each other"),
    "a chart that is not there": ((*FIRST, 0, "given"), [[1, 17]], "is no chart"),
    "a group that is not there": ((*FIRST, 0, "given"), [[2, 0]], "is no chart"),
    "nothing given": ((*FIRST, 0, "given"), [], "expected an integer"),
    "parts in another order": ((*SECOND, 0, "given"), [[1, 2], [1, 1], [1, 4], [1, 3]], "no multiple"),
    "other cells": ((*SECOND, 1, "cells"), [0, 3, 7], "no multiple"),
    "cells that decrease": ((*SECOND, 1, "cells"), [6, 3, 0], "increasing"),
    "cells beyond the filter": ((*SECOND, 1, "cells"), [0, 3, 9], "expected an integer"),
    "a part for all": ((*SECOND, 1, "cells"), None, "expected 9 entries|no multiple"),
    "a place that is no denominator": ((*SECOND, 1, "place"), 0, "zeros of this entry"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_to_triangular_formulas_is_noticed(name):
    path, new, words = DAMAGE[name]
    outcome = check_text(sealed(replaced(small(), path, new)))
    assert outcome.verdict != "accepted"
    assert re.search(words, str(outcome.message)), outcome


def test_formulas_that_are_not_homogeneous_in_what_is_given_are_rejected():
    """Right at the filters themselves, wrong at their multiples: (A·v_0·(v_0·v_3 − …)) with a factor 1 + v_0."""
    document = small()
    chart = at(document, (*FIRST, 0))
    ambient = 81
    entries = []
    for terms in chart["entries"]:
        product_ = [[m, c] for m, c in terms] + [[sorted([*m, ambient]), c] for m, c in terms]
        entries.append(sorted(product_))
    outcome = check_text(sealed(replaced(document, (*FIRST, 0, "entries"), entries)))
    assert outcome.verdict != "accepted"
    assert "not homogeneous" in str(outcome.message)


def test_parts_of_a_filter_are_no_proof_of_all_of_it():
    document = small()
    parts = [{**chart, "given": []} for chart in at(document, SECOND)[1:4]]
    without_first = replaced(replaced(document, FIRST, []), SECOND, parts)
    outcome = check_text(sealed(without_first))
    assert outcome.verdict != "accepted"
    assert "must be proved exactly where there are formulas for all" in str(outcome.message)


def test_the_metric_does_not_take_formulas_that_use_other_filters():
    assert "use the filters of other layers" in symbolic_metric(parse_architecture("k5x5s2 k3x3")).reason


def test_report_names_what_is_given():
    words = " ".join(str(question("k5x5s2 k3x3")).split())
    assert "where w_2_0_0 ≠ 0, given w_2" in words
    assert "v_2_1 = w_2 at [0,0] [1,0] [2,0] ∝ (u_1_0*u_7_1 - u_1_1*u_7_0, " in words


def test_only_scalar_layers():
    found = inverse(parse_architecture("k1 k1"))
    assert (found.groups, found.status) == ((), "proved")


def test_all_charts_have_a_limit():
    """Beyond the limit of charts in full, kernels still cover; beyond that of matrices nothing does."""
    found = inverse(parse_architecture("k9s2 k6"), every=True)
    assert found.covers
    assert not any(group.charts for group in found.groups)
    with pytest.raises(LimitError, match="too large for formulas that cover"):
        inverse(parse_architecture("k1000s2 k6"), every=True)


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
