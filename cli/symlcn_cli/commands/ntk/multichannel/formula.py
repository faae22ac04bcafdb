"""An NTK of a network with channels as a formula."""

from __future__ import annotations

from symlcn.algebra.typeset import formula, lines, matrix, rational
from symlcn.answer import Answer
from symlcn.errors import LimitError
from symlcn.families.multichannel.ntk.question import ChannelKernel
from symlcn.families.multichannel.symbolickernel import SymbolicKernel

MAX_ROWS = 100


def latex(answer: Answer[ChannelKernel | SymbolicKernel]) -> str:
    """All entries of K, or those that were asked for."""
    found = answer.known
    if found.places:
        return lines((f"K_{{{i},{j}}}", f"= {_value(found, i, j)}") for i, j in found.places)
    size = found.network.ambient
    if size > MAX_ROWS:
        raise LimitError(f"a matrix with {size} rows is not typeset; at most {MAX_ROWS} are")
    return f"K = {matrix([[_value(found, i, j) for j in range(size)] for i in range(size)])}"


def _value(found: ChannelKernel | SymbolicKernel, row: int, column: int) -> str:
    if isinstance(found, SymbolicKernel):
        return formula(found.entry(row, column), found.names)
    return rational(found.entry(row, column))
