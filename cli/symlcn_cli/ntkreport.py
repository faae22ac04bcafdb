"""An NTK in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symlcn.architecture import Architecture
from symlcn.filters import end_to_end_filter
from symlcn.ntk import Ntk
from symlcn.serial import (
    Json,
    architecture_json,
    element_json,
    number_json,
    rational_text,
    rationals_json,
    rho_json,
    tensor_json,
    tool_json,
)
from symlcn_cli.report import element_text, scaling_text, section

MAX_SHOWN_ROWS = 12


def tensor_text(tensor: Any) -> str:
    """A tensor in brackets."""
    if isinstance(tensor, tuple):
        return "[" + ", ".join(tensor_text(part) for part in tensor) + "]"
    return rational_text(tensor)


def ntk_json(architecture: Architecture, filters: Any, delta: Sequence[Fraction] | None, kernel: Ntk) -> Json:
    """The NTK as a JSON object; entries in Q(t) are coefficient lists in t."""
    return {
        "format": "symlcn-ntk",
        "version": 1,
        "kind": "ntk",
        "architecture": architecture_json(architecture),
        "delta": rationals_json(delta),
        "filters": [tensor_json(tensor) for tensor in filters],
        "filter": tensor_json(end_to_end_filter(architecture, filters)),
        "t": number_json(kernel.scaling.t),
        "rho": rho_json(kernel.scaling),
        "ntk": [[element_json(entry) for entry in row] for row in kernel.matrix()],
        "tool": tool_json(),
    }


def ntk_report(architecture: Architecture, filters: Any, delta: Sequence[Fraction] | None, kernel: Ntk) -> str:
    """The filters, their scaling, and the matrix if it is small."""
    size = "x".join(map(str, architecture.end_to_end_size))
    matrix = kernel.matrix() if architecture.ambient <= MAX_SHOWN_ROWS else None
    shown = "the filters as they are" if delta is None else "the filters scaled to the invariants asked for"
    return "".join(
        [
            section("Architecture", f"{architecture}   (end-to-end size {size})"),
            section("Filters", "\n".join(f"w_{index} = {tensor_text(tensor)}" for index, tensor in enumerate(filters))),
            section("Product", f"u = {tensor_text(end_to_end_filter(architecture, filters))}"),
            section("Norms", f"{shown}: {scaling_text(kernel.scaling)}"),
            section("NTK", _rows(matrix) if matrix else f"{architecture.ambient} rows; --json prints them"),
        ]
    )


def _rows(matrix: Sequence[Sequence[Sequence[Fraction]]]) -> str:
    texts = [[element_text(entry) for entry in row] for row in matrix]
    widths = [max(len(text) for text in column) for column in zip(*texts, strict=True)]
    return "\n".join(
        "[" + "  ".join(f"{text:>{width}}" for text, width in zip(row, widths, strict=True)) + "]" for row in texts
    )
