"""Initial velocities of gradient flow with activations as certificates of kind ``polynomial-flow``.

Contents: :func:`function_flow_json`.
"""

from __future__ import annotations

from fractions import Fraction

from symlcn.algebra.exact import Json, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.families.polynomial.document import weighted_json
from symlcn.families.polynomial.fiber.functioninput import function_json
from symlcn.families.polynomial.flow.functionloss import function_loss_json
from symlcn.families.polynomial.flow.functionvelocities import FunctionDifference, FunctionStart, FunctionVelocities
from symlcn.families.polynomial.ntk.question import monomial_json

__all__ = ["function_flow_json"]

COARSE = 64
"""Bits of the enclosures of the ρ_l, relatively; more where the checker asks for more."""


def function_flow_json(found: FunctionVelocities, finer: int = 1) -> Json:
    """The comparison as a certificate; enclosures have `finer` times the usual bits.

    Examples
    --------
    >>> from symlcn.families.polynomial.flow.functionloss import function_loss
    >>> from symlcn.families.polynomial.flow.functionvelocities import function_velocities
    >>> from symlcn.network.notation import parse_network
    >>> loss = function_loss(parse_network("k1 r2 k1"), {"inputs": [(1,)], "outputs": [(1,)]})
    >>> found = function_flow_json(function_velocities(loss, [[(2,), (1,)]]))
    >>> found["kind"], found["status"], found["filter"], found["starts"][0]["velocity"]
    ('polynomial-flow', 'proved', [[[[[0], 2]], '4']], [[[[[0], 2]], ['-384', '-96']]])
    """
    own = {
        "risk": function_loss_json(found.loss),
        "filter": function_json(found.function),
        "gradient": rationals_json(found.gradient),
        "starts": [_start_json(start, COARSE * finer) for start in found.starts],
        "difference": _difference_json(found.difference),
        "ntk_difference": _difference_json(found.ntk_difference),
        "every": found.status == "proved" and found.every,
    }
    about, delta = architecture_json(found.network), rationals_json(found.delta)
    return sealed("polynomial-flow", about, found.status, own, delta=delta, reason=found.reason)


def _start_json(start: FunctionStart, bits: int) -> Json:
    return {
        "filters": [tensor_json(tensor) for tensor in start.filters],
        **weighted_json(start.scaling.refined(Fraction(1, 2**bits))),
        "slopes": [rationals_json(own) for own in start.slopes],
        "velocity": [[monomial_json(m), rationals_json(values)] for m, values in start.velocity.items()],
    }


def _difference_json(place: FunctionDifference | None) -> Json | None:
    if place is None:
        return None
    return {
        "starts": list(place.starts),
        "monomials": [monomial_json(m) for m in place.monomials],
        "values": [rationals_json(values) for values in place.values],
    }
