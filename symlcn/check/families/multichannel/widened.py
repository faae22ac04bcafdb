"""Networks with channels: filters of few channels, and a complement, as filters of a network with more of them.

Contents: :func:`widened`.

The first channels of each hidden layer are those of a part, with its filters. The others read one coordinate each, with
the coefficient 1: in layer 0 the coordinates (input, position), from the last one on, where the filters of the part are
0; in the layers between those of the complement of the layer before, by position and channel; and the last layer does
not read them. So all layers but the last have full row rank if those of the part have.

Let the hidden matrices X of the part keep its invariants, and let the complement stand still. Then all invariants stay:
D_1 moves off its blocks by X W W'^T with rows W, W' of disjoint supports, D_(L-1) by multiples of what the last layer
reads of the complement, which is 0, and all other layers are block diagonal. The NTK is not that of the part.
"""

from __future__ import annotations

from ...core.limits import Work
from ...core.outcome import Rejected
from ...network.furtherarchitectures import ChannelArchitecture
from .channelmap import ChannelFilters


def widened(part: ChannelFilters, whole: ChannelArchitecture, where: str, work: Work) -> ChannelFilters:
    """The filters of the whole, which is established to have a complement."""
    own, channels = part.architecture.channels, whole.channels
    found = ChannelFilters(whole)
    found.denominators = part.denominators
    if own[0] != channels[0] or own[-1] != channels[-1]:
        raise Rejected(where, "have other ends")
    for l, starts in enumerate(found.starts):
        more, before = channels[l + 1] - own[l + 1], channels[l] - own[l]
        work.spend(10 * (more + channels[l] + channels[l + 1]))
        if more > (channels[0] if l == 0 else before) * len(starts):
            raise Rejected(where, f"leave too many channels for a complement of layer {l}")
        rows = dict(part.rows[l])
        columns = {b: dict(column) for b, column in part.columns[l].items()}
        for k in range(more):
            if l == 0:
                b, j = divmod(channels[0] * len(starts) - 1 - k, len(starts))
                work.spend(own[1] + len(starts))
                if any(starts[j] in f for f in columns.get(b, {}).values()):
                    raise Rejected(where, "do not vanish where the complement is")
            else:
                j, b = divmod(k, before)
                b += own[l]
            entry = {starts[j]: part.denominators[l]}
            rows[own[l + 1] + k] = {b: entry}
            columns.setdefault(b, {})[own[l + 1] + k] = entry
        found.rows.append(rows)
        found.columns.append(columns)
    return found
