"""The command ``symlcn check``."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from symlcn.certificates.envelope import dumps
from symlcn.errors import LimitError
from symlcn.progress import progress
from symlcn_cli.shared import completing
from symlcn_cli.shared.help import Command
from symlcn_cli.shared.options import Common, common
from symlcn_cli.shared.output import emit

EXAMPLES = {
    "A certificate that was just made": "symlcn certify k3 k2 --certificate c.json && symlcn check c.json",
    "A pair before the kernel of Rocq": "symlcn dense 2 2 2 --certificate c.json && symlcn check c.json --kernel",
}


@click.command(
    name="check",
    cls=Command,
    examples=EXAMPLES,
    help="Re-check certificates with the independent checker; - is standard input.",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=completing.files)
@click.option(
    "--kernel",
    is_flag=True,
    help="Have the kernel of the proof assistant Rocq check them, too: pairs of symlcn counterexample and symlcn dense."
    " The file for it is made anew from the certificate; undecided where Rocq is not installed.",
)
@common
def command(
    files: tuple[str, ...],
    kernel: bool,
    shared: Common,
) -> int:
    """Check certificate files."""
    for file in files:
        if shared.output is not None and os.path.realpath(file) == os.path.realpath(shared.output):
            raise click.UsageError("--output is a file to be checked", click.get_current_context())
    rows = []
    for number, file in enumerate(files):
        progress("checking files", number, len(files))
        rows.append(check_row(file, kernel, shared))
    if shared.as_json:
        emit(dumps({"checked": rows}), shared.output)
    elif shared.wants_text:
        names = [row["file"] if row["file"].isprintable() else ascii(row["file"])[1:-1] for row in rows]
        lines = zip(names, rows, strict=True)
        emit("".join(f"{name}: {row['verdict']}: {row['message']}\n" for name, row in lines), shared.output)
    verdicts = {row["verdict"] for row in rows}
    return 40 if "rejected" in verdicts else 2 if "malformed" in verdicts else 30 if "undecided" in verdicts else 0


def check_row(file: str, kernel: bool, shared: Common) -> dict[str, str]:
    """The verdict on one file; undecided if a limit is hit."""
    from symlcn.check.core.limits import MAX_BYTES
    from symlcn.worker import run_limited

    data = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" and sys.stdin is not None else None
    if kernel and file != "-":  # both are to see the same
        with suppress(OSError, ValueError), open(file, "rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    try:
        verdict, message = run_limited(checked, (file, data), shared.time_limit, shared.memory_limit)
        if kernel and data is not None and verdict == "accepted":
            verdict, message = judged(data, shared)
    except LimitError as error:
        verdict, message = "undecided", str(error)
    return {"file": file, "verdict": verdict, "message": message}


def checked(file: str, data: bytes | None) -> tuple[str, str]:
    """Verdict and message of the independent checker on a file, or on what was read already."""
    from symlcn.check import check_file, check_text

    outcome = check_file(file) if data is None else check_text(data)
    return outcome.verdict, outcome.claim if outcome.verdict == "accepted" else outcome.message


def judged(data: bytes, shared: Common) -> tuple[str, str]:
    """Verdict and message of the kernel of Rocq on a certificate that the checker accepted."""
    import json

    from symlcn.errors import ParseError
    from symlcn.formal.rocqkernel import NotInstalledError, judge

    try:
        found = judge(json.loads(data), shared.time_limit)
    except NotInstalledError as error:
        return "undecided", str(error)
    except ParseError as error:
        return "undecided", error.problem
    return "accepted" if found.accepted else "rejected", found.message
