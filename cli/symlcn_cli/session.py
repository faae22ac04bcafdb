"""Command lines for a program that has no shell and no folders, such as a page in a browser.

Contents: :class:`Said`, :func:`say`.
"""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, nullcontext, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import click

from symlcn.answer import Answer
from symlcn.progress import Listener, listening
from symlcn_cli.app import program
from symlcn_cli.main import main

__all__ = ["Said", "say"]

MEANING = {
    0: "done",
    1: "internal error, nothing is claimed",
    2: "not carried out",
    10: "refuted",
    30: "undecided",
    40: "certificate rejected",
}
"""The exit codes in words."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command line came to.

    Attributes
    ----------
    code : int
        The exit code.
    meaning : str
        The same in words.
    output, errors : str
        Standard output and standard error.
    files : dict
        The files that it wrote, by name.
    """

    code: int
    meaning: str
    output: str
    errors: str
    files: dict[str, bytes]
    _answers: list[Answer[Any]] = field(default_factory=list, compare=False, repr=False)
    _certificate: str | None = field(default=None, compare=False, repr=False)

    @property
    def answered(self) -> bool:
        """Whether there is an answer, of which a page can be made."""
        return bool(self._answers)

    def page(self, line: str) -> str | None:
        """The answer as an HTML page with formulas, which names the line that asked; None if there was no answer."""
        if not self._answers:
            return None
        found = self._answers[-1].render("html", self._certificate, line)
        return found if isinstance(found, str) else found.decode()


def say(line: str, files: Mapping[str, bytes], certificate: str, listener: Listener | None = None) -> Said:
    """Carry out a command line as a shell would, in a folder of its own with the given files.

    Parameters
    ----------
    line : str
        With or without the name of the program. It is split as a shell does; nothing in it is carried out by one.
    files : mapping of str to bytes
        The files in the folder, by name.
    certificate : str
        The file in which the certificate will be, if the command can write one and the line names no other.
    listener : callable, optional
        Is told what the command is at.

    Returns
    -------
    Said

    Examples
    --------
    >>> said = say("certify k2x2 k2x2", {}, "c.json")
    >>> said.code, said.meaning, sorted(said.files)
    (10, 'refuted', ['c.json'])
    >>> again = say("check c.json", said.files, "c.json")
    >>> again.meaning, again.output[:16], again.files
    ('accepted', 'c.json: accepted', {})
    """
    try:
        words = shlex.split(line)
    except ValueError:
        return Said(2, MEANING[2], "", "symlcn: the line has a quotation that does not end\n", {})
    words = words[1:] if words[:1] == ["symlcn"] else words
    if _can_certify(words):
        words = [words[0], f"--certificate={certificate}", *words[1:]]  # the last one counts
    answers: list[Answer[Any]] = []
    with TemporaryDirectory() as folder, chdir(folder), _streams() as (output, errors):
        for name, content in files.items():
            Path(name).write_bytes(content)
        with nullcontext() if listener is None else listening(listener):
            code = main(words, answers)
        written = {path.name: path.read_bytes() for path in sorted(Path().iterdir()) if path.is_file()}
    new = {name: content for name, content in written.items() if files.get(name) != content}
    meaning = "accepted" if words[:1] == ["check"] and code == 0 else MEANING[code]
    meaning = answers[-1].status.value if answers and answers[-1].sealed is not None else meaning
    return Said(code, meaning, output(), errors(), new, answers, certificate if certificate in new else None)


def _can_certify(words: Sequence[str]) -> bool:
    command = program.get_command(click.Context(program), words[0]) if words else None
    return command is not None and any(option.name == "certificate_file" for option in command.params)


@contextmanager
def _streams() -> Iterator[tuple[Callable[[], str], Callable[[], str]]]:
    """Standard streams in memory; what was written is told by the functions. Nothing is on standard input."""
    given, output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3))
    before, sys.stdin = sys.stdin, given

    def text(stream: io.TextIOWrapper) -> str:
        stream.flush()
        return cast(io.BytesIO, stream.buffer).getvalue().decode()

    try:
        with redirect_stdout(output), redirect_stderr(errors):
            yield partial(text, output), partial(text, errors)
    finally:
        sys.stdin = before
