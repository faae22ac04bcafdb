"""Pairs of dense parameters that are rational up to square roots: verified in a ring of roots, and by the checker."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.matrices import entries, matrix, scalar_value
from symlcn.algebra.rootmatrix import RootMatrix, mended, plain
from symlcn.answer import Status
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import ArithmeticGuardError
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.judge import DenseResult, judge
from symlcn.families.dense.network import Dense
from symlcn.families.dense.pairs.squareroots import root_pair
from symlcn.families.verdict import Verdict
from tests.support.damage import at, replaced, sealed
from tests.support.slowdense import Surd, slow_invariants, slow_ntk, slow_product, surd_matrix


def rows_of(a, b, c):
    return (Fraction(a), Fraction(b)), (Fraction(b), Fraction(c))


SKEW = [rows_of(0, 1, 3), rows_of(1, 0, 2)]


def sample(seed, depth, height, below):
    """Seeded symmetric matrices, one in three of them scalar, never all."""
    random = Random(seed)

    def number():
        return Fraction(random.randint(-height, height), random.randint(1, below))

    found: list = []
    while all(scalar_value(rows) is not None for rows in found):
        found = []
        for _ in range(depth - 1):
            d = number()
            found.append(rows_of(d, 0, d) if random.random() < 1 / 3 else rows_of(number(), number(), number()))
    return found


def assert_pair(widths, invariants, document):
    """Equal products, the given invariants, different NTKs, by definition in a ring of roots; the checker agrees."""
    first, second = ([surd_matrix(layer) for layer in side] for side in document["evidence"]["pair"])
    assert [(len(layer), len(layer[0])) for layer in first] == list(zip(widths[1:], widths[:-1], strict=True))
    assert slow_product(first) == slow_product(second)
    assert slow_invariants(first) == slow_invariants(second) == [[list(row) for row in rows] for rows in invariants]
    difference = document["evidence"]["ntk_difference"]
    (i, j), values = difference["index"], [Fraction(value) for value in difference["values"]]
    assert [slow_ntk(side)[i][j] for side in (first, second)] == values
    assert values[0] != values[1]
    outcome = check_text(dumps(document))
    assert outcome.verdict == "accepted", outcome


def document_of(widths, invariants):
    """The certificate of a pair with roots, also where there are rational ones."""
    network = Dense(widths)
    found = root_pair(network, invariants)
    assert found is not None, invariants
    verdict = Verdict(Status.REFUTED, "", None, found.pair)
    rank = min(widths)
    return dense_json(
        DenseResult(network, tuple(invariants), verdict, rank=rank, index=found.index, values=found.values)
    )


@pytest.mark.parametrize(("height", "below"), [(2, 1), (20, 20), (1000000, 1), (1, 1000)])
@pytest.mark.parametrize("widths", [(2, 2, 2, 2), (3, 2, 2, 4), (2, 2, 2), (2, 2, 3), (2, 2, 2, 2, 2)])
def test_every_sampled_invariant_has_a_pair(widths, height, below):
    for seed in range(2):
        invariants = sample(seed, len(widths) - 1, height, below)
        assert_pair(widths, invariants, document_of(widths, invariants))


@pytest.mark.parametrize("widths", [(3, 3, 3), (3, 3, 4), (5, 4, 4), (4, 4, 4)])
def test_every_sampled_invariant_of_two_layers_has_a_pair(widths):
    random, size = Random(7), widths[1]
    for height, below in ((1, 1), (9, 9), (10**6, 1)):
        rows = [[Fraction(0)] * size for _ in range(size)]
        for i in range(size):
            for j in range(i + 1):
                rows[i][j] = rows[j][i] = Fraction(random.randint(-height, height), random.randint(1, below))
        assert_pair(widths, [rows], document_of(widths, [tuple(map(tuple, rows))]))


@pytest.mark.parametrize("diagonal", [(1, 1, 2), (0, 0, -1), (5, -5, 5), (1, 2, 3)])
def test_diagonal_invariants_of_two_layers(diagonal):
    rows = tuple(tuple(Fraction(d if i == j else 0) for j in range(3)) for i, d in enumerate(diagonal))
    assert_pair((3, 3, 3), [rows], document_of((3, 3, 3), [rows]))


small = st.integers(-2, 2)


@given(st.lists(st.tuples(small, small, small), min_size=2, max_size=2))
@settings(max_examples=15)
def test_three_layers_are_always_refuted(numbers):
    invariants = [rows_of(*triple) for triple in numbers]
    if any(scalar_value(rows) is None for rows in invariants):
        assert_pair((2, 2, 2, 2), invariants, document_of((2, 2, 2, 2), invariants))


@pytest.mark.parametrize(
    "invariants",
    [
        [rows_of(1, 0, 2), rows_of(3, 0, 3)],
        [rows_of(0, 0, 0), rows_of(-1, 0, 2)],
        [rows_of(1, 0, 2), rows_of(1, 0, 2)],
        [rows_of(4, 2, 1), rows_of(-4, -2, -1)],
        [rows_of(-100, 0, -100), rows_of(100, 1, 100)],
    ],
)
def test_scalar_singular_and_commuting_invariants(invariants):
    assert_pair((2, 2, 2, 2), invariants, document_of((2, 2, 2, 2), invariants))


def test_the_judgement_uses_roots_where_no_rational_pair_is_found():
    found = judge(Dense((2, 2, 2, 2)), SKEW)
    assert found.status == "refuted"
    assert isinstance(found.verdict.pair[0][0], RootMatrix)
    assert_pair((2, 2, 2, 2), SKEW, dense_json(found))
    rational = judge(Dense((2, 2, 2)), SKEW[:1])
    assert not isinstance(rational.verdict.pair[0][0], RootMatrix)


def test_other_widths_and_scalar_invariants_have_none():
    assert root_pair(Dense((1, 2, 2, 2)), SKEW) is None
    three = entries(matrix([[1, 0, 0], [0, 2, 0], [0, 0, 3]]))
    assert root_pair(Dense((2, 3, 2)), [three]) is None
    assert root_pair(Dense((3, 3, 3, 3)), [three, three]) is None
    assert root_pair(Dense((2, 2, 2, 2)), [rows_of(1, 0, 1), rows_of(2, 0, 2)]) is None


PAIR = ("evidence", "pair")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ((*PAIR, 0, 0, "right", 1), "2", "do not combine|invariant|products"),
        ((*PAIR, 0, 0, "right", 1), "12", "invariant|products"),
        ((*PAIR, 0, 0, "right", 1), "-3", "is not positive"),
        ((*PAIR, 1, 2, "left", 0), "0", "is not positive"),
        ((*PAIR, 1, 2, "left", 0), "2", "products|do not combine"),
        ((*PAIR, 0, 0, "matrix", 0, 0), "3", "products|invariant"),
        ((*PAIR, 0, 0, "matrix", 0, 0), "-2", "products|invariant"),
        ((*PAIR, 0, 1, 0, 0), "3", "products|invariant"),
        (("delta", 0, 1, 1), "4", "are not delta"),
        (("delta", 1, 0, 0), "2", "are not delta"),
        (("evidence", "ntk_difference", "values", 0), "1", "is not this entry"),
        (("evidence", "ntk_difference", "index"), [0, 1], "combine|this entry"),
        (("result", "rank"), 1, "rank"),
    ],
)
def test_tampered_twins_are_rejected(path, value, said):
    document = dense_json(judge(Dense((2, 2, 2, 2)), SKEW))
    assert at(document, path) != value
    outcome = check_text(sealed(replaced(document, path, value)))
    assert outcome.verdict == "rejected", outcome
    assert any(part in outcome.message for part in said.split("|")), outcome


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*PAIR, 0, 0, "right"), ["1"]),
        ((*PAIR, 0, 0, "right", 1), "2/4"),
        ((*PAIR, 0, 0, "left"), "1"),
        ((*PAIR, 0, 0), {"matrix": [["1", "0"], ["0", "1"]]}),
        ((*PAIR, 0, 0, "matrix"), [["1", "0"]]),
    ],
)
def test_matrices_with_roots_that_cannot_be_read_are_malformed(path, value):
    document = dense_json(judge(Dense((2, 2, 2, 2)), SKEW))
    assert check_text(sealed(replaced(document, path, value))).verdict == "malformed"


def test_the_same_pair_with_square_factors_under_the_roots_is_accepted():
    document = dense_json(judge(Dense((2, 2, 2, 2)), SKEW))
    layer = document["evidence"]["pair"][0][0]
    assert layer == {"left": ["1", "1"], "matrix": [["2", "0"], ["-1/2", "1/2"]], "right": ["1", "3"]}
    again = {"left": ["1/4", "4"], "matrix": [["4/3", "0"], ["-1/12", "1"]], "right": ["9", "3/16"]}
    assert surd_matrix(layer) == surd_matrix(again)
    assert check_text(sealed(replaced(document, (*PAIR, 0, 0), again))).verdict == "accepted"


numbers = st.builds(Fraction, st.integers(1, 60), st.integers(1, 60))


@given(numbers, numbers, numbers, numbers)
def test_mended_roots_are_integers_and_keep_the_matrix(a, b, c, d):
    value = RootMatrix((a, b), matrix([[1, -2], [0, 3]]), (c, d))
    found = mended(value, 2, 2)
    assert found.same(value)
    assert all(n.denominator == 1 for n in (*found.left, *found.right))


def test_products_and_entries_that_are_no_such_matrices_raise():
    one = (Fraction(1), Fraction(1))
    value = RootMatrix(one, matrix([[1, 1], [0, 1]]), (Fraction(2), Fraction(3)))
    with pytest.raises(ArithmeticGuardError, match="do not fit"):
        value * plain(matrix([[1, 0], [0, 1]]))
    with pytest.raises(ArithmeticGuardError, match="irrational"):
        value.rational()


def test_the_ring_of_roots_by_identities():
    two, eight, six, three = (Surd([(1, n)]) for n in (2, 8, 6, 3))
    assert two * 2 == eight
    assert two * three == six
    assert (two + three) * (two - three) == -1
    assert two != three


def test_two_layers_use_roots_where_no_rational_pair_is_found():
    """The numbers on the curves cannot be factored."""
    rows = rows_of(Fraction(123456789123456789123, 1000000007), Fraction(5, 77777), Fraction(-98765432198765, 1000003))
    found = judge(Dense((2, 2, 2)), [rows])
    assert isinstance(found.verdict.pair[0][0], RootMatrix)
    assert_pair((2, 2, 2), [rows], dense_json(found))


def test_many_layers_say_what_was_searched(monkeypatch):
    monkeypatch.setattr("symlcn.families.dense.judge.find_near", lambda *_: None)
    invariants = [rows_of(17, 3, -5), rows_of(13, 7, 1), rows_of(-19, 11, 2), rows_of(8, 5, 3), rows_of(1, 9, 15)]
    found = judge(Dense((2, 2, 2, 2, 2, 2, 2)), invariants)
    assert found.status == "undecided"
    assert "none with square roots for 5000 choices of the inner layers" in found.verdict.reason
    assert check_text(dumps(dense_json(found))).verdict == "accepted"
