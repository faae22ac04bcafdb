"""U, K and the invariants of given filters, against the definition, values worked by hand, and the groups that act."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.matrices import cayley, entries, matrix
from symlcn.errors import ParseError
from symlcn.families.multichannel.channelmap import as_channel_filters, layer_shapes, slices
from symlcn.network.notation import parse_network
from tests.support.slowchannels import slow_channel_ntk, slow_invariants, slow_map

NETWORKS = ["k2s2c2 k2", "c2 k2c2 k2c2", "c2 k2x1s1x2c2 k1x2", "k1c2 k2c3 k2c2", "c2 k2d2c1 k3c2", "k2c2 k1c2 k2s2"]


@st.composite
def filtered(draw, notations=NETWORKS):
    """Filters of a network, with denominators."""
    network = parse_network(draw(st.sampled_from(notations)))
    numbers = st.fractions(-3, 3, max_denominator=2)

    def tensor(shape):
        return tuple(tensor(shape[1:]) for _ in range(shape[0])) if shape else draw(numbers)

    return as_channel_filters([tensor(shape) for shape in layer_shapes(network)], network)


@given(filtered())
@settings(max_examples=25)
def test_as_by_definition(given_filters):
    network, filters = given_filters.network, given_filters.filters
    size = network.ambient

    def flat(tensor):
        return [c for part in tensor for c in flat(part)] if isinstance(tensor, tuple) else [tensor]

    assert flat(given_filters.product) == slow_map(network, filters)
    assert given_filters.invariants == slow_invariants(filters)
    kernel = slow_channel_ntk(network, filters)
    assert [list(row) for row in entries(given_filters.kernel)] == kernel
    assert given_filters.entry(size - 1, 0) == kernel[size - 1][0]


@given(filtered(), st.lists(st.fractions(-2, 2, max_denominator=3), min_size=6, max_size=6))
@settings(max_examples=25)
def test_orthogonal_matrices_keep_u_and_k_and_turn_the_invariants(given_filters, numbers):
    turns = []
    for n in given_filters.network.channels[1:-1]:
        source = iter(numbers)
        upper = {(i, j): next(source) for i in range(n) for j in range(i)}
        turns.append(cayley([[upper.get((i, j), -upper.get((j, i), 0)) for j in range(n)] for i in range(n)]))
    other = given_filters.acted(turns)
    assert other.product == given_filters.product
    assert other.kernel == given_filters.kernel
    for turn, before, after in zip(turns, given_filters.invariants, other.invariants, strict=True):
        assert entries(turn * matrix(before) * turn.transpose()) == after


G = matrix([[Fraction(3, 5), Fraction(-8, 5)], [Fraction(2, 5), Fraction(3, 5)]])
SMALL = ([[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]])
SQUARE = ([[[6, 2], [-2, 4]], [[-1, -2], [-3, 1]]], [[[3, 2], [-4, -2]], [[-2, -1], [-6, -4]]])


@pytest.mark.parametrize(
    ("notation", "filters", "invariants", "difference"),
    [
        ("k2s2c2 k2", SMALL, ((-35, 0), (0, 10)), Fraction(24, 5)),
        ("c2 k2s2c2 k2c2", SQUARE, ((-42, 0), (0, 57)), Fraction(72, 5)),
        ("c2 k2c2 k2c2", SQUARE, ((-42, 0), (0, 57)), Fraction(72, 5)),
        ("k2c2 k2", ([[[4, 4]], [[2, -2]]], [[[1, -1], [-2, -2]]]), ((-30, 0), (0, 0)), Fraction(72, 5)),
    ],
)
def test_pairs_on_one_orbit_with_equal_invariants(notation, filters, invariants, difference):
    first = as_channel_filters(filters, parse_network(notation))
    second = first.acted([G])
    assert first.product == second.product
    assert first.invariants == second.invariants == (invariants,)
    assert first.entry(0, 0) - second.entry(0, 0) == difference


def test_two_balanced_points_of_a_square_run():
    network = parse_network("c2 k2c2 k2c2")
    first = as_channel_filters([[[[2, 1], [0, 0]], [[0, 0], [3, 1]]], [[[1, 2], [0, 0]], [[0, 0], [1, 3]]]], network)
    second = as_channel_filters([[[[1, 2], [0, 0]], [[0, 0], [3, 1]]], [[[2, 1], [0, 0]], [[0, 0], [1, 3]]]], network)
    assert first.product == second.product
    assert first.invariants == second.invariants == (((0, 0), (0, 0)),)
    block = [row[3:6] for row in entries(first.kernel - second.kernel)[3:6]]
    assert block == [(-3, 0, 0), (0, 0, 0), (0, 0, 3)]


def test_one_channel_inside_is_that_of_the_stack():
    plain = symlcn.ntk("k3s2 k2", [(1, 2, 3), (4, 5)])
    inside = symlcn.ntk("c2 k3s2c2 k2c2", [[[[1, 2, 3], [0] * 3], [[0] * 3] * 2], [[[4, 5], [0, 0]], [[0, 0]] * 2]])
    assert [[entry[0] for entry in row] for row in plain.matrix()] == [list(row[:5]) for row in inside.matrix()[:5]]


def test_generic_filters_at_numbers():
    network = parse_network("c2 k2s2c2 k2")
    generic, values = symlcn.ntk(network), [[[[1, 2], [3, 4]], [[5, -6], [7, 8]]], [[[1, -1], [2, 3]]]]
    numbers = [c for own in values for row in own for entry in row for c in entry]
    kernel = symlcn.ntk(network, values).matrix()

    def at(terms):
        total = 0
        for monomial, c in terms.items():
            for n in monomial:
                c *= numbers[n]
            total += c
        return total

    assert [[at(entry) for entry in row] for row in generic.matrix()] == [list(row) for row in kernel]
    assert len(generic.names) == len(numbers)


def test_slices_are_matrices():
    filters = as_channel_filters(SQUARE, parse_network("c2 k2c2 k2c2")).filters
    assert [entries(w) for w in slices(filters[0])] == [((6, -2), (-1, -3)), ((2, 4), (-2, 1))]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ([[[[1, 2]], [[3, 4]]]], "filters: 1 filter for 2 layers; give one for each"),
        (
            [[[[1, 2]], [[3]]], [[[1, 2], [3, 4]]]],
            "filter 1[1][0]: not a list of 2; the filter is nested 2 x 1 x 2: outputs, inputs, positions",
        ),
        (
            [[[[1, 2]], [[3, 0.5]]], [[[1, 2], [3, 4]]]],
            'filter 1[1][0][1]: 0.5 is a float, not an exact number; give "1/2", or Fraction(0.5), its binary value',
        ),
    ],
)
def test_what_does_not_fit_is_said(filters, message):
    with pytest.raises(ParseError) as found:
        as_channel_filters(filters, parse_network("k2c2 k2"))
    assert str(found.value) == message


def test_questions_with_channels():
    answer = symlcn.invariants("c2 k2s2c2 k2c2", SQUARE)
    assert answer.values == (((-42, 0), (0, 57)),)
    with pytest.raises(ParseError, match="filters are taken as they are"):
        symlcn.ntk("c2 k2s2c2 k2c2", SQUARE, "balanced")
    with pytest.raises(ParseError, match="numbers from 0 to 15"):
        symlcn.ntk("c2 k2s2c2 k2c2", SQUARE, places=[(0, 16)])
    assert symlcn.ntk("c2 k2s2c2 k2c2", SQUARE, places=[(0, 15)]).latex().startswith("K_{0,15}")
    assert symlcn.ntk("c9 k9c9 k9c9").reason == (
        "generic filters whose product has 59049 terms, over 20000: give filters"
    )
