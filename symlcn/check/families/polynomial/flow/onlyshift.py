"""Whether all parameters over the function of filters are multiples of these.

Contents: :func:`is_only_shift`.

Where an activation of degree 2 or more separates any two layers, parameters over one function are, up to scalars,
shifts of each other: filter l by b_l e_l, with the sum of the b_l e_l equal to 0. In each direction b_l moves all
entries that are not 0 inside the box of the filter.
"""

from __future__ import annotations

from ....core.arithmetic import Filter
from ....core.limits import Work
from ....network.furtherarchitectures import PolynomialArchitecture


def is_only_shift(network: PolynomialArchitecture, filters: list[Filter], work: Work) -> bool:
    """Whether an activation separates any two layers, and no b but 0 fits."""
    if 1 in network.activations:
        return False
    stack = network.stack
    return all(
        _ways(
            [
                [b * exponent[d] for b in range(-min(j[d] for j in own), size[d] - max(j[d] for j in own))]
                for own, size, exponent in zip(filters, stack.sizes, stack.exponents, strict=True)
            ],
            work,
        )
        for d in range(stack.dimension)
    )


def _ways(choices: list[list[int]], work: Work) -> bool:
    """Whether 0 is in one way only the sum of a number of each list, each of which has 0."""
    sums = {0: 1}
    for own in choices:
        work.spend(10 * len(own) * len(sums))
        after: dict[int, int] = {}
        for start, ways in sums.items():
            for b in own:
                after[start + b] = min(after.get(start + b, 0) + ways, 2)
        sums = after
    return sums[0] == 1
