"""A counterexample for a network with channels in groups as formulas."""

from __future__ import annotations

from symlcn.algebra.typeset import lines
from symlcn.answer import Answer
from symlcn.families.grouped.counterexample.judge import GroupedFinding
from symlcn_cli.words.channels import filters_latex, invariants_latex


def latex(answer: Answer[GroupedFinding]) -> str | None:
    """The filters of both, and the invariants that they share; None if there are none."""
    pair = answer.known.pair
    if pair is None:
        return None
    first, second = pair.sides
    return lines(
        [*filters_latex(first.filters), *filters_latex(second.filters, "'"), *invariants_latex(first.invariants)]
    )
