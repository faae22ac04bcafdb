"""Full rank of the Jacobian without linear algebra: common factors of the filters of a point.

Contents: :func:`are_coprime`, :func:`with_common_factor`.

A tangent vector (ẇ_l) in the kernel of J satisfies Σ_l ẇ_l·∏_{m≠l} P_m = 0. If a gcd splits the layers into two groups
(see :mod:`symlcn.fiber.parts`), then each group has such a relation of its own, up to scalings: for α·B = −A·β with A
the largest divisor of A·B in its ring, α in that ring and gcd(α, A) = A/A', the product A·A' divides A·B, so that A' is
constant. The same holds where a layer takes a remainder. So J has full rank exactly if it does in every leaf.

In a leaf, if P_l has no common factor with the others, it divides ẇ_l, which is then a multiple of it: pairwise coprime
filters have full rank. If P_i = q·a and P_j = q·b with q of positive degree in the ring of j, and that lies in the ring
of i, then ẇ_i = a·c, ẇ_j = −b·c are in the kernel for every c in the ring of the degree of q: the rank is not full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from symlcn.fiber.assignment import Choice
from symlcn.fiber.parts import Problem

__all__ = ["are_coprime", "with_common_factor"]


def are_coprime(choices: Sequence[Choice]) -> bool:
    """Whether no two layers of a leaf have a common factor over C, points at infinity among them.

    Examples
    --------
    >>> from symlcn.fiber.assignment import Piece
    >>> a, b, both = Piece("a", (1,), ((0, 1),)), Piece("b", (1,), ((1, 1),)), Piece("ab", (1,), ((0, 1), (1, 1)))
    >>> are_coprime([((a, 2),), ((b, 1),)]), are_coprime([((a, 1),), ((both, 1),)])
    (True, False)
    """
    taken = [set(_atoms(choice)) for choice in choices]
    return len(set().union(*taken)) == sum(map(len, taken))


def with_common_factor(problem: Problem, chosen: Mapping[int, Choice]) -> tuple[int, int] | None:
    """Two layers, by number in their problem, of which one has a factor in its ring that the other has as well."""
    for i, one in chosen.items():
        atoms = _atoms(one)
        for j, other in chosen.items():
            if i != j and problem.inside(j, i):
                for piece, _ in other:
                    if all(atoms[atom] >= need for atom, need in piece.takes):
                        return min(i, j), max(i, j)
    return None


def _atoms(choice: Choice) -> Counter[int]:
    found: Counter[int] = Counter()
    for piece, count in choice:
        for atom, need in piece.takes:
            found[atom] += count * need
    return found
