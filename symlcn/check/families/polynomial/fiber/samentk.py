"""Which real points over one function of a network with activations share their NTK.

Contents: :class:`Place`, :class:`Fiber`, :func:`check_classes`.

Let w and w' have the function f, with products of runs Q'_i = T^{a_i} Q_i after rescaling, squared norms n_l, and rho_l
of the filters scaled to the invariants. With G_i the sum of n_l / rho_l M_l M_l^T over the layers of run i, M_l the
multiplication by the other filters of the run, let D_i = G_i - T^{-a_i} G'_i T^{a_i}.

Theorem. The NTKs are equal exactly if D_i = c_i Q_i Q_i^T for all i with sum c_i d_i^2 = 0, d_i the degree of f in Q_i.
Proof. K - K' is the sum of B_i D_i B_i^T, where B_i is the derivative of f by Q_i. All B_i are injective, B_i Q_i =
d_i f, and the kernel of (B_1 ... B_n) is {(c_i Q_i): sum c_i d_i = 0}. A functional that kills the images of all B_j
but B_i kills f, and what it gives on the image of B_i is any functional that kills Q_i: so D_i kills all of these.

If every run is one layer, different points have different shifts, and their NTKs differ for every delta: where a run
moves, at an exponent of its filter that is beyond the other one, D_i is n / rho > 0, and Q_i is 0.

Otherwise points are equal by permutations of interchangeable layers of equal rho in runs, or where all entries of
D_i - c_i Q_i Q_i^T, and the sum, are 0 by exact numbers; and they differ by enclosures of one entry, or of the sum. The
number t of a point is between two numbers, beyond all -Delta_l, at which the product of all (d_l (t + Delta_l)) ** d_l
is not above, and not below, c^2 prod n_l ** d_l; it increases there.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import NamedTuple

from ....core.arithmetic import Rational
from ....core.limits import MAX_EXTENT, MAX_PRECISION, Work
from ....core.outcome import Imprecise, Malformed, Rejected
from ....core.reading import integer, json_list, json_object, layer_pair, rational, rationals
from ....fiber.exact.enclosures import Enclosure, enclosed
from ....fiber.points import Point
from ....network.architecture import Architecture
from ....network.furtherarchitectures import PolynomialArchitecture
from ..expansion import Position
from ..runcores import Peeled

WHERE = "evidence.ntk"
MAX_DEGREES = 2000  # of the equation of t

Interval = tuple[Fraction, Fraction]
Stacks = list[tuple[Architecture, Position]]


class Place(NamedTuple):
    """A listed point: its shift vector, the fibers of its runs and its points in them, and whether it is real."""

    shift: int
    part: list[int]
    chosen: tuple[int, ...]
    points: list[Point]
    real: bool


class Fiber(NamedTuple):
    """The network, its runs with the strides before them, the cores, the shift vectors, and the points if listed."""

    network: PolynomialArchitecture
    stacks: Stacks
    peeled: Peeled
    shifts: list[tuple[Position, ...]]
    places: list[Place] | None


def check_classes(
    fiber: Fiber,
    item: dict[str, object],
    evidence: object,
    delta: list[Rational] | None,
    total: int,
    status: str,
    work: Work,
) -> str:
    """Establishes the classes, and that status says whether all real points are in one; returns that in words."""
    network, places = fiber.network, fiber.places
    at = "for every δ" if delta is None else "at the given δ"
    if total == 0:
        words = "no real point at all, so nothing to compare"
    elif total == 1:
        words = f"1 real point with 1 NTK {at}"
    else:
        words = ""
    single = all(stop - start == 1 for start, stop in network.runs)
    if places is None:
        _check_null(item["ntk_classes"], evidence)
        _check_status(status, "proved" if words else "refuted" if single else "undecided")
        return words or (
            "no points listed, any two with NTKs that differ for every δ" if single else "no points listed"
        )
    real = [n for n, place in enumerate(places) if place.real]
    if item["ntk_classes"] is not None:
        classes = _read_classes(item["ntk_classes"], real, len(places))
    else:
        classes = None
    if single:
        if evidence is not None or classes != [[n] for n in real]:
            raise Rejected("ntk_classes", "should be the real points, each alone, without evidence")
        _check_status(status, "refuted" if len(real) > 1 else "proved" if words else "undecided")
        return words or f"{len(real)} of {total} real points listed, any two with NTKs that differ for every δ"
    comparison = None if evidence is None else _Comparison(fiber, places, evidence, delta, work)
    if classes is None:
        pairs = [] if comparison is None else comparison.check_different()
        if comparison is not None and (len(pairs) != 1 or comparison.equal):
            raise Malformed(WHERE, "should show one pair that differs where ntk_classes is null")
        _check_status(status, "refuted" if pairs else "proved" if words else "undecided")
        return words or (
            f"two real points with NTKs that differ {_unequal(delta)}" if pairs else "the NTKs not compared"
        )
    _check_equal(network, classes, comparison, delta, places, work)
    wanted = [(one[0], other[0]) for one, other in combinations(classes, 2)]
    if wanted and (comparison is None or comparison.check_different() != wanted):
        raise Rejected(f"{WHERE}.different", "are not the first points of any two classes")
    if comparison is not None and not wanted and comparison.different:
        raise Rejected(f"{WHERE}.different", "must be empty where there is one class")
    if len(classes) > 1:
        _check_status(status, "refuted")
        where = "at the given δ" if delta is not None else "as functions of δ"
        return f"{len(real)} of {total} real points listed, with {len(classes)} NTKs {where}"
    _check_status(status, "proved" if words or len(real) == total else "undecided")
    return words or f"{len(real)} of {total} real points listed, with 1 NTK {at}"


def _unequal(delta: list[Rational] | None) -> str:
    return "at some δ" if delta is None else "at the given δ"


def _check_null(classes: object, evidence: object) -> None:
    if classes is not None or evidence is not None:
        raise Malformed("ntk_classes", "must be null where points are, as evidence.ntk")


def _check_status(status: str, expected: str) -> None:
    if status != expected:
        raise Rejected("status", f"should be {expected}")


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


def _check_equal(
    network: PolynomialArchitecture,
    classes: list[list[int]],
    comparison: _Comparison | None,
    delta: list[Rational] | None,
    places: list[Place],
    work: Work,
) -> None:
    """Establishes that the points of each class have equal NTKs with its first one."""
    shown = set() if comparison is None else set(comparison.equal)
    for n, members in enumerate(classes):
        for m in members[1:]:
            pair = members[0], m
            if delta is None:
                raise Rejected(f"ntk_classes[{n}]", "has points that are not equal for every δ")
            if pair in shown and comparison is not None:
                comparison.check_equal(*pair)
                shown.remove(pair)
            elif not _permuted(network, delta, places[pair[0]], places[m], work):
                raise Rejected(f"ntk_classes[{n}]", "has points that are not related")
    if shown:
        raise Rejected(f"{WHERE}.equal", "are not pairs of a first and another point of a class")


def _permuted(network: PolynomialArchitecture, delta: list[Rational], left: Place, right: Place, work: Work) -> bool:
    """Whether permutations of interchangeable layers of equal rho in runs relate two points."""
    if left.shift != right.shift:
        return False
    for (start, stop), one, other in zip(network.runs, left.points, right.points, strict=True):
        sides = []
        for point in (one, other):
            taken: dict[object, list[object]] = {}
            offset = Fraction(0)
            for l in range(stop - 1, start - 1, -1):
                if l < stop - 1:
                    work.spend(10)
                    offset += Fraction(*delta[l])
                active = network.stack.active[l]
                key = (network.stack.space(l), offset) if active else (l,)
                taken.setdefault(key, []).append(point.choices[l - start] or ())
            sides.append({key: sorted(choices, key=repr) for key, choices in taken.items()})
        if sides[0] != sides[1]:
            return False
    return True


class _Comparison:
    """NTKs at invariants, by enclosures of filters of so many bits, and of t."""

    def __init__(
        self,
        fiber: Fiber,
        places: list[Place],
        value: object,
        delta: list[Rational] | None,
        work: Work,
    ) -> None:
        item = json_object(value, "delta bits roots different equal", WHERE)
        self.network, self.stacks, self.peeled, self.shifts, _ = fiber
        self.places, self.work, network = places, work, fiber.network
        self.delta = rationals(item["delta"], f"{WHERE}.delta", len(network.degrees) - 1)
        if delta is not None and self.delta != delta:
            raise Rejected(f"{WHERE}.delta", "is not that of the certificate")
        if sum(network.degrees) > MAX_DEGREES:
            raise Malformed(WHERE, f"t has an equation of a degree over {MAX_DEGREES}")
        self.bits = integer(item["bits"], f"{WHERE}.bits", 64, MAX_PRECISION)
        self.different = json_list(item["different"], f"{WHERE}.different")
        listed = enumerate(json_list(item["equal"], f"{WHERE}.equal"))
        self.equal = [layer_pair(pair, len(places), f"{WHERE}.equal[{n}]") for n, pair in listed]
        self.known: dict[tuple[int, int], Enclosure] = {}
        self.offsets = [Fraction(0)]
        for value_, degree in zip(reversed(self.delta), reversed(network.degrees[:-1]), strict=True):
            self.offsets.insert(0, self.offsets[0] + Fraction(*value_) / degree)
        self.roots: dict[int, Interval] = {}
        self.inverse: dict[int, list[Interval]] = {}
        for n, entry in enumerate(json_list(item["roots"], f"{WHERE}.roots")):
            self._read_root(entry, f"{WHERE}.roots[{n}]")

    def _read_root(self, value: object, where: str) -> None:
        number, low, high = json_list(value, where, 3)
        n = integer(number, f"{where}[0]", 0, len(self.places) - 1)
        if not self.places[n].real or n in self.roots:
            raise Rejected(where, "is no real point, or was there before")
        ends = Fraction(*rational(low, f"{where}[1]")), Fraction(*rational(high, f"{where}[2]"))
        if ends[0] > ends[1] or ends[0] + min(self.offsets) <= 0:
            raise Rejected(where, "does not increase, or goes below max(-Delta_l)")
        target = (self.peeled.constant**2,) * 2
        for run, (start, _) in enumerate(self.network.runs):
            target = self._times(target, self._power(self._norms(n, run), self.network.degrees[start]))
        values = []
        for end in ends:
            value_ = Fraction(1)
            for degree, offset in zip(self.network.degrees, self.offsets, strict=True):
                value_ = self._times((value_,) * 2, self._power((degree * (end + offset),) * 2, degree))[0]
            values.append(value_)
        if values[0] > target[1] or values[1] < target[0]:
            raise Rejected(where, "does not enclose t")
        if values[0] > target[0] or values[1] < target[1]:
            raise Imprecise(where, f"{self.bits} bits are too few to enclose t")
        self.roots[n] = ends
        self.inverse[n] = [
            (1 / (degree * (ends[1] + offset)), 1 / (degree * (ends[0] + offset)))
            for degree, offset in zip(self.network.degrees, self.offsets, strict=True)
        ]

    def _pay(self, *numbers: Fraction) -> None:
        bits = sum(x.numerator.bit_length() + x.denominator.bit_length() for x in numbers)
        self.work.spend(50, 8 * bits, bits)

    def _times(self, left: Interval, right: Interval) -> Interval:
        """The product of intervals of numbers that are not negative."""
        self._pay(*left, *right)
        return left[0] * right[0], left[1] * right[1]

    def _power(self, base: Interval, power: int) -> Interval:
        for end in base:
            bits = power * (end.numerator.bit_length() + end.denominator.bit_length())
            self.work.spend(50, bits, bits)
        return base[0] ** power, base[1] ** power

    def enclosure(self, n: int, run: int) -> Enclosure:
        """The point of a run, its filters enclosed; nothing is said of its t and rho."""
        place = self.places[n]
        key = place.part[run], place.chosen[run]
        if key not in self.known:
            point = place.points[run]
            zeros = [(0, 1)] * (len(point.choices) - 1)
            self.known[key] = enclosed(point, zeros, self.bits, f"points[{n}]", self.work)
        return self.known[key]

    def _share(self, n: int, run: int, l: int) -> Interval:
        """c^2 n_l of a layer, for filters of the run with the product Q_i / c."""
        found = self.enclosure(n, run)
        unit, (p, q) = 1 << self.bits, found.factor
        low, high = found.norms[l]
        self.work.spend(50, 4 * self.bits, self.bits + p.bit_length() + q.bit_length())
        return Fraction(low * p * p, unit * q * q), Fraction(high * p * p, unit * q * q)

    def _norms(self, n: int, run: int) -> Interval:
        """c^2 times the product of the n_l of a run."""
        found = self.enclosure(n, run)
        unit, (p, q) = 1 << self.bits, found.factor
        total = (Fraction(p * p, q * q),) * 2
        for low, high in found.norms:
            total = self._times(total, (Fraction(low, unit), Fraction(high, unit)))
        return total

    def corner(self, n: int, run: int) -> Position:
        """The exponent of the run at which Q_i begins."""
        step = self.stacks[run][1]
        return tuple(b // s for b, s in zip(self.shifts[self.places[n].shift][run], step, strict=True))

    def product(self, n: int, run: int, e: Position) -> Fraction:
        """The coefficient of Q_i at an exponent of the run."""
        step = self.stacks[run][1]
        b = self.shifts[self.places[n].shift][run]
        return self.peeled.cores[run].get(tuple(i * s - k for i, s, k in zip(e, step, b, strict=True)), Fraction(0))

    def term(self, n: int, run: int, e: Position, f: Position) -> Interval:
        """An entry of G_i."""
        found = self.enclosure(n, run)
        architecture = self.stacks[run][0]
        size = architecture.extents()
        if not all(0 <= i < k for place in (e, f) for i, k in zip(place, size, strict=True)):
            return Fraction(0), Fraction(0)
        start, _ = self.network.runs[run]
        low = high = Fraction(0)
        unit = 1 << self.bits
        for l, gram in enumerate(found.grams(architecture, e, f)):
            share, inverse = self._share(n, run, l), self.inverse[n][start + l]
            self._pay(*share, *inverse, *share)
            weight = share[0] * inverse[0], share[1] * inverse[1]
            own = Fraction(gram[0], unit), Fraction(gram[1], unit)
            self._pay(*weight, *own, low, high)
            low += min(weight[0] * own[0], weight[1] * own[0])
            high += max(weight[0] * own[1], weight[1] * own[1])
        return low, high

    def entry(self, i: int, j: int, run: int, e: Position, f: Position) -> Interval:
        """An entry of D_i, by exponents in the place of the first point."""
        move = tuple(map(int.__sub__, self.corner(j, run), self.corner(i, run)))
        one = self.term(i, run, e, f)
        other = self.term(j, run, tuple(map(int.__add__, e, move)), tuple(map(int.__add__, f, move)))
        self._pay(*one, *other)
        return one[0] - other[1], one[1] - other[0]

    def rest(self, i: int, j: int, run: int, e: Position, f: Position) -> Interval:
        """An entry of D_i - c_i Q_i Q_i^T, c_i being the entry of D_i where Q_i begins with 1."""
        corner = self.corner(i, run)
        first = self.entry(i, j, run, corner, corner)
        own = self.entry(i, j, run, e, f)
        factor = self.product(i, run, e) * self.product(i, run, f)
        self._pay(*first, *own, factor)
        ends = sorted((factor * first[0], factor * first[1]))
        return own[0] - ends[1], own[1] - ends[0]

    def total(self, i: int, j: int) -> Interval:
        """The sum of all c_i d_i^2."""
        low = high = Fraction(0)
        for run, (start, _) in enumerate(self.network.runs):
            corner, weight = self.corner(i, run), self.network.degrees[start] ** 2
            own = self.entry(i, j, run, corner, corner)
            low, high = low + weight * own[0], high + weight * own[1]
        return low, high

    def check_different(self) -> list[tuple[int, int]]:
        """Establishes that the NTKs of pairs differ; returns them."""
        found = []
        for n, value in enumerate(self.different):
            place = f"{WHERE}.different[{n}]"
            item = json_object(value, "points run entry", place)
            i, j = layer_pair(item["points"], len(self.places), f"{place}.points")
            self._known(i, j, place)
            if item["run"] is None:
                if item["entry"] is not None:
                    raise Rejected(f"{place}.entry", "must be null where run is")
                low, high = self.total(i, j)
            else:
                run = integer(item["run"], f"{place}.run", 0, len(self.network.runs) - 1)
                e, f = (
                    self._position(p, f"{place}.entry[{k}]")
                    for k, p in enumerate(json_list(item["entry"], f"{place}.entry", 2))
                )
                low, high = self.rest(i, j, run, e, f)
            if low <= 0 <= high:
                if low == high:
                    raise Rejected(place, "does not differ there")
                raise Imprecise(place, "does not tell the NTKs apart")
            found.append((i, j))
        return found

    def _known(self, i: int, j: int, place: str) -> None:
        if i not in self.roots or j not in self.roots or i == j:
            raise Rejected(place, "must be two points whose t are enclosed")

    def _position(self, value: object, where: str) -> Position:
        numbers = enumerate(json_list(value, where, self.network.stack.dimension))
        return tuple(integer(i, f"{where}[{d}]", -MAX_EXTENT, MAX_EXTENT) for d, i in numbers)

    def check_equal(self, i: int, j: int) -> None:
        """Establishes that the NTKs of a pair are equal, by exact numbers."""
        self._known(i, j, f"{WHERE}.equal")
        found = [self.total(i, j)]
        for run in range(len(self.network.runs)):
            size = self.stacks[run][0].extents()
            move = tuple(map(int.__sub__, self.corner(j, run), self.corner(i, run)))
            self.work.spend(20 * prod(size))
            box = set(product(*map(range, size)))
            box |= {tuple(map(int.__sub__, e, move)) for e in box}
            for e, f in product(sorted(box), repeat=2):
                self.work.spend(100)
                if e <= f:
                    found.append(self.rest(i, j, run, e, f))
        if any(low or high for low, high in found):
            raise Rejected(f"{WHERE}.equal", f"the NTKs at the points {i} and {j} are not equal by exact numbers")
