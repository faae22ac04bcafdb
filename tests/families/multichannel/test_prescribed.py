"""Counterexamples with channels at given invariants: recomputed by definition, and against fully connected networks."""

from fractions import Fraction
from itertools import pairwise, product
from math import prod
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.echelon import rank_modulo
from symlcn.algebra.matrices import kronecker, matrix, scalar_value
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.families.dense.judge import judge as judge_dense
from symlcn.families.dense.network import Dense, difference
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.channelmap import as_channel_filters, filters_of, layer_shapes
from symlcn.families.multichannel.counterexample.document import channel_finding_json
from symlcn.families.multichannel.counterexample.fibermotion import FiberMotion, find_fiber_motion
from symlcn.families.multichannel.counterexample.indefinitepoints import points_at
from symlcn.families.multichannel.counterexample.judge import ChannelFinding, as_channel_invariants, judge
from symlcn.families.multichannel.counterexample.orbitpair import first_difference
from symlcn.families.multichannel.orbitmotion import OrbitMotion
from symlcn.families.nearpoints import Near
from symlcn.network.architecture import Architecture
from symlcn.network.notation import parse_network
from tests.support.slowchannels import slow_channel_ntk, slow_invariants, slow_map


def symmetric(size, random, top=9):
    rows = [[Fraction(0)] * size for _ in range(size)]
    for i in range(size):
        for j in range(i, size):
            rows[i][j] = rows[j][i] = Fraction(random.randint(-top, top), random.randint(1, 4))
    return tuple(map(tuple, rows))


def numbers(tensor):
    return [c for part in tensor for c in numbers(part)] if isinstance(tensor, tuple) else [tensor]


def accepted(found):
    outcome = check_text(dumps(channel_finding_json(found)))
    assert outcome.verdict == "accepted", outcome
    return outcome.message


@pytest.mark.parametrize("notation", ["k2c2 k2", "c2 k2s2c2 k2c2", "c2 k1x2c3 k2x2c2", "c2 k1c2 k1c2", "k3c2 k3c2"])
@pytest.mark.parametrize("seed", range(2))
def test_pairs_of_two_layers(notation, seed):
    network = parse_network(notation)
    wanted = (symmetric(network.channels[1], Random(seed)),)
    found = judge(network, wanted, rational=True)
    first, second = found.pair.sides
    assert slow_invariants(first.filters) == slow_invariants(second.filters) == wanted
    assert slow_map(network, first.filters) == slow_map(network, second.filters)
    i, j = found.pair.place
    if network.parameters < 30:
        assert tuple(slow_channel_ntk(network, side.filters)[i][j] for side in found.pair.sides) == found.pair.values
    assert found.pair.values[0] != found.pair.values[1]
    accepted(found)


@pytest.mark.parametrize("notation", ["k2c2 k2c2 k2", "c2 k1c2 k2c2 k1c2", "c2 k1c2 k1c2 k1c2", "k2x2c3 k2x1c2 k1x2c2"])
@pytest.mark.parametrize("top", [9, 10**9])
def test_more_layers_are_near_rational_filters(notation, top):
    network, random = parse_network(notation), Random(11)
    wanted = tuple(symmetric(c, random, top) for c in network.channels[1:-1])
    found = judge(network, wanted)
    assert isinstance(found.motion, Near if top > 9 else Near | OrbitMotion)
    kept = slow_invariants(found.motion.given.filters)
    sides = zip(numbers(tuple(kept)), numbers(wanted), strict=True)
    assert max(abs(a - b) for a, b in sides) < Fraction(top, 10**15)
    how = "by a motion near rational parameters, Brouwer's theorem and the implicit"
    assert (how in accepted(found)) == isinstance(found.motion, Near)


@st.composite
def concise_networks(draw):
    """Two or three layers, a hidden one with several channels."""
    depth = draw(st.integers(2, 3))
    channels = draw(st.lists(st.integers(1, 3), min_size=depth + 1, max_size=depth + 1))
    sizes = draw(st.lists(st.sampled_from(["1x1", "1x2", "2x1", "2x2", "2x1s2"]), min_size=depth, max_size=depth))
    layers = [f"k{size}" + f"c{c}" * (c > 1) for size, c in zip(sizes, channels[1:], strict=True)]
    network = parse_network(
        " ".join([f"c{channels[0]}"] * (channels[0] > 1) + layers) if max(channels) > 1 else "k2c2 k2"
    )
    assume(not isinstance(network, Architecture) and max(network.channels[1:-1]) > 1)
    assume(chain_of(network).is_concise and network.parameters < 40)
    return network


@given(concise_networks(), st.integers(1, 10**7), st.randoms(use_true_random=False))
@settings(max_examples=6, deadline=None)
def test_concise_networks_are_refuted_at_all_invariants_that_are_not_scalar(network, top, random):
    wanted = tuple(symmetric(c, random, top) for c in network.channels[1:-1])
    assume(any(scalar_value(d) is None for d in wanted))
    found = judge(network, wanted)
    assert found.status == "refuted"
    accepted(found)


def test_many_digits_and_indefinite_matrices_have_a_motion_of_two_layers():
    number = 10**40 + 7
    answer = symlcn.counterexample("c2 k2x2c2 k2x2c2", [[[number, 1], [1, -number]]])
    assert answer.motion.given.invariants == (((number, 1), (1, -number)),)
    assert symlcn.check(answer).verdict == "accepted"


def jacobian(network, filters):
    """Exact, as U is affine in each single entry."""
    base, columns = slow_map(network, filters), []
    for l, (own, shape) in enumerate(zip(filters, layer_shapes(network), strict=True)):
        for place in product(*map(range, shape)):
            new = slow_map(network, [*filters[:l], raised(own, place, 1), *filters[l + 1 :]])
            columns.append([x - y for x, y in zip(new, base, strict=True)])
    return columns


def raised(tensor, place, by):
    if not place:
        return tensor + by
    n, *rest = place
    return (*tensor[:n], raised(tensor[n], rest, by), *tensor[n + 1 :])


def along(filters, velocities, step):
    if isinstance(filters, tuple):
        return tuple(along(f, v, step) for f, v in zip(filters, velocities, strict=True))
    return filters + step * velocities


STEP = Fraction(1, 10**30)


def rates(network, filters, velocities):
    """Difference quotients of U, the invariants and K, exact up to the square of the step."""
    sides = [along(filters, velocities, sign * STEP) for sign in (1, -1)]
    found = []
    for of in (slow_map, lambda _, f: [c for d in slow_invariants(f) for row in d for c in row], flat_ntk):
        forward, backward = (of(network, side) for side in sides)
        found.append([(a - b) / (2 * STEP) for a, b in zip(forward, backward, strict=True)])
    return found


def flat_ntk(network, filters):
    return [c for row in slow_channel_ntk(network, filters) for c in row]


@pytest.mark.parametrize(
    ("notation", "d"), [("k2c2 k2", 0), ("k2c2 k2", Fraction(-7, 3)), ("k3c3 k2c2", 2), ("k2c2 k1c2 k2", "3,1")]
)
def test_scalar_invariants_where_the_excess_is_positive(notation, d):
    network = parse_network(notation)
    found = judge(network, as_channel_invariants(d, network))
    given_filters, v = found.motion.given.filters, found.motion.velocities.filters
    assert tuple(slow_invariants(given_filters)) == found.invariants == as_channel_invariants(d, network)
    u, kept, k = rates(network, given_filters, v)
    assert max(map(abs, u)) < STEP
    assert max(map(abs, kept)) < STEP
    i, j = found.motion.index
    size = len(u)
    assert abs(k[i * size + j] - found.motion.velocity) < Fraction(1, 10**20)
    columns = jacobian(network, given_filters)
    common = prod({c.denominator for column in columns for c in column})
    assert rank_modulo([[int(c * common) for c in column] for column in columns], 2**31 - 1) == size
    accepted(found)


def test_e11_a_special_point_has_velocities_that_lead_nowhere():
    """(1 + x)³ has one factorization; at it U and D have velocity 0 along v, and K has not. The rank is too small."""
    network = parse_network("c2 k3 k2")
    point = as_channel_filters([[[[1, 2, 1], [0, 0, 0]]], [[[1, 1]]]], network)
    v = as_channel_filters([[[[-1, 0, 1], [0, 0, 0]]], [[[1, -1]]]], network)
    u, kept, k = rates(network, point.filters, v.filters)
    assert max(map(abs, [*u, *kept])) < STEP
    assert find_fiber_motion(point) is None
    size = network.ambient
    moving = [(n // size, n % size) for n, rate in enumerate(k) if abs(rate) > STEP]
    assert moving
    (i, j), rate = moving[0], next(rate for rate in k if abs(rate) > STEP)
    for cuts in ((), (1,)):
        claim = FiberMotion(point, v, cuts, (i, j), Fraction(round(rate)))
        outcome = check_text(dumps(channel_finding_json(ChannelFinding(network, point.invariants, motion=claim))))
        message = "motion.filters: the Jacobian is not shown to have the largest rank"
        assert (outcome.verdict, outcome.message) == ("rejected", message)


def placed(count, random):
    v, w = ([1, 2, 2], [2, 1, -2]) if count % 2 else ([], [])
    for _ in range((count - len(v)) // 2):
        a, b = random.choice([1, 2, 3, -1, -2, 4]), random.choice([1, -1, 2, 3, 5])
        v, w = [*v, a, b], [*w, -b, a]
    return v, w


def constructed(network, seed=0):
    """Rows 2v, v′ of W_1 with v ⊥ v′ of one length, and slices w, 2w′ of W_2; and their image under g."""
    random, (lower, upper) = Random(seed), layer_shapes(network)
    (_, first, *size), (last, _, *other) = lower, upper
    v, w = placed(first * prod(size), random), placed(last * prod(other), random)
    places = [[(c, *j) for c in range(n) for j in product(*map(range, k))] for n, k in ((first, size), (last, other))]
    for listed in places:
        random.shuffle(listed)
    below = [dict(zip(places[0], row, strict=True)) for row in ([2 * c for c in v[0]], v[1])]
    above = [dict(zip(places[1], row, strict=True)) for row in (w[0], [2 * c for c in w[1]])]
    found = []
    for (p, q), (r, s) in (((1, 0), (0, 1)), ((Fraction(3, 5), Fraction(-8, 5)), (Fraction(2, 5), Fraction(3, 5)))):
        rows = [{k: x * below[0][k] + y * below[1][k] for k in places[0]} for x, y in ((p, q), (r, s))]
        columns = [{k: x * above[0][k] + y * above[1][k] for k in places[1]} for x, y in ((s, -r), (-q, p))]
        layers = (
            [[shaped(row, (i,), size) for i in range(first)] for row in rows],
            [[shaped(column, (o,), other) for column in columns] for o in range(last)],
        )
        found.append(as_channel_filters(layers, network))
    return found


def shaped(values, place, size):
    return [shaped(values, (*place, n), size[1:]) for n in range(size[0])] if size else values[place]


@pytest.mark.parametrize(
    ("notation", "diagonal", "value"),
    [
        ("k2s2c2 k2", (-35, 10), Fraction(24, 5)),
        ("k2c2 k2", (-30, 0), Fraction(72, 5)),
        ("c2 k2s2c2 k2c2", (-42, 57), Fraction(72, 5)),
        ("c2 k2c2 k2c2", (-42, 57), Fraction(72, 5)),
        ("c2 k3x3s2c2 k3x3c2", (-190, 500), Fraction(72, 25)),
        ("c3 k3x3c2 k3x3c3", (-551, 436), Fraction(-288, 25)),
        ("c3 k2c2 k2c4", (-92, 52), Fraction(288, 25)),
    ],
)
def test_published_values(notation, diagonal, value):
    network = parse_network(notation)
    seed = 39 if notation == "k2c2 k2" else 0
    first, second = constructed(network, seed)
    assert first.product == second.product
    assert first.invariants == second.invariants == (((diagonal[0], 0), (0, diagonal[1])),)
    assert first.entry(0, 0) - second.entry(0, 0) == value


def channels_of(widths):
    return parse_network(f"c{widths[0]} " + " ".join(f"k1c{n}" for n in widths[1:]))


def as_dense(filters):
    """W_1, …, W_L of a network whose layers all have one entry."""
    return [matrix([[entry[0] for entry in row] for row in own]) for own in filters]


WIDTHS = st.lists(st.integers(1, 3), min_size=3, max_size=4).filter(lambda widths: max(widths) > 1)


@given(WIDTHS, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_layers_of_one_entry_are_fully_connected(widths, random):
    """One U, one D with one sign, one K."""
    network, dense = channels_of(widths), Dense(tuple(widths))
    layers = [matrix([[random.randint(-4, 4) for _ in range(a)] for _ in range(b)]) for a, b in pairwise(widths)]
    own = filters_of(network, [[w] for w in layers])
    assert own.invariants == dense.invariants(layers)
    assert tuple(tuple(entry[0] for entry in row) for row in own.product) == dense.parametrization(layers)
    assert own.kernel == sum((kronecker(a, b) for a, b in dense.terms(layers)), own.kernel * 0)


@given(WIDTHS, st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_both_readings_agree(widths, random):
    """Answers are not contradictory, and equal where outer widths are no smaller; a pair of one is one of the other."""
    network, dense = channels_of(widths), Dense(tuple(widths))
    layers = [matrix([[random.randint(-2, 2) for _ in range(a)] for _ in range(b)]) for a, b in pairwise(widths)]
    wanted = dense.invariants(layers)
    other, own = judge_dense(dense, wanted), judge(network, wanted)
    scalar = all(scalar_value(d) is not None for d in wanted)
    if other.status == "proved":
        assert own.status != "refuted"
    if not scalar and 1 < max(widths[1:-1]) <= min(widths[0], widths[-1]):
        assert own.status == other.status == "refuted"
    if own.pair is not None:
        sides = [as_dense(side.filters) for side in own.pair.sides]
        assert dense.parametrization(sides[0]) == dense.parametrization(sides[1])
        assert dense.invariants(sides[0]) == dense.invariants(sides[1]) == wanted
        assert difference(dense, *sides) == (own.pair.place, own.pair.values)
    pair = other.verdict.pair
    if pair is not None and not hasattr(pair[0][0], "core"):
        sides = [filters_of(network, [[w] for w in side]) for side in pair]
        assert first_difference(*sides) == (other.index, other.values)
        assert sides[0].invariants == sides[1].invariants == wanted
        assert sides[0].product == sides[1].product


def test_given_points_of_scalar_invariants_have_fiber_motions_of_the_network_only():
    """For one orbit there are none: the directions of orthogonal matrices do not move K."""
    d = ((Fraction(3), Fraction(0)), (Fraction(0), Fraction(3)))
    for notation in ("k2s2c2 k2", "c2 k2x2c2 k2x2c2"):
        assert all(find_fiber_motion(point) is None for point in points_at(parse_network(notation), (d,)))
    assert "rational pairs on two of them" in symlcn.counterexample("k2c2 k2", 5, rational=True).reason
