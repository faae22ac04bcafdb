"""A fiber of a network with activations as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import lines, rational, tensor, vector
from symlcn.answer import Answer
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.fiber.functionfiber import PolynomialFiber
from symlcn.families.polynomial.fiber.networkpoints import NetworkPoint
from symlcn_cli.commands.fiber.fiberpoints import approximate_latex
from symlcn_cli.pages.formulas import BREAK


def latex(answer: Answer[PolynomialFiber]) -> str:
    """The function, how many points there are over Q, R and C, and those listed: filters up to scalars, ρ at δ."""
    found = answer.known
    counts = zip("QRC", (found.counts.rational, found.counts.real, found.counts.complex), strict=True)
    listed = ",\\ ".join(rf"{count}\text{{ over }}\mathbb{{{field}}}" for field, count in counts)
    parts = [("f", f"= {_function(found)}"), (r"\text{points: }", listed)]
    if found.delta is not None:
        parts.append((r"\delta", f"= {vector(map(rational, found.delta))}"))
    for number, point in enumerate(found.points):
        parts += [(rf"{number}\text{{: }}" * (not row), line) for row, line in enumerate(_point(found, point))]
    return lines(parts)


def monomial_latex(monomial: Monomial) -> str:
    """A monomial in the inputs."""
    names = (("x_{" + ",".join(map(str, position)) + "}", power) for position, power in monomial)
    return " ".join(name if power == 1 else f"{name}^{{{power}}}" for name, power in names)


def _function(found: PolynomialFiber) -> str:
    given = found.given
    if given.filters is not None:
        return rf"\mu({', '.join(map(tensor, given.filters))})"
    text = ""
    for monomial, c in sorted((given.function or {}).items()):
        size = "" if abs(c) == 1 else rational(abs(c)) + " "
        text += (" - " if c < 0 else " + " if text else "") + size + monomial_latex(monomial)
    return text.strip()


def _point(found: PolynomialFiber, point: NetworkPoint) -> Iterator[str]:
    if point.factor is not None and point.factor != 1:
        yield rf"f = {rational(point.factor)}\,\mu(w)"
    if point.filters is not None:
        yield ",\\quad ".join(f"w_{{{l}}} = {tensor(own)}" for l, own in enumerate(point.filters, 1))
    else:
        dimension = found.architecture.dimension
        names = ["x"] if dimension == 1 else [f"x_{{{d}}}" for d in range(1, dimension + 1)]
        for run, n, k in zip(found.architecture.runs, found.parts[point.shift], point.chosen, strict=True):
            own = found.runs[n].fiber.points[k]
            for l in range(run.stop - run.start):
                if own.filters is not None:
                    yield f"w_{{{run.start + l + 1}}} = {tensor(own.filters[l])}"
                else:
                    digits = approximate_latex(own, l, (1,) * dimension, names).replace(BREAK, " ")
                    yield rf"P_{{{run.start + l + 1}}} \approx {digits}"
    if point.scaling is not None:
        yield point.scaling.latex()
