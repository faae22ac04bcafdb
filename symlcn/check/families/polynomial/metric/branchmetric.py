"""Kind "polynomial-metric": the Euclidean metric of parameters with given invariants, pushed forward to functions.

Contents: :func:`check`.

"accepted" means: the Jacobian J of the function f of a network with activations has full rank at the filters in
``filter``; scaled to the invariants delta, with f kept, they have the squared norms ``rho``. The image T of J has the
basis f and v = c J_l(w) y for the listed y, each orthogonal to the filter of its layer, where w are the primitive
integer multiples of the filters and f = c mu(w). On T the form g with g(Jx, Jx') = <x, x'> for x, x' in the tangent
space of the parameters with invariants delta is 1 / ``inverse_length`` at f, ``weight`` times ``gram`` for each layer,
and 0 between them; it is positive definite. T is the tangent space of the branch through the filters. If ``only`` is
true, all parameters over f are multiples of these, and f is a smooth point of the closure of the neuromanifold.

Why. J_l w_l = D_l f, so with full rank the kernel of J is {(c_l w_l): sum D_l c_l = 0}; its complement, where all
<w_l, x_l> / D_l agree, is the tangent space of the parameters with invariants delta. It has the (D_l w_l / rho_l)_l,
which J maps to (sum D_l^2 / rho_l) f, and the y, which scale by rho_l / n_l. Theorems used: f determines the end-to-end
filters of the runs up to shifts and scalars, and the kernel of its differential by them is that of scalings. So J has
full rank where the runs have; one layer has.
"""

from __future__ import annotations

from math import gcd, prod
from typing import cast

from ....algebra.echelon import leading_minors
from ....core.arithmetic import Filter, Rational, norm, total_bits
from ....core.extras import extra
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.ratio import Ratio
from ....core.reading import (
    check_nothing,
    exact,
    integer,
    json_list,
    json_object,
    rational,
    rational_filter,
    rationals,
)
from ....network.architecture import check_layers
from ....network.furtherarchitectures import PolynomialArchitecture
from ....network.parameter import primitive
from ..expansion import read_function
from ..flow.onlyshift import is_only_shift
from ..weightedscaling import Weighted, check_sum, check_weighted

MAX_VECTORS = 60  # of a layer that are written out


def check(
    architecture: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if status == "undecided":
        _read_filter(architecture, item["filter"], work)
        return check_nothing(item, "result evidence")
    filters, factor = _filters(architecture, item["filter"], work)
    if delta is None:
        raise Malformed("delta", "must not be null")
    result = json_object(item["result"], "t rho only inverse_length pieces", "result")
    point = {"t": result["t"], "rho": result["rho"]}
    p, q = factor
    work.spend(5, 2 * p.bit_length() + 2 * q.bit_length(), p.bit_length() + q.bit_length())
    scaling = check_weighted(architecture, delta, filters, point, "result", work, (p * p, q * q))
    squares = [Ratio(degree * degree, 1, work) for degree in architecture.degrees]
    check_sum(result["inverse_length"], squares, scaling, "result.inverse_length")
    _check_pieces(architecture, result["pieces"], filters, scaling, work)
    evidence = json_object(item["evidence"], "ranks", "evidence")
    _check_ranks(architecture, item["architecture"], evidence["ranks"], filters, work)
    if type(result["only"]) is not bool:
        raise Malformed("result.only", "expected true or false")
    if not result["only"]:
        return Statement("the metric of the branch of functions through given filters, for the given δ")
    if not is_only_shift(architecture, filters, work):
        raise Rejected("result.only", "shifts of the filters may have the same function")
    return Statement("the metric at a smooth point, that of all real parameters over it with the given δ")


def _read_filter(architecture: PolynomialArchitecture, value: object, work: Work) -> None:
    """Establishes that a function is given in one of the two forms, or none."""
    if isinstance(value, list):
        read_function(value, architecture.stack.extents(), architecture.degrees[0], "filter")
    elif value is not None:
        listed = json_list(
            json_object(value, "filters", "filter")["filters"], "filter.filters", len(architecture.degrees)
        )
        for layer, part in enumerate(listed):
            rational_filter(part, architecture.stack.sizes[layer], f"filter.filters[{layer}]", work)


def _filters(architecture: PolynomialArchitecture, value: object, work: Work) -> tuple[list[Filter], Rational]:
    """Primitive integer filters other than 0, and the factor that multiplies the last one."""
    listed = json_list(json_object(value, "filters", "filter")["filters"], "filter.filters", len(architecture.degrees))
    found, factor = [], (1, 1)
    for layer, part in enumerate(listed):
        place = f"filter.filters[{layer}]"
        entries, common = rational_filter(part, architecture.stack.sizes[layer], place, work)
        if not entries:
            raise Rejected(place, "is zero")
        found.append(primitive(entries, work))
        index = min(entries)
        above, below = entries[index] // found[-1][index], common
        if layer + 1 < len(listed) and (above, below) != (1, 1):
            raise Rejected(place, "is not primitive")
        divisor = gcd(above, below)
        factor = above // divisor, below // divisor
    return found, factor


def _check_pieces(
    architecture: PolynomialArchitecture, value: object, filters: list[Filter], scaling: Weighted, work: Work
) -> None:
    """Establishes the basis and the form for each layer with more than one parameter."""
    sizes = architecture.stack.sizes
    layers = [layer for layer, size in enumerate(sizes) if prod(size) > 1]
    for n, entry in enumerate(json_list(value, "result.pieces", len(layers))):
        where, layer = f"result.pieces[{n}]", layers[n]
        item = json_object(entry, "layer weight preimages gram", where)
        integer(item["layer"], f"{where}.layer", layer, layer)
        _check_weight(item["weight"], layer, norm(filters[layer]), scaling, f"{where}.weight")
        count = prod(sizes[layer])
        vectors = _matrix(item["preimages"], count - 1, count, f"{where}.preimages")
        if count - 1 > MAX_VECTORS:
            raise Malformed(f"{where}.preimages", f"more than {MAX_VECTORS} vectors")
        own = [filters[layer].get(_index(k, sizes[layer]), 0) for k in range(count)]
        for k, y in enumerate(vectors):
            work.spend(count, total_bits(y), total_bits(own) // max(count, 1) + 1)
            if sum(map(int.__mul__, y, own)):
                raise Rejected(f"{where}.preimages[{k}]", "is not orthogonal to the filter")
        gram = _matrix(item["gram"], count - 1, count - 1, f"{where}.gram")
        bits = max((total_bits(y) for y in vectors), default=0)
        work.spend((count - 1) ** 2 * count, (count - 1) * bits, bits)
        if gram != [[sum(map(int.__mul__, x, y)) for y in vectors] for x in vectors]:
            raise Rejected(f"{where}.gram", "has not the inner products of the preimages")
        minors = leading_minors(gram, work)
        if len(minors) < len(gram) or any(minor <= 0 for minor in minors):
            raise Rejected(f"{where}.gram", "is not positive definite")


def _check_weight(value: object, layer: int, n: int, scaling: Weighted, where: str) -> None:
    """Establishes that an element is rho_l / n_l: a number if t is one, else its coefficients in t."""
    whole, degree = scaling.low == scaling.high, scaling.degrees[layer]
    p, q = scaling.moved(scaling.low if whole else (0, 1), scaling.shifts[layer])
    found = [rational(value, where)] if whole else rationals(value, where, 2)
    scaling.work.spend(5, found[0][0].bit_length() + found[0][1].bit_length(), p.bit_length() + (q * n).bit_length())
    if found[0][0] * q * n != degree * p * found[0][1] or (not whole and found[1][0] * n != degree * found[1][1]):
        raise Rejected(where, "is not rho_l / n_l")


def _matrix(value: object, rows: int, columns: int, where: str) -> list[list[int]]:
    return [
        [exact(c, f"{where}[{i}][{j}]") for j, c in enumerate(json_list(row, f"{where}[{i}]", columns))]
        for i, row in enumerate(json_list(value, where, rows))
    ]


def _index(flat: int, size: tuple[int, ...]) -> tuple[int, ...]:
    found = []
    for extent in reversed(size):
        flat, k = divmod(flat, extent)
        found.append(k)
    return tuple(reversed(found))


def _check_ranks(
    architecture: PolynomialArchitecture, value: object, ranks: object, filters: list[Filter], work: Work
) -> None:
    """Establishes that the Jacobian of each run of several layers has full rank."""
    layers = json_list(cast("dict[str, object]", value)["layers"], "architecture.layers")
    dimension = cast("dict[str, object]", value)["dimension"]
    several = [(start, stop) for start, stop in architecture.runs if stop - start > 1]
    for n, entry in enumerate(json_list(ranks, "evidence.ranks", len(several))):
        start, stop = several[n]
        run = check_layers({"dimension": dimension, "layers": layers[start:stop]})
        found = extra("rank").check_rank(run, filters[start:stop], entry, f"evidence.ranks[{n}]", work)
        if found != run.full_rank():
            raise Rejected(f"evidence.ranks[{n}]", "is not full")
