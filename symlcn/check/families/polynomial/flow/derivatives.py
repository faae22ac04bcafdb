"""The function of integer filters with activations, and its derivatives by their entries, as polynomials in the inputs.

Contents: :func:`function_and_derivatives`, :func:`named`.

Inputs are numbered row-major in what one output sees, so that T^a adds the number of a to those of positions.
"""

from __future__ import annotations

from itertools import product
from math import prod

from ....algebra.sparse import Terms, multiply
from ....core.arithmetic import Filter
from ....core.limits import Work
from ....core.outcome import Malformed
from ....network.furtherarchitectures import PolynomialArchitecture
from ..expansion import MAX_DEGREE, Monomial

Moves = list[tuple[int, int]]  # what T^a adds, and the coefficient of T^a


def function_and_derivatives(
    network: PolynomialArchitecture, filters: list[Filter], work: Work
) -> tuple[Terms, list[list[Terms]]]:
    """f, and for each layer the derivatives of f by the entries of its filter, row-major."""
    if network.degrees[0] > MAX_DEGREE:
        raise Malformed(
            "architecture", f"has degree {network.degrees[0]} in its inputs, too large to be multiplied out"
        )
    places, powers = _places(network, work), [1, *network.activations]
    moves = [
        [(place, entries[index]) for index, place in own.items() if index in entries]
        for own, entries in zip(places, filters, strict=True)
    ]
    function: Terms = {(0,): 1}
    slopes, raised = list[Terms](), list[Terms]()
    for own, power in zip(moves, powers, strict=True):
        below = _power(function, power - 1, work)
        slopes.append({monomial: power * c for monomial, c in below.items()})
        raised.append(multiply(below, function, work))
        function = _moved(own, raised[-1], work)
    columns: list[list[Terms]] = []
    for l, layer in enumerate(places):
        columns.append([])
        for place in layer.values():
            tangent = _moved([(place, 1)], raised[l], work)
            for own, slope in zip(moves[l + 1 :], slopes[l + 1 :], strict=True):
                tangent = _moved(own, multiply(slope, tangent, work), work)
            columns[-1].append(tangent)
    return function, columns


def _places(network: PolynomialArchitecture, work: Work) -> list[dict[tuple[int, ...], int]]:
    """For each layer the number that T^(j e) adds, by indices j."""
    stack = network.stack
    weights = _weights(stack.extents())
    work.spend(5 * len(weights) * sum(map(prod, stack.sizes)))
    return [
        {j: sum(i * e * w for i, e, w in zip(j, exponent, weights, strict=True)) for j in product(*map(range, size))}
        for size, exponent in zip(stack.sizes, stack.exponents, strict=True)
    ]


def _weights(extents: list[int]) -> list[int]:
    return [prod(extents[d + 1 :]) for d in range(len(extents))]


def _power(function: Terms, power: int, work: Work) -> Terms:
    if len(function) == 1:
        ((monomial, c),) = function.items()
        work.spend(5 + power * len(monomial), power * c.bit_length(), power * c.bit_length())
        work.hold(1, power * (c.bit_length() + 64 * len(monomial)))
        return {monomial * power: c**power}
    result: Terms = {(): 1}
    for _ in range(power):
        result = multiply(result, function, work)
    return result


def _moved(moves: Moves, function: Terms, work: Work) -> Terms:
    """The sum of c T^a of a polynomial."""
    result: Terms = {}
    degree = len(next(iter(function), ()))
    bits = max(map(int.bit_length, function.values()), default=0)
    for add, factor in moves:
        work.spend((10 + degree) * len(function), bits * len(function), factor.bit_length())
        work.hold(len(function), bits + factor.bit_length() + 64 * degree)
        for monomial, c in function.items():
            place = tuple(n + add for n in monomial)
            result[place] = result.get(place, 0) + factor * c
    return {monomial: c for monomial, c in result.items() if c}


def named(monomial: tuple[int, ...], extents: list[int]) -> Monomial:
    """A monomial with positions and powers."""
    powers: dict[tuple[int, ...], int] = {}
    for number in monomial:
        position = []
        for weight in _weights(extents):
            index, number = divmod(number, weight)
            position.append(index)
        powers[tuple(position)] = powers.get(tuple(position), 0) + 1
    return tuple(powers.items())
