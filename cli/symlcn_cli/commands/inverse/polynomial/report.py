"""The inverse of a network with activations in words."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.sparse import text
from symlcn.answer import Answer
from symlcn.families.polynomial.inverse.peelingformulas import PolynomialInverse, RunFormula
from symlcn.network.polynomialarchitecture import Run
from symlcn_cli.commands.fiber.polynomial.report import monomial_text
from symlcn_cli.words.entries import formula_text

MAX_READ = 12
ALGORITHM = (
    "Peel run after run. Put x_0 = 1, x_p = y and all other inputs 0. What the earlier runs give of the coefficient of "
    "y^{R_i}, R_i the degree of run i in the inputs, is known; the rest is new, and D_i times the entry of Q_i·φ at p, "
    "φ(p) the coefficient of x_p^{R_i} in what run i sees. Divide by φ as power series. symlcn fiber does this for any "
    "one function, also where some w_l[0] is 0."
)


def entries(answer: Answer[PolynomialInverse], _file: str | None) -> list[tuple[str, str]]:
    """What is read of the function, the formulas run by run, and what they cover."""
    found = answer.known
    network = found.architecture
    parts = [("Architecture", f"{network}   (degree {network.degree})")]
    if found.reason is not None:
        parts.append(("Answer", f"UNDECIDED: {found.reason}."))
        return [*parts, ("Algorithm", ALGORITHM)]
    parts += [("Read", "\n".join(_read(found))), ("Answer", _answer(found))]
    for number, (run, own) in enumerate(zip(network.runs, found.runs, strict=True), 1):
        parts.append((f"Run {number}", "\n".join(_run(found, number, run, own))))
    if found.given:
        parts.append(("Given", "q_i_p is the entry of run i at the exponent p over that at 0, given by its formula."))
    return [
        *parts,
        ("Domain", "Where c is not 0: for filters with all w_l[0] other than 0, and for these everywhere."),
        ("Algorithm", ALGORITHM),
        ("Evidence", EVIDENCE),
    ]


EVIDENCE = (
    "Each formula was composed with the coefficients of f as polynomials in the entries of the runs, over Z: it is a "
    "multiple of the entry. The independent checker did so and accepted this certificate."
)


def _read(found: PolynomialInverse) -> list[str]:
    """The coefficients, the first of them if there are many."""
    pairs = list(zip(found.names, found.coefficients, strict=False))
    lines = [f"{name} = [{monomial_text(monomial)}] f" for name, (_, _, monomial) in pairs[:MAX_READ]]
    more = f"… ({len(pairs)} coefficients in all)"
    return [*lines, more] if len(pairs) > MAX_READ else lines


def _answer(found: PolynomialInverse) -> str:
    several = [number for number, run in enumerate(found.architecture.runs, 1) if run.stop - run.start > 1]
    if not several:
        return "Every filter is a rational function of f, up to the scalars."
    runs = f"run{'s' * (len(several) > 1)} {', '.join(map(str, several))}"
    return (
        f"Filters of runs of one layer are rational functions of f, up to scalars, and so are the products of {runs}."
    )


def _run(found: PolynomialInverse, number: int, run: Run, own: RunFormula) -> list[str]:
    name = f"w_{run.start + 1}" if run.stop - run.start == 1 else f"Q_{number}"
    lines = [f"{name} ∝ {_entries(own, found.names)}"]
    if run.stop - run.start > 1:
        exponents = ", ".join(str(p[0]) if len(p) == 1 else str(p) for p in own.exponents[:MAX_READ])
        lines.append(f"the product of the filters of {run.architecture}, at the exponents {exponents}")
        lines.append(f"which of these are functions of it: symlcn inverse {run.architecture}")
    return lines


def _entries(own: RunFormula, names: Sequence[str]) -> str:
    if len(own.entries) == 1:
        return f"({text(own.entries[0], names)})"
    return formula_text(own.entries, names)
