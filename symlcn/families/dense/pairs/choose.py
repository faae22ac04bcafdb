"""Parameters of dense networks that show something: exact pairs with different NTKs, samples with given invariants.

Contents: :func:`mirrored`, :func:`example_pair`, :func:`chain`, :func:`built`, :func:`scalar_pair`,
:func:`prescribed_pair`, :func:`searched_pair`.

Every pair has equal products, equal invariants and different NTKs. All but one kind are parameters θ and their image
under orthogonal S, R with S·W·Rᵀ = W (see :mod:`symlcn.families.dense.network`), where θ is built as follows.

- :func:`example_pair`: no invariants are asked for. The shape of Ex. 20, for any depth and widths ≥ 2, bottlenecks
  included: W_1 = diag(2, 1)·Q, W_2 = diag(1/2, 1), Qᵀ behind all layers, and ones on the diagonals elsewhere.
- :func:`scalar_pair`: D_l = d_l·I where the null space of W is not determined (see
  :mod:`symlcn.families.dense.eigenspaces`).
- :func:`prescribed_pair`: other D_l. Any depth, diagonal D_l, equal widths: diagonal W_l and two equal diagonal entries
  of W. Two layers whose hidden width is at most the outer ones: :mod:`symlcn.families.dense.pairs.blocks`, where
  another group acts too; it may fail for D of many digits, and :mod:`symlcn.families.dense.pairs.squareroots` serves.
  All else: a bounded search, :mod:`symlcn.families.dense.pairs.wide`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import gcd, prod
from random import Random
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.echelon import null_space
from symlcn.algebra.exact import rational_root
from symlcn.algebra.matrices import (
    Rows,
    cayley,
    embedded,
    identity,
    matrix,
    reflection,
)
from symlcn.families.dense.eigenspaces import RankClass, Table, potentials
from symlcn.families.dense.network import Dense, Matrices, difference
from symlcn.families.dense.pairs.blocks import block_pair
from symlcn.families.dense.pairs.wide import wide_pair

__all__ = ["Pair", "built", "chain", "example_pair", "mirrored", "prescribed_pair", "scalar_pair", "searched_pair"]

MAX_HEIGHT = 40
"""Numerators and denominators up to which chains of squares are searched."""
MAX_DRAWS = 200
MAX_PAIR_DIGITS = 6
"""Where numbers of D have more digits, rational pairs are large, and found slowly."""

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
    """Parameters with D_l = d_l·I and diagonal W, from the dimensions of :mod:`symlcn.families.dense.eigenspaces`.

    None if a square root is irrational, or no chain of rational squares was found for the part where W is not 0.
    `start` skips chains, which gives other values to W.

    Examples
    --------
    >>> from symlcn.families.dense.eigenspaces import rank_classes
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
    >>> from symlcn.families.dense.eigenspaces import rank_classes
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
    >>> network.invariants(first) == network.invariants(second), difference(network, first, second) is None
    (True, False)
    """
    widths = network.widths
    if len(set(widths)) == 1 and (network.depth > 2 or widths[0] > 2):
        pair = _diagonal_pair(network, invariants)
        if pair is not None:
            return pair
    if network.depth == 2 and widths[1] <= min(widths[0], widths[2]):
        return block_pair(network, invariants[0])
    return searched_pair(network, invariants, min(widths))


def searched_pair(network: Dense, invariants: Sequence[Rows], rank: int) -> Pair | None:
    """A pair with the given invariants at a product of the given rank, from :mod:`symlcn.families.dense.pairs.wide`.

    Examples
    --------
    >>> network, d = Dense((3, 2, 1)), ((Fraction(-2), Fraction(0)), (Fraction(0), Fraction(-2)))
    >>> first, second = searched_pair(network, [d], 1)
    >>> network.invariants(first) == network.invariants(second) == (d,)
    True
    """
    return wide_pair(network, invariants, rank, _mirror_pair)


def _mirror_pair(network: Dense, parameters: Matrices) -> Pair | None:
    return _first_difference(network, [parameters, *mirrored(network, parameters)])


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
