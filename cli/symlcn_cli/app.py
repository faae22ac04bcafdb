"""The program: a group that loads the module of a command when the command is asked for."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import click

from symlcn.errors import OutsideTheoryWarning, SymlcnError
from symlcn.version import __version__
from symlcn_cli.shared.help import CONTEXT, Group, in_groups
from symlcn_cli.shared.output import silence

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

GROUPS = {
    "Decide": {
        "certify": "Is the NTK parameter-independent? A proof, or a pair.",
        "counterexample": "Parameters with one filter and one δ, but different NTKs.",
        "fiber": "All factorizations of a filter, and which share an NTK.",
        "flow": "Do gradient flows over a filter move alike? The landscape.",
    },
    "Geometry": {
        "ntk": "The NTK of given filters, exactly.",
        "invariants": "What gradient flow keeps, and its values at given filters.",
        "metric": "The metric on the neuromanifold, at a filter or as formulas.",
        "inverse": "Filters as rational functions of the end-to-end filter.",
        "strata": "The singular points of the neuromanifold.",
        "equations": "The forms that vanish on the neuromanifold.",
    },
    "Networks of other kinds": {
        "dense": "Fully connected networks, linear or with a ReLU.",
    },
    "Proofs": {
        "prove": "A complete proof for one architecture, to be read.",
        "proof": "The teaching proofs: a course in steps that run.",
        "check": "Re-check certificates with the independent checker.",
        "table1": "The paper's Table 1, recomputed.",
    },
    "Families": {
        "atlas": "Whole families: examined, kept, asked about, summed up.",
    },
    "Tools": {
        "import": "What a model file contains, and what of it is left out.",
        "zoo": "The named architectures, which @NAME stands for.",
        "completion": "The script by which a shell completes words.",
    },
}
"""The commands, with what they do in a line, by what they are about."""

COMMANDS = tuple(name for commands in GROUPS.values() for name in commands)


class Commands(Group):
    """The commands, each ``command`` in the module ``symlcn_cli.commands.NAME.command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        folder = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"symlcn_cli.commands.{folder}.command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their groups, without loading them."""
        in_groups(formatter, GROUPS)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What a shell offers, without loading the commands."""
        from click.shell_completion import CompletionItem

        lines = [line for commands in GROUPS.values() for line in commands.items() if line[0].startswith(incomplete)]
        return [CompletionItem(name, help=summary) for name, summary in lines] or super().shell_complete(
            ctx, incomplete
        )


@contextmanager
def warned() -> Iterator[None]:
    """Have warnings in the block told in one line each, as errors are."""

    def tell(message: Warning | str, *_: object, **__: object) -> None:
        click.echo(f"symlcn: {message}", err=True)

    with warnings.catch_warnings():
        warnings.simplefilter("always", OutsideTheoryWarning)
        warnings.showwarning = tell
        yield


def run(words: Sequence[str], answers: list[Any] | None = None) -> int:
    """Run the click program and turn every outcome but an interrupt into an exit code.

    Parameters
    ----------
    words : sequence of str
    answers : list, optional
        The answer that is delivered is appended, for a program that embeds this one.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with warned(), program.make_context("symlcn", list(words) or ["--help"], obj=answers) as context:
            return int(program.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code if words else 2
    except click.UsageError as error:
        hint = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        click.echo(f"symlcn: {' '.join(error.format_message().split())}{hint}", err=True)
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


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="symlcn")
def program() -> None:
    """Exact certificates for linear convolutional networks, with channels or activations x^r, too.

    Exit codes: 0 proved, accepted or done; 10 refuted; 30 undecided; 40 certificate rejected; 2 usage or bad
    input; 1 internal error; 130 interrupted.
    """
