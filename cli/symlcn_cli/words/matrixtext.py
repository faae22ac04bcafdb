"""Matrices in words, if they are small.

Contents: :func:`matrix_text`, :func:`layers_text`, :func:`roots_text`; :func:`symmetric_lines`,
:func:`kernel_text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import rational_text
from symlcn.algebra.matrices import Rows, entries
from symlcn.algebra.rootmatrix import RootMatrix
from symlcn_cli.words.words import element_text, tensor_text

__all__ = ["MAX_SHOWN", "MAX_TEXT", "kernel_text", "layers_text", "matrix_text", "roots_text", "symmetric_lines"]

MAX_SHOWN = 8
"""Rows or columns up to which a matrix is printed."""
MAX_TEXT = 300
"""Characters up to which it is."""
MAX_WIDTH = 86
"""Characters of a row up to which a matrix is printed row by row: a page less the label."""
MAX_ENTRIES = 78
MAX_ENTRY = 400
"""Entries above the diagonal, and characters of one, up to which they are printed one by one."""


def matrix_text(matrix: Rows | fmpq_mat) -> str:
    """The rows of a matrix, or how many there are."""
    rows = entries(matrix) if isinstance(matrix, fmpq_mat) else matrix
    text = tensor_text(rows)
    small = max(len(rows), len(rows[0])) <= MAX_SHOWN and len(text) <= MAX_TEXT
    return text if small else f"({len(rows)}x{len(rows[0])} entries, in the certificate)"


def layers_text(name: str, layers: Sequence[Any]) -> list[str]:
    """A line for each matrix, over Q or with square roots, numbered from 1."""
    return [f"  {name}_{index + 1} = {_layer_text(layer)}" for index, layer in enumerate(layers)]


def _layer_text(layer: Any) -> str:
    if not isinstance(layer, RootMatrix):
        return matrix_text(layer)
    parts = [roots_text(layer.left), matrix_text(layer.core), roots_text(layer.right)]
    return "·".join(part for part in parts if part)


def roots_text(numbers: Sequence[Fraction]) -> str:
    """diag(√c), nothing for the identity."""
    shown = ", ".join(
        "1" if n == 1 else f"√{rational_text(n)}" if n.denominator == 1 else f"√({rational_text(n)})" for n in numbers
    )
    if {*numbers} == {1}:
        return ""
    return f"diag({shown})" if len(numbers) <= MAX_SHOWN and len(shown) <= MAX_TEXT else "diag(√…)"


def symmetric_lines(name: str, texts: Sequence[Sequence[str]]) -> list[str]:
    """A symmetric matrix of texts by its rows, or if these are too long by its entries, or where to find these.

    Examples
    --------
    >>> symmetric_lines("K", [["2", "t"], ["t", "1"]])
    ['K =', '[2  t]', '[t  1]']
    >>> symmetric_lines("K", [["2", "t" * 90], ["t" * 90, "1"]])[:2]
    ['K(i,j) = K(j,i):', 'K(0,0) = 2']
    """
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    if sum(widths) + 2 * len(widths) <= MAX_WIDTH:
        padded = (zip(row, widths, strict=True) for row in texts)
        return [f"{name} =", *(f"[{'  '.join(f'{text:>{width}}' for text, width in row)}]" for row in padded)]
    above = [(i, j, text) for i, row in enumerate(texts) for j, text in enumerate(row) if i <= j]
    if len(above) <= MAX_ENTRIES and max(len(text) for _, _, text in above) <= MAX_ENTRY:
        listed = [f"{name}({i},{j}) = {text}" for i, j, text in above if text != "0"]
        return [f"{name}(i,j) = {name}(j,i){', and 0 where not listed' * (len(listed) < len(above))}:", *listed]
    return [f"{name}: --json and --format have it"]


def kernel_text(matrix: Sequence[Sequence[Sequence[Fraction]]]) -> str:
    """A symmetric matrix over Q(t) under its label, by rows or by entries K(i,j)."""
    lines = symmetric_lines("K", [[element_text(entry) for entry in row] for row in matrix])
    return "\n".join(lines[1:] if lines[0].endswith("=") else lines)
