"""Kind "fiber": all factorizations of one end-to-end filter, smooth or singular, and which of them share their NTK.

Contents: :func:`check`, :func:`check_inside`; :class:`Established`, :func:`establish_inside`.

Where ``evidence`` is null nothing is said. Else "accepted" means: the fiber of ``filter`` has so many points over Q, R
and C as ``counts`` says; ``points``, unless null, lists all of those over ``field``, up to factors of the filters, with
the rank of J where it is given, and with generators of a field that has a point that is not rational; where
``primitive`` is given that number generates the field of definition of the point, the least such field (see
definition.py); ``filter`` is a smooth or singular point of the closure of the neuromanifold as ``smooth`` says; the
real points listed have equal NTKs at the invariants ``delta`` (null: for every delta) exactly when one class has them
both; for null the NTKs of two real points in ``pairs`` agree exactly where it says. ``status`` is about all real points
of the fiber: refuted if two that are listed have different NTKs, proved if all are listed and have the same one, or if
there is at most one, which the claim says; else undecided. All this holds if the ``assumptions`` do, which are on
polynomials that are irreducible and on their factors. One theorem is used, for ``smooth``: see smooth.py.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from ..core.arithmetic import Filter, Rational, same_multiples
from ..core.extras import extra
from ..core.limits import MAX_EXTENT, MAX_PARAMETERS, Work
from ..core.outcome import Malformed, Rejected, Statement
from ..core.reading import (
    check_nothing,
    check_reason,
    check_sentences,
    choice,
    integer,
    json_list,
    json_object,
    rational_filter,
)
from ..network.architecture import Architecture
from .assignment import Slot, slots_of
from .comparison.classes import Comparison, check_classes, read_comparison
from .coprime import check_structure, has_structure
from .counting import count_points
from .parts import Parts, read_parts
from .points import Point, lead_of, read_points
from .smoothness.smooth import check_smooth, rank_over_smooth

KEYS = "status reason filter field points counts smooth smooth_reason ntk_classes pairs evidence assumptions"
BITS = 256  # of enclosures of t and rho, unless evidence.ntk says otherwise
EVIDENCE = "fiber points fields resolvents scalings ranks smooth ntk pairs"


def check_inside(
    architecture: Architecture, value: object, u: object, delta: list[Rational], where: str, work: Work
) -> dict[str, object]:
    """Establishes the real fiber over the filter u that a certificate of another kind contains; returns it."""
    item = json_object(value, KEYS, where)
    status = choice(item["status"], ("proved", "refuted", "undecided"), f"{where}.status")
    if item["filter"] != u or item["field"] != "R":
        raise Rejected(where, "is not the real fiber over the filter")
    check_reason(item["reason"], status, f"{where}.reason")
    if item["evidence"] is None:
        raise Rejected(where, "has no evidence")
    before = len(work.assumptions)
    try:
        check(architecture, item, delta, status, work)
        check_sentences(item["assumptions"], work.assumptions[before:], "assumptions", "on which the evidence rests")
    except Rejected as error:
        raise type(error)(where, str(error)) from None
    except Malformed as error:
        raise Malformed(where, str(error)) from None
    return item


class Established(NamedTuple):
    """What has been established of a fiber: what is said, the counts, whether it is smooth, the points if listed."""

    statement: Statement
    counts: dict[str, int]
    smooth: bool | None
    points: list[Point] | None


def establish_inside(
    architecture: Architecture, value: object, u: tuple[Filter, int], field: str, where: str, work: Work
) -> Established:
    """Establishes the fiber over the filter u, its points over a field, where NTKs are not compared; returns it."""
    item = json_object(value, KEYS, where)
    status = choice(item["status"], ("proved", "refuted", "undecided"), f"{where}.status")
    check_reason(item["reason"], status, f"{where}.reason")
    if item["evidence"] is None:
        raise Rejected(where, "has no evidence")
    before = len(work.assumptions)
    try:
        found, common = rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
        if item["field"] != field or not same_multiples(found, u[1], u[0], common, work):
            raise Rejected("filter", f"is not that of the run, or the field is not {field}")
        established = _established(architecture, item, None, status, work)
        check_sentences(item["assumptions"], work.assumptions[before:], "assumptions", "on which the evidence rests")
    except Rejected as error:
        raise type(error)(where, str(error)) from None
    except Malformed as error:
        raise Malformed(where, str(error)) from None
    return established


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if item["evidence"] is None:
        choice(item["field"], ("Q", "R", "C"), "field")
        return _check_nothing(item, status)
    return _established(architecture, item, delta, status, work).statement


def _established(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Established:
    field = choice(item["field"], ("Q", "R", "C"), "field")
    if prod(architecture.extents()) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    u = rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
    if not u[0]:
        raise Rejected("filter", "is 0")
    evidence = json_object(item["evidence"], EVIDENCE, "evidence")
    parts = read_parts(architecture, u[0], evidence["fiber"], "evidence.fiber", work)
    slots = slots_of(architecture, parts, merged=False)
    counts = _check_counts(item["counts"], slots, parts, work)
    smooth = check_smooth(architecture, parts, item, evidence["smooth"], lead_of(u), work)
    number = len(json_list(item["points"], "points")) if item["points"] is not None else 2
    comparison = read_comparison(architecture, evidence["ntk"], delta, number)
    points = None
    if item["points"] is None:
        _check_unlisted(item, evidence, status)
        words = "no points listed"
        if evidence["points"] is not None:
            sample = evidence["points"]
            extra("sample").check_sample(architecture, slots, parts, sample, comparison, u, work)
            words = f"two real points, not listed, with NTKs that differ {_unequal_at(delta)}"
    else:
        bits = comparison.bits if comparison else BITS
        points = read_points(architecture, slots, parts, item, evidence, delta, u, bits, work)
        if len(points) != counts[field]:
            raise Rejected("points", f"are {len(points)}, but there are {counts[field]} over {field}")
        over = slots, lead_of(u)
        _check_ranks(architecture, over, points, item, evidence["ranks"], smooth, work)
        if json_list(item["pairs"], "pairs") or json_list(evidence["pairs"], "evidence.pairs"):
            check_pairs = extra("pairs").check_pairs
            check_pairs(architecture, item["pairs"], evidence["pairs"], points, delta is None, work)
        words = _check_classes(architecture, item, comparison, delta, points, counts["R"], over, work)
    return Established(Statement(_text(counts, smooth, words)), counts, smooth, points)


def _check_nothing(item: dict[str, object], status: str) -> Statement:
    """Establishes that nothing is said, as where a limit was hit; returns that."""
    if status != "undecided":
        raise Malformed("evidence", f"must be given when {status}")
    counts = json_object(item["counts"], "Q R C", "counts")
    for field, count in counts.items():
        if count is not None:
            raise Malformed(f"counts.{field}", "must be null where evidence is")
    return check_nothing(item, "points smooth smooth_reason ntk_classes pairs")


def _check_counts(value: object, slots: list[Slot], parts: Parts, work: Work) -> dict[str, int]:
    """Establishes the number of points over each field."""
    item, counts = json_object(value, "Q R C", "counts"), {}
    for field in ("Q", "R", "C"):
        place, counts[field] = f"counts.{field}", count_points(slots, parts, field, work)
        if type(item[field]) is not int:
            integer(item[field], place, 0, MAX_EXTENT)
        if item[field] != counts[field]:
            raise Rejected(place, f"should be {counts[field]}" if counts[field] < MAX_EXTENT else "is wrong")
    return counts


def _check_unlisted(item: dict[str, object], evidence: dict[str, object], status: str) -> None:
    """Establishes that nothing is said of points that are not listed, but perhaps that two NTKs differ."""
    _check_status(status, "undecided" if evidence["points"] is None else "refuted")
    for place, value in (
        ("ntk_classes", item["ntk_classes"]),
        ("evidence.fields", evidence["fields"]),
        ("evidence.ranks", evidence["ranks"]),
        ("evidence.ntk", evidence["ntk"] if evidence["points"] is None else None),
        ("pairs", item["pairs"]),
        ("evidence.pairs", evidence["pairs"]),
        ("evidence.resolvents", evidence["resolvents"]),
        ("evidence.scalings", evidence["scalings"]),
    ):
        if value is not None:
            raise Malformed(place, "must be null where points is")


def _check_ranks(
    architecture: Architecture,
    over: tuple[list[Slot], Rational],
    points: list[Point],
    item: dict[str, object],
    value: object,
    smooth: bool | None,
    work: Work,
) -> None:
    """Establishes the rank of J at each point where it is given; over a smooth point it always is."""
    listed = json_list(item["points"], "points")
    for n, (point, evidence) in enumerate(zip(points, json_list(value, "evidence.ranks", len(points)), strict=True)):
        where, place = f"evidence.ranks[{n}]", f"points[{n}].rank"
        claimed = json_object(listed[n], "filters factor field rank t rho", f"points[{n}]")["rank"]
        if claimed is not None:
            integer(claimed, place, 0, MAX_PARAMETERS)
        if smooth:
            rank: int | None = rank_over_smooth(architecture, over[0], point.choices)
            if evidence is not None:
                raise Malformed(where, "must be null over a smooth point")
        elif evidence is None:
            rank = None
        elif has_structure(evidence):
            if not check_structure(over[0], point.choices, evidence, where, work):
                raise Rejected(where, "shows no rank")
            rank = architecture.full_rank()
        elif point.rational:
            filters = [point.filters[l] for l in range(len(over[0]))]
            rank = extra("rank").check_rank(architecture, filters, evidence, where, work)
        else:
            rank = extra("enclosed rank").check_rank_enclosed(architecture, *over, point.choices, evidence, where, work)
        if claimed != rank:
            raise Rejected(place, "must be null" if rank is None else f"should be {rank}")


def _check_classes(
    architecture: Architecture,
    item: dict[str, object],
    comparison: Comparison | None,
    delta: list[Rational] | None,
    points: list[Point],
    total: int,
    over: tuple[list[Slot], Rational],
    work: Work,
) -> str:
    """Establishes the classes and that status says whether all real points are in one; returns that in words."""
    if item["ntk_classes"] is None:
        if comparison is not None and comparison.equal:
            raise Malformed("evidence.ntk.equal", "must be empty where ntk_classes is null")
        pair = comparison is not None and comparison.pair is not None
        _check_status(item["status"], "refuted" if pair else "undecided")
        if comparison is None or not pair:
            return "the NTKs not compared"
        extra("NTKs").check_pair(architecture, comparison, points, work)
        return f"two real points with NTKs that differ {_unequal_at(delta)}"
    classes = check_classes(architecture, item["ntk_classes"], comparison, delta, points, *over, work)
    real = sum(point.real for point in points)
    listed = f"{real} of {total} real points listed"
    if classes > 1:
        _check_status(item["status"], "refuted")
    elif real < total and (total > 1 or item["status"] == "undecided"):  # as older certificates say of one not listed
        _check_status(item["status"], "undecided", f": {listed}")
    else:
        _check_status(item["status"], "proved")
    if total == 0:
        return "no real point at all, so nothing to compare"
    where = "at the given δ" if delta is not None else "as functions of δ" if classes > 1 else "for every δ"
    if total == 1 and item["status"] == "proved":
        return f"1 real point with 1 NTK {where}"
    number = listed if real < total else f"{real} real points"
    return f"{number} with {classes} NTK{'s' * (classes > 1)} {where}" if real else number


def _unequal_at(delta: list[Rational] | None) -> str:
    return "at some δ" if delta is None else "at the given δ"


def _check_status(status: object, expected: str, why: str = "") -> None:
    if status != expected:
        raise Rejected("status", f"should be {expected}{why}")


def _text(counts: dict[str, int], smooth: bool | None, words: str) -> str:
    numbers = ", ".join(f"{n if n < MAX_EXTENT else 'many'} over {field}" for field, n in counts.items())
    place = {True: "smooth, ", False: "singular, ", None: ""}[smooth]
    return f"points of the fiber: {numbers}; {place}{words}"
