"""The question ``symlcn certify`` for networks with activations.

Contents: :func:`certify`, :data:`CERTIFY`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.families.polynomial.certify.document import network_json
from symlcn.families.polynomial.certify.judge import NetworkCertificate, judged
from symlcn.network.inputs import as_invariants
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["CERTIFY", "certify"]


def _document(certificate: NetworkCertificate, _finer: int) -> Json:
    return network_json(certificate)


CERTIFY: Question[NetworkCertificate] = Question("certify", "polynomial", judged, _document, family="polynomial")


def certify(
    network: PolynomialArchitecture, delta: Any = None, **running: Unpack[Running]
) -> Answer[NetworkCertificate]:
    """Is the NTK parameter-independent? As :func:`symlcn.certify`, for activations x ↦ x^r.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.certify("k3 r2 k2")
    >>> answer.status, answer.composition.critical_points, symlcn.certify("k3 k2").status
    (Status.PROVED, 79, Status.REFUTED)
    """
    asked = as_invariants(delta, network.architecture)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(CERTIFY, (network, asked), about, **running)
