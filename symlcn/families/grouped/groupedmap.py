"""Given filters of a network with channels in groups, exactly: the end-to-end filter, the invariants, the NTK.

Contents: :class:`GroupedFilters`, :func:`as_grouped_filters`, :func:`cells`.

A filter has, for each output channel, the inputs of its group. What gradient flow keeps is the part of D_l =
Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]W_l[j]ᵀ with rows and columns in one cell: channels that are in one group of layer
l and in one of layer l + 1. Other entries are written as 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from symlcn.algebra.matrices import Rows
from symlcn.families.multichannel.channelmap import ChannelFilters, Layer, Vector, read_layers
from symlcn.network.groupedarchitecture import GroupedArchitecture

__all__ = ["GroupedFilters", "as_grouped_filters", "cells"]


def cells(network: GroupedArchitecture, hidden: int) -> list[range]:
    """Those of a hidden layer, which is between layers hidden − 1 and hidden, counted from 0.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> cells(parse_network("c3 k2c6g3 k1c2g2"), 1)
    [range(0, 2), range(2, 3), range(3, 4), range(4, 6)]
    """
    c = network.channels[hidden]
    sides = (c // network.groups[hidden - 1], c // network.groups[hidden])
    ends = sorted({end for side in sides for end in range(0, c + 1, side)})
    return [range(start, stop) for start, stop in pairwise(ends)]


@dataclass(frozen=True, eq=False, repr=False)
class GroupedFilters(ChannelFilters):
    """Filters of all layers, each as nested tuples of Fractions: output, input of its group, position.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = as_grouped_filters([[[[1, 2]], [[3, 4]]], [[[1], [2]]]], parse_network("c2 k2c2g2 k1"))
    >>> [[str(c) for c in row] for row in found.invariants[0]], found.entry(0, 0)
    ([['-4', '0'], ['0', '-21']], Fraction(2, 1))
    """

    network: GroupedArchitecture  # type: ignore[assignment]

    @cached_property
    def invariants(self) -> tuple[Rows, ...]:
        """D_1, …, D_{L−1}, 0 outside of cells."""
        found = []
        for hidden, (below, above) in enumerate(pairwise(self.layers), 1):
            n = self.network.channels[hidden]
            rows = [[Fraction(0)] * n for _ in range(n)]
            for cell in cells(self.network, hidden):
                for a in cell:
                    for b in cell:
                        after = _paired(above, above.columns, a, b)
                        rows[a][b] = after - _paired(below, below.rows, a, b)
            found.append(tuple(map(tuple, rows)))
        return tuple(found)


def _paired(layer: Layer, lines: dict[int, Vector], a: int, b: int) -> Fraction:
    """The product of two rows, or of two columns."""
    other = lines.get(b, {})
    total = sum(
        x * other[channel].get(p, 0)
        for channel, f in lines.get(a, {}).items()
        if channel in other
        for p, x in f.items()
    )
    return Fraction(total, layer.denominator**2)


def as_grouped_filters(value: Any, network: GroupedArchitecture) -> GroupedFilters:
    """The filters that a caller gives: nested sequences ``[output][input of its group][position]``, or JSON.

    Raises
    ------
    ParseError
        Naming the entry that is not exact, or the list that has another length.
    """
    return GroupedFilters(network, read_layers(value, network))
