"""Filters that can be shifted: the exceptions to the theorem on kinks of judge.py.

Contents: :func:`hypotheses_of`, :func:`check_exceptions`.

With m = lcm(e_0, e_1) along a direction, all nonzero terms of w_0 may move by m and those of w_1 by -m, if they stay in
the filters: f and the invariant stay what they are. This fits only if m is at most the degree of both filters.
"""

from __future__ import annotations

from itertools import product
from math import gcd, prod

from ...core.arithmetic import Filter, Rational, norm, total_bits
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import integer, json_list, json_object, rational, rational_filter, rationals
from ...network.architecture import Architecture

NOT_ZERO = "the function is not 0"
Tensor = tuple[Filter, int]  # integers, and their common denominator


def _steps(architecture: Architecture) -> dict[int, tuple[int, int]]:
    """For each direction in which filters can be shifted: the least steps, in indices, of both."""
    found = {}
    for d, (p, q) in enumerate(zip(*architecture.exponents, strict=True)):
        common = gcd(p, q)
        if q // common < architecture.sizes[0][d] and p // common < architecture.sizes[1][d]:
            found[d] = q // common, p // common
    return found


def hypotheses_of(architecture: Architecture) -> tuple[str, ...]:
    """Under which the theorem on kinks gives one parameter for each function and invariant."""
    directions = ", ".join(map(str, _steps(architecture)))
    if not directions:
        return (NOT_ZERO,)
    example = "the first and the last entry of w_1 are not 0"
    if architecture.dimension > 1:
        example = f"w_1 is not 0 on its first and last slice in the directions {directions}"
    return NOT_ZERO, f"no shift of the filters fits into their sizes (for example, {example})"


def check_exceptions(architecture: Architecture, result: dict[str, object], work: Work) -> bool:
    """Establishes shifted filters with another NTK, or that no shift fits; returns whether there are such filters."""
    where, steps = "result.exceptions", _steps(architecture)
    value = result["exceptions"]
    if value is None:
        if steps:
            raise Rejected(where, "must be given: filters of these sizes can be shifted")
        return False
    item = json_object(value, "direction pair delta ntk_difference", where)
    d = integer(item["direction"], f"{where}.direction", 0, architecture.dimension - 1)
    if d not in steps:
        raise Rejected(f"{where}.direction", "admits no shift")
    sides: list[tuple[Tensor, Tensor]] = []
    for n, side in enumerate(json_list(item["pair"], f"{where}.pair", 2)):
        both = json_list(side, f"{where}.pair[{n}]", 2)
        low, high = (
            rational_filter(both[l], size, f"{where}.pair[{n}][{l}]", work) for l, size in enumerate(architecture.sizes)
        )
        sides.append((low, high))
    (low, high), (other_low, other_high) = sides
    if not low[0] or not high[0] or (_moved(low[0], d, steps[d][0]), low[1]) != other_low:
        raise Rejected(f"{where}.pair", "the first filters are not shifted")
    if (_moved(other_high[0], d, steps[d][1]), other_high[1]) != high:
        raise Rejected(f"{where}.pair", "the second filters are not shifted back")
    p, q = rational(item["delta"], f"{where}.delta")
    if p * low[1] ** 2 * high[1] ** 2 != q * (norm(low[0]) * high[1] ** 2 - norm(high[0]) * low[1] ** 2):
        raise Rejected(f"{where}.delta", "is not the invariant of the pair")
    _check_difference(architecture, sides, item["ntk_difference"], f"{where}.ntk_difference", work)
    return True


def _moved(entries: Filter, direction: int, step: int) -> Filter:
    return {(*i[:direction], i[direction] + step, *i[direction + 1 :]): c for i, c in entries.items()}


def _check_difference(
    architecture: Architecture, sides: list[tuple[Tensor, Tensor]], value: object, where: str, work: Work
) -> None:
    """Establishes different values of the NTK at an input at which no hidden value that is used is 0."""
    item = json_object(value, "input values", where)
    x = rational_filter(item["input"], tuple(architecture.extents()), f"{where}.input", work)
    values = rationals(item["values"], f"{where}.values", 2)
    for n, (side, (p, q)) in enumerate(zip(sides, values, strict=True)):
        above, below = _kernel(architecture, side, x, f"{where}.input", work)
        if above * q != p * below:
            raise Rejected(f"{where}.values[{n}]", "is not the value of the NTK at the input")
    if values[0] == values[1]:
        raise Rejected(f"{where}.values", "are equal")


def _kernel(architecture: Architecture, side: tuple[Tensor, Tensor], x: Tensor, where: str, work: Work) -> Rational:
    """The squared length of the gradient of f by both filters at the input, where all hidden values are positive."""
    (low, p), (high, q) = side
    (inner, outer), (first, second) = architecture.sizes, architecture.exponents
    entries, r = x

    def at(i: tuple[int, ...], j: tuple[int, ...]) -> int:
        return entries.get(tuple(a * s + b * t for a, s, b, t in zip(i, first, j, second, strict=True)), 0)

    bits = total_bits(list(entries.values())), total_bits([*low.values(), *high.values()])
    work.spend(10 * (prod(outer) * len(low) + prod(inner) * len(high)), *bits)
    squares = cross = 0
    for j in product(*map(range, outer)):
        hidden = sum(c * at(i, j) for i, c in low.items())
        if hidden <= 0:
            raise Rejected(where, "has a hidden value that is not positive")
        squares += hidden * hidden
    for i in product(*map(range, inner)):
        cross += sum(c * at(i, j) for j, c in high.items()) ** 2
    return squares * q * q + cross * p * p, p * p * q * q * r * r
