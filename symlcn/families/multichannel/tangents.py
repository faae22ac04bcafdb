"""Tangent spaces at a point: that the excess is 0, and that a layer at an end is determined.

Contents: :func:`is_immersed`, :func:`determined_end`, :func:`jacobian`,
:func:`jacobian_rank`.

Over generic U all parameters of the fiber have the same tangent space Im J of the set of products, hence the same
functionals Φ that vanish on it. If θ' is one of them, Φ vanishes on P'_L⋯P'_2·Q for all filters Q of layer 1. So the
columns of A' = P'_L⋯P'_2 lie in the space of all columns b such that Φ vanishes on all b·x^{j⊙e_1}·e_iᵀ. It contains
the c_1 columns of A. If it has no others, A' = A·T⁻¹ for an invertible matrix T, and P'_1 = T·P_1: the first layer is
determined up to G, and the number of orbits is that of the other layers. Likewise for the last layer.

It needs a point at which the rank of J is the number of parameters less dim G. The chain is concise; the dimension of
the space is upper semicontinuous there.
"""

from __future__ import annotations

from symlcn.algebra.echelon import kernel_vectors, modulo, rank_modulo
from symlcn.families.multichannel.basepoint import PRIME, BasePoint, multiplied

__all__ = ["determined_end", "is_immersed", "jacobian", "jacobian_rank"]


def jacobian(point: BasePoint) -> list[list[int]]:
    """Rows for the parameters, columns for the entries of U: output channel, input channel, monomial."""
    chain, codes = point.chain, point.support(0, len(point.chain))
    inputs, outputs = chain.channels[0], chain.channels[-1]
    place = {code: n for n, code in enumerate(codes)}
    rows = []
    for layer in range(len(chain)):
        left, right = point.product(layer + 1, len(chain)), point.product(0, layer)
        for a in range(chain.channels[layer + 1]):
            for b in range(chain.channels[layer]):
                block: list[dict[int, int]] = [{} for _ in range(outputs * inputs)]
                for o in range(outputs):
                    for i in range(inputs):
                        multiplied(left[o][a], right[b][i], block[o * inputs + i])
                for shift in point.codes(layer):
                    row = [0] * (len(block) * len(codes))
                    for n, entry in enumerate(block):
                        for code, value in entry.items():
                            row[n * len(codes) + place[code + shift]] = value
                    rows.append(row)
    return rows


def jacobian_rank(point: BasePoint) -> int:
    """The rank of the Jacobian modulo the prime."""
    return rank_modulo(jacobian(point), PRIME)


def is_immersed(point: BasePoint, rows: list[list[int]]) -> bool:
    """Whether the rank of the Jacobian is the number of parameters less dim G."""
    needed = point.chain.parameters - point.chain.group
    return needed <= len(rows[0]) and rank_modulo(rows, PRIME) >= needed


def determined_end(point: BasePoint, rows: list[list[int]]) -> str | None:
    """Which end layer is determined at a point where the Jacobian has that rank: ``"first"``, ``"last"`` or neither."""
    needed = point.chain.parameters - point.chain.group
    if needed == len(rows[0]):
        return None
    vanishing = kernel_vectors(modulo(rows, PRIME))
    for end, channels in (("first", point.chain.channels[1]), ("last", point.chain.channels[-2])):
        conditions = _conditions(point, vanishing, end)
        if len(conditions[0]) - rank_modulo(conditions, PRIME) == channels:
            return end
    return None


def _conditions(point: BasePoint, vanishing: list[list[int]], end: str) -> list[list[int]]:
    """The equations for columns b of the product without the first layer, or for rows of that without the last."""
    chain, whole = point.chain, point.support(0, len(point.chain))
    inputs, outputs, depth = chain.channels[0], chain.channels[-1], len(chain)
    place = {code: n for n, code in enumerate(whole)}
    first = end == "first"
    rest = point.support(1, depth) if first else point.support(0, depth - 1)
    shifts = point.codes(0 if first else depth - 1)
    if first:
        blocks = [range(i, outputs * inputs, inputs) for i in range(inputs)]
    else:
        blocks = [range(o * inputs, (o + 1) * inputs) for o in range(outputs)]
    return [
        [phi[n * len(whole) + place[code + shift]] for n in block for code in rest]
        for phi in vanishing
        for block in blocks
        for shift in shifts
    ]
