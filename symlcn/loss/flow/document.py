"""Initial velocities of gradient flow as certificates of format ``symlcn-certificate``, version 2, kind ``flow``.

Contents: :func:`flow_json`.
"""

from __future__ import annotations

from fractions import Fraction

from symlcn.algebra.exact import Json, rationals_json
from symlcn.algebra.realnumbers import same_number
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json, tensor_json
from symlcn.errors import LimitError
from symlcn.loss.flow.velocities import Start, Velocities, VelocityDifference
from symlcn.loss.signals import loss_json

__all__ = ["flow_json"]


def flow_json(found: Velocities) -> Json:
    """The comparison as a certificate of kind ``flow``, entries in Q(t) as coefficient lists.

    Raises
    ------
    LimitError
        If velocities or NTKs are equal irrational numbers although the numbers t differ: the independent checker
        compares within one field only.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.signals import loss_json
    >>> from symlcn.loss.flow.velocities import initial_velocities
    >>> from symlcn.loss.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k1 k1"), [[1]], (3,))
    >>> found = flow_json(initial_velocities(risk, [[(1,), (2,)]]))
    >>> found["kind"], found["status"], found["gradient"], found["starts"][0]["velocity"]
    ('flow', 'undecided', ['-2'], ['10'])
    """
    _check_comparable(found)
    own = {
        "risk": loss_json(found.risk),
        "filter": tensor_json(found.filter),
        "gradient": rationals_json(found.gradient),
        "starts": [_start_json(start) for start in found.starts],
        "difference": _difference_json(found.difference),
        "ntk_difference": _difference_json(found.ntk_difference),
    }
    about, delta = architecture_json(found.risk.architecture), rationals_json(found.delta)
    return sealed("flow", about, found.status, own, delta=delta, reason=found.reason)


def _start_json(start: Start) -> Json:
    return {
        "filters": [tensor_json(tensor) for tensor in start.filters],
        "t": number_json(start.scaling.t),
        "rho": rho_json(start.scaling),
        "velocity": [element_json(entry) for entry in start.velocity],
    }


def _difference_json(place: VelocityDifference | None) -> Json | None:
    if place is None:
        return None
    values = [element_json(value) for value in place.values]
    return {"starts": list(place.starts), "index": list(place.index), "values": values}


def _check_comparable(found: Velocities) -> None:
    first = found.starts[0]
    for start in found.starts[1:] if found.difference is None else ():
        rational = isinstance(start.scaling.t, Fraction) and isinstance(first.scaling.t, Fraction)
        constant = not any(any(entry[1:]) for side in (first, start) for entry in side.velocity)
        if not (rational or same_number(start.scaling.t, first.scaling.t) or (constant and not found.same_ntk)):
            raise LimitError("the independent checker does not compare irrational numbers of different fields")
