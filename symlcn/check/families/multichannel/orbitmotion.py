"""Networks with channels: a motion along an orbit that keeps U and the invariants and moves the NTK.

Contents: :func:`check_orbit_motion`.

Invertible g_l act by W_l -> g_l W_l g_(l-1)^-1, with 1 at both ends, and keep U. With g_l = 1 + t X_l + ... the
velocities are V_l = X_l W_l - W_l X_(l-1); those of the invariants D_l are Y + Y^T, where Y is the sum over j of
W_(l+1)[j]^T V_(l+1)[j] - V_l[j] W_l[j]^T. With S_l = X_l + X_l^T, 0 at both ends, an entry (n, m) of the NTK has the
velocity: the sum over l and j of the products of the entries of R_(l,j)(n) with those of
R_(l,j)(m) S_(l-1) - S_l R_(l,j)(m), R as in channelmap.py, since A_l and B_(l-1) become A_l g_l^-1 and g_(l-1) B_(l-1).

For symmetric X the sum of the traces of X_l times the velocities of D_l is -2 times the squared norm of V. If V = 0
and W_1, ..., W_(L-1), a row for each output channel, have full row rank, then X_1 W_1 = 0, so X_1 = 0, so X_2 W_2 = 0,
and so on: all X_l are 0. So the velocities of the invariants are all tuples of symmetric matrices, and the g that keep
the invariants are near 1 a manifold whose tangent vectors are the X with velocity 0 (implicit function theorem). Along
a curve in it with the given X the NTK changes.
"""

from __future__ import annotations

from ...algebra.echelon import rank_modulo
from ...algebra.matrices import Matrix, minus, read_squares, same, times, transposed
from ...algebra.modular import check_prime
from ...core.arithmetic import most_bits
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import json_object, layer_pair, rational
from ...network.furtherarchitectures import ChannelArchitecture
from .channelmap import ChannelFilters, Derivative, derivative, invariants_of, read_filters, scales, weighted

Slices = list[Matrix]  # W_l[j] for all j


def check_orbit_motion(
    value: object, architecture: ChannelArchitecture, delta: list[Matrix] | None, where: str, work: Work
) -> None:
    """Establishes the motion, at filters with the given invariants if there are some."""
    item = json_object(value, "filters directions prime ntk_velocity", where)
    filters = read_filters(item["filters"], architecture, f"{where}.filters", work)
    hidden = architecture.channels[1:-1]
    directions = read_squares(item["directions"], hidden, f"{where}.directions", work)
    if delta is not None:
        for l, kept in enumerate(invariants_of(filters, work)):
            if not same(kept, delta[l]):
                raise Rejected(f"{where}.filters", f"the invariants are not delta[{l}]")
    _check_still(filters, directions, f"{where}.directions", work)
    _check_rows(filters, item["prime"], f"{where}.prime", work)
    _check_entry(filters, directions, item["ntk_velocity"], f"{where}.ntk_velocity", work)


def _slices(filters: ChannelFilters, layer: int, work: Work) -> Slices:
    outputs, inputs = filters.architecture.channels[layer + 1], filters.architecture.channels[layer]
    work.spend(2 * outputs * inputs * len(filters.starts[layer]))
    rows = [[filters.rows[layer].get(a, {}).get(b, {}) for b in range(inputs)] for a in range(outputs)]
    common = filters.denominators[layer]
    return [Matrix([[f.get(start, 0) for f in row] for row in rows], common) for start in filters.starts[layer]]


def _check_still(filters: ChannelFilters, directions: list[Matrix], where: str, work: Work) -> None:
    """Establishes that the velocities of all invariants are 0."""
    depth = len(filters.rows)
    below, moved_below = _moved(filters, directions, 0, work)
    for l in range(depth - 1):
        above, moved_above = _moved(filters, directions, l + 1, work)
        total: Matrix | None = None
        for w, v in zip(above, moved_above, strict=True):
            total = _less(total, times(transposed(w), v, work), work)
        for w, v in zip(below, moved_below, strict=True):
            total = _less(total, times(_negative(v), transposed(w), work), work)
        if total is None or any(map(any, minus(total, _negative(transposed(total)), work).rows)):
            raise Rejected(where, f"delta[{l}] moves")
        below, moved_below = above, moved_above


def _less(total: Matrix | None, other: Matrix, work: Work) -> Matrix:
    """The total, of which another matrix is subtracted."""
    return _negative(other) if total is None else minus(total, other, work)


def _negative(value: Matrix) -> Matrix:
    return Matrix([[-c for c in row] for row in value.rows], value.denominator)


def _moved(filters: ChannelFilters, directions: list[Matrix], layer: int, work: Work) -> tuple[Slices, Slices]:
    """W_l[j], and X_l W_l[j] - W_l[j] X_(l-1), for all j."""
    own, velocities = _slices(filters, layer, work), []
    for w in own:
        velocity = Matrix([[0] * len(w.rows[0]) for _ in w.rows])
        if layer < len(directions):
            velocity = times(directions[layer], w, work)
        if layer > 0:
            velocity = minus(velocity, times(w, directions[layer - 1], work), work)
        velocities.append(velocity)
    return own, velocities


def _check_rows(filters: ChannelFilters, prime: object, where: str, work: Work) -> None:
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
    if claimed != _velocity(filters, directions, left, right, work):
        raise Rejected(f"{where}.value", "is not the velocity of this entry")
    if claimed[0] == 0:
        raise Rejected(f"{where}.value", "is 0")


def _velocity(
    filters: ChannelFilters, directions: list[Matrix], left: Derivative, right: Derivative, work: Work
) -> tuple[int, int]:
    """The velocity of the entry of the NTK with these derivatives."""
    twice = [None, *(minus(x, _negative(transposed(x)), work) for x in directions), None]
    values, weights = [], []
    for l, (p, q) in enumerate(scales(filters, work)):
        for matrix, sign, column in ((twice[l], 1, True), (twice[l + 1], -1, False)):
            if matrix is not None:
                total = 0
                for f, g in zip(left[l], right[l], strict=True):
                    total += sign * _bilinear(f, g, matrix, column, work)
                values.append(total)
                work.spend(1, q.bit_length(), matrix.denominator.bit_length())
                weights.append((p, q * matrix.denominator))
    return weighted(values, weights, work)


def _bilinear(
    f: dict[tuple[int, int], int], g: dict[tuple[int, int], int], matrix: Matrix, column: bool, work: Work
) -> int:
    """The sum of f[a, b] g[a, e] matrix[e, b], or of f[a, b] matrix[a, c] g[c, b]."""
    pairs = [((b, a) if column else (a, b), x) for (a, b), x in f.items()]
    lines: dict[int, list[tuple[int, int]]] = {}
    for (a, b), y in g.items():
        lines.setdefault(a if column else b, []).append((b if column else a, y))
    bits = most_bits(f.values()) + most_bits(g.values())
    total = 0
    for (mine, shared), x in pairs:
        line = lines.get(shared, [])
        row = matrix.rows[mine]
        work.spend(2 + 3 * len(line), len(line) * bits, most_bits(row))
        total += sum(x * y * row[other] for other, y in line)
    return total
