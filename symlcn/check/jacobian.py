"""Elements of Q(t), and the Jacobian J at given filters.

Contents: :class:`Field`, :func:`scaled`, :func:`plus`, :func:`ntk_weights`, :class:`Jacobian`,
:func:`place_of`.

"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from .arithmetic import Filter, sparse_product
from .limits import Work
from .model import Architecture
from .ntk import partial_products
from .outcome import Malformed
from .reading import rational, rationals

Element = list[Fraction]  # coefficients in t, as many as the degree of t
Vector = dict[int, Fraction]  # the nonzero entries


class Field:
    """Arithmetic in Q[t]/(f)."""

    def __init__(self, f: list[int], work: Work) -> None:
        self.degree, self.work = len(f) - 1, work
        self.rule = [Fraction(-c, f[-1]) for c in f[:-1]]  # t^degree

    def read(self, value: object, where: str) -> Element:
        listed = rationals(value, where) if self.degree > 1 else [rational(value, where)]
        if len(listed) > self.degree:
            raise Malformed(where, f"expected at most {self.degree} coefficients")
        return [Fraction(*pair) for pair in listed] + [Fraction(0)] * (self.degree - len(listed))

    def shifted(self, shift: Fraction) -> Element:
        """t + shift."""
        if self.degree == 1:
            return [self.rule[0] + shift]
        return [shift, Fraction(1)] + [Fraction(0)] * (self.degree - 2)

    def times(self, x: Element, y: Element) -> Element:
        self.work.spend(50 * self.degree**2)
        total = [Fraction(0)] * (2 * self.degree - 1)
        for i, a in enumerate(x):
            if a:
                for j, b in enumerate(y):
                    total[i + j] += a * b
        while len(total) > self.degree:
            top = total.pop()
            for i, c in enumerate(self.rule):
                total[len(total) - self.degree + i] += top * c
        return total

    def one(self) -> Element:
        return [Fraction(1)] + [Fraction(0)] * (self.degree - 1)


def scaled(x: Element, c: Fraction | int) -> Element:
    factor = Fraction(c)
    return [a * factor for a in x]


def plus(x: Element, y: Element) -> Element:
    return [a + b for a, b in zip(x, y, strict=True)]


def ntk_weights(field: Field, rho: list[Element], norms: list[int], factor: Fraction) -> tuple[Element, list[Element]]:
    """The product of all rho_l, and factor^2 n_l / rho_l multiplied by it: K = factor^2 sum_l (n_l / rho_l) N_l."""
    whole = field.one()
    for own in rho:
        whole = field.times(whole, own)
    weights = []
    for l, n in enumerate(norms):
        others = scaled(field.one(), factor**2 * n)
        for m, own in enumerate(rho):
            others = field.times(others, own) if m != l else others
        weights.append(others)
    return whole, weights


class Jacobian:
    """M_l of all layers: for each parameter the column x^(j e_l) times the other filters, as a sparse vector."""

    def __init__(self, architecture: Architecture, filters: list[Filter], work: Work) -> None:
        extents = architecture.extents()
        partial = partial_products(architecture, filters, work)
        self.work = work
        self.blocks: list[list[dict[int, int]]] = []
        self.flat: list[list[int]] = []
        for l, (size, exponent) in enumerate(zip(architecture.sizes, architecture.exponents, strict=True)):
            others = sparse_product(partial[l][0], partial[l + 1][1], work)
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
                self.work.spend(5 * len(column))
                for place, value in column.items():
                    total[place] = total.get(place, Fraction(0)) + c * value
        return {place: c for place, c in total.items() if c}

    def transposed(self, layer: int, vector: Vector) -> list[Fraction]:
        """M_l^T h."""
        self.work.spend(5 * len(self.blocks[layer]) * len(vector))
        return [
            sum((c * column[place] for place, c in vector.items() if place in column), Fraction(0))
            for column in self.blocks[layer]
        ]


def place_of(index: tuple[int, ...], shift: list[int], extents: list[int]) -> int:
    flat = 0
    for i, s, extent in zip(index, shift, extents, strict=True):
        flat = flat * extent + i + s
    return flat
