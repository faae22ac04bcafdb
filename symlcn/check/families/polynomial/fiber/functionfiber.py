"""Kind "polynomial-fiber": all parameters of one function of a network with activations, and which share their NTK.

Contents: :func:`check`.

Where ``evidence`` is null nothing is said. Else "accepted" means: ``filter`` is the function f of the network, given by
its coefficients or by filters other than 0, and ``cores`` are the cores of its runs, with c and m (see runcores.py);
``outside`` says why f is not in X, the closure of the functions of the network, and is null if it is; ``shifts`` are
all shift vectors that fit (see shiftvectors.py); there are so many points, parameters up to rescaling, over Q, R and C
as ``counts`` says; ``points``, unless null, lists all of those over ``field``: each has a shift vector, and for each
run a point of the fiber over T^b core, by its number in ``evidence.runs``; its filters, if they are rational, have the
function f / ``factor``, and ``t`` and ``rho`` are theirs at the invariants ``delta``. f is a smooth or singular point
of X as ``smooth`` says. The real points listed have equal NTKs at the invariants ``delta`` (null: for every delta)
exactly when one class has them both. ``status`` is about all real points: refuted if two have different NTKs, proved if
all are listed and have the same one, or there is at most one; else undecided. All this holds if the ``assumptions``
do, which are on fibers of runs.

Theorem. f, not 0, is in X exactly if f = c T^m of the function of its cores, and some shift vector has complex points;
the fiber is the disjoint union over shift vectors of the products of the fibers of the runs. f is smooth exactly if
one shift vector alone has complex points, and all of its T^b core are smooth points of the closures of the images of
their runs: the map from the product of these closures to X is finite, birational and unramified (the kernel of the
differential of the Q_i -> f is {(c_i Q_i): sum c_i D_i = 0}), so that it is a local isomorphism where the fiber is one
point; and conversely, by Zariski's main theorem, it is one over smooth points.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

from ....core.arithmetic import Filter, Rational, over_common, sparse_product
from ....core.limits import MAX_EXTENT, Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import (
    check_nothing,
    choice,
    integer,
    json_list,
    json_object,
    rational,
    rational_filter,
)
from ....core.recomputed import identical
from ....fiber.fiber import Established, establish_inside
from ....fiber.points import Point
from ....network.furtherarchitectures import PolynomialArchitecture, run_stacks
from ..expansion import Function, Monomial, Operator, Position, expanded, read_function
from ..runcores import Failure, Peeled, core, peel
from ..shiftvectors import shift_vectors
from ..weightedscaling import check_weighted
from .samentk import Fiber, Place, Stacks, check_classes

MAX_POINTS = 1000


class _Run(NamedTuple):
    """A fiber of a run: over T^shift of its core."""

    established: Established
    listed: list[object]


def check(
    network: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    field = choice(item["field"], ("Q", "R", "C"), "field")
    if item["evidence"] is None:
        return _check_nothing(item, status)
    evidence = json_object(item["evidence"], "runs ntk", "evidence")
    peeled, outside = _peeled(network, item, work)
    _check_cores(item["cores"], peeled, work)
    shifts = shift_vectors(network, peeled.cores, peeled.shift, work) if isinstance(peeled, Peeled) else []
    wanted = [] if outside is not None else [[list(b) for b in vector] for vector in shifts]
    if not identical(json_list(item["shifts"], "shifts"), wanted):
        raise Rejected("shifts", f"should be {len(wanted)} vectors: all that fit, none where the function has no cores")
    if outside is not None:
        return _check_outside(network, item, evidence, outside, status)
    if not isinstance(peeled, Peeled):
        raise Rejected("cores", "are none")
    stacks = run_stacks(network, item["architecture"])
    runs, parts = _runs(peeled, shifts, evidence["runs"], field, stacks, work)
    counts = _check_counts(item["counts"], runs, parts)
    if not counts["C"]:
        return _check_outside(network, item, evidence, ("run", None, None, None), status, runs=True)
    if item["outside"] is not None:
        raise Rejected("outside", "must be null, as there are points")
    smooth = _check_smooth(item["smooth"], runs, parts)
    places = _check_points(network, item["points"], peeled, runs, parts, counts[field], delta, work)
    fiber = Fiber(network, stacks, peeled, shifts, places)
    words = check_classes(fiber, item, evidence["ntk"], delta, counts["R"], status, work)
    numbers = ", ".join(f"{n} over {name}" for name, n in counts.items())
    where = {True: "smooth, ", False: "singular, ", None: ""}[smooth]
    return Statement(f"points of the fiber: {numbers}; {where}{words}")


Outside = tuple[str, int | None, Position | None, Monomial | None]


def _check_nothing(item: dict[str, object], status: str) -> Statement:
    if status != "undecided":
        raise Malformed("evidence", f"must be given when {status}")
    for name, count in json_object(item["counts"], "Q R C", "counts").items():
        if count is not None:
            raise Malformed(f"counts.{name}", "must be null where evidence is")
    return check_nothing(item, "cores outside shifts points smooth ntk_classes")


def _peeled(
    network: PolynomialArchitecture, item: dict[str, object], work: Work
) -> tuple[Peeled | Failure, Outside | None]:
    """The cores of what is given, and why it is no function of the network as far as they tell."""
    powers = [r for r in network.activations if r > 1]
    if isinstance(item["filter"], dict):
        return _of_filters(network, json_object(item["filter"], "filters", "filter")["filters"], work), None
    function = read_function(item["filter"], network.stack.extents(), network.degrees[0], "filter")
    found = peel(function, powers, work)
    if isinstance(found, Failure):
        return found, (found.step, found.run, found.position, None)
    if not shift_vectors(network, found.cores, found.shift, work):
        return found, ("shift", None, None, None)
    monomial = _difference(function, found, powers, work)
    return found, None if monomial is None else ("difference", None, None, monomial)


def _of_filters(network: PolynomialArchitecture, value: object, work: Work) -> Peeled:
    """The cores of the function of filters."""
    stack = network.stack
    listed = json_list(value, "filter.filters", len(stack.sizes))
    parts = []
    for start, stop in network.runs:
        whole: Filter = {(0,) * stack.dimension: 1}
        common = 1
        for l in range(start, stop):
            place = f"filter.filters[{l}]"
            entries, below = rational_filter(listed[l], stack.sizes[l], place, work)
            if not entries:
                raise Rejected(place, "is 0")
            inflated = {tuple(map(int.__mul__, a, stack.exponents[l])): c for a, c in entries.items()}
            whole, common = sparse_product(whole, inflated, work), common * below
        work.spend(len(whole), sum(map(int.bit_length, whole.values())), common.bit_length())
        parts.append(core({a: Fraction(c, common) for a, c in whole.items()}, work))
    shift = tuple(map(sum, zip(*(least for least, _, _ in parts), strict=True)))
    constant = Fraction(1)
    for (_, first, _), (start, _) in zip(parts, network.runs, strict=True):
        constant *= _powered(first, network.degrees[start], work)
    return Peeled(shift, constant, [own for _, _, own in parts])


def _powered(value: Fraction, power: int, work: Work) -> Fraction:
    bits = power * (value.numerator.bit_length() + value.denominator.bit_length())
    work.spend(10, bits, bits)
    return value**power


def _difference(function: Function, peeled: Peeled, powers: list[int], work: Work) -> Monomial | None:
    """The first monomial whose coefficient is not that of c T^m of the function of the cores; None if all are."""
    made: Function = {}
    for monomial, c in expanded(peeled.cores, powers, work).items():
        bits = c.numerator.bit_length() + c.denominator.bit_length()
        work.spend(20 * len(monomial), bits, bits)
        moved = tuple((tuple(map(int.__add__, p, peeled.shift)), power) for p, power in monomial)
        made[moved] = c * peeled.constant
    return next((m for m in sorted(made.keys() | function.keys()) if made.get(m) != function.get(m)), None)


def _check_cores(value: object, peeled: Peeled | Failure, work: Work) -> None:
    """Establishes m, c and the cores as they are listed."""
    if isinstance(peeled, Failure):
        if value is not None:
            raise Rejected("cores", "must be null, as there are none")
        return
    item = json_object(value, "shift constant runs", "cores")
    if not identical(item["shift"], list(peeled.shift)):
        raise Rejected("cores.shift", "is not the least position of the function")
    if Fraction(*rational(item["constant"], "cores.constant")) != peeled.constant:
        raise Rejected("cores.constant", "is not the coefficient of the power of the least position")
    for n, (own, listed) in enumerate(
        zip(peeled.cores, json_list(item["runs"], "cores.runs", len(peeled.cores)), strict=True)
    ):
        place = f"cores.runs[{n}]"
        found: Operator = {}
        for k, pair in enumerate(json_list(listed, place)):
            exponent, coefficient = json_list(pair, f"{place}[{k}]", 2)
            numbers = enumerate(json_list(exponent, f"{place}[{k}][0]", len(peeled.shift)))
            position = tuple(integer(i, f"{place}[{k}][0][{d}]", -MAX_EXTENT, MAX_EXTENT) for d, i in numbers)
            found[position] = Fraction(*rational(coefficient, f"{place}[{k}][1]"))
        if found != own:
            raise Rejected(place, "is not the core of the run")


def _check_outside(
    network: PolynomialArchitecture,
    item: dict[str, object],
    evidence: dict[str, object],
    expected: Outside,
    status: str,
    *,
    runs: bool = False,
) -> Statement:
    """Establishes that f is not in X, for the reason that is given, and that nothing else is said."""
    if item["outside"] is None:
        raise Rejected("outside", f"should say {expected[0]}")
    found = json_object(item["outside"], "step run position monomial", "outside")
    step, run, position, monomial = expected
    if found["step"] != step:
        raise Rejected("outside.step", f"should be {step}")
    shown = None if monomial is None else [[list(p), power] for p, power in monomial]
    for key, value in (("run", run), ("position", None if position is None else list(position)), ("monomial", shown)):
        if not identical(found[key], value):
            raise Rejected(f"outside.{key}", "should be null" if value is None else "is wrong")
    if not identical(item["counts"], dict.fromkeys("QRC", 0)):
        raise Rejected("counts", "should be 0")
    if item["points"] != [] or item["ntk_classes"] != [] or item["smooth"] is not None:
        raise Rejected("outside", "leaves no points, no classes, and nothing smooth or singular")
    if evidence["ntk"] is not None or (evidence["runs"] != [] and not runs):
        raise Malformed("evidence", "must be empty where the function is not in X")
    if status != "proved":
        raise Rejected("status", "should be proved")
    words = {
        "power": "x_m^R does not occur in it, m its least position",
        "division": "the core of a run does not divide out",
        "shift": "no products of the runs have its cores",
        "difference": "the function of its cores has another coefficient",
        "run": "no filters of the runs have the products, over C",
    }
    return Statement(f"the function is not in the closure of those of the network: {words[step]}; so no point at all")


def _runs(
    peeled: Peeled,
    shifts: list[tuple[Position, ...]],
    value: object,
    field: str,
    stacks: Stacks,
    work: Work,
) -> tuple[list[_Run], list[list[int]]]:
    """Establishes the fibers of runs that are needed; for each shift vector their numbers."""
    wanted = sorted({(run, b) for vector in shifts for run, b in enumerate(vector)})
    found = []
    for n, ((run, b), entry) in enumerate(zip(wanted, json_list(value, "evidence.runs", len(wanted)), strict=True)):
        place = f"evidence.runs[{n}]"
        own = json_object(entry, "run shift fiber", place)
        if not identical([own["run"], own["shift"]], [run, list(b)]):
            raise Rejected(place, f"should be the fiber of run {run} for the shift {list(b)}")
        architecture, step = stacks[run]
        moved = {
            tuple((i + k) // s for i, k, s in zip(a, b, step, strict=True)): c for a, c in peeled.cores[run].items()
        }
        numbers, common = over_common([(c.numerator, c.denominator) for c in moved.values()], work)
        u = dict(zip(moved, numbers, strict=True)), common
        established = establish_inside(architecture, own["fiber"], u, field, f"{place}.fiber", work)
        listed = own["fiber"]["points"] if isinstance(own["fiber"], dict) else None
        found.append(_Run(established, [] if listed is None else listed))
    numbers_of = {key: n for n, key in enumerate(wanted)}
    return found, [[numbers_of[run, b] for run, b in enumerate(vector)] for vector in shifts]


def _check_counts(value: object, runs: list[_Run], parts: list[list[int]]) -> dict[str, int]:
    """Establishes the numbers of points over each field: sums over shift vectors of products over runs."""
    item, counts = json_object(value, "Q R C", "counts"), {}
    for field in ("Q", "R", "C"):
        counts[field] = sum(prod(runs[n].established.counts[field] for n in part) for part in parts)
        if type(item[field]) is not int or item[field] != counts[field]:
            raise Rejected(f"counts.{field}", f"should be {counts[field]}")
    return counts


def _check_smooth(value: object, runs: list[_Run], parts: list[list[int]]) -> bool | None:
    present = [part for part in parts if all(runs[n].established.counts["C"] for n in part)]
    found = [runs[n].established.smooth for n in present[0]]
    smooth = False if len(present) > 1 or False in found else None if None in found else True
    if value is not smooth:
        raise Rejected("smooth", f"should be {'null' if smooth is None else str(smooth).lower()}")
    return smooth


def _check_points(
    network: PolynomialArchitecture,
    value: object,
    peeled: Peeled,
    runs: list[_Run],
    parts: list[list[int]],
    count: int,
    delta: list[Rational] | None,
    work: Work,
) -> list[Place] | None:
    """Establishes that the points are all of those over the field, in order, and their filters and factors."""
    if value is None:
        return None
    if count > MAX_POINTS or any(own.established.points is None for own in runs):
        raise Malformed("points", "must be null where there are too many")
    listed = json_list(value, "points", count)
    places: list[Place] = []
    for shift, part in enumerate(parts):
        points = [runs[n].established.points or [] for n in part]
        for chosen in product(*(range(len(own)) for own in points)):
            n = len(places)
            if n >= count:
                raise Rejected("points", "are too few")
            work.spend(100 * len(part))
            entry = json_object(listed[n], "shift runs filters factor t rho", f"points[{n}]")
            if not identical([entry["shift"], entry["runs"]], [shift, list(chosen)]):
                raise Rejected(
                    f"points[{n}]", f"should be of shift {shift} and of the points {list(chosen)} of the runs"
                )
            own = [points[k][m] for k, m in enumerate(chosen)]
            data = [runs[part[k]].listed[m] for k, m in enumerate(chosen)]
            _check_filters(network, entry, peeled, own, data, delta, f"points[{n}]", work)
            places.append(Place(shift, part, chosen, own, all(point.real for point in own)))
    if len(places) != count:
        raise Rejected("points", f"are {len(places)}, but there are {count} over the field")
    return places


def _check_filters(
    network: PolynomialArchitecture,
    entry: dict[str, object],
    peeled: Peeled,
    own: list[Point],
    data: list[object],
    delta: list[Rational] | None,
    place: str,
    work: Work,
) -> None:
    """Establishes the filters and the factor of a point: null unless all filters are rational."""
    if not all(point.rational for point in own):
        if any(entry[key] is not None for key in ("filters", "factor", "t", "rho")):
            raise Rejected(place, "has no rational filters, and filters, factor, t and rho must be null")
        return
    filters, factor = [], peeled.constant
    for item, (start, _) in zip(data, network.runs, strict=True):
        if not isinstance(item, dict):
            raise Malformed(place, "expected an object")
        filters += item["filters"]
        factor *= _powered(Fraction(*rational(item["factor"], f"{place}.factor")), network.degrees[start], work)
    if entry["filters"] != filters:
        raise Rejected(f"{place}.filters", "are not those of the points of the runs")
    if Fraction(*rational(entry["factor"], f"{place}.factor")) != factor:
        raise Rejected(f"{place}.factor", "is not the factor of the function")
    if entry["t"] is None or delta is None:
        if entry["t"] is not None or entry["rho"] is not None:
            raise Rejected(place, "has t and rho that must be null together, and where delta is")
        return
    integers = [point.filters[l] for point in own for l in range(len(point.choices))]
    square = factor.numerator**2, factor.denominator**2
    check_weighted(network, delta, integers, entry, place, work, square)
