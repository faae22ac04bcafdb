"""The NTK of a network with monomial activations in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symlcn.algebra.exact import rational_text
from symlcn.algebra.sparse import text
from symlcn.answer import Answer
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.ntk.generickernel import GenericKernel
from symlcn.families.polynomial.ntk.gradientkernel import GradientKernel, Input, monomial_text
from symlcn.network.architecture import size_text
from symlcn.network.filters import nested
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn_cli.words.matrixtext import kernel_text, symmetric_lines
from symlcn_cli.words.words import element_text, numbered, scaling_text, tensor_text

MAX_SHOWN_ROWS = 12
MAX_SHOWN_TEXT = 2000
MAX_SHOWN_FUNCTION = 600
MAX_WIDTH = 160
"""Characters of a coefficient of f up to which these are written out."""


def entries(answer: Answer[GradientKernel | GenericKernel], _file: str | None) -> list[tuple[str, str]]:
    """The filters, f, their scaling, and K if it is small; of generic filters the formulas."""
    found = answer.known
    if isinstance(found, GenericKernel):
        return _generic(found)
    shown = "the filters as they are" if found.delta is None else "the filters scaled to the invariants asked for"
    filters = "\n".join(f"w_{l} = {_short(tensor_text(own))}" for l, own in enumerate(found.filters, 1))
    parts = [("Architecture", about(found.network)), ("Filters", filters)]
    if found.monomials:
        parts.append(("Function", f"f = {function_text(found.function)}"))
    else:
        parts.append(("Inputs", "\n".join(_outputs(found))))
    parts.append(("Norms", f"{shown}: {scaling_text(found.scaling)}"))
    values = [rational_text(d) for d in found.invariants]
    parts.append(("Invariants", f"δ = ({', '.join(values[:12])}{', …' if len(values) > 12 else ''})"))
    listed = [f"K({row},{column}) = {element_text(found.entry(row, column))}" for row, column in found.places]
    small = found.size <= MAX_SHOWN_ROWS
    rows = kernel_text(found.matrix()) if small else _corner(found)
    parts.append(("NTK", f"{rows}\n{rows_are(found)}"))
    return parts + ([("Entries", "\n".join(listed))] if listed else [])


def about(network: PolynomialArchitecture) -> str:
    """The network in a line."""
    field = size_text(network.architecture.end_to_end_size)
    return f"{network}   (an output sees {field} inputs and has degree {network.degree} in them)"


def function_text(function: Mapping[Monomial, Fraction]) -> str:
    """A polynomial in the inputs, if it is short."""
    parts = []
    for monomial, c in sorted(function.items(), key=lambda term: [(p, -k) for p, k in term[0]]):
        size = "" if abs(c) == 1 else f"{rational_text(abs(c))}*"
        parts.append((c < 0, size + monomial_text(monomial)))
        if sum(len(part) + 3 for _, part in parts) > MAX_SHOWN_FUNCTION:
            return f"a polynomial with {len(function)} monomials; --json has it"
    (negative, first), *rest = parts
    return f"{'-' * negative}{first}" + "".join(f" {'-' if minus else '+'} {part}" for minus, part in rest)


def rows_are(found: GradientKernel | GenericKernel) -> str:
    """What rows and columns stand for."""
    if isinstance(found, GradientKernel) and not found.monomials:
        return "Rows and columns are the outputs, in the order of the inputs, from 0."
    listed = ", ".join(map(monomial_text, found.monomials))
    if len(listed) > MAX_SHOWN_FUNCTION:
        return f"Rows and columns are {found.size} monomials of f, from 0; --json lists them."
    return f"Rows and columns are the monomials {listed}, from 0."


def _outputs(found: GradientKernel) -> list[str]:
    lines = []
    for number, own in enumerate(found.inputs[:MAX_SHOWN_ROWS]):
        values = [rational_text(v) for v, n in zip(found.values, found.outputs, strict=True) if n == number]
        shown = ", ".join(values[:12]) + (", …" if len(values) > 12 else "")
        lines.append(f"x = {_short(_input_text(own))}: f = {_short(shown)}")
    return lines + (["…"] if len(found.inputs) > MAX_SHOWN_ROWS else [])


def _input_text(own: Input) -> str:
    values, size = own
    return tensor_text(nested(values, size))


def _short(shown: str) -> str:
    return shown if len(shown) <= MAX_SHOWN_TEXT else shown[:MAX_SHOWN_TEXT] + "…"


def _corner(found: GradientKernel) -> str:
    trace = [found.entry(n, n) for n in range(found.size)]
    total = tuple(sum(column, Fraction(0)) for column in zip(*trace, strict=True))
    lines = f"{found.size} rows: K(0,0) = {element_text(trace[0])}, tr K = {element_text(total)}"
    return f"{lines}\n--json has all entries, --entry I,J single ones."


def _generic(found: GenericKernel) -> list[tuple[str, str]]:
    """K and the N_l as polynomials in the entries of the filters, as long as they are readable."""
    names = found.names
    layers = numbered(range(len(found.network)))
    filters = [found.names_of(l - 1) for l in layers]
    shown = [f"({', '.join(own)})" if len(own) <= 26 else f"({own[0]}, …, {own[-1]})" for own in filters]
    rows = [f"{monomial_text(m)}: {text(c, names)}" for m, c in zip(found.monomials, found.product, strict=True)]
    function = ["f has the coefficients", *rows] if max(map(len, rows)) <= MAX_WIDTH and len(rows) <= 40 else []
    parts = [
        ("Architecture", about(found.network)),
        ("Filters", "\n".join(f"w_{l} = {own}" for l, own in zip(layers, shown, strict=True)) + "\nas they are"),
        ("Function", "\n".join(function) or f"f has {len(rows)} monomials; --json and --format have them"),
    ]
    if found.places:
        places = (f"K({row},{column}) = {text(found.entry(row, column), names)}" for row, column in found.places)
        return [*parts, ("Entries", "\n".join([*places, rows_are(found)]))]
    lines = ["K = " + " + ".join(f"N_{l}" for l in layers) + ", N_l = J_l·J_lᵀ, J_l: the derivatives by w_l"]
    for name, matrix in [*((f"N_{l}", found.gram(l - 1)) for l in layers), ("K", found.matrix())]:
        lines += symmetric_lines(name, [[text(entry, names) for entry in row] for row in matrix])
    return [*parts, ("NTK", "\n".join([*lines, rows_are(found)]))]
