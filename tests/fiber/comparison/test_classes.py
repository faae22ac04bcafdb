"""Which points of a fiber share an NTK: values of the theory, permutations, and irrational points."""

from fractions import Fraction

import pytest

from symlcn.fiber.comparison.classes import exact_filters, ntk_classes
from symlcn.fiber.points import geometric_points
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, normalize_filter

SQUARE_MINUS_TWO = (-2, 0, 1)
CONJUGATE_LINES = ((0, 0, 1), (0, 0, 0), (-2, 0, 0))  # x² − 2y² up to sign, for k2x2 k2x2


@pytest.mark.parametrize(
    ("notation", "tensor", "delta", "classes"),
    [
        ("k3 k2", (0, -1, 0, 1), [0], ((0,), (1,), (2,))),
        ("k3 k2", (-2, 0, 0, 1), [0], ((0,),)),
        ("k3 k2", (1, -3, 0, 1), [0], ((0,), (1,), (2,))),
        ("k3 k2", (1, 0, 1, 1), [1], ((0,),)),
        ("k2 k2", (2, 3, 1), [0], ((0, 1),)),
        ("k2 k2", (2, 3, 1), [1], ((0,), (1,))),
        ("k2 k2", SQUARE_MINUS_TWO, [0], ((0, 1),)),
        ("k2 k2", SQUARE_MINUS_TWO, [1], ((0,), (1,))),
        ("k2 k2", SQUARE_MINUS_TWO, None, ((0,), (1,))),
        ("k2x2 k2x2", CONJUGATE_LINES, [0], ((0, 1),)),
        ("k2x2 k2x2", CONJUGATE_LINES, [3], ((0,), (1,))),
        ("k3s2 k2", (0, 0, 1, 0, 0), [0], ((0,), (1,))),
        ("k3s2 k2", (1, 0, 0, 0, -1), [0], ((0,), (1,))),
        ("k3s2 k2", (4, 8, 17, 10, 15), None, ((0,),)),
        ("k2 k2 k2", (6, 11, 6, 1), [0, 0], ((0, 1, 2, 3, 4, 5),)),
        ("k2 k1 k2", (2, 3, 1), [1, -1], ((0, 1),)),
    ],
)
def test_classes_that_are_known(notation, tensor, delta, classes):
    architecture = parse_architecture(notation)
    points = geometric_points(architecture, tensor, "R")
    asked = None if delta is None else [Fraction(d) for d in delta]
    found = ntk_classes(architecture, tensor, points, asked)
    assert (found.classes, found.undecided) == (classes, ())


def test_a_swap_of_interchangeable_layers_in_three_counts_only_where_their_norms_agree():
    """(x + 1)(x + 2)(x + 3) over k2 k2 k2 with δ = (0, 1): the first two layers may be swapped, the last may not."""
    architecture, u = parse_architecture("k2 k2 k2"), (6, 11, 6, 1)
    points = geometric_points(architecture, u, "R")
    found = ntk_classes(architecture, u, points, [Fraction(0), Fraction(1)])
    assert sorted(map(len, found.classes)) == [2, 2, 2]


@pytest.mark.parametrize(
    ("notation", "tensor"), [("k3s2 k2", (8, 16, 34, 20, 30)), ("k3 k2", (0, -3, 0, 3)), ("k1 k2", (2, 4))]
)
def test_exact_filters_multiply_to_the_filter_itself(notation, tensor):
    architecture = parse_architecture(notation)
    for point in geometric_points(architecture, tensor, "C"):
        filters = exact_filters(architecture, tensor, point)
        assert end_to_end_filter(architecture, list(filters)) == normalize_filter(tensor, architecture.dimension)


def test_irrational_points_have_no_exact_filters():
    architecture = parse_architecture("k2 k2")
    points = geometric_points(architecture, SQUARE_MINUS_TWO, "R")
    assert [exact_filters(architecture, SQUARE_MINUS_TWO, point) for point in points] == [None, None]


def test_many_points_are_told_apart_quickly():
    u = (1,)
    for root in range(1, 10):
        u = tuple((u[i - 1] if i else 0) - root * (u[i] if i < len(u) else 0) for i in range(len(u) + 1))
    architecture = parse_architecture("k5 k6")
    points = geometric_points(architecture, u, "R")
    found = ntk_classes(architecture, u, points, [Fraction(0)])
    assert len(points) == len(found.classes) == 126


def test_points_of_long_filters_are_compared_without_their_matrices():
    """Swapped layers, 2002 entries: off the locus the corners differ, on it the points are identified."""
    architecture = parse_architecture("k2 k2 k2d1999")
    u = end_to_end_filter(architecture, [(1, 2), (1, 3), (1, 5)])
    points = geometric_points(architecture, u, "R")
    assert ntk_classes(architecture, u, points, [Fraction(1), Fraction(0)]).classes == ((0,), (1,))
    assert ntk_classes(architecture, u, points, [Fraction(0), Fraction(0)]).classes == ((0, 1),)


def test_many_points_whose_corners_all_vanish_are_told_apart_quickly():
    """The constant entry of u is 0, and so is K(0, 0) wherever two filters vanish there."""
    u = (1,)
    for root in (0, 0, 1, 2, 3, 4, 5, 6):
        u = tuple((u[i - 1] if i else 0) - root * (u[i] if i < len(u) else 0) for i in range(len(u) + 1))
    architecture = parse_architecture("k3 k3 k3 k3")
    points = geometric_points(architecture, u, "R")
    found = ntk_classes(architecture, u, points, None)
    assert len(points) > 1000
    assert found.undecided == ()
    assert len(found.classes) == len(points)
