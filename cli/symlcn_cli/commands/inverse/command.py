"""The command ``symlcn inverse``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from symlcn_cli.shared.options import Common, certificate_option, common
from symlcn_cli.shared.output import check_targets, deliver

if TYPE_CHECKING:
    from symlcn.network.architecture import Architecture

HELP = """The filters as rational functions of the end-to-end filter, and where these are defined: several charts for
each layer. Where they would be too large, formulas use filters of other layers, or rows of the filter, that have
formulas of their own, or filters are kernels of matrices with entries of u. So are layers of different sizes whose
filters are polynomials in the same variables. Of layers that the generic fiber does not tell apart, the product.

    ARCH is a stack of layers in order of application, such as k3s2 k2, written as for symlcn certify.

    Exit codes: 0 formulas for all that is rational; 30 undecided, formulas for some layers are missing."""


def inverse_of(architecture: Architecture, every: bool) -> tuple[str, str, str]:
    """The inverse as JSON, accepted by the independent checker before anybody sees it, as text, and its status.

    If formulas in full are too large for the checker, there are kernels only.
    """
    from symlcn.errors import LimitError
    from symlcn.geometry.inverse.document import inverse_json
    from symlcn.geometry.inverse.inverse import inverse
    from symlcn_cli.commands.inverse.report import inverse_report
    from symlcn_cli.shared.earlier import accepted

    found = inverse(architecture, every)
    try:
        text = accepted(inverse_json(found))
    except LimitError:
        found = inverse(architecture, every, expand=False)
        text = accepted(inverse_json(found))
    return text, inverse_report(found), found.status


@click.command(name="inverse", help=HELP)
@click.argument("words", metavar="ARCH...", nargs=-1, required=True)
@click.option(
    "--charts",
    type=click.Choice(["some", "all"]),
    default="some",
    show_default=True,
    help="all: for axis layers with exponents that divide each other, formulas that cover the smooth points.",
)
@certificate_option
@common
def command(words: tuple[str, ...], charts: str, certificate_file: str | None, shared: Common) -> int:
    """Print an inverse."""
    from symlcn.errors import LimitError
    from symlcn.network.inputs import read_architecture
    from symlcn_cli.shared.earlier import EXIT, limited

    check_targets(shared.output, certificate_file)
    architecture = read_architecture(words)
    try:
        document, report, status = limited(inverse_of, (architecture, charts == "all"), shared)
    except LimitError as error:
        from symlcn.certificates.envelope import dumps, sealed
        from symlcn.certificates.values import architecture_json
        from symlcn_cli.commands.metric.report import nothing_report

        document = dumps(sealed("inverse", architecture_json(architecture), "undecided", {}, reason=str(error)))
        report, status = nothing_report(architecture, str(error)), "undecided"
    deliver(document, lambda: report, shared, certificate_file)
    return EXIT[status]
