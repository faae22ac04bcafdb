"""Certificates of fibers as JSON.

Contents: :func:`fiber_json`, :func:`fiber_body`.

The format is fixed by ``certificates/schemas/fiber.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flint import fmpz_mat

from symlcn.algebra.complexroots import complex_roots
from symlcn.algebra.discs import apart_at, discs_json
from symlcn.algebra.echelon import kernel_vectors, modulo, pivots
from symlcn.algebra.exact import CHECK_PRIME, Json, integer_text, rationals_json
from symlcn.algebra.irreducible.proofs import prove_irreducible
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.fiber.comparison.everydelta import Verdict
from symlcn.fiber.evidence.comparisonevidence import classes_json, comparison
from symlcn.fiber.evidence.leafnames import Parts
from symlcn.fiber.evidence.pointjson import point_json
from symlcn.fiber.evidence.tree import separating_bits, tree_json
from symlcn.fiber.exact.conjugates import MARGIN as MARGIN_BITS
from symlcn.fiber.exact.conjugates import shapes_of
from symlcn.fiber.exact.elimination import Elimination
from symlcn.fiber.exact.resolvents import Resolvent
from symlcn.fiber.fiber import Fiber, ScaledPoint
from symlcn.fiber.pieces import product_of
from symlcn.fiber.points import Point
from symlcn.fiber.smoothness.smooth import merged_layers
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter
from symlcn.network.jacobian import blocks
from symlcn.network.ntk import jacobian

__all__ = ["fiber_body", "fiber_json"]


def fiber_json(found: Fiber, finer: int = 1) -> Json:
    """The fiber as a JSON object of format ``symlcn-certificate``, version 2, with evidence.

    Enclosures have `finer` times the bits that they take by all that is known.

    Raises
    ------
    LimitError
        If no evidence was found for what is known of the fiber.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.fiber import fiber
    >>> document = fiber_json(fiber(parse_architecture("k3 k2"), (-2, 0, 0, 1), [0]))
    >>> document["counts"], document["points"][0]["field"]["generators"][0]["minpoly"], document["assumptions"]
    ({'Q': 0, 'R': 1, 'C': 3}, ['-2', '0', '0', '1'], [])
    """
    own, assumptions = fiber_body(found, finer)
    about, delta = architecture_json(found.architecture), rationals_json(found.delta)
    return sealed("fiber", about, found.status, own, delta=delta, reason=found.reason, assumptions=assumptions)


def fiber_body(found: Fiber, finer: int = 1) -> tuple[Json, list[str]]:
    """What a certificate holds of a fiber, without the envelope, and its assumptions; raises as :func:`fiber_json`."""
    parts = Parts.of(found.architecture, found.tensor)
    compared, bits = comparison(found, finer)
    separating = finer * separating_bits(parts)
    bits = max([bits, 2 * separating, *(finer * bits for bits in _needed(found))])
    tree, assumptions = tree_json(parts, bits)
    own = {
        "filter": tensor_json(found.tensor),
        "field": found.field,
        "points": None if found.limit else [point_json(found, p, separating) for p in found.points],
        "counts": {"Q": found.counts.rational, "R": found.counts.real, "C": found.counts.complex},
        "smooth": found.smooth.smooth,
        "smooth_reason": found.smooth.reason,
        "ntk_classes": classes_json(found),
        "pairs": None if found.limit else [_pair_json(i, j, verdict) for i, j, verdict in found.pairs],
        "evidence": {
            "fiber": tree,
            "smooth": _smooth_json(found, parts),
            **_listing_json(found, parts, compared, bits),
        },
    }
    return own, assumptions


def _listing_json(found: Fiber, parts: Parts, compared: Json | None, bits: int) -> Json:
    """The evidence for what is said of single points."""
    architecture, smooth = found.architecture, found.smooth.smooth
    if found.limit:
        nothing = dict.fromkeys(("fields", "resolvents", "scalings", "ranks", "pairs"))
        sample = [_choices(architecture, parts, point.point) for point in found.sample]
        return {"points": sample or None, "ntk": compared, **nothing}
    resolvents = list(dict.fromkeys(point.resolvent for point in found.points if point.resolvent is not None))
    return {
        "points": [_choices(architecture, parts, point.point) for point in found.points],
        "fields": [_primitive_json(point, bits) for point in found.points],
        "resolvents": [_resolvent_json(resolvent) for resolvent in resolvents],
        "scalings": [None if p.resolvent is None else resolvents.index(p.resolvent) for p in found.points],
        "ranks": [None if smooth else _rank_of(architecture, point) for point in found.points],
        "ntk": compared,
        "pairs": [_pair_evidence(found, i, j, verdict) for i, j, verdict in found.pairs],
    }


def _needed(found: Fiber) -> Iterator[int]:
    """Bits of roots that what is said of points and pairs takes."""
    for point in found.points:
        yield from (item.bits for item in (point.resolvent, point.elimination, point.primitive) if item is not None)
    if found.smooth.elimination is not None:
        yield found.smooth.elimination.bits
    yield from (verdict.bits - verdict.spare + MARGIN_BITS for _, _, verdict in found.pairs if verdict.bits)


def _primitive_json(point: ScaledPoint, bits: int) -> Json | None:
    """How the primitive element of the field of definition is made, and why it generates that field."""
    if point.primitive is None:
        return None
    minpoly = point.primitive.number.minpoly
    bits = max(bits, 2 * apart_at([root.number for root in complex_roots(minpoly)]))
    return {
        "shapes": [
            {"minpoly": [integer_text(c) for c in numbers[0].minpoly], "labels": list(labels)}
            for numbers, labels in shapes_of(point.point)
        ],
        "multiplier": integer_text(point.primitive.multiplier),
        "resolvent": [integer_text(c) for c in point.primitive.resolvent],
        "irreducible": prove_irreducible(minpoly),
        "roots": discs_json(minpoly, bits),
    }


def _resolvent_json(resolvent: Resolvent) -> Json:
    return {
        "denominator": integer_text(resolvent.denominator),
        "coefficients": [integer_text(c) for c in resolvent.coefficients],
    }


def _choices(architecture: Architecture, parts: Parts, point: Point) -> list[list[list[Any]] | None]:
    layers = enumerate(architecture.layers)
    return [parts.choice([l], point.products[l]) if layer.active else None for l, layer in layers]


# Ranks


def _rank_of(architecture: Architecture, point: ScaledPoint) -> Json | None:
    if point.point.coprime:
        return {"kind": "coprime"}
    if point.elimination is not None:
        return _pivots_json(point.elimination)
    return rank_json(architecture, point.filters, point.rank)


def _pivots_json(found: Elimination) -> Json:
    """The pivots at a point that is not rational, in order."""
    return {"rows": list(found.rows), "columns": list(found.columns)}


def rank_json(
    architecture: Architecture, filters: Sequence[Filter] | None, rank: int | None, prime: int = CHECK_PRIME
) -> Json | None:
    """A minor that is not zero modulo a prime, and vectors of the kernel beyond those of scalings."""
    if rank is None or filters is None:
        return None
    rows = [[int(c) for c in row] for block in jacobian(architecture, filters) for row in block.tolist()]
    reduced = modulo(rows, prime)
    kernel: list[list[str]] = []
    if rank < architecture.rank:
        kernel = [list(map(integer_text, vector)) for vector in kernel_vectors(fmpz_mat(rows).transpose())]
    return {"prime": prime, "rows": pivots(reduced.transpose()), "columns": pivots(reduced), "kernel": kernel}


def _smooth_json(found: Fiber, parts: Parts) -> Json | None:
    smooth, merged = found.smooth, found.architecture.merged()
    if smooth.smooth is None:
        return None
    groups = zip(merged_layers(found.architecture), merged.layers, smooth.choices, strict=True)
    filters = smooth.residues.filters if smooth.residues else smooth.filters
    prime = smooth.residues.prime if smooth.residues else CHECK_PRIME
    return {
        "point": [parts.choice(group, product_of(choice)) if layer.active else None for group, layer, choice in groups],
        "filters": smooth.filters and [tensor_json(filter_) for filter_ in smooth.filters],
        "residues": smooth.residues and list(smooth.residues.roots),
        "rank": _common_json(smooth.common)
        if smooth.common is not None
        else _pivots_json(smooth.elimination)
        if smooth.elimination
        else filters and rank_json(merged, filters, smooth.rank, prime),
    }


def _common_json(common: Sequence[int]) -> Json:
    return {"kind": "common", "layers": list(common)} if common else {"kind": "coprime"}


# NTKs


def _pair_json(i: int, j: int, verdict: Verdict) -> Json:
    return {"points": [i, j], "kind": verdict.kind, "forms": [list(form) for form in verdict.forms]}


def _pair_evidence(found: Fiber, i: int, j: int, verdict: Verdict) -> Json | None:
    """A matrix S with its inner products, or entries at which some N_l are independent."""
    if verdict.kind == "undecided":
        return None
    if verdict.bits:
        return {"bits": verdict.bits, "places": [list(place) for place in verdict.places]}
    if verdict.kind == "locus":
        return {"places": [list(place) for place in verdict.places]}
    entries = list(zip(verdict.places, verdict.weights, strict=True))
    products = []
    for filters in (found.points[i].filters, found.points[j].filters):
        own = blocks(found.architecture, filters or ())
        doubled = [(place, value * (1 if place[0] == place[1] else 2)) for place, value in entries]
        products.append([integer_text(sum(m.entry(*place) * value for place, value in doubled)) for m in own])
    return {
        "entries": [{"index": list(place), "value": integer_text(value)} for place, value in entries],
        "products": products,
    }
