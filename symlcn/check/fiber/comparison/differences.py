"""NTKs at real points that differ, by enclosures, or are equal though no permutation relates the points.

Contents: :func:`check_comparison`, :func:`check_pair`.

NTKs are shown to differ by disjoint enclosures of one entry, and to be equal entry by entry, see equality.py.
"""

from __future__ import annotations

from itertools import combinations, product

from ...core.arithmetic import Rational
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Imprecise, Rejected
from ...network.architecture import Architecture
from ..assignment import Slot
from ..exact.enclosures import Enclosure, Interval, enclosed
from ..points import Point
from .classes import WHERE, Comparison


def check_comparison(
    architecture: Architecture,
    comparison: Comparison,
    classes: list[list[int]],
    points: list[Point],
    slots: list[Slot],
    lead: Rational,
    work: Work,
) -> None:
    """Establishes that NTKs differ from class to class, and that those to be shown equal are."""
    entries = _Entries(architecture, comparison, points, work)
    for one, other in combinations(classes, 2):
        entries.check_differ(one[0], other[0])
    if comparison.equal:
        extra("equal NTKs").check_equal(architecture, (slots, lead), comparison, points, entries.enclosure, work)


def check_pair(architecture: Architecture, comparison: Comparison, points: list[Point], work: Work) -> None:
    """Establishes that the NTKs at the pair of real points differ."""
    i, j = comparison.pair or (0, 0)
    if not points[i].real or not points[j].real:
        raise Rejected(f"{WHERE}.pair", "must be real points")
    _Entries(architecture, comparison, points, work).check_differ(i, j)


class _Entries:
    """The entries of the NTK that are looked at, enclosed at each point when asked for."""

    __slots__ = ("architecture", "comparison", "enclosures", "known", "points", "work")

    def __init__(self, architecture: Architecture, comparison: Comparison, points: list[Point], work: Work) -> None:
        self.architecture, self.comparison, self.points, self.work = architecture, comparison, points, work
        self.known: dict[int, list[Interval]] = {}
        self.enclosures: dict[int, Enclosure] = {}

    def enclosure(self, n: int) -> Enclosure:
        if n not in self.enclosures:
            delta, bits = self.comparison.delta, self.comparison.bits
            self.enclosures[n] = enclosed(self.points[n], delta, bits, f"points[{n}]", self.work)
        return self.enclosures[n]

    def at(self, n: int) -> list[Interval]:
        if n not in self.known:
            point, places = self.enclosure(n), list(product(*map(range, self.architecture.extents())))
            self.work.spend(len(places))
            self.known[n] = [point.entry(self.architecture, places[a], places[b]) for a, b in self.comparison.indices]
        return self.known[n]

    def check_differ(self, i: int, j: int) -> None:
        """Establishes that the NTKs at two points are different."""
        self.work.spend(10 * len(self.comparison.indices))
        if not any(x[1] < y[0] or y[1] < x[0] for x, y in zip(self.at(i), self.at(j), strict=True)):
            raise Imprecise(f"{WHERE}.indices", f"do not tell the NTKs at the points {i} and {j} apart")
