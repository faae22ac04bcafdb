"""Two rational points of a fiber at every δ at once: where their NTKs agree.

Contents: :class:`Verdict`, :func:`compare_at_every_delta`; :func:`cycles_of`, :func:`locus_forms`.

At any δ the NTKs are positive combinations Σ a_l N_l and Σ a'_l N'_l. If no positive (a, a') makes them equal they
differ for every δ (by Stiemke's lemma some symmetric S separates them then). If the points differ by a permutation of
interchangeable layers and the N_l of the moved layers are linearly independent, they agree exactly where ρ is constant
on the cycles of the permutation.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import lcm
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mat

from symlcn.algebra.echelon import pivots
from symlcn.algebra.matrices import column
from symlcn.errors import brief
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter
from symlcn.network.jacobian import blocks, few_places
from symlcn.network.ntk import gram_matrices, relations

__all__ = ["Verdict", "compare_at_every_delta", "cycles_of", "locus_forms"]

MAX_INEQUALITIES = 20_000


class Verdict(NamedTuple):
    """Where the NTKs of two points agree.

    Attributes
    ----------
    kind : str
        ``"locus"`` (exactly where all `forms` vanish), ``"different"`` (for every δ) or ``"undecided"``.
    forms : tuple of tuple of int
        Linear forms in δ_1, …, δ_{L−1}; empty unless `kind` is ``"locus"``.
    places : tuple of (int, int)
        For a locus: entries at which the N_l of the moved layers are linearly independent. For different points: the
        entries of S on and above the diagonal that are not 0.
    weights : tuple of int
        For different points the values of S at these places.
    bits : int
        Where a point is irrational, bits that show independence, see :mod:`symlcn.fiber.comparison.proportional`.
    spare : int
        As many of them are after the binary point only since numbers are small, and add nothing to relative precision.
    """

    kind: str
    forms: tuple[tuple[int, ...], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    weights: tuple[int, ...] = ()
    bits: int = 0
    spare: int = 0

    def __repr__(self) -> str:
        return brief(self)


def compare_at_every_delta(architecture: Architecture, left: Sequence[Filter], right: Sequence[Filter]) -> Verdict:
    """Compare the NTKs of two different rational points over one end-to-end filter, for all δ at once.

    Parameters
    ----------
    architecture : Architecture
    left, right : sequence of filters
        Primitive integer filters of the two points.

    Returns
    -------
    Verdict
        Exact. Undecided where positive solutions exist that no permutation explains.

    Raises
    ------
    LimitError
        If N exceeds 2000.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> compare_at_every_delta(parse_architecture("k2 k2"), [(1, 1), (2, 1)], [(2, 1), (1, 1)])
    Verdict(kind='locus', forms=((1,),), places=((0, 0), (0, 1)), weights=(), bits=0, spare=0)
    >>> compare_at_every_delta(parse_architecture("k3 k2"), [(6, 5, 1), (5, 1)], [(15, 8, 1), (2, 1)]).kind
    'different'
    """
    cycles = _cycles(architecture, left, right)
    forms = None if cycles is None else locus_forms(architecture, cycles)
    moved = None if cycles is None else [layer for cycle in cycles for layer in cycle]
    sides = blocks(architecture, left), blocks(architecture, right)
    few = few_places(architecture)
    if len(few) < architecture.ambient:
        first, second = (tuple(block.gram_at(few) for block in side) for side in sides)
        verdict = _verdict(first, second, moved, forms)
        if verdict.kind != "undecided":
            return verdict._replace(places=tuple((few[i], few[j]) for i, j in verdict.places))
    return _verdict(gram_matrices(architecture, left), gram_matrices(architecture, right), moved, forms)


def _verdict(
    first: Sequence[Any],
    second: Sequence[Any],
    moved: Sequence[int] | None,
    forms: tuple[tuple[int, ...], ...] | None,
) -> Verdict:
    """What matrices N_l, or the same principal submatrices of all, show; some layers may be moved by a permutation."""
    if moved is not None and forms is not None:
        places, vanishing = relations([first[layer] for layer in moved])
        return Verdict("undecided") if vanishing else Verdict("locus", forms, tuple(places))
    matrices = [*first, *(-matrix for matrix in second)]
    places, basis = relations(matrices)
    rows = [[Fraction(vector[place]) for vector in basis] for place in range(len(matrices))]
    multipliers = _nonnegative_relation(rows)
    if multipliers is None:
        return Verdict("undecided")
    return Verdict("different", (), *_separating(matrices, places, multipliers))


def _separating(
    matrices: Sequence[Any], places: Sequence[tuple[int, int]], products: Sequence[Fraction]
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """An integer matrix S, zero but at some of the places, whose inner products with the matrices are as given."""
    system = fmpq_mat([[fmpq(int(m[i, j]) * (1 if i == j else 2)) for i, j in places] for m in matrices])
    target = column(products)
    independent = pivots(system.transpose())
    square = fmpq_mat([[system[row, column] for column in range(len(places))] for row in independent])
    values = square.solve(fmpq_mat([[target[row, 0]] for row in independent])).entries()
    common = lcm(*(int(value.denominator) for value in values))
    entries = {place: int(value * common) for place, value in zip(places, values, strict=True) if value != 0}
    ordered = sorted(entries)
    return tuple(ordered), tuple(entries[place] for place in ordered)


def _cycles(
    architecture: Architecture, left: Sequence[Filter], right: Sequence[Filter]
) -> tuple[tuple[int, ...], ...] | None:
    """The cycles of a permutation of interchangeable layers that leads from one point to the other, if there is one."""
    target = {}
    grouped = {layer for group in architecture.interchangeable for layer in group}
    if any(left[layer] != right[layer] for layer in range(len(left)) if layer not in grouped):
        return None
    for group in architecture.interchangeable:
        free = [layer for layer in group if left[layer] != right[layer]]
        sources = list(free)
        for layer in free:
            source = next((other for other in sources if left[other] == right[layer]), None)
            if source is None:
                return None
            sources.remove(source)
            target[layer] = source
    return cycles_of(target)


def cycles_of(target: dict[int, int]) -> tuple[tuple[int, ...], ...]:
    """The cycles of a permutation, each sorted."""
    cycles = []
    seen: set[int] = set()
    for start in target:
        cycle, layer = [], start
        while layer not in seen:
            seen.add(layer)
            cycle.append(layer)
            layer = target[layer]
        if cycle:
            cycles.append(tuple(sorted(cycle)))
    return tuple(cycles)


def locus_forms(architecture: Architecture, cycles: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """ρ_i − ρ_j = δ_i + … + δ_{j−1} for consecutive members of the cycles."""
    pairs = sorted(pair for cycle in cycles for pair in pairwise(cycle))
    return tuple(tuple(int(i <= l < j) for l in range(len(architecture.layers) - 1)) for i, j in pairs)


def _nonnegative_relation(rows: Sequence[Sequence[Any]]) -> list[Any] | None:
    """Numbers y ≥ 0, not all 0, with Σ y_i·row_i = 0; they exist exactly if no x makes all rows positive.

    Fourier–Motzkin elimination, in which the combinations are kept; None also where it would grow too much.
    """
    width = len(rows[0])
    unit = [[Fraction(int(i == j)) for j in range(len(rows))] for i in range(len(rows))]
    kept = [[*row, *own] for row, own in zip(rows, unit, strict=True)]
    for last in range(width - 1, -2, -1):
        for row in kept:
            if not any(row[: last + 1]):
                return row[last + 1 :]
        if last < 0:
            return None
        positive = [row for row in kept if row[last] > 0]
        negative = [row for row in kept if row[last] < 0]
        rest = [row for row in kept if row[last] == 0]
        if len(positive) * len(negative) + len(rest) > MAX_INEQUALITIES:
            return None
        kept = [[*row[:last], *row[last + 1 :]] for row in rest]
        for m, n in product(positive, negative):
            combined = [p * -n[last] + q * m[last] for p, q in zip(m, n, strict=True)]
            kept.append([*combined[:last], *combined[last + 1 :]])
    return None
