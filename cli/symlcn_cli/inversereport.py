"""The inverse of the parametrization map in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.architecture import Architecture
from symlcn.geometry.charts import Formula
from symlcn.geometry.equations import variable_names
from symlcn.geometry.inverse import Group, Inverse
from symlcn.geometry.sparse import Terms, text
from symlcn_cli.report import section

MAX_SHOWN = 400
"""Length of a formula up to which it is written out."""


def inverse_report(found: Inverse) -> str:
    """The formulas group by group, and what they cover."""
    names = variable_names(found.architecture)
    sections = [
        ("Architecture", str(found.architecture)),
        ("Filter", filter_text(found.architecture, names)),
        ("Answer", _answer(found)),
        *((_title(group), _group(group, names)) for group in found.groups),
        ("Domain", _domain(found)),
        (
            "Evidence",
            "Each chart was composed with the parametrization map and expanded over Z: it is a multiple of the filter. "
            "The independent checker accepted this certificate.",
        ),
    ]
    return "".join(section(label, body) for label, body in sections)


def filter_text(architecture: Architecture, names: Sequence[str]) -> str:
    """The names of the entries of u."""
    if len(names) <= 26:
        return f"u = ({', '.join(names)})"
    return f"u, of size {'x'.join(map(str, architecture.end_to_end_size))}, with entries {names[0]}, …, {names[-1]}"


def formula_text(entries: Sequence[Terms], names: Sequence[str]) -> str:
    """A list of polynomials, if it is short."""
    body = "(" + ", ".join(text(entry, names) for entry in entries) + ")"
    if len(body) <= MAX_SHOWN:
        return body
    return f"{len(entries)} entries with {sum(map(len, entries))} terms; --json has them"


def _answer(found: Inverse) -> str:
    if found.reason is not None:
        return f"UNDECIDED: {found.reason}. What is given holds."
    if found.birational:
        return "Every filter is a rational function of u, up to the scalars: u is a multiple of the product of them."
    return (
        "Not every filter is a rational function of u. Of layers that the generic fiber permutes, or between which it "
        "moves roots, only symmetric functions of the filters are rational in u: their product is given."
    )


def _title(group: Group) -> str:
    return f"Layer {group.layers[0]}" if len(group.layers) == 1 else f"Layers {','.join(map(str, group.layers))}"


def _group(group: Group, names: Sequence[str]) -> str:
    left = "·".join(f"w_{layer}" for layer in group.layers)
    lines = [f"{left} ∝ {formula_text(chart.entries, names)}   {_where(chart, names)}" for chart in group.charts]
    return "\n".join(lines or ["no formula"])


def _where(chart: Formula, names: Sequence[str]) -> str:
    """The domain of a chart."""
    denominator = chart.denominator
    if denominator is None:
        return "where this is not 0"
    if denominator == {(): 1}:
        return "everywhere"
    body = text(denominator, names)
    return f"where {body} ≠ 0" if len(body) <= MAX_SHOWN else "where this is not 0"


def _domain(found: Inverse) -> str:
    if found.covers and len(found.groups) == 2:
        return (
            "The charts of each layer cover all smooth points of the closure of the neuromanifold: where u is smooth "
            "the polyphase components of the first factor have no common factor, and their syzygies determine it."
        )
    if found.covers:
        return "Everywhere on the neuromanifold but at 0."
    return "The charts are defined at generic u; that they cover all smooth points is not claimed."
