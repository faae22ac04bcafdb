"""The question ``symlcn ntk`` for networks with channels in groups: the NTK of given filters, exactly.

Contents: :func:`ntk`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from symlcn.answer import Answer, Running, answered
from symlcn.certificates.values import architecture_json
from symlcn.errors import ParseError
from symlcn.families.grouped.groupedmap import as_grouped_filters
from symlcn.families.multichannel.ntk.question import CHANNEL_NTK, ChannelKernel
from symlcn.families.multichannel.symbolickernel import SymbolicKernel
from symlcn.network.groupedarchitecture import GroupedArchitecture

__all__ = ["ntk"]


def ntk(
    network: GroupedArchitecture,
    filters: Any = None,
    delta: Any = None,
    *,
    places: Sequence[tuple[int, int]] = (),
    **running: Unpack[Running],
) -> Answer[ChannelKernel | SymbolicKernel]:
    """The NTK of given filters of a network with channels in groups, exactly and as they are.

    Parameters
    ----------
    network : GroupedArchitecture
    filters : sequence or str
        One for each layer, nested ``[output][input of its group][position]``, exact; or JSON.
    delta
        Must be left out: filters are not scaled.
    places : sequence of (int, int), optional
        Entries to be printed, row and column from 0.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.multichannel.ntk.question.ChannelKernel`. There is no certificate.

    Raises
    ------
    ParseError
        If filters are missing, something cannot be read, is not exact, does not fit, or invariants are given.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.ntk("c2 k2c2g2 k1", [[[[1, 2]], [[3, 4]]], [[[1], [2]]]])
    >>> [[str(c) for c in row] for row in answer.matrix()]
    [['2', '2', '0', '0'], ['2', '5', '0', '0'], ['0', '0', '13', '12'], ['0', '0', '12', '20']]
    """
    if delta is not None:
        raise ParseError("delta", "with channels filters are taken as they are; give no invariants")
    if filters is None:
        raise ParseError("filters", "with groups of channels the NTK is that of given filters; give them")
    given = as_grouped_filters(filters, network)
    size = network.ambient
    if any(not 0 <= n < size for place in places for n in place):
        raise ParseError("places", f"rows and columns of K are numbers from 0 to {size - 1}")
    about = {"architecture": architecture_json(network)}
    return answered(CHANNEL_NTK, (network, given, tuple(places)), about, **running)
