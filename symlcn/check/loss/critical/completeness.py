"""That the critical points listed are all, for special data: every root of an exact resultant is accounted for.

Contents: :func:`check_elimination`.

One filter v of the network is eliminated; the others are row_0 + sum x_i row_i in charts, with two unknowns x and y in
all, or one unknown x: then a = x, what is said of y and of F_2 falls away, and the resultant is F_1. At a critical
point G v = b, and v^T (d_i G) v = 2 (d_i b)^T v. Let q divide all entries of G, and let V and q D be the numerators and
the denominator of v by Cramer's rule for G/q. Where a critical point with v other than 0 lies, F_i = V^T (d_i G) V - 2
q D (d_i b)^T V = 0: if det G is not 0 there, v = V/(q D); if it is, G v = b shows V = 0 and q D = 0. Established is,
for f of the orbits and g of the points ``excluded``, and for a = x + k y:

- F_1 and F_2 at x = a - k y keep their degrees in y for all a, and their resultant is a number times the product of the
  f and g with their multiplicities: as polynomials, since both have the same values at more places than their degree.
  So every critical point in the chart is over a root of one of them;
- over each of these roots there is one common zero only: the root is simple, or else y - y_0 divides both polynomials,
  exactly, as often as it divides their greatest common divisor modulo a prime, of which nothing else is left;
- at the zeros that belong to orbits det G is not 0, so there is one critical point over each; at those excluded there
  is none: either det G is not 0 and b = 0, so v = 0; or G v = b has no solution, since b raises the rank; or solutions
  form a line on which the two quadratic equations have no root in common;
- F_1 and F_2 have no common zero outside of the chart, as polynomials in other charts show modulo a prime.
"""

from __future__ import annotations

from ...algebra.elements import ZERO, Element, Field
from ...algebra.modular import common_divisor, reduced
from ...core.arithmetic import Filter, evaluate, over_common, times
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list, json_object, rationals
from ...network.architecture import Architecture
from ..risk import Loss
from .excluded import check_not_critical, ring_of, value_at
from .functionspace import coprime, vanish_nowhere
from .hessian import Critical
from .normalequations import (
    MAX_ORDER,
    Chart,
    Equations,
    check_parameter,
    dual_of,
    equations_of,
    moved,
    read_charts,
    turned_charts,
    unknowns_of,
)
from .plane import Place, line_of, minors, resultant
from .valuerings import ModularRing, Poly, everywhere
from .verification import Forms, polynomial

MAX_DEGREE = 40  # of F


def check_elimination(
    architecture: Architecture, loss: Loss, value: object, forms: list[Forms | None], points: list[Critical],
    prime: int, work: Work,
) -> None:  # fmt: skip
    """Establishes that there are no other critical points without a zero filter."""
    where = "evidence.elimination"
    item = json_object(value, "charts slope content orbits excluded", where)
    charts = read_charts(architecture, item["charts"], f"{where}.charts", work)
    two = sum(len(chart) - 1 for chart in charts if chart) == 2
    slope = integer(item["slope"], f"{where}.slope", int(two), 10**6 if two else 0)
    content = _read_content(item["content"], f"{where}.content")
    duals = [chart and dual_of(chart, work) for chart in charts]
    check_parameter(duals, forms, slope)
    own = equations_of(architecture, loss, charts, content, work)
    listed = _read_orbits(item["orbits"], points, slope, duals, f"{where}.orbits", work)
    excluded = _read_excluded(item["excluded"], slope, f"{where}.excluded", work)
    lines = [line_of(f, slope, work) for f in own.system]
    parts = [(point.f, power) for point, (power, _) in zip(points, listed, strict=True)]
    parts += [(place.g, power) for place, power, _ in excluded]
    _check_resultant(own.system, lines, parts, prime, where, work)
    for n, (point, (power, place)) in enumerate(zip(points, listed, strict=True)):
        if power > 1 and len(lines) == 2:
            _check_only_root(lines, place, prime, f"{where}.orbits[{n}].root")
        _check_regular(own, point, place, duals, prime, f"{where}.orbits[{n}]")
    for n, (place, power, rank) in enumerate(excluded):
        if power > 1 and len(lines) == 2:
            _check_only_root(lines, place, prime, f"{where}.excluded[{n}].root")
        elif len(lines) == 2 and any(place.order(line) == 0 for line in lines):
            raise Rejected(f"{where}.excluded[{n}].root", "is not a zero")
        check_not_critical(own, place, rank, prime, f"{where}.excluded[{n}]")
    for turned in turned_charts(charts):
        _check_outside(architecture, loss, turned, content, prime, where, work)


def _read_content(value: object, where: str) -> Filter:
    """A polynomial in x and y, as rows of coefficients of powers of x."""
    rows = [polynomial(row, f"{where}[{i}]", MAX_DEGREE) for i, row in enumerate(json_list(value, where))]
    found: Filter = {(i, j): c for i, row in enumerate(rows) for j, c in enumerate(row) if c}
    if not found:
        raise Rejected(where, "is 0")
    return found


def _read_root(value: object, g: Poly, where: str, work: Work) -> Element:
    coefficients = rationals(value, where)
    if len(coefficients) > len(g) - 1:
        raise Malformed(where, f"expected at most {len(g) - 1} coefficients")
    return Field(g, work).lowest(*over_common(coefficients, work))


def _read_orbits(
    value: object, points: list[Critical], slope: int, duals: list[list[list[int]]], where: str, work: Work
) -> list[tuple[int, Place]]:
    """The multiplicity of each orbit, and y, which must be that of its filters; not needed where the root is simple."""
    found = []
    layer, above, below = unknowns_of(duals)[-1]
    for n, (entry, point) in enumerate(zip(json_list(value, where, len(points)), points, strict=True)):
        item = json_object(entry, "multiplicity root", f"{where}[{n}]")
        power = integer(item["multiplicity"], f"{where}[{n}].multiplicity", 1, 10**4)
        place = Place(point.f, ZERO, slope, f"{where}[{n}].root", work)
        if power > 1 and slope:
            place.y = _read_root(item["root"], point.f, f"{where}[{n}].root", work)
            filters = point.filters[layer]
            first, last = (place.element(_form(form, filters)) for form in (below, above))
            if place.field.times(first, place.y) != last:
                raise Rejected(f"{where}[{n}].root", "is not that of the filters")
        elif item["root"] is not None:
            raise Malformed(f"{where}[{n}].root", "must be null where the multiplicity or the number of unknowns is 1")
        found.append((power, place))
    return found


def _form(form: list[int], entries: list[Poly]) -> Poly:
    total = [0] * max(map(len, entries))
    for c, entry in zip(form, entries, strict=True):
        for i, x in enumerate(entry):
            total[i] += c * x
    return total


def _read_excluded(value: object, slope: int, where: str, work: Work) -> list[tuple[Place, int, int]]:
    """Points, with the multiplicity of g and the rank of G."""
    found = []
    for n, entry in enumerate(json_list(value, where)):
        item = json_object(entry, "minpoly root multiplicity rank", f"{where}[{n}]")
        g = polynomial(item["minpoly"], f"{where}[{n}].minpoly", MAX_DEGREE**2)
        if len(g) < 2 or g[-1] == 0:
            raise Malformed(f"{where}[{n}].minpoly", "expected a polynomial of degree at least 1")
        y = _read_root(item["root"], g, f"{where}[{n}].root", work)
        power = integer(item["multiplicity"], f"{where}[{n}].multiplicity", 1, 10**4)
        rank = integer(item["rank"], f"{where}[{n}].rank", 0, MAX_ORDER)
        found.append((Place(g, y, slope, f"{where}[{n}].root", work), power, rank))
    return found


def _check_resultant(
    system: list[Filter], lines: list[list[Poly]], parts: list[tuple[Poly, int]], prime: int, where: str, work: Work
) -> None:
    """Establishes that the resultant is a number times the product of powers, by values at enough places."""
    if len(lines) == 2 and any(len(line) < 2 or len(line[-1]) != 1 for line in lines):
        raise Rejected(where, "the equations may lose their degree on a line")
    if not all(system):
        raise Rejected(where, "an equation vanishes everywhere")
    total = [max(map(sum, f)) for f in system]
    bound = total[0]
    if len(system) == 2:
        first, last = ([max(index[d] for index in f) for d in (0, 1)] for f in system)
        bound = min(total[0] * total[1], first[0] * last[1] + first[1] * last[0])
    if max(total) > MAX_DEGREE or sum((len(f) - 1) * power for f, power in parts) > bound:
        raise Rejected(where, "the multiplicities are more than the resultant has roots")
    whole = [1]
    for f, _ in parts:
        whole = reduced(times(f, reduced(whole, prime) or [0], work), prime)
    slope = reduced([i * c for i, c in enumerate(whole)][1:], prime)
    if len(whole) != 1 + sum(len(f) - 1 for f, _ in parts) or len(common_divisor(whole, slope, prime, work)) != 1:
        raise Rejected(where, "the prime does not show that all roots are different")
    known: tuple[int, int] | None = None
    for place in range(-(bound // 2), bound - bound // 2 + 1):
        values = [[evaluate(c, (place, 1), work) if c else 0 for c in line] for line in lines]
        left, right = values[0][0] if len(values) == 1 else resultant(values[0], values[1], work), 1
        for f, power in parts:
            base = evaluate(f, (place, 1), work)
            work.spend(power, power * base.bit_length(), base.bit_length())
            right *= base**power
        if known is None and right:
            known = (left, right)
        scale = known or (1, 1)
        work.spend(2, left.bit_length() + right.bit_length(), scale[0].bit_length() + scale[1].bit_length())
        if not scale[0] or left * scale[1] != right * scale[0]:
            raise Rejected(where, "the resultant is not the product of the powers listed")
    if known is None:
        raise Rejected(where, "the resultant is not shown to be other than 0")


def _check_only_root(lines: list[list[Poly]], place: Place, prime: int, where: str) -> None:
    """Establishes that over each root of g there is no common zero but y_0."""
    power = min(place.order(line) for line in lines)

    def test(ring: ModularRing) -> bool:
        y, rests = place.modulo(ring), []
        for line in lines:
            rest = [ring.element(c) for c in line]
            for _ in range(power):
                quotient = [rest[-1]]
                for c in reversed(rest[1:-1]):
                    quotient.append(ring.plus(ring.times(quotient[-1], y), c))
                rest = quotient[::-1]
            rests.append(rest)
        return coprime(ring, rests)

    if power < 1 or not everywhere(ring_of(place, prime), test):
        raise Rejected(where, "is not shown to be the only zero")


def _check_regular(
    own: Equations, point: Critical, place: Place, duals: list[list[list[int]]], prime: int, where: str
) -> None:
    """Establishes that G is regular at the points of an orbit."""
    layer, above, below = unknowns_of(duals)[-1]
    determinant = minors(own.gram, len(own.gram), place.work)

    def test(ring: ModularRing) -> bool:
        first, last = (ring.element(_form(form, point.filters[layer])) for form in (below, above))
        y = ring.times(last, ring.inverse(first)) if first and len(own.system) == 2 else []
        return bool(first) and vanish_nowhere(ring, [value_at(ring, f, place, y) for f in determinant])

    if not everywhere(ring_of(place, prime), test):
        raise Rejected(where, "the normal equations are not shown to be regular")


def _check_outside(
    architecture: Architecture,
    loss: Loss,
    turned: tuple[list[Chart], dict[int, int], list[int]],
    content: Filter,
    prime: int,
    where: str,
    work: Work,
) -> None:
    """Establishes that F has no zeros where some unknowns are 0 in another chart."""
    charts, zero, order = turned
    system = equations_of(architecture, loss, charts, moved(content, order), work).system
    left = [d for d in (0, 1) if d not in zero]
    rows = []
    for f in system:
        kept = {index: c for index, c in f.items() if not any(index[d] for d in zero)}
        degree = max((index[left[0]] for index in kept), default=0) if left else 0
        row = [0] * (degree + 1)
        for index, c in kept.items():
            row[index[left[0]] if left else 0] += c
        rows.append(row)
    shown = [reduced(row, prime) for row in rows]
    keeps = any(len(residue) == len(row) for residue, row in zip(shown, rows, strict=True))
    common: Poly = []
    for row in shown:
        common = common_divisor(common, row, prime, work)
    if not keeps or len(common) != 1:
        raise Rejected(where, "critical points outside of the charts are not excluded")
