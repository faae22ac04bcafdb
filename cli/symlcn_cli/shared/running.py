"""From the options of a command to a question, and from its answer to files, standard output and the exit code.

Contents: :data:`EXIT`, :data:`PAGES`, :func:`running`, :func:`deliver`, :func:`asked`, :func:`asking`, :func:`typed`,
:func:`ending`; :data:`ARCHITECTURE_HELP`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from symlcn.progress import progress
from symlcn_cli.shared.options import Common
from symlcn_cli.shared.output import emit, painted

if TYPE_CHECKING:
    from symlcn.answer import Answer, Running

__all__ = ["ARCHITECTURE_HELP", "EXIT", "PAGES", "asked", "asking", "deliver", "ending", "running", "typed"]

EXIT = {"proved": 0, "refuted": 10, "undecided": 30}
PAGES = {"md": "markdown", "tex": "latex", "html": "html"}
"""Forms of proofs, by how names of files end."""

ARCHITECTURE_HELP = """

    ARCH is a stack of layers in order of application, such as k3x3s2 k3x3 or k2 k2d2 k2d4 (size k, stride s,
    dilation d; one number after s or d holds for all directions), with activations x^r between them as in
    k3 r2 k2 where it says so, @NAME from the zoo, a JSON or TOML file, a
    model file as for symlcn import, or - for standard input."""


def asked(delta: str | None, balanced: bool) -> str | None:
    """The invariants of the command line; None if none are given."""
    if balanced and delta is not None:
        raise click.UsageError("--balanced means --delta 0,…,0; give one of the two", click.get_current_context())
    return "balanced" if balanced else delta


def running(
    shared: Common,
    certificate_file: str | None = None,
    form: str = "text",
    source: str | None = None,
    rocq_file: str | None = None,
) -> Running:
    """How a question is run: its limits, whether a certificate is made, which report is made within the limits."""
    report = (form, certificate_file, source, shared.columns) if shared.wants_text else None
    shown = ("json", None, None, None) if shared.as_json else report
    return {
        "time_limit": shared.time_limit,
        "memory_limit": shared.memory_limit,
        "seal": shared.as_json or certificate_file is not None or rocq_file is not None,
        "shown": shown,
    }


def deliver(
    answer: Answer[Any],
    shared: Common,
    certificate_file: str | None = None,
    form: str = "text",
    source: str | None = None,
    rocq_file: str | None = None,
) -> int:
    """Write the certificate to its file if one is named; print JSON or the report; return the exit code.

    Where there is nothing to draw the reason goes to standard error, so that no text is taken for a picture. A pair is
    written for Rocq, too, where that is asked for.

    Raises
    ------
    ParseError
        If something cannot be written.
    """
    from symlcn.answer import FORMS

    progress("")
    answers = click.get_current_context().obj
    if answers is not None:
        answers.append(answer)
    if certificate_file is not None and answer.sealed is not None:
        answer.save(certificate_file)
    if shared.as_json:
        emit(answer.render("json"), shared.output)
    elif answer.result is None and form not in FORMS:
        click.echo(f"symlcn: undecided: {answer.reason}", err=True)
    elif shared.wants_text:
        report = answer.render(form, certificate_file, source, shared.columns)
        emit(painted(report) if form == "text" and shared.columns else report, shared.output)
    if rocq_file is not None:
        _write_rocq(answer, rocq_file)
    return EXIT[answer.status]


def _write_rocq(answer: Answer[Any], file: str) -> None:
    """The pair as a theorem of Rocq; a line on standard error where there is none."""
    if not answer.refuted:
        click.echo(f"symlcn: {file} is not written: there is no pair", err=True)
        return
    from symlcn.certificates.envelope import write_file
    from symlcn.formal.theorem import rocq_theorem

    write_file(file, rocq_theorem(answer.certificate()).text)


def asking(answer: Answer[Any], command: str, *options: str) -> str:
    """A command line that asks what was asked in Python: the architecture, the invariants, and the options given."""
    about = answer.about
    delta = None if about["delta"] is None else ",".join(about["delta"])
    return typed(command, about["architecture"]["notation"].split(), options, delta, False)


def typed(command: str, words: Sequence[str], options: Sequence[str], delta: str | None, balanced: bool) -> str:
    """A command line that does the same again, quoted for a shell."""
    import shlex

    invariants = ["--balanced"] if balanced else [] if delta is None else [f"--delta={delta}"]
    return shlex.join(["symlcn", command, *words, *options, *invariants])


def ending(output: str | None) -> str:
    """How the name of a file ends, in small letters, without the dot; empty if it says nothing."""
    return (output or "").rpartition(".")[2].lower()
