"""The command ``symlcn dense`` and the option ``symlcn certify --relu``: answers, exit codes, files, bad input."""

import json
import sys
from pathlib import Path

import pytest

from symlcn.check import check_text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("dense 2 2 2", 10, "REFUTED at a product W of rank 2, the largest, for some invariants"),
        ("dense 2 2 2 --delta generic", 10, "K(0,0) = 17/4, K'(0,0) = 281/100"),
        ("dense 2 2 2 --delta generic", 10, "D_1 = W_2ᵀW_2 − W_1W_1ᵀ = [[-15/4, 0], [0, 0]]"),
        ("dense 3 3 3 3 --balanced", 0, "PROVED: yes, for every W."),
        (
            "dense 3 3 3 3 --balanced",
            0,
            "For W of rank 0, 1, 2, 3 these parameters over W are one orbit of O(3) × O(3).",
        ),
        ("dense 2 2 2 --delta 3", 0, "D_1 = W_2ᵀW_2 − W_1W_1ᵀ = 3·I"),
        ("dense 2 1 1 --delta -1", 0, "PROVED: yes, for W of rank 1."),
        ("dense 2 2 2 2 --delta 1,2", 0, "D_2 = W_3ᵀW_3 − W_2W_2ᵀ = 2·I"),
        ("dense 1 3 1", 0, "K² = 2·tr D² + 4W² − (tr D)²"),
        ("dense 2 2", 0, "One layer: the NTK is the identity."),
        ("dense 2 2 2 --delta [[[1,2],[2,5]]]", 10, "K(0,0) = 21/4, K'(0,0) = 2589/676"),
        (
            'dense 2 2 2 --delta [[["1/7","2/3"],["2/3",5]]]',
            10,
            "K(0,0) ≠ K'(0,0), two large numbers in the certificate",
        ),
        ("dense 2 2 2 2 --delta [[[0,1],[1,3]],[[1,0],[0,2]]]", 10, "W_1 = [[2, 0], [-1/2, 1/2]]·diag(1, √3)"),
        ("dense 3 2 2 4 --delta [[[0,1],[1,3]],[[1,0],[0,2]]]", 10, "entries are rational up to square roots"),
        ("dense 3 2 1 --delta -3", 10, "W'_1 = [[2, 0, 0], [0, 1, 0]]·diag(1, √3, 1)"),
        ("dense 2 2 2 --relu", 10, "entry (0,0) of Θ(x, x) is 73/4 and 13"),
        ("dense 2 1 2 --relu", 0, "PROVED: yes, if the function is not 0, for all invariants."),
        ("dense 1 2 1 --relu", 10, "entry (0,0) of Θ(x, x) is 17 and 8"),
        ("certify k2x2 k2x2 --relu", 0, "FALSE in general: filters that can be shifted"),
        ("certify k2x2 k2x2 --relu", 0, "swap: f = 26 and f' = 24 at one input"),
        ("certify k3 k2 --relu", 0, "exchange and sign: f = 0 and f' = -1"),
    ],
)
def test_answers_in_words(run, words, code, said):
    result, out, err = run(*words.split())
    assert (result, err) == (code, "")
    assert said in " ".join(out.split())
    assert (code == 30) != ("The independent checker accepted this certificate" in " ".join(out.split()))


def test_widths_in_one_word_and_invariants_in_a_file(run, tmp_path):
    (tmp_path / "d.json").write_text('[[["1", 2], [2, 5]]]', encoding="utf-8")
    code, out, _ = run("dense", "2 2 2", "--delta", "d.json")
    assert code == 10
    assert "[[1, 2], [2, 5]]" in out
    assert "for these invariants?" in out


@pytest.mark.parametrize(
    ("words", "kind", "status"),
    [
        ("dense 2 2 2", "dense", "refuted"),
        ("dense 3 3 3 3 --balanced", "dense", "proved"),
        ("dense 1 2 2 1", "dense", "undecided"),
        ("dense 2 2 2 --relu", "relu", "refuted"),
        ("certify k2x2 k2x2 --relu", "relu", "proved"),
        ("dense 2 2 2 --time-limit 60", "dense", "refuted"),
        ("dense 40 40 40 --delta 1 --time-limit 0.000001", "dense", "undecided"),
        ("dense 200 200 200 --relu --time-limit 0.000001", "relu", "undecided"),
    ],
)
def test_json_is_the_certificate_and_is_accepted(run, words, kind, status):
    code, out, err = run(*words.split(), "--json", "--certificate", "c.json")
    document = json.loads(out)
    assert err == ""
    assert (document["kind"], document["status"]) == (kind, status)
    assert code == {"proved": 0, "refuted": 10, "undecided": 30}[status]
    assert Path("c.json").read_text(encoding="utf-8") == out
    assert check_text(out).verdict == "accepted"
    code, out, err = run("check", "c.json")
    assert (code, err) == (0, "")
    assert out.startswith("c.json: accepted: ")


def test_the_same_input_gives_the_same_bytes_and_quiet_gives_none(run):
    assert run("dense", "3", "2", "4", "--json") == run("dense", "3", "2", "4", "--json")
    assert run("dense", "2", "2", "2", "-q") == (10, "", "")
    assert run("dense", "2", "2", "2", "-o", "report.txt") == (10, "", "")
    assert "REFUTED" in Path("report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("dense 2 x", "width 1: 'x' is not a positive integer"),
        ("dense 2 0", "width 1: 0 is not an integer from 1 to 256"),
        ("dense 2 1000", "width 1: 1000 is not an integer from 1 to 256"),
        ("dense 2", "widths: 1 given"),
        ("dense 2 2 2 --delta 0.5", "write 1/2"),
        ("dense 2 2 2 --delta 1,2", "2 numbers given for 1 hidden layer"),
        ("dense 2 2 2 --delta 1 --balanced", "--balanced means --delta 0"),
        ("dense 2 2 2 --delta [[[1,2],[3,4]]]", "not symmetric"),
        ("dense 2 2 2 --delta [[[1,0.5],[0.5,4]]]", "not an exact number"),
        ("dense 1 2 1 --delta 3", "no real parameters attain it"),
        ("dense 2 2 2 2 --relu", "only two layers"),
        ("dense 2 2 2 --relu --delta 0", "give no --delta"),
        ("certify k2 k2 k2 --relu", "only two layers"),
        ("certify k2 k2 --relu --balanced", "give no --delta"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(run, words, said):
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("symlcn: ")
    assert err.count("\n") == 1


def test_invariants_from_standard_input_and_from_a_file(run, monkeypatch):
    Path("d.json").write_text("[[[1,2],[2,5]]]", encoding="utf-8")
    expected = run("dense", "2", "2", "2", "--delta", "[[[1,2],[2,5]]]")
    assert run("dense", "2", "2", "2", "--delta", "d.json") == expected
    with open("d.json", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert run("dense", "2", "2", "2", "--delta", "-") == expected
