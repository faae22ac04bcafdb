"""The singular locus of the neuromanifold of a network whose layers are all separated by activations.

Contents: :func:`singular_dimension`.

The points over the same f are the shifts of the filters by a with sum a_l e_l = 0, as far as they stay in their boxes;
f is singular where there are at least two. K_l(a) = prod_d (k_{l,d} - |a_{l,d}|) entries of layer l are left then. The
largest sum of these, over all a other than 0, is attained in one direction.
"""

from __future__ import annotations

from math import prod

from ....core.limits import Work
from ....network.furtherarchitectures import PolynomialArchitecture

MAX_STEPS = 200_000
SMOOTH = -1


def singular_dimension(architecture: PolynomialArchitecture, work: Work) -> int | None:
    """The dimension of the locus in projective space; -1 if there is none, None beyond MAX_STEPS."""
    stack, steps, losses = architecture.stack, MAX_STEPS, list[int]()
    for direction in range(stack.dimension):
        layers = [
            (exponent[direction], size[direction] - 1, prod(size) // size[direction])
            for size, exponent in zip(stack.sizes, stack.exponents, strict=True)
            if size[direction] > 1
        ]
        loss, steps = _least_loss(sorted(layers, key=lambda own: -own[0]), steps, work)
        if steps < 0:
            return None
        if loss is not None:
            losses.append(loss)
    return sum(map(prod, stack.sizes)) - min(losses) - len(stack.sizes) if losses else SMOOTH


def _least_loss(layers: list[tuple[int, int, int]], steps: int, work: Work) -> tuple[int | None, int]:
    """The least sum of |a| cost over a other than 0 with sum a e = 0 and |a| <= m; and the steps that are left.

    The least loss for each sum that the layers after it can still make 0. The first a that is not 0 is positive.
    """
    reach = sum(e * m for e, m, _ in layers)
    least: dict[int, int] = {}
    for e, m, cost in layers:
        reach -= e * m
        after: dict[int, int] = {}
        for total, loss in [(0, 0), *least.items()]:
            low = max(-m, -((reach + total) // e)) if loss else 1
            high = min(m, (reach - total) // e)
            count = 1 + max(high - low + 1, 0)
            steps -= count
            if steps < 0:
                return None, steps
            work.spend(3 * count)
            for a in range(low, high + 1):
                value = loss + abs(a) * cost
                if value < after.get(total + a * e, value + 1):
                    after[total + a * e] = value
        least = after
    return least.get(0), steps
