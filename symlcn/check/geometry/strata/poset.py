"""Strata in one direction, where the exponents divide each other.

Contents: :func:`check_poset`.

Established: ``strata`` are exactly the degrees m' with M_{m'} in M = M_m, ``covers`` is the Hasse diagram of the
inclusions; dimension, degree, preimages, real_preimages and rank are those of generic points; every point of a
stratum but the first is singular, and so is 0 if vertex_singular is true; all other points are smooth. One theorem is
used, Kohn, Montufar, Shahverdi, Trager 2024, Thm. 2.9: M_{m'} is in M_m exactly when for every l the sum of e_i m'_i
over all e_i >= e_l is no smaller than that of e_i m_i, with equal totals; and these give all singular points but 0.

The numbers of preimages hold at a sample point, the product of all X_l - s with listed s > 0: as the numbers s ** (1
/ e_l) are different, its roots in x are simple, and its roots in each X_j are known. The filters of its preimages are
coprime, so J has full rank at them. Both hold on an open set, so they hold at generic points.
"""

from __future__ import annotations

from itertools import pairwise, product
from math import comb, prod

from ...core.arithmetic import Filter, binomial, proportional, sparse_product, times
from ...core.inclusions import covers
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import exact, integer_filter, json_list, json_object
from ...core.recomputed import compare, decimal
from ...network.architecture import Architecture
from .reduced import end_to_end, layer_filters

MAX_STRATA = 500
MAX_CASES = 10_000

Roots = tuple[int, int, int]  # positive ones, negative ones, pairs of conjugate ones
Degrees = tuple[int, ...]


def check_poset(small: Architecture, result: dict[str, object], points: list[object], work: Work) -> Statement:
    exponents = [exponent[0] for exponent in small.exponents]
    order = sorted(range(len(exponents)), key=exponents.__getitem__)
    if small.dimension != 1 or any(exponents[b] % exponents[a] for a, b in pairwise(order)):
        raise Rejected("result.form", "is for one direction and exponents that divide each other")
    own = [size[0] - 1 for size in small.sizes]
    found = _all_degrees(exponents, own, order, work)
    expected: list[object] = []
    listed = json_list(result["strata"], "result.strata")
    if len(listed) != len(found):
        raise Rejected("result.strata", f"has {len(listed)} entries, should have {len(found)}")
    for n, degrees in enumerate(found):
        entry = listed[n]
        claims_real = isinstance(entry, dict) and entry.get("real_preimages") is not None
        expected.append(_stratum(exponents, own, degrees, order, claims_real, f"result.strata[{n}]", work))
    compare(result["strata"], expected, "result.strata")
    compare(result["covers"], _covers(exponents, found, order, work), "result.covers")
    linear = _multinomial(own, work) == 1
    if result["vertex_singular"] is not (not linear) or result["complete"] is not True:
        raise Rejected("result", "vertex_singular or complete is not what follows from the architecture")
    if len(points) != len(found):
        raise Rejected("evidence.points", f"{len(points)} sample points for {len(found)} strata")
    for n, degrees in enumerate(found):
        _check_point(small, degrees, points[n], f"evidence.points[{n}]", work)
    number = len(found) - 1
    text = f"the singular locus over C and the inclusions of its strata; their number besides the open one: {number}"
    return Statement(text)


def _all_degrees(exponents: list[int], own: list[int], order: list[int], work: Work) -> list[Degrees]:
    """All m' of the same total with large enough sums over the layers of larger exponents."""
    total = sum(e * m for e, m in zip(exponents, own, strict=True))
    partial: list[tuple[int, dict[int, int]]] = [(0, {})]
    least = 0
    for layer in reversed(order):
        e = exponents[layer]
        least += e * own[layer]
        last = layer == order[0]
        grown: list[tuple[int, dict[int, int]]] = []
        for tail, degrees in partial:
            work.spend(20 + (total - tail) // e)
            for m in range((total - tail) // e + 1):
                if tail + e * m == total or (not last and tail + e * m >= least):
                    grown.append((tail + e * m, {**degrees, layer: m}))
        if len(grown) > MAX_STRATA:  # each of them is completed in some way
            raise Malformed("architecture", f"more than {MAX_STRATA} strata")
        partial = grown
    found = [tuple(degrees[layer] for layer in range(len(own))) for _, degrees in partial]
    return sorted(found, key=lambda degrees: (-sum(degrees), [-m for m in degrees]))


def _stratum(
    exponents: list[int], own: list[int], degrees: Degrees, order: list[int], real: bool, where: str, work: Work
) -> dict[str, object]:
    """What is claimed of a stratum, recomputed."""
    preimages, left, above = 1, 0, 1
    for layer in reversed(order):
        pool = degrees[layer] + left * (above // exponents[layer])
        work.spend(20)
        preimages *= binomial(pool, own[layer], work)
        left, above = pool - own[layer], exponents[layer]
    return {
        "degrees": list(degrees),
        "dimension": sum(degrees) + 1,
        "image_degree": decimal(_multinomial(list(degrees), work), f"{where}.image_degree"),
        "preimages": decimal(preimages, f"{where}.preimages"),
        "real_preimages": _real_preimages(exponents, own, degrees, order, where, work) if real else None,
        "rank": sum(own) + 1,
    }


def _multinomial(parts: list[int], work: Work) -> int:
    total, value = 0, 1
    for part in parts:
        total += part
        work.spend(10)
        value *= binomial(total, part, work)
    return value


def _covers(exponents: list[int], found: list[Degrees], order: list[int], work: Work) -> list[object]:
    """Pairs (i, j) with stratum j in the closure of i and none between, by bit sets of what lies below."""
    tails = []
    for degrees in found:
        sums = [0]
        for layer in reversed(order):
            sums.append(sums[-1] + exponents[layer] * degrees[layer])
        tails.append(sums)
    work.spend(len(found) ** 2 * len(order))
    below = [
        sum(1 << j for j, b in enumerate(tails) if b != a and all(x <= y for x, y in zip(a, b, strict=True)))
        for a in tails
    ]
    return covers(below)


def _real_preimages(
    exponents: list[int], own: list[int], degrees: Degrees, order: list[int], where: str, work: Work
) -> list[object]:
    """The numbers of real preimages, over all numbers of positive, negative and conjugate roots of the filters."""
    if list(degrees) == own:
        return ["1"]
    upper = list(reversed(order[1:]))  # for the layer of the smallest exponent all that is left is taken
    halves = [divmod(degrees[layer], 2) for layer in upper]
    if prod((half + 1) * (half + 1 + odd) for half, odd in halves) > MAX_CASES:
        raise Malformed(f"{where}.real_preimages", "has too many cases")
    options = [
        [
            (a, degrees[layer] - 2 * c - a, c)
            for c in range(degrees[layer] // 2 + 1)
            for a in range(degrees[layer] - 2 * c + 1)
        ]
        for layer in upper
    ]
    numbers = set()
    for cases in product(*options):
        ways: dict[Roots, int] = {(0, 0, 0): 1}
        above = exponents[order[-1]]
        for case, layer in zip(cases, upper, strict=True):
            ratio, above = above // exponents[layer], exponents[layer]
            ways = _taken(ways, case, ratio, own[layer], work)
        numbers.add(sum(ways.values()))
    return [decimal(number, f"{where}.real_preimages") for number in sorted(numbers)]


def _taken(ways: dict[Roots, int], case: Roots, ratio: int, degree: int, work: Work) -> dict[Roots, int]:
    """In how many ways what is left after one more factor can be left."""
    result: dict[Roots, int] = {}
    for left, count in ways.items():
        p, n, c = left
        odd = ratio % 2
        positive = case[0] + p
        negative = case[1] + (n if odd else p)
        pairs = case[2] + c * ratio + ((p + n) * (ratio // 2) if odd else p * (ratio // 2 - 1) + n * (ratio // 2))
        for k in range(min(pairs, degree // 2) + 1):
            for a in range(max(0, degree - 2 * k - negative), min(positive, degree - 2 * k) + 1):
                b = degree - 2 * k - a
                work.spend(20, 50 * (a + b + k), a + b + k)
                key = (positive - a, negative - b, pairs - k)
                result[key] = result.get(key, 0) + count * comb(positive, a) * comb(negative, b) * comb(pairs, k)
    return result


def _check_point(small: Architecture, degrees: Degrees, value: object, where: str, work: Work) -> None:
    """Establishes a sample point of a stratum: positive roots of different absolute values in x, and the product."""
    item = json_object(value, "roots filter preimage", where)
    lists = json_list(item["roots"], f"{where}.roots", len(degrees))
    exponents = [exponent[0] for exponent in small.exponents]
    top, seen = max(exponents), set()
    u: Filter = {(0,): 1}
    for layer, degree in enumerate(degrees):
        line = [1]
        for k, entry in enumerate(json_list(lists[layer], f"{where}.roots[{layer}]", degree)):
            place, power = f"{where}.roots[{layer}][{k}]", top // exponents[layer]
            root = exact(entry, place)
            if root <= 0:
                raise Rejected(place, "is not positive")
            work.spend(5, root.bit_length() * power, root.bit_length() * power)
            if root**power in seen:
                raise Rejected(place, "gives roots in x of the same absolute value as another one")
            seen.add(root**power)
            line = times(line, [-root, 1], work)
        u = sparse_product(u, {(k * exponents[layer],): c for k, c in enumerate(line) if c}, work)
    if integer_filter(item["filter"], tuple(small.extents()), f"{where}.filter") != u:
        raise Rejected(f"{where}.filter", "is not the product of the filters with the given roots")
    if item["preimage"] is not None:
        filters = layer_filters(small, item["preimage"], f"{where}.preimage")
        if not proportional(end_to_end(small, filters, work), u, work):
            raise Rejected(f"{where}.preimage", "its product is not proportional to the sample point")
