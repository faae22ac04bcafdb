"""Curves y² = (x + a)(x + b)(x + c): ranks and torsion known from the literature, and points that multiply out."""

from fractions import Fraction
from itertools import product
from math import isqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.exact import rational_root
from symlcn.algebra.halvings import Curve, rank_bound, selmer_classes
from symlcn.counterexample.candidates import Budget
from symlcn.counterexample.squareshifts import SquareShifts

SHIFTS = st.lists(st.fractions(-12, 12, max_denominator=3), min_size=3, max_size=3, unique=True).map(tuple)


def congruent(n):
    return Curve((Fraction(n), Fraction(0), Fraction(-n)))


@pytest.mark.parametrize(
    ("n", "bound"),
    [*((n, 0) for n in (1, 2, 3, 10, 11, 19)), *((n, 1) for n in (5, 6, 7, 13, 14, 15)), (34, 2), (41, 2), (17, 2)],
)
def test_congruent_numbers(n, bound):
    """Tunnell: 1, 2, 3, 10, 11, 17, 19 are none; Sha of 17 has elements of order 2, so 2 is only a bound."""
    assert rank_bound(congruent(n)) == bound


@pytest.mark.parametrize(
    ("shifts", "order"),
    [((1, 0, -1), 4), ((9, 1, 0), 8), ((16, 1, 0), 8), ((-1, 0, 3), 8), ((81, 256, 0), 16), ((5, 32, 0), 12)],
)
def test_the_torsion_of_curves_with_a_known_one(shifts, order):
    """Mazur's groups Z/2 × Z/2n; x(x + u⁴)(x + v⁴) with u² + v² a square has n = 4 (Kubert)."""
    curve = Curve(tuple(map(Fraction, shifts)))
    assert len(curve.torsion()) + 1 == order


@given(SHIFTS)
@settings(max_examples=12)
def test_points_of_finite_order_form_a_group_on_the_curve(shifts):
    curve = Curve(shifts)
    points = [None, *curve.torsion()]
    assert len(points) in (4, 8, 12, 16)
    for p, q in product(points, repeat=2):
        assert curve.plus(p, q) in points
    assert all(y * y == (x + shifts[0]) * (x + shifts[1]) * (x + shifts[2]) for x, y in curve.torsion())


@given(SHIFTS)
@settings(max_examples=12)
def test_where_the_rank_is_0_no_other_point_is_met(shifts):
    """A search over all x of small height, which knows nothing of descents."""
    curve = Curve(shifts)
    assume(rank_bound(curve) == 0)
    known = {x for x, _ in curve.torsion()}
    for u, w in product(range(-40, 41), range(1, 6)):
        for shift in shifts:
            x = Fraction(u, w * w) - shift
            if rational_root(curve.value(x)) is not None:
                assert x in known


@given(SHIFTS)
@settings(max_examples=12)
def test_classes_of_points_are_in_the_selmer_group(shifts):
    curve = Curve(shifts)
    classes = selmer_classes(curve)
    for u, w in product(range(-30, 31), range(1, 5)):
        x = Fraction(u, w * w) - shifts[0]
        if u and curve.value(x) > 0 and rational_root(curve.value(x)) is not None:
            n = u * w * w
            assert any(n * d > 0 and isqrt(n * d) ** 2 == n * d for d in classes)


@given(SHIFTS)
@settings(max_examples=12)
def test_doubles_have_halves(shifts):
    curve = Curve(shifts)
    for point in curve.torsion():
        double = curve.plus(point, point)
        assert double is None or double[1] == 0 or point in curve.halves(double)


@given(st.lists(st.fractions(-9, 9, max_denominator=4), min_size=1, max_size=3, unique=True))
@settings(max_examples=12)
def test_shifts_are_squares(numbers):
    conditions = SquareShifts.of(set(numbers), set(), -min(numbers))
    t = next(conditions.values(Budget(2000)), None)
    assert t is None or all(rational_root(t + number) for number in numbers)
    assert t is not None or len(numbers) > 2
