"""The point with a scalar invariant on the orbit of filters of two layers, and the NTK there.

Contents: :func:`check_point`.

With S = sum W_1[j] W_1[j]^T and A = sum W_2[j]^T W_2[j] the filters (g W_1, W_2 g^-1) have the invariant d I exactly if
H = g^T g has A - H S H = d H. For a symmetric and positive definite H there is such a g. There the NTK is
J_1 (H^-1 x 1) J_1^T + J_2 (1 x H) J_2^T, with J at the given filters. The entries are numbers in Q(t); identities are
shown modulo a polynomial f with f(t) = 0, which need not be minimal.
"""

from __future__ import annotations

from itertools import product

from ....algebra.elements import ONE, ZERO, Element, Field
from ....core.arithmetic import Filter, Rational, evaluate, less, norm
from ....core.limits import Work
from ....core.outcome import Rejected
from ....core.reading import approximation, json_list, json_object, rational
from ....network.parameter import STEPS, IsolatedRoot, ParameterTuple
from ....network.scaling import T_KEYS, read_interval, read_minpoly
from ..chain import Chain

MAX_WIDTH = 2
MAX_ROWS = 60
WHERE = "result.point"

Matrix = list[list[Element]]


def check_point(
    value: object, chain: Chain, layers: list[list[list[Filter]]], scales: list[int], delta: list[Rational], work: Work
) -> None:
    """Establishes H, its inverse, and K where it is given."""
    if len(chain) != 2 or chain.channels[1] > MAX_WIDTH:
        raise Rejected(WHERE, f"must be null but for two layers with at most {MAX_WIDTH} hidden channels")
    item, width = json_object(value, "t gram inverse ntk", WHERE), chain.channels[1]
    root = _read_root(item["t"], work)
    field = Field(root.f, work)
    gram, inverse = (_read(item[key], width, field, f"{WHERE}.{key}") for key in ("gram", "inverse"))
    if any(gram[a][b] != gram[b][a] for a in range(width) for b in range(a)):
        raise Rejected(f"{WHERE}.gram", "is not symmetric")
    if _times(gram, inverse, field) != [[ONE if a == b else ZERO for b in range(width)] for a in range(width)]:
        raise Rejected(f"{WHERE}.inverse", "is not that of gram")
    below = [[_inner(layers[0][a], layers[0][b], scales[0], work) for b in range(width)] for a in range(width)]
    columns = [[row[a] for row in layers[1]] for a in range(width)]
    above = [[_inner(columns[a], columns[b], scales[1], work) for b in range(width)] for a in range(width)]
    moved = _times(_times(gram, below, field), gram, field)
    d = delta[0]
    for a, b in product(range(width), repeat=2):
        if field.minus(above[a][b], moved[a][b]) != field.scaled(gram[a][b], *d):
            raise Rejected(f"{WHERE}.gram", "does not lead to the given invariant")
    minors = [gram[0][0]]
    if width > 1:
        minors.append(field.minus(field.times(gram[0][0], gram[1][1]), field.times(gram[0][1], gram[1][0])))
    if not all(_positive(root, minor, work) for minor in minors):
        raise Rejected(f"{WHERE}.gram", "is not shown to be positive definite")
    if item["ntk"] is not None:
        _check_ntk(item["ntk"], chain, layers, scales, (gram, inverse), field)


def _read_root(value: object, work: Work) -> ParameterTuple:
    """t > 0: a rational number, or a root of a polynomial in an interval, near its approximation."""
    place, root = f"{WHERE}.t", ParameterTuple([], (1, 1))
    if isinstance(value, str):
        p, q = rational(value, place)
        IsolatedRoot.__init__(root, [-p, q], [(p, q), (p, q)], work)
        return root
    item = json_object(value, T_KEYS, place)
    f = read_minpoly(item["minpoly"], f"{place}.minpoly")
    low, high = read_interval(item["interval"], f, (0, 1), f"{place}.interval", work)
    p, q = approximation(item["approx"], f"{place}.approx")
    near, far = (p * (10**9 - 1), q * 10**9), (p * (10**9 + 1), q * 10**9)
    low, high = (near if less(low, near) else low), (far if less(far, high) else high)
    if not less(low, high) or (evaluate(f, low, work) > 0) == (evaluate(f, high, work) > 0):
        raise Rejected(f"{place}.approx", "is not t up to a relative error of 1e-9")
    IsolatedRoot.__init__(root, f, [low, high], work)
    return root


def _read(value: object, width: int, field: Field, where: str) -> Matrix:
    return [
        [field.read(entry, f"{where}[{a}][{b}]") for b, entry in enumerate(json_list(row, f"{where}[{a}]", width))]
        for a, row in enumerate(json_list(value, where, width))
    ]


def _times(left: Matrix, right: Matrix, field: Field) -> Matrix:
    found = []
    for row in left:
        line = []
        for b in range(len(right[0])):
            total = ZERO
            for x, below in zip(row, right, strict=True):
                total = field.plus(total, field.times(x, below[b]))
            line.append(total)
        found.append(line)
    return found


def _inner(left: list[Filter], right: list[Filter], scale: int, work: Work) -> Element:
    """The sum of the products of the entries of filters over a scale."""
    total = 0
    for f, g in zip(left, right, strict=True):
        work.spend(2 + len(f), 2 * max(norm(f), norm(g)).bit_length())
        total += sum(c * g.get(index, 0) for index, c in f.items())
    return Field([0, 1], work).lowest([total], scale * scale)


def _positive(root: ParameterTuple, element: Element, work: Work) -> bool:
    """Whether an element is positive at t: its enclosure becomes so."""
    for steps in STEPS:
        low, high, _ = root.enclose(element, work)
        if low > 0 or high <= 0:
            return low > 0
        root.refine(steps, work)
    return False


def _check_ntk(
    value: object,
    chain: Chain,
    layers: list[list[list[Filter]]],
    scales: list[int],
    grams: tuple[Matrix, Matrix],
    field: Field,
) -> None:
    """Establishes K, its rows numbered by output, input and position."""
    extents = [
        1 + sum((k[d] - 1) * e[d] for k, e in zip(chain.sizes, chain.exponents, strict=True))
        for d in chain.directions()
    ]
    places = list(product(range(chain.channels[2]), range(chain.channels[0]), product(*map(range, extents))))
    if len(places) > MAX_ROWS:
        raise Rejected(f"{WHERE}.ntk", f"must be null beyond {MAX_ROWS} rows")
    rows = json_list(value, f"{WHERE}.ntk", len(places))
    gram, inverse = grams
    for m, (o, i, s) in enumerate(places):
        entries = json_list(rows[m], f"{WHERE}.ntk[{m}]", len(places))
        for n, (p, j, r) in enumerate(places):
            total = ZERO
            if i == j:
                pairs = [layers[1][o], layers[1][p]], chain.exponents[1], chain.sizes[0], chain.exponents[0]
                total = field.plus(total, _block(*pairs, inverse, s, r, scales[1], field))
            if o == p:
                columns = [[row[x] for row in layers[0]] for x in (i, j)]
                pairs = columns, chain.exponents[0], chain.sizes[1], chain.exponents[1]
                total = field.plus(total, _block(*pairs, gram, s, r, scales[0], field))
            if field.read(entries[n], f"{WHERE}.ntk[{m}][{n}]") != total:
                raise Rejected(f"{WHERE}.ntk[{m}][{n}]", "is not the entry of the NTK at this point")


def _block(
    filters: list[list[Filter]],
    own: tuple[int, ...],
    size: tuple[int, ...],
    exponent: tuple[int, ...],
    weights: Matrix,
    s: tuple[int, ...],
    r: tuple[int, ...],
    scale: int,
    field: Field,
) -> Element:
    """The sum over j of weights[a][b] f_a[s - j e] g_b[r - j e], over the square of a scale."""
    total, width = ZERO, len(weights)
    for j in product(*map(range, size)):
        values = []
        for side, place in zip(filters, (s, r), strict=True):
            rest = [n - k * e for n, k, e in zip(place, j, exponent, strict=True)]
            whole = all(n % e == 0 for n, e in zip(rest, own, strict=True))
            index = tuple(n // e for n, e in zip(rest, own, strict=True))
            values.append([side[a].get(index, 0) if whole else 0 for a in range(width)])
        field.work.spend(20 * width)
        for a, b in product(range(width), repeat=2):
            if values[0][a] and values[1][b]:
                total = field.plus(total, field.scaled(weights[a][b], values[0][a] * values[1][b], scale * scale))
    return total
