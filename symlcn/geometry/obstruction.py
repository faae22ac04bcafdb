"""Why there is no metric at an end-to-end filter.

Contents: :class:`Obstruction`, :func:`flat`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Obstruction", "flat"]


@dataclass(frozen=True, slots=True)
class Obstruction:
    """Why there is no metric at a filter: something that its fiber shows.

    Attributes
    ----------
    kind : str
        ``"outside"``: no real filters have this product; ``"singular"``: u is a singular point; ``"rank"``: J has full
        rank at no real parameters over it; ``"ntk"``: real parameters over it with the invariants have different NTKs.
    why : str
    """

    kind: str
    why: str


def flat(tensor: Any) -> Iterator[Any]:
    """The entries of a tensor, row-major.

    Examples
    --------
    >>> list(flat(((1, 2), (3, 4))))
    [1, 2, 3, 4]
    """
    if isinstance(tensor, Sequence):
        for part in tensor:
            yield from flat(part)
    else:
        yield tensor
