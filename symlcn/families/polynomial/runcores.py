"""From the function of a network to the cores of its runs: the inverse of the parametrization map up to shifts.

Contents: :class:`Peeled`, :class:`Failure`, :func:`peel`, :func:`peel_function`, :func:`core`, :func:`planes_read`.

Notation as in :mod:`symlcn.families.polynomial.expansion`. Runs have products Q_i(T), i = 1, …, n, with activations of
degree r_i ≥ 2 between them; R_i = r_1⋯r_{i−1} and R = R_{n+1}. The *core* of Q ≠ 0 is Q̃ = T^{−a}Q/c, where a is the
lexicographically least exponent in Q and c its coefficient, so that Q̃ begins with 1. Its exponents are
lexicographically nonnegative; from the second on their coordinates may be negative.

Theorem. The cores and the sum of the a_i are determined by f: m = Σ a_i is the least position in f, and with
c = [x_m^R] f, after T^{−m} and division by c, only the coefficients c_i(p) = [x_0^{R−R_i} x_p^{R_i}] f are needed:

    E_i(p) = (R_i/R)·(c_i(p) − [y^{R_i}] A_{i−1,p}(y)^{R/R_{i−1}}),    A_{0,p} = 1, R_0 = 1
    ψ_i(p) = E_i(p) + φ_{i−1}(p), ψ_i(0) = 1,                          φ_0 = {0: 1}
    Q̃_i = ψ_i/φ_{i−1} as Laurent polynomials in T,                     φ_i = ψ_i^{r_i} for each p
    A_{i,p} = A_{i−1,p}^{r_{i−1}} + E_i(p)·y^{R_i}, the i-th run on the plane x_0 = 1, x_p = y.

Proof. F_i = F_{i−1}^r + h_i, where h_i is free of x_0 and of degree R_i, as all other terms of Q̃_i(T)F_{i−1}^r have
only positions ≻ 0. So f is F_i^{R/R_i} up to terms of degree ≥ R_{i+1} > R_i in the other positions, and
[x_0^{R−R_i} x_p^{R_i}] f is that of (F_{i−1}^r)^{R/R_i}, plus (R/R_i)·[x_p^{R_i}] h_i. With φ_{i−1}(p) =
[x_p^{R_i}] F_{i−1}^r the last coefficient is Σ_{q≻0} Q̃_i[q] φ_{i−1}(p − q): all of Q̃_i·φ_{i−1} but the term q = 0.
The positions p that occur in f are enough: they are the sums of exponents, one of each Q_i, and all such sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import prod
from operator import mul
from typing import NamedTuple

from flint import fmpq, fmpq_poly

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.errors import LimitError, NotDivisibleError
from symlcn.families.polynomial.expansion import Monomial, Operator

__all__ = ["Failure", "Peeled", "core", "peel", "peel_function", "planes_read"]

MAX_PLANE = 10_000
"""Bound on the degree R."""


class Peeled(NamedTuple):
    """What a function determines, if it is that of a network.

    Attributes
    ----------
    shift : tuple of int
        m = Σ a_i.
    constant : Fraction
        c with f = c·T^m of the function of the cores.
    cores : tuple of Operator
        Q̃_1, …, Q̃_n.
    """

    shift: Exponents
    constant: Fraction
    cores: tuple[Operator, ...]


class Failure(NamedTuple):
    """Why a function is that of no network.

    Attributes
    ----------
    step : str
        ``"power"``: x_m^R does not occur in f. ``"division"``: φ_{i−1} does not divide ψ_i.
    run : int or None
        i − 1 in the second case.
    position : tuple of int or None
        m in the first case.
    """

    step: str
    run: int | None = None
    position: Exponents | None = None


def core(operator: Operator) -> tuple[Exponents, Fraction, Operator]:
    """The exponent a, the number c and the core Q̃ of an operator Q = c·T^a·Q̃ ≠ 0.

    Examples
    --------
    >>> core({(1,): Fraction(2), (3,): Fraction(4)})
    ((1,), Fraction(2, 1), {(0,): Fraction(1, 1), (2,): Fraction(2, 1)})
    """
    least = min(operator)
    first = operator[least]
    return least, first, {_minus(a, least): operator[a] / first for a in sorted(operator)}


def planes_read(
    shift: Exponents, positions: Iterable[Exponents], activations: Sequence[int]
) -> dict[tuple[int, Exponents], Monomial]:
    """The monomials whose coefficients :func:`peel` reads, by run, from 0, and p = position − m.

    Examples
    --------
    >>> planes_read((0,), [(0,), (1,)], [2])
    {(0, (1,)): (((0,), 1), ((1,), 1)), (1, (1,)): (((1,), 2),)}
    """
    total = prod(activations)
    places = [position for position in positions if position != shift]
    found: dict[tuple[int, Exponents], Monomial] = {}
    for run, degree in enumerate(accumulate(activations, mul, initial=1)):
        rest = ((shift, total - degree),) if degree < total else ()
        found |= {(run, _minus(position, shift)): (*rest, (position, degree)) for position in places}
    return found


def peel_function(function: Mapping[Monomial, Fraction], activations: Sequence[int]) -> Peeled | Failure:
    """The cores of a function ≠ 0, homogeneous of degree R; whether it is that of them is not checked.

    Examples
    --------
    >>> one, two = ((0,), 1), ((1,), 1)
    >>> peel_function({(((0,), 2),): Fraction(1), (one, two): Fraction(4), (((1,), 2),): Fraction(4)}, [2]).cores
    ({(0,): Fraction(1, 1), (1,): Fraction(2, 1)}, {(0,): Fraction(1, 1)})
    >>> peel_function({(one, two): Fraction(4)}, [2])
    Failure(step='power', run=None, position=(0,))
    """
    positions = {position for monomial in function for position, _ in monomial}
    return peel(lambda monomial: function.get(monomial, Fraction(0)), positions, activations)


def peel(
    coefficient: Callable[[Monomial], Fraction], positions: Iterable[Exponents], activations: Sequence[int]
) -> Peeled | Failure:
    """The cores of a function, from coefficients on planes span(e_m, e_p) alone.

    Parameters
    ----------
    coefficient : callable
        The coefficient of a monomial in f.
    positions : iterable of positions
        Those that occur in f, or more of them, none below the least of f.
    activations : sequence of int
        The r_i ≥ 2 between runs.

    Raises
    ------
    LimitError
        If the degree R is too large.

    Examples
    --------
    >>> planes = {(0, 0): 4, (0, 1): 16, (0, 2): 24, (1, 1): 21, (2, 2): 56, (3, 3): 45}
    >>> def read(monomial):
    ...     factors = [position for (position,), power in monomial for _ in range(power)]
    ...     return Fraction(planes.get(tuple(factors), 0))
    >>> found = peel(read, [(0,), (1,), (2,), (3,)], [2])
    >>> found.constant, found.cores[1]
    (Fraction(4, 1), {(0,): Fraction(1, 1), (1,): Fraction(5, 4)})
    """
    total = prod(activations)
    if total > MAX_PLANE:
        raise LimitError(f"the network has degree {total} in its inputs; it is inverted only up to {MAX_PLANE}")
    places = sorted(positions)
    least = places[0]
    constant = coefficient(((least, total),))
    if not constant:
        return Failure("power", position=least)
    wanted = planes_read(least, places, activations)
    degrees = [1, *accumulate(activations, mul, initial=1)]
    known = {_minus(position, least): fmpq_poly([1]) for position in places[1:]}
    phi = {_minus(least, least): Fraction(1)}
    cores = []
    for run, (before, degree) in enumerate(pairwise(degrees)):
        psi = {_minus(least, least): Fraction(1)}
        for p, below in known.items():
            found = _number(coefficient(wanted[run, p]) / constant) - _at(below, total // before, degree)
            step = found * degree / total
            known[p] = below.pow_trunc(degree // before, degree + 1) + fmpq_poly([0] * degree + [step])
            entry = fraction_of(step) + phi.get(p, 0)
            if entry:
                psi[p] = entry
        quotient = _divided(psi, phi)
        if quotient is None:
            return Failure("division", run=run)
        cores.append(quotient)
        if run < len(activations):
            phi = {p: entry ** activations[run] for p, entry in psi.items()}
    return Peeled(least, constant, tuple(cores))


def _minus(left: Exponents, right: Exponents) -> Exponents:
    return tuple(map(int.__sub__, left, right))


def _number(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _at(below: fmpq_poly, power: int, degree: int) -> fmpq:
    """[y^degree] below^power."""
    return below.pow_trunc(power, degree + 1)[degree]


def _divided(dividend: Mapping[Exponents, Fraction], divisor: Mapping[Exponents, Fraction]) -> Operator | None:
    """The quotient of two Laurent polynomials, if it is one."""
    shifts = [tuple(map(min, zip(*operator, strict=True))) for operator in (dividend, divisor)]
    raised = [
        Polynomial(len(shift), {_minus(a, shift): c for a, c in operator.items()})
        for shift, operator in zip(shifts, (dividend, divisor), strict=True)
    ]
    try:
        quotient = raised[0].divide_exact(raised[1])
    except NotDivisibleError:
        return None
    back = _minus(shifts[1], shifts[0])
    return dict(sorted((_minus(a, back), c) for a, c in quotient.terms()))
