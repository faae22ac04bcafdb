"""Kind "critical": complex critical points of the square loss over parameters, up to rescaling the filters.

Contents: :func:`check`.

An orbit is a polynomial f with integer coefficients and filters whose entries are polynomials in a: a point for each
root a of f. "accepted" means, A and u* being those of ``risk``:

- at every root a of f no filter is zero, and for their product p the multiple u = c p with c = (p^T A u*) / (p^T A
  p), a number other than 0, satisfies J_l^T A (u - u*) = 0 for all layers l: the filters, one of them multiplied by
  c, are a critical point of the loss over parameters. No theorem is used;
- no f has a multiple root, no two have a common one, and a is the sum over layers of the quotients of two linear
  forms of the filter, those of ``parameter``: so no two of the points are equal up to rescaling. ``number`` of them
  are listed, of which ``real`` have real a, hence real filters, and no others have, being real up to rescaling;
- if ``complete`` is true the points are nondegenerate, and as many as ``generic``, a Chern number of the bundle of
  1-jets that depends on the sizes of the filters only. Then, by the theorem in the module critical.py of the program
  (Fulton, Intersection Theory, Thm. 12.2), which is trusted, there are no other critical points without a zero
  filter. With ``elimination`` in the evidence, for special data, there are no others by completeness.py, and no theorem
  is trusted;
- ``orbits`` in the result says what places.py describes: where u lies, and the type of the real points;
- ``zero_filters`` says what zerofilters.py describes: which critical points with a zero filter are strict saddles.

With status undecided and a result no point is listed, and only ``generic`` and ``zero_filters`` say something.

That numbers are not 0 is shown modulo a prime, at which f keeps its degree and has no multiple root: a polynomial in a
that has no root with f there has none with f over C.
"""

from __future__ import annotations

from math import comb, factorial, perm, prod

from ...algebra.modular import check_prime, common_divisor, reduced
from ...algebra.sturm import real_roots
from ...core.arithmetic import Rational, times
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected, Statement
from ...core.reading import check_nothing, exact, integer, json_list, json_object, string
from ...network.architecture import Architecture
from ..risk import Loss, read_loss
from .completeness import check_elimination
from .hessian import Critical, is_nondegenerate
from .places import check_places
from .verification import Forms, Orbit, places_of
from .zerofilters import check_zero_filters

MAX_DIMENSION = 200


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null")
    loss = read_loss(item["risk"], prod(architecture.extents()), "risk", work)
    if status == "undecided":
        return _check_unlisted(architecture, loss, item, work)
    result = json_object(item["result"], "generic number complete real orbits zero_filters", "result")
    evidence = json_object(item["evidence"], "prime parameter orbits elimination", "evidence")
    generic = _check_generic(architecture, result["generic"], work)
    complete = result["complete"]
    if not isinstance(complete, bool):
        raise Malformed("result.complete", "expected true or false")
    prime = check_prime(evidence["prime"], "evidence.prime", work)
    points = _check_orbits(architecture, loss, evidence, prime, work)
    number, roots = sum(len(point.f) - 1 for point in points), [real_roots(point.f, work) for point in points]
    real = sum(roots)
    if string(result["number"], "result.number") != str(number):
        raise Rejected("result.number", "is not the number of points listed")
    if integer(result["real"], "result.real", 0, number) != real:
        raise Rejected("result.real", "is not the number of real points")
    if evidence["elimination"] is not None:
        if not complete:
            raise Malformed("evidence.elimination", "must be null where completeness is not claimed")
        forms = _read_parameter(architecture, evidence["parameter"])
        check_elimination(architecture, loss, evidence["elimination"], forms, points, prime, work)
    elif complete:
        _check_complete(points, generic, prime, work)
    words = "all" if complete else "some, perhaps not all,"
    text = f"{words} critical points up to rescaling of filters: {number} over C, {real} over R"
    text += check_places(architecture, result["orbits"], points, roots, complete, prime, work)
    zero = check_zero_filters(loss, places_of(architecture), result["zero_filters"], "result.zero_filters", work)
    return Statement(text, ("no filter is zero",), also=zero)


def _check_unlisted(architecture: Architecture, loss: Loss, item: dict[str, object], work: Work) -> Statement:
    """Establishes what an undecided certificate says of critical points with zero filters, which is all it may say."""
    nothing = check_nothing(item, "evidence")
    if item["result"] is None:
        return nothing
    result = json_object(item["result"], "generic number complete real orbits zero_filters", "result")
    _check_generic(architecture, result["generic"], work)
    for key, none in (("number", "0"), ("complete", False), ("real", 0), ("orbits", [])):
        if type(result[key]) is not type(none) or result[key] != none:
            raise Malformed(f"result.{key}", "must say when undecided that no point is listed")
    zero = check_zero_filters(loss, places_of(architecture), result["zero_filters"], "result.zero_filters", work)
    return Statement(f"{zero}; critical points without a zero filter are not listed") if zero else nothing


def _check_generic(architecture: Architecture, value: object, work: Work) -> int:
    """Establishes the number for generic data; returns it."""
    generic = _generic_number(architecture, work)
    if string(value, "result.generic") != str(generic):
        raise Rejected("result.generic", "is not the number for generic data")
    return generic


def _check_orbits(
    architecture: Architecture, loss: Loss, evidence: dict[str, object], prime: int, work: Work
) -> list[Critical]:
    """Establishes that the points listed are critical and that all are different."""
    forms, points, whole = _read_parameter(architecture, evidence["parameter"]), [], [1]
    for n, entry in enumerate(json_list(evidence["orbits"], "evidence.orbits")):
        orbit = Orbit(architecture, entry, f"evidence.orbits[{n}]")
        whole = reduced(times(orbit.f, reduced(whole, prime) or [0], work), prime)
        points.append(orbit.check(loss, forms, prime, work))
    slope = reduced([i * c for i, c in enumerate(whole)][1:], prime)
    number = sum(len(point.f) - 1 for point in points)
    if len(whole) != number + 1 or len(common_divisor(whole, slope, prime, work)) != 1:
        raise Rejected("evidence.prime", "does not show that all roots are different")
    return points


def _check_complete(points: list[Critical], generic: int, prime: int, work: Work) -> None:
    """Establishes that all points are nondegenerate, and that there are as many as for generic data."""
    for n, point in enumerate(points):
        if not is_nondegenerate(point, prime, work):
            raise Rejected(f"evidence.orbits[{n}]", "is not shown to consist of nondegenerate points")
    if sum(len(point.f) - 1 for point in points) != generic:
        raise Rejected("result.complete", "fewer points are listed than there are for generic data")


def _generic_number(architecture: Architecture, work: Work) -> int:
    """sum_i (-1)^i (2^(n+1-i) - 1) deg c_i(X) for the product X of projective spaces, of dimension n."""
    sizes = [prod(size) for size in architecture.sizes]
    n = sum(sizes) - len(sizes)
    if n > MAX_DIMENSION:
        raise Malformed("architecture", f"more than {MAX_DIMENSION} parameters up to rescaling")
    series = [1]  # multiplied by the product of all (size - 1)!
    for size in sizes:
        series = times(series, [comb(size, i) * perm(size - 1, i) for i in range(size)], work)
    terms = (((1 << n + 1 - i) - 1) * factorial(n - i) * c for i, c in enumerate(series))
    total = sum(-term if i % 2 else term for i, term in enumerate(terms))
    return total // prod(factorial(size - 1) for size in sizes)


def _read_parameter(architecture: Architecture, value: object) -> list[Forms | None]:
    """For each layer null, or two linear forms."""
    found: list[Forms | None] = []
    for l, entry in enumerate(json_list(value, "evidence.parameter", len(architecture.sizes))):
        where = f"evidence.parameter[{l}]"
        if entry is None:
            found.append(None)
            continue
        forms, size = json_object(entry, "numerator denominator", where), prod(architecture.sizes[l])
        above, below = (
            [exact(c, f"{where}.{key}[{i}]") for i, c in enumerate(json_list(forms[key], f"{where}.{key}", size))]
            for key in ("numerator", "denominator")
        )
        found.append((above, below))
    return found
