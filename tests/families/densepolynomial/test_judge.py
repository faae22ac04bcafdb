"""Is the NTK of a dense network with monomial activations a function of f and δ? Verdicts, numbers, certificates."""

from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.check import check_text
from symlcn.errors import ParseError
from symlcn.families.densepolynomial.gradientrank import independent_gradients, is_separating
from symlcn.families.densepolynomial.judge import judge
from symlcn.families.densepolynomial.neuroninvariants import as_neuron_invariants, is_constant, number_of_values
from symlcn.families.densepolynomial.powernetwork import DensePolynomial, as_dense_polynomial
from symlcn.families.densepolynomial.question import dense
from tests.support import slowpowers

GENERIC = "the parameters are generic, outside a proper algebraic subset"
SEPARATE = (
    "no hidden neuron has the function 0 or one proportional to that of another in its layer, and no hidden column is 0"
)


@pytest.mark.parametrize(
    ("text", "delta", "status", "ntk", "values", "dimension", "hypotheses"),
    [
        ("2 r3 2 1", None, "refuted", "independent-on-locus", 2, 4, (GENERIC,)),
        ("2 r3 2 1", 5, "proved", "independent", 1, 4, (GENERIC,)),
        ("2 r3 2 1", [[97, -167]], "refuted", "dependent", 2, 4, (GENERIC,)),
        ("3 r2 3 3", [[1, 2, 3]], "refuted", "dependent", 6, 15, (GENERIC,)),
        ("3 r2 3 3", [[1, 2, 2]], "refuted", "dependent", 3, 15, (GENERIC,)),
        ("3 r2 3 3", [[2, 2, 2]], "proved", "independent", 1, 15, (GENERIC,)),
        ("2 r9 2 1", 0, "proved", "independent", 1, 4, (SEPARATE,)),
        ("2 r9 2 r9 2 2", [[1, 2], [3, 4]], "refuted", "dependent", 4, 8, (GENERIC,)),
        ("2 r9 2 r9 2 2", [[1, 2], [3, 3]], "refuted", "dependent", 2, 8, (GENERIC,)),
        ("2 r9 2 r9 2 2", [[1, 1], [3, 3]], "proved", "independent", 1, 8, (SEPARATE,)),
        ("2 r2 2 r3 2 1", None, "refuted", "dependent", None, 6, ()),
        ("2 r2 2 r3 2 1", [[1, 1], [3, 2]], "refuted", "dependent", None, 6, ()),
        ("2 r2 2 r3 2 1", [[1, 1], [3, 3]], "undecided", None, None, 6, ()),
        ("2 r2 2 r2 2 1", [[1, 2], [3, 3]], "undecided", None, None, None, ()),
        ("2 r2 2 1", None, "refuted", "dependent", None, None, ()),
        ("2 r2 2 1", "balanced", "undecided", None, None, None, ()),
        ("3 r4 1 2", None, "proved", "independent", 1, 4, ("the function is not 0",)),
        ("3 r4 1 2", 7, "proved", "independent", 1, 4, ("the function is not 0",)),
        ("1 r3 2 1", None, "undecided", None, None, None, ()),
    ],
)
def test_verdicts(text, delta, status, ntk, values, dimension, hypotheses):
    network = as_dense_polynomial(text)
    found = judge(network, as_neuron_invariants(delta, network))
    assert (found.status, found.ntk, found.ntk_values) == (status, ntk, values)
    assert (found.dimension, found.hypotheses) == (dimension, hypotheses)
    assert (found.reason is None) == (status != "undecided")
    answer = dense(text, delta)
    assert symlcn.check(answer).verdict == "accepted"
    assert answer.status == status


def test_reasons_for_which_it_is_undecided():
    assert "quadratic form" in judge(as_dense_polynomial("2 r2 2 1"), ((1, 1),)).reason
    assert "behind a layer of width 1" in judge(as_dense_polynomial("2 r3 1 r3 2 1"), ((1,), (1, 1))).reason
    assert "r_1 ≥ 9, r_2 ≥ 9" in judge(as_dense_polynomial("2 r2 2 r2 2 1"), ((1, 1), (1, 1))).reason
    assert "no exact pair was found" in judge(as_dense_polynomial("1 r2 2 1"), ((1, 2),)).reason


def test_conditions_on_all_functions_are_said_to_be_for_all():
    """Counting NTKs needs a rank, which only generic parameters have."""
    network = as_dense_polynomial("2 r9 2 r2 1 1")
    assert judge(network, ((1, 1), (0,))).hypotheses == (SEPARATE,)
    found = judge(as_dense_polynomial("2 r9 2 r2 1 r2 1 1"))
    assert (found.status, found.ntk, found.separating, found.hypotheses) == ("refuted", "dependent", False, (SEPARATE,))


@pytest.mark.parametrize("text", ["2 r3 2 1", "2 r2 2 2", "1 r2 2 2", "3 r2 2 1", "2 r2 3 1", "2 r2 2 r2 1 1"])
def test_ranks_are_those_over_the_rationals(text):
    network = as_dense_polynomial(text)
    found = independent_gradients(network)
    expected = network.parameters - network.neurons
    if found is not None:
        assert slowpowers.jacobian_rank(network.widths, network.powers, found.parameters) == found.rank == expected
    else:
        numbers = [
            [[(5 * i + 3 * j + 2 * l) % 7 - 3 or 5 for j in range(n)] for i in range(m)]
            for l, (n, m) in enumerate(zip(network.widths[:-1], network.widths[1:], strict=True))
        ]
        assert slowpowers.jacobian_rank(network.widths, network.powers, numbers) < expected


def test_a_defect_is_not_claimed():
    """Quartic binary forms have five coefficients: the rank of 2 r2 2 r2 2 1 is 5 of 6."""
    network = as_dense_polynomial("2 r2 2 r2 2 1")
    assert independent_gradients(network) is None
    assert network.parameters - network.neurons == 6
    found = judge(network)
    assert (found.dimension, found.ntk, found.exchange is not None) == (None, "dependent", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 r2 2 2", True),
        ("2 r2 2 1", True),
        ("1 r2 2 1", False),
        ("2 r2 2 r2 2 1", True),
        ("2 r2 2 r2 1 1", True),
        ("2 r2 1 r2 2 1", False),
        ("1 r2 2 r2 2 2", False),
    ],
)
def test_widths_for_which_the_rank_separates(text, expected):
    assert is_separating(as_dense_polynomial(text)) == expected


@given(st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=4), min_size=1, max_size=2))
def test_numbers_of_values_count_permutations(delta):
    from itertools import permutations, product

    expected = len({*product(*({*permutations(own)} for own in delta))})
    assert number_of_values(delta) == expected
    assert (expected == 1) == is_constant(delta)


@given(st.integers(2, 3), st.integers(2, 10), st.integers(1, 3), st.integers(1, 3), st.data())
@settings(max_examples=60, deadline=None)
def test_certificates_of_all_kinds_are_accepted(size, power, width, outer, data):
    network = DensePolynomial((size, width, outer), (power,))
    numbers = st.builds(Fraction, st.integers(-5, 5), st.integers(1, 3))
    delta = data.draw(st.none() | st.lists(numbers, min_size=width, max_size=width).map(lambda own: [own]))
    answer = dense(network, delta)
    outcome = check_text(answer.sealed)
    assert (outcome.verdict, answer.undecided) == ("accepted", "undecided" in outcome.claim)
    if delta is None and width > 1:
        assert answer.refuted
        if answer.ntk == "independent-on-locus":
            assert answer.ntk_values == factorial(width)


@pytest.mark.parametrize(
    ("delta", "problem"),
    [
        ("1,2", "delta: 2 numbers given for 1 hidden layer; give one for each, or a list for each as in"),
        ([[1, 2, 3]], "delta, hidden layer 1: 3 numbers given for 2 neurons; give one for each"),
        ([[1, 2], [3]], "delta: 2 lists given for 1 hidden layer"),
        ([[1, 0.5]], "delta, hidden layer 1[1]: 0.5 is a float, not an exact number"),
        (0.5, "delta: 0.5 is a float, not an exact number"),
        ("-", "standard input on the command line only"),
        ([1, [2]], "2 lists given for 1 hidden layer"),
        ("[[1,2]", "not JSON"),
    ],
)
def test_invariants_that_do_not_fit_are_refused(delta, problem):
    with pytest.raises(ParseError) as caught:
        symlcn.dense("2 r3 2 1", delta)
    assert problem in str(caught.value)


def test_invariants_as_a_caller_gives_them():
    network = as_dense_polynomial("2 r3 2 r2 3 1")
    assert as_neuron_invariants("balanced", network) == ((0, 0), (0, 0, 0))
    assert as_neuron_invariants("generic", network) is as_neuron_invariants(None, network) is None
    assert as_neuron_invariants("1/2", network) == as_neuron_invariants(Fraction(1, 2), network)
    assert as_neuron_invariants("[[1,2],[3,4,5]]", network) == ((1, 2), (3, 4, 5))
    assert as_neuron_invariants([1, "2"], network) == ((1, 1), (2, 2, 2))


def test_the_question_is_that_of_all_dense_networks():
    assert symlcn.dense([2, "r3", 2, 1], [[97, -167]]).result == dense("2 r3 2 1", [[97, -167]]).result
    assert symlcn.dense("2 2 2").result.network == symlcn.dense([2, 2, 2]).result.network
    kept = symlcn.invariants("2 r3 2 1", [[[6, 8], [5, 0]], [[1, 8]]])
    assert kept.values == ((97, -167),)
    assert symlcn.invariants([2, "r3", 2, 1]).depth == 2
