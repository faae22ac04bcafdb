"""Certificates: their form, their determinism, and that the independent checker accepts every one."""

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.generic.certify import certify, undecided
from symlcn.generic.document import to_json
from symlcn.network.architecture import parse_architecture
from symlcn.network.zoo import ZOO
from tests.support.schemas import validate
from tests.support.strategies import architectures, rationals

QUESTIONS = [
    ("k3s2 k2", None, "proved"),
    ("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2", None, "proved"),
    ("k2x2 k2x2", None, "refuted"),
    ("k2x2 k2x2", [0], "proved"),
    ("k2x2 k2x2", [21], "refuted"),
    ("k3 k2", None, "refuted"),
    ("k3 k2", [0], "refuted"),
    ("k3 k2", [Fraction(-7, 3)], "refuted"),
    ("k2 k2", None, "refuted"),
    ("k2 k2", [0], "proved"),
    ("k2 k2d2 k2 k2d2", [1, -1, 1], "proved"),
    ("k2 k2d2 k2 k2d2", [1, -1, 2], "refuted"),
    ("k1", None, "proved"),
    ("k1 k1 k1", [5, 7], "proved"),
    ("k5", [], "proved"),
    ("k2x2 k2x2 k2x2", [10**50, Fraction(1, 10**50)], "refuted"),
]


def accepted(certificate):
    """The certificate as JSON, validated against the schema and accepted by the checker."""
    document = to_json(certificate)
    validate(document)
    outcome = check_text(dumps(document))
    assert outcome.verdict == "accepted", outcome.message
    return document


@pytest.mark.parametrize(("notation", "delta", "status"), QUESTIONS)
def test_answers_with_accepted_certificates(notation, delta, status):
    document = accepted(certify(parse_architecture(notation), delta))
    assert document["status"] == status
    assert document["assumptions"] == []
    assert (document["evidence"]["counterexample"] is None) == (status == "proved")


@pytest.mark.parametrize("member", ZOO, ids=lambda member: member.name)
def test_every_zoo_member_certifies_within_two_megabytes(member):
    document = accepted(certify(parse_architecture(member.notation)))
    assert len(dumps(document)) < 2 * 10**6


@given(architectures(max_layers=5, max_size=5, max_step=4))
def test_every_architecture_certifies_for_all_delta(architecture):
    document = accepted(certify(architecture))
    assert (document["status"] == "proved") == (document["result"]["degree"] == "1")


@given(architectures(max_layers=5), st.data())
def test_every_architecture_certifies_for_given_delta(architecture, data):
    count = len(architecture.layers) - 1
    values = st.one_of(st.sampled_from([Fraction(0), Fraction(1), Fraction(-1)]), rationals)
    delta = data.draw(st.lists(values, min_size=count, max_size=count))
    document = accepted(certify(architecture, delta))
    assert document["status"] in {"proved", "refuted"}
    if all(d == 0 for d in delta) and document["result"]["ntk"] != "dependent":
        assert document["status"] == "proved"


@pytest.mark.parametrize(("notation", "delta", "status"), QUESTIONS)
def test_same_input_same_bytes_apart_from_the_tool_block(notation, delta, status):
    first, second = (to_json(certify(parse_architecture(notation), delta)) for _ in range(2))
    assert first.pop("tool").keys() >= {"symlcn", "python", "seed"}
    second.pop("tool")
    assert dumps(first) == dumps(second)
    assert first["status"] == status


def test_certificates_survive_pickling_as_they_come_from_a_worker():
    certificate = certify(parse_architecture("k3 k2"), [1])
    assert pickle.loads(pickle.dumps(certificate)) == certificate


def test_undecided_claims_nothing_and_says_why():
    document = accepted(undecided(parse_architecture("k3 k2"), None, "the time limit of 1 s was reached"))
    assert (document["status"], document["result"], document["evidence"]) == ("undecided", None, {})
    assert document["reason"] == "the time limit of 1 s was reached"


def test_enormous_unrelated_exponents_are_undecided_with_the_reason():
    notation = "k3d1000000000 k2d1000000000 " + " ".join(f"k3d{3**n}" for n in range(18))
    certificate = certify(parse_architecture(notation))
    assert certificate.status == "undecided"
    assert "terms" in (certificate.reason or "")


HUNDRED_DIGITS = [Fraction(10**100 + n, 7**100 + n) for n in range(15)]


@pytest.mark.parametrize(
    ("notation", "delta"),
    [
        ("k2 " * 200, [1] * 199),
        ("k3 " + "k2 " * 299, [1] * 299),
        ("k2 " * 64, [Fraction(10**5 + n, 7**5 + n) for n in range(63)]),
        ("k2 " * 16, HUNDRED_DIGITS),
        ("k3x1 " * 16, HUNDRED_DIGITS),
    ],
)
def test_at_great_size_a_counterexample_comes_without_its_scaling(notation, delta):
    document = accepted(certify(parse_architecture(notation), delta))
    pair = document["evidence"]["counterexample"]
    assert document["status"] == "refuted"
    assert pair["delta"] == [str(d) for d in delta]
    assert [(point["t"], point["rho"]) for point in pair["pair"]] == [(None, None), (None, None)]
    assert pair["ntk_difference"] is None


@pytest.mark.parametrize(
    ("notation", "delta"),
    [
        ("k2 " * 100, [1] * 99),
        ("k2 " * 60, [Fraction(n, 7) for n in range(59)]),
        ("k2x2 " * 8, [Fraction(10**90 + n, 7) for n in range(7)]),
        ("k3 " * 30, [Fraction(1, 3)] * 29),
        ("k2x2 " * 3, [10**900, Fraction(1, 10**900)]),
    ],
)
def test_below_that_size_the_checker_follows_the_scaling(notation, delta):
    document = accepted(certify(parse_architecture(notation), delta))
    assert document["evidence"]["counterexample"]["pair"][0]["t"] is not None


@pytest.mark.parametrize("notation", ["k70 k70", "k2 " * 200, "k300 k40 k2 k3"])
def test_large_blocks_have_no_list_of_real_points(notation):
    document = accepted(certify(parse_architecture(notation)))
    assert [block["real_points"] for block in document["result"]["blocks"]] == [None]


def test_a_wrong_number_of_invariants_is_refused():
    with pytest.raises(ValueError, match="2 numbers given, but 2 layers have 1 invariant"):
        certify(parse_architecture("k3 k2"), [1, 2])


def test_the_package_exports_functions_not_the_modules_of_the_same_name():
    import symlcn.counterexample.find
    import symlcn.fiber.fiber

    assert callable(symlcn.fiber)
    assert symlcn.certify(symlcn.parse_architecture("k3s2 k2")).status == "proved"
    for name in symlcn.__all__:
        assert not isinstance(getattr(symlcn, name), type(symlcn)), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        symlcn.nothing  # noqa: B018
