"""Networks with groups are refuted only where parameters have the invariants, and over the filters of the pairs."""

import pytest

import symlcn

SPARE = "c4 k2c12g4 k2c3g3"
"""Cells of 1, 2 and 3 channels; of the last, k2c3 k2, D = W_2ᵀW_2 − W_1W_1ᵀ has rank 2 + 2 at most, and ±I does not
occur, as one of the two would have rank 3."""


@pytest.mark.parametrize("delta", [["1"], ["-1"], None])
def test_a_part_without_parameters_of_these_invariants_leaves_it_open(delta):
    answer = symlcn.certify(SPARE, delta=delta)
    assert answer.undecided
    assert "another part is not concise, so that parameters with these invariants need not exist" in answer.reason
    assert (answer.dependent, answer.ntk) == (None, None)
    certificate = answer.certificate()
    certificate["status"], certificate["reason"] = "refuted", None
    assert symlcn.check(certificate).verdict != "accepted"


def test_invariants_zero_are_always_attained():
    assert symlcn.certify("c4 k3c12g4 k2c3g3", "balanced").refuted


@pytest.mark.parametrize("delta", [["1"], None])
def test_parts_of_one_channel_are_refuted_over_an_open_set(delta):
    """Where both blocks of U are cubics with one real root there is one real factorization of each."""
    answer = symlcn.certify("c2 k3c2g2 k2c2g2", delta=delta)
    assert answer.refuted
    assert answer.certificate()["hypotheses"] == []
    assert symlcn.check(answer).claim.endswith("invariants, over an open set of filters: refuted")
    assert "for an open set of end-to-end filters" in str(answer) or "and an open set of end-to-end filters" in str(
        answer
    )


def test_numbers_of_orbits_of_many_digits_are_left_out():
    answer = symlcn.certify("c2 k8000c2g2 k8000c2g2")
    assert answer.refuted
    assert (answer.orbits, answer.reason) == (None, None)
