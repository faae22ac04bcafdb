"""The path of commands that are not yet questions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import click

from symlcn.answer import SelfCheckError
from symlcn.certificates.envelope import dumps
from symlcn.errors import LimitError
from symlcn.network.architecture import Architecture
from symlcn.network.inputs import read_delta
from symlcn_cli.shared.options import Common
from symlcn_cli.shared.running import EXIT

__all__ = ["EXIT", "accepted", "accepted_with", "asked_delta", "limited"]
FINEST = 8


def limited(work: Callable[..., Any], arguments: tuple[Any, ...], shared: Common) -> Any:
    """Call `work`: in a killable process if there are limits, where hitting one raises LimitError."""
    if shared.time_limit is None and shared.memory_limit is None:
        return work(*arguments)
    from symlcn.worker import run_limited

    return run_limited(work, arguments, shared.time_limit, shared.memory_limit)


def accepted(document: dict[str, Any]) -> str:
    """The text of a certificate that the independent checker accepts, before anybody sees it.

    Raises LimitError if it is beyond what the checker reads, SelfCheckError if it is rejected.
    """
    return accepted_with(lambda _: document, 1)


def accepted_with(build: Callable[[int], dict[str, Any]], finest: int = FINEST) -> str:
    """The same for a certificate that is made with 1, 2, 4, … times the usual bits, while the checker asks for more.

    Raises LimitError also if the finest is not fine enough.
    """
    from symlcn.check import check_text

    finer = 1
    while True:
        text = dumps(build(finer))
        outcome = check_text(text)
        if outcome.verdict == "accepted":
            return text
        if outcome.verdict == "malformed":
            raise LimitError(f"the independent checker does not read a certificate so large: {outcome.message}")
        if not outcome.imprecise or finest == 1:
            raise SelfCheckError(f"own certificate rejected: {outcome.message}")
        if finer >= finest:
            raise LimitError(f"precision does not suffice for the independent checker: {outcome.message}")
        finer *= 2


def asked_delta(architecture: Architecture, delta: str | None, balanced: bool) -> tuple[Fraction, ...] | None:
    """The invariants of the command line; None if none are given."""
    if balanced and delta is not None:
        raise click.UsageError("--balanced means --delta 0,…,0; give one of the two", click.get_current_context())
    if balanced:
        return (Fraction(0),) * (len(architecture.layers) - 1)
    return None if delta is None else read_delta(delta, architecture)
