"""The command ``symlcn equations``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from symlcn_cli.shared.options import Common, certificate_option, common
from symlcn_cli.shared.output import check_targets, deliver

if TYPE_CHECKING:
    from symlcn.geometry.equations.equations import Equations
    from symlcn.geometry.equations.outside import Outside
    from symlcn.network.architecture import Architecture

MAX_DEGREE = 50

HELP = """All forms up to a degree that vanish on the neuromanifold, and minimal generators among them.

    With --real: which real points of the Zariski closure are products over C of filters of these sizes but not over R.
    In one direction with exponents that divide each other they are described by numbers of real roots of gcds,
    otherwise, where π is birational or its generic fiber one orbit of permutations of interchangeable layers, as points
    at which the closure is not normal or such layers have complex conjugate filters.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify.

    Exit codes: 0 done; 30 undecided, where a limit was hit or nothing is known of the real points."""


def equations_of(
    architecture: Architecture, degree: int, over_r: bool = False
) -> tuple[Equations, Outside | str | None, str | None, str]:
    """Find the forms, and have the independent checker accept them before anybody sees them.

    Also the real points of the closure outside the neuromanifold if they are asked for, or why they are not described.
    """
    from symlcn.errors import LimitError
    from symlcn.geometry.equations.document import equations_json
    from symlcn.geometry.equations.equations import equations
    from symlcn.geometry.equations.outside import form_of, outside
    from symlcn_cli.shared.earlier import accepted

    found = equations(architecture, degree)
    real: Outside | str | None = None
    doubt = None
    if over_r:
        try:
            real = outside(architecture)
        except LimitError as error:
            real = form_of(architecture)
            doubt = None if real else str(error)
    return found, real, doubt, accepted(equations_json(found, real, doubt))


@click.command(name="equations", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
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
def command(
    words: tuple[str, ...], degree: int, every: bool, over_r: bool, certificate_file: str | None, shared: Common
) -> int:
    """List equations."""
    from symlcn.certificates.envelope import dumps, sealed
    from symlcn.certificates.values import architecture_json
    from symlcn.errors import LimitError
    from symlcn.network.inputs import read_architecture
    from symlcn_cli.commands.equations.report import equations_report
    from symlcn_cli.commands.strata.report import undecided_report
    from symlcn_cli.shared.earlier import EXIT, limited

    if every and shared.as_json:
        problem = "--json has the generators, of which all forms are combinations; give one of --json and --all"
        raise click.UsageError(problem, click.get_current_context())
    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    try:
        found, real, doubt, text = limited(equations_of, (architecture, degree, over_r), shared)
        report = equations_report(found, every, certificate_file, real, doubt)
        status = "undecided" if doubt else "proved"
    except LimitError as error:
        text = dumps(sealed("equations", architecture_json(architecture), "undecided", {}, reason=str(error)))
        report, status = undecided_report(architecture, str(error)), "undecided"
    deliver(text, lambda: report, shared, certificate_file)
    return EXIT[status]
