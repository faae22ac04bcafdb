"""The command ``symlcn strata``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, certificate_option, common
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import deliver, running

DEFAULT_LIMIT = 2
MAX_LIMIT = 1000

HELP = """The singular points of the neuromanifold over the complex numbers.

    In one direction with strides greater than 1, or dilations that divide each other: all strata as a poset, with
    dimension, degree, preimages over C and R, rank of the Jacobian and a rational point. Otherwise: where two layers
    exchange factors or coincide, and what is not listed.

    With activations, k3 r2 k2: the functions that two tuples of filters have which differ by shifts of layers. If an
    activation separates all layers these are all singular points; otherwise it is said what is not known.

    ARCH is a stack of layers in order of application, such as k3s3 k4s2 k2, written as for symlcn certify.

    Exit codes: 0 done; 30 undecided, where a limit was hit."""


EXAMPLES = {
    "The poset": "symlcn strata k3s3 k4s2 k2",
    "Its Hasse diagram": "symlcn strata k3s3 k4s2 k2 --svg -o strata.svg",
    "A network with activations": "symlcn strata k3 r2 k3",
}


@click.command(name="strata", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@click.option(
    "--limit",
    type=click.IntRange(0, MAX_LIMIT),
    default=DEFAULT_LIMIT,
    show_default=True,
    metavar="N",
    help="Where there is no poset: list exchanges of factors of total degree up to N.",
)
@click.option("--dot", is_flag=True, help="The Hasse diagram in the language DOT instead of text.")
@click.option("--svg", is_flag=True, help="The Hasse diagram as an SVG picture instead of text.")
@certificate_option
@common
def command(
    words: tuple[str, ...], limit: int, dot: bool, svg: bool, certificate_file: str | None, shared: Common
) -> int:
    """List strata."""
    from symlcn.geometry.strata.question import strata
    from symlcn.network.inputs import read_architecture

    if dot + svg + shared.as_json > 1:
        problem = "--dot, --svg and --json are three forms of the output; give one of them"
        raise click.UsageError(problem, click.get_current_context())
    check_targets(shared.output, certificate_file)
    form = "dot" if dot else "svg" if svg else "text"
    answer = strata(read_architecture(words), limit, **running(shared, certificate_file, form))
    return deliver(answer, shared, certificate_file, form)
