"""Fully connected networks at given invariants: a motion of parameters that keeps W and the invariants, but not K.

Contents: :class:`Motion`, :func:`find_motion`.

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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from itertools import product as cartesian
from math import ceil
from typing import Any

from flint import fmpq_mat, nmod_mat

from symlcn.networks.dense import Dense, Matrices
from symlcn.networks.densewide import parameters_at
from symlcn.networks.matrices import Rows, diagonalized, entries, identity, kronecker, matrix

__all__ = ["Motion", "find_motion"]

PRIME = 999_999_937
MAX_UNKNOWNS = 400
MAX_TRIED = 20
SIZES = (1, 2, 4, 8, 32)
SHAPES = ((1, 0), (1, 1), (2, 1), (1, -2), (3, 2))


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
    motions = (_motion(network, *point) for point in _points(network, invariants))
    return next((motion for motion in motions if motion is not None), None)


def _points(network: Dense, invariants: Sequence[Rows]) -> Iterator[tuple[list[Any], list[Fraction], list[Fraction]]]:
    """Parameters with the invariants and a product of the largest rank: layers, a and c."""
    widths, wanted = network.widths, [matrix(rows) for rows in invariants]
    if widths[0] >= widths[1] and widths[-1] >= widths[-2]:
        for inner in _inner_layers(widths[1:-1], wanted):
            point = _completed(network, wanted, inner)
            if point is not None and _product(point[0]).rank() == min(widths):
                yield point
    for layers in islice(parameters_at(network, invariants, min(widths)), MAX_TRIED):
        yield list(layers), [Fraction(1)] * widths[0], [Fraction(1)] * widths[-1]


def _inner_layers(hidden: Sequence[int], wanted: Sequence[Any]) -> Iterator[list[Any]]:
    """W_2, …, W_{L−1} with the invariants D_2, …, D_{L−2}, larger and larger."""
    for size, (diagonal, above) in cartesian(SIZES, SHAPES):
        scale = size * (1 + sum(ceil(sum(abs(x) for x in row)) for d in wanted for row in entries(d)))
        if len(hidden) == 1:
            yield []
        elif len(hidden) == 2:
            rows = [
                [scale * (diagonal * (i == j) + above * (j == i + 1)) for j in range(hidden[0])]
                for i in range(hidden[1])
            ]
            yield [matrix(rows)]
        elif len(hidden) == 3 and len(set(hidden)) == 1:
            half, own = wanted[1] / scale, identity(hidden[0]) * scale
            yield [(half - own) / 2, (half + own) / 2]


def _completed(
    network: Dense, wanted: Sequence[Any], inner: list[Any]
) -> tuple[list[Any], list[Fraction], list[Fraction]] | None:
    """All layers, a and c; None if W_1·W_1ᵀ or W_Lᵀ·W_L would not be positive definite."""
    n = network.widths
    if inner:
        first, last = inner[0].transpose() * inner[0] - wanted[0], wanted[-1] + inner[-1] * inner[-1].transpose()
    else:
        steps = matrix([[Fraction(i + 1) * (j + 1) for j in range(n[1])] for i in range(n[1])])
        first = identity(n[1]) * sum(ceil(sum(map(abs, row))) + 1 for row in entries(wanted[0])) + steps
        last = wanted[0] + first
    left, right = diagonalized(first), diagonalized(last)
    if left is None or right is None:
        return None
    (below, a), (above, c) = left, right
    start = matrix([[*row, *[0] * (n[0] - n[1])] for row in entries(below)])
    end = matrix([*entries(above.transpose()), *[[0] * n[-2]] * (n[-1] - n[-2])])
    ones = [Fraction(1)]
    return [start, *inner, end], [*a, *ones * (n[0] - n[1])], [*c, *ones * (n[-1] - n[-2])]


def _product(layers: Sequence[Any]) -> Any:
    whole = layers[0]
    for layer in layers[1:]:
        whole = layer * whole
    return whole


def _motion(network: Dense, layers: list[Any], a: list[Fraction], c: list[Fraction]) -> Motion | None:
    """Directions in the kernel of Ḋ, if that is onto, that move an entry of K."""
    hidden = network.widths[1:-1]
    units = [
        [
            matrix([[int((i, j) == (p, q)) for j in range(n)] for i in range(n)]) if l == m else fmpq_mat(n, n)
            for m, n in enumerate(hidden)
        ]
        for l, size in enumerate(hidden)
        for p in range(size)
        for q in range(size)
    ]
    columns = [
        [value for d in _invariant_velocities(layers, a, c, x) for i, row in enumerate(entries(d)) for value in row[i:]]
        for x in units
    ]
    whole = matrix(columns).transpose()
    if _rank_modulo(whole) < whole.nrows():
        return None
    kernel, nullity = whole.numer_denom()[0].nullspace()
    for k in range(nullity):
        numbers = [Fraction(int(kernel[i, k])) for i in range(len(units))]
        directions, start = [], 0
        for n in hidden:
            directions.append(matrix([numbers[start + i * n : start + (i + 1) * n] for i in range(n)]))
            start += n * n
        place = _moving_entry(network, layers, a, c, directions)
        if place is not None:
            return Motion(tuple(layers), tuple(a), tuple(c), tuple(directions), *place)
    return None


def _rank_modulo(value: Any) -> int:
    numerator, _ = value.numer_denom()
    rows = [[int(numerator[i, j]) % PRIME for j in range(numerator.ncols())] for i in range(numerator.nrows())]
    return int(nmod_mat(rows, PRIME).rank())


def _weights(values: Sequence[Fraction]) -> Any:
    return matrix([[v if i == j else 0 for j in range(len(values))] for i, v in enumerate(values)])


def _invariant_velocities(
    layers: Sequence[Any], a: Sequence[Fraction], c: Sequence[Fraction], directions: Sequence[Any]
) -> list[Any]:
    """Ḋ_1, …, Ḋ_{L−1}."""
    depth = len(layers)
    moved = []
    for l, layer in enumerate(layers):
        velocity = layer * 0
        if l < depth - 1:
            velocity += directions[l] * layer
        if l > 0:
            velocity -= layer * directions[l - 1]
        moved.append(velocity)
    result = []
    for l in range(depth - 1):
        inside = layers[l] * _weights(a) if l == 0 else layers[l]
        outside = _weights(c) * layers[l + 1] if l == depth - 2 else layers[l + 1]
        above, below = moved[l + 1].transpose() * outside, moved[l] * inside.transpose()
        result.append(above + above.transpose() - below - below.transpose())
    return result


def _moving_entry(
    network: Dense, layers: Sequence[Any], a: Sequence[Fraction], c: Sequence[Fraction], directions: Sequence[Any]
) -> tuple[tuple[int, int], Fraction] | None:
    """An entry of K that moves, and its velocity up to the square roots."""
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
        left = _weights([1 / v for v in c]) if last else after[l] * after[l].transpose()
        right = _weights([1 / v for v in a]) if first else before[l].transpose() * before[l]
        left_moved = left * 0 if last else -(after[l] * twice[l] * after[l].transpose())
        right_moved = right * 0 if first else before[l].transpose() * twice[l - 1] * before[l]
        sums += kronecker(left_moved, right) + kronecker(left, right_moved)
    values = entries(sums)
    places = ((i, j) for i in range(len(values)) for j in range(i, len(values)) if values[i][j])
    place = next(places, None)
    return None if place is None else (place, values[place[0]][place[1]])
