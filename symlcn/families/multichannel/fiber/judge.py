"""All parameters over an end-to-end filter of a network with channels.

Contents: :class:`ChannelFiber`, :func:`judge`.

G = GL(c_1) × … × GL(c_{L−1}) acts on filters and keeps U. Where linear equations determine both factors at cuts, one
after the other (:mod:`symlcn.families.multichannel.fiber.factoring`), every factorization of U is in one orbit, over C
and over R, and its filters are rational functions of U; or there is none. Two real points of one orbit with the same
scalar invariants D_l = d_l·I differ by orthogonal matrices, which keep the NTK: so all of them have one NTK, whatever U
is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from symlcn.algebra.exact import fraction_of
from symlcn.errors import LimitError, brief
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.channelmap import ChannelFilters, layer_shapes
from symlcn.families.multichannel.fiber.cutequations import Rows, Step
from symlcn.families.multichannel.fiber.enclosedpoint import EnclosedPoint, enclosed_point
from symlcn.families.multichannel.fiber.factoring import Factors, Failure, factors, over_rationals
from symlcn.families.multichannel.fiber.scalarpoint import MAX_WIDTH, ScalarPoint, scalar_point
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import nested

__all__ = ["ChannelFiber", "judge"]

MAX_PARAMETERS = 20_000


@dataclass(frozen=True, slots=True)
class ChannelFiber:
    """All parameters over one end-to-end filter, up to what is shown.

    Attributes
    ----------
    network : ChannelArchitecture
    product : nested tuples of Fraction
        U: output, input, position.
    filters : ChannelFilters or None
        A point over it: the one given; or one found, the coefficients of whose factors before cuts are in reduced
        echelon form.
    delta : tuple of Fraction, or None
        The numbers d_l of the invariants D_l = d_l·I asked about; all of these at once if None.
    status : str
        ``"proved"``: one orbit, so one NTK at each of these invariants, or no point at all; ``"undecided"``.
    reason : str or None
    orbits : int or None
        1 where all parameters over the end-to-end filter are one orbit of G, 0 where there are none; else None.
    why : str or None
        What is contradictory where there are none.
    steps : tuple of Step
        How factors are determined; empty where not all are.
    point : ScalarPoint or None
        That of the orbit with the invariants asked about, where square roots suffice.
    enclosure : EnclosedPoint or None
        Numbers near it, where they do not.
    without : str or None
        Why there is neither, where invariants were asked about.
    """

    __repr__ = brief

    network: ChannelArchitecture
    product: Any
    filters: ChannelFilters | None
    delta: tuple[Fraction, ...] | None
    status: str
    reason: str | None
    orbits: int | None = None
    why: str | None = None
    steps: tuple[Step, ...] = ()
    point: ScalarPoint | None = None
    enclosure: EnclosedPoint | None = None
    without: str | None = None


def judge(
    network: ChannelArchitecture, whole: Any, given: ChannelFilters | None, delta: tuple[Fraction, ...] | None
) -> ChannelFiber:
    """Whether all parameters over an end-to-end filter are one orbit, filters of it, and its scalar point.

    Parameters
    ----------
    network : ChannelArchitecture
    whole : nested tuples of Fraction
        U: output, input, position.
    given : ChannelFilters, optional
        Filters with this product.
    delta : tuple of Fraction, optional

    Raises
    ------
    LimitError
        If there are more than 20000 parameters.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> network, zero = parse_network("k2s2c2 k2"), (Fraction(0),)
    >>> found = judge(network, (((Fraction(10), Fraction(10), Fraction(-10), Fraction(10)),),), None, zero)
    >>> found.orbits, found.point.t
    (1, RealAlgebraic(minpoly=(-800, 0, 1), lower=Fraction(28, 1), upper=Fraction(30, 1)))
    """
    if network.parameters > MAX_PARAMETERS:
        raise LimitError(f"{network.parameters} parameters; at most {MAX_PARAMETERS} are looked at")

    def undecided(reason: str) -> ChannelFiber:
        return ChannelFiber(network, whole, given, delta, "undecided", reason)

    chain, (rows, common) = chain_of(network), _rows(whole)
    try:
        found = factors(chain, rows)
        if isinstance(found, Failure) and found.none and given is None:
            steps = found.steps
            return ChannelFiber(network, whole, None, delta, "proved", None, 0, found.why, steps)
        if isinstance(found, Failure):
            return undecided(f"linear equations do not determine the layers: {found.why}")
        point = given or _filters(network, factors(chain, rows, over_rationals), common)
    except LimitError as error:
        return undecided(str(error))
    if point is None or point.product != whole:
        return undecided("filters are not found over the rational numbers as they are modulo a prime")
    proved = ChannelFiber(network, whole, point, delta, "proved", None, 1, None, found.steps)
    return proved if not delta else _with_point(proved, point, delta)


def _with_point(found: ChannelFiber, filters: ChannelFilters, delta: tuple[Fraction, ...]) -> ChannelFiber:
    """With the point that has these invariants, or why it is not written."""
    try:
        if len(delta) == 1 and found.network.channels[1] <= MAX_WIDTH:
            return replace(found, point=scalar_point(filters, delta[0]))
        return replace(found, enclosure=enclosed_point(filters, delta))
    except LimitError as error:
        return replace(found, without=str(error))


def _rows(whole: Any) -> tuple[Rows, int]:
    """Integer multiples of the entries, as polynomials, and the factor."""
    entries = [[dict(_coefficients(entry)) for entry in row] for row in whole]
    common = lcm(*(c.denominator for row in entries for entry in row for c in entry.values()))
    return [[{n: int(c * common) for n, c in entry.items()} for entry in row] for row in entries], common


def _coefficients(tensor: Any, index: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    """The entries other than 0, by their indices."""
    if isinstance(tensor, tuple):
        for n, part in enumerate(tensor):
            yield from _coefficients(part, (*index, n))
    elif tensor:
        yield index, tensor


def _filters(network: ChannelArchitecture, found: Factors | Failure, common: int) -> ChannelFilters | None:
    """The factors of an end-to-end filter that was multiplied by a number, as filters; None if there are none."""
    if isinstance(found, Failure):
        return None
    layers = []
    for n, (rows, shape) in enumerate(zip(found.layers, layer_shapes(network), strict=True), 1):
        scale = Fraction(1, common if n == len(found.layers) else 1)
        places = list(product(*map(range, shape[2:])))
        numbers = [scale * _number(entry.get(place, 0)) for row in rows for entry in row for place in places]
        layers.append(nested(numbers, shape))
    return ChannelFilters(network, tuple(layers))


def _number(value: Any) -> Fraction:
    return Fraction(value) if isinstance(value, int) else fraction_of(value)
