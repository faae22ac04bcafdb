"""All families of networks behind one protocol: what holds for each of them."""

from fractions import Fraction

import pytest

from symlcn.architecture import parse_architecture
from symlcn.errors import SymlcnError
from symlcn.networks.convolutional import Convolutional
from symlcn.networks.dense import Dense
from symlcn.networks.matrices import matrix
from symlcn.networks.protocol import Family, Verdict
from symlcn.networks.relu import ReluConvolutional
from symlcn.networks.reludense import ReluDense

HALF = Fraction(1, 2)
EXAMPLE_20 = ([[2, 0], [0, 1]], [[HALF, 0], [0, 1]])
IRREDUCIBLE = (((1, 1), (1, 5)), ((1, 1), (1, 2)))  # theory 8.1


def stack(family, notation):
    return family(parse_architecture(notation))


CASES = {  # family, parameters, invariants asked about, verdict, different NTKs in the sample of the fiber
    "k3s2 k2": (stack(Convolutional, "k3s2 k2"), ((1, 2, 3), (4, 5)), None, "proved", 1),
    "k2x2 k2x2": (stack(Convolutional, "k2x2 k2x2"), IRREDUCIBLE, None, "refuted", 2),
    "k2x2 k2x2, balanced": (
        stack(Convolutional, "k2x2 k2x2"), (((1, 2), (3, 5)), ((5, 3), (2, 1))), (0,), "proved", 1),
    "k3 k2": (stack(Convolutional, "k3 k2"), ((0, 1, 1), (-1, 1)), None, "refuted", 2),
    "dense": (Dense((2, 2, 2)), EXAMPLE_20, None, "refuted", 2),
    "dense, scalar": (
        Dense((2, 2, 2)), ([[1, 0], [0, 1]], [[2, 0], [0, 2]]), [[[3, 0], [0, 3]]], "proved", 1),
    "dense, balanced": (
        Dense((3, 2, 2)), ([[1, 0, 0], [0, 4, 0]], [[1, 0], [0, 4]]), [[[0, 0], [0, 0]]], "proved", 1),
    "relu, convolutional": (stack(ReluConvolutional, "k2x2 k2x2"), IRREDUCIBLE, None, "proved", 1),
    "relu, dense": (ReluDense((2, 2, 2)), EXAMPLE_20, None, "refuted", 2),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_fibers_share_function_and_invariants_and_ntks_are_as_the_verdict_says(name):
    family, parameters, asked, status, ntks = CASES[name]
    assert isinstance(family, Family)
    points = family.fiber(parameters)
    assert {family.parametrization(point) for point in points} == {family.parametrization(parameters)}
    assert {family.invariants(point) for point in points} == {family.invariants(parameters)}
    verdict = family.verdict(asked)
    assert verdict.status == status
    assert len({family.ntk(point) for point in points}) == ntks
    assert (ntks == 1) == (status == "proved")
    if verdict.pair is not None:
        left, right = verdict.pair
        assert family.parametrization(left) == family.parametrization(right)
        assert family.invariants(left) == family.invariants(right)
        assert family.ntk(left) != family.ntk(right)


def test_the_pair_of_theory_8_1_is_in_the_fiber():
    family = stack(Convolutional, "k2x2 k2x2")
    left, right = family.fiber(IRREDUCIBLE)
    assert right in (
        (((2, 2), (2, 4)), ((HALF, HALF), (HALF, 5 * HALF))),
        (((-2, -2), (-2, -4)), ((-HALF, -HALF), (-HALF, -5 * HALF))),
    )
    assert family.ntk(left)[0][0] - family.ntk(right)[0][0] == Fraction(-9, 4)


def test_negative_products_keep_their_sign():
    family = stack(Convolutional, "k3s2 k2")
    parameters = ((1, 2, 3), (-4, -5))
    assert [family.parametrization(point) for point in family.fiber(parameters)] == [(-4, -8, -17, -10, -15)]
    swapped = stack(Convolutional, "k2x2 k2x2").fiber((IRREDUCIBLE[0], ((-1, -1), (-1, -2))))
    assert len(swapped) == 2


def test_a_verdict_is_one_of_three_and_gives_a_reason_exactly_when_undecided():
    for status, reason in [("maybe", None), ("undecided", None), ("proved", "because")]:
        with pytest.raises(SymlcnError):
            Verdict(status, "", reason)
    assert Verdict("undecided", "", "no time").reason == "no time"


def test_matrices_may_be_given_as_flint_matrices():
    family = Dense((2, 2, 2))
    assert family.ntk([matrix(rows) for rows in EXAMPLE_20]) == family.ntk(EXAMPLE_20)
