"""The blocks of the Jacobian of the parametrization map, by structure.

Contents: :class:`Block`, :func:`blocks`, :func:`offsets_of`, :func:`few_places`, :func:`strides_of`.

The block M_l multiplies a filter of layer l by q_l = ∏_{m≠l} P_m: its column for the parameter w_l[j] is
x^{j⊙e_l}·q_l, a shift of q_l, so that in one direction it is a Toeplitz matrix. Entries of the end-to-end filter are
counted row-major. The place of a sum of indices is the sum of their places, as no product leaves the end-to-end
filter, so M_l and its transpose act as products of polynomials in one variable, in any number of directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from flint import fmpq_poly, fmpz_mat

from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.errors import LimitError
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, FilterLike, layer_polynomials, polynomial_to_filter

__all__ = ["Block", "blocks", "few_places", "offsets_of", "strides_of"]

MAX_WIDTH = 2**24
"""Number N of entries of the end-to-end filter up to which blocks act on vectors."""


@dataclass(frozen=True, eq=False)
class Block:
    """M_l, an integer matrix with a row for each entry of the end-to-end filter and a column for each parameter.

    Attributes
    ----------
    ambient : tuple of int
        The size of the end-to-end filter.
    size : tuple of int
        Of q_l, the product of the filters of all other layers.
    product : Polynomial
        q_l.
    offsets : tuple of int
        For each parameter, row-major, the place of x^{j⊙e_l}.
    """

    ambient: Exponents
    size: Exponents
    product: Polynomial
    offsets: tuple[int, ...]

    @property
    def width(self) -> int:
        """N, the number of rows."""
        return prod(self.ambient)

    @cached_property
    def others(self) -> dict[int, int]:
        """The nonzero entries of q_l, by their places in the end-to-end filter."""
        strides = strides_of(self.ambient)
        terms = self.product.terms()
        return {sum(i * s for i, s in zip(index, strides, strict=True)): int(value) for index, value in terms}

    def tensor(self) -> Filter:
        """q_l as a tensor."""
        return polynomial_to_filter(self.product, self.size, (1,) * len(self.size))

    @property
    def norm(self) -> int:
        """The squared norm of q_l, and of every column."""
        return sum(c * c for c in self.others.values())

    @property
    def trace(self) -> int:
        """The trace of N_l = M_l M_lᵀ."""
        return len(self.offsets) * self.norm

    def entry(self, row: int, column: int) -> int:
        """An entry of N_l = M_l M_lᵀ."""
        others = self.others
        return sum(others.get(row - offset, 0) * others.get(column - offset, 0) for offset in self.offsets)

    def transposed_matrix(self) -> Any:
        """M_lᵀ, a K_l×N ``fmpz_mat``."""
        rows = []
        for offset in self.offsets:
            row = [0] * self.width
            for place, value in self.others.items():
                row[place + offset] = value
            rows.append(row)
        return fmpz_mat(rows)

    def gram(self) -> Any:
        """N_l = M_l M_lᵀ, an N×N ``fmpz_mat``."""
        rows = self.transposed_matrix()
        return rows.transpose() * rows

    def gram_at(self, places: Sequence[int]) -> Any:
        """The rows and columns of N_l at some places, a ``fmpz_mat``."""
        return fmpz_mat([[self.entry(row, column) for column in places] for row in places])

    def apply(self, filter: Sequence[Any]) -> list[Any]:
        """M_l y, for a vector of integers or of exact numbers of FLINT.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> first, _ = blocks(parse_architecture("k2 k2"), [(1, 2), (3, 4)])
        >>> [int(c) for c in first.apply([1, 10])], [int(c) for c in first.apply_transposed([1, 10, 100])]
        ([3, 34, 40], [43, 430])
        """
        others = self._polynomial  # raises where vectors are too long
        spread: list[Any] = [0] * (self.offsets[-1] + 1)
        for offset, value in zip(self.offsets, filter, strict=True):
            spread[offset] = value
        product = others * fmpq_poly(spread)
        return [product[place] for place in range(self.width)]

    def apply_transposed(self, vector: Sequence[Any]) -> list[Any]:
        """M_lᵀ h, for a vector of integers or of exact numbers of FLINT: the entry for j is Σ_i q_l[i]·h[i + j⊙e_l]."""
        product = self._polynomial * fmpq_poly(list(reversed(vector)))
        return [product[self.width - 1 - offset] for offset in self.offsets]

    @cached_property
    def _polynomial(self) -> Any:
        if self.width > MAX_WIDTH:
            raise LimitError(f"an end-to-end filter with {self.width} entries, more than {MAX_WIDTH}")
        coefficients = [0] * (max(self.others, default=0) + 1)
        for place, value in self.others.items():
            coefficients[place] = value
        return fmpq_poly(coefficients)


def blocks(architecture: Architecture, filters: Sequence[FilterLike]) -> tuple[Block, ...]:
    """The blocks M_l of the Jacobian at integer filters, one for each layer.

    Raises
    ------
    ParseError
        If the filters do not have the sizes of the layers.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> first, last = blocks(parse_architecture("k2s2 k3"), [(1, 2), (3, 4, 5)])
    >>> [(sorted(block.others.items()), block.offsets) for block in (first, last)]
    [([(0, 3), (2, 4), (4, 5)], (0, 1)), ([(0, 1), (1, 2)], (0, 2, 4))]
    """
    polynomials = layer_polynomials(architecture, filters)
    one = Polynomial.constant(architecture.dimension, 1)
    before, after = [one], [one]
    for first, last in zip(polynomials, reversed(polynomials), strict=True):
        before.append(before[-1] * first)
        after.append(after[-1] * last)
    ambient = architecture.end_to_end_size
    result = []
    for number, (layer, exponent) in enumerate(zip(architecture.layers, architecture.exponents, strict=True)):
        product = before[number] * after[len(polynomials) - 1 - number]
        size = tuple(n - (k - 1) * e for n, k, e in zip(ambient, layer.size, exponent, strict=True))
        result.append(Block(ambient, size, product, offsets_of(architecture, number)))
    return tuple(result)


def offsets_of(architecture: Architecture, layer: int) -> tuple[int, ...]:
    """For each parameter of a layer, row-major, the place of x^{j⊙e_l} in the end-to-end filter.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> offsets_of(parse_architecture("k2s2 k3"), 1)
    (0, 2, 4)
    """
    strides = strides_of(architecture.end_to_end_size)
    offsets = [0]
    for k, e, stride in zip(architecture.layers[layer].size, architecture.exponents[layer], strides, strict=True):
        offsets = [offset + j * e * stride for offset in offsets for j in range(k)]
    return tuple(offsets)


def few_places(architecture: Architecture) -> list[int]:
    """Some places at the ends of the end-to-end filter, and near the exponents, where NTKs that differ often do.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> few_places(parse_architecture("k21s20 k2"))
    [0, 1, 2, 19, 20, 21, 38, 39, 40]
    """
    last, size = architecture.ambient - 1, architecture.end_to_end_size
    steps = [sum(e * s for e, s in zip(exponent, strides_of(size), strict=True)) for exponent in architecture.exponents]
    near = [n for step in (0, *steps) for n in (step - 1, step, step + 1)]
    return sorted({n for n in (*near, *(last - n for n in near)) if 0 <= n <= last})


def strides_of(size: Exponents) -> tuple[int, ...]:
    """How far the next entry in each direction is, row-major.

    Examples
    --------
    >>> strides_of((2, 3, 4))
    (12, 4, 1)
    """
    return tuple(prod(size[d + 1 :]) for d in range(len(size)))
