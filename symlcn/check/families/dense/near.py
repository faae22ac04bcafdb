"""Dense networks: real parameters near rational ones, at which the NTK moves while product and invariants stay.

Contents: :func:`check_near`.

Given are rational parameters x = (W_1, ..., W_L), a radius r > 0, an entry of the NTK, a number u > 0 by which it is
multiplied, and directions X^1, ..., X^(m+1), m the number of entries of the invariants D on and above the diagonal. A
direction acts as in motion.py, by the velocities X_l W_l - W_l X_(l-1), linear in x. Let G(x) map it to the m
velocities of D and u times that of the entry of the NTK. Distances of vectors are sums of absolute values; e is the
largest of those of G(x) X^k from the k-th unit vector, over all k.

1. D has the value D_0 of ``delta`` at a real y with |y - x| <= r for every entry. Let z_k be the velocity of the
   parameters for X^k, k <= m, a the largest absolute value of their entries, and y = x + sum t_k z_k. Then
   D(y) - D_0 = (D(x) - D_0) + t + E t + q, where |E t|_1 <= e |t|_1, and q is quadratic in y - x. An entry of D_l is a
   sum of n_(l-1) + n_(l+1) products of two entries, up to signs; with T the number of these products in all m entries,
   |q|_1 <= T r^2 if |t|_1 <= r / a. So t -> -(D(x) - D_0) - E t - q maps this ball to itself if
   a (|D(x) - D_0|_1 + T r^2) + e r <= r. It has a fixed point (Brouwer), and there D(y) = D_0.
2. G(y) is onto if |y - x| <= r. Let s be the largest absolute value of an entry of x. A product of d entries changes
   between x and y by at most g(d) = d r (s + r)^(d-1). For a direction with one entry 1 and else zeros the velocity of
   an entry of a layer is an entry of the layer, its opposite, or 0, so that of a product of d entries is a sum of at
   most d such products. An entry of the NTK is a sum of at most L N^2 products of 2L - 2 entries, N the product of the
   hidden widths. So G(y) X^k is no farther from the unit vector than e + |X^k|_1 c, where |X^k|_1 is the sum over all
   entries and c = 2 T g(2) + u (2L - 2) L N^2 g(2L - 2). Where this is less than 1 for all k, the G(y) X^k are linearly
   independent: a matrix nearer to 1 than 1 is invertible.
3. The product W has the rank k = min(n_0, ..., n_L) at y, if for two matrices P and Q of k rows and of k columns the
   columns of P W Q are nearer than 1 to those of the unit matrix. Entries of W are sums of N products of L entries, so
   P W Q changes by at most |P|_1 |Q|_1 N g(L), |P|_1 the sum over all entries.

By 2 there is a direction in which D stays and the NTK moves at the y of 1, and D moves in all directions. As in
motion.py there are parameters with the same product and the same invariants and different NTKs.
"""

from __future__ import annotations

from ...algebra.matrices import (
    Matrix,
    minus,
    product_of,
    read_layers,
    read_matrix,
    read_squares,
    times,
    transposed,
    unit,
)
from ...core.arithmetic import multiply_all
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.ratio import Ratio
from ...core.reading import json_list, json_object, layer_pair, rational
from .motion import MAX_UNKNOWNS, Moving, entry_velocity, moved, moving_invariants


def check_near(value: object, widths: list[int], delta: list[Matrix], where: str, work: Work) -> int:
    """Establishes the real parameters with the given invariants and the motion; returns the rank of the product."""
    item = json_object(value, "parameters radius directions index scale left right", where)
    layers = read_layers(item["parameters"], widths, f"{where}.parameters", work)
    hidden = widths[1:-1]
    radius, scale = (_positive(item[key], f"{where}.{key}", work) for key in ("radius", "scale"))
    if not hidden or sum(n * n for n in hidden) > MAX_UNKNOWNS:
        raise Malformed(f"{where}.directions", f"more than {MAX_UNKNOWNS} entries, or none")
    count = sum(n * (n + 1) // 2 for n in hidden) + 1
    place = layer_pair(item["index"], widths[0] * widths[-1], f"{where}.index")
    one, error, weight, reach = Ratio(1, 1, work), *(Ratio(0, 1, work) for _ in range(3))
    for k, entry in enumerate(json_list(item["directions"], f"{where}.directions", count)):
        here = f"{where}.directions[{k}]"
        direction = read_squares(entry, hidden, here, work)
        moving = moved(layers, direction, work)
        own = _distance(moving, k, widths, (place, scale), work)
        if not own < one:
            raise Rejected(here, f"does not move the number {k} of the invariants and the NTK alone")
        error, weight = max(error, own), max(weight, _sum([_size(m, work) for m in direction], work))
        if k < count - 1:
            reach = max(reach, *(_largest(velocity, work) for _, velocity in moving))
    _check_existence(layers, delta, (error, reach, radius), widths, where, work)
    _check_around(layers, (error, weight, radius, scale), widths, where, work)
    left = read_matrix(item["left"], min(widths), widths[-1], f"{where}.left", work)
    right = read_matrix(item["right"], widths[0], min(widths), f"{where}.right", work)
    _check_rank(layers, (left, right), radius, where, work)
    return min(widths)


def _positive(value: object, where: str, work: Work) -> Ratio:
    p, q = rational(value, where)
    if p <= 0:
        raise Rejected(where, "is not positive")
    return Ratio(p, q, work)


def _size(value: Matrix, work: Work) -> Ratio:
    """The sum of all absolute values."""
    work.spend(len(value.rows) * len(value.rows[0]), value.bits, 1)
    return Ratio(sum(abs(c) for row in value.rows for c in row), value.denominator, work)


def _largest(value: Matrix, work: Work) -> Ratio:
    work.spend(len(value.rows) * len(value.rows[0]), value.bits, 1)
    return Ratio(max(abs(c) for row in value.rows for c in row), value.denominator, work)


def _sum(values: list[Ratio], work: Work) -> Ratio:
    total = Ratio(0, 1, work)
    for value in values:
        total += value
    return total


def _upper(value: Matrix) -> Matrix:
    """The entries on and above the diagonal, as one row."""
    return Matrix([[c for i, row in enumerate(value.rows) for c in row[i:]]], value.denominator)


def _invariants(moving: list[Moving], widths: list[int], work: Work) -> list[Moving]:
    return moving_invariants(moving, [(1, 1)] * widths[0], [(1, 1)] * widths[-1], work)


def _distance(
    moving: list[Moving], k: int, widths: list[int], entry: tuple[tuple[int, int], Ratio], work: Work
) -> Ratio:
    """From the velocities of D and u times that of the entry of the NTK to the k-th unit vector."""
    weights = [(1, 1)] * widths[0], [(1, 1)] * widths[-1]
    velocities = [_upper(velocity) for _, velocity in _invariants(moving, widths, work)]
    place, scale = entry
    factor = Matrix([[scale.numerator]], scale.denominator)
    velocities.append(times(factor, entry_velocity(moving, weights, place, work), work))
    total, start = Ratio(0, 1, work), 0
    for velocity in velocities:
        (numbers,), common = velocity.rows, velocity.denominator
        work.spend(len(numbers), velocity.bits + common.bit_length(), 1)
        total += Ratio(sum(abs(c - common * (start + i == k)) for i, c in enumerate(numbers)), common, work)
        start += len(numbers)
    return total


def _growth(bounds: tuple[Ratio, Ratio], degree: int, work: Work) -> Ratio:
    """g(d) for s and r."""
    largest, radius = bounds
    return Ratio(degree, 1, work) * radius * (largest + radius) ** (degree - 1)


def _products(widths: list[int]) -> int:
    """T."""
    return sum(n * (n + 1) // 2 * (widths[l] + widths[l + 2]) for l, n in enumerate(widths[1:-1]))


def _check_existence(
    layers: list[Matrix],
    delta: list[Matrix],
    bounds: tuple[Ratio, Ratio, Ratio],
    widths: list[int],
    where: str,
    work: Work,
) -> None:
    """Part 1, for e, a and r."""
    error, reach, radius = bounds
    still = moved(layers, [Matrix([[0] * n] * n) for n in widths[1:-1]], work)
    kept = [value for value, _ in _invariants(still, widths, work)]
    gaps = [_size(_upper(minus(*pair, work)), work) for pair in zip(kept, delta, strict=True)]
    quadratic = Ratio(_products(widths), 1, work) * radius * radius
    if radius < reach * (_sum(gaps, work) + quadratic) + error * radius:
        raise Rejected(f"{where}.radius", "real parameters with these invariants are not shown to be so near")


def _check_around(
    layers: list[Matrix], bounds: tuple[Ratio, Ratio, Ratio, Ratio], widths: list[int], where: str, work: Work
) -> None:
    """Part 2, for e, the largest |X^k|_1, r and u."""
    error, weight, radius, scale = bounds
    depth, near = len(layers), (max(_largest(layer, work) for layer in layers), radius)
    paths = multiply_all(widths[1:-1], work)
    first = Ratio(2 * _products(widths), 1, work) * _growth(near, 2, work)
    last = Ratio((2 * depth - 2) * depth * paths * paths, 1, work) * _growth(near, 2 * depth - 2, work)
    if not error + weight * (first + scale * last) < Ratio(1, 1, work):
        raise Rejected(f"{where}.radius", "the directions are not shown to move all numbers alone as far as this")


def _check_rank(layers: list[Matrix], sides: tuple[Matrix, Matrix], radius: Ratio, where: str, work: Work) -> None:
    """Part 3."""
    left, right = sides
    core = times(times(left, product_of(layers, work), work), right, work)
    rest = minus(core, unit(len(core.rows), work), work)
    error = max(_size(Matrix([column], rest.denominator), work) for column in transposed(rest).rows)
    near = max(_largest(layer, work) for layer in layers), radius
    paths = Ratio(multiply_all([len(layer.rows) for layer in layers[:-1]], work), 1, work)
    change = _size(left, work) * _size(right, work) * paths * _growth(near, len(layers), work)
    if not error + change < Ratio(1, 1, work):
        raise Rejected(f"{where}.left", "the product is not shown to have the largest rank")
