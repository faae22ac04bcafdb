"""Two invariants, two metrics at one filter: Ex. 17 for every architecture without scalar layers."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError, ParseError
from symlcn.geometry.metric.comparison import compare
from symlcn.geometry.metric.document import metric_json
from symlcn.geometry.metric.metric import metric
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter
from symlcn.network.ntk import difference, ntk
from tests.support.damage import sealed

RUNNING, W = parse_architecture("k3s2 k2"), ((1, 2, 3), (4, 5))
U = end_to_end_filter(RUNNING, W)


def certificate(delta, other):
    found = metric(RUNNING, U, delta)
    return metric_json(found, comparison=compare(found, other))


def test_rational_squared_norms_by_hand():
    """n = (14, 41): rho = (14, 41) at -27 and (7, 82) at -75, so that 8 to 13 lie between."""
    found = compare(metric(RUNNING, U, [-27]), [-75])
    assert (found.layer, found.between, found.grows) == (0, 8, False)
    assert compare(metric(RUNNING, U, [-75]), [-27]).grows


@given(st.fractions(-50, 50, max_denominator=7), st.fractions(-50, 50, max_denominator=7))
@settings(max_examples=8)
def test_different_invariants_have_different_metrics(first, second):
    """K, which is inverse to the metric, is compared in another way: entry by entry, in fields Q(t)."""
    if first == second:
        return
    assert difference(ntk(RUNNING, W, [first]), ntk(RUNNING, W, [second])) is not None
    outcome = check_text(dumps(certificate([first], [second])))
    assert (outcome.verdict, "it is another one" in outcome.claim) == ("accepted", True)


def test_invariants_that_are_very_near_are_told_apart():
    near = Fraction(1, 10**60)
    assert check_text(dumps(certificate([0], [near]))).verdict == "accepted"


@pytest.mark.parametrize(("notation", "filters"), [("k3 k2", ((0, -1, 1), (1, 1))), ("k2 k1", ((3, 4), (1,)))])
def test_sheets_and_scalar_layers(notation, filters):
    network = parse_architecture(notation)
    found = metric(network, end_to_end_filter(network, filters), [0], filters)
    text = dumps(metric_json(found, True, compare(found, [1])))
    assert check_text(text).verdict == "accepted"


def test_where_only_scalar_layers_change_nothing_is_decided():
    """rho of layer 2 is 1 both times: exchanging the two scalars turns delta = (3, 0) into (-3, 3)."""
    network = parse_architecture("k1 k1 k2")
    found = metric(network, (2, 0), [3, 0])
    assert found.scaling.t == 1
    with pytest.raises(LimitError, match="of all layers that are not scalar agree to 4096 bits"):
        compare(found, [-3, 3])


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"between": "14"}, "is not strictly between the two values of rho[0]"),
        ({"between": "7"}, "is not strictly between the two values of rho[0]"),
        ({"between": "20"}, "is not strictly between the two values of rho[0]"),
        ({"between": "-100"}, "is not strictly between the two values of rho[0]"),
        ({"layer": 1}, "is not strictly between the two values of rho[1]"),
        ({"delta": ["-27"]}, "is not strictly between the two values of rho[0]"),
        ({"delta": ["-3"]}, "is not strictly between the two values of rho[0]"),
    ],
)
def test_wrong_comparisons_are_rejected(part, message):
    document = certificate([-27], [-75])
    document["result"]["comparison"].update(part)
    outcome = check_text(sealed(document))
    assert (outcome.verdict, message in outcome.message) == ("rejected", True)


def test_a_scalar_layer_shows_nothing():
    network = parse_architecture("k2 k1")
    found = metric(network, (3, 4), [0])
    document = metric_json(found, comparison=compare(found, [1]))
    document["result"]["comparison"]["layer"] = 1
    assert "has one parameter only" in check_text(sealed(document)).message


def test_bad_input():
    found = metric(RUNNING, U, [0])
    with pytest.raises(ParseError, match="give others"):
        compare(found, [0])
    with pytest.raises(ParseError, match="2 invariants where 1"):
        compare(found, [1, 2])
    with pytest.raises(LimitError, match="no metric"):
        compare(metric(RUNNING, (0, 0, 1, 0, 0), [0]), [1])


FILTER = ["metric", "k3s2", "k2", "--filter", "4,8,17,10,15"]


def test_the_command(run):
    code, out, err = run(*FILTER, "--delta", "-27", "--compare", "-75")
    assert (code, err) == (0, "")
    assert "PROVED: the metric of the same filters at δ = (-75) is another one." in out
    assert "ρ_1 is above 8 at δ = (-27) and below 8 at δ = (-75)." in " ".join(out.split())
    comparison = json.loads(run(*FILTER, "--delta", "-27", "--compare", "-75", "--json")[1])["result"]["comparison"]
    assert comparison == {"delta": ["-75"], "layer": 0, "between": "8"}
    for words, said in [
        ([*FILTER, "--delta", "3", "--compare", "3"], "--compare needs other invariants than --delta"),
        (["metric", "k3s2", "k2", "--compare", "3"], "--compare compares the metrics at a filter"),
        ([*FILTER, "--balanced", "--compare", "1,2"], "2 numbers given"),
    ]:
        code, out, err = run(*words)
        assert (code, out, said in err) == (2, "", True), err
    code, out, _ = run("metric", "k1", "k1", "k2", "--filter", "2,0", "--delta", "3,0", "--compare=-3,3")
    assert (code, "UNDECIDED: the squared norms" in " ".join(out.split())) == (30, True)


SHEET = ["metric", "k3", "k2", "--filter=-2,0,0,1", "--delta", "3", "--compare", "4"]
ALIKE = ["metric", "k1", "k1", "k2", "--filter", "2,0", "--delta", "3,0", "--compare=-3,3"]


@pytest.mark.parametrize(("words", "reason"), [(SHEET, "irrational filters"), (ALIKE, "the squared norms")])
def test_a_comparison_that_is_missing_leaves_the_metric_and_is_undecided(run, words, reason):
    code, out, _ = run(*words, "--json")
    document = json.loads(out)
    assert (code, document["status"], reason in document["reason"]) == (30, "undecided", True)
    outcome = check_text(out)
    assert (outcome.verdict, outcome.claim.count("is not compared: undecided")) == ("accepted", 1)
    del document["reason"]
    outcome = check_text(sealed({**document, "reason": None}))
    assert (outcome.verdict, "reason" in outcome.message) == ("malformed", True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"form": "none"}, "result.form: expected"),
        (
            {"comparison": {"delta": ["1"], "layer": 0, "between": "8"}},
            "result.comparison: must be null when undecided",
        ),
        ({"rank": 3}, "result.rank"),
    ],
)
def test_what_is_kept_beside_a_missing_comparison_is_checked(change, message):
    document = metric_json(metric(RUNNING, U, [0]), doubt="no time")
    assert check_text(sealed(document)).verdict == "accepted"
    document["result"].update(change)
    outcome = check_text(sealed(document))
    assert (outcome.verdict == "accepted", message in outcome.message) == (False, True), outcome.message
