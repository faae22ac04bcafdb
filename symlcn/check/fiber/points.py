"""The listed points of the fiber: filters, factor, field, t and rho of each.

Contents: :class:`Point`, :func:`read_points`, :func:`lead_of`.

A rational point has primitive filters, and a factor by which their product is to be multiplied. What is said of any
other is established in irrationalpoints.py.
"""

from __future__ import annotations

from math import gcd

from ..algebra.discs import Disc
from ..core.arithmetic import Filter, Rational
from ..core.extras import extra
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import integer, json_list, json_object
from ..network.architecture import Architecture
from ..network.parameter import check_tuple
from .assignment import Choice, Slot, is_over, rational_filter_of, read_choices
from .parts import Parts

KEYS = "filters factor field rank t rho"
Discs = dict[tuple[int, ...], Disc]


class Point:
    """A point: its choices, its filters if rational, else enclosures of those that are not, and its factor.

    An enclosed filter is normalised so that its entry at the largest index, among those that are not 0, is 1.
    """

    __slots__ = ("choices", "enclosures", "factor", "filters", "rational", "real")

    def __init__(self, slots: list[Slot], choices: list[Choice]) -> None:
        layers = list(zip(slots, choices, strict=True))
        self.choices = choices
        self.rational = all(is_over("Q", *layer) for layer in layers)
        self.real = all(is_over("R", *layer) for layer in layers)
        self.filters: dict[int, Filter] = {}
        self.enclosures: dict[int, Discs] = {}
        self.factor: Rational = (1, 1)


def read_points(
    architecture: Architecture,
    slots: list[Slot],
    parts: Parts,
    item: dict[str, object],
    evidence: dict[str, object],
    delta: list[Rational] | None,
    u: tuple[Filter, int],
    bits: int,
    work: Work,
) -> list[Point]:
    """Establishes that the points are different, over the field, and what is said of each."""
    points: list[Point] = []
    seen: set[object] = set()
    entries = json_list(item["points"], "points")
    scalings = _read_scalings(evidence, len(entries))
    found = json_list(evidence["points"], "evidence.points", len(entries))
    fields = json_list(evidence["fields"], "evidence.fields", len(entries))
    others = None
    for n, (entry, choice) in enumerate(zip(entries, found, strict=True)):
        where, place = f"points[{n}]", f"evidence.points[{n}]"
        point = Point(slots, read_choices(slots, parts, choice, place, work))
        if tuple(point.choices) in seen:
            raise Rejected(place, "was listed before")
        seen.add(tuple(point.choices))
        if not {"Q": point.rational, "R": point.real, "C": True}[str(item["field"])]:
            raise Rejected(place, "is not over the field")
        data = json_object(entry, KEYS, where)
        if scalings[n] is not None and (delta is None or point.rational or not point.real):
            raise Malformed(
                f"evidence.scalings[{n}]", "must be null unless delta is given, for a real irrational point"
            )
        if point.rational:
            _check_rational(architecture, slots, point, data, delta, u, where, work)
            if fields[n] is not None:
                raise Malformed(f"evidence.fields[{n}]", "must be null for a rational point")
        else:
            others = others or extra("irrational points").Reader(slots, u, evidence, delta, bits, work)
            others.check(n, point, data, fields[n], scalings[n])
        points.append(point)
    return points


def lead_of(u: tuple[Filter, int]) -> Rational:
    """The last entry of the end-to-end filter that is not 0, in lowest terms."""
    p, q = u[0][max(u[0])], u[1]
    return p // gcd(p, q), q // gcd(p, q)


def _read_scalings(evidence: dict[str, object], count: int) -> list[int | None]:
    """For each point the number of the resolvent by which its t is shown, if any; all of them are used."""
    total = len(json_list(evidence["resolvents"], "evidence.resolvents"))
    found = [
        None if k is None else integer(k, f"evidence.scalings[{n}]", 0, total - 1)
        for n, k in enumerate(json_list(evidence["scalings"], "evidence.scalings", count))
    ]
    if set(found) - {None} != set(range(total)):
        raise Rejected("evidence.resolvents", "are not all used")
    return found


def _check_rational(
    architecture: Architecture,
    slots: list[Slot],
    point: Point,
    data: dict[str, object],
    delta: list[Rational] | None,
    u: tuple[Filter, int],
    where: str,
    work: Work,
) -> None:
    """Establishes the filters, factor, t and rho of a rational point."""
    if data["field"] != "Q":
        raise Rejected(f"{where}.field", "should be Q")
    found = check_tuple(architecture, data, delta, u, where, work)
    for l, (slot, choice) in enumerate(zip(slots, point.choices, strict=True)):
        if found.filters[l] != rational_filter_of(slot, choice, work):
            raise Rejected(f"{where}.filters[{l}]", "is not the filter of the point with a positive first entry")
    point.filters, point.factor = dict(enumerate(found.filters)), found.factor
