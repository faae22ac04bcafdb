"""Dense networks: a motion of parameters that keeps the product and the invariants and moves the NTK.

Contents: :func:`check_motion`; of numbers u + e v, e^2 = 0, :func:`moved`, :func:`moving_invariants`,
:func:`entry_velocity`.

Parameters W_1 = M_1 diag(sqrt a), W_2, ..., W_L = diag(sqrt c) M_L are given, with a, c > 0, and directions X_l in the
hidden layers. Invertible matrices g_l act by W_l -> g_l W_l g_(l-1)^-1, with 1 at both ends, and keep the product. With
g_l = 1 + e X_l + ..., e^2 = 0, that is W_l + e (X_l W_l - W_l X_(l-1)). If the velocities of the invariants, as linear
functions of all X, have all tuples of symmetric matrices as values, the g that keep the invariants are a manifold near
1, whose tangent vectors are the X with velocity 0 (implicit function theorem, the only one used). Along a curve in it
with the given X the NTK changes, as one of its entries has a velocity other than 0. So there are parameters with the
same product and the same invariants and different NTKs.

Numbers u + e v are pairs of matrices. Roots drop out of the invariants, of W_1 W_1^T and W_L^T W_L; an entry of the NTK
at the places (i, j), (k, l) of W is sqrt(c_i c_k a_j a_l) times what is computed here.
"""

from __future__ import annotations

from math import lcm

from ...algebra.echelon import rank_modulo
from ...algebra.matrices import (
    Matrix,
    minus,
    product_of,
    rank_of,
    read_layers,
    read_squares,
    same,
    times,
    transposed,
    unit,
)
from ...algebra.modular import check_prime
from ...core.arithmetic import Rational, over_common
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import json_object, layer_pair, rational, rationals

MAX_UNKNOWNS = 1000
Moving = tuple[Matrix, Matrix]  # u and v of u + e v


def check_motion(value: object, widths: list[int], delta: list[Matrix], where: str, work: Work) -> int:
    """Establishes the motion at the given invariants; returns the rank of the product."""
    item = json_object(value, "parameters columns rows directions prime ntk_velocity", where)
    layers = read_layers(item["parameters"], widths, f"{where}.parameters", work)
    a = _positive(item["columns"], widths[0], f"{where}.columns")
    c = _positive(item["rows"], widths[-1], f"{where}.rows")
    hidden = widths[1:-1]
    directions = read_squares(item["directions"], hidden, f"{where}.directions", work)
    moving = moved(layers, directions, work)
    for l, (kept, velocity) in enumerate(moving_invariants(moving, a, c, work)):
        if not same(kept, delta[l]):
            raise Rejected(f"{where}.parameters", f"the invariants are not delta[{l}]")
        if any(map(any, velocity.rows)):
            raise Rejected(f"{where}.directions", f"delta[{l}] moves")
    _check_onto(layers, hidden, (a, c), item["prime"], where, work)
    _check_entry(moving, (a, c), item["ntk_velocity"], f"{where}.ntk_velocity", work)
    return rank_of(product_of(layers, work), work)


def _positive(value: object, count: int, where: str) -> list[Rational]:
    numbers = rationals(value, where, count)
    if any(p <= 0 for p, _ in numbers):
        raise Rejected(where, "are not all positive")
    return numbers


def _diagonal(numbers: list[Rational], work: Work) -> Matrix:
    numerators, common = over_common(numbers, work)
    work.spend(len(numbers) ** 2)
    return Matrix([[p if i == j else 0 for j in range(len(numbers))] for i, p in enumerate(numerators)], common)


def _zero(rows: int, columns: int, work: Work) -> Matrix:
    work.spend(rows * columns)
    return Matrix([[0] * columns for _ in range(rows)])


def _plus(left: Matrix, right: Matrix, work: Work) -> Matrix:
    return minus(left, Matrix([[-c for c in row] for row in right.rows], right.denominator), work)


def _times(left: Moving, right: Moving, work: Work) -> Moving:
    """(u + e v)(x + e y) = u x + e (u y + v x)."""
    velocity = _plus(times(left[0], right[1], work), times(left[1], right[0], work), work)
    return times(left[0], right[0], work), velocity


def _transposed(value: Moving) -> Moving:
    return transposed(value[0]), transposed(value[1])


def _still(value: Matrix, work: Work) -> Moving:
    return value, _zero(len(value.rows), len(value.rows[0]), work)


def moved(layers: list[Matrix], directions: list[Matrix], work: Work) -> list[Moving]:
    """W_l + e (X_l W_l - W_l X_(l-1))."""
    result = []
    for l, layer in enumerate(layers):
        velocity = _zero(len(layer.rows), len(layer.rows[0]), work)
        if l < len(directions):
            velocity = _plus(velocity, times(directions[l], layer, work), work)
        if l > 0:
            velocity = minus(velocity, times(layer, directions[l - 1], work), work)
        result.append((layer, velocity))
    return result


def moving_invariants(moving: list[Moving], a: list[Rational], c: list[Rational], work: Work) -> list[Moving]:
    """W_(l+1)^T W_(l+1) - W_l W_l^T."""
    result = []
    for l in range(len(moving) - 1):
        below, above = moving[l], moving[l + 1]
        inner = _times(below, _still(_diagonal(a, work), work), work) if l == 0 else below
        outer = _times(_still(_diagonal(c, work), work), above, work) if l == len(moving) - 2 else above
        left, right = _times(_transposed(above), outer, work), _times(inner, _transposed(below), work)
        result.append((minus(left[0], right[0], work), minus(left[1], right[1], work)))
    return result


def _check_onto(
    layers: list[Matrix],
    hidden: list[int],
    weights: tuple[list[Rational], list[Rational]],
    prime: object,
    where: str,
    work: Work,
) -> None:
    """Establishes that the velocities of the invariants are all tuples of symmetric matrices, modulo a prime."""
    p = check_prime(prime, f"{where}.prime", work)
    if sum(n * n for n in hidden) > MAX_UNKNOWNS:
        raise Malformed(f"{where}.directions", f"more than {MAX_UNKNOWNS} entries")
    rows = []
    for l, n in enumerate(hidden):
        for k in range(n * n):
            own = Matrix([[int((i, j) == divmod(k, n)) for j in range(n)] for i in range(n)])
            directions = [own if m == l else _zero(size, size, work) for m, size in enumerate(hidden)]
            found = moving_invariants(moved(layers, directions, work), *weights, work)
            common = lcm(*(velocity.denominator for _, velocity in found))
            row = []
            for _, velocity in found:
                factor = common // velocity.denominator
                row += [entry * factor % p for i, line in enumerate(velocity.rows) for entry in line[i:]]
            rows.append(row)
    if rank_modulo(rows, p, work) < sum(n * (n + 1) // 2 for n in hidden):
        raise Rejected(f"{where}.prime", "the invariants are not shown to move in all directions")


def _check_entry(
    moving: list[Moving], weights: tuple[list[Rational], list[Rational]], value: object, where: str, work: Work
) -> None:
    """Establishes the velocity of an entry of the NTK, which is not 0."""
    a, c = weights
    item = json_object(value, "index value", where)
    place = layer_pair(item["index"], len(a) * len(c), f"{where}.index")
    p, q = rational(item["value"], f"{where}.value")
    total = entry_velocity(moving, weights, place, work)
    if total.rows[0][0] * q != p * total.denominator:
        raise Rejected(f"{where}.value", "is not the velocity of this entry")
    if p == 0:
        raise Rejected(f"{where}.value", "is 0")


def entry_velocity(
    moving: list[Moving], weights: tuple[list[Rational], list[Rational]], place: tuple[int, int], work: Work
) -> Matrix:
    """The velocity of an entry of the NTK, up to the roots."""
    a, c = weights
    (i, j), (k, l) = (divmod(n, len(a)) for n in place)
    after = [_still(unit(len(c), work), work)]
    for layer in reversed(moving[1:]):
        after.append(_times(after[-1], layer, work))
    before = [_still(unit(len(a), work), work)]
    for layer in moving[:-1]:
        before.append(_times(layer, before[-1], work))
    total = _zero(1, 1, work)
    for n, (left, right) in enumerate(zip(reversed(after), before, strict=True)):
        rows = _still(_inverse(c, work), work) if n == len(moving) - 1 else _times(left, _transposed(left), work)
        columns = _still(_inverse(a, work), work) if n == 0 else _times(_transposed(right), right, work)
        product = _times(_entry(rows, i, k), _entry(columns, j, l), work)
        total = _plus(total, product[1], work)
    return total


def _inverse(numbers: list[Rational], work: Work) -> Matrix:
    return _diagonal([(q, p) for p, q in numbers], work)


def _entry(value: Moving, i: int, j: int) -> Moving:
    u, v = value
    return Matrix([[u.rows[i][j]]], u.denominator), Matrix([[v.rows[i][j]]], v.denominator)
