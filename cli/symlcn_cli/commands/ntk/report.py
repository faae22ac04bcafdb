"""An NTK in words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from symlcn.algebra.exact import rational_text
from symlcn.algebra.sparse import text
from symlcn.answer import Answer
from symlcn.generic.kernel import Kernel
from symlcn.generic.symbolic import SymbolicNtk
from symlcn.network.architecture import Architecture, size_text
from symlcn.network.filters import end_to_end_filter
from symlcn.network.ntk import Ntk
from symlcn_cli.words.entries import formula_text
from symlcn_cli.words.matrixtext import kernel_text, symmetric_lines
from symlcn_cli.words.words import element_text, numbered, scaling_text, tensor_text

MAX_SHOWN_ROWS = 12
MAX_SHOWN_ENTRIES = 400
MAX_SHOWN_TEXT = 2000


def entries(answer: Answer[Kernel | SymbolicNtk], _file: str | None) -> list[tuple[str, str]]:
    """The filters, their scaling, and the matrix if it is small, else its parts; of generic filters the formulas."""
    found = answer.known
    if isinstance(found, SymbolicNtk):
        return _symbolic(found)
    architecture, filters, kernel = found.architecture, found.filters, found.kernel
    size = size_text(architecture.end_to_end_size)
    shown = "the filters as they are" if found.delta is None else "the filters scaled to the invariants asked for"
    product = f"u has {architecture.ambient} entries"
    if architecture.ambient <= MAX_SHOWN_ENTRIES:
        product = f"u = {tensor_text(end_to_end_filter(architecture, filters))}"
    small = architecture.ambient <= MAX_SHOWN_ROWS
    listed = [f"K({row},{column}) = {element_text(kernel.entry(row, column))}" for row, column in found.places]
    parts = [
        ("Architecture", f"{architecture}   (end-to-end size {size})"),
        ("Filters", "\n".join(f"w_{index} = {_short(tensor)}" for index, tensor in enumerate(filters, start=1))),
        ("Product", product),
        ("Norms", f"{shown}: {scaling_text(kernel.scaling)}"),
    ]
    parts += [("Invariants", _invariants(kernel))] if len(kernel.scaling.shifts) > 1 else []
    parts += [("NTK", kernel_text(kernel.matrix()) if small else "\n".join(_parts(architecture, kernel)))]
    return parts + ([("Entries", "\n".join(listed))] if listed else [])


def _invariants(kernel: Ntk) -> str:
    """δ_l = ρ_l − ρ_{l+1} = Δ_l − Δ_{l+1}."""
    values = [rational_text(a - b) for a, b in pairwise(kernel.scaling.shifts)]
    return f"δ = ({', '.join(values[:MAX_SHOWN_ROWS])}{', …' if len(values) > MAX_SHOWN_ROWS else ''})"


def _short(tensor: Any) -> str:
    text = tensor_text(tensor)
    return text if len(text) <= MAX_SHOWN_TEXT else text[:MAX_SHOWN_TEXT] + "…"


def _parts(architecture: Architecture, kernel: Ntk) -> list[str]:
    """K = Σ c_l N_l without its entries."""
    layers = numbered(range(len(kernel.blocks)))
    lines = [f"{kernel.size} rows: K = " + " + ".join(f"c_{l}·N_{l}" for l in layers) + ", N_l = M_l·M_lᵀ"]
    lines.append(
        "Column j of M_l holds q_l, the product of the other primitive filters, moved by j times the exponent."
    )
    for l, weight, block, exponents in zip(layers, kernel.weights, kernel.blocks, architecture.exponents, strict=True):
        exponent = size_text(exponents)
        shape = f"M_{l}: {len(block.offsets)} columns, exponent {exponent}, q_{l} of size "
        lines.append(f"c_{l} = {element_text(weight)}; {shape}{size_text(block.size)}")
    lines.append(f"K(0,0) = {element_text(kernel.entry(0, 0))}, tr K = {element_text(kernel.trace())}")
    lines.append("--json has the q_l and all entries, --entry I,J single ones.")
    return lines


def _symbolic(found: SymbolicNtk) -> list[tuple[str, str]]:
    """K and the N_l as polynomials in the entries of the filters, as long as they are readable."""
    network, names = found.architecture, found.names
    layers = numbered(range(len(network.layers)))
    filters = [found.names_of(l - 1) for l in layers]
    shown = [f"({', '.join(own)})" if len(own) <= 26 else f"({own[0]}, …, {own[-1]})" for own in filters]
    size = size_text(network.end_to_end_size)
    parts = [
        ("Architecture", f"{network}   (end-to-end size {size})"),
        ("Filters", "\n".join(f"w_{l} = {own}" for l, own in zip(layers, shown, strict=True)) + "\nas they are"),
        ("Product", f"u = {formula_text(found.product, names)}"),
    ]
    if found.places:
        places = (f"K({row},{column}) = {text(found.entry(row, column), names)}" for row, column in found.places)
        return [*parts, ("Entries", "\n".join(places))]
    matrices = [(f"N_{l}", found.gram(l - 1)) for l in layers]
    matrices += [("K", found.matrix())] if len(layers) > 1 else []
    lines = ["K = " + " + ".join(f"N_{l}" for l in layers) + ", N_l = M_l·M_lᵀ, M_l: multiplication by other filters"]
    for name, matrix in matrices:
        lines += symmetric_lines(name, [[text(entry, names) for entry in row] for row in matrix])
    return [*parts, ("NTK", "\n".join(lines))]
