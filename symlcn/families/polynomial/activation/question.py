"""The question ``symlcn certify`` with a general polynomial activation, or with biases.

Contents: :func:`certify`, :data:`CERTIFY`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.errors import ParseError
from symlcn.families.polynomial.activation.document import identified_json
from symlcn.families.polynomial.activation.identified import (
    Identified,
    read_activation,
    separated,
    with_activation,
    with_bias,
)
from symlcn.network.notation import Network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["CERTIFY", "certify"]

MAX_SHOWN = 60


def _decide(network: Any, activation: Any) -> Identified:
    return with_bias(network) if activation is None else with_activation(network, activation)


CERTIFY: Question[Identified] = Question(
    "certify", "polynomial-activation", _decide, identified_json, family="activation"
)


def certify(
    network: Network, delta: Any = None, activation: Any = None, bias: bool = False, **running: Unpack[Running]
) -> Answer[Identified]:
    """Is the NTK a function of f, or of f and δ? As :func:`symlcn.certify`, with an activation or with biases.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> answer = certify(parse_network("k3 k2"), activation="y^2 + y")
    >>> answer.status, answer.order, certify(parse_network("k3 r2 k2"), bias=True).status
    (Status.PROVED, 1, Status.PROVED)
    """
    if delta is not None:
        raise ParseError("delta", "with --activation or --bias the answer is for all parameters; leave it out")
    if activation is None:
        if not isinstance(network, PolynomialArchitecture):
            raise ParseError(str(network)[:80], "biases are covered with activations x^r only, as in k3 r2 k2")
        about = {"architecture": architecture_json(network), "subject": f"{network} with a bias for each run"}
        return answered(CERTIFY, (network, None), about, **running)
    if bias:
        raise ParseError("bias", "biases are covered with activations x^r only, as in k3 r2 k2; leave out activation")
    own = read_activation(activation)
    stack = separated(network)
    powers = PolynomialArchitecture(stack, [len(own) - 1] * (len(stack) - 1))
    formula = " ".join(activation.split()).replace("x", "y")
    named = formula if len(formula) <= MAX_SHOWN else f"{formula[:MAX_SHOWN]}…"
    about = {"architecture": architecture_json(powers), "subject": f"{stack} with {named}"}
    return answered(CERTIFY, (stack, own), about, **running)
