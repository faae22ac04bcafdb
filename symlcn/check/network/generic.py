"""Generic filters, of which each entry is a variable, and the groups of layers that share their variables.

Contents: :func:`generic_product`, :func:`groups_of`, :data:`DEFINED`.
"""

from __future__ import annotations

from itertools import product

from ..algebra.sparse import Terms
from ..core.limits import Work
from .architecture import Architecture

DEFINED = "the end-to-end filter is a point of the neuromanifold at which the formulas are defined, as generic ones are"


def generic_product(
    sizes: list[tuple[int, ...]],
    exponents: list[tuple[int, ...]],
    extents: list[int],
    named: list[tuple[int, ...]] | None,
    work: Work,
) -> tuple[list[Terms], list[list[int]]]:
    """The entries of the product of generic filters, and the numbers of the variables of each filter.

    Those at the indices named, or all of them, row-major.
    """
    entries: dict[tuple[int, ...], Terms] = {(0,) * len(extents): {(): 1}}
    numbers: list[list[int]] = []
    count = 0
    for size, exponent in zip(sizes, exponents, strict=True):
        grown: dict[tuple[int, ...], Terms] = {}
        own = []
        for index in product(*map(range, size)):
            work.spend((20 + len(numbers)) * sum(map(len, entries.values())))
            for position, terms in entries.items():
                moved = tuple(p + i * e for p, i, e in zip(position, index, exponent, strict=True))
                target = grown.setdefault(moved, {})
                for monomial, c in terms.items():
                    target[(*monomial, count)] = c
            own.append(count)
            count += 1
        numbers.append(own)
        entries = grown
    return [entries.get(index, {}) for index in (product(*map(range, extents)) if named is None else named)], numbers


def groups_of(architecture: Architecture) -> list[tuple[list[int], tuple[int, ...], tuple[int, ...]]]:
    """Layers with the same active directions and the same exponents there: layers, size of the product, exponent."""
    groups: dict[object, list[int]] = {}
    for n, active in enumerate(architecture.active):
        if active:
            groups.setdefault((active, tuple(architecture.exponents[n][d] for d in active)), []).append(n)
    result = []
    for members in groups.values():
        sizes = [architecture.sizes[n] for n in members]
        size = tuple(1 + sum(k[d] - 1 for k in sizes) for d in range(architecture.dimension))
        result.append((members, size, architecture.exponents[members[0]]))
    return result
