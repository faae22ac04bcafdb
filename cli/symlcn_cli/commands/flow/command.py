"""The command ``symlcn flow``."""

from __future__ import annotations

from fractions import Fraction

import click

from symlcn.certificates.envelope import write_file
from symlcn_cli.shared import completing
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, architecture_argument, check_sources, common, invariants
from symlcn_cli.shared.output import check_targets
from symlcn_cli.shared.running import asked, deliver, ending, running

HELP = """Gradient flow of the square loss from several parameters over one end-to-end filter: do their end-to-end
filters move alike, as they must if the flow is Riemannian on filters?

ARCH is a stack of layers in order of application, such as k3 k2, with activations between them as in k3 r2 k2,
written as for symlcn certify. With activations it is the function that moves, and where they separate all layers one
start may suffice: if no shift of its filters fits, all parameters over its function move it alike.

The initial velocities are exact and decide; the trajectories are numeric and illustrate. With -o FILE.svg or
FILE.png they are drawn. With --landscape the loss itself is examined instead, exactly: saddles with a zero filter
and, for small networks, all complex critical points without one, the real ones with their risk and type,
where their end-to-end filters lie, and minima that no continuous Riemannian metric on filters explains.

--certificate FILE writes what symlcn check re-checks: the velocities, or the critical points.

Exit codes: 0 different starts have one initial velocity, or the landscape is reported; 10 two differ; 30 undecided,
as where all starts are one point up to scalars of the filters, or critical points without a zero filter are
neither counted nor found (with --certificate: none is listed)."""

PICTURES = ("svg", "png")


_DATA = """--data '{"A": [[1,0,0],[0,2,0],[0,0,3]], "target": [1,1,1]}'"""
EXAMPLES = {
    "Initial velocities from two parameters": f"symlcn flow k2 k2 {_DATA} "
    "--from '[[1,1],[1,2]]' --from '[[1,2],[1,1]]' --balanced --exact",
    "With an activation, for all parameters": "symlcn flow k3 r2 k2 --data "
    """'{"inputs": [[1,0,0,1,0,-1]], "outputs": [[3,1,-4]]}' --from '[[1,2,3],[4,5]]' --balanced --exact""",
    "The critical points of the loss": f"symlcn flow k2 k2 {_DATA} --landscape",
}


@click.command(name="flow", cls=Command, examples=EXAMPLES, help=HELP)
@architecture_argument
@click.option(
    "--data",
    "data_source",
    shell_complete=completing.files,
    metavar="FILE",
    required=True,
    help='The data: JSON {"inputs": […], "outputs": […]} with signals, or {"A": matrix, "target": u*} without '
    "activations; a file, or -.",
)
@click.option(
    "--from",
    "sources",
    shell_complete=completing.files,
    metavar="W",
    multiple=True,
    help='Initial filters, two times or more, once with activations: JSON such as [[1,2,3],[4,"5/2"]], a file, or -.',
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
    from symlcn.loss.data import read_data
    from symlcn.loss.flow.question import flow
    from symlcn.loss.question import landscape as landscape_of
    from symlcn.network.inputs import read_architecture, read_tensor
    from symlcn.network.polynomialarchitecture import PolynomialArchitecture

    check_targets(shared.output, certificate_file)
    picture = shared.output if ending(shared.output) in PICTURES else None
    check_sources(words, data_source, *sources)
    architecture = read_architecture(words)
    needed = 1 if isinstance(architecture, PolynomialArchitecture) else 2
    _check_usage(len(sources) >= needed, picture is not None, exact, landscape, time_text)
    scaled = asked(delta, balanced)
    time = _positive(time_text)
    starts = [read_tensor(source, "filters", from_float=from_float) for source in sources]
    data = read_data(data_source, from_float=from_float)
    how = running(shared, certificate_file)
    if landscape:
        how["seal"] = certificate_file is not None
        return deliver(landscape_of(architecture, data, starts, **how), shared, certificate_file)
    if picture is not None:
        how["shown"] = ending(picture), None, None, None
    answer = flow(architecture, data, starts, scaled, time=time, exact=exact, **how)
    if picture is None:
        return deliver(answer, shared, certificate_file)
    if answer.result is not None:
        write_file(picture, answer.render(ending(picture)))
    return deliver(answer, shared._replace(output=None), certificate_file)


def _check_usage(enough: bool, picture: bool, exact: bool, landscape: bool, time_text: str | None) -> None:
    problem = None
    if (exact or landscape) and (picture or time_text is not None):
        problem = f"{'--exact' if exact else '--landscape'} integrates nothing; give no --time and no picture"
    elif exact and landscape:
        problem = "--exact is about the flow, --landscape about the loss; give one of the two"
    elif not landscape and not enough:
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
