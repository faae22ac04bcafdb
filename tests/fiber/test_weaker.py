"""Where evidence for a part of a fiber cannot be made, that part alone is undecided: counts and points stay."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

from symlcn.answer import Question, SelfCheckError, answered
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError
from symlcn.fiber.evidence import comparisonevidence
from symlcn.fiber.evidence import document as fibercertificate
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.fiber.weaker import weaker_fibers
from symlcn.network.architecture import parse_architecture

check = import_module("symlcn.check")

FIBERS = {
    "rational": ("k3 k2", (0, -1, 0, 1), [0]),
    "every delta": ("k3 k2", (0, -1, 0, 1), None),
    "irrational": ("k3 k3", (2, 0, -4, 0, 1), [0]),
    "irrational, every delta": ("k3 k3", (2, 0, -4, 0, 1), None),
    "equal": ("k2 k2", (-2, 0, 1), [0]),
    "singular": ("k3s2 k2", (1, 0, -3, 0, 1), [1]),
    "no real point": ("k2 k2", (1, 0, 1), [0]),
}


@pytest.mark.parametrize("name", FIBERS)
def test_whatever_is_left_of_a_fiber_is_accepted(name):
    notation, u, delta = FIBERS[name]
    found = fiber(parse_architecture(notation), u, delta)
    for own in weaker_fibers(found, lambda: "no evidence"):
        outcome = check_text(dumps(fiber_json(own)))
        assert outcome.verdict == "accepted", outcome
        assert own.counts == found.counts
        assert own.status in (found.status, "undecided")
        assert (own.reason is not None) == (own.status == "undecided")


WORDS = ("fiber", "k3 k3", "--filter", "2,0,-4,0,1", "--balanced", "--certificate", "f.json")


def raising(*_arguments, **_named):
    raise LimitError("it takes too long")


def test_without_evidence_for_ntks_they_alone_are_undecided(run, monkeypatch):
    monkeypatch.setattr(comparisonevidence, "_places", raising)
    code, out, err = run(*WORDS)
    said = " ".join(out.split())
    assert (code, err) == (30, "")
    assert "6 over R, 6 over C" in said
    assert "Point 5" in said
    assert "NTK UNDECIDED: no evidence within limits: it takes too long." in said
    document = json.loads(Path("f.json").read_text(encoding="utf-8"))
    assert (document["status"], len(document["points"]), document["ntk_classes"]) == ("undecided", 6, None)
    assert run("check", "f.json")[0] == 0


def test_without_evidence_for_fields_the_rest_is_as_it_was(run, monkeypatch):
    code, out, _ = run(*WORDS)
    monkeypatch.setattr(fibercertificate, "_primitive_json", lambda point, _: raising() if point.primitive else None)
    again, other, _ = run(*WORDS)
    assert code == again == 10
    assert out.split("NTK")[-1] == other.split("NTK")[-1]
    assert json.loads(Path("f.json").read_text(encoding="utf-8"))["status"] == "refuted"


def test_without_evidence_for_points_counts_stay(run, monkeypatch):
    monkeypatch.setattr(fibercertificate, "point_json", raising)
    code, out, _ = run(*WORDS)
    assert code == 30
    assert "0 over Q, 6 over R, 6 over C" in out
    document = json.loads(Path("f.json").read_text(encoding="utf-8"))
    assert (document["counts"], document["points"]) == ({"Q": 0, "R": 6, "C": 6}, None)


def test_without_any_evidence_the_answer_is_printed_nevertheless(run, monkeypatch):
    monkeypatch.setattr(fibercertificate, "tree_json", raising)
    code, out, err = run(*WORDS)
    said = " ".join(out.split())
    assert (code, err) == (30, "")
    assert "REFUTED: the real points have" in said
    assert "f.json (shows nothing: it takes too long)" in said
    assert json.loads(Path("f.json").read_text(encoding="utf-8"))["reason"] == "it takes too long"
    assert run("check", "f.json")[0] == 0


def test_more_than_the_checker_takes_is_left_out(run, monkeypatch):
    """With little arithmetic the checker takes the points, but not the comparison of their NTKs."""
    costs = {}
    for own in weaker_fibers(fiber(parse_architecture("k3 k3"), (2, 0, -4, 0, 1), [0]), lambda: "no"):
        text = dumps(fiber_json(own))
        work = check.Work(10**8)
        check.check_certificate(check.parse(text), work)
        costs[own.reason, len(own.points)] = 10**8 - work.left
    listed = max(cost for (reason, points), cost in costs.items() if reason is not None and points)
    assert listed < costs[None, 6]
    monkeypatch.setattr(check, "MAX_WORK", (listed + costs[None, 6]) // 2)
    code, out, _ = run(*WORDS)
    assert code in (10, 30)
    assert "6 over R" in out
    assert "more arithmetic" in out or code == 10


def test_precision_is_raised_while_the_checker_asks_for_more(monkeypatch):
    honest = fiber_json(fiber(parse_architecture("k2 k2"), (-2, 0, 1), [1]))
    coarse = {**honest, "points": [{**point, "t": {**point["t"]}} for point in honest["points"]]}
    assert check_text(dumps(honest)).verdict == "accepted"
    asked = []

    def build(finer):
        asked.append(finer)
        return honest if finer == 4 else _too_wide(coarse)

    assert answered(_asking(build), (), ABOUT).sealed == dumps(honest)
    assert asked == [1, 2, 4]
    coarser = answered(_asking(lambda _: _too_wide(coarse)), (), ABOUT)
    assert coarser.undecided
    assert coarser.reason.startswith("precision does not suffice for the independent checker: ")


LAYER = {"size": [2], "stride": [1], "dilation": [1]}
ABOUT = {
    "architecture": {"notation": "k2 k2", "dimension": 1, "layers": [LAYER, LAYER]},
    "filter": ["-2", "0", "1"],
    "field": "R",
}


def _asking(build):
    """A question whose result has the documents that are given."""
    return Question("fiber", "fiber", lambda: fiber(parse_architecture("k2 k2"), (-2, 0, 1)), lambda _, f: build(f))


def _too_wide(document):
    """A disc around a root that is too large: both meet."""
    text = json.dumps(document)
    leaf = document["evidence"]["fiber"]["leaf"]["factors"][0]
    wide = [[re, im, "2"] for re, im, _ in leaf["roots"]]
    return json.loads(text.replace(json.dumps(leaf["roots"]), json.dumps(wide)))


def test_what_is_false_is_never_a_matter_of_precision(monkeypatch):
    honest = fiber_json(fiber(parse_architecture("k2 k2"), (2, -3, 1), [1]))
    outcome = check_text(dumps({**honest, "counts": {"Q": 2, "R": 2, "C": 3}}))
    assert (outcome.verdict, outcome.imprecise) == ("rejected", False)
    with pytest.raises(SelfCheckError, match="own certificate rejected"):
        answered(_asking(lambda _: {**honest, "status": "proved"}), (), ABOUT)


def test_a_reason_is_given_where_points_are_listed_and_not_compared():
    found = fiber(parse_architecture("k2 k2"), (2, -3, 1), [Fraction(1)])
    assert replace(found, classes=None, uncompared="why").reason == "why"


DATA = '{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,2,3]}'
FLOWS = {
    "flow": (("--from", "[[1,2],[2,1]]", "--from", "[[2,1],[1,2]]", "--balanced", "--exact"), "Velocity"),
    "landscape": (("--landscape",), "Critical"),
}


@pytest.mark.parametrize("name", FLOWS)
def test_flows_are_reported_where_the_checker_does_not_read_the_certificate(run, monkeypatch, name):
    options, said = FLOWS[name]
    words = ("flow", "k2 k2", "--data", DATA, *options)
    _, plain, _ = run(*words)
    monkeypatch.setattr("symlcn.answer.accepted", raising)
    code, out, err = run(*words, "--certificate", "f.json")
    assert (code, err) == (30, "")
    assert said in out
    assert out.startswith(plain)
    assert "none, so that this is undecided for others: it takes too long" in " ".join(out.split())
    assert not Path("f.json").exists()
