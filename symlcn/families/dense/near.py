"""Fully connected networks at given invariants: real parameters near rational ones, at which the NTK can be moved.

Contents: :class:`Near`, :func:`find_near`.

Where no parameters with the given invariants D are found whose entries are rational up to square roots, a rational x
with D(x) near D is found by damped Newton steps (Levenberg, Marquardt). With the matrices X_l of
:mod:`symlcn.families.dense.motion` let G(x) map X to (Ḋ, κ̇), the entries of the D_l on and above the diagonal and a
multiple of an entry of K, m + 1 numbers; and let X¹, …, X^{m+1} be rational, with G(x)X^k nearly the k-th unit vector:
the sums of the absolute values of the differences are at most ε. Exact inequalities then show two things
(:func:`_radius`).

- Within r of x, entry by entry, is a real y with D(y) = D. With z_k the velocity of the parameters for X^k, k ≤ m, put
  y = x + Σ t_k·z_k. As D is quadratic, D(y) − D = (D(x) − D) + t + E·t + q(y − x), q quadratic, |E·t|_1 ≤ ε·|t|_1. So
  t ↦ −(D(x) − D) − E·t − q maps the ball |t|_1 ≤ r/max|z_k| to itself if its values cannot be larger; then it has a
  fixed point (Brouwer), and D(y) = D there.
- G(y) is onto for all y within r of x, if its values at the X^k stay nearer than 1 to the unit vectors. So at the y
  with D(y) = D there is an X with Ḋ = 0 and κ̇ ≠ 0, and Ḋ is onto: a motion.

An entry of D_l is a sum of n_{l−1} + n_{l+1} products of two entries, one of K a sum of at most L·N² products of
2(L − 1), one of W a sum of N products of L, with N = n_1⋯n_{L−1}. For an X with one entry, which is 1, Ẇ_l consists of
entries ±w of W_l; so there are at most as many products in a velocity for each factor. If |w| ≤ s, a product of d such
numbers changes by at most d·r·(s + r)^(d−1) within r.

If Ḋ is onto at y, all invariants near D are those of real parameters. So where D is on the boundary of these, as it is
for three layers where an eigenvalue is forced (:mod:`symlcn.families.dense.spectra`), nothing can be found.

All inequalities are between rational numbers; only the search for x and X is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import prod
from random import Random
from typing import Any

from flint import fmpq, fmpq_mat

from symlcn.algebra.echelon import pivots
from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import Rows, entries, identity, matrix, weights
from symlcn.families.dense.motion import directions_of, moved, ntk_velocities, upper_velocities
from symlcn.families.dense.network import Dense, Matrices

__all__ = ["Near", "find_near"]

MAX_STARTS = 12
MAX_FAILED = 3
"""So many parameters with the invariants are tried."""
MAX_SIZE = 4000
"""The number of parameters times that of the entries of the invariants."""
MAX_STARTS_BY_SIZE = 20_000
MAX_STEPS = 60
MAX_DAMPING = 8**6
BITS = 96
"""Of the parameters, as counted for the largest; directions have half as many."""
ROUGH_BITS = 32
"""Of the parameters where a step or the directions are sought."""
LEAST_SHARE = Fraction(1, 2**40)
"""If less of the squared velocity of an entry of K is independent of those of the invariants, it is taken to be 0."""


@dataclass(frozen=True, slots=True)
class Near:
    """Rational parameters, near which are real ones with given invariants at which the NTK can be moved.

    Attributes
    ----------
    parameters : Matrices
        W_1, …, W_L.
    radius : Fraction
        The entries of the real parameters differ from these by no more.
    directions : tuple of Matrices
        For each entry of the invariants on and above the diagonal, and then for an entry of K, matrices X_1, …, X_{L−1}
        that move it with a velocity near 1, and the others with velocities near 0.
    index : tuple of (int, int)
        The entry of K, as row and column, pairs of indices of W row-major.
    scale : Fraction
        Its velocity is multiplied by this, so that it is like those of the invariants.
    left, right : fmpq_mat
        left·W·right is nearly a unit matrix, of the largest rank of W.
    """

    parameters: Matrices
    radius: Fraction
    directions: tuple[Matrices, ...]
    index: tuple[int, int]
    scale: Fraction
    left: Any
    right: Any


def find_near(network: Dense, invariants: Sequence[Rows]) -> Near | None:
    """Such parameters for given invariants, with W of the largest rank; None if none are found.

    Examples
    --------
    >>> wanted = [entries(matrix([[1, 0], [0, 2]])), entries(matrix([[1, 0], [0, -3]]))]
    >>> found = find_near(Dense((1, 2, 2, 1)), wanted)
    >>> len(found.directions), found.index, 0 < found.radius < Fraction(1, 10**20)
    (7, (0, 0), True)
    """
    random, wanted = Random(7), [value for rows in invariants for value in _upper(rows)]
    size = len(wanted) * sum(rows * columns for columns, rows in pairwise(network.widths))
    if size > MAX_SIZE or _directions(network, _drawn(network, Fraction(1), random)) is None:
        return None  # the second: almost everywhere
    failed = 0
    for _ in range(min(MAX_STARTS, MAX_STARTS_BY_SIZE // size)):
        layers = _solved(network, wanted, random)
        found = None if layers is None else _shown(network, wanted, layers)
        failed += layers is not None
        if found is not None or failed == MAX_FAILED:
            return found
    return None


def _upper(rows: Rows) -> list[Fraction]:
    return [value for i, row in enumerate(rows) for value in row[i:]]


def _magnitude(value: Fraction) -> int:
    """The exponent of a power of 2 near a positive number."""
    return value.numerator.bit_length() - value.denominator.bit_length()


def _rounded(value: Any, unit: Fraction) -> Any:
    """All entries rounded to multiples of the unit."""
    factor, half = fmpq(*unit.as_integer_ratio()), fmpq(1, 2)
    return fmpq_mat([[(c / factor + half).floor() * factor for c in row] for row in value.tolist()])


def _short(values: Sequence[Any], bits: int) -> list[Any]:
    """Matrices rounded to so many bits, as counted for the largest entry."""
    largest = max((abs(c) for value in values for c in _entries(value)), default=Fraction(0))
    return [_rounded(value, Fraction(2) ** (_magnitude(largest) - bits)) if largest else value for value in values]


def _ones(network: Dense) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """No square roots."""
    return (Fraction(1),) * network.widths[0], (Fraction(1),) * network.widths[-1]


def _drawn(network: Dense, scale: Fraction, random: Random) -> list[Any]:
    """Parameters up to a size."""
    step = scale / 64
    return [
        matrix([[step * random.randint(-64, 64) for _ in range(columns)] for _ in range(rows)])
        for columns, rows in pairwise(network.widths)
    ]


def _solved(network: Dense, wanted: Sequence[Fraction], random: Random) -> Matrices | None:
    """Parameters with invariants near the given ones, by damped Newton steps from random ones."""
    top = max(map(abs, wanted))
    scale = Fraction(2) ** (_magnitude(top) // 2)
    point = _drawn(network, scale * 2 ** random.randint(0, 3) / 2, random)
    rest, damping = _rest(network, wanted, point), Fraction(1)
    for _ in range(MAX_STEPS):
        size = max(map(abs, rest))
        if size < top / 2 ** (BITS - 16):
            return tuple(point)
        if damping > MAX_DAMPING:
            break
        slopes = _slopes(network, _short(point, ROUGH_BITS))
        gram = slopes.transpose() * slopes + weights([damping * Fraction(2) ** _magnitude(size)] * len(wanted))
        if gram.det() == 0:
            return None
        (goal,) = _short([matrix([[c] for c in rest])], ROUGH_BITS)
        step = (slopes * gram.solve(goal)).entries()
        tried, place = [], 0
        for layer in point:
            count = layer.nrows() * layer.ncols()
            change = fmpq_mat(layer.nrows(), layer.ncols(), step[place : place + count])
            tried.append(_rounded(layer + change, scale / 2**BITS))
            place += count
        after = _rest(network, wanted, tried)
        better = sum(c * c for c in after) < sum(c * c for c in rest)
        damping *= Fraction(1, 8) if better else 8
        if better:
            point, rest = tried, after
    return None


def _rest(network: Dense, wanted: Sequence[Fraction], layers: Sequence[Any]) -> list[Fraction]:
    """D − D(x), on and above the diagonal."""
    found = [value for rows in network.invariants(layers) for value in _upper(rows)]
    return [a - b for a, b in zip(wanted, found, strict=True)]


def _slopes(network: Dense, layers: Sequence[Any]) -> Any:
    """The derivatives of the invariants; a row for each entry of a layer."""
    rows = []
    for l, (columns, height) in enumerate(pairwise(network.widths)):
        for k in range(height * columns):
            velocities = [layer * 0 for layer in layers]
            velocities[l] = fmpq_mat(height, columns, [int(k == m) for m in range(height * columns)])
            rows.append(upper_velocities(layers, velocities, *_ones(network)))
    return matrix(rows)


def _shown(network: Dense, wanted: Sequence[Fraction], layers: Matrices) -> Near | None:
    """The directions and the inverse, if the inequalities hold."""
    hidden = network.widths[1:-1]
    found = _directions(network, _short(layers, ROUGH_BITS))
    sides = _sides(matrix(network.parametrization(layers)), min(network.widths))
    if found is None or sides is None:
        return None
    rows, (i, j), scale = found
    directions = [directions_of(hidden, row) for row in rows]
    velocities = []
    for direction in directions:
        invariants = upper_velocities(layers, moved(layers, direction), *_ones(network))
        own = ntk_velocities(layers, *_ones(network), direction)[i, j]
        velocities.append([*invariants, scale * fraction_of(own)])
    near = Near(layers, Fraction(0), tuple(map(tuple, directions)), (i, j), scale, *sides)
    radius = _radius(network, wanted, near, matrix(velocities).transpose())
    return None if radius is None else replace(near, radius=radius)


def _directions(network: Dense, layers: Sequence[Any]) -> tuple[list[list[Fraction]], tuple[int, int], Fraction] | None:
    """Entries of directions that move one number each, the entry of K, and its factor; None if there are none."""
    hidden, ones = network.widths[1:-1], _ones(network)
    units = [directions_of(hidden, x) for x in entries(identity(sum(n * n for n in hidden)))]
    slopes = matrix([upper_velocities(layers, moved(layers, x), *ones) for x in units])
    ntk = matrix([_upper(entries(ntk_velocities(layers, *ones, x))) for x in units])
    gram = slopes.transpose() * slopes
    if gram.det() == 0:
        return None
    free = ntk - slopes * gram.solve(slopes.transpose() * ntk)
    pairs = zip(*(entries(value.transpose()) for value in (free, ntk)), strict=True)
    shares = [_share(after, before) for after, before in pairs]
    best = max(range(len(shares)), key=shares.__getitem__)
    if shares[best] < LEAST_SHARE:
        return None
    ambient = network.widths[0] * network.widths[-1]
    own = [row[best] for row in entries(ntk)]
    scale = Fraction(2) ** (_magnitude(max(map(abs, _entries(slopes)))) - _magnitude(max(map(abs, own))))
    whole = matrix([[*slope, scale * value] for slope, value in zip(entries(slopes), own, strict=True)])
    inverse = (whole * (whole.transpose() * whole).inv()).transpose()
    rows = [_entries(_short([fmpq_mat([row])], BITS // 2)[0]) for row in inverse.tolist()]
    return rows, [(i, j) for i in range(ambient) for j in range(i, ambient)][best], scale


def _share(after: Sequence[Fraction], before: Sequence[Fraction]) -> Fraction:
    """The share of a velocity that is independent of those of the invariants, squared."""
    whole = sum(c * c for c in before)
    return sum((c * c for c in after), Fraction(0)) / whole if whole else Fraction(0)


def _sides(product: Any, rank: int) -> tuple[Any, Any] | None:
    """Nearly an inverse of some columns of W, and what selects them; None if the rank is smaller."""
    columns = pivots(product)[:rank]
    if len(columns) < rank:
        return None
    right = fmpq_mat([[int(j == column) for column in columns] for j in range(product.ncols())])
    tall = product * right
    left = (tall.transpose() * tall).inv() * tall.transpose()
    return _short([left], BITS // 2)[0], right


def _entries(value: Any) -> list[Fraction]:
    return [c for row in entries(value) for c in row]


def _distance(value: Any) -> Fraction:
    """From the unit matrix, the largest column sum."""
    return max(sum(map(abs, column), Fraction(0)) for column in entries((value - identity(value.nrows())).transpose()))


def _radius(network: Dense, wanted: Sequence[Fraction], near: Near, velocities: Any) -> Fraction | None:
    """A radius for which all inequalities hold, or None; the velocities have a column for each direction."""
    layers, widths, depth = near.parameters, network.widths, network.depth
    error = _distance(velocities)
    reach = max(abs(c) for x in near.directions[:-1] for v in moved(layers, x) for c in _entries(v))
    weight = max(sum(abs(c) for x in direction for c in _entries(x)) for direction in near.directions)
    terms = sum(n * (n + 1) // 2 * (widths[l] + widths[l + 2]) for l, n in enumerate(widths[1:-1]))
    residual = sum(map(abs, _rest(network, wanted, layers)), Fraction(0))
    radius = Fraction(2) ** (_magnitude(reach * residual) + 3) if residual else Fraction(1, 2 ** (BITS // 2))
    largest, paths = max(abs(c) for layer in layers for c in _entries(layer)), prod(widths[1:-1])

    def growth(degree: int) -> Fraction:
        return degree * radius * (largest + radius) ** (degree - 1)

    change = 2 * terms * growth(2) + near.scale * 2 * (depth - 1) * depth * paths**2 * growth(2 * depth - 2)
    exists = reach * (residual + terms * radius**2) + error * radius <= radius
    moves = error + weight * change < 1
    core = near.left * matrix(network.parametrization(layers)) * near.right
    factor = sum(map(abs, _entries(near.left))) * sum(map(abs, _entries(near.right)))
    return radius if exists and moves and _distance(core) + factor * paths * growth(depth) < 1 else None
