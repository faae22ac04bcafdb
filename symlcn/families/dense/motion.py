"""Fully connected networks at given invariants: a motion of parameters that keeps W and the invariants, but not K.

Contents: :class:`Motion`, :func:`find_motion`; of parameters that are acted on :func:`directions_of`, :func:`moved`,
:func:`upper_velocities`, :func:`ntk_velocities`.

Invertible matrices g_l of the hidden layers act by W_l ↦ g_l W_l g_{l−1}⁻¹ and keep the product W. Let X_l be tangent
vectors at g = 1; the invariants then move with the velocities Ḋ_l(X). If X ↦ (Ḋ_1, …, Ḋ_{L−1}) maps onto all tuples of
symmetric matrices, the g that keep all D_l form a manifold near 1 (implicit function theorem), with the kernel as its
tangent space. So if Ḋ(X) = 0 while an entry of K has a velocity other than 0, then K is not constant on parameters with
this W and these D_l: an exact refutation by linear algebra over Q, in which no second parameter is written down.

The parameters are rational but for square roots that scale the columns of W_1 and the rows of W_L: W_1 = M_1·diag(√a),
W_L = diag(√c)·M_L. All that is compared is rational. As any positive definite matrix over Q is M·diag(a)·Mᵀ, there are
such parameters for all D_1 and D_{L−1} once the layers between are chosen, and large enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import gcd
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import kernel_vectors, rank_modulo
from symlcn.algebra.exact import CHECK_PRIME
from symlcn.algebra.matrices import Rows, entries, identity, kronecker, matrix, reduced_lattice, weights
from symlcn.families.dense.network import Dense, Matrices
from symlcn.families.dense.pairs.prescribed import Point, points

__all__ = ["Motion", "directions_of", "find_motion", "moved", "ntk_velocities", "upper_velocities"]

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
    hidden, (layers, a, c) = network.widths[1:-1], (point.layers, point.columns, point.rows)
    units = entries(identity(sum(n * n for n in hidden)))
    columns = [upper_velocities(layers, moved(layers, directions_of(hidden, x)), a, c) for x in units]
    whole = matrix(columns).transpose()
    numerator, _ = whole.numer_denom()
    if rank_modulo(numerator.tolist(), CHECK_PRIME) < whole.nrows():
        return None
    rows = kernel_vectors(numerator)
    for row in reduced_lattice(rows) if rows else []:
        content = gcd(*row)
        numbers = [Fraction(value // content) for value in row]
        directions = directions_of(hidden, numbers)
        values = entries(ntk_velocities(layers, a, c, directions))
        places = ((i, j) for i in range(len(values)) for j in range(i, len(values)) if values[i][j])
        place = next(places, None)
        if place is not None:
            return Motion(layers, a, c, tuple(directions), place, values[place[0]][place[1]])
    return None


def directions_of(hidden: Sequence[int], numbers: Sequence[Fraction]) -> list[Any]:
    """(X_1, …, X_{L−1}) with these entries, one matrix after the other, row-major."""
    directions, start = [], 0
    for n in hidden:
        directions.append(matrix([numbers[start + i * n : start + (i + 1) * n] for i in range(n)]))
        start += n * n
    return directions


def moved(layers: Sequence[Any], directions: Sequence[Any]) -> list[Any]:
    """Ẇ_l = X_l·W_l − W_l·X_{l−1}, with 0 at both ends."""
    depth = len(layers)
    result = []
    for l, layer in enumerate(layers):
        velocity = layer * 0
        if l < depth - 1:
            velocity += directions[l] * layer
        if l > 0:
            velocity -= layer * directions[l - 1]
        result.append(velocity)
    return result


def upper_velocities(
    layers: Sequence[Any], velocities: Sequence[Any], a: Sequence[Fraction], c: Sequence[Fraction]
) -> list[Fraction]:
    """Ḋ_1, …, Ḋ_{L−1} on and above the diagonal, where the layers move with the given velocities."""
    depth = len(layers)
    result = []
    for l in range(depth - 1):
        inside = layers[l] * weights(a) if l == 0 else layers[l]
        outside = weights(c) * layers[l + 1] if l == depth - 2 else layers[l + 1]
        above, below = velocities[l + 1].transpose() * outside, velocities[l] * inside.transpose()
        rates = entries(above + above.transpose() - below - below.transpose())
        result += [value for i, row in enumerate(rates) for value in row[i:]]
    return result


def ntk_velocities(
    layers: Sequence[Any], a: Sequence[Fraction], c: Sequence[Fraction], directions: Sequence[Any]
) -> Any:
    """The velocity of K, up to the square roots."""
    after, before = [identity(len(c))], [identity(len(a))]
    for layer in reversed(layers[1:]):
        after.append(after[-1] * layer)
    for layer in layers[:-1]:
        before.append(layer * before[-1])
    after.reverse()
    twice = [x + x.transpose() for x in directions]
    sums = fmpq_mat(len(a) * len(c), len(a) * len(c))
    for l in range(len(layers)):
        last, first = l == len(layers) - 1, l == 0
        left = weights([1 / v for v in c]) if last else after[l] * after[l].transpose()
        right = weights([1 / v for v in a]) if first else before[l].transpose() * before[l]
        left_moved = left * 0 if last else -(after[l] * twice[l] * after[l].transpose())
        right_moved = right * 0 if first else before[l].transpose() * twice[l - 1] * before[l]
        sums += kronecker(left_moved, right) + kronecker(left, right_moved)
    return sums
