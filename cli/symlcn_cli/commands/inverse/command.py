"""The command ``symlcn inverse``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, certificate_option, common, formats
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import deliver, running

HELP = """The filters as rational functions of the end-to-end filter, and where these are defined: several charts for
each layer. Where they would be too large, formulas use filters of other layers, or rows of the filter, that have
formulas of their own, or filters are kernels of matrices with entries of u. So are layers of different sizes whose
filters are polynomials in the same variables. Of layers that the generic fiber does not tell apart, the product.
Of networks with activations, one formula for each run of layers without one, by coefficients of the function.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify.

    Exit codes: 0 formulas for all that is rational; 30 undecided, formulas for some layers are missing."""


EXAMPLES = {
    "Formulas for the filters": "symlcn inverse k3s2 k2",
    "Of a network with activations, by coefficients of its function": "symlcn inverse k3 r2 k2",
}


@click.command(name="inverse", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@click.option(
    "--charts",
    type=click.Choice(["some", "all"]),
    default="some",
    show_default=True,
    help="all: for axis layers with exponents that divide each other, formulas that cover the smooth points.",
)
@certificate_option
@common
@formats
def command(words: tuple[str, ...], charts: str, certificate_file: str | None, form: str, shared: Common) -> int:
    """Print an inverse."""
    from symlcn.geometry.inverse.question import inverse
    from symlcn.network.inputs import read_architecture

    check_targets(shared.output, certificate_file)
    answer = inverse(read_architecture(words), every=charts == "all", **running(shared, certificate_file, form))
    return deliver(answer, shared, certificate_file, form)
