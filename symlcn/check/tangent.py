"""The metric at a filter: basis of the tangent space, dual vectors, and K z = v for each vector v of the basis.

Contents: :func:`check_point`.

"""

from __future__ import annotations

from fractions import Fraction
from math import prod

from .arithmetic import Filter, Rational, norm
from .comparison import check_comparison
from .fiber import check_inside
from .jacobian import Element, Field, Jacobian, Vector, plus, scaled
from .limits import Work
from .model import Architecture
from .outcome import Malformed, Rejected, Statement
from .parameter import check_tuple
from .pseudoinverse import check_ntk, check_pseudoinverse
from .reading import exact, integer, json_list, json_object, rationals
from .result import compare
from .scaling import shifts_of

MAX_RANK = 400


def check_point(
    architecture: Architecture,
    item: dict[str, object],
    u: tuple[Filter, int],
    delta: list[Rational],
    work: Work,
) -> Statement:
    """Establishes the metric at a filter; returns what it is."""
    keys, value = "form sheet rank length pieces ntk pseudoinverse", item["result"]
    if isinstance(value, dict) and "comparison" in value:  # older certificates have none
        keys += " comparison"
    result = json_object(value, keys, "result")
    evidence = json_object(item["evidence"], "filters factor t rho places dual fiber", "evidence")
    sheet = _check_smooth(architecture, item, result["sheet"], evidence["fiber"], delta, work)
    found = check_tuple(architecture, evidence, delta, u, "evidence", work)
    rank = sum(map(prod, architecture.sizes)) - len(architecture.sizes) + 1
    if rank > MAX_RANK:
        raise Malformed("architecture", f"a neuromanifold of dimension over {MAX_RANK}")
    compare(result["rank"], rank, "result.rank")
    field, factor = Field(found.f, work), Fraction(*found.factor)
    shifts, common = shifts_of(delta, work)
    rho = [field.shifted(Fraction(shift, common)) for shift in shifts]
    norms = [norm(entries) for entries in found.filters]
    jacobian = Jacobian(architecture, found.filters, work)
    length = field.read(result["length"], "result.length")
    _check_length(field, length, rho)
    pieces = _check_pieces(architecture, result["pieces"], field, rho, norms, jacobian, work)
    whole = {place: factor * c for place, c in jacobian.image(0, jacobian.flat[0]).items()}
    basis = [whole]
    for layer, preimages, _ in pieces:
        basis += [{place: factor * c for place, c in jacobian.image(layer, y).items()} for y in preimages]
    dual = _check_dual(evidence, basis, prod(architecture.extents()), work)
    _check_solutions(jacobian, pieces, dual, norms, factor)
    if result["ntk"] is not None or result["pseudoinverse"] is not None:
        weights = [(length, [[1]])]
        weights += [(scaled(rho[layer], Fraction(1, norms[layer])), gram) for layer, _, gram in pieces]
        kernel = check_ntk(result["ntk"], field, rho, norms, factor, jacobian, prod(architecture.extents()))
        check_pseudoinverse(result["pseudoinverse"], field, kernel, basis, weights, work)
    words = "on one sheet over the filter" if sheet else "at the filter"
    other = ""
    if result.get("comparison") is not None:
        check_comparison(architecture, result["comparison"], delta, norms, found.factor, work)
        other = "; for the same filters and the other invariants listed it is another one"
    return Statement(f"the metric {words} is g = K^+ on the tangent space, of dimension {rank}{other}")


def _check_smooth(
    architecture: Architecture,
    item: dict[str, object],
    sheet: object,
    value: object,
    delta: list[Rational],
    work: Work,
) -> bool:
    """Establishes that u is a smooth point and, unless a sheet is meant, that all real points over it share an NTK."""
    if not isinstance(sheet, bool):
        raise Malformed("result.sheet", "expected true or false")
    fiber = check_inside(architecture, value, item["filter"], delta, "evidence.fiber", work)
    if fiber["smooth"] is not True:
        raise Rejected("evidence.fiber", "does not show that the filter is a smooth point")
    if not sheet and fiber["status"] != "proved":
        raise Rejected("evidence.fiber", "does not show that all real points over the filter share an NTK")
    return sheet


def _check_length(field: Field, length: Element, rho: list[Element]) -> None:
    """Establishes length * sum_l 1/rho_l = 1, multiplied by the product of all rho_l."""
    total, whole = [Fraction(0)] * field.degree, field.one()
    for own in rho:
        total, whole = plus(field.times(total, own), whole), field.times(whole, own)
    if field.times(length, total) != whole:
        raise Rejected("result.length", "is not 1 divided by the sum of 1/rho")


def _check_pieces(
    architecture: Architecture,
    value: object,
    field: Field,
    rho: list[Element],
    norms: list[int],
    jacobian: Jacobian,
    work: Work,
) -> list[tuple[int, list[list[int]], list[list[int]]]]:
    """Establishes preimages orthogonal to the filters, as many as there can be, their inner products and weights."""
    layers = [l for l, size in enumerate(architecture.sizes) if prod(size) > 1]
    pieces = []
    for n, entry in enumerate(json_list(value, "result.pieces", len(layers))):
        where, layer = f"result.pieces[{n}]", layers[n]
        part = json_object(entry, "layer weight preimages gram minors", where)
        compare(part["layer"], layer, f"{where}.layer")
        if field.read(part["weight"], f"{where}.weight") != scaled(rho[layer], Fraction(1, norms[layer])):
            raise Rejected(f"{where}.weight", "is not rho divided by the squared norm of the primitive filter")
        count = prod(architecture.sizes[layer]) - 1
        preimages = _matrix(part["preimages"], count, count + 1, f"{where}.preimages")
        gram = _matrix(part["gram"], count, count, f"{where}.gram")
        work.spend(count**3 + 2 * count**2)
        for y in preimages:
            if sum(a * b for a, b in zip(y, jacobian.flat[layer], strict=True)):
                raise Rejected(f"{where}.preimages", "are not all orthogonal to the filter")
        if gram != [[sum(a * b for a, b in zip(x, y, strict=True)) for y in preimages] for x in preimages]:
            raise Rejected(f"{where}.gram", "does not hold the inner products of the preimages")
        minors = [exact(c, f"{where}.minors") for c in json_list(part["minors"], f"{where}.minors", count)]
        if minors != _leading_minors(gram) or min(minors) <= 0:
            raise Rejected(f"{where}.minors", "are not the leading principal minors, or not all positive")
        pieces.append((layer, preimages, gram))
    return pieces


def _matrix(value: object, rows: int, columns: int, where: str) -> list[list[int]]:
    return [
        [exact(c, f"{where}[{i}][{j}]") for j, c in enumerate(json_list(row, f"{where}[{i}]", columns))]
        for i, row in enumerate(json_list(value, where, rows))
    ]


def _leading_minors(matrix: list[list[int]]) -> list[int]:
    """By elimination without fractions (Bareiss), up to the first that is 0."""
    rows, last, minors = [list(row) for row in matrix], 1, []
    for k in range(len(rows)):
        minors.append(rows[k][k])
        if rows[k][k] == 0:
            break
        for i in range(k + 1, len(rows)):
            for j in range(k + 1, len(rows)):
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) // last
        last = rows[k][k]
    return minors


def _check_dual(evidence: dict[str, object], basis: list[Vector], ambient: int, work: Work) -> list[Vector]:
    """Establishes vectors dual to the basis, which is independent therefore."""
    places = [
        integer(p, f"evidence.places[{n}]", 0, ambient - 1)
        for n, p in enumerate(json_list(evidence["places"], "evidence.places", len(basis)))
    ]
    if places != sorted(set(places)):
        raise Malformed("evidence.places", "must increase")
    dual = []
    for n, row in enumerate(json_list(evidence["dual"], "evidence.dual", len(basis))):
        values = [Fraction(*pair) for pair in rationals(row, f"evidence.dual[{n}]", len(basis))]
        dual.append({place: c for place, c in zip(places, values, strict=True) if c})
        work.spend(20 * len(basis) ** 2)
        for k, vector in enumerate(basis):
            if sum((c * vector[place] for place, c in dual[n].items() if place in vector), Fraction(0)) != (n == k):
                raise Rejected(f"evidence.dual[{n}]", f"has the wrong product with vector {k} of the basis")
    return dual


def _check_solutions(
    jacobian: Jacobian,
    pieces: list[tuple[int, list[list[int]], list[list[int]]]],
    dual: list[Vector],
    norms: list[int],
    factor: Fraction,
) -> None:
    """Establishes K z = v for each v of the basis, z being the combination of dual vectors by the row of v in g.

    K = c^2 sum_m (n_m / rho_m) M_m M_m^T. For v = c M_l y the row is rho_l / n_l times one of gram, z is rho_l / n_l
    times h, and M_m^T h = 0 for m other than l with c M_l^T h = y suffices. For u it suffices that c n_m M_m^T h = w_m
    for all m.
    """
    layers = range(len(norms))
    for layer in layers:
        if [factor * norms[layer] * c for c in jacobian.transposed(layer, dual[0])] != jacobian.flat[layer]:
            raise Rejected("evidence.dual[0]", "does not solve K z = u")
    start = 1
    for layer, preimages, gram in pieces:
        for n, y in enumerate(preimages):
            h: Vector = {}
            for k, c in enumerate(gram[n]):
                for place, d in dual[start + k].items():
                    h[place] = h.get(place, Fraction(0)) + c * d
            for other in layers:
                expected = y if other == layer else [0] * len(jacobian.flat[other])
                if [factor * c for c in jacobian.transposed(other, h)] != expected:
                    raise Rejected(f"evidence.dual[{start + n}]", "does not solve K z = v")
        start += len(preimages)
