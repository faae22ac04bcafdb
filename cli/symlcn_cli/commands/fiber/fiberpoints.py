"""The points of a fiber in a document: filters, rank, scaling.

Contents: :func:`point_blocks`, :func:`approximate_latex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.typeset import power, variables
from symlcn.certificates.algebraicvalues import number_text
from symlcn.fiber.evidence.pointjson import rho_text
from symlcn.fiber.fiber import Fiber, ScaledPoint
from symlcn.network.scaling import Scaling
from symlcn_cli.pages.formulas import BREAK, about, entries, in_t, polynomial, rational, univariate, vector
from symlcn_cli.pages.model import Block, Formula, Heading, Paragraph, Text, joined, text

__all__ = ["approximate_latex", "point_blocks"]

MAX_POINTS = 24
MAX_FIELD_DEGREE = 8
DIGITS = 8


def point_blocks(found: Fiber) -> Iterator[Block]:
    """The points that are listed, one after the other."""
    field = {"Q": r"\mathbb{Q}", "R": r"\mathbb{R}", "C": r"\mathbb{C}"}[found.field]
    yield Heading(text(f"The points over ${field}$"))
    if not found.points:
        nowhere = (
            "the filter is not in the image, over any field"
            if found.counts.complex == 0
            else "there is none over this field"
        )
        yield Paragraph(text(f"None: {nowhere}."))
    for number, point in enumerate(found.points[:MAX_POINTS]):
        yield Heading(text(f"Point {number}"), 3)
        yield from _point(found, point)
    if len(found.points) > MAX_POINTS:
        yield Paragraph(text(f"{len(found.points) - MAX_POINTS} more are in the certificate."))


def _point(found: Fiber, point: ScaledPoint) -> Iterator[Block]:
    architecture = found.architecture
    names = variables(architecture.dimension)
    for l, exponent in enumerate(architecture.exponents):
        if point.filters is not None:
            yield Formula(f"P_{{{l + 1}}} = {polynomial(entries(point.filters[l]), exponent, names)}")
        else:
            yield from _irrational(found, point, l, names)
    notes: list[Text] = []
    if point.factor is not None and point.factor != 1:
        notes.append(text(f"$u = {rational(point.factor)} {BREAK} \\cdot \\prod_l P_l$."))
    if point.rank is not None:
        full = architecture.rank
        rank = ", the largest there is" if point.rank == full else f" instead of ${full}$"
        notes.append(text(f"The Jacobian has rank ${point.rank}${rank}."))
    notes += _scaled(found, point)
    if notes:
        yield Paragraph(joined(notes, " "))


def approximate_latex(point: ScaledPoint, l: int, exponent: Sequence[int], names: Sequence[str]) -> str:
    """Digits of the coefficients of the polynomial of an irrational filter."""
    terms = []
    balls = point.point.enclosure(l)
    for index in sorted(balls, key=lambda i: (-sum(i), i)):
        coefficient = _complex(balls[index])
        monomial = " ".join(power(name, k * e) for name, k, e in zip(names, index, exponent, strict=True) if k)
        if coefficient != "0":
            terms.append(monomial if coefficient == "1" and monomial else f"{coefficient} {monomial}".strip())
    return f"{BREAK}+ ".join(terms).replace("+ -", "- ")


def _irrational(found: Fiber, point: ScaledPoint, l: int, names: Sequence[str]) -> Iterator[Block]:
    """Digits of an irrational filter, and the field its coefficients lie in."""
    digits = approximate_latex(point, l, found.architecture.exponents[l], names)
    yield Formula(rf"P_{{{l + 1}}} \approx {digits}")
    numbers = point.point.field(l)
    if numbers:
        shown = []
        for number in numbers:
            small = number.degree <= MAX_FIELD_DEGREE
            what = f"${univariate(number.minpoly, 1, 'z')}$" if small else f"a polynomial of degree ${number.degree}$"
            shown.append(text(f"${_decimal(number_text(number, DIGITS))}$, a root of {what}"))
        yield Paragraph(text("Its coefficients lie in the field of {}.", joined(shown, "; and of ")))


def _complex(ball: Any) -> str:
    """Digits of a complex number, in parentheses if it is not real; parts that may be 0 are left out."""
    parts = [(part, unit) for part, unit in ((ball.real, ""), (ball.imag, r"i")) if not part.contains(0)]
    if not parts:
        return "0"
    shown = "".join(
        ("" if part < 0 or not number else "+")
        + _decimal(part.str(DIGITS, radius=False))
        + (f" {unit}" if unit else "")
        for number, (part, unit) in enumerate(parts)
    )
    shown = re.sub(r"^1\.0+$", "1", shown)
    return f"({shown})" if any(unit for _, unit in parts) else shown


def _decimal(digits: str) -> str:
    """A decimal number such as 1.5e-10 as a formula."""
    return re.sub(r"e([+-]?)0*(\d+)", lambda m: rf" \cdot 10^{{{'-' if m[1] == '-' else ''}{m[2]}}}", digits)


def _scaled(found: Fiber, point: ScaledPoint) -> Iterator[Text]:
    """The squared norms ρ_l after scaling to the invariants."""
    signs = 2 ** (len(found.architecture.layers) - 1)
    choices = f"with {signs} choice{'' if signs == 1 else 's'} of signs"
    if point.scaling is not None:
        yield text(r"Scaled to $\delta$ the filters have the squared norms " f"${_rho(point.scaling)}$, {choices}.")
        return
    if digits := rho_text(found, point, DIGITS):
        rho = vector(list(map(_decimal, digits)))
        yield text(rf"Scaled to $\delta$ the filters have the squared norms $\rho \approx {rho}$, {choices}.")


def _rho(scaling: Scaling) -> str:
    t = scaling.t
    if isinstance(t, Fraction):
        return r"\rho = " + vector([rational(t + shift) for shift in scaling.shifts])
    rho = vector([in_t((shift, 1)).replace(BREAK, " ") for shift in scaling.shifts])
    digits = f"{BREAK} t = {about((Fraction(0), Fraction(1)), t)}" + r"\ldots"
    degree = len(t.minpoly) - 1
    equation = f",{BREAK} {in_t(t.minpoly)} = 0" if degree <= MAX_FIELD_DEGREE else ""
    return rf"\rho = {rho},{digits}{equation}"
