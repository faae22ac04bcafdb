"""Lessons for the terminal: Markdown and its formulas as plain text.

Contents: :func:`plain`, :func:`heading`, :func:`lesson_text`.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

from symlcn_cli.pages.mathml import mathml
from symlcn_proofs.course import Lesson

__all__ = ["heading", "lesson_text", "plain"]

WIDTH = 100

_SUPERSCRIPTS = str.maketrans("0123456789+⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺ᵀ")
_TIGHT = "·/"
_FORMULA = re.compile(r"`[^`\n]+`|\$([^$]+)\$")
_PARAGRAPHS = re.compile(r"\n{2,}|\n(?=#|\d+\. |- )")
_DETAILS = re.compile(r"<details>\n<summary>(.*?)</summary>\n(.*?)</details>\n?", re.DOTALL)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$\n?", re.MULTILINE | re.DOTALL)


def plain(latex: str) -> str:
    """A formula in the subset of :func:`symlcn_cli.pages.mathml.mathml` as one line of text.

    Raises
    ------
    ValueError
        If the formula is not of the subset.

    Examples
    --------
    >>> print(plain(r"\\frac{n_1}{\\rho_1} \\cdot N^\\top = (x - 1)^2"))
    n_1/ρ_1·Nᵀ = (x − 1)²
    >>> print(plain(r"\\frac{1}{2} w_1 w_{l+1}"))
    (1/2)w_1 w_(l+1)
    >>> print(plain("x^{e'} + x_d^{ke} + a'^2"))
    x^(e′) + x_d^(ke) + a′²
    >>> print(plain(r"\\sum_{m \\ne l} \\sqrt{t + 1}"))
    ∑_(m≠l) √(t + 1)
    """
    return re.sub(r" +", " ", _linear(ElementTree.fromstring(mathml(latex)))).strip()


def _linear(element: ElementTree.Element) -> str:
    parts = [_linear(child) for child in element]
    if element.tag in ("msub", "munder"):
        return parts[0] + _below(parts[1])
    if element.tag in ("msup", "mover"):
        return parts[0] + _above(parts[1])
    if element.tag in ("msubsup", "munderover"):
        return parts[0] + _below(parts[1]) + _above(parts[2])
    if element.tag == "mfrac":
        return "/".join(map(_grouped, parts))
    if element.tag == "msqrt":
        return "√" + _grouped("".join(parts))
    if element.tag == "mtr":
        return " ".join(parts) + "; "
    if element.tag == "mspace":
        return " "
    return _operator(element) if element.tag == "mo" else (element.text or "") + _row(element, parts)


def _row(element: ElementTree.Element, parts: list[str]) -> str:
    """Elements side by side: fractions in parentheses before a factor, spaces where factors would run together."""
    for place, (child, following) in enumerate(pairwise(element)):
        if child.tag == "mfrac" and following.tag != "mo":
            parts[place] = f"({parts[place]})"
        elif parts[place].startswith(("∑", "∏")):
            parts[place] += " "
        elif re.search(r"[_^]\w+$", parts[place]) and parts[place + 1][:1].isalnum():
            parts[place] += " "
    return "".join(parts)


def _operator(element: ElementTree.Element) -> str:
    sign = element.text or ""
    if sign in ",;":
        return sign + " "
    return f" {sign} " if element.get("form") == "infix" and sign not in _TIGHT else sign


def _grouped(text: str) -> str:
    return f"({text.strip()})" if " " in text.strip() else text


def _below(text: str) -> str:
    text = text.replace(" ", "")
    return f"_{text}" if text.isalnum() else f"_({text})"


def _above(text: str) -> str:
    text = text.replace(" ", "")
    if text.startswith("′"):
        return "′" + (_above(text[1:]) if text[1:] else "")
    raised = text.translate(_SUPERSCRIPTS)
    return raised if not set(raised) & set(text) else f"^{text}" if len(text) == 1 else f"^({text})"


def lesson_text(lesson: Lesson, answers: bool = False, columns: int | None = None) -> str:
    """A lesson as text of 100 columns, or of so many, except for its Python; with the answers if they are asked for."""
    front = f"Treats {lesson.treats} of Achour, Kohn, Rauhut."
    if lesson.needs:
        front += f" Builds on: {', '.join(lesson.needs)}."
    hidden = rf"*\1: symlcn proof show {lesson.name} --answers*\n"
    body = _DETAILS.sub(r"### \1\n\2" if answers else hidden, lesson.body)
    title, *blocks = _blocks(body, columns or WIDTH)
    return "\n".join([title, _paragraph(front, columns or WIDTH), *blocks])


def _blocks(body: str, columns: int) -> Iterator[str]:
    position = 0
    for fence in [*_FENCE.finditer(body), None]:
        for paragraph in _PARAGRAPHS.split(body[position : fence.start() if fence else len(body)]):
            if paragraph.strip():
                yield _paragraph(paragraph.strip("\n"), columns)
        if fence is None:
            return
        text = fence[2].strip("\n")
        yield textwrap.indent(plain(" ".join(text.split())) if fence[1] == "math" else text, "    ") + "\n"
        position = fence.end()


def _paragraph(markdown: str, columns: int) -> str:
    if markdown.startswith("#"):
        level, _, title = markdown.partition(" ")
        title = _inline(title)
        return title + ("\n" + "=-"[len(level) - 1] * len(title) if len(level) < 3 else "") + "\n"
    if markdown.startswith("|"):
        return _inline(markdown) + "\n"
    marker = re.match(r"\d+\. |- ", markdown)
    indent = " " * len(marker[0]) if marker else ""
    text = _inline(" ".join(markdown.split()))
    return textwrap.fill(text, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) + "\n"


def heading(title: str) -> str:
    """The title of a step as text.

    Examples
    --------
    >>> heading("Step 3. The number $t^2$")
    'Step 3. The number t²'
    """
    return _inline(title)


def _inline(markdown: str) -> str:
    """Formulas as text; code and emphasis without their marks."""
    parts, position = [], 0
    for found in _FORMULA.finditer(markdown):
        parts += [_unmarked(markdown[position : found.start()]), plain(found[1]) if found[1] else found[0][1:-1]]
        position = found.end()
    return "".join([*parts, _unmarked(markdown[position:])])


def _unmarked(text: str) -> str:
    return text.replace("*", "").replace("\\", "")
