"""Pairs of networks with activations, against K by the definition: one f, one δ, different NTKs."""

from fractions import Fraction
from itertools import pairwise
from math import prod

import pytest

from symlcn.errors import LimitError
from symlcn.families.polynomial.counterexample.networkpairs import told_apart
from symlcn.families.polynomial.counterexample.networksearch import NetworkSearch
from symlcn.network.classify import classify
from symlcn.network.filters import flat
from symlcn.network.notation import parse_network
from tests.support import slowactivations as slow


def flats(filters):
    return [[int(c) for c in flat(own)] for own in filters]


def norm(entries):
    return sum(c * c for c in entries)


def scaled_kernel(network, point, factor=1):
    """K(x, x') on monomials at rational t, from the definition."""
    filters = flats(point.filters)
    t = point.scaling.t
    rho = [d * (t + shift) for d, shift in zip(point.scaling.degrees, point.scaling.shifts, strict=True)]
    weights = [Fraction(factor**2 * norm(own)) / r for own, r in zip(filters, rho, strict=True)]
    return slow.kernel(network, filters, weights), rho


def test_a_swap_at_invariants_of_its_own():
    network = parse_network("k2 k2 r2 k2")
    found = NetworkSearch(network, None, False, False).run(12)
    pair = found.pair
    assert found.delta == (3, -2)
    assert [value.value for value in pair.values] == [9, Fraction(63, 5)]
    kernels = [scaled_kernel(network, point)[0] for point in pair.points]
    corner = (((0,), (0,)),) * 2
    assert [kernel[corner] for kernel in kernels] == [9, Fraction(63, 5)]
    # K − K' = f(e_0)²·D²·(1/ρ_i − 1/ρ_j)·(n_i/w_i[0]² − n_j/w_j[0]²)
    assert 9 - Fraction(63, 5) == 1 * 4 * (Fraction(1, 5) - Fraction(1, 2)) * (5 - 2)


def test_the_worked_swap_is_found_at_its_invariants():
    network = parse_network("k2 k2 r2 k2")
    pair = NetworkSearch(network, (Fraction(-15), Fraction(16)), True, False).run(12).pair
    assert {value.value for value in pair.values} == {1344, 768}
    for point in pair.points:
        actual = [[q * c for c in own] for q, own in zip(point.ratios, flats(point.filters), strict=True)]
        norms = [norm(own) for own in actual]
        assert (norms[0] - norms[1], norms[1] - 2 * norms[2]) == (-15, 16)
        assert slow.kernel(network, actual)[(((0,), (0,)),) * 2] in (1344, 768)
        assert slow.expanded(network, actual)[((0,), (0,))] == 16


def test_an_exchange_separates_for_every_delta():
    network = parse_network("k3 k2 r2 k2")
    pair = NetworkSearch(network, None, False, True).run(12).pair
    first, second = (flats(point.filters) for point in pair.points)
    assert slow.expanded(network, first) == slow.expanded(network, second)
    # S lifted to monomials of f: e_0·vᵀ + v·e_0ᵀ with v(Q) = 0 on the run's filter Q.
    run = network.runs[0].architecture
    q = slow_product(run, first[:2])
    matrix = dict(pair.separation.entries)
    assert sum(value * q[i] * q[j] * (1 + (i != j)) for (i, j), value in matrix.items()) == 0
    assert pair.separation.products == ((6, 0), (-2, 0))


def slow_product(run, filters):
    total = {0: 1}
    for entries, exponent in zip(filters, run.exponents, strict=True):
        after = {}
        for i, x in total.items():
            for j, y in enumerate(entries):
                after[i + j * exponent[0]] = after.get(i + j * exponent[0], 0) + x * y
        total = after
    return [total.get(i, 0) for i in range(max(total) + 1)]


@pytest.mark.parametrize(
    ("notation", "delta"),
    [
        ("k2 k2 r2 k2", (Fraction(3), Fraction(1))),
        ("k2 k2 r2 k2", (Fraction(7), Fraction(1, 2))),
        ("k2 k2 r3 k2", (Fraction(2), Fraction(1))),
        ("k2 r2 k3 k3", (Fraction(1), Fraction(3))),
    ],
)
def test_rational_pairs_at_given_invariants(notation, delta):
    network = parse_network(notation)
    pair = NetworkSearch(network, delta, True, False).run(12).pair
    functions = []
    for point in pair.points:
        actual = [[q * c for c in own] for q, own in zip(point.ratios, flats(point.filters), strict=True)]
        pairs = zip(pairwise(map(norm, actual)), network.activations, strict=True)
        assert tuple(a - r * b for (a, b), r in pairs) == delta
        functions.append(slow.expanded(network, actual))
    assert functions[0] == functions[1]
    assert told_apart(*pair.values)


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize(
    "notation",
    [
        "k2 k2 r2 k2",
        "k2 k2 k2 r2 k1",
        "k2d2 r2 k2 k2",
        "k3 k2 r2 k2",
        "k2 r3 k3 k2",
        "k2 k2 r2 k2 k2",
        "k2x1 k2x1 r2 k1x2",
        "k2x2 k2x2 r2 k1x1",
        "k1x2 r2 k3x1 k2x1",
        "k3d2 k2d2 r2 k1",
    ],
)
def test_what_is_found_is_a_pair(notation, every):
    network = parse_network(notation)
    parts = [classify(run.architecture) for run in network.runs]
    if every and all(part.delta_locus is not None for part in parts):
        return
    pair = NetworkSearch(network, None, False, every).run(6).pair
    first, second = (flats(point.filters) for point in pair.points)
    assert slow.expanded(network, first) == slow.expanded(network, second)
    assert {l for l, (a, b) in enumerate(zip(first, second, strict=True)) if a != b} == {*pair.layers}
    if not every:
        assert pair.points[0].scaling.t == norm(first[-1])
        values = [value.approx(12) for value in pair.values]
        assert values[0] != values[1]
        kernel, rho = scaled_kernel(network, pair.points[0])
        assert rho == [norm(own) for own in first]
        assert kernel[(((0,) * network.dimension,) * network.degree,) * 2] == pair.values[0].value


def test_a_pair_may_be_in_any_run():
    found = NetworkSearch(parse_network("k2 r3 k2 k2"), None, False, False).run(12)
    assert found.pair.layers == (1, 2)
    assert found.delta[0] == norm((1, 1)) - 3 * 5


def test_the_search_ends():
    found = NetworkSearch(parse_network("k3 k2 r2 k2"), (Fraction(1), Fraction(1)), True, False).run(2)
    assert found.status == "undecided"
    assert "no rational pair with height ≤ 2" in found.reason
    with pytest.raises(LimitError, match="too large to be solved"):
        NetworkSearch(parse_network("k2 k2 r999999 k2"), (Fraction(1), Fraction(1)), False, False).run(2)


def test_a_network_of_large_degree_has_a_pair_at_its_own_invariants():
    network = parse_network("k2 k2 r9 k2 r9 k2")
    found = NetworkSearch(network, None, False, False).run(12)
    assert prod(network.activations) == 81
    assert found.pair.points[0].scaling.t == 2
