"""Certificates of fibers of networks with channels as JSON, of kind ``multichannel-fiber``.

Contents: :func:`channel_fiber_json`.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, rationals_json
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, element_json, number_json, tensor_json
from symlcn.families.multichannel.basepoint import PRIME
from symlcn.families.multichannel.fiber.judge import ChannelFiber
from symlcn.families.multichannel.fiber.scalarpoint import Element, ScalarPoint
from symlcn.families.multichannel.saturation import PointCut

__all__ = ["channel_fiber_json"]


def channel_fiber_json(found: ChannelFiber) -> Json:
    """The certificate.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.fiber("k2s2c2 k2", filters=[[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]])
    >>> answer.certificate()["result"]
    {'orbits': '1', 'point': None}
    """
    proved = found.status == "proved"
    own = {
        "filters": [tensor_json(w) for w in found.given.filters],
        "filter": tensor_json(found.given.product),
        "result": {"orbits": "1", "point": found.point and _point(found.point)} if proved else None,
        "evidence": {"prime": PRIME, "cuts": [_cut(cut) for cut in found.cuts]} if proved else None,
    }
    return sealed(
        "multichannel-fiber",
        architecture_json(found.given.network),
        found.status,
        own,
        delta=rationals_json(found.delta),
        reason=found.reason,
    )


def _cut(cut: PointCut) -> Json:
    curve = [list(line) for line in cut.curve]
    return {"side": cut.side, "point": list(cut.point), "curve": curve, "degree": cut.degree}


def _point(point: ScalarPoint) -> Json:
    return {
        "t": number_json(point.t),
        "gram": _matrix(point.gram),
        "inverse": _matrix(point.inverse),
        "ntk": None if point.kernel is None else _matrix(point.kernel),
    }


def _matrix(rows: tuple[tuple[Element, ...], ...]) -> list[list[str | list[str]]]:
    return [[element_json(value) for value in row] for row in rows]
