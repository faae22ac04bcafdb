"""Fully connected networks at given invariants: a motion of parameters that keeps W and the invariants, but not K.

Contents: :class:`Motion`, :func:`find_motion`, :func:`derivatives`.

Invertible matrices of the hidden layers act and keep the product W (:mod:`symlcn.families.hiddenmotions`). Where
directions X keep all D_l and move an entry of K, it is not constant on parameters with this W and these D_l: an exact
refutation by linear algebra over Q, in which no second parameter is written down.

The parameters are rational but for square roots that scale the columns of W_1 and the rows of W_L: W_1 = M_1·diag(√a),
W_L = diag(√c)·M_L. All that is compared is rational. As any positive definite matrix over Q is M·diag(a)·Mᵀ, there are
such parameters for all D_1 and D_{L−1} once the layers between are chosen, and large enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from symlcn.algebra.matrices import Rows, identity, kronecker, weights
from symlcn.families.dense.network import Dense, Matrices
from symlcn.families.dense.pairs.prescribed import Point, points
from symlcn.families.hiddenmotions import Block, Roots, first_moving, still_directions

__all__ = ["Motion", "derivatives", "find_motion"]

MAX_UNKNOWNS = 400
MAX_TRIED = 60


@dataclass(frozen=True, slots=True)
class Motion:
    """Parameters, and tangent vectors that keep W and the invariants and move the NTK.

    Attributes
    ----------
    parameters : Matrices
        M_1, W_2, …, W_{L−1}, M_L.
    columns, rows : tuple of Fraction
        a and c, positive.
    directions : Matrices
        X_1, …, X_{L−1}.
    index : tuple of (int, int)
        An entry of K that moves, as row and column, pairs of indices of W row-major.
    velocity : Fraction
        Its velocity, divided by the square root of the product of the a and c of the two places.
    """

    parameters: Matrices
    columns: tuple[Fraction, ...]
    rows: tuple[Fraction, ...]
    directions: Matrices
    index: tuple[int, int]
    velocity: Fraction


def find_motion(network: Dense, invariants: Sequence[Rows]) -> Motion | None:
    """A motion at given invariants, at a product W of the largest rank.

    Parameters
    ----------
    network : Dense
        At least two layers.
    invariants : sequence of rows
        D_1, …, D_{L−1}, symmetric, not all scalar.

    Returns
    -------
    Motion or None
        Where all hidden widths are equal and the outer ones no smaller, parameters with any invariants are found for up
        to four layers; else some are searched. None if none are found, or there is no motion at those that are.

    Examples
    --------
    >>> found = find_motion(Dense((3, 3, 3, 3)), [[[1, 0, 2], [0, 0, 1], [2, 1, 0]], [[0, 1, 0], [1, 0, 0], [0, 0, 2]]])
    >>> len(found.directions), found.velocity != 0
    (2, True)
    """
    if sum(n * n for n in network.widths[1:-1]) > MAX_UNKNOWNS:
        return None
    motions = (_motion(network, point) for point in islice(points(network, invariants), MAX_TRIED))
    return next((motion for motion in motions if motion is not None), None)


def _motion(network: Dense, point: Point) -> Motion | None:
    """Directions in the kernel of Ḋ, if that is onto, that move an entry of K; small ones."""
    roots, blocks = (point.columns, point.rows), None
    for directions in still_directions([[w] for w in point.layers], network.widths[1:-1], roots, onto=True):
        blocks = blocks or derivatives(point.layers, roots)
        found = first_moving(blocks, directions)
        if found is not None:
            return Motion(point.layers, *roots, directions, *found)
    return None


def derivatives(layers: Sequence[Any], roots: Roots | None = None) -> list[Block]:
    """Those of W by all layers: A_l·Ẇ_l·B_{l−1} has the matrix A_l ⊗ B_{l−1}ᵀ.

    Examples
    --------
    >>> [block.matrix.tolist() for block in derivatives([identity(1) * 2, identity(1) * 3])]
    [[[3]], [[2]]]
    """
    after, before = [identity(layers[-1].nrows())], [identity(layers[0].ncols())]
    for layer in reversed(layers[1:]):
        after.append(after[-1] * layer)
    for layer in layers[:-1]:
        before.append(layer * before[-1])
    found, last = [], len(layers) - 1
    for l, (left, right) in enumerate(zip(reversed(after), before, strict=True)):
        outer = left if roots is None or l < last else weights([1 / c for c in roots[1]])
        inner = right if roots is None or l > 0 else weights([1 / a for a in roots[0]])
        plain = kronecker(left, right.transpose())
        own = plain if (outer, inner) == (left, right) else kronecker(outer, inner.transpose())
        found.append(Block(left.ncols(), right.nrows(), plain, own))
    return found
