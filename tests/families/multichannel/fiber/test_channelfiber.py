"""Fibers of networks with channels: one orbit over given filters, and its point with a scalar invariant."""

from fractions import Fraction
from math import sqrt

import pytest
from flint import fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.errors import ParseError
from symlcn.families.multichannel.channelmap import as_channel_filters
from symlcn.families.multichannel.fiber.judge import judge as judge_product
from symlcn.network.notation import parse_network

PAIR = [[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]]
SMALL = st.integers(-3, 3)


def judge(given, delta):
    return judge_product(given.network, given.product, given, delta)


def number(value, t):
    return sum(float(c) * t**k for k, c in enumerate(value))


def numeric(answer):
    """H and K in floating point."""
    point = answer.point
    t = float(point.t.approx() if isinstance(point.t, RealAlgebraic) else point.t)
    return ([[number(value, t) for value in row] for row in rows] for rows in (point.gram, point.kernel))


def kernel(first, second, stride):
    """K of c = (1, 2, 1), sizes 2, by derivatives, independently of the library."""
    size = 2 + stride
    columns = []
    for b in range(2):
        for j in range(2):
            column = [0.0] * size
            for k in range(2):
                column[stride * k + j] += second[k][b]
            columns.append(column)
    for k in range(2):
        for b in range(2):
            column = [0.0] * size
            for j in range(2):
                column[stride * k + j] += first[b][j]
            columns.append(column)
    return [[sum(c[i] * c[j] for c in columns) for j in range(size)] for i in range(size)]


def root(h):
    """A matrix g with gᵀg = h, upper triangular."""
    a = sqrt(h[0][0])
    b = h[0][1] / a
    return [[a, b], [0.0, sqrt(h[1][1] - b * b)]]


@pytest.mark.parametrize("d", ["0", "3/2", "-7"])
def test_the_point_has_the_invariant_and_the_ntk(d):
    answer = symlcn.fiber("k2s2c2 k2", filters=PAIR, delta=[d])
    assert (answer.status, answer.orbits) == ("proved", 1)
    h, k = numeric(answer)
    g = root(h)
    inverse = [[1 / g[0][0], -g[0][1] / (g[0][0] * g[1][1])], [0.0, 1 / g[1][1]]]
    w_1, w_2 = [[-2, 6], [-3, -1]], [[1, -4], [2, 2]]
    first = [[sum(g[a][b] * w_1[b][j] for b in range(2)) for j in range(2)] for a in range(2)]
    second = [[sum(w_2[j][a] * inverse[a][b] for a in range(2)) for b in range(2)] for j in range(2)]
    invariant = [
        [
            sum(second[j][a] * second[j][b] for j in range(2)) - sum(first[a][j] * first[b][j] for j in range(2))
            for b in range(2)
        ]
        for a in range(2)
    ]
    for a in range(2):
        for b in range(2):
            assert invariant[a][b] == pytest.approx(float(Fraction(d)) * (a == b), abs=1e-9)
    expected = kernel(first, second, 2)
    assert all(
        x == pytest.approx(y, abs=1e-9)
        for row, other in zip(k, expected, strict=True)
        for x, y in zip(row, other, strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(SMALL, min_size=8, max_size=8), st.lists(SMALL, min_size=4, max_size=4), st.integers(-2, 2))
def test_another_point_of_the_orbit_has_the_same_answer(entries, turn, d):
    """H of g·W is g⁻ᵀHg⁻¹, and K is the same."""
    network = parse_network("k2s2c2 k2")
    w = [[[entries[0:2]], [entries[2:4]]], [[entries[4:6], entries[6:8]]]]
    filters, g = as_channel_filters(w, network), fmpq_mat(2, 2, turn)
    if not g.det():
        return
    one, two = (judge(own, (Fraction(d),)) for own in (filters, filters.acted([g])))
    assert (one.status, one.point is None) == (two.status, two.point is None)
    if one.point is not None:
        assert one.point.t == two.point.t
        assert one.point.kernel == two.point.kernel


def test_what_is_not_shown_is_left_open():
    """k2 k2 with two channels everywhere has six orbits over a generic product."""
    square = [[[[6, 2], [-2, 4]], [[-1, -2], [-3, 1]]], [[[3, 2], [-4, -2]], [[-2, -1], [-6, -4]]]]
    answer = symlcn.fiber("c2 k2c2 k2c2", filters=square)
    assert (answer.status, answer.orbits) == ("undecided", None)
    assert "layer 1" in answer.reason
    special = symlcn.fiber("k3c2 k2s1c2", filters=[[[[1, 0, 0]], [[0, 0, 0]]], [[[1, 0], [0, 0]], [[0, 1], [0, 1]]]])
    assert special.status == "undecided"


def test_a_witness_of_small_degree_does_not_hide_roots():
    """k3 k2 with hidden width 1: (1, 0, 0) has degree 0, but the architecture allows 2, and three points lie over."""
    answer = symlcn.fiber("c1 k3c1 k2c1 k1c2", filters=[[[[1, 0, 0]]], [[[1, 3]]], [[[1]], [[2]]]])
    assert answer.status == "undecided"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"filter": "1,2,3"}, "not a list of 4"),
        ({"filter": "1,2,3,4", "filters": PAIR}, "and not both"),
        ({}, "and not both"),
        ({"filter": [[["1", 0.5, 2, 3]]]}, "0.5"),
        ({"filter": [[[1, 2, 3, 4]], [[1, 2, 3, 4]]]}, "has the size 4"),
        ({"filter": "x^4"}, "x"),
        ({"filters": PAIR, "delta": [1, 2]}, "2 numbers given"),
        ({"filters": PAIR[:1]}, "1 filter for 2 layers"),
        ({"filters": [[[[0.5, 6]], [[-3, -1]]], PAIR[1]]}, "0.5"),
    ],
)
def test_bad_input(arguments, problem):
    with pytest.raises(ParseError) as caught:
        symlcn.fiber("k2s2c2 k2", **arguments)
    assert problem in str(caught.value)


def test_forms():
    answer = symlcn.fiber("k2s2c2 k2", filters=PAIR, delta="balanced")
    assert "H = " in answer.proof()
    assert answer.latex().find(r"H & = \begin{pmatrix} \tfrac{1}{80}t & 0") > 0
    for form in ("html", "latex", "markdown"):
        assert "GL(2)" in answer.proof(form)
    assert symlcn.fiber("k2s2c2 k2", filters=PAIR).latex()
