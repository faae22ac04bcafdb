"""What a document consists of, whatever it is written in.

Contents: :class:`Math`, :class:`Code`, :class:`Strong`, :class:`Link`, :func:`text`, :func:`joined`; the blocks
:class:`Heading`, :class:`Paragraph`, :class:`Formula`, :class:`Display`, :class:`Listing`, :class:`Table`,
:class:`Claim`, :class:`Chain`, :class:`Picture`, :class:`Svg`, :class:`Entry`; :class:`Document`.

A text is a tuple of plain strings, which renderers escape, and of marked pieces. Formulas are in the subset of LaTeX
of :mod:`symlcn_cli.pages.mathml`, with ``\\allowbreak`` where they may be broken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter
from typing import TypeAlias

__all__ = [
    "Block",
    "Chain",
    "Claim",
    "Code",
    "Display",
    "Document",
    "Entry",
    "Formula",
    "Heading",
    "Link",
    "Listing",
    "Math",
    "Paragraph",
    "Picture",
    "Strong",
    "Svg",
    "Table",
    "Text",
    "joined",
    "text",
]


@dataclass(frozen=True, slots=True)
class Math:
    """A formula inside a text."""

    latex: str


@dataclass(frozen=True, slots=True)
class Code:
    """Notation or a command, as it is typed."""

    words: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web; it is shown in full."""

    address: str


Piece: TypeAlias = str | Math | Code | Strong | Link
Text: TypeAlias = tuple[Piece, ...]


def text(template: str, *parts: Piece | Text) -> Text:
    """A text: `template` is prose with formulas between dollar signs, and ``{}`` for each further part.

    Raises
    ------
    ValueError
        If the number of parts is not that of the ``{}``, or a dollar sign is left over.

    Examples
    --------
    >>> text("Layer {} has degree $m_1 = 2$.", Code("k3"))
    ('Layer ', Code(words='k3'), ' has degree ', Math(latex='m_1 = 2'), '.')
    """
    pieces: list[Piece] = []
    queue = list(parts)
    for number, section in enumerate(template.split("$")):
        if number % 2:
            pieces.append(Math(section))
            continue
        for literal, name, _, _ in Formatter().parse(section):
            pieces.append(literal)
            if name is not None:
                part = queue.pop(0)
                pieces += part if isinstance(part, tuple) else (part,)
    if queue or template.count("$") % 2:
        raise ValueError(f"the parts do not fit the template {template!a}")
    return tuple(piece for piece in pieces if piece != "")


def joined(texts: Iterable[Text | Piece], separator: str = ", ") -> Text:
    """Texts one after the other."""
    pieces: list[Piece] = []
    for part in texts:
        pieces += ([separator] if pieces else []) + list(part if isinstance(part, tuple) else (part,))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; the title of the document is level 1."""

    words: Text
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: Text


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula on lines of its own that is broken where it may be."""

    latex: str


@dataclass(frozen=True, slots=True)
class Display:
    """A formula on a line of its own that is not broken, such as a matrix; it has to be narrow."""

    latex: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of texts, numbered or not."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; `wide` are the columns whose cells are broken into lines."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Blocks that stand out: what is claimed."""

    blocks: tuple[Paragraph | Formula | Listing, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A row of boxes joined by arrows, each with a name and a note, between two signals."""

    source: str
    boxes: tuple[tuple[str, str], ...]
    target: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of dots at integer positions, the first row on top, and lines between dots of neighbouring rows.

    Attributes
    ----------
    rows : tuple of (label, tuple of int)
        The label of a row, a formula, and the positions of its dots.
    lines : tuple of (int, int, int)
        (row, position, position in the next row).
    caption : Text
    """

    rows: tuple[tuple[str, tuple[int, ...]], ...]
    lines: tuple[tuple[int, int, int], ...]
    caption: Text


@dataclass(frozen=True, slots=True)
class Svg:
    """A drawing in SVG, which shows in HTML only, and its caption."""

    source: str
    alternative: str
    caption: Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a report: a label, and plain words in lines.

    A line that starts with a bracket is a row of a matrix. Lines that are to be copied stay `whole`, however long.
    """

    label: str
    words: str
    whole: bool = False


Block: TypeAlias = Heading | Paragraph | Formula | Display | Listing | Table | Claim | Chain | Picture | Svg | Entry


@dataclass(frozen=True, slots=True)
class Document:
    """A document: a title, blocks, and a line at the end that says where it comes from."""

    title: str
    blocks: tuple[Block, ...]
    colophon: Text
