"""The question ``symlcn counterexample`` for networks with channels in groups.

Contents: :func:`counterexample`, :data:`GROUPED_COUNTEREXAMPLE`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.errors import ParseError
from symlcn.families.grouped.counterexample.document import grouped_finding_json
from symlcn.families.grouped.counterexample.judge import GroupedFinding, judge
from symlcn.network.groupedarchitecture import GroupedArchitecture

__all__ = ["GROUPED_COUNTEREXAMPLE", "counterexample"]


def _document(found: GroupedFinding, _finer: int) -> Json:
    return grouped_finding_json(found)


GROUPED_COUNTEREXAMPLE: Question[GroupedFinding] = Question(
    "counterexample", "grouped-counterexample", judge, _document, family="grouped"
)


def counterexample(
    network: GroupedArchitecture,
    delta: Any = None,
    *,
    rational: bool = False,
    all_delta: bool = False,
    height: int | None = None,
    **running: Unpack[Running],
) -> Answer[GroupedFinding]:
    """Two parameters of a network with groups of channels with one U, equal invariants and different NTKs.

    Parameters
    ----------
    network : GroupedArchitecture
    delta
        Must be left out: the invariants are chosen with the pair.
    rational : bool
        Pairs are rational here.
    all_delta : bool
        Must be left out.
    height : int, optional
        Is not used: pairs are constructed.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.grouped.counterexample.judge.GroupedFinding`. Refuted: there is a
        `pair`, which exchanges two channels of a depthwise layer. Nothing is said of other end-to-end filters.

    Raises
    ------
    ParseError
        If invariants, or one pair for every δ, are asked for.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.counterexample("c2 k1c2 k3c2g2 k1c2")
    >>> answer.status, answer.pair.place, [str(value) for value in answer.pair.values]
    (Status.REFUTED, (0, 0), ['10', '13'])
    """
    if all_delta or delta is not None:
        place = "all_delta" if all_delta else "delta"
        raise ParseError(place, "with groups of channels invariants are chosen with the pair; give none")
    about = {"architecture": architecture_json(network), "delta": None}
    return answered(GROUPED_COUNTEREXAMPLE, (network,), about, **running)
