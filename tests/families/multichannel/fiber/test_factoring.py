"""Factors by linear equations: against all filters over a small field, and against products."""

from collections import Counter
from fractions import Fraction
from itertools import islice, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.echelon import modulo
from symlcn.errors import LimitError
from symlcn.families.multichannel.chain import chain_of
from symlcn.families.multichannel.channelmap import as_channel_filters, layer_shapes
from symlcn.families.multichannel.fiber.factoring import Factors, Failure, factors
from symlcn.network.notation import parse_network
from tests.support.slowchannels import slow_map


def multiplied(layers, exponents, prime):
    """The product of matrices of polynomials, the first one on the right, as a tuple; layers by their indices."""
    total = None
    for rows, e in zip(layers, exponents, strict=True):
        spread = [[{j * e: c for j, c in enumerate(entry)} for entry in row] for row in rows]
        if total is None:
            total = spread
            continue
        size = len(total[0])
        new = [[{} for _ in range(size)] for _ in spread]
        for o, row in enumerate(spread):
            for a, f in enumerate(row):
                for i in range(size):
                    for (p, x), (q, y) in product(f.items(), total[a][i].items()):
                        new[o][i][p + q] = (new[o][i].get(p + q, 0) + x * y) % prime
        total = new
    return tuple(tuple(tuple(sorted((n, c) for n, c in f.items() if c)) for f in row) for row in total)


def invertible(width, prime):
    """The number of elements of GL(width) over a field of so many elements."""
    number = 1
    for k in range(width):
        number *= prime**width - prime**k
    return number


def every(shape, prime):
    """All filters of a layer."""
    outputs, inputs, size = shape
    for entries in product(range(prime), repeat=outputs * inputs * size):
        parts = [entries[n : n + size] for n in range(0, len(entries), size)]
        yield [parts[n : n + inputs] for n in range(0, len(parts), inputs)]


@pytest.mark.parametrize(
    ("text", "prime"),
    [("c2 k2 k2", 3), ("k2s2c2 k2", 3), ("c2 k2 k1c2", 3), ("k2s2c2 k1c2", 3), ("c3 k1c2 k2c2", 2)],
)
def test_every_end_to_end_filter_over_a_small_field(text, prime):
    """Where factors are found, there are exactly as many as matrices in GL; where there are said to be none, none."""
    network = parse_network(text)
    exponents = [e for (e,) in network.architecture.exponents]
    first, second = layer_shapes(network)
    numbers = Counter()
    seconds = list(every(second, prime))
    for one in every(first, prime):
        for two in seconds:
            numbers[multiplied([one, two], exponents, prime)] += 1
    (size,) = network.architecture.end_to_end_size
    ends, order = (network.channels[-1], network.channels[0]), invertible(network.channels[1], prime)
    answers = Counter()
    wholes = list(islice(every((*ends, size), prime), 0, None, 1 + prime ** (size * ends[0] * ends[1]) // 2000))
    for whole in wholes + [_dense(key, size) for key in sorted(numbers)[:: 1 + len(numbers) // 500]]:
        rows = [[{(n,): c for n, c in enumerate(entry) if c} for entry in row] for row in whole]
        listed = tuple(tuple(tuple((n, c) for (n,), c in entry.items()) for entry in row) for row in rows)
        try:
            found = factors(chain_of(network), rows, lambda values: modulo(values, prime))
        except LimitError:
            answers["limit"] += 1
            continue
        if isinstance(found, Factors):
            answers["one"] += 1
            assert numbers[listed] == order
            layers = [
                [[[int(entry.get((j,), 0)) for j in range(shape[2])] for entry in row] for row in layer]
                for layer, shape in zip(found.layers, layer_shapes(network), strict=True)
            ]
            assert multiplied(layers, exponents, prime) == listed
        elif found.none:
            answers["none"] += 1
            assert numbers[listed] == 0
    assert answers["one"] > 0, answers
    assert answers["none"] > 0 or len(numbers) == prime ** (size * ends[0] * ends[1]), answers


def _dense(rows, size):
    return [[tuple(dict(entry).get(n, 0) for n in range(size)) for entry in row] for row in rows]


NETWORKS = ["c2 k2s2c2 k2c2", "k3s3c3 k2c2 k2c3", "c2 k3c2 k2c3", "k2x2s2c2 k2x2c3", "c3 k2 k2c2", "k2s2c2 k2s2c2 k2c3"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NETWORKS), st.randoms(use_true_random=False))
def test_filters_with_the_product_are_found(text, random):
    network = parse_network(text)

    def tensor(shape):
        return [tensor(shape[1:]) for _ in range(shape[0])] if shape else random.randint(-4, 4)

    filters = as_channel_filters([tensor(shape) for shape in layer_shapes(network)], network)
    known, found = symlcn.fiber(network, filters=filters.filters), symlcn.fiber(network, filters.product)
    assert known.orbits == found.orbits
    assert known.orbits in (1, None)
    if found.orbits:
        assert slow_map(network, found.filters.filters) == slow_map(network, filters.filters)
        assert found.certificate()["filter"] == known.certificate()["filter"]


def test_the_filters_do_not_depend_on_the_point_of_the_orbit():
    """Two points of one orbit have one product; the filters found are rational functions of it."""
    answer = symlcn.fiber("c3 k2 k2c2", [["x^2+x", "2x^2", "x^2+2x"], ["x+1", "2x", "x+2"]])
    assert answer.filters.filters == (
        (((Fraction(1), Fraction(1)), (Fraction(0), Fraction(2)), (Fraction(2), Fraction(1))),),
        (((Fraction(0), Fraction(1)),), ((Fraction(1), Fraction(0)),)),
    )


def test_reasons():
    answer = symlcn.fiber("k1c2 k2d2", "x^2 + x + 1")
    assert (answer.status, answer.orbits, answer.why) == (
        "proved",
        0,
        "it has coefficients that no product of the layers has",
    )
    answer = symlcn.fiber("c2 k2 k2c2", [["x + 1", "x - 1"], ["x^2", "x"]])
    assert (answer.orbits, answer.why) == (0, "the matrix of its polyphase components has a rank above 1")
    answer = symlcn.fiber("c2 k2 k2c2", [["x^2 + 1", "x^2 - 1"], ["x^2 + 1", "x^2 - 1"]])
    assert (answer.orbits, answer.why) == (0, "the later layers cannot complete what the earlier ones must be")
    answer = symlcn.fiber("c2 k3c2 k2c3", [["x^3 + 1", "x"], ["2x^3", "x^2 + 5"], ["7x^3", "x - 3x^2 + 1"]])
    assert answer.orbits == 0
    assert "PROVED, of nothing" in answer.proof()
    assert symlcn.fiber("c2 k2c2 k2c2", [["x^2 + 1", "x"], ["2x^2", "x + 5"]]).reason.endswith(
        "than there are channels"
    )
    assert isinstance(factors(chain_of(parse_network("k3c2 k2")), [[{}]]), Failure)
