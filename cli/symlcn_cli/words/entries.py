"""End-to-end filters by the names of their entries, and polynomials in them, as text."""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.sparse import Terms, text
from symlcn.network.architecture import Architecture, size_text

MAX_SHOWN = 400
"""Length of a formula up to which it is written out."""


def filter_text(architecture: Architecture, names: Sequence[str]) -> str:
    """The names of the entries of u."""
    size = size_text(architecture.end_to_end_size)
    if len(names) < architecture.ambient:
        shown = ", ".join(names) if len(names) <= 26 else f"{names[0]}, …, {names[-1]}"
        return f"u, of size {size}, with entries {shown}; all others are 0 on the neuromanifold"
    if len(names) <= 26:
        return f"u = ({', '.join(names)})"
    return f"u, of size {size}, with entries {names[0]}, …, {names[-1]}"


def formula_text(entries: Sequence[Terms], names: Sequence[str]) -> str:
    """A list of polynomials, if it is short."""
    body = "(" + ", ".join(text(entry, names) for entry in entries) + ")"
    if len(body) <= MAX_SHOWN:
        return body
    return f"{len(entries)} entries with {sum(map(len, entries))} terms; --json has them"
