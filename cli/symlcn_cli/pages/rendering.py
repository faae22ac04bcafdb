"""The report of an answer, in any form.

Contents: :func:`rendered`, :func:`has_page`, :func:`formula`, :func:`notebook`.

The report of a question is in ``symlcn_cli.commands.NAME.report``, or in ``symlcn_cli.commands.NAME.FAMILY.report``:
``entries(answer, file)`` are its labels and words, as pairs or as :class:`~symlcn_cli.pages.model.Entry`. It may have
``page(answer, file, source)``, a richer document for the forms other than text, or None if there is nothing to put in
one; and ``picture(answer, form)`` for the forms in ``PICTURES``; ``plain(answer)`` is its text, where that is none of
labels and words. ``SUBJECT`` is what it is about, where that is no architecture.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from symlcn.algebra.typeset import shown_html, words
from symlcn.answer import Answer
from symlcn.errors import SymlcnError
from symlcn.version import __version__
from symlcn_cli.pages.interminal import terminal
from symlcn_cli.words.words import conditional, recheck

if TYPE_CHECKING:
    from symlcn_cli.pages.model import Document

__all__ = ["formula", "has_page", "notebook", "rendered"]

SYNTAXES = ("sympy", "macaulay2", "sage")
"""Forms of the formulas alone, of results that have some."""
RENDERERS = {"html": "inhtml.html_page", "latex": "inlatex.latex", "markdown": "inmarkdown.markdown"}
"""Loaded when such a form is asked for."""
FORMULAS = "certify counterexample dense equations fiber invariants inverse metric ntk strata".split()
"""The questions whose results are formulas."""


def rendered(
    answer: Answer[Any], form: str, file: str | None, source: str | None, columns: int | None = None
) -> str | bytes:
    """The report of an answer.

    Parameters
    ----------
    answer : Answer
    form : str
        text, html, latex, markdown, or a picture that the question has; the result alone as formula, in LaTeX, or for
        sympy, macaulay2, sage.
    file : str or None
        Where the certificate is written.
    source : str or None
        The command that asked.
    columns : int or None
        The width of a text.

    Raises
    ------
    SymlcnError
        If there is no such form, or no picture because nothing was found.
    """
    report = import_module(f"{answer.question.words}.report")
    pictures = getattr(report, "PICTURES", ())
    forms = ("text", *RENDERERS, "formula", *pictures, *(SYNTAXES if hasattr(answer.result, "formulas") else ()))
    if answer.result is None and form in (*pictures, *SYNTAXES):
        raise SymlcnError(f"there is nothing to {'draw' if form in pictures else 'write'}: undecided, {answer.reason}")
    if form not in forms:
        raise SymlcnError(f"no form {form!a}; there are {', '.join((*forms, 'json'))}")
    if form in pictures:
        picture: str | bytes = report.picture(answer, form)
        return picture
    if form == "formula":
        return formula(answer) + "\n"
    if form in SYNTAXES:
        from symlcn_cli.pages.syntax import in_syntax

        return in_syntax(answer.known.formulas(), form, _title(answer))
    if answer.result is not None and form != "text" and hasattr(report, "page"):
        page = report.page(answer, file, source)
        if page is not None:
            return in_form(page, form)
    if answer.result is not None and form == "text" and hasattr(report, "plain"):
        words: str = report.plain(answer)
        return words
    if answer.result is None:
        entries = _nothing(answer, getattr(report, "SUBJECT", "Architecture"), file)
    else:
        entries = report.entries(answer, file)
    return terminal(entries, columns) if form == "text" else in_form(_document(answer, entries), form)


def has_page(answer: Answer[Any]) -> bool:
    """Whether the report of an answer has a richer document: for ``certify``, a proof."""
    report = import_module(f"{answer.question.words}.report")
    return answer.result is not None and hasattr(report, "page") and report.page(answer, None, None) is not None


def formula(answer: Answer[Any]) -> str:
    """The result as LaTeX, by the module ``formula`` beside the report; the question and the status where it has none.

    Raises
    ------
    LimitError
        If a matrix is too large.
    """
    written = _formula(answer)
    return words(f"{answer.question.name} {answer.subject}: {answer.status}") if written is None else written


def _formula(answer: Answer[Any]) -> str | None:
    """The result, and on how many assumptions its certificate rests; None if it is no formula."""
    name, number = answer.question.name, len(answer.assumptions)
    if answer.result is None or name not in FORMULAS:
        return None
    written: str | None = import_module(f"{answer.question.words}.formula").latex(answer)
    under = words(f"under {number} assumption{'s' * (number > 1)}")
    return rf"{written}\quad {under}" if written is not None and number else written


def notebook(answer: Answer[Any]) -> str:
    """What a notebook shows: the answer in a line, the formula, and the report that the command prints to be opened."""
    from symlcn_cli.pages.page import escape

    said = conditional(answer.status.upper(), answer.assumptions)
    formula = shown_html(lambda: _formula(answer)) or ""
    opened = "" if formula else " open"
    report = "\n".join(map(escape, str(answer).split("\n")))
    return (
        f"<div><p><code>{escape(answer.question.name)} {escape(answer.subject)}</code>: {escape(said)}</p>\n"
        f'<div style="overflow-x: auto">{formula}</div>\n'
        f'<details{opened}><summary>Report</summary><pre style="white-space: pre-wrap">{report}</pre></details></div>'
    )


def _title(answer: Answer[Any]) -> str:
    return f"symlcn {answer.question.name} {answer.subject}"


def _document(answer: Answer[Any], entries: Sequence[Any]) -> Document:
    from symlcn_cli.pages.model import Document, Entry, text

    blocks = tuple(entry if isinstance(entry, Entry) else Entry(*entry) for entry in entries)
    return Document(_title(answer), blocks, text("Made by symlcn {}.", __version__))


def in_form(document: Document, form: str) -> str:
    """A document as html, latex or markdown."""
    module, _, name = RENDERERS[form].partition(".")
    words: str = getattr(import_module(f"symlcn_cli.pages.{module}"), name)(document)
    return words


def _nothing(answer: Answer[Any], subject: str, file: str | None) -> list[tuple[str, str]]:
    entries = [(subject, answer.subject), ("Answer", f"UNDECIDED: {answer.reason}. Nothing is claimed.")]
    return entries if answer.sealed is None else [*entries, *recheck(file)]
