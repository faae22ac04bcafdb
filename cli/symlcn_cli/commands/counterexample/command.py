"""The command ``symlcn counterexample``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import click

from symlcn_cli.shared.options import Common, certificate_option, common, invariants
from symlcn_cli.shared.output import Progress, check_targets, deliver

if TYPE_CHECKING:
    from symlcn.counterexample.find import CounterexampleResult
    from symlcn.generic.certify import Certificate
    from symlcn.network.architecture import Architecture

MAX_HEIGHT = 1000
Delta = tuple[Fraction, ...] | None

HELP = """Two exact parameters with the same end-to-end filter, the same invariants and different NTKs, as small as
possible; or a proof that the NTK is parameter-independent.

    ARCH is a stack of layers in order of application, such as k2x2 k2x2, written as for symlcn certify.

    Exit codes: 10 a counterexample; 0 proved that there is none over normal points; 30 undecided."""


def counterexample_of(
    architecture: Architecture, delta: Delta, rational: bool, all_delta: bool, height: int
) -> tuple[CounterexampleResult | Certificate, str]:
    """Search, serialise, and have the independent checker accept the result before anybody sees it."""
    from symlcn.counterexample.document import counterexample_json
    from symlcn.counterexample.find import CounterexampleResult, find_counterexample
    from symlcn.generic.document import to_json
    from symlcn_cli.shared.earlier import accepted

    result = find_counterexample(architecture, delta, rational=rational, all_delta=all_delta, height=height)
    if isinstance(result, CounterexampleResult):
        return result, accepted(counterexample_json(result))
    return result, accepted(to_json(result))


def limited_counterexample(
    architecture: Architecture,
    delta: Delta,
    options: tuple[bool, bool, int],
    shared: Common,
) -> tuple[CounterexampleResult | Certificate, str]:
    """The same within limits; undecided if one is hit."""
    from symlcn.certificates.envelope import dumps
    from symlcn.counterexample.document import counterexample_json
    from symlcn.counterexample.find import CounterexampleResult
    from symlcn.errors import LimitError
    from symlcn_cli.shared.earlier import limited

    try:
        found: tuple[CounterexampleResult | Certificate, str] = limited(
            counterexample_of, (architecture, delta, *options), shared
        )
        return found
    except LimitError as error:
        result = CounterexampleResult(architecture, delta, None, str(error))
        return result, dumps(counterexample_json(result))


@click.command(name="counterexample", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@invariants("δ is chosen with the pair, or the pair is one for every δ where there is such a pair")
@click.option(
    "--rational",
    is_flag=True,
    help="Only pairs whose scaled filters, hence NTKs, are rational; constructed where none is found.",
)
@click.option("--all-delta", is_flag=True, help="One pair whose NTKs differ for every δ at once.")
@click.option(
    "--height",
    type=click.IntRange(1, MAX_HEIGHT),
    default=12,
    show_default=True,
    metavar="H",
    help="Search filters with entries up to H.",
)
@certificate_option
@common
def command(
    words: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    rational: bool,
    all_delta: bool,
    height: int,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Find a counterexample."""
    from symlcn.counterexample.candidates import MAX_CANDIDATES
    from symlcn.counterexample.search import MAX_RATIONAL
    from symlcn.network.inputs import read_architecture
    from symlcn_cli.shared.earlier import EXIT, asked_delta

    if all_delta and (balanced or rational or delta is not None):
        problem = "--all-delta asks about every δ, where nothing is scaled; give no --delta, --balanced or --rational"
        raise click.UsageError(problem, click.get_current_context())
    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    asked = asked_delta(architecture, delta, balanced)
    options = (rational, all_delta, height)
    with Progress() as progress:
        bound = f"{MAX_RATIONAL}, then by construction" if rational else str(MAX_CANDIDATES)
        progress(f"looking for a pair among small filters, at most {bound}")
        result, text = limited_counterexample(architecture, asked, options, shared)

    def report() -> str:
        from symlcn_cli.commands.counterexample.report import counterexample_report

        return counterexample_report(result, all_delta, certificate_file)

    deliver(text, report, shared, certificate_file)
    return EXIT[result.status]
