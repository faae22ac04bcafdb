"""Two rational parameters of two layers with channels at given invariants: those of a fully connected network.

Contents: :func:`dense_pair`.

in_2, that is W_2 with a row for each output and position, and out_1, W_1 with a column for each input and position, are
the matrices of a fully connected network of widths c_0·K_1, c_1, c_2·K_2 with the same invariants. U is a linear
function of their product. So two parameters of that network with one product and one D are two with one U and one D of
this one; K is another, and is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from symlcn.algebra.matrices import Rows, entries
from symlcn.families.dense.network import Dense
from symlcn.families.dense.pairs.choose import prescribed_pair
from symlcn.families.multichannel.channelmap import layer_shapes
from symlcn.families.multichannel.counterexample.indefinitepoints import two_layers
from symlcn.families.multichannel.counterexample.orbitpair import ChannelPair, first_difference
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["dense_pair"]

MAX_WIDTH = 40
MAX_CHANNELS = 6


def dense_pair(network: ChannelArchitecture, invariants: Sequence[Rows]) -> ChannelPair | None:
    """A pair of two layers at D, not a scalar matrix; None if none is found.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> from fractions import Fraction
    >>> wanted = (((Fraction(-35), Fraction(0)), (Fraction(0), Fraction(10))),)
    >>> pair = dense_pair(parse_network("k2s2c2 k2"), wanted)
    >>> [side.invariants == wanted for side in pair.sides], pair.values[0] != pair.values[1]
    ([True, True], True)
    """
    if len(network) != 2 or network.channels[1] > MAX_CHANNELS:
        return None
    (hidden, *below), (outputs, _, *size) = layer_shapes(network)
    widths = prod(below), hidden, outputs * prod(size)
    if max(widths) > MAX_WIDTH or min(widths) < hidden:
        return None
    found = prescribed_pair(Dense(widths), invariants)
    if found is None:
        return None
    first, second = (two_layers(network, (*entries(upper), *entries(lower.transpose()))) for lower, upper in found)
    place = first_difference(first, second)
    if place is None or first.product != second.product or not first.invariants == second.invariants == invariants:
        return None
    return ChannelPair((first, second), *place, True)
