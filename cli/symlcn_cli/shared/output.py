"""Where results go: standard output, or a file that is never half written."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from symlcn.errors import ParseError
from symlcn.progress import progress
from symlcn_cli.shared.options import Common

if TYPE_CHECKING:
    from symlcn.certificates.envelope import Writer

_LABEL = r"(?m)^(?=\S.{12} \S)(.*?)( +)(?=\S.*)"
_COLOURS = {"PROVED": "green", "REFUTED": "red", "UNDECIDED": "yellow"}
_VERDICT = r"\b(PROVED|REFUTED|UNDECIDED)\b"


def emit(text: str | bytes | Writer, output: str | None) -> None:
    """Write a result, or have one written that is long, to standard output or to the file `output`.

    Raises
    ------
    ParseError
        If it cannot be written.
    """
    progress("")
    if output is not None and output != "-":
        from symlcn.certificates.envelope import write_file

        write_file(output, text)
        return
    if sys.stdout is None:
        raise ParseError("standard output", "it is closed; use -o FILE")
    try:
        if callable(text):
            sys.stdout.flush()
            text(sys.stdout.buffer)
        elif isinstance(text, bytes):
            sys.stdout.buffer.write(text)
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        raise ParseError("standard output", error.strerror or "it cannot be written") from None


def painted(report: str | bytes) -> str | bytes:
    """A report for a terminal: its labels in bold, the verdict in its colour; as it is where that is not wanted.

    Examples
    --------
    >>> print(ascii(painted("Answer        PROVED: yes.\\n")))
    '\\x1b[1mAnswer\\x1b[0m        \\x1b[32m\\x1b[1mPROVED\\x1b[0m: yes.\\n'
    """
    if isinstance(report, bytes) or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return report
    report = re.sub(_LABEL, lambda found: click.style(found[1], bold=True) + found[2], report)
    return re.sub(_VERDICT, lambda found: click.style(found[0], fg=_COLOURS[found[0]], bold=True), report, count=1)


def undecided(header: dict[str, Any], reason: object, shared: Common) -> int:
    """Say that a limit was hit, with --json as one JSON object that begins with the header; returns the exit code."""
    if shared.as_json:
        from symlcn.certificates.envelope import dumps

        emit(dumps({**header, "status": "undecided", "reason": str(reason)}), shared.output)
    else:
        progress("")
        click.echo(f"symlcn: undecided: {reason}", err=True)
    return 30


def silence() -> None:
    """Send what is still buffered for standard output nowhere, so that the end of the process does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def check_targets(output: str | None, certificate: str | None, rocq: str | None = None) -> None:
    """Refuse to write two of the result, the certificate and a file for Rocq to one file, or one to standard output.

    Raises
    ------
    ParseError
    """
    if certificate == "-":
        raise ParseError("--certificate", "name a file; --json prints the certificate")
    if rocq == "-":
        raise ParseError("--rocq", "name a file")
    taken: dict[str, str] = {}
    for option, file in (("--output", output), ("--certificate", certificate), ("--rocq", rocq)):
        if file is not None:
            other = taken.setdefault(os.path.realpath(file), option)
            if other != option:
                raise ParseError(option, f"it is the same file as {other}; name two")
