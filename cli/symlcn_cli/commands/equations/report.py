"""Equations in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.geometry.equations.equations import Equations, Form, form_text, variable_names
from symlcn.geometry.equations.outside import Outside
from symlcn.network.classify import Classification, classify
from symlcn_cli.commands.equations.realtext import real_points_text
from symlcn_cli.pages.interminal import section

MARGIN = 14


def equations_report(
    found: Equations,
    every: bool,
    certificate_file: str | None = None,
    real: Outside | str | None = None,
    doubt: str | None = None,
) -> str:
    """The forms, one per line, how many there are in each degree, and what is not said; real points where asked for."""
    architecture, names = found.architecture, variable_names(found.architecture)
    size = "x".join(map(str, architecture.end_to_end_size))
    highest = len(found.degrees)
    text = section("Architecture", f"{architecture}   (end-to-end size {size})")
    shown = f"u = ({', '.join(names)})" if len(names) <= 26 else f"u = ({names[0]}, …, {names[-1]})"
    text += section("Variables", f"{shown}, row-major")
    if not found.generators:
        text += section("Answer", f"No form of degree at most {highest} vanishes on the neuromanifold.")
    else:
        kind = "a basis of all forms, by degree" if every else "minimal generators"
        text += section("Answer", f"The forms of degree at most {highest} that vanish on the neuromanifold: {kind}.")
        text += _lines("Forms" if every else "Generators", found.forms if every else found.generators, names)
    text += section("Degrees", "\n".join(_degrees(found)))
    c = classify(architecture)
    text += section(
        "Variety",
        f"The Zariski closure of the neuromanifold has dimension {c.dimension} in R^{c.ambient} and degree "
        f"{c.image_degree}, by the degree formula. {_closure(found, c)}",
    )
    if real is not None or doubt is not None:
        text += section("Real points", f"UNDECIDED: {doubt}." if real is None else real_points_text(architecture, real))
    evidence = (
        "Every form vanishes by expanding the substitution of the generic product; there are no others, by ranks "
    )
    text += section("Evidence", f"{evidence}modulo a prime. The independent checker accepted this certificate.")
    if certificate_file is not None:
        text += section("File", f"{certificate_file}; re-check it with: symlcn check {certificate_file}")
    return text


def _closure(found: Equations, c: Classification) -> str:
    """Whether the equations are those of the closure, or what is not known."""
    if c.dimension == c.ambient:
        return "So it is the whole space."
    degrees = [form.degree for form in found.generators]
    if c.dimension == c.ambient - 1 and degrees == [c.image_degree]:
        return "So it is the hypersurface where the generator vanishes, and there are no further generators."
    return f"Degrees above {len(found.degrees)} were not looked at: there may be further generators."


def _lines(label: str, forms: Sequence[Form], names: Sequence[str]) -> str:
    """One line for each form, however long: they are to be copied."""
    return "".join(
        f"{label if number == 0 else '':<{MARGIN}}{form_text(form, names)}\n" for number, form in enumerate(forms)
    )


def _degrees(found: Equations) -> list[str]:
    return [
        f"  {d.degree}: {d.forms} independent form{'' if d.forms == 1 else 's'}, {d.generators} of them not generated "
        f"by lower ones; Hilbert function {d.hilbert}"
        for d in found.degrees
    ]
