"""Fully connected networks at given invariants: real parameters near rational ones, at which the NTK can be moved.

Contents: :class:`DenseNear`, :func:`find_near`.

They are found as for other linear networks (:mod:`symlcn.families.nearpoints`); besides, the product W has the largest
rank at them: for two rational matrices left·W·right is nearer than 1 to the unit matrix. An entry of W is a sum of
n_1⋯n_{L−1} products of L entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import pivots
from symlcn.algebra.matrices import Rows, entries, matrix
from symlcn.errors import brief
from symlcn.families.dense.motion import derivatives
from symlcn.families.dense.network import Dense, Matrices
from symlcn.families.nearpoints import Near, Shape, distance, growth, near_points, shortened

__all__ = ["DenseNear", "find_near"]


@dataclass(frozen=True, slots=True)
class DenseNear(Near):
    """Rational parameters, near which are real ones, and what shows the rank of W.

    Attributes
    ----------
    left, right : fmpq_mat
        left·W·right is nearly a unit matrix, of the largest rank of W.
    """

    __repr__ = brief

    left: Any
    right: Any

    @property
    def parameters(self) -> Matrices:
        """W_1, …, W_L."""
        return tuple(w for (w,) in self.layers)


def find_near(network: Dense, invariants: Sequence[Rows]) -> DenseNear | None:
    """Such parameters for given invariants, with W of the largest rank; None if none are found.

    Examples
    --------
    >>> wanted = [entries(matrix([[1, 0], [0, 2]])), entries(matrix([[1, 0], [0, -3]]))]
    >>> found = find_near(Dense((1, 2, 2, 1)), wanted)
    >>> len(found.directions), found.index, 0 < found.radius * 10**20 < 1
    (7, (0, 0), True)
    """
    shape = Shape(network.widths, (1,) * network.depth, lambda layers: derivatives([w for (w,) in layers]))
    for near in near_points(shape, invariants):
        sides = _sides(network, near)
        if sides is not None:
            return DenseNear(near.layers, near.radius, near.directions, near.index, near.scale, *sides)
    return None


def _sides(network: Dense, near: Near) -> tuple[Any, Any] | None:
    """Nearly an inverse of some columns of W, and what selects them; None if the rank is smaller, or not shown."""
    product, rank = matrix(network.parametrization([w for (w,) in near.layers])), min(network.widths)
    columns = pivots(product)[:rank]
    if len(columns) < rank:
        return None
    right = fmpq_mat([[int(j == column) for column in columns] for j in range(product.ncols())])
    tall = product * right
    (left,) = shortened([(tall.transpose() * tall).inv() * tall.transpose()])
    factor, one = (sum(abs(c) for row in entries(side) for c in row) for side in (left, right))
    change = factor * one * prod(network.widths[1:-1]) * growth(near, network.depth)
    return (left, right) if distance(left * product * right) + change < 1 else None
