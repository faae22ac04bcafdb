"""A stack of layers with channels in groups, as the theorems on its generic fiber see it.

Contents: :class:`GroupedChain`, :func:`grouped_chain`, :func:`cell_sizes`.

Notation. Layer l is g_l blocks of size c_l/g_l × c_{l−1}/g_l of polynomials in x^{e_l}, K_l entries each. The *cells*
of a hidden layer are the sets of channels that are in one group of the layer before and in one of the layer after,
intervals. The group G of invertible matrices that are block diagonal by cells acts by P_l ↦ h_l·P_l·h_{l−1}⁻¹ and keeps
U and the zeros. Layers count from 0 in code; hidden layer l is between layers l − 1 and l.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import gcd, lcm

from symlcn.errors import brief
from symlcn.families.multichannel.chain import Chain
from symlcn.network.groupedarchitecture import GroupedArchitecture

__all__ = ["GroupedChain", "cell_sizes", "grouped_chain"]


def cell_sizes(channels: int, before: int, after: int) -> Counter[int]:
    """How many cells of which sizes there are: intervals between multiples of channels/before and channels/after.

    Examples
    --------
    >>> cell_sizes(12, 3, 2), cell_sizes(96, 1, 96)
    (Counter({4: 2, 2: 2}), Counter({1: 96}))
    """
    a, b = channels // before, channels // after
    period = lcm(a, b)
    ends = sorted({*range(0, period + 1, a), *range(0, period + 1, b)})
    found = Counter(stop - start for start, stop in pairwise(ends))
    return Counter({size: number * (channels // period) for size, number in found.items()})


@dataclass(frozen=True, slots=True)
class GroupedChain:
    """Layers with channels in groups.

    Attributes
    ----------
    chain : Chain
        The layers and all channels.
    groups : tuple of int
        g_1, …, g_L.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = grouped_chain(parse_network("c16 k1x1c96 k3x3c96g96 k1x1c24"))
    >>> found.parameters, found.group, found.entries(0, 3), found.is_concise
    (4704, 192, 3456, True)
    """

    __repr__ = brief

    chain: Chain
    groups: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def channels(self) -> tuple[int, ...]:
        """c_0, …, c_L."""
        return self.chain.channels

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """For each layer the outputs and the inputs of a group."""
        return tuple((b // g, a // g) for a, b, g in zip(self.channels, self.channels[1:], self.groups, strict=False))

    def cells(self, hidden: int) -> Counter[int]:
        """Those of a hidden layer."""
        return cell_sizes(self.channels[hidden], self.groups[hidden - 1], self.groups[hidden])

    @property
    def parameters(self) -> int:
        """Σ c_l·c_{l−1}·K_l/g_l."""
        return self.counted(0, len(self))

    def counted(self, start: int, stop: int) -> int:
        """Parameters of layers start, …, stop − 1."""
        inside = self.part(start, stop)
        numbers = zip(inside.groups, inside.blocks, inside.chain.counts, strict=True)
        return sum(g * b * a * k for g, (b, a), k in numbers)

    @property
    def group(self) -> int:
        """dim G."""
        return self.symmetries(0, len(self))

    def symmetries(self, start: int, stop: int) -> int:
        """The dimension of the group of the hidden layers of layers start, …, stop − 1."""
        return sum(n * n * number for l in range(start + 1, stop) for n, number in self.cells(l).items())

    def entries(self, start: int, stop: int) -> int:
        """How many entries products of layers start, …, stop − 1 can have that are not always 0."""
        number = 0
        inputs = self.blocks[start][1]
        for t in range(self.groups[start]):
            first, last = t * inputs, (t + 1) * inputs
            for b, a in self.blocks[start:stop]:
                first, last = first // a * b, -(-last // a) * b
            number += inputs * (last - first)
        return number * self.chain.support(start, stop)

    @property
    def is_concise(self) -> bool:
        """Whether no cell has more channels than the layers beside it can see: generic filters are stable."""
        counts = self.chain.counts
        for l in range(1, len(self)):
            most = min(counts[l - 1] * self.blocks[l - 1][1], counts[l] * self.blocks[l][0])
            if max(self.cells(l)) > most:
                return False
        return True

    @property
    def reduced(self) -> GroupedChain:
        """With fewer channels in hidden layers without groups on both sides; the products are the same."""
        channels, counts = list(self.channels), self.chain.counts
        free = [l for l in range(1, len(self)) if self.groups[l - 1] == self.groups[l] == 1]
        for l in free:
            channels[l] = min(channels[l], counts[l - 1] * channels[l - 1])
        for l in reversed(free):
            channels[l] = min(channels[l], counts[l] * channels[l + 1])
        return GroupedChain(self.chain.with_channels(channels), self.groups)

    def part(self, start: int, stop: int) -> GroupedChain:
        """Layers start, …, stop − 1."""
        return GroupedChain(self.chain.part(start, stop), self.groups[start:stop])

    @property
    def reversed(self) -> GroupedChain:
        """That of the transposed product."""
        return GroupedChain(self.chain.reversed, self.groups[::-1])

    def component(self) -> tuple[int, GroupedChain]:
        """The network is so many copies of a smaller one: the greatest common divisor of its groups."""
        g = gcd(*self.groups)
        channels = tuple(c // g for c in self.channels)
        return g, GroupedChain(self.chain.with_channels(channels), tuple(own // g for own in self.groups))

    def without(self, layer: int, hidden: int) -> GroupedChain:
        """Without a layer and a number of channels beside it."""
        chain, kept = self.chain, [n for n in range(len(self)) if n != layer]
        left = Chain(
            chain.channels[:hidden] + chain.channels[hidden + 1 :],
            tuple(chain.sizes[n] for n in kept),
            tuple(chain.exponents[n] for n in kept),
            tuple(chain.places[n] for n in kept),
        )
        return GroupedChain(left, tuple(self.groups[n] for n in kept))


def grouped_chain(network: GroupedArchitecture) -> GroupedChain:
    """The layers of a network with its channels and groups."""
    stack = network.architecture
    sizes = tuple(layer.size for layer in stack)
    return GroupedChain(Chain(network.channels, sizes, stack.exponents, tuple(range(len(sizes)))), network.groups)
