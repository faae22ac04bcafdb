"""Invariants as formulas."""

from __future__ import annotations

from fractions import Fraction

from symlcn.algebra.typeset import lines, rational
from symlcn.answer import Answer
from symlcn.families.question import Kept
from symlcn.network.architecture import Architecture
from symlcn.network.polynomialarchitecture import PolynomialArchitecture


def latex(answer: Answer[Kept]) -> str | None:
    """δ_l of convolutions, with the values at given filters; None of other networks, and where there is one layer."""
    found = answer.known
    network = found.network
    if not isinstance(network, Architecture | PolynomialArchitecture) or found.depth == 1:
        return None
    powers = network.activations if isinstance(network, PolynomialArchitecture) else (1,) * (found.depth - 1)
    values = found.values if isinstance(found.values, tuple) else (None,) * (found.depth - 1)
    shown = (f" = {rational(value)}" if isinstance(value, Fraction) else "" for value in values)
    norms = [rf"\lVert w_{{{l}}} \rVert^{{2}}" for l in range(1, found.depth + 1)]
    parts = zip(powers, shown, strict=True)
    return lines(
        (rf"\delta_{{{l}}}", f"= {norms[l - 1]} - {'' if r == 1 else r}{norms[l]}{value}")
        for l, (r, value) in enumerate(parts, 1)
    )
