"""Gradient flows in words, and drawn.

Contents: :func:`entries`, :data:`PICTURES`, :func:`picture`; :func:`file_entries`, :func:`risk_text`,
:func:`trajectories_text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.errors import SymlcnError
from symlcn.loss.flow.plateau import Plateau
from symlcn.loss.flow.question import Flow
from symlcn.loss.flow.trajectory import DRIFT, METHOD, RELATIVE, Trajectories, Trajectory
from symlcn.loss.flow.velocities import Velocities
from symlcn.loss.risk import Risk
from symlcn.loss.signals import Loss
from symlcn.network.architecture import size_text
from symlcn_cli.words.words import about_text, element_text, recheck, scaling_text, tensor_text

PICTURES = ("svg", "png")
MAX_SHOWN = 40


def entries(answer: Answer[Flow], file: str | None) -> list[tuple[str, str]]:
    """The answer, the exact velocities, and what the numeric trajectories do."""
    flow = answer.known
    found, numeric = flow.velocities, flow.trajectories
    size = size_text(found.risk.architecture.end_to_end_size)
    sections = [
        ("Architecture", f"{found.risk.architecture}   (end-to-end size {size})"),
        ("Loss", _loss(found.risk)),
        (
            "Question",
            "Do the starts, different parameters over one end-to-end filter u with one δ, move u with one velocity?",
        ),
        ("Answer", _answer(found)),
        ("Start", "\n".join(_starts(found))),
        ("Velocity", "\n".join(_velocities(found))),
    ]
    if numeric is not None:
        sections.append(("Trajectories", "\n".join([*trajectories_text(numeric), *map(plateau_text, flow.plateaus)])))
    return sections + file_entries(answer, file)


def picture(answer: Answer[Flow], form: str) -> bytes:
    """The trajectories, drawn.

    Raises
    ------
    SymlcnError
        If there are none, or Matplotlib is not installed.
    """
    from symlcn_cli.commands.flow.picture import draw

    flow = answer.result
    if flow is None or flow.trajectories is None:
        raise SymlcnError("no trajectories were integrated, so that there is no picture of them")
    return draw(str(flow.velocities.risk.architecture), flow.trajectories, flow.plateaus, form)


def file_entries(answer: Answer[Any], file: str | None) -> list[tuple[str, str]]:
    """Where the certificate is, or why there is none."""
    if file is not None and answer.sealed is None:
        return [("File", f"none, so that this is undecided for others: {answer.reason}")]
    return recheck(file)


def plateau_text(end: Plateau) -> str:
    """A trajectory that ends where no metric lets it end."""
    kind = "the global minimum" if end.least else "a local minimum"
    return (
        f"Trajectory {end.trajectory} ends {end.distance:.1g} from the filter u of {kind} over parameters, of risk "
        f"{end.risk:.6g}, at which ∇ℓ(u) is not 0 on the tangent space at a smooth point u: no continuous Riemannian "
        "metric has a gradient flow that ends there. (The minimum is exact: --landscape.)"
    )


def _loss(risk: Loss) -> str:
    """The quadratic form, or how many data there are."""
    if isinstance(risk, Risk):
        return risk_text(risk)
    count = len(risk.inputs)
    return (
        f"sum of squares of outputs less what they should be, for {count} signal{'s' * (count > 1)}; neither its "
        "minima over all filters nor the least risk are computed, which velocities do not need"
    )


def risk_text(risk: Risk) -> str:
    """The quadratic form, its minimum written out if it is short."""
    minimum = f"u* = {_vector(risk.target)}, " if len(risk.target) <= MAX_SHOWN else ""
    return f"sum of squares, (u − u*)ᵀ A (u − u*) + ℓ(u*) with {minimum}ℓ(u*) = {rational_text(risk.least)}"


def _vector(values: Sequence[Fraction]) -> str:
    return f"({', '.join(map(rational_text, values))})"


def _answer(found: Velocities) -> str:
    if found.difference is not None:
        return (
            "REFUTED: no. At this u and δ the flow on filters follows no law that depends on u and δ alone, so it is "
            "not the gradient flow of a Riemannian metric that does."
        )
    if found.reason is not None:
        return f"UNDECIDED: {found.reason}. symlcn fiber lists the points over u."
    if found.same_ntk:
        return (
            f"PROVED: yes, the {found.points} different starts do, and their NTKs are equal. This agrees with a "
            "Riemannian flow; it is about these starts only, not about other points over u."
        )
    return (
        "PROVED: yes, these starts do, for these data. But their NTKs differ, so other data at the same u and δ give "
        "different velocities."
    )


def _starts(found: Velocities) -> list[str]:
    shown = found.risk.architecture.ambient <= MAX_SHOWN
    lines = [f"u = {tensor_text(found.filter)}" if shown else f"u has {found.risk.architecture.ambient} entries"]
    lines[0] += f", δ = {_vector(found.delta)}"
    for number, start in enumerate(found.starts):
        filters = ", ".join(map(tensor_text, start.filters)) if shown else "filters as given"
        lines.append(f"  {number}: {filters}; {scaling_text(start.scaling)}")
    return lines


def _velocities(found: Velocities) -> list[str]:
    lines = ["−K ∇ℓ(u), exactly:"]
    if found.risk.architecture.ambient <= MAX_SHOWN:
        for number, start in enumerate(found.starts):
            lines.append(f"  {number}: ({', '.join(map(element_text, start.velocity))})")
    if found.difference is not None:
        first, second = (found.starts[number].scaling for number in found.difference.starts)
        index = ",".join(map(str, found.difference.index))
        values = [
            element_text(value) + about_text(value, scaling)
            for value, scaling in zip(found.difference.values, (first, second), strict=True)
        ]
        numbers = found.difference.starts
        lines.append(f"Starts {numbers[0]} and {numbers[1]} differ in entry {index}: {values[0]} and {values[1]}.")
    return lines


def trajectories_text(numeric: Trajectories, functions: str = "end-to-end filters") -> list[str]:
    """What numeric trajectories do, of functions that are called so."""
    lines = [
        f"numeric, {METHOD}, relative tolerance {RELATIVE:g}, until time {numeric.times[-1]:.6g}; nothing rests on "
        "them:"
    ]
    for number, trajectory in enumerate(numeric.trajectories):
        lines.append(f"  {number}: {_trajectory(trajectory)}")
    largest = max(numeric.distance)
    time = numeric.times[numeric.distance.index(largest)]
    lines.append(
        f"Largest distance of the {functions} {largest:.2g}, at time {time:.3g}; at the end {numeric.distance[-1]:.2g}."
    )
    return lines


def _trajectory(trajectory: Trajectory) -> str:
    falls = f"risk {trajectory.risk[0]:.6g} to {trajectory.risk[-1]:.6g}"
    falls += ", never up" if trajectory.increase == 0 else f", up by at most {trajectory.increase:.1e} in a step"
    within = "within" if trajectory.conserved else "NOT within"
    drift = f"δ drifts by {trajectory.drift:.1e}, {within} {DRIFT:g} of the largest ‖w_l‖²"
    return f"{trajectory.steps} steps, {falls}; {drift}"
