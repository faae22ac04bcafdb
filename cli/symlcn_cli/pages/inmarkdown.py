"""Documents as Markdown, as code hosts render it.

Contents: :func:`markdown`.

Formulas are written $`…`$ inside a line and in blocks ``math``: GitHub and GitLab take these as they are, without
reading stars, underscores and backslashes in them as Markdown.
"""

from __future__ import annotations

import re

from symlcn_cli.pages.mathml import chunks
from symlcn_cli.pages.model import (
    Block,
    Chain,
    Claim,
    Code,
    Display,
    Document,
    Entry,
    Formula,
    Heading,
    Link,
    Listing,
    Math,
    Paragraph,
    Picture,
    Strong,
    Svg,
    Table,
    Text,
)
from symlcn_cli.pages.page import printable

__all__ = ["markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_WIDTH = 76
_MATH_WIDTH = 48


def markdown(document: Document) -> str:
    """The document as Markdown."""
    parts = [f"# {_plain(document.title)}", *map(_block, document.blocks), "---", _text(document.colophon)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(words))


def _math(latex: str) -> str:
    """A formula, broken into pieces that are no longer than need be: renderers do not break lines inside one."""
    pieces: list[str] = []
    for chunk in chunks(latex):
        if pieces and len(pieces[-1]) + len(chunk) < _MATH_WIDTH:
            pieces[-1] += f" {chunk}"
        else:
            pieces.append(chunk)
    return " ".join(f"$`{piece}`$" for piece in pieces)


def _text(words: Text) -> str:
    parts = []
    for piece in words:
        match piece:
            case Math(latex):
                parts.append(_math(latex))
            case Code(code):
                parts.append(_code(code))
            case Strong(strong):
                parts.append(f"**{_plain(strong)}**")
            case Link(address):
                parts.append(f"<{address}>")
            case _:
                parts.append(_plain(piece))
    return "".join(parts)


def _code(words: str) -> str:
    shown = printable(words)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    space = " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _block(block: Block) -> str:
    match block:
        case Heading(words, level):
            return f"{'#' * level} {_text(words)}"
        case Paragraph(words):
            return _text(words)
        case Formula(latex):
            return f"> {_math(latex)}"
        case Display(latex):
            return f"```math\n{latex.replace(chr(92) + 'allowbreak', '')}\n```"
        case Listing(items, numbered):
            marks = (f"{n}." if numbered else "-" for n in range(1, len(items) + 1))
            return "\n".join(f"{mark} {_text(item)}" for mark, item in zip(marks, items, strict=True))
        case Table(head, rows):
            cells = [[_text(cell) for cell in line] for line in (head, *rows)]
            cells.insert(1, ["---"] * len(head))
            return "\n".join(f"| {' | '.join(line)} |" for line in cells)
        case Claim(blocks):
            quoted = "\n\n".join(_block(part).removeprefix("> ") for part in blocks)
            return "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
        case Chain():
            return _chain(block)
        case Picture():
            return _picture(block)
        case Svg():
            return _text(("Figure (shown in the HTML form): ", *block.caption))
        case Entry(label, words):
            name = f"**{_plain(label)}**: " if label else ""
            return name + "  \n".join(map(_plain, words.split("\n")))


def _chain(chain: Chain) -> str:
    lines = [chain.source]
    for name, _ in (*chain.boxes, (chain.target, "")):
        step = f" → {name if name == chain.target else f'[{name}]'}"
        if len(lines[-1]) + len(step) > _WIDTH:
            lines.append(" ")
        lines[-1] += step
    return "```text\n" + "\n".join(lines) + "\n```"


def _picture(picture: Picture) -> str:
    """Dots as characters; the lines are left out, the caption says what they are."""
    last = max(max(dots) for _, dots in picture.rows)
    lines = []
    for name, dots in picture.rows:
        places = set(dots)
        row = " ".join("o" if n in places else "." if name == picture.rows[-1][0] else " " for n in range(last + 1))
        lines.append(f"{name.replace('{', '').replace('}', ''):<6}{row}".rstrip())
    return "```text\n" + "\n".join(lines) + "\n```\n\n" + _text(picture.caption)
