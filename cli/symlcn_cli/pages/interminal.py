"""Documents for the terminal: labels in the margin and wrapped lines.

Contents: :func:`terminal`, :func:`section`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

__all__ = ["section", "terminal"]

WIDTH = 100
"""Columns of a text, where nobody says how many there are."""
MARGIN = 14


def terminal(entries: Iterable[Any], columns: int | None = None) -> str:
    """The entries of a report, pairs of a label and words or :class:`~symlcn_cli.pages.model.Entry`, as text."""
    pairs = (entry if isinstance(entry, tuple) else (entry.label, entry.words, entry.whole) for entry in entries)
    return "".join(section(pair[0], pair[1], pair[-1] is True, columns) for pair in pairs)


def section(label: str, text: str, whole: bool = False, columns: int | None = None) -> str:
    """A label in the margin and wrapped paragraphs; a paragraph that starts with spaces stays indented.

    If they are to stay `whole` no paragraph is wrapped.
    """
    lines = []
    for paragraph in text.split("\n"):
        if whole or paragraph.startswith("["):  # or a row of a matrix
            lines.append(paragraph)
            continue
        indent = " " * (len(paragraph) - len(paragraph.lstrip()) + 2) if paragraph.startswith(" ") else ""
        width = (columns or WIDTH) - MARGIN
        lines += textwrap.wrap(
            paragraph, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    above, label = (f"{label}\n", "") if len(label) >= MARGIN else ("", label)  # a long one has a line of its own
    return above + "".join(f"{label if number == 0 else '':<{MARGIN}}{line}\n" for number, line in enumerate(lines))
