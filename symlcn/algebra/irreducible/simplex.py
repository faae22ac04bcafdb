"""Newton polytopes that show irreducibility over every field.

Contents: :func:`indecomposable_simplex`, :func:`extreme`.

S. Gao, "Absolute irreducibility of polynomials via Newton polytopes" (2001).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import gcd

from flint import fmpq_mat

from symlcn.algebra.polynomials import Exponents

__all__ = ["extreme", "indecomposable_simplex"]


def extreme(support: Sequence[Exponents]) -> tuple[Exponents, ...]:
    """Vertices of the convex hull, not always all: the largest points for several lexicographic orders.

    Examples
    --------
    >>> extreme([(2, 0), (1, 1), (0, 3), (0, 0)])
    ((0, 0), (0, 3), (2, 0))
    """
    dimension = len(support[0])
    found = set()
    for first, flipped, sign in product(range(dimension), range(dimension + 1), (1, -1)):
        order = [*range(first, dimension), *range(first)]
        signs = [-sign if d == flipped else sign for d in range(dimension)]
        found.add(max(support, key=lambda m: [signs[d] * m[d] for d in order]))
    return tuple(sorted(found))


def indecomposable_simplex(support: Sequence[Exponents]) -> tuple[Exponents, ...] | None:
    """The vertices of the Newton polytope if it is a simplex that is no sum of two polytopes, else None.

    Then a polynomial with these monomials that no variable divides is irreducible over every field.

    Examples
    --------
    >>> indecomposable_simplex([(2, 0), (0, 3), (0, 0)])
    ((0, 0), (0, 3), (2, 0))
    >>> indecomposable_simplex([(2, 0), (0, 2), (0, 0)])
    >>> indecomposable_simplex([(2, 0), (0, 3)])
    ((2, 0), (0, 3))
    """
    if len(support) == 2:
        first, last = support
        whole = gcd(*map(int.__sub__, first, last)) == 1 and not any(map(min, first, last))
        return (first, last) if whole else None
    vertices = extreme(support)
    used = [d for d, powers in enumerate(zip(*support, strict=True)) if any(powers)]
    origin, *others = vertices
    if len(others) != len(used) or any(map(min, zip(*vertices, strict=True))):
        return None
    edges = [[v[d] - origin[d] for v in others] for d in used]
    if gcd(*(c for row in edges for c in row)) != 1 or fmpq_mat(edges).det() == 0:
        return None
    points = fmpq_mat([[m[d] - origin[d] for m in support] for d in used])
    coordinates = fmpq_mat(edges).solve(points).table()
    inside = all(min(column) >= 0 and sum(column) <= 1 for column in zip(*coordinates, strict=True))
    return vertices if inside else None
