"""All parameters over the end-to-end filter of given filters, for networks with channels.

Contents: :class:`ChannelFiber`, :func:`judge`.

G = GL(c_1) × … × GL(c_{L−1}) acts on filters and keeps U. Where each cut is shown to determine its two factors at the
given filters, one layer after the other, every factorization of their own U is in their orbit, over C and over R. Two
real points of one orbit with the same scalar invariants D_l = d_l·I differ by orthogonal matrices, which keep the NTK:
so all of them have one NTK, whatever U is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm

from symlcn.errors import LimitError, brief
from symlcn.families.multichannel.basepoint import BasePoint
from symlcn.families.multichannel.chain import Chain, chain_of
from symlcn.families.multichannel.channelmap import ChannelFilters, layer_shapes, slices
from symlcn.families.multichannel.fiber.scalarpoint import ScalarPoint, scalar_point
from symlcn.families.multichannel.saturation import PointCut, first_cut

__all__ = ["ChannelFiber", "integer_filters", "judge"]

MAX_PARAMETERS = 20_000


@dataclass(frozen=True, slots=True)
class ChannelFiber:
    """All parameters over one end-to-end filter, up to what is shown.

    Attributes
    ----------
    given : ChannelFilters
    delta : tuple of Fraction, or None
        The numbers d_l of the invariants D_l = d_l·I asked about; all of these at once if None.
    status : str
        ``"proved"``: one orbit, so one NTK at each of these invariants; ``"undecided"``.
    reason : str or None
    cuts : tuple of PointCut
        After each layer but the last; empty where one is not shown.
    point : ScalarPoint or None
        That of the orbit with the invariants asked about, where it is written.
    without : str or None
        Why it is not, where invariants were asked about.
    """

    __repr__ = brief

    given: ChannelFilters
    delta: tuple[Fraction, ...] | None
    status: str
    reason: str | None
    cuts: tuple[PointCut, ...]
    point: ScalarPoint | None = None
    without: str | None = None

    @property
    def orbits(self) -> int | None:
        """1 where all parameters over the end-to-end filter are one orbit of G; else None."""
        return 1 if self.status == "proved" else None


def judge(given: ChannelFilters, delta: tuple[Fraction, ...] | None) -> ChannelFiber:
    """Whether all parameters over the end-to-end filter of given filters are one orbit, and its scalar point.

    Raises
    ------
    LimitError
        If there are more than 20000 parameters.

    Examples
    --------
    >>> from symlcn.families.multichannel.channelmap import as_channel_filters
    >>> from symlcn.network.notation import parse_network
    >>> filters = as_channel_filters([[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]], parse_network("k2s2c2 k2"))
    >>> judge(filters, None).orbits, judge(filters, (Fraction(0),)).point.t
    (1, RealAlgebraic(minpoly=(-800, 0, 1), lower=Fraction(28, 1), upper=Fraction(30, 1)))
    """
    if given.network.parameters > MAX_PARAMETERS:
        raise LimitError(f"{given.network.parameters} parameters; at most {MAX_PARAMETERS} are looked at")
    cuts = []
    for layer in range(len(given.network) - 1):
        cut = first_cut(_rest(given, layer))
        if cut is None:
            reason = f"that layer {layer + 1} is determined by these filters up to an invertible matrix is not shown"
            return ChannelFiber(given, delta, "undecided", f"{reason}; other orbits may lie over them", ())
        cuts.append(cut)
    if delta is None:
        return ChannelFiber(given, delta, "proved", None, tuple(cuts))
    point, without = _point(given, delta)
    return ChannelFiber(given, delta, "proved", None, tuple(cuts), point, without)


def _point(given: ChannelFilters, delta: tuple[Fraction, ...]) -> tuple[ScalarPoint | None, str | None]:
    """The point with these invariants, or why it is not written."""
    if len(delta) != 1:
        return None, "it is written for two layers"
    try:
        return scalar_point(given, delta[0]), None
    except LimitError as error:
        return None, str(error)


def integer_filters(given: ChannelFilters) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]:
    """Multiples of the filters of all layers, in integers, the entries of each in one list, row-major."""
    found = []
    for own, shape in zip(given.filters, layer_shapes(given.network), strict=True):
        parts = slices(own)
        common = lcm(*(int(c.q) for w in parts for c in w.entries()))
        rows = []
        for a in range(shape[0]):
            rows.append(tuple(tuple(int(w[a, b] * common) for w in parts) for b in range(shape[1])))
        found.append(tuple(rows))
    return tuple(found)


def _rest(given: ChannelFilters, layer: int) -> BasePoint:
    """The layers from one on; where monomials of the last one do not overlap, they are taken for output channels."""
    chain, filters = chain_of(given.network), integer_filters(given)
    rest = BasePoint(chain.part(layer, len(chain)), filters[layer:])
    for d in rest.chain.directions:
        rest = _relabelled(rest, d)
    return rest


def _relabelled(given: BasePoint, d: int) -> BasePoint:
    """With the entries of the last layer in a direction as output channels, if no two of their multiples agree."""
    chain, last = given.chain, len(given.chain) - 1
    size = chain.sizes[last]
    k = size[d]
    if k == 1 or len(chain.line(d, 0, last + 1)) != k * len(chain.line(d, 0, last)):
        return given
    places = [index[d] for index in product(*map(range, size))]
    rows = tuple(
        tuple(tuple(c for c, n in zip(entry, places, strict=True) if n == own) for entry in row)
        for row in given.filters[last]
        for own in range(k)
    )
    sizes = (*chain.sizes[:last], (*size[:d], 1, *size[d + 1 :]))
    channels = (*chain.channels[:-1], chain.channels[-1] * k)
    return BasePoint(Chain(channels, sizes, chain.exponents, chain.places), (*given.filters[:last], rows))
