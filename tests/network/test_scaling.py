"""The scaling equation, algebraic numbers and entries of the NTK, substituted back and against slow paths."""

import random
from fractions import Fraction
from itertools import accumulate, pairwise, product
from math import prod

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symlcn.algebra.realnumbers import RealAlgebraic, evaluate, root_above
from symlcn.errors import ArithmeticGuardError, LimitError
from symlcn.network.architecture import parse_architecture
from symlcn.network.corner import corner_entry
from symlcn.network.scaling import Scaling, shifts, solve_scaling
from tests.support import slow
from tests.support.strategies import rationals

EXTREME = [Fraction(10**50), Fraction(1, 10**50), Fraction(-(10**50)), Fraction(0), Fraction(-1, 3)]


def scaling_function(norms, delta, t):
    """F(t) = ∏(t + Δ_l) − ∏ n_l, from the definition of Δ_l."""
    return prod(t + sum(delta[l:]) for l in range(len(norms))) - prod(norms)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.data())
def test_the_scaling_solves_the_equation_and_all_norms_are_positive(norms, data):
    count = len(norms) - 1
    values = st.one_of(rationals, st.sampled_from(EXTREME))
    delta = data.draw(st.lists(values, min_size=count, max_size=count))
    scaling = solve_scaling(norms, delta)
    t = scaling.t
    assert scaling.shifts[-1] == 0
    assert all(a - b == d for a, b, d in zip(scaling.shifts, scaling.shifts[1:], delta, strict=False))
    if isinstance(t, Fraction):
        assert scaling_function(norms, delta, t) == 0
        assert all(t + shift > 0 for shift in scaling.shifts)
        return
    x = sympy.Symbol("x")
    f = sympy.Poly(list(reversed(t.minpoly)), x)
    assert f.is_irreducible
    assert (
        sympy.rem(
            sympy.Poly(scaling_function(norms, [sympy.Rational(d.numerator, d.denominator) for d in delta], x), x), f
        )
        == 0
    )
    assert all(t.lower + shift >= 0 for shift in scaling.shifts)
    assert scaling_function(norms, delta, t.lower) < 0 < scaling_function(norms, delta, t.upper)
    assert evaluate(t.minpoly, t.lower) * evaluate(t.minpoly, t.upper) < 0


def test_scalings_of_the_theory():
    assert solve_scaling([28, 7], [Fraction(21)]).t == 7
    assert solve_scaling([7, 28], [Fraction(21)]).t == 7
    balanced = solve_scaling([2, 1], [Fraction(0)]).t
    assert balanced == RealAlgebraic((-2, 0, 1), balanced.lower, balanced.upper)
    assert balanced.approx(12) == "1.41421356237"


@pytest.mark.parametrize(
    ("norms", "delta"), [([1, 0], [Fraction(1)]), ([1, -1], [Fraction(1)]), ([1, 1], []), ([1], [1])]
)
def test_scaling_refuses_zero_filters_and_wrong_lengths(norms, delta):
    with pytest.raises(ValueError, match="positive norms and L - 1 invariants"):
        solve_scaling(norms, delta)


def test_root_above_refuses_a_polynomial_that_is_not_negative_at_the_bound():
    with pytest.raises(ArithmeticGuardError):
        root_above((1, 1), Fraction(0))


@pytest.mark.parametrize(("square", "digits"), [(2, 30), (10**60 + 1, 40), (10**40 - 1, 10), (3, 1)])
def test_approximations_agree_with_sympy(square, digits):
    root = root_above((-square, 0, 1), Fraction(0))
    assert isinstance(root, RealAlgebraic)
    error = abs(sympy.Rational(root.approx(digits)) - sympy.sqrt(square)) / sympy.sqrt(square)
    assert error < sympy.Rational(1, 10 ** (digits - 1))


def test_shifts_are_reversed_cumulative_sums():
    delta = [Fraction(1), Fraction(2), Fraction(5)]
    assert list(shifts(delta)) == [*list(accumulate(reversed(delta)))[::-1], 0]


@pytest.mark.parametrize("notation", ["k2x2 k2x2", "k3 k2", "k2 k1 k3s2 k2", "k2x2s2 k3x1 k1x2", "k2x2x2 k1x2x1"])
def test_the_corner_of_the_ntk_equals_that_of_the_full_matrix(notation):
    architecture = parse_architecture(notation)
    source = random.Random(notation)
    filters = [
        {index: source.choice((-1, 1)) * source.randint(1, 9) for index in product(*map(range, layer.size))}
        for layer in architecture.layers
    ]
    norms = [sum(v * v for v in tensor.values()) for tensor in filters]
    origin = (0,) * architecture.dimension
    delta = [Fraction(a - b) for a, b in pairwise(norms)]
    scaling = Scaling(Fraction(norms[-1]), shifts(delta))
    full = slow.ntk(architecture, filters, [Fraction(n) for n in norms])
    assert corner_entry(norms, [tensor[origin] for tensor in filters], scaling) == (full[origin, origin],)


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=4), st.lists(st.integers(1, 9), min_size=4, max_size=4), st.data()
)
def test_the_corner_in_the_field_of_t_multiplies_back(extra, constants, data):
    constants = constants[: len(extra)]
    norms = [c * c + e for c, e in zip(constants, extra, strict=True)]
    delta = data.draw(st.lists(rationals, min_size=len(norms) - 1, max_size=len(norms) - 1))
    scaling = solve_scaling(norms, delta)
    value = corner_entry(norms, constants, scaling)
    x = sympy.Symbol("x")
    minpoly = scaling.t.minpoly if isinstance(scaling.t, RealAlgebraic) else (-scaling.t, 1)

    def rational(q):
        return sympy.Rational(Fraction(q).numerator, Fraction(q).denominator)

    f = sympy.Poly([rational(c) for c in reversed(minpoly)], x)
    rho = [x + rational(shift) for shift in scaling.shifts]
    left = sum(rational(c) * x**k for k, c in enumerate(value)) * prod(rho)
    right = prod(constants) ** 2 * sum(
        rational(Fraction(n, c * c)) * prod(r for m, r in enumerate(rho) if m != l)
        for l, (n, c) in enumerate(zip(norms, constants, strict=True))
    )
    assert sympy.rem(sympy.Poly(left - right, x), f).is_zero


@given(st.lists(st.integers(1, 30), min_size=2, max_size=4), st.data())
def test_with_activations_the_scaled_norms_have_the_invariants_and_keep_the_function(norms, data):
    powers = data.draw(st.lists(st.integers(1, 3), min_size=len(norms) - 1, max_size=len(norms) - 1))
    delta = data.draw(st.lists(rationals, min_size=len(norms) - 1, max_size=len(norms) - 1))
    degrees = [prod(powers[l:]) for l in range(len(norms))]
    square = data.draw(st.integers(1, 5)) ** 2
    scaling = solve_scaling(norms, delta, degrees, square)
    t = scaling.t
    below = Fraction(0) if isinstance(t, Fraction) else t.lower
    ends = [t, t] if isinstance(t, Fraction) else [t.lower, t.upper]
    assert all(below + shift >= 0 for shift in scaling.shifts)
    rho = [[evaluate(norm, end) if len(norm) > 1 else norm[0] for norm in scaling.norms] for end in ends]
    for found in rho:
        assert [a - r * b for (a, b), r in zip(pairwise(found), powers, strict=True)] == delta
    wanted = square * prod(n**d for n, d in zip(norms, degrees, strict=True))
    products = [prod(n**d for n, d in zip(found, degrees, strict=True)) for found in rho]
    assert products[0] == wanted if isinstance(t, Fraction) else products[0] < wanted < products[1]


def test_only_one_root_of_the_scaling_equation_makes_all_norms_positive():
    """k2 r2 k2 with filters (1, 0), (2, 0) at δ = −6: F = 4t(t − 3)² − 4 changes its sign three times."""
    scaling = solve_scaling([1, 4], [-6], (2, 1))
    assert scaling.t.minpoly == (-1, 9, -6, 1)
    assert scaling.t.approx(5) == "3.5321"


def test_a_scaling_equation_of_large_degree_is_not_solved():
    with pytest.raises(LimitError, match="degree 1001"):
        solve_scaling([1, 1], [1], (1000, 1))
