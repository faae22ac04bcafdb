"""Invariants and scalings of networks with activations: rho_l = D_l (t + Delta_l).

Contents: :class:`Weighted`, :func:`check_weighted`, :func:`check_sum`, :func:`sum_bounds`,
:func:`corner_terms`.

f has degree D_l in the filter of layer l, and delta_l = |w_l|^2 - r_l |w_{l+1}|^2. Filters with squared norms n_l,
rescaled to the invariants delta and to c times their function, have the squared norms rho_l, where
Delta_l = delta_l / D_l + delta_{l+1} / D_{l+1} + ... and t is the only root beyond max(-Delta_l) of

    F(t) = prod (D_l (t + Delta_l)) ** D_l - c**2 prod n_l ** D_l,

since F increases there from -c**2 prod n_l ** D_l on. F may have other roots, so all t + Delta_l are looked at.
"""

from __future__ import annotations

from ...core.arithmetic import Filter, Rational, norm, over_common
from ...core.limits import Work
from ...core.outcome import Imprecise, Rejected
from ...core.ratio import Ratio
from ...core.reading import approximation, json_list, json_object, rational, rationals
from ...network.furtherarchitectures import PolynomialArchitecture


class Weighted:
    """t between low and high, which are equal if it is rational, and Delta_l = shifts[l] / common."""

    __slots__ = ("common", "degrees", "high", "low", "shifts", "work")

    def __init__(self, degrees: list[int], delta: list[Rational], work: Work) -> None:
        self.degrees, self.work = degrees, work
        self.low = self.high = (0, 1)
        parts, self.common = over_common([_over(d, n) for d, n in zip(delta, degrees[:-1], strict=True)], work)
        shifts = [0]
        for part in reversed(parts):
            shifts.append(shifts[-1] + part)
        self.shifts = shifts[::-1]

    def moved(self, point: Rational, shift: int) -> tuple[int, int]:
        """point + shift / common, not in lowest terms."""
        bits = point[0].bit_length() + point[1].bit_length() + shift.bit_length()
        self.work.spend(5, bits, self.common.bit_length() + point[1].bit_length())
        return point[0] * self.common + shift * point[1], point[1] * self.common

    def sign(self, point: Rational, norms: list[int], square: Rational, where: str) -> int:
        """The sign of F at a point not below max(-Delta_l)."""
        above, below = Ratio(1, 1, self.work), Ratio(square[0], square[1], self.work)
        for degree, shift, n in zip(self.degrees, self.shifts, norms, strict=True):
            p, q = self.moved(point, shift)
            if p < 0:
                raise Rejected(where, "goes below max(-Delta_l)")
            above = above * Ratio(degree * p, q, self.work) ** degree
            below = below * Ratio(n, 1, self.work) ** degree
        return int(below < above) - int(above < below)


def _over(value: Rational, degree: int) -> Rational:
    return value[0], value[1] * degree


def check_weighted(
    architecture: PolynomialArchitecture,
    delta: list[Rational],
    filters: list[Filter],
    item: dict[str, object],
    where: str,
    work: Work,
    square: Rational = (1, 1),
) -> Weighted:
    """Establishes that t and rho are those of the filters at the invariants delta; square is c**2.

    t is a rational number, or an interval around it with an approximation.
    """
    weighted, place = Weighted(architecture.degrees, delta, work), f"{where}.t"
    norms = [norm(entries) for entries in filters]
    if isinstance(item["t"], str):
        weighted.low = weighted.high = rational(item["t"], place)
        if weighted.sign(weighted.low, norms, square, place):
            raise Rejected(place, "is not the root of F(t) = prod rho_l^D_l - c^2 prod n_l^D_l beyond max(-Delta_l)")
    else:
        parts = json_object(item["t"], "interval approx", place)
        weighted.low, weighted.high = rationals(parts["interval"], f"{place}.interval", 2)
        signs = [weighted.sign(end, norms, square, f"{place}.interval") for end in (weighted.low, weighted.high)]
        if signs != [-1, 1]:
            raise Rejected(f"{place}.interval", "F does not increase from below 0 to above 0 on it")
        _near(parts["approx"], _enclosed(weighted.low, work), _enclosed(weighted.high, work), f"{place}.approx")
    _check_rho(item["rho"], weighted, f"{where}.rho")
    return weighted


def _enclosed(value: Rational, work: Work) -> Ratio:
    return Ratio(value[0], value[1], work)


def _near(value: object, low: Ratio, high: Ratio, where: str) -> None:
    """Establishes that a decimal number is one between low and high up to a relative error of 1e-9."""
    p, q = approximation(value, where)
    if p <= 0:
        raise Rejected(where, "is not positive")
    least, most = Ratio(p * (10**9 - 1), q * 10**9, low.work), Ratio(p * (10**9 + 1), q * 10**9, low.work)
    if most < low or high < least:
        raise Rejected(where, "is not the number up to a relative error of 1e-9")
    if low < least or most < high:
        raise Imprecise(where, "the interval of t is too wide to show it up to a relative error of 1e-9")


def _check_rho(value: object, weighted: Weighted, where: str) -> None:
    """Establishes that rho_l = D_l (t + Delta_l): numbers if t is one, else their coefficients in t."""
    exact = weighted.low == weighted.high
    for layer, entry in enumerate(json_list(value, where, len(weighted.shifts))):
        place, degree = f"{where}[{layer}]", weighted.degrees[layer]
        p, q = weighted.moved(weighted.low if exact else (0, 1), weighted.shifts[layer])
        found = [rational(entry, place)] if exact else rationals(entry, place, 2)
        weighted.work.spend(5, found[0][0].bit_length() + found[0][1].bit_length(), p.bit_length() + q.bit_length())
        if found[0][0] * q != degree * p * found[0][1] or (not exact and found[1] != (degree, 1)):
            raise Rejected(place, "is not D_l (t + Delta_l)")


def corner_terms(
    degrees: list[int], filters: list[Filter], constants: list[int], square: Rational, work: Work
) -> list[Ratio]:
    """The weights of 1 / rho_l in K(e_0, e_0) = f(e_0)^2 sum_l D_l^2 n_l / (rho_l w_l[0]^2); square is c**2.

    f(e_0) = c prod w_l[0] ** D_l, and at e_0 the derivative of f by w_l[j] is D_l f / w_l[0] for j = 0, and 0 else.
    """
    value = Ratio(square[0], square[1], work)
    for degree, constant in zip(degrees, constants, strict=True):
        value = value * Ratio(constant * constant, 1, work) ** degree
    return [
        value * Ratio(degree * degree * norm(entries), constant * constant, work)
        for degree, entries, constant in zip(degrees, filters, constants, strict=True)
    ]


def check_sum(value: object, weights: list[Ratio], weighted: Weighted, where: str) -> None:
    """Establishes that a value is sum_l weights[l] / rho_l, no weight negative.

    It is a number if t is one or all weights are 0; else the list of a and Delta with sum a / (t + Delta), and an
    approximation.
    """
    work = weighted.work
    if weighted.low == weighted.high or not any(weight.numerator for weight in weights):
        low, _ = sum_bounds(weights, weighted, where)
        if rational(value, where) != (low.numerator, low.denominator):
            raise Rejected(where, "is not the value at this parameter")
        return
    item = json_object(value, "terms approx", where)
    expected: dict[int, Ratio] = {}
    for weight, degree, shift in zip(weights, weighted.degrees, weighted.shifts, strict=True):
        expected[shift] = expected.get(shift, Ratio(0, 1, work)) + weight / Ratio(degree, 1, work)
    terms = [(a, shift) for shift, a in expected.items() if a.numerator]
    for n, entry in enumerate(json_list(item["terms"], f"{where}.terms", len(terms))):
        place, (a, shift) = f"{where}.terms[{n}]", terms[n]
        found, moved = rationals(entry, place, 2)
        work.spend(5, moved[0].bit_length() + moved[1].bit_length(), shift.bit_length() + weighted.common.bit_length())
        if found != (a.numerator, a.denominator) or moved[0] * weighted.common != shift * moved[1]:
            raise Rejected(place, "is not this term of the value, a and Delta of a / (t + Delta)")
    low, high = sum_bounds(weights, weighted, where)
    _near(item["approx"], low, high, f"{where}.approx")


def sum_bounds(weights: list[Ratio], weighted: Weighted, where: str) -> tuple[Ratio, Ratio]:
    """Between which numbers sum_l weights[l] / rho_l is."""
    work, sums = weighted.work, []
    for end in (weighted.high, weighted.low):
        total = Ratio(0, 1, work)
        for weight, degree, shift in zip(weights, weighted.degrees, weighted.shifts, strict=True):
            p, q = weighted.moved(end, shift)
            if p <= 0:
                raise Imprecise(where, "the interval of t begins at max(-Delta_l)")
            total = total + weight / Ratio(degree * p, q, work)
        sums.append(total)
    return sums[0], sums[1]
