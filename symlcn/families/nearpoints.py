"""Linear networks at given invariants: real parameters near rational ones, at which the NTK can be moved.

Contents: :class:`Near`, :class:`Shape`, :func:`near_points`, :func:`shortened`, :func:`distance`, :func:`growth`.

For fully connected networks and networks with several channels, as in :mod:`symlcn.families.hiddenmotions`: W_l has the
matrices W_l[j], c_l × c_{l−1}, j < K_l. Where no parameters with the given invariants D are found whose entries are
rational up to square roots, a rational x with D(x) near D is found by damped Newton steps (Levenberg, Marquardt). Let
G(x) map matrices X to (Ḋ, κ̇), the entries of the D_l on and above the diagonal and a multiple of an entry of K, m + 1
numbers; and let X¹, …, X^{m+1} be rational, with G(x)X^k nearly the k-th unit vector: the sums of the absolute values
of the differences are at most ε. Exact inequalities then show two things (:func:`_radius`).

- Within r of x, entry by entry, is a real y with D(y) = D. With z_k the velocity of the parameters for X^k, k ≤ m, put
  y = x + Σ t_k·z_k. As D is quadratic, D(y) − D = (D(x) − D) + t + E·t + q(y − x), q quadratic, |E·t|_1 ≤ ε·|t|_1. So
  t ↦ −(D(x) − D) − E·t − q maps the ball |t|_1 ≤ r/max|z_k| to itself if its values cannot be larger; then it has a
  fixed point (Brouwer), and D(y) = D there.
- G(y) is onto for all y within r of x, if its values at the X^k stay nearer than 1 to the unit vectors. So at the y
  with D(y) = D there is an X with Ḋ = 0 and κ̇ ≠ 0, and Ḋ is onto: a motion.

An entry of D_l is a sum of c_{l−1}·K_l + c_{l+1}·K_{l+1} products of two entries, one of K a sum of at most L·N²
products of 2(L − 1), with N = c_1⋯c_{L−1}·K_1⋯K_L: a derivative of an entry of U is a sum over channels, and over
positions in the other layers with a given sum. For an X with one entry, which is 1, Ẇ_l consists of entries ±w of W_l;
so there are at most as many products in a velocity for each factor. If |w| ≤ s, a product of d such numbers changes by
at most d·r·(s + r)^(d−1) within r.

If Ḋ is onto at y, all invariants near D are those of real parameters. So where D is on the boundary of these, as it is
for three fully connected layers where an eigenvalue is forced (:mod:`symlcn.families.dense.spectra`), nothing can be
found.

All inequalities are between rational numbers; only the search for x and X is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, pairwise
from math import prod
from random import Random
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mat

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import Rows, entries, identity, matrix, weights
from symlcn.errors import brief
from symlcn.families.hiddenmotions import (
    Block,
    Layers,
    directions_of,
    gram_differences,
    gram_slopes,
    invariant_velocities,
    kernel_velocities,
    moved,
    slopes,
    upper,
)

__all__ = ["Near", "Shape", "distance", "growth", "near_points", "shortened"]

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


class Shape(NamedTuple):
    """c_0, …, c_L, the K_l, and the blocks of J at given layers, for some entries of U."""

    channels: tuple[int, ...]
    counts: tuple[int, ...]
    derivatives: Callable[[Layers], Sequence[Block]]

    @property
    def hidden(self) -> tuple[int, ...]:
        """c_1, …, c_{L−1}."""
        return self.channels[1:-1]

    @property
    def parameters(self) -> int:
        """The number of entries of all layers."""
        return sum(a * b * k for (a, b), k in zip(pairwise(self.channels), self.counts, strict=True))

    @property
    def paths(self) -> int:
        """N."""
        return prod(self.hidden) * prod(self.counts)

    @property
    def terms(self) -> int:
        """The number of products in all entries of the invariants on and above the diagonal."""
        sides = [c * k for c, k in zip(self.channels, self.counts, strict=False)]
        others = [c * k for c, k in zip(self.channels[1:], self.counts, strict=True)]
        return sum(n * (n + 1) // 2 * (a + b) for n, a, b in zip(self.hidden, sides, others[1:], strict=False))


@dataclass(frozen=True, slots=True)
class Near:
    """Rational parameters, near which are real ones with given invariants at which the NTK can be moved.

    Attributes
    ----------
    layers : tuple of tuple of fmpq_mat
        W_l[j].
    radius : Fraction
        The entries of the real parameters differ from these by no more.
    directions : tuple of tuple of fmpq_mat
        For each entry of the invariants on and above the diagonal, and then for an entry of K, matrices X_1, …, X_{L−1}
        that move it with a velocity near 1, and the others with velocities near 0.
    index : tuple of (int, int)
        The entry of K, as row and column.
    scale : Fraction
        Its velocity is multiplied by this, so that it is like those of the invariants.
    """

    __repr__ = brief

    layers: tuple[tuple[Any, ...], ...]
    radius: Fraction
    directions: tuple[tuple[Any, ...], ...]
    index: tuple[int, int]
    scale: Fraction

    @property
    def largest(self) -> Fraction:
        """The largest absolute value of an entry of the parameters."""
        return max(abs(c) for layer in self.layers for w in layer for c in _entries(w))


def near_points(shape: Shape, invariants: Sequence[Rows]) -> Iterator[Near]:
    """Such parameters for given invariants; they may be none, also where there are some."""
    random, wanted = Random(7), [value for rows in invariants for i, row in enumerate(rows) for value in row[i:]]
    size = len(wanted) * shape.parameters
    if size > MAX_SIZE or _directions(shape, _drawn(shape, Fraction(1), random)) is None:
        return  # the second: almost everywhere
    failed = 0
    for _ in range(min(MAX_STARTS, MAX_STARTS_BY_SIZE // size)):
        layers = _solved(shape, wanted, random)
        found = None if layers is None else _shown(shape, wanted, layers)
        if found is not None:
            yield found
        failed += layers is not None
        if failed == MAX_FAILED:
            return


def _magnitude(value: Fraction) -> int:
    """The exponent of a power of 2 near a positive number."""
    return value.numerator.bit_length() - value.denominator.bit_length()


def _rounded(value: Any, unit: Fraction) -> Any:
    """All entries rounded to multiples of the unit."""
    factor, half = fmpq(*unit.as_integer_ratio()), fmpq(1, 2)
    return fmpq_mat([[(c / factor + half).floor() * factor for c in row] for row in value.tolist()])


def shortened(values: Sequence[Any], bits: int = BITS // 2) -> list[Any]:
    """Matrices rounded to so many bits, as counted for the largest entry."""
    largest = max((abs(c) for value in values for c in _entries(value)), default=Fraction(0))
    return [_rounded(value, Fraction(2) ** (_magnitude(largest) - bits)) if largest else value for value in values]


def _short(layers: Layers, bits: int) -> list[list[Any]]:
    numbers = iter(shortened([w for layer in layers for w in layer], bits))
    return [[next(numbers) for _ in layer] for layer in layers]


def _drawn(shape: Shape, scale: Fraction, random: Random) -> list[list[Any]]:
    """Parameters up to a size."""
    step = scale / 64
    return [
        [matrix([[step * random.randint(-64, 64) for _ in range(columns)] for _ in range(rows)]) for _ in range(count)]
        for (columns, rows), count in zip(pairwise(shape.channels), shape.counts, strict=True)
    ]


def _solved(shape: Shape, wanted: Sequence[Fraction], random: Random) -> Layers | None:
    """Parameters with invariants near the given ones, by damped Newton steps from random ones."""
    top = max(map(abs, wanted))
    scale = Fraction(2) ** (_magnitude(top) // 2)
    point: Layers = _drawn(shape, scale * 2 ** random.randint(0, 3) / 2, random)
    rest, damping = _rest(wanted, point), Fraction(1)
    for _ in range(MAX_STEPS):
        size = max(map(abs, rest))
        if size < top / 2 ** (BITS - 16):
            return point
        if damping > MAX_DAMPING:
            break
        rates = matrix(gram_slopes(_short(point, ROUGH_BITS)))
        gram = rates.transpose() * rates + weights([damping * Fraction(2) ** _magnitude(size)] * len(wanted))
        if gram.det() == 0:
            return None
        (goal,) = shortened([matrix([[c] for c in rest])], ROUGH_BITS)
        step = iter((rates * gram.solve(goal)).entries())
        tried = []
        for layer in point:
            changes = [
                fmpq_mat(w.nrows(), w.ncols(), [next(step) for _ in range(w.nrows() * w.ncols())]) for w in layer
            ]
            tried.append([_rounded(w + c, scale / 2**BITS) for w, c in zip(layer, changes, strict=True)])
        after = _rest(wanted, tried)
        better = sum(c * c for c in after) < sum(c * c for c in rest)
        damping *= Fraction(1, 8) if better else 8
        if better:
            point, rest = tried, after
    return None


def _rest(wanted: Sequence[Fraction], layers: Layers) -> list[Fraction]:
    """D − D(x), on and above the diagonal."""
    return [a - b for a, b in zip(wanted, upper(gram_differences(layers)), strict=True)]


def _shown(shape: Shape, wanted: Sequence[Fraction], layers: Layers) -> Near | None:
    """The directions, if the inequalities hold."""
    found = _directions(shape, _short(layers, ROUGH_BITS))
    if found is None:
        return None
    rows, (i, j), scale = found
    directions = tuple(directions_of(shape.hidden, row) for row in rows)
    velocities, blocks = [], shape.derivatives(layers)
    for direction in directions:
        invariants = upper(invariant_velocities(layers, moved(layers, direction)))
        own = kernel_velocities(blocks, direction, i)[0, j]
        velocities.append([*invariants, scale * fraction_of(own)])
    near = Near(tuple(map(tuple, layers)), Fraction(0), directions, (i, j), scale)
    radius = _radius(shape, wanted, near, matrix(velocities).transpose())
    return None if radius is None else replace(near, radius=radius)


def _directions(shape: Shape, layers: Layers) -> tuple[list[list[Fraction]], tuple[int, int], Fraction] | None:
    """Entries of directions that move one number each, the entry of K, and its factor; None if there are none."""
    rates, blocks = matrix(slopes(layers, shape.hidden)), shape.derivatives(layers)
    units = entries(identity(rates.nrows()))
    ntk = matrix([upper([kernel_velocities(blocks, directions_of(shape.hidden, x))]) for x in units])
    gram = rates.transpose() * rates
    if gram.det() == 0:
        return None
    free = ntk - rates * gram.solve(rates.transpose() * ntk)
    pairs = zip(*(entries(value.transpose()) for value in (free, ntk)), strict=True)
    shares = [_share(after, before) for after, before in pairs]
    best = max(range(len(shares)), key=shares.__getitem__)
    if shares[best] < LEAST_SHARE:
        return None
    ambient = blocks[0].matrix.nrows()
    own = [row[best] for row in entries(ntk)]
    scale = Fraction(2) ** (_magnitude(max(map(abs, _entries(rates)))) - _magnitude(max(map(abs, own))))
    whole = matrix([[*slope, scale * value] for slope, value in zip(entries(rates), own, strict=True)])
    inverse = (whole * (whole.transpose() * whole).inv()).transpose()
    rows = [_entries(shortened([fmpq_mat([row])])[0]) for row in inverse.tolist()]
    return rows, [(i, j) for i in range(ambient) for j in range(i, ambient)][best], scale


def _share(after: Sequence[Fraction], before: Sequence[Fraction]) -> Fraction:
    """The share of a velocity that is independent of those of the invariants, squared."""
    whole = sum(c * c for c in before)
    return sum((c * c for c in after), Fraction(0)) / whole if whole else Fraction(0)


def _entries(value: Any) -> list[Fraction]:
    return [c for row in entries(value) for c in row]


def distance(value: Any) -> Fraction:
    """From the unit matrix, the largest column sum."""
    return max(sum(map(abs, column), Fraction(0)) for column in entries((value - identity(value.nrows())).transpose()))


def growth(near: Near, degree: int) -> Fraction:
    """A bound for the change of a product of so many entries within the radius."""
    return degree * near.radius * (near.largest + near.radius) ** (degree - 1)


def _radius(shape: Shape, wanted: Sequence[Fraction], near: Near, velocities: Any) -> Fraction | None:
    """A radius for which all inequalities hold, or None; the velocities have a column for each direction."""
    depth, error = len(near.layers), distance(velocities)
    moving = (v for x in near.directions[:-1] for v in chain(*moved(near.layers, x)))
    reach = max(abs(c) for v in moving for c in _entries(v))
    weight = max(sum(abs(c) for x in direction for c in _entries(x)) for direction in near.directions)
    residual = sum(map(abs, _rest(wanted, near.layers)), Fraction(0))
    radius = Fraction(2) ** (_magnitude(reach * residual) + 3) if residual else Fraction(1, 2 ** (BITS // 2))
    near = replace(near, radius=radius)
    products = 2 * (depth - 1) * depth * shape.paths**2
    change = 2 * shape.terms * growth(near, 2) + near.scale * products * growth(near, 2 * depth - 2)
    exists = reach * (residual + shape.terms * radius**2) + error * radius <= radius
    return radius if exists and error + weight * change < 1 else None
