"""Generic filters: each entry is a variable.

Contents: :func:`generic_product`.
"""

from __future__ import annotations

from math import prod

from symlcn.algebra.sparse import MAX_TERMS, Family, Terms, cells, constant, plus, times, variable
from symlcn.errors import LimitError
from symlcn.network.architecture import Architecture

__all__ = ["generic_product"]


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
