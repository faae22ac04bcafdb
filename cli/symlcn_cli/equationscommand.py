"""The command ``symlcn equations``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from symlcn_cli.options import Common, certificate_option, common
from symlcn_cli.output import check_targets, deliver

if TYPE_CHECKING:
    from symlcn.architecture import Architecture
    from symlcn.geometry.equations import Equations

MAX_DEGREE = 50

HELP = """All forms up to a degree that vanish on the neuromanifold, and minimal generators among them.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify.

    Exit codes: 0 done; 30 undecided, where a limit was hit."""


def equations_of(architecture: Architecture, degree: int) -> tuple[Equations, str]:
    """Find the forms, and have the independent checker accept them before anybody sees them."""
    from symlcn.geometry.document import equations_json
    from symlcn.geometry.equations import equations
    from symlcn_cli.app import accepted

    found = equations(architecture, degree)
    return found, accepted(equations_json(found))


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
@certificate_option
@common
def equations_command(
    words: tuple[str, ...], degree: int, every: bool, certificate_file: str | None, shared: Common
) -> int:
    """List equations."""
    from symlcn.errors import LimitError
    from symlcn.geometry.document import undecided_json
    from symlcn.inputs import read_architecture
    from symlcn.serial import dumps
    from symlcn_cli.app import EXIT, limited
    from symlcn_cli.equationsreport import equations_report
    from symlcn_cli.stratareport import undecided_report

    if every and shared.as_json:
        problem = "--json has the generators, of which all forms are combinations; give one of --json and --all"
        raise click.UsageError(problem, click.get_current_context())
    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    try:
        found, text = limited(equations_of, (architecture, degree), shared)
        report, status = equations_report(found, every, certificate_file), "proved"
    except LimitError as error:
        text = dumps(undecided_json("equations", architecture, str(error)))
        report, status = undecided_report(architecture, str(error)), "undecided"
    deliver(text, lambda: report, shared, certificate_file)
    return EXIT[status]
