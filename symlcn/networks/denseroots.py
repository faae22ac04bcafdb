"""Hidden widths 2, outer widths at least 2, invariants not all scalar: pairs that are rational up to square roots.

Contents: :class:`RootPair`, :func:`root_pair`.

**Parameters.** Let W_2, …, W_{L−1} be rational with the invariants D_2, …, D_{L−2}, such that B = W_2ᵀW_2 − D_1 and
C = D_{L−1} + W_{L−1}W_{L−1}ᵀ are positive definite; for L = 2, let B be any rational matrix such that B and C = B + D
are. Over Q they can be diagonalized: B = M·diag(a)·Mᵀ, C = M'ᵀ·diag(c)·M'. So W_1 = M·diag(√a), W_L = diag(√c)·M' have
the other invariants. Wider outer layers get zeros.

**Twin.** Let T = (2·WᵀW − tr(WᵀW)·I)/√κ with κ = (tr WᵀW)² − 4·det WᵀW, if κ ≠ 0; this is a reflection. So is T', the
same for WWᵀ, and W·T = T'·W. So W_1·T, W_2, …, W_{L−1}, T'·W_L have the same product and the same invariants. With
Q = (W_L⋯W_2)ᵀ(W_L⋯W_2) and P = (W_{L−1}⋯W_1)(W_{L−1}⋯W_1)ᵀ, both rational, W_1·T = (2BQ − tr(BQ)·I)·W_1/√κ and
T'·W_L = W_L·(2PC − tr(PC)·I)/√κ, where κ is that of BQ and of PC.

**Every D has such a pair** for L = 2 and L = 3. The NTK K' of the twin is (T'⊗T)·K·(T'⊗T). In the basis I, T and J of
symmetric matrices, J traceless and orthogonal to T, let a matrix have the coefficients x_0, x_t, x_j; those of J change
sign under T. Put X = W_1ᵀW_1, Y = W_LW_Lᵀ. If K = K', then the coefficients of T'⊗J and J'⊗T in K are 0.

- L = 2: K = Y⊗I + I⊗X, so X commutes with WᵀW, so B with Q = B + D, so B with D. For a D that is not scalar most B do
  not.
- L = 3: K = Y_2⊗I + Y⊗X + I⊗X_2, so y_t·x_j = y_j·x_t = 0. Put A = W_2ᵀW_2. Now x_j = 0 says that B = A − D_1 commutes
  with Q = A² + W_2ᵀD_2W_2. The terms of degree 4 in W_2 of their commutator are W_2ᵀ[W_2W_2ᵀ, D_2]W_2 − [D_1, A²]. With
  W_2·O for W_2, O a rotation, the first does not change, and the second does unless D_1 is scalar; then the first is
  not 0 for most W_2. So x_j ≠ 0 for most W_2, and by symmetry y_j ≠ 0. And x_t = 0 says 2·tr(B²Q) = tr B·tr(BQ), where
  the terms of highest degree are 2·tr A⁴ − tr A·tr A³ = (p − q)(p³ − q³) with the eigenvalues p, q of A. So K ≠ K' for
  all multiples c·W_2, c large, of most W_2.
- An entry: zᵀKz and zᵀK'z differ for some z = v⊗w, since K is a sum of products of symmetric matrices. They are of
  degree 2 in v and in w, so three v and three w up to factors suffice, which three ways to diagonalize B and C give:
  one shows a difference in the last entry of the diagonal.

For L = 4 the middle is any pair of :mod:`symlcn.networks.densesplit`; no D is known for which no pair is found. In more
layers each further W_l must have a rational W_lᵀW_l = D_{l−1} + W_{l−1}W_{l−1}ᵀ whose determinant is a square, and is
then √t times a rational matrix. That is searched, and may fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import accumulate, count, islice, pairwise, product
from typing import Any

from symlcn.errors import ArithmeticGuardError
from symlcn.networks.dense import Dense, scalar_value
from symlcn.networks.densesplit import split_layers
from symlcn.networks.matrices import Rows, entries, identity, matrix, rational_root
from symlcn.networks.rootmatrix import RootMatrix, mended, plain

__all__ = ["RootPair", "root_pair"]

MAX_DRAWS = 5000
"""So many middle matrices are drawn in four layers and more."""
FRAMES = (0, 1, 2)

RootMatrices = tuple[RootMatrix, ...]


@dataclass(frozen=True, slots=True)
class RootPair:
    """Two tuples of matrices and an entry of the diagonal in which their NTKs differ, with both values."""

    pair: tuple[RootMatrices, RootMatrices]
    index: tuple[int, int]
    values: tuple[Fraction, Fraction]


def root_pair(network: Dense, invariants: Sequence[Rows]) -> RootPair | None:
    """A pair with the given invariants at a product of rank 2; None for other widths, or where none is found.

    One is found for every such D in two and three layers with hidden widths 2 and outer widths at least 2.

    Parameters
    ----------
    network : Dense
        Of two or more layers.
    invariants : sequence of rows
        D_1, …, D_{L−1}, symmetric, not all scalar.

    Raises
    ------
    ArithmeticGuardError
        If the pair has not the products and invariants that it was built for.

    Examples
    --------
    >>> d = [entries(matrix(rows)) for rows in ([[0, 1], [1, 3]], [[1, 0], [0, 2]])]
    >>> first, second = root_pair(Dense((2, 2, 2, 2)), d).pair
    >>> [str(n) for n in first[0].right], first[1].core.tolist(), [str(n) for n in second[0].right]
    (['1', '3'], [[2, 0], [0, 2]], ['79', '237'])
    """
    if set(network.widths[1:-1]) != {2} or min(network.widths) < 2:
        return None
    if all(scalar_value(rows) is not None for rows in invariants):
        return None
    for lower, middle, upper in _middles(invariants):
        for frames in product(FRAMES, repeat=2):
            pair = _twins(lower, middle, upper, frames)
            values = [(_diagonal(pair[0], i, j), _diagonal(pair[1], i, j)) for i, j in product(range(2), repeat=2)]
            different = next((n for n, (left, right) in enumerate(values) if left != right), None)
            if different is not None:
                place = different // 2 * network.widths[0] + different % 2
                return RootPair(_widened(network, invariants, pair), (place, place), values[different])
    return None


def _middles(invariants: Sequence[Rows]) -> Iterator[tuple[Any, RootMatrices, Any]]:
    """B, the middle matrices, and C."""
    first, last = matrix(invariants[0]), matrix(invariants[-1])
    for corner, turn in islice(_draws(invariants), None if len(invariants) < 3 else MAX_DRAWS):
        if len(invariants) == 1:
            middle: RootMatrices = ()
            lower = corner * corner.transpose()
            upper = lower + first
        else:
            found = _middle(invariants[1:-1], corner, turn)
            if found is None:
                continue
            middle = found
            lower = matrix((middle[0].transpose() * middle[0]).rational()) - first
            upper = matrix((middle[-1] * middle[-1].transpose()).rational()) + last
        if _is_positive(lower) and _is_positive(upper):
            yield lower, middle, upper


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


def _middle(invariants: Sequence[Rows], corner: Any, turn: int) -> RootMatrices | None:
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


def _diagonalized(value: Any, frame: int) -> tuple[Any, tuple[Fraction, Fraction]]:
    """M and a with B = M·diag(a)·Mᵀ, B positive definite of size 2; the second column of M is (−frame, 1)."""
    turn = matrix([[1, frame], [0, 1]])
    (a, b), (_, d) = entries(turn * value * turn.transpose())
    return turn.inv() * matrix([[1, 0], [b / a, 1]]), (a, d - b * b / a)


def _twins(lower: Any, middle: RootMatrices, upper: Any, frames: tuple[int, ...]) -> tuple[RootMatrices, RootMatrices]:
    """Parameters of 2×2 matrices and their twin; twice the same where κ = 0."""
    (inner, a), (outer, c) = _diagonalized(lower, frames[0]), _diagonalized(upper, frames[1])
    ones = (Fraction(1),) * 2
    after, before = upper, lower
    for layer in reversed(middle):
        after = matrix((layer.transpose() * plain(after) * layer).rational())
    for layer in middle:
        before = matrix((layer * plain(before) * layer.transpose()).rational())
    first, last = RootMatrix(ones, inner, a), RootMatrix(c, outer.transpose(), ones)
    one = (first, *middle, last)
    turns = [_traceless(lower * after), _traceless(before * upper)]
    square = entries(turns[0] * turns[0])[0][0]
    if not square:
        return one, one
    scaled = [tuple(n / square for n in numbers) for numbers in (a, c)]
    return one, (
        RootMatrix(ones, turns[0] * inner, scaled[0]),
        *middle,
        RootMatrix(scaled[1], outer.transpose() * turns[1], ones),
    )


def _traceless(value: Any) -> Any:
    return value * 2 - identity(2) * (value[0, 0] + value[1, 1])


def _diagonal(layers: RootMatrices, row: int, column: int) -> Fraction:
    """The entry of the diagonal of the NTK that belongs to the given entry of W."""
    above = [_square_norm(a, row) for a in accumulate(layers[:0:-1], RootMatrix.__mul__)]
    below = [_square_norm(b.transpose(), column) for b in accumulate(layers[:-1], lambda b, layer: layer * b)]
    return sum(map(Fraction.__mul__, [*reversed(above), Fraction(1)], [Fraction(1), *below]), Fraction(0))


def _square_norm(value: RootMatrix, row: int) -> Fraction:
    return (value * value.transpose()).entry(row, row)


def _widened(
    network: Dense, invariants: Sequence[Rows], pair: tuple[RootMatrices, RootMatrices]
) -> tuple[RootMatrices, RootMatrices]:
    """The pair with the outer widths of the network; raises if it is not what it was built for."""
    shapes = list(pairwise(network.widths))
    first, second = (
        tuple(mended(layer, rows, columns) for layer, (columns, rows) in zip(side, shapes, strict=True))
        for side in pair
    )
    for side in (first, second):
        for (left, right), rows in zip(pairwise(side), invariants, strict=True):
            found = matrix((right.transpose() * right).rational()) - matrix((left * left.transpose()).rational())
            if found != matrix(rows):
                raise ArithmeticGuardError(f"a pair of dense {network} has not the invariants it was built for")
    products = [reduce(lambda whole, layer: layer * whole, side) for side in (first, second)]
    if not products[0].same(products[1]):
        raise ArithmeticGuardError(f"a pair of dense {network} has two products")
    return first, second
