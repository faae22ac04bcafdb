"""Invariants in words."""

from __future__ import annotations

from fractions import Fraction

from symlcn.answer import Answer
from symlcn.families.question import Kept
from symlcn_cli.words.words import tensor_text

SUBJECT = "Network"
MAX_SHOWN = 2000
SIGN = "Of layers with one channel, or one neuron, D_l is −δ_l, where δ_l = ‖w_l‖² − ‖w_{l+1}‖²."


def entries(answer: Answer[Kept], _file: str | None) -> list[tuple[str, str]]:
    """What is kept, why, and the values at given filters."""
    found = answer.known
    shape = answer.about["architecture"]
    name = shape["notation"] if "layers" in shape else f"fully connected, widths {shape['notation']}"
    if found.depth == 1:
        return [("Network", name), ("Invariants", "none: there is one layer")]
    which, depth = found.law.definition, found.depth
    several = "" if "_l" not in which else f", for l = 1{f', …, {depth - 1}' if depth > 2 else ''}"
    parts = [
        ("Network", name),
        ("Invariants", f"{which}{several}"),
        *([("Sign", SIGN)] if which.startswith("D_") else []),
        ("Kept", f"by gradient flow of every differentiable loss. {found.law.reason}"),
    ]
    if found.values is not None:
        shown = tensor_text((found.values,) if isinstance(found.values, Fraction) else found.values)
        parts.append(("Values", shown if len(shown) <= MAX_SHOWN else "large; --json prints them"))
    return [*parts, ("Not claimed", "That there are no others.")]
