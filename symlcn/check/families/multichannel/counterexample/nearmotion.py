"""Networks with channels: a motion along an orbit at real filters with the invariants, which are near rational ones.

Contents: :func:`check_near_motion`.

What shows it is that of nearpoints.py, with derivatives as in channelmap.py.
"""

from __future__ import annotations

from math import prod

from ....algebra.matrices import Matrix
from ....core.limits import Work
from ....core.reading import json_object, layer_pair
from ....network.furtherarchitectures import ChannelArchitecture
from ...nearpoints import Entry, Shape, check_near
from ..channelmap import derivative, read_filters, scales
from ..orbitmotion import slices


def check_near_motion(
    value: object, architecture: ChannelArchitecture, delta: list[Matrix], where: str, work: Work
) -> None:
    """Establishes real filters with these invariants at which the NTK can be moved."""
    item = json_object(value, "filters radius directions index scale", where)
    filters = read_filters(item["filters"], architecture, f"{where}.filters", work)
    channels = architecture.channels
    place = layer_pair(item["index"], channels[0] * channels[-1] * filters.size, f"{where}.index")
    left, right = (derivative(filters, n, work) for n in place)
    shape = Shape(list(channels), [prod(size) for size in architecture.stack.sizes])
    check_near(item, slices(filters, work), shape, Entry(left, right, scales(filters, work)), delta, where, work)
