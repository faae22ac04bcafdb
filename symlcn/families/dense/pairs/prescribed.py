"""Dense parameters with prescribed invariants, rational but for square roots outside, at products of the largest rank.

Contents: :class:`Point`, :func:`points`.

W_1 = M_1·diag(√a) and W_L = diag(√c)·M_L. So W_1W_1ᵀ may be any positive semidefinite matrix over Q of rank at most
n_0, and W_LᵀW_L any of rank at most n_L: over Q each is a sum of multiples of squares, as is every symmetric matrix.

- Two layers: D = Σ c_i·m_i·m_iᵀ − Σ a_j·v_j·v_jᵀ with at most n_2 and n_0 terms. Some terms are chosen; the others come
  from what is left of D, if it has no more eigenvalues of one sign than terms are left. If real parameters have the
  invariants D, with no terms chosen this always succeeds.
- More layers, hidden widths equal and the outer ones no smaller: the layers between are chosen, larger and larger, and
  W_1W_1ᵀ and W_LᵀW_L are positive definite; up to four layers.
- Three layers: the middle one is searched (:mod:`symlcn.families.dense.pairs.middles`).
- Else a search, layer by layer (:mod:`symlcn.families.dense.pairs.wide`), where the outer layers may have square roots.
  The layers between are rational, which need not be possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from math import ceil, isqrt
from random import Random
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import Rows, diagonalized, entries, identity, matrix, weights
from symlcn.families.dense.network import Dense
from symlcn.families.dense.pairs.middles import middles, turns
from symlcn.families.dense.pairs.wide import parameters_at, represented

__all__ = ["Point", "points"]

MAX_DRAWS = 400
MAX_CHAINED = 150
MAX_SEARCHED = 20
SIZES = (1, 2, 4, 8, 32)
SHAPES = ((1, 0), (1, 1), (2, 1), (1, -2), (3, 2))


@dataclass(frozen=True, slots=True)
class Point:
    """M_1, W_2, …, W_{L−1}, M_L, and the positive numbers a and c."""

    layers: tuple[Any, ...]
    columns: tuple[Fraction, ...]
    rows: tuple[Fraction, ...]


def points(network: Dense, invariants: Sequence[Rows]) -> Iterator[Point]:
    """Some of them, small ones first; they may be none, also where there are some, except for two layers.

    Examples
    --------
    >>> point = next(points(Dense((1, 2, 2)), [entries(matrix([[3, 0], [0, -4]]))]))
    >>> [layer.tolist() for layer in point.layers], [str(a) for a in point.columns], [str(c) for c in point.rows]
    ([[[0], [17/4]], [[0, -1], [3, 0]]], ['4/17'], ['1/4', '1/3'])
    """
    rank = min(network.widths)
    wanted = [matrix(rows) for rows in invariants]
    sources = [_between(network.widths, wanted), _two_layers(network.widths, wanted)]
    sources += [_about(network.widths, wanted), *(_chained(network, invariants, forward) for forward in (True, False))]
    for source in sources:
        yield from (point for point in source if _product(point.layers).rank() == rank)
    for layers in islice(parameters_at(network, invariants, rank), MAX_SEARCHED):
        ones = [(Fraction(1),) * width for width in (network.widths[0], network.widths[-1])]
        yield Point(layers, ones[0], ones[1])


def _product(layers: Sequence[Any]) -> Any:
    whole = layers[0]
    for layer in layers[1:]:
        whole = layer * whole
    return whole


Terms = list[tuple[Fraction, Any]]
"""Numbers d and columns v, for the sum of all d·v·vᵀ."""


def _peeled(form: Any, random: Random) -> Terms:
    """A symmetric matrix as a sum of d·v·vᵀ, as many as its rank, from vectors that are drawn."""
    size, terms = form.nrows(), []
    while any(c != 0 for c in form.entries()):
        vector = fmpq_mat([[random.choice((-1, 0, 0, 1))] for _ in range(size)])
        image = form * vector
        value = (vector.transpose() * image)[0, 0]
        if value != 0:
            terms.append((1 / fraction_of(value), image))
            form = form - image * image.transpose() * (1 / value)
    return terms


def _two_layers(widths: Sequence[int], wanted: Sequence[Any]) -> Iterator[Point]:
    if len(wanted) > 1:
        return
    below, size, above = widths
    random = Random(1)
    for trial in range(MAX_DRAWS):
        counts = [random.randint(0, below), random.randint(0, above)] if trial else [0, 0]
        scale = Fraction(2) ** random.randint(-4, 4) * _size(wanted[0])
        minus, plus = ([(scale, _drawn(size, random)) for _ in range(count)] for count in counts)
        rest = wanted[0]
        for sign, chosen in ((1, minus), (-1, plus)):
            rest = sum((vector * weights([sign * value]) * vector.transpose() for value, vector in chosen), rest)
        terms = _peeled(rest, random)
        minus += [(-value, vector) for value, vector in terms if value < 0]
        plus += [(value, vector) for value, vector in terms if value > 0]
        if len(minus) <= below and len(plus) <= above:
            (first, a), (last, c) = _columns(minus, size, below), _columns(plus, size, above)
            yield Point((first, last.transpose()), a, c)


def _size(form: Any) -> Fraction:
    """A power of 2 near the largest entry."""
    top = max(abs(c) for row in entries(form) for c in row)
    return Fraction(2) ** (top.numerator.bit_length() - top.denominator.bit_length())


def _drawn(size: int, random: Random) -> Any:
    while True:
        numbers = [random.randint(-2, 2) for _ in range(size)]
        if any(numbers):
            return fmpq_mat([[n] for n in numbers])


def _columns(terms: Terms, size: int, count: int) -> tuple[Any, tuple[Fraction, ...]]:
    """The matrix with these columns and zeros, and the numbers with ones."""
    vectors = [vector.entries() for _, vector in terms] + [[0] * size] * (count - len(terms))
    numbers = [value for value, _ in terms] + [Fraction(1)] * (count - len(terms))
    return fmpq_mat([list(vector) for vector in vectors]).transpose(), tuple(numbers)


def _chained(network: Dense, invariants: Sequence[Rows], forward: bool) -> Iterator[Point]:
    """Three layers and more: a first layer with roots, then rational ones, then one with roots."""
    widths, wanted = network.widths, [matrix(rows) for rows in invariants]
    if not forward:
        widths, wanted = widths[::-1], [-form for form in reversed(wanted)]
    random = Random(2)
    for _ in range(MAX_CHAINED if len(wanted) > 1 else 0):
        terms = _first_terms(widths, wanted[0], random)
        if terms is None:
            continue
        first, a = _columns(terms, widths[1], widths[0])
        for point in _continued(widths, wanted, first, a, random):
            layers, columns, rows = point.layers, point.columns, point.rows
            yield point if forward else Point(tuple(layer.transpose() for layer in reversed(layers)), rows, columns)


def _first_terms(widths: Sequence[int], form: Any, random: Random) -> Terms | None:
    """W_1W_1ᵀ, where the determinant of D_1 + W_1W_1ᵀ is a square if W_2 is one."""
    scales = [Fraction(2) ** random.randint(-2, 4) * _size(form) for _ in range(widths[0])]
    terms = [(scale, _drawn(widths[1], random)) for scale in scales]
    if widths[1] != widths[2]:
        return terms
    value, vector = terms[0]
    rest = sum((v * weights([c]) * v.transpose() for c, v in terms[1:]), form)
    still, slope = (fraction_of(part.det()) for part in (rest, rest + vector * vector.transpose()))
    slope -= still
    if slope == 0 or still + value * slope <= 0:
        return None
    root = Fraction(isqrt(int((still + value * slope) * 16)) + 1, 4)
    value = (root * root - still) / slope
    return [(value, vector), *terms[1:]] if value > 0 else None


def _continued(
    widths: Sequence[int], wanted: Sequence[Any], first: Any, a: Sequence[Fraction], random: Random
) -> Iterator[Point]:
    """The further layers, one after the other; the last but one is turned where that helps."""
    layers, gram = [first], wanted[0] + first * weights(a) * first.transpose()
    for width, form in zip(widths[2:], wanted[1:], strict=False):
        columns = represented(entries(gram), width, 0)
        if columns is None:
            return
        layers.append(fmpq_mat([list(line) for line in zip(*columns, strict=True)]))
        gram = form + layers[-1] * layers[-1].transpose()
    for turn in turns(layers[-1] * layers[-1].transpose(), wanted[-1], widths[-1], random):
        turned = turn * layers[-1]
        terms = _peeled(wanted[-1] + turned * turned.transpose(), random)
        last, c = _columns(terms, widths[-2], widths[-1])
        yield Point((*layers[:-1], turned, last.transpose()), tuple(a), c)


def _between(widths: Sequence[int], wanted: Sequence[Any]) -> Iterator[Point]:
    """Those where the layers between are chosen, and all hidden widths are at most the outer ones."""
    if widths[0] < widths[1] or widths[-1] < widths[-2]:
        return
    for inner in _inner_layers(widths[1:-1], wanted):
        below, above = map(_root_of, _outer(widths, wanted, inner))
        if below is not None and above is not None:
            (first, a), (last, c) = _columns(below, widths[1], widths[0]), _columns(above, widths[-2], widths[-1])
            yield Point((first, *inner, last.transpose()), a, c)


def _about(widths: Sequence[int], wanted: Sequence[Any]) -> Iterator[Point]:
    """Those of three layers from the middle one."""
    random = Random(4)
    for middle in middles(widths, *wanted) if len(wanted) == 2 else ():
        below = _peeled(middle.transpose() * middle - wanted[0], random)
        above = _peeled(wanted[1] + middle * middle.transpose(), random)
        (first, a), (last, c) = _columns(below, widths[1], widths[0]), _columns(above, widths[2], widths[3])
        yield Point((first, middle, last.transpose()), a, c)


def _inner_layers(hidden: Sequence[int], wanted: Sequence[Any]) -> Iterator[list[Any]]:
    """W_2, …, W_{L−1} with the invariants D_2, …, D_{L−2}, larger and larger."""
    for size, (diagonal, above) in product(SIZES, SHAPES):
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


def _outer(widths: Sequence[int], wanted: Sequence[Any], inner: Sequence[Any]) -> tuple[Any, Any]:
    """W_1·W_1ᵀ and W_Lᵀ·W_L."""
    if inner:
        return inner[0].transpose() * inner[0] - wanted[0], wanted[-1] + inner[-1] * inner[-1].transpose()
    steps = matrix([[Fraction(i + 1) * (j + 1) for j in range(widths[1])] for i in range(widths[1])])
    first = identity(widths[1]) * sum(ceil(sum(map(abs, row))) + 1 for row in entries(wanted[0])) + steps
    return first, wanted[0] + first


def _root_of(form: Any) -> Terms | None:
    """A positive definite form as a sum of squares; None if it is not positive definite."""
    found = diagonalized(form)
    if found is None:
        return None
    lower, values = found
    columns = lower.transpose().tolist()
    return [(value, fmpq_mat([[c] for c in column])) for value, column in zip(values, columns, strict=True)]
