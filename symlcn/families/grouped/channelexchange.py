"""Two channels of a depthwise layer, exchanged: one U, the same invariants, different NTKs.

Contents: :func:`exchangeable_layer`, :func:`exchanged_pair`, :class:`ExchangedPair`.

The channels 0 and 1 before and after a depthwise layer D with K > 1 can be exchanged if they are in one group of the
layer before, and in one of the layer after. Let those layers be v_1 = (2, 1)·x^0 on the one and the other channel, D
= (x^0, 2·x^m), m the last position, and the layer after (1, 1)·x^0; on one channel all other layers be x^0, and 0 on
all others. The two terms of U are 2·x^0 and 2·x^m. With D' = (x^m, 2·x^0) they are exchanged, and the squared norms
(4, 1, 1), (1, 4, 1) stay in their places, and so do the invariants. K(0, 0) is 10 for the one and 13 for the other,
plus the same number.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from symlcn.errors import brief
from symlcn.families.grouped.groupedchain import GroupedChain
from symlcn.families.grouped.groupedmap import GroupedFilters
from symlcn.families.multichannel.channelmap import layer_shapes
from symlcn.network.filters import nested
from symlcn.network.groupedarchitecture import GroupedArchitecture

__all__ = ["ExchangedPair", "exchangeable_layer", "exchanged_pair"]


@dataclass(frozen=True, slots=True)
class ExchangedPair:
    """Filters with one U and the same invariants, the place of an entry of their NTKs, and its two values."""

    __repr__ = brief

    layer: int
    sides: tuple[GroupedFilters, GroupedFilters]
    place: tuple[int, int]
    values: tuple[Fraction, Fraction]


def exchangeable_layer(network: GroupedChain) -> int | None:
    """The first depthwise layer between hidden ones with K > 1 two of whose channels can be exchanged.

    Examples
    --------
    >>> from symlcn.families.grouped.groupedchain import grouped_chain
    >>> from symlcn.network.notation import parse_network
    >>> exchangeable_layer(grouped_chain(parse_network("c2 k1c4 k3c4g4 k1c4g2")))
    1
    >>> exchangeable_layer(grouped_chain(parse_network("c2 k1c4 k3c4g4 k1c4g4")))
    """
    for l in range(1, len(network) - 1):
        depthwise = network.blocks[l] == (1, 1) and network.groups[l] > 1 and network.chain.counts[l] > 1
        if depthwise and network.blocks[l - 1][0] > 1 and network.blocks[l + 1][1] > 1:
            return l
    return None


def exchanged_pair(network: GroupedArchitecture, layer: int) -> ExchangedPair:
    """The two filters described above.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = exchanged_pair(parse_network("c2 k1c2 k3c2g2 k1c2"), 1)
    >>> found.place, [str(value) for value in found.values]
    ((0, 0), ['10', '13'])
    """
    sides = (_filters(network, layer, False), _filters(network, layer, True))
    return ExchangedPair(layer, sides, (0, 0), (sides[0].entry(0, 0), sides[1].entry(0, 0)))


def _filters(network: GroupedArchitecture, layer: int, exchanged: bool) -> GroupedFilters:
    layers = []
    for l, shape in enumerate(layer_shapes(network)):
        first, last = (0,) * (len(shape) - 2), tuple(k - 1 for k in shape[2:])
        values = {(0, 0, *first): 1}
        if l == layer:
            one, other = (last, first) if exchanged else (first, last)
            values = {(0, 0, *one): 1, (1, 0, *other): 2}
        elif l == layer - 1:
            values = {(0, 0, *first): 2, (1, 0, *first): 1}
        elif l == layer + 1:
            values = {(0, 0, *first): 1, (0, 1, *first): 1}
        layers.append(_tensor(values, shape))
    return GroupedFilters(network, tuple(layers))


def _tensor(values: dict[tuple[int, ...], int], shape: tuple[int, ...]) -> Any:
    return nested([Fraction(values.get(index, 0)) for index in product(*map(range, shape))], shape)
