"""The command ``symlcn metric``."""

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
    formats,
    invariants,
)
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import asked, deliver, running

HELP = """The metric on the neuromanifold: the Euclidean metric of parameters with given invariants, pushed forward to
end-to-end filters. Exactly at a filter, or as formulas for every filter and every δ.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify.

    Exit codes: 0 a metric; 10 there is none at the filter; 30 undecided, or not compared as asked."""


EXAMPLES = {
    "At a filter, with all invariants 0": "symlcn metric k3s2 k2 --filter 4,8,17,10,15 --balanced",
    "As formulas, for every filter and every δ": "symlcn metric k3s2 k2",
    "With an activation, at filters": "symlcn metric k3 r2 k2 --filters '[[1,2,3],[4,5]]' --balanced",
}


@click.command(name="metric", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@click.option(
    "--filter",
    "filter_source",
    shell_complete=completing.files,
    metavar="U",
    help='The end-to-end filter: "4,8,17,10,15" in one direction, a polynomial, nested JSON lists, a file, or -.',
)
@click.option(
    "--filters",
    "filters_source",
    shell_complete=completing.files,
    metavar="W",
    help="Instead of U, filters over it: the metric on the sheet through them, should others have other NTKs.",
)
@click.option(
    "--point",
    type=click.IntRange(min=0),
    metavar="N",
    help="With U: the metric on the sheet through the real point N over U, as symlcn fiber numbers them.",
)
@invariants("with no filter, formulas for every δ")
@click.option(
    "--compare",
    metavar="D",
    help="Other invariants, such as 3: shows that the metric of the same filters at these is another one.",
)
@certificate_option
@common
@formats
def command(
    words: tuple[str, ...],
    filter_source: str | None,
    filters_source: str | None,
    point: int | None,
    delta: str | None,
    balanced: bool,
    compare: str | None,
    certificate_file: str | None,
    form: str,
    shared: Common,
) -> int:
    """Print a metric."""
    from symlcn.geometry.metric.question import metric
    from symlcn.network.architecture import Architecture
    from symlcn.network.inputs import as_invariants, read_architecture, read_delta, read_tensor
    from symlcn.network.notation import linear
    from symlcn.network.polynomialarchitecture import PolynomialArchitecture

    context = click.get_current_context()
    if filter_source is not None and filters_source is not None:
        raise click.UsageError("--filters name a filter already; give no --filter", context)
    if point is not None and filter_source is None:
        raise click.UsageError("--point is one of those over a filter; give --filter", context)
    source = filter_source if filters_source is None else filters_source
    check_sources(words, source)
    network = read_architecture(words)
    if isinstance(network, PolynomialArchitecture) and (source is None or (delta is None and not balanced)):
        raise click.UsageError("with activations give a filter or filters, and --delta or --balanced", context)
    if (source is None) != (delta is None and not balanced):
        raise click.UsageError(
            "give a filter together with --delta or --balanced, or none of them for formulas", context
        )
    architecture: Architecture | PolynomialArchitecture
    architecture = network if isinstance(network, PolynomialArchitecture) else linear(network, "metric")
    own = as_invariants(asked(delta, balanced), architecture)
    if compare is not None and own is None:
        raise click.UsageError("--compare compares the metrics at a filter; give one, and --delta", context)
    other = None if compare is None else read_delta(compare, architecture)
    if other is not None and other == own:
        raise click.UsageError("--compare needs other invariants than --delta", context)
    filters = None if filters_source is None else read_tensor(filters_source, "filters")
    tensor: Any = filter_source
    if filter_source is not None and isinstance(architecture, Architecture):
        tensor = read_tensor(filter_source, "filter", size=architecture.end_to_end_size)
    check_targets(shared.output, certificate_file)
    how = running(shared, certificate_file, form)
    answer = metric(architecture, tensor, own, filters=filters, point=point, compare=other, **how)
    return deliver(answer, shared, certificate_file, form)
