"""Pairs of parameters of a dense network with monomial activations: two neurons exchange their places.

Contents: :class:`NeuronExchange`, :func:`exchanged`, :func:`rational_exchange`, :func:`exchange_at`,
:func:`root_kernel`.

Let two neurons of a hidden layer l have the rows row_a = s·(ε ∘ row_b) of W_l and the columns col_b = s^r·(ε' ∘ col_a)
of W_{l+1}, with signs ε, ε' for each entry. Put s·(neuron b) in the place of a and s⁻¹·(neuron a) in that of b, where
s·(neuron) is the rescaled one. The function stays; so do all squares of entries, hence all invariants; but neurons and
their invariants are attached to each other in another way, and the NTK changes. All is rational for rational s.

For two layers lengths |row_a| = s·|row_b|, |col_b| = s^r·|col_a| suffice, and only s² need be rational. With lengths
|row_b|² = α, |row_a|² = t·α, |col_a|² = β, |col_b|² = t^r·β, t = s², prescribed δ_a > δ_b are those of

    α = (t^r·δ_a − δ_b)/(t^{r+1} − 1),   β = (δ_a − t·δ_b)/(r·(t^{r+1} − 1)),

which are positive for all t > 1 near 1. So there is an exact pair, rational up to square roots, at each δ with two
different numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from math import log2
from random import Random
from typing import Any

from symlcn.algebra.exact import rational_root
from symlcn.algebra.matrices import Rows, entries, matrix
from symlcn.algebra.rootmatrix import RootMatrix, mended
from symlcn.errors import ArithmeticGuardError, brief
from symlcn.families.dense.network import Matrices
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, Invariants

__all__ = ["NeuronExchange", "exchange_at", "exchanged", "rational_exchange", "root_kernel"]

MAX_BITS = 12_000
"""Bits of numbers in a pair: the checker reads about as many."""
SCALE = 2
MAX_FACTORS = 8

Rooted = tuple[RootMatrix, RootMatrix]


@dataclass(frozen=True, slots=True)
class NeuronExchange:
    """Two parameters with one function and the same invariants, and an entry of the NTK that differs.

    Attributes
    ----------
    layer : int
        The hidden layer, from 0.
    neurons : tuple of two int
        Those that exchange their places, from 0.
    pair : tuple of two tuples of matrices
        Over Q, or for two layers with square roots at rows of W_1 and columns of W_2.
    invariants : tuple of tuples of Fraction
        Those of both.
    inputs : tuple of two tuples of int
    index : tuple of two int
        Row and column.
    values : tuple of two Fraction
        Of K(x, y)[index] at the two parameters.
    """

    __repr__ = brief

    layer: int
    neurons: tuple[int, int]
    pair: tuple[Matrices, Matrices]
    invariants: Invariants
    inputs: tuple[tuple[int, ...], tuple[int, ...]]
    index: tuple[int, int]
    values: tuple[Fraction, Fraction]


def exchanged(
    network: DensePolynomial, parameters: Sequence[Any], layer: int, neurons: tuple[int, int], s: Fraction
) -> Matrices:
    """Neuron b, scaled by s, in the place of a, and a, scaled by 1/s, in that of b.

    The function stays. The invariants stay if rows and columns are as the module says.

    Examples
    --------
    >>> network = DensePolynomial((2, 2, 1), (3,))
    >>> [entries(w) for w in exchanged(network, [[[6, 8], [5, 0]], [[1, 8]]], 0, (0, 1), Fraction(2))] == [
    ...     ((10, 0), (3, 4)), ((1, 8),)]
    True
    """
    layers = [[list(row) for row in entries(own)] for own in network.matrices(parameters)]
    (a, b), power = neurons, network.powers[layer]
    rows, outer = layers[layer], layers[layer + 1]
    rows[a], rows[b] = [s * c for c in rows[b]], [c / s for c in rows[a]]
    for line in outer:
        line[a], line[b] = line[b] / s**power, line[a] * s**power
    return tuple(map(matrix, layers))


def rational_exchange(network: DensePolynomial) -> NeuronExchange | None:
    """An exact pair at invariants of its own, in integers but for a factor; None if numbers are too large, or no layer
    has two neurons.

    Examples
    --------
    >>> found = rational_exchange(DensePolynomial((2, 2, 1), (3,)))
    >>> [[str(d) for d in own] for own in found.invariants], found.values[0] != found.values[1]
    ([['17', '-187']], True)
    """
    if _bits(network) > MAX_BITS:
        return None
    for layer, width in enumerate(network.hidden):
        for seed in range(3) if width > 1 else ():
            first = _start(network, layer, seed)
            pair = tuple(map(matrix, first)), exchanged(network, first, layer, (0, 1), Fraction(SCALE))
            kept = [network.invariants(side) for side in pair]
            if kept[0] != kept[1]:
                raise ArithmeticGuardError(f"an exchange of neurons of {network} moves the invariants")
            found = _difference(network, pair)
            if found is not None:
                return NeuronExchange(layer, (0, 1), pair, kept[0], *found)
    return None


def _bits(network: DensePolynomial) -> float:
    """A bound of the bits of a number in the NTK of the pair."""
    bits, size = 0.0, 2
    for width, power in zip(network.widths, (*network.powers, 1), strict=False):
        bits = power * (bits + size + log2(width) + (max(network.powers) if bits else 1))
    return 2 * bits


def _start(network: DensePolynomial, layer: int, seed: int) -> list[list[list[int]]]:
    """Parameters without zeros whose neurons 0 and 1 of a layer have rows and columns as the module says."""
    random = Random(seed)
    layers = [
        [[random.choice((1, 2, 3)) * (-1) ** random.randrange(2) for _ in range(n)] for _ in range(m)]
        for n, m in pairwise(network.widths)
    ]
    rows, outer = layers[layer], layers[layer + 1]
    rows[1] = [min(k, 3) for k in range(1, len(rows[1]) + 1)]
    rows[0] = [SCALE * c * (-1) ** k for k, c in enumerate(rows[1])]
    for k, line in enumerate(outer):
        line[0] = min(k + 1, 3)
        line[1] = SCALE ** network.powers[layer] * line[0] * (-1) ** k
    return layers


def _inputs(size: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Inputs at which NTKs are compared."""
    unit = tuple(int(k == 0) for k in range(size))
    counting = tuple(range(1, size + 1))
    signs = tuple((-1) ** k for k in range(size))
    yield from ((x, x) for x in (unit, counting, signs))
    yield from ((unit, counting), (counting, signs))


def _difference(
    network: DensePolynomial, pair: Sequence[Any]
) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, int], tuple[Fraction, Fraction]] | None:
    """Inputs, an entry, and its values; None if the NTKs are equal there."""
    for x, y in _inputs(network.widths[0]):
        first, second = (_kernel(network, side, x, y) for side in pair)
        for i, row in enumerate(first):
            for k, value in enumerate(row):
                if value != second[i][k]:
                    return (x, y), (i, k), (value, second[i][k])
    return None


def _kernel(network: DensePolynomial, side: Any, x: Sequence[int], y: Sequence[int]) -> Rows:
    if isinstance(side[0], RootMatrix):
        return root_kernel(network, (side[0], side[1]), x, y)
    return network.kernel(side, x, y)


def root_kernel(network: DensePolynomial, layers: Rooted, x: Sequence[int], y: Sequence[int]) -> Rows:
    """K(x, y) for W_1 = diag(√A)·U and W_2 = V·diag(√B), whose entries are rational.

    It is (x·y)·Σ_a r²·B_a·v_a·v_aᵀ·A_a^{r−1}·(u_a·x)^{r−1}·(u_a·y)^{r−1} + I·Σ_a A_a^r·(u_a·x)^r·(u_a·y)^r.
    """
    rows, columns = entries(layers[0].core), list(zip(*entries(layers[1].core), strict=True))
    r, size = network.powers[0], network.widths[-1]
    common = Fraction(sum(a * b for a, b in zip(x, y, strict=True)))
    total = [[Fraction(0)] * size for _ in range(size)]
    for u, v, a, b in zip(rows, columns, layers[0].left, layers[1].right, strict=True):
        both = a * _dot(u, x) * _dot(u, y)
        for i in range(size):
            total[i][i] += both**r
            for k in range(size):
                total[i][k] += common * r * r * b * v[i] * v[k] * both ** (r - 1)
    return tuple(map(tuple, total))


def _dot(row: Sequence[Fraction], vector: Sequence[int]) -> Fraction:
    return sum((c * x for c, x in zip(row, vector, strict=True)), Fraction(0))


def exchange_at(network: DensePolynomial, delta: Invariants) -> NeuronExchange | None:
    """An exact pair of two layers at given invariants, not all equal; None if numbers are too large or none is found.

    Examples
    --------
    >>> found = exchange_at(DensePolynomial((2, 2, 1), (3,)), ((Fraction(97), Fraction(-167)),))
    >>> entries(found.pair[0][0]) == ((6, 8), (5, 0)), entries(found.pair[1][0]) == ((10, 0), (3, 4))
    (True, True)
    >>> [str(value) for value in found.values]
    ['433945', '1137385']
    """
    if network.depth != 2 or len({*delta[0]}) == 1 or network.widths[0] == network.widths[2] == 1:
        return None
    kept, power = delta[0], network.powers[0]
    a = max(range(len(kept)), key=lambda i: kept[i])
    b = min(range(len(kept)), key=lambda i: kept[i])
    tried = []
    for t in islice(_factors(kept[a], kept[b], power), MAX_FACTORS):
        pair = _at(network, kept, (a, b), t)
        found = _difference(network, pair)
        if found is not None and _size(found[2]) <= MAX_BITS:
            tried.append(NeuronExchange(0, (a, b), pair, delta, *found))
    return min(tried, key=lambda own: _size(own.values), default=None)


def _factors(high: Fraction, low: Fraction, power: int) -> Iterator[Fraction]:
    """Factors t > 1 with positive α and β, squares first, whose powers are not too large."""
    squares = [Fraction(n * n, d * d) for n, d in ((2, 1), (3, 1), (3, 2), (4, 3), (5, 4))]
    for t in (*squares, *(1 + Fraction(1, 2**k) for k in range(400))):
        size = 2 * power * t.numerator.bit_length() + _size((high, low))
        if 2 * power * size <= MAX_BITS and t * low < high and t**power * high > low:
            yield t


def _size(numbers: Iterable[Fraction]) -> int:
    """The most bits of a numerator or denominator."""
    return max(n.bit_length() for number in numbers for n in number.as_integer_ratio())


def _at(
    network: DensePolynomial, delta: Sequence[Fraction], neurons: tuple[int, int], t: Fraction
) -> tuple[Matrices, Matrices]:
    """The pair with a factor t, as in the module, from unit vectors and squares of lengths."""
    (a, b), r, (size, width, outer) = neurons, network.powers[0], network.widths
    top = t ** (r + 1) - 1
    alpha, beta = (t**r * delta[a] - delta[b]) / top, (delta[a] - t * delta[b]) / (r * top)
    lengths = [(d + r, Fraction(1)) if d >= 0 else (Fraction(1), (1 - d) / r) for d in delta]
    lengths[a], lengths[b] = (t * alpha, beta), (alpha, t**r * beta)
    others = iter(range(2, width))
    order = [0 if k == a else 1 if k == b else next(others) for k in range(width)]
    rows, columns = [_row(size, k) for k in order], [_column(outer, k) for k in order]
    first = _built(lengths, rows, columns)
    for directions in (rows, columns):
        directions[a], directions[b] = directions[b], directions[a]
    return first, _built(lengths, rows, columns)


def _row(size: int, k: int) -> list[Fraction]:
    """Unit vectors, those for 0, 1 and 2 different up to sign where there are two coordinates."""
    if size == 1 or k == 1:
        return [Fraction(int(i == 0)) for i in range(size)]
    p, q, r = ((3, 4, 5), (5, 12, 13), (8, 15, 17))[max(k - 1, 0) % 3]
    return [Fraction(p, r), Fraction(q, r), *[Fraction(0)] * (size - 2)]


def _column(size: int, k: int) -> list[Fraction]:
    return [Fraction(int(i == k % size)) for i in range(size)]


def _built(
    lengths: Sequence[tuple[Fraction, Fraction]], rows: Sequence[list[Fraction]], columns: Sequence[list[Fraction]]
) -> Matrices:
    """W_1 and W_2 from the squares of the lengths of rows and columns; over Q where all lengths are rational."""
    ones = (Fraction(1),)
    first = RootMatrix(tuple(a for a, _ in lengths), matrix(rows), ones * len(rows[0]))
    second = RootMatrix(ones * len(columns[0]), matrix(columns).transpose(), tuple(b for _, b in lengths))
    if all(rational_root(n) is not None for pair in lengths for n in pair):
        return matrix(first.rational()), matrix(second.rational())
    return mended(first, len(rows), len(rows[0])), mended(second, len(columns[0]), len(columns))
