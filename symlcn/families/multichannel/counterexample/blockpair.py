"""Two rational parameters of a network with equal channels at scalar invariants: a pair of one channel among others.

Contents: :func:`block_pair`.

Filters that are diagonal matrices, c networks of one channel, have diagonal U and diagonal D_l with the entries
‖w_{l+1}‖² − ‖w_l‖² of each. The entries of K that belong to one diagonal entry of U are those of its network. So a pair
of one channel with equal u and δ and different NTKs, beside other filters with this δ, is one of the network, with
D_l = −δ_l·I. The other channels have the filters of the first parameter with some signs and orders changed. Two swapped
layers of equal norms have one NTK in one channel; beside other channels the blocks of K off the diagonal differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symlcn.counterexample.find import CounterexampleResult, find_counterexample
from symlcn.families.multichannel.channelmap import ChannelFilters
from symlcn.families.multichannel.counterexample.orbitpair import ChannelPair, first_difference
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import nested

__all__ = ["block_pair"]

HEIGHT = 4


def block_pair(network: ChannelArchitecture, numbers: Sequence[Fraction]) -> ChannelPair | None:
    """A pair at D_l = d_l·I; None if channels are not equal, or no rational pair of one channel is found.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> pair = block_pair(parse_network("c2 k2c2 k2c2"), [Fraction(0)])
    >>> [str(side.filters[0][0][0]) for side in pair.sides], pair.sides[1].invariants[0][0][0]
    (['(Fraction(4, 1), Fraction(3, 1))', '(Fraction(3, 1), Fraction(4, 1))'], Fraction(0, 1))
    """
    if len(set(network.channels)) > 1:
        return None
    chosen = _of_one_channel(network.architecture, numbers) or _swapped(network.architecture, numbers)
    if chosen is None:
        return None
    others = [[_changed(own, n) for own in chosen[0]] for n in range(1, network.channels[0])]
    first, second = (_diagonal(network, [own, *others]) for own in chosen)
    place = first_difference(first, second)
    if place is None or first.product != second.product or first.invariants != second.invariants:
        return None
    return ChannelPair((first, second), *place, False)


def _of_one_channel(stack: Architecture, numbers: Sequence[Fraction]) -> list[list[Any]] | None:
    """Two parameters of one channel with one u, ‖w_{l+1}‖² − ‖w_l‖² = d_l and different NTKs, if some are found."""
    found = find_counterexample(stack, [-d for d in numbers], rational=True, height=HEIGHT)
    if not isinstance(found, CounterexampleResult) or found.pair is None:
        return None
    chosen = []
    for point in found.pair.points:
        if point.ratios is None:
            return None
        chosen.append([_scaled(own, ratio) for own, ratio in zip(point.filters, point.ratios, strict=True)])
    return chosen


def _swapped(stack: Architecture, numbers: Sequence[Fraction]) -> list[list[Any]] | None:
    """Filters of norm 5, and the same with two neighbours of one size and exponent swapped; for balanced ones only."""
    layers = list(zip(stack, stack.exponents, strict=True))
    places = [
        l
        for l, ((below, e), (above, f)) in enumerate(pairwise(layers))
        if below.size == above.size and below.parameters > 1 and e == f
    ]
    if any(numbers) or not places:
        return None
    (place, *_), first = places, []
    for l, (layer, _) in enumerate(layers):
        entries = [5] if layer.parameters == 1 else [4, 3] if l == place else [3, 4]
        numerators = entries + [0] * (layer.parameters - len(entries))
        first.append(nested([Fraction(c) for c in numerators], layer.size))
    second = list(first)
    second[place], second[place + 1] = first[place + 1], first[place]
    return [first, second]


def _scaled(tensor: Any, ratio: Fraction) -> Any:
    return tuple(_scaled(part, ratio) for part in tensor) if isinstance(tensor, tuple) else Fraction(tensor) * ratio


def _changed(tensor: Any, number: int, odd: bool = False) -> Any:
    """With the signs of odd places changed for odd numbers, and reversed for the second of each two."""
    if not isinstance(tensor, tuple):
        return -tensor if odd and number % 2 else tensor
    parts = [_changed(part, number, odd != (n % 2 == 1)) for n, part in enumerate(tensor)]
    return tuple(parts[::-1] if number // 2 % 2 else parts)


def _diagonal(network: ChannelArchitecture, blocks: Sequence[Sequence[Any]]) -> ChannelFilters:
    layers = []
    for l in range(len(network)):
        zero = _scaled(blocks[0][l], Fraction(0))
        layers.append(
            tuple(tuple(own[l] if i == j else zero for j in range(network.channels[0])) for i, own in enumerate(blocks))
        )
    return ChannelFilters(network, tuple(layers))
