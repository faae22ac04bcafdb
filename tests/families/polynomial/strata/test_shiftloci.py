"""Shift loci: the table of dimensions, all points modulo a prime, and all shifts one after the other."""

from itertools import product
from math import prod

import networkx
import pytest

from symlcn import check, strata
from symlcn.errors import LimitError
from symlcn.families.polynomial.expansion import expanded, layer_operators
from symlcn.families.polynomial.strata import shiftloci
from symlcn.families.polynomial.strata.shiftloci import shift_loci
from symlcn.network.notation import parse_network
from tests.support.slowactivations import fibers_modulo, indices

PROJECTIVE = {
    "k2 r2 k2": 0, "k2 r3 k2": 0, "k3 r2 k2": 1, "k2 r2 k3": 1, "k3 r2 k3": 2, "k3 r3 k2": 1, "k3s2 r2 k2": 0,
    "k2s2 r2 k2": None, "k3 r2 k2d3": None, "k2 r2 k2 r2 k2": 1, "k3 r2 k2 r2 k2": 2, "k3 r2 k3 r2 k3": 4,
    "k2x2 r2 k2x2": 2, "k2x2s2 r2 k2x2": None, "k3x1 r2 k1x3": None, "k3x3 r2 k3x3": 10,
    "k2s2 r2 k2s2 r2 k2": None,
}  # fmt: skip
DEGREES = {
    "k2 r2 k2": 4, "k2 r3 k2": 6, "k3 r2 k2": 12, "k2 r2 k3": 6, "k3 r2 k3": 24, "k3 r3 k2": 27, "k2x2 r2 k2x2": 160,
    "k3 r2 k2 r2 k2": 384, "k3 r2 k3 r2 k3": 5760, "k3x3 r2 k3x3": 3294720,
}  # fmt: skip


@pytest.mark.parametrize("notation", PROJECTIVE)
def test_the_dimension_of_the_singular_locus(notation):
    found, expected = strata(notation), PROJECTIVE[notation]
    assert found.singular_dimension == (None if expected is None else expected + 1)
    assert found.smooth == (expected is None)
    assert max((own.dimension for own in found.loci[1:]), default=None) == found.singular_dimension
    assert check(found).verdict == "accepted"


@pytest.mark.parametrize("notation", DEGREES)
def test_the_degree_of_the_whole(notation):
    assert shift_loci(parse_network(notation)).loci[0].image_degree == DEGREES[notation]


def in_boxes(network, locus):
    """Which entries of the filters may be different from 0."""
    starts = [[max(0, -a) for a in own] for own in locus.shift]
    return [
        [all(s <= i < s + k for i, s, k in zip(index, start, size, strict=True)) for index in entries]
        for entries, start, size in zip(indices(network), starts, locus.sizes, strict=True)
    ]


EXHAUSTIVE = (
    ("k2 r2 k2", 3), ("k3 r2 k2", 5), ("k2 r2 k3", 3), ("k3 r2 k3", 3), ("k2 r3 k2", 5), ("k4 r3 k3", 2),
    ("k3 r5 k3", 2), ("k2 r2 k2 r2 k2", 3), ("k3 r3 k2 r3 k2", 2), ("k3s2 r2 k2", 3), ("k3s2 r2 k3", 3),
    ("k2s2 r2 k2", 5), ("k3 r2 k2d2", 3), ("k3 r2 k2d3", 3), ("k2x2 r2 k2x1", 3), ("k2x1 r2 k1x2 r2 k2x1", 3),
    ("k2x2 r2 k2x2", 3), ("k2x2 r3 k2x2", 2), ("k2x1x1 r2 k1x2x1 r3 k1x1x2", 5), ("k2 r3 k2 r3 k2 r3 k2", 2),
)  # fmt: skip


@pytest.mark.parametrize(("notation", "prime"), EXHAUSTIVE)
def test_all_points_modulo_a_prime(notation, prime):
    network = parse_network(notation)
    fibers = fibers_modulo(network, prime)
    found = shift_loci(network)
    sets = []
    for locus in found.loci:
        allowed = in_boxes(network, locus)
        own = set()
        for function, points in fibers.items():
            for filters in points:
                zero = [[bool(c) for c in row] for row in filters]
                if all(b or not a for x, y in zip(zero, allowed, strict=True) for a, b in zip(x, y, strict=True)):
                    own.add(function)
                    if zero == allowed:  # a generic point
                        assert len(points) == locus.preimages
        sets.append(own)
    assert set.union(set(), *sets[1:]) == {function for function, points in fibers.items() if len(points) > 1}
    order = networkx.DiGraph(found.covers)
    order.add_nodes_from(range(len(sets)))
    closure = networkx.transitive_closure(order)
    for i, j in product(range(len(sets)), repeat=2):
        assert closure.has_edge(i, j) == (i != j and sets[j] <= sets[i])


def by_hand(network):
    """The |a| of all shifts a ≠ 0 that leave functions as they are, and for runs of those that move one."""
    exponents = network.architecture.exponents
    choices = [list(product(*(range(1 - k, k) for k in layer.size))) for layer in network.architecture]
    for shift in product(*choices):
        moved = [
            [a * e for a, e in zip(own, exponent, strict=True)] for own, exponent in zip(shift, exponents, strict=True)
        ]
        sums = [[sum(column) for column in zip(*moved[run.start : run.stop], strict=True)] for run in network.runs]
        if not any(map(sum, zip(*sums, strict=True))) and any(map(any, sums)):
            yield tuple(tuple(map(abs, own)) for own in shift)


SHIFTS = (
    "k3 r2 k3 r2 k2", "k5s2 r2 k4 r2 k2d3", "k4 r2 k2d3", "k2 r2 k2d2 r2 k2d3", "k3x2 r2 k2x3", "k2x2 r2 k2x2 r2 k2x2",
    "k4d3 r2 k3d2 r3 k2d5",
)  # fmt: skip


@pytest.mark.parametrize("notation", SHIFTS)
def test_all_shifts_one_after_the_other(notation):
    network = parse_network(notation)
    found = shift_loci(network)
    sizes = [layer.size for layer in network.architecture]
    expected = {
        tuple(tuple(k - a for k, a in zip(size, own, strict=True)) for size, own in zip(sizes, shift, strict=True))
        for shift in by_hand(network)
        if all(0 not in map(int.__sub__, size, own) for size, own in zip(sizes, shift, strict=True))
    }
    assert {own.sizes for own in found.loci[1:]} == expected
    assert found.smooth == (not expected)


@pytest.mark.parametrize("notation", ["k3 k3 r2 k3", "k2s2 k2 r2 k3", "k2 k3 r2 k2 k2", "k2x2 k2x1 r3 k1x2"])
def test_runs_of_several_layers(notation):
    network = parse_network(notation)
    found = shift_loci(network)
    sizes = [layer.size for layer in network.architecture]

    def canonical(own):
        """Up to the order of layers of one run that may be exchanged."""
        rows = zip(own, sizes, network.architecture.exponents, strict=True)
        marked = [(size, e, k) for k, size, e in rows]
        return tuple(tuple(sorted(marked[run.start : run.stop])) for run in network.runs)

    expected = {
        canonical(
            [tuple(k - a for k, a in zip(size, own, strict=True)) for size, own in zip(sizes, shift, strict=True)]
        )
        for shift in by_hand(network)
    }
    assert {canonical(own.sizes) for own in found.loci[1:]} == expected
    assert len(found.loci) == 1 + len(expected)
    assert (found.complete, found.covers, found.singular_dimension) == (False, None, None)
    assert found.smooth is (False if expected else None)


@pytest.mark.parametrize("notation", ["k3 r2 k3", "k2x2 r2 k2x2", "k3 k2 r2 k3", "k5s2 r2 k4"])
def test_filters_of_ones_have_one_function(notation):
    network = parse_network(notation)
    for locus in shift_loci(network).loci[1:]:
        first, second = locus.pair
        assert first != second
        functions = [expanded(layer_operators(network, own), network.activations) for own in (first, second)]
        assert functions[0] == functions[1] != {}


def test_many_loci_are_not_listed_but_their_dimension_is_known():
    found = strata("k3x3 r2 k3x3 r2 k3x3 r2 k3x3")
    assert (found.loci, found.complete, found.smooth, found.singular_dimension) == (None, False, False, 27)
    with pytest.raises(LimitError, match="more than 500 loci"):
        shift_loci(parse_network(" ".join(["k9"] * 4) + " r2 k40"))


def test_limits(monkeypatch):
    assert strata("k3001 r2 k2").reason == "3003 parameters, more than 3000"
    monkeypatch.setattr(shiftloci, "MAX_STEPS", 10)
    with pytest.raises(LimitError, match="more than 10 steps"):
        shift_loci(parse_network("k3 r2 k3"))


def test_the_largest_locus_is_that_of_one_direction():
    network = parse_network("k3x5 r2 k2x4 r2 k2x2")
    found = shift_loci(network)
    largest = max(sum(map(prod, own.sizes)) for own in found.loci[1:])
    assert found.singular_dimension == largest - 2
