"""Integer filters of a chain of fewer channels that stands for a wider one, and products of its layers modulo a prime.

Contents: :class:`BasePoint`, :func:`check_base`, :func:`check_ratio`.

If the hidden channels of a chain are N times those of the base, and its end channels at least N times those, then what
full ranks at filters W of the base show, they show of the chain: at the block diagonal of N copies of W the Jacobian
consists of N ** 2 copies of that at W and products of layers of N copies, and end channels can be added, as a new
column of P_0 or row of P_(L-1) is the only solution of linear equations. Full ranks modulo a prime are so over Q.

A polynomial is a dict from exponents, packed into one integer, to residues other than 0.
"""

from __future__ import annotations

from itertools import product

from ...algebra.modular import check_prime
from ...core.limits import MAX_PARAMETERS, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, integer_filter, json_list, json_object
from .chain import Chain, concise

Polynomial = dict[int, int]
Matrix = list[list[Polynomial]]


class BasePoint:
    """The base, its layers modulo the prime, and what exponent 1 in each direction counts in packed exponents."""

    __slots__ = ("chain", "layers", "prime", "radix")

    def __init__(self, chain: Chain, prime: int) -> None:
        self.chain, self.prime = chain, prime
        self.layers: list[Matrix] = []
        self.radix: list[int] = []
        unit = 1
        for d in chain.directions():
            self.radix.append(unit)
            unit *= 1 + sum((k[d] - 1) * e[d] for k, e in zip(chain.sizes, chain.exponents, strict=True))

    def packed(self, exponents: tuple[int, ...]) -> int:
        return sum(n * unit for n, unit in zip(exponents, self.radix, strict=True))

    def unpacked(self, code: int) -> tuple[int, ...]:
        found = []
        for unit in reversed(self.radix):
            place, code = divmod(code, unit)
            found.append(place)
        return tuple(reversed(found))

    def codes(self, layer: int) -> list[int]:
        """The monomials of a layer."""
        size, e = self.chain.sizes[layer], self.chain.exponents[layer]
        indices = product(*map(range, size))
        return [self.packed(tuple(n * step for n, step in zip(index, e, strict=True))) for index in indices]

    def support(self, start: int, stop: int, work: Work) -> list[int]:
        """The monomials of products of layers start, ..., stop - 1."""
        lines = [self.chain.line(d, start, stop, work) for d in self.chain.directions()]
        number = 1
        for line in lines:
            number *= len(line)
        work.spend(number * (2 + len(lines)))
        return [self.packed(exponents) for exponents in product(*lines)]

    def product(self, start: int, stop: int, work: Work) -> Matrix:
        """The product of layers start, ..., stop - 1; the unit matrix if there is none."""
        size = self.chain.channels[start]
        work.spend(size * size)
        found: Matrix = [[{0: 1} if i == k else {} for k in range(size)] for i in range(size)]
        for layer in self.layers[start:stop]:
            found = [
                [self.sum_of_products(row, [below[i] for below in found], work) for i in range(size)] for row in layer
            ]
        return found

    def sum_of_products(self, left: list[Polynomial], right: list[Polynomial], work: Work) -> Polynomial:
        total: Polynomial = {}
        for f, g in zip(left, right, strict=True):
            work.spend(1 + 2 * len(f) * len(g))
            for a, x in f.items():
                for b, y in g.items():
                    total[a + b] = total.get(a + b, 0) + x * y
        return {code: c % self.prime for code, c in total.items() if c % self.prime}


def check_base(value: object, chain: Chain, where: str, work: Work) -> BasePoint:
    """Reads filters of a base of a chain, and establishes that it is one."""
    item = json_object(value, "channels filters prime", where)
    channels = check_ratio(item["channels"], chain.channels, f"{where}.channels")
    base = Chain(channels, chain.sizes, chain.exponents, chain.places)
    if channels != concise(channels, base.counts()):
        raise Rejected(f"{where}.channels", "are not concise")
    if base.parameters() > MAX_PARAMETERS:
        raise Malformed(where, f"more than {MAX_PARAMETERS} filter entries")
    point = BasePoint(base, check_prime(item["prime"], f"{where}.prime", work))
    work.spend(5 * base.parameters())
    for layer, rows in enumerate(json_list(item["filters"], f"{where}.filters", len(base))):
        place = f"{where}.filters[{layer}]"
        point.layers.append(
            [
                [
                    {
                        point.packed(tuple(n * e for n, e in zip(index, base.exponents[layer], strict=True))): c
                        % point.prime
                        for index, c in integer_filter(entry, base.sizes[layer], f"{place}[{o}][{i}]").items()
                        if c % point.prime
                    }
                    for i, entry in enumerate(json_list(row, f"{place}[{o}]", channels[layer]))
                ]
                for o, row in enumerate(json_list(rows, place, channels[layer + 1]))
            ]
        )
    return point


def check_ratio(value: object, channels: list[int], where: str) -> list[int]:
    """Reads channels of a base: the hidden ones are N-th parts for one N, N times those at the ends no larger."""
    found = enumerate(zip(json_list(value, where, len(channels)), channels, strict=True))
    base = [integer(c, f"{where}[{n}]", 1, own) for n, (c, own) in found]
    scale = channels[1] // base[1] if len(base) > 2 else 1
    inner = zip(base[1:-1], channels[1:-1], strict=True)
    if any(c != scale * b for b, c in inner) or any(channels[n] < scale * base[n] for n in (0, -1)):
        raise Rejected(where, "are not parts of those of the network by one number")
    return base
