"""Metrics as JSON objects of format ``symlcn-certificate``, kind ``metric``.

Contents: :func:`metric_json`, :func:`symbolic_json`.

A polynomial is a list of [monomial, coefficient], a monomial the increasing list of the numbers of its factors: entries
of u, row-major.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symlcn.algebra.exact import Json, integer_text, rational_text, rationals_json
from symlcn.certificates.algebraicvalues import algebraic_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json, tensor_json, terms_json
from symlcn.fiber.evidence.document import fiber_body
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.metric.comparison import Comparison
from symlcn.geometry.metric.functionfield import SymbolicMetric
from symlcn.geometry.metric.metric import Metric, Piece
from symlcn.geometry.metric.sheets import Sheet
from symlcn.network.filters import nested
from symlcn.network.ntk import Element

__all__ = ["metric_json", "symbolic_json"]

MAX_LISTED = 1500
"""Number of coefficients in t up to which K and K⁺ are listed."""


def metric_json(
    found: Metric,
    sheet: bool = False,
    comparison: Comparison | None = None,
    finer: int = 1,
    *,
    doubt: str | None = None,
) -> Json:
    """The metric at a filter, or why there is none.

    Parameters
    ----------
    found : Metric
    sheet : bool
        Whether parameters were named: then other parameters over u may have another metric.
    comparison : Comparison, optional
        With the metric of the same sheet at other invariants.
    finer : int, optional
        Enclosures in the evidence have so many times the usual bits.
    doubt : str, optional
        Why a comparison that was asked for is missing: the answer is then undecided, and keeps the metric.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.metric.metric import metric
    >>> metric_json(metric(parse_architecture("k2 k1"), (3, 4), [0]))["result"]["length"]
    '5/2'
    """
    evidence: Any = None
    result: Any = None
    fiber: Json | None = None
    assumptions: list[str] = []
    if found.fiber is not None and found.reason is None:
        own, assumptions = fiber_body(found.fiber, finer)
        fiber = {"status": found.fiber.status, "reason": found.fiber.reason, **own, "assumptions": assumptions}
    if found.obstruction is not None:
        result = {"form": "none", "kind": found.obstruction.kind, "why": found.obstruction.why}
        evidence = {"fiber": fiber}
    elif found.scaling is not None:
        result = {
            "form": "point",
            "sheet": sheet,
            "rank": found.architecture.rank,
            "length": element_json(found.length),
            "pieces": [_piece(piece) for piece in found.pieces],
            "comparison": _comparison(comparison),
            **_matrices(found),
        }
        evidence = {
            "filters": [tensor_json(tensor) for tensor in found.filters],
            "t": number_json(found.scaling.t),
            "rho": rho_json(found.scaling),
            "places": list(found.places) or None,
            "dual": [rationals_json(row) for row in found.dual] or None,
            "fiber": fiber,
        }
    elif found.sheet is not None:
        result, evidence = _sheet(found, found.sheet, sheet), {**_tower(found.sheet), "fiber": fiber}
    return sealed(
        "metric",
        architecture_json(found.architecture),
        found.status if doubt is None else "undecided",
        {"filter": tensor_json(found.tensor), "result": result, "evidence": evidence},
        delta=rationals_json(found.delta),
        reason=found.reason or doubt,
        assumptions=assumptions,
    )


def symbolic_json(found: SymbolicMetric) -> Json:
    """The NTK and the metric as formulas in the entries of u, for every δ.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.metric.functionfield import symbolic_metric
    >>> symbolic_json(symbolic_metric(parse_architecture("k3s2 k2")))["result"]["factor"]
    [[[[], '1']], [[[1, 3], '1']]]
    """
    result = None
    if found.reason is None:
        result = {
            "form": "symbolic",
            "variables": list(variable_names(found.architecture)),
            "filters": [[terms_json(entry) for entry in own] for own in found.filters],
            "factor": [terms_json(part) for part in found.factor],
            "norms": [terms_json(norm) for norm in found.norms],
            "grams": [[[terms_json(entry) for entry in row] for row in gram] for gram in found.grams] or None,
        }
    return sealed(
        "metric",
        architecture_json(found.architecture),
        found.status,
        {"result": result, "evidence": None if result is None else {}},
        reason=found.reason,
        hypotheses=found.hypotheses,
    )


def _comparison(found: Comparison | None) -> Json | None:
    if found is None:
        return None
    between = rational_text(found.between)
    return {"delta": rationals_json(found.delta), "layer": found.layer, "between": between}


def _sheet(found: Metric, own: Sheet, named: bool) -> Json:
    layers = [l for l, layer in enumerate(found.architecture.layers) if layer.parameters > 1]
    return {
        "form": "sheet",
        "sheet": named,
        "rank": found.architecture.rank,
        "pieces": [{"layer": l, "pivot": own.pivots[l], "norm": _coefficients(own.norms[l])} for l in layers],
    }


def _tower(own: Sheet) -> Json:
    """The filters over Q(α), and t."""
    return {
        "alpha": algebraic_json(own.number),
        "filters": [
            nested([_coefficients(c) for c in w], size) for w, size in zip(own.filters, own.sizes, strict=True)
        ],
        "t": {
            "interval": [rational_text(end) for end in own.interval],
            "approx": own.approx(),
        },
    }


def _coefficients(element: Any) -> list[str]:
    return [str(c) for c in element.coeffs()] or ["0"]


def _piece(piece: Piece) -> Json:
    head = {"layer": piece.layer, "weight": element_json(piece.weight)}
    if not piece.preimages:
        return {**head, "pivot": piece.pivot, "preimages": None, "gram": None, "minors": None}
    return {
        **head,
        "preimages": tensor_json(piece.preimages),
        "gram": tensor_json(piece.gram),
        "minors": [integer_text(minor) for minor in piece.minors],
    }


def _matrices(found: Metric) -> Json:
    """K and K⁺, as long as they are small."""
    if found.architecture.ambient**2 * len(found.length) > MAX_LISTED or not found.dual:
        return {"ntk": None, "pseudoinverse": None}
    return {"ntk": _elements(found.kernel().matrix()), "pseudoinverse": _elements(found.pseudoinverse())}


def _elements(matrix: Sequence[Sequence[Element]]) -> list[list[Any]]:
    return [[element_json(entry) for entry in row] for row in matrix]
