"""A landscape as a JSON object, all numbers exact; decimals stand under ``approx``.

Contents: :func:`landscape_json`, :func:`decimal_text`, :func:`risk_decimal_text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Any

from symlcn.algebra.complexroots import AlgebraicNumber
from symlcn.algebra.exact import Json, rational_text
from symlcn.certificates.algebraicvalues import DIGITS, algebraic_json
from symlcn.certificates.envelope import tool_json
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.loss.critical.critical import CriticalPoints
from symlcn.loss.critical.document import orbit_json, zero_json
from symlcn.loss.critical.places import RealPoint
from symlcn.loss.risk import risk_json
from symlcn.loss.survey import Survey, Surveyed

__all__ = ["decimal_text", "landscape_json", "risk_decimal_text"]


def landscape_json(found: Survey, _certificate: Json | None = None) -> Json:
    """The whole survey, beyond what its certificate says.

    Examples
    --------
    >>> from symlcn.loss.risk import quadratic_risk
    >>> from symlcn.loss.survey import surveyed
    >>> from symlcn.network.architecture import parse_architecture
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), [[1, 0, 0], [0, 1, 0], [0, 0, 1]], (2, 1, -3))
    >>> document = landscape_json(surveyed(risk, ()))
    >>> document["status"], document["complex_critical_points"]["number"]
    ('proved', '6')
    """
    return {
        "format": "symlcn-landscape",
        "version": 1,
        "kind": "landscape",
        "architecture": architecture_json(found.risk.architecture),
        "status": found.status,
        "reason": found.reason,
        "risk": {**risk_json(found.risk), "least": rational_text(found.risk.least)},
        "given": [_point_json(point) for point in found.given],
        "zero_filter_points": [_point_json(point) for point in found.found],
        "zero_filters": [zero_json(case) for case in found.zero],
        "complex_critical_points": _points_json(found.points, found.real),
        "tool": tool_json(),
    }


def _point_json(point: Surveyed) -> Json:
    saddle = point.saddle
    return {
        "filters": [tensor_json(tensor) for tensor in point.filters],
        "critical": point.critical,
        "zero_filter": point.zero,
        "negative_direction": None
        if saddle is None
        else {"direction": [tensor_json(t) for t in saddle.direction], "curvature": rational_text(saddle.curvature)},
    }


def _points_json(points: CriticalPoints, real: Sequence[RealPoint]) -> Json:
    """Orbits with exact filters, real points with enclosures of the risk."""
    return {
        "generic": str(points.generic),
        "number": None if points.number is None else str(points.number),
        "infinite": points.infinite,
        "proof": points.proof,
        "reason": points.reason,
        "unlisted": points.unlisted,
        "real_complete": points.real_complete,
        "orbits": [
            {
                **orbit_json(orbit),
                "multiplicity": orbit.multiplicity,
                "nondegenerate": orbit.nondegenerate,
                "place": orbit.place,
            }
            for orbit in points.orbits
        ],
        "real": [_real_json(point) for point in real],
    }


def _real_json(point: RealPoint) -> Json:
    low, high = point.risk
    return {
        "orbit": point.orbit,
        "a": _number_json(point.root),
        "filters": {"approx": [[decimal_text(c) for c in entries] for entries in point.filters]},
        "risk": {"interval": [rational_text(low), rational_text(high)], "approx": risk_decimal_text(point)},
        "least": point.least,
        "index": point.index,
    }


def _number_json(number: AlgebraicNumber) -> Any:
    return algebraic_json(number) if number.rational is None else rational_text(number.rational)


def decimal_text(ball: Any, digits: int = DIGITS) -> str:
    """A real number with so many digits; 0 if it may be 0."""
    return "0" if ball.contains(0) else str(ball.str(digits, radius=False))


def risk_decimal_text(point: RealPoint, digits: int = DIGITS) -> str:
    """The middle of the bounds of the risk, 0 if they contain 0."""
    low, high = point.risk
    if low <= 0 <= high:
        return "0"
    context, middle = Context(prec=digits), (low + high) / 2
    quotient = context.divide(Decimal(middle.numerator), Decimal(middle.denominator))
    return str(quotient.normalize(context)).lower()
