"""Points of the fiber over a function of a network with activations, made of points of the fibers of its runs.

Contents: :class:`RunFiber`, :class:`NetworkPoint`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from symlcn.algebra.polynomials import Exponents
from symlcn.families.polynomial.weightedscaling import WeightedScaling
from symlcn.fiber.fiber import Fiber
from symlcn.network.filters import Filter

__all__ = ["NetworkPoint", "RunFiber"]


class RunFiber(NamedTuple):
    """The fiber of a run over one of the products that shifts give it.

    Attributes
    ----------
    run : int
    shift : tuple of int
        b.
    fiber : Fiber
        Over T^b·Q̃, as a filter of the run.
    """

    run: int
    shift: Exponents
    fiber: Fiber


class NetworkPoint(NamedTuple):
    """A point of the fiber.

    Attributes
    ----------
    shift : int
        The number of its shift vector.
    chosen : tuple of int
        For each run the number of the point of its fiber.
    filters : tuple of filters, or None
        Primitive integer filters, one per layer, if all are rational.
    factor : Fraction or None
        Then f is `factor` times their function.
    real : bool
    scaling : WeightedScaling or None
        For rational points and given invariants t and the ρ_l, unless numbers are too long.
    """

    shift: int
    chosen: tuple[int, ...]
    filters: tuple[Filter, ...] | None
    factor: Fraction | None
    real: bool
    scaling: WeightedScaling | None = None
