"""Pairs and motions of networks with channels: recomputed from their filters, by definition where small."""

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.matrices import cayley, entries, identity, matrix
from symlcn.check import check_text
from symlcn.errors import ParseError
from symlcn.families.multichannel.channelmap import as_channel_filters
from symlcn.families.multichannel.counterexample.indefinitepoints import points_at
from symlcn.families.multichannel.counterexample.judge import as_channel_invariants, judge
from symlcn.families.multichannel.counterexample.orbitpair import orbit_pairs, plane_cuts
from symlcn.families.multichannel.orbitmotion import find_orbit_motion
from symlcn.network.notation import parse_network
from tests.families.multichannel.test_channelmap import filtered
from tests.support.channelmotions import invariant_velocities, kernel_velocity
from tests.support.slowchannels import slow_channel_ntk, slow_invariants, slow_map

PAIRED = [
    *("k2s2c2 k2", "k2c2 k2", "c2 k2s2c2 k2c2", "c3 k2c2 k2c4", "k2c2 k2c2 k2", "c2 k1c2 k1c2", "k3c2 k2c3 k3c2 k2"),
    *("c2 k3x3s2c2 k3x3c2", "c3 k3x3c2 k3x3c3", "c2 k2c4 k2c3 k2c2"),
]


@pytest.mark.parametrize("notation", PAIRED)
def test_pairs_have_one_u_and_one_tuple_of_invariants(notation):
    network = parse_network(notation)
    pair = next(orbit_pairs(network))
    first, second = pair.sides
    assert first.product == second.product
    assert slow_invariants(first.filters) == slow_invariants(second.filters) == first.invariants
    assert pair.values[0] != pair.values[1]
    if network.parameters < 20:
        assert slow_map(network, first.filters) == slow_map(network, second.filters)
        i, j = pair.place
        found = [slow_channel_ntk(network, side.filters)[i][j] for side in pair.sides]
        assert tuple(found) == pair.values


def test_hidden_layers_with_planes():
    assert plane_cuts(parse_network("c3 k1c2 k1c3 k1c2")) == []
    assert plane_cuts(parse_network("c3 k1c2 k2c3 k1c2")) == [1, 2]
    assert plane_cuts(parse_network("k1c2 k2")) == []


def test_wide_networks_have_small_pairs():
    answer = symlcn.counterexample("c64 k3x3c64 k3x3s2c128 k1x1c64")
    assert answer.refuted
    assert max(abs(c) for side in answer.pair.sides for own in side.filters for c in numbers(own)) < 300


def numbers(tensor):
    return [c for part in tensor for c in numbers(part)] if isinstance(tensor, tuple) else [tensor]


PUBLISHED = [[[[0, 0], [2, 3]], [[-3, -2], [2, 3]]], [[[-2, -1], [3, -1]], [[-2, 2], [-2, -1]]]]
DIRECTION = matrix([[Fraction(-18121, 13766), Fraction(13849, 6883)], [Fraction(-18512, 6883), Fraction(1)]])


@pytest.mark.parametrize("notation", ["c2 k2s2c2 k2c2", "c2 k2c2 k2c2"])
def test_a_motion_of_two_layers(notation):
    given_filters = as_channel_filters(PUBLISHED, parse_network(notation))
    assert given_filters.invariants == (((0, -16), (-16, -11)),)
    assert invariant_velocities(given_filters, [DIRECTION])[0] == matrix([[0, 0], [0, 0]])
    assert kernel_velocity(given_filters, [DIRECTION], 0, 0) == Fraction(16528, 6883)
    found = find_orbit_motion(given_filters)
    assert entries(found.directions[0]) == entries(DIRECTION * 13766)
    assert found.velocity == 2 * 16528


@given(filtered(["k2s2c2 k2", "c2 k1c2 k2c2 k1c2", "k2c2 k2c3 k2c2"]), st.integers(0, 99))
@settings(max_examples=15)
def test_velocities_are_derivatives(given_filters, seed):
    """Of polynomials and their quotients, by a step that is small beside all numbers."""
    hidden = given_filters.network.channels[1:-1]
    directions = [matrix([[(seed + 3 * i - 5 * j) % 7 - 3 for j in range(n)] for i in range(n)]) for n in hidden]
    step = Fraction(1, 10**40)
    forward, backward = (
        given_filters.acted([identity(x.nrows()) + x * fmpq(sign, 10**40) for x in directions]) for sign in (1, -1)
    )
    last = given_filters.ambient - 1
    for place in ((0, 0), (0, last), (last, last)):
        rate = (forward.entry(*place) - backward.entry(*place)) / (2 * step)
        assert abs(rate - kernel_velocity(given_filters, directions, *place)) < Fraction(1, 10**60)
    found = invariant_velocities(given_filters, directions)
    for velocity, after, before in zip(found, forward.invariants, backward.invariants, strict=True):
        rates = [[(a - b) / (2 * step) for a, b in zip(*pair, strict=True)] for pair in zip(after, before, strict=True)]
        for own, rate in zip(entries(velocity), rates, strict=True):
            assert all(abs(a - b) < Fraction(1, 10**60) for a, b in zip(own, rate, strict=True))


@given(st.lists(st.fractions(-5, 5, max_denominator=3), min_size=3, max_size=3))
@settings(max_examples=15)
def test_all_invariants_of_two_layers_have_rational_parameters(values):
    a, b, c = values
    wanted = ((a, b), (b, c))
    for notation in ("k2s2c2 k2", "c2 k1x1c2 k2x2c3"):
        found = list(points_at(parse_network(notation), (wanted,)))
        assert found
        assert all(slow_invariants(point.filters) == (wanted,) for point in found)


def test_too_few_entries_for_points():
    assert list(points_at(parse_network("k2c3 k3"), (entries(identity(3)),))) == []


@given(filtered(["c2 k2s2c2 k2c2", "k2c2 k2"]), st.fractions(-3, 3, max_denominator=3), st.fractions(-2, 2))
@settings(max_examples=20)
def test_orthogonal_images_of_scalar_invariants_have_one_kernel(given_filters, d, turn):
    """What is proved for one orbit: parameters with D = d·I differ by orthogonal matrices."""
    point = next(points_at(given_filters.network, (((d, Fraction(0)), (Fraction(0), d)),)))
    image = point.acted([cayley([[0, turn], [-turn, 0]])])
    assert image.invariants == point.invariants
    assert image.product == point.product
    assert image.kernel == point.kernel
    assert find_orbit_motion(point) is None


@pytest.mark.parametrize(
    ("notation", "delta", "reason"),
    [
        ("c2 k2x2c2 k2x2c2", "balanced", "over generic U there is none, as symlcn certify proves at these D_l"),
        ("c2 k2 k2c2", None, "no hidden layer has several channels, which pairs are made of"),
        ("c2 k2", None, "no hidden layer has several channels, which pairs are made of"),
        ("k1c2 k1", "[[[1,0],[0,-2]]]", "no motion was found at filters with these invariants, nor near such"),
    ],
)
def test_what_is_left_undecided(notation, delta, reason):
    answer = symlcn.counterexample(notation, delta)
    assert answer.undecided
    assert answer.reason.startswith(reason)
    assert symlcn.check(answer).message.endswith("undecided: nothing is claimed")


@pytest.mark.parametrize(
    ("delta", "message"),
    [
        ("[[[1,1],[0,1]]]", "delta, D_1: not symmetric"),
        ("[[[1]]]", "delta, D_1: not 2 rows of 2 numbers, the number of channels of its hidden layer"),
        ("1,2", "delta: 2 numbers given for 1 hidden layer"),
    ],
)
def test_invariants_that_do_not_fit(delta, message):
    with pytest.raises(ParseError) as found:
        as_channel_invariants(delta, parse_network("k2c2 k2"))
    assert str(found.value) == message


def test_few_entries_bound_the_signs_of_invariants():
    with pytest.raises(ParseError, match="2 positive eigenvalues where the number of entries after it is 1"):
        as_channel_invariants("[[[1,0],[0,2]]]", parse_network("k2c2 k1"))


@pytest.mark.parametrize(
    ("notation", "delta"),
    [("c2 k2c2 k2c2", "balanced"), ("c2 k2c2 k2c2", "3"), ("c2 k2c2 k2c2 k2c2", "1,2"), ("c3 k3c3 k2c3", "balanced")],
)
def test_pairs_on_several_orbits_at_scalar_invariants(notation, delta):
    network = parse_network(notation)
    answer = symlcn.counterexample(notation, delta)
    first, second = answer.pair.sides
    assert not answer.pair.orbit
    assert first.product == second.product
    assert slow_invariants(first.filters) == slow_invariants(second.filters) == as_channel_invariants(delta, network)
    assert first.entry(*answer.pair.place) != second.entry(*answer.pair.place)
    assert symlcn.check(answer).verdict == "accepted"


def test_rational_pairs_only():
    answer = symlcn.counterexample("c2 k1c2 k1c2 k1c2", rational=True)
    assert answer.undecided
    assert symlcn.counterexample("c2 k1c2 k1c2 k1c2").motion is not None
    with pytest.raises(ParseError, match="invariants are matrices"):
        symlcn.counterexample("k2c2 k2", all_delta=True)
    with pytest.raises(ParseError, match="height: with channels pairs are constructed"):
        symlcn.counterexample("k2c2 k2", height=5)


def test_nothing_is_said_of_scalar_invariants_by_a_pair():
    for notation in PAIRED:
        for rows in judge(parse_network(notation)).invariants:
            assert isinstance(rows, tuple)
        pair = next(orbit_pairs(parse_network(notation)))
        assert any(
            rows != tuple(tuple(rows[0][0] * (i == j) for j in range(len(rows))) for i in range(len(rows)))
            for rows in pair.sides[0].invariants
        )


def test_the_checker_computes_the_same():
    """Each entry of K in turn is claimed of both sides: the checker refuses what is not so, and nothing else."""
    answer = symlcn.counterexample("k2s2c2 k2")
    certificate = answer.certificate()
    assert check_text(answer.sealed).verdict == "accepted"
    kernels = [side.kernel for side in answer.pair.sides]
    from tests.support.damage import sealed

    for index in pairwise(range(4)):
        values = [str(kernel[index]) for kernel in kernels]
        claimed = {**certificate, "ntk_difference": {"index": list(index), "values": values}}
        found = check_text(sealed(claimed))
        assert (found.verdict == "accepted") == (values[0] != values[1])
        assert found.verdict == "accepted" or found.message == "ntk_difference.values: are equal"
