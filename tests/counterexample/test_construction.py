"""Rational pairs by construction: every claim again by Fraction arithmetic, and certificates that are accepted."""

from fractions import Fraction
from itertools import pairwise, product
from math import isqrt, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.exact import rational_root
from symlcn.algebra.squares import squarefree_part, sum_of_squares
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.counterexample import candidates
from symlcn.counterexample.construction import why_none
from symlcn.counterexample.document import counterexample_json
from symlcn.counterexample.find import CounterexampleResult, find_counterexample
from symlcn.counterexample.question import counterexample
from symlcn.network.architecture import parse_architecture
from symlcn.network.classify import classify
from tests.support import slow
from tests.support.damage import at, changed, leaves, replaced, sealed
from tests.support.schemas import validate

HUGE = 10**50
CASES = [
    ("k2x2 k2x2 k2x2", [1, 1]),
    ("k2x2 k2x2 k2x2", [-3, Fraction(5, 7)]),
    ("k2x2 k2x2 k2x2", [1, HUGE]),
    ("k2x2 k2x2 k2x2", [-HUGE, HUGE]),
    ("k2x2 k2x2 k2x2", [Fraction(1, HUGE), -1]),
    ("k3x3 k2x2 k3x3 k2x2", [0, -2, 7]),
    ("k2x2 k2x2 k2x2 k2x2", [-1, 1, HUGE]),
    ("k1x1 k2x2 k2x2", [0, 1]),
    ("k3 k3 k3", [0, 1]),
    ("k2 k2 k2", [1, 1]),
    ("k2 k2 k2 k2", [0, 0, -4]),
    ("k2 k2d2 k2 k2d2", [1, -1, 2]),
    ("k3 k2", [1]),
    ("k3 k2", [-HUGE]),
    ("k3 k2 k2x1s2", None),
    ("k3 k2", [0]),
    ("k3 k2", [Fraction(17, 19)]),
    ("k3 k3", [0]),
    ("k3 k3 k3 k3", [0, 0, 0]),
    ("k2 k9", [5]),
    ("k4 k2", [0]),
    ("k4 k4 k4", [0, 0]),
    ("k5 k3", [0]),
    ("k5 k2 k1", [0, -1]),
    ("k3 k2 k1", [0, 0]),
    ("k3 k1 k2", [1, 1]),
    ("k1 k3 k2", [-3, 4]),
    ("k3x1 k1x1 k2x1", [2, -7]),
    ("k3 k2 k1 k1", [1, 3, 2]),
    ("k4 k2 k1 k1", [1, 3, 2]),
    ("k3 k2 k2 k1", [0, 5, Fraction(-3, 7)]),
    ("k3d2 k1s2 k3 k1 k1", [0, Fraction(4, 3), Fraction(-2, 3), 3]),
    ("k2x2 k2x2 k1x1", [12, -6]),
    ("k2 k2 k1 k1", [12, -6, 0]),
    ("k2 k1 k2 k2", [3, 0, 1]),
    ("k3 k2 k1", [HUGE, 7]),
]
CASES = [(notation.replace("k3 k2 k2x1s2", "k3x1 k2x1 k2x2s2"), delta) for notation, delta in CASES]


def constructed(notation, delta):
    """A pair of the construction: the search ends at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "MAX_CANDIDATES", 500)
        result = find_counterexample(parse_architecture(notation), delta, rational=True, height=1)
    assert isinstance(result, CounterexampleResult)
    return result


def flat(nested):
    return [entry for part in nested for entry in flat(part)] if isinstance(nested, tuple) else [nested]


def tensor(entries, size, ratio):
    """The scaled filter as the dict that the slow paths take."""
    indices = product(*map(range, size))
    return {index: ratio * entry for index, entry in zip(indices, flat(entries), strict=True) if entry}


@pytest.mark.parametrize(("notation", "delta"), CASES)
def test_both_tuples_have_the_product_the_invariants_and_different_ntks(notation, delta):
    result = constructed(notation, delta)
    network, pair = result.architecture, result.pair
    assert not pair.smallest
    ntks = []
    for point in pair.points:
        scaled = [
            tensor(w, layer.size, ratio)
            for w, layer, ratio in zip(point.filters, network.layers, point.ratios, strict=True)
        ]
        rho = [sum(Fraction(c) ** 2 for c in w.values()) for w in scaled]
        assert [a - b for a, b in pairwise(rho)] == list(result.delta)
        u = slow.multiply_all(slow.layer_polynomials(network, scaled), network.dimension)
        places = list(product(*map(range, network.end_to_end_size)))
        assert {place: c for place, c in zip(places, flat(pair.filter), strict=True) if c} == u
        integers = [tensor(w, layer.size, 1) for w, layer in zip(point.filters, network.layers, strict=True)]
        assert slow.jacobian_rank(network, integers) == network.rank
        ntks.append(slow.ntk(network, scaled, rho))
        row, column = (places[n] for n in pair.index)
        assert pair.values[len(ntks) - 1] == (ntks[-1].get((row, column), 0),)
    assert ntks[0] != ntks[1]
    if delta is not None:
        assert result.delta == tuple(delta)
    document = counterexample_json(result)
    validate(document)
    assert check_text(dumps(document)).verdict == "accepted"
    assert dumps(document) == dumps(counterexample_json(constructed(notation, delta)))


@pytest.mark.parametrize(("notation", "delta"), [CASES[0], CASES[12], ("k3 k2", [0])])
def test_no_change_of_any_single_value_is_accepted(notation, delta):
    honest = counterexample_json(constructed(notation, delta))
    for path in leaves(honest):
        if path[0] not in ("tool", "digest"):
            for value in (value for value in changed(at(honest, path)) if value != at(honest, path)):
                assert check_text(sealed(replaced(honest, path, value))).verdict != "accepted", (path, value)


def test_the_report_names_the_factor():
    text = " ".join(str(counterexample(*CASES[0], rational=True, height=1)).split())
    assert "It is not claimed to be the smallest." in text
    assert "u = 156/3125 · w_1 ⋯ w_3 = [[3744/625" in text


def test_what_the_search_finds_comes_first():
    network = parse_architecture("k2x2 k2x2")
    pair = find_counterexample(network, [21], rational=True).pair
    assert (pair.smallest, pair.height, pair.factor) == (True, 3, 1)
    assert not find_counterexample(network, [21], rational=True, height=2).pair.smallest


def test_a_search_that_is_cut_off_is_followed_by_the_construction(monkeypatch):
    monkeypatch.setattr(candidates, "MAX_CANDIDATES", 1000)
    assert not find_counterexample(parse_architecture("k3x3 k3x3 k3x3"), [1, 2], rational=True).pair.smallest


@pytest.mark.parametrize(
    ("notation", "delta"),
    [
        ("k2 k1 k2", [1, 1]),  # c⁴ − 1 would be a square: Fermat
        ("k2 k1 k2", [-1, -1]),
        ("k2 k1 k2", [Fraction(1, 9), Fraction(1, 9)]),
        ("k2x2 k1x1 k2x2", [1, 1]),
        ("k1x1 k2x2 k2x2", [3, 1]),
        ("k2 k2 k1 k1", [1, 3, 2]),
        ("k3 k2 k1 k1 k1", [1, 3, 1, -2]),  # three squares t + 2, t + 1, t and one more
        ("k2 k1 k1 k2", [1, 1, 1]),  # Euler: no four squares in arithmetic progression
        ("k1 k1 k1 k3 k1 k2", [1, 1, 1, 0, 0]),
    ],
)
def test_where_no_rational_pair_exists_the_curve_is_named(notation, delta):
    result = find_counterexample(parse_architecture(notation), delta, rational=True)
    assert result.status == "undecided"
    assert result.reason.startswith("no rational pair exists over a generic end-to-end filter")
    assert "by a complete 2-descent" in result.reason
    assert check_text(dumps(counterexample_json(result))).verdict == "accepted"


def test_what_is_not_constructed_says_how_far_it_was_searched():
    result = constructed("k1 k2 k1 k2", [Fraction(1, 3), Fraction(-12, 5), Fraction(-7, 3)])
    assert result.status == "undecided"
    assert "only small ones and 100000 steps" in result.reason
    assert check_text(dumps(counterexample_json(result))).verdict == "accepted"


@given(st.lists(st.fractions(-9, 9, max_denominator=5), min_size=2, max_size=2))
@settings(max_examples=12)
def test_a_swap_around_a_scalar_layer_is_possible_exactly_if_a_curve_has_further_points(delta):
    """No t of small height contradicts the proof that there is none; without it one is found, or lies further out."""
    network = parse_architecture("k2 k1 k2")
    assume(not classify(network).independent_at(delta))
    high, low = sum(delta), delta[1]
    if why_none(network, delta) is None:
        result = constructed("k2 k1 k2", delta)
        if result.status == "refuted":
            return
        assert "only small ones" in result.reason
    for u, w in product(range(1, 40), repeat=2):
        t = Fraction(u, w) ** 2 - low
        assert t <= max(0, -high, -low) or rational_root((t + high) * t) is None


@given(
    st.sampled_from(["k3 k2 k1", "k2 k1 k3", "k1x1 k1x3 k1x4", "k3 k1 k2 k1", "k2 k1 k5 k1", "k4 k1 k1 k3"]),
    st.lists(st.fractions(-20, 20, max_denominator=6), min_size=3, max_size=3),
)
@settings(max_examples=12)
def test_one_root_is_exchanged_beside_one_or_two_scalar_layers(notation, delta):
    network = parse_architecture(notation)
    result = constructed(notation, delta[: len(network.layers) - 1])
    assert result.status == "refuted"
    assert check_text(dumps(counterexample_json(result))).verdict == "accepted"


@given(
    st.sampled_from(["k2x2 k2x2 k2x2", "k2x3 k2x2s2 k2x3 k3x2", "k2x2x2 k2x2x2 k3x1x2", "k4 k4 k4"]),
    st.lists(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=50), min_size=3, max_size=3),
)
@settings(max_examples=30)
def test_layers_of_four_entries_or_more_always_have_a_rational_pair(notation, delta):
    network = parse_architecture(notation)
    delta = delta[: len(network.layers) - 1]
    assume(not classify(network).independent_at(delta))
    result = constructed(notation, delta)
    assert check_text(dumps(counterexample_json(result))).verdict == "accepted"
    assert result.status == "refuted"


@given(
    st.lists(st.integers(2, 6), min_size=2, max_size=3).filter(lambda sizes: max(sizes) > 2),
    st.lists(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=50), min_size=1, max_size=1),
)
@settings(max_examples=30)
def test_two_layers_of_a_block_always_have_a_rational_pair(sizes, delta):
    """One root is exchanged, whatever δ is; a third layer is in the way only if it has fewer than four entries."""
    sizes = [*sizes[:2], *(max(k, 4) for k in sizes[2:])]
    assume(max(sizes[:2]) > 2)
    result = constructed(" ".join(f"k{k}" for k in sizes), delta * (len(sizes) - 1))
    assert result.status == "refuted"
    assert check_text(dumps(counterexample_json(result))).verdict == "accepted"


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
def test_sums_of_squares_agree_with_all_sums(k):
    squares = [x * x for x in range(15)]
    sums = {sum(chosen) for chosen in product(squares, repeat=min(k, 4))}
    for n in range(1, 200):
        found = sum_of_squares(n, k)
        assert (found is not None) == (n in sums)
        if found is not None:
            assert (len(found), sum(x * x for x in found)) == (k, n)
            assert list(found) == sorted(found, reverse=True)


@given(st.integers(1, 10**60), st.integers(0, 200))
def test_every_number_is_a_sum_of_four_squares(n, power):
    assert sum(x * x for x in sum_of_squares(n * 4**power, 4)) == n * 4**power


@given(st.fractions(min_value=Fraction(1, 100), max_value=10**4, max_denominator=100))
def test_a_number_differs_from_its_class_by_a_square(value):
    part = squarefree_part(value)
    root = rational_root(value / part)
    assert root is not None
    assert root**2 * part == value
    assert all(part % (p * p) for p in range(2, isqrt(part) + 1))
    assert prod([rational_root(root**2), part]) == root * part
