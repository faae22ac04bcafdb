"""Two convolutional layers with a ReLU between them.

Contents: :class:`ReluArchitecture`.
"""

from __future__ import annotations

from dataclasses import dataclass

from symlcn.errors import ParseError, counted
from symlcn.network.architecture import Architecture

__all__ = ["ReluArchitecture"]


@dataclass(frozen=True, slots=True, repr=False)
class ReluArchitecture:
    """Two layers with a ReLU between them.

    Parameters
    ----------
    architecture : Architecture
        The two layers alone.

    Raises
    ------
    ParseError
        If there are not two.

    Examples
    --------
    >>> print(ReluArchitecture(Architecture("k3s2 k2")))
    k3s2 relu k2
    """

    architecture: Architecture

    def __post_init__(self) -> None:
        if len(self.architecture) != 2:
            problem = f"{counted(len(self.architecture), 'layer')} with a ReLU"
            raise ParseError("architecture", f"{problem}; a ReLU is covered between two, as in k3 relu k2")

    def __len__(self) -> int:
        return 2

    def __str__(self) -> str:
        return " relu ".join(map(str, self.architecture))

    def __repr__(self) -> str:
        return f"ReluArchitecture({self.architecture!r})"
