"""The exact t of real points that are not rational, by resolvents.

Contents: :class:`Resolvents`.

For a point and all its arrangements (houses.py), nu = c^2 prod n_l takes values of which the automorphisms permute the
D nu, and these are algebraic integers: the resolvent, the product of all z - D nu, has integer coefficients, which
enclosures tell. With z = D prod(t + Delta_l) it becomes a polynomial over Q in t whose value at t is 0. If a polynomial
divides it so that the value of what is left is not 0, t is a root of the divisor. The divisor is not shown to be
irreducible, only to have t as its one root in an interval.
"""

from __future__ import annotations

from ...algebra.discs import Disc, add, expand, multiply
from ...core.arithmetic import Rational, plus, quotient, times
from ...core.limits import Work
from ...core.outcome import Imprecise, Rejected
from ...core.reading import approximation, exact, json_list, json_object, rational
from ...network.scaling import T_KEYS, check_rho, read_interval, read_minpoly, shifts_of
from ..assignment import Choice
from .conjugates import Conjugates
from .enclosures import Enclosure, Interval, approximates, interval_times
from .houses import product_house
from .irrational import enclose_filter

MAX_ARRANGEMENTS = 256
WHERE = "evidence.resolvents"
Arrangement = tuple[Choice, ...]


class Resolvents:
    """The resolvents that are listed, by which t of points is shown."""

    __slots__ = ("conjugates", "norms", "resolvents", "shown", "work")

    def __init__(self, value: object, conjugates: Conjugates, work: Work) -> None:
        self.conjugates, self.work = conjugates, work
        self.resolvents: list[tuple[int, list[int]]] = []
        for n, entry in enumerate(json_list(value, WHERE)):
            item, place = json_object(entry, "denominator coefficients", f"{WHERE}[{n}]"), f"{WHERE}[{n}].coefficients"
            numbers = [exact(c, f"{place}[{i}]") for i, c in enumerate(json_list(item["coefficients"], place))]
            self.resolvents.append((exact(item["denominator"], f"{WHERE}[{n}].denominator"), numbers))
        self.shown: set[tuple[Arrangement, int]] = set()
        self.norms: dict[tuple[int, Choice], Disc] = {}

    def check(
        self,
        n: int,
        index: int,
        choices: list[Choice],
        data: dict[str, object],
        delta: list[Rational],
        enclosure: Enclosure,
        where: str,
    ) -> None:
        """Establishes t and rho of point n exactly, by one of the resolvents; the enclosure is that of the point."""
        self._establish(index, choices, f"evidence.scalings[{n}]")
        shifts, common = shifts_of(delta, self.work)
        f = _read(data["t"], shifts, common, enclosure, f"{where}.t", self.work)
        rest = self._equation(index, shifts, common)
        if (smaller := quotient(f, rest, self.work)) is None:
            raise Rejected(f"{where}.t", "is not a root of the resolvent at D prod(t + Delta_l)")
        while smaller is not None:
            rest, smaller = smaller, quotient(f, smaller, self.work)
        if _vanishes(rest, enclosure.t, 1 << enclosure.bits, self.work):
            raise Imprecise(f"{where}.t", f"is not shown with {enclosure.bits} bits to be the root of minpoly")
        check_rho(data["rho"], f, shifts, common, f"{where}.rho", self.work)

    def _establish(self, index: int, choices: list[Choice], where: str) -> None:
        """Establishes that a resolvent is that of a point."""
        (denominator, coefficients), place = self.resolvents[index], f"{WHERE}[{index}]"
        if (count := self.conjugates.count(choices)) > MAX_ARRANGEMENTS:
            raise Rejected(where, f"the point has more than {MAX_ARRANGEMENTS} arrangements")
        key = tuple(next(self.conjugates.arrangements(choices))), index
        if key in self.shown:
            return
        if len(coefficients) != count + 1 or coefficients[-1] != 1:
            raise Rejected(f"{place}.coefficients", f"are not those of a monic polynomial of degree {count}")
        if denominator <= 0 or denominator % product_house(self.conjugates, choices).denominator:
            raise Rejected(f"{place}.denominator", "is not a positive common denominator of all products of norms")
        p, q = self.conjugates.lead
        scale = Disc(denominator * p * p // (q * q), 0, 0, 1)
        roots = []
        for arranged in self.conjugates.arrangements(choices):
            value = scale
            for l in range(len(arranged)):
                value = multiply(value, self._norm(l, arranged[l]), self.work)
            roots.append(value)
        for i, (disc, c) in enumerate(zip(expand(roots, self.work), coefficients, strict=True)):
            if 2 * disc.radius >= disc.scale or (c * disc.scale - disc.re) ** 2 + disc.im**2 > disc.radius**2:
                raise Imprecise(f"{place}.coefficients[{i}]", "is not shown to be that of the product of all z - D nu")
        self.shown.add(key)

    def _norm(self, l: int, choice: Choice) -> Disc:
        """The sum of the squares of the entries of the normalised filter of layer l."""
        if (l, choice) not in self.norms:
            total = Disc(0, 0, 0, 1)
            for c in enclose_filter(self.conjugates.slots[l], choice, self.work).values():
                total = add(total, multiply(c, c, self.work), self.work)
            self.norms[l, choice] = total
        return self.norms[l, choice]

    def _equation(self, index: int, shifts: list[int], common: int) -> list[int]:
        """The resolvent at D prod(t + Delta_l), times the power of the common denominator that makes it integral."""
        denominator, coefficients = self.resolvents[index]
        scaled, power = [denominator], 1
        for shift in shifts:
            scaled = times(scaled, [shift, common], self.work)
        unit = scaled[-1] // denominator
        value = [coefficients[-1]]
        for c in reversed(coefficients[:-1]):
            power *= unit
            self.work.spend(1, power.bit_length(), max(unit.bit_length(), c.bit_length()))
            value = plus(times(value, scaled, self.work), [c * power])
        return value


def _read(value: object, shifts: list[int], common: int, enclosure: Enclosure, where: str, work: Work) -> list[int]:
    """The polynomial of t: establishes that its root is t if t is a root at all."""
    if isinstance(value, str):
        p, q = rational(value, where)
        return [-p, q]
    item = json_object(value, T_KEYS, where)
    f, place = read_minpoly(item["minpoly"], f"{where}.minpoly"), f"{where}.interval"
    (p, q), (r, s) = read_interval(item["interval"], f, (-min(shifts), common), place, work)
    slope = [i * c for i, c in enumerate(f)][1:]
    if _vanishes(slope, (p * s, r * q), q * s, work):
        raise Imprecise(place, "minpoly is not shown to have one root in it")
    if p << enclosure.bits > enclosure.t[0] * q or r << enclosure.bits < enclosure.t[1] * s:
        raise Imprecise(place, f"is not shown with {enclosure.bits} bits to contain t")
    if not approximates(approximation(item["approx"], f"{where}.approx"), enclosure.t, 1 << enclosure.bits):
        raise Imprecise(f"{where}.approx", "is not t up to 1e-9")
    return f


def _vanishes(f: list[int], ends: Interval, unit: int, work: Work) -> bool:
    """Whether 0 is among the values that f may take between ends[0] / unit and ends[1] / unit, by Horner's rule."""
    value, power, bits = (0, 0), 1, sum(end.bit_length() for end in (*ends, unit))
    for c in reversed(f):
        work.spend(10, 4 * (value[0].bit_length() + value[1].bit_length()), bits)
        low, high = interval_times(value, ends)
        value, power = (low + c * power, high + c * power), power * unit
    return value[0] <= 0 <= value[1]
