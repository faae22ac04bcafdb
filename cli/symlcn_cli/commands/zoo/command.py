"""The command ``symlcn zoo``."""

from __future__ import annotations

import click

from symlcn_cli.shared import completing
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, common
from symlcn_cli.shared.output import emit

EXAMPLES = {
    "All networks": "symlcn zoo",
    "All about one": "symlcn zoo alexnet",
}


@click.command(
    name="zoo",
    cls=Command,
    examples=EXAMPLES,
    help="List the named architectures; @NAME stands for one wherever ARCH does.",
)
@click.argument("name", required=False, shell_complete=completing.members)
@common
def command(
    name: str | None,
    shared: Common,
) -> int:
    """List the zoo, or show one member."""
    from symlcn.network.zoo import MEMBERS, skeleton
    from symlcn_cli.commands.zoo.report import zoo_report

    members = MEMBERS if name is None else (skeleton(name.removeprefix("@")),)
    if shared.as_json:
        from symlcn.certificates.envelope import dumps

        keys = ("name", "notation", "title", "reference", "note", "url")
        rows = [{key: getattr(member, key) for key in keys} for member in members]
        emit(dumps({"zoo": rows}), shared.output)
    elif shared.wants_text:
        emit(zoo_report(members, name is not None, shared.columns), shared.output)
    return 0
