"""Rational parameters of two layers with channels that have given invariants.

Contents: :func:`points_at`, :func:`two_layers`.

Let in_2 be W_2 with a row for each output and position, and out_1 be W_1 with a column for each input and position:
D = in_2ᵀ·in_2 − out_1·out_1ᵀ. For every symmetric D and z ≠ 0 the matrices X = (D + z²)/(2z) and Y = (D − z²)/(2z) are
symmetric, commute, and X² − Y² = D. With zeros below they serve as in_2 and out_1ᵀ where these have at least as many
rows. The columns of [in_2; out_1ᵀ] then have the Gram matrix D for the form diag(1, …, 1, −1, …, −1), and so have their
images under reflections of this form. So all D have rational parameters, unless there are too few rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import prod
from typing import Any

from symlcn.algebra.matrices import Rows, column, embedded, entries, identity, matrix, weights
from symlcn.families.multichannel.channelmap import ChannelFilters, layer_shapes
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import nested

__all__ = ["points_at", "two_layers"]

REFLECTIONS = (2, 3, 2, 3, 4)


def points_at(network: ChannelArchitecture, invariant: Rows) -> Iterator[ChannelFilters]:
    """Some of them; none where a layer sees fewer entries than there are hidden channels, or there are not two layers.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> from fractions import Fraction
    >>> wanted = ((Fraction(1), Fraction(2)), (Fraction(2), Fraction(-3)))
    >>> next(points_at(parse_network("c2 k1c2 k2"), wanted)).invariants == (wanted,)
    True
    """
    if len(network) != 2:
        return
    lower, upper = layer_shapes(network)
    hidden = network.channels[1]
    below, above = prod(lower) // hidden, prod(upper) // hidden
    if min(below, above) < hidden:
        return
    form = weights([1] * above + [-1] * below)
    numbers = _small()
    for z, count in enumerate(REFLECTIONS, 1):
        square = identity(hidden) * (z * z)
        parts = [(matrix(invariant) + square) / (2 * z), (matrix(invariant) - square) / (2 * z)]
        tops = [entries(embedded(part, rows, hidden)) for part, rows in zip(parts, (above, below), strict=True)]
        stacked = matrix([*tops[0], *tops[1]])
        for _ in range(count):
            w = column(list(islice(numbers, above + below)))
            norm = (w.transpose() * form * w)[0, 0]
            if norm:
                stacked -= w * (w.transpose() * form * stacked) * (2 / norm)
        yield two_layers(network, entries(stacked))


def _small() -> Iterator[int]:
    state = 20_111
    while True:
        state = state * 48271 % (2**31 - 1)
        yield (1, 0, -1, 2, 1, -2, 0)[state // 7 % 7]


def two_layers(network: ChannelArchitecture, stacked: Rows) -> ChannelFilters:
    """W_1 and W_2 from the rows of [in_2; out_1ᵀ], by output and position, and by input and position."""
    lower, upper = layer_shapes(network)
    outputs, hidden, *size = upper
    positions = prod(size)
    first: list[Any] = [row[a] for a in range(hidden) for row in stacked[outputs * positions :]]
    second = [stacked[o * positions + j][a] for o in range(outputs) for a in range(hidden) for j in range(positions)]
    return ChannelFilters(network, (nested(first, lower), nested(second, upper)))
