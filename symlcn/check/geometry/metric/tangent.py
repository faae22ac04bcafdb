"""The metric at a filter: the tangent space of the neuromanifold, and the form on it, layer by layer.

Contents: :func:`check_point`, :func:`check_smooth_point`.

Filters with the product u are read as integer filters f_l over denominators d_l; with D the product of these, J at the
filters has the blocks (d_l / D) M_l, where M_l multiplies by the other f_m, and n_l = |f_l|^2 / d_l^2.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ...algebra.echelon import leading_minors
from ...algebra.elements import ONE, ZERO, Element, Field
from ...core.arithmetic import Filter, Rational, most_bits, multiply_all, norm, power_of
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import exact, integer, json_list, json_object
from ...core.recomputed import compare
from ...fiber.fiber import check_inside
from ...network.architecture import Architecture, integer_filters
from ...network.parameter import ParameterTuple, primitive, read_parameters
from ...network.scaling import check_scaling, shifts_of

MAX_RANK = 2000


def check_point(
    architecture: Architecture,
    item: dict[str, object],
    u: tuple[Filter, int],
    delta: list[Rational],
    work: Work,
) -> Statement:
    """Establishes the metric at a filter; returns what it is."""
    result = json_object(item["result"], "form sheet rank length pieces ntk pseudoinverse comparison", "result")
    evidence = json_object(item["evidence"], "filters t rho places dual fiber", "evidence")
    sheet, fiber = check_smooth_point(architecture, item, result["sheet"], evidence["fiber"], delta, work)
    found, scales = _read_point(architecture, evidence, delta, u, work)
    rank = architecture.full_rank()
    if rank > MAX_RANK:
        raise Malformed("architecture", f"a neuromanifold of dimension over {MAX_RANK}")
    compare(result["rank"], rank, "result.rank")
    field = Field(found.f, work)
    shifts, common = shifts_of(delta, work)
    rho = [field.shifted(shift, common) for shift in shifts]
    norms = [norm(entries) for entries in found.filters]
    length = field.read(result["length"], "result.length")
    _check_length(field, length, rho)
    weights = [field.scaled(own, d * d, n) for own, n, d in zip(rho, norms, scales, strict=True)]
    pieces = _check_pieces(architecture, result["pieces"], field, weights, found.filters, work)
    if evidence["dual"] is None:
        _check_full(architecture, evidence["places"], result, found.filters, fiber, rank, work)
    else:
        numbers = field, length, weights, rho
        extra("dual vectors").check_basis(architecture, result, evidence, found, scales, numbers, pieces, work)
    words = "on one sheet over the filter" if sheet else "at the filter"
    other = ""
    if result["comparison"] is not None:
        extra("comparison").check_comparison(architecture, result["comparison"], delta, norms, found.factor, work)
        other = "; for the same filters and the other invariants listed it is another one"
    return Statement(f"the metric {words} is g = K^+ on the tangent space, of dimension {rank}{other}")


def _read_point(
    architecture: Architecture, evidence: dict[str, object], delta: list[Rational], u: tuple[Filter, int], work: Work
) -> tuple[ParameterTuple, list[int]]:
    """Establishes filters over u, scaled to the invariants; returns them with their denominators."""
    filters, scales = read_parameters(architecture, evidence["filters"], u, "evidence.filters", work)
    whole = multiply_all(scales, work)
    found = ParameterTuple(filters, (1, whole))
    f = check_scaling(delta, filters, evidence, "evidence", work, (1, power_of(whole, 2, work)))
    found.locate(f, evidence["t"], work)
    return found, scales


def _check_full(
    architecture: Architecture,
    places: object,
    result: dict[str, object],
    filters: list[Filter],
    fiber: dict[str, object],
    rank: int,
    work: Work,
) -> None:
    """Establishes by the fiber that J has full rank at the filters; then g is v^T K^+ v' (see metric.py)."""
    for where, value in (("evidence.places", places), ("result.ntk", result["ntk"]),
                         ("result.pseudoinverse", result["pseudoinverse"])):  # fmt: skip
        if value is not None:
            raise Malformed(where, "must be null where dual is")
    own = [primitive(entries, work) for entries in filters]
    for n, entry in enumerate(json_list(fiber["points"], "evidence.fiber.points")):
        if isinstance(entry, dict) and entry["field"] == "Q" and entry["rank"] == rank:
            listed = integer_filters(entry["filters"], architecture, f"evidence.fiber.points[{n}].filters")
            if [primitive(part, work) for part in listed] == own:
                return
    raise Rejected("evidence.fiber", "does not show that J has full rank at the filters")


def check_smooth_point(
    architecture: Architecture,
    item: dict[str, object],
    sheet: object,
    value: object,
    delta: list[Rational],
    work: Work,
) -> tuple[bool, dict[str, object]]:
    """Establishes that u is a smooth point and, unless a sheet is meant, that all real points over it share an NTK.

    Returns whether a sheet is meant, and the fiber.
    """
    if not isinstance(sheet, bool):
        raise Malformed("result.sheet", "expected true or false")
    fiber = check_inside(architecture, value, item["filter"], delta, "evidence.fiber", work)
    if fiber["smooth"] is not True:
        raise Rejected("evidence.fiber", "does not show that the filter is a smooth point")
    if not sheet and fiber["status"] != "proved":
        raise Rejected("evidence.fiber", "does not show that all real points over the filter share an NTK")
    return sheet, fiber


def _check_length(field: Field, length: Element, rho: list[Element]) -> None:
    """Establishes length * sum_l 1/rho_l = 1, multiplied by the product of all rho_l."""
    total, whole = ZERO, ONE
    for own in rho:
        total, whole = field.plus(field.times(total, own), whole), field.times(whole, own)
    if field.times(length, total) != whole:
        raise Rejected("result.length", "is not 1 divided by the sum of 1/rho")


def _check_pieces(
    architecture: Architecture,
    value: object,
    field: Field,
    weights: list[Element],
    filters: list[Filter],
    work: Work,
) -> list[tuple[int, list[list[int]], list[list[int]]]]:
    """Establishes preimages orthogonal to the filters, as many as there can be, their inner products and weights.

    A long layer has only the place of a nonzero entry w_p: its preimages are the w_p e_i - w_i e_p, divided by the gcd,
    which are independent, so that their inner products are positive definite.
    """
    layers = [l for l, size in enumerate(architecture.sizes) if prod(size) > 1]
    pieces = []
    for n, entry in enumerate(json_list(value, "result.pieces", len(layers))):
        where, layer = f"result.pieces[{n}]", layers[n]
        long = isinstance(entry, dict) and "pivot" in entry
        part = json_object(entry, "layer weight preimages gram minors" + " pivot" * long, where)
        compare(part["layer"], layer, f"{where}.layer")
        if field.read(part["weight"], f"{where}.weight") != weights[layer]:
            raise Rejected(f"{where}.weight", "is not rho divided by the squared norm of the filter")
        flat = [filters[layer].get(index, 0) for index in product(*map(range, architecture.sizes[layer]))]
        count = len(flat) - 1
        if long:
            if not flat[integer(part["pivot"], f"{where}.pivot", 0, count)]:
                raise Rejected(f"{where}.pivot", "is the place of an entry that is 0")
            for key in ("preimages", "gram", "minors"):
                if part[key] is not None:
                    raise Malformed(f"{where}.{key}", "must be null where there is a pivot")
            continue
        preimages = _matrix(part["preimages"], count, count + 1, f"{where}.preimages")
        gram = _matrix(part["gram"], count, count, f"{where}.gram")
        bits = most_bits(c for y in preimages for c in y)
        work.spend(count**3 + 2 * count**2, count**3 * bits, bits)
        for y in preimages:
            if sum(a * b for a, b in zip(y, flat, strict=True)):
                raise Rejected(f"{where}.preimages", "are not all orthogonal to the filter")
        if gram != [[sum(a * b for a, b in zip(x, y, strict=True)) for y in preimages] for x in preimages]:
            raise Rejected(f"{where}.gram", "does not hold the inner products of the preimages")
        minors = [exact(c, f"{where}.minors") for c in json_list(part["minors"], f"{where}.minors", count)]
        if minors != leading_minors(gram, work) or min(minors) <= 0:
            raise Rejected(f"{where}.minors", "are not the leading principal minors, or not all positive")
        pieces.append((layer, preimages, gram))
    return pieces


def _matrix(value: object, rows: int, columns: int, where: str) -> list[list[int]]:
    return [
        [exact(c, f"{where}[{i}][{j}]") for j, c in enumerate(json_list(row, f"{where}[{i}]", columns))]
        for i, row in enumerate(json_list(value, where, rows))
    ]
