"""The scaling equation with degrees D_l: substituted back, against slow paths, and through the checker."""

from fractions import Fraction
from itertools import pairwise
from math import prod

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.certificates.values import architecture_json
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Imprecise, Malformed, Rejected
from symlcn.check.families.polynomial import weightedscaling as checker
from symlcn.check.network.furtherarchitectures import check_activations
from symlcn.families.polynomial.document import sum_json, weighted_json
from symlcn.families.polynomial.weightedscaling import (
    corner_sum,
    is_weighted_solvable,
    solve_weighted,
    weighted_shifts,
)
from symlcn.network.notation import parse_network
from tests.support.strategies import rationals

EXTREME = [Fraction(10**30), Fraction(1, 10**30), Fraction(-(10**30)), Fraction(0), Fraction(-1, 3)]


def equation(degrees, shifts, constant, t):
    return prod((d * (t + s)) ** d for d, s in zip(degrees, shifts, strict=True)) - constant


@st.composite
def questions(draw):
    powers = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    degrees = tuple(prod(powers[l:]) for l in range(len(powers) + 1))
    norms = draw(st.lists(st.integers(1, 30), min_size=len(degrees), max_size=len(degrees)))
    values = st.one_of(rationals, st.sampled_from(EXTREME))
    return degrees, norms, draw(st.lists(values, min_size=len(powers), max_size=len(powers)))


@given(questions())
def test_the_root_is_the_only_admissible_one(question):
    degrees, norms, delta = question
    scaling = solve_weighted(degrees, norms, delta)
    constant = prod(n**d for n, d in zip(norms, degrees, strict=True))
    assert all(scaling.lower + shift >= 0 for shift in scaling.shifts)
    if scaling.t is not None:
        assert equation(degrees, scaling.shifts, constant, scaling.t) == 0
        rho = [d * (scaling.t + s) for d, s in zip(degrees, scaling.shifts, strict=True)]
        assert all(r > 0 for r in rho)
        ratios = [a // b for a, b in pairwise(degrees)]
        assert [rho[l] - ratios[l] * rho[l + 1] for l in range(len(delta))] == delta
    else:
        ends = [equation(degrees, scaling.shifts, constant, end) for end in (scaling.lower, scaling.upper)]
        assert ends[0] < 0 < ends[1]


@given(questions())
@settings(max_examples=25)
def test_rational_roots_are_found_exactly(question):
    """By factors of degree 1 of the expanded equation."""
    degrees, norms, delta = question
    if sum(degrees) > 9 or any(max(abs(d.numerator), d.denominator) > 100 for d in delta):
        return
    x = sympy.Symbol("x")
    shifts = weighted_shifts(degrees, delta)
    expanded = sympy.Integer(1)
    for d, s in zip(degrees, shifts, strict=True):
        expanded *= (d * (x + sympy.Rational(s.numerator, s.denominator))) ** d
    expanded -= prod(n**d for n, d in zip(norms, degrees, strict=True))
    roots = [Fraction(int(r.p), int(r.q)) for r in sympy.Poly(expanded, x).ground_roots()]
    admissible = [r for r in roots if r > max(-s for s in shifts)]
    assert admissible == [t for t in [solve_weighted(degrees, norms, delta).t] if t is not None]


@given(questions())
def test_filters_at_their_own_invariants_have_their_own_norms(question):
    degrees, norms, _ = question
    ratios = [a // b for a, b in pairwise(degrees)]
    own = [Fraction(norms[l] - ratios[l] * norms[l + 1]) for l in range(len(ratios))]
    assert solve_weighted(degrees, norms, own).t == norms[-1]


@given(questions(), st.integers(1, 5))
def test_a_smaller_constant_has_a_smaller_t(question, factor):
    degrees, norms, delta = question
    first, second = (solve_weighted(degrees, norms, delta, Fraction(c)) for c in (factor, factor + 1))
    assert first.constant < second.constant
    fine = Fraction(1, 2**200)
    assert first.refined(fine).lower < second.refined(fine).upper


def test_values_of_the_theory():
    balanced = solve_weighted((2, 1), (14, 41), [Fraction(0)])
    assert balanced.t is None
    fine = balanced.refined(Fraction(1, 10**12))
    assert fine.lower**3 < 2009 < fine.upper**3
    assert corner_sum((14, 41), (1, 4), balanced, Fraction(4)).terms == ((Fraction(489), Fraction(0)),)
    swapped = solve_weighted((2, 2, 1), (5, 20, 2), [Fraction(-15), Fraction(16)])
    assert swapped.t == 2
    assert corner_sum((5, 20, 2), (1, 4, 1), swapped, Fraction(16)).value == 1344
    back = solve_weighted((2, 2, 1), (20, 5, 2), [Fraction(-15), Fraction(16)])
    assert back.t == 2
    assert corner_sum((20, 5, 2), (4, 1, 1), back, Fraction(16)).value == 768


def test_only_the_last_of_three_roots_is_admissible():
    scaling = solve_weighted((2, 1), (1, 4), [Fraction(-6)])
    assert scaling.shifts == (Fraction(-3), Fraction(0))
    assert scaling.approx(5) == "3.5321"
    architecture = check_activations(architecture_json(parse_network("k2 r2 k2")))
    filters = [{(0,): 1}, {(0,): 2}]
    for low, high, word in (("1/10", "1/5", "below"), ("2", "5/2", "below"), ("7/2", "18/5", "")):
        item = {"t": {"interval": [low, high], "approx": "3.53208888624"}, "rho": [["-6", "2"], ["0", "1"]]}
        with pytest.raises((Rejected, Imprecise), match=word or "too wide"):
            checker.check_weighted(architecture, [(-6, 1)], filters, item, "pair[0]", Work())


@given(questions(), st.data())
@settings(max_examples=40)
def test_the_checker_accepts_what_is_written(question, data):
    degrees, norms, delta = question
    powers = [a // b for a, b in pairwise(degrees)]
    if max(powers) == 1:
        return
    words = " ".join(f"k2{f' r{r}' if r > 1 else ''}" for r in powers) + " k2"
    architecture = check_activations(architecture_json(parse_network(words)))
    filters = [{(0,): n, (1,): 1} for n in norms]
    own = [n * n + 1 for n in norms]
    scaling = solve_weighted(degrees, own, delta)
    pairs = [(d.numerator, d.denominator) for d in delta]
    item = weighted_json(scaling)
    found = checker.check_weighted(architecture, pairs, filters, item, "pair[0]", Work())
    value = Fraction(prod(n**d for n, d in zip(norms, degrees, strict=True)))
    sums = sum_json(corner_sum(own, norms, scaling, value))
    weights = checker.corner_terms(architecture.degrees, filters, norms, (1, 1), Work())
    checker.check_sum(sums, weights, found, "values[0]")
    wrong = data.draw(st.sampled_from(["rho", "t", "value"]))
    other = weighted_json(solve_weighted(degrees, own, [d + 1 for d in delta], Fraction(3)))
    with pytest.raises((Rejected, Malformed)):  # noqa: PT012
        if wrong == "value":
            checker.check_sum(sum_json(corner_sum(own, norms, scaling, 2 * value)), weights, found, "values[0]")
        else:
            item[wrong] = other[wrong]
            checker.check_weighted(architecture, pairs, filters, item, "pair[0]", Work())


def test_sizes_that_are_not_solved():
    assert not is_weighted_solvable((10**9, 1), (5, 5), [Fraction(0)])
    assert not is_weighted_solvable((2, 1), (5, 5), [Fraction(10**9999)])
    with pytest.raises(ValueError, match="positive norms"):
        solve_weighted((2, 1), (0, 5), [Fraction(0)])
