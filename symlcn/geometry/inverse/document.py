"""Inverses as JSON objects of format ``symlcn-certificate``, kind ``inverse``.

Contents: :func:`inverse_json`.

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

from symlcn.algebra.exact import CHECK_PRIME, Json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json, terms_json
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.charts import Formula
from symlcn.geometry.inverse.inverse import Inverse
from symlcn.geometry.inverse.steps.determinantal import Step

__all__ = ["inverse_json"]

MAX_PRODUCTS = 5000
"""Products of coefficients up to which the matrix of a step is listed."""


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
        "witness": {"prime": CHECK_PRIME, "filters": [tensor_json(own) for own in found.witness]}
        if found.witness
        else None,
    }
    return sealed(
        "inverse",
        architecture_json(found.architecture),
        found.status,
        {"result": result},
        reason=found.reason,
        hypotheses=found.hypotheses,
    )


def _chart(chart: Formula) -> Json:
    body = {"entries": [terms_json(entry) for entry in chart.entries], "place": chart.place}
    if not chart.given and chart.cells is None:
        return body
    given = [list(one) for one in chart.given]
    return {**body, "given": given, "cells": None if chart.cells is None else list(chart.cells)}


def _step(step: Step) -> Json:
    matrix = None
    if step.system.products <= MAX_PRODUCTS:
        matrix = [[[column, terms_json(terms)] for column, terms in row.items()] for row in step.system.matrix()]
    return {
        "kind": step.kind,
        "given": [list(one) for one in step.given],
        "residues": [list(residue) for residue in step.residues],
        "layers": list(step.layers),
        "zeros": list(step.system.zeros),
        "rows": None if step.rows is None else list(step.rows),
        "matrix": matrix,
    }
