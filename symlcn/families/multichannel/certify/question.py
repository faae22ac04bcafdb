"""The question ``symlcn certify`` for networks with channels.

Contents: :func:`certify`, :data:`MULTICHANNEL`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.families.multichannel.certify.document import multichannel_json
from symlcn.families.multichannel.certify.giveninvariants import as_given_invariants, invariants_json
from symlcn.families.multichannel.certify.judge import MultichannelResult, judge
from symlcn.network.channelarchitecture import ChannelArchitecture

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
    delta : sequence or str, optional
        The invariants D_l: L − 1 numbers d_l for D_l = d_l·I, ``"1,0,-2/3"`` or ``"balanced"``, or symmetric matrices
        of exact numbers; all invariants, scalar or not, if left out.
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
        If the invariants cannot be read, are not exact or do not fit, or no real parameters have them.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.certify("c64 k3x3s2c128 k3x3c128", "balanced")
    >>> answer.status, answer.orbits, answer.excess
    (Status.PROVED, 1, 0)
    """
    asked = as_given_invariants(delta, network)
    about = {"architecture": architecture_json(network), "delta": invariants_json(asked)}
    return answered(MULTICHANNEL, (network, asked), about, **running)
