"""Classes of real points with equal NTKs.

Contents: :class:`Comparison`, :func:`read_comparison`, :func:`check_classes`.

Points have equal NTKs when one has the filters of the other permuted among interchangeable layers of equal Delta_l.
All else is shown by comparing numbers: see differences.py.
"""

from __future__ import annotations

from math import prod

from ...core.arithmetic import Rational
from ...core.extras import extra
from ...core.limits import MAX_PRECISION, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list, json_object, layer_pair, rationals
from ...network.architecture import Architecture
from ...network.scaling import shifts_of
from ..assignment import Slot
from ..points import Point

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
        listed = enumerate(json_list(item["equal"], f"{WHERE}.equal"))
        self.equal = [layer_pair(pair, points, f"{WHERE}.equal[{n}]") for n, pair in listed]
        if self.equal != sorted(set(self.equal)) or any(i >= j for i, j in self.equal):
            raise Malformed(f"{WHERE}.equal", "must be increasing pairs of increasing indices")


def read_comparison(
    architecture: Architecture, value: object, delta: list[Rational] | None, points: int
) -> Comparison | None:
    """Reads evidence.ntk; its invariants are those of the certificate, if it has any."""
    if value is None:
        return None
    item = json_object(value, "bits delta indices pair equal", WHERE)
    found = Comparison(item, len(architecture.sizes), prod(architecture.extents()), points)
    if delta is not None and found.delta != delta:
        raise Rejected(f"{WHERE}.delta", "is not that of the certificate")
    return found


def check_classes(
    architecture: Architecture,
    value: object,
    comparison: Comparison | None,
    delta: list[Rational] | None,
    points: list[Point],
    slots: list[Slot],
    lead: Rational,
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
        extra("NTKs").check_comparison(architecture, comparison, classes, points, slots, lead, work)
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
