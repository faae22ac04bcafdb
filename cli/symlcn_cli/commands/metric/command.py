"""The command ``symlcn metric``."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from symlcn_cli.shared.options import Common, certificate_option, check_sources, common, invariants
from symlcn_cli.shared.output import check_targets, deliver

if TYPE_CHECKING:
    from symlcn.network.architecture import Architecture

HELP = """The metric on the neuromanifold: the Euclidean metric of parameters with given invariants, pushed forward to
end-to-end filters. Exactly at a filter, or as formulas for every filter and every δ.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify.

    Exit codes: 0 a metric; 10 there is none at the filter; 30 undecided, or not compared as asked."""


def metric_of(
    architecture: Architecture,
    tensor: Any,
    delta: tuple[Fraction, ...] | None,
    filters: Any,
    other: tuple[Fraction, ...] | None = None,
    point: int | None = None,
) -> tuple[str, str, str]:
    """The metric as JSON, accepted by the independent checker before anybody sees it, as text, and its status."""
    from symlcn.geometry.metric.document import metric_json, symbolic_json
    from symlcn_cli.commands.metric.report import metric_report, symbolic_report
    from symlcn_cli.shared.earlier import accepted, accepted_with

    if delta is None:
        from symlcn.geometry.metric.functionfield import symbolic_metric

        formulas = symbolic_metric(architecture)
        return accepted(symbolic_json(formulas)), symbolic_report(formulas), formulas.status
    from symlcn.geometry.metric.metric import metric

    found = metric(architecture, tensor, delta, filters, point)
    comparison, doubt = None, None
    if other is not None and found.scaling is not None:
        from symlcn.errors import LimitError
        from symlcn.geometry.metric.comparison import compare

        try:
            comparison = compare(found, other)
        except LimitError as error:
            doubt = str(error)
    if other is not None and found.sheet is not None:
        doubt = "metrics of a sheet through irrational filters are not compared"
    named = filters is not None or point is not None
    certificate = accepted_with(partial(metric_json, found, named, comparison, doubt=doubt))
    report = metric_report(found, json.loads(certificate)["assumptions"], comparison or doubt)
    return certificate, report, "undecided" if doubt else found.status


@click.command(name="metric", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@click.option(
    "--filter",
    "filter_source",
    metavar="U",
    help='The end-to-end filter: "4,8,17,10,15" in one direction, nested JSON lists in general, a file, or -.',
)
@click.option(
    "--filters",
    "filters_source",
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
def command(
    words: tuple[str, ...],
    filter_source: str | None,
    filters_source: str | None,
    point: int | None,
    delta: str | None,
    balanced: bool,
    compare: str | None,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Print a metric."""
    from symlcn.errors import LimitError
    from symlcn.network.filters import end_to_end_filter
    from symlcn.network.inputs import read_architecture, read_delta, read_tensor
    from symlcn_cli.shared.earlier import EXIT, asked_delta, limited

    context = click.get_current_context()
    if filter_source is not None and filters_source is not None:
        raise click.UsageError("--filters name a filter already; give no --filter", context)
    if point is not None and filter_source is None:
        raise click.UsageError("--point is one of those over a filter; give --filter", context)
    source = filter_source if filters_source is None else filters_source
    if (source is None) != (delta is None and not balanced):
        raise click.UsageError(
            "give a filter together with --delta or --balanced, or none of them for formulas", context
        )
    check_sources(words, source)
    architecture = read_architecture(words)
    asked = asked_delta(architecture, delta, balanced)
    if compare is not None and asked is None:
        raise click.UsageError("--compare compares the metrics at a filter; give one, and --delta", context)
    other = None if compare is None else read_delta(compare, architecture)
    if other is not None and other == asked:
        raise click.UsageError("--compare needs other invariants than --delta", context)
    filters = None if filters_source is None else read_tensor(filters_source, "filters")
    tensor = None if filter_source is None else read_tensor(filter_source, "filter")
    check_targets(shared.output, certificate_file)
    try:
        if filters is not None:
            tensor = end_to_end_filter(architecture, filters)
        document, report, status = limited(metric_of, (architecture, tensor, asked, filters, other, point), shared)
    except LimitError as error:
        from symlcn.algebra.exact import rationals_json
        from symlcn.certificates.envelope import dumps, sealed
        from symlcn.certificates.values import architecture_json, tensor_json
        from symlcn_cli.commands.metric.report import nothing_report

        document = dumps(
            sealed(
                "metric",
                architecture_json(architecture),
                "undecided",
                {} if tensor is None else {"filter": tensor_json(tensor)},
                delta=rationals_json(asked),
                reason=str(error),
            )
        )
        report, status = nothing_report(architecture, str(error)), "undecided"
    deliver(document, lambda: report, shared, certificate_file)
    return EXIT[status]
