"""Real points of the closure of the neuromanifold that are not products of real filters.

Contents: :func:`check_outside`.

In one direction, where the exponents E_0 < E_1 < ... of layers that are not scalar divide each other: a real u other
than 0 is, up to a scalar and in one way, v_0(x^E_0) v_1(x^E_1) ..., where the last factor is the largest divisor of u
in x to the last exponent, the one before that of the quotient, and so on, all meant homogeneously. By unique
factorization a real point of the closure lies outside exactly if real filters cannot be made from the roots of the
v_j: those of the largest exponent are taken from the last one; what is left, as a polynomial in x to the exponent
before, is put to the v before; and so on. Real filters take real roots and pairs of conjugate ones. All degrees of the
v_j, and all numbers of their roots at 0 or infinity, of positive and of negative ones, are tried.

Otherwise, by Zariski's main theorem, for a map of degree 1: a real point at which the closure is normal has one
preimage, and that is real. And where the generic fiber is one orbit of permutations of interchangeable layers: so is
the fiber over such a point; conjugation permutes it, so it has a real point unless interchangeable layers have
conjugate filters.
"""

from __future__ import annotations

from itertools import pairwise, product
from math import prod

from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import choice, json_object
from ...core.recomputed import compare
from ...network.architecture import Architecture
from ...network.classify import result_of

MAX_CASES = 3000
MAX_DEGREE = 60

Roots = tuple[int, int, int, int]  # at 0 or infinity, positive, negative, pairs of conjugates


def check_outside(architecture: Architecture, value: object, where: str, work: Work) -> str:
    """Establishes which real points of the closure lie outside the neuromanifold; returns that in words."""
    forms = ("roots", "normal", "conjugate")
    form = choice(value.get("form") if isinstance(value, dict) else value, forms, f"{where}.form")
    if form != "roots":
        json_object(value, "form", where)
        result = result_of(architecture, work)
        if form == "normal":
            if result["degree"] != "1":
                raise Rejected(f"{where}.form", "is for a parametrization map of degree 1")
            return "the closure is not normal at its real points outside the neuromanifold"
        if result["degree"] == "1" or not result["birational_up_to_layer_order"]:
            raise Rejected(f"{where}.form", "is for a map of degree over 1 whose generic fiber is one orbit")
        return "real normal points of its closure outside it have conjugate filters in interchangeable layers"
    item = json_object(value, "form exponents kinds", where)
    exponents, taken = _chain(architecture, where)
    compare(item["exponents"], exponents, f"{where}.exponents")
    kinds = _kinds(exponents, taken, where, work)
    compare(item["kinds"], kinds, f"{where}.kinds")
    if not kinds:
        return "it contains all real points of its closure"
    return "the real points of its closure outside it are those with the degrees and numbers of roots listed"


def _chain(architecture: Architecture, where: str) -> tuple[list[int], list[list[int]]]:
    """The exponents, and the degrees of the layers of each."""
    if architecture.dimension > 1:
        raise Rejected(f"{where}.form", "is for one direction")
    layers: dict[int, list[int]] = {}
    for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True):
        if size[0] > 1:
            layers.setdefault(exponent[0], []).append(size[0] - 1)
    exponents = sorted(layers)
    if any(b % a for a, b in pairwise(exponents)):
        raise Rejected(f"{where}.form", "is for exponents that divide each other")
    return exponents, [layers[e] for e in exponents]


def _kinds(exponents: list[int], taken: list[list[int]], where: str, work: Work) -> list[object]:
    """The degrees of the v_j, decreasing, with the numbers of roots for which there is no real factorization."""
    own = [e * sum(m) for e, m in zip(exponents, taken, strict=True)]
    if sum(own) > MAX_DEGREE:
        raise Malformed(where, f"is for degrees up to {MAX_DEGREE}")
    ranges = [range(sum(own) // e, -1, -1) for e in exponents]
    work.spend(20 * prod(map(len, ranges)))
    kinds: list[object] = []
    cases = 0
    for degrees in product(*ranges):
        sizes = [e * d for e, d in zip(exponents, degrees, strict=True)]
        if sum(sizes) != sum(own) or any(sum(sizes[j:]) < sum(own[j:]) for j in range(len(own))):
            continue
        free = bool(taken) and len(taken[0]) == 1
        listed = [[None] if free and j == 0 else _counts(d) for j, d in enumerate(degrees)]
        cases += prod(map(len, listed))
        if cases > MAX_CASES:
            raise Malformed(where, f"more than {MAX_CASES} cases")
        bad = [list(case) for case in product(*listed) if not _possible(exponents, taken, degrees, case, work)]
        if bad:
            kinds.append({"degrees": list(degrees), "roots": bad})
    return kinds


def _counts(degree: int) -> list[list[int] | None]:
    return [
        [ends, positive, real - ends - positive]
        for real in range(degree % 2, degree + 1, 2)
        for ends in range(real + 1)
        for positive in range(real - ends + 1)
    ]


def _possible(
    exponents: list[int],
    taken: list[list[int]],
    degrees: tuple[int, ...],
    case: tuple[list[int] | None, ...],
    work: Work,
) -> bool:
    """Whether real filters can be made, by trying depth first what each layer takes."""
    layers = [(j, m) for j in reversed(range(len(exponents))) for m in taken[j]]
    failed: set[tuple[int, Roots]] = set()

    def arrive(j: int, left: Roots) -> Roots:
        counts = case[j]
        if counts is None:
            return left
        pairs = (degrees[j] - sum(counts)) // 2
        return left[0] + counts[0], left[1] + counts[1], left[2] + counts[2], left[3] + pairs

    def search(n: int, pool: Roots) -> bool:
        if n == len(layers) or case[layers[n][0]] is None:
            return True
        if (n, pool) in failed:
            return False
        level, degree = layers[n]
        following = layers[n + 1][0] if n + 1 < len(layers) else level
        for taking in product(*(range(min(count, degree) + 1) for count in pool)):
            work.spend(20)
            if taking[0] + taking[1] + taking[2] + 2 * taking[3] == degree:
                ends, positive, negative, pairs = (a - b for a, b in zip(pool, taking, strict=True))
                rest = ends, positive, negative, pairs
                if following < level:
                    rest = arrive(following, _spread(rest, exponents[level] // exponents[following]))
                if search(n + 1, rest):
                    return True
        failed.add((n, pool))
        return False

    return not layers or search(0, arrive(layers[0][0], (0, 0, 0, 0)))


def _spread(roots: Roots, s: int) -> Roots:
    """The roots of f(y^s), from those of f: a positive one has a positive s-th root, a negative one for even s too."""
    ends, positive, negative, pairs = roots
    if s % 2:
        return s * ends, positive, negative, (positive + negative) * (s - 1) // 2 + s * pairs
    return s * ends, positive, positive, positive * (s - 2) // 2 + negative * s // 2 + s * pairs
