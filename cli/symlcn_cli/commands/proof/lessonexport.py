"""Lessons as web pages and notebooks.

Contents: :func:`lesson_html`, :func:`lesson_notebook`.
"""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Sequence
from typing import Any

from symlcn_cli.pages.mathml import mathml
from symlcn_cli.pages.page import escape, page
from symlcn_proofs.course import Lesson

__all__ = ["lesson_html", "lesson_notebook"]

STYLE = """
.joined { white-space: nowrap; }
.source { color: var(--soft); font-size: 0.95em; }
details { border: 1px solid var(--line); border-radius: 4px; padding: 0 0.9em; margin: 0.9em 0; }
summary { cursor: pointer; padding: 0.4em 0; }
"""

BREAK = r" \allowbreak "
SHORT = 30
"""Formulas of fewer characters are not broken."""

_OPENING, _CLOSING = ("{", "(", "[", r"\langle"), ("}", ")", "]", r"\rangle")
_RELATIONS = ("=", r"\le", r"\ge", r"\ne")
_ALLOWED = re.compile(r"</?details>|<summary>[^<>&]*</summary>")
_PYTHON = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_DETAILS = re.compile(r"<details>\n.*?</details>\n", re.DOTALL)
_MATH = re.compile(r"^```math\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def lesson_html(lesson: Lesson) -> str:
    """A lesson as one self-contained HTML page with MathML: no scripts, nothing loaded, all text escaped.

    Raises
    ------
    ValueError
        If a formula is not in the subset of :func:`symlcn_cli.pages.mathml.mathml`.
    """
    title, _, rest = lesson.body.lstrip().partition("\n")
    source = f"Treats {lesson.treats} of Achour, Kohn, Rauhut."
    if lesson.needs:
        source += f" Builds on: {', '.join(lesson.needs)}."
    renderer = _markdown()
    parts = [renderer.render(title), f'<p class="source">{escape(source)}</p>', renderer.render(rest)]
    footer = f"<footer>A lesson of symlcn: <code>symlcn proof check {escape(lesson.name)}</code> runs it.</footer>"
    return page(lesson.title, "\n".join([*parts, footer]), STYLE)


def _markdown() -> Any:
    """A renderer of Markdown with formulas in dollars."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    renderer: Any = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, allow_digits=True)
    for name, rule in (
        ("math_inline", lambda _self, tokens, index, *_: _inline(tokens, index)),
        ("math_block", lambda _self, tokens, index, *_: _display(tokens[index].content)),
        ("fence", lambda _self, tokens, index, *_: _fence(tokens[index])),
        ("html_block", lambda _self, tokens, index, *_: _html(tokens[index].content)),
        ("html_inline", lambda _self, tokens, index, *_: _html(tokens[index].content)),
        ("table_open", lambda *_: '<div class="table"><table>\n'),
        ("table_close", lambda *_: "</table></div>\n"),
    ):
        renderer.add_render_rule(name, rule)
    return renderer


def _inline(tokens: Sequence[Any], index: int) -> str:
    """A formula in a line; punctuation that follows stays on its line."""
    formula = mathml(_breakable(tokens[index].content))
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.type != "text" or following.content[:1] not in tuple(",.;:)"):
        return formula
    before, wbr, last = formula.rpartition("<wbr>")
    sign, following.content = following.content[0], following.content[1:]
    return f'{before}{wbr}<span class="joined">{last}{sign}</span>'


def _breakable(latex: str) -> str:
    """Allow a long formula in a line to be broken before relations and after commas, outside all brackets."""
    if len(latex) < SHORT:
        return latex
    result: list[str] = []
    depth = 0
    for token in re.findall(r"\\[A-Za-z]+|\\.|.", latex, re.DOTALL):
        depth += (token in _OPENING) - (token in _CLOSING)
        before = depth == 0 and token in _RELATIONS and bool(result)
        after = depth == 0 and token == ","
        result += [BREAK] * before + [token] + [BREAK] * after
    return "".join(result).removesuffix(BREAK)


def _display(latex: str) -> str:
    return f'<div class="display">{mathml(" ".join(latex.split()), display=True)}</div>\n'


def _fence(token: Any) -> str:
    if token.info == "math":
        return _display(token.content)
    lines = "\n".join(escape(line) for line in token.content.strip("\n").split("\n"))
    return f"<pre><code>{lines}\n</code></pre>\n"


def _html(text: str) -> str:
    """The tags of hidden answers; anything else is shown, not obeyed."""
    lines = (line if _ALLOWED.fullmatch(line) else escape(line) for line in text.strip("\n").split("\n"))
    return "\n".join(lines) + "\n"


def lesson_notebook(lesson: Lesson) -> str:
    """A lesson as a Jupyter notebook, its outputs filled in; deterministic."""
    import jupytext
    import nbformat as notebooks

    nbformat: Any = notebooks
    wants: list[str] = []
    shown = _PYTHON.sub(lambda block: _cells(block[1], wants), _DETAILS.sub(_answers_first, lesson.body))
    notebook = jupytext.reads(_MATH.sub(r"$$\n\1\n$$", shown), fmt="md")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, (cell, want) in enumerate(zip(code, wants, strict=True), 1):
        cell.execution_count = number
        cell.outputs = _outputs(nbformat.v4, cell.source, want, number) if want else []
    for number, cell in enumerate(notebook.cells):
        cell.id = f"{lesson.name}-{number}"
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def _answers_first(details: re.Match[str]) -> str:
    """Hidden answers without their Python, which a notebook cannot hide inside of them: it follows."""
    return _PYTHON.sub("", details[0]) + "\n" + "\n".join(block[0] for block in _PYTHON.finditer(details[0]))


def _cells(block: str, wants: list[str]) -> str:
    """A block of Python without prompts, cut after each example that prints; what they print goes to `wants`."""
    cells, pending = [], ""
    examples = doctest.DocTestParser().get_examples(block)
    for example in examples:
        pending += example.source
        if example.want or example is examples[-1]:
            cells.append(f"```python\n{pending}```\n")
            wants.append(example.want.strip("\n"))
            pending = ""
    return "\n".join(cells)


def _outputs(v4: Any, source: str, want: str, number: int) -> Sequence[Any]:
    """What a cell shows: the value of its last line, or what it prints."""
    last = ast.parse(source).body[-1]
    if isinstance(last, ast.Expr) and not ast.unparse(last).startswith("print("):
        return [v4.new_output("execute_result", data={"text/plain": want}, execution_count=number)]
    return [v4.new_output("stream", name="stdout", text=want + "\n")]
