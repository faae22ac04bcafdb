"""Evidence that the NTK of a network with channels depends on the parameters.

Contents: :class:`BaseMotion`, :data:`Dependence`, :func:`find_dependence`.

For all invariants that are not scalar matrices: K separates them (:mod:`symlcn.families.multichannel.orbitseparation`).

For generic invariants: at filters of a base (:mod:`symlcn.families.multichannel.basepoint`) a motion along the orbit
keeps U and the invariants and moves an entry of K (:mod:`symlcn.families.multichannel.orbitmotion`). At N equal blocks
of them, and further end channels of zeros, it is a motion of the network: the matrices of invariants are N equal
blocks, and K has the same entries. There Ḋ, as a function of X, has the largest possible rank, Σ c_l(c_l + 1)/2, and
(Ḋ, K̇) has a larger one. Both hold outside a proper algebraic subset of all filters. So for U outside a proper algebraic
subset and invariants outside a set without interior points, K is not a function of both: over U the other filters form
a set without interior points, and D is a submersion at stable ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from symlcn.errors import brief
from symlcn.families.multichannel.basepoint import bases
from symlcn.families.multichannel.chain import Chain
from symlcn.families.multichannel.channelmap import small_filters
from symlcn.families.multichannel.orbitmotion import OrbitMotion, find_orbit_motion
from symlcn.families.multichannel.orbitseparation import Separation, find_separation
from symlcn.families.multichannel.widened import find_widened_motion
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["BaseMotion", "Dependence", "find_dependence"]

SMALL_SIZE, MAX_SIZE = 10_000, 1_000_000
"""Entries of the Jacobian of a base."""
BASES, POINTS = 3, 4
"""So many are tried."""
PARTS = (2, 3)
"""Hidden channels of parts of a base, at most."""


@dataclass(frozen=True, slots=True)
class BaseMotion:
    """Evidence for generic invariants.

    Attributes
    ----------
    channels : tuple of int
        Those of a base of the network.
    motion : OrbitMotion
        Of filters of the base; or of a part of it, as :mod:`symlcn.families.multichannel.widened` has it.
    """

    __repr__ = brief

    channels: tuple[int, ...]
    motion: OrbitMotion

    @property
    def part(self) -> tuple[int, ...] | None:
        """The channels of the part, if the filters are those of a part."""
        own = self.motion.given.network.channels
        return None if own == self.channels else own


Dependence = Separation | BaseMotion


def find_dependence(network: ChannelArchitecture, chain: Chain) -> Dependence | None:
    """The stronger evidence that is found for the chain of a concise network; None if there is none.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> for notation in ("c64 k3x3c64 k3x3c64", "c64 k1c64 k1c64 k1c64"):
    ...     found = find_dependence(parse_network(notation), chain_of(parse_network(notation)))
    ...     print(type(found).__name__, found.channels)
    Separation (1, 1, 1)
    BaseMotion (2, 2, 2, 2)
    """
    separation = find_separation(chain)
    if separation is not None:
        return separation
    return next(_motions(network, chain), None)


def _motions(network: ChannelArchitecture, chain: Chain) -> Iterator[BaseMotion]:
    """Motions of filters of small bases, then of parts of bases, then of filters of large bases."""
    yield from _base_motions(network, bases(chain, SMALL_SIZE))
    for base in islice(_wide(bases(chain, chain.parameters, _parameters)), BASES):
        first, *hidden, last = base.channels
        for most in PARTS:
            part = base.with_channels((first, *(min(c, most) for c in hidden), last)).reduced.channels
            motion = find_widened_motion(ChannelArchitecture(network.architecture, base.channels), part)
            if motion is not None:
                yield BaseMotion(base.channels, motion)
    yield from _base_motions(network, bases(chain, MAX_SIZE))


def _base_motions(network: ChannelArchitecture, found: Iterator[Chain]) -> Iterator[BaseMotion]:
    for base in islice(_wide(found), BASES):
        for point in islice(small_filters(ChannelArchitecture(network.architecture, base.channels)), POINTS):
            motion = find_orbit_motion(point)
            if motion is not None:
                yield BaseMotion(base.channels, motion)


def _parameters(chain: Chain) -> int:
    return chain.parameters


def _wide(found: Iterator[Chain]) -> Iterator[Chain]:
    return (base for base in found if max(base.channels[1:-1], default=1) > 1)
