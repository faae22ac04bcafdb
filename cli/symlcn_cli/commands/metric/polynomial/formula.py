"""A metric of a network with activations as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.algebra.typeset import element, lines, matrix, rational, tensor, total, vector
from symlcn.answer import Answer
from symlcn.families.polynomial.metric.branchmetric import BranchMetric
from symlcn_cli.commands.ntk.polynomial.formula import monomial

MAX_ROWS = 40
"""Rows up to which matrices are written."""


def latex(answer: Answer[BranchMetric]) -> str | None:
    """K and K⁺ on the monomials of f, so that g(v, v') = vᵀK⁺v'; None if there is no metric. Raises if f is large."""
    found = answer.known
    return None if found.deficient is not None else lines(_lines(found))


def _lines(found: BranchMetric) -> Iterator[tuple[str, str]]:
    for l, own in enumerate(found.filters, 1):
        yield f"w_{{{l}}}", f"= {tensor(own)}"
    kernel = found.kernel()
    if kernel.size > MAX_ROWS:
        yield "f", "= " + total([(found.factor, r"\mu(w)")])
        yield r"\delta", f"= {vector(map(rational, found.delta))}"
        yield "", found.scaling.latex()
        return
    yield "f", f"= {total((c, monomial(m)) for m, c in kernel.function.items())}"
    yield "m", f"= {vector(map(monomial, kernel.monomials))}"
    yield r"\delta", f"= {vector(map(rational, found.delta))}"
    for name, rows in (("K", kernel.matrix()), ("K^{+}", found.pseudoinverse())):
        yield name, f"= {matrix(map(element, row) for row in rows)}"
    yield "g(v, v')", r"= v^{\top} K^{+} v'"
    if isinstance(kernel.scaling.t, RealAlgebraic):
        yield "", kernel.scaling.t.latex()
