"""The course: every step holds, no number can be changed without notice, the index is complete, exports are valid."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from random import Random

import networkx
import pytest

from symlcn.errors import ParseError
from symlcn_cli import app
from symlcn_cli.commands.proof import lessonexport as proofexport
from symlcn_cli.commands.proof.lessontext import lesson_text, plain
from symlcn_proofs import course, symbols
from symlcn_proofs.course import FOLDER, check, lesson, lessons, parse_lesson

NAMES = [found.name for found in lessons()]
STEPS = [pytest.param(found, step, id=f"{found.name}:{step.title}") for found in lessons() for step in found.steps]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MERMAID = re.compile(r"^    (\w+) --> (\w+)$", re.MULTILINE)


def source(name):
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def run(capsys, *words):
    code = app.run(["proof", *words])
    output = capsys.readouterr()
    return code, output.out, output.err


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_a_lesson_holds(name):
    outcomes = list(check(lesson(name)))
    assert [outcome.step.title for outcome in outcomes if not outcome.holds] == []
    assert len(outcomes) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_lessons_have_the_parts_of_a_lesson(name):
    found = lesson(name)
    parts = [section.title for section in found.sections if section.level == 2]
    assert parts[:2] == ["Claim", "Why care"]
    assert parts[2].startswith("Proof")
    assert parts[-1] == "Exercises"
    assert found.treats
    steps = [section for section in found.sections if section.level == 3]
    assert [re.match(r"Step (\d+)\. \S", step.title)[1] for step in steps] == [
        str(number) for number in range(1, len(steps) + 1)
    ]
    for step in steps:
        assert step.examples, step.title
        assert "*Checked" in step.text, step.title
    assert found.sections[-1].text.count("<details>") == found.sections[-1].text.count("</details>") == 1
    assert "∎" in found.body


def replaced(text, start, end, number):
    return text[:start] + str(number) + text[end:]


def places_of_numbers(text, step):
    """Where numbers stand in the Python of a step: literals, sizes and strides in the notation, results."""
    start = text.index(step.text)
    for block in PYTHON.finditer(text, start, start + len(step.text)):
        for place in re.finditer(r"(?<![\w.])\d+(?!\w)|(?<=[ \"]k)\d+", block[1]):
            yield block.start(1) + place.start(), block.start(1) + place.end(), int(place[0])


@pytest.mark.parametrize(("found", "step"), STEPS)
def test_a_changed_number_in_the_python_of_a_step_is_noticed(found, step):
    text = source(found.name)
    places = list(places_of_numbers(text, step))
    Random(0).shuffle(places)
    noticed = (
        not all(outcome.holds for outcome in check(parse_lesson(found.name, replaced(text, begin, end, number + 1))))
        for begin, end, number in places
    )
    assert any(noticed) or not places


@pytest.mark.parametrize("name", NAMES)
def test_most_changed_numbers_in_the_python_of_a_lesson_are_noticed(name):
    text = source(name)
    places = [place for step in lesson(name).steps for place in places_of_numbers(text, step)]
    drawn = Random(1).sample(places, 12)
    noticed = [
        not all(outcome.holds for outcome in check(parse_lesson(name, replaced(text, begin, end, number + 1))))
        for begin, end, number in drawn
    ]
    assert sum(noticed) > 6


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_number_in_what_is_printed_is_noticed(name):
    found, text = lesson(name), source(name)
    for step in found.steps:
        example = next(example for example in reversed(step.examples) if example.want)
        changed = example.want.replace("True", "False", 1) if "True" in example.want else example.want[:-1] + "1\n"
        altered = text.replace(example.source.rstrip("\n").split("\n")[-1] + "\n" + example.want, "\0", 1)
        assert altered.count("\0") == 1, step.title
        altered = altered.replace("\0", example.source.rstrip("\n").split("\n")[-1] + "\n" + changed)
        failing = [outcome.step.title for outcome in check(parse_lesson(name, altered)) if outcome.failures]
        assert failing == [step.title]


@pytest.mark.parametrize(("found", "step"), STEPS)
def test_a_changed_number_in_the_prose_of_a_step_is_noticed(found, step):
    assert step.unsupported == ()
    text = source(found.name)
    prose = course._SCRIPT.sub("", course._CITATION.sub("", course._without_python(step.text)))
    for number in dict.fromkeys(course._numbers(prose)):
        if "/" in number:
            continue
        start = text.index(step.text)
        pattern = re.compile(rf"(?<![\w.{{_^/]){number}(?![\w/}}])")
        for place in pattern.finditer(text, start, start + len(step.text)):
            altered = parse_lesson(found.name, replaced(text, place.start(), place.end(), 98765))
            same = next(s for s in altered.sections if s.line == step.line)
            inside = any(b.start() <= place.start() < b.end() for b in PYTHON.finditer(text))
            assert inside or "98765" in same.unsupported or not _counts(same.text)


def _counts(text):
    """Whether the changed number is where numbers count: not in a citation, an index or a code span's layer."""
    prose = course._SCRIPT.sub("", course._CITATION.sub("", course._without_python(text)))
    return "98765" in course._numbers(prose)


def test_the_claim_of_a_fraction_is_compared_as_a_fraction():
    text = source("swap").replace(r"-\frac{9}{4}", r"-\frac{9}{5}")
    assert [outcome.step.unsupported for outcome in check(parse_lesson("swap", text)) if not outcome.holds] == [
        ("9/5",)
    ]


def test_the_index_names_every_lesson_once_with_its_title_and_no_other():
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    links = re.findall(r"^\d+\. \[(.*?)\]\((\w+)\.md\)", index, re.MULTILINE)
    assert [(found.title, found.name) for found in lessons()] == links
    assert sorted(NAMES) == sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "index")
    assert [int(n) for n in re.findall(r"^(\d+)\. \[", index, re.MULTILINE)] == list(range(1, len(NAMES) + 1))


def test_prerequisites_come_first_and_the_picture_shows_them():
    graph = networkx.DiGraph((need, found.name) for found in lessons() for need in found.needs)
    assert set(graph) == set(NAMES)
    assert networkx.is_directed_acyclic_graph(graph)
    assert all(NAMES.index(first) < NAMES.index(then) for first, then in graph.edges)
    assert networkx.descendants(graph, "filters") == set(NAMES) - {"filters"}
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    assert set(MERMAID.findall(index)) == set(graph.edges)


def test_the_course_covers_the_statements_of_the_paper():
    treated = " ".join(found.treats for found in lessons())
    for statement in (
        "eq. (1)", "eq. (8)", "Lemma 9", "Prop. 2", "Prop. 12", "Obs. 3", "Thm. 4", "Lemma 5", "Cor. 6", "Ex. 16",
        "Ex. 17", "Ex. 19", "Cor. 10", "Obs. 11", "Thm. 13", "Remark 1", "Ex. 20", "Thm. 14", "Prop. 8", "Table 1",
    ):  # fmt: skip
        assert statement in treated, statement


class Page(HTMLParser):
    """Collects tags, and checks that they are closed in order."""

    VOID = ("meta", "br", "wbr", "hr", "img", "link")

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("name", NAMES)
def test_web_pages_are_self_contained_and_complete(name):
    pytest.importorskip("markdown_it")
    pytest.importorskip("mdit_py_plugins")
    text = proofexport.lesson_html(lesson(name))
    page = Page(text)
    assert page.open == []
    tags = {tag for tag, _ in page.tags}
    assert {"math", "pre", "details", "summary", "h1", "h3"} <= tags
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    assert not {key for _, attributes in page.tags for key in attributes} & {"src", "onclick", "onload", "srcset"}
    shown = "".join(page.text)
    assert "$" not in shown
    assert "\\" not in shown.replace("\\n", "")
    for step in lesson(name).steps:
        for example in step.examples:
            assert example.source.split("\n")[0] in shown
    assert text == proofexport.lesson_html(lesson(name))


def test_web_pages_escape_what_is_not_markdown():
    pytest.importorskip("markdown_it")
    pytest.importorskip("mdit_py_plugins")
    made = parse_lesson(
        "bad",
        "---\ntreats: <script>\nneeds: <b>\n---\n# A <script> title\n\n<script>alert(1)</script>\n\n"
        "text <img src=x onerror=y> $x < y$\n\n```python\n>>> print('<b>')\n<b>\n```\n\n<details onclick=z>\n",
    )
    page = Page(proofexport.lesson_html(made))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "b"}
    assert not {key for _, attributes in page.tags for key in attributes} & {"onerror", "onclick", "src"}
    assert "<script>alert(1)</script>" in "".join(page.text)


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_are_valid_and_run(name):
    pytest.importorskip("jupytext")
    import nbformat

    text = proofexport.lesson_notebook(lesson(name))
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(bool(cell.outputs) for cell in cells) == sum(
        bool(example.want) for step in lesson(name).steps for example in step.examples
    )
    names = {}
    for cell in cells:
        *body, last = cell.source.split("\n")
        assert ">>>" not in cell.source
        if cell.outputs and cell.outputs[0].output_type == "execute_result" and not last.startswith((" ", ")", "]")):
            exec("\n".join(body), names)
            shown = repr(eval(last, names))
            assert shown.split() == cell.outputs[0].data["text/plain"].split()
        else:
            exec(cell.source, names)
    assert text == proofexport.lesson_notebook(lesson(name))
    assert "```math" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_shown_as_text(name):
    text = lesson_text(lesson(name))
    prose = [line for line in text.split("\n") if not line.startswith(("    ", "|"))]
    assert max(map(len, prose)) <= 100
    assert "$" not in text
    assert "\\" not in text.replace("\\n", "")
    assert "<details>" not in text
    assert f"symlcn proof show {name} --answers" in text
    answers = lesson_text(lesson(name), answers=True)
    assert len(answers) > len(text)
    assert all(example.source.split("\n")[0] in answers for step in lesson(name).steps for example in step.examples)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"w_l", "w_l"),
        (r"x_{l+1}^2", "x_(l+1)²"),
        (r"\frac{1}{2} w", "(1/2)w"),
        (r"\frac{a + b}{c}", "(a + b)/c"),
        (r"\sum_{m \ne l} \rho_m^{-1}", "∑_(m≠l) ρ_m^(−1)"),
        (r"J^\top", "Jᵀ"),
        (r"K'(0,0) \ge 3", "K′(0, 0) ≥ 3"),
    ],
)
def test_formulas_as_text(latex, text):
    assert plain(latex) == text


def test_list_and_show(capsys):
    code, out, _ = run(capsys, "list", "--json")
    assert code == 0
    assert [row["name"] for row in json.loads(out)["lessons"]] == NAMES
    code, out, _ = run(capsys, "list")
    assert all(f" {found.title}\n" in out for found in lessons())
    code, out, _ = run(capsys, "show", "swap")
    assert code == 0
    assert out.startswith("Swapped layers: Theorem 13 and its correction\n")
    code, out, err = run(capsys, "show", "nothing")
    assert (code, out) == (2, "")
    assert "no lesson" in err


def test_check_prints_a_line_for_each_step(capsys):
    code, out, err = run(capsys, "check", "swap")
    assert (code, err) == (0, "")
    steps = lesson("swap").steps
    assert len(out.splitlines()) == len(steps) + 1
    assert out.endswith(f"{len(steps)} of {len(steps)} steps hold ({sum(len(s.examples) for s in steps)} examples).\n")
    code, out, _ = run(capsys, "check", "--json")
    rows = json.loads(out)["steps"]
    assert code == 0
    assert len(rows) == sum(len(found.steps) for found in lessons())


def test_check_says_what_fails_and_exits_with_ten(capsys, monkeypatch):
    wrong = parse_lesson("swap", source("swap").replace("(7, 2, True, 'refuted')", "(7, 3, True, 'refuted')"))
    monkeypatch.setattr(course, "lesson", lambda name: wrong)
    code, out, _ = run(capsys, "check", "swap")
    assert code == 10
    assert out.count("FAILS") == 1
    assert "expected: (7, 3, True, 'refuted')" in out
    assert "got: (7, 2, True, 'refuted')" in out
    assert "stated, but in no line of its Python: 2\n" in out


@pytest.mark.parametrize("words", [["export", "swap"], ["export", "swap", "-o", "x.pdf"], ["export", "swap", "--json"]])
def test_export_refuses_other_forms(capsys, words):
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_export_writes_files(capsys, tmp_path):
    pytest.importorskip("jupytext")
    for suffix, start in (("html", "<!DOCTYPE html>"), ("ipynb", "{")):
        target = tmp_path / f"lesson.{suffix}"
        assert run(capsys, "export", "filters", "-o", str(target)) == (0, "", "")
        assert target.read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# No front matter\n", "front matter"),
        ("---\ntreats: a\nneeds:\n---\nno title\n", "no title"),
        ("---\ntreats: a\n---\n# Title\n", "needs"),
        ("---\ntreats: a\nneeds:\n---\n# Title\n\n```python\n>>>1\n```\n", "Title"),
    ],
)
def test_malformed_lessons_are_refused(text, problem):
    with pytest.raises(ParseError, match=problem):
        parse_lesson("made", text)


def test_a_raising_example_fails_and_the_next_step_still_runs():
    made = parse_lesson(
        "made", "---\ntreats: a\nneeds:\n---\n# T\n```python\n>>> 1 / 0\n```\n## S\n```python\n>>> 6\n6\n```\n"
    )
    first, second = check(made)
    assert [failure.got for failure in first.failures] == ["ZeroDivisionError: division by zero\n"]
    assert first.failures[0].line == 7
    assert second.holds


def test_symbols_refuse_what_has_no_meaning():
    a, b = symbols.variables(2)
    with pytest.raises(ValueError, match="not a variable"):
        symbols.derivative(a * b, a * b)
    with pytest.raises(ValueError, match="positive exponent"):
        symbols.convolved((1,), (1,), 0)
    assert symbols.dot((1, 2), (3, 4)) == 11


def test_the_program_does_not_load_the_course_or_the_packages_for_exports():
    code = "import symlcn_cli.app; print([m for m in sys.modules if m in ('markdown_it', 'jupytext', 'symlcn_proofs')])"
    path = [str(FOLDER.parents[1]), str(FOLDER.parents[1] / "cli"), str(FOLDER.parent)]
    result = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "[]\n"
