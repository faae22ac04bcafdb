"""The singular locus of the neuromanifold of a network whose layers are all separated by activations.

Contents: :func:`singular_dimension`.

∏P^{K_l−1} → X is the normalization then, and unramified; the other points over the f of w are the shifts of w, filters
T^{a_l}w_l with ∑ a_l⊙e_l = 0, as far as they stay in their boxes. So X is smooth exactly if ∑ a_l⊙e_l = 0 with
|a_l| ≤ k_l − 1 forces a = 0; otherwise the singular points are the images of the Z_a, a ≠ 0, of filters that may be
shifted by a, and Z_a ≅ ∏ P^{K_l(a)−1} with K_l(a) = ∏_d (k_{l,d} − |a_{l,d}|). If a has entries in several directions,
those of one of them alone have no smaller K_l(a): it is enough to look at each direction for itself.
"""

from __future__ import annotations

from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["SMOOTH", "singular_dimension"]

MAX_STEPS = 200_000
SMOOTH = -1


def singular_dimension(network: PolynomialArchitecture) -> int | None:
    """The dimension of the singular locus of X, in projective space; −1 if X is smooth, None if it is not found.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> [singular_dimension(parse_network(words)) for words in ("k3 r2 k2", "k3s2 r2 k2", "k2s2 r2 k2")]
    [1, 0, -1]
    """
    losses, steps = list[int](), MAX_STEPS
    for direction in range(network.dimension):
        loss, steps = _least_loss(network, direction, steps)
        if steps < 0:
            return None
        if loss is not None:
            losses.append(loss)
    return network.parameters - min(losses) - len(network) if losses else SMOOTH


def _least_loss(network: PolynomialArchitecture, direction: int, steps: int) -> tuple[int | None, int]:
    """The least ∑ (K_l − K_l(a)) over the a ≠ 0 in a direction, None if there are none; and what is left of the steps.

    Layer by layer from the largest exponents on: the least loss for each sum of the a_l·e_l that may still become 0.
    The first a_l that is not 0 may be taken to be positive.
    """
    stack = network.architecture
    layers = [
        (exponent[direction], layer.size[direction] - 1, layer.parameters // layer.size[direction])
        for layer, exponent in zip(stack, stack.exponents, strict=True)
        if layer.size[direction] > 1
    ]
    layers.sort(key=lambda own: -own[0])
    reach = sum(e * m for e, m, _ in layers)
    least: dict[int, int] = {}
    for e, m, cost in layers:
        reach -= e * m
        after: dict[int, int] = {}
        for total, loss in [(0, 0), *least.items()]:
            low = max(-m, -((reach + total) // e)) if loss else 1
            high = min(m, (reach - total) // e)
            steps -= 1 + max(high - low + 1, 0)
            if steps < 0:
                return None, steps
            for a in range(low, high + 1):
                value = loss + abs(a) * cost
                if value < after.get(total + a * e, value + 1):
                    after[total + a * e] = value
        least = after
    return least.get(0), steps
