"""The names of the entries of the end-to-end filter, which are the variables of formulas in them.

Contents: :func:`named_entries`.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ..core.limits import Work
from ..core.outcome import Rejected
from .architecture import Architecture


def named_entries(value: object, architecture: Architecture, work: Work) -> list[tuple[int, ...]] | None:
    """Establishes the names of the entries: u_3 or u_0_2.

    All entries, row-major: then returns None. Or fewer: then those that are not always 0, of which it returns the
    indices, which are the sums of multiples of the exponents.
    """
    extents = architecture.extents()
    if isinstance(value, list) and len(value) == prod(extents):
        names = ["u"]
        for extent in extents:
            names = [f"{name}_{i}" for name in names for i in range(extent)]
        support = None
    else:
        support = _support(architecture, work)
        names = ["_".join(["u", *map(str, index)]) for index in support]
    if value != names:
        raise Rejected("result.variables", "are not the names of the entries of the end-to-end filter")
    return support


def _support(architecture: Architecture, work: Work) -> list[tuple[int, ...]]:
    """The indices of the entries of the end-to-end filter that are not always 0."""
    found = {(0,) * architecture.dimension}
    for size, exponent in zip(architecture.sizes, architecture.exponents, strict=True):
        work.spend(20 * len(found) * prod(size))
        work.hold(len(found) * prod(size), 64 * len(size))
        steps = [tuple(map(int.__mul__, index, exponent)) for index in product(*map(range, size))]
        found = {tuple(map(int.__add__, place, step)) for place in found for step in steps}
    return sorted(found)
