"""Certificates of the kinds "strata" and "equations": accepted, and rejected once damaged."""

import copy

import pytest

from symlcn.check import check_text
from symlcn.geometry.equations.document import equations_json
from symlcn.geometry.equations.equations import equations
from symlcn.geometry.strata.document import exchanges_json, strata_json
from symlcn.geometry.strata.exchanges import exchanges
from symlcn.geometry.strata.poset import strata
from symlcn.network.architecture import parse_architecture
from tests.support.damage import at, changed, containers, leaves, nothing, replaced, sealed, without

MADE = {
    "poset k3s2 k2": lambda: strata_json(strata(parse_architecture("k3s2 k2"))),
    "poset k3s2 k3s2 k2": lambda: strata_json(strata(parse_architecture("k3s2 k3s2 k2"))),
    "poset k3 k2": lambda: strata_json(strata(parse_architecture("k3 k2"))),
    "exchanges k2x2 k2x2": lambda: exchanges_json(exchanges(parse_architecture("k2x2 k2x2"))),
    "exchanges k2x2s2 k3x1 k2x1": lambda: exchanges_json(exchanges(parse_architecture("k2x2s1 k3x1 k2x1"), 1)),
    "exchanges k7d2 k5d3": lambda: exchanges_json(exchanges(parse_architecture("k7d2 k5d3"))),
    "equations k3s2 k2": lambda: equations_json(equations(parse_architecture("k3s2 k2"), 4)),
    "equations k2s3 k2": lambda: equations_json(equations(parse_architecture("k2s3 k2"), 3)),
    "equations k2x1 k1x2": lambda: equations_json(equations(parse_architecture("k2x1 k1x2"), 2)),
}


def verdict(document):
    return check_text(sealed(document)).verdict


def still_true(name, path, value):
    """Another sample point of the same stratum, and another prime, are no damage."""
    return path[:2] == ("evidence", "prime") or (name.startswith("exchanges") and path[-1] == "limit")


@pytest.mark.parametrize("name", MADE)
def test_honest_certificates_are_accepted_and_changed_ones_are_not(name):
    honest = MADE[name]()
    assert verdict(honest) == "accepted"
    for path in leaves(honest):
        if path[0] in ("tool", "digest"):
            continue
        for value in changed(at(honest, path)):
            damaged = replaced(honest, path, value)
            assert verdict(damaged) != "accepted" or still_true(name, path, value), (path, value)


@pytest.mark.parametrize("name", MADE)
def test_no_removal_of_anything_is_accepted(name):
    honest = MADE[name]()
    for path in containers(honest):
        part = at(honest, path)
        for key in part if isinstance(part, dict) else range(len(part)):
            if path[:1] != ("tool",) and (*path, key) not in {("tool",), ("digest",)}:
                assert verdict(without(honest, (*path, key))) != "accepted", (*path, key)


def test_a_missing_equation_is_noticed_even_where_all_numbers_fit():
    honest = equations_json(equations(parse_architecture("k3s2 k2"), 3))
    forged = copy.deepcopy(honest)
    forged["result"]["generators"] = []
    forged["result"]["degrees"][2] = {"degree": 3, "forms": 0, "generators": 0, "hilbert": "35"}
    outcome = check_text(sealed(forged))
    assert outcome.verdict == "rejected"
    assert "allow 1" in outcome.message


def test_a_needless_generator_is_noticed():
    """A multiple of a generator, added in its place in the order, with numbers that fit."""
    forged = equations_json(equations(parse_architecture("k2s2 k2"), 3))
    extra = {"degree": 3, "weight": [3], "terms": [[[0, 0, 3], "1"], [[0, 1, 2], "-1"]]}
    forged["result"]["generators"].append(extra)
    forged["result"]["degrees"][2]["generators"] = 1
    outcome = check_text(sealed(forged))
    assert outcome.verdict == "rejected"
    assert "not all needed" in outcome.message


def test_a_form_that_does_not_vanish_is_noticed():
    forged = equations_json(equations(parse_architecture("k2s2 k2"), 2))
    forged["result"]["generators"][0]["terms"][1][1] = "1"
    assert "does not vanish" in check_text(sealed(forged)).message


def test_a_missing_stratum_is_noticed():
    forged = strata_json(strata(parse_architecture("k3s2 k2")))
    forged["result"]["strata"].pop()
    forged["result"]["covers"].clear()
    forged["evidence"]["points"].pop()
    assert verdict(forged) == "rejected"


def test_sample_points_must_be_generic():
    """−1 and 1 as roots of x give a root of x²: such a point has more preimages."""
    forged = strata_json(strata(parse_architecture("k3s2 k2")))
    forged["evidence"]["points"][0] = {
        "roots": [["1", "4"], ["1"]],
        "filter": ["-4", "5", "3", "-5", "1"],
        "preimage": None,
    }
    assert "absolute value" in check_text(sealed(forged)).message


def test_the_two_preimages_must_not_be_permutations():
    forged = exchanges_json(exchanges(parse_architecture("k2x2 k2x2")))
    point = forged["evidence"]["points"][0]
    point["pair"][1] = point["pair"][0][::-1]
    assert verdict(forged) == "rejected"


def test_completeness_is_not_taken_on_trust():
    forged = exchanges_json(exchanges(parse_architecture("k2x2s2 k2x2s2 k2x2"), 9))
    forged["result"]["complete"] = True
    assert verdict(forged) == "rejected"


@pytest.mark.parametrize("kind", ["strata", "equations"])
def test_undecided_claims_nothing(kind):
    honest = nothing(kind, parse_architecture("k3s2 k2"), "the time limit of 1 s was reached")
    assert check_text(sealed(honest)).claim.endswith("undecided: nothing is claimed")
    assert verdict({**honest, "result": {}}) != "accepted"
    assert verdict({**honest, "delta": ["0"]}) != "accepted"


@pytest.mark.parametrize("kind", ["poset k3s2 k2", "equations k3s2 k2"])
def test_evidence_of_one_architecture_does_not_serve_another(kind):
    forged = MADE[kind]()
    forged["architecture"] = nothing("strata", parse_architecture("k3s2 k3"), "-")["architecture"]
    assert verdict(forged) != "accepted"


@pytest.mark.parametrize(
    ("notation", "degree"), [("k3s2 k2s2 k2", 4), ("k2x2 k2x2", 6), ("k2x2s2 k2x2", 3), ("k3s2 k3s2 k2", 4)]
)
def test_larger_ideals_are_accepted(notation, degree):
    assert verdict(equations_json(equations(parse_architecture(notation), degree))) == "accepted"


@pytest.mark.parametrize(
    "notation", ["k5s2 k3s2 k2", "k7s2 k3s5 k2", "k1", "k4d3 k5 k2d6", "k10s5 k3s2 k3s2 k3s2 k2s2 k2s2"]
)
def test_larger_posets_are_accepted(notation):
    assert verdict(strata_json(strata(parse_architecture(notation)))) == "accepted"
