"""Documents as one self-contained HTML file with MathML.

Contents: :func:`html_page`.
"""

from __future__ import annotations

import re
from itertools import groupby

from symlcn_cli.pages.mathml import mathml
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
from symlcn_cli.pages.page import escape, page

__all__ = ["html_page"]

_STYLE = """
.chain { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.4rem; }
.chain .box { border: 1px solid var(--soft); border-radius: 4px; padding: 0.1rem 0.4rem; background: var(--shade);
  text-align: center; line-height: 1.25; }
.chain .box code { background: none; padding: 0; }
.chain small { display: block; color: var(--soft); font-size: 0.72em; }
.picture line { stroke: var(--soft); stroke-width: 0.9; }
.picture circle { fill: var(--accent); }
.picture text { fill: var(--ink); font: italic 12px Georgia, serif; }
"""

_ENTRY_STYLE = """
.entry { display: grid; grid-template-columns: minmax(6rem, 9rem) 1fr; gap: 0 1rem; }
.entry h3 { margin: 0.6rem 0 0; font-size: 1rem; }
.entry > p, .entry > pre { grid-column: 2; margin: 0.6rem 0 0; overflow-x: auto; }
@media (max-width: 34rem) {
  .entry { grid-template-columns: minmax(0, 1fr); }
  .entry > p, .entry > pre { grid-column: 1; }
}
"""

_INDEX = re.compile(
    r"(?<![A-Za-z_.])([^\W\d_](?:′|&#x27;)?)_(\d{1,2}(?![\d_]|\.\w)|[A-Za-z]{1,2}(?![0-9A-Za-z_]|\.\w)|[{(][\w−+]*[)}])"
)
_EXPONENT = re.compile(r"(?<=[\w)>])\^([0-9]+|[a-z](?!\w)|[{(][\w−+]*[)}])")

_MAX_STEP = 26
_WIDTH = 640
_ROW = 34
_LABEL = 34


def html_page(document: Document) -> str:
    """The document as an HTML page."""
    blocks = "\n".join(map(_block, document.blocks))
    body = f"<h1>{escape(document.title)}</h1>\n{blocks}\n<footer>{_text(document.colophon)}</footer>"
    report = any(isinstance(block, Entry) for block in document.blocks)
    return page(document.title, body, _ENTRY_STYLE if report else _STYLE)


def _text(words: Text) -> str:
    parts = []
    for piece in words:
        match piece:
            case Math(latex):
                parts.append(mathml(latex))
            case Code(code):
                parts.append(f"<code>{escape(code)}</code>")
            case Strong(strong):
                parts.append(f"<strong>{escape(strong)}</strong>")
            case Link(address):
                parts.append(f'<a href="{escape(address)}">{escape(address)}</a>')
            case _:
                parts.append(_scripted(piece))
    return "".join(parts)


def _scripted(words: str) -> str:
    """Plain words, in which indices and exponents of letters, as in δ_1 and t^2, are set as such.

    Examples
    --------
    >>> _scripted("D_l = W_2W_2ᵀ − 1 < t^2 in a_file_b")
    'D<sub>l</sub> = W<sub>2</sub>W<sub>2</sub>ᵀ − 1 &lt; t<sup>2</sup> in a_file_b'
    """
    found = _INDEX.sub(lambda own: f"{own[1]}<sub>{own[2].strip('{}()')}</sub>", escape(words))
    return _EXPONENT.sub(lambda own: f"<sup>{own[1].strip('{}()')}</sup>", found)


def _block(block: Block) -> str:
    match block:
        case Heading(words, level):
            return f"<h{level}>{_text(words)}</h{level}>"
        case Paragraph(words):
            return f"<p>{_text(words)}</p>"
        case Formula(latex):
            return f'<p class="formula">{mathml(latex)}</p>'
        case Display(latex):
            return f'<div class="display">{mathml(latex, display=True)}</div>'
        case Listing(items, numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>\n" + "".join(f"<li>{_text(item)}</li>\n" for item in items) + f"</{tag}>"
        case Table(head, rows):
            cells = "".join(f"<th>{_text(cell)}</th>" for cell in head)
            lines = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
            return (
                f'<div class="table"><table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{lines}</tbody></table></div>'
            )
        case Claim(blocks):
            return '<div class="claim">\n' + "\n".join(map(_block, blocks)) + "\n</div>"
        case Chain():
            return _chain(block)
        case Picture():
            return _picture(block)
        case Svg(source, alternative, caption):
            picture = f'<div role="img" aria-label="{escape(alternative)}">{source}</div>'
            return f"<figure>{picture}<figcaption>{_text(caption)}</figcaption></figure>"
        case Entry(label, words, whole):
            return f'<div class="entry"><h3>{escape(label)}</h3>{_lines(words, whole)}</div>'


def _lines(words: str, whole: bool) -> str:
    """Paragraphs; rows of matrices, and lines that are to stay whole, as they stand."""
    parts = []
    for rows, lines in groupby(words.split("\n"), key=lambda line: whole or line.startswith("[")):
        if rows:
            parts.append("<pre>" + "\n".join(map(escape, lines)) + "</pre>")
        else:
            parts += [f"<p>{_scripted(line)}</p>" for line in lines]
    return "".join(parts)


def _chain(chain: Chain) -> str:
    boxes = [
        f'<span class="box"><code>{escape(name)}</code><small>{escape(note)}</small></span>'
        for name, note in chain.boxes
    ]
    steps = [mathml(chain.source), *boxes, mathml(chain.target)]
    return '<div class="chain">' + "<span>→</span>".join(steps) + "</div>"


def _picture(picture: Picture) -> str:
    last = max(max(dots) for _, dots in picture.rows)
    step = min(_MAX_STEP, (_WIDTH - _LABEL) / (last + 1))
    height = _ROW * len(picture.rows)
    width = _LABEL + step * last + 12
    radius = min(4.0, 0.36 * step)
    marks = []
    for row, start, end in picture.lines:
        y = _ROW * (row + 0.5)
        x, z = _LABEL + step * start, _LABEL + step * end
        marks.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{z:.1f}" y2="{y + _ROW:.1f}"/>')
    for row, (_, dots) in enumerate(picture.rows):
        y = _ROW * (row + 0.5)
        marks += [f'<circle cx="{_LABEL + step * dot:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>' for dot in dots]
    labels = "".join(
        f'<text x="0" y="{_ROW * (row + 0.5) + 4:.1f}">{_label(name)}</text>'
        for row, (name, _) in enumerate(picture.rows)
    )
    box = f'class="picture" viewBox="0 0 {width:.1f} {height:.1f}" width="{width:.0f}" role="img"'
    drawn = f"<svg {box}>{''.join(marks)}{labels}</svg>"
    return f"<figure>{drawn}<figcaption>{_text(picture.caption)}</figcaption></figure>"


def _label(name: str) -> str:
    """A name such as y or y_{12} as SVG text."""
    letter, _, index = name.partition("_")
    lowered = f'<tspan dy="3" font-size="9">{escape(index.strip("{}"))}</tspan>' if index else ""
    return escape(letter) + lowered
