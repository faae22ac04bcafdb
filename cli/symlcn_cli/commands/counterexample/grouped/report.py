"""A counterexample for a network with channels in groups in words."""

from __future__ import annotations

from symlcn.algebra.exact import rational_text
from symlcn.answer import Answer
from symlcn.families.grouped.counterexample.judge import GroupedFinding
from symlcn_cli.commands.counterexample.multichannel.report import NUMBERED
from symlcn_cli.words.channels import filters_text, invariants_text, product_text
from symlcn_cli.words.words import recheck

QUESTION = "Are there two real parameters with the same end-to-end filter U, the same invariants, and different NTKs?"
KEPT = "D_l = Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]·W_l[j]ᵀ, of channels in one group of both layers:"


def entries(answer: Answer[GroupedFinding], file: str | None) -> list[tuple[str, str]]:
    """The pair, or why there is none."""
    found = answer.known
    parts = [("Architecture", str(found.network)), ("Question", QUESTION)]
    if found.pair is None:
        return [*parts, ("Answer", f"UNDECIDED: {found.reason}. The certificate claims nothing."), *recheck(file)]
    first, second = found.pair.sides
    i, j = found.pair.place
    values = [
        f"{name}({i},{j}) = {rational_text(value)}" for name, value in zip(("K ", "K'"), found.pair.values, strict=True)
    ]
    which = f"W', where two channels of layer {found.pair.layer + 1} are exchanged and rescaled"
    return [
        *parts,
        ("Answer", f"FOUND: yes. The two are exact: {which}, has the U of W and its invariants."),
        ("Pair", "\n".join([*filters_text(first.filters), *filters_text(second.filters, "'")])),
        ("Product", product_text(first.product)),
        ("Invariants", "\n".join([KEPT, *invariants_text(first.invariants)])),
        ("NTK", "\n".join([*values, NUMBERED])),
        ("Evidence", "No assumptions. The independent checker accepted this certificate."),
        ("Not claimed", "Anything of other U, or of other invariants."),
        *recheck(file),
    ]
