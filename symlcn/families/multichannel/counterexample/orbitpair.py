"""Two rational parameters of a network with channels on one orbit: equal U, equal invariants, different NTKs.

Contents: :class:`ChannelPair`, :func:`orbit_pairs`, :func:`first_difference`, :func:`plane_cuts`.

Let g act on two channels of hidden layer l: W_l ↦ g·W_l, W_{l+1} ↦ W_{l+1}·g⁻¹. That keeps U. Let the parts of W_l that
enter these channels be 2v and v', and those of W_{l+1} that leave them w and 2w', where v' is v turned by a right angle
in each of some planes of coordinates, two positions of one entry each, or for the first layer any two; and w' is w
turned likewise, for the last layer in any two coordinates. Then |v| = |v'|, v ⊥ v', and the Gram matrices are |v|²·S,
S = diag(4, 1), and |w|²·4·S⁻¹. As g = (1/5)·[[3, −8], [2, 3]] satisfies g·S·gᵀ = S, the invariants D_l are kept if the
other channels are orthogonal to these two. So are those of the neighbours. For two inputs a, b of layer l, not the
first, the sum over both channels of the products of the entries from a and from b is the trace of the matrix of the
products of (2v_a, v'_a) and (2v_b, v'_b), whose symmetric part is ⟨v_a, v_b⟩·S, as v'_a and v'_b are v_a and v_b
turned: g keeps it. Likewise for two outputs of layer l + 1. K has other products than these, and changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import gcd, prod
from typing import Any, NamedTuple

from symlcn.algebra.matrices import embedded, identity, matrix
from symlcn.families.multichannel.channelmap import ChannelFilters, layer_shapes
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import nested

__all__ = ["ChannelPair", "first_difference", "orbit_pairs", "plane_cuts"]

SEEDS = 4
MAX_PARAMETERS = 3000
FEW = 3
"""Channels of the filters that are chosen where there are more parameters; all others are 0."""
MAX_COMPARED = 60
"""Entries of U whose rows of K are compared."""


class ChannelPair(NamedTuple):
    """Two parameters, where their NTKs differ, row and column, the two entries, and whether they are on one orbit."""

    sides: tuple[ChannelFilters, ChannelFilters]
    place: tuple[int, int]
    values: tuple[Fraction, Fraction]
    orbit: bool


def plane_cuts(network: ChannelArchitecture) -> list[int]:
    """The hidden layers, counted from 1, at which there are two channels, and planes on both sides.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> plane_cuts(parse_network("k2c2 k1c2 k2c2 k3")), plane_cuts(parse_network("c2 k1c2 k1c2"))
    ([3], [1])
    """
    channels, counts = network.channels, [layer.parameters for layer in network.architecture]
    depth = len(counts)
    found = []
    for l in range(1, depth):
        before = counts[l - 1] > 1 or (l == 1 and channels[0] > 1)
        after = counts[l] > 1 or (l == depth - 1 and channels[-1] > 1)
        if channels[l] > 1 and before and after:
            found.append(l)
    return found


def orbit_pairs(network: ChannelArchitecture) -> Iterator[ChannelPair]:
    """Pairs for some invariants, small ones first.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> pair = next(orbit_pairs(parse_network("k2s2c2 k2")))
    >>> first, second = pair.sides
    >>> first.product == second.product, first.invariants == second.invariants, pair.place, pair.values[0]
    (True, True, (0, 0), Fraction(45, 1))
    """
    small = network
    if network.parameters > MAX_PARAMETERS:
        small = ChannelArchitecture(network.architecture, [min(c, FEW) for c in network.channels])
    for cut, seed in product(plane_cuts(small), range(SEEDS)):
        first = _special(small, cut, seed)
        sides = _padded(first, network), _padded(first.acted(_turning(small, cut)), network)
        found = first_difference(*sides)
        if found is not None:
            yield ChannelPair(sides, *found, True)


def _padded(given: ChannelFilters, network: ChannelArchitecture) -> ChannelFilters:
    """With further channels, of zeros."""
    if given.network == network:
        return given
    layers = []
    for own, (outputs, inputs, *size) in zip(given.filters, layer_shapes(network), strict=True):
        zero = nested([Fraction(0)] * prod(size), tuple(size))
        rows = [(*row, *(zero for _ in range(inputs - len(row)))) for row in own]
        layers.append((*rows, *((zero,) * inputs for _ in range(outputs - len(rows)))))
    return ChannelFilters(network, tuple(layers))


def first_difference(
    left: ChannelFilters, right: ChannelFilters
) -> tuple[tuple[int, int], tuple[Fraction, Fraction]] | None:
    """The first entry in which two NTKs differ, with both values; None if none is found among the first rows."""
    count = min(left.ambient, MAX_COMPARED)
    for i in range(count):
        for j in range(i, count):
            values = left.entry(i, j), right.entry(i, j)
            if values[0] != values[1]:
                return (i, j), values
    return None


def _turning(network: ChannelArchitecture, cut: int) -> list[Any]:
    """g at one hidden layer, and 1 at the others."""
    g = matrix([[Fraction(3, 5), Fraction(-8, 5)], [Fraction(2, 5), Fraction(3, 5)]])
    return [embedded(g, c, c, unit=True) if l == cut else identity(c) for l, c in enumerate(network.channels[1:-1], 1)]


def _special(network: ChannelArchitecture, cut: int, seed: int) -> ChannelFilters:
    """Small integer filters, with two channels of the hidden layer as described and the others orthogonal to them."""
    shapes, numbers = layer_shapes(network), _small(seed)
    layers = []
    for l, shape in enumerate(shapes, 1):
        outputs, inputs, *size = shape
        count = prod(size)
        table = [[[next(numbers) for _ in range(count)] for _ in range(inputs)] for _ in range(outputs)]
        if l == cut:
            flat = [[c for entry in row for c in entry] for row in table]
            flat = _arranged(flat, _planes(inputs, count, l == 1), (2, 1))
            table = [[row[count * i : count * (i + 1)] for i in range(inputs)] for row in flat]
        if l == cut + 1:
            turned = [[c for row in table for c in row[b]] for b in range(inputs)]
            turned = _arranged(turned, _planes(outputs, count, l == len(shapes)), (1, 2))
            table = [[turned[b][count * o : count * (o + 1)] for b in range(inputs)] for o in range(outputs)]
        values = [Fraction(c) for row in table for entry in row for c in entry]
        layers.append(nested(values, shape))
    return ChannelFilters(network, tuple(layers))


def _small(seed: int) -> Iterator[int]:
    state = 20_111 + 97 * seed
    while True:
        state = state * 48271 % (2**31 - 1)
        yield (1, -1, 2, -2, 3)[state // 7 % 5]


def _planes(channels: int, count: int, end: bool) -> list[tuple[int, int]]:
    """Pairs of coordinates among those of all channels: positions of one, or at an end any."""
    if end:
        return list(zip(range(0, channels * count - 1, 2), range(1, channels * count, 2), strict=True))
    return [
        (count * channel + j, count * channel + j + 1) for channel in range(channels) for j in range(0, count - 1, 2)
    ]


def _arranged(
    vectors: Sequence[Sequence[int]], planes: Sequence[tuple[int, int]], factors: tuple[int, int]
) -> list[list[int]]:
    """The second vector becomes the first one turned in each plane; both are multiplied, the others orthogonal."""
    first, second = [0] * len(vectors[0]), [0] * len(vectors[0])
    for p, q in planes:
        first[p], first[q] = vectors[0][p], vectors[0][q]
        second[p], second[q] = -first[q], first[p]
    norm = _dot(first, first)
    found = [[factors[0] * c for c in first], [factors[1] * c for c in second]]
    for own in vectors[2:]:
        x, y = _dot(own, first), _dot(own, second)
        found.append([norm * c - x * a - y * b for c, a, b in zip(own, first, second, strict=True)])
    return [_primitive(own) if n > 1 else own for n, own in enumerate(found)]


def _primitive(vector: list[int]) -> list[int]:
    content = gcd(*vector)
    return vector if content == 0 else [c // content for c in vector]


def _dot(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(left, right, strict=True))
