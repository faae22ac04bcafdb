"""The question ``symlcn flow`` with activations: do parameters over one function move it with one velocity?

Contents: :func:`flow`, :class:`FunctionFlow`, :data:`QUESTION`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json
from symlcn.answer import Answer, Question, Running, answered, unsealed
from symlcn.certificates.values import architecture_json
from symlcn.errors import brief
from symlcn.families.polynomial.flow.document import function_flow_json
from symlcn.families.polynomial.flow.functionloss import function_loss
from symlcn.families.polynomial.flow.functiontrajectory import function_trajectories
from symlcn.families.polynomial.flow.functionvelocities import FunctionVelocities, function_velocities
from symlcn.loss.data import Parts, as_data
from symlcn.loss.flow.question import numeric_json, positive_time
from symlcn.loss.flow.trajectory import Trajectories
from symlcn.network.filterinputs import as_filters
from symlcn.network.inputs import as_invariants
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["QUESTION", "FunctionFlow", "flow"]


@dataclass(frozen=True, slots=True)
class FunctionFlow:
    """Exact initial velocities, and what is illustrated beside them. Fields of the velocities are its own, too.

    Attributes
    ----------
    velocities : FunctionVelocities
        They decide.
    trajectories : Trajectories or None
        Floating point; None if none were integrated.
    """

    __repr__ = brief

    velocities: FunctionVelocities
    trajectories: Trajectories | None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.velocities, name)


def _decide(
    network: PolynomialArchitecture,
    data: Parts,
    starts: Sequence[Any],
    delta: tuple[Fraction, ...] | None,
    time: Fraction | None,
    exactly: bool,
) -> FunctionFlow:
    found = function_velocities(function_loss(network, data), starts, delta)
    return FunctionFlow(found, None if exactly else function_trajectories(found, time))


def _document(found: FunctionFlow, finer: int) -> Json:
    return function_flow_json(found.velocities, finer)


def _shown(found: FunctionFlow, certificate: Json | None) -> Json:
    """The certificate; or its fields with numeric trajectories beside them, whose floats are all under ``approx``."""
    if certificate is not None and found.trajectories is None:
        return certificate
    whole = function_flow_json(found.velocities) if certificate is None else certificate
    fields = {key: value for key, value in whole.items() if key not in ("format", "digest", "tool")}
    approx = {} if found.trajectories is None else {"approx": numeric_json(found.trajectories, "coefficients")}
    return {"format": "symlcn-flow", **fields, **approx, "tool": whole["tool"]}


QUESTION: Question[FunctionFlow] = Question(
    "flow", None, _decide, _document, _shown, optional=True, weaker=unsealed, family="polynomial"
)


def flow(
    network: PolynomialArchitecture,
    data: Any,
    starts: Sequence[Any],
    delta: Any = None,
    *,
    time: Any = None,
    exact: bool = False,
    **running: Unpack[Running],
) -> Answer[FunctionFlow]:
    """Gradient flow of the square loss from parameters over one function: do they move it alike?

    Parameters
    ----------
    network : PolynomialArchitecture
    data : dict, str or path
        ``{"inputs": [x, …], "outputs": [y, …]}`` with signals, as for linear networks.
    starts : sequence
        One or more parameter tuples over one function: for each, nonzero filters.
    delta, time, exact
        As for linear networks; δ_l = ‖w_l‖² − r_l‖w_{l+1}‖².
    **running
        As for linear networks.

    Returns
    -------
    Answer
        Its result is a :class:`FunctionFlow`. Proved: different ones of these starts have one initial velocity, or, if
        its `every` is true, all parameters over f with these invariants have. Refuted: two of the starts have not.
    """
    asked = as_invariants(delta, network)
    tuples = [as_filters(start, network.architecture) for start in starts]
    about = {"architecture": architecture_json(network)}
    arguments = (network, as_data(data), tuples, asked, positive_time(time), exact)
    return answered(QUESTION, arguments, about, **running)
