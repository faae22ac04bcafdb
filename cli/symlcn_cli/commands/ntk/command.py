"""The command ``symlcn ntk``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from symlcn_cli.shared import completing
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, check_sources, common, formats, invariants
from symlcn_cli.shared.running import ARCHITECTURE_HELP, asked, deliver, running

if TYPE_CHECKING:
    from symlcn.network.notation import Network


EXAMPLES = {
    "Of filters as they are": "symlcn ntk k3s2 k2 --filters '[[1,2,3],[4,5]]'",
    "Scaled to δ = 0": "symlcn ntk k3s2 k2 --filters '[[1,2,3],[4,5]]' --balanced",
    "With channels, nested output, input, position": "symlcn ntk k2c2 k1 --filters '[[[[1,2]],[[3,4]]],[[[1],[2]]]]'",
    "Of all filters, for Macaulay2": "symlcn ntk k3s2 k2 --format macaulay2",
    "With an activation, on monomials": "symlcn ntk k2 r2 k2 --filters '[[1,2],[4,5]]' --balanced",
    "At two inputs": "symlcn ntk k3 r2 k2 --filters '[[1,2,3],[4,5]]' --inputs '[[1,0,0,0],[1,2,0,1]]'",
}


@click.command(
    name="ntk",
    cls=Command,
    examples=EXAMPLES,
    help="The NTK of given filters, exactly, as they are or scaled to given invariants. Without filters K and its "
    "parts N_l as polynomials in the entries of the filters. With activations rows and columns are the monomials of "
    f"the network, or with --inputs its outputs.{ARCHITECTURE_HELP}",
)
@architecture_argument
@click.option(
    "--filters",
    "filters_source",
    shell_complete=completing.files,
    metavar="W",
    help='The filters, as JSON such as [[1,2,3],[4,"5/2"]], a file, or -. Without them entries are variables.',
)
@click.option("--from-float", is_flag=True, help="Take floats in W for the binary fractions that they are.")
@click.option(
    "--inputs",
    "inputs_source",
    shell_complete=completing.files,
    metavar="X",
    help="Of a network with activations: inputs, as JSON such as [[1,0,0,0],[1,2,0,1]], a file, or -.",
)
@click.option(
    "--entry",
    "places",
    metavar="I,J",
    multiple=True,
    help="An entry of the NTK, row and column from 0; may be repeated. With --json only these are printed.",
)
@invariants("the filters as they are")
@common
@formats
def command(
    words: tuple[str, ...],
    filters_source: str | None,
    from_float: bool,
    inputs_source: str | None,
    places: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    form: str,
    shared: Common,
) -> int:
    """Print an NTK."""
    from symlcn.generic.kernel import ntk
    from symlcn.network.inputs import read_architecture, read_tensor

    network = read_architecture(words)
    check_sources(words, filters_source, inputs_source)
    about_filters = {"--from-float": from_float, "--balanced": balanced, "--delta": delta, "--inputs": inputs_source}
    if filters_source is None and any(value not in (False, None) for value in about_filters.values()):
        option = next(name for name, value in about_filters.items() if value not in (False, None))
        raise click.UsageError(f"{option} is about given filters; give --filters", click.get_current_context())
    filters = None if filters_source is None else read_tensor(filters_source, "filters", from_float=from_float)
    inputs = None if inputs_source is None else read_tensor(inputs_source, "inputs", from_float=from_float)
    entries = [_read_place(text, network) for text in places]
    answer = ntk(network, filters, asked(delta, balanced), inputs=inputs, places=entries, **running(shared, None, form))
    return deliver(answer, shared, form=form)


def _read_place(text: str, network: Network) -> tuple[int, int]:
    """Row and column of an entry of the NTK; how many there are with activations is seen later."""
    from symlcn.errors import ParseError, shown

    size = getattr(network, "ambient", None)
    parts = text.split(",")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 20]
    if len(numbers) != len(parts) or len(numbers) != 2 or (size is not None and max(numbers) >= size):
        below = "" if size is None else f" below {size}"
        problem = f"{shown(text)} is not a row and a column, numbers{below} such as 0,1"
        raise ParseError("--entry", problem)
    return numbers[0], numbers[1]
