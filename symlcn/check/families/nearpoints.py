"""Linear networks: real parameters near rational ones, at which the NTK moves while product and invariants stay.

Contents: :class:`Shape`, :class:`Entry`, :func:`check_near`, :func:`size`, :func:`largest`, :func:`growth`.

For fully connected networks, and networks with several channels: layer l has K_l matrices W_l[j], c_l x c_(l-1). Given
are rational parameters x, a radius r > 0, an entry of the NTK, a number u > 0 by which it is multiplied, and directions
X^1, ..., X^(m+1), m the number of entries of the invariants D on and above the diagonal. A direction acts as in
hiddenmotions.py, by velocities linear in x. Let G(x) map it to the m velocities of D and u times that of the entry of
the NTK. Distances of vectors are sums of absolute values; e is the largest of those of G(x) X^k from the k-th unit
vector, over all k.

1. D has the value D_0 of ``delta`` at a real y with |y - x| <= r for every entry. Let z_k be the velocity of the
   parameters for X^k, k <= m, a the largest absolute value of their entries, and y = x + sum t_k z_k. Then
   D(y) - D_0 = (D(x) - D_0) + t + E t + q, where |E t|_1 <= e |t|_1, and q is quadratic in y - x. An entry of D_l is a
   sum of c_(l-1) K_l + c_(l+1) K_(l+1) products of two entries, up to signs; with T the number of these products in all
   m entries, |q|_1 <= T r^2 if |t|_1 <= r / a. So t -> -(D(x) - D_0) - E t - q maps this ball to itself if
   a (|D(x) - D_0|_1 + T r^2) + e r <= r. It has a fixed point (Brouwer), and there D(y) = D_0.
2. G(y) is onto if |y - x| <= r. Let s be the largest absolute value of an entry of x. A product of d entries changes
   between x and y by at most g(d) = d r (s + r)^(d-1). For a direction with one entry 1 and else zeros the velocity of
   an entry of a layer is an entry of the layer, its opposite, or 0, so that of a product of d entries is a sum of at
   most d such products. A derivative of an entry of U by a layer is a sum of products of one entry of each other layer,
   over hidden channels, and over positions with a given sum; so an entry of the NTK is a sum of at most L N^2 products
   of 2L - 2 entries, N the product of all hidden c_l and all K_l. So G(y) X^k is no farther from the unit vector than
   e + |X^k|_1 c, where |X^k|_1 is the sum over all entries and c = 2 T g(2) + u (2L - 2) L N^2 g(2L - 2). Where this is
   less than 1 for all k, the G(y) X^k are linearly independent: a matrix nearer to 1 than 1 is invertible.

By 2 there is a direction in which D stays and the NTK moves at the y of 1, and D moves in all directions. As in
hiddenmotions.py there are parameters with the same product and the same invariants and different NTKs.
"""

from __future__ import annotations

from typing import NamedTuple

from ..algebra.matrices import Matrix, minus, read_squares
from ..core.arithmetic import Rational, multiply_all
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.ratio import Ratio
from ..core.reading import json_list, rational
from .hiddenmotions import (
    MAX_UNKNOWNS,
    Derivative,
    Layers,
    gram_differences,
    invariant_velocities,
    kernel_velocity,
    moved,
    upper,
)


class Shape(NamedTuple):
    """c_0, ..., c_L and K_1, ..., K_L."""

    channels: list[int]
    counts: list[int]

    @property
    def hidden(self) -> list[int]:
        return self.channels[1:-1]

    def paths(self, work: Work) -> int:
        """N."""
        return multiply_all([*self.hidden, *self.counts], work)

    def terms(self) -> int:
        """T."""
        total = 0
        for l, n in enumerate(self.hidden):
            below, above = self.channels[l] * self.counts[l], self.channels[l + 2] * self.counts[l + 1]
            total += n * (n + 1) // 2 * (below + above)
        return total


class Entry(NamedTuple):
    """Of the NTK: the derivatives of two entries of U, and how products of these by each layer are scaled."""

    left: Derivative
    right: Derivative
    scales: list[Rational]


def check_near(
    item: dict[str, object],
    layers: Layers,
    shape: Shape,
    entry: Entry,
    delta: list[Matrix],
    where: str,
    work: Work,
) -> Ratio:
    """Establishes the real parameters with the given invariants and the motion; returns the radius."""
    hidden = shape.hidden
    radius, scale = (_positive(item[key], f"{where}.{key}", work) for key in ("radius", "scale"))
    if not hidden or sum(n * n for n in hidden) > MAX_UNKNOWNS:
        raise Malformed(f"{where}.directions", f"more than {MAX_UNKNOWNS} entries, or none")
    count = sum(n * (n + 1) // 2 for n in hidden) + 1
    one, error, weight, reach = Ratio(1, 1, work), *(Ratio(0, 1, work) for _ in range(3))
    for k, value in enumerate(json_list(item["directions"], f"{where}.directions", count)):
        here = f"{where}.directions[{k}]"
        direction = read_squares(value, hidden, here, work)
        velocities = moved(layers, direction, work)
        numbers = [upper(v) for v in invariant_velocities(layers, velocities, None, work)]
        p, q = kernel_velocity(*entry, direction, work)
        work.spend(0, p.bit_length() + q.bit_length(), scale.numerator.bit_length() + scale.denominator.bit_length())
        own = _distance([*numbers, Matrix([[p * scale.numerator]], q * scale.denominator)], k, work)
        if not own < one:
            raise Rejected(here, f"does not move the number {k} of the invariants and the NTK alone")
        error, weight = max(error, own), max(weight, total([size(m, work) for m in direction], work))
        if k < count - 1:
            reach = max(reach, largest(velocities, work))
    _check_existence(layers, delta, (error, reach, radius), shape, where, work)
    _check_around(layers, (error, weight, radius, scale), shape, where, work)
    return radius


def _positive(value: object, where: str, work: Work) -> Ratio:
    p, q = rational(value, where)
    if p <= 0:
        raise Rejected(where, "is not positive")
    return Ratio(p, q, work)


def size(value: Matrix, work: Work) -> Ratio:
    """The sum of all absolute values."""
    work.spend(len(value.rows) * len(value.rows[0]), value.bits, 1)
    return Ratio(sum(abs(c) for row in value.rows for c in row), value.denominator, work)


def largest(layers: Layers, work: Work) -> Ratio:
    """The largest absolute value of an entry."""
    found = []
    for value in (w for layer in layers for w in layer):
        work.spend(len(value.rows) * len(value.rows[0]), value.bits, 1)
        found.append(Ratio(max(abs(c) for row in value.rows for c in row), value.denominator, work))
    return max(found)


def total(values: list[Ratio], work: Work) -> Ratio:
    found = Ratio(0, 1, work)
    for value in values:
        found += value
    return found


def _distance(values: list[Matrix], k: int, work: Work) -> Ratio:
    """From a vector, given in parts that are rows, to the k-th unit vector."""
    found, start = Ratio(0, 1, work), 0
    for value in values:
        (numbers,), common = value.rows, value.denominator
        work.spend(len(numbers), value.bits + common.bit_length(), 1)
        found += Ratio(sum(abs(c - common * (start + i == k)) for i, c in enumerate(numbers)), common, work)
        start += len(numbers)
    return found


def growth(bounds: tuple[Ratio, Ratio], degree: int, work: Work) -> Ratio:
    """g(d) for s and r."""
    most, radius = bounds
    return Ratio(degree, 1, work) * radius * (most + radius) ** (degree - 1)


def _check_existence(
    layers: Layers, delta: list[Matrix], bounds: tuple[Ratio, Ratio, Ratio], shape: Shape, where: str, work: Work
) -> None:
    """Part 1, for e, a and r."""
    error, reach, radius = bounds
    kept = gram_differences(layers, None, work)
    gaps = [size(upper(minus(*pair, work)), work) for pair in zip(kept, delta, strict=True)]
    quadratic = Ratio(shape.terms(), 1, work) * radius * radius
    if radius < reach * (total(gaps, work) + quadratic) + error * radius:
        raise Rejected(f"{where}.radius", "real parameters with these invariants are not shown to be so near")


def _check_around(
    layers: Layers, bounds: tuple[Ratio, Ratio, Ratio, Ratio], shape: Shape, where: str, work: Work
) -> None:
    """Part 2, for e, the largest |X^k|_1, r and u."""
    error, weight, radius, scale = bounds
    depth, near, paths = len(layers), (largest(layers, work), radius), Ratio(shape.paths(work), 1, work)
    first = Ratio(2 * shape.terms(), 1, work) * growth(near, 2, work)
    last = Ratio((2 * depth - 2) * depth, 1, work) * paths * paths * growth(near, 2 * depth - 2, work)
    if not error + weight * (first + scale * last) < Ratio(1, 1, work):
        raise Rejected(f"{where}.radius", "the directions are not shown to move all numbers alone as far as this")
