"""Parameters up to outer changes of basis, with prescribed invariants, and a twin of the same product: over Q.

Contents: :class:`Core`, :func:`cores`, :func:`spanning`.

**Parameters.** Let W_2, …, W_{L−1} be rational with the invariants D_2, …, D_{L−2}. The outer layers with the other
invariants are those with W_1W_1ᵀ = B = W_2ᵀW_2 − D_1 and W_LᵀW_L = C = D_{L−1} + W_{L−1}W_{L−1}ᵀ; B and C have to be
positive definite. For L = 2, C = B + D, and B is any matrix such that they are. All matrices are square here.

**Twin.** Let T be orthogonal and symmetric, T ≠ ±I, and commute with WᵀW, and T' = W·T·W⁻¹. Then T'·W·T = W, so
W_1·T, W_2, …, W_{L−1}, T'·W_L have the same product and the same invariants. They are G·W_1/√κ and W_L·H/√κ with
rational G, H in two cases:

- L = 2, any width: T is the reflection that negates v = W_1⁻¹u, where u is a rational eigenvector of BC. Then
  G = I − 2uuᵀB⁻¹/(uᵀB⁻¹u), H = I − 2uuᵀC/(uᵀCu), κ = 1. Take any u which is no eigenvector of D, Du = δu + g with g
  orthogonal to u, and B = c·I + δ·ggᵀ/|g|² − (ugᵀ + guᵀ)/(2|u|²). Then Bu = cu − g/2, Cu = (c + δ)u + g/2, and BCu =
  (c(c + δ) − |g|²/(4|u|²))·u.
- Width 2: T = (2·WᵀW − tr(WᵀW)·I)/√κ with κ = (tr WᵀW)² − 4·det WᵀW, if κ ≠ 0. With Q = (W_L⋯W_2)ᵀ(W_L⋯W_2) and
  P = (W_{L−1}⋯W_1)(W_{L−1}⋯W_1)ᵀ, both rational, G = 2BQ − tr(BQ)·I, H = 2PC − tr(PC)·I, and κ is that of BQ and PC.

**The NTK of the twin** is K' = (T'⊗T)·K·(T'⊗T). Put X = W_1ᵀW_1, Y = W_LW_Lᵀ.

- L = 2: K = Y⊗I + I⊗X, so K' = K only if X commutes with T, so only if u is an eigenvector of B. It is not. So for
  every D that is not scalar K' ≠ K.
- L = 3, width 2: for every D_1, D_2, not both scalar, K' ≠ K for all multiples c·W_2, c large, of most W_2. Let x_0,
  x_t, x_j be the coefficients of X in I, T, J, where J is symmetric, traceless and orthogonal to T; that of J changes
  sign under T. K = Y_2⊗I + Y⊗X + I⊗X_2, so K' = K implies y_t·x_j = y_j·x_t = 0. Put A = W_2ᵀW_2. Now x_j = 0 says
  that B = A − D_1 commutes with Q = A² + W_2ᵀD_2W_2. The terms of degree 4 in W_2 of their commutator are
  W_2ᵀ[W_2W_2ᵀ, D_2]W_2 − [D_1, A²]. With W_2·O for W_2, O a rotation, the first does not change, and the second does
  unless D_1 is scalar; then the first is not 0 for most W_2. So x_j ≠ 0 for most W_2, and by symmetry y_j ≠ 0. And
  x_t = 0 says 2·tr(B²Q) = tr B·tr(BQ), where the terms of highest degree are 2·tr A⁴ − tr A·tr A³ = (p − q)(p³ − q³)
  with the eigenvalues p, q of A, not 0 for most W_2.

For L = 4 the middle is any pair of :mod:`symlcn.families.dense.pairs.split`; no D is known for which no pair is found.
In more layers each further W_l must have a rational W_lᵀW_l = D_{l−1} + W_{l−1}W_{l−1}ᵀ whose determinant is a square,
and is then √t times a rational matrix. That is searched, and may fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, count, islice, product
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import rational_root
from symlcn.algebra.matrices import Rows, entries, identity, matrix
from symlcn.algebra.rootmatrix import RootMatrix, plain
from symlcn.families.dense.network import inertia
from symlcn.families.dense.pairs.split import split_layers

__all__ = ["Core", "cores", "spanning"]

MAX_DRAWS = 5000
"""So many middle matrices are drawn in four layers and more."""


@dataclass(frozen=True, slots=True)
class Core:
    """B = W_1W_1ᵀ, the middle layers, C = W_LᵀW_L; and the twin G·W_1/√κ, the middle layers, W_L·H/√κ."""

    lower: Any
    middle: tuple[RootMatrix, ...]
    upper: Any
    turns: tuple[Any, Any]
    square: Fraction


def cores(invariants: Sequence[Rows]) -> Iterator[Core]:
    """Cores with the given invariants, of equal size and not all scalar; without end for two and three layers.

    Size 2 if there is more than one.

    Examples
    --------
    >>> core = next(cores([entries(matrix([[0, 1], [1, 3]]))]))
    >>> core.lower.tolist(), core.turns[0].tolist()
    ([[4, -1/2], [-1/2, 1]], [[1, 0], [-1/4, -1]])
    """
    return _reflected(invariants[0]) if len(invariants) == 1 else _turned(invariants)


def spanning(size: int) -> list[Any]:
    """All e_i and e_i + e_j, the last e_i first: a quadratic form that is 0 at all of them is 0."""
    units = [[int(i == k) for k in range(size)] for i in reversed(range(size))]
    sums = [[a + b for a, b in zip(*pair, strict=True)] for pair in combinations(units, 2)]
    return [fmpq_mat([[c] for c in vector]) for vector in units + sums]


def _reflected(rows: Rows) -> Iterator[Core]:
    """Those of two layers. Every D that is not scalar has a vector of :func:`spanning` that is no eigenvector."""
    whole, one = matrix(rows), identity(len(rows))
    for power in count():
        for u in spanning(len(rows)):
            size = _dot(u, u)
            ratio = _dot(u, whole * u) / size
            g = whole * u - u * ratio
            if _dot(g, g) == 0:
                continue
            mixed = u * g.transpose()
            lower = one * (1 << power) + g * g.transpose() * (ratio / _dot(g, g))
            lower -= (mixed + mixed.transpose()) / (2 * size)
            upper = lower + whole
            if all(inertia(entries(value))[0] == len(rows) for value in (lower, upper)):
                inverse = lower.inv()
                square = u * u.transpose()
                turns = (
                    one - square * inverse * (2 / _dot(u, inverse * u)),
                    one - square * upper * (2 / _dot(u, upper * u)),
                )
                yield Core(lower, (), upper, turns, Fraction(1))


def _dot(left: Any, right: Any) -> Any:
    return (left.transpose() * right)[0, 0]


def _turned(invariants: Sequence[Rows]) -> Iterator[Core]:
    """Those of size 2."""
    first, last = matrix(invariants[0]), matrix(invariants[-1])
    for corner, turn in islice(_draws(invariants), None if len(invariants) < 3 else MAX_DRAWS):
        middle = _middle(invariants[1:-1], corner, turn)
        if middle is None:
            continue
        lower = matrix((middle[0].transpose() * middle[0]).rational()) - first
        upper = matrix((middle[-1] * middle[-1].transpose()).rational()) + last
        if not _is_positive(lower) or not _is_positive(upper):
            continue
        after, before = upper, lower
        for layer in reversed(middle):
            after = matrix((layer.transpose() * plain(after) * layer).rational())
        for layer in middle:
            before = matrix((layer * plain(before) * layer.transpose()).rational())
        turns = _traceless(lower * after), _traceless(before * upper)
        square = entries(turns[0] * turns[0])[0][0]
        if square:
            yield Core(lower, middle, upper, turns, square)


def _traceless(value: Any) -> Any:
    return value * 2 - identity(2) * (value[0, 0] + value[1, 1])


def _draws(invariants: Sequence[Rows]) -> Iterator[tuple[Any, int]]:
    """Multiples of invertible integer matrices by powers of 2, by height; a small number with each."""
    size = max(abs(c) for rows in invariants for row in rows for c in row)
    start = 1 << int(size).bit_length() // 2
    for height in count(1):
        spread = sorted(range(-height, height + 1), key=abs)
        corners = [c for c in product(spread, repeat=4) if max(map(abs, c)) == height]
        for a, b, c, d in sorted(corners, key=lambda corner: (sum(map(abs, corner)), -corner[0])):
            if a * d > b * c:
                for power, turn in product(range(height + 1), spread if len(invariants) > 2 else [0]):
                    yield matrix([[a, b], [c, d]]) * (start << power), turn


def _middle(invariants: Sequence[Rows], corner: Any, turn: int) -> tuple[RootMatrix, ...] | None:
    """W_2, …, W_{L−1} with the invariants D_2, …, D_{L−2}; None if a determinant is not the square of a number > 0."""
    if not invariants:
        return (plain(corner),)
    layers = [plain(layer) for layer in split_layers(invariants[0], corner, [turn])]
    if any(layer.core.det() == 0 for layer in layers):
        return None
    for rows in invariants[1:]:
        gram = matrix((layers[-1] * layers[-1].transpose()).rational()) + matrix(rows)
        (a, b), (_, d) = entries(gram)
        root = rational_root(a * d - b * b)
        if not root or a <= 0:
            return None
        layers.append(RootMatrix((Fraction(1),) * 2, matrix([[1, b / a], [0, root / a]]), (a, a)))
    return tuple(layers)


def _is_positive(value: Any) -> bool:
    return bool(value[0, 0] > 0 and value.det() > 0)
