"""The report of an answer, in any form.

Contents: :func:`rendered`.

The report of a question is in ``symlcn_cli.commands.NAME.report``: ``entries(answer, file)`` are its labels and words,
as pairs or as :class:`~symlcn_cli.pages.model.Entry`. It may have ``page(answer, file, source)``, a richer document for
the forms other than text, or None if there is nothing to put in one; and ``picture(answer, form)`` for the forms in
``PICTURES``. ``SUBJECT`` is what it is about, where that is no architecture.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from symlcn.answer import Answer
from symlcn.errors import SymlcnError
from symlcn.version import __version__
from symlcn_cli.pages.inhtml import html_page
from symlcn_cli.pages.inlatex import latex
from symlcn_cli.pages.inmarkdown import markdown
from symlcn_cli.pages.interminal import terminal
from symlcn_cli.pages.model import Document, Entry, text
from symlcn_cli.words.words import recheck

__all__ = ["rendered"]

RENDERERS = {"text": terminal, "html": html_page, "latex": latex, "markdown": markdown}


def rendered(answer: Answer[Any], form: str, file: str | None, source: str | None) -> str | bytes:
    """The report of an answer.

    Parameters
    ----------
    answer : Answer
    form : str
        text, html, latex, markdown, or a picture that the question has.
    file : str or None
        Where the certificate is written.
    source : str or None
        The command that asked.

    Raises
    ------
    SymlcnError
        If there is no such form, or no picture because nothing was found.
    """
    report = import_module(f"symlcn_cli.commands.{answer.question.name}.report")
    pictures = getattr(report, "PICTURES", ())
    if form not in RENDERERS and form not in pictures:
        raise SymlcnError(f"no form {form!a}; there are {', '.join((*RENDERERS, 'json', *pictures))}")
    if form in pictures:
        if answer.result is None:
            raise SymlcnError(f"there is nothing to draw: undecided, {answer.reason}")
        picture: str | bytes = report.picture(answer, form)
        return picture
    if answer.result is not None and form != "text" and hasattr(report, "page"):
        document = report.page(answer, file, source)
        if document is not None:
            return RENDERERS[form](document)
    if answer.result is None:
        entries = _nothing(answer, getattr(report, "SUBJECT", "Architecture"), file)
    else:
        entries = report.entries(answer, file)
    title = f"symlcn {answer.question.name} {answer.about['architecture']['notation']}"
    blocks = tuple(entry if isinstance(entry, Entry) else Entry(*entry) for entry in entries)
    return RENDERERS[form](Document(title, blocks, text("Made by symlcn {}.", __version__)))


def _nothing(answer: Answer[Any], subject: str, file: str | None) -> list[tuple[str, str]]:
    name = answer.about["architecture"]["notation"]
    entries = [(subject, name), ("Answer", f"UNDECIDED: {answer.reason}. Nothing is claimed.")]
    return entries if answer.sealed is None else [*entries, *recheck(file)]
