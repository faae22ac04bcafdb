"""Two parameters of a network with channels with one U, one tuple of invariants and different NTKs.

Contents: :class:`ChannelFinding`, :func:`judge`, :func:`as_channel_invariants`.

Without invariants a pair is constructed on one orbit of the group that keeps U
(:mod:`symlcn.families.multichannel.counterexample.orbitpair`), or a motion is found at some filters
(:mod:`symlcn.families.multichannel.orbitmotion`). At given invariants, not all scalar, there are for two layers pairs
of a fully connected network (:mod:`symlcn.families.multichannel.counterexample.densepair`), and motions at rational
filters that have them, where some are found (:mod:`symlcn.families.multichannel.counterexample.indefinitepoints`), else
at real filters near rational ones (:mod:`symlcn.families.multichannel.counterexample.nearmotion`).

On one orbit there is nothing for scalar invariants: any two of its points that have these differ by orthogonal
matrices, which keep K. On two orbits there are pairs of diagonal filters
(:mod:`symlcn.families.multichannel.counterexample.blockpair`), taken where the generic fiber has several; on infinitely
many, motions across them (:mod:`symlcn.families.multichannel.counterexample.fibermotion`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice, pairwise
from math import prod

from symlcn.algebra.matrices import Rows, most_digits, scalar_value
from symlcn.answer import Status
from symlcn.errors import LimitError, brief
from symlcn.families.dense.pairs.choose import MAX_PAIR_DIGITS
from symlcn.families.dense.symmetric import checked_symmetric, symmetric_matrices
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.channelmap import layer_shapes, small_filters
from symlcn.families.multichannel.counterexample.blockpair import block_pair
from symlcn.families.multichannel.counterexample.densepair import dense_pair
from symlcn.families.multichannel.counterexample.fibermotion import FiberMotion, motion_across
from symlcn.families.multichannel.counterexample.indefinitepoints import points_at
from symlcn.families.multichannel.counterexample.nearmotion import NearMotion, find_near_motion
from symlcn.families.multichannel.counterexample.orbitpair import ChannelPair, orbit_pairs
from symlcn.families.multichannel.derivation import derive
from symlcn.families.multichannel.orbitmotion import OrbitMotion, find_orbit_motion
from symlcn.network.channelarchitecture import ChannelArchitecture

__all__ = ["ChannelFinding", "as_channel_invariants", "judge"]

MAX_HIDDEN = 1000
"""Channels of a hidden layer up to which matrices of invariants are formed."""
MAX_PARAMETERS = 200_000
TRIED = 6
FEW_TRIED = 150
FEW_DIGITS = 3
"""With more digits of D a motion is found sooner than a pair."""


@dataclass(frozen=True, slots=True)
class ChannelFinding:
    """What a search found.

    Attributes
    ----------
    network : ChannelArchitecture
    invariants : tuple of rows, or None
        D_1, …, D_{L−1} of the parameters found, or those that were asked for.
    pair : ChannelPair or None
    motion : OrbitMotion, FiberMotion, NearMotion or None
        Where no pair is found: along an orbit, of filters over one U, or along an orbit at filters near rational ones.
    reason : str or None
        Why it is undecided.
    """

    __repr__ = brief

    network: ChannelArchitecture
    invariants: tuple[Rows, ...] | None
    pair: ChannelPair | None = None
    motion: OrbitMotion | FiberMotion | NearMotion | None = None
    reason: str | None = None

    @property
    def status(self) -> Status:
        """Refuted where a pair or a motion is found."""
        return Status.REFUTED if self.reason is None else Status.UNDECIDED


def as_channel_invariants(value: object, network: ChannelArchitecture) -> tuple[Rows, ...] | None:
    """The symmetric matrices D_1, …, D_{L−1} that a caller means; None for all of them.

    Parameters
    ----------
    value : None, number, sequence or str
        As for :func:`symlcn.families.dense.symmetric.symmetric_matrices`.
    network : ChannelArchitecture

    Raises
    ------
    ParseError
        Naming what cannot be read, is not exact, or does not fit the channels.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> as_channel_invariants("[[[1, 2], [2, 0]]]", parse_network("k2c2 k2"))[0][0]
    (Fraction(1, 1), Fraction(2, 1))
    """
    shapes, hidden = layer_shapes(network), network.channels[1:-1]
    if value is not None and max(hidden, default=0) > MAX_HIDDEN:
        raise LimitError(f"invariants of {max(hidden)} channels; up to {MAX_HIDDEN} are read")
    sides = [(prod(below) // below[0], prod(above) // above[1]) for below, above in pairwise(shapes)]
    checked = partial(checked_symmetric, hidden=hidden, sides=sides, words=("number of channels", "number of entries"))
    return symmetric_matrices(value, hidden, checked)


def judge(
    network: ChannelArchitecture, invariants: Sequence[Rows] | None = None, rational: bool = False
) -> ChannelFinding:
    """A pair, a motion unless a rational pair is asked for, or the reason why none is found.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> judge(parse_network("c2 k2s2c2 k2c2")).pair.place
    (0, 0)
    >>> judge(parse_network("k2s2c2 k2"), (((Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))),)).pair.place
    (0, 0)
    """
    if network.parameters > MAX_PARAMETERS:
        raise LimitError(f"{network.parameters} parameters; pairs are written for up to {MAX_PARAMETERS}")
    asked = None if invariants is None else tuple(invariants)
    if len(network) == 1 or set(network.channels[1:-1]) == {1}:
        return ChannelFinding(network, asked, reason="no hidden layer has several channels, which pairs are made of")
    if asked is None:
        return _somewhere(network, rational)
    scalars = [d for d in map(scalar_value, asked) if d is not None]
    if len(scalars) == len(asked):
        return _scalar(network, asked, scalars, rational)
    return _prescribed(network, asked, rational)


def _prescribed(network: ChannelArchitecture, asked: tuple[Rows, ...], rational: bool) -> ChannelFinding:
    """A pair or a motion at invariants that are not all scalar."""
    pair = dense_pair(network, asked) if most_digits(asked) <= (MAX_PAIR_DIGITS if rational else FEW_DIGITS) else None
    if pair is not None:
        return ChannelFinding(network, asked, pair=pair)
    if rational:
        why = "rational pairs with given invariants, not all scalar, are constructed for two layers of few channels"
        return ChannelFinding(network, asked, reason=f"{why}, and none was found")
    motions = (find_orbit_motion(point) for point in points_at(network, asked, FEW_TRIED))
    motion = next((motion for motion in motions if motion is not None), None) or find_near_motion(network, asked)
    reason = None if motion is not None else "no motion was found at filters with these invariants, nor near such"
    return ChannelFinding(network, asked, motion=motion, reason=reason)


def _scalar(
    network: ChannelArchitecture, asked: tuple[Rows, ...], numbers: Sequence[Fraction], rational: bool
) -> ChannelFinding:
    """A pair or a motion at scalar invariants, where the generic fiber is not one orbit."""
    one = "where all D_l are scalar matrices parameters on one orbit have one NTK"
    chain = chain_of(network)
    derived = derive(chain.reduced)
    if derived.orbits == 1 and (chain.is_concise or not any(numbers)):
        proved = "over generic U there is none, as symlcn certify proves at these D_l: parameters over U are one orbit"
        return ChannelFinding(network, asked, reason=f"{proved} with one NTK")
    if not chain.is_concise:
        return ChannelFinding(network, asked, reason=f"{one}; several orbits are not compared")
    if derived.finite is False:
        motion = None if rational else motion_across(network, asked)
        missing = "rational pairs on two of them are not constructed" if rational else "no motion across them was found"
        why = f"{one}; over generic U there are infinitely many, and {missing}"
        return ChannelFinding(network, asked, motion=motion, reason=why if motion is None else None)
    if derived.orbits is None:
        return ChannelFinding(network, asked, reason=f"{one}; several orbits are not compared")
    pair = block_pair(network, numbers)
    if pair is None:
        return ChannelFinding(network, asked, reason=f"{one}; no rational pair on two orbits is constructed")
    return ChannelFinding(network, asked, pair=pair)


def _somewhere(network: ChannelArchitecture, rational: bool) -> ChannelFinding:
    """A pair or a motion for some invariants."""
    pair = next(orbit_pairs(network), None)
    if pair is not None:
        return ChannelFinding(network, pair.sides[0].invariants, pair=pair)
    for point in islice(small_filters(network), 0 if rational else TRIED):
        motion = find_orbit_motion(point)
        if motion is not None:
            return ChannelFinding(network, point.invariants, motion=motion)
    return ChannelFinding(network, None, reason="no pair is constructed, and no motion was found at the filters tried")
