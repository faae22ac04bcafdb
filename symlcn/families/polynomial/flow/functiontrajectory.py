"""Numeric trajectories of gradient flow with activations. Floating point, an illustration: nothing is decided here.

Contents: :func:`function_trajectories`.

As in :mod:`symlcn.loss.flow.trajectory`, which follows the flow. Functions are shown by their coefficients, which are
found from values of f at random inputs by least squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import prod
from typing import Any

from symlcn.algebra.polynomials import Exponents
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.flow.functionvelocities import FunctionStart, FunctionVelocities
from symlcn.families.polynomial.gradients import positions_of
from symlcn.loss.flow.trajectory import RATES, Trajectories, followed, rounded_filters
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["function_trajectories"]

PROBES = 3
"""Number of random inputs for each monomial."""


def function_trajectories(velocities: FunctionVelocities, time: Fraction | None = None) -> Trajectories:
    """Follow gradient flow numerically from all starts, with 201 samples, denser near the start.

    Parameters
    ----------
    velocities : FunctionVelocities
        The exact starts; here they are rounded to floating point.
    time : Fraction, optional
        Until when; without it 60/λ where λ is the largest eigenvalue of 2·K at the data at the first start.

    Returns
    -------
    Trajectories
        Their filters are the coefficients of f at the monomials that occur in f' at a start, in increasing order.

    Raises
    ------
    MissingPackageError
        If SciPy is not installed.
    LimitError
        If numbers are too large for floating point or the method does not reach the end.

    Examples
    --------
    >>> from symlcn.families.polynomial.flow.functionloss import function_loss
    >>> from symlcn.families.polynomial.flow.functionvelocities import function_velocities
    >>> from symlcn.network.notation import parse_network
    >>> loss = function_loss(parse_network("k1 r2 k1"), {"inputs": [(1,)], "outputs": [(1,)]})
    >>> found = function_trajectories(function_velocities(loss, [[(2,), (1,)]]), Fraction(5))
    >>> found.trajectories[0].conserved, round(found.trajectories[0].filters[-1][0], 6)
    (True, 1.0)
    """
    return followed(lambda: _Function(velocities), velocities.starts, time)


class _Layer:
    """A layer at many inputs at once: the places before and after it as columns of tables."""

    def __init__(self, before: dict[Exponents, int], after: Sequence[Exponents], moves: Sequence[Exponents]) -> None:
        import numpy as np

        rows = [[before[tuple(map(sum, zip(q, a, strict=True)))] for a in moves] for q in after]
        self.places, self.width = np.array(rows), len(before)

    def forward(self, values: Any, filter: Any) -> Any:
        return values[:, self.places] @ filter

    def backward(self, values: Any, filter: Any, slope: Any) -> tuple[Any, Any]:
        """The derivatives by the filter and by the values, from those by what the layer makes of these."""
        import numpy as np

        own = np.einsum("nqa,nq->na", values[:, self.places], slope)
        below = np.zeros((len(values), self.width))
        for a, c in enumerate(filter):  # a place is at most once at each entry
            below[:, self.places[:, a]] += c * slope
        return own, below


class _Function:
    """A network with activations, its risk and gradient in floating point."""

    def __init__(self, velocities: FunctionVelocities) -> None:
        import numpy as np

        loss, network = velocities.loss, velocities.network
        stack = network.architecture
        self.least, self.delta = 0.0, [float(value) for value in velocities.delta]
        counts = list(accumulate((layer.parameters for layer in stack.layers), initial=0))
        self.parts = [slice(a, b) for a, b in pairwise(counts)]
        self.activations, self.powers = network.activations, (1, *network.activations)
        self.layers, cells = _layers(network)
        self.inputs = np.array([[float(point.get(cell, 0)) for cell in cells] for point in loss.points])
        self.wanted = np.array([float(z) for z in loss.wanted])
        monomials = sorted(set().union(velocities.function, *(start.velocity for start in velocities.starts)))
        self.probes = np.random.default_rng(0).standard_normal((PROBES * len(monomials), len(cells)))
        numbers = {cell: n for n, cell in enumerate(cells)}
        self.coefficients = np.linalg.pinv(np.array([_values(m, numbers, self.probes) for m in monomials]).T)

    def state(self, start: FunctionStart) -> Any:
        """The filters of a start, scaled and rounded."""
        fine = start.scaling.refined(Fraction(1, 2**120))
        return rounded_filters(start.filters, [(low + high) / 2 for low, high in fine.norms()])

    def filter(self, parameters: Any) -> Any:
        """The coefficients of f."""
        return self.coefficients @ self._forward(parameters, self.probes)[-1][:, 0]

    def risk(self, parameters: Any) -> float:
        """Σ (f(x_i) − z_i)²."""
        rest = self._forward(parameters, self.inputs)[-1][:, 0] - self.wanted
        return float(rest @ rest)

    def gradient(self, parameters: Any) -> Any:
        """All J_lᵀ∇ℓ."""
        values = self._forward(parameters, self.inputs)
        rest = 2 * (values[-1][:, 0] - self.wanted)
        return self._slopes(parameters, values).T @ rest

    def _forward(self, parameters: Any, inputs: Any) -> list[Any]:
        """The inputs and what each layer makes of them, before activations."""
        values = [inputs]
        for layer, part, power in zip(self.layers, self.parts, self.powers, strict=True):
            values.append(layer.forward(values[-1] ** power, parameters[part]))
        return values

    def _slopes(self, parameters: Any, values: Sequence[Any]) -> Any:
        """The gradient of f by the parameters, a row for each input."""
        import numpy as np

        slope, rows = np.ones((len(values[0]), 1)), list[Any]()
        steps = zip(self.layers, self.parts, self.powers, values[:-1], strict=True)
        for layer, part, power, below in reversed(list(steps)):
            own, slope = layer.backward(below**power, parameters[part], slope)
            slope = slope * power * below ** (power - 1)
            rows.append(own)
        return np.hstack(rows[::-1])

    def invariants(self, parameters: Any) -> Any:
        """δ_l = ‖w_l‖² − r_l‖w_{l+1}‖²."""
        import numpy as np

        pairs = pairwise(self._norms(parameters))
        return np.array([a - r * b for (a, b), r in zip(pairs, self.activations, strict=True)])

    def largest_norm(self, parameters: Any) -> float:
        return max(self._norms(parameters))

    def _norms(self, parameters: Any) -> list[float]:
        return [float(parameters[part] @ parameters[part]) for part in self.parts]

    def duration(self, parameters: Any) -> float:
        """RATES times the time constant of the fastest mode, to two digits."""
        import numpy as np

        slopes = self._slopes(parameters, self._forward(parameters, self.inputs))
        rate = 2 * float(np.linalg.norm(slopes, 2)) ** 2
        return float(f"{RATES / rate:.1e}") if rate > 0 else 1.0


def _layers(network: PolynomialArchitecture) -> tuple[list[_Layer], list[Exponents]]:
    """The layers, and the places of the inputs that output 0 sees."""
    places: list[list[Exponents]] = [[(0,) * network.dimension]]
    moves = [[a for a, _ in own] for own in positions_of(network)]
    for own in reversed(moves):
        places.append(sorted({tuple(map(sum, zip(q, a, strict=True))) for q in places[-1] for a in own}))
    places.reverse()
    numbers = [{q: n for n, q in enumerate(own)} for own in places]
    return [_Layer(*parts) for parts in zip(numbers[:-1], places[1:], moves, strict=True)], places[0]


def _values(monomial: Monomial, numbers: dict[Exponents, int], inputs: Any) -> Any:
    """The values of a monomial at inputs."""
    return prod(inputs[:, numbers[place]] ** power for place, power in monomial)
