"""The points of a fiber as JSON: filters, field, t and ρ.

Contents: :func:`point_json`, :func:`rho_text`.
"""

from __future__ import annotations

from typing import Any

from symlcn.algebra.discs import MIN_BITS
from symlcn.algebra.exact import Json, rational_text
from symlcn.certificates.algebraicvalues import DIGITS, algebraic_json, bounds_json
from symlcn.certificates.values import number_json, rho_json, tensor_json
from symlcn.errors import LimitError
from symlcn.fiber.exact.conjugates import shapes_of
from symlcn.fiber.exact.enclosures import PRECISIONS, Enclosed, enclose
from symlcn.fiber.fiber import Fiber, ScaledPoint
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture

__all__ = ["point_json", "rho_text"]


def point_json(found: Fiber, point: ScaledPoint, separating: int = MIN_BITS) -> Json:
    """A listed point, where so many bits tell all roots apart. Raises LimitError where ρ cannot be enclosed."""
    if point.filters is not None and point.factor is not None:
        return {
            "filters": [tensor_json(filter_) for filter_ in point.filters],
            "factor": rational_text(point.factor),
            "field": "Q",
            "rank": point.rank,
            "t": point.scaling and number_json(point.scaling.t),
            "rho": point.scaling and rho_json(point.scaling),
        }
    layers = range(len(found.architecture.layers))
    return {
        "filters": [_layer_json(found.architecture, point.point, layer) for layer in layers],
        "factor": None,
        "field": _field_json(point, separating),
        "rank": point.rank,
        **_scaling_json(found, point),
    }


def _scaling_json(found: Fiber, point: ScaledPoint) -> Json:
    """t and ρ at a point that is not rational: exactly, or enclosed where the degree of t is too high."""
    if point.scaling is not None:
        return {"t": number_json(point.scaling.t), "rho": rho_json(point.scaling)}
    enclosed = _enclosed_scaling(found, point)
    if enclosed is None:
        return {"t": None, "rho": None}
    return {"t": _interval_json(enclosed.t), "rho": [_interval_json(rho) for rho in enclosed.rho]}


def _enclosed_scaling(found: Fiber, point: ScaledPoint) -> Enclosed | None:
    """Enclosures of t and ρ for a real point of a fiber with given invariants, None for others.

    Raises
    ------
    LimitError
        If 4096 bits are not enough.
    """
    if found.delta is None or not point.point.real:
        return None
    for bits in PRECISIONS:
        enclosed = enclose(found.architecture, found.tensor, point.point, found.delta, bits)
        if enclosed is not None:
            return enclosed
    raise LimitError(f"{PRECISIONS[-1]} bits do not give an enclosure of ρ")


def rho_text(found: Fiber, point: ScaledPoint, digits: int) -> list[str]:
    """The ρ_l of a real point with given invariants to so many digits, none for others. Raises LimitError as well."""
    enclosed = _enclosed_scaling(found, point)
    return [] if enclosed is None else [rho.str(digits, radius=False) for rho in enclosed.rho]


def _field_json(point: ScaledPoint, separating: int) -> Json:
    """Numbers whose field contains all coefficients, and one that generates just the field of definition, if found."""
    generators = [n for numbers, labels in shapes_of(point.point) for n, m in zip(numbers, labels, strict=True) if m]
    primitive = None if point.primitive is None else algebraic_json(point.primitive.number)
    return {"generators": [algebraic_json(number, separating) for number in generators], "primitive": primitive}


def _layer_json(architecture: Architecture, point: Point, layer: int) -> Any:
    """The primitive filter where it is rational; else enclosures of its entries: [lower, upper], or re and im."""
    filter_ = point.rational_filter(layer, architecture.layers[layer].size)
    if filter_ is not None:
        return tensor_json(filter_)
    size, balls, scale = architecture.layers[layer].size, point.enclosure(layer), point.magnitudes(layer)
    last = max(balls)  # where the entry is 1, as the filter is normalised

    def level(prefix: tuple[int, ...]) -> Any:
        if len(prefix) < len(size):
            return [level((*prefix, k)) for k in range(size[len(prefix)])]
        ball = balls.get(prefix)
        if ball is None or prefix == last:
            re, im = [["0", "0"], ["1", "1"]][prefix == last], ["0", "0"]
        else:
            re, im = (bounds_json(part, scale[prefix]) for part in (ball.real, ball.imag))
        return re if point.real else {"re": re, "im": im}

    return {"enclosure": level(())}


def _interval_json(ball: Any) -> Json:
    return {"interval": bounds_json(ball, abs(ball)), "approx": ball.str(DIGITS, radius=False)}
