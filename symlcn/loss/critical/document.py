"""Critical points as certificates of format ``symlcn-certificate``, version 2, kind ``critical``.

Contents: :func:`critical_json`.

``result`` has the number of points listed, of the real ones among them, and whether the certificate shows that they
are all; for each orbit where u lies, and its real points with the index of the Hessian. ``evidence`` has the orbits: an
irreducible polynomial f, for each layer the entries of its filter as polynomials in a modulo f, up to a factor, and for
each layer an entry that is not 0; two linear forms of the filters, the sum of whose quotients is a; and a prime modulo
which numbers are shown not to be 0.

Where no point is listed the certificate is undecided, without evidence; its result keeps what is decided of critical
points with zero filters, and is null where nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

from flint import ctx, fmpz_poly, nmod_poly

from symlcn.algebra.exact import Json, fraction_of, integer_text, rational_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json
from symlcn.errors import LimitError
from symlcn.loss.critical.completeness import Completed, content_of
from symlcn.loss.critical.critical import CriticalPoints, Orbit
from symlcn.loss.critical.functionspace import place_of
from symlcn.loss.critical.normalequations import Reduction
from symlcn.loss.critical.places import RealPoint, real_points
from symlcn.loss.critical.verification import PRIMES, chart_forms, is_regular, pivots_modulo
from symlcn.loss.critical.zerofilters import ZeroFilters, zero_filters
from symlcn.loss.risk import Risk, risk_json

__all__ = ["critical_json", "orbit_json", "zero_json"]


MAX_BITS = 6000
"""Bits of the intervals around real roots, of which the independent checker reads at most 4000 digits."""


def critical_json(risk: Risk, points: CriticalPoints, real: Sequence[RealPoint] | None = None) -> Json:
    """The certificate; `real` are the real points among those given, if they are known already.

    Raises
    ------
    LimitError
        If no prime tried shows what is to be shown.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.critical.critical import critical_points
    >>> from symlcn.loss.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), [[1, 0, 0], [0, 1, 0], [0, 0, 1]], (2, 1, -3))
    >>> found = critical_json(risk, critical_points(risk))
    >>> {key: value for key, value in found["result"].items() if key not in ("orbits", "zero_filters")}
    {'generic': '6', 'number': '6', 'complete': True, 'real': 4}
    >>> [orbit["place"] for orbit in found["result"]["orbits"]]
    ['critical', 'critical', 'noncritical']
    """
    result: Json | None = None
    evidence: Json | None = None
    zero = zero_filters(risk)
    if points.orbits and points.reduction is not None:
        complete = points.proof == "count" or points.completed is not None
        prime, pivots = _prime(points.reduction, points.orbits, points.proof == "count")
        listed = real_points(points) if real is None else real
        result = _result_json(points, complete, listed, zero)
        evidence = {
            "prime": prime,
            "parameter": _parameter(points.reduction, points.parameter),
            "orbits": [{**orbit_json(orbit), "pivots": own} for orbit, own in zip(points.orbits, pivots, strict=True)],
            "elimination": None if points.completed is None else _elimination_json(points, points.completed),
        }
    elif risk.definite and any(case.strict is not None for case in zero):  # so few parameters that the checker counts
        result = _result_json(points, False, (), zero)
    about, own = architecture_json(risk.architecture), {"risk": risk_json(risk), "result": result, "evidence": evidence}
    if evidence is None:
        return sealed("critical", about, "undecided", own, reason=points.reason or "no point is listed")
    return sealed("critical", about, "proved", own, hypotheses=points.hypotheses)


def _result_json(
    points: CriticalPoints, complete: bool, listed: Sequence[RealPoint], zero: Sequence[ZeroFilters]
) -> Json:
    """The points listed, if any, and what is decided where filters are zero."""
    return {
        "generic": integer_text(points.generic),
        "number": integer_text(sum(orbit.degree for orbit in points.orbits)),
        "complete": complete,
        "real": len(listed),
        "orbits": [
            {"place": orbit.place, "real": [_real_json(orbit, point) for point in listed if point.orbit == number]}
            for number, orbit in enumerate(points.orbits)
        ],
        "zero_filters": [zero_json(case) for case in zero],
    }


def _elimination_json(points: CriticalPoints, completed: Completed) -> Json:
    """Charts and a slope, multiplicities of orbits with y where they are not 1, and the zeros that are not critical."""
    own = completed.reduction
    terms = {(*exponents, 0)[:2]: integer_text(int(c)) for exponents, c in content_of(own).terms()}
    rows = [
        [terms.get((i, j), "0") for j in range(1 + max(k for _, k in terms))]
        for i in range(1 + max(k for k, _ in terms))
    ]
    roots = {
        tuple(map(int, zero.factor.coeffs())): (zero, y)
        for zero, y in zip(completed.zeros, completed.roots, strict=True)
    }
    orbits = []
    for orbit in points.orbits:
        zero, y = roots[orbit.minpoly]
        orbits.append(
            {
                "multiplicity": zero.multiplicity,
                "root": None if zero.multiplicity == 1 or not completed.slope else _rationals(y),
            }
        )
    return {
        "charts": [[list(map(integer_text, row)) for row in chart] for chart in own.charts],
        "slope": completed.slope,
        "content": rows,
        "orbits": orbits,
        "excluded": [
            {
                "minpoly": [integer_text(int(c)) for c in found.factor.coeffs()],
                "root": _rationals(found.root),
                "multiplicity": found.multiplicity,
                "rank": found.rank,
            }
            for found in completed.excluded
        ],
    }


def _rationals(polynomial: Any) -> list[str]:
    return [rational_text(fraction_of(c)) for c in polynomial.coeffs()]


def zero_json(case: ZeroFilters) -> Json:
    """Layers whose filters are zero, whether all critical points are strict saddles, and at which points not."""
    return {
        "zero": list(case.zero),
        "strict": case.strict,
        "kernels": [
            {"layer": layer, "basis": [list(map(integer_text, vector)) for vector in basis]}
            for layer, basis in case.kernels
        ],
    }


def _real_json(orbit: Orbit, point: RealPoint) -> Json:
    """An interval of a that has no other root, as narrow as signs at a may need, and the index."""
    ends: Sequence[Fraction] = point.root.box[:2]
    if point.root.rational is None:
        largest = max(abs(c).bit_length() for own in orbit.filters for entry in own for c in entry)
        bits = min(64 + 4 * len(orbit.filters) * largest, MAX_BITS)
        with ctx.workprec(2 * bits):
            ball = point.root.enclosure(bits).real * 2**bits
            low, high = ball.lower().floor().unique_fmpz(), ball.upper().ceil().unique_fmpz()
        ends = max(ends[0], Fraction(int(low), 2**bits)), min(ends[1], Fraction(int(high), 2**bits))
    return {"interval": [rational_text(end) for end in ends], "index": point.index}


def orbit_json(orbit: Orbit) -> Json:
    """f, and filters as lists of coefficients in a, entries row-major."""
    return {
        "minpoly": [integer_text(c) for c in orbit.minpoly],
        "filters": [[[integer_text(c) for c in entry] for entry in entries] for entries in orbit.filters],
    }


def _parameter(own: Reduction, coefficients: tuple[int, ...]) -> list[Json | None]:
    """For each layer the forms whose quotient is its part of the parameter a."""
    rest = list(coefficients)
    found: list[Json | None] = []
    for chart in own.charts:
        used, rest = rest[: max(len(chart) - 1, 0)], rest[max(len(chart) - 1, 0) :]
        if not any(used):
            found.append(None)
            continue
        first, *others = chart_forms(chart)
        above = [sum(c * form[j] for c, form in zip(used, others, strict=True)) for j in range(len(first))]
        found.append({"numerator": list(map(integer_text, above)), "denominator": list(map(integer_text, first))})
    return found


def _prime(own: Reduction, orbits: tuple[Orbit, ...], regular: bool) -> tuple[int, list[list[int]]]:
    """A prime modulo which all that the checker wants to be invertible is so, and entries of filters that are."""
    factors = [fmpz_poly(list(orbit.minpoly)) for orbit in orbits]
    whole: Any = prod(factors, start=fmpz_poly([1]))
    for prime in PRIMES:
        reduced = nmod_poly([int(c) % prime for c in whole.coeffs()], prime)
        pivots = [pivots_modulo(own, f, orbit.filters, prime) for f, orbit in zip(factors, orbits, strict=True)]
        good = reduced.degree() == whole.degree() and reduced.gcd(reduced.derivative()).degree() == 0
        if regular:
            parts = zip(factors, orbits, strict=True)
            good = good and all(is_regular(own, f, orbit.unknowns, orbit.filters, prime) for f, orbit in parts)
        good = good and all(
            prime == PRIMES[0]
            or orbit.place == "undecided"
            or place_of(own.risk, f, orbit.filters, prime) == orbit.place
            for f, orbit in zip(factors, orbits, strict=True)
        )
        found = [place for place in pivots if place is not None]
        if good and len(found) == len(orbits):
            return prime, found
    raise LimitError("no prime tried shows that the points are different")
