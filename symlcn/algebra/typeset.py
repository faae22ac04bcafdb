"""Exact numbers, polynomials and matrices as LaTeX, in full.

Contents: :class:`Typeset`; :func:`rational`, :func:`total`, :func:`power`, :func:`variables`, :func:`polynomial`,
:func:`element`, :func:`named`, :func:`formula`, :func:`monomials`, :func:`vector`, :func:`matrix`, :func:`tensor`,
:func:`parameters`, :func:`decimal`, :func:`root`, :func:`apart`, :func:`lines`, :func:`words`; :func:`shown_latex`,
:func:`shown_html`.

What is written compiles with amsmath under pdflatex and under MathJax, and is of the subset of
``symlcn_cli.pages.mathml``. An element of Q(t) is written in t, which is defined beside it by :func:`root`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from importlib import import_module
from math import ceil, floor
from typing import Any

from symlcn.algebra.exact import integer_text
from symlcn.errors import SymlcnError

__all__ = [
    "Typeset",
    "apart",
    "decimal",
    "element",
    "formula",
    "lines",
    "matrix",
    "monomials",
    "named",
    "parameters",
    "polynomial",
    "power",
    "rational",
    "root",
    "shown_html",
    "shown_latex",
    "tensor",
    "total",
    "variables",
    "vector",
    "words",
]

MAX_SHOWN = 8000
"""Characters of a formula up to which a notebook shows it; beyond that it shows the text of the object."""
DIGITS = 5
"""Significant digits of a number that is defined by a polynomial."""
MAX_COLUMNS = 10
"""Columns that matrices of amsmath have."""
SPECIAL = frozenset("#$%&_{}")


class Typeset:
    """What has a formula, which notebooks show, as LaTeX for MathJax and as MathML."""

    __slots__ = ()

    def latex(self) -> str:
        """The formula as LaTeX, without dollar signs; it compiles with amsmath and in MathJax."""
        raise NotImplementedError

    def _repr_latex_(self) -> str | None:
        return shown_latex(self.latex)

    def _repr_html_(self) -> str | None:
        return shown_html(self.latex)


def shown_latex(written: Callable[[], str | None]) -> str | None:
    """A formula as notebooks take it; None if there is none, or it is too long for one."""
    latex = _short(written)
    return None if latex is None else rf"$\displaystyle {latex}$"


def shown_html(written: Callable[[], str | None]) -> str | None:
    """A formula as MathML; None likewise."""
    latex = _short(written)
    if latex is None:
        return None
    shown: str = import_module("symlcn_cli.pages.mathml").mathml(latex, display=True)
    return shown


def _short(written: Callable[[], str | None]) -> str | None:
    try:
        latex = written()
    except SymlcnError:
        return None
    return None if latex is None or len(latex) > MAX_SHOWN else latex


def rational(value: Fraction | int) -> str:
    r"""A rational number.

    Examples
    --------
    >>> print(rational(3), rational(Fraction(-49, 33)))
    3 -\tfrac{49}{33}
    """
    fraction: Fraction = Fraction(value)
    above = integer_text(abs(fraction.numerator))
    size = above if fraction.denominator == 1 else rf"\tfrac{{{above}}}{{{integer_text(fraction.denominator)}}}"
    return f"-{size}" if fraction < 0 else size


def total(terms: Iterable[tuple[Fraction | int, str]]) -> str:
    """A sum of rational multiples of monomials, which are empty for 1.

    Examples
    --------
    >>> print(total([(-1, "t^{2}"), (Fraction(3), "t"), (0, "s"), (-2, "")]))
    -t^{2} + 3t - 2
    """
    parts: list[str] = []
    for coefficient, monomial in terms:
        if coefficient:
            sign = ("- " if parts else "-") if coefficient < 0 else "+ " if parts else ""
            size = rational(-coefficient if coefficient < 0 else coefficient)
            parts.append(sign + (monomial if monomial and size == "1" else size + monomial))
    return " ".join(parts) or "0"


def power(name: str, exponent: int) -> str:
    """A power of a variable; nothing for exponent 0."""
    return "" if exponent == 0 else name if exponent == 1 else f"{name}^{{{exponent}}}"


def variables(dimension: int) -> tuple[str, ...]:
    """x; x, y; x, y, z; or x_1, …, x_D."""
    return tuple("xyz"[:dimension]) if dimension <= 3 else tuple(f"x_{{{d}}}" for d in range(1, dimension + 1))


def polynomial(terms: Mapping[tuple[int, ...], Fraction | int], names: Sequence[str]) -> str:
    """A polynomial from its coefficients by exponents, highest total degree first.

    Examples
    --------
    >>> print(polynomial({(0, 0): 1, (1, 2): Fraction(-1, 2)}, ("x", "y")))
    -\\tfrac{1}{2}xy^{2} + 1
    """
    ordered = sorted(terms, key=lambda exponents: (-sum(exponents), tuple(-k for k in exponents)))
    return total((terms[exponents], "".join(map(power, names, exponents))) for exponents in ordered)


def element(coefficients: Sequence[Fraction | int], name: str = "t") -> str:
    """An element of Q(t), from its coefficients in t from degree 0.

    Examples
    --------
    >>> print(element((14, Fraction(49, 33))))
    \\tfrac{49}{33}t + 14
    """
    return total((c, power(name, k)) for k, c in reversed(list(enumerate(coefficients))))


def named(name: str) -> str:
    """The name of an entry, its indices as such.

    Examples
    --------
    >>> named("u_0_12"), named("w1_0"), named("A")
    ('u_{0,12}', 'w_{1;0}', 'A')
    """
    head, *indices = name.split("_")
    letter, number = head[:1], head[1:]
    lowered = ";".join(part for part in (number, ",".join(indices)) if part)
    return f"{letter}_{{{lowered}}}" if lowered else letter


def formula(terms: Mapping[tuple[int, ...], int], names: Sequence[str]) -> str:
    """A polynomial in named entries, whose monomials are the tuples of the numbers of their factors.

    Examples
    --------
    >>> print(formula({(0, 3, 3): 1, (1, 2, 3): -2}, ("u_0", "u_1", "u_2", "u_3")))
    u_{0}u_{3}^{2} - 2u_{1}u_{2}u_{3}
    """
    return monomials(terms, list(map(named, names)))


def monomials(terms: Mapping[tuple[int, ...], Fraction | int], names: Sequence[str]) -> str:
    """The same in what has these names in LaTeX."""
    return total((c, "".join(power(names[n], m.count(n)) for n in sorted(set(m)))) for m, c in terms.items())


def vector(entries: Iterable[str]) -> str:
    """Entries in parentheses."""
    return f"({', '.join(entries)})"


def matrix(rows: Iterable[Iterable[str]]) -> str:
    """The rows of a matrix in parentheses.

    Examples
    --------
    >>> print(matrix([["1", "t"], ["t", "2"]]))
    \\begin{pmatrix} 1 & t \\\\ t & 2 \\end{pmatrix}
    """
    cells = [list(row) for row in rows]
    body = r" \\ ".join(" & ".join(row) for row in cells)
    if len(cells[0]) <= MAX_COLUMNS:
        return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
    return rf"\left( \begin{{array}}{{{'c' * len(cells[0])}}} {body} \end{{array}} \right)"


def tensor(value: Any, entry: Callable[[Any], str] = rational) -> str:
    """A filter: a vector in one direction, a matrix in two; in more, the vector of what its first index leaves.

    Examples
    --------
    >>> print(tensor((1, -2)), tensor(((1, 2), (3, Fraction(1, 2)))))
    (1, -2) \\begin{pmatrix} 1 & 2 \\\\ 3 & \\tfrac{1}{2} \\end{pmatrix}
    """
    if not isinstance(value[0], Sequence):
        return vector(map(entry, value))
    if not isinstance(value[0][0], Sequence):
        return matrix(map(entry, row) for row in value)
    return vector(tensor(part, entry) for part in value)


def parameters(filters: Sequence[Any], scaling: Typeset | None, entry: Callable[[Any], str] = rational) -> list[str]:
    """Filters w_1, …, w_L, and the squared norms to which they are scaled."""
    parts = [f"w_{{{l}}} = {tensor(own, entry)}" for l, own in enumerate(filters, 1)]
    return parts + ([] if scaling is None else [scaling.latex()])


def decimal(digits: str) -> str:
    """A decimal number, rounded to five digits.

    Examples
    --------
    >>> print(decimal("1.41421356"), decimal("-1.5e-12"))
    1.4142 -1.5 \\cdot 10^{-12}
    """
    rounded = Context(prec=DIGITS, Emin=-(10**6), Emax=10**6).create_decimal(digits)
    mantissa, _, exponent = str(rounded).lower().partition("e")
    return mantissa + (rf" \cdot 10^{{{int(exponent)}}}" if exponent else "")


def root(minpoly: Sequence[int], about: str, where: str, name: str = "t") -> str:
    """The definition of an algebraic number, as the root of a polynomial that lies where is said.

    Examples
    --------
    >>> print(root((-2, 0, 1), "1.4142", "(1, 2)"))
    t \\approx 1.4142\\text{, the root of }t^{2} - 2\\text{ in }(1, 2)
    """
    return rf"{name} \approx {about}\text{{, the root of }}{element(minpoly, name)}\text{{ in }}{where}"


def apart(own: Sequence[Fraction], others: Sequence[Sequence[Fraction]]) -> tuple[str, ...]:
    """Intervals of few digits around a box, bounds of its sides in turn, so that the larger box meets no other.

    Examples
    --------
    >>> apart((Fraction(1, 3), Fraction(1, 3), Fraction(0), Fraction(0)), [(Fraction(2, 5), Fraction(1, 2), -1, 1)])
    ('(0.33, 0.34)', '(-0.01, 0.01)')
    """
    step, digits = Fraction(1, 10), 1
    while True:
        bounds = [((ceil(own[k] / step) - 1) * step, (floor(own[k + 1] / step) + 1) * step) for k in (0, 2)]
        box = (*bounds[0], *bounds[1])
        if all(box[1] < o[0] or o[1] < box[0] or box[3] < o[2] or o[3] < box[2] for o in others):
            return tuple(vector(f"{Decimal(round(end / step)).scaleb(-digits):f}" for end in ends) for ends in bounds)
        step, digits = step / 10, digits + 1


def words(text: str) -> str:
    """Words inside a formula, of ASCII without backslashes, carets and tildes.

    Examples
    --------
    >>> print(words("a_1 & b"))
    \\text{a\\_1 \\& b}
    """
    return rf"\text{{{''.join(f'{chr(92)}{c}' if c in SPECIAL else c for c in text)}}}"


def lines(parts: Iterable[tuple[str, str]]) -> str:
    """Equations below each other, aligned at their signs; a single one as it is."""
    rows = [f"{left} & {right}" for left, right in parts]
    if len(rows) == 1:
        return rows[0].replace(" & ", " ", 1)
    return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"
