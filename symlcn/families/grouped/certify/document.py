"""Certificates of networks with channels in groups as JSON, of kind ``grouped``.

Contents: :func:`grouped_json`.

``result`` says what is proved; ``evidence.steps`` reduces the network to ones without groups, and ``evidence.parts``
are these, each with the certificate of its own kind.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, integer_text, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json
from symlcn.families.grouped.certify.judge import GroupedResult, Part
from symlcn.families.grouped.groupedsteps import Step
from symlcn.families.multichannel.certify.document import multichannel_json
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn.generic.document import to_json

__all__ = ["grouped_json"]


def grouped_json(found: GroupedResult) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.grouped.certify.judge import judge
    >>> from symlcn.network.notation import parse_network
    >>> found = grouped_json(judge(parse_network("c3 k3c3g3 k2c3g3")))
    >>> found["evidence"]["steps"], found["evidence"]["parts"][0]["certificate"]["architecture"]["notation"]
    ([{'theorem': 'cells', 'layers': [0, 1]}], 'k3 k2')
    """
    own = {
        "result": _result(found),
        "evidence": {
            "steps": [_step(step) for step in found.reduction.steps],
            "parts": [_part(part) for part in found.parts],
            "exchange": found.exchange,
        },
    }
    return sealed(
        "grouped",
        architecture_json(found.network),
        found.status,
        own,
        delta=rationals_json(found.delta),
        reason=found.reason,
        hypotheses=found.hypotheses,
    )


def _step(step: Step) -> Json:
    found: Json = {"theorem": step.theorem, "layers": list(step.layers)}
    return found if step.layer is None else {**found, "layer": step.layer}


def _part(part: Part) -> Json:
    """Without what made it, of which the digest of the whole must not depend."""
    own = multichannel_json(part.found) if isinstance(part.found, MultichannelResult) else to_json(part.found)
    return {"number": part.number, "certificate": {**own, "tool": {}}}


def _number(value: int | None) -> str | None:
    return None if value is None else integer_text(value)


def _result(found: GroupedResult) -> Json:
    return {
        "orbits": _number(found.orbits),
        "excess": found.excess,
        "finite": found.finite,
        "concise": found.concise,
        "channels": list(found.reduced.channels),
        "degree": _number(found.degree),
        "birational": None if found.degree is None else found.degree == 1,
        "interchangeable": [list(group) for group in found.interchangeable],
        "dimension": found.dimension,
        "bound": found.bound,
        "ambient": found.ambient,
        "ntk": found.ntk,
        "delta_locus": None if found.locus is None else [list(form) for form in found.locus],
        "dependent": found.dependent,
    }
