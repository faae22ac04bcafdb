"""Dense networks: two exact parameters with the same product and the same invariants, and different NTKs.

Contents: :func:`check_pair`, :func:`check_difference`.

Their entries may have square roots of rational numbers on both sides (rootmatrix.py).
"""

from __future__ import annotations

from ...algebra import rootmatrix as rooted
from ...algebra.matrices import Matrix, rank_of, same
from ...algebra.rootmatrix import Rooted, read_rooted
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import json_list, json_object, layer_pair, rationals


def check_pair(
    value: object, widths: list[int], delta: list[Matrix] | None, work: Work
) -> tuple[list[list[Rooted]], int]:
    """Establishes two tuples with one product and the invariants; returns them, and the rank of the product."""
    listed = json_list(value, "evidence.pair", 2)
    pair = [_read_side(side, widths, f"evidence.pair[{n}]", work) for n, side in enumerate(listed)]
    wholes = [rooted.product_of(layers, "evidence.pair", work) for layers in pair]
    if not rooted.equal(wholes[0], wholes[1], work):
        raise Rejected("evidence.pair", "the products differ")
    kept = [rooted.invariants_of(layers, "evidence.pair", work) for layers in pair]
    for i, (left, right) in enumerate(zip(*kept, strict=True)):
        if not same(left, right):
            raise Rejected("evidence.pair", f"the invariants delta[{i}] differ")
        if delta is not None and not same(left, delta[i]):
            raise Rejected("evidence.pair", f"the invariants are not delta[{i}]")
    return pair, rank_of(wholes[0].matrix, work)  # roots on both sides are positive


def _read_side(value: object, widths: list[int], where: str, work: Work) -> list[Rooted]:
    found = json_list(value, where, len(widths) - 1)
    return [read_rooted(m, widths[l + 1], widths[l], f"{where}[{l}]", work) for l, m in enumerate(found)]


def check_difference(value: object, pair: list[list[Rooted]], widths: list[int], work: Work) -> None:
    """Establishes the entries of two NTKs at one place, and that they are different numbers."""
    where = "evidence.ntk_difference"
    item = json_object(value, "index values", where)
    place = layer_pair(item["index"], widths[0] * widths[-1], f"{where}.index")
    numbers = rationals(item["values"], f"{where}.values", 2)
    for n, (layers, (p, q)) in enumerate(zip(pair, numbers, strict=True)):
        above, below = rooted.entry_of(layers, widths, place, f"{where}.index", work)
        if above * q != p * below:
            raise Rejected(f"{where}.values[{n}]", "is not this entry of the NTK")
    if numbers[0] == numbers[1]:
        raise Rejected(f"{where}.values", "are equal")
