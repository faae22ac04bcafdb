"""Two real points of a fiber whose points are not listed, with different NTKs.

Contents: :func:`check_sample`.
"""

from __future__ import annotations

from ...core.arithmetic import Filter
from ...core.limits import Work
from ...core.outcome import Malformed
from ...core.reading import json_list
from ...network.architecture import Architecture
from ..assignment import Slot, read_choices
from ..exact.irrational import enclose_filters
from ..parts import Parts
from ..points import Point
from .classes import Comparison
from .differences import check_pair


def check_sample(
    architecture: Architecture,
    slots: list[Slot],
    parts: Parts,
    value: object,
    comparison: Comparison | None,
    u: tuple[Filter, int],
    work: Work,
) -> None:
    """Establishes that two real points, which are not listed, have different NTKs."""
    points = []
    for n, choices in enumerate(json_list(value, "evidence.points", 2)):
        points.append(Point(slots, read_choices(slots, parts, choices, f"evidence.points[{n}]", work)))
        enclose_filters(points[-1], slots, u, work)
    if comparison is None or comparison.pair is None or set(comparison.pair) != {0, 1} or comparison.equal:
        raise Malformed("evidence.ntk", "must compare the two points of evidence.points, and no others")
    check_pair(architecture, comparison, points, work)
