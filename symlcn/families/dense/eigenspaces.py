"""Dense networks whose invariants are scalar matrices: for which products W the NTK is a function of W.

Contents: :class:`RankClass`, :func:`rank_classes`, :func:`potentials`.

Notation. Widths n_0, …, n_L; W_l has n_l rows and n_{l−1} columns; W = W_L⋯W_1; the invariants are
W_{l+1}ᵀW_{l+1} − W_l W_lᵀ = d_l·I for 0 < l < L; p_l = d_1 + … + d_{l−1}, so p_1 = 0.

**Theorem (scalar invariants).** Put H_0 = W_1ᵀW_1, and H_l = W_l W_lᵀ − p_l for l > 0; the relations say that also
H_l = W_{l+1}ᵀW_{l+1} − p_{l+1} for 0 ≤ l < L. Then W_l H_{l−1} = W_l W_lᵀ W_l − p_l W_l = H_l W_l. So the symmetric
matrices H_l decompose everything into orthogonal eigenspaces V_l(x), x real, with W_l V_{l−1}(x) ⊂ V_l(x), where

    W_lᵀW_l = x + p_l on V_{l−1}(x),    W_l W_lᵀ = x + p_l on V_l(x).

Hence W_l: V_{l−1}(x) → V_l(x) is √(x + p_l) times an isometry onto if x + p_l > 0, it is zero if x + p_l = 0, and both
spaces are zero if x + p_l < 0. Let m = max(−p_l).

1. WᵀW = F(H_0) with F(x) = ∏_l (x + p_l). F grows strictly on [m, ∞), and V_0(x) ≠ 0 with F(x) ≠ 0 forces x > m. So
   outside its null space WᵀW determines H_0. The null space of W is the sum of the V_0(x) with x in P = {−p_l}.
2. B_l = W_{l−1}⋯W_1 has B_lᵀB_l = ∏_{k<l} (H_0 + p_k), A_l = W_L⋯W_{l+1} has A_l A_lᵀ = ∏_{k>l} (H_L + p_k). So
   K = Σ_l A_l A_lᵀ ⊗ B_lᵀB_l is a function of H_0 and H_L.
3. The dimensions n_l(x) = dim V_l(x) satisfy: n_{l−1}(x) = n_l(x) if x + p_l > 0; n_{l−1}(x) = n_l(x) = 0 if x + p_l <
   0; Σ_x n_l(x) = n_l; and n_l(x) does not depend on l for x > m, where Σ_{x>m} n_l(x) = rank W. All such numbers
   occur.
4. If for the rank of W the null space of W must be a single V_0(x), with one and the same x for all solutions of 3, and
   the null space of Wᵀ a single V_L(x), then H_0 and H_L, hence K, are functions of W and of d.
5. If moreover the solution of 3 is unique, the parameters over W with these invariants form one orbit of
   O(n_1) × … × O(n_{L−1}), acting by W_l ↦ Q_l W_l Q_{l−1}ᵀ: choose orthonormal bases of the spaces V_l(x) between two
   vanishing maps so that the maps become √(x + p_l)·I; where no map vanishes, the last one is fixed by W.

All widths equal: at a vertex beside a layer with the least p_l only x ≥ m is possible, so the null spaces belong to
x = m and 4, 5 hold for every W, singular ones too. All d_l = 0: P = {0}, and 4, 5 hold for all widths and every W.
This contains Thm. 14 of Achour, Kohn, Rauhut, which has d_l = 0 and all W_l invertible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from symlcn.errors import LimitError

__all__ = ["RankClass", "Table", "potentials", "rank_classes"]

MAX_TABLES = 20_000
"""Number of candidate solutions of 3 up to which all are gone through."""

Table = dict[Fraction, tuple[int, ...]]
"""For each x in P the dimensions n_0(x), …, n_L(x); an x with all dimensions zero is left out."""


@dataclass(frozen=True, slots=True)
class RankClass:
    """What holds for the products W of one rank that real parameters with the given invariants attain.

    Attributes
    ----------
    rank : int
    tables : tuple of dict
        All solutions of 3.
    """

    rank: int
    tables: tuple[Table, ...]

    @property
    def independent(self) -> bool:
        """Whether 4 applies: the NTK is a function of W. Where it is False nothing is claimed."""
        return all(len({x for table in self.tables for x in table if table[x][end]}) <= 1 for end in (0, -1))

    @property
    def one_orbit(self) -> bool:
        """Whether 5 applies too."""
        return self.independent and len(self.tables) == 1


def potentials(d: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """p_1, …, p_L.

    Examples
    --------
    >>> potentials([Fraction(3), Fraction(-1)])
    (Fraction(0, 1), Fraction(3, 1), Fraction(2, 1))
    """
    return (Fraction(0), *accumulate(d))


def rank_classes(widths: Sequence[int], d: Sequence[Fraction]) -> tuple[RankClass, ...]:
    """All ranks that W can have, ascending, each with all solutions of 3; empty if no real parameters exist.

    Parameters
    ----------
    widths : sequence of int
        n_0, …, n_L.
    d : sequence of Fraction
        d_1, …, d_{L−1}.

    Raises
    ------
    LimitError
        If there are too many candidates.

    Examples
    --------
    >>> [(c.rank, c.independent) for c in rank_classes((2, 2, 2), [Fraction(3)])]
    [(0, True), (1, True), (2, True)]
    >>> [(c.rank, c.independent) for c in rank_classes((3, 2, 1), [Fraction(-1)])]
    [(0, False), (1, False)]
    >>> rank_classes((1, 2, 1), [Fraction(1)])
    ()
    """
    p = potentials(d)
    starts = sorted({-value for index, value in enumerate(p) if value < min(p[:index], default=value + 1)})
    found, budget = [], MAX_TABLES
    for rank in range(min(widths) + 1):
        tables = []
        for parts in _compositions(widths[0] - rank, len(starts)):
            budget -= 1
            if budget < 0:
                raise LimitError(f"more than {MAX_TABLES} ways to split the null space of W")
            table = _completed([n - rank for n in widths], p, dict(zip(starts, parts, strict=True)))
            if table is not None:
                tables.append(table)
        if tables:
            found.append(RankClass(rank, tuple(tables)))
    return tuple(found)


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)


def _completed(sizes: Sequence[int], p: Sequence[Fraction], first: dict[Fraction, int]) -> Table | None:
    """The only solution of 3 with the given dimensions at vertex 0, which add up to sizes[0]; None if there is none."""
    eigenvalues = {-value for value in p}
    columns = [{x: first.get(x, 0) for x in eigenvalues}]
    for value, size in zip(p, sizes[1:], strict=True):
        last = columns[-1]
        if any(last[x] for x in eigenvalues if x < -value):
            return None
        column = dict(last)
        column[-value] = size - sum(last[x] for x in eigenvalues if x != -value)
        if column[-value] < 0:
            return None
        columns.append(column)
    table = {x: tuple(column[x] for column in columns) for x in sorted(eigenvalues)}
    return {x: dimensions for x, dimensions in table.items() if any(dimensions)}
