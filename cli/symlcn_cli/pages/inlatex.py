"""Documents as LaTeX, for a plain TeX Live.

Contents: :func:`latex`.
"""

from __future__ import annotations

import re

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

__all__ = ["latex"]

_PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb,array,geometry,longtable,url}
\geometry{margin=26mm}
\setlength{\parindent}{0pt}
\setlength{\parskip}{5pt plus 2pt}
\setlength{\emergencystretch}{6em}
\setlength{\LTleft}{0pt}
\hbadness=10000
\makeatletter
\def\@listi{\leftmargin\leftmargini \topsep 1pt plus 2pt \parsep 0pt \itemsep 3pt}
\let\@listI\@listi \@listi
\makeatother
\begin{document}
\raggedright
"""

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "–": "--",
    "—": "---",
    "’": "'",
    "‘": "`",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
    "→": r"$\to$",
    "×": r"$\times$",
    "§": r"\S{}",
    "·": r"$\cdot$",
    **{c: f"\\{c}" for c in "#$%&_{}"},
}
_SPECIAL['"'] = "''"
_GREEK = "alpha delta zeta theta lambda mu pi rho tau Delta Theta Lambda Sigma".split()
_SIGNS = (
    "mathord{-} approx ge le ne propto sum prod nabla partial langle rangle Vert odot pm ast circ perp top "
    "mapsto infty ell surd blacksquare mathbb{R} mathbb{C} mathbb{Q} dot{W} dot{w} prime cdots "
    "sp{T} sp2 sp4 sp1 sp{+} sp{-}"
).split()
_MATH = dict(zip("αδζθλμπρτΔΘΛΣ−≈≥≤≠∝∑∏∇∂⟨⟩‖⊙±∗∘⊥⊤↦∞ℓ√∎ℝℂℚẆẇ′⋯ᵀ²⁴¹⁺⁻", (*_GREEK, *_SIGNS), strict=True))
_SPECIAL |= {c: f"$\\{name}$" for c, name in _MATH.items()}
_ACCENTED = frozenset("äöüÄÖÜßàáâãåçèéêëìíîïñòóôõøùúûýÿÀÁÂÃÅÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝł")
_DOTS_PER_LINE = 400
_MAX_UNIT = 12


def latex(document: Document) -> str:
    """The document as a LaTeX article."""
    title = f"{{\\LARGE\\bfseries {_plain(document.title)}\\par}}\\bigskip"
    parts = [title, *map(_block, document.blocks), r"\bigskip\hrule\medskip", f"{{\\small {_text(document.colophon)}}}"]
    return _PREAMBLE + "\n\n".join(parts) + "\n\n\\end{document}\n"


def _plain(words: str) -> str:
    return "".join(map(_character, printable(words)))


def _character(c: str) -> str:
    """A character as LaTeX; one that the standard fonts lack by its number."""
    if c in _SPECIAL:
        return _SPECIAL[c]
    return c if c.isascii() or c in _ACCENTED else f"{{\\footnotesize U+{ord(c):04X}}}"


def _text(words: Text) -> str:
    parts = []
    for piece in words:
        match piece:
            case Math(formula):
                parts.append(f"${formula}$")
            case Code(code):
                parts.append(f"\\texttt{{{_breakable(code)}}}")
            case Strong(strong):
                parts.append(f"\\textbf{{{_plain(strong)}}}")
            case Link(address):
                parts.append(f"\\url{{{address}}}")
            case _:
                parts.append(_plain(piece))
    return "".join(parts)


def _breakable(code: str) -> str:
    """Typed words, which may be broken after every 24 characters that have no space."""
    return "".join(
        _plain(part) + (r"\allowbreak{}" if len(part) == 24 else "") for part in re.findall(r"\s|\S{1,24}", code)
    )


def _block(block: Block) -> str:
    match block:
        case Heading(words, level):
            return f"\\{'sub' * (level - 2)}section*{{{_text(words)}}}"
        case Paragraph(words):
            return _text(words)
        case Formula(formula):
            return f"\\begin{{quote}}\\raggedright ${formula}$\\end{{quote}}"
        case Display(formula):
            return f"\\[ {formula} \\]"
        case Listing(items, numbered):
            kind = "enumerate" if numbered else "itemize"
            lines = "\n".join(f"\\item {_text(item)}" for item in items)
            return f"\\begin{{{kind}}}\n{lines}\n\\end{{{kind}}}"
        case Table():
            return _table(block)
        case Claim(blocks):
            inner = "\n\n".join(map(_block, blocks))
            return f"\\begin{{quote}}\\raggedright\\itshape\n{inner}\n\\end{{quote}}"
        case Chain():
            return _chain(block)
        case Picture():
            return _picture(block)
        case Svg():
            return _text(("Figure (shown in the HTML form): ", *block.caption))
        case Entry(label, words):
            name = f"\\textbf{{{_plain(label)}.}} " if label else ""
            return name + "\\\\{}\n".join(map(_plain, filter(None, words.split("\n"))))


def _table(table: Table) -> str:
    columns = len(table.head)
    share = (0.96 - 0.13 * (columns - len(table.wide))) / max(1, len(table.wide))
    kinds = (f"p{{{share:.2f}\\linewidth}}" if n in table.wide else "l" for n in range(columns))
    rows = ["\\textbf{" + "} & \\textbf{".join(map(_text, table.head)) + "} \\\\ \\hline \\endhead"]
    rows += [" & ".join(map(_text, row)) + r" \\" for row in table.rows]
    spec = "".join(f">{{\\raggedright\\arraybackslash}}{kind}" if kind.startswith("p") else kind for kind in kinds)
    return f"\\begin{{longtable}}{{@{{}}{spec}@{{}}}}\n" + "\n".join(rows) + "\n\\end{longtable}"


def _chain(chain: Chain) -> str:
    def box(name: str, note: str) -> str:
        lines = rf"\texttt{{{_plain(name)}}}\\[-1pt]\scriptsize {_plain(note)}"
        return rf"\fbox{{\begin{{tabular}}{{@{{}}c@{{}}}}{lines}\end{{tabular}}}}"

    steps = [f"${chain.source}$", *(box(*item) for item in chain.boxes), f"${chain.target}$"]
    return "{\\lineskip=5pt\\lineskiplimit=5pt " + " $\\to$ ".join(steps) + "\\par}"


def _picture(picture: Picture) -> str:
    """A picture with dots and straight lines (as curves, which may have any slope)."""
    last = max(max(dots) for _, dots in picture.rows)
    unit = min(_MAX_UNIT, _DOTS_PER_LINE / (last + 4))
    step = 26 / unit
    height = step * (len(picture.rows) - 1)
    lines = []
    for number, (name, dots) in enumerate(picture.rows):
        y = height - number * step
        lines.append(f"\\put(0,{y:.2f}){{\\makebox(0,0)[l]{{${name}$}}}}")
        lines += [f"\\put({_x(dot, unit):.2f},{y:.2f}){{\\circle*{{{3 / unit:.2f}}}}}" for dot in dots]
    for row, start, end in picture.lines:
        y, x, z = height - row * step, _x(start, unit), _x(end, unit)
        lines.append(f"\\qbezier({x:.2f},{y:.2f})({(x + z) / 2:.2f},{y - step / 2:.2f})({z:.2f},{y - step:.2f})")
    size = f"({_x(last, unit) + 1:.2f},{height + 0.5:.2f})"
    body = "\n".join(lines)
    return (
        f"{{\\medskip\\setlength{{\\unitlength}}{{{unit:.2f}pt}}\n\\begin{{picture}}{size}(0,-0.3)\n{body}\n\\end{{picture}}\\par}}\n\n"
        f"{{\\small {_text(picture.caption)}}}"
    )


def _x(position: int, unit: float) -> float:
    return position + 30 / unit
