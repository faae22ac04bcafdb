"""Strata and equations as JSON objects of format ``symlcn-certificate``, version 1.

Contents: :func:`strata_json`, :func:`exchanges_json`, :func:`equations_json`, :func:`undecided_json`.
"""

from __future__ import annotations

from typing import Any

from symlcn.algebra.exact import CHECK_PRIME, Json, integer_text
from symlcn.certificates.values import architecture_json, sealed, tensor_json
from symlcn.geometry.equations.equations import Equations, Form, variable_names
from symlcn.geometry.equations.outside import Outside
from symlcn.geometry.strata.exchanges import Exchange, Exchanges
from symlcn.geometry.strata.poset import Strata, Stratum
from symlcn.network.architecture import Architecture

__all__ = ["equations_json", "exchanges_json", "strata_json", "undecided_json"]


def strata_json(found: Strata) -> Json:
    """The strata in one direction.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.strata.poset import strata
    >>> strata_json(strata(parse_architecture("k3s2 k2")))["result"]["strata"][1]["degrees"]
    [0, 2]
    """
    result = {
        "form": "poset",
        "reduced": str(found.reduced),
        "complete": True,
        "vertex_singular": found.vertex_singular,
        "strata": [_stratum(stratum) for stratum in found.strata],
        "covers": [list(cover) for cover in found.covers],
    }
    return _document("strata", found.architecture, result, {"points": [_point(stratum) for stratum in found.strata]})


def exchanges_json(found: Exchanges) -> Json:
    """The exchange loci in any number of directions.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.strata.exchanges import exchanges
    >>> exchanges_json(exchanges(parse_architecture("k2x2 k2x1")))["result"]["loci"][0]["degree"]
    [1, 0]
    """
    result = {
        "form": "exchanges",
        "reduced": str(found.reduced),
        "complete": found.complete,
        "limit": found.limit,
        "omitted": integer_text(found.omitted),
        "loci": [_locus(locus) for locus in found.loci],
    }
    return _document("strata", found.architecture, result, {"points": [_sample(locus) for locus in found.loci]})


def equations_json(found: Equations, real: Outside | str | None = None, doubt: str | None = None) -> Json:
    """The forms that vanish on the neuromanifold.

    `real` says which real points of the closure lie outside it: as found, or what
    :func:`symlcn.geometry.equations.outside.form_of` says; None where this was not asked, or not answered. `doubt` says
    why it was not: the answer is then undecided, and keeps the forms.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.geometry.equations.equations import equations
    >>> found = equations(parse_architecture("k3s2 k2"), 3)
    >>> equations_json(found)["result"]["generators"][0]["terms"]
    [[[0, 3, 3], '1'], [[1, 1, 4], '1'], [[1, 2, 3], '-1']]
    """
    result = {
        "degree": len(found.degrees),
        "variables": list(variable_names(found.architecture)),
        "degrees": [
            {"degree": d.degree, "forms": d.forms, "generators": d.generators, "hilbert": integer_text(d.hilbert)}
            for d in found.degrees
        ],
        "generators": [_form(form) for form in found.generators],
        "real": _real(real),
    }
    return _document("equations", found.architecture, result, {"prime": CHECK_PRIME}, doubt)


def _real(found: Outside | str | None) -> Json | None:
    if found is None or isinstance(found, str):
        return None if found is None else {"form": found}
    kinds = [
        {"degrees": list(kind.degrees), "roots": [[part and list(part) for part in case] for case in kind.roots]}
        for kind in found.kinds
    ]
    return {"form": "roots", "exponents": list(found.exponents), "kinds": kinds}


def undecided_json(kind: str, architecture: Architecture, reason: str) -> Json:
    """That nothing is claimed, and why.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> undecided_json("strata", parse_architecture("k2"), "the time limit of 1 s was reached")["status"]
    'undecided'
    """
    return _document(kind, architecture, None, None, reason)


def _document(kind: str, architecture: Architecture, result: Any, evidence: Any, reason: str | None = None) -> Json:
    body = {
        "format": "symlcn-certificate",
        "version": 1,
        "kind": kind,
        "architecture": architecture_json(architecture),
        "delta": None,
        "status": "proved" if reason is None else "undecided",
        "reason": reason,
        "result": result,
        "evidence": evidence,
        "assumptions": [],
    }
    return sealed(body)


def _stratum(stratum: Stratum) -> Json:
    return {
        "degrees": list(stratum.degrees),
        "dimension": stratum.dimension,
        "image_degree": integer_text(stratum.image_degree),
        "preimages": integer_text(stratum.preimages),
        "real_preimages": None if stratum.real_preimages is None else list(map(integer_text, stratum.real_preimages)),
        "rank": stratum.rank,
    }


def _point(stratum: Stratum) -> Json:
    return {
        "roots": [list(map(integer_text, roots)) for roots in stratum.roots],
        "filter": tensor_json(stratum.filter),
        "preimage": stratum.preimage and [tensor_json(tensor) for tensor in stratum.preimage],
    }


def _locus(locus: Exchange) -> Json:
    return {
        "layers": list(locus.layers),
        "degree": None if locus.degree is None else list(locus.degree),
        "exponent": list(locus.exponent),
        "dimension": locus.dimension,
        "codimension": locus.codimension,
    }


def _sample(locus: Exchange) -> Json:
    return {
        "filter": tensor_json(locus.filter),
        "shared": [tensor_json(tensor) for tensor in locus.shared],
        "rest": [tensor_json(tensor) for tensor in locus.rest],
        "pair": [[tensor_json(tensor) for tensor in filters] for filters in locus.pair],
    }


def _form(form: Form) -> Json:
    return {
        "degree": form.degree,
        "weight": list(form.weight),
        "terms": [[list(monomial), integer_text(coefficient)] for monomial, coefficient in form.terms],
    }
