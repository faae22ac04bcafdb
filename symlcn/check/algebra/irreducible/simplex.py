"""Irreducibility over every field of polynomials whose Newton polytope is a simplex.

Contents: :func:`check_simplex`.
"""

from __future__ import annotations

from math import gcd

from ...core.limits import MAX_EXTENT, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list
from ..echelon import adjugate

Vector = tuple[int, ...]


def check_simplex(value: object, support: list[Vector], where: str, work: Work) -> None:
    """Establishes that a polynomial with these monomials is irreducible over every field.

    The Newton polytope of a product is the Minkowski sum of those of the factors (Ostrowski). A summand of a simplex
    is a translate of t times the simplex, 0 <= t <= 1. If its vertices are integers, so is t times the greatest common
    divisor of all coordinates of edges: if that is 1, one of two factors has a single monomial (Gao 2001), so it is a
    number unless a variable divides.
    """
    vertices = []
    for i, entry in enumerate(json_list(value, where)):
        numbers = json_list(entry, f"{where}[{i}]", len(support[0]))
        vertices.append(tuple(integer(n, f"{where}[{i}][{d}]", 0, MAX_EXTENT) for d, n in enumerate(numbers)))
    if not 2 <= len(vertices) <= len(support[0]) + 1:
        raise Malformed(where, f"expected from 2 to {len(support[0]) + 1} vertices")
    work.spend(len(support) * len(vertices))
    if any(map(min, zip(*support, strict=True))):
        raise Rejected(where, "a variable divides the polynomial")
    if not set(vertices) <= set(support):
        raise Rejected(where, "a vertex is not the exponent of a monomial")
    if gcd(*(a - b for vertex in vertices[1:] for a, b in zip(vertex, vertices[0], strict=True))) != 1:
        raise Rejected(where, "the edges have a common divisor")
    _check_contains([(1, *vertex) for vertex in vertices], [(1, *index) for index in support], where, work)


def _check_contains(vertices: list[Vector], points: list[Vector], where: str, work: Work) -> None:
    """Establishes that the vertices are independent, and all points combinations of them that are not negative."""
    found = adjugate([list(vertex) for vertex in vertices], work)
    if found is None:
        raise Rejected(where, "the vertices are affinely dependent")
    inverse, determinant = found
    sign = 1 if determinant > 0 else -1
    columns = list(zip(*vertices, strict=True))
    for point in points:
        work.spend(2 * len(vertices) * len(columns))
        weights = [sum(point[c] * row[i] for c, row in inverse.items()) for i in range(len(vertices))]
        combined = (sum(map(int.__mul__, weights, column)) for column in columns)
        if min(sign * weight for weight in weights) < 0 or any(
            a != determinant * b for a, b in zip(combined, point, strict=True)
        ):
            raise Rejected(where, f"the monomial with exponents {point[1:]} is outside of the simplex")
