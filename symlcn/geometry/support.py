"""The entries of an end-to-end filter that are not always 0, and an architecture with the same structure and no gaps.

Contents: :func:`named_cells`, :func:`support`, :func:`compressed`.

An entry of u = μ(w) is a sum over all ways to write its index as a sum of multiples of the exponents; where there is
none it is 0. If, in one direction, the exponents from e_k on are multiples of E and the smaller ones reach up to
S < E, an index x = low + E·h has low and h uniquely, and E may be replaced by S + 1: in the same order, the same
entries are the same polynomials in the entries of the filters. So formulas for the one architecture are formulas for
the other, with other names.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product as cartesian
from math import gcd

from symlcn.algebra.polynomials import Exponents
from symlcn.errors import LimitError
from symlcn.network.architecture import Architecture, Layer

__all__ = ["MAX_NAMED", "compressed", "named_cells", "support"]

MAX_NAMED = 400_000
"""Number N of entries of u up to which each has a name; beyond, only those that are not always 0 have."""
MAX_SUPPORT = 20_000
"""Number of those up to which they are listed."""


def named_cells(architecture: Architecture) -> Iterable[Exponents]:
    """The indices of the entries of u that have names, row-major."""
    if architecture.ambient <= MAX_NAMED:
        return cartesian(*map(range, architecture.end_to_end_size))
    return support(architecture)


def support(architecture: Architecture) -> list[Exponents]:
    """The indices of the entries of u that are not always 0, row-major.

    Raises
    ------
    LimitError
        If there are more than 20000.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> support(parse_architecture("k2d1000 k2d7"))
    [(0,), (7,), (1000,), (1007,)]
    """
    found = {(0,) * architecture.dimension}
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        steps = [[i * e for i in range(k)] for k, e in zip(layer.size, exponent, strict=True)]
        if len(found) * layer.parameters > 50 * MAX_SUPPORT:
            raise LimitError(f"more than {MAX_SUPPORT} entries of u that are not always 0")
        found = {tuple(map(sum, zip(place, step, strict=True))) for place in found for step in cartesian(*steps)}
        if len(found) > MAX_SUPPORT:
            raise LimitError(f"more than {MAX_SUPPORT} entries of u that are not always 0")
    return sorted(found)


def compressed(architecture: Architecture) -> Architecture:
    """An architecture with the same sizes and exponents as small as this makes them; strides are 1.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> print(compressed(parse_architecture("k3d500 k2d1000000 k2d3000000")))
    k3 k2d3 k2d6
    """
    columns = []
    for direction in range(architecture.dimension):
        degrees: dict[int, int] = {}
        for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
            if layer.size[direction] > 1:
                degrees[exponent[direction]] = degrees.get(exponent[direction], 0) + layer.size[direction] - 1
        columns.append(_smaller(degrees))
    layers = []
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        dilation = tuple(
            smaller[e] if k > 1 else 1 for smaller, e, k in zip(columns, exponent, layer.size, strict=True)
        )
        layers.append(Layer(layer.size, (), dilation))
    return Architecture(tuple(layers))


def _smaller(degrees: dict[int, int]) -> dict[int, int]:
    """Exponents, with the degrees that they have, and what replaces them."""
    exponents = sorted(degrees)
    own = list(exponents)
    reach = 0
    for k, exponent in enumerate(exponents):
        common = gcd(*own[k:])
        if common > reach + 1:
            own[k:] = [e // common * (reach + 1) for e in own[k:]]
        reach += degrees[exponent] * own[k]
    return dict(zip(exponents, own, strict=True))
