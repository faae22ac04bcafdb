"""A counterexample for a network with channels as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.matrices import entries
from symlcn.algebra.typeset import lines, matrix, rational
from symlcn.answer import Answer
from symlcn.families.multichannel.counterexample.judge import ChannelFinding
from symlcn_cli.words.channels import filters_latex, invariants_latex


def latex(answer: Answer[ChannelFinding]) -> str | None:
    """The filters of both, the invariants, and an entry of K at both; or those of the motion; None if there is none."""
    found = answer.known
    return None if found.pair is None and found.motion is None else lines(_lines(found))


def _lines(found: ChannelFinding) -> Iterator[tuple[str, str]]:
    if found.pair is not None:
        i, j = found.pair.place
        for mark, side in zip(("", "'"), found.pair.sides, strict=True):
            yield from filters_latex(side.filters, mark)
        yield from invariants_latex(found.invariants or ())
        for mark, value in zip(("", "'"), found.pair.values, strict=True):
            yield f"K{mark}_{{{i},{j}}}", f"= {rational(value)}"
    elif found.motion is not None:
        i, j = found.motion.index
        yield from filters_latex(found.motion.given.filters)
        yield from invariants_latex(found.invariants or ())
        for l, x in enumerate(found.motion.directions, 1):
            yield f"X_{{{l}}}", f"= {matrix([[rational(c) for c in row] for row in entries(x)])}"
        yield rf"\dot K_{{{i},{j}}}", f"= {rational(found.motion.velocity)}"
