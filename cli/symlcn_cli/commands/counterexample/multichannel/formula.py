"""A counterexample for a network with channels as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from symlcn.algebra.matrices import entries
from symlcn.algebra.typeset import lines, matrix, rational
from symlcn.answer import Answer
from symlcn.families.multichannel.counterexample.fibermotion import FiberMotion
from symlcn.families.multichannel.counterexample.judge import ChannelFinding
from symlcn.families.multichannel.counterexample.nearmotion import NearMotion
from symlcn.families.multichannel.orbitmotion import OrbitMotion
from symlcn_cli.words.channels import filters_latex, invariants_latex


def latex(answer: Answer[ChannelFinding]) -> str | None:
    """The filters of both, the invariants, and an entry of K at both; or those of the motion; None without them."""
    found = answer.known
    nothing = found.pair is None and (found.motion is None or isinstance(found.motion, NearMotion))
    return None if nothing else lines(_lines(found))


def _lines(found: ChannelFinding) -> Iterator[tuple[str, str]]:
    if found.pair is not None:
        i, j = found.pair.place
        for mark, side in zip(("", "'"), found.pair.sides, strict=True):
            yield from filters_latex(side.filters, mark)
        yield from invariants_latex(found.invariants or ())
        for mark, value in zip(("", "'"), found.pair.values, strict=True):
            yield f"K{mark}_{{{i},{j}}}", f"= {rational(value)}"
    elif found.motion is not None:
        yield from _moving(found)


def _moving(found: ChannelFinding) -> Iterator[tuple[str, str]]:
    motion = found.motion
    if isinstance(motion, OrbitMotion | FiberMotion):
        yield from filters_latex(motion.given.filters)
    yield from invariants_latex(found.invariants or ())
    if isinstance(motion, OrbitMotion):
        for l, x in enumerate(motion.directions, 1):
            yield f"X_{{{l}}}", f"= {matrix([[rational(c) for c in row] for row in entries(x)])}"
    if isinstance(motion, FiberMotion):
        for l, (_, text) in enumerate(filters_latex(motion.velocities.filters), 1):
            yield rf"\dot W_{{{l}}}", text
    if isinstance(motion, OrbitMotion | FiberMotion):
        i, j = motion.index
        yield rf"\dot K_{{{i},{j}}}", f"= {rational(motion.velocity)}"
