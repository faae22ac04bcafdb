"""How invariants and NTKs of linear networks move where matrices act on the hidden layers, or filters move themselves.

Contents: :class:`Block`, :func:`directions_of`, :func:`moved`, :func:`gram_differences`, :func:`invariant_velocities`,
:func:`upper`, :func:`gram_slopes`, :func:`slopes`, :func:`still_directions`, :func:`kernel_velocities`,
:func:`first_moving`.

A layer is given by its matrices W_l[j], c_l × c_{l−1}, j < K_l; a fully connected network has one for each layer. There
may be square roots outside: W_1[j]·diag(√a) and diag(√c)·W_L[j] are meant where a and c are given. Layers count from 0
in code. Invertible g_l of the hidden layers act by W_l[j] ↦ g_l·W_l[j]·g_{l−1}⁻¹ and keep the product U. With
g_l = 1 + t·X_l + … and X_0 = X_L = 0 the velocities at t = 0 are

- Ẇ_l[j] = X_l·W_l[j] − W_l[j]·X_{l−1},
- Ḋ_l = Y_l + Y_lᵀ with Y_l = Σ_j W_{l+1}[j]ᵀẆ_{l+1}[j] − Σ_j Ẇ_l[j]·W_l[j]ᵀ,
  for D_l = Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]·W_l[j]ᵀ,
- K̇(n, m) = Σ_l Σ_j ⟨R_{l,j}(n), R_{l,j}(m)·S_{l−1} − S_l·R_{l,j}(m)⟩ with S_l = X_l + X_lᵀ, where R_{l,j}(n) is the
  matrix of the derivatives of an entry n of U by W_l[j]: it becomes g_l⁻ᵀ·R_{l,j}(n)·g_{l−1}ᵀ. These are the rows of
  blocks of the Jacobian J, and K = J·Jᵀ. With square roots K is meant up to those of the rows and columns of U;
  derivatives by the first and the last layer are then multiplied by 1/a and 1/c once.

If X ↦ (Ḋ_1, …, Ḋ_{L−1}) maps onto all tuples of symmetric matrices, the g that keep all D_l form a manifold near 1
(implicit function theorem) with the X for which Ḋ = 0 as its tangent vectors. Where one of these has K̇ ≠ 0, K is not
constant on parameters with this U and these D_l.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import kernel_vectors, rank_modulo
from symlcn.algebra.exact import CHECK_PRIME, fraction_of
from symlcn.algebra.matrices import entries, identity, matrix, reduced_lattice, weights
from symlcn.errors import brief

__all__ = [
    "Block",
    "Layers",
    "Roots",
    "directions_of",
    "first_moving",
    "gram_differences",
    "gram_slopes",
    "invariant_velocities",
    "kernel_velocities",
    "moved",
    "slopes",
    "still_directions",
    "upper",
]

Layers = Sequence[Sequence[Any]]
"""For each layer all W_l[j], as fmpq_mat."""
Roots = tuple[Sequence[Fraction], Sequence[Fraction]]
"""a and c."""


def directions_of(hidden: Sequence[int], numbers: Sequence[int | Fraction]) -> tuple[Any, ...]:
    """(X_1, …, X_{L−1}) with these entries, one matrix after the other, row-major."""
    directions, start = [], 0
    for n in hidden:
        directions.append(matrix([numbers[start + i * n : start + (i + 1) * n] for i in range(n)]))
        start += n * n
    return tuple(directions)


def moved(layers: Layers, directions: Sequence[Any]) -> list[list[Any]]:
    """Ẇ_l[j].

    Examples
    --------
    >>> found = moved([[matrix([[1], [2]])], [matrix([[3, 4]])]], [matrix([[0, 1], [0, 0]])])
    >>> [[v.tolist() for v in own] for own in found]
    [[[[2], [0]]], [[[0, -3]]]]
    """
    found = []
    for l, own in enumerate(layers):
        velocities = [directions[l] * w for w in own] if l < len(directions) else [w * 0 for w in own]
        if l > 0:
            velocities = [v - w * directions[l - 1] for v, w in zip(velocities, own, strict=True)]
        found.append(velocities)
    return found


def _pairings(left: Layers, right: Layers, roots: Roots | None) -> list[Any]:
    """Σ_j W_{l+1}[j]ᵀV_{l+1}[j] − Σ_j V_l[j]·W_l[j]ᵀ for two tuples of layers W and V."""
    last, found = len(left) - 1, []
    for l in range(last):
        inner = right[l] if roots is None or l > 0 else [v * weights(roots[0]) for v in right[l]]
        outer = right[l + 1] if roots is None or l < last - 1 else [weights(roots[1]) * v for v in right[l + 1]]
        total = left[l + 1][0].transpose() * outer[0] - inner[0] * left[l][0].transpose()
        for w, v in zip(left[l + 1][1:], outer[1:], strict=True):
            total += w.transpose() * v
        for w, v in zip(left[l][1:], inner[1:], strict=True):
            total -= v * w.transpose()
        found.append(total)
    return found


def gram_differences(layers: Layers, roots: Roots | None = None) -> list[Any]:
    """D_1, …, D_{L−1}."""
    return _pairings(layers, layers, roots)


def invariant_velocities(layers: Layers, velocities: Layers, roots: Roots | None = None) -> list[Any]:
    """Ḋ_1, …, Ḋ_{L−1} where the layers move with any velocities.

    Examples
    --------
    >>> layers = [[matrix([[1], [2]])], [matrix([[3, 4]])]]
    >>> [x.tolist() for x in invariant_velocities(layers, moved(layers, [matrix([[0, 1], [0, 0]])]))]
    [[[-4, -13], [-13, -24]]]
    """
    return [value + value.transpose() for value in _pairings(layers, velocities, roots)]


def upper(squares: Sequence[Any]) -> list[Fraction]:
    """The entries of matrices on and above the diagonal, row by row."""
    return [value for square in squares for i, row in enumerate(entries(square)) for value in row[i:]]


def gram_slopes(layers: Layers) -> list[list[Fraction]]:
    """The derivatives of the invariants, on and above the diagonals; a row for each entry of all W_l[j], row-major."""
    rows = []
    for l, layer in enumerate(layers):
        for j, w in enumerate(layer):
            size = w.nrows() * w.ncols()
            for k in range(size):
                velocities = [[v * 0 for v in own] for own in layers]
                velocities[l][j] = fmpq_mat(w.nrows(), w.ncols(), [int(k == m) for m in range(size)])
                rows.append(upper(invariant_velocities(layers, velocities)))
    return rows


def slopes(layers: Layers, hidden: Sequence[int], roots: Roots | None = None) -> list[list[Fraction]]:
    """The velocities of the invariants, on and above the diagonals, for each X of which one entry is 1, else 0."""
    units = entries(identity(sum(n * n for n in hidden)))
    return [upper(invariant_velocities(layers, moved(layers, directions_of(hidden, x)), roots)) for x in units]


def still_directions(
    layers: Layers, hidden: Sequence[int], roots: Roots | None = None, *, onto: bool = False
) -> Iterator[tuple[Any, ...]]:
    """A basis of the X for which Ḋ = 0, with small integers.

    Parameters
    ----------
    layers, hidden, roots
        W_l[j], c_1, …, c_{L−1}, and a and c.
    onto : bool
        Whether there are none unless X ↦ Ḋ is seen to be onto, modulo a prime.
    """
    whole = matrix(slopes(layers, hidden, roots)).transpose().numer_denom()[0]
    if onto and rank_modulo(whole.tolist(), CHECK_PRIME) < whole.nrows():
        return
    rows = kernel_vectors(whole)
    for row in reduced_lattice(rows) if rows else []:
        content = gcd(*row)
        yield directions_of(hidden, [c // content for c in row])


@dataclass(frozen=True, eq=False)
class Block:
    """The derivatives of some entries of U, the rows, by one layer: its columns are the (j, a, b), row-major.

    Attributes
    ----------
    outputs, inputs : int
        c_l and c_{l−1}.
    matrix, weighted : fmpq_mat
        The block of J twice; its columns are multiplied by 1/a or 1/c once.
    """

    __repr__ = brief

    outputs: int
    inputs: int
    matrix: Any
    weighted: Any

    @cached_property
    def sides(self) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """Both, the second transposed: with the columns as (j, b, a), where S_l acts, and as they are, for S_{l−1}."""
        turned = _turned(self.matrix, self.outputs, self.inputs), _turned(self.weighted, self.outputs, self.inputs)
        return (turned[0], turned[1].transpose()), (self.matrix, self.weighted.transpose())


def _turned(block: Any, outputs: int, inputs: int) -> Any:
    """Columns (j, a, b) as (j, b, a)."""
    starts = range(0, block.ncols(), outputs * inputs)
    order = [start + a * inputs + b for start in starts for b in range(inputs) for a in range(outputs)]
    return fmpq_mat([[row[k] for k in order] for row in block.tolist()])


def kernel_velocities(blocks: Sequence[Block], directions: Sequence[Any], row: int | None = None) -> Any:
    """K̇ between the entries of U that the blocks have, as fmpq_mat; one row of it where that is given.

    Examples
    --------
    >>> one, w = matrix([[1]]), [matrix([[2]]), matrix([[3]])]
    >>> blocks = [Block(1, 1, own, own) for own in (w[1], w[0])]
    >>> kernel_velocities(blocks, [matrix([[1]])]).tolist()
    [[-10]]
    """
    count = blocks[0].matrix.nrows()
    total = fmpq_mat(count if row is None else 1, count)
    for l, block in enumerate(blocks):
        for n, (own, across) in zip((l, l - 1), block.sides, strict=True):
            if 0 <= n < len(directions):
                form = directions[n] + directions[n].transpose()
                lines = own if row is None else fmpq_mat([[own[row, k] for k in range(own.ncols())]])
                image = fmpq_mat(lines.nrows() * lines.ncols() // form.nrows(), form.nrows(), lines.entries()) * form
                part = fmpq_mat(lines.nrows(), lines.ncols(), image.entries()) * across
                total += -part if n == l else part
    return total


def first_moving(blocks: Sequence[Block], directions: Sequence[Any]) -> tuple[tuple[int, int], Fraction] | None:
    """The first entry of K that moves, on or above the diagonal row by row, and its velocity; None if none does."""
    if not any(c != 0 for x in directions for c in (x + x.transpose()).entries()):
        return None  # tangent vectors of orthogonal matrices
    for i in range(blocks[0].matrix.nrows()):
        for j, value in enumerate(kernel_velocities(blocks, directions, i).entries()):
            if j >= i and value != 0:
                return (i, j), fraction_of(value)
    return None
