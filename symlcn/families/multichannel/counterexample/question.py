"""The question ``symlcn counterexample`` for networks with channels.

Contents: :func:`counterexample`, :data:`CHANNEL_COUNTEREXAMPLE`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.counterexample.find import DEFAULT_HEIGHT
from symlcn.errors import ParseError
from symlcn.families.multichannel.counterexample.document import channel_finding_json
from symlcn.families.multichannel.counterexample.judge import ChannelFinding, as_channel_invariants, judge
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["CHANNEL_COUNTEREXAMPLE", "counterexample"]


def _document(found: ChannelFinding, _finer: int) -> Json:
    return channel_finding_json(found)


CHANNEL_COUNTEREXAMPLE: Question[ChannelFinding] = Question(
    "counterexample", "multichannel-counterexample", judge, _document, family="multichannel"
)


def counterexample(
    network: ChannelArchitecture,
    delta: Any = None,
    *,
    rational: bool = False,
    all_delta: bool = False,
    height: int | None = None,
    **running: Unpack[Running],
) -> Answer[ChannelFinding]:
    """Two parameters of a network with channels with one U, equal invariants and different NTKs.

    Parameters
    ----------
    network : ChannelArchitecture
    delta : number, sequence or str, optional
        The invariants D_l: numbers d_l for D_l = d_l·I, symmetric matrices, or ``"balanced"``. Without them they are
        chosen with the pair.
    rational : bool
        Pairs are rational here; motions are not taken.
    all_delta : bool
        Must be left out.
    height : int, optional
        Must be left out: pairs are constructed.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.multichannel.counterexample.judge.ChannelFinding`. Refuted: there are
        two such parameters, an exact `pair`, or by a `motion` and the implicit function theorem: along an orbit, also
        at filters near rational ones, or across infinitely many orbits. Nothing is said of other end-to-end filters.

    Raises
    ------
    ParseError
        If the invariants cannot be read, are not exact or do not fit; if one pair for every δ is asked for, or a height
        of filters that are searched.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.counterexample("c2 k2s2c2 k2c2")
    >>> answer.status, answer.pair.place, [str(value) for value in answer.pair.values]
    (Status.REFUTED, (0, 0), ['25', '53/5'])
    """
    if all_delta:
        raise ParseError("all_delta", "with channels invariants are matrices, and pairs are for one tuple of them")
    if height not in (None, DEFAULT_HEIGHT):
        raise ParseError("height", "with channels pairs are constructed: no filters are searched up to a height")
    asked = as_channel_invariants(delta, network)
    given = None if asked is None else [tensor_json(rows) for rows in asked]
    about = {"architecture": architecture_json(network), "delta": given}
    return answered(CHANNEL_COUNTEREXAMPLE, (network, asked, rational), about, **running)
