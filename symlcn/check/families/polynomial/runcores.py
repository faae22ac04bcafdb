"""Peeling: from the function of a network with activations to the cores of its runs.

Contents: :class:`Peeled`, :class:`Failure`, :func:`core`, :func:`peel`.

Runs have products Q_i(T), i = 1, ..., n, with activations of degree r_i >= 2 between them; R_i = r_1 ... r_{i-1}, and
R = R_{n+1}. The core of Q is T^{-a} Q / c with its lexicographically least exponent a and the coefficient c there.

Theorem. If f is the function of a network, the cores and the sum m of the a_i are determined by f. Moved to m = 0 and
divided by c = [x_0^R] f, with c_i(p) = [x_0^{R-R_i} x_p^{R_i}] f, A_{0,p} = 1, phi_0 = 1, R_0 = r_0 = 1,

    E_i(p) = (R_i / R) (c_i(p) - [y^{R_i}] A_{i-1,p} ** (R / R_{i-1})),   psi_i = E_i + phi_{i-1},
    psi_i = core_i phi_{i-1},   phi_i(p) = psi_i(p) ** r_i,   A_{i,p} = A_{i-1,p} ** r_{i-1} + E_i(p) y ** R_i.

Proof. Uniqueness: let P G^r = P' G'^r for operators P, P', moved so that both begin at 0, and networks G, G'. The
least variable z is the same in G and G', and occurs on both sides in p_0 G^r and p'_0 G'^r alone; so G^r - c G'^r, the
product of all G - theta G' with theta^r = c, is free of z. If it is not 0 all these factors are free of z, and G' is:
impossible. So G = theta G', and as operators act injectively P' = theta^r P; go on with G. Formulas: F_i is
F_{i-1}^r + h with h free of x_0 and of degree R_i, and f is F_i^{R/R_i} up to terms of higher degree in the other
variables; [x_p^{R_i}] h is the coefficient at p of core_i phi_{i-1} without the term of exponent 0 of core_i. The
positions of f are the sums of one exponent of each Q_i, and all of them, so that no others are looked at.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise
from math import prod
from operator import mul
from typing import NamedTuple

from ...core.limits import Work
from ...core.outcome import Malformed
from .expansion import Function, Operator, Position

MAX_DEGREE = 10_000  # in the inputs


class Peeled(NamedTuple):
    """m, c and the cores."""

    shift: Position
    constant: Fraction
    cores: list[Operator]


class Failure(NamedTuple):
    """Why f is the function of no network: x_m^R does not occur, or no core of a run divides out."""

    step: str
    run: int | None
    position: Position | None


def core(operator: Operator, work: Work) -> tuple[Position, Fraction, Operator]:
    """The exponent a, the number c and the core of an operator other than 0."""
    least = min(operator)
    first = operator[least]
    found = {}
    for a in sorted(operator):
        _pay(work, operator[a], first)
        found[_minus(a, least)] = operator[a] / first
    return least, first, found


def peel(function: Function, activations: list[int], work: Work) -> Peeled | Failure:
    """The cores of a function, homogeneous of degree R; nothing is said of whether it is theirs."""
    total = prod(activations)
    if total > MAX_DEGREE:
        raise Malformed("architecture", f"has degree {total} in its inputs, too large to be inverted")
    work.spend(10 * sum(map(len, function)))
    places = sorted({position for monomial in function for position, _ in monomial})
    least = places[0]
    if ((least, total),) not in function:
        return Failure("power", None, least)
    constant = function[((least, total),)]
    origin = _minus(least, least)
    degrees = [1, *accumulate(activations, mul, initial=1)]
    known = {_minus(position, least): [Fraction(1)] for position in places[1:]}
    phi, cores = {origin: Fraction(1)}, []
    for run, (before, degree) in enumerate(pairwise(degrees)):
        psi = {origin: Fraction(1)}
        for p, below in known.items():
            position = tuple(map(int.__add__, p, least))
            monomial = (((least, total - degree),) if degree < total else ()) + ((position, degree),)
            found = function.get(monomial, Fraction(0)) / constant - _at(below, total // before, degree, work)
            _pay(work, found, constant)
            step = found * degree / total
            raised = _power(below, degree // before, degree, work)
            known[p] = [*raised, *[Fraction(0)] * (degree - len(raised)), step] if step else raised
            if entry := step + phi.get(p, 0):
                psi[p] = entry
        quotient = _divided(psi, phi, work)
        if quotient is None:
            return Failure("division", run, None)
        cores.append(quotient)
        if run < len(activations):
            phi = {}
            for p, entry in psi.items():
                bits = activations[run] * _bits(entry)
                work.spend(10, bits, bits)
                phi[p] = entry ** activations[run]
    return Peeled(least, constant, cores)


def _minus(left: Position, right: Position) -> Position:
    return tuple(map(int.__sub__, left, right))


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _pay(work: Work, left: Fraction, right: Fraction) -> None:
    bits = _bits(left) + _bits(right)
    work.spend(20, 8 * bits, bits)


def _times(left: list[Fraction], right: list[Fraction], most: int, work: Work) -> list[Fraction]:
    """The product up to a degree."""
    result = [Fraction(0)] * min(len(left) + len(right) - 1, most + 1)
    for i, a in enumerate(left):
        work.spend(len(right))
        if a:
            for j, b in enumerate(right[: most + 1 - i]):
                if b:
                    _pay(work, a, b)
                    _pay(work, result[i + j], a)
                    result[i + j] += a * b
    return result


def _power(below: list[Fraction], power: int, most: int, work: Work) -> list[Fraction]:
    """A power up to a degree."""
    result, square = [Fraction(1)], below
    while len(below) > 1 and power:
        if power & 1:
            result = _times(result, square, most, work)
        if power := power >> 1:
            square = _times(square, square, most, work)
    return result


def _at(below: list[Fraction], power: int, degree: int, work: Work) -> Fraction:
    """[y^degree] of a power of a polynomial with constant term 1."""
    found = _power(below, power, degree, work)
    return found[degree] if degree < len(found) else Fraction(0)


def _divided(dividend: Operator, divisor: Operator, work: Work) -> Operator | None:
    """The quotient of two Laurent polynomials that begin with 1, if it is one; exponents of it are in a box."""
    ends = [[tuple(map(f, zip(*operator, strict=True))) for f in (min, max)] for operator in (dividend, divisor)]
    lows, highs = (_minus(one, other) for one, other in zip(*ends, strict=True))
    rest, quotient = dict(dividend), {}
    while rest:
        work.spend(len(rest))
        least = min(rest)
        if not all(low <= i <= high for i, low, high in zip(least, lows, highs, strict=True)):
            return None
        factor = rest[least]
        quotient[least] = factor
        for a, c in divisor.items():
            place = tuple(map(int.__add__, least, a))
            _pay(work, factor, c)
            _pay(work, rest.get(place, factor), factor)
            value = rest.get(place, Fraction(0)) - factor * c
            if value:
                rest[place] = value
            else:
                rest.pop(place, None)
    return quotient
