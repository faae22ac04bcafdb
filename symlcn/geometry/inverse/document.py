"""Metrics and inverses as JSON objects of format ``symlcn-certificate``, version 1.

Contents: :func:`metric_json`, :func:`symbolic_json`, :func:`inverse_json`, :func:`nothing_json`.

A polynomial is a list of [monomial, coefficient], a monomial the increasing list of the numbers of its factors: entries
of u, row-major. A chart of an inverse may use other charts, ``given`` as [group, chart]: their entries are numbered
after those of u, one chart after the other. If ``cells`` is a list, the chart gives these entries of the filter only.
A step is a matrix with such polynomials as entries: a list of [column, polynomial] for each row, null where it is
large. Its kernel is what the step gives, at generic u; there is a row for each monomial of its equations, in
lexicographic order (:mod:`symlcn.geometry.inverse.steps.determinantal`,
:mod:`symlcn.geometry.inverse.steps.differentials`), then one for each of the columns ``zeros``. ``rows`` are
independent at the witness modulo its prime. ``parts`` are told apart by steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import CHECK_PRIME, Json, integer_text, rational_text, rationals_json
from symlcn.algebra.sparse import Terms
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json, sealed
from symlcn.fiber.evidence.document import fiber_body
from symlcn.fiber.evidence.pointjson import algebraic_json
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.charts import Formula
from symlcn.geometry.inverse.inverse import Inverse
from symlcn.geometry.inverse.steps.determinantal import Step
from symlcn.geometry.metric.comparison import Comparison
from symlcn.geometry.metric.functionfield import SymbolicMetric
from symlcn.geometry.metric.metric import Metric, Piece
from symlcn.geometry.metric.sheets import Sheet
from symlcn.network.architecture import Architecture
from symlcn.network.filters import nested
from symlcn.network.ntk import Element

__all__ = ["inverse_json", "metric_json", "nothing_json", "symbolic_json"]

MAX_LISTED = 1500
"""Number of coefficients in t up to which K and K⁺ are listed."""
MAX_PRODUCTS = 5000
"""Products of coefficients up to which the matrix of a step is listed."""


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
    fiber = None if found.fiber is None or found.reason is not None else fiber_body(found.fiber, finer)
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
            "filters": [_tensor(tensor) for tensor in found.filters],
            "t": number_json(found.scaling.t),
            "rho": rho_json(found.scaling),
            "places": list(found.places) or None,
            "dual": [rationals_json(row) for row in found.dual] or None,
            "fiber": fiber,
        }
    elif found.sheet is not None:
        result, evidence = _sheet(found, found.sheet, sheet), {**_tower(found.sheet), "fiber": fiber}
    own = found.tensor, result, evidence, fiber["assumptions"] if fiber else []
    status = found.status if doubt is None else "undecided"
    return _document("metric", found.architecture, found.delta, status, found.reason or doubt, *own)


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
            "filters": [[_terms(entry) for entry in own] for own in found.filters],
            "factor": [_terms(part) for part in found.factor],
            "norms": [_terms(norm) for norm in found.norms],
            "grams": [[[_terms(entry) for entry in row] for row in gram] for gram in found.grams] or None,
        }
    evidence: Json | None = None if result is None else {}
    statement = found.status, found.reason, None, result
    return _document("metric", found.architecture, None, *statement, evidence, [], found.hypotheses)


def inverse_json(found: Inverse) -> Json:
    """The filters as rational functions of the entries of u; of what is missing only the reason.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.inverse.inverse import inverse
    >>> document = inverse_json(inverse(parse_architecture("k3s2 k2")))
    >>> document["result"]["groups"][1]["charts"][0]
    {'entries': [[[[1], '1']], [[[3], '1']]], 'place': None}
    """
    result = {
        "birational": found.birational,
        "covers": found.covers,
        "variables": list(variable_names(found.architecture)),
        "groups": [
            {
                "layers": list(group.layers),
                "symmetric": group.symmetric,
                "charts": [_chart(chart) for chart in group.charts],
                "steps": [_step(step) for step in group.steps],
                "parts": [{"layers": list(part.layers), "step": part.step} for part in group.parts],
            }
            for group in found.groups
        ],
        "witness": {"prime": CHECK_PRIME, "filters": [_tensor(own) for own in found.witness]}
        if found.witness
        else None,
    }
    body = _body("inverse", found.architecture, None, found.status, found.reason)
    return sealed({**body, "result": result, "assumptions": []}, found.hypotheses)


def nothing_json(
    kind: str, architecture: Architecture, reason: str, tensor: Any = None, delta: Sequence[Fraction] | None = None
) -> Json:
    """That nothing is claimed, and why.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> nothing_json("inverse", parse_architecture("k2"), "the time limit of 1 s was reached")["status"]
    'undecided'
    """
    if kind == "metric":
        return _document(kind, architecture, delta, "undecided", reason, tensor, None, None, [])
    return sealed({**_body(kind, architecture, delta, "undecided", reason), "result": None, "assumptions": []})


def _body(
    kind: str, architecture: Architecture, delta: Sequence[Fraction] | None, status: str, reason: str | None
) -> Json:
    return {
        "format": "symlcn-certificate",
        "version": 1,
        "kind": kind,
        "architecture": architecture_json(architecture),
        "delta": rationals_json(delta),
        "status": status,
        "reason": reason,
    }


def _document(
    kind: str,
    architecture: Architecture,
    delta: Sequence[Fraction] | None,
    status: str,
    reason: str | None,
    tensor: Any,
    result: Any,
    evidence: Any,
    assumptions: Sequence[str],
    hypotheses: Sequence[str] = (),
) -> Json:
    body = _body(kind, architecture, delta, status, reason)
    own = {
        "filter": None if tensor is None else _tensor(tensor),
        "result": result,
        "evidence": evidence,
        "assumptions": list(assumptions),
    }
    return sealed({**body, **own}, hypotheses)


def _tensor(tensor: Any) -> Any:
    if isinstance(tensor, Fraction):
        return rational_text(tensor)
    return [_tensor(part) for part in tensor] if isinstance(tensor, Sequence) else rational_text(Fraction(tensor))


def _integers(rows: Sequence[Sequence[int]]) -> list[list[str]]:
    return [[integer_text(entry) for entry in row] for row in rows]


def _terms(terms: Terms) -> list[Any]:
    return [[list(monomial), integer_text(terms[monomial])] for monomial in sorted(terms)]


def _chart(chart: Formula) -> Json:
    body = {"entries": [_terms(entry) for entry in chart.entries], "place": chart.place}
    if not chart.given and chart.cells is None:
        return body
    given = [list(one) for one in chart.given]
    return {**body, "given": given, "cells": None if chart.cells is None else list(chart.cells)}


def _step(step: Step) -> Json:
    matrix = None
    if step.system.products <= MAX_PRODUCTS:
        matrix = [[[column, _terms(terms)] for column, terms in row.items()] for row in step.system.matrix()]
    return {
        "kind": step.kind,
        "given": [list(one) for one in step.given],
        "residues": [list(residue) for residue in step.residues],
        "layers": list(step.layers),
        "zeros": list(step.system.zeros),
        "rows": None if step.rows is None else list(step.rows),
        "matrix": matrix,
    }


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
        "preimages": _integers(piece.preimages),
        "gram": _integers(piece.gram),
        "minors": [integer_text(minor) for minor in piece.minors],
    }


def _matrices(found: Metric) -> Json:
    """K and K⁺, as long as they are small."""
    if found.architecture.ambient**2 * len(found.length) > MAX_LISTED or not found.dual:
        return {"ntk": None, "pseudoinverse": None}
    return {"ntk": _elements(found.kernel().matrix()), "pseudoinverse": _elements(found.pseudoinverse())}


def _elements(matrix: Sequence[Sequence[Element]]) -> list[list[Any]]:
    return [[element_json(entry) for entry in row] for row in matrix]
