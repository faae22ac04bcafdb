"""symlcn certify for networks with channels."""

from fractions import Fraction

import pytest

import symlcn
from symlcn.errors import ParseError
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.saturation import saturated_cuts
from symlcn.network.notation import parse_network


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


def test_one_orbit_decides_scalar_invariants_alone():
    network = "c2 k2x2c3 k2x2c3"
    assert symlcn.certify(network, [Fraction(-7, 2)]).proved
    assert symlcn.certify(network).undecided
    assert "scalar matrices" in symlcn.certify(network).reason
    assert symlcn.certify("c2 k3 k2c2").ntk == "independent"


def test_a_reduced_network_decides_balanced_parameters_alone():
    network = "c3 k1x1c64 k3x3c5"
    assert symlcn.certify(network, "balanced").proved
    assert symlcn.certify(network, [1]).undecided
    assert symlcn.certify(network).undecided
    assert symlcn.certify(network).result.reduced.channels == (3, 3, 5)


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
