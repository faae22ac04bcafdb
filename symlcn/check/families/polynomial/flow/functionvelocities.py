"""Kind "polynomial-flow": the velocity -K grad l(f) with which gradient flow moves a function from given parameters.

Contents: :func:`check`.

"accepted" means that all starts are filters with the function f = ``filter``, which have the invariants ``delta`` when
filter l is scaled by lambda_l > 0 to the squared norm rho_l; that ``gradient`` lists the 2 (f(x_i) - z_i) for all parts
x_i of the signals that one output sees, so that grad l is the sum of these times the values at x_i; that ``slopes`` are
-J_l^T grad l at the filters as given, 1/lambda_l times which is how the scaled ones move; and that the function moves
with the listed velocity, each coefficient being sum_l a_l / rho_l.

When refuted, the two velocities named in ``difference`` are different numbers at one monomial. When proved, all
velocities are equal; and if ``every`` is true, an activation separates any two layers and no other shift of the filters
fits, so that all parameters over f are multiples of those of a start (the theorem on peeling: a function with
activations of degree 2 or more determines its filters up to scalars and shifts with a sum that it determines): with
``delta`` they have one NTK and one velocity. Otherwise two or more of the starts are different even up to scalars of
their filters, and so are their NTKs equal if ``ntk_difference`` is null, while else two of them differ at the place
named there; nothing is said of other points over f. When undecided, nothing is compared.

Parameters over f with the same product of the n_l ** D_l have the same t.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ....core.arithmetic import Rational, norm, over_common, power_of, proportional, total_bits
from ....core.limits import MAX_PARAMETERS, Work
from ....core.outcome import Imprecise, Malformed, Rejected, Statement
from ....core.ratio import Ratio
from ....core.reading import check_nothing, choice, json_list, json_object, layer_pair, rationals
from ....core.tensors import rational_tensors
from ....network.furtherarchitectures import PolynomialArchitecture
from ..expansion import Monomial, read_function, read_monomial
from ..weightedscaling import sum_bounds
from .derivatives import named
from .functionstart import FunctionStart, Values
from .onlyshift import is_only_shift

MAX_STARTS = 1000


def check(
    network: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is None:
        raise Malformed("delta", "must not be null")
    every = item["every"]
    if not isinstance(every, bool) or (every and status != "proved"):
        raise Malformed("every", "must be true or false, and false unless proved")
    extents, degree = network.stack.extents(), network.degrees[0]
    if prod(extents) > MAX_PARAMETERS:
        raise Malformed("architecture", f"an output sees more than {MAX_PARAMETERS} entries")
    function = read_function(item["filter"], extents, degree, "filter").items()
    f = {monomial: (c.numerator, c.denominator) for monomial, c in function}
    listed = json_list(item["starts"], "starts")
    if not 1 <= len(listed) <= MAX_STARTS:
        raise Malformed("starts", f"expected 1 to {MAX_STARTS} of them")
    starts = [FunctionStart(network, value, delta, f, f"starts[{n}]", work) for n, value in enumerate(listed)]
    monomials = {m for start in starts for own in start.columns for column in own for m in column}
    functional, scale = _check_gradient(network, item, starts[0], monomials, work)
    for start in starts:
        start.check_slopes(functional, scale)
        start.check_velocity(extents, degree)
    if status == "refuted":
        if item["ntk_difference"] is not None:
            raise Malformed("ntk_difference", "must be null when refuted")
        _check_different(network, item["difference"], starts, "difference", work)
        return Statement("parameters with one function and one δ move it with different velocities")
    if item["difference"] is not None:
        raise Malformed("difference", f"must be null when {status}")
    if status == "undecided":
        return check_nothing(item, "ntk_difference")
    for n, start in enumerate(starts[1:], start=1):
        if not _same_velocities(starts[0], start, work):
            raise Rejected(f"starts[{n}].velocity", "is not shown to be that of starts[0]")
    if every:
        if item["ntk_difference"] is not None:
            raise Malformed("ntk_difference", "must be null where every is true")
        if not is_only_shift(network, starts[0].filters, work):
            raise Rejected("every", "other shifts of the filters fit, or two layers have no activation between them")
        return Statement(
            "all real parameters with this function and this δ have one NTK, and move it with one velocity"
        )
    points = _different_points(starts, work)
    if points < 2:
        raise Rejected("starts", "are one point up to scalars of their filters: two different ones are needed")
    kernels = _check_kernels(network, item["ntk_difference"], starts, work)
    return Statement(f"{points} different parameters listed move the function alike, {kernels}")


def _different_points(starts: list[FunctionStart], work: Work) -> int:
    """The number of starts that are different up to scalars of their filters."""
    found: list[FunctionStart] = []
    for start in starts:
        work.spend(10 * len(found) * sum(map(len, start.filters)))
        others = (zip(other.filters, start.filters, strict=True) for other in found)
        if not any(all(proportional(v, w, work) for v, w in pairs) for pairs in others):
            found.append(start)
    return len(found)


def _check_gradient(
    network: PolynomialArchitecture,
    item: dict[str, object],
    start: FunctionStart,
    monomials: set[tuple[int, ...]],
    work: Work,
) -> tuple[dict[Monomial, int], int]:
    """Establishes the gradient; returns the functional grad l on monomials, over a common denominator."""
    points, wanted, common = _points(network, item["risk"], work)
    degree = network.degrees[0]
    given, below = over_common(rationals(item["gradient"], "gradient", len(points)), work)
    whole = power_of(common, degree, work)
    extents = network.stack.extents()
    names = {monomial: named(monomial, extents) for monomial in monomials}
    work.spend(10 * (1 + degree) * len(extents) * len(monomials))
    functional = dict.fromkeys(names.values(), 0)
    for n, (point, (z, q), residual) in enumerate(zip(points, wanted, given, strict=True)):
        most = max(map(int.bit_length, point))
        work.spend((5 + degree) * len(monomials), degree * most * len(monomials), degree * most)
        work.hold(len(monomials), degree * most + residual.bit_length())
        value = 0
        for monomial, name in names.items():
            v = prod(point[place] for place in monomial)
            functional[name] += residual * v
            value += start.function.get(name, 0) * v
        # 2 (value / (start.whole whole) - z / q) = residual / below
        sides = (2 * below * (value * q - z * start.whole * whole), residual * start.whole * whole * q)
        work.spend(10, sum(map(int.bit_length, sides)), below.bit_length() + q.bit_length() + whole.bit_length())
        if sides[0] != sides[1]:
            raise Rejected(f"gradient[{n}]", "is not twice what f makes of the data less what it should make")
    return functional, below * whole


def _points(network: PolynomialArchitecture, value: object, work: Work) -> tuple[list[list[int]], list[Rational], int]:
    """What all outputs see of the signals, row-major over a common denominator, and what they should be."""
    stack = network.stack
    item = json_object(value, "loss inputs outputs", "risk")
    choice(item["loss"], ("sum of squares",), "risk.loss")
    inputs, outputs = (
        rational_tensors(item[key], stack.dimension, f"risk.{key}", work) for key in ("inputs", "outputs")
    )
    if len(inputs) != len(outputs):
        raise Malformed("risk.outputs", f"expected {len(inputs)} of them, found {len(outputs)}")
    _, common = over_common([(1, below) for _, _, below in inputs], work)
    extents, points, wanted = stack.extents(), list[list[int]](), list[Rational]()
    for n, ((entries, size, below), (targets, found, scale)) in enumerate(zip(inputs, outputs, strict=True)):
        counts = [(k - e) // s + 1 for k, e, s in zip(size, extents, stack.stride, strict=True)]
        if any(k < e for k, e in zip(size, extents, strict=True)) or found != counts:
            raise Rejected(f"risk.outputs[{n}]", "is not of the size that the network makes of the input")
        weights = [prod(size[d + 1 :]) for d in range(len(size))]
        work.spend((100 + 10 * prod(extents)) * prod(counts), total_bits(entries) * prod(counts), common.bit_length())
        work.hold(prod(counts) * prod(extents), common.bit_length() + max(map(int.bit_length, entries)))
        cells = [sum(map(int.__mul__, index, weights)) for index in product(*map(range, extents))]
        steps = [s * w for s, w in zip(stack.stride, weights, strict=True)]
        for index, z in zip(product(*map(range, counts)), targets, strict=True):
            corner = sum(map(int.__mul__, index, steps))
            points.append([entries[corner + cell] * (common // below) for cell in cells])
            wanted.append((z, scale))
    return points, wanted, common


def _same_velocities(left: FunctionStart, right: FunctionStart, work: Work) -> bool:
    none: Values = [(0, 1)] * len(left.filters)
    places = left.velocity.keys() | right.velocity.keys()
    return all(_same(left, right, left.velocity.get(m, none), right.velocity.get(m, none), work) for m in places)


def _same(left: FunctionStart, right: FunctionStart, first: Values, second: Values, work: Work) -> bool:
    """Whether two numbers are shown to be equal: they are rational, or t is the same and so are the terms."""
    if left.constant == right.constant:
        sums: dict[int, list[Rational]] = {}
        for (p, q), (r, s), shift, d in zip(first, second, left.weighted.shifts, left.weighted.degrees, strict=True):
            sums.setdefault(shift, []).extend(((p, q * d), (-r, s * d)))
        if not any(sum(over_common(own, work)[0]) for own in sums.values()):
            return True
    if any(w.low != w.high for w in (left.weighted, right.weighted)):
        return not any(p for p, _ in (*first, *second))
    (low, _), (bottom, _) = _sides(left, right, first, second, work)
    return low == bottom


def _sides(
    left: FunctionStart, right: FunctionStart, first: Values, second: Values, work: Work
) -> tuple[tuple[Ratio, Ratio], tuple[Ratio, Ratio]]:
    """Bounds of two numbers that differ as the two given ones do: what is negative is brought to the other side."""
    sides = []
    for sign in (1, -1):
        total = Ratio(0, 1, work), Ratio(0, 1, work)
        for start, values, own in ((left, first, sign), (right, second, -sign)):
            weights = [Ratio(max(own * p, 0), q, work) for p, q in values]
            low, high = sum_bounds(weights, start.weighted, start.where)
            total = total[0] + low, total[1] + high
        sides.append(total)
    return sides[0], sides[1]


def _check_different(
    network: PolynomialArchitecture, value: object, starts: list[FunctionStart], where: str, work: Work
) -> None:
    """Establishes two entries of velocities, or NTKs, at one place, and that they are different numbers."""
    item = json_object(value, "starts monomials values", where)
    pair = [starts[n] for n in layer_pair(item["starts"], len(starts), f"{where}.starts")]
    extents, degree = network.stack.extents(), network.degrees[0]
    count = 1 if where == "difference" else 2
    listed = json_list(item["monomials"], f"{where}.monomials", count)
    places = [read_monomial(m, extents, degree, f"{where}.monomials[{n}]") for n, m in enumerate(listed)]
    values = []
    for n, given in enumerate(json_list(item["values"], f"{where}.values", 2)):
        place = f"{where}.values[{n}]"
        values.append(rationals(given, place, len(starts[0].filters)))
        if count == 1:
            right = values[n] == pair[n].velocity.get(places[0], [(0, 1)] * len(pair[n].filters))
        else:
            found = pair[n].entry((places[0], places[1]))
            work.spend(10 * len(found), total_bits(p for p, _ in found), total_bits(q for _, q in values[n]))
            right = all(a * q == p * b for (p, q), (a, b) in zip(values[n], found, strict=True))
        if not right:
            raise Rejected(place, "is not this entry of the velocity" if count == 1 else "is not this entry of the NTK")
    if _same(pair[0], pair[1], values[0], values[1], work):
        raise Rejected(f"{where}.values", "are equal")
    if pair[0].constant == pair[1].constant:  # one t: bounds of the difference
        parts = [over_common([x, (-y[0], y[1])], work) for x, y in zip(values[0], values[1], strict=True)]
        values = [[(sum(numerators), q) for numerators, q in parts], [(0, 1)] * len(parts)]
        pair = [pair[0], pair[0]]
    (low, high), (bottom, top) = _sides(pair[0], pair[1], values[0], values[1], work)
    if not (high < bottom or top < low):
        raise Imprecise(f"{where}.values", "are too close to be told apart")


def _check_kernels(network: PolynomialArchitecture, value: object, starts: list[FunctionStart], work: Work) -> str:
    """Establishes that all NTKs are equal, or that two differ at one place; returns that in words."""
    if value is not None:
        _check_different(network, value, starts, "ntk_difference", work)
        return "with different NTKs"
    tables = [_table(start, work) for start in starts]
    zero = [(0, 1)] * len(starts[0].filters)
    for n, table in enumerate(tables[1:], start=1):
        for place in tables[0].keys() | table.keys():
            first, second = tables[0].get(place, zero), table.get(place, zero)
            if not _same(starts[0], starts[n], first, second, work):
                raise Rejected("ntk_difference", "is null, but the NTKs are not shown to be equal")
    return "and have one NTK"


def _table(start: FunctionStart, work: Work) -> dict[tuple[tuple[int, ...], tuple[int, ...]], Values]:
    """All entries n_l N_l of K on and above the diagonal at which not all are 0."""
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    below = start.whole**2
    for l, own in enumerate(start.columns):
        size = norm(start.filters[l])
        for column in own:
            work.spend(20 * len(column) ** 2, total_bits(column.values()) * len(column), total_bits(column.values()))
            work.hold(len(column) ** 2, 2 * max(map(int.bit_length, column.values()), default=0) + size.bit_length())
            for (m, a), (k, b) in product(column.items(), repeat=2):
                if m <= k:
                    row = found.setdefault((m, k), [0] * len(start.columns))
                    row[l] += size * a * b
    return {place: [(p, below) for p in row] for place, row in found.items()}
