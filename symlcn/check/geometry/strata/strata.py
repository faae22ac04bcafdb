"""Kind "strata": singular points of the neuromanifold M over the complex numbers.

Contents: :func:`check`.

The result has one of two forms. What "accepted" means is said at the top of poset.py for the form "poset", one
direction with exponents that divide each other, and at the top of exchanges.py for the form "exchanges". Layers are
those of the reduced architecture, see reduced.py.
"""

from __future__ import annotations

from math import prod

from ...core.arithmetic import Rational
from ...core.limits import MAX_PARAMETERS, Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, choice, json_list, json_object, string
from ...network.architecture import Architecture
from .exchanges import check_exchanges
from .poset import check_poset
from .reduced import reduced

KEYS = {"poset": "strata covers vertex_singular", "exchanges": "limit omitted loci"}


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null: the neuromanifold does not depend on it")
    if status == "undecided":
        return check_nothing(item, "result evidence")
    value = item["result"]
    form = choice(value.get("form") if isinstance(value, dict) else value, tuple(KEYS), "result.form")
    result = json_object(value, f"form reduced complete {KEYS[form]}", "result")
    points = json_list(json_object(item["evidence"], "points", "evidence")["points"], "evidence.points")
    small = reduced(architecture)
    if prod(small.extents()) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    if string(result["reduced"], "result.reduced") != small.notation:
        raise Rejected("result.reduced", "is not the reduced architecture")
    if form == "poset":
        return check_poset(small, result, points, work)
    return check_exchanges(small, result, points, work)
