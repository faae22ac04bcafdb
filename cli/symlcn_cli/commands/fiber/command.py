"""The command ``symlcn fiber``."""

from __future__ import annotations

import click

from symlcn_cli.shared import completing
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import (
    Common,
    architecture_argument,
    certificate_option,
    check_sources,
    common,
    invariants,
)
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import ARCHITECTURE_HELP, asked, deliver, running, typed

EXAMPLES = {
    "Over x^3 − x, with all invariants 0": 'symlcn fiber k3 k2 --filter "x^3 - x" --balanced',
    "Points over Q, the filter by its entries, index 0 first": "symlcn fiber k3 k2 --filter 0,-1,0,1 --field Q",
    "A page with pictures": 'symlcn fiber k3 k2 --filter "x^3 - x" -o fiber.html',
}


@click.command(
    name="fiber",
    cls=Command,
    examples=EXAMPLES,
    help="All factorizations of an end-to-end filter, scaled to given invariants, and which of them share an NTK. "
    "-o FILE.html writes a page with pictures. "
    f"Exit code 0: all real points over the filter do, or there are none; 10: they do not; 30: undecided, as where not "
    f"all are listed.{ARCHITECTURE_HELP}",
)
@architecture_argument
@click.option(
    "--filter",
    "filter_source",
    shell_complete=completing.files,
    metavar="U",
    required=True,
    help='The end-to-end filter: "0,-1,0,1" in one direction, a polynomial such as "x^3 - x" (in x, y, z; '
    "or x_1, x_2, …), nested JSON lists, a file, or -.",
)
@click.option("--field", type=click.Choice(["Q", "R", "C"]), default="R", show_default=True, help="The points to list.")
@click.option("--from-float", is_flag=True, help="Take floats in U for the binary fractions that they are.")
@certificate_option
@invariants("NTKs are compared at every δ")
@common
def command(
    words: tuple[str, ...],
    filter_source: str,
    field: str,
    from_float: bool,
    certificate_file: str | None,
    delta: str | None,
    balanced: bool,
    shared: Common,
) -> int:
    """Print a fiber, or write a page about it."""
    from symlcn.fiber.question import fiber
    from symlcn.network.inputs import read_architecture, read_tensor
    from symlcn.network.notation import linear

    check_targets(shared.output, certificate_file)
    check_sources(words, filter_source)
    architecture = linear(read_architecture(words), "fiber")
    tensor = read_tensor(filter_source, "filter", from_float=from_float, size=architecture.end_to_end_size)
    page = shared.output is not None and shared.output.lower().endswith(".html")
    options = ("--filter", filter_source, "--field", field, *(("--from-float",) if from_float else ()))
    form, source = ("html", typed("fiber", words, options, delta, balanced)) if page else ("text", None)
    how = running(shared, certificate_file, form, source)
    answer = fiber(architecture, tensor, asked(delta, balanced), field, **how)
    return deliver(answer, shared, certificate_file, form, source)
