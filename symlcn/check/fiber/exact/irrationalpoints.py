"""What is said of a listed point that is not rational: its filters, field, t and rho.

Contents: :class:`Reader`.

It has enclosures of the normalised filters of its irrational layers, and the numbers that generate its field; t and rho
of a real one are exact where a resolvent is given, else enclosed.
"""

from __future__ import annotations

from typing import Any

from ...core.arithmetic import Filter, Rational
from ...core.extras import extra
from ...core.limits import Work
from ...core.outcome import Imprecise, Malformed, Rejected
from ...core.reading import approximation, integer_filter, json_list, json_object, rationals
from ..assignment import Slot, is_over, rational_filter_of
from ..points import Point, lead_of
from .conjugates import Conjugates
from .enclosures import Interval, approximates, enclosed
from .generators import check_generators, shapes_of
from .irrational import check_enclosure, enclose_filter, set_factor


class Reader:
    """Reads the points of a fiber over u that are not rational."""

    __slots__ = ("bits", "conjugates", "delta", "evidence", "resolvents", "u", "work")

    def __init__(
        self,
        slots: list[Slot],
        u: tuple[Filter, int],
        evidence: dict[str, object],
        delta: list[Rational] | None,
        bits: int,
        work: Work,
    ) -> None:
        self.conjugates, self.u, self.work = Conjugates(slots, lead_of(u), work), u, work
        self.evidence, self.delta, self.bits = evidence, delta, bits
        self.resolvents: Any = None

    def check(self, n: int, point: Point, data: dict[str, object], field: object, index: int | None) -> None:
        """Establishes what is said of point n; t is shown by the resolvent of an index, unless that is None."""
        where = f"points[{n}]"
        self._check_field(n, point, data["field"], field)
        self._check_filters(point, data, where)
        if self.delta is None or not point.real:
            if data["t"] is not None or data["rho"] is not None:
                raise Malformed(where, "t and rho must be null where delta is, and for a point that is not real")
            return
        enclosure = enclosed(point, self.delta, self.bits, where, self.work)
        if index is not None:
            if self.resolvents is None:
                self.resolvents = extra("exact t").Resolvents(self.evidence["resolvents"], self.conjugates, self.work)
            self.resolvents.check(n, index, point.choices, data, self.delta, enclosure, where)
            return
        _check_number(data["t"], enclosure.t, self.bits, f"{where}.t")
        for l, entry in enumerate(json_list(data["rho"], f"{where}.rho", len(point.choices))):
            _check_number(entry, enclosure.rho[l], self.bits, f"{where}.rho[{l}]")

    def _check_field(self, n: int, point: Point, value: object, evidence: object) -> None:
        """Establishes the field of a point; the evidence is for the primitive number."""
        where, place = f"points[{n}].field", f"evidence.fields[{n}]"
        shapes = shapes_of(self.conjugates, point.choices)
        item = json_object(value, "generators primitive", where)
        check_generators(item["generators"], shapes, f"{where}.generators", self.work)
        if (item["primitive"] is None) != (evidence is None):
            raise Malformed(f"{where}.primitive", f"must be null where {place} is, and only there")
        if evidence is not None:
            primitive = extra("primitive number").check_primitive
            primitive(item["primitive"], evidence, shapes, f"{where}.primitive", place, self.work)

    def _check_filters(self, point: Point, data: dict[str, object], where: str) -> None:
        """Establishes the filters of a point, and takes over its factor."""
        slots = self.conjugates.slots
        for l, (slot, choice) in enumerate(zip(slots, point.choices, strict=True)):
            given, place = json_list(data["filters"], f"{where}.filters", len(slots))[l], f"{where}.filters[{l}]"
            if is_over("Q", slot, choice):
                point.filters[l] = integer_filter(given, slot.size, place)
                if point.filters[l] != rational_filter_of(slot, choice, self.work):
                    raise Rejected(place, "is not the filter of the point with a positive first entry")
            else:
                point.enclosures[l] = enclose_filter(slot, choice, self.work)
                check_enclosure(given, slot.size, point.real, point.enclosures[l], place)
        if data["factor"] is not None:
            raise Malformed(f"{where}.factor", "must be null for a point that is not rational")
        set_factor(point, self.u, self.work)


def _check_number(value: object, own: Interval, bits: int, where: str) -> None:
    """Establishes that the given interval contains a number that is enclosed, and that approx is near it."""
    item = json_object(value, "interval approx", where)
    (p, q), (r, s) = rationals(item["interval"], f"{where}.interval", 2)
    if p << bits > own[0] * q or r << bits < own[1] * s:
        raise Imprecise(f"{where}.interval", f"is not shown with {bits} bits to contain the number")
    if not approximates(approximation(item["approx"], f"{where}.approx"), own, 1 << bits):
        raise Imprecise(f"{where}.approx", "is not the number up to 1e-9")
