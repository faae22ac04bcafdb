"""Irrational points at every δ, against rational ones of the same shape and against comparisons at chosen δ."""

from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.fiber.comparison.classes import ntk_classes
from symlcn.fiber.comparison.everydelta import compare_at_every_delta
from symlcn.fiber.comparison.proportional import Irrational
from symlcn.fiber.points import geometric_points
from symlcn.network.architecture import parse_architecture


def verdicts(notation, tensor):
    architecture = parse_architecture(notation)
    points = geometric_points(architecture, tensor, "R")
    comparison = Irrational(architecture, tensor)
    pairs = combinations(range(len(points)), 2)
    return architecture, points, {p: comparison.compare(*(points[i] for i in p)) for p in pairs}


@given(
    st.sets(st.integers(-6, 6), min_size=3, max_size=3), st.sampled_from(["k2 k2 k2", "k3 k2", "k2 k3", "k2 k1 k2 k2"])
)
def test_rational_points_get_the_verdict_of_exact_linear_algebra(roots, notation):
    tensor = (1,)
    for root in sorted(roots):
        tensor = tuple(a - root * b for a, b in zip((0, *tensor), (*tensor, 0), strict=True))
    architecture, points, found = verdicts(notation, tensor)
    for (i, j), verdict in found.items():
        shapes = list(enumerate(layer.size for layer in architecture.layers))
        integral = [[points[n].rational_filter(layer, size) for layer, size in shapes] for n in (i, j)]
        expected = compare_at_every_delta(architecture, *integral)
        assert (verdict.kind, verdict.forms) == (expected.kind, expected.forms)


@pytest.mark.parametrize(
    ("notation", "tensor", "kinds"),
    [
        ("k2 k2", (-2, 0, 1), {("locus", ((1,),))}),
        ("k2 k1 k2", (-2, 0, 1), {("locus", ((1, 1),))}),
        ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0)), {("locus", ((1,),))}),
        ("k3s2 k2", (1, 0, -3, 0, 1), {("different", ())}),
        ("k3 k3", (2, 0, -5, 0, 1), {("different", ()), ("locus", ((1,),))}),
        ("k2 k2 k2", (-1, -2, 1, 1), None),
    ],
)
def test_verdicts_agree_with_comparisons_at_chosen_invariants(notation, tensor, kinds):
    architecture, points, found = verdicts(notation, tensor)
    if kinds is not None:
        assert {(v.kind, v.forms) for v in found.values()} == kinds
    depth = len(architecture.layers)
    tried = [[Fraction(d) for d in delta] for delta in set(permutations([0, 0, 1, -1, 2], depth - 1))]
    for delta in tried:
        classes = ntk_classes(architecture, tensor, points, delta).classes
        together = {pair for group in classes for pair in combinations(group, 2)}
        for pair, verdict in found.items():
            on_locus = verdict.kind == "locus" and not any(
                sum(c * d for c, d in zip(form, delta, strict=True)) for form in verdict.forms
            )
            assert (pair in together) is on_locus


def test_forms_of_three_conjugate_layers_in_a_cycle():
    """x³ + x² − 2x − 1 has three real roots: of the 15 pairs of points 9 differ by a swap and 6 by a cycle."""
    _, _, found = verdicts("k2 k2 k2", (-1, -2, 1, 1))
    forms = sorted(verdict.forms for verdict in found.values())
    assert forms == sorted([((0, 1),), ((1, 0),), ((1, 1),)] * 3 + [((1, 0), (0, 1))] * 6)
