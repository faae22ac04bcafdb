"""The command ``symlcn invariants``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from symlcn_cli.shared import completing
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, check_sources, common
from symlcn_cli.shared.running import deliver, running

if TYPE_CHECKING:
    from symlcn.network.notation import Network

if TYPE_CHECKING:
    pass

HELP = """What gradient flow keeps: the invariants δ of an architecture, and their values at given filters, exactly.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify; or the widths of
    a fully connected network, input width first, such as 3 2 3, also with activations x^r, such as 2 r3 2 1.

    Exit codes: 0 done; 30 undecided, where a limit was hit."""


EXAMPLES = {
    "In words": "symlcn invariants k3s2 k2",
    "At given filters": "symlcn invariants k3s2 k2 --filters '[[1,2,3],[4,5]]'",
    "Of a fully connected network": "symlcn invariants 3 2 3",
    "With activations x^3": "symlcn invariants 2 r3 2 1 --filters '[[[6,8],[5,0]],[[1,8]]]'",
}


@click.command(name="invariants", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@click.option(
    "--filters",
    "filters_source",
    shell_complete=completing.files,
    metavar="W",
    help='Filters, or the matrices of a fully connected network, as JSON such as [[1,2,3],[4,"5/2"]], a file, or -.',
)
@click.option("--relu", is_flag=True, help="Two layers with a ReLU between them.")
@common
def command(words: tuple[str, ...], filters_source: str | None, relu: bool, shared: Common) -> int:
    """State what gradient flow keeps."""
    from symlcn.families.dense.question import are_widths
    from symlcn.families.densepolynomial.powernetwork import has_powers
    from symlcn.families.question import invariants
    from symlcn.network.inputs import read_architecture, read_tensor

    check_sources(words, filters_source)
    text = " ".join(words)
    network: str | Network = text if are_widths(text) or has_powers(text) else read_architecture(words)
    filters = None if filters_source is None else read_tensor(filters_source, "filters")
    return deliver(invariants(network, filters, relu, **running(shared)), shared)
