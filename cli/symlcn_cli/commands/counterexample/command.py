"""The command ``symlcn counterexample``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import (
    Common,
    architecture_argument,
    certificate_option,
    common,
    invariants,
    rocq_option,
)
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import asked, deliver, running

MAX_HEIGHT = 1000

HELP = """Two exact parameters with the same end-to-end filter, the same invariants and different NTKs, as small as
possible; or a proof that the NTK is parameter-independent.

    ARCH is a stack of layers in order of application, such as k2x2 k2x2, written as for symlcn certify.

    Exit codes: 10 a counterexample; 0 proved that there is none over normal points; 30 undecided."""


EXAMPLES = {
    "A pair for some δ": "symlcn counterexample k3 k2",
    "A pair with rational NTKs at given invariants": "symlcn counterexample k2x2 k2x2 --delta 21 --rational",
    "For the proof assistant Rocq": "symlcn counterexample k2x2 k2x2 --delta 21 --rational --rocq pair.v",
    "One pair for every δ": "symlcn counterexample k3 k2 --all-delta",
    "With an activation, over a singular function": "symlcn counterexample k2 r2 k2 --singular",
}


@click.command(name="counterexample", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@invariants("δ is chosen with the pair, or the pair is one for every δ where there is such a pair")
@click.option(
    "--rational",
    is_flag=True,
    help="Only pairs whose scaled filters, hence NTKs, are rational; constructed where none is found.",
)
@click.option("--all-delta", is_flag=True, help="One pair whose NTKs differ for every δ at once.")
@click.option(
    "--singular",
    is_flag=True,
    help="With activations: a pair over a singular function, whose preimages are shifts of each other.",
)
@click.option(
    "--height",
    type=click.IntRange(1, MAX_HEIGHT),
    default=12,
    show_default=True,
    metavar="H",
    help="Search filters with entries up to H.",
)
@rocq_option
@certificate_option
@common
def command(
    words: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    rational: bool,
    all_delta: bool,
    singular: bool,
    height: int,
    rocq_file: str | None,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Find a counterexample."""
    from symlcn.counterexample.question import counterexample
    from symlcn.network.inputs import read_architecture

    if all_delta and (balanced or rational or delta is not None):
        problem = "--all-delta asks about every δ, where nothing is scaled; give no --delta, --balanced or --rational"
        raise click.UsageError(problem, click.get_current_context())
    check_targets(shared.output, certificate_file, rocq_file)
    architecture = read_architecture(words)
    how = running(shared, certificate_file, rocq_file=rocq_file)
    options = {"rational": rational, "all_delta": all_delta, "singular": singular}
    answer = counterexample(architecture, asked(delta, balanced), **options, height=height, **how)
    return deliver(answer, shared, certificate_file, rocq_file=rocq_file)
