"""The inverse of the parametrization map in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.sparse import cells, text
from symlcn.answer import Answer
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.charts import Formula
from symlcn.geometry.inverse.inverse import Group, Inverse
from symlcn_cli.commands.inverse.stepsreport import STEPS, product_label, steps_text
from symlcn_cli.pages.interminal import MARGIN
from symlcn_cli.words.entries import MAX_SHOWN, filter_text, formula_text
from symlcn_cli.words.words import numbered

GIVEN = (
    "Where a formula uses a filter that is given, such as w_1, or a part of one, such as v_1_2, the names of the "
    "entries are w_1_0_0 and v_1_2_0_0, by their indices. Any multiple may be put in: formulas are homogeneous in what "
    "is given."
)


def entries(answer: Answer[Inverse], _file: str | None) -> list[tuple[str, str]]:
    """The formulas group by group, and what they cover."""
    found = answer.known
    names = variable_names(found.architecture)
    return [
        ("Architecture", str(found.architecture)),
        ("Filter", filter_text(found.architecture, names)),
        ("Answer", _answer(found)),
        *((_title(group), _group(found, number, names)) for number, group in enumerate(found.groups)),
        *([("Given", GIVEN)] if any(chart.given for group in found.groups for chart in group.charts) else []),
        *([("Kernels", STEPS)] if found.witness else []),
        ("Domain", _domain(found)),
        ("Evidence", _evidence(found)),
    ]


def _answer(found: Inverse) -> str:
    if found.reason is not None:
        return f"UNDECIDED: {found.reason}. What is given holds."
    if found.birational:
        return "Every filter is a rational function of u, up to the scalars: u is a multiple of the product of them."
    return (
        "Not every filter is a rational function of u. Of layers that the generic fiber permutes, or between which it "
        "moves roots, only symmetric functions of the filters are rational in u: their product is given."
    )


def _evidence(found: Inverse) -> str:
    charts = any(group.charts for group in found.groups)
    multiples = (
        "Each chart was composed with the parametrization map and expanded over Z: it is a multiple of the filter."
    )
    ranks = (
        "Each equation holds for all filters, and each rank was found at integer filters modulo a prime: at generic "
        "ones it is no smaller, and less than the number of unknowns."
    )
    accepted = "The independent checker accepted this certificate."
    return " ".join([*[multiples] * charts, *[ranks] * bool(found.witness), accepted])


def _title(group: Group) -> str:
    """What fits into the margin."""
    if len(group.layers) == 1:
        return f"Layer {group.layers[0] + 1}"
    layers = numbered(group.layers)
    listed = f"Layers {','.join(map(str, layers))}"
    return listed if len(listed) < MARGIN else f"Layers {layers[0]}…{layers[-1]}"


def _group(found: Inverse, number: int, names: Sequence[str]) -> str:
    lines = []
    for place, chart in enumerate(found.groups[number].charts):
        known = [*names, *found.given_names(chart)]
        body = f"{_left(found, number, place)} ∝ {formula_text(chart.entries, known)}   {_where(found, chart, known)}"
        labels = ", ".join(found.label(*one) for one in chart.given)
        lines.append(body + (f", given {labels}" if labels else ""))
    lines += steps_text(found, number)
    return "\n".join(lines or ["no formula"])


def _left(found: Inverse, number: int, place: int) -> str:
    """What a chart gives."""
    group = found.groups[number]
    name = product_label(group.layers)
    own = group.charts[place].cells
    if own is None:
        return name
    indices = list(cells(group.size))
    listed = " ".join(f"[{','.join(map(str, indices[n]))}]" for n in own)
    return f"{found.label(number, place)} = {name} at {listed}"


def _where(found: Inverse, chart: Formula, names: Sequence[str]) -> str:
    """The domain of a chart."""
    denominator = chart.denominator
    if denominator is None and chart.given and len(chart.theta) == 1:
        (factors,) = chart.theta
        denominator, names = {tuple(sorted(set(factors))): 1}, found.parameter_names()
    if denominator is None:
        return "where this is not 0"
    if denominator == {(): 1}:
        return "everywhere"
    body = text(denominator, names)
    return f"where {body} ≠ 0" if len(body) <= MAX_SHOWN else "where this is not 0"


def _domain(found: Inverse) -> str:
    if found.covers and found.witness:
        return (
            "For u other than 0 the kernels are defined exactly where u is a smooth point of the closure of the "
            "neuromanifold: where the polyphase components h_r have no common factor."
        )
    if found.covers:
        return "Everywhere on the neuromanifold but at 0."
    return "The formulas are defined at generic u; that they cover all smooth points is not claimed."
