"""Filters and invariants of networks with channels, as text and as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from symlcn.algebra.matrices import Rows
from symlcn.algebra.typeset import matrix, rational, tensor
from symlcn_cli.words.words import tensor_text

MAX_SHOWN = 2000


def filters_text(filters: Sequence[Any], mark: str = "") -> list[str]:
    """W_l = …, nested output, input, position, a line for each layer."""
    return [f"W{mark}_{l} = {_short(own)}" for l, own in enumerate(filters, 1)]


def invariants_text(invariants: Sequence[Rows]) -> list[str]:
    """D_l = …, a line for each hidden layer."""
    return [f"D_{l} = {_short(rows)}" for l, rows in enumerate(invariants, 1)]


def product_text(product: Any) -> str:
    """U = …, nested output, input, position."""
    return f"U = {_short(product)}"


def _short(value: Any) -> str:
    text = tensor_text(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def filters_latex(filters: Sequence[Any], mark: str = "") -> Iterator[tuple[str, str]]:
    """The same in LaTeX: the filter of each pair of channels, as a matrix of these."""
    for l, own in enumerate(filters, 1):
        yield f"W{mark}_{{{l}}}", f"= {matrix([[tensor(entry) for entry in row] for row in own])}"


def invariants_latex(invariants: Sequence[Rows]) -> Iterator[tuple[str, str]]:
    """The invariants in LaTeX."""
    for l, rows in enumerate(invariants, 1):
        yield f"D_{{{l}}}", f"= {matrix([[rational(c) for c in row] for row in rows])}"
