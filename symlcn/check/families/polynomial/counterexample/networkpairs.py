"""Kind "polynomial-counterexample": two parameters with one function, the same invariants and different NTKs.

Contents: :func:`check`.

"accepted" means that the two parameter tuples of a network with activations have the same function f and the same
invariants ``delta``, and that their NTKs differ (``delta`` null: for every delta). Nothing is said of other functions.

- f = factor mu(w) is the same: the end-to-end filters of the runs are Q'_i = s_i T^{a_i} Q_i, with the sum of the a_i
  0 and factor' prod s_i ** D_i = factor, where T^a shifts inputs: (s T^a Q)(c T^b G)^r = s c^r T^(a + b) Q G^r.
- At given delta both are scaled to it, and K(x, x) at an input x, the sum of factor^2 n_l |df/dw_l (x)|^2 / rho_l over
  the layers, is different. No theorem is used.
- For every delta, the end-to-end filters Q_i are the same, and a symmetric S on that of one run separates: <S, N_l> is
  not negative for all layers of the run at the first parameter, not positive at the second, and not all are 0; and
  Q_i^T S Q_i = 0. Theorem used: the kernel of the differential of f by the Q_i consists of the (c_i Q_i) with
  sum c_i D_i = 0. So S, a sum of products of functionals of which one vanishes at Q_i, extends to polynomials by 0 on
  what the other runs contribute, and <S, K> has different signs whatever delta is.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, prod

from ....core.arithmetic import Filter, Rational, norm, same_multiples, sparse_product
from ....core.limits import MAX_PARAMETERS, Work
from ....core.outcome import Imprecise, Malformed, Rejected, Statement
from ....core.ratio import Ratio
from ....core.reading import (
    check_nothing,
    exact,
    integer,
    json_list,
    json_object,
    layer_pair,
    rational,
    rational_filter,
)
from ....network.architecture import Architecture, check_layers, integer_filters
from ....network.furtherarchitectures import PolynomialArchitecture
from ....network.separation import check_separation
from ..expansion import expanded, read_function
from ..gradients import squared_gradients
from ..weightedscaling import Weighted, check_sum, check_weighted, sum_bounds

MAX_FUNCTION = 10_000  # monomials of a function that is given


class _Point:
    """A parameter tuple: filters, the factor of f, its end-to-end filters by runs, and the scaling."""

    __slots__ = ("factor", "filters", "runs", "scaling")

    def __init__(self, filters: list[Filter], factor: Rational, runs: list[Filter]) -> None:
        self.filters, self.factor, self.runs = filters, factor, runs
        self.scaling: Weighted | None = None


def check(
    architecture: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if status == "undecided":
        json_list(item["pair"], "pair", 0)
        return check_nothing(item, "filter ntk_difference separation")
    listed = json_list(item["pair"], "pair", 2)
    points = [_check_tuple(architecture, entry, delta, f"pair[{n}]", work) for n, entry in enumerate(listed)]
    same = _check_same(architecture, points, work)
    if item["filter"] is not None:
        _check_function(architecture, item["filter"], points[0], work)
    if delta is None:
        if item["ntk_difference"] is not None:
            raise Malformed("ntk_difference", "must be null where delta is")
        if not same:
            raise Rejected("pair", "the end-to-end filters of the runs are not the same")
        _check_separated(architecture, item, points, work)
        return Statement("two parameters with the same function, and with different NTKs for every δ")
    if item["separation"] is not None:
        raise Malformed("separation", "must be null where delta is given")
    _check_values_differ(architecture, item["ntk_difference"], points, work)
    return Statement("two parameters with the same function, the same δ, and different NTKs")


def _check_tuple(
    architecture: PolynomialArchitecture, value: object, delta: list[Rational] | None, where: str, work: Work
) -> _Point:
    """Reads filters other than 0 and the factor; establishes the scaling to delta."""
    scaled = isinstance(value, dict) and "scaled_filters" in value
    item = json_object(value, "filters factor t rho" + " scaled_filters" * scaled, where)
    filters = integer_filters(item["filters"], architecture.stack, f"{where}.filters")
    for layer, entries in enumerate(filters):
        if gcd(*entries.values()) != 1:
            raise Rejected(f"{where}.filters[{layer}]", "is not primitive")
    factor = rational(item["factor"], f"{where}.factor")
    if not factor[0]:
        raise Rejected(f"{where}.factor", "is 0")
    found = _Point(filters, factor, _products(architecture, filters, work))
    if delta is not None:
        p, q = factor
        work.spend(5, 2 * p.bit_length() + 2 * q.bit_length(), p.bit_length() + q.bit_length())
        found.scaling = check_weighted(architecture, delta, filters, item, where, work, (p * p, q * q))
    elif item["t"] is not None or item["rho"] is not None:
        raise Malformed(where, "t and rho must be null where delta is")
    if scaled:
        _check_scaled(architecture, item["scaled_filters"], found, f"{where}.scaled_filters", work)
    return found


def _products(architecture: PolynomialArchitecture, filters: list[Filter], work: Work) -> list[Filter]:
    """The end-to-end filters of the runs, as polynomials in shifts of inputs."""
    found = []
    for start, stop in architecture.runs:
        product: Filter = {(0,) * architecture.stack.dimension: 1}
        for entries, exponent in zip(filters[start:stop], architecture.stack.exponents[start:stop], strict=True):
            own = {tuple(k * e for k, e in zip(index, exponent, strict=True)): c for index, c in entries.items()}
            product = sparse_product(product, own, work)
        found.append(product)
    return found


def _check_same(architecture: PolynomialArchitecture, points: list[_Point], work: Work) -> bool:
    """Establishes that both have the same function; returns whether the runs have the same end-to-end filters."""
    total, ratio, same = [0] * architecture.stack.dimension, Ratio(1, 1, work), True
    negative = False
    for (start, _), first, second in zip(architecture.runs, points[0].runs, points[1].runs, strict=True):
        least, other = min(first), min(second)
        shift = tuple(map(int.__sub__, other, least))
        a, b = first[least], second[other]
        moved = {tuple(map(int.__add__, index, shift)): c for index, c in first.items()}
        if not same_multiples(moved, b, second, a, work):
            raise Rejected(
                "pair", f"the end-to-end filters of layers[{start}] and after it are not shifts of multiples"
            )
        same = same and not any(shift) and a == b
        total = [n + k for n, k in zip(total, shift, strict=True)]
        degree = architecture.degrees[start]
        negative ^= degree % 2 == 1 and (a < 0) != (b < 0)
        if abs(a) != abs(b):
            ratio = ratio * Ratio(abs(b), abs(a), work) ** degree
    (p, q), (r, s) = points[0].factor, points[1].factor
    negative ^= (p < 0) != (r < 0)
    if any(total):
        raise Rejected("pair", "the functions are shifts of each other, but not the same")
    if negative or ratio * Ratio(abs(r), s, work) != Ratio(abs(p), q, work):
        raise Rejected("pair", "the functions are multiples of each other, but not the same")
    return same


def _check_function(architecture: PolynomialArchitecture, value: object, point: _Point, work: Work) -> None:
    """Establishes that filter is the function of a parameter."""
    if len(json_list(value, "filter")) > MAX_FUNCTION:
        raise Malformed("filter", f"more than {MAX_FUNCTION} monomials")
    given = read_function(value, architecture.stack.extents(), architecture.degrees[0], "filter")
    (p, q), ends = point.factor, [stop for _, stop in architecture.runs[:-1]]
    operators = [{index: Fraction(c) for index, c in run.items()} for run in point.runs]
    found = expanded(operators, [architecture.activations[stop - 1] for stop in ends], work)
    if found.keys() != given.keys():
        raise Rejected("filter", "does not have the monomials of the function of pair[0]")
    for monomial, whole in found.items():
        c, (above, below) = whole.numerator, given[monomial].as_integer_ratio()
        work.spend(5, above.bit_length() + below.bit_length() + c.bit_length(), p.bit_length() + q.bit_length())
        if above * q != p * c * below:
            raise Rejected("filter", "is not the function of pair[0]")


def _check_scaled(architecture: PolynomialArchitecture, value: object, found: _Point, where: str, work: Work) -> None:
    """Establishes that the scaled filters are a_l/b_l times the filters, with squared norms rho_l, and their f."""
    scaling = found.scaling
    if scaling is None or scaling.low != scaling.high:
        raise Rejected(where, "can be given only where t is rational")
    ratio, negative = Ratio(1, 1, work), False
    for layer, item in enumerate(json_list(value, where, len(found.filters))):
        place, entries, degree = f"{where}[{layer}]", found.filters[layer], scaling.degrees[layer]
        scaled, b = rational_filter(item, architecture.stack.sizes[layer], place, work)
        index = min(entries)
        a, b = scaled.get(index, 0), b * entries[index]
        if not a or not same_multiples(scaled, entries[index], entries, a, work):
            raise Rejected(place, "is not a multiple of the filter")
        p, q = scaling.moved(scaling.low, scaling.shifts[layer])
        work.spend(5, a.bit_length() + b.bit_length(), p.bit_length() + q.bit_length())
        if a * a * norm(entries) * q != b * b * degree * p:
            raise Rejected(place, "its squared norm is not rho")
        negative ^= degree % 2 == 1 and (a < 0) != (b < 0)
        if abs(a) != abs(b):
            ratio = ratio * Ratio(abs(a), abs(b), work) ** degree
    p, q = found.factor
    if negative != (p < 0) or ratio != Ratio(abs(p), q, work):
        raise Rejected(where, "their function is not that of the parameter")


def _check_separated(
    architecture: PolynomialArchitecture, item: dict[str, object], points: list[_Point], work: Work
) -> None:
    """Establishes the matrix S of a run, and Q^T S Q = 0."""
    own = json_object(item["separation"], "run matrix", "separation")
    number = integer(own["run"], "separation.run", 0, len(architecture.runs) - 1)
    start, stop = architecture.runs[number]
    run = _run(item["architecture"], start, stop)
    extents = run.extents()
    count = prod(extents)
    if count > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter of a run")
    matrix, where = own["matrix"], "separation.matrix"
    check_separation(run, matrix, [point.filters[start:stop] for point in points], where, work)
    product: Filter = {(0,) * run.dimension: 1}
    for entries, exponent in zip(points[0].filters[start:stop], run.exponents, strict=True):
        moved = {tuple(k * e for k, e in zip(index, exponent, strict=True)): c for index, c in entries.items()}
        product = sparse_product(product, moved, work)
    flat: dict[int, int] = {}
    for index, c in product.items():
        place = 0
        for k, extent in zip(index, extents, strict=True):
            place = place * extent + k
        flat[place] = c
    total = 0
    for n, entry in enumerate(json_list(json_object(matrix, "entries products", where)["entries"], f"{where}.entries")):
        part = json_object(entry, "index value", f"{where}.entries[{n}]")
        i, j = layer_pair(part["index"], count, f"{where}.entries[{n}].index")
        weight = exact(part["value"], f"{where}.entries[{n}].value")
        a, b = flat.get(i, 0), flat.get(j, 0)
        work.spend(5, weight.bit_length() + a.bit_length(), a.bit_length() + b.bit_length())
        total += weight * a * b * (1 if i == j else 2)
    if total:
        raise Rejected(f"{where}.entries", "Q^T S Q is not 0 for the end-to-end filter Q of the run")


def _run(value: object, start: int, stop: int) -> Architecture:
    """A run as a linear network."""
    item = json_object(value, "notation dimension layers activations", "architecture")
    layers = json_list(item["layers"], "architecture.layers")
    return check_layers({"dimension": item["dimension"], "layers": layers[start:stop]})


def _check_values_differ(architecture: PolynomialArchitecture, value: object, points: list[_Point], work: Work) -> None:
    """Establishes K(x, x) for both at the input, and that they are different numbers."""
    where = "ntk_difference"
    item = json_object(value, "input values", where)
    extents = architecture.stack.extents()
    x: Filter = {}
    for n, entry in enumerate(json_list(item["input"], f"{where}.input")):
        place = f"{where}.input[{n}]"
        position, number = json_list(entry, place, 2)
        listed = enumerate(json_list(position, f"{place}[0]", len(extents)))
        index = tuple(integer(k, f"{place}[0][{d}]", 0, extents[d] - 1) for d, k in listed)
        if x and index <= max(x):
            raise Malformed(place, "expected increasing positions")
        x[index] = exact(number, f"{place}[1]")
        if not x[index]:
            raise Malformed(f"{place}[1]", "expected an integer other than 0")
    ends = []
    for n, entry in enumerate(json_list(item["values"], f"{where}.values", 2)):
        point, scaling = points[n], points[n].scaling
        if scaling is None:
            raise Rejected(f"{where}.values[{n}]", "the parameter is not scaled")
        p, q = point.factor
        square = Ratio(p * p, q * q, work)
        squares = squared_gradients(architecture, point.filters, x, work)
        pairs = zip(point.filters, squares, strict=True)
        weights = [square * Ratio(norm(entries) * own, 1, work) for entries, own in pairs]
        check_sum(entry, weights, scaling, f"{where}.values[{n}]")
        ends.append(sum_bounds(weights, scaling, f"{where}.values[{n}]"))
    (a, b), (c, d) = ends
    if b < c or d < a:
        return
    exactly = all(point.scaling is not None and point.scaling.low == point.scaling.high for point in points)
    failure = Rejected if exactly else Imprecise
    raise failure(f"{where}.values", "are equal, or too close to be told apart")
