"""Damaged certificates are never accepted, even with a digest that fits."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from symlcn.check import check_file, check_text
from tests.damage import at, certificate, changed, containers, leaves, replaced, sealed, without

BASES = [
    ("k3s2 k2", None),
    ("k2x2 k2x2", None),
    ("k2x2 k2x2", [21]),
    ("k2x2 k2x2", [0]),
    ("k3 k2", None),
    ("k3 k2", [Fraction(1, 2)]),
    ("k2 k2", [0]),
    ("k2 k2d2 k2 k2d2", [1, -1, 2]),
    ("k2x2x2s2 k3x1x1 k2x1x1 k1x1x1 k3x2x3", None),
]
IDS = [f"{notation} {delta}" for notation, delta in BASES]
DATA = Path(__file__).parent / "data"


def still_true(document, path):
    """An interval may be another one that isolates the same root: that is no damage."""
    if "interval" not in path:
        return False
    t = at(document, path[: path.index("interval")])
    lower, upper = map(Fraction, t["interval"])
    values = [sum(int(c) * x**k for k, c in enumerate(t["minpoly"])) for x in (lower, upper)]
    return 0 <= lower < upper and values[0] * values[1] < 0


@pytest.mark.parametrize(("notation", "delta"), BASES, ids=IDS)
def test_no_change_of_any_single_value_is_accepted(notation, delta):
    honest = certificate(notation, delta)
    assert check_text(sealed(honest)).verdict == "accepted"
    kinds = set()
    for path in leaves(honest):
        if path[0] in ("tool", "digest"):
            continue
        for value in changed(at(honest, path)):
            damaged = replaced(honest, path, value)
            outcome = check_text(sealed(damaged))
            assert outcome.verdict != "accepted" or still_true(damaged, path), (path, value)
            kinds.add(tuple(key for key in path if isinstance(key, str)))
    assert len(kinds) >= 20


@pytest.mark.parametrize(("notation", "delta"), BASES, ids=IDS)
def test_no_removal_of_anything_is_accepted(notation, delta):
    honest = certificate(notation, delta)
    for path in containers(honest):
        if path[:1] == ("tool",):
            continue
        part = at(honest, path)
        for key in part if isinstance(part, dict) else range(len(part)):
            if (*path, key) not in {("tool",), ("digest",), ("hypotheses",)}:
                assert check_text(sealed(without(honest, (*path, key)))).verdict != "accepted", (*path, key)


@pytest.mark.parametrize(("notation", "delta"), BASES, ids=IDS)
def test_any_change_without_a_new_digest_is_noticed(notation, delta):
    honest = certificate(notation, delta)
    for path in leaves(honest):
        if path[0] != "tool":
            value = changed(at(honest, path))[0]
            assert check_text(json.dumps(replaced(honest, path, value))).verdict != "accepted", path


SWAP = {
    "other filter, irreducible by no listed reason": (
        "k2x2 k3x2", ("evidence", "witness", 0, "filter"), [["6", "2"], ["3", "1"]]),
    "two members of a class with the same filter": (
        "k2x2 k2x2", ("evidence", "witness", 1), {"kind": "irreducible", "filter": [["2", "1"], ["1", "0"]],
                                                   "monic": 0, "divisor": 1, "root": "-2"}),
    "an axis witness where two directions are active": (
        "k2x2 k3x2", ("evidence", "witness", 0, "kind"), "axis"),
    "a scalar witness where one direction is active": (
        "k3s2 k2", ("evidence", "witness", 0), {"kind": "scalar", "filter": ["1", "0", "0"]}),
    "a double root in a block": (
        "k2 k2", ("evidence", "witness", 1), {"kind": "axis", "filter": ["2", "1"],
                                               "factors": [{"coefficients": ["2", "1"], "prime": 2}]}),
    "a filter in a smaller ring": (
        "k3s2 k2", ("evidence", "witness", 0), {"kind": "axis", "filter": ["2", "0", "1"],
                                                 "factors": [{"coefficients": ["2", "0", "1"], "prime": 2}]}),
    "mixed signs that could cancel": (
        "k3s2 k2", ("evidence", "witness", 0), {"kind": "axis", "filter": ["-6", "-1", "1"],
                                                 "factors": [{"coefficients": ["2", "1"], "prime": 2},
                                                             {"coefficients": ["-3", "1"], "prime": 3}]}),
    "a factor with a rational root, no Eisenstein prime": (
        "k3s2 k2", ("evidence", "witness", 0), {"kind": "axis", "filter": ["1", "2", "1"],
                                                 "factors": [{"coefficients": ["1", "2", "1"], "prime": 2}]}),
    "a composite prime": ("k3s2 k2", ("evidence", "witness", 0), {
        "kind": "axis", "filter": ["6", "6", "1"], "factors": [{"coefficients": ["6", "6", "1"], "prime": 6}]}),
    "factors whose product is another filter": ("k3s2 k2", ("evidence", "witness", 0, "filter"), ["3", "3", "1"]),
    "witness filters of the wrong size": ("k3s2 k2", ("evidence", "witness", 0), {
        "kind": "axis", "filter": ["2", "1"], "factors": [{"coefficients": ["2", "1"], "prime": 2}]}),
    "an exchange that changes nothing": (
        "k3 k2", ("evidence", "exchange", "filters"), [["6", "5", "1"], ["5", "1"]]),
    "an exchange with another product": (
        "k3 k2", ("evidence", "exchange", "filters"), [["15", "8", "1"], ["3", "1"]]),
    "an exchange with a root of one side only": ("k3 k2", ("evidence", "exchange", "root"), "-2"),
    "an exchange between other layers": ("k3 k2", ("evidence", "exchange", "layers"), [1, 0]),
    "dependence called independence": ("k3 k2", ("result", "ntk"), "independent"),
    "dependence called a locus": ("k3 k2", ("result", "delta_locus"), [[1]]),
    "an exchange where none is needed": ("k2 k2", ("evidence", "exchange"), {
        "layers": [0, 1], "filters": [["3", "1"], ["2", "1"]], "root": "-3"}),
    "the locus left out": ("k2x2 k2x2", ("result", "delta_locus"), []),
    "another linear form": ("k2 k2d2 k2 k2d2", ("result", "delta_locus"), [[1, 1, 0], [1, 1, 1]]),
    "a pair that is not a swap": ("k2x2 k2x2", ("evidence", "counterexample", "pair", 1, "filters"),
                                  [[["2", "1"], ["1", "0"]], [["3", "1"], ["1", "0"]]]),
    "a pair with other invariants": ("k2x2 k2x2", ("evidence", "counterexample", "delta"), ["-4"]),
    "a pair on the locus": ("k2x2 k2x2", ("evidence", "counterexample", "delta"), ["0"]),
    "equal corner entries": ("k2x2 k2x2", ("evidence", "counterexample", "ntk_difference", "values"), ["13", "13"]),
    "corner entries exchanged": (
        "k2x2 k2x2", ("evidence", "counterexample", "ntk_difference", "values"), ["404/33", "13"]),
    "swapped ρ": ("k2x2 k2x2", ("evidence", "counterexample", "pair", 0, "rho"), ["11", "6"]),
    "the negative root": ("k2 k2", ("evidence", "counterexample", "pair", 0, "t"), "-5"),
    "an assumption": ("k3s2 k2", ("assumptions",), ["u is irreducible"]),
    "a counterexample to what is proved": ("k3s2 k2", ("evidence", "counterexample"), {
        "delta": None, "layers": [0, 1], "pair": [], "ntk_difference": None}),
    "another notation": ("k3s2 k2", ("architecture", "notation"), "k3 k2"),
    "another stride": ("k3s2 k2", ("architecture", "layers", 0, "stride"), [1]),
    "a claim while undecided": ("k3s2 k2", ("status",), "undecided"),
    "refuted without a counterexample": ("k3s2 k2", ("status",), "refuted"),
    "another format version": ("k3s2 k2", ("version",), 2),
    "another kind": ("k3s2 k2", ("kind",), "fiber"),
    "an unknown field": ("k3s2 k2", ("result", "remark"), "true"),
    "a degree with a leading zero": ("k3s2 k2", ("result", "degree"), "01"),
    "a boolean for a number": ("k3s2 k2", ("result", "dimension"), True),
    "a float for a number": ("k3s2 k2", ("result", "dimension"), 4.0),
}  # fmt: skip


@pytest.mark.parametrize("kind", SWAP)
def test_plausible_forgeries_are_not_accepted(kind):
    notation, path, value = SWAP[kind]
    forged = replaced(certificate(notation), path, value)
    outcome = check_text(sealed(forged))
    assert outcome.verdict in {"rejected", "malformed"}
    assert outcome.message


def test_the_counterexample_of_one_delta_does_not_serve_another():
    forged = certificate("k2x2 k2x2", [21])
    forged["delta"] = ["20"]
    assert check_text(sealed(forged)).verdict == "rejected"


def test_the_evidence_of_one_architecture_does_not_serve_another():
    forged = {**certificate("k2x2 k2x2"), "evidence": certificate("k2x2s2 k2x2")["evidence"]}
    assert check_text(sealed(forged)).verdict == "rejected"


@pytest.mark.parametrize("path", sorted(DATA.glob("*/*.json")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_corpus_gets_its_verdicts(path):
    expected = {"valid": "accepted", "invalid": "rejected", "malformed": "malformed"}[path.parent.name]
    outcome = check_file(str(path))
    assert outcome.verdict == expected, outcome.message


def test_the_corpus_is_there():
    assert {folder: len(list((DATA / folder).glob("*.json"))) >= 5 for folder in ("valid", "invalid", "malformed")} == {
        "valid": True, "invalid": True, "malformed": True}  # fmt: skip
