"""Scalings of networks with activations as JSON, which their kinds of certificates share.

Contents: :func:`weighted_json`, :func:`sum_json`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import Json, rational_text
from symlcn.families.polynomial.weightedscaling import WeightedScaling, WeightedSum

__all__ = ["sum_json", "weighted_json"]

FINE = Fraction(1, 2**40)
"""How closely certificates enclose the ρ_l, relatively."""


def weighted_json(scaling: WeightedScaling | None) -> Json:
    """The fields ``t`` and ``rho`` of a parameter tuple; null for filters that are not scaled.

    Examples
    --------
    >>> from symlcn.families.polynomial.weightedscaling import solve_weighted
    >>> weighted_json(solve_weighted((2, 1), (5, 2), [Fraction(1)]))
    {'t': '2', 'rho': ['5', '2']}
    """
    if scaling is None:
        return {"t": None, "rho": None}
    pairs = zip(scaling.degrees, scaling.shifts, strict=True)
    t = scaling.t
    if t is not None:
        return {"t": rational_text(t), "rho": [rational_text(d * (t + shift)) for d, shift in pairs]}
    fine = scaling.refined(FINE)
    interval = [rational_text(fine.lower), rational_text(fine.upper)]
    number = {"interval": interval, "approx": scaling.approx()}
    return {"t": number, "rho": [[rational_text(d * shift), str(d)] for d, shift in pairs]}


def sum_json(value: WeightedSum) -> Any:
    """A number ∑ a/(t + Δ): a rational string if t is rational or there is no a; else all (a, Δ) and an approximation.

    Examples
    --------
    >>> from symlcn.families.polynomial.weightedscaling import solve_weighted
    >>> sum_json(solve_weighted((2, 1), (14, 41), [Fraction(0)]).over((2, 1)))
    {'terms': [['2', '0']], 'approx': '0.158502706878680615'}
    >>> sum_json(solve_weighted((2, 1), (14, 41), [Fraction(0)]).over((0, 0)))
    '0'
    """
    exact = value.value
    if exact is not None:
        return rational_text(exact)
    terms = [[rational_text(a), rational_text(shift)] for a, shift in value.terms]
    return {"terms": terms, "approx": value.approx()}
