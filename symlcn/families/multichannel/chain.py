"""A stack of layers with channels, as the theorems on its generic fiber see it: exponents instead of strides.

Contents: :class:`Chain`, :func:`chain_of`.

Notation. Layer l has c_{l−1} input and c_l output channels, K_l entries for each pair of them, and exponents e_l. Its
polynomial matrix is P_l, and U = P_L⋯P_1. G = GL(c_1) × … × GL(c_{L−1}) acts by P_l ↦ g_l·P_l·g_{l−1}⁻¹ and keeps U.
The excess is the number of parameters, less dim G, less the dimension of the closure of the set of all U. Layers and
cuts count from 0 in code: cut l is between the first l layers and the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import TypeVar

from symlcn.errors import LimitError, brief
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["Chain", "chain_of"]

T = TypeVar("T")

MAX_SUPPORT = 10**5
"""Exponents that products of layers may have in one direction."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Layers with channels.

    Attributes
    ----------
    channels : tuple of int
        c_0, …, c_L.
    sizes, exponents : tuple of tuple of int
        For each layer a number for each direction.
    places : tuple of int
        Which layers of the network these are.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> chain = chain_of(parse_network("k3s2c8 k2"))
    >>> chain.channels, chain.parameters, chain.group, chain.is_concise, chain.reduced.channels
    ((1, 8, 1), 40, 64, False, (1, 2, 1))
    """

    __repr__ = brief

    channels: tuple[int, ...]
    sizes: tuple[tuple[int, ...], ...]
    exponents: tuple[tuple[int, ...], ...]
    places: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.sizes)

    @property
    def directions(self) -> range:
        """All of them, active or not."""
        return range(len(self.sizes[0]))

    @property
    def counts(self) -> tuple[int, ...]:
        """K_1, …, K_L."""
        return tuple(map(prod, self.sizes))

    @property
    def parameters(self) -> int:
        """Σ c_l·c_{l−1}·K_l."""
        return _entries(self.channels, self.counts)

    @property
    def entries(self) -> int:
        """The number of entries of U that products can have."""
        return self.channels[0] * self.channels[-1] * self.support(0, len(self))

    @property
    def group(self) -> int:
        """dim G."""
        return sum(c * c for c in self.channels[1:-1])

    @property
    def is_concise(self) -> bool:
        """Whether c_l ≤ K_l·c_{l−1} and c_l ≤ K_{l+1}·c_{l+1} for every hidden layer.

        Exactly then the coefficient matrices of generic layers have full rank on the sides of the hidden channels.
        """
        return self.channels == _concise(self.channels, self.counts)

    @property
    def reduced(self) -> Chain:
        """The concise chain with the same products: hidden channels that cannot matter are left out."""
        return self.with_channels(_concise(self.channels, self.counts))

    @property
    def reversed(self) -> Chain:
        """That of the transposed product."""
        return Chain(self.channels[::-1], self.sizes[::-1], self.exponents[::-1], self.places[::-1])

    def with_channels(self, channels: Sequence[int]) -> Chain:
        """The same layers with other channels."""
        return Chain(tuple(channels), self.sizes, self.exponents, self.places)

    def part(self, start: int, stop: int) -> Chain:
        """Layers start, …, stop − 1."""
        inside = slice(start, stop)
        channels = self.channels[start : stop + 1]
        return Chain(channels, self.sizes[inside], self.exponents[inside], self.places[inside])

    def active(self, layer: int) -> tuple[int, ...]:
        """Directions in which a layer has a size above 1."""
        return tuple(d for d in self.directions if self.sizes[layer][d] > 1)

    def line(self, direction: int, start: int, stop: int) -> tuple[int, ...]:
        """The exponents in one direction that products of layers start, …, stop − 1 have, increasing.

        Raises
        ------
        LimitError
            If there are more than 10^5.
        """
        found = {0}
        for layer in range(start, stop):
            size, step = self.sizes[layer][direction], self.exponents[layer][direction]
            if len(found) * size > MAX_SUPPORT:
                raise LimitError(f"products of the layers may have more than {MAX_SUPPORT} exponents in a direction")
            found = {place + step * k for place in found for k in range(size)}
        return tuple(sorted(found))

    def support(self, start: int, stop: int) -> int:
        """The number of exponents that products of layers start, …, stop − 1 have."""
        return prod(len(self.line(d, start, stop)) for d in self.directions)

    def normal(self) -> Chain:
        """The chain with the same number of orbits over a generic product, if that has excess 0.

        Where in one direction no two monomials of the first layer times ones of the others agree, they are taken for
        channels: the same parameters, and the same entries of U in another order. Likewise for the last layer. Then
        layers of size 1 are left out: inside a concise chain they are square, and absorbed by G; at an end the
        coefficient matrix of U, of rank c_1, determines both of its factors up to GL(c_1).

        Examples
        --------
        >>> from symlcn.network.notation import parse_network
        >>> chain_of(parse_network("k2s3c2 k1c2 k2c3 k3c2")).normal().channels
        (2, 3, 2)
        """
        chain = self
        while len(chain) > 1:
            following = chain.relabelled()._shorter()
            if following is chain:
                break
            chain = following
        return chain

    def relabelled(self) -> Chain:
        """With one direction of an end layer as channels, if that can be."""
        depth = len(self)
        for d in self.directions:
            for layer, end, others in ((0, 0, (1, depth)), (depth - 1, depth, (0, depth - 1))):
                k = self.sizes[layer][d]
                if k > 1 and len(self.line(d, 0, depth)) == k * len(self.line(d, *others)):
                    size = self.sizes[layer]
                    return Chain(
                        _put(self.channels, end, self.channels[end] * k),
                        _put(self.sizes, layer, _put(size, d, 1)),
                        self.exponents,
                        self.places,
                    )
        return self

    def _shorter(self) -> Chain:
        """Without the first layer of size 1, if there is one."""
        if 1 not in self.counts:
            return self
        layer = self.counts.index(1)
        end = layer + 1 if layer == len(self) - 1 else layer
        kept = [n for n in range(len(self)) if n != layer]
        return Chain(
            self.channels[:end] + self.channels[end + 1 :],
            tuple(self.sizes[n] for n in kept),
            tuple(self.exponents[n] for n in kept),
            tuple(self.places[n] for n in kept),
        )

    def merged_bound(self, cuts: Sequence[int]) -> int:
        """An upper bound of the dimension of the set of products: layers between cuts are merged into one.

        Examples
        --------
        >>> from symlcn.network.notation import parse_network
        >>> chain = chain_of(parse_network("k2c2 k2s3c4 k2c2 k2"))
        >>> chain.merged_bound((2,)), chain.merged_bound(())
        (9, 9)
        """
        ends = (0, *cuts, len(self))
        counts = [self.support(i, j) for i, j in pairwise(ends)]
        channels = _concise([self.channels[i] for i in ends], counts)
        return _entries(channels, counts) - sum(c * c for c in channels[1:-1])


def chain_of(network: ChannelArchitecture) -> Chain:
    """The layers of a network with its channels."""
    stack = network.architecture
    sizes = tuple(layer.size for layer in stack)
    return Chain(network.channels, sizes, stack.exponents, tuple(range(len(sizes))))


def _put(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _entries(channels: Sequence[int], counts: Sequence[int]) -> int:
    return sum(a * b * k for a, b, k in zip(channels, channels[1:], counts, strict=False))


def _concise(channels: Sequence[int], counts: Sequence[int]) -> tuple[int, ...]:
    """Hidden channels lowered until none exceeds what its neighbours can see."""
    found = list(channels)
    for _ in (0, 1):  # once from each side: a bound by the left stays one when right neighbours are lowered
        for l in range(1, len(found) - 1):
            found[l] = min(found[l], found[l - 1] * counts[l - 1])
        found, counts = found[::-1], counts[::-1]
    return tuple(found)
