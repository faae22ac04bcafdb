"""Evidence that an end-to-end filter is a singular point of the closure of the neuromanifold.

Contents: :class:`Obstruction`, :func:`singular`, :func:`flat`.

Every axis block is merged into one layer. At a smooth point the merged map is a local isomorphism up to permutations of
interchangeable layers: two points that these do not relate, or one where J has too large a kernel, show that there is
none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

from flint import fmpz_mat

from symlcn.architecture import Architecture
from symlcn.fiber import Fiber
from symlcn.filters import Filter
from symlcn.ntk import jacobian
from symlcn.rational import rational_fiber

__all__ = ["Obstruction", "flat", "singular"]


@dataclass(frozen=True, slots=True)
class Obstruction:
    """Why there is no metric at a filter.

    Attributes
    ----------
    kind : str
        ``"points"``: two points over u that no permutation of interchangeable layers relates, so that u is singular;
        ``"rank"``: a point where J of the merged map has a larger kernel, so that u is singular;
        ``"stated"``: no evidence that fits a certificate, the reason tells.
    why : str
    filters : tuple of tuples of filters
        Primitive integer filters of the merged layers: two points, or one.
    kernel : tuple of tuple of int
        For ``"rank"`` a vector in the kernel of J, by merged layers, that is no combination of the filters.
    """

    kind: str
    why: str
    filters: tuple[tuple[Filter, ...], ...] = ()
    kernel: tuple[tuple[int, ...], ...] = ()


def singular(found: Fiber) -> Obstruction:
    """Evidence that u is singular, from rational points of the merged map where there are enough of them."""
    why, merged = f"u is a singular point: {found.smooth.reason}", found.architecture.merged()
    points = rational_fiber(merged, found.tensor).points
    orbits = {tuple(tuple(sorted(point[l] for l in group)) for group in _slots(merged)): point for point in points}
    if len(orbits) > 1:
        return Obstruction("points", why, tuple(list(orbits.values())[:2]))
    for point in points:
        kernel = _kernel_vector(merged, point)
        if kernel is not None:
            return Obstruction("rank", why, (point,), kernel)
    return Obstruction("stated", why)


def _slots(merged: Architecture) -> tuple[tuple[int, ...], ...]:
    """The classes and, one by one, all other layers."""
    inside = {layer for group in merged.classes for layer in group}
    return (*merged.classes, *((layer,) for layer in range(len(merged.layers)) if layer not in inside))


def _kernel_vector(architecture: Architecture, filters: Sequence[Filter]) -> tuple[tuple[int, ...], ...] | None:
    """An integer vector in the kernel of J whose parts are not all multiples of the filters."""
    blocks = jacobian(architecture, filters)
    rows = [row for block in blocks for row in block.tolist()]
    basis, nullity = fmpz_mat([list(column) for column in zip(*rows, strict=True)]).nullspace()
    for n in range(int(nullity)):
        vector = [int(basis[i, n]) for i in range(len(rows))]
        parts, start = [], 0
        for block in blocks:
            parts.append(tuple(vector[start : start + block.nrows()]))
            start += block.nrows()
        pairs = [(part, tuple(map(int, flat(tensor)))) for part, tensor in zip(parts, filters, strict=True)]
        if any(a[i] * b[j] != a[j] * b[i] for a, b in pairs for i in range(len(a)) for j in range(i)):
            common = gcd(*vector)
            return tuple(tuple(c // common for c in part) for part in parts)
    return None


def flat(tensor: Any) -> Iterator[Any]:
    """The entries of a tensor, row-major.

    Examples
    --------
    >>> list(flat(((1, 2), (3, 4))))
    [1, 2, 3, 4]
    """
    if isinstance(tensor, Sequence):
        for part in tensor:
            yield from flat(part)
    else:
        yield tensor
