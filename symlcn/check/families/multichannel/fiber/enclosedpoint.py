"""The point of an orbit with scalar invariants, enclosed by convexity, and the NTK there.

Contents: :func:`check_enclosure`.

For symmetric Y = (Y_1, ..., Y_(L-1)) let Y t consist of the Y_l W_l[j] - W_l[j] Y_(l-1), t being all layers, Y_0 =
Y_L = 0; |Y|^2 is the sum of the squares of all entries. f(Y) = |exp(Y) t|^2 + 2 sum d_l tr Y_l is convex on lines;
its derivative at 0 along Y is -2 <D(t) - d, Y>, and its second derivative at sY is 4 |exp(sY) Y t|^2, where exp(sY)
multiplies no vector by less than exp(-2 s |Y|). Let e = |D(t) - d|, and b > 0 with |Y t|^2 >= b |Y|^2 for all Y, and
e < b r with 0 < r <= 1/4. On the sphere |Y| = r the derivative of f along Y/|Y| is at least -2 e + b (1 - exp(-4 r))
>= -2 e + 2 b r > 0. So f has a minimum inside, and all points where it is stationary, those with D = d, are inside.
Were there two, f would be constant on the line of H through them, which is not bounded. So there is one H with D = d.

With t = g W, G = g^T g and H = g^T exp(2 Y) g the entries differ by |H - G|_ij <= (exp(2 r) - 1) |g e_i| |g e_j| <= 2
r (G_ii + G_jj). The NTK is the sum of the products of R with exp(-2 Y_l) R exp(2 Y_(l-1)) for the derivatives R at t;
so its entries differ from those at t by at most 4 r (K_mm + K_nn), as exp(4 r) - 1 <= 8 r.

The quadratic form |Y t|^2 is taken in integers: M, in a basis of matrices with entries 0 and 1, is multiplied by
2^60, and entries are rounded. What is lost is at most n/2 times the unit matrix, n the size, so at most n times the
form |Y|^2.
"""

from __future__ import annotations

from itertools import product

from ....algebra.echelon import adjugate, leading_minors
from ....algebra.matrices import Matrix, minus, read_matrix, read_squares, times, transposed
from ....core.arithmetic import Filter, Rational, most_bits, multiply_all, over_common, total_bits
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected
from ....core.ratio import Ratio
from ....core.reading import json_list, json_object, rational
from ....network.furtherarchitectures import ChannelArchitecture
from ...hiddenmotions import Layers, gram_differences, moved
from ..channelmap import ChannelFilters, derivative, paired, scales

MAX_DIRECTIONS = 45
MAX_PARAMETERS = 400
MAX_ROWS = 12
SCALE = 60  # bits
WHERE = "result.enclosure"


def check_enclosure(
    value: object,
    architecture: ChannelArchitecture,
    given: list[list[list[Filter]]],
    commons: list[int],
    delta: list[Rational],
    work: Work,
) -> None:
    """Establishes that there is one H with the invariants, numbers near its entries, and near those of the NTK."""
    item = json_object(value, "matrices bound radius grams error ntk ntk_error", WHERE)
    channels, sizes = architecture.channels, architecture.stack.sizes
    hidden = channels[1:-1]
    counts = [b * c * multiply_all(size, work) for size, b, c in zip(sizes, channels, channels[1:], strict=False)]
    if sum(counts) > MAX_PARAMETERS or sum(n * (n + 1) // 2 for n in hidden) > MAX_DIRECTIONS:
        raise Malformed(
            WHERE, f"more than {MAX_PARAMETERS} parameters or {MAX_DIRECTIONS} entries of symmetric matrices"
        )
    acting = read_squares(item["matrices"], hidden, f"{WHERE}.matrices", work)
    bound, radius = (_positive(item[key], f"{WHERE}.{key}", work) for key in ("bound", "radius"))
    near = _positive(item["error"], f"{WHERE}.error", work)
    layers = _acted(given, commons, sizes, acting, work)
    _check_distance(layers, hidden, delta, bound, radius, work)
    for l, rows in enumerate(json_list(item["grams"], f"{WHERE}.grams", len(hidden))):
        place = f"{WHERE}.grams[{l}]"
        listed = read_matrix(rows, hidden[l], hidden[l], place, work)
        gram = times(transposed(acting[l]), acting[l], work)
        _check_near(listed, gram, Ratio(2, 1, work) * radius, near, place, work)
    if (item["ntk"] is None) != (item["ntk_error"] is None):
        raise Rejected(f"{WHERE}.ntk_error", "must be given exactly if the NTK is")
    if item["ntk"] is not None:
        wide = _positive(item["ntk_error"], f"{WHERE}.ntk_error", work)
        filters = _filters(architecture, layers, work)
        size = channels[0] * channels[-1] * filters.size
        if size > MAX_ROWS:
            raise Rejected(f"{WHERE}.ntk", f"must be null beyond {MAX_ROWS} rows")
        listed = read_matrix(item["ntk"], size, size, f"{WHERE}.ntk", work)
        _check_near(listed, _kernel(filters, size, work), Ratio(4, 1, work) * radius, wide, f"{WHERE}.ntk", work)


def _positive(value: object, where: str, work: Work) -> Ratio:
    p, q = rational(value, where)
    if p <= 0:
        raise Rejected(where, "is not positive")
    return Ratio(p, q, work)


def _acted(
    given: list[list[list[Filter]]], commons: list[int], sizes: list[tuple[int, ...]], acting: list[Matrix], work: Work
) -> Layers:
    """g_l W_l[j] g_(l-1)^-1."""
    inverses, found = [], []
    for l, g in enumerate(acting):
        pair = adjugate(g.rows, work)
        if pair is None:
            raise Rejected(f"{WHERE}.matrices[{l}]", "is not invertible")
        rows, det = pair
        sign = 1 if det > 0 else -1
        inverses.append(Matrix([[sign * g.denominator * c for c in rows[n]] for n in range(len(g.rows))], abs(det)))
    for l, (layer, common, size) in enumerate(zip(given, commons, sizes, strict=True)):
        own = []
        for j in product(*map(range, size)):
            work.spend(2 * len(layer) * len(layer[0]))
            w = Matrix([[entry.get(j, 0) for entry in row] for row in layer], common)
            if l < len(acting):
                w = times(acting[l], w, work)
            own.append(times(w, inverses[l - 1], work) if l else w)
        found.append(own)
    return found


def _check_distance(
    layers: Layers, hidden: list[int], delta: list[Rational], bound: Ratio, radius: Ratio, work: Work
) -> None:
    """Establishes that H is nearer than the radius."""
    if Ratio(1, 4, work) < radius:
        raise Rejected(f"{WHERE}.radius", "is above 1/4")
    total = Ratio(0, 1, work)
    for own, n, (p, q) in zip(gram_differences(layers, None, work), hidden, delta, strict=True):
        rest = minus(own, Matrix([[p if a == b else 0 for b in range(n)] for a in range(n)], q), work)
        work.spend(2 * n * n, rest.bits, rest.bits)
        total += Ratio(sum(c * c for row in rest.rows for c in row), rest.denominator**2, work)
    if not total < (bound * radius) ** 2:
        raise Rejected(f"{WHERE}.radius", "the point is not shown to be so near")
    velocities, weights = [], []
    for l, n in enumerate(hidden):
        for a in range(n):
            for b in range(a, n):
                work.spend(sum(m * m for m in hidden))
                direction = [Matrix([[0] * m for _ in range(m)]) for m in hidden]
                direction[l].rows[a][b] = direction[l].rows[b][a] = 1
                velocities.append(_flat(moved(layers, direction, work), work))
                weights.append(1 + (a != b))
    lost = -(-bound.numerator * 2**SCALE // bound.denominator) + len(weights)
    rows = []
    for n, (left, weight) in enumerate(zip(velocities, weights, strict=True)):
        row = [_rounded_product(left, right, work) for right in velocities]
        row[n] -= weight * lost
        rows.append(row)
    minors = leading_minors(rows, work)
    if len(minors) < len(rows) or minors[-1] <= 0:
        raise Rejected(f"{WHERE}.bound", "is not shown to be one")


Numbers = tuple[list[int], int]  # numerators over a denominator


def _flat(layers: Layers, work: Work) -> Numbers:
    """The entries of all matrices, over their common denominator."""
    return over_common([(c, w.denominator) for own in layers for w in own for row in w.rows for c in row], work)


def _rounded_product(left: Numbers, right: Numbers, work: Work) -> int:
    """The sum of the products times 2^60, to the nearest integer, up to 1/2."""
    (xs, p), (ys, q) = left, right
    work.spend(2 * len(xs), total_bits(xs), most_bits(ys))
    work.spend(5, p.bit_length(), q.bit_length() + SCALE)
    total = sum(map(int.__mul__, xs, ys)) << SCALE
    return (2 * total + p * q) // (2 * p * q)


def _check_near(listed: Matrix, exact: Matrix, factor: Ratio, error: Ratio, where: str, work: Work) -> None:
    """Establishes how near numbers are to all those that are within a factor times two diagonal entries of a matrix."""
    p, q = listed.denominator, exact.denominator
    for a, row in enumerate(exact.rows):
        for b, c in enumerate(row):
            work.spend(20, exact.bits // len(row) + p.bit_length(), q.bit_length())
            gap = Ratio(abs(c * p - listed.rows[a][b] * q), p * q, work)
            reach = factor * Ratio(row[a] + exact.rows[b][b], q, work)
            if error < gap + reach:
                raise Rejected(f"{where}[{a}][{b}]", "is not shown to be so near")


def _filters(architecture: ChannelArchitecture, layers: Layers, work: Work) -> ChannelFilters:
    """Filters of these layers."""
    found = ChannelFilters(architecture)
    for own, starts in zip(layers, found.starts, strict=True):
        numbers, common = _flat([own], work)
        rows: dict[int, dict[int, dict[int, int]]] = {}
        columns: dict[int, dict[int, dict[int, int]]] = {}
        places = product(starts, range(len(own[0].rows)), range(len(own[0].rows[0])))
        for (start, a, b), c in zip(places, numbers, strict=True):
            work.spend(2)
            if c:
                entry = rows.setdefault(a, {}).setdefault(b, {})
                entry[start] = c
                columns.setdefault(b, {})[a] = entry
        found.rows.append(rows)
        found.columns.append(columns)
        found.denominators.append(common)
    return found


def _kernel(filters: ChannelFilters, size: int, work: Work) -> Matrix:
    """The NTK of filters."""
    derivatives, weights = [derivative(filters, n, work) for n in range(size)], scales(filters, work)
    values = [paired(left, right, weights, work) for left in derivatives for right in derivatives]
    numbers, common = over_common(values, work)
    return Matrix([numbers[n : n + size] for n in range(0, len(numbers), size)], common)
