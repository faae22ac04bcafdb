"""The course as pages of the site, from the lessons themselves.

Contents: :func:`lesson_pages`.
"""

import re
from collections.abc import Iterator

from symlcn_proofs.course import FOLDER, Lesson, lessons

_MERMAID = re.compile(r"An arrow leads.*?```mermaid\n.*?^```\n", re.MULTILINE | re.DOTALL)


def lesson_pages() -> Iterator[tuple[str, str]]:
    """The index of the course with the order of its lessons, and the lessons, each with what it treats and needs."""
    course = lessons()
    titles = {lesson.name: lesson.title for lesson in course}
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    order = "\n".join(lesson.name for lesson in course)
    table = _MERMAID.sub(lambda _: _needs(course), index)
    yield "course/index.md", f"{table}\n```{{toctree}}\n:hidden:\n\n{order}\n```\n"
    for lesson in course:
        title, _, rest = lesson.body.lstrip().partition("\n")
        yield f"course/{lesson.name}.md", f"{title}\n\n{_about(lesson, titles)}\n{rest}"


def _about(lesson: Lesson, titles: dict[str, str]) -> str:
    needs = ", ".join(f"[{titles[name]}]({name}.md)" for name in lesson.needs)
    return (
        f"*Treats {lesson.treats} of Achour, Kohn, Rauhut.*"
        + (f" *Builds on:* {needs}." if needs else "")
        + f" *Run it:* `symlcn proof check {lesson.name}`.\n"
    )


def _needs(course: tuple[Lesson, ...]) -> str:
    """What the drawing of arrows says, as a table, which fits on a telephone."""
    rows = [f"| [{lesson.name}]({lesson.name}.md) | {', '.join(lesson.needs) or '–'} |" for lesson in course]
    return "\n".join(["| lesson | builds on |", "|---|---|", *rows]) + "\n"
