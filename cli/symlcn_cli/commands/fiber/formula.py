"""A fiber as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import lines, rational, tensor, total, variables, vector
from symlcn.answer import Answer
from symlcn.errors import SymlcnError
from symlcn.fiber.fiber import Fiber, ScaledPoint
from symlcn_cli.commands.fiber.fiberpoints import approximate_latex
from symlcn_cli.pages.formulas import BREAK


def latex(answer: Answer[Fiber]) -> str:
    """How many points there are over Q, R and C, and those that are listed: filters up to scalars, digits of
    irrational ones with numbers that generate their field, and the squared norms at δ."""
    found = answer.known
    counts = zip("QRC", (found.counts.rational, found.counts.real, found.counts.complex), strict=True)
    listed = ",\\ ".join(rf"{count}\text{{ over }}\mathbb{{{field}}}" for field, count in counts)
    parts = [("u", f"= {tensor(found.tensor)}"), (r"\text{points: }", listed)]
    if found.delta is not None:
        parts.append((r"\delta", f"= {vector(map(rational, found.delta))}"))
    for number, point in enumerate(found.points):
        parts += [(rf"{number}\text{{: }}" * (not row), line) for row, line in enumerate(_point(found, point))]
    return lines(parts)


def _point(found: Fiber, point: ScaledPoint) -> Iterator[str]:
    if point.factor is not None and point.factor != 1:
        yield "u = " + total([(point.factor, r"\mu(w)")])
    try:
        yield from point.equations
    except SymlcnError:
        for l, exponent in enumerate(found.architecture.exponents):
            digits = approximate_latex(point, l, exponent, variables(found.architecture.dimension))
            yield rf"P_{{{l + 1}}} \approx {digits.replace(BREAK, ' ')}"  # MathJax has no such command
        yield from (number.latex() for l in range(len(found.architecture)) for number in point.point.field(l))
        if point.scaling is not None:
            yield point.scaling.latex()
