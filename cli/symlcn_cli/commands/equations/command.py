"""The command ``symlcn equations``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, certificate_option, common, formats
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import deliver, running

MAX_DEGREE = 50

HELP = """All forms up to a degree that vanish on the neuromanifold, and minimal generators among them.

    With --real: which real points of the Zariski closure are products over C of filters of these sizes but not over R.
    In one direction with exponents that divide each other they are described by numbers of real roots of gcds,
    otherwise, where π is birational or its generic fiber one orbit of permutations of interchangeable layers, as points
    at which the closure is not normal or such layers have complex conjugate filters.

    With activations, k2 r2 k2: the forms in the coefficients of the function f of the network.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify.

    Exit codes: 0 done; 30 undecided, where a limit was hit or nothing is known of the real points."""


EXAMPLES = {
    "All quadrics and cubics": "symlcn equations k3s2 k2",
    "Which real points of the closure are no products over R": "symlcn equations k3s2 k2 --real",
    "A network with activations": "symlcn equations k2 r2 k2",
}


@click.command(name="equations", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@click.option(
    "--degree",
    type=click.IntRange(1, MAX_DEGREE),
    default=3,
    show_default=True,
    metavar="G",
    help="The largest degree.",
)
@click.option("--all", "every", is_flag=True, help="List a basis of all forms, not only generators.")
@click.option("--real", "over_r", is_flag=True, help="Also the real points of the closure outside the neuromanifold.")
@certificate_option
@common
@formats
def command(
    words: tuple[str, ...],
    degree: int,
    every: bool,
    over_r: bool,
    certificate_file: str | None,
    form: str,
    shared: Common,
) -> int:
    """List equations."""
    from symlcn.geometry.equations.question import equations
    from symlcn.network.inputs import read_architecture

    if every and shared.as_json:
        problem = "--json has the generators, of which all forms are combinations; give one of --json and --all"
        raise click.UsageError(problem, click.get_current_context())
    check_targets(shared.output, certificate_file)
    how = running(shared, certificate_file, form)
    answer = equations(read_architecture(words), degree, over_r, every=every, **how)
    return deliver(answer, shared, certificate_file, form)
