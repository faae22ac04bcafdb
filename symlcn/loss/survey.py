"""A survey of the landscape of a loss: points that are given, critical points with a zero filter, and those without.

Contents: :class:`Surveyed`, :class:`Survey`, :func:`surveyed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symlcn.errors import brief
from symlcn.loss.critical.critical import CriticalPoints, critical_points
from symlcn.loss.critical.places import RealPoint, real_points
from symlcn.loss.critical.zerofilters import MAX_LAYERS, ZeroFilters, zero_filters
from symlcn.loss.landscape import Saddle, is_critical, zero_filter_point, zero_filter_saddle
from symlcn.loss.risk import Risk
from symlcn.network.filters import FilterLike, flat
from symlcn.progress import progress

__all__ = ["Survey", "Surveyed", "surveyed"]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A point of the landscape.

    `zero` tells whether it has a zero filter; `saddle` is a negative direction of the Hessian there, if there is one.
    """

    __repr__ = brief

    __repr__ = brief

    filters: tuple[Any, ...]
    critical: bool
    zero: bool
    saddle: Saddle | None


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a landscape: points given, points with a zero filter, those without, the real ones of these."""

    risk: Risk
    given: tuple[Surveyed, ...]
    found: tuple[Surveyed, ...]
    points: CriticalPoints
    real: tuple[RealPoint, ...]
    zero: tuple[ZeroFilters, ...]

    @property
    def status(self) -> str:
        """Undecided where no point without a zero filter is found, and it is not known how many there are."""
        known = self.points.orbits or self.points.infinite or self.points.number is not None
        return "proved" if known else "undecided"

    @property
    def reason(self) -> str | None:
        """Why it is undecided."""
        return None if self.status == "proved" else self.points.reason


def surveyed(risk: Risk, tuples: Sequence[Sequence[FilterLike]]) -> Survey:
    """Examine given points, look for critical points with one zero filter, find those with none.

    Examples
    --------
    >>> from symlcn.loss.risk import quadratic_risk
    >>> from symlcn.network.architecture import parse_architecture
    >>> rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    >>> survey = surveyed(quadratic_risk(parse_architecture("k2 k2"), rows, (1, 0, 1)), [((1, 0), (1, 0))])
    >>> [point.critical for point in survey.given], len(survey.found), survey.status
    ([True], 0, 'proved')
    """
    layers = range(len(risk.architecture.layers))
    pairs = [(zero, free) for zero in layers for free in layers if zero != free] if len(layers) <= MAX_LAYERS else []
    found = [point for pair in pairs if (point := zero_filter_point(risk, *pair)) is not None]
    progress("solving for the critical points")
    points = critical_points(risk)
    progress("locating the real critical points")
    return Survey(
        risk,
        tuple(_surveyed(risk, filters) for filters in tuples),
        tuple(_surveyed(risk, filters) for filters in found),
        points,
        real_points(points),
        zero_filters(risk),
    )


def _surveyed(risk: Risk, filters: Sequence[FilterLike]) -> Surveyed:
    critical = is_critical(risk, filters)
    zero = any(not any(flat(tensor)) for tensor in filters)
    return Surveyed(tuple(filters), critical, zero, zero_filter_saddle(risk, filters) if critical and zero else None)
