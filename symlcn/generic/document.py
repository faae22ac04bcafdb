"""Certificates of architectures as JSON.

Contents: :func:`to_json`, :func:`block_json`, :func:`filter_json`.

The same certificate gives the same bytes, the ``tool`` block aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symlcn.algebra.exact import Json, integer_text, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json
from symlcn.network.classify import Classification, real_points

if TYPE_CHECKING:
    from symlcn.generic.certify import Certificate
    from symlcn.generic.refutation import Counterexample, Parameters
    from symlcn.generic.witness import Exchange, WitnessLayer
    from symlcn.network.architecture import Architecture, AxisBlock

__all__ = ["block_json", "filter_json", "to_json"]


def to_json(certificate: Certificate) -> Json:
    """The certificate as a JSON object of format ``symlcn-certificate``, version 2.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.generic.certify import certify
    >>> to_json(certify(parse_architecture("k3s2 k2")))["result"]["degree"]
    '1'
    """
    own: Json = {}
    if certificate.classification is not None:
        own["result"] = _result(certificate.architecture, certificate.classification)
        own["evidence"] = {
            "witness": [_witness(layer) for layer in certificate.witness],
            "exchange": certificate.exchange and _exchange(certificate.exchange),
            "counterexample": certificate.counterexample and _counterexample(certificate.counterexample),
        }
    return sealed(
        "architecture",
        architecture_json(certificate.architecture),
        certificate.status,
        own,
        delta=rationals_json(certificate.delta),
        reason=certificate.reason,
        hypotheses=certificate.hypotheses,
    )


def _result(architecture: Architecture, c: Classification) -> Json:
    return {
        "degree": integer_text(c.degree),
        "birational": c.birational,
        "birational_up_to_layer_order": c.birational_up_to_layer_order,
        "interchangeable": [list(group) for group in c.interchangeable],
        "dimension": c.dimension,
        "ambient": c.ambient,
        "image_degree": integer_text(c.image_degree),
        "ntk": c.ntk,
        "delta_locus": None if c.delta_locus is None else [list(form) for form in c.delta_locus],
        "blocks": [block_json(block) for block in architecture.blocks if len(block.layers) > 1],
    }


def block_json(block: AxisBlock) -> Json:
    """An axis block with the numbers of real points of its fiber."""
    return {
        "layers": list(block.layers),
        "direction": block.direction,
        "exponent": block.exponent,
        "degrees": list(block.degrees),
        "real_points": _real_points(block.degrees),
    }


def _real_points(degrees: tuple[int, ...]) -> list[Json] | None:
    numbers = real_points(degrees)
    if numbers is None:
        return None
    return [{"real_roots": roots, "points": integer_text(points)} for roots, points in numbers]


def filter_json(layer: WitnessLayer) -> list[Any]:
    """The filter as nested lists of integer strings, one level per direction."""
    size, found = layer.layer.size, ["0"] * layer.layer.parameters
    for index, value in layer.entries.items():
        place = 0
        for i, k in zip(index, size, strict=True):
            place = place * k + i
        found[place] = integer_text(value)
    nested: list[Any] = found
    for k in reversed(size[1:]):
        nested = [nested[start : start + k] for start in range(0, len(nested), k)]
    return nested


def _witness(layer: WitnessLayer) -> Json:
    if layer.eisenstein is not None:
        monic, divisor, root = layer.eisenstein
        return {
            "kind": "irreducible",
            "filter": filter_json(layer),
            "monic": monic,
            "divisor": divisor,
            "root": integer_text(root),
        }
    if not layer.factors:
        return {"kind": "scalar", "filter": filter_json(layer)}
    factors = [
        {"coefficients": [integer_text(c) for c in factor.coefficients], "prime": factor.prime}
        for factor in layer.factors
    ]
    return {"kind": "axis", "filter": filter_json(layer), "factors": factors}


def _exchange(exchange: Exchange) -> Json:
    return {
        "layers": list(exchange.layers),
        "filters": [filter_json(layer) for layer in exchange.filters],
        "root": integer_text(exchange.root),
    }


def _counterexample(counterexample: Counterexample) -> Json:
    difference = counterexample.corner and {
        "index": [0, 0],
        "values": [element_json(value) for value in counterexample.corner],
    }
    return {
        "delta": rationals_json(counterexample.delta),
        "layers": list(counterexample.layers),
        "pair": [_parameters(parameters) for parameters in counterexample.pair],
        "ntk_difference": difference,
    }


def _parameters(parameters: Parameters) -> Json:
    scaling = parameters.scaling
    return {
        "filters": [filter_json(layer) for layer in parameters.filters],
        "t": scaling and number_json(scaling.t),
        "rho": scaling and rho_json(scaling),
    }
