"""Kind "polynomial-strata": functions of networks with activations at which branches of their variety cross.

Contents: :func:`check`, :func:`losses`.

X is the closure of the functions f, as a cone. Layer l has size k_l and exponent e_l. A locus is given by sizes
k_l - s_l, s_l >= 0: functions of filters that vanish outside boxes of these sizes, whose offsets have the sum
``offset`` = sum of s_l e_l / 2. The ``shift`` a with |a_l| = s_l and sum a_l e_l = 0 moves them to other boxes.

"accepted" means, if every r_l >= 2: ``smooth`` says whether X is smooth but for 0, ``singular_dimension`` is that of
the singular locus as a cone, ``vertex_singular`` says whether 0 is singular. If ``complete`` is true ``strata`` are X
and all such loci, each once: together all points but 0 at which X is singular; ``covers`` is the Hasse diagram of
inclusions; of each locus the dimension as a cone, the degree and the number of points over a generic point are right.
If not every r_l >= 2: all points of ``strata`` but the first, X, are singular; their dimensions are right.

One theorem is used: if every r_l >= 2, points over f != 0 differ by shifts of layers, and f is smooth exactly if one
point lies over it; if not, f is singular when points over it differ by shifts of whole runs.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from ....core.arithmetic import Rational, binomial, power_of
from ....core.inclusions import covers
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, integer, json_list, json_object
from ....core.recomputed import compare, decimal
from ....network.architecture import Architecture
from ....network.furtherarchitectures import PolynomialArchitecture

MAX_LOCI = 500
MAX_PARAMETERS = 3000

Vectors = list[tuple[int, ...]]  # one vector for each layer
Column = tuple[int, ...]  # one number for each layer, in one direction


class _Locus(NamedTuple):
    sizes: Vectors
    shift: Vectors


def check(
    architecture: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null: singular points do not depend on it")
    if status == "undecided":
        return check_nothing(item, "result")
    keys = "form complete smooth singular_dimension vertex_singular strata covers"
    result = json_object(item["result"], keys, "result")
    if result["form"] != "shifts":
        raise Malformed("result.form", "expected shifts")
    if sum(map(prod, architecture.stack.sizes)) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} parameters")
    separated = all(power > 1 for power in architecture.activations)
    loci = None if result["strata"] is None else _listed(architecture, result["strata"], separated, work)
    if separated:
        return _separated(architecture, result, loci, work)
    if loci is None:
        raise Malformed("result.strata", "expected a list where layers are not separated by activations")
    known: dict[str, object] = {"complete": False, "smooth": False if len(loci) > 1 else None}
    known |= dict.fromkeys(("singular_dimension", "vertex_singular", "covers"))
    compare({key: result[key] for key in known}, known, "result")
    return Statement(f"sets of singular points of the closure of the functions over C; their number: {len(loci) - 1}")


def _listed(architecture: PolynomialArchitecture, value: object, separated: bool, work: Work) -> list[_Locus]:
    """Establishes what is said of each locus: X first, then in order."""
    found: list[_Locus] = []
    listed = json_list(value, "result.strata")
    if not 1 <= len(listed) <= MAX_LOCI:
        raise Malformed("result.strata", f"expected 1 to {MAX_LOCI} loci, found {len(listed)}")
    last: tuple[object, ...] = ()
    for n, entry in enumerate(listed):
        where = f"result.strata[{n}]"
        locus = _locus(architecture, entry, separated, where, work)
        size = sum(map(prod, locus.sizes))
        key = (-size, [[abs(a) for a in own] for own in locus.shift], locus.shift)
        if n and (last >= key or (separated and last[:2] == key[:2])):
            raise Rejected(where, "is out of order: by dimension and sizes")
        if bool(n) != any(map(any, locus.shift)):
            raise Rejected(f"{where}.shift", "is 0" if n else "is not 0")
        if n and not separated and not _moves(architecture, locus):
            raise Rejected(f"{where}.shift", "moves no run as a whole")
        found.append(locus)
        last = key
    return found


def _locus(architecture: PolynomialArchitecture, value: object, separated: bool, where: str, work: Work) -> _Locus:
    """Establishes that a shift is balanced, and what follows from it."""
    stack = architecture.stack
    item = json_object(value, "sizes shift offset dimension image_degree preimages", where)
    shift: Vectors = []
    for l, (own, size) in enumerate(
        zip(json_list(item["shift"], f"{where}.shift", len(stack.sizes)), stack.sizes, strict=True)
    ):
        place = f"{where}.shift[{l}]"
        entries = enumerate(zip(json_list(own, place, stack.dimension), size, strict=True))
        shift.append(tuple(integer(a, f"{place}[{d}]", 1 - k, k - 1) for d, (a, k) in entries))
    work.spend(20 * len(shift) * stack.dimension * _price(max(map(max, stack.exponents))))
    columns = _columns(shift)
    exponents = _columns(stack.exponents)
    if any(sum(map(int.__mul__, a, e)) for a, e in zip(columns, exponents, strict=True)):
        raise Rejected(f"{where}.shift", "changes the function: the shifts times exponents do not sum to 0")
    sizes = [
        tuple(k - abs(a) for k, a in zip(size, own, strict=True)) for size, own in zip(stack.sizes, shift, strict=True)
    ]
    offset = [sum(max(b, 0) * f for b, f in zip(a, e, strict=True)) for a, e in zip(columns, exponents, strict=True)]
    degree = points = None
    if separated:
        degree = decimal(_image_degree(sizes, architecture.degrees, work), f"{where}.image_degree")
        number = 1
        for a, e, m in zip(columns, exponents, offset, strict=True):
            number *= _ways(tuple(map(abs, a)), e, m, work)
        points = decimal(number, f"{where}.preimages")
    expected = {
        "sizes": [list(size) for size in sizes],
        "offset": offset,
        "dimension": sum(map(prod, sizes)) - len(sizes) + 1,
        "image_degree": degree,
        "preimages": points,
    }
    compare({key: item[key] for key in expected}, expected, where)
    return _Locus(sizes, shift)


def _columns(vectors: Vectors) -> list[Column]:
    return list(zip(*vectors, strict=True))


def _moves(architecture: PolynomialArchitecture, locus: _Locus) -> bool:
    """Whether the product of some run is moved."""
    exponents = architecture.stack.exponents
    return any(
        sum(locus.shift[l][d] * exponents[l][d] for l in range(start, stop))
        for start, stop in architecture.runs
        for d in range(architecture.stack.dimension)
    )


def _image_degree(sizes: Vectors, degrees: list[int], work: Work) -> int:
    """(sum of K_l - 1)! times the product of D_l ** (K_l - 1) / (K_l - 1)!."""
    total, value = 0, 1
    for size, degree in zip(sizes, degrees, strict=True):
        own = prod(size) - 1
        total += own
        work.spend(10)
        value *= binomial(total, own, work) * power_of(degree, own, work)
    return value


def _ways(bounds: Column, exponents: Column, total: int, work: Work) -> int:
    """The number of vectors p with 0 <= p <= bounds and sum of p e equal to total."""
    left = {total: 1}
    reach = sum(map(int.__mul__, bounds, exponents))
    for e, most in sorted(zip(exponents, bounds, strict=True), reverse=True):
        reach -= e * most
        after: dict[int, int] = {}
        for rest, ways in left.items():
            first, last = max(0, -((reach - rest) // e)), min(most, rest // e)
            work.spend(_price(reach) * (10 + 30 * max(last - first + 1, 0)))
            for p in range(first, last + 1):
                after[rest - p * e] = after.get(rest - p * e, 0) + ways
        left = after
    return left.get(0, 0)


def _separated(
    architecture: PolynomialArchitecture, result: dict[str, object], loci: list[_Locus] | None, work: Work
) -> Statement:
    """Establishes that the loci are all, and what is said of X as a whole."""
    stack = architecture.stack
    axes = list(zip(_columns(stack.sizes), _columns(stack.exponents), strict=True))
    dimension = sum(map(prod, stack.sizes)) - len(stack.sizes) + 1
    lost = [loss for loss in losses(stack, work) if loss]
    expected: dict[str, object] = {
        "complete": loci is not None,
        "smooth": not lost,
        "singular_dimension": dimension - min(lost) if lost else None,
        "vertex_singular": _image_degree(stack.sizes, architecture.degrees, work) != 1,
        "covers": None if loci is None else _inclusions(loci, stack.exponents, work),
    }
    compare({key: result[key] for key in expected}, expected, "result")
    text = "the closure of the functions over C is smooth but for 0"
    if lost:
        text = (
            f"the singular locus of the closure of the functions over C has dimension {dimension - min(lost)} as a cone"
        )
    if loci is None:
        return Statement(text)
    number = prod(_count(sizes, exponents, work) for sizes, exponents in axes)
    if number != len(loci):
        raise Rejected("result.strata", f"has {len(loci)} loci, should have {number}")
    return Statement(f"{text}; its parts and their inclusions; their number: {number - 1}" if lost else text)


def _price(reach: int) -> int:
    """How many times what small sums cost those up to `reach` do."""
    return 1 + reach.bit_length() // 200


def losses(stack: Architecture, work: Work) -> list[int | None]:
    """For each direction how many entries a shift that leaves functions as they are forbids at least; None without."""
    axes = zip(_columns(stack.sizes), _columns(stack.exponents), strict=True)
    return [_least_loss(stack.sizes, d, sizes, exponents, work) for d, (sizes, exponents) in enumerate(axes)]


def _order(sizes: Column, exponents: Column) -> list[tuple[int, int, int]]:
    """Exponent, size and number of each layer, by decreasing exponent."""
    return sorted(((e, k, l) for l, (k, e) in enumerate(zip(sizes, exponents, strict=True))), reverse=True)


def _count(sizes: Column, exponents: Column, work: Work) -> int:
    """The number of vectors s with 0 <= s_l < k_l for which signs give a sum of +-s_l e_l equal to 0."""
    states: dict[frozenset[int], int] = {frozenset({0}): 1}  # absolute values of sums; number of s
    reach = sum((k - 1) * e for k, e in zip(sizes, exponents, strict=True))
    for e, k, _ in _order(sizes, exponents):
        reach -= (k - 1) * e
        after: dict[frozenset[int], int] = {}
        for sums, ways in states.items():
            most = min(k - 1, (max(sums) + reach) // e)
            work.spend(_price(reach) * (20 + 30 * len(sums)) * (most + 1))
            for s in range(most + 1):
                own = frozenset(abs(x) for y in sums for x in (y + s * e, y - s * e) if abs(x) <= reach)
                if own:
                    after[own] = after.get(own, 0) + ways
        states = after
    return sum(ways for sums, ways in states.items() if 0 in sums)


def _least_loss(stack: Vectors, d: int, sizes: Column, exponents: Column, work: Work) -> int | None:
    """The least number of entries that a shift in direction d, not 0, forbids; None if there is no such shift."""
    losses = {(0, False): 0}
    reach = sum((k - 1) * e for k, e in zip(sizes, exponents, strict=True))
    for e, k, l in _order(sizes, exponents):
        weight = prod(stack[l]) // k
        reach -= (k - 1) * e
        after: dict[tuple[int, bool], int] = {}
        for (x, moved), loss in losses.items():
            first, last = max(1 - k, -((reach + x) // e)), min(k - 1, (reach - x) // e)
            work.spend(_price(reach) * (10 + 30 * max(last - first + 1, 0)))
            for a in range(first, last + 1):
                key, own = (x + a * e, moved or a != 0), loss + weight * abs(a)
                after[key] = min(own, after.get(key, own))
        losses = after
    return losses.get((0, True))


def _inclusions(loci: list[_Locus], exponents: Vectors, work: Work) -> list[object]:
    """Locus j is in locus i if its boxes are in those of i, at offsets of the right sum in each direction."""
    axes = _columns(exponents)
    columns = [_columns(locus.sizes) for locus in loci]
    known: dict[tuple[int, Column], bool] = {}

    def inside(d: int, rest: Column) -> bool:
        if (d, rest) not in known:
            twice = sum(map(int.__mul__, rest, axes[d]))
            known[d, rest] = twice % 2 == 0 and _ways(rest, axes[d], twice // 2, work) > 0
        return known[d, rest]

    below = []
    work.spend(2 * len(loci) ** 2 * len(axes) * (5 + len(exponents)))
    for i, larger in enumerate(columns):
        found = 0
        for j, smaller in enumerate(columns):
            rests = [tuple(map(int.__sub__, k, own)) for k, own in zip(larger, smaller, strict=True)]
            if i != j and min(map(min, rests)) >= 0 and all(inside(d, rest) for d, rest in enumerate(rests)):
                found |= 1 << j
        below.append(found)
    return covers(below)
