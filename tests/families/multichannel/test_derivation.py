"""Numbers of orbits in generic fibers of networks with channels."""

import random
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.families.multichannel.chain import Chain, chain_of
from symlcn.families.multichannel.derivation import derive
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.classify import classify
from symlcn.network.notation import parse_network
from tests.support.strategies import architectures

VECTORS = [
    line.split("|")
    for line in (Path(__file__).parents[2] / "vectors/channels.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def derived(notation):
    return derive(chain_of(parse_network(notation)))


@pytest.mark.parametrize(("notation", "orbits", "decided"), VECTORS)
def test_orbits_are_those_that_groebner_bases_count(notation, orbits, decided):
    found = derived(notation)
    assert (found.finite, found.orbits) == (True, int(orbits) if decided == "yes" else None)


@pytest.mark.parametrize(
    ("notation", "finite", "orbits"),
    [
        ("k2c2 k2", False, None),
        ("k2c2 k2s3c4 k2c2 k2", False, None),  # its halves have excess 4 and 4, itself has 7
        ("k2d2c2 k2", True, 1),  # exponents 2, 1: no excess, though with 1, 2 it would be 1
        ("k2x2c2 k2x2s3c8 k2x2c8", False, None),  # its halves have excess 8 and 0, itself has 32: cut 2 is not rigid
        ("k2x3c2 k2x3c3", False, None),  # no bound by merging shows that
    ],
)
def test_networks_against_which_wrong_rules_fail(notation, finite, orbits):
    found = derived(notation)
    assert (found.finite, found.orbits) == (finite, orbits)


@pytest.mark.parametrize(("notation", "channels"), [("k1c2 k1", (1, 1, 1)), ("k2 k3c3 k1c2", (1, 1, 2, 2))])
def test_a_network_that_is_not_concise_is_reduced_and_has_no_infinite_fiber_for_that(notation, channels):
    reduced = chain_of(parse_network(notation)).reduced
    assert (reduced.channels, derive(reduced).finite) == (channels, True)


def test_a_cut_is_not_certified_by_the_degree_of_a_special_point():
    """k3 k2 of one channel has 3 points, though (1, 0, 0) and (1, 1) have no common zero."""
    chain = chain_of(parse_network("c2 k3c2 k2c2")).with_channels((1, 1, 1))
    assert derive(chain).orbits == 3


@settings(deadline=None, max_examples=500)
@given(architectures(max_layers=4, max_size=3, max_dimension=2))
def test_one_channel_is_what_the_classification_counts(architecture):
    sizes = tuple(layer.size for layer in architecture)
    chain = Chain((1,) * (len(sizes) + 1), sizes, architecture.exponents, tuple(range(len(sizes))))
    assert derive(chain).orbits == classify(architecture).degree


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_size_1_is_a_dense_network_with_one_closed_orbit(widths):
    layers = [Layer((1,))] * (len(widths) - 1)
    if set(widths) == {1}:
        return
    found = derive(chain_of(ChannelArchitecture(Architecture(layers), widths)).reduced)
    assert (found.finite, found.orbits) == (True, 1)


def small():
    """Architectures of up to three layers, two directions and three channels."""
    sizes = [(1, 1), (1, 2), (2, 1), (3, 1), (2, 2), (2, 3)]
    for depth, own in ((2, sizes), (3, sizes[:5])):
        for channels in product((1, 2, 3), repeat=depth + 1):
            for stack in product(own, repeat=depth):
                for stride in ((1, 1), (1, 2), (2, 2))[: 4 - depth]:
                    yield [Layer(k, s) for k, s in zip(stack, [stride, *[(1, 1)] * depth], strict=False)], channels
    for channels in product((1, 2, 3), repeat=4):
        for stack in product((1, 2, 3), repeat=3):
            for strides in product((1, 2), repeat=2):
                yield [Layer(k, s) for k, s in zip(stack, [*strides, 1], strict=True)], channels


def test_hardly_any_small_network_is_left_open():
    population = [case for case in small() if set(case[1]) != {1}]
    random.Random(1).shuffle(population)
    chosen = population[:1000]
    found = [derive(chain_of(ChannelArchitecture(Architecture(layers), c)).reduced) for layers, c in chosen]
    left = [each for each in found if each.finite is not False and each.orbits is None]
    assert len(left) <= 10
    assert len([each for each in found if each.orbits]) > 500


@pytest.mark.parametrize(
    "notation", ["c2 k2x2c3 k2x2c3", "c3 k3x3s2c6 k3x3c4 k3x3c4", "k3s2c2 k2c2", "k2c2 k2s2c3 k3c2"]
)
def test_the_transposed_network_has_as_many_orbits(notation):
    chain = chain_of(parse_network(notation))
    assert derive(chain.reversed).orbits == derive(chain).orbits
