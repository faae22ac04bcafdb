"""An NTK in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symlcn.algebra.exact import Json, rational_text, rationals_json
from symlcn.certificates.values import architecture_json, element_json, number_json, rho_json, tensor_json, tool_json
from symlcn.errors import LimitError
from symlcn.network.architecture import Architecture
from symlcn.network.filters import end_to_end_filter
from symlcn.network.ntk import Ntk
from symlcn_cli.words.words import element_text, scaling_text, section

MAX_SHOWN_ROWS = 12
MAX_SHOWN_ENTRIES = 400
MAX_SHOWN_TEXT = 2000
MAX_WRITTEN = 10**6
"""Number N of entries of the end-to-end filter up to which JSON is written."""


def tensor_text(tensor: Any) -> str:
    """A tensor in brackets."""
    if isinstance(tensor, tuple):
        return "[" + ", ".join(tensor_text(part) for part in tensor) + "]"
    return rational_text(tensor)


def ntk_json(
    architecture: Architecture,
    filters: Any,
    delta: Sequence[Fraction] | None,
    kernel: Ntk,
    places: Sequence[tuple[int, int]] = (),
) -> Json:
    """The NTK as a JSON object; entries in Q(t) are coefficient lists in t.

    ``terms`` is K = Σ_l c_l M_l M_lᵀ: for each layer ``weight``, c_l, and ``others``, the product of the primitive
    integer filters of all other layers; column j of M_l is that product moved by j times the exponent of the layer.
    ``ntk`` has all entries; if `places` are given it is null, and ``entries`` has those only.
    """
    if architecture.ambient > MAX_WRITTEN:
        raise LimitError(f"an end-to-end filter of {architecture.ambient} entries; at most {MAX_WRITTEN} are written")
    entries = None if places else _entries(kernel)
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
        "terms": [
            {"weight": element_json(weight), "others": tensor_json(block.tensor())}
            for weight, block in zip(kernel.weights, kernel.blocks, strict=True)
        ],
        "ntk": entries,
        **({"entries": [_entry(kernel, *place) for place in places]} if places else {}),
        "tool": tool_json(),
    }


def _entries(kernel: Ntk) -> list[Any]:
    rows = kernel.rows(str)
    return [[entry[0] for entry in row] for row in rows] if len(kernel.weights[0]) == 1 else rows


def _entry(kernel: Ntk, row: int, column: int) -> Json:
    return {"index": [row, column], "value": element_json(kernel.entry(row, column))}


def ntk_report(
    architecture: Architecture,
    filters: Any,
    delta: Sequence[Fraction] | None,
    kernel: Ntk,
    places: Sequence[tuple[int, int]] = (),
) -> str:
    """The filters, their scaling, and the matrix if it is small, else its parts."""
    size = "x".join(map(str, architecture.end_to_end_size))
    shown = "the filters as they are" if delta is None else "the filters scaled to the invariants asked for"
    product = f"u has {architecture.ambient} entries"
    if architecture.ambient <= MAX_SHOWN_ENTRIES:
        product = f"u = {tensor_text(end_to_end_filter(architecture, filters))}"
    small = architecture.ambient <= MAX_SHOWN_ROWS
    entries = [f"K({row},{column}) = {element_text(kernel.entry(row, column))}" for row, column in places]
    return "".join(
        [
            section("Architecture", f"{architecture}   (end-to-end size {size})"),
            section("Filters", "\n".join(f"w_{index} = {_short(tensor)}" for index, tensor in enumerate(filters))),
            section("Product", product),
            section("Norms", f"{shown}: {scaling_text(kernel.scaling)}"),
            section("Invariants", _invariants(kernel)) if len(kernel.scaling.shifts) > 1 else "",
            section("NTK", _rows(kernel.matrix()) if small else "\n".join(_parts(architecture, kernel))),
            section("Entries", "\n".join(entries)) if entries else "",
        ]
    )


def _invariants(kernel: Ntk) -> str:
    """δ_l = ρ_l − ρ_{l+1} = Δ_l − Δ_{l+1}."""
    values = [rational_text(a - b) for a, b in pairwise(kernel.scaling.shifts)]
    return f"δ = ({', '.join(values[:MAX_SHOWN_ROWS])}{', …' if len(values) > MAX_SHOWN_ROWS else ''})"


def _short(tensor: Any) -> str:
    text = tensor_text(tensor)
    return text if len(text) <= MAX_SHOWN_TEXT else text[:MAX_SHOWN_TEXT] + "…"


def _parts(architecture: Architecture, kernel: Ntk) -> list[str]:
    """K = Σ c_l N_l without its entries."""
    depth = range(len(kernel.blocks))
    lines = [f"{kernel.size} rows: K = " + " + ".join(f"c_{l}·N_{l}" for l in depth) + ", N_l = M_l·M_lᵀ"]
    lines.append(
        "Column j of M_l holds q_l, the product of the other primitive filters, moved by j times the exponent."
    )
    for l, (weight, block) in enumerate(zip(kernel.weights, kernel.blocks, strict=True)):
        exponent = "x".join(map(str, architecture.exponents[l]))
        shape = f"M_{l}: {len(block.offsets)} columns, exponent {exponent}, q_{l} of size "
        lines.append(f"c_{l} = {element_text(weight)}; {shape}{'x'.join(map(str, block.size))}")
    lines.append(f"K(0,0) = {element_text(kernel.entry(0, 0))}, tr K = {element_text(kernel.trace())}")
    lines.append("--json has the q_l and all entries, --entry I,J single ones.")
    return lines


def _rows(matrix: Sequence[Sequence[Sequence[Fraction]]]) -> str:
    texts = [[element_text(entry) for entry in row] for row in matrix]
    widths = [max(len(text) for text in column) for column in zip(*texts, strict=True)]
    return "\n".join(
        "[" + "  ".join(f"{text:>{width}}" for text, width in zip(row, widths, strict=True)) + "]" for row in texts
    )
