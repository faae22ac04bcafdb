"""Fully connected linear networks of any depth and widths: products, invariants, NTK, orbits.

Contents: :class:`Dense`, :func:`inertia`, :func:`difference`.

Notation. Widths n_0 (input), …, n_L; W_l has n_l rows and n_{l−1} columns; W = W_L⋯W_1. Invariants
D_l = W_{l+1}ᵀW_{l+1} − W_l W_lᵀ for 0 < l < L. With A_l = W_L⋯W_{l+1} and B_l = W_{l−1}⋯W_1 the NTK is
K(Z) = Σ_l A_l A_lᵀ Z B_lᵀB_l, as a matrix K = Σ_l A_l A_lᵀ ⊗ B_lᵀB_l; its rows and columns are the entries of W,
row-major. All is exact over Q. Layers count from 0 in code: ``parameters[0]`` is W_1.

Two groups act. O(n_1) × … × O(n_{L−1}) acts by W_l ↦ Q_l W_l Q_{l−1}ᵀ: it keeps W and K and turns D_l into Q_l D_l
Q_lᵀ. Orthogonal S, R with S·W·Rᵀ = W act by W_1 ↦ W_1Rᵀ, W_L ↦ S·W_L: they keep W and every D_l, and turn K into
(S⊗R)·K·(S⊗R)ᵀ, in general another matrix. That is Ex. 20, and how most pairs are found in
:mod:`symlcn.families.dense.pairs.choose`.

References: Achour, Kohn, Rauhut, section 4, eq. (7), Thm. 14, Ex. 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import exact_numbers, fraction_of, integer
from symlcn.algebra.matrices import Rows, entries, identity, matrix
from symlcn.errors import ParseError, shown

__all__ = ["Dense", "Matrices", "difference", "inertia"]

MAX_WIDTH = 256
MAX_DEPTH = 64

Matrices = tuple[Any, ...]
"""W_1, …, W_L as fmpq_mat."""


@dataclass(frozen=True, slots=True)
class Dense:
    """The family of fully connected linear networks with given widths.

    Attributes
    ----------
    widths : tuple of int
        n_0, …, n_L, input width first.

    Raises
    ------
    ParseError
        If there are fewer than two widths or more than 65, or one is not from 1 to 256.

    Examples
    --------
    >>> network = Dense((2, 2, 2))
    >>> pair = [[[2, 0], [0, 1]], [[Fraction(1, 2), 0], [0, 1]]]
    >>> network.parametrization(pair) == entries(identity(2))
    True
    >>> network.invariants(pair)[0][0]
    (Fraction(-15, 4), Fraction(0, 1))
    """

    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        widths = tuple(width if (number := integer(width)) is None else number for width in self.widths)
        object.__setattr__(self, "widths", widths)
        if not 2 <= len(self.widths) <= MAX_DEPTH + 1:
            raise ParseError("widths", f"{len(self.widths)} given; give 2 to {MAX_DEPTH + 1}, input width first")
        for index, width in enumerate(self.widths):
            if type(width) is not int or not 1 <= width <= MAX_WIDTH:
                raise ParseError(f"width {index}", f"{shown(width)} is not an integer from 1 to {MAX_WIDTH}")

    def __str__(self) -> str:
        return " ".join(map(str, self.widths))

    @property
    def depth(self) -> int:
        """The number L of layers."""
        return len(self.widths) - 1

    def matrices(self, parameters: Sequence[Any]) -> Matrices:
        """W_1, …, W_L as fmpq_mat, from such matrices or from rows of int or Fraction.

        Raises
        ------
        ParseError
            If their number or a shape is wrong, or an entry is not an exact number.
        """
        if len(parameters) != self.depth:
            raise ParseError("parameters", f"{len(parameters)} matrices for {self.depth} layers")
        found = []
        for number, (value, (columns, rows)) in enumerate(zip(parameters, pairwise(self.widths), strict=True), start=1):
            found.append(_as_matrix(value, rows, columns, f"W_{number}"))
        return tuple(found)

    def parametrization(self, parameters: Sequence[Any]) -> Rows:
        """The product W = W_L⋯W_1."""
        return entries(_after(self.matrices(parameters))[0])

    def invariants(self, parameters: Sequence[Any]) -> tuple[Rows, ...]:
        """D_1, …, D_{L−1}, which gradient flow keeps for every loss.

        It is Ẇ_l = −A_lᵀ·G·B_lᵀ with the gradient G of the loss at W, so W_{l+1}ᵀẆ_{l+1} = Ẇ_l·W_lᵀ.
        """
        layers = self.matrices(parameters)
        return tuple(entries(right.transpose() * right - left * left.transpose()) for left, right in pairwise(layers))

    def terms(self, parameters: Sequence[Any]) -> tuple[tuple[Any, Any], ...]:
        """For each layer the two symmetric matrices A_l A_lᵀ and B_lᵀB_l, as fmpq_mat."""
        layers = self.matrices(parameters)
        after, before = _after(layers)[1:], [identity(self.widths[0])]
        for layer in layers[:-1]:
            before.append(layer * before[-1])
        return tuple((a * a.transpose(), b.transpose() * b) for a, b in zip(after, before, strict=True))

    def acted(self, parameters: Sequence[Any], orthogonal: Sequence[Any]) -> Matrices:
        """Q_l W_l Q_{l−1}ᵀ for orthogonal Q_1, …, Q_{L−1}, with Q_0 = Q_L = I.

        Raises
        ------
        ParseError
            If a matrix does not fit or is not orthogonal.
        """
        if len(orthogonal) != self.depth - 1:
            raise ParseError("orthogonal matrices", f"{len(orthogonal)} for {self.depth - 1} hidden layers")
        hidden = [
            _orthogonal(q, n, f"orthogonal matrix Q_{number}")
            for number, (q, n) in enumerate(zip(orthogonal, self.widths[1:-1], strict=True), start=1)
        ]
        ends = [identity(self.widths[0]), *hidden, identity(self.widths[-1])]
        layers = self.matrices(parameters)
        return tuple(q * layer * p.transpose() for layer, (p, q) in zip(layers, pairwise(ends), strict=True))

    def turned(self, parameters: Sequence[Any], left: Any, right: Any) -> Matrices:
        """W_1·Rᵀ, W_2, …, S·W_L for orthogonal S = `left` and R = `right` with S·W·Rᵀ = W.

        Raises
        ------
        ParseError
            If a matrix does not fit or is not orthogonal, or S·W·Rᵀ is not W.
        """
        s = _orthogonal(left, self.widths[-1], "orthogonal matrix S")
        r = _orthogonal(right, self.widths[0], "orthogonal matrix R")
        layers = list(self.matrices(parameters))
        product = _after(layers)[0]
        if s * product * r.transpose() != product:
            raise ParseError("orthogonal matrices", "S·W·Rᵀ is not W")
        layers[0] = layers[0] * r.transpose()
        layers[-1] = s * layers[-1]
        return tuple(layers)


def inertia(rows: Rows) -> tuple[int, int]:
    """Numbers of positive and of negative eigenvalues of a symmetric matrix, by Descartes' rule.

    All roots of the characteristic polynomial are real, so its sign changes count the positive ones exactly.

    Examples
    --------
    >>> inertia(entries(matrix([[0, 1], [1, 0]])))
    (1, 1)
    """
    coefficients = [fraction_of(c) for c in matrix(rows).charpoly().coeffs()]
    flipped = [-c if power % 2 else c for power, c in enumerate(coefficients)]
    return _sign_changes(coefficients), _sign_changes(flipped)


def _sign_changes(numbers: Sequence[Fraction]) -> int:
    signs = [c > 0 for c in numbers if c]
    return sum(a != b for a, b in pairwise(signs))


def difference(
    network: Dense, left: Sequence[Any], right: Sequence[Any]
) -> tuple[tuple[int, int], tuple[Fraction, Fraction]] | None:
    """The first entry, row by row, in which two NTKs differ, with both values; None if they are equal.

    Examples
    --------
    >>> network = Dense((2, 2, 2))
    >>> first = [[[2, 0], [0, 1]], [[Fraction(1, 2), 0], [0, 1]]]
    >>> swap = [[0, 1], [1, 0]]
    >>> difference(network, first, network.turned(first, swap, swap))
    ((0, 0), (Fraction(17, 4), Fraction(2, 1)))
    """
    sides = network.terms(left), network.terms(right)
    width, ambient = network.widths[0], network.widths[0] * network.widths[-1]
    for i in range(ambient):
        for j in range(i, ambient):
            (a, b), (c, e) = divmod(i, width), divmod(j, width)
            first, second = (sum(outer[a, c] * inner[b, e] for outer, inner in side) for side in sides)
            if first != second:
                return (i, j), (fraction_of(first), fraction_of(second))
    return None


def _as_matrix(value: Any, rows: int, columns: int, place: str) -> Any:
    """An fmpq_mat of the given shape."""
    if not isinstance(value, fmpq_mat):
        good = isinstance(value, Sequence) and all(isinstance(row, Sequence) for row in value)
        if not good or len(value) != rows or any(len(row) != columns for row in value):
            raise ParseError(place, f"not {rows} rows of {columns} numbers")
        return matrix([exact_numbers(row, f"{place}, row {i}") for i, row in enumerate(value)])
    if (value.nrows(), value.ncols()) != (rows, columns):
        raise ParseError(place, f"shape {value.nrows()}x{value.ncols()} where {rows}x{columns} is needed")
    return value


def _orthogonal(value: Any, size: int, place: str) -> Any:
    found = _as_matrix(value, size, size, place)
    if found * found.transpose() != identity(size):
        raise ParseError(place, "not orthogonal")
    return found


def _after(layers: Sequence[Any]) -> list[Any]:
    """A_0 = W, A_1, …, A_L = I."""
    products = [identity(layers[-1].nrows())]
    for layer in reversed(layers):
        products.append(products[-1] * layer)
    return products[::-1]
