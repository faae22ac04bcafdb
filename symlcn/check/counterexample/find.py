"""Kind "counterexample": two parameters with the same end-to-end filter, the same invariants and different NTKs.

Contents: :func:`check`.

"accepted" means that the two parameter tuples have the same end-to-end filter ``filter`` and the same invariants
``delta``, and that their NTKs differ (``delta`` null: for every delta). No theorem is used, and nothing is said of
other filters. That the filter is a smooth point of the closure of the neuromanifold is said only where this is the
whole space, by its dimension, the number of parameters less that of layers but one: the parametrization map is finite.
"""

from __future__ import annotations

from math import prod

from ..core.arithmetic import Rational, divides, norm, plus, times
from ..core.limits import MAX_PARAMETERS, Work
from ..core.outcome import Malformed, Rejected, Statement
from ..core.reading import check_nothing, json_list, json_object, layer_pair, rational_filter
from ..network.architecture import Architecture
from ..network.ntk import gram_entries
from ..network.parameter import ParameterTuple, check_tuple, told_apart
from ..network.scaling import field_element, shifts_of
from ..network.separation import check_separation


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if status == "undecided":
        json_list(item["pair"], "pair", 0)
        return check_nothing(item, "filter ntk_difference separation")
    text = _check_pair(architecture, item, delta, work)
    if architecture.full_rank() == prod(architecture.extents()):
        text += "; over a smooth point, as the closure of the neuromanifold is the whole space"
    return Statement(text)


def _check_pair(architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, work: Work) -> str:
    """Establishes a counterexample; returns it in words."""
    if prod(architecture.extents()) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    u = rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
    listed = json_list(item["pair"], "pair", 2)
    scaled = all(isinstance(entry, dict) and "scaled_filters" in entry for entry in listed)
    keys = "filters factor t rho" + " scaled_filters" * scaled
    points = [
        check_tuple(architecture, json_object(entry, keys, f"pair[{n}]"), delta, u, f"pair[{n}]", work)
        for n, entry in enumerate(listed)
    ]
    if delta is None:
        if item["ntk_difference"] is not None:
            raise Malformed("ntk_difference", "must be null where delta is")
        check_separation(architecture, item["separation"], [point.filters for point in points], "separation", work)
        return "two parameters with the same end-to-end filter, and with different NTKs for every δ"
    if item["separation"] is not None:
        raise Malformed("separation", "must be null where delta is given")
    _check_entries_differ(architecture, item["ntk_difference"], delta, points, work)
    return "two parameters with the same end-to-end filter, the same δ, and different NTKs"


def _check_entries_differ(
    architecture: Architecture, value: object, delta: list[Rational], points: list[ParameterTuple], work: Work
) -> None:
    """Establishes the entries of the two NTKs at one place, and that they are different numbers."""
    where, ambient = "ntk_difference", prod(architecture.extents())
    item = json_object(value, "index values", where)
    place = layer_pair(item["index"], ambient, f"{where}.index")
    entries = json_list(item["values"], f"{where}.values", 2)
    elements = [
        _check_entry(
            entries[n],
            delta,
            point,
            [row[0] for row in gram_entries(architecture, point.filters, [place], work)],
            f"{where}.values[{n}]",
            work,
        )
        for n, point in enumerate(points)
    ]
    if not told_apart(points, elements, work):
        raise Rejected(f"{where}.values", "are equal, or too close to be told apart")


def _check_entry(
    value: object, delta: list[Rational], point: ParameterTuple, grams: list[int], where: str, work: Work
) -> tuple[list[int], int]:
    """Establishes K(i, j) = factor^2 sum_l n_l N_l(i, j) / rho_l, multiplied by the product of all rho_l, mod f."""
    element = field_element(value, len(point.f) - 1, where, work)
    shifts, common = shifts_of(delta, work)
    product, total = [1], [0]
    for shift, entries, gram in zip(shifts, point.filters, grams, strict=True):
        total = times(total, [shift, common], work)
        total = plus(total, times(product, [norm(entries) * gram], work))
        product = times(product, [shift, common], work)
    (p, q), (numerators, denominator) = point.factor, element
    expected = times([-denominator * common * p * p], total, work)
    if not divides(point.f, plus(times([q * q * c for c in numerators], product, work), expected), work):
        raise Rejected(where, "is not this entry of the NTK at this parameter")
    return element
