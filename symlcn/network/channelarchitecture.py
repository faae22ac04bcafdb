"""Architectures of linear convolutional networks with several channels.

Contents: :class:`ChannelArchitecture`.

Notation. Layer l has c_{l−1} input and c_l output channels; its filter is a c_l × c_{l−1} matrix P_l of polynomials of
the size of the layer. The end-to-end filter is U = P_L⋯P_1, a c_L × c_0 matrix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import SupportsIndex

from symlcn.errors import ParseError, counted
from symlcn.network.architecture import Architecture, counting_number

__all__ = ["ChannelArchitecture"]

MAX_CHANNELS = 10**6


@dataclass(frozen=True, slots=True, init=False, repr=False)
class ChannelArchitecture:
    """A stack of layers with numbers of channels.

    Parameters
    ----------
    architecture : Architecture
        The layers alone.
    channels : sequence of int
        c_0, …, c_L, at least one of them larger than 1: those of the input, and of the output of each layer.

    Raises
    ------
    ParseError
        If their number is not L + 1, or one is not an integer from 1 to 10^6, or all are 1.

    Examples
    --------
    >>> print(ChannelArchitecture(Architecture("k11x11s4 k5x5"), (3, 64, 192)))
    c3 k11x11s4c64 k5x5c192
    """

    architecture: Architecture
    channels: tuple[int, ...]

    def __init__(self, architecture: Architecture, channels: Iterable[SupportsIndex]) -> None:
        found = tuple(counting_number("channels", c, MAX_CHANNELS) for c in channels)
        depth = len(architecture)
        if len(found) != depth + 1:
            problem = f"{counted(len(found), 'number')} of channels for {counted(depth, 'layer')}"
            raise ParseError("channels", f"{problem}; give those of the input and of the output of each layer")
        if all(number == 1 for number in found):
            raise ParseError("channels", "all are 1; with one channel it is an Architecture")
        object.__setattr__(self, "architecture", architecture)
        object.__setattr__(self, "channels", found)

    def __len__(self) -> int:
        return len(self.architecture)

    @property
    def groups(self) -> tuple[int, ...]:
        """For each layer 1: all inputs reach all outputs."""
        return (1,) * len(self)

    @property
    def dimension(self) -> int:
        """Number D of directions."""
        return self.architecture.dimension

    @property
    def parameters(self) -> int:
        """Number Σ c_l·c_{l−1}·K_l of parameters."""
        inputs, outputs = self.channels, self.channels[1:]
        return sum(a * b * layer.parameters for layer, a, b in zip(self.architecture, inputs, outputs, strict=False))

    @property
    def ambient(self) -> int:
        """Number c_0·c_L·(end-to-end size) of entries of the end-to-end filter."""
        return self.channels[0] * self.channels[-1] * self.architecture.ambient

    def __str__(self) -> str:
        first, *outputs = self.channels
        words = [] if first == 1 else [f"c{first}"]
        for layer, number in zip(self.architecture, outputs, strict=True):
            words.append(str(layer) if number == 1 else f"{layer}c{number}")
        return " ".join(words)

    def __repr__(self) -> str:
        return f"ChannelArchitecture({self.architecture!r}, {self.channels!r})"
