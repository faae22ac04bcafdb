"""What shells ask when the tabulator key is pressed, and the scripts by which they ask.

Contents: :data:`SHELLS`, :data:`VARIABLE`, :func:`script`, :func:`completed`.
"""

from __future__ import annotations

import os

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete, split_arg_string

__all__ = ["SHELLS", "VARIABLE", "completed", "script"]

VARIABLE = "_SYMLCN_COMPLETE"


class Bash(BashComplete):
    """Bash, whose words end at @ and =: what was typed is taken as it stands."""

    source_template = """\
%(complete_func)s() {
    local IFS=$'\\n' response type value
    response=$(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete "$1")
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done <<< "$response"
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the last one, and what there is of that."""
        line = os.environ.get("COMP_LINE", "")
        words = split_arg_string(line)[1:]
        return (words, "") if not words or line[-1:].isspace() else (words[:-1], words[-1])


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "fish": FishComplete, "zsh": ZshComplete}


def script(program: click.Command, shell: str) -> str:
    """What a shell is to run once, so that it completes the words of the program."""
    return SHELLS[shell](program, {}, "symlcn", VARIABLE).source().rstrip() + "\n"


def completed(program: click.Command, instruction: str) -> int:
    """Answer a shell, as the instruction in :data:`VARIABLE` says; 2 if there is no such one."""
    shell, _, asked = instruction.partition("_")
    if shell not in SHELLS or asked not in ("complete", "source"):
        click.echo(f"symlcn: {VARIABLE}: {instruction!a} is no instruction such as bash_complete", err=True)
        return 2
    text = SHELLS[shell](program, {}, "symlcn", VARIABLE).complete() if asked == "complete" else script(program, shell)
    click.echo(text.rstrip("\n"))
    return 0
