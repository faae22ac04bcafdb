"""Kind "architecture": degree of the generic fiber, and whether the NTK depends on the parameters.

Contents: :func:`check`.

"accepted" means that ``result`` is right for a generic end-to-end filter, and so is ``status``: NTKs that are said to
agree do so over every nonzero filter at which the closure of the neuromanifold is normal, and NTKs that are said to
differ do so over an open set of filters. Two theorems are used. (1) The generic fiber contains all permutations inside
each class and all distributions of roots inside each axis block, so the degree is at least the number of these. The
evidence does the rest: over C the witness has exactly so many points in its fiber, all with a Jacobian of full rank, so
the degree is at most that; and NTKs claimed to differ are shown to differ. (2) Zariski's main theorem: where the
generic fiber is one orbit of permutations of interchangeable layers, so is the fiber over every normal point, as a
product of projective spaces modulo permutations is normal and is mapped finitely and birationally to the image.

The witness is a smooth point: when the layers of each axis block are merged into one, its fiber is one free orbit of
permutations inside classes, and the merged layers are coprime, so the Jacobian has full rank there.
"""

from __future__ import annotations

from ..core.arithmetic import Filter, Rational, divides, norm, plus, times
from ..core.limits import MAX_EXTENT, Work
from ..core.outcome import Malformed, Rejected, Statement
from ..core.reading import check_nothing, choice, json_list, json_object, layer_pair, rationals
from ..network.architecture import Architecture, integer_filters
from ..network.classify import NTK, compare, result_of
from ..network.ntk import constant_entries
from ..network.scaling import check_scaling, field_element, shifts_of
from .exchange import Exchange, check_exchange, check_swap, swap
from .witness import check_witness

NORMAL = (
    "the end-to-end filter is not 0 and is a normal point (for example a smooth point) of the closure of the "
    "neuromanifold"
)


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if status == "undecided":
        json_object(item["evidence"], "", "evidence")
        return check_nothing(item, "result")
    return _check_decided(architecture, item, delta, status, work)


def _check_decided(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes result and status from the evidence; returns what is established."""
    expected = result_of(architecture, work)
    choice(json_object(item["result"], " ".join(expected), "result")["ntk"], NTK, "result.ntk")
    compare(item["result"], expected, "result")
    words = _check_status(architecture, expected["ntk"], delta, status, work)
    evidence = json_object(item["evidence"], "witness exchange counterexample", "evidence")
    witness = check_witness(architecture, evidence["witness"], work)
    for key, needed in (("exchange", expected["ntk"] == NTK[2]), ("counterexample", status == "refuted")):
        if (evidence[key] is None) == needed:
            raise Rejected(f"evidence.{key}", "must be given" if needed else "must be null")
    exchange, place = None, ""
    if expected["ntk"] == NTK[2]:
        exchange = check_exchange(architecture, witness, evidence["exchange"], work)
    elif expected["ntk"] == NTK[1]:
        constants = constant_entries(witness, "evidence.witness")
        for i, j in architecture.swaps():
            check_swap(witness, constants, i, j, f"evidence.witness[{j}]")
    if status == "refuted":
        first = _check_counterexample(architecture, evidence["counterexample"], delta, witness, exchange, work)
        place = "a pair over a smooth point" if first == witness else ""
    degree = str(expected["degree"])
    agree = status == "proved" or (delta is None and expected["ntk"] == NTK[1])
    text = f"degree {degree if len(degree) <= 40 else f'of {len(degree)} digits'}, {words}"
    return Statement(text, (NORMAL,) if agree else (), also=place)


def _check_status(
    architecture: Architecture, ntk: object, delta: list[Rational] | None, status: str, work: Work
) -> str:
    """Establishes that status answers whether the NTK is independent at delta; returns the answer in words."""
    if ntk == "independent":
        expected, words = "proved", "NTK independent for every δ"
    elif ntk == "dependent":
        expected, words = "refuted", "NTK dependent for every δ over an open set of filters"
    elif delta is None:
        expected, words = "refuted", "NTK independent exactly on the δ-locus, not for every δ"
    else:
        shifts, _ = shifts_of(delta, work)
        if all(shifts[i] == shifts[j] for i, j in architecture.swaps()):
            expected, words = "proved", "NTK independent for the given δ, which is on the δ-locus"
        else:
            expected, words = (
                "refuted",
                "NTK dependent for the given δ, which is off the δ-locus, over an open set of filters",
            )
    if status != expected:
        raise Rejected("status", f"should be {expected}")
    return words


def _check_counterexample(
    architecture: Architecture,
    value: object,
    delta: list[Rational] | None,
    witness: list[Filter],
    exchange: Exchange | None,
    work: Work,
) -> list[Filter]:
    """Establishes two parameters with the same end-to-end filter and invariants but different NTKs; returns the first.

    The invariants are attained after a scaling that exists and is unique up to signs; t and rho give it, or are null.
    """
    where, depth = "evidence.counterexample", len(architecture.sizes)
    item = json_object(value, "delta layers pair ntk_difference", where)
    own = None if item["delta"] is None else rationals(item["delta"], f"{where}.delta", depth - 1)
    if own != delta and (exchange or delta is not None):
        raise Rejected(f"{where}.delta", "is not the delta of the certificate")
    i, j = layer_pair(item["layers"], depth, f"{where}.layers")
    places = [f"{where}.pair[0]", f"{where}.pair[1]"]
    points = [
        json_object(entry, "filters t rho", place)
        for entry, place in zip(json_list(item["pair"], f"{where}.pair", 2), places, strict=True)
    ]
    found = [integer_filters(point["filters"], architecture, f"{places[n]}.filters") for n, point in enumerate(points)]
    base = witness if exchange else found[0]
    change = exchange or swap(architecture, own, base, i, j, work)
    if (i, j) != (change.i, change.j):
        raise Rejected(f"{where}.layers", "are not those of the exchange")
    if found[0] != base:
        raise Rejected(f"{places[0]}.filters", "are not those of the witness")
    if found[1] != change.apply(base):
        raise Rejected(f"{places[1]}.filters", f"are not those of pair[0] with filters[{i}] and filters[{j}] exchanged")
    solved = own if points[0]["t"] is not None else None
    minpoly: list[int] = []
    for point, filters, place in zip(points, found, places, strict=True):
        if solved is not None:
            minpoly = check_scaling(solved, filters, point, place, work)
        elif point["t"] is not None or point["rho"] is not None:
            raise Malformed(place, "t and rho must be null without delta, and in both points or in none")
    if exchange is None and solved is not None:
        _check_difference(item["ntk_difference"], solved, points, found, minpoly, work)
    elif item["ntk_difference"] is not None:
        raise Malformed(f"{where}.ntk_difference", "must be null for an exchange and where t is null")
    return found[0]


def _check_difference(
    value: object,
    delta: list[Rational],
    points: list[dict[str, object]],
    filters: list[list[Filter]],
    f: list[int],
    work: Work,
) -> None:
    """Establishes that the two values of K(0, 0) are the given ones (that they differ is known by now)."""
    for key in ("t", "rho"):
        if points[1][key] != points[0][key]:
            raise Rejected(f"evidence.counterexample.pair[1].{key}", "is not that of pair[0]")
    where = "evidence.counterexample.ntk_difference"
    item = json_object(value, "index values", where)
    if layer_pair(item["index"], MAX_EXTENT, f"{where}.index") != (0, 0):
        raise Rejected(f"{where}.index", "must be [0, 0]")
    for n, entry in enumerate(json_list(item["values"], f"{where}.values", 2)):
        _check_value(entry, delta, filters[n], f, f"{where}.values[{n}]", work)


def _check_value(
    value: object, delta: list[Rational], filters: list[Filter], f: list[int], where: str, work: Work
) -> None:
    """Establishes K(0, 0) = u_0^2 sum_l n_l / (rho_l w_l[0]^2), multiplied by the product of all rho_l, mod f."""
    numerators, denominator = field_element(value, len(f) - 1, where, work)
    shifts, common = shifts_of(delta, work)
    product, total, squares = [1], [0], 1
    for shift, entries, constant in zip(shifts, filters, constant_entries(filters, where), strict=True):
        total = times(total, [shift * constant**2, common * constant**2], work)
        total = plus(total, times(product, [norm(entries) * squares], work))
        product = times(product, [shift, common], work)
        squares *= constant**2
    expected = times([-denominator * common], total, work)
    if not divides(f, plus(times(numerators, product, work), expected), work):
        raise Rejected(where, "is not K(0, 0) at this parameter")
