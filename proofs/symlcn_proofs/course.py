"""The course: lessons in Markdown, cut into steps whose Python is run and compared.

Contents: :class:`Lesson`, :class:`Step`, :class:`Failure`, :class:`Outcome`, :func:`lessons`, :func:`lesson`,
:func:`parse_lesson`, :func:`check`.

A lesson is a file ``NAME.md`` beside this module. It begins with a front matter of lines ``key: value`` between two
lines ``---``: ``treats``, the statements of the paper it treats, and ``needs``, the lessons it builds on, separated by
commas. A *step* is a section, from one heading to the next, with blocks of Python; the steps of a lesson share their
names. A step holds if its examples print what they are said to print, and every number that its prose states is a
number of its Python: then a number cannot be changed without notice. ``index.md`` gives the order.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from symlcn.errors import ParseError, close_names, shown

__all__ = ["Failure", "Lesson", "Outcome", "Step", "check", "lesson", "lessons", "parse_lesson"]

FOLDER = Path(__file__).parent
FLAGS = doctest.NORMALIZE_WHITESPACE

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_FRONT = re.compile(r"---\n((?:\w+:.*\n)*)---\n")
_LINK = re.compile(r"\]\((\w+)\.md\)")
_CITATION = re.compile(
    r"(Thm|Prop|Lemma|Cor|Ex|Obs|Remark|Table|Steps?|Theorem|[Ss]ection|[Cc]ase)\.?[ \n]\(?\d+"
    r"((,| and| to) \d+)*|\(\d+\)|K[MN][MS]?T \d+|\]\([^)]*\)|(?m:^\d+\. )"
)
_SCRIPT = re.compile(r"[_^](\{[^{}]*\}|\w)")
_FRACTION = re.compile(r"\\frac\{(\d+)\}\{(\d+)\}|Fraction\(-?(\d+), (\d+)\)|(\d+) //? (\d+)")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:/\d+)?(?![\w])")


@dataclass(frozen=True, slots=True)
class Step:
    """A section of a lesson.

    Attributes
    ----------
    title : str
        Its heading.
    level : int
        1 for the title of the lesson, 2 for its parts, 3 for the steps of the proof.
    line : int
        The line of its heading in the file, from 1.
    text : str
        All of it after the heading, Markdown.
    examples : tuple of doctest.Example
        Its Python, with line numbers in the file, from 0.
    """

    title: str
    level: int
    line: int
    text: str
    examples: tuple[doctest.Example, ...]

    @property
    def unsupported(self) -> tuple[str, ...]:
        """The numbers that the prose states and no line of its Python mentions; empty where there is no Python.

        Neither 0 and 1 count, nor the numbers of statements that are cited, nor subscripts and superscripts.
        """
        if not self.examples:
            return ()
        code = "\n".join(block for language, block in _FENCE.findall(self.text) if language == "python")
        prose = _SCRIPT.sub("", _CITATION.sub("", self.title + "\n" + _without_python(self.text)))
        known = set(_numbers(code)) | set(re.findall(r"\d+", code))
        return tuple(dict.fromkeys(number for number in _numbers(prose) if number not in known))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of the course.

    Attributes
    ----------
    name, title : str
    treats : str
        The statements it treats, by their numbers in the paper of Achour, Kohn and Rauhut.
    needs : tuple of str
        The names of the lessons it builds on.
    body : str
        The Markdown after the front matter.
    sections : tuple of Step
        All sections, those without Python too.
    """

    name: str
    title: str
    treats: str
    needs: tuple[str, ...]
    body: str
    sections: tuple[Step, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The sections with Python."""
        return tuple(section for section in self.sections if section.examples)


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not print what it is said to print.

    Attributes
    ----------
    line : int
        Its line in the file, from 1.
    source, want, got : str
        The Python, and what it should print and does.
    """

    line: int
    source: str
    want: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of a step gave.

    Attributes
    ----------
    step : Step
    failures : tuple of Failure
    """

    step: Step
    failures: tuple[Failure, ...]

    @property
    def holds(self) -> bool:
        """Whether all examples agree and all stated numbers occur in them."""
        return not self.failures and not self.step.unsupported


def lessons() -> tuple[Lesson, ...]:
    """All lessons, in the order of the course.

    Examples
    --------
    >>> [found.name for found in lessons()][:3]
    ['filters', 'invariants', 'scalings']
    """
    names = dict.fromkeys(_LINK.findall((FOLDER / "index.md").read_text(encoding="utf-8")))
    return tuple(_read(name) for name in names)


def lesson(name: str) -> Lesson:
    """The lesson of a name.

    Raises
    ------
    ParseError
        If there is none.

    Examples
    --------
    >>> lesson("scalings").treats
    'Prop. 2, Prop. 12'
    """
    for found in lessons():
        if found.name == name:
            return found
    hint = close_names(name, [found.name for found in lessons()])
    raise ParseError("NAME", f"{shown(name)} is no lesson{hint or '; symlcn proof list shows all'}")


@cache
def _read(name: str) -> Lesson:
    return parse_lesson(name, (FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def parse_lesson(name: str, text: str) -> Lesson:
    """Cut the Markdown of a lesson into steps.

    Raises
    ------
    ParseError
        If the front matter or the title is missing, or the Python does not have the form of examples.

    Examples
    --------
    >>> made = parse_lesson("sum", '''---
    ... treats: nothing
    ... needs:
    ... ---
    ... # A sum
    ... Two and two are 4.
    ... ```python
    ... >>> 2 + 2
    ... 4
    ... ```
    ... ''')
    >>> made.title, len(made.steps), made.steps[0].unsupported
    ('A sum', 1, ())
    """
    front = _FRONT.match(text)
    if front is None:
        raise ParseError(f"lesson {name}", "it does not begin with a front matter between two lines ---")
    keys = dict(line.split(":", 1) for line in front[1].splitlines())
    sections = tuple(_sections(name, text, front.end()))
    if not sections or sections[0].level != 1 or not {"treats", "needs"} <= keys.keys():
        raise ParseError(f"lesson {name}", "it has no title, or its front matter does not say what it treats and needs")
    needs = tuple(need.strip() for need in keys["needs"].split(",") if need.strip())
    return Lesson(name, sections[0].title, keys["treats"].strip(), needs, text[front.end() :], sections)


def _sections(name: str, text: str, start: int) -> Iterator[Step]:
    fences = [match.span() for match in _FENCE.finditer(text)]
    found = [m for m in _HEADING.finditer(text, start) if not any(a <= m.start() < b for a, b in fences)]
    ends = [*(heading.start() for heading in found), len(text)][1:]
    for heading, end in zip(found, ends, strict=True):
        section = text[heading.end() : end]
        line = text.count("\n", 0, heading.start()) + 1
        try:
            examples = tuple(_examples(section, line - 1))
        except ValueError as error:
            raise ParseError(f"lesson {name}, {heading[2]!a}", str(error)) from None
        yield Step(heading[2], len(heading[1]), line, section, examples)


def _examples(section: str, line: int) -> Iterator[doctest.Example]:
    for block in _FENCE.finditer(section):
        if block[1] == "python":
            offset = line + section.count("\n", 0, block.start(2))
            for example in doctest.DocTestParser().get_examples(block[2]):
                example.lineno += offset
                yield example


def _without_python(text: str) -> str:
    return _FENCE.sub(lambda block: "" if block[1] in ("python", "mermaid") else block[2], text)


def _numbers(text: str) -> list[str]:
    plain = _FRACTION.sub(lambda m: " " + "/".join(part for part in m.groups() if part) + " ", text)
    return [number for number in _NUMBER.findall(plain) if number not in ("0", "1")]


def check(found: Lesson) -> Iterator[Outcome]:
    """Run the steps of a lesson, one after the other; a step that fails does not end the lesson.

    Examples
    --------
    >>> all(outcome.holds for outcome in check(lesson("invariants")))
    True
    """
    names: dict[str, Any] = {"__name__": found.name}
    for step in found.steps:
        test = doctest.DocTest(list(step.examples), {}, found.name, f"{found.name}.md", 0, None)
        test.globs = names
        runner = _Recorder(optionflags=FLAGS)
        runner.run(test, out=_silent, clear_globs=False)
        yield Outcome(step, tuple(runner.found))


class _Recorder(doctest.DocTestRunner):
    """A runner that keeps what fails instead of printing it."""

    def __init__(self, optionflags: int) -> None:
        super().__init__(verbose=False, optionflags=optionflags)
        self.found: list[Failure] = []

    def report_failure(self, _out: Any, _test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self.found.append(Failure(example.lineno + 1, example.source, example.want, got))

    def report_unexpected_exception(
        self, _out: Any, _test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        got = f"{exc_info[0].__name__}: {exc_info[1]}\n"
        self.found.append(Failure(example.lineno + 1, example.source, example.want, got))


def _silent(_text: str) -> None:
    return None
