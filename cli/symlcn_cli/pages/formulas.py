"""Numbers, polynomials, vectors and matrices as formulas that fit on a page.

Contents: :func:`integer`, :func:`rational`, :func:`in_t`, :func:`entries`, :func:`polynomial`, :func:`univariate`,
:func:`vector`, :func:`invariants`, :func:`window`, :func:`form`, :func:`number_list`, :func:`about`.

Every function returns LaTeX of the subset of :mod:`symlcn_cli.pages.mathml`. Long numbers keep their first and last
digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import decimal_text, integer_text
from symlcn.algebra.realnumbers import Number, enclosure_at
from symlcn.algebra.typeset import power

__all__ = [
    "about",
    "entries",
    "form",
    "in_t",
    "integer",
    "invariants",
    "number_list",
    "polynomial",
    "rational",
    "univariate",
    "vector",
    "window",
]

MAX_DIGITS = 22
MAX_FRACTION = 13
MAX_TERMS = 40
MAX_ENTRIES = 24
MAX_WIDTH = 30
"""Characters that a matrix may have in one row, so that it fits on a phone."""
BREAK = r" \allowbreak "


def integer(n: int, most: int = MAX_DIGITS) -> str:
    """An integer; beyond 22 digits the first and the last ones.

    Examples
    --------
    >>> integer(-12), integer(10**30)
    ('-12', '10000000\\\\ldots 00000000')
    """
    digits = integer_text(abs(n))
    if len(digits) > most:
        kept = min(8, most // 2 - 1)
        digits = rf"{digits[:kept]}\ldots {digits[-kept:]}"
    return f"-{digits}" if n < 0 else digits


def rational(value: Fraction | int) -> str:
    """A rational number on one line."""
    fraction: Fraction = Fraction(value)
    if fraction.denominator == 1:
        return integer(fraction.numerator)
    return f"{integer(fraction.numerator, MAX_FRACTION)}/{integer(fraction.denominator, MAX_FRACTION)}"


def _signed(terms: Iterable[tuple[Fraction | int, str]]) -> str:
    """A sum of coefficients times monomials, broken between terms; of many only the first."""
    shown: list[str] = []
    for coefficient, monomial in terms:
        if len(shown) == MAX_TERMS:
            shown.append(r"+ \cdots")
            break
        sign = ("- " if shown else "-") if coefficient < 0 else "+ " if shown else ""
        size = rational(-coefficient if coefficient < 0 else coefficient)
        if monomial:
            size = "" if size == "1" else f"({size}) " if "/" in size else f"{size} "
        shown.append(f"{sign}{size}{monomial}")
    return BREAK.join(shown) or "0"


def in_t(coefficients: Sequence[Fraction | int], name: str = "t") -> str:
    """A polynomial in one variable, highest degree first, coefficients from degree 0."""
    return univariate(coefficients, 1, name)


def univariate(coefficients: Sequence[Fraction | int], exponent: int, name: str) -> str:
    """f(x^e) for the polynomial with these coefficients."""
    terms = ((c, power(name, k * exponent)) for k, c in enumerate(coefficients) if c)
    return _signed(reversed(list(terms)))


def entries(tensor: Any) -> dict[tuple[int, ...], Fraction]:
    """The nonzero entries of a filter, nested tuples of numbers, by index."""

    def walk(part: Any, prefix: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Fraction]]:
        if isinstance(part, tuple):
            for k, inner in enumerate(part):
                yield from walk(inner, (*prefix, k))
        elif part:
            yield prefix, Fraction(part)

    return dict(walk(tensor, ()))


def polynomial(
    entries: Mapping[tuple[int, ...], Fraction | int], exponents: Sequence[int], names: Sequence[str]
) -> str:
    """The polynomial of a filter, highest degrees first, from its nonzero entries and the exponents of its layer."""
    ordered = sorted(
        ((i, c) for i, c in entries.items() if c), key=lambda term: (-sum(term[0]), tuple(-k for k in term[0]))
    )
    return _signed((c, _monomial(index, exponents, names)) for index, c in ordered)


def _monomial(index: Sequence[int], exponents: Sequence[int], names: Sequence[str]) -> str:
    factors = (power(name, k * e) for k, e, name in zip(index, exponents, names, strict=True))
    return " ".join(factor for factor in factors if factor)


def vector(values: Sequence[str]) -> str:
    """A vector in parentheses, broken after commas, the middle left out if it is long."""
    shown = list(values)
    if len(shown) > MAX_ENTRIES:
        shown = [*shown[: MAX_ENTRIES - 4], r"\ldots", *shown[-2:]]
    return "(" + f",{BREAK}".join(shown) + ")"


def number_list(values: Sequence[int], limit: int = 40) -> str:
    """Numbers in words: 1, 2 and 5."""
    shown = [str(value) for value in values]
    if len(shown) > limit:
        shown = [*shown[: limit - 2], "…", shown[-1]]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def invariants(delta: Sequence[Fraction]) -> str:
    """δ = (δ_1, …, δ_{L−1})."""
    return r"\delta = " + vector([rational(d) for d in delta])


def window(size: int, entry: Callable[[int, int], str], most: int = 5) -> str:
    """A square matrix, or its upper left corner if it is large, with as many columns as fit."""
    shown = min(size, most)
    while True:
        rows = [[entry(i, j) for j in range(shown)] for i in range(shown)]
        width = sum(max(len(row[j].replace(r"\ldots ", ".")) + 1 for row in rows) for j in range(shown))
        if width <= MAX_WIDTH or shown == 1:
            break
        shown -= 1
    if shown < size:
        rows = [[*row, r"\cdots"] for row in rows] + [[r"\vdots"] * shown + [r"\ddots"]]
    return r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{pmatrix}"


def form(coefficients: Sequence[int]) -> str:
    """A sum of consecutive invariants, which has to vanish: δ_i + … + δ_{j−1} = 0."""
    on = [index for index, c in enumerate(coefficients, start=1) if c]
    names = [rf"\delta_{{{index}}}" for index in on]
    shown = names if len(names) <= 4 else [names[0], r"\cdots", names[-1]]
    return " + ".join(shown) + " = 0"


def about(element: Sequence[Fraction], t: Number, digits: int = 12) -> str:
    """Decimal digits of p(t), correct up to the last ones, from a rigorous enclosure."""
    low, high = enclosure_at(element, t, Fraction(1, 10 ** (2 * digits + 20)))
    text = decimal_text((low + high) / 2, digits)
    mantissa, _, exponent = text.partition("e")
    return mantissa + (rf" \cdot 10^{{{int(exponent)}}}" if exponent else "")
