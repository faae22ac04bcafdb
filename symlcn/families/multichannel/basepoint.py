"""Integer filters at which ranks are taken modulo a prime, for a chain of fewer channels that stands for a wider one.

Contents: :class:`BasePoint`, :func:`base_points`, :func:`bases`, :func:`jacobian_size`, :func:`multiplied`.

Let N divide all hidden channels of a chain, and its base have N-th parts of them, and end channels of which N times are
no more than its own. At θ ⊗ I_N, that is N equal blocks, the Jacobian consists of N² copies of that at θ, and products
of layers of N copies. So what full ranks at θ show of the base, they show of N times its channels; and then of more end
channels: new columns of P_1 solve a linear system that has one solution.

Filters are integers, one block of those of each hidden layer being a unit matrix: every generic point is of this form
up to G. A polynomial in several variables is a dict from exponents, written as one number, to values modulo the prime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import gcd

from symlcn.errors import brief
from symlcn.families.multichannel.chain import Chain

__all__ = ["PRIME", "BasePoint", "PolynomialMatrix", "base_points", "bases", "jacobian_size", "multiplied"]

PRIME = 32749
"""The largest prime below 2^15: the checker packs its residues tightly."""
DENSITIES = (3, 1)
"""One in so many entries is not 0."""

PolynomialMatrix = list[list[dict[int, int]]]


@dataclass(frozen=True, slots=True)
class BasePoint:
    """Integer filters of a chain.

    Attributes
    ----------
    chain : Chain
        With the channels of the base.
    filters : tuple
        For each layer, output channel and input channel the entries, row-major.
    """

    __repr__ = brief

    chain: Chain
    filters: tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]

    @property
    def reversed(self) -> BasePoint:
        """That of the transposed product."""
        filters = tuple(tuple(zip(*rows, strict=True)) for rows in reversed(self.filters))
        return BasePoint(self.chain.reversed, filters)

    @property
    def radix(self) -> tuple[int, ...]:
        """What an exponent 1 in each direction counts in the number that stands for a monomial."""
        found = [1]
        for d in reversed(self.chain.directions):
            extent = 1 + sum((k[d] - 1) * e[d] for k, e in zip(self.chain.sizes, self.chain.exponents, strict=True))
            found.append(found[-1] * extent)
        return tuple(found[-2::-1])

    def codes(self, layer: int) -> list[int]:
        """The monomials of a layer, row-major."""
        steps = [e * r for e, r in zip(self.chain.exponents[layer], self.radix, strict=True)]
        indices = product(*map(range, self.chain.sizes[layer]))
        return [sum(k * s for k, s in zip(index, steps, strict=True)) for index in indices]

    def support(self, start: int, stop: int) -> list[int]:
        """The monomials of products of layers start, …, stop − 1, increasing."""
        lines = [self.chain.line(d, start, stop) for d in self.chain.directions]
        return [sum(k * r for k, r in zip(index, self.radix, strict=True)) for index in product(*lines)]

    def matrix(self, layer: int) -> PolynomialMatrix:
        """P of a layer modulo the prime."""
        codes = self.codes(layer)
        return [
            [{code: c % PRIME for code, c in zip(codes, entry, strict=True) if c % PRIME} for entry in row]
            for row in self.filters[layer]
        ]

    def product(self, start: int, stop: int) -> PolynomialMatrix:
        """The product of layers start, …, stop − 1, the last one on the left; the unit matrix if there is none."""
        size = self.chain.channels[start]
        found: PolynomialMatrix = [[{0: 1} if i == j else {} for j in range(size)] for i in range(size)]
        for layer in range(start, stop):
            found = _times(self.matrix(layer), found)
        return found


def multiplied(left: dict[int, int], right: dict[int, int], into: dict[int, int]) -> None:
    """Add the product of two polynomials to a third."""
    for a, x in left.items():
        for b, y in right.items():
            into[a + b] = (into.get(a + b, 0) + x * y) % PRIME


def _times(left: PolynomialMatrix, right: PolynomialMatrix) -> PolynomialMatrix:
    found: PolynomialMatrix = [[{} for _ in right[0]] for _ in left]
    for row, into in zip(left, found, strict=True):
        for a, below in zip(row, right, strict=True):
            for b, entry in zip(below, into, strict=True):
                multiplied(a, b, entry)
    return found


def jacobian_size(chain: Chain) -> int:
    """The number of entries of the Jacobian."""
    return chain.parameters * chain.entries


def bases(chain: Chain, most: int, size: Callable[[Chain], int] = jacobian_size) -> Iterator[Chain]:
    """Concise bases of a chain whose size is at most so much, small ones first.

    Examples
    --------
    >>> from symlcn.families.multichannel.chain import chain_of
    >>> from symlcn.network.notation import parse_network
    >>> [base.channels for base in bases(chain_of(parse_network("c64 k3x3s2c128 k3x3c128")), 6000)]
    [(1, 2, 1), (1, 4, 1), (1, 2, 2)]
    """
    *_, whole = _multiples(chain)
    found = {}
    for scale in _multiples(chain):
        first, *hidden, last = chain.channels
        inner = [c // scale for c in hidden]
        ends = [
            {min(end // scale, few) for few in (-(-c // k), c, c + 1, end // scale)}
            for end, c, k in ((first, inner[0], chain.counts[0]), (last, inner[-1], chain.counts[-1]))
        ]
        for c_0, c_last in product(*ends):
            base = chain.with_channels((c_0, *inner, c_last))
            if base.is_concise and (own := size(base)) <= most:
                found[base.channels] = (own, base)
        if scale != whole and len(found) > MANY:
            break
    return iter([base for _, base in sorted(found.values(), key=lambda pair: (pair[0], pair[1].channels))])


MANY = 12


def _multiples(chain: Chain) -> list[int]:
    """The numbers by which the hidden channels can be divided, large ones first."""
    first, *hidden, last = chain.channels
    common = gcd(*hidden)
    return [n for n in range(min(first, last, common), 0, -1) if common % n == 0]


def base_points(chain: Chain, most: int, size: Callable[[Chain], int] = jacobian_size) -> Iterator[BasePoint]:
    """Points of the bases of a chain, small and sparse ones first."""
    for base in bases(chain, most, size):
        for density in DENSITIES:
            yield BasePoint(base, _filters(base, density))


def _filters(chain: Chain, density: int) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]:
    state = 20_111
    layers = []
    for layer, count in enumerate(chain.counts):
        outputs, inputs = chain.channels[layer + 1], chain.channels[layer]
        fixed = outputs if layer + 1 < len(chain) else 0
        rows = []
        for row in range(outputs):
            entries = []
            for column in range(inputs * count):
                state = state * 48271 % (2**31 - 1)
                number = (state % 19 - 9 or 10) * (state // 19 % density == 0)
                entries.append(int(row == column) if column < fixed else number)
            rows.append(tuple(tuple(entries[i::inputs]) for i in range(inputs)))
        layers.append(tuple(rows))
    return tuple(layers)
