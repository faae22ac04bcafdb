"""Pairs of dense parameters with prescribed invariants: found, and verified by definition; sums of squares."""

from fractions import Fraction
from itertools import combinations_with_replacement
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.gaussian import gaussian_gcd, norm_primes, norm_root
from symlcn.algebra.matrices import entries, matrix, scalar_value
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.judge import judge
from symlcn.families.dense.network import Dense, difference
from symlcn.families.dense.pairs.blocks import block_pair
from symlcn.families.dense.pairs.choose import prescribed_pair, searched_pair
from symlcn.families.dense.pairs.twobytwo import built_plane_pairs, plane_pair
from symlcn.families.dense.pairs.wide import represented
from tests.support.slowdense import slow_invariants, slow_ntk, slow_product, slow_rank, times, transposed


def symmetric(draw_number, size):
    rows = [[Fraction(0)] * size for _ in range(size)]
    for i, j in combinations_with_replacement(range(size), 2):
        rows[i][j] = rows[j][i] = draw_number()
    return tuple(map(tuple, rows))


def sample(seed, count, size, height):
    """Seeded random symmetric matrices, not scalar, with numerators and denominators up to a height."""
    random, found = Random(seed), []
    while len(found) < count:
        rows = symmetric(lambda: Fraction(random.randint(-height, height), random.randint(1, height)), size)
        if scalar_value(rows) is None:
            found.append(rows)
    return found


def assert_pair(network, invariants, pair):
    """Equal products of the largest rank, the given invariants, different NTKs: by definition."""
    first, second = ([[list(row) for row in entries(layer)] for layer in side] for side in pair)
    assert slow_product(first) == slow_product(second)
    assert slow_rank(slow_product(first)) == min(network.widths)
    wanted = [[list(row) for row in rows] for rows in invariants]
    assert slow_invariants(first) == slow_invariants(second) == wanted
    (i, j), values = difference(network, *pair)
    assert [slow_ntk(side)[i][j] for side in (first, second)] == list(values)
    assert values[0] != values[1]


def assert_found(network, invariants):
    pair = prescribed_pair(network, invariants)
    assert pair is not None, invariants
    assert_pair(network, invariants, pair)


@pytest.mark.parametrize("rows", sample(1, 12, 2, 20))
def test_two_layers_of_width_2_have_a_pair_for_every_sampled_matrix(rows):
    found = next(built_plane_pairs(rows))
    change = found.change
    pair = (found.first, found.second), (change * found.first, found.second * change.inv())
    assert_pair(Dense((2, 2, 2)), [rows], pair)


@pytest.mark.parametrize(
    "rows",
    [
        ((3, 0), (0, -3)),
        ((Fraction(2, 7), 5), (5, Fraction(-2, 7))),
        ((0, 1), (1, 0)),
        ((1, 0), (0, 2)),
        ((100, 1), (1, 101)),
        ((-100, 1), (1, -101)),
        ((Fraction(1, 100), 0), (0, 0)),
        ((4, 2), (2, 1)),
    ],
)
def test_built_pairs_for_traceless_definite_and_singular_invariants(rows):
    exact = tuple(tuple(map(Fraction, row)) for row in rows)
    for found, _ in zip(built_plane_pairs(exact), range(2), strict=False):
        change = found.change
        pair = (found.first, found.second), (change * found.first, found.second * change.inv())
        assert_pair(Dense((2, 2, 2)), [exact], pair)


fractions = st.builds(Fraction, st.integers(-9, 9), st.integers(1, 9))


@given(st.sampled_from([(2, 2, 2), (3, 2, 2), (3, 3, 3), (3, 3, 5), (4, 4, 4)]), st.data())
@settings(max_examples=8)
def test_every_matrix_that_is_not_scalar_has_a_pair(widths, data):
    rows = symmetric(lambda: data.draw(fractions), widths[1])
    if scalar_value(rows) is None:
        assert_found(Dense(widths), [rows])


@pytest.mark.parametrize(("size", "seed"), [(3, 5), (4, 6)])
def test_wider_layers_have_a_pair_for_every_sampled_matrix(size, seed):
    for rows in sample(seed, 3, size, 3):
        assert_found(Dense((size, size, size)), [rows])


def random_parameters(random, widths):
    pairs = zip(widths[1:], widths[:-1], strict=True)
    return [matrix([[random.randint(-2, 2) for _ in range(columns)] for _ in range(rows)]) for rows, columns in pairs]


@pytest.mark.parametrize("widths", [(1, 2, 2), (2, 3, 3), (2, 3, 4), (1, 2, 3), (3, 3, 2)])
def test_a_narrow_outer_layer_has_a_pair_at_the_invariants_of_sampled_parameters(widths):
    random, network = Random(2), Dense(widths)
    for _ in range(5):
        invariants = network.invariants(random_parameters(random, widths))
        if scalar_value(invariants[0]) is None:
            assert_found(network, invariants)


def test_a_wide_hidden_layer_has_pairs_that_differ_in_two_coordinates():
    """D is that of parameters with entries −1, 0, 1."""
    rows = entries(matrix([[-1, 3, -2, -2], [3, 0, -1, -3], [-2, -1, 1, 3], [-2, -3, 3, 1]]))
    network = Dense((3, 4, 3))
    assert_pair(network, (rows,), block_pair(network, rows))


def test_pairs_in_three_layers_where_a_null_space_gives_a_reflection():
    random, network, found = Random(4), Dense((1, 2, 2, 2)), 0
    for _ in range(6):
        invariants = network.invariants(random_parameters(random, network.widths))
        pair = prescribed_pair(network, invariants)
        if pair is not None:
            assert_pair(network, invariants, pair)
            found += 1
    assert found >= 3


def test_no_pair_exists_over_the_rationals_for_widths_3_2_1_and_minus_3():
    """W_1W_1ᵀ = 3I + pᵀp for a row p = W_2 of norm n is the form <n(3 + n), 3n> over Q, of determinant 3(3 + n).

    Were it a sum of three squares, <n(3 + n), 3n, 3(3 + n)> would be <1, 1, 1>, which is isotropic over Q_3. But n > 0
    is a sum of two squares, hence n = 9^m·u with a unit u, and the form is <1, 3u, 3u> there, whatever m is; x² and
    u(y² + z²) have no zeros mod 3.
    """
    network, d = Dense((3, 2, 1)), entries(matrix([[-3, 0], [0, -3]]))
    assert searched_pair(network, [d], 1) is None
    found = judge(network, [d])
    assert found.status == "refuted"
    assert not found.verdict.pair[0][0].is_plain


@pytest.mark.parametrize(
    ("widths", "invariants", "said"),
    [
        (
            (1, 4, 2, 2),
            [[[0, 2, -5, -3], [2, -2, 4, 0], [-5, 4, 5, -1], [-3, 0, -1, 5]], [[-4, -2], [-2, -3]]],
            "1000 parameters built layer by layer",
        ),
        ((1, 2, 2, 1), [[[2, 0], [0, -5]], [[4, 0], [0, 0]]], "there are real parameters with these invariants"),
    ],
)
def test_undecided_says_what_was_searched(widths, invariants, said):
    """These are on the boundary of the invariants of real parameters, so there is no motion."""
    found = judge(Dense(widths), invariants)
    assert found.status == "undecided"
    assert said in found.verdict.reason
    assert check_text(dumps(dense_json(found))).verdict == "accepted"


def test_certificates_of_large_numbers_are_accepted():
    for rows in sample(3, 2, 2, 20):
        outcome = check_text(dumps(dense_json(judge(Dense((3, 2, 2)), [rows]))))
        assert outcome.verdict == "accepted", outcome


def test_twins_are_none_where_they_are_irrational_or_share_the_ntk():
    one = matrix([[1, 0], [0, 1]])
    assert plane_pair(matrix([[1, 1], [0, 1]]), one) is None  # WᵀW and W_1W_1ᵀ have one field, and G is orthogonal
    assert plane_pair(matrix([[1, 0], [1, 1]]), matrix([[1, 1], [0, 1]])) is None
    assert plane_pair(matrix([[0, 0], [0, 1]]), one) is None


def test_norms_of_gaussian_numbers_against_all_small_sums_of_two_squares():
    sums = {x * x + y * y for x in range(32) for y in range(32)}
    for value in range(1, 900):
        root = norm_root(Fraction(value))
        assert (root is not None) == (value in sums) == (norm_primes(Fraction(value)) is not None)
        assert root is None or root[0] ** 2 + root[1] ** 2 == value
    assert norm_root(Fraction(0)) is None
    assert norm_root(Fraction(-1)) is None


@given(st.integers(1, 10**30), st.integers(1, 10**30), st.integers(1, 10**6))
@settings(max_examples=30)
def test_a_root_of_a_norm_has_this_norm(x, y, below):
    value = Fraction(x * x + y * y, below * below)
    root = norm_root(value)
    assert root is None or root[0] ** 2 + root[1] ** 2 == value
    square = norm_root(Fraction(x * x))
    assert square is None or square[0] ** 2 + square[1] ** 2 == x * x


@given(*[st.integers(-1000, 1000)] * 6)
def test_the_gaussian_gcd_divides_and_is_a_multiple_of_common_divisors(a, b, c, d, e, f):
    def product(u, v):
        return u[0] * v[0] - u[1] * v[1], u[0] * v[1] + u[1] * v[0]

    left, right = product((a, b), (e, f)), product((c, d), (e, f))
    g = gaussian_gcd(left, right)
    if g != (0, 0):
        norm = g[0] ** 2 + g[1] ** 2
        for number in (left, right):
            assert not any(part % norm for part in product(number, (g[0], -g[1])))
        if (e, f) != (0, 0):
            assert not any(part % (e * e + f * f) for part in product(g, (e, -f)))


@given(st.integers(1, 3), st.integers(0, 3), st.integers(0, 3), st.data())
@settings(max_examples=60)
def test_columns_have_the_gram_matrix_asked_for(size, plus, minus, data):
    rows = symmetric(lambda: Fraction(data.draw(st.integers(-4, 4))), size)
    columns = represented(rows, plus, minus)
    if columns is not None:
        assert all(len(column) == plus + minus for column in columns)
        exact = [[Fraction(int(c.p), int(c.q)) for c in column] for column in columns]
        signed = [[c if k < plus else -c for k, c in enumerate(column)] for column in exact]
        assert plus + minus == 0 or times(signed, transposed(exact)) == [list(row) for row in rows]


def test_a_form_that_is_a_sum_of_squares_is_found_to_be_one():
    """5·I is a sum of two squares, 7 of four but not of three: 7 mod 8."""
    assert represented(entries(matrix([[5, 0], [0, 5]])), 2, 0) is not None
    assert represented(entries(matrix([[7]])), 3, 0) is None
    assert represented(entries(matrix([[7]])), 4, 0) is not None
