"""The function f of a network with activations as a polynomial, and functions as certificates have them.

Contents: :data:`Operator`, :data:`Function`, :func:`read_function`, :func:`read_monomial`, :func:`expanded`.

T^a maps x_p to x_{p+a}; f = F_n with F_0 = x_0 and F_i = P_i(T) F_{i-1} ** r_{i-1}, r_0 = 1. A monomial is a tuple of
pairs of a position and a power, by increasing positions; what is 0 is missing everywhere.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import lcm, prod

from ...algebra.sparse import Terms, multiply
from ...core.limits import MAX_EXTENT, Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list, rational

MAX_DEGREE = 10_000  # in the inputs, of what is multiplied out

Position = tuple[int, ...]
Operator = dict[Position, Fraction]
Monomial = tuple[tuple[Position, int], ...]
Function = dict[Monomial, Fraction]


def read_monomial(value: object, extents: list[int], degree: int, where: str) -> Monomial:
    """A monomial of a degree in the inputs x_p, 0 <= p < extents."""
    found = []
    for n, pair in enumerate(json_list(value, where)):
        place = f"{where}[{n}]"
        listed, power = json_list(pair, place, 2)
        numbers = enumerate(json_list(listed, f"{place}[0]", len(extents)))
        position = tuple(integer(i, f"{place}[0][{d}]", 0, extents[d] - 1) for d, i in numbers)
        found.append((position, integer(power, f"{place}[1]", 1, MAX_EXTENT)))
    if any(p >= q for (p, _), (q, _) in pairwise(found)):
        raise Malformed(where, "expected increasing positions")
    if sum(power for _, power in found) != degree:
        raise Rejected(where, f"is not of degree {degree}")
    return tuple(found)


def read_function(value: object, extents: list[int], degree: int, where: str) -> Function:
    """A function other than 0, homogeneous of a degree: a list of [monomial, coefficient], monomials increasing."""
    found: Function = {}
    last: Monomial = ()
    for n, item in enumerate(json_list(value, where)):
        place = f"{where}[{n}]"
        listed, coefficient = json_list(item, place, 2)
        monomial = read_monomial(listed, extents, degree, f"{place}[0]")
        number = Fraction(*rational(coefficient, f"{place}[1]"))
        if not number or monomial <= last:
            raise Malformed(place, "expected increasing monomials, and no coefficient 0")
        found[monomial] = number
        last = monomial
    if not found:
        raise Malformed(where, "expected a function other than 0")
    return found


def expanded(operators: list[Operator], activations: list[int], work: Work) -> Function:
    """f of the operators P_1, ..., P_n, none 0, with activations r_1, ..., r_{n-1} between them."""
    degree, dimension = prod(activations), len(next(iter(operators[0])))
    if degree > MAX_DEGREE:
        raise Malformed("architecture", f"has degree {degree} in its inputs, too large to be multiplied out")
    spans = [
        [sum(f(0, *(a[d] for a in operator)) for operator in operators) for d in range(dimension)] for f in (min, max)
    ]
    widths = [high - low + 1 for low, high in zip(*spans, strict=True)]
    weights = [prod(widths[d + 1 :]) for d in range(dimension)]
    start = sum(map(int.__mul__, spans[0], weights))
    function: Terms = {(-start,): 1}
    denominator = 1
    for operator, power in zip(operators, [1, *activations], strict=True):
        function = _power(function, power, work)
        bits = sum(c.denominator.bit_length() for c in operator.values())
        work.spend(10 * len(operator), 4 * bits, bits)
        common = lcm(*(c.denominator for c in operator.values()))
        shifts = [(sum(map(int.__mul__, a, weights)), int(c * common)) for a, c in operator.items()]
        function = _applied(shifts, function, work)
        work.spend(10, power * denominator.bit_length(), power * denominator.bit_length())
        denominator = denominator**power * common
    found: Function = {}
    for terms, c in function.items():
        powers: dict[int, int] = {}
        for place in terms:
            powers[place] = powers.get(place, 0) + 1
        work.spend(10 * len(terms), c.bit_length(), denominator.bit_length())
        monomial = tuple((_position(place, weights, spans[0]), n) for place, n in powers.items())
        found[monomial] = Fraction(c, denominator)
    return found


def _power(function: Terms, power: int, work: Work) -> Terms:
    if len(function) == 1:
        ((monomial, c),) = function.items()
        work.spend(power * len(monomial), power * c.bit_length(), power * c.bit_length())
        return {monomial * power: c**power}
    result: Terms = {(): 1}
    for _ in range(power):
        result = multiply(result, function, work)
    return result


def _applied(shifts: list[tuple[int, int]], function: Terms, work: Work) -> Terms:
    """The sum of c T^a of a function, T^a adding a number to those of positions."""
    result: Terms = {}
    degree = len(next(iter(function), ()))
    bits = max(map(int.bit_length, function.values()), default=0)
    for shift, factor in shifts:
        work.spend((10 + degree) * len(function), bits * len(function), factor.bit_length())
        work.hold(len(function), bits + factor.bit_length() + 64 * degree)
        for monomial, c in function.items():
            moved = tuple(place + shift for place in monomial)
            result[moved] = result.get(moved, 0) + factor * c
    return {monomial: c for monomial, c in result.items() if c}


def _position(place: int, weights: list[int], least: list[int]) -> Position:
    found = []
    for weight, low in zip(weights, least, strict=True):
        index, place = divmod(place, weight)
        found.append(index + low)
    return tuple(found)
