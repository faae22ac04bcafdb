"""Two rational points of a fiber at every δ at once: where their NTKs agree.

Contents: :class:`Verdict`, :func:`compare_at_every_delta`.

At any δ the NTKs are positive combinations Σ a_l N_l and Σ a'_l N'_l. If no positive (a, a') makes them equal they
differ for every δ (by Stiemke's lemma some symmetric S separates them then). If the points differ by a permutation of
interchangeable layers and the N_l of the moved layers are linearly independent, they agree exactly where ρ is constant
on the cycles of the permutation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symlcn.architecture import Architecture
from symlcn.filters import Filter
from symlcn.ntk import gram_matrices, relations

__all__ = ["Verdict", "compare_at_every_delta"]

MAX_INEQUALITIES = 20_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the NTKs of two points agree.

    Attributes
    ----------
    kind : str
        ``"locus"`` (exactly where all `forms` vanish), ``"different"`` (for every δ) or ``"undecided"``.
    forms : tuple of tuple of int
        Linear forms in δ_1, …, δ_{L−1}; empty unless `kind` is ``"locus"``.
    """

    kind: str
    forms: tuple[tuple[int, ...], ...] = ()


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
    >>> from symlcn.architecture import parse_architecture
    >>> compare_at_every_delta(parse_architecture("k2 k2"), [(1, 1), (2, 1)], [(2, 1), (1, 1)])
    Verdict(kind='locus', forms=((1,),))
    >>> compare_at_every_delta(parse_architecture("k3 k2"), [(6, 5, 1), (5, 1)], [(15, 8, 1), (2, 1)]).kind
    'different'
    """
    first, second = gram_matrices(architecture, left), gram_matrices(architecture, right)
    cycles = _cycles(architecture, left, right)
    if cycles is not None:
        moved = [first[layer] for cycle in cycles for layer in cycle]
        return Verdict("undecided") if relations(moved) else Verdict("locus", _forms(architecture, cycles))
    basis = relations([*first, *(-matrix for matrix in second)])
    rows = [[Fraction(vector[place]) for vector in basis] for place in range(2 * len(first))]
    return Verdict("different" if _no_positive_solution(rows) else "undecided")


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
    cycles, seen = [], set()
    for start in target:
        cycle, layer = [], start
        while layer not in seen:
            seen.add(layer)
            cycle.append(layer)
            layer = target[layer]
        if cycle:
            cycles.append(tuple(sorted(cycle)))
    return tuple(cycles)


def _forms(architecture: Architecture, cycles: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """ρ_i − ρ_j = δ_i + … + δ_{j−1} for consecutive members of the cycles."""
    pairs = sorted(pair for cycle in cycles for pair in pairwise(cycle))
    return tuple(tuple(int(i <= l < j) for l in range(len(architecture.layers) - 1)) for i, j in pairs)


def _no_positive_solution(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether no x makes all rows positive: Fourier–Motzkin elimination. False also where it would grow too much."""
    rows = [list(row) for row in rows]
    for _ in range(len(rows[0])):
        if not all(any(row) for row in rows):
            return True
        positive = [row for row in rows if row[-1] > 0]
        negative = [row for row in rows if row[-1] < 0]
        rest = [row for row in rows if row[-1] == 0]
        if len(positive) * len(negative) + len(rest) > MAX_INEQUALITIES:
            return False
        rows = [row[:-1] for row in rest]
        rows += [
            [p * -n[-1] + q * m[-1] for p, q in zip(m[:-1], n[:-1], strict=True)] for m in positive for n in negative
        ]
        if not rows:
            return False
    return bool(rows)
