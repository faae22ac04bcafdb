"""Formulas in the languages of computer algebra systems, to be pasted or run there.

Contents: :data:`SYNTAXES`, :func:`in_syntax`.

Names such as w_1_0 are identifiers in Python, and so for sympy and Sage; in Macaulay2, where an underscore is an
operator, they are indexed variables: w_(1,0). Nothing of these systems is needed to write for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import integer_text, rational_text
from symlcn.algebra.namedvalues import Formulas, Generator, Ratio, Sum
from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.algebra.sympyvalues import root_index
from symlcn.certificates.algebraicvalues import number_text

__all__ = ["SYNTAXES", "in_syntax"]


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a system writes things: templates, what makes names and numbers, whether columns are lists of rows."""

    comment: str
    opening: Callable[[Formulas, Callable[[str], str]], list[str]]
    name: Callable[[str], str]
    rational: Callable[[Fraction], str]
    power: str
    lists: tuple[str, str]
    column: str
    rows: bool
    matrix: str
    tensor: str


def in_syntax(found: Formulas, form: str, title: str) -> str:
    """Formulas as a program: comments, the ring, and an assignment for each value.

    Examples
    --------
    >>> found = Formulas(("u_0", "u_1_0"), (("K", (({(0, 0, 1): 2}, {(): Fraction(-1, 2)}),)),))
    >>> print(in_syntax(found, "macaulay2", "an example"), end="")
    -- an example
    R = QQ[u_0, u_(1,0)]
    K = matrix(R, {{2*u_0^2*u_(1,0), -1/2}})
    """
    syntax = SYNTAXES[form]
    names = [syntax.name(name) for name in found.names]
    lines = [f"{syntax.comment} {line}" for line in (title, *found.notes)]
    if found.values:
        lines += syntax.opening(found, syntax.name)
    lines += [f"{syntax.name(name)} = {_value(value, names, syntax)}" for name, value in found.values]
    return "\n".join(lines) + "\n"


def _value(value: Any, names: Sequence[str], syntax: Syntax) -> str:
    if isinstance(value, list):
        return _listed((_value(part, names, syntax) for part in value), syntax)
    if isinstance(value, Ratio):
        return f"({_sum(value.above, names, syntax)})/({_sum(value.below, names, syntax)})"
    if isinstance(value, Mapping):
        return _sum(value, names, syntax)
    if isinstance(value[0], Mapping):
        rows = [[entry] for entry in value] if syntax.rows else value
        return syntax.column.format(_nested(rows, names, syntax))
    template = syntax.matrix if isinstance(value[0][0], Mapping) else syntax.tensor
    return template.format(_nested(value, names, syntax))


def _nested(value: Any, names: Sequence[str], syntax: Syntax) -> str:
    if isinstance(value, Mapping):
        return _sum(value, names, syntax)
    return _listed((_nested(part, names, syntax) for part in value), syntax)


def _listed(parts: Any, syntax: Syntax) -> str:
    return syntax.lists[0] + ", ".join(parts) + syntax.lists[1]


def _sum(terms: Sum, names: Sequence[str], syntax: Syntax) -> str:
    """A polynomial, largest degree first."""
    text = ""
    for monomial in sorted(terms, key=lambda m: (-len(m), m)):
        coefficient = Fraction(terms[monomial])
        powers = [(names[number], monomial.count(number)) for number in sorted(set(monomial))]
        factors = [name if power == 1 else f"{name}{syntax.power}{power}" for name, power in powers]
        size = abs(coefficient)
        body = "*".join(([syntax.rational(size)] if size != 1 or not factors else []) + factors)
        sign = ("-" if coefficient < 0 else "") if not text else (" - " if coefficient < 0 else " + ")
        text += sign + body
    return text or "0"


def _minpoly(own: Generator, name: str, syntax: str) -> str:
    return _sum({(0,) * power: c for power, c in enumerate(own.number.minpoly) if c}, [name], SYNTAXES[syntax])


def _place(own: Generator) -> str:
    """Where the root is, for a comment."""
    number = own.number
    if isinstance(number, RealAlgebraic):
        return f"the root of its polynomial between {rational_text(number.lower)} and {rational_text(number.upper)}"
    return f"the root of its polynomial that is about {number_text(number)}"


def _in_sympy(found: Formulas, name: Callable[[str], str]) -> list[str]:
    lines = ["from sympy import CRootOf, ImmutableDenseNDimArray, Matrix, Rational, Symbol"]
    lines += [f'{name(variable)} = Symbol("{variable}")' for variable in found.variables]
    for own in found.generators:
        minpoly = _minpoly(own, 'Symbol("x")', "sympy")
        lines.append(f"{own.name} = CRootOf({minpoly}, {root_index(own.number)})")
    return lines


def _in_macaulay2(found: Formulas, name: Callable[[str], str]) -> list[str]:
    lines = [f"-- {own.name}: {_place(own)}" for own in found.generators]
    ring, names = "QQ", ", ".join(map(name, found.variables))
    if found.generators:
        (own,) = found.generators
        ring = "k" if names else "R"
        lines.append(f"{ring} = toField(QQ[{own.name}]/({_minpoly(own, own.name, 'macaulay2')}))")
    if names:
        lines.append(f"R = {ring}[{names}]")
    return lines if found.generators or names else ["R = QQ"]


def _in_sage(found: Formulas, name: Callable[[str], str]) -> list[str]:
    lines = [f"# {own.name}: {_place(own)}" for own in found.generators]
    ring, names = "QQ", ", ".join(f'"{own}"' for own in found.variables)
    if found.generators:
        (own,) = found.generators
        minpoly, ring = _minpoly(own, "x", "sage"), "k" if names else "R"
        lines += [
            'x = polygen(QQ, "x")',
            f'{ring} = NumberField({minpoly}, "{own.name}")',
            f"{own.name} = {ring}.gen()",
        ]
    if names:
        lines += [f"R = PolynomialRing({ring}, [{names}])", f"{', '.join(found.variables)}, = R.gens()"]
    return lines if found.generators or names else ["R = QQ"]


def _indexed(name: str) -> str:
    head, *indices = name.split("_")
    if not indices or not all(index.isdigit() for index in indices):
        return name.replace("_", "")
    return f"{head}_{indices[0]}" if len(indices) == 1 else f"{head}_({','.join(indices)})"


def _quotient(template: str) -> Callable[[Fraction], str]:
    def written(value: Fraction) -> str:
        above, below = integer_text(value.numerator), integer_text(value.denominator)
        return above if below == "1" else template.format(above, below)

    return written


SYNTAXES = {
    "sympy": Syntax(
        comment="#",
        opening=_in_sympy,
        name=str,
        rational=_quotient("Rational({}, {})"),
        power="**",
        lists=("[", "]"),
        column="Matrix({})",
        rows=False,
        matrix="Matrix({})",
        tensor="ImmutableDenseNDimArray({})",
    ),
    "macaulay2": Syntax(
        comment="--",
        opening=_in_macaulay2,
        name=_indexed,
        rational=_quotient("{}/{}"),
        power="^",
        lists=("{", "}"),
        column="matrix(R, {})",
        rows=True,
        matrix="matrix(R, {})",
        tensor="{}",
    ),
    "sage": Syntax(
        comment="#",
        opening=_in_sage,
        name=str,
        rational=_quotient("QQ({})/{}"),
        power="**",
        lists=("[", "]"),
        column="vector(R, {})",
        rows=False,
        matrix="matrix(R, {})",
        tensor="{}",
    ),
}
"""The languages, by the names that ``--format`` has for them."""
