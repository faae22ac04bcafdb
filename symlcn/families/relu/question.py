"""The question of ``--relu``: is the NTK of two layers with a ReLU between them a function of the network's function?

Contents: :func:`relu`, :func:`as_relu`, :data:`RELU`.
"""

from __future__ import annotations

from typing import Any, TypeAlias, Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.families.dense.document import widths_json
from symlcn.families.dense.question import are_widths, as_dense
from symlcn.families.relu.dense import ReluDense
from symlcn.families.relu.document import relu_json
from symlcn.families.relu.judge import DenseReluResult, ReluResult, judge_convolutional, judge_dense
from symlcn.families.relu.twolayer import ReluConvolutional
from symlcn.network.inputs import as_network
from symlcn.network.notation import linear
from symlcn.network.reluarchitecture import ReluArchitecture

__all__ = ["RELU", "as_relu", "relu"]

Found: TypeAlias = ReluResult | DenseReluResult


def as_relu(value: Any) -> ReluConvolutional | ReluDense:
    """The network with a ReLU between its two layers that a caller means, convolutional or fully connected.

    Parameters
    ----------
    value : Architecture, Dense, str or sequence
        Widths, which are numbers: ``"2 3 2"`` or ``(2, 3, 2)``; else an architecture.

    Raises
    ------
    ParseError
        If it cannot be read, or has not two layers.

    Examples
    --------
    >>> str(as_relu("2 3 2").linear), str(as_relu(["k3s2", "k2"]).architecture)
    ('2 3 2', 'k3s2 k2')
    """
    if isinstance(value, ReluConvolutional | ReluDense):
        return value
    if are_widths(value):
        return ReluDense(as_dense(value).widths)
    network = as_network(value)
    return ReluConvolutional(network.architecture if isinstance(network, ReluArchitecture) else linear(network, "relu"))


def _decide(network: ReluConvolutional | ReluDense) -> Found:
    return judge_dense(network) if isinstance(network, ReluDense) else judge_convolutional(network.architecture)


def _document(found: Found, _finer: int) -> Json:
    return relu_json(found)


RELU: Question[Found] = Question("relu", "relu", _decide, _document)


def relu(network: Any, **running: Unpack[Running]) -> Answer[Found]:
    """Is the NTK of two layers with a ReLU between them a function of the network's function and of all invariants?

    Parameters
    ----------
    network : Architecture, Dense, str or sequence
        Two convolutional layers, as for :func:`symlcn.certify`; or three widths, ``"2 3 2"`` or ``(2, 3, 2)``.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.relu.judge.ReluResult` for convolutional layers: proved, for functions
        that are not 0 and filters that no shift fits, with an exact pair for those excepted. For fully connected layers
        it is a :class:`~symlcn.families.relu.judge.DenseReluResult`: proved for one hidden neuron, else refuted by an
        exact pair, at positive inputs. The certificate takes the theorem on kinks on trust.

    Raises
    ------
    ParseError
        If the network cannot be read, or has not two layers.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, section 5 and Example 20; the lesson ``relu``.

    Examples
    --------
    >>> relu("k3x3s2 k2x2").hypotheses[0], relu((2, 3, 2)).status
    ('the function is not 0', Status.REFUTED)
    """
    asked = as_relu(network)
    shape = widths_json(asked.linear) if isinstance(asked, ReluDense) else architecture_json(asked.architecture)
    return answered(RELU, (asked,), {"architecture": shape}, **running)
