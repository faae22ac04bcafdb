"""Generic filters: each entry is a variable, or a polynomial in some.

Contents: :func:`generic_product`; :func:`families_of`, :func:`columns_of_blocks`, :func:`gram_entry`,
:func:`gram_matrix`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TypeAlias

from symlcn.algebra.sparse import (
    MAX_TERMS,
    Family,
    Terms,
    cells,
    constant,
    convolved,
    linear_combination,
    plus,
    times,
    variable,
)
from symlcn.errors import LimitError
from symlcn.network.architecture import Architecture

__all__ = ["Matrix", "columns_of_blocks", "families_of", "generic_product", "gram_entry", "gram_matrix"]

Matrix: TypeAlias = tuple[tuple[Terms, ...], ...]


def generic_product(architecture: Architecture) -> tuple[tuple[Terms, ...], tuple[tuple[Terms, ...], ...]]:
    """The entries of the product of filters of which each entry is a variable, and these filters, all row-major.

    Raises
    ------
    LimitError
        If the product has more than 20000 terms.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> product_, filters = generic_product(parse_architecture("k2 k2"))
    >>> product_
    ({(0, 2): 1}, {(0, 3): 1, (1, 2): 1}, {(1, 3): 1})
    """
    if prod(layer.parameters for layer in architecture.layers) > MAX_TERMS:
        raise LimitError(f"the generic product has more than {MAX_TERMS} terms")
    total: Family = {(0,) * architecture.dimension: constant(1)}
    filters: list[tuple[Terms, ...]] = []
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        start = sum(map(len, filters))
        filters.append(tuple(variable(start + n) for n in range(layer.parameters)))
        grown: Family = {}
        for index, entry in zip(cells(layer.size), filters[-1], strict=True):
            for position, terms in total.items():
                moved = tuple(p + i * e for p, i, e in zip(position, index, exponent, strict=True))
                grown[moved] = plus(grown.get(moved, {}), times(terms, entry))
        total = grown
    entries = (total.get(index, {}) for index in cells(architecture.end_to_end_size))
    return tuple(dict(sorted(entry.items())) for entry in entries), tuple(filters)


def families_of(architecture: Architecture, filters: Sequence[Sequence[Terms]]) -> list[Family]:
    """Filters, of which the entries are polynomials, as polynomials in x."""
    return [
        {
            tuple(i * e for i, e in zip(cell, exponent, strict=True)): entry
            for cell, entry in zip(cells(layer.size), own, strict=True)
            if entry
        }
        for layer, exponent, own in zip(architecture.layers, architecture.exponents, filters, strict=True)
    ]


def columns_of_blocks(architecture: Architecture, filters: Sequence[Sequence[Terms]]) -> list[list[Family]]:
    """The columns of the blocks M_l of the Jacobian: the product of the other filters, moved by j⊙e_l for each j.

    Raises
    ------
    LimitError
        If more than 20000 products of terms are needed for one product.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k2 k1")
    >>> columns_of_blocks(network, generic_product(network)[1])
    [[{(0,): {(2,): 1}}, {(1,): {(2,): 1}}], [{(0,): {(0,): 1}, (1,): {(1,): 1}}]]
    """
    families = families_of(architecture, filters)
    one: Family = {(0,) * architecture.dimension: constant(1)}
    result = []
    for number, (layer, exponent) in enumerate(zip(architecture.layers, architecture.exponents, strict=True)):
        others = convolved([one, *families[:number], *families[number + 1 :]])
        shifts = [[i * e for i, e in zip(cell, exponent, strict=True)] for cell in cells(layer.size)]
        result.append(
            [
                {tuple(map(sum, zip(index, shift, strict=True))): terms for index, terms in others.items()}
                for shift in shifts
            ]
        )
    return result


def gram_entry(columns: Sequence[Family], row: tuple[int, ...], column: tuple[int, ...]) -> Terms:
    """An entry of N_l = M_l M_lᵀ, by indices of entries of u, from the columns of M_l."""
    return linear_combination((own[row], own[column]) for own in columns if row in own and column in own)


def gram_matrix(columns: Sequence[Family], places: Sequence[tuple[int, ...]]) -> Matrix:
    """N_l for the entries of u at these places; symmetric entries are the same object."""
    size = range(len(places))
    upper = {(i, j): gram_entry(columns, places[i], places[j]) for i in size for j in size[i:]}
    return tuple(tuple(upper[min(i, j), max(i, j)] for j in size) for i in size)
