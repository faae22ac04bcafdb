"""The rank of the Jacobian of the product, and that it determines an end layer.

Contents: :func:`vanishing`, :func:`check_end`.

Over a generic product all parameters of the fiber have the same tangent space, the image of the Jacobian (generic
smoothness). If a functional vanishes on it, it does so on all products with one layer replaced. So for any of them the
columns b of the product of layers 1, ..., L - 1 are such that b x ** (j e_0) in any input channel is in that space. If
only the combinations of those of one point are, this product is determined up to an invertible matrix, and so is
layer 0, as its filters are the only solution of linear equations where the excess is 0. Likewise for the last layer.
"""

from __future__ import annotations

from ...algebra.packed import null_space_modulo
from ...core.limits import Work
from ...core.outcome import Rejected
from .basepoint import BasePoint, Polynomial

Functionals = list[dict[int, int]]


def vanishing(point: BasePoint, rank: int, where: str, work: Work) -> Functionals:
    """The functionals that vanish on the image of the Jacobian, established to have rank so much.

    They are given by their values at the entries of U: output channel, input channel and monomial as one number.
    """
    place = _places(point, work)
    found = null_space_modulo(_jacobian(point, place, work), len(place), point.prime, work)
    if len(place) - len(found) != rank:
        raise Rejected(where, f"the rank of the Jacobian is {len(place) - len(found)} there, not {rank}")
    return found


def _places(point: BasePoint, work: Work) -> dict[tuple[int, int, int], int]:
    """The numbers of the entries of U."""
    chain = point.chain
    inputs, outputs = chain.channels[0], chain.channels[-1]
    codes = point.support(0, len(chain), work)
    work.spend(5 * inputs * outputs * len(codes))
    places = ((o, i, code) for o in range(outputs) for i in range(inputs) for code in codes)
    return {place: n for n, place in enumerate(places)}


def _jacobian(point: BasePoint, place: dict[tuple[int, int, int], int], work: Work) -> list[dict[int, int]]:
    chain, p = point.chain, point.prime
    inputs, outputs = range(chain.channels[0]), range(chain.channels[-1])
    rows = []
    for layer in range(len(chain)):
        after, before = point.product(layer + 1, len(chain), work), point.product(0, layer, work)
        codes = point.codes(layer)
        for a in range(chain.channels[layer + 1]):
            for b in range(chain.channels[layer]):
                entries: list[tuple[int, int, Polynomial]] = [
                    (o, i, point.sum_of_products([after[o][a]], [before[b][i]], work)) for o in outputs for i in inputs
                ]
                work.spend(5 * len(codes) * (1 + sum(len(f) for _, _, f in entries)))
                for shift in codes:
                    rows.append({place[o, i, n + shift]: c % p for o, i, f in entries for n, c in f.items()})
    return rows


def check_end(point: BasePoint, functionals: Functionals, end: str, where: str, work: Work) -> None:
    """Establishes that the functionals determine the product without an end layer up to an invertible matrix."""
    chain, place = point.chain, _places(point, work)
    inputs, outputs, depth = range(chain.channels[0]), range(chain.channels[-1]), len(chain)
    first = end == "first"
    rest = point.support(1, depth, work) if first else point.support(0, depth - 1, work)
    shifts = point.codes(0 if first else depth - 1)
    lines = [[(o, i) for o in outputs] for i in inputs] if first else [[(o, i) for i in inputs] for o in outputs]
    unknowns = len(lines[0]) * len(rest)
    rows = []
    for phi in functionals:
        for line in lines:
            work.spend(4 * len(shifts) * unknowns)
            for shift in shifts:
                keys = ((o, i, code + shift) for o, i in line for code in rest)
                values = ((n, phi.get(place[key], 0)) for n, key in enumerate(keys))
                rows.append({n: c for n, c in values if c})
    found = len(null_space_modulo(rows, unknowns, point.prime, work))
    expected = chain.channels[1] if first else chain.channels[-2]
    if found != expected:
        raise Rejected(where, f"the {end} layer is not determined: there are {found} candidates, not {expected}")
