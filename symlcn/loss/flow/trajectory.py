"""Numeric trajectories of gradient flow. Floating point, an illustration: nothing is decided here.

Contents: :class:`Trajectory`, :class:`Trajectories`, :func:`integrate`; :class:`Flowing`, :func:`followed`,
:func:`rounded_filters`, for networks of other families; :class:`MissingPackageError`.

The parameters follow w_l' = −J_lᵀ ∇ℓ(μ(w)) by the Runge–Kutta method of order 8 of Dormand and Prince (DOP853, SciPy),
with relative tolerance 1e-12 for every step and absolute tolerance 1e-14 times the largest initial parameter. Along the
exact flow the invariants δ are constant and the risk never increases, so the drift of δ and the largest increase of the
risk between steps measure the error of the method.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Protocol

from symlcn.algebra.exact import fraction_of
from symlcn.algebra.realnumbers import enclosure_at
from symlcn.errors import LimitError, SymlcnError, brief, not_installed
from symlcn.loss.flow.velocities import Start, Velocities
from symlcn.loss.risk import Risk
from symlcn.loss.signals import Loss
from symlcn.network.filters import flat
from symlcn.network.jacobian import offsets_of
from symlcn.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "Flowing",
    "MissingPackageError",
    "Trajectories",
    "Trajectory",
    "followed",
    "integrate",
    "rounded_filters",
]

METHOD, RELATIVE, ABSOLUTE = "DOP853", 1e-12, 1e-14
DRIFT = 1e-9
"""Drift of δ, relative to the largest squared norm of a filter, within which a trajectory counts as conserving δ."""
SAMPLES = 201
MAX_EVALUATIONS = 1_000_000
RATES = 60
"""Without a given time the flow is followed for as many times the shortest time constant at the first start."""


class MissingPackageError(SymlcnError, ImportError):
    """An optional package is needed that is not installed."""


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What one start becomes, at the common sample times, in floating point, interpolated between steps of the method.

    Attributes
    ----------
    filters : tuple of tuple of float
        The end-to-end filter, row-major, at each sample time; with activations the coefficients of f.
    risk : tuple of float
        ℓ there.
    delta : tuple of tuple of float
        The invariants there.
    drift : float
        The largest distance of an invariant from its exact value, at any step of the method.
    conserved : bool
        Whether the drift is below 1e-9 times the largest squared norm of a filter.
    increase : float
        The largest increase of the risk from one step to the next; 0 if it never increases.
    steps : int
    """

    __repr__ = brief

    filters: tuple[tuple[float, ...], ...]
    risk: tuple[float, ...]
    delta: tuple[tuple[float, ...], ...]
    drift: float
    conserved: bool
    increase: float
    steps: int


@dataclass(frozen=True, slots=True)
class Trajectories:
    """The trajectories of all starts.

    Attributes
    ----------
    times : tuple of float
        The common sample times T·(i/200)³, from 0.
    least : float
        ℓ(u*).
    delta : tuple of float
        The exact invariants, rounded.
    trajectories : tuple of Trajectory
    distance : tuple of float
        At each time the largest distance of two end-to-end filters in the Euclidean norm.
    """

    __repr__ = brief

    times: tuple[float, ...]
    least: float
    delta: tuple[float, ...]
    trajectories: tuple[Trajectory, ...]
    distance: tuple[float, ...]


def integrate(velocities: Velocities, time: Fraction | None = None) -> Trajectories:
    """Follow gradient flow numerically from all starts, with 201 samples, denser near the start.

    Parameters
    ----------
    velocities : Velocities
        The exact starts; here they are rounded to floating point.
    time : Fraction, optional
        Until when; without it 60/λ where λ is the largest eigenvalue of 2·K·A at the first start.

    Returns
    -------
    Trajectories
        In floating point. No bound of the error is claimed; drift and increase are reported.

    Raises
    ------
    MissingPackageError
        If SciPy is not installed.
    LimitError
        If numbers are too large for floating point or the method does not reach the end.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.flow.velocities import initial_velocities
    >>> from symlcn.loss.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k1 k1"), [[1]], (1,))
    >>> found = integrate(initial_velocities(risk, [[(2,), (2,)], [(-2,), (-2,)]]), Fraction(5))
    >>> found.trajectories[0].conserved, found.distance[-1] < 1e-9, round(found.trajectories[0].filters[-1][0], 3)
    (True, True, 1.0)
    """
    return followed(lambda: _Network(velocities), velocities.starts, time)


class Flowing(Protocol):
    """A network in floating point, all of whose filters are one vector: what gradient flow and its samples need."""

    @property
    def least(self) -> float:
        """The least risk over all functions."""

    @property
    def delta(self) -> Sequence[float]:
        """The invariants of the starts."""

    def state(self, start: Any) -> Any:
        """The filters of a start scaled to their exact squared norms, rounded once."""

    def filter(self, parameters: Any) -> Any:
        """The end-to-end filter, or the coefficients of the function."""

    def risk(self, parameters: Any) -> float:
        """The loss."""

    def gradient(self, parameters: Any) -> Any:
        """Its gradient by the parameters."""

    def invariants(self, parameters: Any) -> Any:
        """The invariants there."""

    def largest_norm(self, parameters: Any) -> float:
        """The largest squared norm of a filter."""

    def duration(self, parameters: Any) -> float:
        """Until when the flow is followed if no time is given."""


def followed(made: Callable[[], Flowing], starts: Sequence[Any], time: Fraction | None = None) -> Trajectories:
    """Follow the gradient flow of a network from all starts; raises as :func:`integrate`, whose result it is."""
    try:
        import numpy as np
        from scipy.integrate import solve_ivp
    except ImportError:
        raise MissingPackageError(f"integration: {not_installed('scipy')}; --exact needs none") from None
    try:
        network = made()
        states = [network.state(start) for start in starts]
        end = float(time) if time is not None else network.duration(states[0])
    except OverflowError:
        raise LimitError("the numbers are too large for floating point; the exact velocities do not need it") from None
    times = end * np.linspace(0.0, 1.0, SAMPLES) ** 3
    found = []
    for number, state in enumerate(states):
        progress("integrating from starts", number, len(states))
        found.append(_follow(network, solve_ivp, state, times))
    filters = np.array([trajectory.filters for trajectory in found])
    pairs = filters[:, None] - filters[None]
    distance = np.sqrt((pairs**2).sum(axis=3)).max(axis=(0, 1))
    return Trajectories(
        tuple(map(float, times)),
        network.least,
        tuple(network.delta),
        tuple(found),
        tuple(map(float, distance)),
    )


def rounded_filters(filters: Sequence[Any], squares: Sequence[Fraction]) -> Any:
    """The entries of all filters, scaled to these squared norms and rounded once."""
    import numpy as np

    parts = []
    for tensor, square in zip(filters, squares, strict=True):
        values = list(flat(tensor))
        ratio = square / sum((value * value for value in values), Fraction(0))
        parts += [np.sqrt(float(ratio)) * float(value) for value in values]
    return np.array(parts)


def _follow(network: Flowing, solve: Callable[..., Any], state: Any, times: Any) -> Trajectory:
    import numpy as np

    scale = float(np.abs(state).max())
    count = 0

    def slope(_time: float, parameters: Any) -> Any:
        nonlocal count
        count += 1
        if count > MAX_EVALUATIONS:
            raise LimitError(f"the integration needs more than {MAX_EVALUATIONS} evaluations; give a shorter --time")
        return -network.gradient(parameters)

    with np.errstate(over="ignore", invalid="ignore"):
        result = solve(slope, (0.0, times[-1]), state, METHOD, dense_output=True, rtol=RELATIVE, atol=ABSOLUTE * scale)
    if not result.success or not np.isfinite(result.y).all():
        raise LimitError("the numeric integration did not reach its end; give a shorter --time")
    steps = result.y.T
    exact = np.array(network.delta)
    drift = max((float(np.abs(network.invariants(step) - exact).max(initial=0)) for step in steps), default=0.0)
    risks = np.array([network.risk(step) for step in steps])
    samples = result.sol(times).T
    samples[0], samples[-1] = steps[0], steps[-1]
    norm = max(network.largest_norm(step) for step in steps)
    return Trajectory(
        tuple(tuple(network.filter(sample).tolist()) for sample in samples),
        tuple(network.risk(sample) for sample in samples),
        tuple(tuple(network.invariants(sample).tolist()) for sample in samples),
        drift,
        drift <= DRIFT * norm,
        float(np.diff(risks).max(initial=0.0)),
        len(steps) - 1,
    )


def _quadratic(risk: Loss) -> tuple[Any, Any, float]:
    """A, a minimum u* over all filters, the shortest if there are several, and the least risk, in floating point."""
    import numpy as np

    if isinstance(risk, Risk):
        form = np.array([[float(fraction_of(value)) for value in row] for row in risk.matrix.table()])
        return form, np.array([float(value) for value in risk.target]), float(risk.least)
    pairs = [([float(c) for c in patch], float(z)) for patch, z in risk.patches()]
    patches, wanted = np.array([patch for patch, _ in pairs]), np.array([z for _, z in pairs])
    target = np.linalg.lstsq(patches, wanted, rcond=None)[0]
    return patches.T @ patches, target, float(((patches @ target - wanted) ** 2).sum())


class _Network:
    """The parametrization map, the risk and its gradient in floating point.

    Filters lie in rows as the end-to-end filter does, their entries at the places of their monomials there: convolution
    in any number of directions is then one of rows.
    """

    def __init__(self, velocities: Velocities) -> None:
        import numpy as np

        risk, architecture = velocities.risk, velocities.risk.architecture
        self.places = [np.array(offsets_of(architecture, layer)) for layer in range(len(architecture.layers))]
        counts = list(accumulate((layer.parameters for layer in architecture.layers), initial=0))
        self.parts = [slice(a, b) for a, b in pairwise(counts)]
        self.form, self.target, self.least = _quadratic(risk)
        self.delta = [float(value) for value in velocities.delta]

    def state(self, start: Start) -> Any:
        """The filters of a start, scaled and rounded."""
        bounds = (enclosure_at(norm, start.scaling.t, Fraction(1, 2**120)) for norm in start.scaling.norms)
        return rounded_filters(start.filters, [(low + high) / 2 for low, high in bounds])

    def _spread(self, parameters: Any) -> list[Any]:
        """The filters as rows up to their last entries."""
        import numpy as np

        rows = []
        for part, places in zip(self.parts, self.places, strict=True):
            row = np.zeros(places[-1] + 1)
            row[places] = parameters[part]
            rows.append(row)
        return rows

    def filter(self, parameters: Any) -> Any:
        """u = μ(w)."""
        import numpy as np

        return reduce(np.convolve, self._spread(parameters))

    def risk(self, parameters: Any) -> float:
        """ℓ(μ(w))."""
        difference = self.filter(parameters) - self.target
        return float(difference @ self.form @ difference) + self.least

    def gradient(self, parameters: Any) -> Any:
        """All J_lᵀ ∇ℓ(u)."""
        return self.pullback(parameters, 2 * self.form @ (self.filter(parameters) - self.target))

    def pullback(self, parameters: Any, slope: Any) -> Any:
        """All J_lᵀ g: the correlation of g with the product of the other filters."""
        import numpy as np

        rows = self._spread(parameters)
        before = list(accumulate(rows, np.convolve, initial=np.ones(1)))
        after = list(accumulate(reversed(rows), np.convolve, initial=np.ones(1)))
        parts = []
        for layer, places in enumerate(self.places):
            others = np.convolve(before[layer], after[len(rows) - 1 - layer])
            parts.append(np.convolve(slope, others[::-1], mode="valid")[places])
        return np.concatenate(parts)

    def invariants(self, parameters: Any) -> Any:
        """δ_l = ‖w_l‖² − ‖w_{l+1}‖²."""
        import numpy as np

        return -np.diff(self._norms(parameters))

    def largest_norm(self, parameters: Any) -> float:
        return max(self._norms(parameters))

    def _norms(self, parameters: Any) -> list[float]:
        return [float(parameters[part] @ parameters[part]) for part in self.parts]

    def duration(self, parameters: Any) -> float:
        """RATES times the time constant of the fastest mode, to two digits."""
        import numpy as np

        jacobian = np.array([self.pullback(parameters, unit) for unit in np.eye(len(self.target))])
        rate = float(np.linalg.eigvals(2 * jacobian @ jacobian.T @ self.form).real.max())
        return float(f"{RATES / rate:.1e}") if rate > 0 else 1.0
