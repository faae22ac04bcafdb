"""Why there is no metric at an end-to-end filter.

Contents: :class:`Obstruction`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Obstruction"]


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
