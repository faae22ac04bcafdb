"""Filters and invariants of networks with channels, as text and as formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from symlcn.algebra.matrices import Rows
from symlcn.algebra.typeset import matrix, rational, tensor
from symlcn_cli.words.words import tensor_text

MAX_SHOWN = 2000
"""Characters of a tensor."""
MAX_LINE = 84
"""Longer ones have a line for each row."""
MAX_ZEROS = 400
"""Of longer ones zeros are left out."""


def filters_text(
    filters: Sequence[Any], mark: str = "", *, name: str = "W", written: Callable[[Any], str] = tensor_text
) -> list[str]:
    """W_l = …, nested output, input, position, a line for each layer, or for each of its outputs."""
    return [line for l, own in enumerate(filters, 1) for line in _rows(f"{name}{mark}_{l}", own, written)]


def invariants_text(invariants: Sequence[Rows]) -> list[str]:
    """D_l = …, a line for each hidden layer, or for each row."""
    return [line for l, rows in enumerate(invariants, 1) for line in _rows(f"D_{l}", rows)]


def product_text(product: Any) -> str:
    """U = …, nested output, input, position."""
    return "\n".join(_rows("U", product))


def _rows(name: str, value: Any, written: Callable[[Any], str] = tensor_text) -> list[str]:
    """A tensor, without what is 0 behind the last rows and columns if it is large; they are left out with a word."""
    text = written(value)
    if len(text) <= MAX_LINE:
        return [f"{name} = {text}"]
    height, width, note = len(value), len(value[0]), []
    if len(text) > MAX_ZEROS:
        height = max((n for n, row in enumerate(value, 1) if not _is_zero(row)), default=1)
        width = max((n for row in value for n, entry in enumerate(row, 1) if not _is_zero(entry)), default=1)
    if height < len(value) or width < len(value[0]):
        note = [f"  ({name} is {len(value)} x {len(value[0])}: the first {height} x {width} are shown, the rest is 0)"]
    rows = [written(row[:width]) for row in value[:height]]
    if len(", ".join(rows)) <= MAX_LINE:
        return [f"{name} = [{', '.join(rows)}]", *note]
    shown, total = [], 0
    for n, row in enumerate(rows):
        total += len(row)
        if total > MAX_SHOWN:
            note = [f"  … ({len(rows) - n} more rows are in the certificate)", *note]
            break
        shown.append(f"{name}[{n}] = {row}")
    return [*shown, *note]


def _is_zero(value: Any) -> bool:
    return all(map(_is_zero, value)) if isinstance(value, tuple) else value == 0


def rounded_text(value: Fraction, error: Fraction) -> str:
    """A multiple of a power of 10 with all of its decimals.

    Examples
    --------
    >>> rounded_text(Fraction(-1, 2), Fraction(1, 1000)), rounded_text(Fraction(1200), Fraction(100))
    ('-0.500', '1200')
    """
    return format(Decimal(int(value / error)).scaleb(exponent(error)), "f")


def exponent(power: Fraction) -> int:
    """n for a power 10^n.

    Examples
    --------
    >>> exponent(Fraction(1, 1000)), exponent(Fraction(100))
    (-3, 2)
    """
    return len(str(power.numerator)) - len(str(power.denominator))


def filters_latex(filters: Sequence[Any], mark: str = "") -> Iterator[tuple[str, str]]:
    """The same in LaTeX: the filter of each pair of channels, as a matrix of these."""
    for l, own in enumerate(filters, 1):
        yield f"W{mark}_{{{l}}}", f"= {matrix([[tensor(entry) for entry in row] for row in own])}"


def invariants_latex(invariants: Sequence[Rows]) -> Iterator[tuple[str, str]]:
    """The invariants in LaTeX."""
    for l, rows in enumerate(invariants, 1):
        yield f"D_{{{l}}}", f"= {matrix([[rational(c) for c in row] for row in rows])}"
