"""Networks with channels: a motion along an orbit that keeps U and the invariants and moves the NTK.

Contents: :func:`check_orbit_motion`, :func:`slices`, :func:`check_invariants`, :func:`check_rows`.

Invertible matrices of the hidden channels act as in hiddenmotions.py and keep U. For symmetric X the sum of the traces
of X_l times the velocities of D_l is -2 times the squared norm of those of the filters. If these are 0 and W_1, ...,
W_(L-1), a row for each output channel, have full row rank, then X_1 W_1 = 0, so X_1 = 0, so X_2 W_2 = 0, and so on: all
X_l are 0. So the velocities of the invariants are all tuples of symmetric matrices. Derivatives are those of
channelmap.py.
"""

from __future__ import annotations

from collections.abc import Callable

from ...algebra.echelon import rank_modulo
from ...algebra.matrices import Matrix, read_squares, same
from ...algebra.modular import check_prime
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import json_object, layer_pair, rational
from ...network.furtherarchitectures import ChannelArchitecture
from ..hiddenmotions import Layers, invariant_velocities, kernel_velocity, moved
from .channelmap import ChannelFilters, derivative, invariants_of, read_filters, scales


def check_orbit_motion(
    value: object,
    architecture: ChannelArchitecture,
    delta: list[Matrix] | None,
    where: str,
    work: Work,
    whole: Callable[[ChannelFilters], ChannelFilters] | None = None,
) -> None:
    """Establishes the motion, at filters with the given invariants if there are some.

    The filters may be part of a whole, as in widened.py, of which the NTK then is.
    """
    item = json_object(value, "filters directions prime ntk_velocity", where)
    filters = read_filters(item["filters"], architecture, f"{where}.filters", work)
    hidden = architecture.channels[1:-1]
    directions = read_squares(item["directions"], hidden, f"{where}.directions", work)
    if delta is not None:
        check_invariants(filters, delta, f"{where}.filters", work)
    layers = slices(filters, work)
    for l, velocity in enumerate(invariant_velocities(layers, moved(layers, directions, work), None, work)):
        if any(map(any, velocity.rows)):
            raise Rejected(f"{where}.directions", f"delta[{l}] moves")
    check_rows(filters, item["prime"], f"{where}.prime", work)
    found = filters if whole is None else whole(filters)
    _check_entry(found, directions, item["ntk_velocity"], f"{where}.ntk_velocity", work)


def slices(filters: ChannelFilters, work: Work) -> Layers:
    """W_l[j] for all l and j."""
    found, channels = [], filters.architecture.channels
    for l, common in enumerate(filters.denominators):
        outputs, inputs = channels[l + 1], channels[l]
        work.spend(2 * outputs * inputs * len(filters.starts[l]))
        rows = [[filters.rows[l].get(a, {}).get(b, {}) for b in range(inputs)] for a in range(outputs)]
        found.append([Matrix([[f.get(start, 0) for f in row] for row in rows], common) for start in filters.starts[l]])
    return found


def check_invariants(filters: ChannelFilters, delta: list[Matrix], where: str, work: Work) -> None:
    """Establishes that they have the given invariants."""
    for l, kept in enumerate(invariants_of(filters, work)):
        if not same(kept, delta[l]):
            raise Rejected(where, f"the invariants are not delta[{l}]")


def check_rows(filters: ChannelFilters, prime: object, where: str, work: Work) -> None:
    """Establishes that all layers but the last have full row rank, modulo a prime."""
    p = check_prime(prime, where, work)
    channels = filters.architecture.channels
    for l, outputs in enumerate(channels[1:-1]):
        starts, inputs = filters.starts[l], channels[l]
        work.spend(2 * outputs * inputs * len(starts))
        found = [filters.rows[l].get(a, {}) for a in range(outputs)]
        rows = [[row.get(b, {}).get(start, 0) % p for b in range(inputs) for start in starts] for row in found]
        if rank_modulo(rows, p, work) < outputs:
            raise Rejected(where, f"layer {l} is not shown to have full row rank")


def _check_entry(filters: ChannelFilters, directions: list[Matrix], value: object, where: str, work: Work) -> None:
    """Establishes the velocity of an entry of the NTK, which is not 0."""
    item = json_object(value, "index value", where)
    channels = filters.architecture.channels
    place = layer_pair(item["index"], channels[0] * channels[-1] * filters.size, f"{where}.index")
    claimed = rational(item["value"], f"{where}.value")
    left, right = (derivative(filters, n, work) for n in place)
    if claimed != kernel_velocity(left, right, scales(filters, work), directions, work):
        raise Rejected(f"{where}.value", "is not the velocity of this entry")
    if claimed[0] == 0:
        raise Rejected(f"{where}.value", "is 0")
