"""Kind "multichannel-counterexample": networks with channels, one U, one tuple of invariants and different NTKs.

Contents: :func:`check`.

"accepted" means that there are two tuples of real filters with the same end-to-end filter U and the invariants
D_l = sum_j W_(l+1)[j]^T W_(l+1)[j] - W_l[j] W_l[j]^T that are in ``delta``, and that their NTKs differ. Either both
are given, and no theorem is used; or a motion shows that there are two: along an orbit (orbitmotion.py), also at
filters near rational ones (nearmotion.py), or of filters with this U (fibermotion.py). Nothing is said of other U.
"""

from __future__ import annotations

from ....algebra.matrices import Matrix, read_squares, same, transposed
from ....core.extras import extra
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, json_list, json_object
from ....network.furtherarchitectures import ChannelArchitecture
from ..channelmap import check_difference, check_product, invariants_of, read_filters

MAX_CHANNELS = 1000


def check(
    architecture: ChannelArchitecture, item: dict[str, object], _delta: None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    hidden = architecture.channels[1:-1]
    delta: list[Matrix] | None = None
    if item["delta"] is not None:
        if max(hidden, default=0) > MAX_CHANNELS:
            raise Malformed("delta", f"is for more than {MAX_CHANNELS} channels")
        delta = read_squares(item["delta"], hidden, "delta", work)
        for l, value in enumerate(delta):
            if not same(value, transposed(value)):
                raise Rejected(f"delta[{l}]", "is not symmetric")
    if status == "undecided":
        return check_nothing(item, "filter pair ntk_difference motion")
    if delta is None:
        raise Malformed("delta", "must be given where there is a counterexample")
    if item["motion"] is None:
        _check_pair(item, architecture, delta, work)
        return Statement("two parameters with the same end-to-end filter, the same invariants, and different NTKs")
    for key in ("filter", "pair", "ntk_difference"):
        if item[key] is not None:
            raise Malformed(key, "must be null where there is a motion")
    two = "there are two parameters with the same end-to-end filter, the same invariants, and different NTKs"
    return Statement(f"{two}, {_moved(item['motion'], architecture, delta, work)} and the implicit function theorem")


def _moved(value: object, architecture: ChannelArchitecture, delta: list[Matrix], work: Work) -> str:
    """Establishes a motion; returns what it is, in words."""
    given = value if isinstance(value, dict) else {}
    if "radius" in given:
        extra("motion near filters").check_near_motion(value, architecture, delta, "motion", work)
        return "by a motion near rational parameters, Brouwer's theorem"
    if "velocities" in given:
        extra("motion over one filter").check_fiber_motion(value, architecture, delta, "motion", work)
    else:
        extra("motion along an orbit").check_orbit_motion(value, architecture, delta, "motion", work)
    return "by a motion"


def _check_pair(item: dict[str, object], architecture: ChannelArchitecture, delta: list[Matrix], work: Work) -> None:
    """Establishes two tuples of filters with these invariants, the given product, and different NTKs."""
    sides = []
    for n, entry in enumerate(json_list(item["pair"], "pair", 2)):
        where = f"pair[{n}].filters"
        side = read_filters(json_object(entry, "filters", f"pair[{n}]")["filters"], architecture, where, work)
        check_product(side, item["filter"], where, "do not multiply to the end-to-end filter", work)
        for l, kept in enumerate(invariants_of(side, work)):
            if not same(kept, delta[l]):
                raise Rejected(where, f"the invariants are not delta[{l}]")
        sides.append(side)
    check_difference(item["ntk_difference"], sides, work)
