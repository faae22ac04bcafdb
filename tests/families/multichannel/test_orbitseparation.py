"""Entries of the NTK from which the orbit's positive matrices can be computed, against ranks of matrices of floats."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.channelmap import layer_shapes
from symlcn.families.multichannel.orbitseparation import columns_of, find_separation
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.notation import parse_network
from tests.support.slowseparation import kernel_dimension, unknowns


def dimension(network, seed=7):
    """The dimension of the kernel at random filters."""
    numbers = np.random.default_rng(seed)
    return kernel_dimension(network, [numbers.integers(-99, 100, size=shape) for shape in layer_shapes(network)])


def network_of(notation, channels):
    """Layers of one channel with other channels."""
    return ChannelArchitecture(Architecture(notation), channels)


@st.composite
def networks(draw):
    channels = [draw(st.integers(1, 3)), 2, *(draw(st.integers(1, 3)) for _ in range(draw(st.integers(1, 2))))]
    layers = [f"k{draw(st.sampled_from([1, 2, 2, 3]))}s{draw(st.sampled_from([1, 1, 2]))}" for _ in channels[1:]]
    return network_of(" ".join(layers), channels)


@settings(max_examples=25, deadline=None)
@given(networks())
def test_it_is_found_where_the_kernel_is_at_most_a_line(network):
    chain = chain_of(network)
    if chain.is_concise and unknowns(network) < 60:
        assert (find_separation(chain) is not None) == (dimension(network) <= 1)


@pytest.mark.parametrize(
    ("notation", "dimension_there", "found"),
    [
        ("k2c2 k2", 3, None),
        ("k2s2c2 k2", 1, ((1, 2, 1), 5, 6)),  # dense 2 x 2 inside
        ("c2 k1c2 k1c2", 1, ((1, 1, 1), 1, 2)),
        ("c2 k1c2 k1c2 k1c2", 6, None),
        ("c2 k2c2 k2c2", 0, ((1, 1, 1), 2, 2)),
        ("c2 k3c2 k1c2 k1c2", 3, None),
    ],
)
def test_small_networks(notation, dimension_there, found):
    network = parse_network(notation)
    chain = chain_of(network)
    assert dimension(network) == dimension_there
    separation = find_separation(chain)
    if found is None:
        assert separation is None
    else:
        scaled = separation.channels[1:-1] != network.channels[1:-1]
        assert (separation.channels, len(separation.entries), len(columns_of(separation.base.chain, scaled))) == found


def test_a_line_without_an_end_layer_is_no_evidence_for_multiples():
    """One channel: a line, as the last two layers have proportional summands; two channels: three dimensions."""
    assert dimension(network_of("k3 k1 k1", [2, 1, 1, 1])) == 1
    assert dimension(network_of("k3 k1 k1", [4, 2, 2, 2])) == 3


@pytest.mark.parametrize("notation", ["k3 k2", "k1 k1", "k1 k3 k1", "k2s2 k2", "k2 k3s2 k2"])
def test_injective_maps_and_lines_with_both_ends_stay_at_blocks(notation):
    """Two blocks of filters of one channel, and further end channels of zeros."""
    depth = len(notation.split())
    network = network_of(notation, [3, *[2] * (depth - 1), 3])
    numbers = np.random.default_rng(3)
    filters = []
    for outputs, inputs, size in layer_shapes(network):
        own, blocks = numbers.integers(1, 9, size=size), np.zeros((outputs, inputs, size))
        blocks[0, 0] = blocks[1, 1] = own
        filters.append(blocks)
    assert kernel_dimension(network, filters) <= 1
    assert find_separation(chain_of(network)).channels == (1,) * (depth + 1)


def test_kernels_of_two_layers_of_size_two():
    """The kernel is 0, or a line where the first layer does not overlap: a dense network of equal widths inside."""
    for first, hidden, last, stride in product([1, 2, 3], [2, 3], [1, 2, 3], [1, 2]):
        network = network_of(f"k2s{stride} k2", [first, hidden, last])
        if chain_of(network).is_concise:
            expected = int(stride == 2 and hidden == 2 * first == 2 * last)
            if (first, hidden, last, stride) != (1, 2, 1, 1):
                assert dimension(network) == expected, network
