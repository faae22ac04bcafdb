"""Critical points with a zero filter: strict saddles, or flat exactly where kernels say so."""

import copy
import json
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.check import check_text
from symlcn.loss.critical.critical import critical_points
from symlcn.loss.critical.document import critical_json
from symlcn.loss.critical.zerofilters import zero_filters
from symlcn.loss.landscape import is_critical, zero_filter_point, zero_filter_saddle
from symlcn.loss.risk import quadratic_risk
from symlcn.network.architecture import parse_architecture
from symlcn_cli.main import main
from tests.loss.critical.test_critical import identity, some_risk
from tests.loss.test_landscape import form, tensor
from tests.support.damage import replaced, sealed, without

FLAT = [
    ("k2 k2 k2", (1, 1, 1, 1)),
    ("k2 k2 k2", (1, -2, 4, -8)),
    ("k3 k2 k2", (1, 1, 1, 1, 1)),
    ("k2 k1 k2", (0, 0, 0)),
]


def risk_at(text, target):
    network = parse_architecture(text)
    return quadratic_risk(network, identity(network.ambient), target)


def with_zeros(risk, zero, values, draw):
    """Filters that are zero in some layers, given in some, and random in the others."""
    filters = []
    for layer, own in enumerate(risk.architecture.layers):
        entries = [0] * own.parameters if layer in zero else values.get(layer)
        entries = entries or [draw.choice((-3, -1, 2, 5)) for _ in range(own.parameters)]
        filters.append(tensor([Fraction(c) for c in entries], own.size))
    return filters


@pytest.mark.parametrize(("text", "target"), FLAT)
def test_where_filters_lie_in_the_kernels_the_hessian_has_no_negative_direction(text, target):
    """Independent: all mixed derivatives at the points themselves; elsewhere one of them is not 0."""
    risk, draw = risk_at(text, target), random.Random(3)
    cases = zero_filters(risk)
    assert False in {case.strict for case in cases}
    for case in cases:
        if case.strict is not False:
            continue
        inside = {layer: list(basis[0]) for layer, basis in case.kernels}
        point = with_zeros(risk, case.zero, inside, draw)
        assert is_critical(risk, point)
        assert zero_filter_saddle(risk, point) is None
        for layer, basis in case.kernels:
            if len(basis) == risk.architecture.layers[layer].parameters:
                continue
            outside = {**inside, layer: [c + 1 for c in basis[0]]}
            point = with_zeros(risk, case.zero, outside, draw)
            assert not is_critical(risk, point) or zero_filter_saddle(risk, point) is not None


@settings(max_examples=25)
@given(
    st.sampled_from(["k2 k2", "k3s2 k2", "k2 k2 k2", "k2x2 k2x1", "k3 k1 k2", "k2 k2 k2 k2"]),
    st.integers(1, 99),
    st.data(),
)
def test_where_all_are_strict_saddles_those_found_are(text, seed, data):
    network, draw = parse_architecture(text), random.Random(seed)
    target = tensor([Fraction(draw.randint(-3, 3)) for _ in range(network.ambient)], network.end_to_end_size)
    risk = quadratic_risk(network, form(network.ambient, 1 + seed % 3), target)
    cases = {case.zero: case.strict for case in zero_filters(risk)}
    zero, free = data.draw(st.permutations(range(len(network.layers))))[:2]
    point = zero_filter_point(risk, zero, free)
    if point is not None and cases[(zero,)]:
        assert zero_filter_saddle(risk, point) is not None
    pair = tuple(sorted((zero, free)))
    if cases[pair]:
        assert zero_filter_saddle(risk, with_zeros(risk, pair, {}, draw)) is not None


def test_one_layer_and_no_signal():
    assert [case.strict for case in zero_filters(risk_at("k3", (1, 0, 0)))] == [True]
    assert [case.strict for case in zero_filters(risk_at("k3", (0, 0, 0)))] == [False]
    assert {case.strict for case in zero_filters(risk_at("k2 k2", (0, 0, 0)))} == {False}
    assert {case.strict for case in zero_filters(risk_at("k2 k2 k2 k2", (1, 1, 1, 1, 1)))} == {None}
    assert zero_filters(risk_at("k1 k1 k1 k1 k1 k1 k1", (1,))) == ()


def definite(size, draw):
    """BᵀB + I for a random integer matrix B."""
    rows = [[draw.randint(-3, 3) for _ in range(size)] for _ in range(size)]
    return [[sum(row[i] * row[j] for row in rows) + (i == j) for j in range(size)] for i in range(size)]


def unlisted(text, target=None):
    """The certificate of a network too large for its critical points to be listed."""
    network, draw = parse_architecture(text), random.Random(7)
    matrix = identity(network.ambient) if target else definite(network.ambient, draw)
    risk = quadratic_risk(network, matrix, target or [draw.randint(-5, 5) for _ in range(network.ambient)])
    return critical_json(risk, critical_points(risk))


HONEST = {
    "unlisted": unlisted("k3 k3 k3"),
    "unlisted, flat": unlisted("k3 k3 k2", (1,) * 6),
    "strict": critical_json(some_risk("k3s2 k2"), critical_points(some_risk("k3s2 k2"))),
    "flat": critical_json(risk_at("k2 k1 k2", (1, -2, 4)), critical_points(risk_at("k2 k1 k2", (1, -2, 4)))),
}


def edited(name, n, key, value):
    document = copy.deepcopy(HONEST[name])
    document["result"]["zero_filters"][n][key] = value
    return sealed(document)


def test_certificates_say_so():
    claim = check_text(sealed(HONEST["strict"])).claim
    assert claim.endswith(
        ", if no filter is zero; critical points with one or two zero filters are strict saddles: proved"
    )
    claim = check_text(sealed(HONEST["flat"])).claim
    assert "; some critical points with one or two zero filters are no strict saddles: " in claim
    older = copy.deepcopy(HONEST["strict"])
    del older["result"]["zero_filters"]
    assert "saddles" not in check_text(sealed(older)).claim


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (edited("strict", 0, "strict", False), "zero_filters[0].strict: is not shown"),
        (edited("strict", 2, "strict", "yes"), "zero_filters[2].strict: expected"),
        (edited("flat", 1, "strict", True), "zero_filters[1].strict: is not shown"),
        (edited("flat", 1, "kernels", [{"layer": 0, "basis": [["2", "2"]]}]), "expected 2 entries"),
        (edited("flat", 4, "kernels", [{"layer": 1, "basis": [["1"]]}]), "zero_filters[4].kernels: expected 0 entries"),
        (edited("flat", 3, "kernels", [{"layer": 2, "basis": [["1", "2"]]}]), "is not in the kernel"),
        (edited("flat", 3, "kernels", [{"layer": 2, "basis": [["0", "0"]]}]), "is not linearly independent"),
        (edited("flat", 3, "kernels", [{"layer": 0, "basis": [["2", "1"]]}]), "layer: is not 2"),
        (edited("flat", 0, "zero", [1]), "is not the next set of layers"),
    ],
)
def test_wrong_claims_about_zero_filters_are_rejected(text, message):
    outcome = check_text(text)
    assert outcome.verdict in ("rejected", "malformed")
    assert message in outcome.message


NOT_LISTED = "critical points without a zero filter are not listed: undecided"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (HONEST["unlisted"], "critical points with one or two zero filters are strict saddles"),
        (unlisted("k2 k2 k2 k2"), "critical points with one or two zero filters are strict saddles"),
        (HONEST["unlisted, flat"], "some critical points with one or two zero filters are no strict saddles"),
        (  # M_12 has 3 rows and 6 columns
            unlisted("k5 k2 k2 k2"),
            "for some sets of one or two layers critical points with just these filters zero are strict saddles",
        ),
    ],
)
def test_what_is_proved_of_zero_filters_is_sealed_where_no_point_is_listed(document, said):
    network = document["architecture"]["notation"]
    assert (document["status"], document["evidence"], document["hypotheses"]) == ("undecided", None, [])
    assert "too large" in document["reason"]
    outcome = check_text(sealed(document))
    assert (outcome.verdict, outcome.claim) == ("accepted", f"{network}: {said}; {NOT_LISTED}")
    older = check_text(sealed({**document, "result": None}))
    assert older.claim == f"{network}: undecided: nothing is claimed"


def test_nothing_is_sealed_where_nothing_is_decided():
    assert unlisted("k2 k2 k2 k2", (1,) * 5)["result"] is None
    assert unlisted("k2 k2 k2 k2 k2 k2 k2")["result"] is None


def test_the_largest_network_is_within_the_limit_of_the_checker():
    """There are fewer parameters up to rescaling than entries of u, at most 200 of which are solved for."""
    document = unlisted("k101 k100", (1,) + (0,) * 199)
    assert document["result"] is not None
    assert check_text(sealed(document)).verdict == "accepted"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (edited("unlisted", 0, "strict", False), "result.zero_filters[0].strict: is not shown"),
        (edited("unlisted, flat", 0, "strict", True), "result.zero_filters[0].strict: is not shown"),
        (edited("unlisted, flat", 3, "zero", [1, 2]), "result.zero_filters[3].zero: is not the next set of layers"),
        (
            edited("unlisted, flat", 3, "kernels", [{"layer": 2, "basis": [["1", "1"]]}]),
            "result.zero_filters[3].kernels[0].basis: is not in the kernel",
        ),
        *(
            (sealed(replaced(HONEST["unlisted"], ("result", key), value)), f"result.{key}: {said}")
            for key, value, said in [
                ("generic", "1", "is not the number for generic data"),
                ("number", "1", "must say when undecided that no point is listed"),
                ("number", 0, "must say when undecided that no point is listed"),
                ("complete", True, "must say when undecided that no point is listed"),
                ("real", 1, "must say when undecided that no point is listed"),
                ("real", False, "must say when undecided that no point is listed"),
                ("orbits", [{"place": "critical", "real": []}], "must say when undecided that no point is listed"),
                ("zero_filters", HONEST["unlisted"]["result"]["zero_filters"][:3], "expected an entry for each set"),
            ]
        ),
        (sealed(without(HONEST["unlisted"], ("result", "zero_filters"))), "result: "),
        (sealed({**HONEST["unlisted"], "evidence": {}}), "evidence: must be null when undecided"),
        (sealed({**HONEST["unlisted"], "status": "proved", "reason": None}), "evidence: "),
        (sealed({**HONEST["unlisted"], "hypotheses": ["no filter is zero"]}), "hypotheses: are not the 0 under which"),
    ],
)
def test_wrong_claims_beside_points_that_are_not_listed_are_rejected(text, message):
    outcome = check_text(text)
    assert outcome.verdict in ("rejected", "malformed")
    assert outcome.message.startswith(message)


def test_exit_codes_say_whether_points_are_known(capsys, tmp_path):
    """A landscape without critical points is decided; its certificate, which lists none, is not."""
    file = str(tmp_path / "points.json")
    for network, size, target, codes in [("k2 k2 k2 k2", 5, [3, 1, 4, 1, 5], (30, 30)), ("k2 k1", 2, [0, 0], (0, 30))]:
        words = ["flow", network, "--data", json.dumps({"A": identity(size), "target": target}), "--landscape"]
        assert (main(words), main([*words, "--certificate", file])) == codes
        assert f"re-check it with: symlcn check {file}" in " ".join(capsys.readouterr().out.split())
        assert main(["check", file]) == 0
        assert "critical points without a zero filter are not listed: undecided" in capsys.readouterr().out


def test_reports_say_which_are_flat(capsys):
    data = '{"A": [[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]], "target": [1,1,1,1]}'
    assert main(["flow", "k2 k2 k2", "--data", data, "--landscape"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "With w_1 zero and no others the Hessian has no negative direction exactly at the points with w_2 in" in text
    assert "Where three filters are zero the Hessian is 0." in text
    assert "may be some" not in text


def test_reports_say_that_other_sets_are_strict(capsys):
    """M_02 = (1, -2, -2, 4)^T is injective: with w_0 or w_2 alone zero there are strict saddles only."""
    data = '{"A": [[1,0,0],[0,1,0],[0,0,1]], "target": [1,-2,4]}'
    assert main(["flow", "k2 k1 k2", "--data", data, "--landscape"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "With other sets of one or two zero filters all critical points are strict saddles." in text


@pytest.mark.parametrize(
    ("network", "target", "said"),
    [
        ("k2 k1", [0, 0], "With w_1 zero and no others the Hessian has no negative direction at any critical point."),
        ("k2 k1", [0, 0], "There are no complex critical points without a zero filter"),
        ("k2", [1, 2], "One complex critical point without a zero filter, up to rescaling the filters, nondegenerate"),
        ("k2", [1, 2], "u is a smooth point of the closure of the neuromanifold at the point."),
        ("k2 k2 k2", [3, 1, 4, -5], "and no others, by elimination over Q"),
        ("k2 k2 k2", [3, 1, 4, -5], "risk 23.6346567, a global minimum"),
    ],
)
def test_reports_of_few_points(capsys, network, target, said):
    n = len(target)
    ones = {0, n - 1} if n > 2 else set()
    matrix = [[(3 if i in ones else 1) * (i == j) for j in range(n)] for i in range(n)]
    data = json.dumps({"A": matrix, "target": target})
    assert main(["flow", network, "--data", data, "--landscape"]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_one_layer_has_no_saddle():
    for target, said in [((1, 2), "not critical"), ((0, 0), "")]:
        risk = quadratic_risk(parse_architecture("k2"), [[1, 0], [0, 1]], target)
        claim = check_text(sealed(critical_json(risk, critical_points(risk)))).claim
        assert (said in claim, "saddle" in claim) == (True, False), claim
