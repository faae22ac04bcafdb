"""Statements of theory on grouped and depthwise layers, and the answers of certify and counterexample."""

import json
from fractions import Fraction
from itertools import permutations

import pytest

import symlcn
from symlcn.answer import Status
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import ParseError
from symlcn.families.grouped.groupedmap import as_grouped_filters
from symlcn.network.notation import parse_network


def test_depthwise_then_pointwise_has_one_orbit_and_is_independent_for_every_delta():
    """Column i of U is w_i times p_i: of rank one."""
    answer = symlcn.certify("c64 k3x3c64g64 k1x1c128")
    assert (answer.status, answer.orbits, answer.degree, answer.ntk) == (Status.PROVED, 1, 1, "independent")
    assert answer.result.dimension == 64 * (9 + 128 - 1)
    for delta in ("balanced", "1/2", "-7"):
        assert symlcn.certify("c4 k3x3c4g4 k1x1c5", delta).status is Status.PROVED


def test_over_a_zero_column_two_kernels_with_one_delta():
    """A column of U is 0, delta = -1: all filters of length 1 of the depthwise layer will do. Such U are excluded."""
    network = parse_network("c2 k2c2g2 k1c2")
    one = as_grouped_filters([[[[1, 0]], [[1, 1]]], [[[0], [1]], [[0], [1]]]], network)
    other = as_grouped_filters([[[[0, 1]], [[1, 1]]], [[[0], [1]], [[0], [1]]]], network)
    assert one.product == other.product
    assert one.invariants == other.invariants == (((-1, 0), (0, 0)),)
    assert one.kernel != other.kernel
    (hypothesis,) = symlcn.certify(network).hypotheses
    assert "outside a proper algebraic subset" in hypothesis


def test_inverted_bottlenecks_are_determined_up_to_order_where_they_are_narrow():
    """Kruskal: c_hidden = 3, K = 3, from 2 to 3; then independent where the delta of all channels agree."""
    narrow = "c2 k1c3 k3c3g3 k1c3"
    assert symlcn.certify(narrow, "1,-2").status is Status.PROVED
    answer = symlcn.certify(narrow)
    assert (answer.status, answer.orbits, answer.ntk) == (Status.REFUTED, 1, "independent-on-locus")
    assert answer.result.dimension == 3 * (2 + 3 + 3 - 2)


def test_one_hidden_channel_is_always_unique():
    """c = 1 has no groups: it is a network with channels."""
    answer = symlcn.certify("c2 k1 k3 k1c2")
    assert (answer.status, answer.orbits, answer.ntk) == (Status.PROVED, 1, "independent")


def test_the_inverted_bottleneck_16_96_24_has_infinitely_many_orbits():
    answer = symlcn.certify("c16 k1x1c96 k3x3c96g96 k1x1c24")
    assert (answer.result.finite, answer.orbits, answer.excess) == (False, None, None)
    assert answer.result.bound == 16 * 24 * 9 < 96 * (16 + 9 + 24 - 2)


def kernels_of_orders(terms, network):
    """K of pointwise, depthwise, pointwise filters with the terms in each order, at the invariants of the first."""
    found = set()
    for order in permutations(terms):
        v, p, w = zip(*order, strict=True)
        filters = [
            [[[c] for c in row] for row in v],
            [[list(own)] for own in p],
            [[[own[o]] for own in w] for o in range(2)],
        ]
        found.add(str(as_grouped_filters(filters, network).kernel))
    return found


def test_permutations_of_channels_keep_k_and_move_the_invariants():
    network = parse_network("c2 k1c2 k2c2g2 k1c2")
    terms = [((1, 2), (3, -1), (1, 1)), ((2, -1), (1, 4), (0, 3))]
    assert len(kernels_of_orders(terms, network)) == 1


@pytest.mark.parametrize(
    ("notation", "status", "reason"),
    [
        ("c256 k1x1c128 k3x3c128g32 k1x1c256", Status.UNDECIDED, "it is proved where all D_l are scalar"),
        ("c96 k7x7c96g96 k1x1c384 k1x1c96", Status.UNDECIDED, "only D = 0 is covered"),
        ("c3 k2x2c3g3 k2x2c3g3", Status.REFUTED, None),
        ("c4 k3x1c4g4 k1x3c4g4", Status.PROVED, None),
        ("c4 k3c4g2", Status.PROVED, None),
    ],
)
def test_for_all_invariants_at_once(notation, status, reason):
    answer = symlcn.certify(notation)
    assert answer.status is status
    assert (answer.reason is None) if reason is None else reason in answer.reason


def test_copies_of_a_network_of_one_channel_have_its_locus():
    answer = symlcn.certify("c3 k2x2c3g3 k2x2c3g3")
    assert (answer.orbits, answer.degree, answer.ntk) == (8, 8, "independent-on-locus")
    assert (answer.result.locus, answer.result.interchangeable) == (((1,),), ((0, 1),))
    assert symlcn.certify("c3 k2x2c3g3 k2x2c3g3", "0").status is Status.PROVED
    assert symlcn.certify("c3 k2x2c3g3 k2x2c3g3", "3").status is Status.REFUTED


def test_a_certificate_that_forgets_its_groups_is_rejected():
    document = json.loads(dumps(symlcn.certify("c4 k3c4g4 k1c5").certificate()))
    document["architecture"]["groups"] = [1, 1]
    assert check_text(dumps(document)).verdict == "malformed"
    document["architecture"]["groups"] = [2, 1]
    assert check_text(dumps(document)).verdict == "rejected"


def test_pairs_are_for_invariants_that_are_chosen_with_them():
    with pytest.raises(ParseError, match="invariants are chosen with the pair"):
        symlcn.counterexample("c2 k1c2 k2c2g2 k1c2", "balanced")
    found = symlcn.counterexample("c2 k1c2 k2c2g2 k1c2")
    assert found.pair.values == (Fraction(10), Fraction(13))
    assert symlcn.counterexample("c2 k2c2g2 k1c2").status is Status.UNDECIDED


@pytest.mark.parametrize("question", ["metric", "inverse", "strata", "equations"])
def test_other_questions_say_that_they_do_not_cover_groups(question):
    with pytest.raises(ParseError, match=f"{question} does not cover networks with groups of channels"):
        getattr(symlcn, question)("c2 k2c2g2 k1c2")
