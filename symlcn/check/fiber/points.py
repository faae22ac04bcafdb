"""The listed points of the fiber: filters, factor, field, t and rho of each.

Contents: :class:`Point`, :func:`read_points`.

A rational point has primitive filters, and a factor by which their product is to be multiplied. Any other has
enclosures of the normalised filters of its irrational layers, and the numbers that generate its field; t and rho of a
real one are exact where a resolvent is given, else enclosed.
"""

from __future__ import annotations

from math import gcd

from ..algebra.discs import Disc
from ..core.arithmetic import Filter, Rational, multiply_all
from ..core.limits import Work
from ..core.outcome import Imprecise, Malformed, Rejected
from ..core.reading import approximation, integer_filter, json_list, json_object, rationals
from ..network.architecture import Architecture
from ..network.parameter import check_tuple
from .assignment import Choice, Slot, is_over, rational_filter_of, read_choices
from .exact.definition import check_field, shapes_of
from .exact.enclosures import Enclosed, Enclosure, Interval, approximates
from .exact.irrational import Discs, check_enclosure, enclose_filter
from .exact.resolvents import Scalings
from .parts import Parts

KEYS = "filters factor field rank t rho"
BITS = 256  # of enclosures of t and rho, unless evidence.ntk says otherwise


class Point:
    """A point: its choices, its filters if rational, else enclosures of those that are not, and its factor."""

    __slots__ = ("choices", "enclosures", "factor", "filters", "rational", "real")

    def __init__(self, slots: list[Slot], choices: list[Choice]) -> None:
        layers = list(zip(slots, choices, strict=True))
        self.choices = choices
        self.rational = all(is_over("Q", *layer) for layer in layers)
        self.real = all(is_over("R", *layer) for layer in layers)
        self.filters: dict[int, Filter] = {}
        self.enclosures: dict[int, Discs] = {}
        self.factor: Rational = (1, 1)

    def enclose_filters(self, slots: list[Slot], u: tuple[Filter, int], work: Work) -> None:
        """The filters of a point of which nothing is claimed: primitive if they are rational, else in discs."""
        for l, (slot, choice) in enumerate(zip(slots, self.choices, strict=True)):
            if is_over("Q", slot, choice):
                self.filters[l] = rational_filter_of(slot, choice, work)
            else:
                self.enclosures[l] = enclose_filter(slot, choice, work)
        self.set_factor(u, work)

    def set_factor(self, u: tuple[Filter, int], work: Work) -> None:
        """The factor by which the product of the filters, once they are known, is to be multiplied."""
        numerators, denominator = u
        leads = [entries[max(entries)] for entries in self.filters.values()]
        p, q = numerators[max(numerators)], multiply_all([denominator, *leads], work)
        work.spend(0, 4 * p.bit_length(), q.bit_length())
        self.factor = (p // gcd(p, q), q // gcd(p, q))

    def enclose(self, delta: list[Rational], bits: int, where: str, work: Work) -> Enclosure:
        """The point at given invariants."""
        filters: list[Enclosed] = []
        for l in range(len(self.choices)):
            known = self.filters.get(l) or self.enclosures[l]
            work.hold(2 * len(known), bits)
            if l in self.filters:
                filters.append({index: (c << bits, c << bits) for index, c in self.filters[l].items()})
            else:
                filters.append({index: _real_part(disc, bits) for index, disc in self.enclosures[l].items()})
        return Enclosure(filters, self.factor, delta, bits, where, work)


def _real_part(disc: Disc, bits: int) -> Interval:
    low, high = disc.re - disc.radius, disc.re + disc.radius
    return (low << bits) // disc.scale, -((-high << bits) // disc.scale)


def read_points(
    architecture: Architecture,
    slots: list[Slot],
    parts: Parts,
    item: dict[str, object],
    listed: object,
    fields: object,
    delta: list[Rational] | None,
    u: tuple[Filter, int],
    scalings: Scalings,
    bits: int,
    work: Work,
) -> list[Point]:
    """Establishes that the points are different, over the field, and what is said of each."""
    points: list[Point] = []
    seen: set[object] = set()
    entries = json_list(item["points"], "points")
    found = json_list(listed, "evidence.points", len(entries))
    evidence = json_list(fields, "evidence.fields", len(entries))
    for n, (entry, choice) in enumerate(zip(entries, found, strict=True)):
        where, place = f"points[{n}]", f"evidence.points[{n}]"
        point = Point(slots, read_choices(slots, parts, choice, place, work))
        if tuple(point.choices) in seen:
            raise Rejected(place, "was listed before")
        seen.add(tuple(point.choices))
        if not {"Q": point.rational, "R": point.real, "C": True}[str(item["field"])]:
            raise Rejected(place, "is not over the field")
        data = json_object(entry, KEYS, where)
        if scalings.indices[n] is not None and (delta is None or point.rational or not point.real):
            raise Malformed(
                f"evidence.scalings[{n}]", "must be null unless delta is given, for a real irrational point"
            )
        if point.rational:
            _check_rational(architecture, slots, point, data, delta, u, where, work)
            if evidence[n] is not None:
                raise Malformed(f"evidence.fields[{n}]", "must be null for a rational point")
        else:
            shapes, basis = shapes_of(scalings.conjugates, point.choices), f"evidence.fields[{n}]"
            check_field(data["field"], evidence[n], shapes, f"{where}.field", basis, work)
            _check_other(slots, point, data, u, where, work)
            _check_scaling(n, point, data, delta, scalings, bits, where, work)
        points.append(point)
    return points


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


def _check_other(
    slots: list[Slot],
    point: Point,
    data: dict[str, object],
    u: tuple[Filter, int],
    where: str,
    work: Work,
) -> None:
    """Establishes filters and field of a point that is not rational, and takes over its factor."""
    for l, (slot, choice) in enumerate(zip(slots, point.choices, strict=True)):
        given, place = json_list(data["filters"], f"{where}.filters", len(slots))[l], f"{where}.filters[{l}]"
        if is_over("Q", slot, choice):
            point.filters[l] = integer_filter(given, slot.size, place)
            if point.filters[l] != rational_filter_of(slot, choice, work):
                raise Rejected(place, "is not the filter of the point with a positive first entry")
        else:
            point.enclosures[l] = enclose_filter(slot, choice, work)
            check_enclosure(given, slot.size, point.real, point.enclosures[l], place)
    if data["factor"] is not None:
        raise Malformed(f"{where}.factor", "must be null for a point that is not rational")
    point.set_factor(u, work)


def _check_scaling(
    n: int,
    point: Point,
    data: dict[str, object],
    delta: list[Rational] | None,
    scalings: Scalings,
    bits: int,
    where: str,
    work: Work,
) -> None:
    """Establishes t and rho of point n, which is not rational: by a resolvent, or their enclosures."""
    if delta is None or not point.real:
        if data["t"] is not None or data["rho"] is not None:
            raise Malformed(where, "t and rho must be null where delta is, and for a point that is not real")
        return
    enclosure = point.enclose(delta, bits, where, work)
    if scalings.indices[n] is not None:
        scalings.check(n, point.choices, data, delta, enclosure, where)
        return
    _check_number(data["t"], enclosure.t, bits, f"{where}.t")
    for l, entry in enumerate(json_list(data["rho"], f"{where}.rho", len(point.choices))):
        _check_number(entry, enclosure.rho[l], bits, f"{where}.rho[{l}]")


def _check_number(value: object, own: Interval, bits: int, where: str) -> None:
    """Establishes that the given interval contains a number that is enclosed, and that approx is near it."""
    item = json_object(value, "interval approx", where)
    (p, q), (r, s) = rationals(item["interval"], f"{where}.interval", 2)
    if p << bits > own[0] * q or r << bits < own[1] * s:
        raise Imprecise(f"{where}.interval", f"is not shown with {bits} bits to contain the number")
    if not approximates(approximation(item["approx"], f"{where}.approx"), own, 1 << bits):
        raise Imprecise(f"{where}.approx", "is not the number up to 1e-9")
