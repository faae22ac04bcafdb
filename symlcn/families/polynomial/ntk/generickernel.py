"""The NTK of generic filters with monomial activations: its entries as polynomials in the entries of the filters.

Contents: :class:`GenericKernel`, :func:`generic_kernel`.

The entries of the filters are variables w_1_0, …, one layer after the other, row-major; names count layers from 1. Then
f = Σ_m c_m(w)·m over its monomials m in the inputs, J has the rows ∂c_m/∂w, N_l = J_l J_lᵀ for its part for layer l,
and K = N_1 + … + N_L is the NTK of the filters as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.sparse import Family, Terms, cells, entry_names, plus
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import LimitError, brief
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.genericfunction import generic_function
from symlcn.families.polynomial.gradients import monomial_of
from symlcn.families.polynomial.ntk.gradientkernel import monomial_text
from symlcn.network.generic import Matrix, gram_entry, gram_matrix
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["GenericKernel", "generic_kernel"]

MAX_GRAM = 200_000
"""Bound on the products of terms for all entries of K."""
MAX_ROWS = 200


@dataclass(frozen=True, slots=True, eq=False)
class GenericKernel(Named):
    """The NTK of generic filters, over Z[w], exact. Entries are polynomials as :mod:`symlcn.algebra.sparse` has them.

    Attributes
    ----------
    network : PolynomialArchitecture
    numbers : tuple of tuple of int
        The monomials of f in increasing order, as the numbers of the cells of their factors.
    product : tuple of Terms
        Their coefficients c_m.
    columns : tuple of list of Family
        For each layer the columns of J_l, each the entries other than 0 by monomials.
    places : tuple of (int, int)
        Entries that were asked for; all if there are none.
    """

    __repr__ = brief

    network: PolynomialArchitecture
    numbers: tuple[tuple[int, ...], ...]
    product: tuple[Terms, ...]
    columns: tuple[list[Family], ...]
    places: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> int:
        """The number of monomials."""
        return len(self.numbers)

    @property
    def monomials(self) -> tuple[Monomial, ...]:
        """The monomials, to which the rows belong."""
        return tuple(monomial_of(self.network, own) for own in self.numbers)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the variables."""
        return tuple(name for layer in range(len(self.network)) for name in self.names_of(layer))

    def names_of(self, layer: int) -> list[str]:
        """Of the entries of the filter of a layer, counted from 0."""
        return entry_names(f"w_{layer + 1}", cells(self.network.architecture[layer].size))

    def entry(self, row: int, column: int) -> Terms:
        """An entry of K.

        Examples
        --------
        >>> from symlcn.algebra.sparse import text
        >>> from symlcn.network.notation import parse_network
        >>> found = generic_kernel(parse_network("k2 r2 k1"))
        >>> text(found.entry(0, 0), found.names), text(found.entry(0, 2), found.names)
        ('w_1_0^4 + 4*w_1_0^2*w_2_0^2', 'w_1_0^2*w_1_1^2')
        """
        return _total([gram_entry(own, self.numbers[row], self.numbers[column]) for own in self.columns])

    def gram(self, layer: int) -> Matrix:
        """N_l for a layer, counted from 0."""
        return gram_matrix(self.columns[layer], self.numbers)

    def matrix(self) -> Matrix:
        """K."""
        grams = [self.gram(layer) for layer in range(len(self.columns))]
        return tuple(tuple(_total(entries) for entries in zip(*rows, strict=True)) for rows in zip(*grams, strict=True))

    def formulas(self) -> Formulas:
        """The coefficients of f, N_1, …, N_L and K, or the entries of K that were asked for."""
        values: list[tuple[str, Any]] = [("f", self.product)]
        if self.places:
            values += [(f"K_{row}_{column}", self.entry(row, column)) for row, column in self.places]
        else:
            values += [(f"N_{layer}", self.gram(layer - 1)) for layer in range(1, len(self.columns) + 1)]
            values.append(("K", self.matrix()))
        notes = (
            f"f: the coefficients of {', '.join(map(monomial_text, self.monomials))}",
            "K: the NTK of filters w_1, w_2, ... as they are, the sum of all N_l",
        )
        return Formulas(self.names, tuple(values), notes=notes)


def _total(entries: Sequence[Terms]) -> Terms:
    total: Terms = {}
    for entry in entries:
        total = plus(total, entry)
    return dict(sorted(total.items()))


def _too_large() -> LimitError:
    return LimitError("a symbolic NTK with too many products of terms: give filters, or filters and inputs")


def _derivative(terms: Terms, number: int) -> Terms:
    """The derivative by a variable."""
    found = {}
    for monomial, c in terms.items():
        if count := monomial.count(number):
            place = monomial.index(number)
            found[monomial[:place] + monomial[place + 1 :]] = c * count
    return found


def generic_kernel(network: PolynomialArchitecture, places: tuple[tuple[int, int], ...] = ()) -> GenericKernel:
    """The NTK of generic filters, on all monomials of f.

    Parameters
    ----------
    network : PolynomialArchitecture
    places : tuple of (int, int)
        Entries that are asked for; all if there are none.

    Raises
    ------
    LimitError
        If more than 100000 products of terms are needed for f; or there are more than 200 monomials, or more than
        200000 products of terms are needed, for all entries.
    """
    function = generic_function(network, _too_large)
    columns, number = [], 0
    for layer in network.architecture:
        own = []
        for _ in range(layer.parameters):
            family = ((m, _derivative(terms, number)) for m, terms in function.items())
            own.append({m: terms for m, terms in family if terms})
            number += 1
        columns.append(own)
    products = sum(sum(map(len, family.values())) ** 2 for own in columns for family in own)
    if not places and (len(function) > MAX_ROWS or products > MAX_GRAM):
        raise _too_large()
    found = GenericKernel(network, tuple(function), tuple(function.values()), tuple(columns))
    return replace(found, places=places)
