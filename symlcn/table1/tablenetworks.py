"""Properties of networks that make rows of Table 1, and random networks.

Contents: for fully connected networks :func:`is_square`, :func:`is_narrow`, :func:`is_thin`, :func:`is_powered`; for
convolutional ones :func:`is_strided`, :func:`has_stride_one`, :func:`is_broad`, :func:`has_axis_layer`,
:func:`is_dilated`, and what layers share, :func:`unshared`, :func:`only_equal`, :func:`mixes`, of which each network
has exactly one property; :func:`unrestricted`, :func:`both`; with activations :func:`is_separated`;
:func:`draw_square`, :func:`draw_widths`, :func:`draw_powered`, :func:`draw_stack`, :func:`draw_separated`.

All is read off widths, sizes, strides and dilations.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from symlcn.families.dense.network import Dense
from symlcn.families.densepolynomial.powernetwork import DensePolynomial
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = [
    "Network",
    "Property",
    "Range",
    "both",
    "draw_powered",
    "draw_separated",
    "draw_square",
    "draw_stack",
    "draw_widths",
    "has_axis_layer",
    "has_stride_one",
    "is_broad",
    "is_dilated",
    "is_narrow",
    "is_powered",
    "is_separated",
    "is_square",
    "is_strided",
    "is_thin",
    "mixes",
    "only_equal",
    "unrestricted",
    "unshared",
]

Network: TypeAlias = Architecture | PolynomialArchitecture | ChannelArchitecture | Dense | DensePolynomial
Property: TypeAlias = Callable[[Architecture], bool]
Range: TypeAlias = tuple[int, int]


def draw_stack(directions: Range, sizes: Range, strides: Range, dilations: Range, random: Random) -> Architecture:
    """Two to four layers, all numbers from the given ranges, ends included."""
    dimension = random.randint(*directions)

    def vector(bounds: Range) -> tuple[int, ...]:
        return tuple(random.randint(*bounds) for _ in range(dimension))

    layers = (Layer(vector(sizes), vector(strides), vector(dilations)) for _ in range(random.randint(2, 4)))
    return Architecture(tuple(layers))


def draw_widths(hidden: Range, ends: Range, random: Random) -> Dense:
    """One or two hidden layers of one width, and two ends, all from the given ranges."""
    inner = (random.randint(*hidden),) * random.randint(1, 2)
    return Dense((random.randint(*ends), *inner, random.randint(*ends)))


def draw_square(random: Random) -> Dense:
    """Two to five layers of one width."""
    return Dense((random.randint(2, 5),) * random.randint(3, 6))


def draw_powered(random: Random) -> DensePolynomial:
    """Two layers with an activation x^3, x^4 or x^5, widths up to 4."""
    widths = random.randint(2, 4), random.randint(2, 3), random.randint(1, 3)
    return DensePolynomial(widths, (random.randint(3, 5),))


def draw_separated(random: Random) -> PolynomialArchitecture:
    """Two to four layers in one or two directions, with activations x^2 or x^3 between all of them."""
    stack = draw_stack((1, 2), (1, 3), (1, 2), (1, 2), random)
    return PolynomialArchitecture(stack, [random.randint(2, 3) for _ in stack.layers[1:]])


def is_square(network: Network) -> bool:
    """All widths equal and at least 2, two layers or more."""
    return isinstance(network, Dense) and len(set(network.widths)) == 1 < network.widths[0] and network.depth > 1


def is_narrow(network: Network) -> bool:
    """One hidden layer, no wider than input and output, one of them wider."""
    if not isinstance(network, Dense) or network.depth != 2 or is_square(network):
        return False
    first, hidden, last = network.widths
    return 1 < hidden <= min(first, last)


def is_thin(network: Network) -> bool:
    """All hidden widths 1, or one hidden layer between an input and an output of width 1."""
    if not isinstance(network, Dense) or network.depth == 1:
        return False
    one_hidden = set(network.widths[1:-1]) == {1}
    return one_hidden or (network.depth == 2 and network.widths[0] == network.widths[2] == 1)


def is_powered(network: Network) -> bool:
    """One hidden layer of two neurons or more, no wider than the input, with an activation x^r, r ≥ 3."""
    if not isinstance(network, DensePolynomial) or network.depth != 2:
        return False
    return 2 <= network.hidden[0] <= network.widths[0] and network.powers[0] >= 3


def is_separated(network: Network) -> bool:
    """Convolutions with activations x^r, r ≥ 2, between all layers."""
    return isinstance(network, PolynomialArchitecture) and network.fully_nonlinear


def _strides_of(network: Architecture) -> list[int]:
    """All strides but those of the last layer, which never matter."""
    return [s for layer in network.layers[:-1] for s in layer.stride]


def _is_plain(network: Architecture) -> bool:
    """Without dilation, and no size of a layer is 1 everywhere."""
    return all(layer.active and set(layer.dilation) == {1} for layer in network.layers)


def _in_line(network: Architecture) -> bool:
    return network.dimension == 1 and _is_plain(network)


def is_strided(network: Architecture) -> bool:
    """One direction, no dilation, all strides but the last greater than 1."""
    return _in_line(network) and min(_strides_of(network), default=2) > 1


def has_stride_one(network: Architecture) -> bool:
    """One direction, no dilation, a stride 1 before the last."""
    return _in_line(network) and 1 in _strides_of(network)


def is_broad(network: Architecture) -> bool:
    """Each layer has two sizes greater than 1, and there is no dilation."""
    return _is_plain(network) and all(len(layer.active) > 1 for layer in network.layers)


def has_axis_layer(network: Architecture) -> bool:
    """Several directions, no dilation, and a layer with only one size greater than 1."""
    return network.dimension > 1 and _is_plain(network) and any(len(layer.active) == 1 for layer in network.layers)


def is_dilated(network: Architecture) -> bool:
    """A dilation greater than 1 in a direction in which it matters; no size of a layer is 1 everywhere."""
    dilations = [layer.dilation[d] for layer in network.layers for d in layer.active]
    return all(layer.active for layer in network.layers) and max(dilations) > 1


def unshared(network: Architecture) -> bool:
    """Whether all blocks and classes have one layer.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> networks = [parse_architecture(text) for text in ("k3s2 k2", "k2 k2", "k3 k2")]
    >>> [[shares(network) for network in networks] for shares in (unshared, only_equal, mixes)]
    [[True, False, False], [False, True, False], [False, False, True]]
    """
    return not network.interchangeable and all(len(block.layers) == 1 for block in network.blocks)


def mixes(network: Architecture) -> bool:
    """Whether a block of several layers has one of size greater than 2."""
    return any(len(block.layers) > 1 and max(block.degrees) > 1 for block in network.blocks)


def only_equal(network: Architecture) -> bool:
    """Whether layers that share something are interchangeable, and those in one block of size 2."""
    return not unshared(network) and not mixes(network)


def unrestricted(network: Architecture) -> bool:
    """No condition."""
    return True


def both(first: Property, second: Property, network: Network) -> bool:
    """Whether a network is convolutional and has two properties."""
    return isinstance(network, Architecture) and first(network) and second(network)
