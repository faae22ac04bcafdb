"""Fibers over chosen filters agree with the theorems, and a wrong theory is found out."""

import json

import pytest

import symlcn
from symlcn.atlas import probe as home
from symlcn.atlas.examine import Depth, examine
from symlcn.atlas.networkfamily import sample
from symlcn.atlas.probe import KINDS, probe
from symlcn.network.architecture import Architecture
from symlcn.network.classify import classify

WORDS = [
    "k3s2 k2",
    "k3 k2",
    "k2 k2",
    "k2x2 k2x2",
    "k2x2 k3x2",
    "k3x1 k1x3",
    "k2 k2d2 k2 k2d2",
    "k3 k3",
    "k2x1 k2x1 k2x2",
]


@pytest.mark.parametrize("words", WORDS)
def test_nothing_contradicts_the_theorems(words):
    assert probe(Architecture(words), 2 * len(KINDS), 1) == (2 * len(KINDS), [])


def test_nothing_contradicts_them_in_a_sample():
    parts = sample(25, 5, layers=(2, 3), size=(1, 3), stride=(1, 3), dilation=(1, 3)).parts()
    for network in parts[0].networks(0, 25):
        assert probe(network, len(KINDS)) == (len(KINDS), [])


@pytest.mark.parametrize(
    ("words", "wrong", "claims"),
    [
        ("k3 k2", {"degree": 2}, {"at most"}),
        ("k3 k2", {"degree": 4}, {"at most", "at least"}),
        ("k3s2 k2", {"dimension": 3}, {"rank", "at most"}),
        ("k3 k2", {"birational_up_to_layer_order": True}, {"orbit"}),
        ("k3 k2", {"ntk": "independent", "delta_locus": ()}, {"ntk"}),
        ("k2x2 k2x2", {"interchangeable": ()}, {"orbit"}),
    ],
)
def test_a_wrong_theory_is_found_out(words, wrong, claims, monkeypatch):
    monkeypatch.setattr(home, "classify", lambda network: classify(network)._replace(**wrong))
    compared, found = probe(Architecture(words), 4 * len(KINDS))
    assert compared == 4 * len(KINDS)
    assert claims <= {problem.claim for problem in found}


def test_wrong_numbers_of_real_points_are_found_out(monkeypatch):
    monkeypatch.setattr(home, "real_points", lambda degrees: ((3, 2), (1, 1)))
    assert {problem.claim for problem in probe(Architecture("k3 k2"), 14)[1]} == {"real"}


def test_a_contradiction_is_kept_with_the_certificate_of_the_fiber(monkeypatch):
    wrong = {"ntk": "independent", "delta_locus": ()}
    monkeypatch.setattr(home, "classify", lambda network: classify(network)._replace(**wrong))
    row = examine(Architecture("k3 k2"), Depth(probe=7))
    assert (row.status, row.probes, row.evidence) == ("refuted", 7, "none")
    for problem in json.loads(row.contradictions):
        certificate = json.loads(problem["certificate"])
        assert symlcn.check(certificate).verdict == "accepted"
        assert (certificate["kind"], certificate["status"], certificate["delta"]) == (
            "fiber",
            "refuted",
            problem["delta"],
        )
        product = symlcn.fiber("k3 k2", filters=problem["filters"], delta=problem["delta"], field="C")
        assert product.certificate()["filter"] == certificate["filter"]


def test_rows_count_probes():
    assert examine(Architecture("k2 k2"), Depth(probe=3))[-3:-1] == (3, None)
    assert examine(Architecture("k4 k4 k4"), Depth(probe=3))[-3:-1] == (0, None)
    assert examine(symlcn.read_architecture("k2 r2 k2"), Depth(probe=3))[-3:-1] == (0, None)
    assert probe(Architecture("k3 k2"), 0) == (0, [])
