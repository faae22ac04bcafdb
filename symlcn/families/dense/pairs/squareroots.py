"""Pairs with prescribed invariants, not all scalar, that are rational up to square roots.

Contents: :class:`RootPair`, :func:`root_pair`, :func:`scalar_root_pair`.

:mod:`symlcn.families.dense.pairs.cores` gives B = W_1W_1ᵀ, C = W_LᵀW_L, the layers between, and a twin, all over Q.
Over Q positive definite forms can be diagonalized: B = M·diag(a)·Mᵀ, C = M'ᵀ·diag(c)·M'. So W_1 = M·diag(√a) and W_L =
diag(√c)·M'; wider outer layers get zeros.

If K' ≠ K, then zᵀKz and zᵀK'z differ for some z = v⊗w, since K and K' are sums of products of symmetric matrices. They
are quadratic in v and in w, so they differ for v and w in finite sets given beforehand, up to factors. Bases M and M'
with given last vectors make them differ in the last entry of the diagonal. So there always is a pair

- in two layers, whatever D is, not scalar, if the hidden width is at most the outer ones;
- in three layers, whatever D_1 and D_2 are, not both scalar, if the hidden widths are 2 and the outer ones at least 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import accumulate, pairwise, product
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.matrices import Rows, diagonalized, entries, matrix, scalar_value, weights
from symlcn.algebra.rootmatrix import RootMatrix, mended
from symlcn.errors import ArithmeticGuardError
from symlcn.families.dense.eigenspaces import RankClass, Table
from symlcn.families.dense.network import Dense
from symlcn.families.dense.pairs.cores import Core, cores, spanning

__all__ = ["RootPair", "root_pair", "scalar_root_pair"]

RootMatrices = tuple[RootMatrix, ...]


@dataclass(frozen=True, slots=True)
class RootPair:
    """Two tuples of matrices and an entry of the diagonal in which their NTKs differ, with both values."""

    pair: tuple[RootMatrices, RootMatrices]
    index: tuple[int, int]
    values: tuple[Fraction, Fraction]


def root_pair(network: Dense, invariants: Sequence[Rows]) -> RootPair | None:
    """A pair at a product of the largest rank; None where there is no construction, or none is found.

    Two layers of hidden width at most the outer widths, or more layers of hidden widths 2.

    Parameters
    ----------
    network : Dense
        Of two or more layers.
    invariants : sequence of rows
        D_1, …, D_{L−1}, symmetric.

    Raises
    ------
    ArithmeticGuardError
        If the pair has not the products and invariants that it was built for.

    Examples
    --------
    >>> from symlcn.algebra.matrices import entries
    >>> d = [entries(matrix(rows)) for rows in ([[0, 1], [1, 3]], [[1, 0], [0, 2]])]
    >>> first, second = root_pair(Dense((2, 2, 2, 2)), d).pair
    >>> [str(n) for n in first[0].right], first[1].core.tolist(), [str(n) for n in second[0].right]
    (['1', '3'], [[2, 0], [0, 2]], ['79', '237'])
    """
    size = network.widths[1]
    if min(network.widths) < size or (network.depth > 2 and set(network.widths[1:-1]) != {2}):
        return None
    if all(scalar_value(rows) is not None for rows in invariants):
        return None
    for core in cores(invariants):
        for below, above in product(spanning(size), repeat=2):
            pair = _pair(core, below, above)
            first, second = map(_diagonal, pair)
            place = next((place for place, value in first.items() if value != second[place]), None)
            if place is not None:
                number = place[0] * network.widths[0] + place[1]
                return RootPair(_widened(network, invariants, pair), (number, number), (first[place], second[place]))
    return None


def scalar_root_pair(network: Dense, d: Fraction, ranks: RankClass) -> RootPair | None:
    """A pair of two layers with D = d·I, at a product of the given rank, where its null spaces are not determined.

    The matrices have at most one entry in each row and column, √x in W_1 and √(x + d) in W_2 for the eigenspaces of
    :mod:`symlcn.families.dense.eigenspaces`. The twin exchanges two columns of W_1, or rows of W_2, which W does not
    see.

    Examples
    --------
    >>> from symlcn.families.dense.eigenspaces import rank_classes
    >>> network = Dense((3, 2, 1))
    >>> found = scalar_root_pair(network, Fraction(-3), rank_classes(network.widths, [Fraction(-3)])[-1])
    >>> [str(n) for n in found.pair[0][0].right], found.pair[1][0].core.tolist(), [str(n) for n in found.values]
    (['1', '1', '3'], [[2, 0, 0], [0, 1, 0]], ['1', '4'])
    """
    for table in ranks.tables if network.depth == 2 else ():
        (first, a), (last, c) = _spread(d, ranks.rank, table, 0), _spread(d, ranks.rank, table, 1)
        ones = (Fraction(1),) * network.widths[1]
        for numbers, end in ((a, 0), (c, 1)):
            place = next((k for k in range(ranks.rank + 1, len(numbers)) if numbers[k] != numbers[ranks.rank]), None)
            if place is None:
                continue
            swap = list(range(len(numbers)))
            swap[place], swap[ranks.rank] = ranks.rank, place
            sides = []
            for order in (range(len(numbers)), swap):
                columns, rows = (order, range(len(c))) if end == 0 else (range(len(a)), order)
                sides.append((_root_layer(first, a, columns, ones), _root_layer(last, c, rows, ones).transpose()))
            rest = c[0] if end == 0 else a[0]
            number = ranks.rank if end == 0 else ranks.rank * network.widths[0]
            values = numbers[ranks.rank] + rest, numbers[place] + rest
            pair = _widened(network, [entries(weights([d] * network.widths[1]))], (sides[0], sides[1]))
            return RootPair(pair, (number, number), values)
    return None


def _spread(d: Fraction, rank: int, table: Table, layer: int) -> tuple[list[int], list[Fraction]]:
    """For each column of W_1, or of W_2ᵀ: the row of its only entry, and the square of that; 0 where it has none."""
    shift, high = (d if layer else Fraction(0)), max(Fraction(0), -d) + 1
    hidden, outer = list(range(rank)), [high + shift] * rank
    start = rank
    for x, dimensions in table.items():
        count = dimensions[2 if layer else 0]
        filled = x + shift > 0
        hidden += [start + i if filled else 0 for i in range(count)]
        outer += [x + shift if filled else Fraction(0)] * count
        start += dimensions[1]
    return hidden, outer


def _root_layer(hidden: Sequence[int], squares: Sequence[Fraction], order: Sequence[int], ones: Any) -> RootMatrix:
    """The matrix with these columns, in an order."""
    core = [[int(squares[k] != 0 and hidden[k] == row) for k in order] for row in range(len(ones))]
    return RootMatrix(ones, matrix(core), tuple(squares[k] or Fraction(1) for k in order))


def _pair(core: Core, below: Any, above: Any) -> tuple[RootMatrices, RootMatrices]:
    """The parameters and their twin, of the size of the core, from the last vectors of M and M'."""
    (inner, a), (outer, c) = _diagonalized(core.lower, below), _diagonalized(core.upper, above)
    outer, ones = outer.transpose(), (Fraction(1),) * len(a)
    turned = [tuple(n / core.square for n in numbers) for numbers in (a, c)]
    first, last = core.turns
    return (
        (RootMatrix(ones, inner, a), *core.middle, RootMatrix(c, outer, ones)),
        (RootMatrix(ones, first * inner, turned[0]), *core.middle, RootMatrix(turned[1], outer * last, ones)),
    )


def _diagonalized(value: Any, last: Any) -> tuple[Any, tuple[Fraction, ...]]:
    """M and a with B = M·diag(a)·Mᵀ, B positive definite, and the last column of M given."""
    size = value.nrows()
    pivot = next(i for i in range(size) if last[i, 0] != 0)
    kept = [j for j in range(size) if j != pivot]
    frame = fmpq_mat([[*(int(i == j) for j in kept), last[i, 0]] for i in range(size)])
    found = diagonalized(frame.inv() * value * frame.inv().transpose())
    if found is None:
        raise ArithmeticGuardError("a matrix that was built to be positive definite is not")
    return frame * found[0], tuple(found[1])


def _diagonal(layers: RootMatrices) -> dict[tuple[int, int], Fraction]:
    """The diagonal of the NTK, by entries of W."""
    size = len(layers[0].right)
    ones = [Fraction(1)] * size
    above = [_square_norms(a) for a in accumulate(layers[:0:-1], RootMatrix.__mul__)]
    below = [_square_norms(b.transpose()) for b in accumulate(layers[:-1], lambda b, layer: layer * b)]
    terms = list(zip([*reversed(above), ones], [ones, *below], strict=True))
    return {(i, j): sum((a[i] * b[j] for a, b in terms), Fraction(0)) for i, j in product(range(size), repeat=2)}


def _square_norms(value: RootMatrix) -> list[Fraction]:
    """Those of the rows."""
    gram = value * value.transpose()
    return [gram.entry(i, i) for i in range(len(gram.left))]


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
