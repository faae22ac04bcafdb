"""symlcn.geometry.strata.exchanges: dimensions by ranks, singular points by factoring, counts of loci by hand."""

from itertools import product
from random import Random

import pytest
from flint import fmpz_mat
from hypothesis import assume, given, settings

from symlcn.errors import LimitError, ParseError
from symlcn.fiber.smoothness.smooth import smoothness
from symlcn.geometry.strata.exchanges import exchanges
from symlcn.geometry.strata.poset import strata
from symlcn.network.architecture import parse_architecture
from tests.support import slow
from tests.support.strategies import architectures

NOTATIONS = [
    "k2x2 k2x1", "k2x2 k2x2", "k3x3s2 k2x2", "k2x2 k3x2", "k3x3 k3x3 k3x3", "k7d2 k5d3", "k3x3s2 k3x3s2 k3x3",
    "k2x1 k2x2 k2x2 k3x2s2 k2x2", "k2x2x2 k2x2x2", "k3x2 k2x1s2 k2x2",
]  # fmt: skip


def find(notation, limit=2):
    return exchanges(parse_architecture(notation), limit)


def loci(notation, limit=2):
    return [(e.layers, e.degree, e.dimension, e.codimension) for e in find(notation, limit).loci]


def test_loci_by_hand():
    assert loci("k2x2 k2x1") == [((0, 1), (1, 0), 4, 1)]
    assert loci("k2x2 k2x2") == [((0, 1), (0, 1), 5, 2), ((0, 1), None, 4, 3)]
    assert loci("k2x2 k3x2", 1) == [((0, 1), (1, 0), 7, 2), ((0, 1), (0, 1), 6, 3)]
    assert loci("k3x1 k1x3") == []
    assert loci("k3d2 k2d3") == []


def test_limits_and_completeness():
    assert find("k2x2 k3x2", 2).complete
    found = find("k2x2 k3x2", 1)
    assert (found.complete, found.omitted) == (False, 1)
    assert not find("k3x3s2 k3x3s2 k3x3", 9).complete  # three layers may take part at once


def tensor(value, dimension, prefix=()):
    """Nested tuples as a dict."""
    if dimension == 0:
        return {prefix: int(value)} if value else {}
    return {k: v for n, part in enumerate(value) for k, v in tensor(part, dimension - 1, (*prefix, n)).items()}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_sample_points_are_singular_and_have_the_listed_preimages(notation):
    found = find(notation)
    for locus in found.loci:
        assert smoothness(found.reduced, locus.filter).smooth is False
        u = tensor(locus.filter, found.reduced.dimension)
        for filters in locus.pair:
            factors = slow.layer_polynomials(found.reduced, [tensor(w, found.reduced.dimension) for w in filters])
            assert slow.multiply_all(factors, found.reduced.dimension) == u
        assert len(set(locus.pair)) == (1 if locus.degree is None else 2)
        assert locus.dimension + locus.codimension == found.reduced.rank


def free_dimension(network, locus):
    """The rank of the derivative of g, h, g', h' and the other filters ↦ u at a random point, by the slow path."""
    random = Random(3)
    i, j = locus.layers
    factors = []  # exponent and size of every factor, and how often it occurs

    def add(exponent, size, power=1):
        entries = {index: random.randint(-99, 99) for index in product(*map(range, size))}
        moved = {tuple(k * e for k, e in zip(index, exponent, strict=True)): c for index, c in entries.items()}
        factors.append((exponent, size, moved, power))

    for n, (layer, exponent) in enumerate(zip(network.layers, network.exponents, strict=True)):
        if n not in (i, j):
            add(exponent, layer.size)
        elif locus.degree is None:
            if n == i:
                add(exponent, layer.size, 2)
        else:
            shift = [a * c // e if a else 0 for a, c, e in zip(locus.degree, locus.exponent, exponent, strict=True)]
            add(exponent, tuple(k - s for k, s in zip(layer.size, shift, strict=True)))
            add(locus.exponent, tuple(a + 1 for a in locus.degree))
    columns = []
    for n, (exponent, size, own, power) in enumerate(factors):
        others = [p for m, (_, _, f, q) in enumerate(factors) if m != n for p in [f] * q] + [own] * (power - 1)
        rest = slow.multiply_all(others, network.dimension)
        for index in product(*map(range, size)):
            columns.append(slow.multiply(rest, {tuple(k * e for k, e in zip(index, exponent, strict=True)): 1}))
    support = sorted({index for column in columns for index in column})
    return fmpz_mat([[column.get(index, 0) for index in support] for column in columns]).rank()


@pytest.mark.parametrize("notation", NOTATIONS)
def test_dimensions_are_ranks_of_the_parametrization_of_the_locus(notation):
    found = find(notation)
    for locus in found.loci:
        assert free_dimension(found.reduced, locus) == locus.dimension, (locus.layers, locus.degree)


@pytest.mark.parametrize("notation", ["k3s2 k2", "k3s2 k3", "k5s2 k3", "k4s3 k3", "k2d2 k3"])
def test_for_two_layers_in_one_direction_exchanges_and_strata_agree(notation):
    """Exchanging a roots is the stratum in which so many more are roots of the larger exponent."""
    network = parse_architecture(notation)
    small = strata(network)
    found = exchanges(network, 9)
    assert found.complete
    assert sorted(e.dimension for e in found.loci) == sorted(s.dimension for s in small.strata[1:])


@settings(max_examples=40)
@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=2))
def test_laws(network):
    assume(network.ambient <= 150)
    found = exchanges(network, 1)
    assert all(locus.codimension >= 1 for locus in found.loci)
    assert all(locus.degree is None or sum(locus.degree) == 1 for locus in found.loci)
    assert [locus.codimension for locus in found.loci] == sorted(locus.codimension for locus in found.loci)
    larger = exchanges(network, 2)
    assert len(larger.loci) + larger.omitted == len(found.loci) + found.omitted
    assert exchanges(network, 1) == found


@pytest.mark.parametrize("limit", [-1, True, "2"])
def test_a_limit_is_a_natural_number(limit):
    with pytest.raises(ParseError):
        exchanges(parse_architecture("k2x2 k2x2"), limit)


def test_too_many_loci_are_refused():
    with pytest.raises(LimitError, match="more than 500 loci"):
        exchanges(parse_architecture("k99x99 k99x98"), 50)
