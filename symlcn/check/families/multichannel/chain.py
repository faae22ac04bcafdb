"""Layers with channels and exponents, and what follows from their numbers.

Contents: :class:`Chain`, :func:`concise`.

Layer l, from 0, is a matrix P_l of c[l + 1] x c[l] polynomials in x ** e_l with K_l entries each; U = P_(L-1) ... P_0.
The group G of hidden invertible matrices keeps U. The excess is the number of parameters less dim G less the dimension
of the closure of all U. A chain is concise when c[l] <= K_(l-1) c[l-1] and c[l] <= K_l c[l+1] for all hidden channels;
then generic points have trivial stabilisers and closed orbits. Hidden channels above these bounds can be lowered to
them: an r x (c K) coefficient matrix of rank s is an r x s matrix, absorbed by its neighbour, times s rows. So the
concise chain has the same products.
"""

from __future__ import annotations

from itertools import pairwise
from math import prod

from ...core.limits import Work
from ...core.outcome import Malformed

MAX_SUPPORT = 10**5  # exponents in one direction
Vectors = list[tuple[int, ...]]


class Chain:
    """Numbers of channels, sizes and exponents of layers, and their places in the network."""

    __slots__ = ("channels", "exponents", "places", "sizes")

    def __init__(self, channels: list[int], sizes: Vectors, exponents: Vectors, places: list[int]) -> None:
        self.channels, self.sizes, self.exponents, self.places = channels, sizes, exponents, places

    def __len__(self) -> int:
        return len(self.sizes)

    def directions(self) -> range:
        return range(len(self.sizes[0]))

    def counts(self) -> list[int]:
        """K_0, K_1, ..."""
        return [prod(size) for size in self.sizes]

    def parameters(self) -> int:
        return entries_of(self.channels, self.counts())

    def group(self) -> int:
        """The dimension of G."""
        return sum(c * c for c in self.channels[1:-1])

    def active(self, layer: int) -> list[int]:
        return [d for d, k in enumerate(self.sizes[layer]) if k > 1]

    def part(self, start: int, stop: int) -> Chain:
        channels = self.channels[start : stop + 1]
        return Chain(channels, self.sizes[start:stop], self.exponents[start:stop], self.places[start:stop])

    def turned(self) -> Chain:
        """That of the transposed product."""
        return Chain(self.channels[::-1], self.sizes[::-1], self.exponents[::-1], self.places[::-1])

    def line(self, direction: int, start: int, stop: int, work: Work) -> list[int]:
        """The exponents in one direction of products of layers start, ..., stop - 1, increasing."""
        found = {0}
        for size, exponent in zip(self.sizes[start:stop], self.exponents[start:stop], strict=True):
            k = size[direction]
            if len(found) * k > MAX_SUPPORT:
                raise Malformed("architecture", f"products of layers may have more than {MAX_SUPPORT} exponents")
            if k > 1:
                work.spend(2 * len(found) * k)
                found = {place + exponent[direction] * n for place in found for n in range(k)}
        work.spend(len(self) + len(found))
        return sorted(found)

    def support(self, start: int, stop: int, work: Work) -> int:
        """How many exponents products of layers start, ..., stop - 1 have."""
        return prod(len(self.line(d, start, stop, work)) for d in self.directions())

    def normal(self, work: Work) -> Chain:
        """A chain with as many orbits over a generic product, if its excess is 0; with a positive one if it has.

        In a direction in which the sums of an exponent of an end layer and one of the others are all different, the end
        layer's monomials are channels under another name. A constant layer inside a concise chain is square, and
        absorbed by G; an end layer that is constant is found, up to G, from the coefficient matrix of U and its rank.
        """
        chain = self
        while len(chain) > 1:
            following = chain.relabelled(work)._shorter()
            if following is chain:
                break
            chain = following
        return chain

    def relabelled(self, work: Work) -> Chain:
        depth = len(self)
        for d in self.directions():
            for layer, end, start, stop in ((0, 0, 1, depth), (depth - 1, depth, 0, depth - 1)):
                k = self.sizes[layer][d]
                if k > 1 and len(self.line(d, 0, depth, work)) == k * len(self.line(d, start, stop, work)):
                    channels, sizes = list(self.channels), list(self.sizes)
                    channels[end] *= k
                    sizes[layer] = (*sizes[layer][:d], 1, *sizes[layer][d + 1 :])
                    return Chain(channels, sizes, self.exponents, self.places)
        return self

    def _shorter(self) -> Chain:
        """Without the first constant layer."""
        layer = next((n for n, size in enumerate(self.sizes) if prod(size) == 1), None)
        if layer is None:
            return self
        gone = layer + 1 if layer == len(self) - 1 else layer
        channels = self.channels[:gone] + self.channels[gone + 1 :]
        sizes, exponents = (of[:layer] + of[layer + 1 :] for of in (self.sizes, self.exponents))
        return Chain(channels, sizes, exponents, self.places[:layer] + self.places[layer + 1 :])

    def merged_bound(self, cuts: list[int], work: Work) -> int:
        """A bound of the dimension of all products, those of the layers between cuts being any polynomial matrices."""
        ends = [0, *cuts, len(self)]
        counts = [self.support(start, stop, work) for start, stop in pairwise(ends)]
        channels = concise([self.channels[n] for n in ends], counts)
        return entries_of(channels, counts) - sum(c * c for c in channels[1:-1])


def entries_of(channels: list[int], counts: list[int]) -> int:
    return sum(a * b * k for a, b, k in zip(channels, channels[1:], counts, strict=False))


def concise(channels: list[int], counts: list[int]) -> list[int]:
    """The largest hidden channels that are no larger than given ones and concise."""
    found = list(channels)
    for l in range(1, len(found) - 1):
        found[l] = min(found[l], counts[l - 1] * found[l - 1])
    for l in range(len(found) - 2, 0, -1):
        found[l] = min(found[l], counts[l] * found[l + 1])
    return found
