"""Certificates of networks with activations as JSON.

Contents: :func:`network_json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symlcn.algebra.exact import Json, integer_text, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json
from symlcn.families.polynomial.document import sum_json, weighted_json
from symlcn.generic.document import block_json, filter_json, to_json

if TYPE_CHECKING:
    from symlcn.families.polynomial.certify.composition import Composition
    from symlcn.families.polynomial.certify.judge import NetworkCertificate
    from symlcn.families.polynomial.certify.networkpair import NetworkPair
    from symlcn.generic.certify import Certificate

__all__ = ["network_json"]


def network_json(certificate: NetworkCertificate) -> Json:
    """The certificate as a JSON object of kind ``polynomial``: with one of kind ``architecture`` for each run.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> from symlcn.families.polynomial.certify.judge import judged
    >>> found = network_json(judged(parse_network("k3 r2 k2")))
    >>> found["result"]["critical_points"], [run["kind"] for run in found["evidence"]["runs"]]
    ('79', ['architecture', 'architecture'])
    """
    own: Json = {}
    if certificate.composition is not None:
        pair = certificate.counterexample
        own["result"] = _result(certificate.composition)
        own["evidence"] = {"runs": [_run(run) for run in certificate.runs], "counterexample": pair and _pair(pair)}
    return sealed(
        "polynomial",
        architecture_json(certificate.network),
        certificate.status,
        own,
        delta=rationals_json(certificate.delta),
        reason=certificate.reason,
        hypotheses=certificate.hypotheses,
    )


def _run(run: Certificate) -> Json:
    """Without what made it, of which the digest of the whole must not depend."""
    return {**to_json(run), "tool": {}}


def _number(value: int | None) -> str | None:
    return None if value is None else integer_text(value)


def _result(c: Composition) -> Json:
    return {
        "degree": _number(c.degree),
        "birational": c.birational,
        "birational_up_to_layer_order": c.birational_up_to_layer_order,
        "interchangeable": [list(group) for group in c.interchangeable],
        "dimension": c.dimension,
        "ambient": c.ambient,
        "image_degree": _number(c.image_degree),
        "ntk": c.ntk,
        "delta_locus": None if c.delta_locus is None else [list(form) for form in c.delta_locus],
        "blocks": [block_json(block) for block in c.blocks],
        "runs": [list(range(start, stop)) for start, stop in c.runs],
        "degrees": list(c.degrees),
        "critical_points": _number(c.critical_points),
        "fully_nonlinear": c.fully_nonlinear,
        "smooth": None if c.singular_dimension is None else c.smooth,
        "singular_dimension": None if c.smooth else c.singular_dimension,
    }


def _pair(found: NetworkPair) -> Json:
    return {
        "delta": rationals_json(found.delta),
        "run": found.run,
        "layers": list(found.layers),
        "pair": [
            {"filters": [filter_json(layer) for layer in point.filters], **weighted_json(point.scaling)}
            for point in found.pair
        ],
        "ntk_difference": found.corner and {"input": "e_0", "values": [sum_json(value) for value in found.corner]},
    }
