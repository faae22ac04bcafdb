"""symlcn.flow and symlcn.landscape: answers with certificates, which say what the command says."""

import json
import pickle
from fractions import Fraction

import pytest
from flint import arb, ctx

import symlcn
from symlcn.algebra.pickling import register
from symlcn.check.core import reading
from symlcn.errors import LimitError, ParseError, SymlcnError
from symlcn.loss.data import as_data

DATA = {"inputs": [[1, 0, 0, 1, 0, -1, 0, 0, 1, 1]], "outputs": [[3, 1, -4, 0, 2, 1, 3]]}
STARTS = ([(0, -1, 1), (1, 1)], "[[-1,0,1],[0,1]]")  # Ex. 19
WORDS = ("k3", "k2", "--data", json.dumps(DATA), "--from", "[[0,-1,1],[1,1]]", "--from", "[[-1,0,1],[0,1]]")
FORM = {"A": [[2, 1, 0], [1, 2, 1], [0, 1, 2]], "target": [1, 2, 3]}


@pytest.fixture(scope="module")
def velocities():
    return symlcn.flow("k3 k2", DATA, STARTS, "balanced", exact=True)


@pytest.fixture(scope="module")
def critical():
    return symlcn.landscape("k2 k2", FORM, [[(1, 2), (3, 4)]])


def test_an_answer_about_flows_is_that_of_the_command(velocities, run, tmp_path):
    assert (velocities.status, velocities.reason, velocities.assumptions) == ("refuted", None, ())
    assert velocities.difference.index == (0,)
    assert symlcn.check(velocities).verdict == "accepted"
    assert run("flow", *WORDS, "--balanced", "--exact") == (10, f"{velocities}\n", "")
    assert run("flow", *WORDS, "--balanced", "--exact", "--json")[1] == velocities.render("json")
    velocities.save(tmp_path / "flow.json")
    assert json.loads(velocities.render("json")) == velocities.certificate()
    assert (tmp_path / "flow.json").read_text(encoding="utf-8") == velocities.render("json")
    with pytest.raises(TypeError, match="three values"):
        bool(velocities)
    with pytest.raises(SymlcnError, match="no trajectories were integrated"):
        velocities.render("svg")


def test_trajectories_stand_beside_the_certificate(velocities, run):
    answer = symlcn.flow("k3 k2", json.dumps(DATA), STARTS, [0], time="1/10")
    assert answer.certificate()["starts"] == velocities.certificate()["starts"]
    shown = json.loads(answer.render("json"))
    assert (shown["format"], len(shown["approx"]["trajectories"])) == ("symlcn-flow", 2)
    assert answer.trajectories.times[-1] == 0.1
    assert answer.render("svg").startswith(b"<?xml")
    out = run("flow", *WORDS, "--balanced", "--time", "1/10")[1]
    assert out == f"{answer}\n"


def test_an_answer_about_a_landscape_is_that_of_the_command(critical, run, tmp_path):
    assert (critical.status, critical.points.number, critical.certificate()["kind"]) == ("proved", 6, "critical")
    assert not critical.given[0].critical
    words = ("flow", "k2 k2", "--data", json.dumps(FORM), "--landscape", "--from", "[[1,2],[3,4]]")
    assert run(*words) == (0, f"{critical}\n", "")
    assert run(*words, "--json", "--certificate", "c.json") == (0, critical.render("json"), "")
    assert (tmp_path / "c.json").read_text(encoding="utf-8") == critical.sealed
    assert "<title>symlcn landscape k2 k2</title>" in critical.proof("html")
    assert symlcn.check(critical).verdict == "accepted"


@pytest.mark.parametrize(
    ("network", "data", "statuses"),
    [
        ("k2 k1", {"A": [[1, 0], [0, 1]], "target": [0, 0]}, ("undecided", "proved")),  # no point, so none is listed
        ("k2 k2", FORM, ("proved", "proved")),
    ],
)
def test_an_answer_says_what_its_certificate_says(network, data, statuses):
    found = [symlcn.landscape(network, data, seal=seal) for seal in (True, False)]
    assert tuple(answer.status for answer in found) == statuses
    assert found[0].certificate()["status"] == statuses[0]
    assert found[0].reason == found[0].certificate()["reason"]
    for answer in found:
        shown = json.loads(answer.render("json"))
        assert (shown["status"], shown["reason"]) == (answer.status, answer.reason)
    with pytest.raises(SymlcnError, match="no certificate was made"):
        found[1].certificate()


def test_what_the_checker_does_not_read_is_shown_and_undecided(run, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    why = "the independent checker does not read a certificate so large: "
    for options, kept in (("--exact",), "REFUTED: no."), (("--landscape",), "10 complex critical points"):
        code, out, err = run("flow", *WORDS, "--balanced", *options, "--certificate", "c.json")
        out = " ".join(out.split())
        assert (code, err, kept in out) == (30, "", True)
        assert f"File none, so that this is undecided for others: {why}" in out
        assert not (tmp_path / "c.json").exists()
    shown = json.loads(run("flow", *WORDS, "--balanced", "--exact", "--json")[1])
    assert (shown["format"], shown["status"], shown["reason"].startswith(why)) == ("symlcn-flow", "undecided", True)


def test_limits_are_answers():
    for answer in (
        symlcn.flow("k3 k2", DATA, STARTS, "balanced", exact=True, time_limit=0.001),
        symlcn.landscape("k2 k2", FORM, time_limit=0.001),
    ):
        assert (answer.undecided, answer.reason) == (True, "the time limit of 0.001 s was reached")
        assert (answer.sealed, answer.result) == (None, None)
        with pytest.raises(SymlcnError, match="no certificate was made"):
            answer.certificate()
        with pytest.raises(AttributeError, match="undecided, the time limit"):
            _ = answer.points
    within = symlcn.landscape("k2 k2", FORM, time_limit=60, memory_limit=2**33)
    assert within.sealed == symlcn.landscape("k2 k2", FORM).sealed
    assert str(within) == str(symlcn.landscape("k2 k2", FORM))


@pytest.mark.parametrize(
    ("arguments", "named", "problem"),
    [
        (("k3 k2", 5, STARTS), {}, "data: 5 is no data; give an object with"),
        (("k3 k2", "-", STARTS), {}, 'data: "-" is standard input on the command line only'),
        (("k3 k2", "absent.json", STARTS), {}, "data: No such file as 'absent.json', and no JSON; give an object"),
        (("k3 k2", {"inputs": [], "A": []}, STARTS), {}, 'data: give an object with "inputs"'),
        (("k3 k2", {"inputs": 3, "outputs": []}, STARTS), {}, "data: each of its two parts is a list"),
        (("k3 k2", {"inputs": "12", "outputs": []}, STARTS), {}, "data: each of its two parts is a list"),
        (("k3 k2", {"A": [1, 2], "target": [1, 2]}, STARTS), {}, "data, A: not a list of rows of numbers"),
        (("k3 k2", {**DATA, "inputs": [[0.5] * 10]}, STARTS), {}, "is a float, not an exact number"),
        (("k3 k2", DATA, [[(0, 0.5, 1), (1, 1)], STARTS[1]]), {}, "is a float, not an exact number"),
        (("k3 k2", DATA, []), {}, "initial parameters: none given"),
        (("k3 k2", DATA, STARTS, [0.5]), {}, "is a float, not an exact number"),
        (("k3 k2", DATA, STARTS, [0]), {"time": 0.5}, "time: 0.5 is a float, not an exact number"),
        (("k3 k2", DATA, STARTS, [0]), {"time": -1}, "time: it is not positive"),
    ],
)
def test_wrong_arguments_are_named(arguments, named, problem):
    with pytest.raises(ParseError) as caught:
        symlcn.flow(*arguments, **named)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_data_in_a_file_and_as_a_dictionary_are_the_same(tmp_path):
    path = tmp_path / "data.json"
    path.write_text(json.dumps(FORM))
    rational = {"A": [[Fraction(c) for c in row] for row in FORM["A"]], "target": FORM["target"]}
    assert len({str(symlcn.landscape("k2 k2", data)) for data in (FORM, rational, path, str(path))}) == 1
    assert as_data(path) == as_data(json.dumps(FORM))


def test_balls_survive_pickling_and_contain_what_they_contained():
    register()
    with ctx.workprec(300):
        for ball in (arb(1) / 3, arb(0), arb(5), -arb(2).sqrt(), arb("1 +/- 1e-50"), arb(3) ** 200 / 7):
            found = pickle.loads(pickle.dumps(ball))
            assert found.contains(ball)
            assert found.mid() == ball.mid()
            assert found.rad() <= ball.rad() * arb("1.00001")


def test_velocities_that_the_checker_does_not_compare_leave_the_report(monkeypatch):
    def none(_found):
        raise LimitError("not comparable")

    monkeypatch.setattr("symlcn.loss.flow.question.flow_json", none)
    answer = symlcn.flow("k3 k2", DATA, STARTS, "balanced", exact=True)
    assert (answer.status, answer.reason, answer.result.status) == ("undecided", "not comparable", "refuted")
    assert "REFUTED: no." in str(answer)
