"""Messages about what users write have no Python in them."""

import json
import re
from itertools import product
from pathlib import Path

import pytest

PYTHON = re.compile(
    r"\b(tuples?|NoneType|Fraction|True|False|None|int|dict|str|float|bool|object at|Traceback)\b"
    r"|\(\d+(, ?\d+)*,?\)|\{'\w"
)
VALUES = [
    "true",
    "null",
    "[]",
    "{}",
    '"a"',
    "-1",
    "[[]]",
    "[true]",
    "[null]",
    "[[1,2],[3]]",
    "[1,[2]]",
    '{"x": 1}',
    "[1,2]",
]
VALUES += ["[[1,2],[3,4]]", "[[[1]]]", '["1/0"]', "[{}]", "1" + "0" * 30, "x^5", "1,x"]
DATA = {"A": [[1, 0, 0], [0, 2, 0], [0, 0, 3]], "target": [1, 1, 1]}
FLOW = ["flow", "k2", "k2", "--exact", "--data"]
LINES = [
    ["fiber", "k3", "k2", "--filter", "V"],
    ["fiber", "k3x3", "k2x2", "--filter", "V"],
    ["ntk", "k3", "k2", "--filters", "V"],
    ["ntk", "k3", "k2", "--filters", "[V, [1,2]]"],
    ["ntk", "k3x3", "--filters", "[V]"],
    ["metric", "k3", "k2", "--filters", "V", "--balanced"],
    ["invariants", "3", "2", "3", "--filters", "[V, [[1,2]]]"],
    ["dense", "3", "2", "3", "--delta", "[V]"],
    ["dense", "3", "2", "3", "--delta", "[[V, [1,2]]]"],
    ["certify", "V"],
    ["certify", "k3 k2", "--delta", "V"],
    [*FLOW, json.dumps(DATA), "--from", "V", "--from", "[[1,2],[1,1]]"],
    [*FLOW, '{"A": [V], "target": [1]}', "--from", "[[1,1],[1,2]]", "--from", "[[1,2],[1,1]]"],
    [*FLOW, '{"inputs": [V], "outputs": [[1]]}', "--from", "[[1,1],[1,2]]", "--from", "[[1,2],[1,1]]"],
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_messages_have_no_python(run, line):
    for value in VALUES:
        code, _, err = run(*(word.replace("V", value) if "V" in word else word for word in line))
        assert code in (0, 2, 10, 30)
        assert PYTHON.search(err) is None, err
        assert err.count("\n") == (code == 2)


def test_messages_about_files_have_no_python(run):
    forms = ("V", '{"layers": V}', '{"layers": [{"size": V}]}', '{"layers": [{"size": [3], "stride": [V]}]}')
    for form, value in product(forms, VALUES):
        Path("a.json").write_text(form.replace("V", value), encoding="utf-8")
        code, _, err = run("certify", "a.json")
        assert code in (0, 2, 10)
        assert PYTHON.search(err) is None, err


def test_usage_errors_are_one_line_of_plural_and_singular(run):
    for line, problem in (
        ("completion", "Missing argument 'bash|zsh|fish'. Choose from: bash, fish, zsh"),
        ("certify k3 k2 --delta 1,2", "delta: 2 numbers given, but 2 layers have 1 invariant; give 1"),
        ("certify k3 --delta 1", "delta: 1 number given, but 1 layer has 0 invariants; give none"),
        ("counterexample k3 k2 --singular", "symlcn: --singular: pairs over"),
        ("counterexample c2 k2s2c2 k2c2 --all-delta", "symlcn: --all-delta: with channels"),
        ("certify k3 r2 k2 --bias --activation y^2+y", "symlcn: --bias: biases are covered"),
    ):
        code, _, err = run(*line.split())
        assert code == 2
        assert err.count("\n") == 1
        assert problem in err
