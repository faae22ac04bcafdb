"""The inverse of a network with activations as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.typeset import formula, lines, vector
from symlcn.answer import Answer
from symlcn.families.polynomial.inverse.peelingformulas import PolynomialInverse
from symlcn_cli.commands.fiber.polynomial.formula import monomial_latex


def latex(answer: Answer[PolynomialInverse]) -> str | None:
    """What is read of f, and filters or products of runs up to scalars; None where there are no formulas."""
    found = answer.known
    return lines(list(_lines(found))) if found.runs else None


def _lines(found: PolynomialInverse) -> Iterator[tuple[str, str]]:
    names = found.names
    for name, (_, _, monomial) in zip(names, found.coefficients, strict=False):
        yield formula({(0,): 1}, [name]), f"= [{monomial_latex(monomial)}]\\,f"
    for number, (run, own) in enumerate(zip(found.architecture.runs, found.runs, strict=True), 1):
        name = f"w_{{{run.start + 1}}}" if run.stop - run.start == 1 else f"Q_{{{number}}}"
        yield name, rf"\propto {vector(formula(entry, names) for entry in own.entries)}"
