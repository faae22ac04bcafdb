"""A motion along an orbit at real filters with given invariants, which are near rational ones.

Contents: :class:`NearMotion`, :func:`find_near_motion`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symlcn.algebra.matrices import Rows
from symlcn.errors import brief
from symlcn.families.hiddenmotions import Block, Layers
from symlcn.families.multichannel.channelmap import ChannelFilters, filters_of
from symlcn.families.multichannel.orbitmotion import derivatives
from symlcn.families.nearpoints import Near, Shape, near_points
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["NearMotion", "find_near_motion"]

MAX_COMPARED = 12
"""Entries of U between which those of K are looked at."""


@dataclass(frozen=True, slots=True)
class NearMotion(Near):
    """Rational filters, near which are real ones with given invariants at which the NTK can be moved.

    Attributes
    ----------
    network : ChannelArchitecture
    """

    __repr__ = brief

    network: ChannelArchitecture

    @property
    def given(self) -> ChannelFilters:
        """The rational filters."""
        return filters_of(self.network, self.layers)


def find_near_motion(network: ChannelArchitecture, invariants: Sequence[Rows]) -> NearMotion | None:
    """Rational filters near such ones; None if none are found.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> from fractions import Fraction
    >>> d = (Fraction(3), Fraction(1)), (Fraction(1), Fraction(-12345))
    >>> found = find_near_motion(parse_network("k2c2 k2c2 k2"), [d, d])
    >>> len(found.directions), 0 < found.radius < Fraction(1, 10**15)
    (7, True)
    """

    def blocks(layers: Layers) -> Sequence[Block]:
        return derivatives(filters_of(network, layers), MAX_COMPARED)

    counts = tuple(layer.parameters for layer in network.architecture)
    for near in near_points(Shape(network.channels, counts, blocks), invariants):
        return NearMotion(near.layers, near.radius, near.directions, near.index, near.scale, network)
    return None
