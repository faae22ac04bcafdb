"""The commands ``symlcn proof``: the teaching proofs, listed, shown, checked and exported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from symlcn.certificates.envelope import write_file
from symlcn.progress import progress
from symlcn_cli.shared import completing
from symlcn_cli.shared.help import Group
from symlcn_cli.shared.options import Common, common
from symlcn_cli.shared.output import emit, undecided
from symlcn_cli.shared.running import EXIT

if TYPE_CHECKING:
    from symlcn_proofs.course import Lesson


@click.group(name="proof", cls=Group, no_args_is_help=True)
def command() -> None:
    """The teaching proofs: a course from convolutions to the classification theorem, in steps that run."""


@command.command(
    name="list", examples={"All lessons": "symlcn proof list"}, help="List the lessons in the order of the course."
)
@common
def list_command(shared: Common) -> int:
    """List the lessons."""
    from symlcn.certificates.envelope import dumps
    from symlcn_proofs.course import lessons

    course = lessons()
    if shared.as_json:
        emit(dumps({"lessons": [_described(lesson) for lesson in course]}), shared.output)
    elif shared.wants_text:
        width = max(len(lesson.name) for lesson in course)
        emit("".join(_listed(number, lesson, width) for number, lesson in enumerate(course, 1)), shared.output)
    return 0


def _described(lesson: Lesson) -> dict[str, Any]:
    return {
        "name": lesson.name,
        "title": lesson.title,
        "treats": lesson.treats,
        "needs": list(lesson.needs),
        "steps": [step.title for step in lesson.steps],
    }


def _listed(number: int, lesson: Lesson, width: int) -> str:
    needs = f"; after {', '.join(lesson.needs)}" if lesson.needs else ""
    indent = " " * (width + 6)
    return f"{number:2}. {lesson.name:{width}}  {lesson.title}\n{indent}{lesson.treats}{needs}\n"


@command.command(
    name="show",
    examples={"With the answers to the exercises": "symlcn proof show scalings --answers"},
    help="Print a lesson as text; the answers to its exercises only with --answers.",
)
@click.argument("name", metavar="NAME", shell_complete=completing.lessons)
@click.option("--answers", is_flag=True, help="With the answers to the exercises.")
@common
def show_command(name: str, answers: bool, shared: Common) -> int:
    """Print a lesson."""
    from symlcn.certificates.envelope import dumps
    from symlcn_cli.commands.proof.lessontext import lesson_text
    from symlcn_proofs.course import lesson

    found = lesson(name)
    if shared.as_json:
        emit(dumps({**_described(found), "markdown": found.body}), shared.output)
    elif shared.wants_text:
        emit(lesson_text(found, answers, shared.columns), shared.output)
    return 0


@command.command(
    name="check",
    examples={"One lesson": "symlcn proof check scalings"},
    help="Run the Python of a lesson, or of all of them: a line for each step. Exit code 0: all steps hold; 10: not "
    "all do; 30: undecided, where a limit was hit.",
)
@click.argument("name", metavar="[NAME]", required=False, shell_complete=completing.lessons)
@common
def check_command(name: str | None, shared: Common) -> int:
    """Check lessons."""
    from symlcn.certificates.envelope import dumps
    from symlcn.errors import LimitError
    from symlcn.worker import run_limited
    from symlcn_proofs.course import lesson, lessons

    names = [lesson(name).name] if name is not None else [found.name for found in lessons()]
    rows: list[dict[str, Any]] = []
    limits = shared.time_limit, shared.memory_limit
    try:
        for number, each in enumerate(names):
            progress("running lessons", number, len(names))
            rows += run_limited(checked, (each,), *limits) if any(limits) else checked(each)
    except LimitError as error:
        return undecided({"steps": rows}, error, shared)
    if shared.as_json:
        emit(dumps({"steps": rows}), shared.output)
    elif shared.wants_text:
        emit("".join(_line(row) for row in rows) + _summary(rows), shared.output)
    return EXIT["proved" if all(row["holds"] for row in rows) else "refuted"]


def checked(name: str) -> list[dict[str, Any]]:
    """Run a lesson: one row for each step."""
    from symlcn_proofs.course import check, lesson

    return [
        {
            "lesson": name,
            "step": outcome.step.title,
            "line": outcome.step.line,
            "examples": len(outcome.step.examples),
            "holds": outcome.holds,
            "failures": [
                {"line": f.line, "source": f.source, "expected": f.want, "got": f.got} for f in outcome.failures
            ],
            "unsupported": list(outcome.step.unsupported),
        }
        for outcome in check(lesson(name))
    ]


def _line(row: dict[str, Any]) -> str:
    from symlcn_cli.commands.proof.lessontext import heading

    count = row["examples"]
    start = f"{row['lesson']}: {heading(row['step'])}: "
    if row["holds"]:
        return f"{start}holds ({count} {'example' if count == 1 else 'examples'})\n"
    lines = [f"{start}FAILS\n"]
    for failure in row["failures"]:
        lines.append(f"    line {failure['line']}:\n")
        for label, key in (("", "source"), ("expected: ", "expected"), ("got: ", "got")):
            lines += [f"        {label}{line}\n" for line in failure[key].rstrip("\n").split("\n")]
    if row["unsupported"]:
        lines.append(f"    stated, but in no line of its Python: {', '.join(row['unsupported'])}\n")
    return "".join(lines)


def _summary(rows: Sequence[dict[str, Any]]) -> str:
    good = sum(row["holds"] for row in rows)
    examples = sum(row["examples"] for row in rows)
    return f"{good} of {len(rows)} steps hold ({examples} examples).\n"


@command.command(
    name="export",
    examples={
        "As a page": "symlcn proof export scalings -o scalings.html",
        "As a notebook": "symlcn proof export scalings -o scalings.ipynb",
    },
    help="Write a lesson as a notebook (.ipynb) or as a web page (.html).",
)
@click.argument("name", metavar="NAME", shell_complete=completing.lessons)
@common
def export_command(name: str, shared: Common) -> int:
    """Export a lesson."""
    from symlcn_cli.commands.proof.lessonexport import lesson_html, lesson_notebook
    from symlcn_proofs.course import lesson

    context = click.get_current_context()
    if shared.as_json:
        raise click.UsageError("an export is no JSON object; symlcn proof show --json prints one", context)
    forms = {"ipynb": lesson_notebook, "html": lesson_html}
    suffix = (shared.output or "").rpartition(".")[2]
    if shared.output is None or suffix not in forms:
        raise click.UsageError("give -o FILE.ipynb or -o FILE.html", context)
    write_file(shared.output, forms[suffix](lesson(name)))
    return 0
