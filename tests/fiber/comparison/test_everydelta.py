"""Pairs of rational points at every δ at once, against exact comparisons at chosen δ."""

from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.fiber.comparison.everydelta import Verdict, compare_at_every_delta
from symlcn.fiber.overq import rational_fiber
from symlcn.network.architecture import parse_architecture
from symlcn.network.ntk import difference, gram_matrices, ntk
from tests.support.strategies import rationals


@cache
def verdicts(notation, tensor):
    architecture = parse_architecture(notation)
    points = rational_fiber(architecture, tensor)
    return architecture, [(a, b, compare_at_every_delta(architecture, a, b)) for a, b in combinations(points, 2)]


@pytest.mark.parametrize(
    ("notation", "tensor", "expected"),
    [
        ("k2 k2", (2, 3, 1), [Verdict("locus", ((1,),))]),
        ("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10)), [Verdict("locus", ((1,),))]),
        ("k3 k2", (0, -1, 0, 1), [Verdict("different")] * 3),
        ("k3s2 k2", (0, 0, 1, 0, 0), [Verdict("different")]),
        ("k3s2 k2", (1, 0, 0, 0, -1), [Verdict("different")]),
        ("k2 k1 k2", (2, 3, 1), [Verdict("locus", ((1, 1),))]),
    ],
)
def test_verdicts_that_are_known(notation, tensor, expected):
    found = [verdict for _, _, verdict in verdicts(notation, tensor)[1]]
    assert [(verdict.kind, verdict.forms) for verdict in found] == [(e.kind, e.forms) for e in expected]


def inner_products(architecture, filters, verdict):
    """⟨S, N_l⟩ for the symmetric S with the given entries on and above the diagonal."""
    entries = list(zip(verdict.places, verdict.weights, strict=True))
    return [
        sum(value * int(matrix[place]) * (1 if place[0] == place[1] else 2) for place, value in entries)
        for matrix in gram_matrices(architecture, filters)
    ]


@pytest.mark.parametrize(
    ("notation", "tensor"),
    [
        ("k3 k2", (0, -1, 0, 1)),
        ("k3s2 k2", (1, 0, 0, 0, -1)),
        ("k3 k3", (24, -50, 35, -10, 1)),
        ("k2 k3 k2", (24, -50, 35, -10, 1)),
    ],
)
def test_a_matrix_separates_points_that_differ_for_every_delta(notation, tensor):
    architecture, found = verdicts(notation, tensor)
    different = [(left, right, verdict) for left, right, verdict in found if verdict.kind == "different"]
    assert different
    for left, right, verdict in different:
        here, there = (inner_products(architecture, filters, verdict) for filters in (left, right))
        assert min(here) >= 0 >= max(there)
        assert any(here + there)


def test_three_swaps_and_two_cycles_of_three_layers():
    _, found = verdicts("k2 k2 k2", (6, 11, 6, 1))
    forms = sorted(verdict.forms for _, _, verdict in found)
    swaps = [((0, 1),)] * 3 + [((1, 0),)] * 3 + [((1, 1),)] * 3
    assert forms == sorted(swaps + [((1, 0), (0, 1))] * 6)


CASES = [
    ("k3 k2", (0, -1, 0, 1)),
    ("k2 k2 k2", (6, 11, 6, 1)),
    ("k3 k3", (24, -50, 35, -10, 1)),
    ("k2 k1 k2", (2, 3, 1)),
]


@given(st.sampled_from(CASES), st.data())
def test_verdicts_agree_with_the_exact_comparison_at_any_delta(case, data):
    architecture, found = verdicts(*case)
    count = len(architecture.layers) - 1
    delta = data.draw(st.lists(st.one_of(rationals, st.just(Fraction(0))), min_size=count, max_size=count))
    kernels = {point: ntk(architecture, point, delta) for pair in found for point in pair[:2]}
    for left, right, verdict in found:
        same = difference(kernels[left], kernels[right]) is None
        on_locus = all(sum(d for d, on in zip(delta, form, strict=True) if on) == 0 for form in verdict.forms)
        assert verdict.kind != "undecided"
        assert same == (verdict.kind == "locus" and on_locus)
