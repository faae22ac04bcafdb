"""A symmetric matrix that separates the NTKs of two parameters for every delta at once.

Contents: :func:`check_separation`.

K is a positive combination of the N_l. If <S, N_l> >= 0 for all l at one parameter and <= 0 at another, and not all of
them are 0, then <S, K> differs whatever delta is.
"""

from __future__ import annotations

from math import prod

from ..core.arithmetic import Filter, total_bits
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import exact, json_list, json_object, layer_pair
from .architecture import Architecture
from .ntk import gram_entries


def check_separation(
    architecture: Architecture, value: object, points: list[list[Filter]], where: str, work: Work
) -> None:
    """Establishes <S, N_l> >= 0 at the first filters, <= 0 at the second, not all 0, for a symmetric matrix S."""
    ambient = prod(architecture.extents())
    item = json_object(value, "entries products", where)
    places: list[tuple[int, int]] = []
    weights: list[int] = []
    for n, entry in enumerate(json_list(item["entries"], f"{where}.entries")):
        part = json_object(entry, "index value", f"{where}.entries[{n}]")
        i, j = layer_pair(part["index"], ambient, f"{where}.entries[{n}].index")
        if j < i or (places and (i, j) <= places[-1]):
            raise Malformed(f"{where}.entries[{n}].index", "must be on or above the diagonal, and increase")
        places.append((i, j))
        weights.append(exact(part["value"], f"{where}.entries[{n}].value") * (1 if i == j else 2))
    total = 0
    for n, listed in enumerate(json_list(item["products"], f"{where}.products", 2)):
        rows = gram_entries(architecture, points[n], places, work)
        found = json_list(listed, f"{where}.products[{n}]", len(rows))
        for layer, row in enumerate(rows):
            place = f"{where}.products[{n}][{layer}]"
            work.spend(len(row), total_bits(weights), max(map(int.bit_length, row), default=0))
            product = sum(weight * gram for weight, gram in zip(weights, row, strict=True))
            if exact(found[layer], place) != product:
                raise Rejected(place, f"is not the inner product of S and N_l for layers[{layer}]")
            if (product < 0) if n == 0 else (product > 0):
                raise Rejected(place, "has the wrong sign")
            total += abs(product)
    if total == 0:
        raise Rejected(f"{where}.products", "are all 0")
