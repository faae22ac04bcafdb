"""The metric on a sheet through filters over Q(alpha), alpha being a real root of a polynomial.

Contents: :func:`check_sheet`.

Nothing is claimed of the field: identities modulo the polynomial hold at each of its roots, alpha is the only one in an
interval, and what is to be positive or not 0 there is a rational number or is enclosed. The filters have the product u,
so they are a real point of the fiber over u, and those that the fiber inside lists have a Jacobian of full rank, or are
shown to be other points; so J has full rank there. With squared norms n_l, t is the only number beyond max(-Delta_l)
with prod(t + Delta_l) = prod n_l: the left side increases there, and at the ends of the interval given it is below and
above the right side.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ...algebra.discs import Disc, meets, multiply
from ...algebra.elements import ONE, ZERO, Element, Field
from ...algebra.numberfield import enclosure
from ...algebra.sturm import roots_between
from ...core.arithmetic import Filter, Rational, evaluate, over_common
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import approximation, exact, integer, json_list, json_object, rationals
from ...core.recomputed import compare
from ...fiber.exact.enclosures import approximates
from ...network.architecture import Architecture
from ...network.parameter import IsolatedRoot
from ...network.scaling import shifts_of

MAX_DEGREE = 100
STEPS = 64
ROUNDS = 20
Layer = dict[tuple[int, ...], Element]  # the entries of a filter


def check_sheet(
    architecture: Architecture,
    item: dict[str, object],
    u: tuple[Filter, int],
    delta: list[Rational],
    sheet: bool,
    fiber: dict[str, object],
    work: Work,
) -> Statement:
    """Establishes the metric along a sheet; returns what it is."""
    result = json_object(item["result"], "form sheet rank pieces", "result")
    evidence = json_object(item["evidence"], "alpha filters t fiber", "evidence")
    rank = architecture.full_rank()
    compare(result["rank"], rank, "result.rank")
    root = _read_root(evidence["alpha"], work)
    field = Field(root.f, work)
    filters = _read_filters(architecture, evidence["filters"], field)
    _check_product(architecture, filters, field, u)
    _check_full(fiber["points"], rank, filters, root, work)
    norms = [_norm(own, field) for own in filters]
    _check_pieces(architecture, result["pieces"], filters, norms, field)
    whole = ONE
    for norm in norms:
        whole = field.times(whole, norm)
    _check_t(evidence["t"], whole, root, delta, work)
    words = "on one sheet over the filter" if sheet else "at the filter"
    return Statement(f"the metric {words} is g = K^+ on the tangent space, of dimension {rank}; filters are over Q(α)")


def _read_root(value: object, work: Work) -> IsolatedRoot:
    """Establishes that the interval contains one root of the polynomial."""
    where = "evidence.alpha"
    item = json_object(value, "minpoly interval approx", where)
    f = [exact(c, f"{where}.minpoly[{i}]") for i, c in enumerate(json_list(item["minpoly"], f"{where}.minpoly"))]
    if not 3 <= len(f) <= MAX_DEGREE + 1 or f[-1] <= 0:
        raise Malformed(f"{where}.minpoly", f"expected a degree from 2 to {MAX_DEGREE}, and a positive last entry")
    low, high = rationals(item["interval"], f"{where}.interval", 2)
    if low[0] * high[1] >= high[0] * low[1] or roots_between(f, low, high, work) != 1:
        raise Rejected(f"{where}.interval", "does not contain one root of the polynomial, or has one at an end")
    if (evaluate(f, low, work) > 0) == (evaluate(f, high, work) > 0):
        raise Rejected(f"{where}.minpoly", "does not change sign at the root")
    root = IsolatedRoot(f, [low, high], work)
    root.refine(STEPS, work)
    if not approximates(approximation(item["approx"], f"{where}.approx"), (root.low, root.high), root.scale):
        raise Rejected(f"{where}.approx", "is not the root up to 1e-9")
    return root


def _read_filters(architecture: Architecture, value: object, field: Field) -> list[Layer]:
    filters = []
    listed = json_list(value, "evidence.filters", len(architecture.sizes))
    for l, (entry, size) in enumerate(zip(listed, architecture.sizes, strict=True)):
        own: Layer = {}
        for index in product(*map(range, size)):
            part, where = entry, f"evidence.filters[{l}]"
            for i, k in zip(index, size, strict=True):
                part, where = json_list(part, where, k)[i], f"{where}[{i}]"
            field.work.spend(10 * len(size))
            own[index] = field.read(part, where)
        filters.append(own)
    return filters


def _check_product(architecture: Architecture, filters: list[Layer], field: Field, u: tuple[Filter, int]) -> None:
    """Establishes that the product of the filters is u, modulo the polynomial."""
    total: Layer = {(0,) * architecture.dimension: ONE}
    for own, exponent in zip(filters, architecture.exponents, strict=True):
        grown: Layer = {}
        for index, entry in own.items():
            for position, value in total.items() if entry[0] else ():
                field.work.spend(20)
                moved = tuple(p + i * e for p, i, e in zip(position, index, exponent, strict=True))
                grown[moved] = field.plus(grown.get(moved, ZERO), field.times(value, entry))
        total = grown
    expected = {index: field.lowest([c], u[1]) for index, c in u[0].items() if c}
    if {index: c for index, c in total.items() if c[0]} != expected:
        raise Rejected("evidence.filters", "their product is not filter")


def _check_full(points: object, rank: int, filters: list[Layer], root: IsolatedRoot, work: Work) -> None:
    """Establishes that J has full rank at the filters: at each point listed, or these are shown to be another point."""
    place = Disc(root.low + root.high, 0, root.high - root.low, 2 * root.scale)
    values: list[dict[tuple[int, ...], Disc]] = []
    for n, point in enumerate(json_list(points, "evidence.fiber.points")):
        if isinstance(point, dict) and point["rank"] == rank:
            continue
        values = values or [{i: enclosure(c, place, work) for i, c in own.items()} for own in filters]
        listed = json_list(point["filters"] if isinstance(point, dict) else None, "filters", len(filters))
        if not any(_differ(entry, own, work) for entry, own in zip(listed, values, strict=True)):
            where = f"evidence.fiber.points[{n}]"
            raise Rejected(where, "is not shown to have a Jacobian of full rank, nor to be another point")


def _differ(listed: object, own: dict[tuple[int, ...], Disc], work: Work) -> bool:
    """Whether a filter is shown not to be a multiple of that of a listed point, which is exact or enclosed."""
    enclosed = isinstance(listed, dict)
    bounds = {
        index: _bounds(listed["enclosure"] if isinstance(listed, dict) else listed, index, enclosed) for index in own
    }
    last = max(index for index, disc in bounds.items() if disc.radius == 0 and disc.re)
    for index, disc in bounds.items():
        work.spend(100, disc.bits() + own[index].bits(), disc.bits() + own[index].bits())
        if not meets(multiply(own[index], bounds[last], work), multiply(own[last], disc, work)):
            return True
    return False


def _bounds(value: object, index: tuple[int, ...], enclosed: bool) -> Disc:
    """An entry of a listed filter."""
    for i in index:
        value = json_list(value, "evidence.fiber.points")[i]
    if not enclosed:
        return Disc(exact(value, "evidence.fiber.points"), 0, 0, 1)
    (p, q), (r, s) = rationals(value, "evidence.fiber.points", 2)
    return Disc(p * s + r * q, 0, abs(r * q - p * s), 2 * q * s)


def _norm(own: Layer, field: Field) -> Element:
    total = ZERO
    for entry in own.values():
        total = field.plus(total, field.times(entry, entry))
    return total


def _check_pieces(
    architecture: Architecture, value: object, filters: list[Layer], norms: list[Element], field: Field
) -> None:
    """Establishes n_l, and a rational entry of the filter other than 0, for each layer with two parameters or more."""
    layers = [l for l, size in enumerate(architecture.sizes) if prod(size) > 1]
    for n, entry in enumerate(json_list(value, "result.pieces", len(layers))):
        where, layer = f"result.pieces[{n}]", layers[n]
        part = json_object(entry, "layer pivot norm", where)
        compare(part["layer"], layer, f"{where}.layer")
        if field.read(part["norm"], f"{where}.norm") != norms[layer]:
            raise Rejected(f"{where}.norm", "is not the squared norm of the filter")
        entries = list(filters[layer].values())
        if len(entries[integer(part["pivot"], f"{where}.pivot", 0, len(entries) - 1)][0]) != 1:
            raise Rejected(f"{where}.pivot", "is not the place of a rational entry other than 0")


def _check_t(value: object, whole: Element, root: IsolatedRoot, delta: list[Rational], work: Work) -> None:
    """Establishes that the interval contains t."""
    where = "evidence.t"
    item = json_object(value, "interval approx", where)
    ends = rationals(item["interval"], f"{where}.interval", 2)
    shifts, common = shifts_of(delta, work)
    sides = []
    for p, q in ends:
        terms = [p * common + shift * q for shift in shifts]
        if min(terms) < 0:
            raise Rejected(f"{where}.interval", "is not beyond max(-Delta)")
        bits = sum(c.bit_length() for c in terms) + len(terms) * (q * common).bit_length()
        work.spend(len(terms), bits, bits)
        sides.append((prod(terms), (q * common) ** len(terms)))
    for _ in range(ROUNDS):
        disc = enclosure(whole, Disc(root.low + root.high, 0, root.high - root.low, 2 * root.scale), work)
        low, high = disc.re - disc.radius, disc.re + disc.radius
        (a, b), (c, d) = sides
        if a * disc.scale < low * b and high * d < c * disc.scale:
            break
        root.refine(STEPS, work)
    else:
        raise Rejected(f"{where}.interval", "is not shown to contain t")
    (low, high), unit = over_common(ends, work)
    if not approximates(approximation(item["approx"], f"{where}.approx"), (low, high), unit):
        raise Rejected(f"{where}.approx", "is not t up to 1e-9")
