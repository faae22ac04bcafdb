"""The NTK of generic filters: its entries as polynomials in the entries of the filters.

Contents: :class:`SymbolicNtk`, :func:`symbolic_ntk`.

The entries of the filters are variables w_1_0, …, one layer after the other, row-major; names count layers from 1. Then
J is the Jacobian of the parametrization map, M_l its blocks, N_l = M_l M_lᵀ and K = N_1 + … + N_L, the NTK of the
filters as they are (Obs. 3 of Achour, Kohn, Rauhut).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.sparse import Family, Terms, cells, entry_names, plus
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, brief
from symlcn.network.architecture import Architecture
from symlcn.network.filters import index_of, nested
from symlcn.network.generic import Matrix, columns_of_blocks, generic_product, gram_entry, gram_matrix

__all__ = ["SymbolicNtk", "symbolic_ntk"]

MAX_ROWS = 200
"""Number N of entries of the end-to-end filter up to which all entries of K are formed."""
MAX_PRODUCTS = 50_000
"""Products of terms that are taken for all entries of K."""


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicNtk(Named):
    """The NTK of generic filters, over Z[w], exact. Entries are polynomials as :mod:`symlcn.algebra.sparse` has them.

    Attributes
    ----------
    architecture : Architecture
    product : tuple of Terms
        The entries of the end-to-end filter u, row-major.
    columns : tuple of list of Family
        For each layer the columns of M_l, each the entries other than 0 by their indices in u.
    places : tuple of (int, int)
        Entries that were asked for; all if there are none.
    """

    __repr__ = brief

    architecture: Architecture
    product: tuple[Terms, ...]
    columns: tuple[list[Family], ...]
    places: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> int:
        """N, the number of rows."""
        return self.architecture.ambient

    @property
    def names(self) -> tuple[str, ...]:
        """Of the variables.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> symbolic_ntk(parse_architecture("k2 k1")).names
        ('w_1_0', 'w_1_1', 'w_2_0')
        """
        return tuple(name for layer in range(len(self.columns)) for name in self.names_of(layer))

    def names_of(self, layer: int) -> list[str]:
        """Of the entries of the filter of a layer, counted from 0."""
        return entry_names(f"w_{layer + 1}", cells(self.architecture.layers[layer].size))

    def entry(self, row: int, column: int) -> Terms:
        """An entry of K; rows and columns are numbers of entries of u, row-major."""
        size = self.architecture.end_to_end_size
        return _total([gram_entry(own, index_of(row, size), index_of(column, size)) for own in self.columns])

    def gram(self, layer: int) -> Matrix:
        """N_l for a layer, counted from 0.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> symbolic_ntk(parse_architecture("k2 k1")).gram(1)
        (({(0, 0): 1}, {(0, 1): 1}), ({(0, 1): 1}, {(1, 1): 1}))
        """
        return gram_matrix(self.columns[layer], list(cells(self.architecture.end_to_end_size)))

    def matrix(self) -> Matrix:
        """K."""
        grams = [self.gram(layer) for layer in range(len(self.columns))]
        return tuple(tuple(_total(entries) for entries in zip(*rows, strict=True)) for rows in zip(*grams, strict=True))

    def formulas(self) -> Formulas:
        """u, N_1, …, N_L and K, or the entries of K that were asked for."""
        values: list[tuple[str, Any]] = [("u", nested(self.product, self.architecture.end_to_end_size))]
        if self.places:
            values += [(f"K_{row}_{column}", self.entry(row, column)) for row, column in self.places]
        else:
            values += [(f"N_{layer}", self.gram(layer - 1)) for layer in range(1, len(self.columns) + 1)]
            values.append(("K", self.matrix()))
        note = "u: the end-to-end filter; K: the NTK of filters w_1, w_2, ... as they are, the sum of all N_l"
        return Formulas(self.names, tuple(values), notes=(note,))


def _total(entries: Sequence[Terms]) -> Terms:
    total: Terms = {}
    for entry in entries:
        total = plus(total, entry)
    return dict(sorted(total.items()))


def symbolic_ntk(architecture: Architecture, places: tuple[tuple[int, int], ...] = ()) -> SymbolicNtk:
    """The NTK of generic filters.

    Parameters
    ----------
    architecture : Architecture
    places : tuple of (int, int)
        Entries that are asked for; all if there are none.

    Raises
    ------
    LimitError
        If N exceeds 200 or more than 50000 products of terms are needed, for all entries; or the end-to-end filter has
        more than 20000 terms.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.algebra.sparse import text
    >>> found = symbolic_ntk(parse_architecture("k2 k2"))
    >>> text(found.entry(0, 0), found.names), text(found.entry(0, 1), found.names)
    ('w_1_0^2 + w_2_0^2', 'w_1_0*w_1_1 + w_2_0*w_2_1')
    """
    if not places:
        whole = prod(layer.parameters for layer in architecture.layers)
        products = sum(whole**2 // layer.parameters for layer in architecture.layers)
        instead = "ask for single entries, or give filters"
        if architecture.ambient > MAX_ROWS:
            raise LimitError(f"a symbolic NTK of {architecture.ambient} rows; up to {MAX_ROWS} are formed: {instead}")
        if products > MAX_PRODUCTS:
            raise LimitError(f"a symbolic NTK of {products} products of terms, over {MAX_PRODUCTS}: {instead}")
    product, filters = generic_product(architecture)
    return SymbolicNtk(architecture, product, tuple(columns_of_blocks(architecture, filters)), places)
