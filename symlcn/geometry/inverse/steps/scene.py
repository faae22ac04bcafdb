"""The groups of layers of a network, and the witness at which ranks are found.

Contents: :class:`Scene`, :func:`set_scene`, :func:`component`, :data:`Grouped`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias

from symlcn.algebra.exact import CHECK_PRIME
from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import Family, cells, variable
from symlcn.errors import LimitError
from symlcn.geometry.inverse.closed.peeling import Shape
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.filters import end_to_end_filter, flat

__all__ = ["Grouped", "Scene", "component", "set_scene"]

MAX_AMBIENT = 100_000
MAX_WORK = 2_000_000
"""Products of numbers that u at the witness may need."""
MAX_WITNESS = 10**6
"""Largest absolute value of an entry of the witness."""

Grouped: TypeAlias = tuple[tuple[int, ...], Exponents, Exponents]
"""Layers, the size of the product of their filters, and their exponent."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A network, its groups, and the witness.

    Attributes
    ----------
    architecture : Architecture
    groups : tuple of Grouped
    inner : tuple of tuple of int
        Of each the groups with strictly smaller rings.
    filters : tuple of filter
        The witness: pseudo-random, with a fixed seed.
    entries : tuple of int
        Those of u at the witness, modulo :data:`~symlcn.algebra.exact.CHECK_PRIME`.
    """

    architecture: Architecture
    groups: tuple[Grouped, ...]
    inner: tuple[tuple[int, ...], ...]
    filters: tuple[Any, ...]
    entries: tuple[int, ...]

    def product(self, layers: Sequence[int]) -> tuple[int, ...]:
        """The product of filters in one ring at the witness, modulo :data:`~symlcn.algebra.exact.CHECK_PRIME`."""
        ones = (1,) * self.architecture.dimension
        own = Architecture(tuple(Layer(self.architecture.layers[n].size, (), ones) for n in layers))
        return _entries(own, [self.filters[n] for n in layers])

    def members(self, number: int) -> tuple[int, ...]:
        """The product of the filters of a group at the witness."""
        return self.product(self.groups[number][0])

    def shape(self, number: int) -> Shape:
        """The sizes in u = Q(x^e)·H."""
        _, size, exponent = self.groups[number]
        divisor = list(size)
        for other in self.inner[number]:
            _, own, step = self.groups[other]
            divisor = [n + (k - 1) * (s // e) for n, k, s, e in zip(divisor, own, step, exponent, strict=True)]
        whole = self.architecture.end_to_end_size
        ring = tuple(e if k > 1 else n for e, k, n in zip(exponent, size, whole, strict=True))
        return Shape(whole, ring, tuple(divisor))


def set_scene(architecture: Architecture, groups: Sequence[Grouped]) -> Scene:
    """A network with a witness.

    Raises
    ------
    LimitError
        If u has more than 100000 entries, or needs more than 2000000 products of numbers at the witness.
    """
    if architecture.ambient > MAX_AMBIENT or _work(architecture) > MAX_WORK:
        raise LimitError(f"an end-to-end filter of {architecture.ambient} entries is too large for a witness")
    source = random.Random(architecture.parameters)

    def drawn(size: Exponents) -> Any:
        if not size:
            return source.choice((-1, 1)) * source.randint(1, MAX_WITNESS)
        return tuple(drawn(size[1:]) for _ in range(size[0]))

    filters = tuple(drawn(layer.size) for layer in architecture.layers)
    numbers = range(len(groups))
    inner = tuple(tuple(k for k in numbers if k != n and _contains(groups[n], groups[k])) for n in numbers)
    return Scene(architecture, tuple(groups), inner, filters, _entries(architecture, filters))


def _work(architecture: Architecture) -> int:
    """A bound for the number of products of numbers in the product of all filters, one after the other."""
    size, count, total = [1] * architecture.dimension, 1, 0
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        total += count * layer.parameters
        size = [n + (k - 1) * e for n, k, e in zip(size, layer.size, exponent, strict=True)]
        count = min(count * layer.parameters, prod(size))
    return total


def _contains(outer: Grouped, inner: Grouped) -> bool:
    """Whether the ring of a group contains that of another."""
    return all(
        k == 1 or (own > 1 and f % e == 0) for own, e, k, f in zip(outer[1], outer[2], inner[1], inner[2], strict=True)
    )


def _entries(architecture: Architecture, filters: Sequence[Any]) -> tuple[int, ...]:
    """Of the end-to-end filter, modulo the prime."""
    return tuple(int(entry) % CHECK_PRIME for entry in flat(end_to_end_filter(architecture, filters)))


def component(shape: Shape, residue: Exponents, first: int = 0) -> Family:
    """The polyphase component u_r, with the entries of u as variables, or with variables from `first` on."""
    strides = [prod(shape.whole[d + 1 :]) for d in range(len(shape.whole))]
    start = first + sum(r * n for r, n in zip(residue, strides, strict=True))
    steps = [e * n for e, n in zip(shape.ring, strides, strict=True)]
    return {
        index: variable(start + sum(i * n for i, n in zip(index, steps, strict=True)))
        for index in cells(shape.length(residue, shape.whole))
    }
