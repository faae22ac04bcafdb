"""The Hessian of the loss over parameters at critical points, up to rescaling: regular or not, and its index.

Contents: :class:`Critical`, :func:`is_nondegenerate`, :func:`index_at`.

At filters w with product p let u = c p, c = alpha / beta, be critical, and h = alpha A p - beta A u* = beta A (u -
u*). In all layers but the last, e, the entry at the pivot is fixed. With the filter of the last layer multiplied by
c, and derivatives by the entries of the other layers multiplied by beta, half of the Hessian has the blocks

    alpha^2 J_l^T A J_l,   alpha^2 J_l^T A J_m + alpha <h, .. l .. m ..>   for layers l, m other than e,
    J_e^T A J_e,           alpha J_l^T A J_e + <h, .. l .. e ..>

where <h, .. l .. m ..> pairs h with products that have monomials in place of the filters l and m. At a real point this
is a real congruence, so the signs of the eigenvalues are those of the Hessian across the rescalings (Sylvester).
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from ...core.limits import Work
from ...network.parameter import IsolatedRoot
from .valuerings import Interval, IntervalRing, ModularRing, Poly, Ring, eliminate, everywhere, product

E = TypeVar("E")
STEPS = (0, 64, 64, 128, 256, 512, 1024, 2048)  # halvings of an interval, one after the other


class Critical(NamedTuple):
    """Critical points at the roots a of f: filters, an entry of each that is not 0, places, A, alpha and h."""

    f: Poly
    filters: list[list[Poly]]
    pivots: list[int]
    places: list[list[int]]
    form: list[list[int]]
    alpha: Poly
    gradient: list[Poly]


def is_nondegenerate(point: Critical, prime: int, work: Work) -> bool:
    """Whether the determinant of the Hessian has no root in common with f modulo the prime."""
    return everywhere(ModularRing(point.f, prime, work), lambda ring: _is_regular(ring, _hessian(ring, point)))


def index_at(point: Critical, root: IsolatedRoot, work: Work) -> int | None:
    """The number of negative eigenvalues at a real root of f; None if the signs are not decided by intervals."""
    for attempt, steps in enumerate(STEPS):
        root.refine(steps, work)
        bits = root.scale.bit_length() + 64
        low, high = (root.low << bits) // root.scale, -((-root.high << bits) // root.scale)
        ring = IntervalRing((low, high), bits, work)
        matrix = _hessian(ring, point)
        for turn in (2 * attempt, 2 * attempt + 1):
            found = _index(ring, _turned(ring, matrix, turn))
            if found is not None:
                return found
    return None


def _hessian(ring: Ring[E], point: Critical) -> list[list[E]]:
    places, layers, last = point.places, range(len(point.filters)), len(point.filters) - 1
    entries = [[ring.element(c) for c in own] for own in point.filters]
    first, h = ring.element(point.alpha), [ring.element(c) for c in point.gradient]
    parameters = [(l, k) for l in layers for k in range(len(places[l])) if l == last or k != point.pivots[l]]
    columns, images = [], []
    for l, k in parameters:
        rest = [m for m in layers if m != l]
        others = product(ring, [entries[m] for m in rest], [places[m] for m in rest])
        scale = ring.one if l == last else first
        columns.append({j + places[l][k]: ring.times(scale, c) for j, c in others.items()})
        images.append([_image(ring, row, columns[-1]) for row in point.form])
    matrix = []
    for x, (l, k) in enumerate(parameters):
        row = []
        for y, (m, n) in enumerate(parameters):
            total = _inner(ring, columns[x], images[y], 0)
            if l != m:
                rest = [i for i in layers if i not in (l, m)]
                mixed = product(ring, [entries[i] for i in rest], [places[i] for i in rest])
                paired = _inner(ring, mixed, h, places[l][k] + places[m][n])
                total = ring.plus(total, paired if last in (l, m) else ring.times(first, paired))
            row.append(total)
        matrix.append(row)
    return matrix


def _image(ring: Ring[E], row: list[int], vector: dict[int, E]) -> E:
    """The product of a row of A with a vector."""
    total = ring.zero
    for j, c in vector.items():
        if row[j]:
            total = ring.plus(total, ring.times(ring.element([row[j]]), c))
    return total


def _inner(ring: Ring[E], left: dict[int, E], right: list[E], shift: int) -> E:
    total = ring.zero
    for j, c in left.items():
        total = ring.plus(total, ring.times(c, right[j + shift]))
    return total


def _is_regular(ring: ModularRing, matrix: list[list[Poly]]) -> bool:
    """Whether a matrix is invertible at all roots."""
    return len(eliminate(ring, matrix, len(matrix))) == len(matrix)


def _turned(ring: IntervalRing, matrix: list[list[Interval]], turn: int) -> list[list[Interval]]:
    """T M T^T for one of some matrices T of determinant 1: a leading minor that is 0 is not so for all of them."""
    size = range(len(matrix))
    factors = [[int(i == j) for j in size] for i in size]
    for i in size:
        for j in range(i + 1, len(matrix)):
            factors[i][j] = (3 * i + 5 * j + turn * (i * j + 2 * i + j + 1)) % 11 - 5

    def rows(values: list[list[Interval]]) -> list[list[Interval]]:
        return [[_image(ring, factors[i], {j: values[j][k] for j in size}) for k in size] for i in size]

    return rows([list(column) for column in zip(*rows(matrix), strict=True)])


def _index(ring: IntervalRing, matrix: list[list[Interval]]) -> int | None:
    """The number of negative pivots of a symmetric matrix; None if one of them may be 0."""
    rows, negative = [list(row) for row in matrix], 0
    for k, top in enumerate(rows):
        low, high = top[k]
        if low <= 0 <= high:
            return None
        negative += high < 0
        for row in rows[k + 1 :]:
            factor = ring.over(row[k], top[k])
            for j in range(k + 1, len(rows)):
                row[j] = ring.minus(row[j], ring.times(factor, top[j]))
    return negative
