"""t at irrational points, against resultants and numeric solutions from other systems."""

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.fiber.exact.resolvents import Scalings, resolvent
from symlcn.fiber.points import geometric_points
from symlcn.network.architecture import parse_architecture
from symlcn.network.scaling import shifts

a, t = sympy.symbols("a t")
DELTAS = [[Fraction(0)], [Fraction(3)], [Fraction(-7, 2)], [Fraction(10**50)], [Fraction(1, 10**50)]]


def solved(notation, tensor, delta):
    architecture = parse_architecture(notation)
    points = geometric_points(architecture, tensor, "R")
    return architecture, points, [Scalings(architecture, tensor, delta).solve(point) for point in points]


@pytest.mark.parametrize("delta", DELTAS)
def test_a_cubic_by_a_resultant(delta):
    """x³ − 2 = (x² + ax + a²)(x − a): ν = (1 + a² + a⁴)(1 + a²), and t(t + δ) = ν."""
    _, _, [(scaling, found)] = solved("k3 k2", (-2, 0, 0, 1), delta)
    equation = t * (t + sympy.Rational(str(delta[0]))) - (1 + a**2 + a**4) * (1 + a**2)
    expected = sympy.Poly(sympy.resultant(a**3 - 2, equation, a), t, domain="QQ")
    minpoly = sympy.Poly(scaling.t.minpoly[::-1], t, domain="QQ")
    assert minpoly.is_irreducible
    assert expected.rem(minpoly).is_zero
    assert (
        list(found.coefficients)
        == sympy.Poly(sympy.resultant(a**3 - 2, t - (1 + a**2 + a**4) * (1 + a**2), a), t).all_coeffs()[::-1]
    )
    assert scaling.shifts == shifts(delta)


def numeric(point, architecture, lead, delta):
    """t by bisection on numbers of 60 digits; the leading coefficient of the end-to-end filter is given."""
    with mpmath.workdps(60):
        nu = mpmath.mpf(lead) ** 2
        for layer in range(len(architecture.layers)):
            values = [ball.real.str(70, radius=False) for ball in point.enclosure(layer, 300).values()]
            nu *= sum(mpmath.mpf(value) ** 2 for value in values)
        offsets = [mpmath.mpf(s.numerator) / s.denominator for s in shifts(delta)]
        low, high = max(-o for o in offsets), max(-o for o in offsets) + nu + 2
        for _ in range(400):
            middle = (low + high) / 2
            low, high = (low, middle) if mpmath.fprod(middle + o for o in offsets) > nu else (middle, high)
        return low


@pytest.mark.parametrize(
    ("notation", "tensor", "delta", "degrees"),
    [
        ("k3 k3", (2, 0, -5, 0, 1), [Fraction(3)], {2, 4}),
        ("k3 k4", (1, -3, 0, -5, 0, 1), [Fraction(3)], {20}),
        ("k3s2 k2", (1, 0, -3, 0, 1), [Fraction(0)], {1}),
        ("k2 k2 k2 k2", (1, 0, -4, 0, 1), [Fraction(3), Fraction(0), Fraction(1)], {4}),
        ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0)), [Fraction(3)], {2}),
        ("k3 k3 k3", (1, 0, -4, 0, 7, -3, 1), [Fraction(3), Fraction(-1)], {45}),
    ],
)
def test_minimal_polynomials_vanish_at_numeric_solutions(notation, tensor, delta, degrees):
    architecture, points, found = solved(notation, tensor, delta)
    seen = set()
    for point, (scaling, _) in zip(points, found, strict=True):
        value = numeric(point, architecture, -2 if architecture.dimension == 2 else 1, delta)
        if isinstance(scaling.t, Fraction):
            seen.add(1)
            assert abs(value - mpmath.mpf(scaling.t.numerator) / scaling.t.denominator) < mpmath.mpf(10) ** -45
            continue
        minpoly = sympy.Poly(scaling.t.minpoly[::-1], t, domain="QQ")
        seen.add(minpoly.degree())
        assert minpoly.is_irreducible
        assert sympy.Rational(str(scaling.t.lower)) < sympy.Rational(str(value)) < sympy.Rational(str(scaling.t.upper))
        inside = (scaling.t.lower, scaling.t.upper)
        assert minpoly.count_roots(*(sympy.Rational(str(end)) for end in inside)) == 1
        with mpmath.workdps(60):
            slope = mpmath.polyval(minpoly.diff().all_coeffs(), value)
            assert abs(mpmath.polyval(minpoly.all_coeffs(), value) / slope) < mpmath.mpf(10) ** -40
    assert seen == degrees


@given(st.integers(2, 30), st.fractions(-20, 20, max_denominator=9))
def test_two_swapped_layers_over_a_square_root(n, delta):
    """k2 k2 at x² − n: both filters have squared norm 1 + n, so t(t + δ) = (1 + n)²."""
    _, points, found = solved("k2 k2", (-n, 0, 1), [delta])
    for point, answer in zip(points, found, strict=True):
        if point.rational(0) is not None:
            continue
        scaling, _ = answer
        x = scaling.t
        if isinstance(x, RealAlgebraic):
            assert sympy.Poly(x.minpoly[::-1], t).monic() == sympy.Poly(
                t * (t + sympy.Rational(str(delta))) - (1 + n) ** 2, t, domain="QQ"
            )
        else:
            assert x * (x + delta) == (1 + n) ** 2
            assert x > max(0, -delta)


def test_too_many_arrangements_are_left_out():
    architecture = parse_architecture("k7 k7")
    tensor = (-2, 1, *(0,) * 10, 1)
    point = geometric_points(architecture, tensor, "C")[0]
    assert resolvent(architecture, tensor, point) is None
