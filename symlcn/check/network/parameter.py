"""Parameter tuples: filters over the given end-to-end filter, scaled to the given invariants, with an enclosure of t.

Contents: :class:`IsolatedRoot`, :class:`ParameterTuple`, :func:`check_tuple`,
:func:`read_parameters`, :func:`primitive`, :func:`told_apart`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from ..core.arithmetic import Filter, Rational, evaluate, multiply_all, norm, over_common, same_multiples
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import json_list, json_object, rational, rational_filter, rationals
from .architecture import Architecture, integer_filters
from .ntk import partial_products
from .scaling import T_KEYS, check_scaling, shifts_of

STEPS = (16, 16, 32, 64, 128, 256, 512, 1024, 2048)  # halvings of an interval, one after the other


class IsolatedRoot:
    """The one root of a polynomial f between low/scale and high/scale."""

    __slots__ = ("f", "high", "low", "scale")

    def __init__(self, f: list[int], ends: list[Rational], work: Work) -> None:
        self.f = f
        (self.low, self.high), self.scale = over_common(ends, work)

    def refine(self, steps: int, work: Work) -> None:
        """Halves the interval so many times."""
        if self.low == self.high:
            return
        start = evaluate(self.f, (self.low, self.scale), work) > 0
        for _ in range(steps):
            middle = self.low + self.high
            self.low, self.high, self.scale = 2 * self.low, 2 * self.high, 2 * self.scale
            value = evaluate(self.f, (middle, self.scale), work)
            if value == 0 or (value > 0) == start:
                self.low = middle
            if value == 0 or (value > 0) != start:
                self.high = middle
            if value == 0:
                return


class ParameterTuple(IsolatedRoot):
    """A parameter tuple: filters, what their product is multiplied by, f with f(t) = 0, and an interval of t.

    The interval is low/scale to high/scale, with low >= 0; the one root of f in it is t.
    """

    __slots__ = ("factor", "filters")

    def __init__(self, filters: list[Filter], factor: Rational) -> None:
        self.filters, self.factor = filters, factor
        super().__init__([], [(1, 1), (1, 1)], Work())

    def locate(self, f: list[int], t: object, work: Work) -> None:
        """Takes over f and t, which are known to be right."""
        ends = [(-f[0], f[1])] * 2 if len(f) == 2 else rationals(json_object(t, T_KEYS, "t")["interval"], "interval", 2)
        super().__init__(f, ends, work)

    def enclose(self, element: tuple[list[int], int], work: Work) -> tuple[int, int, int]:
        """l, h and s > 0 such that the element of Q(t) lies between l/s and h/s."""
        numerators, s = element
        low, high, bits = 0, 0, self.high.bit_length() + self.scale.bit_length()
        power = 1
        for n, c in enumerate(reversed(numerators)):
            work.spend(5, low.bit_length() + high.bit_length() + power.bit_length(), 2 * bits)
            if n:
                low, high = low * (self.low if low >= 0 else self.high), high * (self.high if high >= 0 else self.low)
                power *= self.scale
            low, high = low + c * power, high + c * power
        return low, high, s * power


def told_apart(points: Sequence[ParameterTuple], elements: list[tuple[list[int], int]], work: Work) -> bool:
    """Whether two elements, each of the field of its point, are different numbers: enclosures become disjoint."""
    for steps in STEPS:
        for point in points:
            point.refine(steps, work)
        (a, b, s), (c, d, r) = (point.enclose(e, work) for point, e in zip(points, elements, strict=True))
        if b * r < c * s or d * s < a * r:
            return True
        if all(point.low == point.high for point in points):
            break
    return False


def primitive(entries: Filter, work: Work) -> Filter:
    """The multiple with coprime integer entries, the first of them positive."""
    bits = max(c.bit_length() for c in entries.values())
    work.spend(2 * len(entries), bits, bits)
    divisor = gcd(*entries.values()) * (1 if entries[min(entries)] > 0 else -1)
    return {index: c // divisor for index, c in entries.items()}


def read_parameters(
    architecture: Architecture, value: object, u: tuple[Filter, int], where: str, work: Work
) -> tuple[list[Filter], list[int]]:
    """Reads filters other than 0 and establishes that their product is u; returns each over a common denominator."""
    listed = json_list(value, where, len(architecture.sizes))
    pairs = [
        rational_filter(part, size, f"{where}[{l}]", work)
        for l, (part, size) in enumerate(zip(listed, architecture.sizes, strict=True))
    ]
    filters, denominators = [entries for entries, _ in pairs], [common for _, common in pairs]
    for l, entries in enumerate(filters):
        if not entries:
            raise Rejected(f"{where}[{l}]", "is zero")
    product, whole = partial_products(architecture, filters, work)[-1][0], multiply_all(denominators, work)
    if not same_multiples(product, u[1], u[0], whole, work):
        raise Rejected(where, "their product is not filter")
    return filters, denominators


def check_tuple(
    architecture: Architecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    u: tuple[Filter, int],
    where: str,
    work: Work,
) -> ParameterTuple:
    """Establishes that filters and factor give u, and that t and rho are those for delta."""
    filters = integer_filters(item["filters"], architecture, f"{where}.filters")
    for layer, entries in enumerate(filters):
        if gcd(*entries.values()) != 1:
            raise Rejected(f"{where}.filters[{layer}]", "is not primitive")
    found = ParameterTuple(filters, rational(item["factor"], f"{where}.factor"))
    (p, q), (numerators, denominator) = found.factor, u
    product = partial_products(architecture, filters, work)[-1][0]
    if not same_multiples(product, p * denominator, numerators, q, work):
        raise Rejected(f"{where}.filters", "their product times factor is not filter")
    if delta is not None:
        f = check_scaling(delta, filters, item, where, work, (p * p, q * q))
        found.locate(f, item["t"], work)
    elif item["t"] is not None or item["rho"] is not None:
        raise Malformed(where, "t and rho must be null where delta is")
    if "scaled_filters" in item:
        _check_scaled(architecture, item["scaled_filters"], delta, found, f"{where}.scaled_filters", work)
    return found


def _check_scaled(
    architecture: Architecture,
    value: object,
    delta: list[Rational] | None,
    found: ParameterTuple,
    where: str,
    work: Work,
) -> None:
    """Establishes that the scaled filters are a_l/b_l times the filters, with squared norms rho_l and product u."""
    if delta is None or len(found.f) != 2:
        raise Rejected(where, "can be given only where t is rational")
    shifts, common = shifts_of(delta, work)
    ratio = 1, 1
    for layer, item in enumerate(json_list(value, where, len(found.filters))):
        place, entries = f"{where}[{layer}]", found.filters[layer]
        scaled, b = rational_filter(item, architecture.sizes[layer], place, work)
        index = min(entries)
        a, b = scaled.get(index, 0), b * entries[index]
        if not same_multiples(scaled, entries[index], entries, a, work):
            raise Rejected(place, "is not a multiple of the filter")
        rho = shifts[layer] * found.f[1] - common * found.f[0]
        if a * a * norm(entries) * common * found.f[1] != b * b * rho:
            raise Rejected(place, "its squared norm is not rho")
        ratio = ratio[0] * a, ratio[1] * b
        work.spend(10, ratio[0].bit_length() + ratio[1].bit_length(), a.bit_length() + b.bit_length())
    if ratio[0] * found.factor[1] != ratio[1] * found.factor[0]:
        raise Rejected(where, "their product is not filter")
