"""The question ``symlcn certify``: is the NTK parameter-independent?

Contents: :func:`certify`, :data:`CERTIFY`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.generic import certify as home
from symlcn.generic.certify import Certificate
from symlcn.generic.document import to_json
from symlcn.network.architecture import Architecture
from symlcn.network.family import activation_question, family_question
from symlcn.network.inputs import ArchitectureLike, as_invariants, as_network

__all__ = ["CERTIFY", "certify"]


def _document(certificate: Certificate, _finer: int) -> Json:
    return to_json(certificate)


CERTIFY: Question[Certificate] = Question("certify", "architecture", home.certify, _document)


def certify(
    architecture: ArchitectureLike,
    delta: Any = None,
    *,
    activation: str | None = None,
    bias: bool = False,
    **running: Unpack[Running],
) -> Answer[Certificate]:
    """Is the NTK parameter-independent? A proof, or a counterexample.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        ``"k3s2 k2"``, ``"@wav2vec2"``, the path of a file, or the layers
        (:func:`symlcn.network.inputs.as_network`).
    delta : sequence of exact numbers or str, optional
        The L − 1 invariants δ_l = ‖w_l‖² − ‖w_{l+1}‖², ``"1,0,-2/3"`` or ``"balanced"``; every δ at once if left out.
    activation : str, optional
        A polynomial such as ``"y^2 + y"`` of degree at least 2, 0 at 0 and no power, after each layer but the last.
    bias : bool
        With activations x^r: a bias in the last layer of each run. With one of these two the result is an
        :class:`~symlcn.families.polynomial.activation.identified.Identified`.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.generic.certify.Certificate`. Proved: over every nonzero real end-to-end filter
        that is a normal point of the Zariski closure of the neuromanifold, all real parameters with these invariants
        have the same NTK. Refuted: on a nonempty open set of filters they do not. Nothing is claimed of other filters.

    Raises
    ------
    ParseError
        If the architecture or the invariants cannot be read, or are not exact.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, Thm. 4, Prop. 12, Thm. 13; the lesson ``classification``, Theorems A and B.

    Examples
    --------
    >>> answer = certify("k3s2 k2")
    >>> answer.status, answer.classification.degree, answer.assumptions
    (Status.PROVED, 1, ())
    """
    network = as_network(architecture)
    if activation is not None or bias:
        other: Answer[Certificate] = activation_question()(network, delta, activation, bias, **running)
        return other
    if not isinstance(network, Architecture):
        further: Answer[Certificate] = family_question("certify", network)(network, delta, **running)
        return further
    asked = as_invariants(delta, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(CERTIFY, (network, asked), about, **running)
