"""Kind "grouped-counterexample": networks with groups of channels, one U, one tuple of invariants and different NTKs.

Contents: :func:`check`.

"accepted" means that the two tuples of filters have the same end-to-end filter U and the invariants in ``delta``, and
that their NTKs differ. The invariants are the entries of D_l = sum_j W_(l+1)[j]^T W_(l+1)[j] - W_l[j] W_l[j]^T of
channels in one group of both layers; other entries are 0 in ``delta``. No theorem is used, and nothing is said of other
U.
"""

from __future__ import annotations

from ....algebra.matrices import Matrix, read_squares, same
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, json_list, json_object
from ....network.furtherarchitectures import GroupedArchitecture
from ...multichannel.channelmap import ChannelFilters, check_difference, check_product, invariants_of, read_filters

MAX_CHANNELS = 1000


def check(
    architecture: GroupedArchitecture, item: dict[str, object], _delta: None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    hidden = architecture.channels[1:-1]
    if status == "undecided":
        if item["delta"] is not None:
            raise Malformed("delta", "must be null where nothing is claimed")
        return check_nothing(item, "filter pair ntk_difference")
    if max(hidden, default=0) > MAX_CHANNELS:
        raise Malformed("delta", f"is for more than {MAX_CHANNELS} channels")
    delta = read_squares(item["delta"], hidden, "delta", work)
    sides = []
    for n, entry in enumerate(json_list(item["pair"], "pair", 2)):
        where = f"pair[{n}].filters"
        side = read_filters(json_object(entry, "filters", f"pair[{n}]")["filters"], architecture, where, work)
        check_product(side, item["filter"], where, "do not multiply to the end-to-end filter", work)
        for l, kept in enumerate(_kept(side, work)):
            if not same(kept, delta[l]):
                raise Rejected(where, f"the invariants are not delta[{l}]")
        sides.append(side)
    check_difference(item["ntk_difference"], sides, work)
    return Statement("two parameters with the same end-to-end filter, the same invariants, and different NTKs")


def _kept(side: ChannelFilters, work: Work) -> list[Matrix]:
    """D_l with the entries of channels in one group of both layers alone."""
    channels, groups = side.architecture.channels, side.architecture.groups
    found = []
    for l, matrix in enumerate(invariants_of(side, work)):
        n = channels[l + 1]
        work.spend(4 * n * n)
        cells = [(a * groups[l] // n, a * groups[l + 1] // n) for a in range(n)]
        rows = [[c if cells[a] == cells[b] else 0 for b, c in enumerate(row)] for a, row in enumerate(matrix.rows)]
        found.append(Matrix(rows, matrix.denominator))
    return found
