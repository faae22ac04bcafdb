"""The inverse of the parametrization map as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import formula, lines, named, vector
from symlcn.answer import Answer
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.inverse import Inverse


def latex(answer: Answer[Inverse]) -> str | None:
    """Filters up to scalars by the entries of u, one line for each chart, which holds where it is not 0; None where
    they are kernels of matrices."""
    found = answer.known
    charts = list(_charts(found))
    return lines(charts) if charts and not found.witness else None


def _charts(found: Inverse) -> Iterator[tuple[str, str]]:
    names = variable_names(found.architecture)
    for number, group in enumerate(found.groups):
        product = r" \cdot ".join(f"w_{{{l + 1}}}" for l in group.layers)
        for place, chart in enumerate(group.charts):
            known = [*names, *found.given_names(chart)]
            part = vector(map(named, found.chart_names(number, place)))
            given = product if chart.cells is None else part
            yield given, rf"\propto {vector(formula(entry, known) for entry in chart.entries)}\text{{ where not }}0"
