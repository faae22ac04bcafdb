"""Equal NTKs by norms, without knowledge of permutations, against permutations and exact comparison."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.fiber.comparison.classes import permuted
from symlcn.fiber.comparison.equality import are_equal, equality_bits
from symlcn.fiber.points import exact_filters, geometric_points
from symlcn.network.architecture import parse_architecture
from symlcn.network.ntk import difference, ntk


@pytest.mark.parametrize("delta", [0, 3, Fraction(-1, 7)])
@pytest.mark.parametrize(
    ("notation", "tensor"),
    [
        ("k2 k2", (-2, 0, 1)),
        ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0))),
        ("k2x2 k2x2", ((0, 0, 5), (0, 0, 0), (-3, 0, 0))),
    ],
)
def test_swapped_irrational_layers_agree_exactly_on_the_locus(notation, tensor, delta):
    architecture = parse_architecture(notation)
    left, right = geometric_points(architecture, tensor, "R")
    assert are_equal(architecture, tensor, left, right, [Fraction(delta)]) is (delta == 0)
    assert permuted(architecture, left, right, [Fraction(delta)]) is (delta == 0)


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=2, unique=True), st.integers(-2, 2))
def test_rational_points_agree_with_the_exact_comparison(roots, delta):
    a, b = roots
    architecture, tensor = parse_architecture("k2 k2"), (a * b, -a - b, 1)
    kernels = []
    points = geometric_points(architecture, tensor, "R")
    for point in points:
        kernels.append(ntk(architecture, exact_filters(architecture, tensor, point), [Fraction(delta)]))
    for i, j in combinations(range(len(points)), 2):
        expected = difference(kernels[i], kernels[j]) is None
        assert are_equal(architecture, tensor, points[i], points[j], [Fraction(delta)]) is expected


def test_what_takes_too_many_bits_is_left_open():
    architecture, tensor = parse_architecture("k3 k3 k3"), (1, 0, -4, 0, 7, -3, 1)
    left, right, *_ = geometric_points(architecture, tensor, "R")
    assert equality_bits(architecture, tensor, left, right, [Fraction(0), Fraction(0)]) is None
    assert are_equal(architecture, tensor, left, right, [Fraction(0), Fraction(0)]) is None
