"""Tangent spaces at a point: that the excess is 0, and that a layer at an end is determined.

Contents: :func:`conormal`, :func:`jacobian_rank`, :func:`determined_end`.

Over generic U all parameters of the fiber have the same tangent space Im J of the set of products, hence the same
functionals Φ that vanish on it. If θ' is one of them, Φ vanishes on P'_L⋯P'_2·Q for all filters Q of layer 1. So the
columns of A' = P'_L⋯P'_2 lie in the space of all columns b such that Φ vanishes on all b·x^{j⊙e_1}·e_iᵀ. It contains
the c_1 columns of A. If it has no others, A' = A·T⁻¹ for an invertible matrix T, and P'_1 = T·P_1: the first layer is
determined up to G, and the number of orbits is that of the other layers. Likewise for the last layer.

It needs a point at which the rank of J is the number of parameters less dim G. The chain is concise; the dimension of
the space is upper semicontinuous there.

Φ is found in two steps. The last layer moves each row of U in the space that x^{j⊙e_L} times the rows of P_{L−1}⋯P_1
span, the same one for all rows. So rows of functionals of Φ vanish there; the other layers give equations for
combinations of a basis of these.
"""

from __future__ import annotations

from symlcn.algebra.echelon import kernel_vectors, modulo, rank_modulo
from symlcn.errors import LimitError
from symlcn.families.multichannel.basepoint import PRIME, BasePoint, multiplied

__all__ = ["conormal", "determined_end", "jacobian_rank"]

MAX_UNKNOWNS = 2000
"""Unknowns of a system of linear equations."""
Functionals = list[list[int]]


def conormal(point: BasePoint) -> Functionals:
    """A basis of Φ modulo the prime: values at the entries of U, by output channel, input channel and monomial.

    Raises
    ------
    LimitError
        If the systems of equations have more than 2000 unknowns.
    """
    if point.chain.channels[0] <= point.chain.channels[-1]:
        return _conormal(point)
    turned = point.reversed
    outputs, inputs = point.chain.channels[-1], point.chain.channels[0]
    places = [(i * outputs + o) for o in range(outputs) for i in range(inputs)]
    number = len(turned.support(0, len(turned.chain)))
    return [[c for place in places for c in phi[place * number : (place + 1) * number]] for phi in _conormal(turned)]


def _conormal(point: BasePoint) -> Functionals:
    depth, codes = len(point.chain), point.support(0, len(point.chain))
    place, number = {code: n for n, code in enumerate(codes)}, len(codes)
    inputs, outputs = point.chain.channels[0], point.chain.channels[-1]
    width = inputs * number
    _within(width)
    before = point.product(0, depth - 1)
    rows = []
    for entries in before:
        for shift in point.codes(depth - 1):
            row = [0] * width
            for i, entry in enumerate(entries):
                for code, value in entry.items():
                    row[i * number + place[code + shift]] = value
            rows.append(row)
    basis = kernel_vectors(modulo(rows, PRIME))
    unknowns = outputs * len(basis)
    _within(unknowns)
    if not basis:
        return []
    equations = _equations(point, basis, place) or [[0] * unknowns]
    found = []
    for solution in kernel_vectors(modulo(equations, PRIME)):
        phi = []
        for o in range(outputs):
            own = solution[o * len(basis) : (o + 1) * len(basis)]
            chosen = [(c, psi) for c, psi in zip(own, basis, strict=True) if c]
            phi += [sum(c * psi[n] for c, psi in chosen) % PRIME for n in range(width)]
        found.append(phi)
    return found


def _equations(point: BasePoint, basis: Functionals, place: dict[int, int]) -> list[list[int]]:
    """What the layers but the last one say of combinations of a basis for each row of U."""
    chain, number = point.chain, len(place)
    inputs, outputs = range(chain.channels[0]), range(chain.channels[-1])
    equations = []
    for layer in range(len(chain) - 1):
        after, before = point.product(layer + 1, len(chain)), point.product(0, layer)
        for a in range(chain.channels[layer + 1]):
            for b in range(chain.channels[layer]):
                block: list[list[dict[int, int]]] = [[{} for _ in inputs] for _ in outputs]
                for o in outputs:
                    for i in inputs:
                        multiplied(after[o][a], before[b][i], block[o][i])
                for shift in point.codes(layer):
                    moved = [
                        [(i * number + place[n + shift], c) for i in inputs for n, c in row[i].items()] for row in block
                    ]
                    equations.append([sum(c * psi[n] for n, c in terms) for terms in moved for psi in basis])
    return equations


def _within(unknowns: int) -> None:
    if unknowns > MAX_UNKNOWNS:
        raise LimitError(f"the rank of a Jacobian needs equations with more than {MAX_UNKNOWNS} unknowns")


def jacobian_rank(point: BasePoint) -> int:
    """The rank of the Jacobian modulo the prime."""
    return point.chain.entries - len(conormal(point))


def determined_end(point: BasePoint, vanishing: Functionals) -> str | None:
    """Which end layer Φ determines at a point where the rank is as said: ``"first"``, ``"last"`` or neither."""
    if not vanishing:
        return None
    for end, channels in (("first", point.chain.channels[1]), ("last", point.chain.channels[-2])):
        conditions = _conditions(point, vanishing, end)
        if len(conditions[0]) - rank_modulo(conditions, PRIME) == channels:
            return end
    return None


def _conditions(point: BasePoint, vanishing: Functionals, end: str) -> list[list[int]]:
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
