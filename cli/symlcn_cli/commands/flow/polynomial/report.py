"""Gradient flows with activations in words, and drawn.

Contents: :func:`entries`, :data:`PICTURES`, :func:`picture`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.errors import SymlcnError
from symlcn.families.polynomial.flow.functionvelocities import FunctionStart, FunctionVelocities
from symlcn.families.polynomial.flow.question import FunctionFlow
from symlcn.families.polynomial.ntk.gradientkernel import monomial_text
from symlcn.network.filters import squared_norm
from symlcn_cli.commands.certify.polynomial.report import sum_text, weighted_text
from symlcn_cli.commands.flow.report import MAX_SHOWN, file_entries, trajectories_text
from symlcn_cli.commands.ntk.polynomial.report import about, function_text
from symlcn_cli.words.words import tensor_text

PICTURES = ("svg", "png")


def entries(answer: Answer[FunctionFlow], file: str | None) -> list[tuple[str, str]]:
    """The answer, the exact velocities, and what the numeric trajectories do."""
    flow = answer.known
    found, numeric = flow.velocities, flow.trajectories
    count, outputs = len(found.loss.inputs), len(found.loss.points)
    loss = f"sum of squares of outputs less what they should be, for {_counted(count, 'signal')} with "
    sections = [
        ("Architecture", about(found.network)),
        ("Loss", f"{loss}{_counted(outputs, 'output')}"),
        ("Question", "Do parameters over one function f with one δ move f with one velocity?"),
        ("Answer", _answer(found)),
        ("Start", "\n".join(_starts(found))),
        ("Velocity", "\n".join(_velocities(found))),
        ("Filters", "\n".join(_slopes(found))),
    ]
    if numeric is not None:
        sections.append(("Trajectories", "\n".join(trajectories_text(numeric, "functions, by coefficients,"))))
    return sections + file_entries(answer, file)


def picture(answer: Answer[FunctionFlow], form: str) -> bytes:
    """The trajectories, drawn.

    Raises
    ------
    SymlcnError
        If there are none, or Matplotlib is not installed.
    """
    from symlcn_cli.commands.flow.picture import FUNCTIONS, draw

    flow = answer.result
    if flow is None or flow.trajectories is None:
        raise SymlcnError("no trajectories were integrated, so that there is no picture of them")
    return draw(str(flow.velocities.network), flow.trajectories, (), form, FUNCTIONS)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _answer(found: FunctionVelocities) -> str:
    if found.difference is not None:
        return (
            "REFUTED: no. At this f and δ the flow on functions follows no law that depends on f and δ alone, so it is "
            "not the gradient flow of a Riemannian metric that does."
        )
    if found.reason is not None:
        return f"UNDECIDED: {found.reason}."
    if found.every:
        return (
            "PROVED: yes, for all data: an activation separates any two layers, and no shift of the filters fits, so "
            "that f determines them up to scalars. All real parameters over f with this δ have one NTK."
        )
    if found.ntk_difference is None:
        return (
            f"PROVED: yes, the {found.points} different starts do, and their NTKs are equal. This agrees with a "
            "Riemannian flow; it is about these starts only, not about other parameters over f."
        )
    return (
        "PROVED: yes, these starts do, for these data. But their NTKs differ, so other data at the same f and δ give "
        "different velocities."
    )


def _starts(found: FunctionVelocities) -> list[str]:
    delta = ", ".join(map(rational_text, found.delta))
    lines = [f"f = {function_text(found.function)}, δ = ({delta})"]
    for number, start in enumerate(found.starts):
        filters = ", ".join(map(tensor_text, start.filters)) if _short(found) else "filters as given"
        lines.append(f"  {number}: {filters}; {weighted_text(start.scaling)}")
    return lines


def _short(found: FunctionVelocities) -> bool:
    return found.network.parameters <= MAX_SHOWN


def _velocities(found: FunctionVelocities) -> list[str]:
    lines = ["f' = −K ∇ℓ(f), exactly, by its coefficients:"]
    listed = sorted(set().union(*(start.velocity for start in found.starts)))
    zero = (Fraction(0),) * len(found.network)
    for number, start in enumerate(found.starts) if len(listed) <= MAX_SHOWN else ():
        lines.append(f"  {number}:")
        lines += [f"    {monomial_text(m)}: {_value(start, start.velocity.get(m, zero))}" for m in listed]
    if len(listed) > MAX_SHOWN:
        lines.append(f"  {len(listed)} of them; --json has them")
    if found.difference is not None:
        first, second = found.difference.starts
        pair = zip((found.starts[first], found.starts[second]), found.difference.values, strict=True)
        values = " and ".join(_value(start, own) for start, own in pair)
        place = monomial_text(found.difference.monomials[0])
        lines.append(f"Starts {first} and {second} differ in the coefficient of {place}: {values}.")
    return lines


def _value(start: FunctionStart, values: Sequence[Fraction]) -> str:
    """Σ a_l/ρ_l."""
    return sum_text(start.scaling.over(values)) if any(values) else "0"


def _slopes(found: FunctionVelocities) -> list[str]:
    """How the filters move, if they are few."""
    if not _short(found):
        return ["w_l' = −J_lᵀ ∇ℓ(f) at the starts, exactly: --json has it"]
    lines = ["w_l' = −J_lᵀ ∇ℓ(f), exactly, for filters of squared norms ρ_l:"]
    for number, start in enumerate(found.starts):
        t, moved = start.scaling.t, []
        pairs = zip(start.scaling.degrees, start.scaling.shifts, start.filters, start.slopes, strict=True)
        for l, (d, shift, own, slopes) in enumerate(pairs, 1):
            same = t is not None and d * (t + shift) == squared_norm(own)
            factor = "" if same else f"/λ_{l}"
            moved.append(f"w_{l}' = ({', '.join(map(rational_text, slopes))}){factor}")
        lines.append(f"  {number}: {', '.join(moved)}")
    if any("/λ" in line for line in lines):
        lines.append("Here λ_l = √(ρ_l/n_l), n_l the squared norm of the filter as given.")
    return lines
