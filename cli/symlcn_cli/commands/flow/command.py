"""The command ``symlcn flow``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from symlcn.certificates.envelope import write_file
from symlcn_cli.shared.options import Common, check_sources, common, invariants
from symlcn_cli.shared.output import check_targets, emit, undecided

if TYPE_CHECKING:
    from symlcn.loss.risk import Risk
    from symlcn.network.architecture import Architecture

HELP = """Gradient flow of the square loss from several parameters over one end-to-end filter: do their end-to-end
filters move alike, as they must if the flow is Riemannian on filters?

ARCH is a stack of layers in order of application, such as k3 k2, written as for symlcn certify.

The initial velocities are exact and decide; the trajectories are numeric and illustrate. With -o FILE.svg or
FILE.png they are drawn. With --landscape the loss itself is examined instead, exactly: saddles with a zero filter
and, for small networks, all complex critical points without one, the real ones with their risk and type,
where their end-to-end filters lie, and minima that no continuous Riemannian metric on filters explains.

--certificate FILE writes what symlcn check re-checks: the velocities, or the critical points.

Exit codes: 0 different starts have one initial velocity, or the landscape is reported; 10 two differ; 30 undecided,
as where all starts are one point up to scalars of the filters, or critical points without a zero filter are
neither counted nor found (with --certificate: none is listed)."""

PICTURES = (".svg", ".png")


def flow_result(
    architecture: Architecture,
    data: tuple[str, str, bool],
    tuples: list[Any],
    delta: tuple[Fraction, ...] | None,
    time: Fraction | None,
    exact: bool,
    as_json: bool,
    kind: str | None,
    certificate_file: str | None,
) -> tuple[str, str | None, str, bytes | None]:
    """The comparison as JSON or as text, its accepted certificate and the picture if they are asked for, its status."""
    from symlcn.certificates.envelope import dumps
    from symlcn.errors import LimitError
    from symlcn.loss.flow.document import flow_json
    from symlcn.loss.flow.plateau import plateaus
    from symlcn.loss.flow.trajectory import integrate
    from symlcn.loss.flow.velocities import initial_velocities
    from symlcn.loss.signals import parse_loss
    from symlcn_cli.commands.flow.report import flow_document, flow_report

    text, place, from_float = data
    found = initial_velocities(parse_loss(text, architecture, place, from_float=from_float), tuples, delta)
    certificate = flow_json(found) if as_json or certificate_file is not None else None
    sealed, why_none = (None, None) if certificate is None else accepted_or_why(certificate)
    if sealed is None and why_none is not None and as_json:
        raise LimitError(why_none)
    numeric = None if exact else integrate(found, time)
    ends = () if numeric is None else plateaus(found.risk, numeric)
    drawing = None
    if kind is not None and numeric is not None:
        from symlcn_cli.commands.flow.picture import draw

        drawing = draw(found, numeric, ends, kind)
    if certificate is None or not as_json:
        answer = flow_report(found, numeric, ends, None if why_none else certificate_file) + no_file(why_none)
    else:
        answer = dumps(certificate if numeric is None else flow_document(certificate, numeric))
    return answer, sealed, "undecided" if why_none else found.status, drawing


def landscape_result(
    architecture: Architecture,
    data: tuple[str, str, bool],
    tuples: list[Any],
    as_json: bool,
    certificate_file: str | None,
) -> tuple[str, str | None, str, None]:
    """The landscape as JSON or as text, the accepted certificate of critical points if it is asked for, the status."""
    from symlcn.certificates.envelope import dumps
    from symlcn.loss.critical.document import critical_json
    from symlcn.loss.survey import surveyed
    from symlcn_cli.commands.flow.landscapereport import landscape_json, landscape_report

    survey = surveyed(_risk(architecture, data), tuples)
    certificate, why_none, status = None, None, survey.status
    if certificate_file is not None:
        document = critical_json(survey.risk, survey.points, survey.real)
        certificate, why_none = accepted_or_why(document)
        status = document["status"]
    file = None if why_none else certificate_file
    text = dumps(landscape_json(survey)) if as_json else landscape_report(survey, file) + no_file(why_none)
    return text, certificate, "undecided" if why_none else status, None


def accepted_or_why(document: dict[str, Any]) -> tuple[str | None, str | None]:
    """The text of a certificate that the checker accepts, or why it is beyond what the checker reads."""
    from symlcn.errors import LimitError
    from symlcn_cli.shared.earlier import accepted

    try:
        return accepted(document), None
    except LimitError as error:
        return None, str(error)


def no_file(why: str | None) -> str:
    """What a report says where no certificate is written."""
    from symlcn_cli.pages.interminal import section

    return "" if why is None else section("File", f"none, so that this is undecided for others: {why}")


def _risk(architecture: Architecture, data: tuple[str, str, bool]) -> Risk:
    from symlcn.loss.risk import parse_risk

    text, place, from_float = data
    return parse_risk(text, architecture, place, from_float=from_float)


def _read_data(source: str) -> tuple[str, str]:
    """The text of the data, and what error messages call it."""
    from symlcn.network.inputs import read_bounded

    if source.lstrip().startswith("{"):
        return source, "data"
    return read_bounded(source), "data in standard input" if source == "-" else f"data in file {source!a}"


@click.command(name="flow", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@click.option(
    "--data",
    "data_source",
    metavar="FILE",
    required=True,
    help='The data: JSON {"inputs": […], "outputs": […]} with signals, or {"A": matrix, "target": u*}; a file, or -.',
)
@click.option(
    "--from",
    "sources",
    metavar="W",
    multiple=True,
    help='Initial filters, two times or more: JSON such as [[1,2,3],[4,"5/2"]], a file, or -.',
)
@invariants("the filters as they are, which must share δ")
@click.option("--time", "time_text", metavar="T", help="Integrate until T, a positive rational number.")
@click.option("--exact", is_flag=True, help="Only the exact initial velocities, no trajectories.")
@click.option("--landscape", is_flag=True, help="Examine the loss: critical points, saddles with a zero filter.")
@click.option("--from-float", is_flag=True, help="Take floats in JSON for the binary fractions that they are.")
@click.option(
    "--certificate", "certificate_file", metavar="FILE", help="Write the certificate of what is exact to FILE."
)
@common
def command(
    words: tuple[str, ...],
    data_source: str,
    sources: tuple[str, ...],
    delta: str | None,
    balanced: bool,
    time_text: str | None,
    exact: bool,
    landscape: bool,
    from_float: bool,
    certificate_file: str | None,
    shared: Common,
) -> int:
    """Compare gradient flows."""
    from symlcn.certificates.values import architecture_json
    from symlcn.errors import LimitError
    from symlcn.network.inputs import read_architecture, read_tensor
    from symlcn_cli.shared.earlier import EXIT, asked_delta, limited

    check_targets(shared.output, certificate_file)
    picture = shared.output if shared.output is not None and shared.output.lower().endswith(PICTURES) else None
    _check_usage(words, data_source, sources, picture is not None, exact, landscape, time_text)
    architecture = read_architecture(words)
    asked = asked_delta(architecture, delta, balanced)
    time = _positive(time_text)
    tuples = [read_tensor(source, "filters", from_float=from_float) for source in sources]
    data = (*_read_data(data_source), from_float)
    kind = None if picture is None else picture[-3:].lower()
    try:
        if landscape:
            options: tuple[Any, ...] = (shared.as_json, certificate_file)
            text, certificate, status, drawing = limited(
                landscape_result, (architecture, data, tuples, *options), shared
            )
        else:
            options = (asked, time, exact, shared.as_json, kind, certificate_file)
            text, certificate, status, drawing = limited(flow_result, (architecture, data, tuples, *options), shared)
    except LimitError as error:
        kind = "landscape" if landscape else "flow"
        header = {
            "format": f"symlcn-{kind}",
            "version": 1,
            "kind": kind,
            "architecture": architecture_json(architecture),
        }
        return undecided(header, error, shared)
    if certificate_file is not None and certificate is not None:
        write_file(certificate_file, certificate)
    if picture is not None:
        write_file(picture, drawing)
    if shared.as_json or (shared.wants_text and not (shared.quiet and picture)):
        emit(text, None if picture is not None else shared.output)
    return EXIT[status]


def _check_usage(
    words: tuple[str, ...],
    data_source: str,
    sources: tuple[str, ...],
    picture: bool,
    exact: bool,
    landscape: bool,
    time_text: str | None,
) -> None:
    check_sources(words, data_source, *sources)
    problem = None
    if (exact or landscape) and (picture or time_text is not None):
        problem = f"{'--exact' if exact else '--landscape'} integrates nothing; give no --time and no picture"
    elif exact and landscape:
        problem = "--exact is about the flow, --landscape about the loss; give one of the two"
    elif not landscape and len(sources) < 2:
        problem = "give --from at least twice: the flows from different parameters are compared"
    if problem is not None:
        raise click.UsageError(problem, click.get_current_context())


def _positive(text: str | None) -> Fraction | None:
    from symlcn.errors import ParseError
    from symlcn.network.inputs import read_rational

    if text is None:
        return None
    value = read_rational(text, "--time")
    if value <= 0:
        raise ParseError("--time", "it is not positive")
    return value
