"""Dense networks: a motion of parameters that keeps the product and the invariants and moves the NTK.

Contents: :func:`check_motion`, :func:`derivatives`.

Parameters W_1 = M_1 diag(sqrt a), W_2, ..., W_L = diag(sqrt c) M_L are given, with a, c > 0, and directions X_l in the
hidden layers, in which they move as in hiddenmotions.py. Roots drop out of the invariants, of W_1 W_1^T and W_L^T W_L;
an entry of the NTK at the places (i, j), (k, l) of W is sqrt(c_i c_k a_j a_l) times what is computed here. With A_l =
W_L ... W_(l+1) and B_l = W_l ... W_1 the derivatives of the entry (i, j) of W by W_l are the products of the entries of
row i of A_l with those of column j of B_(l-1).
"""

from __future__ import annotations

from ...algebra.matrices import Matrix, product_of, rank_of, read_layers, read_squares, same, times, transposed
from ...core.arithmetic import Rational
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import json_object, layer_pair, rational, rationals
from ..hiddenmotions import (
    Derivative,
    Roots,
    check_onto,
    gram_differences,
    invariant_velocities,
    kernel_velocity,
    moved,
)


def check_motion(value: object, widths: list[int], delta: list[Matrix], where: str, work: Work) -> int:
    """Establishes the motion at parameters with the given invariants; returns the rank of the product."""
    item = json_object(value, "parameters columns rows directions prime ntk_velocity", where)
    layers = read_layers(item["parameters"], widths, f"{where}.parameters", work)
    roots = (
        _positive(item["columns"], widths[0], f"{where}.columns"),
        _positive(item["rows"], widths[-1], f"{where}.rows"),
    )
    hidden, slices = widths[1:-1], [[w] for w in layers]
    directions = read_squares(item["directions"], hidden, f"{where}.directions", work)
    for l, kept in enumerate(gram_differences(slices, roots, work)):
        if not same(kept, delta[l]):
            raise Rejected(f"{where}.parameters", f"the invariants are not delta[{l}]")
    for l, velocity in enumerate(invariant_velocities(slices, moved(slices, directions, work), roots, work)):
        if any(map(any, velocity.rows)):
            raise Rejected(f"{where}.directions", f"delta[{l}] moves")
    check_onto(slices, hidden, roots, item["prime"], where, work)
    _check_entry(layers, roots, directions, item["ntk_velocity"], f"{where}.ntk_velocity", work)
    return rank_of(product_of(layers, work), work)


def _positive(value: object, count: int, where: str) -> list[Rational]:
    numbers = rationals(value, where, count)
    if any(p <= 0 for p, _ in numbers):
        raise Rejected(where, "are not all positive")
    return numbers


def _check_entry(
    layers: list[Matrix], roots: Roots, directions: list[Matrix], value: object, where: str, work: Work
) -> None:
    """Establishes the velocity of an entry of the NTK, which is not 0."""
    item = json_object(value, "index value", where)
    place = layer_pair(item["index"], len(roots[0]) * len(roots[1]), f"{where}.index")
    claimed = rational(item["value"], f"{where}.value")
    if claimed != kernel_velocity(*derivatives(layers, roots, place, work), directions, work):
        raise Rejected(f"{where}.value", "is not the velocity of this entry")
    if claimed[0] == 0:
        raise Rejected(f"{where}.value", "is 0")


def derivatives(
    layers: list[Matrix], roots: Roots | None, place: tuple[int, int], work: Work
) -> tuple[Derivative, Derivative, list[Rational]]:
    """Of two entries of W, and what products of these by each layer are multiplied by."""
    width, found = len(layers[0].rows[0]), []
    scales = [(1, 1)] * len(layers)
    for i, j in (divmod(n, width) for n in place):
        after, before = [_unit(len(layers[-1].rows), i, work)], [transposed(_unit(width, j, work))]
        for layer in reversed(layers[1:]):
            after.append(times(after[-1], layer, work))
        for layer in layers[:-1]:
            before.append(times(layer, before[-1], work))
        own: Derivative = []
        for l, (left, right) in enumerate(zip(reversed(after), before, strict=True)):
            row, column = left.rows[0], [c for (c,) in right.rows]
            work.spend(2 * len(row) + 3 * len(row) * sum(map(bool, column)), left.bits, right.bits)
            own.append([{(a, b): x * y for a, x in enumerate(row) if x for b, y in enumerate(column) if y}])
            denominator = left.denominator * right.denominator
            work.spend(5, scales[l][1].bit_length(), denominator.bit_length())
            scales[l] = 1, scales[l][1] * denominator
        found.append(own)
    if roots is not None:  # by the first and last layer those of two entries meet in one column or row of W only
        for l, (p, q) in ((0, roots[0][place[0] % width]), (-1, roots[1][place[0] // width])):
            scales[l] = scales[l][0] * q, scales[l][1] * p
    return found[0], found[1], scales


def _unit(size: int, place: int, work: Work) -> Matrix:
    work.spend(size)
    return Matrix([[int(n == place) for n in range(size)]])
