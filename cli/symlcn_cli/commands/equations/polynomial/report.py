"""Equations of functions in words."""

from __future__ import annotations

from symlcn.algebra.forms import form_text
from symlcn.answer import Answer
from symlcn.families.polynomial.equations.functionforms import FunctionEquations
from symlcn_cli.commands.equations.report import degree_lines
from symlcn_cli.pages.model import Entry
from symlcn_cli.words.words import recheck

MAX_NAMES = 26
EVIDENCE = (
    "Every form vanishes by expanding the substitution of the coefficients of f; there are no others, by ranks modulo "
    "a prime. The independent checker accepted this certificate."
)
REAL = (
    "All real points of the closure of the functions are functions of real filters: an activation separates all "
    "layers, so filters are determined up to scaling and shifts by formulas over the field of the coefficients of f."
)


def entries(answer: Answer[FunctionEquations], file: str | None) -> list[Entry | tuple[str, str]]:
    """The forms, one per line, how many there are in each degree, and what is not said; real points where asked for."""
    found = answer.known
    network, names = found.architecture, found.variables
    shown = ", ".join(names) if len(names) <= MAX_NAMES else f"{names[0]}, …, {names[-1]}"
    parts = [
        Entry("Architecture", f"{network}   (degree {network.degree} in the inputs)"),
        Entry("Variables", f"{shown}, the coefficients of f: c_i_j that of x_i*x_j, and so on"),
        *_forms(found),
        Entry("Degrees", "\n".join(degree_lines(found.degrees))),
        Entry("Variety", _variety(found)),
    ]
    if found.real:
        parts.append(Entry("Real points", REAL))
    elif found.reason is not None:
        parts.append(Entry("Real points", f"UNDECIDED: {found.reason}."))
    return [*parts, Entry("Evidence", EVIDENCE), *recheck(file)]


def _forms(found: FunctionEquations) -> list[Entry]:
    highest = len(found.degrees)
    if not found.generators:
        return [Entry("Answer", f"No form of degree at most {highest} in the coefficients vanishes on the functions.")]
    kind = "a basis of all forms, by degree" if found.every else "minimal generators"
    listed = found.forms if found.every else found.generators
    lines = "\n".join(form_text(form, found.variables) for form in listed)
    return [
        Entry("Answer", f"The forms of degree at most {highest} that vanish on the functions: {kind}."),
        Entry("Forms" if found.every else "Generators", lines, whole=True),
    ]


def _variety(found: FunctionEquations) -> str:
    return (
        f"The Zariski closure of the functions has dimension {found.architecture.rank} in the {len(found.monomials)} "
        f"coefficients of monomials that occur. Degrees above {len(found.degrees)} were not looked at: there may be "
        "further generators."
    )
