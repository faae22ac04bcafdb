"""Certificates of fibers of networks with channels as JSON, of kind ``multichannel-fiber``.

Contents: :func:`channel_fiber_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, rational_text, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, element_json, number_json, tensor_json
from symlcn.families.multichannel.basepoint import PRIME
from symlcn.families.multichannel.fiber.cutequations import Step
from symlcn.families.multichannel.fiber.enclosedpoint import EnclosedPoint
from symlcn.families.multichannel.fiber.judge import ChannelFiber
from symlcn.families.multichannel.fiber.scalarpoint import Element, ScalarPoint

__all__ = ["channel_fiber_json"]


def channel_fiber_json(found: ChannelFiber) -> Json:
    """The certificate.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.fiber("k2s2c2 k2", filters=[[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]])
    >>> answer.certificate()["result"]
    {'orbits': '1', 'point': None, 'enclosure': None}
    """
    proved = found.status == "proved"
    own = {
        "filters": found.filters and [tensor_json(w) for w in found.filters.filters],
        "filter": tensor_json(found.product),
        "result": _result(found) if proved else None,
        "evidence": {"prime": PRIME, "cuts": list(map(_cut, found.steps))} if proved else None,
    }
    return sealed(
        "multichannel-fiber",
        architecture_json(found.network),
        found.status,
        own,
        delta=rationals_json(found.delta),
        reason=found.reason,
    )


def _result(found: ChannelFiber) -> Json:
    point, enclosure = found.point and _point(found.point), found.enclosure and _enclosure(found.enclosure)
    return {"orbits": str(found.orbits), "point": point, "enclosure": enclosure}


def _cut(step: Step) -> Json:
    return {"cut": step.cut, "side": step.side, "points": [list(point) for point in step.points]}


def _point(point: ScalarPoint) -> Json:
    return {
        "t": number_json(point.t),
        "gram": _matrix(point.gram),
        "inverse": _matrix(point.inverse),
        "ntk": None if point.kernel is None else _matrix(point.kernel),
    }


def _enclosure(found: EnclosedPoint) -> Json:
    return {
        "matrices": tensor_json(found.matrices),
        "bound": rational_text(found.bound),
        "radius": rational_text(found.radius),
        "grams": tensor_json(found.grams),
        "ntk": None if found.kernel is None else tensor_json(found.kernel),
        "error": rational_text(found.error),
        "ntk_error": None if found.kernel_error is None else rational_text(found.kernel_error),
    }


def _matrix(rows: tuple[tuple[Element, ...], ...]) -> list[list[str | list[str]]]:
    return [[element_json(value) for value in row] for row in rows]
