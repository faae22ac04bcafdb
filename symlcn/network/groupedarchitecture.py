"""Architectures of linear convolutional networks with several channels, in groups.

Contents: :class:`GroupedArchitecture`.

Notation. Layer l has c_{l−1} input and c_l output channels in g_l groups of consecutive ones: its filter P_l, a
c_l × c_{l−1} matrix of polynomials, is 0 but for g_l blocks of size c_l/g_l × c_{l−1}/g_l along the diagonal. A layer
is *depthwise* if g_l = c_l = c_{l−1}. The end-to-end filter is U = P_L⋯P_1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import SupportsIndex

from symlcn.errors import ParseError, counted
from symlcn.network.architecture import Architecture, counting_number
from symlcn.network.channelarchitecture import MAX_CHANNELS, ChannelArchitecture

__all__ = ["GroupedArchitecture"]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class GroupedArchitecture:
    """A stack of layers with numbers of channels and of groups.

    Parameters
    ----------
    architecture : Architecture
        The layers alone.
    channels : sequence of int
        c_0, …, c_L: those of the input, and of the output of each layer.
    groups : sequence of int
        g_1, …, g_L, at least one of them larger than 1; g_l divides c_{l−1} and c_l.

    Raises
    ------
    ParseError
        If their numbers are not L + 1 and L, one is not an integer from 1 to 10^6, groups do not divide channels, or
        all groups are 1.

    Examples
    --------
    >>> block = GroupedArchitecture(Architecture("k1x1 k3x3 k1x1"), (16, 96, 96, 24), (1, 96, 1))
    >>> print(block, block.parameters)
    c16 k1x1c96 k3x3c96g96 k1x1c24 4704
    """

    architecture: Architecture
    channels: tuple[int, ...]
    groups: tuple[int, ...]

    def __init__(
        self, architecture: Architecture, channels: Iterable[SupportsIndex], groups: Iterable[SupportsIndex]
    ) -> None:
        found = tuple(counting_number("groups", g, MAX_CHANNELS) for g in groups)
        depth = len(architecture)
        if len(found) != depth:
            raise ParseError("groups", f"{counted(len(found), 'number')} for {counted(depth, 'layer')}; give one each")
        if all(number == 1 for number in found):
            raise ParseError("groups", "all are 1; without groups it is a ChannelArchitecture")
        sides = ChannelArchitecture(architecture, channels).channels
        for l, g in enumerate(found, 1):
            if sides[l - 1] % g or sides[l] % g:
                numbers = f"{sides[l - 1]} input and {sides[l]} output channels"
                raise ParseError(f"layer {l}", f"{g} groups do not divide {numbers}; g divides both numbers")
        object.__setattr__(self, "architecture", architecture)
        object.__setattr__(self, "channels", sides)
        object.__setattr__(self, "groups", found)

    def __len__(self) -> int:
        return len(self.architecture)

    @property
    def dimension(self) -> int:
        """Number D of directions."""
        return self.architecture.dimension

    @property
    def parameters(self) -> int:
        """Number Σ c_l·c_{l−1}·K_l/g_l of parameters."""
        sides = zip(self.channels, self.channels[1:], self.groups, strict=False)
        return sum(a * b // g * layer.parameters for layer, (a, b, g) in zip(self.architecture, sides, strict=True))

    @property
    def ambient(self) -> int:
        """Number c_0·c_L·(end-to-end size) of entries of the end-to-end filter, those that are always 0 included."""
        return self.channels[0] * self.channels[-1] * self.architecture.ambient

    def __str__(self) -> str:
        first, *outputs = self.channels
        words = [] if first == 1 else [f"c{first}"]
        for layer, number, g in zip(self.architecture, outputs, self.groups, strict=True):
            words.append(f"{layer}" + f"c{number}" * (number > 1) + f"g{g}" * (g > 1))
        return " ".join(words)

    def __repr__(self) -> str:
        return f"GroupedArchitecture({self.architecture!r}, {self.channels!r}, {self.groups!r})"
