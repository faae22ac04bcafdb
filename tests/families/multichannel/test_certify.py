"""symlcn certify for networks with channels."""

from fractions import Fraction
from time import process_time

import pytest

import symlcn
from symlcn.algebra.matrices import entries, matrix
from symlcn.errors import ParseError
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.channelmap import as_channel_filters, layer_shapes
from symlcn.families.multichannel.saturation import saturated_cuts
from symlcn.network.notation import parse_network
from symlcn.network.zoo import CORES
from tests.support.channelmotions import invariant_velocities, kernel_velocity


@pytest.mark.parametrize(
    ("notation", "orbits", "theorem"),
    [
        ("c64 k3x3c64 k3x3c64", 1, "equal channels"),
        ("c64 k3x3s2c128 k3x3c128", 1, "saturated"),
        ("c256 k1x1c64 k3x3c64 k1x1c256", 1, "one layer"),
        ("c512 k3s2c512 k3s2c512 k3s2c512 k3s2c512 k2s2c512 k2s2c512", 1, "equal channels"),
        ("c3 k11x11s8c64 k5x5s2c192 k3x3c384 k3x3c256 k3x3c256", None, "merged"),
        ("k5x5s2c6 k5x5s2c16 k5x5c120", 1, "saturated"),
    ],
)
def test_published_networks(notation, orbits, theorem):
    answer = symlcn.certify(notation, "balanced")
    assert (answer.orbits, answer.derivation.steps[0].theorem) == (orbits, theorem)
    assert answer.proved == (orbits == 1)
    assert answer.undecided != answer.proved
    assert symlcn.check(answer).verdict == "accepted"


@pytest.mark.parametrize("member", CORES, ids=lambda member: member.name)
def test_every_network_of_the_zoo_is_answered_and_checked_in_two_seconds(member):
    start = process_time()
    answer = symlcn.certify(member.notation)  # which the checker accepts
    assert process_time() - start < 2
    assert answer.derivation.finite is not None


def test_the_first_layers_of_wav2vec_have_more_channels_than_can_matter():
    reduced = symlcn.certify("@wav2vec2-full").result.reduced
    assert reduced.channels == (1, 10, 30, 90, 270, 512, 512, 512)
    said = " ".join(str(symlcn.certify("@wav2vec2-full")).split())
    assert "10 of 512 after layer 1, 30 of 512 after layer 2" in said
    assert "k10s5c10 k3s2c30 k3s2c90 k3s2c270 k3s2c512 k2s2c512 k2s2c512 has the same end-to-end filters" in said


def test_one_orbit_decides_scalar_invariants_alone():
    network = "c2 k2x2c3 k2x2c3"
    assert symlcn.certify(network, [Fraction(-7, 2)]).proved
    answer = symlcn.certify(network)
    assert (answer.status, answer.ntk, answer.certificate()["result"]["dependent"]) == (
        "refuted",
        "independent-on-locus",
        "all that are not scalar",
    )
    assert symlcn.certify("c2 k3 k2c2").ntk == "independent"


def test_a_reduced_network_decides_balanced_parameters_alone():
    network = "c3 k1x1c64 k3x3c5"
    assert symlcn.certify(network, "balanced").proved
    assert symlcn.certify(network, [1]).undecided
    assert symlcn.certify(network).undecided
    assert symlcn.certify(network).result.reduced.channels == (3, 3, 5)


@pytest.mark.parametrize(
    ("notation", "base", "orbits"),
    [
        ("c64 k3x3c64 k3x3c64", (1, 1, 1), 1),
        ("c64 k3x3s2c128 k3x3c128", (1, 2, 1), 1),
        ("c256 k1x1c64 k3x3c64 k1x1c256", (1, 1, 1, 1), 1),
        ("c512 k3s2c512 k3s2c512 k3s2c512 k3s2c512 k2s2c512 k2s2c512", (1,) * 7, 1),
        ("c2 k2c2 k2c2", (1, 1, 1), 6),
        ("k2s2c2 k2", (1, 2, 1), 1),
        ("c2 k1c2 k1c2", (1, 1, 1), 1),
        ("c3 k3x3c4 k3x3c5 k3x3c3", (1, 4, 5, 1), 1),
    ],
)
def test_all_invariants_that_are_not_scalar_refute(notation, base, orbits):
    answer = symlcn.certify(notation)
    assert (answer.status, answer.dependent, answer.orbits) == ("refuted", "all that are not scalar", orbits)
    assert answer.dependence.channels == base
    said = symlcn.check(answer)
    assert said.verdict == "accepted"
    exactly = "NTK independent exactly where all invariants are scalar matrices"
    assert (exactly if orbits == 1 else "NTK dependent for all invariants that are not scalar") in said.message


@pytest.mark.parametrize(
    ("notation", "base", "ntk"),
    [
        ("c2 k1c2 k1c2 k1c2", (2, 2, 2, 2), "independent-on-locus"),
        ("k2c2 k2", (1, 2, 1), None),
        ("k2x2c2 k2x1c3 k1x2c3", (1, 2, 3, 2), None),
    ],
)
def test_generic_invariants_refute(notation, base, ntk):
    answer = symlcn.certify(notation)
    assert (answer.status, answer.ntk, answer.hypotheses[0][:27]) == ("refuted", ntk, "the end-to-end filter is re")
    assert answer.dependent == "generic invariants"
    motion = answer.dependence.motion
    assert motion.given.network.channels == answer.dependence.channels == base
    assert all(entry == 0 for x in invariant_velocities(motion.given, motion.directions) for entry in x.entries())
    said = symlcn.check(answer)
    assert said.verdict == "accepted"
    assert ("independent for those that are scalar matrices" in said.message) == (ntk is not None)


@pytest.mark.parametrize(
    ("notation", "delta", "status", "dependent"),
    [
        ("c2 k2x2c3 k2x2c3", [[[1, 0, 0], [0, 1, 0], [0, 0, 2]]], "refuted", "all that are not scalar"),
        ("c2 k2x2c3 k2x2c3", [[["1/2", 0, 0], [0, "1/2", 0], [0, 0, "1/2"]]], "proved", None),
        ("c2 k2c1 k2c2", "[[[3]]]", "proved", None),
        ("c2 k2c2 k2c2", "[[[0, 1], [1, 0]]]", "refuted", "all that are not scalar"),
        ("c2 k2c2 k2c2", "[[[1, 0], [0, 1]]]", "undecided", None),
        ("k2c2 k2", [[[1, 0], [0, 2]]], "undecided", "generic invariants"),
        ("c2 k1c2 k1c2 k1c2", [[[0, 0], [0, 0]], [[1, 0], [0, 2]]], "undecided", "generic invariants"),
        ("c3 k1x1c4 k3x3c5", [[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]], "undecided", None),
    ],
)
def test_given_matrices(notation, delta, status, dependent):
    answer = symlcn.certify(notation, delta)
    assert (answer.status, answer.dependent) == (status, dependent)
    assert symlcn.check(answer).verdict == "accepted"
    scalar = all(isinstance(d, Fraction) for d in answer.delta)
    assert all(isinstance(d, str) for d in answer.certificate()["delta"]) == scalar


def test_one_channel_is_always_scalar():
    """A hidden layer of one channel has a number as its invariant: only the other one can be no scalar matrix."""
    network = "c2 k2c1 k2c2 k2c2"
    assert symlcn.certify(network, [[[5]], [[1, 0], [0, 1]]]).delta == (5, 1)
    assert symlcn.certify(network, [[[5]], [[1, 0], [0, 2]]]).status != "proved"


def test_a_motion_of_blocks_is_one_of_the_network():
    """What the base stands for, written out: three blocks, and a further input and output of zeros."""
    motion = symlcn.certify("k2c2 k2").dependence.motion
    network = parse_network("c7 k2c6 k2c7")
    filters = []
    for own, shape in zip(motion.given.filters, layer_shapes(network), strict=True):
        a, b = len(own), len(own[0])
        rows = [
            [own[o % a][i % b] if o // a == i // b < 3 else [0, 0] for i in range(shape[1])] for o in range(shape[0])
        ]
        filters.append(rows)
    whole = as_channel_filters(filters, network)
    x = entries(motion.directions[0])
    n = len(x)
    blocks = matrix([[x[i % n][j % n] if i // n == j // n else 0 for j in range(6)] for i in range(6)])
    assert all(entry == 0 for entry in invariant_velocities(whole, [blocks])[0].entries())
    i, j = motion.index
    assert max(i, j) < 3
    assert kernel_velocity(whole, [blocks], i, j) == motion.velocity


def test_many_orbits_decide_nothing():
    answer = symlcn.certify("c2 k2c2 k2c2", "balanced")
    assert (answer.undecided, answer.orbits, answer.excess, answer.degree) == (True, 6, 0, None)


@pytest.mark.parametrize("delta", ["1,2", [1.5], "1,x", "[[1,0],[0,1]]"])
def test_invariants_are_numbers_one_for_each_hidden_layer(delta):
    with pytest.raises(ParseError):
        symlcn.certify("c2 k2c2 k2c2", delta)


def test_a_limit_leaves_it_undecided():
    answer = symlcn.certify("c1000 k3x3c1000 k1x3c1000 k3c1000".replace("k3c", "k3x1c"), time_limit=1e-3)
    assert answer.undecided
    assert answer.result is None


def test_counts_of_one_channel_are_not_those_of_several():
    """Only ranks are transported to more channels: two points, 4!/(2!)² and 8!/(4!)² orbits."""
    assert symlcn.certify("k2 k2").result.classification.degree == 2
    assert [symlcn.certify(f"c{c} k2c{c} k2c{c}", "balanced").orbits for c in (2, 4)] == [6, 70]


def test_special_filters_are_excluded():
    """Over x² = x²·1 = 1·x², which is no generic filter of k3s2 k2, one orbit generically, D = 0 gives two NTKs."""
    network = parse_network("c2 k3s2c1 k2c1")
    assert symlcn.certify(network).proved
    sides = [
        as_channel_filters(filters, network)
        for filters in ([[[[0, 0, 1], [0, 0, 0]]], [[[1, 0]]]], [[[[1, 0, 0], [0, 0, 0]]], [[[0, 1]]]])
    ]
    assert sides[0].product == sides[1].product
    assert sides[0].invariants == sides[1].invariants == (((0,),),)
    assert sides[0].kernel != sides[1].kernel


def test_cuts_need_the_bounds_of_the_architecture():
    """k3 k2 has 3 points: the components of (1, 0, 0), of degree 0, are no evidence."""
    chain = chain_of(parse_network("c2 k3c2 k2c2")).with_channels((1, 1, 1))
    assert list(saturated_cuts(chain)) == []
