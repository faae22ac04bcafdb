"""A metric as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.algebra.typeset import element, formula, lines, matrix, named, rational, tensor, vector
from symlcn.answer import Answer
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.metric.functionfield import SymbolicMetric
from symlcn.geometry.metric.metric import Metric
from symlcn.geometry.metric.question import Pushed

MAX_ROWS = 100
"""Rows up to which matrices are written."""


def latex(answer: Answer[Pushed | SymbolicMetric]) -> str | None:
    """K and K⁺ at a filter, so that g(v, v') = vᵀK⁺v'; or the formulas. None if there is no metric, or it lies over a
    number field."""
    found = answer.known
    if isinstance(found, SymbolicMetric):
        return None if found.reason else lines(_symbolic(found))
    metric = found.metric
    return None if metric.scaling is None or metric.architecture.ambient > MAX_ROWS else lines(_at_filter(metric))


def _at_filter(found: Metric) -> Iterator[tuple[str, str]]:
    yield "u", f"= {tensor(found.tensor)}"
    yield r"\delta", f"= {vector(map(rational, found.delta))}"
    for name, rows in (("K", found.kernel().matrix()), ("K^{+}", found.pseudoinverse())):
        yield name, f"= {matrix(map(element, row) for row in rows)}"
    yield "g(v, v')", r"= v^{\top} K^{+} v'"
    if found.scaling is not None and isinstance(found.scaling.t, RealAlgebraic):
        yield "", found.scaling.t.latex()


def _symbolic(found: SymbolicMetric) -> Iterator[tuple[str, str]]:
    names = variable_names(found.architecture)
    yield "u", f"= {vector(map(named, names))}"
    for l, own in enumerate(found.filters, 1):
        yield f"w_{{{l}}}", f"= {vector(formula(entry, names) for entry in own)}"
    above, below = (formula(part, names) for part in found.factor)
    yield "", r"\text{where no }w_l\text{ and no denominator is }0"
    yield "c", "= " + (above if below == "1" else rf"\frac{{{above}}}{{{below}}}")
    for l, norm in enumerate(found.norms, 1):
        yield f"n_{{{l}}}", f"= {formula(norm, names)}"
    depth = len(found.norms)
    shifted = [rf"(t + \Delta_{{{l}}})" for l in range(1, depth)]
    norms = " ".join(f"n_{{{l}}}" for l in range(1, depth + 1))
    yield " ".join([*shifted, "t"]), rf"= c^{{2}} {norms},\quad t > \max_l(-\Delta_l),\quad \rho_l = t + \Delta_l"
    yield "K", r"= \sum_l c^{2} \frac{n_l}{\rho_l} N_l"
    for l, gram in enumerate(found.grams, 1):
        yield f"N_{{{l}}}", f"= {matrix([formula(entry, names) for entry in row] for row in gram)}"
