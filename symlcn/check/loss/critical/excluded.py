"""Zeros of the eliminated equations that are no critical points without a zero filter.

Contents: :func:`ring_of`, :func:`value_at`, :func:`check_not_critical`.

Notation: that of completeness.py.
"""

from __future__ import annotations

from ...algebra.modular import common_divisor, reduced
from ...core.arithmetic import Filter
from ...core.outcome import Malformed, Rejected
from .functionspace import vanish_nowhere
from .normalequations import Equations
from .plane import Place, derivative, line_of, minors
from .valuerings import ModularRing, Poly, eliminate, everywhere


def ring_of(place: Place, prime: int) -> ModularRing:
    """Polynomials modulo g and the prime, where g must keep its degree and have no multiple root."""
    g = reduced(place.g, prime)
    slope = reduced([i * c for i, c in enumerate(place.g)][1:], prime)
    if len(g) != len(place.g) or len(common_divisor(g, slope, prime, place.work)) != 1:
        raise Rejected(place.where, "the prime does not show that the roots are different")
    return ModularRing(place.g, prime, place.work)


def value_at(ring: ModularRing, f: Filter, place: Place, y: Poly) -> Poly:
    total: Poly = []
    for c in reversed(line_of(f, place.slope, place.work)):
        total = ring.plus(ring.times(total, y), ring.element(c))
    return total


def check_not_critical(own: Equations, place: Place, rank: int, prime: int, where: str) -> None:
    """Establishes that no v other than 0 makes the points critical."""
    size, work = len(own.gram), place.work
    if rank > size:
        raise Malformed(f"{where}.rank", f"expected at most {size}")
    if any(place.exactly(f)[0] for f in minors(own.gram, rank + 1, work)):
        raise Rejected(f"{where}.rank", "is less than the rank of the normal equations")
    if rank == size and any(place.exactly(b)[0] for b in own.moments):
        raise Rejected(where, "may be a critical point: the normal equations are regular and v is not 0")
    directions = range(len(own.system))
    slopes = [[[derivative(g, d) for g in row] for row in own.gram] for d in directions]
    changes = [[derivative(b, d) for b in own.moments] for d in directions]

    def test(ring: ModularRing) -> bool:
        y = place.modulo(ring)
        rows = [[value_at(ring, f, place, y) for f in (*row, b)] for row, b in zip(own.gram, own.moments, strict=True)]
        found, solution, kernel = _solved(ring, rows)
        if found != rank:
            return False
        if rank == size or solution is None:
            return True
        if len(kernel) > 1 or len(slopes) == 1:
            return False
        forms = []
        for slope, change in zip(slopes, changes, strict=True):
            matrix = [[value_at(ring, f, place, y) for f in row] for row in slope]
            vector = [value_at(ring, f, place, y) for f in change]
            forms.append(_quadratic(ring, matrix, vector, solution, kernel[0]))
        return _no_common_root(ring, forms[0], forms[1])

    if not everywhere(ring_of(place, prime), test):
        raise Rejected(where, "is not shown not to be critical")


def _solved(ring: ModularRing, rows: list[list[Poly]]) -> tuple[int, list[Poly] | None, list[list[Poly]]]:
    """The rank of G, a solution of G v = b or None, and a basis of the kernel of G."""
    rows, size = [list(row) for row in rows], len(rows)
    pivots = eliminate(ring, rows, size)
    left = [row[size] for row in rows[len(pivots) :]]
    kernel = []
    for free in (c for c in range(size) if c not in pivots):
        vector: list[Poly] = [ring.one if c == free else [] for c in range(size)]
        for i, column in enumerate(pivots):
            vector[column] = ring.minus([], rows[i][free])
        kernel.append(vector)
    if any(left):
        vanish_nowhere(ring, left)
        return len(pivots), None, kernel
    solution: list[Poly] = [[] for _ in range(size)]
    for i, column in enumerate(pivots):
        solution[column] = rows[i][size]
    return len(pivots), solution, kernel


def _quadratic(
    ring: ModularRing, matrix: list[list[Poly]], change: list[Poly], start: list[Poly], along: list[Poly]
) -> list[Poly]:
    """The coefficients, from degree 0, of v^T M v - 2 c^T v at v = start + tau along."""

    def inner(left: list[Poly], right: list[Poly]) -> Poly:
        total: Poly = []
        for a, b in zip(left, right, strict=True):
            total = ring.plus(total, ring.times(a, b))
        return total

    image = [inner(row, along) for row in matrix]
    constant = inner(start, [inner(row, start) for row in matrix])
    linear, minus_two = inner(start, image), ring.element([-2])
    return [
        ring.plus(constant, ring.times(minus_two, inner(change, start))),
        ring.times(minus_two, ring.minus(inner(change, along), linear)),
        inner(along, image),
    ]


def _no_common_root(ring: ModularRing, first: list[Poly], second: list[Poly]) -> bool:
    """Whether two polynomials of degree at most 2 have no common root, infinity included: their resultant is not 0."""
    (c, b, a), (z, y, x) = first, second
    outer = ring.minus(ring.times(a, z), ring.times(c, x))
    left, right = ring.minus(ring.times(a, y), ring.times(b, x)), ring.minus(ring.times(b, z), ring.times(c, y))
    return vanish_nowhere(ring, [ring.minus(ring.times(outer, outer), ring.times(left, right))])
