"""Formulas in a subset of LaTeX as presentation MathML.

Contents: :func:`mathml`, :func:`chunks`.

The subset is what symlcn writes: letters, numbers, scripts, primes, fractions, roots, text, matrices and the symbols of
the tables below. Anything else raises, so that no page shows raw LaTeX. ``\\allowbreak`` outside all braces marks where
a long formula may be broken: browsers do not break MathML, so it becomes several formulas in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symlcn_cli.pages.page import escape

__all__ = ["chunks", "mathml"]

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]|\s+|.", re.DOTALL)

_ESCAPED = re.compile(r"\\([#$%&_{}])")

_GREEK_NAMES = (
    "alpha beta gamma delta zeta eta lambda mu pi rho sigma tau varphi theta Delta Gamma Lambda Phi Sigma Theta"
)
_GREEK = dict(zip(_GREEK_NAMES.split(), "αβγδζηλμπρστφθΔΓΛΦΣΘ", strict=True))
_LETTERS = _GREEK | {"ell": "ℓ", "infty": "∞", "emptyset": "∅", "nabla": "∇", "ast": "∗"}
_BLACKBOARD = {"Q": "ℚ", "R": "ℝ", "C": "ℂ", "Z": "ℤ", "P": "ℙ"}
_INFIX = dict(
    zip(
        (
            "cdot times odot otimes circ le ge ne in subset to mapsto approx propto "
            "equiv mid nmid setminus sim cong iff"
        ).split(),
        "·×⊙⊗∘≤≥≠∈⊂→↦≈∝≡∣∤∖∼≅⇔",
        strict=True,
    )
)
_FENCES = {"langle": "⟨", "rangle": "⟩", "lVert": "‖", "rVert": "‖", "lbrace": "{", "rbrace": "}"}
_LARGE = {"sum": "∑", "prod": "∏"}
_DOTS = {"cdots": "⋯", "ldots": "…", "vdots": "⋮", "ddots": "⋱", "dots": "…"}
_FUNCTIONS = ("deg", "det", "dim", "exp", "gcd", "log", "max", "min", "rank", "bmod")
_SPACES = {"quad": "1em", "qquad": "2em", ",": "0.17em"}
_MATRICES = {"pmatrix": ("(", ")"), "matrix": ("", ""), "aligned": ("", ""), "array": ("", "")}
_ALIGNED = (' style="text-align: -webkit-right"', ' style="text-align: -webkit-left"')
_PLAIN_INFIX = {"+": "+", "-": "−", "=": "=", "<": "<", ">": ">", "/": "/"}


def chunks(latex: str) -> tuple[str, ...]:
    """The parts of a formula between ``\\allowbreak``, none of them empty.

    Examples
    --------
    >>> chunks(r"x^2 \\allowbreak + 5x \\allowbreak + 6")
    ('x^2', '+ 5x', '+ 6')
    """
    return tuple(part.strip() for part in latex.split(r"\allowbreak") if part.strip())


def mathml(latex: str, *, display: bool = False) -> str:
    """A formula as MathML: several ``<math>`` elements if it may be broken, one if it is displayed.

    Raises
    ------
    ValueError
        If the formula is not of the subset.

    Examples
    --------
    >>> mathml("x^2")
    '<math><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    if display:
        return f'<math display="block">{_Reader(latex.replace(chr(92) + "allowbreak", ""), True).formula()}</math>'
    parts = enumerate(chunks(latex))
    return "<wbr>".join(f"<math>{_Reader(part, False).formula(follows=index > 0)}</math>" for index, part in parts)


class _Reader:
    """A recursive descent over the tokens of one formula."""

    def __init__(self, latex: str, display: bool) -> None:
        self.latex, self.display = latex, display
        self.tokens = _TOKEN.findall(latex)
        self.position = 0

    def formula(self, follows: bool = False) -> str:
        content = self.row(frozenset(), follows)
        if self.position < len(self.tokens):
            raise self.error()
        return content

    def error(self) -> ValueError:
        return ValueError(f"not a formula that is understood, at token {self.position}: {self.latex!a}")

    def peek(self) -> str:
        while self.position < len(self.tokens) and self.tokens[self.position].isspace():
            self.position += 1
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise self.error()
        self.position += 1
        return token

    def expect(self, wanted: str) -> None:
        if self.take() != wanted:
            raise self.error()

    def raw(self) -> str:
        """The text of a group in braces, as it stands."""
        self.expect("{")
        start = self.position
        while self.position < len(self.tokens) and self.tokens[self.position] != "}":
            self.position += 1
        text = "".join(self.tokens[start : self.position])
        self.expect("}")
        return text

    def row(self, ends: frozenset[str], follows: bool = False) -> str:
        return "".join(self.items(ends, follows))

    def items(self, ends: frozenset[str], follows: bool) -> Iterator[str]:
        """Elements up to a token in `ends`; `follows` says whether an operand stands before the first."""
        while (token := self.peek()) and token not in ends and token not in "}&":
            self.take()
            base, operand = self.atom(token, follows)
            yield self.scripts(base, token)
            follows = operand

    def group(self) -> str:
        """An argument: a group in braces, or one atom."""
        if self.peek() == "{":
            self.take()
            content = self.row(frozenset())
            self.expect("}")
            return f"<mrow>{content}</mrow>"
        return self.atom(self.take(), False)[0]

    def scripts(self, base: str, token: str) -> str:
        below = above = ""
        primes = 0
        while self.peek() in ("_", "^", "'"):
            sign = self.take()
            if sign == "'":
                primes += 1
            elif sign == "_":
                below = self.group()
            else:
                above = self.group()
        if primes:
            above = f"<mrow><mo>{'′' * primes}</mo>{above}</mrow>" if above else f"<mo>{'′' * primes}</mo>"
        names = (
            ("munder", "mover", "munderover") if self.display and token[1:] in _LARGE else ("msub", "msup", "msubsup")
        )
        if not below and not above:
            return base
        name = names[2] if below and above else names[0] if below else names[1]
        return f"<{name}>{base}{below}{above}</{name}>"

    def atom(self, token: str, follows: bool) -> tuple[str, bool]:
        """An element without its scripts, and whether it is an operand."""
        if token.startswith("\\"):
            return self.command(token[1:], follows)
        if token == "{":
            self.position -= 1
            return self.group(), True
        if token[0].isdigit():
            return f"<mn>{token}</mn>", True
        if token in _PLAIN_INFIX:
            return _operator(_PLAIN_INFIX[token], "infix" if follows else "prefix"), False
        if token in "([":
            return f'<mo form="prefix" stretchy="false">{token}</mo>', False
        if token in ")]":
            return f'<mo form="postfix" stretchy="false">{token}</mo>', True
        if token in ",;:":
            return f'<mo form="infix">{token}</mo>', False
        if token == ".":
            return "<mtext>.</mtext>", True
        if token == "!":
            return '<mo form="postfix">!</mo>', True
        if token.isalpha() and token.isascii():
            return f"<mi>{token}</mi>", True
        raise self.error()

    def command(self, name: str, follows: bool) -> tuple[str, bool]:
        if name in _LETTERS:
            return f"<mi>{_LETTERS[name]}</mi>", True
        if name in _INFIX:
            return _operator(_INFIX[name], "infix"), False
        if name in _FENCES:
            form = "postfix" if name.startswith("r") else "prefix"
            return f'<mo form="{form}" stretchy="false">{_FENCES[name]}</mo>', form == "postfix"
        if name in _LARGE:
            return f"<mo>{_LARGE[name]}</mo>", False
        if name in _DOTS:
            return f"<mi>{_DOTS[name]}</mi>", True
        if name in _FUNCTIONS:
            return f'<mi mathvariant="normal">{name}</mi><mspace width="0.17em"/>', False
        if name in _SPACES:
            return f'<mspace width="{_SPACES[name]}"/>', False
        if name == " ":
            return '<mspace width="0.3em"/>', follows
        return self.structure(name)

    def structure(self, name: str) -> tuple[str, bool]:
        if name in ("frac", "tfrac"):
            return f"<mfrac>{self.group()}{self.group()}</mfrac>", True
        if name == "sqrt":
            return f"<msqrt>{self.group()}</msqrt>", True
        if name in ("text", "texttt"):
            words = _ESCAPED.sub(r"\1", self.raw())
            style = ' style="font-family: monospace"' if name == "texttt" else ""
            return f"<mtext{style}>{_spaced(escape(words))}</mtext>", True
        if name == "mathbb":
            return f"<mi>{_BLACKBOARD[self.raw()]}</mi>", True
        if name in ("left", "right"):
            return f"<mo>{escape(self.take())}</mo>", True
        if name == "top":
            return "<mo>⊤</mo>", True
        if name == "begin":
            return self.matrix(self.raw()), True
        raise self.error()

    def matrix(self, name: str) -> str:
        rows: list[list[str]] = [[]]
        if name == "array":
            self.raw()  # how its columns are aligned: in the middle
        while True:
            style = _ALIGNED[len(rows[-1]) % 2] if name == "aligned" else ""
            rows[-1].append(f"<mtd{style}>{self.row(frozenset({chr(92) * 2, chr(92) + 'end'}))}</mtd>")
            end = self.take()
            if end == "\\\\":
                rows.append([])
            elif end != "&":
                break
        if end != "\\end" or self.raw() != name or name not in _MATRICES:
            raise self.error()
        left, right = (f"<mo>{fence}</mo>" if fence else "" for fence in _MATRICES[name])
        body = "".join(f"<mtr>{''.join(row)}</mtr>" for row in rows)
        return f"<mrow>{left}<mtable>{body}</mtable>{right}</mrow>"


def _spaced(text: str) -> str:
    """Words whose first and last spaces are not dropped, as MathML drops them."""
    inner = text.strip(" ")
    before, after = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return "&#160;" * before + inner + "&#160;" * after if inner else "&#160;" * len(text)


def _operator(sign: str, form: str) -> str:
    tight = ' lspace="0" rspace="0"' if sign == "/" else ""
    return f'<mo form="{form}"{tight}>{escape(sign)}</mo>'
