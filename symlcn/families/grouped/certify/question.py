"""The question ``symlcn certify`` for networks with channels in groups.

Contents: :func:`certify`, :data:`GROUPED`.
"""

from __future__ import annotations

from typing import Any, Unpack

from symlcn.algebra.exact import Json, rationals_json
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.families.grouped.certify.document import grouped_json
from symlcn.families.grouped.certify.judge import GroupedResult, judge
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.inputs import as_invariants

__all__ = ["GROUPED", "certify"]


def _document(found: GroupedResult, _finer: int) -> Json:
    return grouped_json(found)


GROUPED: Question[GroupedResult] = Question("certify", "grouped", judge, _document, family="grouped")


def certify(network: GroupedArchitecture, delta: Any = None, **running: Unpack[Running]) -> Answer[GroupedResult]:
    """How many orbits are there over a generic end-to-end filter, and is the NTK parameter-independent?

    Parameters
    ----------
    network : GroupedArchitecture
    delta : sequence of exact numbers or str, optional
        The L − 1 numbers d_l of invariants D_l = d_l·I, the same for all channels of a hidden layer, ``"1,0,-2/3"`` or
        ``"balanced"``; all invariants if left out.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.grouped.certify.judge.GroupedResult`, which says what is proved of the
        fiber whatever the status is. Proved: for real end-to-end filters outside a proper algebraic subset, all real
        parameters with these invariants have the same NTK.

    Raises
    ------
    ParseError
        If the invariants cannot be read, or are not exact.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.certify("c64 k3x3c64g64 k1x1c128")
    >>> answer.status, answer.orbits, answer.ntk
    (Status.PROVED, 1, 'independent')
    """
    asked = as_invariants(delta, network)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(GROUPED, (network, asked), about, **running)
