"""Fibers as the command shows them: points, fields, scalings, ranks, smoothness, classes of equal NTK."""

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

import symlcn
from symlcn.check import check_text
from symlcn.errors import LimitError
from symlcn.fiber.assignment import Piece, assignments
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter
from symlcn.network.scaling import shifts
from tests.support.damage import sealed


def result(run, *words):
    code, out, err = run("fiber", *words, "--json")
    assert err == ""
    return code, json.loads(out)


def test_example_19(run):
    code, found = result(run, "k3 k2", "--filter", "0,-1,0,1", "--balanced")
    assert code == 10
    assert found["counts"] == {"Q": 3, "R": 3, "C": 3}
    assert sorted(point["filters"] for point in found["points"]) == [
        [["0", "1", "-1"], ["1", "1"]],
        [["0", "1", "1"], ["1", "-1"]],
        [["1", "0", "-1"], ["0", "1"]],
    ]
    assert (found["smooth"], found["status"]) == (True, "refuted")
    assert found["ntk_classes"] == [[0], [1], [2]]
    assert all((point["field"], point["rank"]) == ("Q", 4) for point in found["points"])
    scales = {
        json.dumps(point["t"] if isinstance(point["t"], str) else point["t"]["minpoly"]) for point in found["points"]
    }
    assert scales == {'"2"', '["-2", "0", "1"]'}


def test_a_singular_point_of_the_running_example(run):
    code, found = result(run, "k3s2 k2", "--filter", "1,0,0,0,-1")
    assert (code, found["counts"], found["smooth"]) == (10, {"Q": 2, "R": 2, "C": 2}, False)
    assert found["smooth_reason"].startswith("2 points over C")
    assert found["delta"] is None
    assert [point["rho"] for point in found["points"]] == [None, None]


def test_the_counterexample_of_the_theory(run):
    Path("u.json").write_text('[["1",2,1],[2,9,7],[1,7,10]]', encoding="utf-8")
    code, found = result(run, "k2x2 k2x2", "--filter", "u.json", "--delta", "21", "--field", "R")
    assert (code, found["smooth"], found["ntk_classes"]) == (10, True, [[0], [1]])
    assert [(point["t"], point["rho"], point["rank"]) for point in found["points"]] == [("7", ["28", "7"], 7)] * 2
    code, found = result(run, "k2x2 k2x2", "--filter", "u.json", "--balanced")
    assert (code, found["ntk_classes"], found["status"]) == (0, [[0, 1]], "proved")


@pytest.mark.parametrize(("field", "count"), [("Q", 0), ("R", 1), ("C", 3)])
def test_points_of_the_field_asked_for_are_listed_and_all_are_counted(run, field, count):
    code, found = result(run, "k3 k2", "--filter=-2,0,0,1", "--field", field, "--balanced")
    assert (code, len(found["points"]), found["counts"]) == (0, count, {"Q": 0, "R": 1, "C": 3})
    for point in found["points"]:
        assert (point["factor"], point["rank"]) == (None, 4)
        (generator,) = [g for g in point["field"]["generators"] if "interval" in g][:1] or point["field"]["generators"][
            :1
        ]
        assert generator["minpoly"] == ["-2", "0", "0", "1"]


STATUS = [  # architecture, filter, field; status, reason, how the claim of the checker ends
    (
        "k3 k2",
        "2,-2,-1,1",
        "Q",
        "undecided",
        "1 of 3 real points listed",
        "1 of 3 real points listed with 1 NTK at the",
    ),
    ("k3 k2", "2,-2,-1,1", "R", "refuted", None, "3 real points with 3 NTKs at the given δ: refuted"),
    ("k3 k2", "2,-2,-1,1", "C", "refuted", None, "3 real points with 3 NTKs at the given δ: refuted"),
    ("k4 k2", "-4,6,0,-3,1", "Q", "refuted", None, "2 of 4 real points listed with 2 NTKs at the given δ: refuted"),
    ("k2 k2", "2,3,1", "Q", "proved", None, "2 real points with 1 NTK at the given δ: proved"),
    ("k2 k2", "-2,0,1", "Q", "undecided", "0 of 2 real points listed", "0 of 2 real points listed: undecided"),
    ("k2 k2", "-2,0,1", "C", "proved", None, "2 real points with 1 NTK at the given δ: proved"),
    *[
        ("k3 k2", "-2,0,0,1", field, "proved", None, "1 real point with 1 NTK at the given δ: proved")
        for field in "QRC"
    ],
    *[
        ("k2 k2", "1,0,1", field, "proved", None, "no real point at all, so nothing to compare: proved")
        for field in "QRC"
    ],
]


@pytest.mark.parametrize(("notation", "u", "field", "status", "reason", "claim"), STATUS)
def test_the_status_is_about_all_real_points(run, notation, u, field, status, reason, claim):
    """(x - 1)(x^2 - 2), (x - 1)(x - 2)(x^2 - 2): three and four real points, one and two of them rational."""
    words = [notation, f"--filter={u}", "--balanced", "--field", field]
    code, document = result(run, *words)
    assert (document["status"], document["reason"]) == (status, reason)
    assert code == {"proved": 0, "refuted": 10, "undecided": 30}[status]
    assert claim in check_text(sealed(document)).claim
    said = " ".join(run("fiber", *words)[1].split())
    assert f"NTK {status.upper()}" in said
    assert (reason is None) == ("real points listed; --field R lists all" not in said)
    assert ("there is no real point at all" in said) == ("no real point at all" in claim)
    others = {"proved", "refuted", "undecided"} - {status}
    for other in others:
        forged = {**document, "status": other, "reason": "guess" if other == "undecided" else None}
        expected = f"status: should be {status}" + (f": {reason}" if reason else "")
        if other == "undecided" and not document["points"] and document["counts"]["R"] == 1:  # older ones say so
            assert check_text(sealed(forged)).claim.endswith("0 of 1 real points listed: undecided")
            continue
        assert str(check_text(sealed(forged))) == f"Outcome('rejected', '{expected}')"


def test_enclosures_hold_the_numbers():
    architecture = parse_architecture("k2 k2")
    found = symlcn.fiber(architecture, (-2, 0, 1), [1])
    for scaled in found.points:
        (entry,) = [ball for index, ball in scaled.point.enclosure(0).items() if index == (0,)]
        assert (entry * entry - 2).contains(0)


@pytest.mark.parametrize("delta", [[0], [Fraction(10) ** 50], [Fraction(1, 10**50)], [Fraction(-7, 3)]])
def test_scalings_of_rational_points_have_the_invariants_and_keep_the_filter(delta):
    """ρ substituted back: differences are δ, and ∏ρ is the product of squared norms of filters with product u."""
    architecture, u = parse_architecture("k3s2 k2"), (8, 16, 34, 20, 30)
    (point,) = symlcn.fiber(architecture, u, delta).points
    assert end_to_end_filter(architecture, list(point.filters)) == tuple(Fraction(c) / point.factor for c in u)
    assert point.scaling.shifts == shifts(delta)
    norms = [sum(c * c for c in w) for w in point.filters]
    t = point.scaling.t
    if isinstance(t, Fraction):
        assert t * (t + delta[0]) == point.factor**2 * norms[0] * norms[1]
    else:
        x2, x1, x0 = t.minpoly[2], t.minpoly[1], t.minpoly[0]
        assert Fraction(x1, x2) == delta[0]
        assert Fraction(x0, x2) == -(point.factor**2) * norms[0] * norms[1]


def test_text_says_where_the_filter_lies_and_which_points_share_an_ntk(run):
    _, out, _ = run("fiber", "k3 k2", "--filter=-2,0,0,1")
    text = " ".join(out.split())
    assert "0 over Q, 1 over R, 3 over C." in text
    assert "over Q(1.25992104989, root 0 of z^3 − 2)" in text
    assert "PROVED: the only real point has one NTK for every δ." in text
    _, out, _ = run("fiber", "k3s2 k2", "--filter", "1,1,1,1,2")
    assert "over C. It is not in the image, over any field." in " ".join(out.split())
    _, out, _ = run("fiber", "k2 k2", "--filter", "1,0,1")
    assert "The fiber over R is empty; over C it is not." in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["k3 k2", "--filter", "0,0,0,0"], 2, "its fiber is infinite"),
        (["k3 k2", "--filter", "1,2,3"], 2, "its size is 3, that of end-to-end filters is 4"),
        (["k3 k2", "--filter", "[[1,2,3,4]]"], 2, "filter"),
        (["k3 k2", "--filter", "1,2,3,x"], 2, "No such file"),
        (["k3 k2", "--filter", "[1,2,3,0.5]"], 2, "0.5"),
        (["k3 k2"], 2, "--filter"),
        (["k3 k2", "--filter", "1,2,3,4", "--field", "F"], 2, "--field"),
        (["k3 k2", "--filter", "1,2,3,4", "--delta", "1,2"], 2, "2 numbers given"),
    ],
)
def test_bad_input_is_one_line(run, words, code, said):
    result_code, out, err = run("fiber", *words)
    assert (result_code, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1


def test_points_that_are_too_many_are_counted(run):
    """64 real roots for two layers of degree 32; the counts are certified, and that two NTKs differ."""
    tensor = [1]
    for root in range(1, 65):
        tensor = [a - root * b for a, b in zip([*tensor, 0], [0, *tensor], strict=True)]
    words = ["k33 k33", "--filter", json.dumps([str(c) for c in tensor])]
    code, out, _ = run("fiber", *words)
    assert code == 10
    assert f"of {comb(64, 32)} real points, too many to be listed, the two above" in " ".join(out.split())
    code, found = result(run, *words)
    assert (code, found["points"], found["smooth"]) == (10, None, True)
    assert found["counts"] == dict.fromkeys("QRC", comb(64, 32))


def test_limits_do_not_change_the_answer(run):
    words = ["k3 k2", "--filter", "0,-1,0,1", "--balanced"]
    assert run("fiber", *words, "--time-limit", "100") == run("fiber", *words)


def test_unknown_fields_and_wrong_invariants_are_refused_by_the_library():
    architecture = parse_architecture("k3 k2")
    with pytest.raises(ValueError, match="field: 'Z' is not Q, R or C"):
        symlcn.fiber(architecture, (0, -1, 0, 1), [0], "Z")
    with pytest.raises(ValueError, match="2 layers have 1 invariant"):
        symlcn.fiber(architecture, (0, -1, 0, 1), [0, 0])


def test_a_limit_leaves_one_json_object_that_claims_nothing(run):
    words = [
        "k7",
        "k7",
        "--filter",
        ",".join(map(str, [-2, 1, *[0] * 10, 1])),
        "--field",
        "C",
        "--time-limit",
        "0.000001",
    ]
    code, out, err = run("fiber", *words, "--json")
    document = json.loads(out)
    assert (code, err) == (30, "")
    assert (document["status"], document["counts"]) == ("undecided", {"Q": None, "R": None, "C": None})
    assert "time limit" in document["reason"]
    code, out, err = run("fiber", *words)
    assert (code, err) == (30, "")
    assert out.endswith("UNDECIDED: the time limit of 1e-06 s was reached. Nothing is claimed.\n")


def test_too_many_factors_to_be_distributed_are_said_in_one_line():
    with pytest.raises(LimitError, match="901 factors in the ring of one layer"):
        next(assignments([(1,)], [[Piece(n, (1,), ((n, 1),)) for n in range(901)]], [1] * 901))
