"""U, K and the invariants of given filters with groups of channels, against the definition."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.matrices import entries
from symlcn.errors import ParseError
from symlcn.families.grouped.channelexchange import exchanged_pair
from symlcn.families.grouped.groupedmap import as_grouped_filters
from symlcn.families.multichannel.channelmap import layer_shapes
from symlcn.network.notation import parse_network
from tests.support.slowchannels import slow_invariants, slow_map

NETWORKS = ["c2 k2s2c2g2 k2c3", "c2 k1c4g2 k2c4g4 k1c2", "c3 k2c6g3 k2c4g2", "c2 k2x1c4g2 k1x2c2g2"]


def whole(network, filters):
    """The filters of the network without groups: 0 where channels are in different groups."""
    found = []
    for own, g, (inputs, outputs) in zip(filters, network.groups, pairwise(network.channels), strict=True):
        zero, a, b = nothing(own[0][0]), inputs // g, outputs // g
        found.append(
            tuple(
                tuple(row[i - o // b * a] if i // a == o // b else zero for i in range(inputs))
                for o, row in enumerate(own)
            )
        )
    return found


def nothing(tensor):
    return tuple(map(nothing, tensor)) if isinstance(tensor, tuple) else Fraction(0)


def raised(tensor):
    """Copies of a nested tuple, 1 added to one entry of each."""
    if not isinstance(tensor, tuple):
        yield tensor + 1
        return
    for n, part in enumerate(tensor):
        for moved in raised(part):
            yield (*tensor[:n], moved, *tensor[n + 1 :])


def slow_ntk(network, filters):
    """K by exact differences: U is affine in each single entry, and others than those of groups are none."""
    base, columns = slow_map(network, whole(network, filters)), []
    for l, own in enumerate(filters):
        for moved in raised(own):
            new = slow_map(network, whole(network, [*filters[:l], moved, *filters[l + 1 :]]))
            columns.append([x - y for x, y in zip(new, base, strict=True)])
    return [[sum(c[i] * c[j] for c in columns) for j in range(len(base))] for i in range(len(base))]


def kept(network, filters):
    """D_l with 0 for channels that are not in one group of both layers."""
    found = []
    for l, rows in enumerate(slow_invariants(tuple(whole(network, filters)))):
        n = len(rows)
        cell = [(i * network.groups[l] // n, i * network.groups[l + 1] // n) for i in range(n)]
        found.append(
            tuple(tuple(c if cell[i] == cell[j] else 0 for j, c in enumerate(row)) for i, row in enumerate(rows))
        )
    return tuple(found)


def flat(tensor):
    return [c for part in tensor for c in flat(part)] if isinstance(tensor, tuple) else [tensor]


@st.composite
def filtered(draw):
    network = parse_network(draw(st.sampled_from(NETWORKS)))
    numbers = st.fractions(-3, 3, max_denominator=2)

    def tensor(shape):
        return tuple(tensor(shape[1:]) for _ in range(shape[0])) if shape else draw(numbers)

    return as_grouped_filters([tensor(shape) for shape in layer_shapes(network)], network)


@given(filtered())
@settings(max_examples=12, deadline=None)
def test_as_by_definition(given_filters):
    network, filters = given_filters.network, given_filters.filters
    assert flat(given_filters.product) == slow_map(network, whole(network, filters))
    assert given_filters.invariants == kept(network, filters)
    kernel = slow_ntk(network, filters)
    assert [list(row) for row in entries(given_filters.kernel)] == kernel
    assert given_filters.entry(len(kernel) - 1, 0) == kernel[-1][0]


@pytest.mark.parametrize("notation", ["c2 k1c2 k2c2g2 k1c2", "c3 k2x2c4 k2x1c4g4 k1x1s2c2", "k2c4 k3c4g4 k2c2 k1"])
def test_exchanged_channels_are_a_pair_by_definition(notation):
    network = parse_network(notation)
    found = exchanged_pair(network, 1)
    one, other = (side.filters for side in found.sides)
    assert slow_map(network, whole(network, one)) == slow_map(network, whole(network, other))
    assert kept(network, one) == kept(network, other)
    values = [slow_ntk(network, filters)[0][0] for filters in (one, other)]
    assert (list(found.values), values[1] - values[0]) == (values, 3)


def test_filters_that_do_not_fit_are_refused():
    with pytest.raises(ParseError, match="filter 1"):
        symlcn.ntk("c2 k2c2g2 k1", [[[[1, 2], [0, 0]], [[3, 4], [0, 0]]], [[[1], [2]]]])
    with pytest.raises(ParseError, match="filters: with groups of channels"):
        symlcn.ntk("c2 k2c2g2 k1")
    with pytest.raises(ParseError, match="give no invariants"):
        symlcn.ntk("c2 k2c2g2 k1", delta="balanced")


def test_invariants_of_channels_in_one_group():
    answer = symlcn.invariants("c2 k2c2g2 k1c2", [[[[1, 2]], [[3, 4]]], [[[1], [2]], [[1], [1]]]])
    assert answer.values == (((Fraction(-3), 0), (0, Fraction(-20))),)
