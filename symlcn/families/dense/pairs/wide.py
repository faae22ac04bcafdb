"""Dense parameters with prescribed invariants by Gram matrices, and pairs among them, for any depth and widths.

Contents: :func:`represented`, :func:`parameters_at`, :func:`wide_pair`.

Two layers: D = W_2ᵀW_2 − W_1W_1ᵀ says that the columns of X = [W_2; W_1ᵀ] have the Gram matrix D for the quadratic form
of signature (n_2, n_0). One such X, found vector by vector, gives others by reflections of that space. A further layer
W_{l+1} needs W_{l+1}ᵀW_{l+1} = D_l + W_lW_lᵀ, a sum of squares. Then pairs are parameters and their mirror images
(:func:`symlcn.families.dense.pairs.choose.mirrored`). A reflection needs a rational eigenvector: there always is one
where Wᵀ or W has a null space, and the NTK changes under it where some A_l or B_l has a larger image than W, for almost
all parameters. So this serves where a width inside exceeds the rank of W, and the outer width on that side too.

All this is a search of bounded size: that nothing is found means nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice, product
from math import gcd
from typing import Any

from flint import fmpq, fmpq_mat

from symlcn.algebra.echelon import null_space
from symlcn.algebra.exact import fraction_of, rational_root
from symlcn.algebra.gaussian import norm_root
from symlcn.algebra.matrices import Rows, entries, fmpq_of, matrix
from symlcn.families.dense.network import Dense, Matrices, inertia
from symlcn.families.dense.pairs.split import halves

__all__ = ["Picker", "parameters_at", "represented", "wide_pair"]

Picker = Callable[[Dense, Matrices], tuple[Matrices, Matrices] | None]
Column = list[Any]


MAX_ENTRIES = {1: 1, 2: 12, 3: 6}
MAX_ENTRY = 3
"""Integer vectors have at most three nonzero entries up to this, more if they are short."""
MAX_VECTORS = 200
MAX_BRANCHES = 3
"""So many vectors are tried at each step of building X, and so many of those with a square."""
MAX_IMAGES = 1000
"""So many reflections of X are tried in two layers; half of them in more."""


def represented(rows: Rows, plus: int, minus: int) -> list[Column] | None:
    """Columns with the Gram matrix D for x_1² + … + x_plus² − …, plus + minus squares in all; None if none are found.

    Examples
    --------
    >>> represented(entries(matrix([[2, 0], [0, 2]])), 2, 0)
    [[1, 1], [-1, 1]]
    >>> represented(entries(matrix([[3]])), 2, 0) is None
    True
    """
    size = len(rows)
    if size == 0:
        return []
    positive, negative = inertia(rows)
    if positive > plus or negative > minus:
        return None
    if size <= min(plus, minus):
        lower, upper = halves(rows)
        zeros = [[fmpq(0)] * (count - size) for count in (plus, minus)]
        return [
            [*(upper[i, j] for i in range(size)), *zeros[0], *(lower[j, i] for i in range(size)), *zeros[1]]
            for j in range(size)
        ]
    whole = matrix(rows)
    if size == plus + minus and rational_root(abs(_determinant(whole))) is None:
        return None
    kernel = null_space(whole)
    if kernel:
        inner = represented(_quotient(whole, kernel[0]), plus, minus)
        return None if inner is None else _lifted(inner, kernel[0], plus + minus)
    if size == 1:  # of the sign of the only squares
        return _squares(abs(rows[0][0]), plus + minus)
    for sign in (1, -1) if plus >= minus else (-1, 1):
        if not (plus if sign > 0 else minus):
            continue
        for vector, root in islice(_with_roots(whole * sign), MAX_BRANCHES):
            line = whole * vector * fmpq(sign * root.denominator, root.numerator)
            rest = whole - line * line.transpose() * sign
            inner = represented(_quotient(rest, vector), plus - (sign > 0), minus - (sign < 0))
            if inner is not None:
                columns, place = _lifted(inner, vector, plus + minus - 1), 0 if sign > 0 else plus
                return [[*column[:place], line[j, 0], *column[place:]] for j, column in enumerate(columns)]
    return _definite_rest(whole, plus, minus) if min(plus, minus) == 1 else None


def _definite_rest(whole: Any, plus: int, minus: int) -> list[Column] | None:
    """Columns where the only coordinate of its sign is chosen, and the others represent a definite form."""
    sign, place = (1, 0) if plus == 1 else (-1, plus)
    for numbers in islice(_vectors(whole.nrows()), MAX_VECTORS):
        line = fmpq_mat([[n] for n in numbers])
        rest = entries(whole - line * line.transpose() * sign)
        inner = represented(rest, plus - (sign > 0), minus - (sign < 0))
        if inner is not None:
            return [[*column[:place], fmpq(n), *column[place:]] for n, column in zip(numbers, inner, strict=True)]
    return None


def _squares(value: Fraction, count: int) -> list[Column] | None:
    """A column of so many numbers with the given sum of squares > 0: the first two are found exactly, others tried."""
    root = rational_root(value)
    if root is not None:
        found: list[Fraction] | None = [root]
    else:
        small = [Fraction(0), *(Fraction(i, j) for j in (1, 2) for i in range(1, 9))]
        tried = product(*[small if place < count else small[:1] for place in (2, 3)])
        found = next((s for s in (_two_squares(value, *rest) for rest in tried) if s), None) if count > 1 else None
    if found is None:
        return None
    return [[fmpq_of(c) for c in [*found, *[Fraction(0)] * count][:count]]]


def _two_squares(value: Fraction, third: Fraction, fourth: Fraction) -> list[Fraction] | None:
    pair = norm_root(value - third * third - fourth * fourth)
    return None if pair is None else [*pair, third, fourth]


def _determinant(whole: Any) -> Fraction:
    return fraction_of(whole.det())


def _with_roots(whole: Any) -> Iterator[tuple[Any, Fraction]]:
    """Small vectors v for which vᵀDv is a square, not 0, and its root."""
    for numbers in islice(_vectors(whole.nrows()), MAX_VECTORS):
        vector = fmpq_mat([[n] for n in numbers])
        root = rational_root(entries(vector.transpose() * whole * vector)[0][0])
        if root:
            yield vector, root


def _vectors(size: int) -> Iterator[tuple[int, ...]]:
    """Primitive integer vectors up to sign, with few and small entries first."""
    for height in range(1, MAX_ENTRIES.get(size, MAX_ENTRY) + 1):
        spread = [n for n in range(-height, height + 1) if n]
        for count in range(1, min(size, 3) + 1):
            for support in combinations(range(size), count):
                for values in product(spread, repeat=count):
                    if values[0] > 0 and max(map(abs, values)) == height and gcd(*values) == 1:
                        by_place = dict(zip(support, values, strict=True))
                        yield tuple(by_place.get(i, 0) for i in range(size))


def _pivot(vector: Any) -> int:
    return next(i for i in range(vector.nrows()) if vector[i, 0] != 0)


def _quotient(whole: Any, vector: Any) -> Rows:
    """D without the row and column of a coordinate in which v is not 0."""
    pivot = _pivot(vector)
    rows = entries(whole)
    return tuple(tuple(c for j, c in enumerate(row) if j != pivot) for i, row in enumerate(rows) if i != pivot)


def _lifted(inner: list[Column], vector: Any, length: int) -> list[Column]:
    """X with X·v = 0 from its columns without that of the coordinate left out."""
    pivot = _pivot(vector)
    others = [i for i in range(vector.nrows()) if i != pivot]
    missing = [
        -sum((vector[i, 0] * column[k] for i, column in zip(others, inner, strict=True)), fmpq(0)) / vector[pivot, 0]
        for k in range(length)
    ]
    return [*inner[:pivot], missing, *inner[pivot:]]


def parameters_at(network: Dense, invariants: Sequence[Rows], rank: int) -> Iterator[Matrices]:
    """Rational parameters of two or more layers with the given invariants, at products of the given rank.

    They may be few, or none, also where there are others.
    """
    for forward in (True, False):
        start = _turned(network, invariants, forward)
        for layers in _parameters(*start):
            found = layers if forward else tuple(layer.transpose() for layer in reversed(layers))
            if matrix(network.parametrization(found)).rank() == rank:
                yield found


def wide_pair(network: Dense, invariants: Sequence[Rows], rank: int, pick: Picker) -> tuple[Matrices, Matrices] | None:
    """A pair with the given invariants at a product of the given rank; None if none is found.

    Parameters
    ----------
    network : Dense
        Of two or more layers.
    invariants : sequence of rows
        D_1, …, D_{L−1}.
    rank : int
    pick : function
        Gives a pair from parameters, or None.
    """
    pairs = (pick(network, found) for found in parameters_at(network, invariants, rank))
    return next((pair for pair in pairs if pair is not None), None)


def _turned(network: Dense, invariants: Sequence[Rows], forward: bool) -> tuple[tuple[int, ...], list[Rows]]:
    """Widths and invariants as they are, or those of the transposed matrices in reverse order."""
    if forward:
        return network.widths, list(invariants)
    negated = [tuple(tuple(-c for c in row) for row in rows) for rows in reversed(invariants)]
    return network.widths[::-1], negated


def _parameters(widths: Sequence[int], invariants: Sequence[Rows]) -> Iterator[Matrices]:
    """Parameters with the given invariants: two layers and their images under reflections, then layer by layer."""
    plus, minus = widths[2], widths[0]
    columns = represented(invariants[0], plus, minus)
    if columns is None:
        return
    start = fmpq_mat([list(line) for line in zip(*columns, strict=True)])
    count = MAX_IMAGES if len(widths) == 3 else MAX_IMAGES // 2
    for image in islice(_images(start, plus, minus), count):
        rows = image.tolist()
        layers = [fmpq_mat(rows[plus:]).transpose(), fmpq_mat(rows[:plus])]
        for width, wanted in zip(widths[3:], invariants[1:], strict=True):
            gram = matrix(wanted) + layers[-1] * layers[-1].transpose()
            further = represented(entries(gram), width, 0)
            if further is None:
                break
            layers.append(fmpq_mat([list(line) for line in zip(*further, strict=True)]))
        if len(layers) == len(widths) - 1:
            yield tuple(layers)


def _images(start: Any, plus: int, minus: int) -> Iterator[Any]:
    """X, and its reflections in vectors that mix the positive and the negative part."""
    yield start
    form = fmpq_mat([[(1 if i < plus else -1) * (i == j) for j in range(plus + minus)] for i in range(plus + minus)])
    mixed = (v for v in _vectors(plus + minus) if any(v[:plus]) and any(v[plus:]))
    for numbers in mixed:
        vector = fmpq_mat([[n] for n in numbers])
        norm = (vector.transpose() * form * vector)[0, 0]
        if norm:
            yield start - vector * (vector.transpose() * form * start) * (2 / norm)
