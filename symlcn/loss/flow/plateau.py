"""Where numeric trajectories of gradient flow end: at minima over parameters that no metric on filters explains.

Contents: :class:`Plateau`, :func:`plateaus`.

The minima are exact (:mod:`~symlcn.loss.critical.critical`): u is a smooth point of the closure of the neuromanifold
there, and ∇ℓ(u) is not 0 on its tangent space. That a trajectory ends at one is read off numbers, and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import dist, hypot

from symlcn.loss.critical.critical import critical_points
from symlcn.loss.critical.places import RealPoint, real_points
from symlcn.loss.flow.trajectory import Trajectories
from symlcn.loss.risk import Risk
from symlcn.loss.signals import Loss
from symlcn.network.filters import end_to_end_filter, flat, nested

__all__ = ["Plateau", "plateaus"]

MAX_NUMBER = 14
"""Generic number of critical points up to which they are sought beside a trajectory."""
MAX_PARAMETERS = 20
"""Number of parameters up to which that number is computed."""
NEAR = 1e-2
"""Distance from u, in parts of the norm of u, at which a trajectory counts as ending there."""


@dataclass(frozen=True, slots=True)
class Plateau:
    """A trajectory that ends at a minimum with a gradient in function space.

    Attributes
    ----------
    trajectory : int
        Its index.
    risk : float
        The risk of the minimum, rounded.
    distance : float
        From the last end-to-end filter to that of the minimum, numeric.
    least : bool
        Whether it is a global minimum.
    """

    trajectory: int
    risk: float
    distance: float
    least: bool


def plateaus(risk: Loss, numeric: Trajectories) -> tuple[Plateau, ...]:
    """The trajectories that end near such a minimum; none are sought where there are more than 14 critical points.

    Examples
    --------
    k2 k2 has real roots only: it does not reach u* = 1 + x², and ends at 1, which has a double root at infinity.

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.flow.velocities import initial_velocities
    >>> from symlcn.loss.risk import quadratic_risk
    >>> from symlcn.loss.flow.trajectory import integrate
    >>> identity = [[int(i == j) for j in range(3)] for i in range(3)]
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), identity, (1, 0, 1))
    >>> numeric = integrate(initial_velocities(risk, [[(1, 2), (2, 3)]], [0]), Fraction(9))
    >>> [(found.trajectory, round(found.risk, 4), found.least) for found in plateaus(risk, numeric)]
    [(0, 1.0, True)]
    """
    if not isinstance(risk, Risk) or not risk.definite or risk.architecture.parameters > MAX_PARAMETERS:
        return ()
    points = critical_points(risk, MAX_NUMBER)
    minima = [
        (_filter(risk, point), float(sum(point.risk) / 2), bool(point.least))
        for point in (real_points(points) if any(orbit.place == "noncritical" for orbit in points.orbits) else ())
        if point.index == 0 and points.orbits[point.orbit].place == "noncritical"
    ]
    found = []
    for number, trajectory in enumerate(numeric.trajectories):
        for u, value, least in minima:
            distance = dist(trajectory.filters[-1], u)
            if distance < NEAR * hypot(*u):
                found.append(Plateau(number, value, distance, least))
    return tuple(found)


def _filter(risk: Risk, point: RealPoint) -> list[float]:
    """The end-to-end filter, rounded."""
    layers = zip(point.filters, risk.architecture.layers, strict=True)
    filters = [nested([Fraction(float(c)) for c in own], layer.size) for own, layer in layers]
    return [float(c) for c in flat(end_to_end_filter(risk.architecture, filters))]
