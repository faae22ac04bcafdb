"""Two invariants, two metrics at one filter.

Contents: :func:`check_comparison`.

On the part of the tangent space that belongs to a layer with two or more parameters the metric is rho_l times a form
that does not depend on the invariants. So the metrics differ if a rational number r lies strictly between rho_l and
rho'_l.
With rho_l = t + Delta_l, where t > max(-Delta_l) is the root of the increasing function F(t) = prod(t + Delta_l) -
factor^2 prod n_l, the sign of F(r - Delta_l) says on which side of rho_l the number r is.
"""

from __future__ import annotations

from math import prod

from ...core.arithmetic import Rational, total_bits
from ...core.limits import Work
from ...core.outcome import Rejected
from ...core.reading import integer, json_object, rational, rationals
from ...network.architecture import Architecture
from ...network.scaling import shifts_of


def check_comparison(
    architecture: Architecture, value: object, delta: list[Rational], norms: list[int], factor: Rational, work: Work
) -> None:
    """Establishes that the metrics at delta and at other invariants differ on a layer."""
    where, depth = "result.comparison", len(architecture.sizes)
    item = json_object(value, "delta layer between", where)
    other = rationals(item["delta"], f"{where}.delta", depth - 1)
    layer = integer(item["layer"], f"{where}.layer", 0, depth - 1)
    if prod(architecture.sizes[layer]) == 1:
        raise Rejected(f"{where}.layer", "has one parameter only")
    between = rational(item["between"], f"{where}.between")
    sides = [_side(between, layer, invariants, norms, factor, work) for invariants in (delta, other)]
    if sides[0] * sides[1] >= 0:
        raise Rejected(f"{where}.between", f"is not strictly between the two values of rho[{layer}]")


def _side(r: Rational, layer: int, delta: list[Rational], norms: list[int], factor: Rational, work: Work) -> int:
    """The sign of r - rho_l."""
    shifts, common = shifts_of(delta, work)
    p, q = r
    work.spend(2 * len(norms) ** 2, total_bits([*shifts, p, q, common]), total_bits([*norms, p, q, common]))
    terms = [p * common + (shift - shifts[layer]) * q for shift in shifts]  # r - Delta_l + Delta_m, times q * common
    if min(terms) <= 0:
        return -1
    above = prod(terms) * factor[1] * factor[1]
    below = factor[0] * factor[0] * prod(norms) * prod([q * common] * len(norms))
    return (above > below) - (above < below)
