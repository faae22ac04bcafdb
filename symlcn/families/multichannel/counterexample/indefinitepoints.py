"""Rational parameters of networks with channels that have given invariants.

Contents: :func:`points_at`, :func:`two_layers`.

Let in_{l+1} be W_{l+1} with a row for each output and position, and out_l be W_l with a column for each input and
position: D_l = in_{l+1}ᵀ·in_{l+1} − out_l·out_lᵀ. For every symmetric D and z ≠ 0 the matrices X = (D + z²)/(2z) and
Y = (D − z²)/(2z) are symmetric, commute, and X² − Y² = D. With zeros below they serve as in_2 and out_1ᵀ where these
have at least as many rows. The columns of [in_2; out_1ᵀ] then have the Gram matrix D for the form
diag(1, …, 1, −1, …, −1), and so have their images under reflections of this form. So for two layers all D have rational
parameters, unless there are too few rows.

A further layer needs in_{l+1}ᵀ·in_{l+1} = D_l + out_l·out_lᵀ, a sum of squares, which is searched as for fully
connected networks (:func:`symlcn.families.dense.pairs.wide.represented`), and turned by reflections.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

from flint import fmpq, fmpq_mat

from symlcn.algebra.matrices import Rows, column, embedded, entries, identity, matrix, weights
from symlcn.families.dense.pairs.wide import represented
from symlcn.families.multichannel.channelmap import ChannelFilters, filters_of
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["points_at", "two_layers"]

REFLECTIONS = (2, 3, 2, 3, 4)
MAX_TRIED = 16_000
"""So many first layers are continued, divided by the sum of the squares of the hidden channels."""
MAX_CHANNELS = 12
"""In all hidden layers, where further layers are searched."""
SIZES = (1, 2, 3, 4, 6, 8, 12, 16)


def points_at(
    network: ChannelArchitecture, invariants: tuple[Rows, ...], most: int = MAX_TRIED
) -> Iterator[ChannelFilters]:
    """Some of them; none where a layer sees fewer entries than there are hidden channels, or none are found.

    Parameters
    ----------
    network : ChannelArchitecture
        Of two or more layers.
    invariants : tuple of rows
        D_1, …, D_{L−1}.
    most : int
        No more first layers are continued where there are more than two layers.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> from fractions import Fraction
    >>> wanted = ((Fraction(1), Fraction(2)), (Fraction(2), Fraction(-3)))
    >>> next(points_at(parse_network("c2 k1c2 k2"), (wanted,))).invariants == (wanted,)
    True
    >>> balanced = ((Fraction(0), Fraction(0)), (Fraction(0), Fraction(0)))
    >>> next(points_at(parse_network("k2c2 k2c2 k2"), (balanced, balanced))).invariants == (balanced, balanced)
    True
    """
    channels, counts = network.channels, [layer.parameters for layer in network.architecture]
    hidden, below, above = channels[1], channels[0] * counts[0], channels[2] * counts[1]
    if min(below, above) < hidden:
        return
    if len(network) == 2:
        numbers = _small()
        for z, count in enumerate(REFLECTIONS, 1):
            vectors = [column(list(islice(numbers, above + below))) for _ in range(count)]
            yield two_layers(network, entries(_stacked(invariants[0], fmpq(z), (above, below), vectors)))
    elif sum(channels[1:-1]) <= MAX_CHANNELS:
        random = Random(1)
        for _ in range(min(most, MAX_TRIED // sum(c * c for c in channels[1:-1]))):
            scale = fmpq(random.choice(SIZES), random.randint(1, 3))
            vectors = [_drawn(above + below, random) for _ in range(random.randint(1, 3))]
            rows = _stacked(invariants[0], scale, (above, below), vectors).tolist()
            layers = [_transposed(rows[above:], counts[0]), _slices(rows[:above], channels[2], counts[1])]
            if _continued(layers, network, invariants, random):
                yield filters_of(network, layers)


def _stacked(invariant: Rows, z: Any, sizes: tuple[int, int], vectors: list[Any]) -> Any:
    """[in_2; out_1ᵀ], reflected in the vectors."""
    hidden, (above, below) = len(invariant), sizes
    form, square = weights([1] * above + [-1] * below), identity(hidden) * (z * z)
    parts = [(matrix(invariant) + square) / (2 * z), (matrix(invariant) - square) / (2 * z)]
    tops = [entries(embedded(part, rows, hidden)) for part, rows in zip(parts, sizes, strict=True)]
    stacked = matrix([*tops[0], *tops[1]])
    for w in vectors:
        stacked = _reflected(stacked, w, form)
    return stacked


def _reflected(value: Any, w: Any, form: Any) -> Any:
    norm = (w.transpose() * form * w)[0, 0]
    return value - w * (w.transpose() * form * value) * (2 / norm) if norm else value


def _continued(layers: list[Any], network: ChannelArchitecture, invariants: tuple[Rows, ...], random: Random) -> bool:
    """Whether the layers after the second are found; they are added."""
    counts = [layer.parameters for layer in network.architecture]
    for outputs, count, wanted in zip(network.channels[3:], counts[2:], invariants[1:], strict=True):
        gram = matrix(wanted)
        for w in layers[-1]:
            gram += w * w.transpose()
        columns = represented(entries(gram), outputs * count, 0)
        if columns is None:
            return False
        rows = fmpq_mat([list(line) for line in zip(*columns, strict=True)])
        for _ in (0, 1):
            rows = _reflected(rows, _drawn(outputs * count, random), identity(outputs * count))
        layers.append(_slices(rows.tolist(), outputs, count))
    return True


def _drawn(size: int, random: Random) -> Any:
    return column([random.choice((1, 0, -1, 2, -2, 0)) for _ in range(size)])


def _small() -> Iterator[int]:
    state = 20_111
    while True:
        state = state * 48271 % (2**31 - 1)
        yield (1, 0, -1, 2, 1, -2, 0)[state // 7 % 7]


def _slices(rows: list[list[Any]], outputs: int, count: int) -> list[Any]:
    """W_l[j] from the rows of in_l, by output and position."""
    return [fmpq_mat([rows[o * count + j] for o in range(outputs)]) for j in range(count)]


def _transposed(rows: list[list[Any]], count: int) -> list[Any]:
    """W_l[j] from the rows of out_lᵀ, by input and position."""
    return [fmpq_mat(rows[j::count]).transpose() for j in range(count)]


def two_layers(network: ChannelArchitecture, stacked: Rows) -> ChannelFilters:
    """W_1 and W_2 from the rows of [in_2; out_1ᵀ], by output and position, and by input and position."""
    counts = [layer.parameters for layer in network.architecture]
    rows, above = matrix(stacked).tolist(), network.channels[2] * counts[1]
    lower, upper = _transposed(rows[above:], counts[0]), _slices(rows[:above], network.channels[2], counts[1])
    return filters_of(network, [lower, upper])
