"""The command ``symlcn fiber``."""

from __future__ import annotations

from typing import Any

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
    "The filters over the function of a network with activations": 'symlcn fiber k3 r2 k2 --filters "[[1,2,3],[4,5]]"',
    "A function by its monomials": 'symlcn fiber k2 r2 k2 --filter "x_1^2"',
    "The orbit of filters with two hidden channels": "symlcn fiber k2s2c2 k2 "
    '--filters "[[[[1,0]],[[0,2]]],[[[1,0],[0,1]]]]" --balanced',
    "Filters of two hidden channels over an end-to-end filter": 'symlcn fiber k2s2c2 k2 --filter "x^3 + 3x + 1"',
    "A page with pictures": 'symlcn fiber k3 k2 --filter "x^3 - x" -o fiber.html',
}


@click.command(
    name="fiber",
    cls=Command,
    examples=EXAMPLES,
    help="All factorizations of an end-to-end filter, scaled to given invariants, and which of them share an NTK; of "
    "networks with activations, all filters of one function; of networks with channels, whether all parameters over "
    "it are one orbit of invertible matrices. "
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
    help='The end-to-end filter: "0,-1,0,1" in one direction, a polynomial such as "x^3 - x" (in x, y, z; '
    "or x_1, x_2, …), nested JSON lists, a file, or -. With channels by output and input, "
    '[["x + 1", [0,1]]]. With activations the function: '
    '"4x_0^2 + x_0*x_1", or {"x_0^2": 4, "x_0*x_1": "1/2"}.',
)
@click.option(
    "--filters",
    "filters_source",
    shell_complete=completing.files,
    metavar="W",
    help='Instead, the filters of a point of the fiber, index 0 first: "[[1,2,3],[4,5]]", a file, or -.',
)
@click.option("--field", type=click.Choice(["Q", "R", "C"]), default="R", show_default=True, help="The points to list.")
@click.option("--from-float", is_flag=True, help="Take floats in U for the binary fractions that they are.")
@certificate_option
@invariants("NTKs are compared at every δ")
@common
def command(
    words: tuple[str, ...],
    filter_source: str | None,
    filters_source: str | None,
    field: str,
    from_float: bool,
    certificate_file: str | None,
    delta: str | None,
    balanced: bool,
    shared: Common,
) -> int:
    """Print a fiber, or write a page about it."""
    from symlcn.fiber.question import fiber
    from symlcn.network.architecture import Architecture
    from symlcn.network.inputs import read_architecture, read_tensor

    check_targets(shared.output, certificate_file)
    if (filter_source is None) == (filters_source is None):
        raise click.UsageError("give either --filter U or --filters W")
    source = filter_source if filter_source is not None else filters_source
    check_sources(words, source)
    network = read_architecture(words)
    filters = None if filters_source is None else read_tensor(filters_source, "filters", from_float=from_float)
    given: Any = filter_source
    if filter_source is not None and isinstance(network, Architecture):
        given = read_tensor(filter_source, "filter", from_float=from_float, size=network.end_to_end_size)
    page = shared.output is not None and shared.output.lower().endswith(".html")
    name = "--filter" if filters_source is None else "--filters"
    options = (name, str(source), "--field", field, *(("--from-float",) if from_float else ()))
    form, shown = ("html", typed("fiber", words, options, delta, balanced)) if page else ("text", None)
    how = running(shared, certificate_file, form, shown)
    answer = fiber(network, given, asked(delta, balanced), field, filters, **how)
    return deliver(answer, shared, certificate_file, form, shown)
