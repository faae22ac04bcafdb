"""Fully connected networks: their widths, and the invariants of their parameters.

Contents: :func:`read_widths`, :func:`invariants_of`.
"""

from __future__ import annotations

from itertools import pairwise

from ..algebra.matrices import Matrix, minus, times, transposed
from ..core.limits import MAX_LAYERS, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer, json_list, json_object, string

MAX_WIDTH = 10_000


def read_widths(value: object) -> list[int]:
    """Reads the widths, and establishes that the notation is theirs."""
    item = json_object(value, "notation widths", "architecture")
    found = json_list(item["widths"], "architecture.widths")
    if not 2 <= len(found) <= MAX_LAYERS:
        raise Malformed("architecture.widths", f"expected 2 to {MAX_LAYERS} widths, found {len(found)}")
    widths = [integer(n, f"architecture.widths[{i}]", 1, MAX_WIDTH) for i, n in enumerate(found)]
    if string(item["notation"], "architecture.notation") != " ".join(map(str, widths)):
        raise Rejected("architecture.notation", "is not that of the widths")
    return widths


def invariants_of(layers: list[Matrix], work: Work) -> list[Matrix]:
    """D_l = W_{l+1}^T W_{l+1} - W_l W_l^T."""
    found = []
    for left, right in pairwise(layers):
        found.append(minus(times(transposed(right), right, work), times(left, transposed(left), work), work))
    return found
