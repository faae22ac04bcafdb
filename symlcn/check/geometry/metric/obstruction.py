"""That there is no metric at a filter: what its fiber shows, with the reason in words, which is made again from it.

Contents: :func:`check_none`.
"""

from __future__ import annotations

from ...core.arithmetic import Rational
from ...core.limits import Work
from ...core.outcome import Rejected, Statement
from ...core.reading import choice, json_list, json_object, string
from ...fiber.fiber import check_inside
from ...network.architecture import Architecture

WORDS = {
    "outside": "no real filters have this product",
    "singular": "the filter is a singular point",
    "rank": "J has full rank at no real parameters over the filter",
    "ntk": "real parameters over the filter with these invariants have different NTKs",
}


def check_none(architecture: Architecture, item: dict[str, object], delta: list[Rational], work: Work) -> Statement:
    """Establishes what is in the way of a metric; returns that."""
    result = json_object(item["result"], "form kind why", "result")
    kind = choice(result["kind"], tuple(WORDS), "result.kind")
    evidence = json_object(item["evidence"], "fiber", "evidence")
    fiber = check_inside(architecture, evidence["fiber"], item["filter"], delta, "evidence.fiber", work)
    counts = fiber["counts"] if isinstance(fiber["counts"], dict) else {}
    full = architecture.full_rank()
    ranks = [point.get("rank") for point in json_list(fiber["points"] or [], "points") if isinstance(point, dict)]
    shown = {
        "outside": counts["R"] == 0,
        "singular": fiber["smooth"] is False,
        "rank": fiber["smooth"] is True and bool(ranks) and all(isinstance(r, int) and r < full for r in ranks),
        "ntk": fiber["status"] == "refuted",
    }
    if not shown[kind]:
        raise Rejected("evidence.fiber", f"does not show that {WORDS[kind]}")
    field = "real" if counts["C"] else "complex"
    why = {
        "outside": f"u is not in the neuromanifold: no {field} filters have this product",
        "singular": f"u is a singular point: {fiber['smooth_reason']}",
        "rank": f"u is a smooth point, but J has rank less than {full}: layers of a block have a common root",
        "ntk": "real parameters over u with these invariants have different NTKs: each has a metric, u alone has none",
    }[kind]
    if string(result["why"], "result.why") != why:
        raise Rejected("result.why", f"should be {why!r}")
    return Statement(f"there is no metric, as {WORDS[kind]}")
