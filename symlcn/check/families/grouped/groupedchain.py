"""Layers with channels in groups, and what follows from their numbers.

Contents: :class:`GroupedChain`, :func:`cell_sizes`.

Layer l, from 0, is g_l blocks of c[l + 1]/g_l x c[l]/g_l polynomials along the diagonal. The cells of a hidden layer
are the sets of its channels that are in one group of the layer before and in one of the layer after. The group G of
invertible matrices that are block diagonal by cells keeps U and the zeros. Generic filters have trivial stabilisers and
closed orbits where no cell is larger than the inputs of a group before it, nor the outputs of a group after it, times
the positions of the layer: the network is concise.
"""

from __future__ import annotations

from itertools import pairwise
from math import gcd, lcm, prod

from ...core.limits import Work
from ..multichannel.chain import Chain


def cell_sizes(channels: int, before: int, after: int, work: Work) -> dict[int, int]:
    """From the sizes of cells to their numbers: intervals between multiples of channels/before and channels/after."""
    a, b = channels // before, channels // after
    period = lcm(a, b)
    work.spend(20 * (period // a + period // b))
    ends = sorted({*range(0, period + 1, a), *range(0, period + 1, b)})
    found: dict[int, int] = {}
    for start, stop in pairwise(ends):
        found[stop - start] = found.get(stop - start, 0) + channels // period
    return found


class GroupedChain:
    """Layers with channels, and their groups."""

    __slots__ = ("blocks", "chain", "channels", "groups")

    def __init__(self, chain: Chain, groups: list[int]) -> None:
        self.chain, self.channels, self.groups = chain, chain.channels, groups
        sides = zip(chain.channels, chain.channels[1:], groups, strict=False)
        self.blocks = [(b // g, a // g) for a, b, g in sides]  # outputs, inputs

    def __len__(self) -> int:
        return len(self.groups)

    def cells(self, hidden: int, work: Work) -> dict[int, int]:
        return cell_sizes(self.channels[hidden], self.groups[hidden - 1], self.groups[hidden], work)

    def parameters(self) -> int:
        sizes = zip(self.groups, self.blocks, self.chain.counts(), strict=True)
        return sum(g * b * a * k for g, (b, a), k in sizes)

    def group(self, work: Work) -> int:
        """The dimension of G."""
        return sum(n * n * number for l in range(1, len(self)) for n, number in self.cells(l, work).items())

    def entries(self, work: Work) -> int:
        """How many entries of U are not always 0."""
        number, inputs = 0, self.blocks[0][1]
        work.spend(5 * self.groups[0] * len(self))
        for t in range(self.groups[0]):
            first, last = t * inputs, (t + 1) * inputs
            for b, a in self.blocks:
                first, last = first // a * b, -(-last // a) * b
            number += inputs * (last - first)
        return number * self.chain.support(0, len(self), work)

    def is_concise(self, work: Work) -> bool:
        counts = self.chain.counts()
        for l in range(1, len(self)):
            if max(self.cells(l, work)) > min(counts[l - 1] * self.blocks[l - 1][1], counts[l] * self.blocks[l][0]):
                return False
        return True

    def reduced(self) -> GroupedChain:
        """With hidden channels between layers without groups lowered to what both of them can see."""
        channels, counts = list(self.channels), self.chain.counts()
        free = [l for l in range(1, len(self)) if self.groups[l - 1] == self.groups[l] == 1]
        for l in free:
            channels[l] = min(channels[l], counts[l - 1] * channels[l - 1])
        for l in reversed(free):
            channels[l] = min(channels[l], counts[l] * channels[l + 1])
        return self.with_channels(channels, self.groups)

    def with_channels(self, channels: list[int], groups: list[int]) -> GroupedChain:
        return GroupedChain(Chain(channels, self.chain.sizes, self.chain.exponents, self.chain.places), groups)

    def part(self, start: int, stop: int) -> GroupedChain:
        return GroupedChain(self.chain.part(start, stop), self.groups[start:stop])

    def turned(self) -> GroupedChain:
        """That of the transposed product."""
        return GroupedChain(self.chain.turned(), self.groups[::-1])

    def component(self) -> tuple[int, GroupedChain]:
        """The number of copies that the network consists of, and one of them."""
        g = gcd(*self.groups)
        return g, self.with_channels([c // g for c in self.channels], [own // g for own in self.groups])

    def without(self, layer: int, hidden: int) -> GroupedChain:
        """Without a layer, and a number of channels beside it."""
        chain = self.chain
        channels = chain.channels[:hidden] + chain.channels[hidden + 1 :]
        sizes, exponents = (of[:layer] + of[layer + 1 :] for of in (chain.sizes, chain.exponents))
        left = Chain(channels, sizes, exponents, chain.places[:layer] + chain.places[layer + 1 :])
        return GroupedChain(left, self.groups[:layer] + self.groups[layer + 1 :])

    def exchangeable(self) -> int | None:
        """The first depthwise layer between hidden ones, of more than one position, with channels to be exchanged."""
        for l in range(1, len(self) - 1):
            depthwise = self.blocks[l] == (1, 1) and self.groups[l] > 1 and prod(self.chain.sizes[l]) > 1
            if depthwise and self.blocks[l - 1][0] > 1 and self.blocks[l + 1][1] > 1:
                return l
        return None
