"""The command ``symlcn counterexample``, its words and its errors."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from symlcn.counterexample import search
from symlcn_cli.commands.counterexample.command import MAX_HEIGHT
from tests.support.schemas import validate

check = import_module("symlcn.check")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["k3 k2", "--balanced"], 10, "FOUND: yes, for this δ"),
        (["k3", "k2"], 10, "So ⟨S, K − K'⟩ > 0 for every δ."),
        (["k2x2 k2x2", "--delta", "21", "--rational"], 10, "K (0,0) = 2 K'(0,0) = 17/4"),
        (["k2x2 k2x2", "--delta", "21"], 10, "It is the smallest of the pairs"),
        (["k3 k2", "--height", "1"], 10, "It is not claimed to be the smallest."),
        (["k2x2 k2x2", "--delta", "21"], 10, "Not examined: whether u is a smooth point"),
        (["k3 k2", "--delta", "1"], 10, "u is a smooth point of the closure of the neuromanifold, which is the whole"),
        (["k2x2 k2x2", "--balanced"], 0, "No counterexample exists over a nonzero end-to-end filter at which"),
        (["k2x2 k2x2", "--all-delta"], 0, "for δ = 0 the NTK is independent"),
        (["k1x1 k2x2 k2x2", "--delta", "3,1", "--rational", "--height", "1"], 30, "UNDECIDED: no rational pair"),
        (["k3 k2", "--balanced", "--rational", "--height", "2"], 10, "It is not claimed to be the smallest."),
        (["@eegnet", "--time-limit", "0.5"], 30, "UNDECIDED: the time limit"),
        (["k3 k2", "--time-limit", "60"], 10, "FOUND: yes"),
        (["k11x11 k11x11"], 10, "(121 entries, in the certificate)"),
        (["k100 k2"], 10, "on and above the diagonal"),
        (["k2 " * 12], 10, "FOUND: yes"),
    ],
)
def test_the_command_answers_in_words(run, words, code, said):
    result, out, err = run("counterexample", *words)
    assert (result, err) == (code, "")
    assert said in " ".join(out.split())


@pytest.mark.parametrize("words", [["k3 k2"], ["k3 k2", "--balanced"], ["k2x2 k2x2", "--rational"]])
def test_the_command_prints_and_writes_the_certificate(run, words):
    code, out, _ = run("counterexample", *words, "--json", "--certificate", "c.json")
    validate(json.loads(out))
    assert code == 10
    assert Path("c.json").read_text(encoding="utf-8") == out
    assert check.check_file("c.json").verdict == "accepted"
    assert run("counterexample", *words, "-q") == (10, "", "")
    assert run("counterexample", *words, "-o", "r.txt") == (10, "", "")
    assert "FOUND: yes" in Path("r.txt").read_text(encoding="utf-8")


def test_where_there_is_none_the_certificate_is_that_of_the_architecture(run):
    code, out, _ = run("counterexample", "k3s2 k2", "--json")
    assert (code, json.loads(out)["kind"], json.loads(out)["status"]) == (0, "architecture", "proved")


@pytest.mark.parametrize(
    "words",
    [
        ["k3 k2", "--all-delta", "--balanced"],
        ["k3 k2", "--all-delta", "--delta", "1"],
        ["k3 k2", "--all-delta", "--rational"],
        ["k3 k2", "--balanced", "--delta", "1"],
        ["k3 k2", "--height", "0"],
        ["k3 k2", "--height", "1001"],
        ["k3 k2", "--height", "x"],
        ["k3 k2", "--delta", "1,2"],
        ["k3 k2", "--delta", "0.5"],
        ["k3 k2q"],
        ["k3 k2", "--certificate", "-"],
        [],
    ],
)
def test_bad_input_ends_with_2(run, words):
    code, out, err = run("counterexample", *words)
    assert (code, out) == (2, "")
    assert err.startswith("symlcn: ")
    assert err.count("\n") == 1


def test_the_bound_on_the_height_is_that_of_the_library():
    assert MAX_HEIGHT == search.MAX_HEIGHT


def test_a_rejected_certificate_is_an_internal_error(run, monkeypatch):
    monkeypatch.setattr(check, "check_text", lambda _: check.Outcome("rejected", "for a test"))
    code, out, err = run("counterexample", "k3 k2")
    assert (code, out) == (1, "")
    assert "own certificate rejected" in err
