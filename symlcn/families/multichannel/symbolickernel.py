"""The NTK of generic filters of a network with channels: its entries as polynomials in the entries of the filters.

Contents: :class:`SymbolicKernel`, :func:`symbolic_kernel`.

The entries of the filters are variables w_1_0_0_0, …: layer, output, input, position; names count layers from 1. The
derivative of an entry of U by a variable is what that is multiplied by: U is linear in each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product as tuples
from math import prod
from typing import Any

from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.sparse import Terms
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, brief
from symlcn.families.multichannel.channelmap import layer_shapes
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import nested

__all__ = ["SymbolicKernel", "symbolic_kernel"]

MAX_TERMS = 20_000
"""Terms of all entries of U."""
MAX_PAIRS = 2_000_000
"""Pairs of terms that are compared for all entries of K."""


@dataclass(frozen=True, eq=False)
class SymbolicKernel(Named):
    """The NTK of generic filters, over Z[w], exact. Entries are polynomials as :mod:`symlcn.algebra.sparse` has them.

    Attributes
    ----------
    network : ChannelArchitecture
    terms : tuple of Terms
        The entries of U, by output, input and position, row-major.
    places : tuple of (int, int)
        Entries that were asked for; all if there are none.
    """

    __repr__ = brief

    network: ChannelArchitecture
    terms: tuple[Terms, ...]
    places: tuple[tuple[int, int], ...] = ()

    @property
    def product(self) -> Any:
        """U, nested: output, input, position."""
        first, *_, last = self.network.channels
        return nested(self.terms, (last, first, *self.network.architecture.end_to_end_size))

    @property
    def variables(self) -> list[tuple[int, tuple[int, ...]]]:
        """Layer, from 0, and index of each variable."""
        shapes = layer_shapes(self.network)
        return [(layer, index) for layer, shape in enumerate(shapes) for index in tuples(*map(range, shape))]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the variables."""
        return tuple(f"w_{layer + 1}_" + "_".join(map(str, index)) for layer, index in self.variables)

    @cached_property
    def rows(self) -> list[dict[int, Terms]]:
        """Of J: for each entry of U its derivatives by the number of the variable."""
        found = []
        for entry in self.terms:
            row: dict[int, Terms] = {}
            for monomial, c in entry.items():
                for position, variable in enumerate(monomial):
                    row.setdefault(variable, {})[monomial[:position] + monomial[position + 1 :]] = c
            found.append(row)
        return found

    def entry(self, row: int, column: int) -> Terms:
        """An entry of K; rows and columns are numbers of entries of U."""
        total: Terms = {}
        for variable, f in self.rows[row].items():
            for a, x in f.items():
                for b, y in self.rows[column].get(variable, {}).items():
                    monomial = tuple(sorted(a + b))
                    total[monomial] = total.get(monomial, 0) + x * y
        return dict(sorted(total.items()))

    def matrix(self) -> tuple[tuple[Terms, ...], ...]:
        """K."""
        count = range(len(self.terms))
        upper = {(i, j): self.entry(i, j) for i in count for j in count if i <= j}
        return tuple(tuple(upper[min(i, j), max(i, j)] for j in count) for i in count)

    def formulas(self) -> Formulas:
        """U, and K or the entries of K that were asked for."""
        listed: list[tuple[str, Any]] = [(f"K_{i}_{j}", self.entry(i, j)) for i, j in self.places]
        note = "U: the end-to-end filter, output, input, position; K: the NTK of filters w_1, w_2, ... as they are"
        return Formulas(self.names, (("U", self.product), *(listed or [("K", self.matrix())])), notes=(note,))


def symbolic_kernel(network: ChannelArchitecture, places: tuple[tuple[int, int], ...] = ()) -> SymbolicKernel:
    """The NTK of generic filters.

    Raises
    ------
    LimitError
        If U has more than 20000 terms, or for all entries of K more than 2·10^6 pairs of them are compared.

    Examples
    --------
    >>> from symlcn.algebra.sparse import text
    >>> from symlcn.network.notation import parse_network
    >>> found = symbolic_kernel(parse_network("k2c2 k1"))
    >>> text(found.entry(0, 0), found.names)
    'w_1_0_0_0^2 + w_1_1_0_0^2 + w_2_0_0_0^2 + w_2_0_1_0^2'
    """
    number = prod(network.channels) * prod(layer.parameters for layer in network.architecture)
    instead = "ask for single entries, or give filters"
    if number > MAX_TERMS:
        raise LimitError(f"generic filters whose product has {number} terms, over {MAX_TERMS}: give filters")
    if not places and number**2 * len(network) > MAX_PAIRS:
        raise LimitError(f"a symbolic NTK from {number} terms of the end-to-end filter is too large: {instead}")
    return SymbolicKernel(network, tuple(_entries(network)), places)


def _entries(network: ChannelArchitecture) -> Iterator[Terms]:
    """The entries of U, row-major."""
    extents = network.architecture.end_to_end_size
    shapes = layer_shapes(network)
    starts = [sum(prod(shape) for shape in shapes[:l]) for l in range(len(shapes))]
    entries: dict[tuple[int, ...], Terms] = {(i, i, *(0 for _ in extents)): {(): 1} for i in range(network.channels[0])}
    for start, shape, exponent in zip(starts, shapes, network.architecture.exponents, strict=True):
        into: dict[tuple[int, ...], Terms] = {}
        for variable, (o, a, *j) in enumerate(tuples(*map(range, shape)), start):
            for (b, i, *s), terms in entries.items():
                if a == b:
                    moved = (x + y * e for x, y, e in zip(s, j, exponent, strict=True))
                    own = into.setdefault((o, i, *moved), {})
                    own.update({(*monomial, variable): 1 for monomial in terms})
        entries = into
    cells = tuples(range(network.channels[-1]), range(network.channels[0]), *map(range, extents))
    return (dict(sorted(entries.get(cell, {}).items())) for cell in cells)
