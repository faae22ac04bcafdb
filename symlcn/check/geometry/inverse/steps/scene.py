"""The groups of layers of an inverse, and integer filters at which ranks are shown.

Contents: :class:`Witness`, :func:`read_witness`, :func:`ring_contains`.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ....algebra.modular import check_prime
from ....core.arithmetic import Filter, sparse_product
from ....core.limits import Work
from ....core.outcome import Rejected
from ....core.reading import json_object
from ....network.architecture import Architecture, integer_filters

Size = tuple[int, ...]
Group = tuple[list[int], Size, Size]  # layers, size of the product of their filters, exponent


class Witness:
    """The groups of layers, and integer filters modulo a prime."""

    __slots__ = ("architecture", "entries", "extents", "filters", "groups", "inner", "prime", "work")

    def __init__(
        self, architecture: Architecture, groups: list[Group], filters: list[Filter], prime: int, work: Work
    ) -> None:
        self.architecture, self.groups, self.prime, self.work = architecture, groups, prime, work
        self.extents = tuple(architecture.extents())
        self.filters = filters
        self.entries = self._product(list(range(len(filters))), architecture.exponents, self.extents)
        work.spend(len(groups) ** 2)
        numbers = range(len(groups))
        self.inner = [
            [k for k in numbers if k != n and ring_contains(architecture, groups[n], groups[k])] for n in numbers
        ]

    def _product(self, layers: list[int], exponents: list[Size], size: Size) -> list[int]:
        """The entries of a product of filters, row-major."""
        total: Filter = {(0,) * self.architecture.dimension: 1}
        for n, exponent in zip(layers, exponents, strict=True):
            spread = {tuple(map(int.__mul__, index, exponent)): c for index, c in self.filters[n].items()}
            total = {index: c % self.prime for index, c in sparse_product(total, spread, self.work).items()}
        self.work.spend(5 * prod(size))
        return [total.get(index, 0) for index in product(*map(range, size))]

    def product(self, layers: list[int], size: Size) -> list[int]:
        """The product of filters with the same exponent."""
        return self._product(layers, [(1,) * len(size)] * len(layers), size)

    def ring(self, number: int) -> tuple[Size, Size]:
        """The exponent of a group, beyond u where the group is not active, and the size of H."""
        size, exponent = self.groups[number][1:]
        ring = tuple(e if k > 1 else n for e, k, n in zip(exponent, size, self.extents, strict=True))
        rest = list(self.extents)
        for other in [number, *self.inner[number]]:
            own, step = self.groups[other][1:]
            rest = [n - (k - 1) * s for n, k, s in zip(rest, own, step, strict=True)]
        return ring, tuple(rest)


def ring_contains(architecture: Architecture, outer: Group, inner: Group) -> bool:
    """Whether the ring of a group contains that of another."""
    active, others = (architecture.active[group[0][0]] for group in (outer, inner))
    return all(d in active and inner[2][d] % outer[2][d] == 0 for d in others)


def read_witness(value: object, architecture: Architecture, groups: list[Group], work: Work) -> Witness:
    item = json_object(value, "prime filters", "result.witness")
    prime = check_prime(item["prime"], "result.witness.prime", work)
    filters = integer_filters(item["filters"], architecture, "result.witness.filters")
    for n, entries in enumerate(filters):
        if not any(c % prime for c in entries.values()):
            raise Rejected(f"result.witness.filters[{n}]", f"is 0 modulo {prime}")
    return Witness(architecture, groups, filters, prime, work)
