"""The rank of the Jacobian of the product, and that it determines an end layer.

Contents: :func:`vanishing`, :func:`check_end`.

Over a generic product all parameters of the fiber have the same tangent space, the image of the Jacobian (generic
smoothness). If a functional vanishes on it, it does so on all products with one layer replaced. So for any of them the
columns b of the product of layers 1, ..., L - 1 are such that b x ** (j e_0) in any input channel is in that space. If
only the combinations of those of one point are, this product is determined up to an invertible matrix, and so is
layer 0, as its filters are the only solution of linear equations where the excess is 0. Likewise for the last layer, by
the transposed product.

The functionals are found in two steps. What the last layer moves is the same for all rows of U: the multiples of the
rows of the product of the others by its monomials. So each row of a functional vanishes there, and is a combination of
a basis of such; the other layers give equations for the coefficients.
"""

from __future__ import annotations

from ...algebra.packed import null_space_modulo
from ...core.limits import Work
from ...core.outcome import Rejected
from .basepoint import BasePoint

Functionals = list[dict[int, int]]  # values at the entries of U by number: row, input channel, monomial


def vanishing(point: BasePoint, rank: int, where: str, work: Work) -> Functionals:
    """The functionals that vanish on the image of the Jacobian, established to have rank so much."""
    codes = point.support(0, len(point.chain), work)
    entries = point.chain.channels[0] * point.chain.channels[-1] * len(codes)
    basis = _of_a_row(point, codes, work)
    equations = _equations(point, codes, basis, work)
    solutions = null_space_modulo(equations, point.chain.channels[-1] * len(basis), point.prime, work)
    if entries - len(solutions) != rank:
        raise Rejected(where, f"the rank of the Jacobian is {entries - len(solutions)} there, not {rank}")
    width, found = entries // point.chain.channels[-1], []
    for solution in solutions:
        total: dict[int, int] = {}
        for unknown, c in solution.items():
            row, t = divmod(unknown, len(basis))
            work.spend(2 * len(basis[t]))
            for n, value in basis[t].items():
                total[row * width + n] = (total.get(row * width + n, 0) + c * value) % point.prime
        found.append({n: c for n, c in total.items() if c})
    return found


def _of_a_row(point: BasePoint, codes: list[int], work: Work) -> Functionals:
    """A basis of the functionals on a row of U that vanish on all that the last layer moves."""
    place = {code: n for n, code in enumerate(codes)}
    depth, rows = len(point.chain), []
    for line in point.product(0, depth - 1, work):
        for shift in point.codes(depth - 1):
            work.spend(2 * sum(map(len, line)))
            terms = ((i * len(codes) + place[n + shift], c) for i, f in enumerate(line) for n, c in f.items())
            rows.append(dict(terms))
    return null_space_modulo(rows, point.chain.channels[0] * len(codes), point.prime, work)


def _equations(point: BasePoint, codes: list[int], basis: Functionals, work: Work) -> list[dict[int, int]]:
    """What the layers but the last one say of the coefficients of each row."""
    chain, p = point.chain, point.prime
    place = {code: n for n, code in enumerate(codes)}
    values: list[list[tuple[int, int]]] = [[] for _ in range(chain.channels[0] * len(codes))]
    for t, psi in enumerate(basis):
        work.spend(2 * len(psi))
        for n, c in psi.items():
            values[n].append((t, c))
    equations = []
    for layer in range(len(chain) - 1):
        after, before = point.product(layer + 1, len(chain), work), point.product(0, layer, work)
        for a in range(chain.channels[layer + 1]):
            for line in before:
                lines = [[point.sum_of_products([row[a]], [f], work) for f in line] for row in after]
                for shift in point.codes(layer):
                    equation: dict[int, int] = {}
                    for o, row in enumerate(lines):
                        for i, f in enumerate(row):
                            for n, c in f.items():
                                met = values[i * len(codes) + place[n + shift]]
                                work.spend(3 + 2 * len(met))
                                for t, value in met:
                                    key = o * len(basis) + t
                                    equation[key] = equation.get(key, 0) + c * value
                    equations.append({key: c % p for key, c in equation.items() if c % p})
    return equations


def check_end(point: BasePoint, functionals: Functionals, end: str, where: str, work: Work) -> None:
    """Establishes that the functionals determine the product without an end layer up to an invertible matrix."""
    chain, codes = point.chain, point.support(0, len(point.chain), work)
    place = {code: n for n, code in enumerate(codes)}
    inputs, outputs, depth = range(chain.channels[0]), range(chain.channels[-1]), len(chain)
    first = end == "first"
    rest = point.support(1, depth, work) if first else point.support(0, depth - 1, work)
    lines = [[(o, i) for o in outputs] for i in inputs] if first else [[(o, i) for i in inputs] for o in outputs]
    rows, width = [], len(inputs) * len(codes)
    for shift in point.codes(0 if first else depth - 1):
        moved = [place[code + shift] for code in rest]
        for line in lines:
            places = [o * width + i * len(codes) + n for o, i in line for n in moved]
            work.spend(5 * len(places) * (1 + len(functionals)))
            rows += [{k: phi[n] for k, n in enumerate(places) if n in phi} for phi in functionals]
    found = len(null_space_modulo(rows, len(lines[0]) * len(rest), point.prime, work))
    expected = chain.channels[1] if first else chain.channels[-2]
    if found != expected:
        raise Rejected(where, f"the {end} layer is not determined: there are {found} candidates, not {expected}")
