"""Evidence that the NTK of a network with channels depends on the parameters for generic invariants.

Contents: :class:`Dependence`, :func:`find_dependence`.

At filters of a base (:mod:`symlcn.families.multichannel.basepoint`) a motion along the orbit keeps U and the invariants
and moves an entry of K (:mod:`symlcn.families.multichannel.orbitmotion`). At N equal blocks of them, and further end
channels of zeros, it is a motion of the network: the matrices of invariants are N equal blocks, and K has the same
entries. There Ḋ, as a function of X, has the largest possible rank, Σ c_l(c_l + 1)/2, and (Ḋ, K̇) has a larger one. Both
hold outside a proper algebraic subset of all filters. So for U outside a proper algebraic subset and invariants outside
a set without interior points, K is not a function of both: over U the other filters form a set without interior points,
and D is a submersion at stable ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from symlcn.errors import brief
from symlcn.families.multichannel.basepoint import bases
from symlcn.families.multichannel.chain import Chain
from symlcn.families.multichannel.channelmap import small_filters
from symlcn.families.multichannel.orbitmotion import OrbitMotion, find_orbit_motion
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["Dependence", "find_dependence"]

MAX_SIZE = 1_000_000
"""Entries of the Jacobian of a base."""
BASES, POINTS = 3, 4
"""So many are tried."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """What shows it.

    Attributes
    ----------
    motion : OrbitMotion
        Of filters of a base of the network.
    """

    __repr__ = brief

    motion: OrbitMotion


def find_dependence(network: ChannelArchitecture, chain: Chain) -> Dependence | None:
    """A motion of filters of a base of the chain of a concise network; None if none is found.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> block = parse_network("c64 k3x3c64 k3x3c64")
    >>> print(find_dependence(block, chain_of(block)).motion.given.network)
    k3x3c2 k3x3
    """
    wide = (base for base in bases(chain, MAX_SIZE) if max(base.channels[1:-1], default=1) > 1)
    for base in islice(wide, BASES):
        for point in islice(small_filters(ChannelArchitecture(network.architecture, base.channels)), POINTS):
            motion = find_orbit_motion(point)
            if motion is not None:
                return Dependence(motion)
    return None
