"""NTKs at the real points: which are equal, and which are shown to differ.

Contents: :class:`Comparison`, :func:`read_comparison`, :func:`check_classes`, :func:`check_pair`.

Points have equal NTKs when one has the filters of the other permuted among interchangeable layers of equal Delta_l, or
when that is shown entry by entry, see equality.py; NTKs are shown to differ by disjoint enclosures of one entry.
"""

from __future__ import annotations

from itertools import combinations, product
from math import prod

from ...core.arithmetic import Rational
from ...core.limits import MAX_PRECISION, Work
from ...core.outcome import Imprecise, Malformed, Rejected
from ...core.reading import integer, json_list, json_object, layer_pair, rationals
from ...network.architecture import Architecture
from ...network.scaling import shifts_of
from ..exact.conjugates import Conjugates
from ..exact.enclosures import Enclosure, Interval
from ..points import Point
from .equality import check_equal

WHERE = "evidence.ntk"


class Comparison:
    """How NTKs are compared: bits, invariants, entries to look at, a pair of points, and pairs to be shown equal."""

    __slots__ = ("bits", "delta", "equal", "indices", "pair")

    def __init__(self, item: dict[str, object], depth: int, ambient: int, points: int) -> None:
        self.bits = integer(item["bits"], f"{WHERE}.bits", 64, MAX_PRECISION)
        self.delta = rationals(item["delta"], f"{WHERE}.delta", depth - 1)
        found = enumerate(json_list(item["indices"], f"{WHERE}.indices"))
        self.indices = [layer_pair(pair, ambient, f"{WHERE}.indices[{n}]") for n, pair in found]
        self.pair = None if item["pair"] is None else layer_pair(item["pair"], points, f"{WHERE}.pair")
        listed = enumerate(json_list(item.get("equal", []), f"{WHERE}.equal"))
        self.equal = [layer_pair(pair, points, f"{WHERE}.equal[{n}]") for n, pair in listed]
        if self.equal != sorted(set(self.equal)) or any(i >= j for i, j in self.equal):
            raise Malformed(f"{WHERE}.equal", "must be increasing pairs of increasing indices")


def read_comparison(
    architecture: Architecture, value: object, delta: list[Rational] | None, points: int
) -> Comparison | None:
    """Reads evidence.ntk; its invariants are those of the certificate, if it has any."""
    if value is None:
        return None
    keys = "bits delta indices pair" + " equal" * (isinstance(value, dict) and "equal" in value)
    item = json_object(value, keys, WHERE)
    found = Comparison(item, len(architecture.sizes), prod(architecture.extents()), points)
    if delta is not None and found.delta != delta:
        raise Rejected(f"{WHERE}.delta", "is not that of the certificate")
    return found


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
            self.enclosures[n] = self.points[n].enclose(delta, bits, f"points[{n}]", self.work)
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


def check_pair(architecture: Architecture, comparison: Comparison, points: list[Point], work: Work) -> None:
    """Establishes that the NTKs at the pair of real points differ."""
    i, j = comparison.pair or (0, 0)
    if not points[i].real or not points[j].real:
        raise Rejected(f"{WHERE}.pair", "must be real points")
    _Entries(architecture, comparison, points, work).check_differ(i, j)


def check_classes(
    architecture: Architecture,
    value: object,
    comparison: Comparison | None,
    delta: list[Rational] | None,
    points: list[Point],
    conjugates: Conjugates,
    work: Work,
) -> int:
    """Establishes which real points have equal NTKs, for the given invariants or for all; returns how many differ."""
    classes = _read_classes(value, [n for n, point in enumerate(points) if point.real], len(points))
    numbers: dict[object, int] = {}
    keys = [numbers.setdefault(_up_to_order(architecture, delta, point, work), len(numbers)) for point in points]
    equal = comparison.equal if comparison else []
    for n, (i, j) in enumerate(equal):
        place = f"{WHERE}.equal[{n}]"
        if delta is None or keys[i] == keys[j] or not (points[i].real and points[j].real):
            raise Rejected(place, "must be real points that no permutation relates, and delta be given")
        if not any(i in members and j in members for members in classes):
            raise Rejected(place, "are in different classes")
    for n, members in enumerate(classes):
        reached = {members[0]}
        while more := [
            m for m in members if m not in reached and any(_related(i, m, keys, equal, delta) for i in reached)
        ]:
            work.spend(len(reached) * len(members) * (1 + len(equal)))
            reached.update(more)
        if len(reached) < len(members):
            raise Rejected(f"ntk_classes[{n}]", "has points that are not related")
    if comparison is None and len(classes) > 1:
        raise Rejected(WHERE, "must be given where there are several classes")
    if comparison is not None:
        if comparison.pair is not None:
            raise Malformed(f"{WHERE}.pair", "must be null where ntk_classes is given")
        entries = _Entries(architecture, comparison, points, work)
        for one, other in combinations(classes, 2):
            entries.check_differ(one[0], other[0])
        for n, (i, j) in enumerate(equal):
            pair, enclosures = (points[i], points[j]), (entries.enclosure(i), entries.enclosure(j))
            check_equal(architecture, conjugates, comparison.delta, pair, enclosures, f"{WHERE}.equal[{n}]")
    return len(classes)


def _read_classes(value: object, real: list[int], count: int) -> list[list[int]]:
    """A partition of the real points."""
    classes = []
    for n, entry in enumerate(json_list(value, "ntk_classes")):
        place = f"ntk_classes[{n}]"
        members = [integer(m, f"{place}[{k}]", 0, count - 1) for k, m in enumerate(json_list(entry, place))]
        if not members or members != sorted(set(members)):
            raise Malformed(place, "must be nonempty and increase")
        classes.append(members)
    if sorted(m for members in classes for m in members) != real or classes != sorted(classes):
        raise Rejected("ntk_classes", "must be a partition of the real points, in order of the first members")
    return classes


def _up_to_order(architecture: Architecture, delta: list[Rational] | None, point: Point, work: Work) -> object:
    """Equal for two points when a permutation of interchangeable layers of equal Delta_l relates them."""
    shifts = shifts_of(delta, work)[0] if delta is not None else list(range(len(architecture.sizes)))
    group = {l: n for n, members in enumerate(architecture.groups) for l in members}
    chosen: dict[tuple[int, int], list[tuple[tuple[int, ...], ...]]] = {}
    for l, choice in enumerate(point.choices):
        chosen.setdefault((group.get(l, -1 - l), shifts[l]), []).append(choice or ())
    return frozenset((key, tuple(sorted(choices))) for key, choices in chosen.items())


def _related(i: int, j: int, keys: list[int], equal: list[tuple[int, int]], delta: list[Rational] | None) -> bool:
    return delta is not None and (keys[i] == keys[j] or (min(i, j), max(i, j)) in equal)
