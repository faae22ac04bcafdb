"""Equations in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.forms import Degree, form_text
from symlcn.answer import Answer
from symlcn.geometry.equations.equations import Equations, variable_names
from symlcn.geometry.equations.question import Closure
from symlcn.network.architecture import size_text
from symlcn.network.classify import Classification, classify
from symlcn_cli.commands.equations.realtext import real_points_text
from symlcn_cli.pages.model import Entry
from symlcn_cli.words.words import recheck

EVIDENCE = (
    "Every form vanishes by expanding the substitution of the generic product; there are no others, by ranks modulo a "
    "prime. The independent checker accepted this certificate."
)


def entries(answer: Answer[Closure], file: str | None) -> list[Entry | tuple[str, str]]:
    """The forms, one per line, how many there are in each degree, and what is not said; real points where asked for."""
    known = answer.known
    found = known.equations
    architecture, names = found.architecture, variable_names(found.architecture)
    size = size_text(architecture.end_to_end_size)
    shown = f"u = ({', '.join(names)})" if len(names) <= 26 else f"u = ({names[0]}, …, {names[-1]})"
    parts = [
        Entry("Architecture", f"{architecture}   (end-to-end size {size})"),
        Entry("Variables", f"{shown}, row-major"),
        *_forms(known, names),
        Entry("Degrees", "\n".join(degree_lines(found.degrees))),
        Entry("Variety", _variety(found)),
    ]
    if known.outside is not None:
        parts.append(Entry("Real points", real_points_text(architecture, known.outside)))
    elif known.reason is not None:
        parts.append(Entry("Real points", f"UNDECIDED: {known.reason}."))
    return [*parts, Entry("Evidence", EVIDENCE), *recheck(file)]


def _forms(known: Closure, names: Sequence[str]) -> list[Entry]:
    """That there are none; or the forms, one line for each, however long: they are to be copied."""
    found, highest = known.equations, len(known.equations.degrees)
    if not found.generators:
        return [Entry("Answer", f"No form of degree at most {highest} vanishes on the neuromanifold.")]
    kind = "a basis of all forms, by degree" if known.every else "minimal generators"
    listed = found.forms if known.every else found.generators
    lines = "\n".join(form_text(form, names) for form in listed)
    return [
        Entry("Answer", f"The forms of degree at most {highest} that vanish on the neuromanifold: {kind}."),
        Entry("Forms" if known.every else "Generators", lines, whole=True),
    ]


def _variety(found: Equations) -> str:
    c = classify(found.architecture)
    return (
        f"The Zariski closure of the neuromanifold has dimension {c.dimension} in R^{c.ambient} and degree "
        f"{c.image_degree}, by the degree formula. {_closure(found, c)}"
    )


def _closure(found: Equations, c: Classification) -> str:
    """Whether the equations are those of the closure, or what is not known."""
    if c.dimension == c.ambient:
        return "So it is the whole space."
    degrees = [form.degree for form in found.generators]
    if c.dimension == c.ambient - 1 and degrees == [c.image_degree]:
        return "So it is the hypersurface where the generator vanishes, and there are no further generators."
    return f"Degrees above {len(found.degrees)} were not looked at: there may be further generators."


def degree_lines(degrees: Sequence[Degree]) -> list[str]:
    """What is known of each degree."""
    return [
        f"  {d.degree}: {d.forms} independent form{'' if d.forms == 1 else 's'}, {d.generators} of them not generated "
        f"by lower ones; Hilbert function {d.hilbert}"
        for d in degrees
    ]
