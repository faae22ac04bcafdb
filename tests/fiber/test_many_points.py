"""Fibers with many points: counts at once, and one pair of different NTKs where not all are listed or compared."""

import json
import sys
from math import comb

import pytest
import sympy

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.fiber.points import Counts
from symlcn.network.architecture import parse_architecture
from symlcn.progress import listening
from tests.support.answers import answer_of
from tests.support.damage import replaced, sealed
from tests.support.schemas import validate

COSINES = (-1, 5, 25, -5, -50, 1, 35, 0, -10, 0, 1)  # minimal polynomial of 2cos(2π/25): ten real roots
SWINNERTON_DYER = tuple(int(c) for c in sympy.Poly(sympy.swinnerton_dyer_poly(4)).all_coeffs()[::-1])


def certified(found):
    """The accepted certificate of a fiber, valid under the schema."""
    text = dumps(fiber_json(found))
    outcome = check_text(text)
    assert outcome.verdict == "accepted", outcome
    validate(json.loads(text))
    return json.loads(text)


def test_ten_real_roots_and_ten_complex_ones():
    """4 of 10 roots: all C(10, 4) of ten real ones, C(5, 2) pairs of conjugates of ten others."""
    network = parse_architecture("k5 k7")
    found = fiber(network, COSINES, [0])
    assert (found.counts, found.status, len(found.points)) == (Counts(0, 210, 210), "refuted", 210)
    found = fiber(network, (1,) * 11, [0])
    assert (found.counts, found.status, len(found.points)) == (Counts(0, 10, 210), "refuted", 10)


@pytest.mark.parametrize("delta", [None, [0]])
def test_points_that_are_not_listed_are_counted_and_two_of_them_differ(delta):
    """Degree 16, 2^4 real roots, the Galois group of order 16: irreducible, but not modulo any prime."""
    told = []
    with listening(lambda words, *_: told.append(words)):
        found = fiber(parse_architecture("k9 k9"), SWINNERTON_DYER, delta)
    assert (found.counts, found.status, found.points) == (Counts(0, comb(16, 8), comb(16, 8)), "refuted", ())
    assert told == ["factoring the filter", "0 points over Q, 12870 over R, 12870 over C; smoothness"]
    document = certified(found)
    assert (document["points"], document["ntk_classes"], len(document["evidence"]["points"])) == (None, None, 2)
    assert "of 12870 real points, too many to be listed, the two above" in " ".join(str(answer_of(found)).split())


def test_over_q_only_rational_points_are_made():
    found = fiber(parse_architecture("k9 k9"), SWINNERTON_DYER, None, "Q")
    assert (found.points, found.reason) == ((), "0 of 12870 real points listed")
    assert certified(found)["status"] == "undecided"


def three_roots(monkeypatch):
    """k3 k2 at x³ − 3x + 1, three real roots, as if that were too many."""
    monkeypatch.setattr(sys.modules[fiber.__module__], "MAX_IRRATIONAL", 2)
    return certified(fiber(parse_architecture("k3 k2"), (1, -3, 0, 1), [0]))


POINTS = ("evidence", "points")


def test_two_points_that_do_not_differ_are_noticed(monkeypatch):
    honest = three_roots(monkeypatch)
    first, second = honest["evidence"]["points"]
    unfinished = [first[0], []]
    for value, message in (
        ([first, first], "do not tell the NTKs"),
        ([first], "expected 2 entries"),
        ([first, second, second], "expected 2 entries"),
        ([first, unfinished], "has degree"),
        (None, "status: should be undecided"),
    ):
        assert message in check_text(sealed(replaced(honest, POINTS, value))).message


def test_what_else_could_be_said_of_points_that_are_not_listed_is_noticed(monkeypatch):
    honest = three_roots(monkeypatch)
    for path, value, message in (
        (("status",), "proved", "should be refuted"),
        (("status",), "undecided", "should be refuted"),
        (("ntk_classes",), [[0], [1]], "must be null where points is"),
        (("evidence", "ntk"), None, "must compare the two points"),
        (("evidence", "ntk", "pair"), None, "must compare the two points"),
        (("evidence", "ntk", "pair"), [0, 0], "must compare the two points"),
        (("evidence", "ntk", "indices"), [], "do not tell the NTKs"),
        (("evidence", "ranks"), [4, 4], "must be null where points is"),
        (("counts", "R"), 2, "should be 3"),
    ):
        outcome = check_text(sealed({**replaced(honest, path, value), "reason": None}))
        assert outcome.verdict != "accepted"
        assert message in outcome.message or path == ("status",)


def test_long_filters_are_not_listed_either(monkeypatch):
    monkeypatch.setattr(sys.modules[fiber.__module__], "MAX_PRODUCTS", 3 * (3**2 + 2**2) - 1)
    found = fiber(parse_architecture("k3 k2"), (1, -3, 0, 1), [0])
    assert (found.status, found.limit) == (
        "refuted",
        "3 points that are not rational, of filters so long, too many to be listed",
    )
    assert certified(found)["points"] is None
    assert len(fiber(parse_architecture("k3 k2"), (-2, 0, 0, 1), [0]).points) == 1


def test_a_pair_must_be_real():
    """k3 k2 at x³ − 2: one real point and two others."""
    honest = certified(fiber(parse_architecture("k3 k2"), (-2, 0, 0, 1), [0], "C"))
    points = [[[["root", 0, a, 1], ["root", 0, b, 1]], [["root", 0, c, 1]]] for a, b, c in ((1, 2, 0), (0, 1, 2))]
    evidence = {**dict.fromkeys(honest["evidence"]), "fiber": honest["evidence"]["fiber"], "points": points}
    evidence["smooth"] = honest["evidence"]["smooth"]
    evidence["ntk"] = {"bits": 256, "delta": ["0"], "indices": [[0, 0]], "pair": [0, 1], "equal": []}
    nothing = dict.fromkeys(("points", "ntk_classes", "pairs", "reason"))
    claimed = {**honest, **nothing, "status": "refuted", "evidence": evidence}
    assert "must be real points" in check_text(sealed(claimed)).message


def test_of_too_many_rational_points_some_are_compared(monkeypatch):
    monkeypatch.setattr(sys.modules[fiber.__module__], "MAX_COMPARED", 2)
    found = fiber(parse_architecture("k3 k2"), (0, -1, 0, 1), [0])
    assert (found.status, found.classes.pair, found.classes.classes) == ("refuted", (0, 1), None)
    assert certified(found)["ntk_classes"] is None
    assert "REFUTED: the points 0 and 1 have different NTKs; not all" in " ".join(str(answer_of(found)).split())
    monkeypatch.setattr(sys.modules[fiber.__module__], "SOME", 1)
    found = fiber(parse_architecture("k3 k2"), (0, -1, 0, 1), [0])
    assert (found.status, found.reason) == ("undecided", "too many points to compare their NTKs")
    certified(found)
