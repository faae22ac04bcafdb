"""Shift vectors: how the least exponents of the runs of a network may be chosen for given cores and their given sum.

Contents: :func:`shift_ranges`, :func:`count_shift_vectors`, :func:`shift_vectors`.

Run i has products T^b·Q̃_i with b in a box, in steps of the gcd of the exponents of its layers in each direction, so
that all exponents are sums of such; if the run is one layer these are all that fit. By the theorem of
:mod:`symlcn.families.polynomial.runcores` the parameters over a function with cores Q̃_i and least position m have
b_1 + … + b_n = m. Directions are independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import gcd, prod

from symlcn.algebra.polynomials import Exponents
from symlcn.errors import LimitError
from symlcn.families.polynomial.expansion import Operator
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["count_shift_vectors", "shift_ranges", "shift_vectors"]

MAX_VECTORS = 10_000


def shift_ranges(network: PolynomialArchitecture, cores: Sequence[Operator]) -> tuple[tuple[range, ...] | None, ...]:
    """For each run and direction the b for which T^b·Q̃ has the exponents of an end-to-end filter of the run.

    None for a run of which no product has this core.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> one = {(0,): 1}
    >>> shift_ranges(parse_network("k2s2 r2 k3"), [one, {(0,): 1, (2,): 5}])
    ((range(0, 2),), (range(0, 3, 2),))
    >>> shift_ranges(parse_network("k2 r2 k3s2 r2 k2"), [one, one, {(0,): 1, (1,): 5}])[2] is None
    True
    """
    found = []
    exponents = network.architecture.exponents
    for run, own in zip(network.runs, cores, strict=True):
        ranges = []
        for d, coordinates in enumerate(zip(*own, strict=True)):
            layers = zip(run.architecture, exponents[run.start : run.stop], strict=True)
            steps = [(layer.size[d] - 1, e[d]) for layer, e in layers if layer.size[d] > 1]
            step = gcd(*(e for _, e in steps)) or 1
            most = sum(degree * e for degree, e in steps)
            if all(i % step == 0 for i in coordinates):
                ranges.append(range(-min(coordinates), most - max(coordinates) + 1, step))
        found.append(tuple(ranges) if len(ranges) == network.dimension and all(ranges) else None)
    return tuple(found)


def count_shift_vectors(network: PolynomialArchitecture, cores: Sequence[Operator], total: Exponents) -> int:
    """The number of shift vectors of this sum; raises LimitError if a direction has too many choices.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> count_shift_vectors(parse_network("k2 r2 k2"), [{(0,): 1}, {(0,): 1}], (1,))
    2
    """
    ranges = shift_ranges(network, cores)
    if None in ranges:
        return 0
    return prod(
        _reached([own[d] for own in ranges if own is not None])[0].get(total[d], 0) for d in range(network.dimension)
    )


def shift_vectors(
    network: PolynomialArchitecture, cores: Sequence[Operator], total: Exponents
) -> tuple[tuple[Exponents, ...], ...]:
    """All (b_1, …, b_n) of this sum for which every T^{b_i}·Q̃_i is in the box of its run, in increasing order.

    Raises
    ------
    LimitError
        If they are more than 10000.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> shift_vectors(parse_network("k2 r2 k2"), [{(0,): 1}, {(0,): 1}], (1,))
    (((0,), (1,)), ((1,), (0,)))
    """
    number = count_shift_vectors(network, cores, total)
    if number > MAX_VECTORS:
        raise LimitError(f"{number} shift vectors, more than {MAX_VECTORS}")
    if not number:
        return ()
    ranges = [own for own in shift_ranges(network, cores) if own is not None]
    columns = [[*_split([own[d] for own in ranges], total[d])] for d in range(network.dimension)]
    return tuple(sorted(tuple(zip(*choice, strict=True)) for choice in product(*columns)))


def _reached(ranges: Sequence[range]) -> list[dict[int, int]]:
    """For each n the sums of one number of each range from the n-th on, with the number of ways."""
    found: list[dict[int, int]] = [{0: 1}]
    for own in reversed(ranges):
        if len(own) * len(found[-1]) > MAX_VECTORS**2:
            raise LimitError(f"a run has {len(own)} shifts in a direction, too many to be counted")
        sums: dict[int, int] = {}
        for start, ways in found[-1].items():
            for b in own:
                sums[start + b] = sums.get(start + b, 0) + ways
        found.append(sums)
    return found[::-1]


def _split(ranges: Sequence[range], total: int) -> Iterator[tuple[int, ...]]:
    """The ways to write a number as a sum of one number of each range."""
    reached = _reached(ranges)
    stack: list[tuple[tuple[int, ...], int]] = [((), total)]
    while stack:
        chosen, left = stack.pop()
        if len(chosen) == len(ranges):
            yield chosen
            continue
        after = reached[len(chosen) + 1]
        stack += [((*chosen, b), left - b) for b in ranges[len(chosen)] if left - b in after]
