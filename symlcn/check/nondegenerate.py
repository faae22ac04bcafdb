"""Whether the Hessian of the loss over parameters is regular at critical points, up to rescaling, shown modulo a prime.

Contents: :func:`is_nondegenerate`.

At filters w with product p let u = c p, c = alpha / beta, be critical, and h = alpha A p - beta A u* = beta A (u -
u*). In all layers but the last, e, the entry at the pivot is fixed. With the filter of the last layer multiplied by
c, and derivatives by the entries of the other layers multiplied by beta, half of the Hessian has the blocks

    alpha^2 J_l^T A J_l,   alpha^2 J_l^T A J_m + alpha <h, .. l .. m ..>   for layers l, m other than e,
    J_e^T A J_e,           alpha J_l^T A J_e + <h, .. l .. e ..>

where <h, .. l .. m ..> pairs h with products that have monomials in place of the filters l and m.
"""

from __future__ import annotations

from itertools import product

from .arithmetic import plus, times
from .limits import Work
from .modular import common_divisor, divided, reduced, remainder

Poly = list[int]
Sparse = dict[int, Poly]


class _Ring:
    """Polynomials modulo f and a prime; [] is 0."""

    __slots__ = ("f", "prime", "work")

    def __init__(self, f: Poly, prime: int, work: Work) -> None:
        self.f, self.prime, self.work = f, prime, work

    def element(self, value: Poly) -> Poly:
        return remainder(reduced(value, self.prime), self.f, self.prime, self.work)

    def times(self, x: Poly, y: Poly) -> Poly:
        return self.element(times(x, y, self.work)) if x and y else []

    def plus(self, x: Poly, y: Poly) -> Poly:
        return reduced(plus(x, y), self.prime)

    def inverse(self, x: Poly) -> Poly:
        """1/x, for x that has no factor in common with f."""
        (a, s), (b, t) = (self.f, []), (x, [1])
        while len(b) > 1:
            quotient, rest = divided(a, b, self.prime, self.work)
            product_ = [-c for c in self.times(quotient, t)]
            (a, s), (b, t) = (b, t), (rest, self.plus(s, product_))
        scale = pow(b[0], -1, self.prime)
        return self.element([c * scale for c in t])

    def product(self, filters: list[list[Poly]], places: list[list[int]]) -> Sparse:
        total: Sparse = {0: [1]}
        for own, entries in zip(places, filters, strict=True):
            after: Sparse = {}
            for (i, a), (j, b) in product(total.items(), zip(own, entries, strict=True)):
                after[i + j] = self.plus(after.get(i + j, []), self.times(a, b))
            total = after
        return total


def is_nondegenerate(
    f: Poly,
    filters: list[list[Poly]],
    pivots: list[int],
    places: list[list[int]],
    form: list[list[int]],
    alpha: Poly,
    gradient: list[Poly],
    prime: int,
    work: Work,
) -> bool:
    """Whether the determinant of the Hessian has no root in common with f modulo the prime."""
    ring = _Ring(reduced(f, prime), prime, work)
    entries = [[ring.element(c) for c in own] for own in filters]
    first, h = ring.element(alpha), [ring.element(c) for c in gradient]
    layers, last = range(len(filters)), len(filters) - 1
    parameters = [(l, k) for l in layers for k in range(len(places[l])) if l == last or k != pivots[l]]
    columns, images = [], []
    for l, k in parameters:
        others = ring.product([w for m, w in enumerate(entries) if m != l], [p for m, p in enumerate(places) if m != l])
        scale = [1] if l == last else first
        columns.append({j + places[l][k]: ring.times(scale, c) for j, c in others.items()})
        images.append([_inner(ring, row, columns[-1]) for row in form])
    matrix = []
    for x, (l, k) in enumerate(parameters):
        row = []
        for y, (m, n) in enumerate(parameters):
            total: Poly = []
            for j, c in columns[x].items():
                total = ring.plus(total, ring.times(c, images[y][j]))
            if l != m:
                rest = [i for i in layers if i not in (l, m)]
                mixed = ring.product([entries[i] for i in rest], [places[i] for i in rest])
                paired: Poly = []
                for j, c in mixed.items():
                    paired = ring.plus(paired, ring.times(c, h[j + places[l][k] + places[m][n]]))
                total = ring.plus(total, paired if last in (l, m) else ring.times(first, paired))
            row.append(total)
        matrix.append(row)
    return _is_regular(ring, matrix)


def _inner(ring: _Ring, row: list[int], vector: Sparse) -> Poly:
    total: Poly = []
    for j, c in vector.items():
        ring.work.spend(2 * len(c))
        total = plus(total, [x * row[j] for x in c])
    return reduced(total, ring.prime)


def _is_regular(ring: _Ring, matrix: list[list[Poly]]) -> bool:
    """Whether a matrix is invertible, by elimination; where an entry shows a factor of f, modulo each factor."""
    rows = [list(row) for row in matrix]
    for column in range(len(rows)):
        pivot = next((i for i in range(column, len(rows)) if rows[i][column]), None)
        if pivot is None:
            return False
        rows[column], rows[pivot] = rows[pivot], rows[column]
        top = rows[column]
        common = common_divisor(ring.f, top[column], ring.prime, ring.work)
        if len(common) > 1:
            parts = (common, divided(ring.f, common, ring.prime, ring.work)[0])
            rings = [_Ring(part, ring.prime, ring.work) for part in parts]
            return all(_is_regular(own, [[own.element(c) for c in row] for row in rows]) for own in rings)
        unit = ring.inverse(top[column])
        for row in rows[column + 1 :]:
            if row[column]:
                factor = [-c for c in ring.times(row[column], unit)]
                for j in range(column, len(rows)):
                    row[j] = ring.plus(row[j], ring.times(factor, top[j]))
    return True
