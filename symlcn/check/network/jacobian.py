"""The Jacobian J at given filters, and the NTK in Q(t).

Contents: :class:`Jacobian`, :func:`ntk_weights`, :func:`ntk_entries`, :func:`place_of`.

"""

from __future__ import annotations

from itertools import product

from ..algebra.elements import ONE, Element, Field
from ..core.arithmetic import Filter, Rational, most_bits, sparse_product, total_bits
from ..core.limits import Work
from .architecture import Architecture
from .ntk import partial_products

Vector = dict[int, int]  # the nonzero entries, all divided by a denominator that is kept beside


def ntk_weights(field: Field, rho: list[Element], norms: list[int], factor: Rational) -> tuple[Element, list[Element]]:
    """The product of all rho_l, and factor^2 n_l / rho_l multiplied by it: K = factor^2 sum_l (n_l / rho_l) N_l."""
    whole = ONE
    for own in rho:
        whole = field.times(whole, own)
    weights = []
    for l, n in enumerate(norms):
        others = field.scaled(ONE, factor[0] ** 2 * n, factor[1] ** 2)
        for m, own in enumerate(rho):
            others = field.times(others, own) if m != l else others
        weights.append(others)
    return whole, weights


class Jacobian:
    """M_l of all layers: for each parameter the column x^(j e_l) times the other filters, as a sparse vector."""

    __slots__ = ("bits", "blocks", "flat", "work")

    def __init__(self, architecture: Architecture, filters: list[Filter], work: Work) -> None:
        extents = architecture.extents()
        partial = partial_products(architecture, filters, work)
        self.work, self.bits = work, 0
        self.blocks: list[list[Vector]] = []
        self.flat: list[list[int]] = []
        for l, (size, exponent) in enumerate(zip(architecture.sizes, architecture.exponents, strict=True)):
            others = sparse_product(partial[l][0], partial[l + 1][1], work)
            self.bits = max(self.bits, most_bits(others.values()))
            columns = []
            for index in product(*map(range, size)):
                work.spend(10 * len(others))
                shift = [i * e for i, e in zip(index, exponent, strict=True)]
                columns.append({place_of(i, shift, extents): c for i, c in others.items()})
            self.blocks.append(columns)
            self.flat.append([filters[l].get(index, 0) for index in product(*map(range, size))])

    def image(self, layer: int, y: list[int]) -> Vector:
        """M_l y."""
        total: Vector = {}
        for c, column in zip(y, self.blocks[layer], strict=True):
            if c:
                self.work.spend(5 * len(column), len(column) * c.bit_length(), self.bits)
                self.work.hold(len(column), c.bit_length() + self.bits)
                for place, value in column.items():
                    total[place] = total.get(place, 0) + c * value
        return {place: c for place, c in total.items() if c}

    def transposed(self, layer: int, vector: Vector) -> list[int]:
        """M_l^T h."""
        columns = self.blocks[layer]
        count, bits = sum(min(len(column), len(vector)) for column in columns), most_bits(vector.values())
        self.work.spend(5 * count + len(columns), count * bits, self.bits)
        pairs = ((column, vector) if len(column) < len(vector) else (vector, column) for column in columns)
        return [sum(c * long[place] for place, c in short.items() if place in long) for short, long in pairs]

    def gram(self, layer: int) -> dict[tuple[int, int], int]:
        """The entries of N_l on and above the diagonal, where any column of M_l contributes."""
        total: dict[tuple[int, int], int] = {}
        for column in self.blocks[layer]:
            self.work.spend(5 * len(column) ** 2, len(column) * total_bits(column.values()), self.bits)
            self.work.hold(len(column) ** 2, self.bits)
            for i, a in column.items():
                for j, b in column.items():
                    if i <= j:
                        total[i, j] = total.get((i, j), 0) + a * b
        return total


def ntk_entries(field: Field, weights: list[Element], jacobian: Jacobian) -> dict[tuple[int, int], Element]:
    """The entries of sum_l weights[l] N_l on and above the diagonal that are not 0."""
    total: dict[tuple[int, int], Element] = {}
    for l, weight in enumerate(weights):
        for place, gram in jacobian.gram(l).items():
            own = field.scaled(weight, gram)
            total[place] = field.plus(total[place], own) if place in total else own
    return {place: entry for place, entry in total.items() if entry[0]}


def place_of(index: tuple[int, ...], shift: list[int], extents: list[int]) -> int:
    flat = 0
    for i, s, extent in zip(index, shift, extents, strict=True):
        flat = flat * extent + i + s
    return flat
