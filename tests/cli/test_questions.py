"""Questions in Python and commands are two faces of one call: the same report, the same certificate, limits, errors."""

import json
import math
import re
import shlex
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest
from flint import fmpq, fmpq_mat

import symlcn
from symlcn.errors import ParseError, SymlcnError
from symlcn.families.dense.network import Dense

SQUARES = ["k2x2", symlcn.Layer((2, 2))]
QUESTIONS = {
    "certify k2x2 k2x2 --relu": partial(symlcn.relu, ["k2x2", "k2x2"]),
    "certify k3s3 k2 --relu": partial(symlcn.relu, "k3s3 k2"),
    "counterexample k3 k2": partial(symlcn.counterexample, "k3 k2"),
    "counterexample k3 k2 --all-delta": partial(symlcn.counterexample, "k3 k2", all_delta=True),
    "counterexample k2x2 k2x2 --delta 21 --rational": partial(symlcn.counterexample, SQUARES, [21], rational=True),
    "counterexample k2x2 k2x2 --balanced": partial(symlcn.counterexample, SQUARES, "balanced"),
    "counterexample k2x2 k2x2 --all-delta": partial(symlcn.counterexample, SQUARES, all_delta=True),
    "counterexample k2 k1 k2 --delta 1,1 --rational": partial(
        symlcn.counterexample, "k2 k1 k2", ["1", 1], rational=True
    ),
    "dense 1 2 2 1": partial(symlcn.dense, (1, 2, 2, 1)),
    "dense 2 2 2 --delta '[[[1,2],[2,5]]]'": partial(symlcn.dense, Dense((2, 2, 2)), [fmpq_mat([[1, 2], [2, 5]])]),
    "dense 2 2 2 2 --delta 1,1/2": partial(symlcn.dense, [2, 2, 2, 2], [1, "1/2"]),
    "dense 3 3 3 3 --balanced": partial(symlcn.dense, "3 3 3 3", "balanced"),
    "dense 3 3 3 3 --delta 2": partial(symlcn.dense, "3 3 3 3", fmpq(2)),
    "dense 2 2 --balanced": partial(symlcn.dense, "2 2", []),
    "dense 2 r3 2 1": partial(symlcn.dense, [2, "r3", 2, 1]),
    "dense 2 r3 2 1 --delta [[97,-167]]": partial(symlcn.dense, "2 r3 2 1", [[97, "-167"]]),
    "dense 2 r2 2 r9 2 1 --delta 1,1/2": partial(symlcn.dense, "2 r2 2 r9 2 1", [1, fmpq(1, 2)]),
    "dense 2 1 2 --relu": partial(symlcn.relu, "2 1 2"),
    "dense 2 3 2 --relu": partial(symlcn.relu, (2, 3, 2)),
    "metric k3s2 k2": partial(symlcn.metric, "k3s2 k2"),
    "metric k2 k2": partial(symlcn.metric, "k2 k2"),
    "metric k3s2 k2 --filter 4,8,17,10,15 --delta 0 --compare 3": partial(
        symlcn.metric, "k3s2 k2", "4,8,17,10,15", [0], compare="3"
    ),
    "metric k3s2 k2 --filter 0,0,1,0,0 --balanced": partial(symlcn.metric, "k3s2 k2", [0, 0, 1, 0, 0], "balanced"),
    "metric k3 k2 --filters [[1,0,-1],[0,-1]] --balanced": partial(
        symlcn.metric, "k3 k2", filters=[[1, 0, -1], [0, -1]], delta=[0]
    ),
    "metric k3 k2 --filter 1,-3,0,1 --balanced --point 1": partial(symlcn.metric, "k3 k2", [1, -3, 0, 1], [0], point=1),
    "metric k3 k2 --filter=-2,0,0,1 --delta 3 --compare 4": partial(
        symlcn.metric, "k3 k2", "-2,0,0,1", "3", compare=[4]
    ),
    "metric k1 k1 k2 --filter 2,0 --delta 3,0 --compare=-3,3": partial(
        symlcn.metric, "k1 k1 k2", (2, 0), (3, 0), compare=(-3, 3)
    ),
    "inverse k3s2 k2": partial(symlcn.inverse, "k3s2 k2"),
    "inverse k3s3 k4s2 k2 --charts all": partial(symlcn.inverse, ["k3s3", "k4s2", "k2"], every=True),
    "inverse k2x2 k3x2": partial(symlcn.inverse, "k2x2 k3x2"),
    "inverse k11x11 k9x9 k3x3": partial(symlcn.inverse, "k11x11 k9x9 k3x3"),
    "equations k3s2 k2": partial(symlcn.equations, "k3s2 k2"),
    "equations k3s2 k2 --degree 4 --all": partial(symlcn.equations, ["k3s2", "k2"], 4, every=True),
    "equations k5s2 k2 --degree 1 --real": partial(symlcn.equations, "k5s2 k2", 1, True),
    "equations k2x2 k2x1 --degree 2 --real": partial(symlcn.equations, "k2x2 k2x1", 2, real=True),
    "strata k3s3 k4s2 k2": partial(symlcn.strata, symlcn.parse_architecture("k3s3 k4s2 k2")),
    "strata k2x2 k3x2 --limit 1": partial(symlcn.strata, "k2x2 k3x2", 1),
}
EXIT = {0: "proved", 10: "refuted", 30: "undecided"}


@pytest.mark.parametrize("line", QUESTIONS)
def test_an_answer_prints_what_the_command_prints(run, line):
    code, out, err = run(*shlex.split(line))
    answer = QUESTIONS[line]()
    assert (EXIT[code], err) == (answer.status, "")
    assert f"{answer}\n" == out
    assert [answer.proved, answer.refuted, answer.undecided] == [answer.status == word for word in EXIT.values()]


@pytest.mark.parametrize("line", QUESTIONS)
def test_an_answer_has_the_certificate_of_the_command(run, line):
    answer = QUESTIONS[line]()
    assert symlcn.check(answer).verdict == "accepted"
    assert claimed(symlcn.to_json(answer.result)) == claimed(answer.certificate())
    answer.save("own.json")
    code, _, err = run(*shlex.split(line), "--certificate", "c.json")
    assert (EXIT[code], err) == (answer.certificate()["status"], "")
    assert Path("own.json").read_text(encoding="utf-8") == Path("c.json").read_text(encoding="utf-8")
    assert json.loads(Path("c.json").read_text(encoding="utf-8"))["reason"] == answer.reason


def claimed(document):
    """All but the evidence, whose enclosures may be finer where the checker asked for that."""
    return {name: value for name, value in document.items() if name not in ("evidence", "digest")}


@pytest.mark.parametrize("line", QUESTIONS)
def test_an_answer_is_undecided_where_a_limit_is_hit(line):
    answer = QUESTIONS[line](time_limit=0.001)
    assert (answer.status, answer.result) == ("undecided", None)
    assert answer.reason == "the time limit of 0.001 s was reached"
    name = answer.about["architecture"]["notation"]
    subject = "Network" if line.startswith("dense") or line.endswith("relu") else "Architecture"
    assert str(answer).split(maxsplit=1)[0] == subject
    assert str(answer).endswith(f"{name}\nAnswer        UNDECIDED: {answer.reason}. Nothing is claimed.")
    assert (answer.certificate()["status"], answer.certificate().get("result")) == ("undecided", None)
    assert symlcn.check(answer).verdict == "accepted"


@pytest.mark.parametrize("line", QUESTIONS)
def test_within_limits_the_answer_is_the_same(line):
    answer, limited = QUESTIONS[line](), QUESTIONS[line](time_limit=300)
    assert (limited.status, limited.reason, limited.sealed) == (answer.status, answer.reason, answer.sealed)
    assert str(limited) == str(answer)


@pytest.mark.parametrize("line", QUESTIONS)
def test_an_answer_is_not_true_or_false(line):
    answer = QUESTIONS[line](time_limit=0.001)
    with pytest.raises(TypeError, match="three values"):
        bool(answer)
    with pytest.raises(AttributeError, match="no generators: undecided, the time limit"):
        answer.generators  # noqa: B018
    with pytest.raises(SymlcnError, match="no form 'pdf'; there are text, html"):
        answer.render("pdf")


@pytest.mark.parametrize("form", ["html", "latex", "markdown"])
@pytest.mark.parametrize("line", QUESTIONS)
def test_an_answer_has_pages(form, line):
    answer = QUESTIONS[line]()
    assert answer.about["architecture"]["notation"] in answer.proof(form)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
@pytest.mark.parametrize("line", ["metric k3s2 k2 --filter 4,8,17,10,15 --delta 0 --compare 3", "strata k3s3 k4s2 k2"])
def test_reports_are_typeset_with_all_their_letters(tmp_path, line):
    """A row of a matrix after a line break is no length of that break, and no letter is written as its number."""
    words = QUESTIONS[line]().proof("latex")
    assert "U+" not in words
    (tmp_path / "report.tex").write_text(words, encoding="utf-8")
    done = subprocess.run(["pdflatex", "-halt-on-error", "report.tex"], cwd=tmp_path, stdout=-1, stdin=-3, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda: symlcn.certify("k3 k2", "balenced"), "delta: 'balenced' is no number; give numbers such as"),
        (lambda: symlcn.classify(3), "architecture: 3 is no architecture"),
        (lambda: symlcn.find_counterexample("k3 q"), "layer 2, 'q': a layer begins with k"),
        (lambda: symlcn.read_architecture(3), "architecture: 3 is not notation; write"),
        (lambda: symlcn.landscape("k3 k2", "x^3 - x"), "data: No such file as 'x^3 - x', and no JSON; give"),
        (lambda: symlcn.dense("2 x 2"), "width 1: 'x' is not a positive integer"),
        (lambda: symlcn.dense("2,2,2"), "width 0: '2,2,2' is not a positive integer"),
        (lambda: symlcn.dense((2, True, 2)), "width 1: True is not an integer"),
        (lambda: symlcn.dense(3), "widths: 3 is no list of widths"),
        (lambda: symlcn.dense((2, 2, 2), 0.5), "delta: 0.5 is a float, not an exact number"),
        (lambda: symlcn.dense((2, 2, 2), [[[1, 2], [3, 4]]]), "delta, D_1: not symmetric"),
        (lambda: symlcn.dense((2, 2, 2), [[1, 2], [2, 4]]), "matrices given: 2; hidden layers: 1"),
        (lambda: symlcn.dense((2, 2, 2), [1, 2]), "delta: 2 numbers given for 1 hidden"),
        (lambda: symlcn.dense((2, 2, 2), "-"), "standard input on the command line only"),
        (lambda: symlcn.dense((2, 2, 2), {"delta": 1}), "not a sequence of numbers"),
        (lambda: symlcn.dense((1, 2, 1), 3), "no real parameters"),
        (lambda: symlcn.relu("k2 k2 k2"), "only two layers"),
        (lambda: symlcn.relu((2, 2)), "only two layers"),
        (lambda: symlcn.relu(2), "2 is no architecture"),
        (lambda: symlcn.equations("k3q"), "layer 1, 'k3q'"),
        (lambda: symlcn.equations("k3s2 k2", True), "degree: True is not a positive integer"),
        (lambda: symlcn.equations("k3s2 k2", 0), "degree: 0 is not a positive integer"),
        (lambda: symlcn.strata("-"), "standard input"),
        (lambda: symlcn.metric("k3s2 k2", [4, 8, 17, 10, 1.5], [0]), "filter[4]"),
        (lambda: symlcn.metric("k3s2 k2", [1, 2], [0]), "filter"),
        (lambda: symlcn.metric("k3s2 k2", [0] * 5, [0]), "filter: it is zero"),
        (lambda: symlcn.metric("k3s2 k2", [4, 8, 17, 10, 15]), "delta: give a filter together with δ"),
        (lambda: symlcn.metric("k3s2 k2", delta=[0]), "delta: give a filter together with δ"),
        (lambda: symlcn.metric("k3 k2", [0, -1, 0, 1], [0], filters=[[1, 0, -1], [0, 1]]), "filters: they name"),
        (lambda: symlcn.metric("k3 k2", delta=[0], filters=[[1, 0, -1]]), "1 filter for"),
        (lambda: symlcn.metric("k3 k2", delta=[0], filters=[[1, 0, -1], [0, 1]], point=0), "point: it is one of"),
        (lambda: symlcn.metric("k3 k2", [0, -1, 0, 1], [0], point=True), "point: True is not"),
        (lambda: symlcn.metric("k3 k2", [0, -1, 0, 1], [0], point=3), "point: no number 3"),
        (lambda: symlcn.metric("k3 k2", [0, -1, 0, 1], [0], compare=[0]), "compare: these are"),
        (lambda: symlcn.metric("k3s2 k2", compare=[1]), "compare: the metrics at a filter"),
        (lambda: symlcn.inverse("k3s2 q2"), "layer 2, 'q2'"),
        (lambda: symlcn.counterexample("k3 k2", [0.5]), "delta"),
        (lambda: symlcn.counterexample("k3 k2", [1, 2]), "delta"),
        (lambda: symlcn.counterexample("k3 k2", [1], all_delta=True), "all_delta: "),
        (lambda: symlcn.counterexample("k3 k2", rational=True, all_delta=True, time_limit=60), "all_delta: "),
        (lambda: symlcn.counterexample("k3 k2", height=0), "height: 0 is not an integer from 1 to 1000"),
        (lambda: symlcn.counterexample("k3 k2", height=True), "height: True is not an integer from 1 to 1000"),
        (lambda: symlcn.strata(["k3s2", {"size": 2.5}]), "layer 2"),
        (lambda: symlcn.strata("k3s2 k2", -1), "limit: -1 is not a non-negative integer"),
        (lambda: symlcn.strata("k3s2 k2", 1.0), "limit: 1.0 is not a non-negative integer"),
    ],
)
def test_bad_input_is_named_in_one_line(ask, problem):
    with pytest.raises(ParseError) as raised:
        ask()
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


def test_strata_have_pictures(run):
    pytest.importorskip("pydot")
    pytest.importorskip("matplotlib")
    answer = symlcn.strata("k3s2 k2")
    for form in ("dot", "svg"):
        assert answer.render(form) == run("strata", "k3s2 k2", f"--{form}")[1]
    with pytest.raises(SymlcnError, match="nothing to draw: undecided, the time limit"):
        symlcn.strata("k3s2 k2", time_limit=0.001).render("svg")


@pytest.mark.parametrize("form", ["dot", "svg"])
def test_where_there_is_nothing_to_draw_no_text_is_taken_for_a_picture(run, form):
    code, out, err = run("strata", "k3s2 k2", f"--{form}", "--time-limit", "0.001", "-o", "picture")
    assert (code, out, err) == (30, "", "symlcn: undecided: the time limit of 0.001 s was reached\n")
    assert not Path("picture").exists()


def test_the_real_points_that_are_not_described_leave_the_forms():
    answer = symlcn.equations("k3x1 k2x1", 1, real=True)
    assert answer.undecided
    assert answer.reason == "real points are described in one direction only"
    assert answer.certificate()["result"]["degree"] == 1


def test_a_counterexample_is_what_the_search_finds_or_the_certificate_that_there_is_none():
    found = symlcn.counterexample("k3 k2", [1])
    assert found.found == symlcn.find_counterexample(symlcn.parse_architecture("k3 k2"), [1])
    assert found.pair == found.found.pair
    none = symlcn.counterexample("k3s2 k2")
    assert (none.status, none.pair, none.certificate()["kind"]) == ("proved", None, "architecture")
    assert none.classification.degree == 1


@pytest.mark.parametrize(
    ("running", "error", "problem"),
    [
        ({"timelimit": 1}, TypeError, "no argument 'timelimit'; give time_limit, memory_limit or seal"),
        ({"time_limit": -1}, ParseError, "time_limit: -1 is not a positive number of seconds"),
        ({"time_limit": math.nan}, ParseError, "time_limit: nan is not"),
        ({"time_limit": "10"}, ParseError, "time_limit: '10' is not"),
        ({"time_limit": True}, ParseError, "time_limit: True is not"),
        ({"memory_limit": "2G"}, ParseError, "memory_limit: '2G' is not a positive number of bytes"),
        ({"memory_limit": 0}, ParseError, "memory_limit: 0 is not"),
    ],
)
def test_a_limit_that_is_none_is_not_passed_over(running, error, problem):
    with pytest.raises(error, match=re.escape(problem)):
        symlcn.certify("k3 k2", **running)


@pytest.mark.parametrize("wrong", [None, 3, {"a": float("nan")}, {"a": {1}}])
def test_what_is_no_certificate_is_named_in_one_line(wrong):
    with pytest.raises(ParseError, match=r"^certificate: "):
        symlcn.check(wrong)


def test_of_an_answer_without_a_certificate_the_way_to_one_is_said():
    answer = symlcn.fiber("k3 k2", "0,-1,0,1", seal=False)
    for ask in (answer.certificate, partial(answer.save, "c.json"), partial(symlcn.check, answer)):
        with pytest.raises(SymlcnError, match=r"no certificate .* symlcn\.fiber; ask with seal=True"):
            ask()


@pytest.mark.parametrize(
    "answer",
    [
        symlcn.certify("k2x2 k2x2", [21]),
        symlcn.certify("k3s2 k2"),
        symlcn.certify("k2", []),
        symlcn.fiber("k3 k2", "0,-1,0,1", [-3], "C"),
        symlcn.fiber("k2x2 k2x2", [[1, 2, 1], [2, 9, "7/2"], [1, "7/2", "5/2"]]),
    ],
    ids=repr,
)
def test_a_page_made_in_python_names_a_command_that_asks_the_same(run, answer):
    (said,) = re.findall(r"Made again by: `(.*?)`", answer.proof("markdown"))
    words = shlex.split(said)[1:]
    _, out, _ = run(*words, "--json", "-o", "again.html")
    found = json.loads(out or Path("again.html").read_text("utf-8"))
    assert {name: found[name] for name in answer.about} == answer.about
