"""Multiplication of a layer by the other filters, in balls.

Contents: :func:`multiplication_rows`.
"""

from __future__ import annotations

from itertools import product as cartesian
from typing import Any

from flint import arb

from symlcn.algebra.balls import Balls
from symlcn.network.architecture import Architecture

__all__ = ["multiplication_rows"]


def multiplication_rows(architecture: Architecture, layer: int, others: Balls) -> list[list[Any]]:
    """M_lᵀ: for each monomial of a layer, row-major, the end-to-end entries of its product with the other filters."""
    ambient, exponent = architecture.end_to_end_size, architecture.exponents[layer]
    rows = []
    for index in cartesian(*map(range, architecture.layers[layer].size)):
        row = [arb(0)] * architecture.ambient
        for position, value in others.items():
            flat = 0
            for d, size in enumerate(ambient):
                flat = flat * size + position[d] + index[d] * exponent[d]
            row[flat] = value
        rows.append(row)
    return rows
