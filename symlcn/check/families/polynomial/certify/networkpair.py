"""Two tuples of filters of a network with activations: the same function and invariants, and different NTKs.

Contents: :func:`check_pair`.

They differ in two layers of one run. Where these exchange a root, the run certificate shows that the matrix
S = e_0 v^T + v e_0^T separates the NTKs of the run for every delta. v^T Q = 0 for the end-to-end filter Q of the run,
since v^T Q is the constant coefficient of Q on an axis modulo x^e - root, and one factor vanishes there. Hence
Q^T S Q = 0, and S lifts to the network, whatever its other filters are, if none is 0. Where the layers are swapped, the
scaling has the same t, and K(e_0, e_0) differs as rho_i and rho_j do, and n_l / w_l[0]^2.
"""

from __future__ import annotations

from typing import cast

from ....core.arithmetic import Filter, Rational
from ....core.limits import Work
from ....core.outcome import Rejected
from ....core.reading import choice, integer, integer_filter, json_list, json_object, layer_pair, rationals
from ....network.architecture import integer_filters
from ....network.classify import NTK
from ....network.furtherarchitectures import PolynomialArchitecture
from ....network.ntk import check_swap, constant_entries
from ..weightedscaling import Weighted, check_sum, check_weighted, corner_terms
from .composition import Composition

WHERE = "evidence.counterexample"
Json = dict[str, object]


def check_pair(
    architecture: PolynomialArchitecture,
    value: object,
    delta: list[Rational] | None,
    certificates: list[Json],
    composition: Composition,
    work: Work,
) -> None:
    """Establishes two tuples with the same function and invariants but different NTKs.

    The invariants are attained after a scaling that exists and is unique up to signs; t and rho give it, or are null.
    """
    depth, always = len(architecture.stack.sizes), composition.result["ntk"] == NTK[2]
    item = json_object(value, "delta run layers pair ntk_difference", WHERE)
    own = None if item["delta"] is None else rationals(item["delta"], f"{WHERE}.delta", depth - 1)
    if own != delta and (always or delta is not None):
        raise Rejected(f"{WHERE}.delta", "is not the delta of the certificate")
    run = integer(item["run"], f"{WHERE}.run", 0, len(certificates) - 1)
    layers = layer_pair(item["layers"], depth, f"{WHERE}.layers")
    points = [
        json_object(entry, "filters t rho", f"{WHERE}.pair[{n}]")
        for n, entry in enumerate(json_list(item["pair"], f"{WHERE}.pair", 2))
    ]
    first, second = (
        integer_filters(point["filters"], architecture.stack, f"{WHERE}.pair[{n}].filters")
        for n, point in enumerate(points)
    )
    _check_base(architecture, first, certificates)
    if composition.ntk[run] != composition.result["ntk"] or certificates[run]["status"] == "undecided":
        raise Rejected(f"{WHERE}.run", "is not shown to make the difference")
    if always:
        expected = _exchanged(architecture, first, run, certificates[run], layers)
    else:
        expected = _swapped(architecture, first, run, layers, own, composition, work)
    if second != expected:
        i, j = layers
        raise Rejected(f"{WHERE}.pair[1].filters", f"are not those of pair[0] with filters[{i}] and [{j}] exchanged")
    scalings = _scalings(architecture, own, [first, second], points, work)
    if always or not scalings:
        if item["ntk_difference"] is not None:
            raise Rejected(f"{WHERE}.ntk_difference", "must be null for an exchange and where t is null")
        return
    _check_difference(architecture, item["ntk_difference"], [first, second], scalings, work)


def _check_base(architecture: PolynomialArchitecture, filters: list[Filter], certificates: list[Json]) -> None:
    """Establishes that filters are the witnesses of the runs, and not 0 in runs without one."""
    for (start, stop), certificate, n in zip(architecture.runs, certificates, range(len(certificates)), strict=True):
        decided = certificate["status"] != "undecided"
        witness = cast("list[Json]", cast("Json", certificate["evidence"])["witness"]) if decided else []
        for l in range(start, stop):
            place = f"{WHERE}.pair[0].filters[{l}]"
            if decided:
                known = integer_filter(
                    witness[l - start]["filter"], architecture.stack.sizes[l], f"evidence.runs[{n}].witness"
                )
                if filters[l] != known:
                    raise Rejected(place, "is not that of the witness of its run")
            elif not filters[l]:
                raise Rejected(place, "is 0")


def _exchanged(
    architecture: PolynomialArchitecture, filters: list[Filter], run: int, certificate: Json, layers: tuple[int, int]
) -> list[Filter]:
    """The filters after the exchange of the run."""
    exchange = cast("Json", cast("Json", certificate["evidence"])["exchange"])
    start, own = architecture.runs[run][0], cast("list[int]", exchange["layers"])
    if layers != (start + own[0], start + own[1]):
        raise Rejected(f"{WHERE}.layers", "are not those of the exchange of the run")
    changed = list(filters)
    for layer, value in zip(layers, cast("list[object]", exchange["filters"]), strict=True):
        changed[layer] = integer_filter(value, architecture.stack.sizes[layer], f"{WHERE}.pair[1].filters[{layer}]")
    return changed


def _swapped(
    architecture: PolynomialArchitecture,
    filters: list[Filter],
    run: int,
    layers: tuple[int, int],
    delta: list[Rational] | None,
    composition: Composition,
    work: Work,
) -> list[Filter]:
    """Establishes that two layers are interchangeable, off the locus, and that their swap changes K(e_0, e_0)."""
    if delta is None:
        raise Rejected(f"{WHERE}.delta", "must be given")
    i, j = layers
    shifts = Weighted(architecture.degrees, delta, work).shifts
    groups = cast("list[list[int]]", composition.result["interchangeable"])
    start, stop = architecture.runs[run]
    if (
        shifts[i] == shifts[j]
        or not (start <= i < stop and start <= j < stop)
        or not any(i in group and j in group for group in groups)
    ):
        raise Rejected(f"{WHERE}.layers", "are not interchangeable layers of the run with rho_i and rho_j different")
    place = f"{WHERE}.pair[0].filters"
    check_swap(filters, constant_entries(filters, place), i, j, place)
    changed = list(filters)
    changed[i], changed[j] = filters[j], filters[i]
    return changed


def _scalings(
    architecture: PolynomialArchitecture,
    delta: list[Rational] | None,
    filters: list[list[Filter]],
    points: list[Json],
    work: Work,
) -> list[Weighted]:
    """Establishes the scalings of both points; empty if they are not given."""
    given = [n for n, point in enumerate(points) if point["t"] is not None or point["rho"] is not None]
    if not given:
        return []
    if delta is None or len(given) == 1:
        raise Rejected(f"{WHERE}.pair", "t and rho must be null without delta, and in both points or in none")
    return [
        check_weighted(architecture, delta, filters[n], point, f"{WHERE}.pair[{n}]", work)
        for n, point in enumerate(points)
    ]


def _check_difference(
    architecture: PolynomialArchitecture,
    value: object,
    filters: list[list[Filter]],
    scalings: list[Weighted],
    work: Work,
) -> None:
    """Establishes that the two values of K(e_0, e_0) are the given ones (that they differ is known by now)."""
    where = f"{WHERE}.ntk_difference"
    item = json_object(value, "input values", where)
    choice(item["input"], ("e_0",), f"{where}.input")
    for n, entry in enumerate(json_list(item["values"], f"{where}.values", 2)):
        constants = constant_entries(filters[n], f"{WHERE}.pair[{n}].filters")
        weights = corner_terms(architecture.degrees, filters[n], constants, (1, 1), work)
        check_sum(entry, weights, scalings[n], f"{where}.values[{n}]")
