"""Motions of parts of networks, against the filters of the whole written out."""

from fractions import Fraction
from math import prod

import pytest

import symlcn
from symlcn.algebra.matrices import embedded
from symlcn.families.multichannel.channelmap import as_channel_filters, layer_shapes
from symlcn.families.multichannel.widened import WidenedFilters, find_widened_motion, reserved
from symlcn.network.filters import nested
from symlcn.network.notation import parse_network
from tests.support.channelmotions import invariant_velocities, kernel_velocity


def written_out(network, part):
    """All filters of the whole: those of the part first, then unit vectors, none in the last layer."""
    own, whole = part.network.channels, network.channels
    found = []
    for l, (outputs, inputs, *size) in enumerate(layer_shapes(network)):
        count = prod(size)
        rows = [[[Fraction(0)] * count for _ in range(inputs)] for _ in range(outputs)]
        for a, row in enumerate(part.filters[l]):
            for b, entry in enumerate(row):
                rows[a][b] = _flat(entry)
        for k in range(outputs - own[l + 1]):
            if l == 0:
                place = inputs * count - 1 - k
                rows[own[1] + k][place // count][place % count] = Fraction(1)
            else:
                more = whole[l] - own[l]
                rows[own[l + 1] + k][own[l] + k % more][k // more] = Fraction(1)
        found.append([[nested(entry, tuple(size)) for entry in row] for row in rows])
    return as_channel_filters(found, network)


def _flat(entry):
    return [c for part in entry for c in _flat(part)] if isinstance(entry, tuple) else [entry]


@pytest.mark.parametrize(
    ("notation", "part"),
    [
        ("k3c3 k3c4 k3", (1, 2, 2, 1)),
        ("c2 k2x2c6 k2x1c9 k1x2c2", (2, 2, 2, 2)),
        ("c2 k3s2c5 k2c2", (2, 2, 2)),
        ("c2 k3c4 k2c5 k2c6 k3c3", (2, 2, 2, 2, 3)),
    ],
)
def test_a_motion_of_a_part_is_one_of_the_whole(notation, part):
    network = parse_network(notation)
    motion = find_widened_motion(network, part)
    assert motion.given.network.channels == part
    whole = written_out(network, motion.given)
    wide = [embedded(x, c, c) for x, c in zip(motion.directions, network.channels[1:-1], strict=True)]
    assert all(entry == 0 for velocity in invariant_velocities(whole, wide) for entry in velocity.entries())
    assert kernel_velocity(whole, wide, *motion.index) == motion.velocity != 0
    made = WidenedFilters(network, motion.given.filters, motion.given)
    assert [layer.rows for layer in made.layers] == [layer.rows for layer in whole.layers]
    assert whole.product == motion.given.product


def test_complements_need_room():
    lenet = parse_network("k5x5s2c6 k5x5s2c16 k5x5")
    assert reserved(lenet, (1, 6, 2, 1)) is None
    assert find_widened_motion(lenet, (1, 6, 2, 1)) is None


@pytest.mark.parametrize(
    ("notation", "base", "part"),
    [
        ("k5x5s2c6 k5x5s2c16 k5x5c120", (1, 6, 16, 1), (1, 2, 2, 1)),
        ("c3 k11x11s8c64 k5x5s2c192 k3x3c384 k3x3c256 k3x3c256", (1, 32, 96, 192, 128, 15), (1, 2, 2, 2, 2, 15)),
        ("c13 k3x3c23 k3x3c29", (3, 23, 3), (3, 2, 3)),
    ],
)
def test_evidence_does_not_grow_with_the_width(notation, base, part):
    answer = symlcn.certify(notation)
    assert (answer.status, answer.dependent) == ("refuted", "generic invariants")
    assert (answer.dependence.channels, answer.dependence.part) == (base, part)
    assert symlcn.check(answer).verdict == "accepted"
    assert len(str(answer.certificate()["evidence"]["dependence"])) < 6000
