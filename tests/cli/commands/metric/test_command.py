"""The commands metric and inverse: answers in words, JSON, exit codes, bad input."""

import json

import pytest

from symlcn.check import check_text

U = "4,8,17,10,15"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["metric", "k3s2", "k2", "--filter", U, "--delta", "0"], 0, "the root of t^2 − 574"),
        (["metric", "k3s2", "k2", "--filter", U, "--delta", "-27"], 0, "g(u, u) = 1/Σ(1/ρ_l) = 574/55"),
        (["metric", "k3s2", "k2", "--filter", "0,0,1,0,0", "--balanced"], 10, "2 points over C"),
        (["metric", "k2", "k2", "--filter=-2,0,1", "--balanced"], 0, "a root of z^2 − 2 Filters w_1 = (−α, 1)"),
        (["metric", "k3", "k2", "--filter=1,-3,0,1", "--balanced", "--point", "1"], 0, "w_1 = (α^2 − 3, α, 1)"),
        (["metric", "k3", "k2", "--filter=1,-3,0,1", "--balanced"], 10, "different NTKs"),
        (
            ["metric", "k4", "k3", "k2", "--filter=7,1,-3,2,0,1,1", "--delta", "1,2", "--point", "0"],
            30,
            "no number of degree up to 40 was found that generates the field of their entries",
        ),
        (["metric", "k3", "k2", "--filter", "0,-1,0,1", "--balanced"], 10, "different NTKs"),
        (["metric", "k3", "k2", "--filters", "[[0,-1,1],[1,1]]", "--balanced"], 0, "of dimension 4"),
        (["metric", "k3s2", "k2"], 0, "(t + Δ_1)·t = (1)²/(u_1*u_3)²·n_1·n_2"),
        (
            ["metric", "k3s2", "k2"],
            0,
            "hold at every u of the neuromanifold with u ≠ 0 and u_1*u_3 ≠ 0. There no w_l is 0",
        ),
        (["metric", "k2", "k2"], 30, "not birational"),
        (["metric", "k2x2", "k3x2"], 30, "kernels of matrices, which are not expanded"),
        (["metric", "k2d1000000000", "k3"], 0, "all others are 0 on the neuromanifold"),
        (["metric", "k2d1000000000", "k3", "--filters", "[[1,2],[1,2,3]]", "--balanced"], 30, "1000000003 entries"),
        (["metric", "k2d9000", "k3", "--filters", "[[1,2],[1,2,3]]", "--balanced"], 0, "of dimension 4"),
        (
            ["metric", "k2d1000000", "k3", "--filters", "[[1,2],[1,2,3]]", "--balanced"],
            30,
            "at most 1000000 are certified",
        ),
        (["inverse", "k2x2d20000", "k3x3"], 0, "w_1 ∝ (u_0_0, u_0_20000, u_20000_0, u_20000_20000)"),
        (
            ["inverse", "k3d1000000", "k2d2000001", "k3"],
            30,
            "formulas in 4000004 entries of u; at most 400000 are named",
        ),
        (["inverse", "k3s2", "k2"], 0, "w_1 ∝ (u_0*u_3, u_1*u_3, u_1*u_4)   where u_1*u_3 ≠ 0"),
        (["inverse", "k3s2", "k2", "--charts", "all"], 0, "exactly where u is a smooth point"),
        (["inverse", "k2x2", "k2x2"], 0, "only symmetric functions of the filters are rational in u"),
        (["inverse", "k2x2", "k3x2"], 0, "w_2: m·w_2 = s·u   (7 unknowns, rank 6)"),
        (["inverse", "k9s2", "k6", "--charts", "all"], 0, "exactly where u is a smooth point"),
        (["inverse", "k11x11", "k9x9", "k3x3"], 30, "are not separated"),
    ],
)
def test_answers_in_words_and_as_certificates(run, tmp_path, words, code, said):
    result, out, err = run(*words)
    assert (result, err) == (code, "")
    assert said in " ".join(out.split()) or said in out
    result, out, err = run(*words, "--json")
    document = json.loads(out)
    assert (result, err) == (code, "")
    assert document["status"] == {0: "proved", 10: "refuted", 30: "undecided"}[code]
    assert check_text(out).verdict == "accepted"
    assert run(*words, "--json", "--certificate", "c.json")[1] == out
    assert (tmp_path / "c.json").read_text(encoding="utf-8") == out
    assert run(*words, "-q") == (code, "", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["metric", "k3s2", "k2", "--filter", U], "together with --delta or --balanced"),
        (["metric", "k3s2", "k2", "--delta", "0"], "together with --delta or --balanced"),
        (["metric", "k3s2", "k2", "--filter", U, "--filters", "[[1,2,3],[4,5]]", "--balanced"], "give no --filter"),
        (["metric", "k3s2", "k2", "--filter", "1,2", "--balanced"], "its size is"),
        (["metric", "k3s2", "k2", "--filters", "[[1,2,3],[4,5]]", "--balanced", "--point", "0"], "give --filter"),
        (
            ["metric", "k3s2", "k2", "--filter", U, "--balanced", "--point", "1"],
            "the real points over u are numbered 0 to 0",
        ),
        (["metric", "k3s2", "k2", "--filter", "0,0,0,0,0", "--balanced"], "it is zero"),
        (["metric", "k3s2", "k2", "--filter", U, "--delta", "1,2"], "2 numbers given"),
        (["metric", "k3s2", "k2", "--filter", "1,.5,1,1,1", "--balanced"], "decimal"),
        (["inverse", "k3s2", "q2"], "begins with k"),
        (["inverse", "k3s2", "k2", "--charts", "few"], "few"),
    ],
)
def test_bad_input_is_named(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_results_go_to_a_file_and_limits_end_in_undecided(run, tmp_path):
    assert run("metric", "k3s2", "k2", "--filter", U, "--balanced", "--json", "-o", "m.json") == (0, "", "")
    assert check_text((tmp_path / "m.json").read_bytes()).verdict == "accepted"
    code, out, _ = run("inverse", "@wav2vec2", "--time-limit", "0.01", "--json")
    assert code == 30
    assert "time limit" in json.loads(out)["reason"]
    assert check_text(out).verdict == "accepted"


def test_the_metric_of_a_long_filter(run):
    filters = json.dumps([list(range(1, 11)), *[[1, -2, 3]] * 4, [1, 4], [5, -3]])
    code, out, _ = run("metric", "@wav2vec2", "--filters", filters, "--delta", "1,0,0,0,0,0")
    assert code == 0
    assert "of dimension 20" in out
    assert "an integer matrix of 9 rows" in out
