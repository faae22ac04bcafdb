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

from itertools import product as cartesian
from typing import NamedTuple

from .arithmetic import Filter, evaluate, over_common, sparse_product, times
from .elements import ZERO, Element, Field
from .functionspace import coprime, vanish_nowhere
from .hessian import Critical
from .limits import Work
from .loss import Loss
from .model import Architecture
from .modular import common_divisor, reduced
from .orbits import Forms, places_of, polynomial
from .outcome import Malformed, Rejected
from .plane import Place, combined, derivative, divided_by, line_of, minors, resultant
from .reading import integer, json_list, json_object, rationals
from .valuerings import ModularRing, Poly, everywhere

MAX_ORDER = 4  # entries of the filter that is eliminated
MAX_DEGREE = 40  # of F
Chart = list[list[int]]


class _Equations(NamedTuple):
    """G, b and F in a chart."""

    gram: list[list[Filter]]
    moments: list[Filter]
    system: list[Filter]


def check_elimination(
    architecture: Architecture, loss: Loss, value: object, forms: list[Forms | None], points: list[Critical],
    prime: int, work: Work,
) -> None:  # fmt: skip
    """Establishes that there are no other critical points without a zero filter."""
    where = "evidence.elimination"
    item = json_object(value, "charts slope content orbits excluded", where)
    charts = _read_charts(architecture, item["charts"], f"{where}.charts")
    two = sum(len(chart) - 1 for chart in charts if chart) == 2
    slope = integer(item["slope"], f"{where}.slope", int(two), 10**6 if two else 0)
    content = _read_content(item["content"], f"{where}.content")
    duals = [chart and _dual(chart) for chart in charts]
    _check_parameter(duals, forms, slope)
    own = _equations(architecture, loss, charts, content, work)
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
        _check_not_critical(own, place, rank, prime, f"{where}.excluded[{n}]")
    for turned in _outside(charts):
        _check_outside(architecture, loss, turned, content, prime, where, work)


def _read_charts(architecture: Architecture, value: object, where: str) -> list[Chart]:
    """For each layer an invertible matrix; [] for the one that is eliminated."""
    charts: list[Chart] = []
    for l, entry in enumerate(json_list(value, where, len(architecture.sizes))):
        rows = json_list(entry, f"{where}[{l}]")
        size = len(places_of(architecture)[l])
        chart = [polynomial(row, f"{where}[{l}][{i}]", size) for i, row in enumerate(rows)]
        if chart and (len(chart) != size or any(len(row) != size for row in chart) or not _determinant(chart)):
            raise Malformed(f"{where}[{l}]", "expected an invertible matrix, or nothing for the filter eliminated")
        charts.append(chart)
    gone = [l for l, chart in enumerate(charts) if not chart]
    if len(gone) != 1 or sum(len(chart) - 1 for chart in charts if chart) not in (1, 2):
        raise Malformed(where, "expected charts with one or two unknowns for all filters but one")
    if len(places_of(architecture)[gone[0]]) > MAX_ORDER:
        raise Malformed(where, f"more than {MAX_ORDER} entries of the filter that is eliminated")
    return charts


def _determinant(rows: list[list[int]]) -> int:
    if not rows:
        return 1
    return sum(
        (-1) ** j * c * _determinant([[*row[:j], *row[j + 1 :]] for row in rows[1:]]) for j, c in enumerate(rows[0])
    )


def _dual(chart: Chart) -> list[list[int]]:
    """Linear forms whose values at sum x_i row_i are x_0, x_1, ..., times one number."""
    size = range(len(chart))
    return [
        [
            (-1) ** (i + j)
            * _determinant([[c for n, c in enumerate(row) if n != j] for m, row in enumerate(chart) if m != i])
            for j in size
        ]
        for i in size
    ]


def _read_content(value: object, where: str) -> Filter:
    """A polynomial in x and y, as rows of coefficients of powers of x."""
    rows = [polynomial(row, f"{where}[{i}]", MAX_DEGREE) for i, row in enumerate(json_list(value, where))]
    found: Filter = {(i, j): c for i, row in enumerate(rows) for j, c in enumerate(row) if c}
    if not found:
        raise Rejected(where, "is 0")
    return found


def _unknowns(duals: list[list[list[int]]]) -> list[tuple[int, list[int], list[int]]]:
    """For x and y the layer, and the linear forms of which it is the quotient."""
    return [(l, dual[i], dual[0]) for l, dual in enumerate(duals) for i in range(1, len(dual))]


def _check_parameter(duals: list[list[list[int]]], forms: list[Forms | None], slope: int) -> None:
    """Establishes that the parameter a of the orbits is x + k y."""
    expected: dict[int, tuple[list[int], list[int]]] = {}
    for (l, above, below), factor in zip(_unknowns(duals), (1, slope), strict=False):
        known = expected.get(l, ([0] * len(above), below))[0]
        expected[l] = ([a + factor * c for a, c in zip(known, above, strict=True)], below)
    for l, form in enumerate(forms):
        if (form is None) != (l not in expected):
            raise Rejected(f"evidence.parameter[{l}]", "is not that of the elimination")
        if form is not None:
            left, right = [*form[0], *form[1]], [*expected[l][0], *expected[l][1]]
            if any(a * d != b * c for (a, c), (b, d) in cartesian(zip(left, right, strict=True), repeat=2)):
                raise Rejected(f"evidence.parameter[{l}]", "is not that of the elimination")


def _equations(architecture: Architecture, loss: Loss, charts: list[Chart], content: Filter, work: Work) -> _Equations:
    """G, b and F; the content must divide G."""
    places, variables = places_of(architecture), iter([(1, 0), (0, 1)])
    others: dict[int, Filter] = {0: {(0, 0): 1}}
    own: list[int] = []
    for layer, chart in zip(places, charts, strict=True):
        if not chart:
            own = layer
            continue
        values: list[Filter] = [{(0, 0): 1}]
        for _ in chart[1:]:
            values.append({next(variables): 1})
        after: dict[int, Filter] = {}
        for j, place in enumerate(layer):
            entry: Filter = {}
            for row, unknown in zip(chart, values, strict=True):
                entry = combined(entry, unknown, row[j])
            for i, c in others.items():
                after[i + place] = combined(after.get(i + place, {}), sparse_product(c, entry, work))
        others = after
    form, moment = loss.form, [row[0] * loss.form.denominator for row in loss.moment.rows]
    gram: list[list[Filter]] = [[{} for _ in own] for _ in own]
    moments: list[Filter] = [{} for _ in own]
    for s, shift in enumerate(own):
        for i, p in others.items():
            moments[s] = combined(moments[s], p, moment[i + shift])
            for (t, end), (j, c) in cartesian(enumerate(own), others.items()):
                factor = form.rows[i + shift][j + end] * loss.moment.denominator
                if factor:
                    gram[s][t] = combined(gram[s][t], sparse_product(p, c, work), factor)
    count = sum(len(chart) - 1 for chart in charts if chart)
    return _Equations(gram, moments, _system(gram, moments, content, count, work))


def _system(gram: list[list[Filter]], moments: list[Filter], content: Filter, count: int, work: Work) -> list[Filter]:
    """F, one for each unknown."""
    quotients = []
    for row in gram:
        found = [divided_by(entry, content, work) for entry in row]
        if any(entry is None for entry in found):
            raise Rejected("evidence.elimination.content", "does not divide the normal equations")
        quotients.append([entry for entry in found if entry is not None])
    size = range(len(gram))
    (whole,) = minors(quotients, len(gram), work)
    numerators: list[Filter] = []
    for j in size:
        replaced = [[moments[i] if n == j else entry for n, entry in enumerate(row)] for i, row in enumerate(quotients)]
        numerators += minors(replaced, len(gram), work)
    system = []
    for direction in range(count):
        total: Filter = {}
        for i, j in cartesian(size, repeat=2):
            pair = sparse_product(numerators[i], numerators[j], work)
            total = combined(total, sparse_product(pair, derivative(gram[i][j], direction), work))
        for i in size:
            mixed = sparse_product(sparse_product(content, whole, work), derivative(moments[i], direction), work)
            total = combined(total, sparse_product(mixed, numerators[i], work), -2)
        system.append(total)
    return system


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
    layer, above, below = _unknowns(duals)[-1]
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


def _ring(place: Place, prime: int) -> ModularRing:
    """Polynomials modulo g and the prime, where g must keep its degree and have no multiple root."""
    g = reduced(place.g, prime)
    slope = reduced([i * c for i, c in enumerate(place.g)][1:], prime)
    if len(g) != len(place.g) or len(common_divisor(g, slope, prime, place.work)) != 1:
        raise Rejected(place.where, "the prime does not show that the roots are different")
    return ModularRing(place.g, prime, place.work)


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

    if power < 1 or not everywhere(_ring(place, prime), test):
        raise Rejected(where, "is not shown to be the only zero")


def _value(ring: ModularRing, f: Filter, place: Place, y: Poly) -> Poly:
    total: Poly = []
    for c in reversed(line_of(f, place.slope, place.work)):
        total = ring.plus(ring.times(total, y), ring.element(c))
    return total


def _check_regular(
    own: _Equations, point: Critical, place: Place, duals: list[list[list[int]]], prime: int, where: str
) -> None:
    """Establishes that G is regular at the points of an orbit."""
    layer, above, below = _unknowns(duals)[-1]
    determinant = minors(own.gram, len(own.gram), place.work)

    def test(ring: ModularRing) -> bool:
        first, last = (ring.element(_form(form, point.filters[layer])) for form in (below, above))
        y = ring.times(last, ring.inverse(first)) if first and len(own.system) == 2 else []
        return bool(first) and vanish_nowhere(ring, [_value(ring, f, place, y) for f in determinant])

    if not everywhere(_ring(place, prime), test):
        raise Rejected(where, "the normal equations are not shown to be regular")


def _check_not_critical(own: _Equations, place: Place, rank: int, prime: int, where: str) -> None:
    """Establishes that no v other than 0 makes the points critical."""
    size, work = len(own.gram), place.work
    if rank > size:
        raise Malformed(f"{where}.rank", f"expected at most {size}")
    if any(place.exactly(f)[0] for f in minors(own.gram, rank + 1, work)):
        raise Rejected(f"{where}.rank", "is less than the rank of the normal equations")
    if rank == size and any(place.exactly(b)[0] for b in own.moments):
        raise Rejected(where, "may be a critical point: the normal equations are regular and v is not 0")
    directions = range(len(own.system))
    slopes = [[[derivative(g, d) for g in row] for row in own.gram] for d in directions]
    changes = [[derivative(b, d) for b in own.moments] for d in directions]

    def test(ring: ModularRing) -> bool:
        y = place.modulo(ring)
        rows = [[_value(ring, f, place, y) for f in (*row, b)] for row, b in zip(own.gram, own.moments, strict=True)]
        found, solution, kernel = _solved(ring, rows)
        if found != rank:
            return False
        if rank == size or solution is None:
            return True
        if len(kernel) > 1 or len(slopes) == 1:
            return False
        forms = []
        for slope, change in zip(slopes, changes, strict=True):
            matrix = [[_value(ring, f, place, y) for f in row] for row in slope]
            vector = [_value(ring, f, place, y) for f in change]
            forms.append(_quadratic(ring, matrix, vector, solution, kernel[0]))
        return _no_common_root(ring, forms[0], forms[1])

    if not everywhere(_ring(place, prime), test):
        raise Rejected(where, "is not shown not to be critical")


def _solved(ring: ModularRing, rows: list[list[Poly]]) -> tuple[int, list[Poly] | None, list[list[Poly]]]:
    """The rank of G, a solution of G v = b or None, and a basis of the kernel of G."""
    rows, size, pivots = [list(row) for row in rows], len(rows), list[int]()
    for column in range(size):
        pivot = next((i for i in range(len(pivots), size) if rows[i][column]), None)
        if pivot is None:
            continue
        place = len(pivots)
        rows[place], rows[pivot] = rows[pivot], rows[place]
        unit = ring.inverse(rows[place][column])
        rows[place] = [ring.times(c, unit) for c in rows[place]]
        for i, row in enumerate(rows):
            if i != place and row[column]:
                rows[i] = [ring.minus(a, ring.times(row[column], b)) for a, b in zip(row, rows[place], strict=True)]
        pivots.append(column)
    left = [row[size] for row in rows[len(pivots) :]]
    kernel = []
    for free in (c for c in range(size) if c not in pivots):
        vector: list[Poly] = [ring.one if c == free else [] for c in range(size)]
        for i, column in enumerate(pivots):
            vector[column] = ring.minus([], rows[i][free])
        kernel.append(vector)
    if any(left):
        vanish_nowhere(ring, left)
        return len(pivots), None, kernel
    solution: list[Poly] = [[] for _ in range(size)]
    for i, column in enumerate(pivots):
        solution[column] = rows[i][size]
    return len(pivots), solution, kernel


def _quadratic(
    ring: ModularRing, matrix: list[list[Poly]], change: list[Poly], start: list[Poly], along: list[Poly]
) -> list[Poly]:
    """The coefficients, from degree 0, of v^T M v - 2 c^T v at v = start + tau along."""

    def inner(left: list[Poly], right: list[Poly]) -> Poly:
        total: Poly = []
        for a, b in zip(left, right, strict=True):
            total = ring.plus(total, ring.times(a, b))
        return total

    image = [inner(row, along) for row in matrix]
    constant = inner(start, [inner(row, start) for row in matrix])
    linear, minus_two = inner(start, image), ring.element([-2])
    return [
        ring.plus(constant, ring.times(minus_two, inner(change, start))),
        ring.times(minus_two, ring.minus(inner(change, along), linear)),
        inner(along, image),
    ]


def _no_common_root(ring: ModularRing, first: list[Poly], second: list[Poly]) -> bool:
    """Whether two polynomials of degree at most 2 have no common root, infinity included: their resultant is not 0."""
    (c, b, a), (z, y, x) = first, second
    outer = ring.minus(ring.times(a, z), ring.times(c, x))
    left, right = ring.minus(ring.times(a, y), ring.times(b, x)), ring.minus(ring.times(b, z), ring.times(c, y))
    return vanish_nowhere(ring, [ring.minus(ring.times(outer, outer), ring.times(left, right))])


def _outside(charts: list[Chart]) -> list[tuple[list[Chart], dict[int, int], list[int]]]:
    """Charts with other rows first, unknowns that are 0 there, and how exponents of homogeneous polynomials move."""
    free = [l for l, chart in enumerate(charts) if len(chart) > 1]

    def turned(rows: dict[int, list[int]]) -> list[Chart]:
        return [[chart[i] for i in rows.get(l, range(len(chart)))] for l, chart in enumerate(charts)]

    if len(free) == 1 and len(charts[free[0]]) == 2:
        return [(turned({free[0]: [1, 0]}), {0: 0}, [1, 0])]
    if len(free) == 1:
        (l,) = free
        return [(turned({l: [1, 2, 0]}), {1: 0}, [1, 2, 0]), (turned({l: [2, 1, 0]}), {0: 0, 1: 0}, [2, 1, 0])]
    l, m = free
    return [
        (turned({l: [1, 0]}), {0: 0}, [1, 0]),
        (turned({m: [1, 0]}), {1: 0}, [0, 1]),
        (turned({l: [1, 0], m: [1, 0]}), {0: 0, 1: 0}, [1, 1]),
    ]


def _moved(content: Filter, order: list[int]) -> Filter:
    """The content in another chart: homogenized, in three variables or in two pairs."""
    if len(order) == 3:
        degree = max(map(sum, content))
        triples = {(degree - i - j, i, j): c for (i, j), c in content.items()}
        return {(t[order[1]], t[order[2]]): c for t, c in triples.items()}
    degrees = [max(index[d] for index in content) for d in (0, 1)]
    return {(degrees[0] - i if order[0] else i, degrees[1] - j if order[1] else j): c for (i, j), c in content.items()}


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
    system = _equations(architecture, loss, charts, _moved(content, order), work).system
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
