"""symlcn.geometry.equations.equations against Macaulay2, the degree formula, and a slow exact path."""

from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product
from math import comb, gcd, prod
from pathlib import Path
from random import Random

import pytest
from flint import fmpz_mat
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.forms import form_text
from symlcn.errors import LimitError, ParseError
from symlcn.geometry.equations.equations import equations, variable_names
from symlcn.network.architecture import parse_architecture
from symlcn.network.classify import classify
from tests.support import slow
from tests.support.strategies import architectures

VECTORS = Path(__file__).parents[2] / "vectors" / "equations.txt"
LINES = [line.split("|") for line in VECTORS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def read(line):
    """Notation, dimension, degree, generators by degree, Hilbert function of a line."""
    notation, dimension, degree, generators, hilbert = line
    counts = {int(d): int(n) for d, n in (pair.split(":") for pair in generators.split())}
    return notation, int(dimension), int(degree), counts, tuple(map(int, hilbert.split()))


def texts(notation, degree):
    network = parse_architecture(notation)
    return [form_text(form, variable_names(network)) for form in equations(network, degree).generators]


def test_the_table_has_enough_architectures_of_each_sort():
    notations = [line[0] for line in LINES]
    assert len(notations) >= 12
    assert sum("x" in n for n in notations) >= 5
    assert sum("s3" in n for n in notations) >= 3
    assert sum("d" in n for n in notations) >= 4


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_generators_and_hilbert_function_agree_with_macaulay2(line):
    notation, _, _, generators, hilbert = read(line)
    highest = min(max([3, *generators]) + 1, 6 if "x" in notation else 5)
    found = equations(parse_architecture(notation), highest)
    assert {d.degree: d.generators for d in found.degrees if d.generators} == {
        d: n for d, n in generators.items() if d <= highest
    }
    assert (1, *(d.hilbert for d in found.degrees)) == hilbert[: highest + 1]


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_dimension_and_degree_of_macaulay2_are_those_of_the_degree_formula(line):
    notation, dimension, degree, _, _ = read(line)
    c = classify(parse_architecture(notation))
    assert (c.dimension, c.image_degree) == (dimension, degree)


@pytest.mark.parametrize("notation", ["k3s2 k2", "k2s2 k2", "k2s3 k2", "k3s2 k3", "k4s2 k2", "k2x1 k1x2"])
def test_differences_of_the_hilbert_function_give_dimension_and_degree(notation):
    """From some degree on H is a polynomial of degree dim − 1 with leading coefficient degree/(dim − 1)!."""
    network = parse_architecture(notation)
    c = classify(network)
    values = [1, *(d.hilbert for d in equations(network, c.dimension + 4).degrees)]
    for _ in range(c.dimension - 1):
        values = [b - a for a, b in pairwise(values)]
    assert values[-2:] == [c.image_degree] * 2


def test_the_cubic_of_example_15():
    assert texts("k3s2 k2", 3) == ["u_0*u_3^2 + u_1^2*u_4 - u_1*u_2*u_3"]
    assert texts("k3s2 k2", 2) == []


def test_small_ideals_that_can_be_read():
    assert texts("k2s2 k2", 2) == ["u_0*u_3 - u_1*u_2"]
    assert texts("k2s3 k2", 3) == ["u_2", "u_0*u_4 - u_1*u_3"]
    assert texts("k2x1 k1x2", 2) == ["u_0_0*u_1_1 - u_0_1*u_1_0"]
    assert texts("k3 k2", 4) == []


def test_degree_four_of_three_layers():
    found = equations(parse_architecture("k3s2 k2s2 k2"), 4)
    assert [(d.forms, d.generators, d.hilbert) for d in found.degrees] == [
        (0, 0, 9),
        (3, 3, 42),
        (35, 10, 130),
        (180, 0, 315),
    ]


def value(form, u):
    return sum(c * prod(u[i] for i in monomial) for monomial, c in form.terms)


def slow_entries(network, filters):
    u = slow.multiply_all(slow.layer_polynomials(network, filters), network.dimension)
    return [u.get(index, 0) for index in product(*map(range, network.end_to_end_size))]


def slow_dimension(network, degree):
    """Independent forms of a degree that vanish, by the rank over Q of all monomials at points."""
    monomials = list(combinations_with_replacement(range(network.ambient), degree))
    rows, source = [], Random(7)
    for _ in monomials:
        filters = [
            {index: source.randint(-99, 99) for index in product(*map(range, layer.size))} for layer in network.layers
        ]
        u = slow_entries(network, filters)
        rows.append([prod(u[i] for i in monomial) for monomial in monomials])
    return len(monomials) - fmpz_mat(rows).rank()


@pytest.mark.parametrize("notation", ["k3s2 k2", "k2s2 k2", "k2d2 k2d3", "k2x1 k1x2", "k2 k2"])
def test_numbers_of_forms_agree_with_values_at_points_over_q(notation):
    network = parse_architecture(notation)
    found = equations(network, 3)
    assert [d.forms for d in found.degrees] == [slow_dimension(network, g) for g in (1, 2, 3)]


@settings(max_examples=40)
@given(architectures(max_layers=3, max_size=3, max_step=3, max_dimension=2), st.integers(1, 3), st.integers(0, 10**6))
def test_laws(network, degree, seed):
    assume(comb(network.ambient - 1 + degree, degree) <= 1000)
    source = Random(seed)
    found = equations(network, degree)
    filters = [{index: source.randint(-9, 9) for index in product(*map(range, layer.size))} for layer in network.layers]
    u = slow_entries(network, filters)
    leading = set()
    for form in found.forms:
        monomials = [monomial for monomial, _ in form.terms]
        assert monomials == sorted(monomials)
        assert all(len(monomial) == form.degree and list(monomial) == sorted(monomial) for monomial in monomials)
        assert form.terms[0][1] > 0
        assert gcd(*(c for _, c in form.terms)) == 1
        assert value(form, u) == 0
        leading.add(monomials[0])
    assert len(leading) == len(found.forms)
    assert all(monomial not in leading for form in found.forms for monomial, _ in form.terms[1:])
    assert set(found.generators) <= set(found.forms)
    assert [d.hilbert + d.forms for d in found.degrees] == [
        comb(network.ambient - 1 + g, g) for g in range(1, degree + 1)
    ]
    assert equations(network, degree) == found


@settings(max_examples=20)
@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=2))
def test_the_hilbert_function_is_at_most_that_of_the_products_of_the_filters(network):
    """The coordinate ring of the image is a subring of the ring generated by products of filter entries."""
    assume(network.ambient <= 25)
    for d in equations(network, 2).degrees:
        assert d.hilbert <= prod(comb(layer.parameters - 1 + d.degree, d.degree) for layer in network.layers)


def test_forms_do_not_vanish_beside_the_neuromanifold():
    (form,) = equations(parse_architecture("k3s2 k2"), 3).generators
    assert value(form, (4, 8, 17, 10, 15)) == 0
    assert value(form, (4, 8, 18, 10, 15)) == -80
    assert value(form, (Fraction(1, 2), 0, 7, 0, 3)) == 0


def test_variables_are_named_by_their_indices():
    assert variable_names(parse_architecture("k26"))[::25] == ("u_0", "u_25")
    assert variable_names(parse_architecture("k2x12"))[11:13] == ("u_0_11", "u_1_0")


@pytest.mark.parametrize("degree", [0, -1, True, 2.0])
def test_a_degree_is_a_positive_integer(degree):
    with pytest.raises(ParseError):
        equations(parse_architecture("k3s2 k2"), degree)


def test_too_many_monomials_are_refused_before_any_work():
    with pytest.raises(LimitError, match="monomials of degree 9"):
        equations(parse_architecture("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2"), 9)


def test_long_eliminations_are_refused_before_anything_is_done():
    """54740 monomials of degree 3 in 68 variables, of 202 weights."""
    with pytest.raises(LimitError, match="the monomials of degree 3 take 5909988460 steps of elimination"):
        equations(parse_architecture("k30s2 k20"), 3)
