"""Motions along orbits of wide networks, from those of few of their channels: evidence does not grow with the width.

Contents: :class:`WidenedFilters`, :func:`reserved`, :func:`find_widened_motion`.

The first channels of each hidden layer are those of a part of the network, with its filters. The others are a
complement. In layer 1 they read one coordinate (input, position) each, from the last one on, with the coefficient 1:
there the filters of the part are 0. In the layers between they read one coordinate of the complement of the layer
before each; and the last layer does not read them. So all layers but the last have full row rank if those of the part
have.

A motion X of the part that keeps its invariants, and lets the complement stand still, keeps all invariants: D_1 moves
off its blocks by X·W·W'ᵀ with rows W, W' of disjoint supports, which is 0, and D_{L−1} by a multiple of the complement
in the last layer, which is 0; all other layers are block diagonal. U is that of the part, and K is not: its velocity is
computed for the whole. In R_{l,j}, the derivatives of an entry of U, rows of the complement are 0, but columns are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice
from math import prod
from typing import Any

from symlcn.algebra.exact import fraction_of
from symlcn.families.hiddenmotions import still_directions
from symlcn.families.multichannel.channelmap import ChannelFilters, Layer, layer_shapes, slices, small_filters
from symlcn.families.multichannel.orbitmotion import OrbitMotion, has_full_rows
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import flat, nested

__all__ = ["WidenedFilters", "find_widened_motion", "reserved"]

POINTS = 4
"""Filters of a part that are tried."""
SPARE, TAPS = 1, 2
"""Coordinates of layer 1 that a part reads beyond as many as its channels, and entries that later layers have."""
MAX_COMPARED = 12
"""Entries of U whose rows of K are looked at."""


@dataclass(frozen=True, eq=False)
class WidenedFilters(ChannelFilters):
    """Filters of a part and the complement; `filters` are those of the part.

    Attributes
    ----------
    part : ChannelFilters

    Examples
    --------
    >>> from symlcn.families.multichannel.channelmap import as_channel_filters
    >>> from symlcn.network.notation import parse_network
    >>> whole = parse_network("k3c2 k1c3 k1")
    >>> part = as_channel_filters([[[[1, 2, 0]]], [[[3]], [[4]]], [[[5], [6]]]], parse_network("k3 k1c2 k1"))
    >>> [layer.rows for layer in WidenedFilters(whole, part.filters, part).layers][:2]
    [{0: {0: {0: 1, 1: 2}}, 1: {0: {2: 1}}}, {0: {0: {0: 3}}, 1: {0: {0: 4}}, 2: {1: {0: 1}}}]
    """

    part: ChannelFilters

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The polynomials of all layers."""
        own, whole, found = self.part.network.channels, self.network.channels, []
        for l, layer in enumerate(self.part.layers):
            rows, columns = dict(layer.rows), {b: dict(column) for b, column in layer.columns.items()}
            for k in range(whole[l + 1] - own[l + 1]):
                if l == 0:
                    b, j = divmod(whole[0] * len(layer.places) - 1 - k, len(layer.places))
                else:
                    j, b = divmod(k, whole[l] - own[l])
                    b += own[l]
                entry = {layer.places[j]: layer.denominator}
                rows[own[l + 1] + k] = {b: entry}
                columns.setdefault(b, {})[own[l + 1] + k] = entry
            found.append(Layer(rows, columns, layer.denominator, layer.places))
        return tuple(found)


def reserved(network: ChannelArchitecture, part: Sequence[int]) -> int | None:
    """How many coordinates of layer 1 the complement of a part takes; None if there is no complement.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> lenet = parse_network("k5x5s2c6 k5x5s2c16 k5x5")
    >>> reserved(lenet, (1, 2, 2, 1)), reserved(lenet, (1, 6, 2, 1)), reserved(lenet, (1, 6, 16, 1))
    (4, None, 0)
    """
    more = [c - own for c, own in zip(network.channels, part, strict=True)]
    counts = [layer.parameters for layer in network.architecture]
    fits = all(more[l + 1] <= more[l] * counts[l] for l in range(1, len(counts) - 1))
    return more[1] if fits and network.channels[1] <= network.channels[0] * counts[0] else None


def find_widened_motion(network: ChannelArchitecture, part: Sequence[int]) -> OrbitMotion | None:
    """A motion of a part with these channels that moves an entry of the NTK of the whole; None if none is found.

    Parameters
    ----------
    network : ChannelArchitecture
    part : sequence of int
        Channels of a concise network, at the ends those of the whole.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> lenet = parse_network("k5x5s2c6 k5x5s2c16 k5x5")
    >>> find_widened_motion(lenet, (1, 2, 2, 1)).given.network.channels
    (1, 2, 2, 1)
    """
    taken = reserved(network, part)
    if taken is None:
        return None
    for point in islice(small_filters(ChannelArchitecture(network.architecture, part)), POINTS):
        given = _leaving(point, taken)
        if has_full_rows(given):
            whole = WidenedFilters(network, given.filters, given)
            for directions in still_directions([slices(own) for own in given.filters], part[1:-1]):
                moving = _first_moving(whole, directions)
                if moving is not None:
                    return OrbitMotion(given, directions, *moving)
    return None


def _leaving(point: ChannelFilters, taken: int) -> ChannelFilters:
    """The filters with zeros at all but the first few coordinates of layer 1 and entries of the others."""
    layers = []
    for l, (own, (outputs, inputs, *size)) in enumerate(zip(point.filters, layer_shapes(point.network), strict=True)):
        count = prod(size)
        used = min(inputs * count - taken, outputs + SPARE)
        rows = []
        for row in own:
            numbers = [c for entry in row for c in flat(entry)]
            kept = [c if (n < used if l == 0 else n % count < TAPS) else Fraction(0) for n, c in enumerate(numbers)]
            rows.append(nested(kept, (inputs, *size)))
        layers.append(tuple(rows))
    return ChannelFilters(point.network, tuple(layers))


def _first_moving(whole: WidenedFilters, directions: Sequence[Any]) -> tuple[tuple[int, int], Fraction] | None:
    """The first entry of K that moves, and its velocity."""
    forms = [None, *(x + x.transpose() for x in directions), None]
    derivatives: list[Any] = []
    for j in range(min(whole.ambient, MAX_COMPARED)):
        derivatives.append(whole.derivative(j))
        for i, left in enumerate(derivatives):
            velocity = sum(_terms(whole, forms, left, derivatives[j]), Fraction(0))
            if velocity:
                return (i, j), velocity
    return None


def _terms(whole: WidenedFilters, forms: Sequence[Any], left: Any, right: Any) -> Iterator[Fraction]:
    """Summands of the velocity of an entry of K with these derivatives."""
    for l, (scale, own, other) in enumerate(zip(whole.scales, left, right, strict=True)):
        for form, sign, column in ((forms[l], 1, True), (forms[l + 1], -1, False)):
            for f, g in zip(own, other, strict=True) if form is not None else ():
                lines: dict[int, list[tuple[int, int]]] = {}
                for (a, b), y in g.items():
                    mine, shared = (b, a) if column else (a, b)
                    if mine < form.nrows():
                        lines.setdefault(shared, []).append((mine, y))
                for (a, b), x in f.items():
                    mine, shared = (b, a) if column else (a, b)
                    if mine < form.nrows():
                        for also, y in lines.get(shared, ()):
                            yield sign * scale**2 * x * y * fraction_of(form[mine, also])
