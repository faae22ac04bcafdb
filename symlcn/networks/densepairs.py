"""Parameters of dense networks that show something: exact pairs with different NTKs, samples with given invariants.

Contents: :func:`mirrored`, :func:`example_pair`, :func:`chain`, :func:`built`, :func:`scalar_pair`,
:func:`prescribed_pair`.

Every pair has equal products, equal invariants and different NTKs, and is found as θ and its image under orthogonal S,
R with S·W·Rᵀ = W (see :mod:`symlcn.networks.dense`), where θ is built as follows.

- :func:`example_pair`: no invariants are asked for. The shape of Ex. 20, for any depth and widths ≥ 2, bottlenecks
  included: W_1 = diag(2, 1)·Q, W_2 = diag(1/2, 1), Qᵀ behind all layers, and ones on the diagonals elsewhere.
- :func:`scalar_pair`: D_l = d_l·I where the null space of W is not determined (see :mod:`symlcn.networks.spectral`).
- :func:`prescribed_pair`: other D_l. Two layers: for invertible T and skew N the matrices W_1 = T/2 − (D/2 + N)T⁻ᵀ and
  W_2ᵀ = T/2 + (D/2 + N)T⁻ᵀ have the invariants D, and these are all with W_1 + W_2ᵀ = T. Where D splits into 2
  coordinates and the rest, T and N are searched on the 2 until WᵀW has rational eigenvectors. Any depth, diagonal D_l,
  equal widths: diagonal W_l and two equal diagonal entries of W.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import gcd, isqrt, lcm, prod
from random import Random
from typing import Any

from flint import fmpq_mat

from symlcn.networks.dense import Dense, Matrices, difference, scalar_value
from symlcn.networks.matrices import (
    Rows,
    cayley,
    embedded,
    identity,
    matrix,
    null_space,
    reflection,
)
from symlcn.networks.spectral import RankClass, Table, potentials
from symlcn.squares import rational_root

__all__ = ["Pair", "built", "chain", "example_pair", "mirrored", "prescribed_pair", "scalar_pair"]

MAX_HEIGHT = 40
"""Numerators and denominators up to which chains of squares are searched."""
MAX_DRAWS = 200
MAX_CORNER = 4
MAX_TURN = 40
MAX_PARTS = 4

Pair = tuple[Matrices, Matrices]


def mirrored(network: Dense, parameters: Sequence[Any]) -> Iterator[Matrices]:
    """Images of parameters under pairs of reflections that keep W and every D_l.

    For an eigenvector v of WᵀW, R reflects in v and S in W·v (if that is not 0). Eigenvectors to rational eigenvalues
    are used: a basis of each eigenspace, and sums of neighbours in it; and likewise null vectors of Wᵀ for S alone.

    Examples
    --------
    >>> network = Dense((2, 2, 2))
    >>> len(list(mirrored(network, [[[1, 1], [0, 1]], [[1, 0], [0, 1]]])))
    0
    >>> len(list(mirrored(network, [[[1, 1], [1, 1]], [[1, 0], [0, 1]]])))
    3
    """
    layers = network.matrices(parameters)
    whole = layers[0]
    for layer in layers[1:]:
        whole = layer * whole
    gram = whole.transpose() * whole
    first, last = identity(network.widths[0]), identity(network.widths[-1])
    for vector in _eigenvectors(gram):
        image = whole * vector
        left = reflection(image) if any(c != 0 for c in image.entries()) else last
        yield network.turned(layers, left, reflection(vector))
    for vector in _spread(null_space(whole.transpose())):
        yield network.turned(layers, reflection(vector), first)


def _eigenvectors(gram: Any) -> Iterator[Any]:
    one = identity(gram.nrows())
    for factor, _ in gram.charpoly().factor()[1]:
        if factor.degree() == 1:
            yield from _spread(null_space(gram + one * (factor[0] / factor[1])))


def _spread(basis: Sequence[Any]) -> list[Any]:
    return [*basis, *(v + w for v, w in pairwise(basis))]


def _first_difference(network: Dense, candidates: Sequence[Matrices]) -> Pair | None:
    for other in candidates[1:]:
        if difference(network, candidates[0], other) is not None:
            return candidates[0], other
    return None


def example_pair(network: Dense) -> Pair | None:
    """A pair at a product W of the largest rank, at invariants of its own; None if none is found.

    There always is one if all widths are at least 2.

    Examples
    --------
    >>> first, second = example_pair(Dense((2, 2, 2)))
    >>> first[0].tolist(), second[0].tolist()
    ([[2, 0], [0, 1]], [[6/5, 8/5], [-4/5, 3/5]])
    >>> example_pair(Dense((2, 1, 2))) is None
    True
    """
    widths, rank = network.widths, min(network.widths)
    if network.depth == 1:
        return None
    if rank == 1:
        return _drawn_pair(network)
    diagonals = [matrix([[2, 0], [0, 1]]), matrix([[Fraction(1, 2), 0], [0, 1]])]
    cores = diagonals + [identity(2)] * (network.depth - 2)
    blocks = [embedded(core, rank, rank, unit=True) for core in cores]
    layers = tuple(embedded(block, widths[l + 1], widths[l]) for l, block in enumerate(blocks))
    turn = cayley([[0, Fraction(1, 2)], [Fraction(-1, 2), 0]])
    left, right = (embedded(turn, widths[end], widths[end], unit=True) for end in (-1, 0))
    return _first_difference(network, [layers, network.turned(layers, left, right)])


def _drawn_pair(network: Dense) -> Pair | None:
    """A pair at a product of rank 1: small integer matrices are drawn from a fixed seed."""
    random = Random(20)
    for _ in range(MAX_DRAWS):
        layers = tuple(
            fmpq_mat([[random.randint(-2, 2) for _ in range(columns)] for _ in range(rows)])
            for columns, rows in pairwise(network.widths)
        )
        if all(c == 0 for row in network.parametrization(layers) for c in row):
            continue
        pair = _first_difference(network, [layers, *mirrored(network, layers)])
        if pair is not None:
            return pair
    return None


def chain(steps: Sequence[Fraction]) -> Iterator[tuple[Fraction, ...]]:
    """Positive rational numbers a_1, …, a_L with a_{l+1}² − a_l² = steps[l−1]; those found by a search of small height.

    Examples
    --------
    >>> next(chain([Fraction(3)])), next(chain([Fraction(1), Fraction(1)]), None)
    ((Fraction(1, 1), Fraction(2, 1)), None)
    """
    shifts = potentials(steps)
    for top in range(1, MAX_HEIGHT + 1):
        for a, b in [(top, h) for h in range(1, top + 1)] + [(h, top) for h in range(1, top)]:
            start = Fraction(a, b)
            if gcd(a, b) == 1:
                roots = _chain_from(start, steps, shifts)
                if roots is not None:
                    yield roots


def _chain_from(value: Fraction, steps: Sequence[Fraction], shifts: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """The chain in which a_1 = value; in two layers the one in which a_1 + a_2 = value, which always exists over Q."""
    start = (value - steps[0] / value) / 2 if len(steps) == 1 and steps[0] else value
    roots = [rational_root(start * start + shift) for shift in shifts]
    return None if not all(roots) else tuple(root for root in roots if root is not None)


def built(network: Dense, d: Sequence[Fraction], rank: int, table: Table, start: int = 0) -> Matrices | None:
    """Parameters with D_l = d_l·I and diagonal W, from the dimensions of :mod:`symlcn.networks.spectral`.

    None if a square root is irrational, or no chain of rational squares was found for the part where W is not 0.
    `start` skips chains, which gives other values to W.

    Examples
    --------
    >>> from symlcn.networks.spectral import rank_classes
    >>> network, d = Dense((2, 2, 2)), [Fraction(3)]
    >>> found = built(network, d, 2, rank_classes(network.widths, d)[2].tables[0])
    >>> [layer.tolist() for layer in found]
    [[[1, 0], [0, 1]], [[2, 0], [0, 2]]]
    """
    chains = chain(d)
    roots = next((found for number, found in enumerate(chains) if number == start), None)
    if rank and roots is None:
        return None
    layers = []
    for l, p in enumerate(potentials(d)):
        rows = [[Fraction(0)] * network.widths[l] for _ in range(network.widths[l + 1])]
        for i in range(rank):
            rows[i][i] = roots[l] if roots else Fraction(0)
        below = above = rank
        for x, dimensions in table.items():
            root = rational_root(x + p) if dimensions[l] and x + p > 0 else Fraction(0)
            if root is None:
                return None
            for i in range(dimensions[l] if root else 0):
                rows[above + i][below + i] = root
            below, above = below + dimensions[l], above + dimensions[l + 1]
        layers.append(matrix(rows))
    return tuple(layers)


def scalar_pair(network: Dense, d: Sequence[Fraction], ranks: RankClass) -> Pair | None:
    """A pair with D_l = d_l·I at a product of the given rank, where its null spaces are not determined.

    Examples
    --------
    >>> from symlcn.networks.spectral import rank_classes
    >>> d = [Fraction(-1)]
    >>> first, second = scalar_pair(Dense((3, 2, 1)), d, rank_classes((3, 2, 1), d)[-1])
    >>> [layer.tolist() for layer in first]
    [[[5/4, 0, 0], [0, 0, 1]], [[3/4, 0]]]
    """
    found = [built(network, d, ranks.rank, table) for table in ranks.tables]
    points = [point for point in found if point is not None]
    for number, point in enumerate(points):
        pair = _first_difference(network, [point, *points[number + 1 :], *mirrored(network, point)])
        if pair is not None:
            return pair
    return None


def prescribed_pair(network: Dense, invariants: Sequence[Rows]) -> Pair | None:
    """A pair with the given invariants, not all scalar, at a product of the largest rank; None if none is found.

    That none is found means nothing: rational parameters with these invariants need not exist.

    Examples
    --------
    >>> network, d = Dense((2, 2, 2)), ((Fraction(1), Fraction(2)), (Fraction(2), Fraction(5)))
    >>> first, second = prescribed_pair(network, [d])
    >>> network.invariants(first) == network.invariants(second), network.ntk(first) == network.ntk(second)
    (True, False)
    """
    widths = network.widths
    if len(set(widths)) == 1 and (network.depth > 2 or widths[0] > 2):
        pair = _diagonal_pair(network, invariants)
        if pair is not None:
            return pair
    if network.depth == 2 and widths[1] <= min(widths[0], widths[2]):
        return _split_pair(network, invariants[0])
    return None


def _diagonal_pair(network: Dense, invariants: Sequence[Rows]) -> Pair | None:
    """A pair with diagonal W_l, where two entries of W are made equal and a reflection mixes them."""
    size = network.widths[0]
    if any(c for d in invariants for i, row in enumerate(d) for j, c in enumerate(row) if i != j):
        return None
    steps = [tuple(d[i][i] for d in invariants) for i in range(size)]
    found = {step: list(chain(step)) for step in set(steps)}
    if not all(found.values()):
        return None
    for i, j in combinations(range(size), 2):
        by_product = {prod(roots): roots for roots in found[steps[j]]}
        for roots in found[steps[i]]:
            other = by_product.get(prod(roots))
            if other is None or other == roots:
                continue
            chains = [found[step][0] for step in steps]
            chains[i], chains[j] = roots, other
            layers = tuple(
                matrix([[chains[a][l] if a == b else 0 for b in range(size)] for a in range(size)])
                for l in range(network.depth)
            )
            mirror = reflection(matrix([[int(k in (i, j))] for k in range(size)]))
            pair = _first_difference(network, [layers, network.turned(layers, mirror, mirror)])
            if pair is not None:
                return pair
    return None


def _split_pair(network: Dense, rows: Rows) -> Pair | None:
    """A pair in two layers where D splits into 2 coordinates, on which it is not scalar, and the rest."""
    size, (first, _, last) = len(rows), network.widths
    for part in _splittings(rows)[:MAX_PARTS]:
        rest = [i for i in range(size) if i not in part]
        others = _resting(_part(rows, rest)) if rest else None
        for corner, turn in _plane_draws(_part(rows, part)):
            core = _split(_part(rows, part), matrix(corner), [turn])
            spliced = (
                core if others is None else [_spliced(part, a, rest, b) for a, b in zip(core, others, strict=True)]
            )
            shaped = embedded(spliced[0], size, first), embedded(spliced[1], last, size)
            pair = _first_difference(network, [shaped, *mirrored(network, shaped)])
            if pair is not None:
                return pair
    return None


def _part(rows: Rows, chosen: Sequence[int]) -> Rows:
    return tuple(tuple(rows[i][j] for j in chosen) for i in chosen)


def _splittings(rows: Rows) -> list[list[int]]:
    """Unions of at most two components of D that span up to 2 coordinates on which D is not scalar."""
    size = len(rows)
    component = list(range(size))
    for i, j in combinations(range(size), 2):
        if rows[i][j]:
            old, new = component[j], component[i]
            component = [new if c == old else c for c in component]
    groups = [[i for i in range(size) if component[i] == c] for c in sorted(set(component))]
    pairs = [group for group in groups if len(group) == 2]
    pairs += [a + b for a, b in combinations(groups, 2) if len(a) == len(b) == 1]
    return [p for p in pairs if scalar_value(_part(rows, p)) is None]


def _plane_draws(rows: Rows) -> Iterator[tuple[list[list[int]], Fraction]]:
    """T and the entry of N, for 2×2 matrices D, for which W is invertible and the eigenvalues of WᵀW are rational.

    In integers, since many are tried: with k = 2·q·det T all matrices are multiplied by 2k.
    """
    q = lcm(*(value.denominator for row in rows for value in row))
    (a, b), (_, d) = ((int(2 * q * value) for value in row) for row in rows)
    spread = sorted(range(-MAX_CORNER, MAX_CORNER + 1), key=abs)
    corners = sorted(product(spread, repeat=4), key=lambda corner: (sum(map(abs, corner)), corner))
    for x, y, z, w in corners:
        k = 2 * q * (x * w - y * z)
        if k <= 0:
            continue
        for turn in range(-MAX_TURN, MAX_TURN + 1):
            inner = ((a * w - (b + turn) * y, (b + turn) * x - a * z), ((b - turn) * w - d * y, d * x - (b - turn) * z))
            (e, f), (g, h) = inner
            left, right = (k * x - e, k * y - f, k * z - g, k * w - h), (k * x + e, k * y + f, k * z + g, k * w + h)
            m00, m01 = right[0] * left[0] + right[2] * left[2], right[0] * left[1] + right[2] * left[3]
            m10, m11 = right[1] * left[0] + right[3] * left[2], right[1] * left[1] + right[3] * left[3]
            square = ((m00 + m11) ** 2 + (m01 - m10) ** 2) * ((m00 - m11) ** 2 + (m01 + m10) ** 2)
            if m00 * m11 != m01 * m10 and isqrt(square) ** 2 == square:
                yield [[x, y], [z, w]], Fraction(turn, 4 * q)


def _split(rows: Rows, corner: Any, turn: Sequence[Fraction]) -> Matrices:
    """W_1 and W_2 with W_1 + W_2ᵀ = T and the invariants D, from the entries of N above the diagonal."""
    size = len(rows)
    skew = [[Fraction(0)] * size for _ in range(size)]
    for (i, j), value in zip(combinations(range(size), 2), turn, strict=True):
        skew[i][j], skew[j][i] = value, -value
    inner = (matrix(rows) / 2 + matrix(skew)) * corner.transpose().inv()
    return corner / 2 - inner, (corner / 2 + inner).transpose()


def _resting(rows: Rows) -> Matrices:
    """Invertible W_1 and W_2 with the invariants D: T = t·I, where only finitely many t do not serve."""
    size = len(rows)
    scale = 1
    while True:
        layers = _split(rows, identity(size) * scale, [Fraction(0)] * (size * (size - 1) // 2))
        if all(layer.det() != 0 for layer in layers):
            return layers
        scale += 1


def _spliced(part: Sequence[int], block: Any, rest: Sequence[int], other: Any) -> Any:
    """The matrix with the two given blocks on the given sets of coordinates."""
    size = len(part) + len(rest)
    rows: list[list[Any]] = [[0] * size for _ in range(size)]
    for chosen, source in ((part, block), (rest, other)):
        for a, i in enumerate(chosen):
            for b, j in enumerate(chosen):
                rows[i][j] = source[a, b]
    return fmpq_mat(rows)
