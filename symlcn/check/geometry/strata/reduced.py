"""The reduced architecture, and filters of its layers.

Contents: :func:`reduced`, :func:`layer_filters`, :func:`end_to_end`.

The reduced architecture has no scalar layers, axis blocks merged into one layer, and exponents as dilations. Over the
complex numbers its neuromanifold is the same, as a polynomial in one variable is the product of linear ones.
"""

from __future__ import annotations

from ...algebra.multivariate import inflate
from ...core.arithmetic import Filter, sparse_product
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import integer_filter, json_list
from ...network.architecture import Architecture


def reduced(architecture: Architecture) -> Architecture:
    """Without scalar layers, axis blocks merged, exponents as dilations."""
    merged = {layers[0]: key for key, layers in architecture.blocks.items()}
    layers = []
    for n, (size, active) in enumerate(zip(architecture.sizes, architecture.active, strict=True)):
        if len(active) == 1 and n not in merged:
            continue
        if n in merged:
            block = architecture.blocks[merged[n]]
            total = sum(architecture.sizes[layer][active[0]] - 1 for layer in block)
            size = tuple(total + 1 if d == active[0] else 1 for d in range(architecture.dimension))
        exponent = tuple(e if k > 1 else 1 for e, k in zip(architecture.exponents[n], size, strict=True))
        if active:
            layers.append({"size": size, "stride": (1,) * len(size), "dilation": exponent})
    ones = (1,) * architecture.dimension
    return Architecture(layers or [{"size": ones, "stride": ones, "dilation": ones}])


def layer_filters(small: Architecture, value: object, where: str) -> list[Filter]:
    """Filters of the layers, not 0."""
    listed = json_list(value, where, len(small.sizes))
    filters = [integer_filter(listed[n], size, f"{where}[{n}]") for n, size in enumerate(small.sizes)]
    for n, entries in enumerate(filters):
        if not entries:
            raise Rejected(f"{where}[{n}]", "is 0")
    return filters


def end_to_end(small: Architecture, filters: list[Filter], work: Work) -> Filter:
    u: Filter = {(0,) * small.dimension: 1}
    for entries, exponent in zip(filters, small.exponents, strict=True):
        u = sparse_product(u, inflate(entries, exponent), work)
    return u
