"""The program: a group that loads the module of a command when the command is asked for."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from symlcn.errors import SymlcnError
from symlcn.version import __version__
from symlcn_cli.shared.output import silence

COMMANDS = (
    "certify",
    "check",
    "counterexample",
    "dense",
    "equations",
    "fiber",
    "flow",
    "invariants",
    "inverse",
    "metric",
    "ntk",
    "proof",
    "prove",
    "strata",
    "table1",
    "zoo",
)


class Commands(click.Group):
    """The commands, each ``command`` in the module ``symlcn_cli.commands.NAME.command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, sorted."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"symlcn_cli.commands.{cmd_name}.command").command
        return command


def run(words: Sequence[str]) -> int:
    """Run the click program and turn every outcome but an interrupt into an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with program.make_context("symlcn", list(words) or ["--help"]) as context:
            return int(program.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code if words else 2
    except click.UsageError as error:
        hint = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        click.echo(f"symlcn: {error.format_message()}{hint}", err=True)
        return 2
    except (SymlcnError, click.ClickException) as error:
        click.echo(f"symlcn: {error}", err=True)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        click.echo(f"symlcn: {error.strerror or error}", err=True)
        return 2
    except Exception as error:
        if os.environ.get("SYMLCN_DEBUG"):
            raise
        click.echo(
            f"symlcn: internal error, nothing is claimed: {type(error).__name__}: {error} "
            "(SYMLCN_DEBUG=1 shows where; please report it)",
            err=True,
        )
        return 1


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="symlcn")
def program() -> None:
    """Exact certificates for single-channel linear convolutional networks.

    Exit codes: 0 proved, accepted or done; 10 refuted; 30 undecided; 40 certificate rejected; 2 usage or bad
    input; 1 internal error; 130 interrupted.
    """
