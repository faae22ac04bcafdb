"""The help of every command as a page.

Contents: :func:`command_pages`.
"""

from collections.abc import Iterator

import click

from symlcn_cli.app import program

WIDTH = 88


def command_pages() -> Iterator[tuple[str, str]]:
    """What ``symlcn NAME --help`` prints, for every command and the commands of groups."""
    with click.Context(program, info_name="symlcn") as context:
        yield "made/commands.md", "\n".join(_sections(program, context, 2))


def _sections(group: click.Group, context: click.Context, level: int) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        own = click.Context(command, info_name=name, parent=context, max_content_width=WIDTH, terminal_width=WIDTH)
        yield f"{'#' * level} {own.command_path}\n\n```text\n{command.get_help(own)}\n```\n"
        if isinstance(command, click.Group):
            yield from _sections(command, own, level + 1)
