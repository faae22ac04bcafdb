"""The question ``symlcn flow``: do parameters over one end-to-end filter move it with one velocity?

Contents: :func:`flow`, :class:`Flow`, :data:`FLOW`; :func:`numeric_json`, :func:`positive_time`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Unpack

from symlcn.algebra.exact import Json, exact
from symlcn.answer import Answer, Question, Running, answered, unsealed
from symlcn.certificates.values import architecture_json
from symlcn.errors import ParseError, brief
from symlcn.loss.data import Parts, as_data
from symlcn.loss.flow.document import flow_json
from symlcn.loss.flow.plateau import Plateau, plateaus
from symlcn.loss.flow.trajectory import ABSOLUTE, METHOD, RELATIVE, Trajectories, integrate
from symlcn.loss.flow.velocities import Velocities, initial_velocities
from symlcn.loss.signals import loss_of
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.filterinputs import as_filters
from symlcn.network.inputs import ArchitectureLike, as_invariants, as_network

__all__ = ["FLOW", "Flow", "flow", "numeric_json", "positive_time"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Exact initial velocities, and what is illustrated beside them. Fields of the velocities are its own, too.

    Attributes
    ----------
    velocities : Velocities
        They decide.
    trajectories : Trajectories or None
        Floating point; None if none were integrated.
    plateaus : tuple of Plateau
        Trajectories that end where no metric lets them end.
    """

    __repr__ = brief

    velocities: Velocities
    trajectories: Trajectories | None
    plateaus: tuple[Plateau, ...]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.velocities, name)


def _decide(
    architecture: Architecture,
    data: Parts,
    starts: Sequence[Any],
    delta: tuple[Fraction, ...] | None,
    time: Fraction | None,
    exactly: bool,
) -> Flow:
    found = initial_velocities(loss_of(architecture, data), starts, delta)
    numeric = None if exactly else integrate(found, time)
    return Flow(found, numeric, () if numeric is None else plateaus(found.risk, numeric))


def _document(found: Flow, _finer: int) -> Json:
    return flow_json(found.velocities)


def shown_json(found: Flow, certificate: Json | None) -> Json:
    """The certificate; or its fields with numeric trajectories beside them, whose floats are all under ``approx``."""
    if certificate is not None and found.trajectories is None:
        return certificate
    whole = flow_json(found.velocities) if certificate is None else certificate
    fields = {key: value for key, value in whole.items() if key not in ("format", "digest", "tool")}
    approx = {} if found.trajectories is None else {"approx": numeric_json(found.trajectories)}
    return {"format": "symlcn-flow", **fields, **approx, "tool": whole["tool"]}


def numeric_json(numeric: Trajectories, functions: str = "filters") -> Json:
    """Trajectories as JSON, in floats; those of the end-to-end filters under the given name."""
    return {
        "method": METHOD,
        "rtol": RELATIVE,
        "atol": ABSOLUTE,
        "times": list(numeric.times),
        "distance": list(numeric.distance),
        "trajectories": [
            {
                functions: [list(row) for row in trajectory.filters],
                "risk": list(trajectory.risk),
                "delta": [list(row) for row in trajectory.delta],
                "drift": trajectory.drift,
                "conserved": trajectory.conserved,
                "increase": trajectory.increase,
                "steps": trajectory.steps,
            }
            for trajectory in numeric.trajectories
        ],
    }


FLOW: Question[Flow] = Question("flow", None, _decide, _document, shown_json, optional=True, weaker=unsealed)


def flow(
    architecture: ArchitectureLike,
    data: Any,
    starts: Sequence[Any],
    delta: Any = None,
    *,
    time: Any = None,
    exact: bool = False,
    **running: Unpack[Running],
) -> Answer[Flow]:
    """Gradient flow of the square loss from parameters over one end-to-end filter: do they move it alike?

    With activations, as in ``k3 r2 k2``, it is about parameters over one function f, data are signals, and one start is
    enough where an activation separates any two layers and no shift of its filters fits: all parameters over f with
    the same δ then move it alike, whatever the data (:mod:`symlcn.families.polynomial.flow.functionvelocities`).

    They must if the flow is that of a Riemannian metric on filters which depends on the filter and δ alone.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    data : dict, str or path
        ``{"inputs": [x, …], "outputs": [y, …]}`` with signals, or ``{"A": matrix, "target": u}`` for the loss
        (w − u)ᵀA(w − u), of exact numbers; or JSON, or a file that has it (:func:`symlcn.loss.data.as_data`).
    starts : sequence
        Parameter tuples over one filter: for each, nonzero filters as for :func:`symlcn.ntk`.
    delta : sequence of exact numbers or str, optional
        The invariants to which they are scaled; without it they are taken as they are and must share them.
    time : exact number, optional
        Until when trajectories are integrated.
    exact : bool
        Only the exact velocities, which decide; trajectories are numeric and need SciPy.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit. ``seal=False`` makes no
        certificate.

    Returns
    -------
    Answer
        Its result is a :class:`Flow`. Proved: different ones of these starts have one initial velocity; refuted: two
        have not. Nothing is claimed of other starts, other data, or later times. Where the checker does not read
        a certificate so large the answer is undecided, and its result is what was found. ``render("svg")`` draws it.

    Raises
    ------
    ParseError
        If something cannot be read or is not exact, or the starts do not share the filter or δ.
    MissingPackageError
        If SciPy is needed and not installed.

    References
    ----------
    Achour, Kohn, Rauhut, arXiv:2507.06367, sections 1 and 2.3.

    Examples
    --------
    Ex. 19: two balanced factorizations of x³ − x.

    >>> data = {"inputs": [[1, 0, 0, 1, 0, -1, 0, 0, 1, 1]], "outputs": [[3, 1, -4, 0, 2, 1, 3]]}
    >>> starts = [[(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]]
    >>> answer = flow("k3 k2", data, starts, "balanced", exact=True)
    >>> answer.status, answer.difference.index
    (Status.REFUTED, (0,))
    >>> flow("k3 r2 k2", data, starts[:1], "balanced", exact=True).status
    Status.PROVED
    """
    network = as_network(architecture)
    if not isinstance(network, Architecture):
        further: Answer[Flow] = family_question("flow", network)(
            network, data, starts, delta, time=time, exact=exact, **running
        )
        return further
    asked = as_invariants(delta, network)
    tuples = [as_filters(start, network) for start in starts]
    about = {"architecture": architecture_json(network)}
    arguments = (network, as_data(data), tuples, asked, positive_time(time), exact)
    return answered(FLOW, arguments, about, **running)


def positive_time(time: Any) -> Fraction | None:
    """The time that a caller gives, None if none is given; raises ParseError if it is not positive."""
    if time is None:
        return None
    value = exact(time, "time")
    if value <= 0:
        raise ParseError("time", "it is not positive")
    return value
