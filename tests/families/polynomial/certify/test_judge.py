"""Certificates of networks with activations: statuses, pairs against gradients, runs without evidence."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.answer import Status
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import ParseError
from symlcn.families.polynomial.certify.document import network_json
from symlcn.families.polynomial.certify.judge import judged
from symlcn.generic.certify import certify as certify_linear
from symlcn.generic.document import to_json
from symlcn.network.architecture import parse_architecture
from symlcn.network.notation import parse_network
from tests.support.damage import sealed
from tests.support.slowactivations import derivatives, expanded
from tests.support.strategies import activated, rationals


@pytest.mark.parametrize(
    ("words", "delta", "status"),
    [
        ("k3 r2 k2", None, "proved"),
        ("k3 r2 k2", [-6], "proved"),
        ("k2 k2 r2 k2", None, "refuted"),
        ("k2 k2 r2 k2", [0, 9], "proved"),
        ("k2 k2 r2 k2", ["1/9", 9], "refuted"),
        ("k2 k2 r2 k2 k2", [0, -3, 0], "proved"),
        ("k2 k2 r2 k2 k2", [0, -3, 1], "refuted"),
        ("k3 k2 r2 k2", [0, 0], "refuted"),
        ("k2 r2 k3 k2", None, "refuted"),
        ("k2x2 k2x2 r2 k2x2", "balanced", "proved"),
        ("k2 k2 r1000000 k2", [1, 0], "refuted"),
    ],
)
def test_statuses_of_the_theory(words, delta, status):
    answer = symlcn.certify(words, delta)
    assert answer.status == status
    assert symlcn.check(answer).verdict == "accepted"


def test_one_activation_repairs_stride_one():
    assert symlcn.certify("k3 k2").refuted
    assert symlcn.certify("k3 r2 k2").proved


def entries(layer):
    size = layer.layer.size
    assert len(size) == 1
    return [layer.entries.get((k,), 0) for k in range(size[0])]


@pytest.mark.parametrize(
    ("words", "delta"),
    [("k2 k2 r2 k2", None), ("k2 k2 r2 k2", (1, 3)), ("k2 r3 k2 k2", (2, -1)), ("k3 k2 r2 k2", (1, 0))],
)
def test_pairs_have_one_function_and_the_values_of_gradients(words, delta):
    """f by its definition; K(e_0, e_0) from all derivatives at e_0, whose monomial is x_0^R."""
    network = parse_network(words)
    found = judged(network, delta).counterexample
    filters = [[entries(layer) for layer in point.filters] for point in found.pair]
    assert expanded(network, filters[0]) == expanded(network, filters[1])
    if found.corner is None:
        return
    for own, point, corner in zip(filters, found.pair, found.corner, strict=True):
        scaling = point.scaling.refined(Fraction(1, 10**20))
        zero = ((0,),) * network.degree
        low = high = Fraction(0)
        for part, weights, (small, large) in zip(derivatives(network, own), own, scaling.norms(), strict=True):
            value = sum(column.get(zero, 0) ** 2 for column in part) * sum(c * c for c in weights)
            low, high = low + value / large, high + value / small
        ends = corner.enclosure(Fraction(1, 10**20))
        assert max(low, ends[0]) <= min(high, ends[1])
    first, second = (corner.enclosure(Fraction(1, 10**12)) for corner in found.corner)
    assert first[1] < second[0] or second[1] < first[0]


@given(activated(), st.data())
@settings(max_examples=30)
def test_answers_are_accepted(network, data):
    count = len(network) - 1
    delta = data.draw(st.one_of(st.none(), st.lists(rationals, min_size=count, max_size=count)))
    answer = symlcn.certify(network, delta)
    assert answer.proved == answer.composition.independent_at(delta)
    assert symlcn.check(answer).verdict == "accepted"
    pair = answer.counterexample
    if pair is not None and pair.delta is not None and pair.pair[0].scaling is not None:
        for point in pair.pair:
            norms = [sum(end) / 2 for end in point.scaling.refined(Fraction(1, 10**30)).norms()]
            kept = [a - r * b for (a, b), r in zip(pairwise(norms), network.activations, strict=True)]
            size = 1 + max(map(abs, norms))
            assert all(abs(x - d) < size / 10**20 for x, d in zip(kept, pair.delta, strict=True))


HARD = "k3d1000000000 k2d1000000000 " + " ".join(f"k3d{3**n}" for n in range(18))


def test_a_run_without_evidence_leaves_the_degree_open():
    alone = judged(parse_network(f"{HARD} r2 k2"))
    assert (alone.status, alone.composition) == ("undecided", None)
    assert alone.reason.startswith("run 1, k3d1000000000")
    assert check_text(dumps(network_json(alone))).verdict == "accepted"
    other = judged(parse_network(f"{HARD} r2 k3 k2"), [Fraction(0)] * 21)
    assert (other.status, other.composition.degree, other.composition.ntk) == ("refuted", None, "dependent")
    assert other.counterexample.run == 1
    document = network_json(other)
    outcome = check_text(dumps(document))
    assert outcome.verdict == "accepted"
    assert "degree not determined, NTK dependent for every δ" in outcome.message
    zero = json.loads(json.dumps(document))
    for point in zero["evidence"]["counterexample"]["pair"]:
        point["filters"][0] = ["0", "0", "0"]
    said = check_text(sealed(zero))
    assert (said.verdict, said.message) == ("rejected", "evidence.counterexample.pair[0].filters[0]: is 0")


def test_runs_are_certified_for_every_delta():
    document = network_json(judged(parse_network("k2 k2 r2 k2"), [Fraction(0), Fraction(1)]))
    run = to_json(certify_linear(parse_architecture("k2 k2"), [Fraction(0)]))
    document["evidence"]["runs"][0] = run
    outcome = check_text(sealed(document))
    message = "evidence.runs[0].delta: must be null: what is used of a run holds for every delta"
    assert (outcome.verdict, outcome.message) == ("rejected", message)


def test_an_undecided_run_does_not_prove():
    document = network_json(judged(parse_network("k3 r2 k2")))
    run = json.loads(json.dumps(document["evidence"]["runs"][0]))
    changes = {"status": "undecided", "reason": "too large", "result": None, "evidence": {}, "hypotheses": []}
    document["evidence"]["runs"][0] = json.loads(sealed(run | changes))
    document["result"] |= {"degree": None, "image_degree": None}
    outcome = check_text(sealed(document))
    message = "status: should be undecided, as a run is, and no other is shown to be dependent"
    assert (outcome.verdict, outcome.message) == ("rejected", message)


def test_what_cannot_be_asked():
    with pytest.raises(ParseError, match="2 numbers given"):
        symlcn.certify("k3 r2 k2", [1, 2])


def test_limits_leave_it_undecided():
    answer = symlcn.certify("k3 r2 k2", time_limit=0.001)
    assert answer.status is Status.UNDECIDED
    assert answer.certificate()["kind"] == "polynomial"


@pytest.mark.parametrize("words", ["k3 r2 k2", "k2 k2 r2 k2", "k3 k2 r2 k2", "k2s2 r2 k2", f"{HARD} r2 k3 k2"])
def test_answers_are_written_in_all_forms(words):
    answer = symlcn.certify(words)
    for form in ("text", "html", "latex", "markdown", "formula", "json"):
        assert answer.render(form)
    assert answer.latex()


def test_planes_that_many_terms_lead_to_are_left_out():
    """The guard proves nothing, so that it may not cost more than what is proved."""
    from symlcn.check.core.limits import Work
    from symlcn.check.families.polynomial.certify.planes import _is_cheap

    near = [{(n,): 1 for n in range(39)}] * 7
    far = [{(1000 * n,): 1 for n in range(39)}] * 8
    assert not _is_cheap([*near, *far, {(0,): 1, (100_000,): 1}], (100_000,), Work())
    assert _is_cheap([{(0,): 1, (1,): 1}] * 20, (3,), Work())
