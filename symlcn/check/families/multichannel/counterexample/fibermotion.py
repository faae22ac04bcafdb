"""Networks with channels: a motion of filters over one U that keeps the invariants and moves the NTK.

Contents: :func:`check_fiber_motion`.

Given are filters W and a tangent vector V of all filters. If the rank of the Jacobian of U at W is an upper bound of
the dimension of the closure of all U, it is the same near W, so the filters with this U are near W a manifold whose
tangent vectors are those along which U has velocity 0. If W_1, ..., W_(L-1), a row for each output channel, have full
row rank, the velocities of the invariants along the orbit, which lies in it, are all tuples of symmetric matrices
(orbitmotion.py); so those with the same invariants are a manifold, whose tangent vectors are the V along which the
invariants have velocity 0, too (implicit function theorem). Along a curve in it with the given V the NTK changes.

The bound: layers between cuts are merged into one, which is any matrix of polynomials with the right monomials. From
the sum of the numbers of its coefficients the dimensions of the hidden invertible matrices are subtracted, with the
hidden channels lowered until generic matrices have full ranks (chain.py).

Without the rank this would be false: for one channel, W = ((1, 2, 1), (1, 1)) and V = ((-1, 0, 1), (1, -1)) U and the
invariant have velocity 0 and the NTK has not, which is constant: (1 + x)^3 has one factorization.
"""

from __future__ import annotations

from itertools import pairwise
from math import prod

from ....algebra.echelon import rank_modulo
from ....algebra.matrices import Matrix, weighted
from ....algebra.modular import check_prime
from ....core.arithmetic import most_bits, total_bits
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected
from ....core.reading import integer, json_list, json_object, layer_pair, rational
from ....network.furtherarchitectures import ChannelArchitecture
from ...hiddenmotions import invariant_velocities
from ..chain import Chain
from ..channelmap import ChannelFilters, derivative, product_row, read_filters
from ..orbitmotion import check_invariants, check_rows, slices

MAX_JACOBIAN = 10**6


def check_fiber_motion(
    value: object, architecture: ChannelArchitecture, delta: list[Matrix], where: str, work: Work
) -> None:
    """Establishes the motion, at filters with the given invariants."""
    item = json_object(value, "filters velocities cuts prime ntk_velocity", where)
    filters = read_filters(item["filters"], architecture, f"{where}.filters", work)
    moving = read_filters(item["velocities"], architecture, f"{where}.velocities", work)
    check_invariants(filters, delta, f"{where}.filters", work)
    check_rows(filters, item["prime"], f"{where}.prime", work)
    for l, velocity in enumerate(invariant_velocities(slices(filters, work), slices(moving, work), None, work)):
        if any(map(any, velocity.rows)):
            raise Rejected(f"{where}.velocities", f"delta[{l}] moves")
    replaced = [_replaced(filters, moving, l) for l in range(len(filters.rows))]
    _check_product(replaced, f"{where}.velocities", work)
    _check_rank(filters, item, where, work)
    _check_entry(filters, replaced, item["ntk_velocity"], f"{where}.ntk_velocity", work)


def _replaced(filters: ChannelFilters, moving: ChannelFilters, layer: int) -> ChannelFilters:
    """With one layer of the other filters."""
    found = ChannelFilters(filters.architecture)
    for l in range(len(filters.rows)):
        own = moving if l == layer else filters
        found.rows.append(own.rows[l])
        found.columns.append(own.columns[l])
        found.denominators.append(own.denominators[l])
    return found


def _check_product(replaced: list[ChannelFilters], where: str, work: Work) -> None:
    """Establishes that U has velocity 0: the sum of the products with one layer replaced."""
    wholes = [_factor(own, None, work) for own in replaced]
    common = prod(wholes)
    work.spend(len(wholes), total_bits(wholes), total_bits(wholes))
    for o in range(replaced[0].architecture.channels[-1]):
        total: dict[tuple[int, int], int] = {}
        for own, whole in zip(replaced, wholes, strict=True):
            row = product_row(own, o, work)
            work.spend(5 * len(row), total_bits(row.values()), common.bit_length())
            for place, c in row.items():
                total[place] = total.get(place, 0) + c * (common // whole)
        if any(total.values()):
            raise Rejected(where, "the end-to-end filter moves")


def _factor(filters: ChannelFilters, layer: int | None, work: Work) -> int:
    """The denominator of all layers but one."""
    numbers = [q for l, q in enumerate(filters.denominators) if l != layer]
    bits = total_bits(numbers)
    work.spend(len(numbers), bits, bits)
    return prod(numbers)


def _check_rank(filters: ChannelFilters, item: dict[str, object], where: str, work: Work) -> None:
    """Establishes that the rank of the Jacobian, modulo the prime, is a bound of the dimension of all U."""
    architecture, p = filters.architecture, check_prime(item["prime"], f"{where}.prime", work)
    stack, channels = architecture.stack, list(architecture.channels)
    chain = Chain(channels, stack.sizes, stack.exponents, list(range(len(stack.sizes))))
    found = enumerate(json_list(item["cuts"], f"{where}.cuts"))
    cuts = [integer(n, f"{where}.cuts[{k}]", 1, len(chain) - 1) for k, n in found]
    if any(a >= b for a, b in pairwise(cuts)):
        raise Rejected(f"{where}.cuts", "do not increase")
    ambient = channels[0] * channels[-1] * filters.size
    if ambient * chain.parameters() > MAX_JACOBIAN:
        raise Malformed(where, f"a Jacobian of more than {MAX_JACOBIAN} entries")
    rows = []
    for n in range(ambient):
        row = []
        for l, own in enumerate(derivative(filters, n, work)):
            inputs, step = channels[l], channels[l] * channels[l + 1]
            for values in own:
                work.spend(step + 2 * len(values), total_bits(values.values()), p.bit_length())
                line = [0] * step
                for (a, b), c in values.items():
                    line[a * inputs + b] = c % p
                row += line
        rows.append(row)
    if rank_modulo(rows, p, work) < chain.merged_bound(cuts, work):
        raise Rejected(f"{where}.filters", "the Jacobian is not shown to have the largest rank")


def _check_entry(
    filters: ChannelFilters, replaced: list[ChannelFilters], value: object, where: str, work: Work
) -> None:
    """Establishes the velocity of an entry of the NTK, which is not 0."""
    item = json_object(value, "index value", where)
    channels = filters.architecture.channels
    i, j = layer_pair(item["index"], channels[0] * channels[-1] * filters.size, f"{where}.index")
    claimed = rational(item["value"], f"{where}.value")
    still = [derivative(filters, n, work) for n in (i, j)]
    values, weights = [], []
    for k, own in enumerate(replaced):
        moved = [derivative(own, n, work) for n in (i, j)]
        for l in range(len(replaced)):
            if l != k:
                pairs = zip((*moved[0][l], *still[0][l]), (*still[1][l], *moved[1][l]), strict=True)
                values.append(sum(_paired(f, g, work) for f, g in pairs))
                factors = _factor(own, l, work), _factor(filters, l, work)
                work.spend(0, *(q.bit_length() for q in factors))
                weights.append((1, factors[0] * factors[1]))
    if claimed != weighted(values, weights, work):
        raise Rejected(f"{where}.value", "is not the velocity of this entry")
    if claimed[0] == 0:
        raise Rejected(f"{where}.value", "is 0")


def _paired(f: dict[tuple[int, int], int], g: dict[tuple[int, int], int], work: Work) -> int:
    work.spend(2 + len(f), total_bits(f.values()), most_bits(g.values()))
    return sum(c * g[place] for place, c in f.items() if place in g)
