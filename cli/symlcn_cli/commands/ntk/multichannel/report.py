"""An NTK of a network with channels in words."""

from __future__ import annotations

from symlcn.algebra.exact import rational_text
from symlcn.algebra.sparse import text
from symlcn.answer import Answer
from symlcn.families.multichannel.ntk.question import ChannelKernel
from symlcn.families.multichannel.symbolickernel import SymbolicKernel
from symlcn.network.architecture import size_text
from symlcn_cli.words.channels import filters_text, invariants_text, product_text
from symlcn_cli.words.matrixtext import symmetric_lines

MAX_ROWS = 16
NUMBERED = "Rows and columns are the entries of U by output, input and position, row-major, from 0."


def entries(answer: Answer[ChannelKernel | SymbolicKernel], _file: str | None) -> list[tuple[str, str]]:
    """The filters, U, the invariants, and K if it is small; of generic filters its formulas."""
    found = answer.known
    network = found.network
    size = size_text(network.architecture.end_to_end_size)
    shape = f"{network.channels[-1]} x {network.channels[0]} channels, end-to-end size {size}"
    parts = [("Architecture", f"{network}   ({shape})")]
    if isinstance(found, SymbolicKernel):
        parts.append(("Filters", f"{len(found.names)} variables {found.names[0]}, …, {found.names[-1]}, as they are"))
    else:
        parts.append(("Filters", "\n".join(filters_text(found.given.filters))))
        parts.append(("Product", product_text(found.product)))
        if found.invariants:
            parts.append(("Invariants", "\n".join(invariants_text(found.invariants))))
    return [*parts, ("NTK", "\n".join([NUMBERED, *_kernel(found)]))]


def _kernel(found: ChannelKernel | SymbolicKernel) -> list[str]:
    if found.places:
        return [f"K({i},{j}) = {_value(found, i, j)}" for i, j in found.places]
    size = found.network.ambient
    if size > MAX_ROWS:
        return [f"{size} rows; K(0,0) = {_value(found, 0, 0)}", "--json has all entries, --entry I,J single ones."]
    return symmetric_lines("K", [[_value(found, i, j) for j in range(size)] for i in range(size)])


def _value(found: ChannelKernel | SymbolicKernel, row: int, column: int) -> str:
    if isinstance(found, SymbolicKernel):
        return text(found.entry(row, column), found.names)
    return rational_text(found.entry(row, column))
