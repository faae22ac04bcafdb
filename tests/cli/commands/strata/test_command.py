"""The commands strata and equations: answers, forms of output, exit codes, bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def test_equations_print_one_form_per_line(run):
    code, out, err = run("equations", "k3s2", "k2", "--degree", "3")
    assert (code, err) == (0, "")
    assert "Generators    u_0*u_3^2 + u_1^2*u_4 - u_1*u_2*u_3\n" in out
    assert run("equations", "k2s2", "k2", "--degree", "3", "--all")[1].count("u_0*u_3") >= 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["k3s2", "k2"], "(0, 2) dim 3, degree 1, 2 preimages [0, 2], rank 4"),
        (["k3s2", "k2"], "generic points of (0, 2) lie outside M"),
        (["k3s3", "k4s2", "k2"], "(2, 3, 1) > (2, 1, 2)"),
        (["k3", "k2"], "has no singular points: it is linear"),
        (["k2s2", "k2"], "has no singular points but 0"),
        (["k3", "k3s2", "k2"], "Over R the filters merged here may have no real factorization"),
        (["k2x2", "k2x2"], "layers 1 and 2 with equal filters: dim 4, codimension 3"),
        (
            ["k2x2", "k2x1"],
            "1 set of singular points is listed, 1 of codimension 1 in M. All other points but 0 are smooth.",
        ),
        (["k2x2", "k3x2", "--limit", "1"], "1 exchanges of factors of total degree over 1; see --limit."),
        (["k3x3s2", "k3x3s2", "k3x3"], "three or more layers take part at once"),
    ],
)
def test_strata_answer_in_words(run, words, said):
    code, out, err = run("strata", *words)
    assert (code, err) == (0, "")
    assert said in " ".join(out.split())


@pytest.mark.parametrize("words", [["strata", "k3s2 k2"], ["strata", "k2x2 k2x2"], ["equations", "k3s2 k2"]])
def test_json_is_the_certificate_and_is_accepted(run, words):
    code, out, err = run(*words, "--json", "--certificate", "c.json")
    assert (code, err) == (0, "")
    assert json.loads(out)["kind"] == words[0]
    assert Path("c.json").read_text(encoding="utf-8") == out
    code, out, err = run("check", "c.json")
    assert (code, err) == (0, "")
    assert out.startswith("c.json: accepted: ")


def test_pictures(run):
    pytest.importorskip("pydot")
    pytest.importorskip("matplotlib")
    assert run("strata", "k3s2", "k2", "--dot")[1].startswith("strict digraph")
    assert run("strata", "k3s2", "k2", "--svg", "-o", "p.svg") == (0, "", "")
    assert "</svg>" in Path("p.svg").read_text(encoding="utf-8")


def test_a_missing_library_is_named_in_one_line(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, out, err = run("strata", "k3s2", "k2", "--svg")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "pip install 'symlcn[plot]' or, in a clone, pip install '.[plot]'" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["strata", "k3s2 k2", "--dot", "--svg"], "give one of them"),
        (["strata", "k3s2 k2", "--dot", "--json"], "give one of them"),
        (["strata", "k3q"], "layer 1"),
        (["strata", "k2x2", "--limit", "-1"], "--limit"),
        (["equations", "k3s2 k2", "--degree", "0"], "--degree"),
        (["equations", "k3s2 k2", "--all", "--json"], "give one"),
        (["equations", "k3s2 k2", "--certificate", "c", "-o", "c"], "name two"),
    ],
)
def test_bad_input(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("words", [["strata", "k99s2 k99s2 k99s2 k99"], ["equations", "@wav2vec2", "--degree", "9"]])
def test_beyond_limits_nothing_is_claimed(run, words):
    code, out, err = run(*words)
    assert (code, err) == (30, "")
    assert "UNDECIDED: " in out
    code, out, err = run(*words, "--json")
    assert code == 30
    document = json.loads(out)
    assert (document["status"], document["result"]) == ("undecided", None)
    assert run("strata", "k99s2 k99s2 k99s2 k99", "--dot")[:2] == (30, "")


def test_quiet_and_limits(run):
    assert run("strata", "k3s2", "k2", "-q") == (0, "", "")
    assert run("equations", "k3s2", "k2", "--time-limit", "60", "-q") == (0, "", "")


def test_libraries_for_pictures_are_loaded_for_pictures_only():
    program = "import sys; from symlcn_cli.main import main; main(['equations', 'k3s2 k2', '-q']); " \
        "print([m for m in ('networkx', 'matplotlib', 'pydot', 'sympy') if m in sys.modules])"  # fmt: skip
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
