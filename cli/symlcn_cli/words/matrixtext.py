"""Matrices in words, if they are small.

Contents: :func:`matrix_text`, :func:`layers_text`, :func:`roots_text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq_mat

from symlcn.algebra.exact import rational_text
from symlcn.algebra.matrices import Rows, entries
from symlcn.algebra.rootmatrix import RootMatrix
from symlcn_cli.words.words import tensor_text

__all__ = ["MAX_SHOWN", "MAX_TEXT", "layers_text", "matrix_text", "roots_text"]

MAX_SHOWN = 8
"""Rows or columns up to which a matrix is printed."""
MAX_TEXT = 300
"""Characters up to which it is."""


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
