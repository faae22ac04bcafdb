"""What ``symlcn certify --relu`` and ``symlcn dense --relu`` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from symlcn_cli.shared.options import Common
from symlcn_cli.shared.running import deliver, running

if TYPE_CHECKING:
    from symlcn.families.dense.network import Dense
    from symlcn.network.notation import Network


def answer_relu(network: Dense | Network, asked: str | None, certificate_file: str | None, shared: Common) -> int:
    """The answer for a network with a ReLU, which is for all invariants; returns the exit code."""
    from symlcn.families.relu.question import relu

    if asked is not None:
        problem = "--relu answers for all invariants at once; give no --delta or --balanced"
        raise click.UsageError(problem, click.get_current_context())
    answer = relu(network, **running(shared, certificate_file))
    return deliver(answer, shared, certificate_file)
