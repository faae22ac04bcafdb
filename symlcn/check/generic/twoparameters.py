"""Two parameters with the same end-to-end filter and the same invariants, and different NTKs.

Contents: :class:`Exchange`, :func:`check_two`.

They differ by an exchange of factors of two layers of one axis block, which changes the NTK for every delta
(exchange.py), or by the swap of two interchangeable layers, which changes it when rho_i and rho_j differ.
"""

from __future__ import annotations

from ..core.arithmetic import Filter, Rational, divides, norm, plus, times
from ..core.limits import MAX_EXTENT, Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer_filter, json_list, json_object, layer_pair, rationals
from ..network.architecture import Architecture
from ..network.ntk import check_swap, constant_entries
from ..network.scaling import check_scaling, field_element, shifts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Exchange:
    """Layers i and j with the filters that replace theirs at a second point over the same end-to-end filter."""

    __slots__ = ("i", "j", "new_i", "new_j")

    def __init__(self, i: int, j: int, new_i: Filter, new_j: Filter) -> None:
        self.i, self.j, self.new_i, self.new_j = i, j, new_i, new_j

    def apply(self, filters: list[Filter]) -> list[Filter]:
        exchanged = list(filters)
        exchanged[self.i], exchanged[self.j] = self.new_i, self.new_j
        return exchanged


def check_two(
    architecture: Architecture,
    evidence: dict[str, Any],
    delta: list[Rational] | None,
    witness: list[Filter],
    exchange: Exchange | None,
    work: Work,
) -> list[Filter]:
    """Establishes two parameters with the same end-to-end filter and invariants but different NTKs; returns the first.

    The invariants are attained after a scaling that exists and is unique up to signs; t and rho give it, or are null.
    """
    where, depth = "evidence.counterexample", len(architecture.sizes)
    item = json_object(evidence["counterexample"], "delta layers pair ntk_difference", where)
    own = None if item["delta"] is None else rationals(item["delta"], f"{where}.delta", depth - 1)
    if own != delta and (exchange or delta is not None):
        raise Rejected(f"{where}.delta", "is not the delta of the certificate")
    i, j = layer_pair(item["layers"], depth, f"{where}.layers")
    places = [f"{where}.pair[0]", f"{where}.pair[1]"]
    points = [
        json_object(entry, "filters t rho", place)
        for entry, place in zip(json_list(item["pair"], f"{where}.pair", 2), places, strict=True)
    ]
    found = [
        _filters(point["filters"], architecture, evidence, witness, exchange, f"{place}.filters")
        for point, place in zip(points, places, strict=True)
    ]
    base = witness if exchange else found[0]
    change = exchange or _swap(architecture, own, base, i, j, work)
    if (i, j) != (change.i, change.j):
        raise Rejected(f"{where}.layers", "are not those of the exchange")
    if found[0] != base:
        raise Rejected(f"{places[0]}.filters", "are not those of the witness")
    if found[1] != change.apply(base):
        raise Rejected(f"{places[1]}.filters", f"are not those of pair[0] with filters[{i}] and filters[{j}] exchanged")
    solved = own if points[0]["t"] is not None else None
    minpoly: list[int] = []
    for point, filters, place in zip(points, found, places, strict=True):
        if solved is not None:
            minpoly = check_scaling(solved, filters, point, place, work)
        elif point["t"] is not None or point["rho"] is not None:
            raise Malformed(place, "t and rho must be null without delta, and in both points or in none")
    if exchange is None and solved is not None:
        _check_difference(item["ntk_difference"], solved, points, found, minpoly, work)
    elif item["ntk_difference"] is not None:
        raise Malformed(f"{where}.ntk_difference", "must be null for an exchange and where t is null")
    return found[0]


def _filters(
    value: object,
    architecture: Architecture,
    evidence: dict[str, Any],
    witness: list[Filter],
    exchange: Exchange | None,
    where: str,
) -> list[Filter]:
    """The filters of a point; what is written as it was written before is not read again."""
    found = []
    for l, item in enumerate(json_list(value, where, len(witness))):
        if item == evidence["witness"][l]["filter"]:
            found.append(witness[l])
        elif exchange and l == exchange.j and item == evidence["exchange"]["filters"][1]:
            found.append(exchange.new_j)
        else:
            found.append(integer_filter(item, architecture.sizes[l], f"{where}[{l}]"))
    return found


def _check_difference(
    value: object,
    delta: list[Rational],
    points: list[dict[str, object]],
    filters: list[list[Filter]],
    f: list[int],
    work: Work,
) -> None:
    """Establishes that the two values of K(0, 0) are the given ones (that they differ is known by now)."""
    for key in ("t", "rho"):
        if points[1][key] != points[0][key]:
            raise Rejected(f"evidence.counterexample.pair[1].{key}", "is not that of pair[0]")
    where = "evidence.counterexample.ntk_difference"
    item = json_object(value, "index values", where)
    if layer_pair(item["index"], MAX_EXTENT, f"{where}.index") != (0, 0):
        raise Rejected(f"{where}.index", "must be [0, 0]")
    for n, entry in enumerate(json_list(item["values"], f"{where}.values", 2)):
        _check_value(entry, delta, filters[n], f, f"{where}.values[{n}]", work)


def _check_value(
    value: object, delta: list[Rational], filters: list[Filter], f: list[int], where: str, work: Work
) -> None:
    """Establishes K(0, 0) = u_0^2 sum_l n_l / (rho_l w_l[0]^2), multiplied by the product of all rho_l, mod f."""
    numerators, denominator = field_element(value, len(f) - 1, where, work)
    shifts, common = shifts_of(delta, work)
    product, total, squares = [1], [0], 1
    for shift, entries, constant in zip(shifts, filters, constant_entries(filters, where), strict=True):
        total = times(total, [shift * constant**2, common * constant**2], work)
        total = plus(total, times(product, [norm(entries) * squares], work))
        product = times(product, [shift, common], work)
        squares *= constant**2
    expected = times([-denominator * common], total, work)
    if not divides(f, plus(times(numerators, product, work), expected), work):
        raise Rejected(where, "is not K(0, 0) at this parameter")


def _swap(
    architecture: Architecture, delta: list[Rational] | None, filters: list[Filter], i: int, j: int, work: Work
) -> Exchange:
    """Establishes that i and j are interchangeable, off the locus, so that their swap may change K(0, 0)."""
    where = "evidence.counterexample"
    if delta is None:
        raise Rejected(f"{where}.delta", "must be given")
    shifts, _ = shifts_of(delta, work)
    if shifts[i] == shifts[j] or not any(i in group and j in group for group in architecture.groups):
        raise Rejected(f"{where}.layers", "are not interchangeable with rho_i and rho_j different")
    constants = constant_entries(filters, f"{where}.pair[0].filters")
    check_swap(filters, constants, i, j, f"{where}.pair[0].filters")
    return Exchange(i, j, filters[j], filters[i])
