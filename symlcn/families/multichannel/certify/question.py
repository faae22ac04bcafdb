"""The question ``symlcn certify`` for networks with channels.

Contents: :func:`certify`, :data:`MULTICHANNEL`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.families.multichannel.certify.document import multichannel_json
from symlcn.families.multichannel.certify.judge import MultichannelResult, judge
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.inputs import as_invariants

__all__ = ["MULTICHANNEL", "certify"]


def _document(found: MultichannelResult, _finer: int) -> Json:
    return multichannel_json(found)


MULTICHANNEL: Question[MultichannelResult] = Question(
    "certify", "multichannel", judge, _document, family="multichannel"
)


def certify(network: ChannelArchitecture, delta: Any = None, **running: Unpack[Running]) -> Answer[MultichannelResult]:
    """How many orbits are there over a generic end-to-end filter, and is the NTK parameter-independent?

    Parameters
    ----------
    network : ChannelArchitecture
    delta : sequence of exact numbers or str, optional
        The L − 1 numbers d_l of scalar invariants D_l = d_l·I, ``"1,0,-2/3"`` or ``"balanced"``; all invariants, scalar
        or not, if left out.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.multichannel.certify.judge.MultichannelResult`, which says what is
        proved of the fiber whatever the status is. Proved: for real end-to-end filters outside a proper algebraic
        subset, all real parameters with these invariants have the same NTK.

    Raises
    ------
    ParseError
        If the invariants cannot be read, or are not exact.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.certify("c64 k3x3s2c128 k3x3c128", "balanced")
    >>> answer.status, answer.orbits, answer.excess
    (Status.PROVED, 1, 0)
    """
    asked = as_invariants(delta, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(MULTICHANNEL, (network, asked), about, **running)
