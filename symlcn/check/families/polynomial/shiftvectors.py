"""Shift vectors: how the least exponents of runs may be chosen for given cores and their given sum.

Contents: :func:`shift_vectors`.

Run i has products T^b core_i with b in a box, in steps of the gcd of the exponents of its layers in each direction.
"""

from __future__ import annotations

from itertools import product
from math import gcd, prod

from ...core.limits import Work
from ...core.outcome import Malformed
from ...network.furtherarchitectures import PolynomialArchitecture
from .expansion import Operator, Position

MAX_VECTORS = 10_000


def shift_vectors(
    network: PolynomialArchitecture, cores: list[Operator], total: Position, work: Work
) -> list[tuple[Position, ...]]:
    """All (b_1, ..., b_n) with this sum for which T^{b_i} core_i has exponents of run i, in increasing order."""
    dimension, columns = len(total), []
    for d in range(dimension):
        ranges = [_range(network, run, own, d, work) for run, own in zip(network.runs, cores, strict=True)]
        columns.append(_split(ranges, total[d], work))
    if prod(map(len, columns)) > MAX_VECTORS:
        raise Malformed("shifts", f"there are more than {MAX_VECTORS}")
    work.spend(50 * len(network.runs) * dimension * prod(map(len, columns)))
    return sorted(tuple(zip(*chosen, strict=True)) for chosen in product(*columns))


def _range(network: PolynomialArchitecture, run: tuple[int, int], own: Operator, d: int, work: Work) -> range:
    """What b may be in a direction; empty if the core does not fit."""
    stack = network.stack
    steps = [(stack.sizes[l][d] - 1, stack.exponents[l][d]) for l in range(*run) if stack.sizes[l][d] > 1]
    step = gcd(*(e for _, e in steps)) or 1
    work.spend(5 * len(own) + len(steps))
    found = [a[d] for a in own]
    if any(i % step for i in found):
        return range(0)
    return range(-min(found), sum(k * e for k, e in steps) - max(found) + 1, step)


def _split(ranges: list[range], total: int, work: Work) -> list[tuple[int, ...]]:
    """The ways to write a number as a sum of one number of each range."""
    reached: list[set[int]] = [{0}]
    for own in reversed(ranges):
        work.spend(len(own) * len(reached[-1]))
        reached.append({start + b for start in reached[-1] for b in own})
    reached.reverse()
    found: list[tuple[tuple[int, ...], int]] = [((), total)]
    for own, after in zip(ranges, reached[1:], strict=True):
        work.spend(len(own) * len(found))
        found = [((*chosen, b), left - b) for chosen, left in found for b in own if left - b in after]
        if len(found) > MAX_VECTORS:
            raise Malformed("shifts", f"there are more than {MAX_VECTORS}")
    return [chosen for chosen, left in found if not left]
