"""Options that several commands share, each with its own reading and its own error message."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, NamedTuple, TypeVar

import click

from symlcn_cli.shared.completing import files, networks
from symlcn_cli.shared.waiting import waiting

Command = TypeVar("Command", bound=Callable[..., Any])

NARROWEST, WIDEST = 40, 120
"""Columns of a text on a terminal."""

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}


def seconds(_ctx: click.Context, _param: click.Parameter, value: str | None) -> float | None:
    """A positive number of seconds, at most a year."""
    if value is None:
        return None
    try:
        number = float(value) if value.isascii() else 0.0
    except ValueError:
        number = 0.0
    if not 0 < number <= 31_536_000:
        raise click.BadParameter(f"{value!a} is not a positive number of seconds, such as 10 or 0.5")
    return number


def size(_ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    """A positive number of bytes with an optional unit K, M or G."""
    if value is None:
        return None
    text = value.lower()
    digits = text.rstrip("kmg")
    unit = text[len(digits) :]
    number = int(digits) * _UNITS.get(unit, 0) if digits.isascii() and digits.isdigit() and len(digits) < 16 else 0
    if not 0 < number < 2**63:
        raise click.BadParameter(f"{value!a} is not a size, such as 512M or 2G")
    return number


class Common(NamedTuple):
    """The options of every command."""

    as_json: bool
    output: str | None
    quiet: bool
    time_limit: float | None
    memory_limit: int | None

    @property
    def columns(self) -> int | None:
        """The width of the terminal that a text is written to; None if it goes elsewhere."""
        if self.output is not None or sys.stdout is None or not sys.stdout.isatty():
            return None
        import shutil

        return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)

    @property
    def wants_text(self) -> bool:
        """Whether a text is to be written somewhere."""
        return not self.quiet or self.output is not None


def sharing(
    time_help: str,
    memory_help: str,
    waits: Callable[[bool], AbstractContextManager[None]] = waiting,
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options of every command, which the command receives as one argument `shared`.

    Parameters
    ----------
    time_help, memory_help : str
        What the limits mean.
    waits : callable
        Shows what the command is at, unless it is told to be quiet.
    """

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def collected(
            as_json: bool,
            output: str | None,
            quiet: bool,
            time_limit: float | None,
            memory_limit: int | None,
            **own: Any,
        ) -> int:
            with waits(quiet):
                return command(shared=Common(as_json, output, quiet, time_limit, memory_limit), **own)

        result: Callable[..., int] = collected
        for option in (
            click.option("--memory-limit", metavar="SIZE", callback=size, help=memory_help),
            click.option("--time-limit", metavar="S", callback=seconds, help=time_help),
            click.option("-q", "--quiet", is_flag=True, help="No text on standard output; the exit code tells."),
            click.option(
                "-o",
                "--output",
                metavar="FILE",
                shell_complete=files,
                help="Write the result to FILE instead of standard output.",
            ),
            click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text."),
        ):
            result = option(result)
        return result

    return decorate


common = sharing("End with 'undecided' after S seconds.", "End with 'undecided' beyond SIZE, as 512M.")
"""The options of every command, where the limits are those of the answer."""


FORMATS = {
    "text": "text",
    "json": "text",
    "latex": "formula",
    "sympy": "sympy",
    "macaulay2": "macaulay2",
    "sage": "sage",
}
"""What --format takes, and the form of an answer that it asks for."""


def formats(command: Callable[..., int]) -> Callable[..., int]:
    """The option --format, which the command receives as `form`; json is the same as --json."""

    @wraps(command)
    def chosen(form: str | None, shared: Common, **own: Any) -> int:
        if shared.as_json and form not in (None, "json"):
            problem = f"--json and --format {form} are two forms of the output; give one of them"
            raise click.UsageError(problem, click.get_current_context())
        if form == "json":
            shared = shared._replace(as_json=True)
        return command(form=FORMATS[form or "text"], shared=shared, **own)

    option = click.option(
        "--format",
        "form",
        type=click.Choice([*FORMATS]),
        metavar="FORM",
        help="text or json; or the formulas alone, to be pasted or run: latex, sympy, macaulay2, sage.",
    )
    result: Callable[..., int] = option(chosen)
    return result


def check_sources(words: Sequence[str], *sources: str | None) -> None:
    """Refuse standard input, named "-", where it is to be an architecture and something else, or two other things."""
    if ("-" in words) + sources.count("-") > 1:
        raise click.UsageError("standard input is named twice", click.get_current_context())


architecture_argument = click.argument("words", metavar="ARCH...", nargs=-1, required=True, shell_complete=networks)

certificate_option = click.option(
    "--certificate", "certificate_file", metavar="FILE", shell_complete=files, help="Write the certificate to FILE."
)

rocq_option = click.option(
    "--rocq",
    "rocq_file",
    metavar="FILE",
    shell_complete=files,
    help="Write a pair as a theorem of the proof assistant Rocq; symlcn check --kernel has it checked.",
)


def invariants(otherwise: str) -> Callable[[Command], Command]:
    """The options --delta and --balanced; `otherwise` says what holds without them."""

    def decorate(command: Command) -> Command:
        command = click.option(
            "--balanced", is_flag=True, help=f"All invariants 0. Without --delta and --balanced: {otherwise}."
        )(command)
        return click.option(
            "--delta", metavar="D1,D2,...", help="The invariants, exact: one for each two neighbouring layers."
        )(command)

    return decorate
