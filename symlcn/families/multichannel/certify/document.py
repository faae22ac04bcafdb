"""Certificates of networks with channels as JSON, of kind ``multichannel``.

Contents: :func:`multichannel_json`.

``result`` says what is proved; ``evidence.steps`` is the derivation of the number of orbits, in the order in which the
checker meets the pieces; ``evidence.attained`` is a point at which the Jacobian has the rank that the dimension needs;
``evidence.dependence`` shows that the NTK depends on the parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symlcn.algebra.exact import Json, integer_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json
from symlcn.families.multichannel.basepoint import PRIME, BasePoint
from symlcn.families.multichannel.certify.dependence import BaseMotion, Dependence
from symlcn.families.multichannel.certify.giveninvariants import invariants_json
from symlcn.families.multichannel.certify.judge import MultichannelResult
from symlcn.families.multichannel.counterexample.document import motion_json
from symlcn.families.multichannel.derivation import Step
from symlcn.families.multichannel.saturation import Cut

__all__ = ["multichannel_json"]


def multichannel_json(found: MultichannelResult) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.multichannel.certify.judge import judge
    >>> from symlcn.network.notation import parse_network
    >>> found = multichannel_json(judge(parse_network("c2 k2c2 k2c2")))
    >>> found["result"]["orbits"], found["evidence"]["steps"]
    ('6', [{'theorem': 'equal channels', 'layers': [0, 1]}])
    """
    own = {
        "result": _result(found),
        "evidence": {
            "steps": [_step(step) for step in found.derivation.steps],
            "attained": found.attained and _base(found.attained),
            "dependence": found.dependence and _dependence(found.dependence),
        },
    }
    return sealed(
        "multichannel",
        architecture_json(found.network),
        found.status,
        own,
        delta=invariants_json(found.delta),
        reason=found.reason,
        hypotheses=found.hypotheses,
    )


def _result(found: MultichannelResult) -> Json:
    return {
        "orbits": None if found.orbits is None else integer_text(found.orbits),
        "excess": found.excess,
        "finite": found.derivation.finite,
        "concise": found.concise,
        "channels": list(found.reduced.channels),
        "degree": None if found.degree is None else integer_text(found.degree),
        "birational": None if found.degree is None else found.degree == 1,
        "interchangeable": [list(group) for group in found.interchangeable],
        "dimension": found.dimension,
        "bound": found.bound,
        "ambient": found.ambient,
        "ntk": found.ntk,
        "delta_locus": [] if found.ntk == "independent" else None,
        "dependent": found.dependent,
    }


def _dependence(found: Dependence) -> Json:
    if isinstance(found, BaseMotion):
        part = None if found.part is None else list(found.part)
        return {"channels": list(found.channels), "part": part, "motion": motion_json(found.motion)}
    return {"base": _base(found.base), "entries": [list(pair) for pair in found.entries]}


def _step(step: Step) -> Json:
    found: Json = {"theorem": step.theorem, "layers": list(step.piece.places)}
    if step.theorem == "merged":
        found["cuts"] = list(step.merged)
    elif step.moving is not None:
        found["layer"], found["against"] = step.moving
    elif isinstance(step.cut, Cut):
        cut = step.cut
        found |= {"cut": cut.layer, "side": cut.side, "base": cut.base and _base(cut.base)}
        found |= {"point": _listed(cut.point), "curve": cut.curve and [list(line) for line in cut.curve]}
        found["degree"] = cut.degree
    elif step.base is not None:
        found["base"] = _base(step.base)
    return found


def _listed(numbers: Sequence[int] | None) -> list[int] | None:
    return None if numbers is None else list(numbers)


def _base(point: BasePoint) -> Json:
    filters = [
        [[_nested(entries, size) for entries in row] for row in rows]
        for rows, size in zip(point.filters, point.chain.sizes, strict=True)
    ]
    return {"channels": list(point.chain.channels), "filters": filters, "prime": PRIME}


def _nested(entries: Sequence[int], size: Sequence[int]) -> list[Any]:
    """Entries in row-major order as nested lists of integer strings."""
    found: list[Any] = [integer_text(c) for c in entries]
    for k in reversed(size[1:]):
        found = [found[start : start + k] for start in range(0, len(found), k)]
    return found
