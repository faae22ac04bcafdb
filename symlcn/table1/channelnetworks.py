"""Properties of networks with channels that make rows of Table 1, and random networks.

Contents: :func:`has_one_width`, :func:`is_downsampling`, :func:`exchanges_roots`, :func:`has_spare_parameters`;
:func:`draw_channels`, :func:`draw_downsampling`.

All is read off numbers of channels, sizes, strides and dilations.
"""

from __future__ import annotations

from math import prod
from random import Random

from symlcn.families.multichannel.chain import chain_of
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.table1.tablenetworks import Network, Range, has_stride_one, is_broad

__all__ = [
    "draw_channels",
    "draw_downsampling",
    "exchanges_roots",
    "has_one_width",
    "has_spare_parameters",
    "is_downsampling",
]

CHANNELS = (2, 3)


def draw_channels(directions: Range, sizes: Range, equal: bool, random: Random) -> ChannelArchitecture:
    """Two layers of stride 1, all sizes of a layer equal, with two or three channels everywhere or inside."""
    dimension, c = random.randint(*directions), random.randint(*CHANNELS)
    layers = [Layer((random.randint(*sizes),) * dimension) for _ in range(2)]
    ends = [c, c] if equal else [random.randint(1, 2) for _ in range(2)]
    return ChannelArchitecture(Architecture(layers), (ends[0], c, ends[1]))


def draw_downsampling(random: Random) -> ChannelArchitecture:
    """Two layers in two directions, the first with a stride, and channels that grow."""
    stride = random.randint(2, 3)
    layers = [Layer((random.randint(stride, 3),) * 2, (s,) * 2) for s in (stride, 1)]
    c = random.randint(*CHANNELS)
    return ChannelArchitecture(Architecture(layers), (random.randint(1, 2), c, c + random.randint(0, 1)))


def _is_equal(network: Network) -> bool:
    return isinstance(network, ChannelArchitecture) and len(set(network.channels)) == 1 and len(network) > 1


def has_one_width(network: Network) -> bool:
    """Two layers or more, all numbers of channels equal, no dilation, each layer with two sizes greater than 1."""
    return isinstance(network, ChannelArchitecture) and _is_equal(network) and is_broad(network.architecture)


def is_downsampling(network: Network) -> bool:
    """Two layers, the first with strides 2 or more, no larger than its sizes, and few hidden channels."""
    if not isinstance(network, ChannelArchitecture) or len(network) != 2 or not is_broad(network.architecture):
        return False
    first, second = network.architecture
    inputs, hidden, outputs = network.channels
    strided = all(1 < s <= k for s, k in zip(first.stride, first.size, strict=True)) and min(second.size) > 1
    return strided and 1 < hidden <= outputs and hidden < prod(first.stride) * inputs


def exchanges_roots(network: Network) -> bool:
    """Two layers or more in one direction, all numbers of channels equal, all strides 1."""
    if not isinstance(network, ChannelArchitecture) or not _is_equal(network):
        return False
    stack = network.architecture
    return has_stride_one(stack) and all(layer.stride == (1,) for layer in stack.layers[:-1])


def has_spare_parameters(network: Network) -> bool:
    """Two layers, concise, and with more parameters than entries of U and the dimension of the group together."""
    if not isinstance(network, ChannelArchitecture) or len(network) != 2:
        return False
    chain = chain_of(network)
    return chain.is_concise and chain.parameters > network.ambient + chain.group
