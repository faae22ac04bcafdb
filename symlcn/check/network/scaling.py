"""Invariants and scalings: rho_l = t + Delta_l, F(t) = prod(t + Delta_l) - prod n_l = 0, t > max(-Delta_l).

Contents: :func:`check_scaling`, :func:`shifts_of`, :func:`read_minpoly`, :func:`read_interval`, :func:`check_rho`,
:func:`field_element`.

Delta_l = delta_l + delta_{l+1} + .... An element of Q(t) is given by its coefficients in t, modulo a polynomial f
with f(t) = 0; f need not be minimal, as only equalities are shown modulo f.
"""

from __future__ import annotations

from math import gcd, prod

from ..core.arithmetic import Filter, Rational, divides, evaluate, less, norm, over_common, plus, times, total_bits
from ..core.limits import Work
from ..core.outcome import Malformed, Rejected
from ..core.reading import approximation, exact, json_list, json_object, rational, rationals

T_KEYS = "minpoly interval approx"


def shifts_of(delta: list[Rational], work: Work) -> tuple[list[int], int]:
    """D and Q with Delta_l = delta_l + delta_{l+1} + ... = D_l / Q."""
    numerators, common = over_common(delta, work)
    shifts = [0]
    for p in reversed(numerators):
        shifts.append(shifts[-1] + p)
    return shifts[::-1], common


def _check_root(
    value: object, shifts: list[int], common: int, norms: list[int], square: Rational, where: str, work: Work
) -> list[int]:
    """Establishes F(t) = 0 and t > max(-Delta_l); returns a primitive f with f(t) = 0, not shown to be minimal.

    The last term of F is multiplied by square, for filters whose product is to be multiplied by its root.
    """
    equation, depth, floor = [square[1]], len(norms), (-min(shifts), common)
    work.spend(depth, total_bits(norms), total_bits(norms))
    work.spend(depth, depth**2 * common.bit_length(), common.bit_length())
    for shift in shifts:
        equation = times(equation, [shift, common], work)
    equation[0] -= square[0] * common**depth * prod(norms)
    if isinstance(value, str):
        p, q = rational(value, where)
        if not divides([-p, q], equation, work) or not less(floor, (p, q)):
            raise Rejected(where, "is not the root of F(t) = prod(t + Delta_l) - prod n_l beyond max(-Delta_l)")
        return [-p, q]
    item = json_object(value, T_KEYS, where)
    f = read_minpoly(item["minpoly"], f"{where}.minpoly")
    if not divides(f, equation, work):
        raise Rejected(f"{where}.minpoly", "does not divide F(t) = prod(t + Delta_l) - prod n_l")
    read_interval(item["interval"], f, floor, f"{where}.interval", work)
    p, q = approximation(item["approx"], f"{where}.approx")
    low, high = (p * (10**9 - 1), q * 10**9), (p * (10**9 + 1), q * 10**9)
    late = less(floor, low) and evaluate(equation, low, work) > 0
    if late or not less(floor, high) or evaluate(equation, high, work) < 0:
        raise Rejected(f"{where}.approx", "is not t up to a relative error of 1e-9")
    return f


def read_minpoly(value: object, where: str) -> list[int]:
    """A primitive polynomial of degree 2 or more with a positive leading coefficient, not shown to be irreducible."""
    f = [exact(c, f"{where}[{i}]") for i, c in enumerate(json_list(value, where))]
    if len(f) < 3:
        raise Malformed(where, "expected a polynomial of degree at least 2")
    if f[-1] <= 0 or gcd(*f) != 1:
        raise Rejected(where, "must be primitive with a positive leading coefficient")
    return f


def read_interval(value: object, f: list[int], floor: Rational, where: str, work: Work) -> tuple[Rational, Rational]:
    """An interval, not below the floor, on which f changes its sign."""
    low, high = rationals(value, where, 2)
    if not less(low, high) or less(low, floor):
        raise Rejected(where, "does not increase, or goes below max(-Delta_l)")
    below, above = evaluate(f, low, work), evaluate(f, high, work)
    if not (below < 0 < above or above < 0 < below):
        raise Rejected(where, "minpoly does not change sign on it")
    return low, high


def field_element(value: object, degree: int, where: str, work: Work) -> tuple[list[int], int]:
    """An element of Q[t]/(f), deg f = degree: integer coefficients over a common denominator."""
    if degree == 1:
        return over_common([rational(value, where)], work)
    numbers = rationals(value, where)
    if not 1 <= len(numbers) <= degree:
        raise Malformed(where, f"expected 1 to {degree} coefficients, found {len(numbers)}")
    return over_common(numbers, work)


def check_scaling(
    delta: list[Rational],
    filters: list[Filter],
    item: dict[str, object],
    where: str,
    work: Work,
    square: Rational = (1, 1),
) -> list[int]:
    """Establishes that t and rho are those of the filters at the invariants delta; returns f with f(t) = 0."""
    shifts, common = shifts_of(delta, work)
    norms = [norm(entries) for entries in filters]
    f = _check_root(item["t"], shifts, common, norms, square, f"{where}.t", work)
    check_rho(item["rho"], f, shifts, common, f"{where}.rho", work)
    return f


def check_rho(value: object, f: list[int], shifts: list[int], common: int, where: str, work: Work) -> None:
    """Establishes that the listed elements of Q(t), modulo f, are the t + Delta_l."""
    for layer, entry in enumerate(json_list(value, where, len(shifts))):
        place = f"{where}[{layer}]"
        numerators, denominator = field_element(entry, len(f) - 1, place, work)
        rho = [-denominator * shifts[layer], -denominator * common]
        if not divides(f, plus([common * c for c in numerators], rho), work):
            raise Rejected(place, "is not t + Delta_l")
