"""Houses and arrangements: the norm argument never calls a number 0 that is not."""

from fractions import Fraction
from itertools import product

import pytest
from flint import acb, ctx
from hypothesis import given
from hypothesis import strategies as st

from symlcn.algebra.complexroots import complex_roots
from symlcn.fiber.exact.conjugates import (
    House,
    conjugate_points,
    count_conjugates,
    filter_house,
    root_bound,
    scaling_house,
    type_of,
    zero_bits,
)
from symlcn.fiber.points import geometric_points
from symlcn.network.architecture import parse_architecture

FIBERS = [
    ("k3 k2", (-2, 0, 0, 1), 3),
    ("k3 k2", (1, 2, 0, 3), 3),
    ("k3 k3", (2, 0, -5, 0, 1), 6),
    ("k3 k3 k3", (1, 0, -4, 0, 7, -3, 2), 90),
    ("k3s2 k4", (4, 0, 0, 0, -4, 0, 0, 0, 1), 2),  # only the two roots of X^2 - 2, X = x^2, are given out
    ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0)), 2),
    ("k2x2 k2x2", ((0, 0, 3), (0, 0, 0), (-2, 0, 0)), 2),
]


def points_of(notation, tensor):
    architecture = parse_architecture(notation)
    return architecture, geometric_points(architecture, tensor, "C")


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=6), st.integers(1, 30))
def test_no_root_is_larger_than_the_bound_and_a_smaller_one_does_not_satisfy_its_condition(rest, lead):
    polynomial = [*rest, lead]
    bound = root_bound(polynomial)
    assert bound >= 1
    with ctx.workprec(128):
        for root in complex_roots(polynomial):
            assert not abs(root.number.enclosure(64)) > bound
    less = bound - 1
    assert bound == 1 or sum(abs(c) * less**i for i, c in enumerate(rest)) > lead * less ** len(rest)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 60))
def test_no_number_of_a_quadratic_field_is_called_zero(a, b, c):
    """(a + b√2)/c is 0 only for a = b = 0; by hand c·E is integral and |conjugates| ≤ (|a| + 2|b|)/c + 1."""
    house = House(c, (abs(a) + 2 * abs(b)) // c + 1)
    with ctx.workprec(512):
        value = (acb(2).sqrt() * b + a) / c
        small = abs(value) < acb(2).real ** -zero_bits(house, 2)
    assert small == (a == b == 0)


@pytest.mark.parametrize(("notation", "tensor", "expected"), FIBERS)
def test_arrangements_are_counted_and_all_different(notation, tensor, expected):
    _, points = points_of(notation, tensor)
    for point in points[:4]:
        found = list(conjugate_points(point))
        keys = {tuple(frozenset(product) for product in other.products) for other in found}
        assert len(found) == len(keys) == count_conjugates([point]) == expected
        assert {type_of(other) for other in found} == {type_of(point)}


@pytest.mark.parametrize(("notation", "tensor", "expected"), FIBERS)
def test_houses_bound_all_arrangements(notation, tensor, expected):
    architecture, points = points_of(notation, tensor)
    point = points[0]
    houses = [filter_house(point, layer) for layer in range(len(architecture.layers))]
    with ctx.workprec(256):
        for other in conjugate_points(point):
            for layer, house in enumerate(houses):
                assert not sum(abs(c) for c in other.enclosure(layer).values()) > house.bound


@pytest.mark.parametrize(("notation", "tensor", "expected"), FIBERS)
def test_denominators_make_elementary_symmetric_functions_integers(notation, tensor, expected):
    """Of each entry times the denominator, over all arrangements: the values are those of an integral polynomial."""
    architecture, points = points_of(notation, tensor)
    point, others = points[0], list(conjugate_points(points[0]))
    for layer in range(len(architecture.layers)):
        house = filter_house(point, layer)
        for index in point.enclosure(layer):
            with ctx.workprec(6000):
                values = [other.enclosure(layer, 4000)[index] * house.denominator for other in others]
                total, square = sum(values), sum(v * v for v in values)
                for number in (total, square):
                    assert number.unique_fmpz() is not None
                    assert number.contains_integer()


def test_roots_of_the_scaling_equation_are_bounded():
    architecture, points = points_of("k3 k2", (-2, 0, 0, 1))
    delta = [Fraction(-7, 3)]
    house = scaling_house(architecture, (-2, 0, 0, 1), points[0], delta)
    assert house.rho.denominator == 3
    for point, sign in product(conjugate_points(points[0]), (1, -1)):
        with ctx.workprec(256):
            nu = acb(1)
            for layer in range(2):
                nu *= sum(c * c for c in point.enclosure(layer).values())
            shift = acb(-7) / 3
            t = (-shift + sign * (shift**2 + 4 * nu).sqrt()) / 2
            assert not abs(nu) > house.product.bound
            assert not abs(t) > house.rho.bound
            assert not abs(t + shift) > house.rho.bound


def test_points_looked_at_together_have_more_arrangements():
    _, points = points_of("k3 k3", (2, 0, -5, 0, 1))
    pairs = {count_conjugates([points[0], other]) for other in points[1:]}
    assert pairs == {6, 24}  # complementary pairs of roots; pairs with one root in common
