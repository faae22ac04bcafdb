"""Help: paragraphs that fit the terminal, summaries in full, examples that are run by the tests, names that are close.

Contents: :class:`Command`, :class:`Group`, :data:`CONTEXT`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import click

from symlcn.errors import ParseError, close_names

__all__ = ["CONTEXT", "Command", "Group"]

WIDEST = 100
"""Columns of the widest help."""

CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": WIDEST}


class Formatter(click.HelpFormatter):
    """Headings in bold, where the terminal has that."""

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{click.style(f'{heading}:', bold=True)}\n")


class Context(click.Context):
    """A context whose help is written by :class:`Formatter`, without colour where NO_COLOR is set."""

    formatter_class = Formatter

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        if os.environ.get("NO_COLOR"):
            self.color = False


class Command(click.Command):
    """A command with examples: command lines, each after what it shows."""

    context_class = Context

    def __init__(self, *words: Any, examples: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(*words, **more)
        self.examples = dict(examples or {})
        self.help = _paragraphs(self.help)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a flag that an error is about has its name on the command line, not that in Python."""
        try:
            return super().invoke(ctx)
        except ParseError as error:
            flags = {own.name: own.opts[0] for own in self.params if isinstance(own, click.Option) and own.is_flag}
            if error.place not in flags:
                raise
            raise ParseError(flags[error.place], error.problem) from None

    def get_short_help_str(self, limit: int = 0) -> str:
        """The first sentence of the help, in full."""
        return (self.help or "").partition("\n\n")[0].partition(". ")[0].removesuffix(".") + "."

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, whose lines are never wrapped: they are to be copied."""
        if not self.examples:
            return
        with formatter.section("Examples"):
            for number, (title, line) in enumerate(self.examples.items()):
                formatter.write("\n" if number else "")
                formatter.write_text(f"{title}:")
                formatter.write(f"{'':>{formatter.current_indent + 2}}{line}\n")


class Group(click.Group):
    """Commands; of a name that is misspelt the close ones are named."""

    context_class = Context
    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names."""
        word = args[0]
        if not ctx.resilient_parsing and not word.startswith("-") and self.get_command(ctx, word) is None:
            ctx.fail(f"No such command {word!a}{close_names(word, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


def _paragraphs(text: str | None) -> str | None:
    """The paragraphs of a text, each on one line, for click to wrap."""
    return text and "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def in_groups(formatter: click.HelpFormatter, groups: Mapping[str, Mapping[str, str]]) -> None:
    """Write commands with their summaries below the headings of their groups."""
    width = max(len(name) for commands in groups.values() for name in commands)
    for heading, commands in groups.items():
        with formatter.section(heading):
            formatter.write_dl([(f"{name:{width}}", summary) for name, summary in commands.items()])


def command_lines(command: click.Command) -> Sequence[str]:
    """The examples of a command and of the commands in it."""
    own = tuple(command.examples.values()) if isinstance(command, Command) else ()
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return [*own, *(line for each in inner for line in command_lines(each))]
