"""Tensors of sizes that are not known beforehand, such as signals.

Contents: :func:`rational_tensors`.
"""

from __future__ import annotations

from itertools import product
from math import prod

from .limits import Work
from .outcome import Malformed
from .reading import json_list, rational_filter

Tensor = tuple[list[int], list[int], int]  # entries row-major over a common denominator, size, denominator


def rational_tensors(value: object, dimension: int, where: str, work: Work) -> list[Tensor]:
    """A list, not empty, of nested lists of any sizes, not empty, with rational strings as entries."""
    found = []
    for n, item in enumerate(json_list(value, where)):
        place, size, part = f"{where}[{n}]", [], item
        for _ in range(dimension):
            listed = json_list(part, place)
            if not listed:
                raise Malformed(place, "is empty")
            size.append(len(listed))
            part = listed[0]
        entries, common = rational_filter(item, tuple(size), place, work)
        work.spend(100 + 40 * prod(size))
        found.append(([entries.get(index, 0) for index in product(*map(range, size))], size, common))
    if not found:
        raise Malformed(where, "is empty")
    return found
