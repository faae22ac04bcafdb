"""What the runs say of a network: the tables, laws, and slow paths that know nothing of runs."""

from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.families.polynomial.certify.composition import composed
from symlcn.families.polynomial.certify.criticalcount import critical_count
from symlcn.families.polynomial.certify.monomialcount import monomial_count
from symlcn.families.polynomial.certify.singularlocus import singular_dimension
from symlcn.network.classify import classify
from symlcn.network.notation import parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from tests.support.slowactivations import expanded
from tests.support.strategies import activated

VECTORS = Path(__file__).parents[3] / "vectors"


def rows(name):
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("row", rows("activationtable.txt"), ids=lambda row: row[0])
def test_the_table(row):
    notation, dimension, monomials, _, degrees, degree, image, critical, singular = row
    found = composed(parse_network(notation))
    assert (found.dimension, found.degree) == (int(dimension), int(degree))
    assert monomials == "−" or found.ambient == int(monomials)
    assert " ".join(map(str, found.degrees)) == degrees
    assert (found.image_degree, found.critical_points) == (int(image), int(critical))
    assert found.singular_dimension == (None if singular == "−" else -1 if singular == "smooth" else int(singular))
    assert found.smooth == (singular == "smooth")


@pytest.mark.parametrize("row", rows("activations.txt"), ids=lambda row: row[0])
def test_what_singular_counts(row):
    notation, points, critical, _ = row
    found = composed(parse_network(notation))
    assert found.degree == int(points)
    assert critical == "−" or found.critical_points == int(critical)


@pytest.mark.parametrize(
    ("notation", "ntk", "locus"),
    [
        ("k3 r2 k2", "independent", ()),
        ("k3 r2 k3 r2 k3", "independent", ()),
        ("k2 k2 r2 k2", "independent-on-locus", ((1, 0),)),
        ("k2 k2 r2 k2 k2", "independent-on-locus", ((1, 0, 0), (0, 0, 1))),
        ("k3 k2 r2 k2", "dependent", None),
        ("k2 r2 k3 k2", "dependent", None),
        ("k2 k2 r2 k3 k2", "dependent", None),
        ("k2x2 k2x2 r2 k2x2", "independent-on-locus", ((1, 0),)),
        ("k2x2 r2 k2x2 r2 k2x2", "independent", ()),
        ("k2 k2d2 k2 r3 k2", "independent-on-locus", ((1, 1, 0),)),
    ],
)
def test_the_ntk_of_the_theory(notation, ntk, locus):
    found = composed(parse_network(notation))
    assert (found.ntk, found.delta_locus) == (ntk, locus)


@given(activated())
def test_degrees_multiply_and_answers_are_the_worst_of_the_runs(network):
    found, parts = composed(network), [classify(run.architecture) for run in network.runs]
    assert found.degree == prod(part.degree for part in parts)
    assert found.birational == all(part.birational for part in parts)
    words = ["independent", "independent-on-locus", "dependent"]
    assert found.ntk == words[max(words.index(part.ntk) for part in parts)]
    assert (found.delta_locus is None) == (found.ntk == "dependent")
    for form in found.delta_locus or ():
        on = [l for l, c in enumerate(form) if c]
        assert all(network.activations[l] == 1 for l in on)


@given(activated(max_layers=3, max_degree=4))
@settings(max_examples=40)
def test_monomials_are_those_of_positive_filters(network):
    count = monomial_count(network)
    if count is None:
        return
    ones = [[1] * layer.parameters for layer in network.architecture]
    assert count == len(expanded(network, ones))


@st.composite
def separated(draw):
    """Networks with an activation between all layers, of which all shifts can be tried."""
    network = draw(activated(max_layers=3))
    return PolynomialArchitecture(network.architecture, [2] * (len(network) - 1))


@given(separated())
def test_the_singular_locus_is_that_of_all_shifts(network):
    """By trying all a with |a_l| ≤ k_l − 1 in all directions at once."""
    stack = network.architecture
    ranges = [product(*(range(1 - k, k) for k in layer.size)) for layer in stack]
    best = -1
    for a in product(*ranges):
        total = [
            sum(part[d] * own[d] for part, own in zip(a, stack.exponents, strict=True))
            for d in range(network.dimension)
        ]
        if any(total) or not any(any(part) for part in a):
            continue
        sizes = [
            prod(k - abs(x) for k, x in zip(layer.size, part, strict=True))
            for layer, part in zip(stack, a, strict=True)
        ]
        if all(size > 0 for size in sizes):
            best = max(best, sum(sizes) - len(network))
    assert singular_dimension(network) == best


@given(activated(max_layers=3))
def test_critical_points_by_intersection_numbers(network):
    """∑ (−1)^i (2^{m+1−i} − 1) ∫ c_i(Y) h^{m−i}, multiplied out in the cohomology of the product."""
    sizes = [layer.parameters for layer in network.architecture]

    def times(left, right):
        result = {}
        for a, x in left.items():
            for b, y in right.items():
                key = tuple(i + j for i, j in zip(a, b, strict=True))
                if all(i < k for i, k in zip(key, sizes, strict=True)):
                    result[key] = result.get(key, 0) + x * y
        return result

    def unit(l):
        return tuple(int(n == l) for n in range(len(sizes)))

    zero, m = (0,) * len(sizes), sum(sizes) - len(sizes)
    h = {unit(l): d for l, d in enumerate(network.degrees) if sizes[l] > 1}
    chern = {zero: 1}
    for l, k in enumerate(sizes):
        for _ in range(k):
            chern = times(chern, {zero: 1, unit(l): 1} if k > 1 else {zero: 1})
    total, power = 0, {zero: 1}
    for j in range(m + 1):  # j = m − i
        part = {key: c for key, c in chern.items() if sum(key) == m - j}
        top = times(part, power).get(tuple(k - 1 for k in sizes), 0)
        total += (-1) ** (m - j) * (2 ** (j + 1) - 1) * top
        power = times(power, h)
    assert critical_count(network) == total


def test_large_numbers_are_left_out():
    found = composed(parse_network("k99x99 r3 k99x99"))
    assert (found.ambient, found.critical_points, found.image_degree is None) == (None, None, False)
    assert composed(parse_network("k200x200 r999999 k2x2")).image_degree is None
    assert composed(parse_network("k999 r2 k999d7 r2 k999")).singular_dimension is None


def test_a_locus_is_asked():
    found = composed(parse_network("k2 k2 r2 k2 k2"))
    assert found.independent_at([Fraction(0), Fraction(7), Fraction(0)])
    assert not found.independent_at([Fraction(0), Fraction(7), Fraction(1)])
    assert not found.independent_at(None)
