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
        "generic invariants",
    )
    assert symlcn.certify("c2 k3 k2c2").ntk == "independent"


def test_a_reduced_network_decides_balanced_parameters_alone():
    network = "c3 k1x1c64 k3x3c5"
    assert symlcn.certify(network, "balanced").proved
    assert symlcn.certify(network, [1]).undecided
    assert symlcn.certify(network).undecided
    assert symlcn.certify(network).result.reduced.channels == (3, 3, 5)


@pytest.mark.parametrize(
    ("notation", "base", "ntk"),
    [
        ("c64 k3x3c64 k3x3c64", (1, 2, 1), "independent-on-locus"),
        ("c64 k3x3s2c128 k3x3c128", (1, 2, 1), "independent-on-locus"),
        ("c256 k1x1c64 k3x3c64 k1x1c256", (2, 2, 2, 2), "independent-on-locus"),
        ("c2 k2c2 k2c2", (1, 2, 1), None),
        ("k2c2 k2", (1, 2, 1), None),
        ("k2x2c2 k2x1c3 k1x2c3", (1, 2, 3, 2), None),
    ],
)
def test_generic_invariants_refute(notation, base, ntk):
    answer = symlcn.certify(notation)
    assert (answer.status, answer.ntk, answer.hypotheses[0][:27]) == ("refuted", ntk, "the end-to-end filter is re")
    motion = answer.dependence.motion
    assert motion.given.network.channels == base
    assert all(entry == 0 for x in invariant_velocities(motion.given, motion.directions) for entry in x.entries())
    said = symlcn.check(answer)
    assert said.verdict == "accepted"
    assert ("independent for those that are scalar matrices" in said.message) == (ntk is not None)


def test_a_motion_of_blocks_is_one_of_the_network():
    """What the base stands for, written out: three blocks, and a further input and output of zeros."""
    motion = symlcn.certify("c7 k2c6 k2c7").dependence.motion
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


def test_cuts_need_the_bounds_of_the_architecture():
    """k3 k2 has 3 points: the components of (1, 0, 0), of degree 0, are no evidence."""
    chain = chain_of(parse_network("c2 k3c2 k2c2")).with_channels((1, 1, 1))
    assert list(saturated_cuts(chain)) == []
