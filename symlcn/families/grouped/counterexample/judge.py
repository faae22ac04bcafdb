"""Two parameters of a network with channels in groups with one U, equal invariants and different NTKs.

Contents: :class:`GroupedFinding`, :func:`judge`.
"""

from __future__ import annotations

from dataclasses import dataclass

from symlcn.algebra.matrices import Rows
from symlcn.answer import Status
from symlcn.errors import LimitError, brief
from symlcn.families.grouped.channelexchange import ExchangedPair, exchangeable_layer, exchanged_pair
from symlcn.families.grouped.groupedchain import grouped_chain
from symlcn.network.groupedarchitecture import GroupedArchitecture

__all__ = ["GroupedFinding", "judge"]

MAX_HIDDEN = 600
"""Channels of a hidden layer up to which matrices of invariants are formed."""
MAX_PARAMETERS = 200_000


@dataclass(frozen=True, slots=True)
class GroupedFinding:
    """What was constructed.

    Attributes
    ----------
    network : GroupedArchitecture
    pair : ExchangedPair or None
    reason : str or None
        Why it is undecided.
    """

    __repr__ = brief

    network: GroupedArchitecture
    pair: ExchangedPair | None
    reason: str | None = None

    @property
    def status(self) -> Status:
        """Refuted where there is a pair."""
        return Status.REFUTED if self.reason is None else Status.UNDECIDED

    @property
    def invariants(self) -> tuple[Rows, ...] | None:
        """D_1, …, D_{L−1} of the pair, 0 outside of cells."""
        return None if self.pair is None else self.pair.sides[0].invariants


def judge(network: GroupedArchitecture) -> GroupedFinding:
    """The pair that exchanges two channels of a depthwise layer, or why there is none.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> judge(parse_network("c2 k1c2 k3c2g2 k1c2")).pair.place
    (0, 0)
    >>> judge(parse_network("c2 k3c2g2 k1c2")).reason
    'no depthwise layer between hidden layers has channels that can be exchanged, which pairs are made of'
    """
    widest = max(network.channels[1:-1], default=0)
    if network.parameters > MAX_PARAMETERS or widest > MAX_HIDDEN:
        raise LimitError(f"pairs are written for up to {MAX_PARAMETERS} parameters and {MAX_HIDDEN} hidden channels")
    layer = exchangeable_layer(grouped_chain(network))
    if layer is None:
        what = "no depthwise layer between hidden layers has channels that can be exchanged"
        return GroupedFinding(network, None, f"{what}, which pairs are made of")
    return GroupedFinding(network, exchanged_pair(network, layer))
