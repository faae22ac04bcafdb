"""Orbits in generic fibers of networks with groups of channels: counts of another program, and statements of theory."""

from collections import Counter
from math import gcd
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.families.grouped.certify.judge import judge
from symlcn.families.grouped.groupedchain import cell_sizes, grouped_chain
from symlcn.families.grouped.groupedsteps import depthwise_first, reduce_groups
from symlcn.network.notation import parse_network

VECTORS = [
    line.split("|")
    for line in (Path(__file__).parents[2] / "vectors/groups.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def steps(notation):
    return [step.theorem for step in reduce_groups(grouped_chain(parse_network(notation))).steps]


@pytest.mark.parametrize(("notation", "points", "orbit", "decided"), VECTORS)
def test_orbits_are_those_that_groebner_bases_count(notation, points, orbit, decided):
    found = judge(parse_network(notation))
    if decided == "open":
        assert (found.finite, found.orbits) == (None, None)
    elif points == "inf":
        assert (found.finite, found.orbits) == (False, None)
    else:
        assert (found.finite, found.orbits) == (True, int(points) // int(orbit))


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("c32 k3x3c32g32 k1x1c64", ["cells"]),  # MobileNetV1
        ("c32 k3x3c32g32 k1x1c64 k3x3s2c64g64 k1x1c128", ["first layer depthwise", "span"]),
        ("c3 k3x3s2c32 k3x3c32g32 k1x1c64", ["span"]),
        ("c16 k1x1c96 k3x3s2c96g96 k1x1c24", ["too many parameters"]),  # MobileNetV2
        ("c256 k1x1c128 k3x3c128g32 k1x1c256", ["blocks"]),  # ResNeXt
        ("c96 k7x7c96g96 k1x1c384 k1x1c96", ["constant layer", "cells"]),  # ConvNeXt
        ("c24 k1x1c24g3 k3x3c24g24 k1x1c24g3", ["copies", "blocks"]),  # ShuffleNet without shuffles
        ("c4 k3x3c4g4 k3x3c4g4", ["cells"]),
    ],
)
def test_blocks_of_known_networks(notation, expected):
    assert steps(notation) == expected


@pytest.mark.parametrize(
    ("notation", "holds"),
    [
        ("c2 k3c2g2 k3c2 k2c2", True),
        ("c2 k3c2g2 k3c2 k2", False),  # one output: entries of columns have a common factor
        ("c4 k3c4g4 k1c4g2 k2c4g4", True),
        ("c4 k3c4g4 k1c4g2 k1c2g2", False),  # both paths end at one output
        ("c4 k3c4g4 k3c4g4 k1c4", False),
        ("c4 k3c8g4 k1c4 k1c4", False),
    ],
)
def test_a_depthwise_end_needs_two_paths_to_two_outputs(notation, holds):
    assert depthwise_first(grouped_chain(parse_network(notation))) == holds


def test_no_layer_of_the_second_mobilenet_can_be_told_from_others():
    """All its inverted bottlenecks: expansion by 6, 3 x 3."""
    pairs = [(16, 24), (24, 24), (24, 32), (32, 32), (32, 64), (64, 64), (64, 96), (96, 96), (96, 160), (160, 160)]
    for a, b in [*pairs, (160, 320)]:
        assert steps(f"c{a} k1x1c{6 * a} k3x3c{6 * a}g{6 * a} k1x1c{b}") == ["too many parameters"]
        assert 6 * a * (a + b + 9 - 2) > 9 * a * b


@given(st.integers(1, 60), st.data())
def test_cells_are_the_channels_in_one_group_of_both_layers(n, data):
    before, after = (data.draw(st.sampled_from([g for g in range(1, n + 1) if n % g == 0])) for _ in "ab")
    found = Counter(Counter((i * before // n, i * after // n) for i in range(n)).values())
    assert cell_sizes(n, before, after) == found
    assert sum(found.values()) == before + after - gcd(before, after)


@given(st.sampled_from([row[0] for row in VECTORS]))
def test_dimensions_do_not_change_when_the_network_is_turned(notation):
    chain = grouped_chain(parse_network(notation))
    other = chain.reversed
    assert (other.parameters, other.group) == (chain.parameters, chain.group)
    assert other.entries(0, len(other)) == chain.entries(0, len(chain))
