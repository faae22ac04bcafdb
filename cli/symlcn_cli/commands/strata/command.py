"""The command ``symlcn strata``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from symlcn_cli.shared.options import Common, certificate_option, common
from symlcn_cli.shared.output import check_targets, deliver

if TYPE_CHECKING:
    from symlcn.geometry.strata.exchanges import Exchanges
    from symlcn.geometry.strata.poset import Strata
    from symlcn.network.architecture import Architecture

DEFAULT_LIMIT = 2
MAX_LIMIT = 1000

HELP = """The singular points of the neuromanifold over the complex numbers.

    In one direction with strides greater than 1, or dilations that divide each other: all strata as a poset, with
    dimension, degree, preimages over C and R, rank of the Jacobian and a rational point. Otherwise: where two layers
    exchange factors or coincide, and what is not listed.

    ARCH is a stack of layers in order of application, such as k3s3 k4s2 k2, written as for symlcn certify.

    Exit codes: 0 done; 30 undecided, where a limit was hit."""


def strata_of(architecture: Architecture, limit: int, picture: str | None) -> tuple[Strata | Exchanges, str, str]:
    """Find the strata, have the independent checker accept them before anybody sees them, and draw them."""
    from symlcn.geometry.strata import hasse
    from symlcn.geometry.strata.document import exchanges_json, strata_json
    from symlcn.geometry.strata.exchanges import exchanges
    from symlcn.geometry.strata.poset import is_nested, reduced, strata
    from symlcn_cli.shared.earlier import accepted

    found: Strata | Exchanges
    if is_nested(reduced(architecture)):
        found = strata(architecture)
        text = accepted(strata_json(found))
    else:
        found = exchanges(architecture, limit)
        text = accepted(exchanges_json(found))
    drawn = hasse.dot(found) if picture == "dot" else hasse.svg(found) if picture == "svg" else ""
    return found, text, drawn


@click.command(name="strata", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
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
    from symlcn.certificates.envelope import dumps, sealed
    from symlcn.certificates.values import architecture_json
    from symlcn.errors import LimitError
    from symlcn.network.inputs import read_architecture
    from symlcn_cli.commands.strata.report import strata_report, undecided_report
    from symlcn_cli.shared.earlier import EXIT, limited

    if dot + svg + shared.as_json > 1:
        problem = "--dot, --svg and --json are three forms of the output; give one of them"
        raise click.UsageError(problem, click.get_current_context())
    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    picture = "dot" if dot else "svg" if svg else None
    try:
        found, text, drawn = limited(strata_of, (architecture, limit, picture), shared)
        report, status = drawn or strata_report(found, certificate_file), "proved"
    except LimitError as error:
        text = dumps(sealed("strata", architecture_json(architecture), "undecided", {}, reason=str(error)))
        report, status = undecided_report(architecture, str(error)), "undecided"
        if picture is not None:
            click.echo(f"symlcn: undecided: {error}", err=True)
            return EXIT[status]
    deliver(text, lambda: report, shared, certificate_file)
    return EXIT[status]
