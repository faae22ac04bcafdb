"""The command ``symlcn completion``."""

from __future__ import annotations

import click

from symlcn_cli.shared.help import Command
from symlcn_cli.shared.output import emit

HELP = """Print the script by which a shell completes commands, options, names of the zoo after @, and lessons.

For bash, add to ~/.bashrc the line eval "$(symlcn completion bash)"; for zsh, to ~/.zshrc the line eval "$(symlcn
completion zsh)", after compinit; for fish, write the script to ~/.config/fish/completions/symlcn.fish."""

EXAMPLES = {
    "In bash, for this session": 'eval "$(symlcn completion bash)"',
    "For zsh, a file for a folder of $fpath": "symlcn completion zsh -o _symlcn",
}


@click.command(name="completion", cls=Command, help=HELP, examples=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "fish", "zsh"]), metavar="bash|zsh|fish")
@click.option("-o", "--output", metavar="FILE", help="Write the script to FILE.")
def command(shell: str, output: str | None) -> int:
    """Print the script of a shell."""
    from symlcn_cli.commands.completion.shells import script

    emit(script(click.get_current_context().find_root().command, shell), output)
    return 0
