"""Where critical points lie: u in function space, and the real ones as minima and saddles over parameters.

Contents: :func:`check_places`.

``place`` of an orbit is "critical" if at each of its points u is a smooth point of the Zariski closure X of the
neuromanifold and the loss restricted to X is critical there; "noncritical" if u is smooth and it is not critical;
"singular" if u is a singular point of X; or "undecided", which claims nothing. ``real`` lists all real points by
intervals of a, each with the number of negative eigenvalues of the Hessian of the loss over parameters where that is
regular up to rescaling, or null.

A real point of index 0 is a nondegenerate local minimum up to rescaling. Then, and so for its rescalings to every
delta, gradient flow from an open set of starts converges to parameters over its u. If its place is "noncritical", no
Riemannian metric that is continuous at u has a gradient flow with such a trajectory, for its gradient at u is not 0,
while the velocity of u tends to 0: the theorem in the lesson on one trajectory, which is trusted.
"""

from __future__ import annotations

from ...core.arithmetic import Rational, evaluate
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import choice, integer, json_list, json_object, rationals
from ...network.architecture import Architecture
from ...network.parameter import IsolatedRoot
from .functionspace import place_of_filter
from .hessian import Critical, index_at

PLACES = ("critical", "noncritical", "singular", "undecided")


def check_places(
    architecture: Architecture,
    value: object,
    points: list[Critical],
    roots: list[int],
    complete: bool,
    prime: int,
    work: Work,
) -> str:
    """Establishes what is said of each orbit; returns the sum of it in words, which tell where there may be more."""
    smooth = singular = critical = minima = spurious = 0
    placed = typed = True
    listed = json_list(value, "result.orbits", len(points))
    for n, (entry, point, real) in enumerate(zip(listed, points, roots, strict=True)):
        where = f"result.orbits[{n}]"
        item = json_object(entry, "place real", where)
        place = choice(item["place"], PLACES, f"{where}.place")
        if place != "undecided" and place_of_filter(architecture, point, prime, work) != place:
            raise Rejected(f"{where}.place", "is not shown")
        found, decided = _check_real(item["real"], point, real, f"{where}.real", work)
        placed, typed = placed and place != "undecided", typed and decided
        smooth += (place in ("critical", "noncritical")) * (len(point.f) - 1)
        singular += (place == "singular") * (len(point.f) - 1)
        critical += (place == "critical") * (len(point.f) - 1)
        minima += found
        spurious += found * (place == "noncritical")
    more, others = "" if placed else " or more", "" if typed and complete else " or more"
    text = f"; u is singular at {singular}{more}" if singular else ""
    text += f"; u is smooth at {smooth}{more} and the loss critical there in function space at {critical}{more}"
    text += f"; local minima: {minima}{others}" if minima or not others else "; no local minimum is shown"
    if spurious:
        several = f"{spurious}{more or others}"
        text += f", {several} of them with dl(u) not 0 on T_u, so no continuous Riemannian metric there"
    return text


def _check_real(value: object, point: Critical, real: int, where: str, work: Work) -> tuple[int, bool]:
    """Establishes real points, which are all, and indices; returns the number of local minima, and if that is all."""
    listed = json_list(value, where, real)
    minima, decided = 0, True
    last: Rational | None = None
    for n, entry in enumerate(listed):
        item = json_object(entry, "interval index", f"{where}[{n}]")
        ends = rationals(item["interval"], f"{where}[{n}].interval", 2)
        if not _holds_root(point.f, ends[0], ends[1], work) or (last is not None and not _at_most(last, ends[0])):
            raise Rejected(f"{where}[{n}].interval", "does not hold a root of its own, greater than the one before")
        last = ends[1]
        if item["index"] is None:
            decided = False
            continue
        index = integer(item["index"], f"{where}[{n}].index", 0, sum(map(len, point.filters)))
        if index_at(point, IsolatedRoot(point.f, ends, work), work) != index:
            raise Rejected(f"{where}[{n}].index", "is not the number of negative eigenvalues")
        minima += index == 0
    return minima, decided


def _at_most(x: Rational, y: Rational) -> bool:
    return x[0] * y[1] <= y[0] * x[1]


def _holds_root(f: list[int], low: Rational, high: Rational, work: Work) -> bool:
    """Whether there is a root between two rational numbers, or the one that they are."""
    if low == high:
        return evaluate(f, low, work) == 0
    below, above = evaluate(f, low, work), evaluate(f, high, work)
    return _at_most(low, high) and (below < 0 < above or above < 0 < below)
