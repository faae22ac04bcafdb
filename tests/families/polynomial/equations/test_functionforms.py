"""Equations of functions: the ideal of k2 r2 k2, Hilbert functions, and other filters."""

import itertools
from fractions import Fraction
from math import comb, prod
from random import Random

import pytest
import sympy

from symlcn import check, equations
from symlcn.algebra.forms import form_text
from symlcn.errors import LimitError, ParseError
from symlcn.families.polynomial.equations.functionforms import coefficient_name, function_equations
from symlcn.families.polynomial.expansion import expanded, layer_operators
from symlcn.network.notation import parse_network
from tests.support import slowactivations as slow


def test_the_ideal_of_two_layers():
    """4AE = BD, BCD = AD² + B²E, 4ABC = B³ + 4A²D, 4CDE = D³ + 4BE², A, …, E the coefficients of x_0², x_0·x_1, …."""
    found = function_equations(parse_network("k2 r2 k2"), 3)
    a, b, c, d, e = names = sympy.symbols(found.variables)
    assert found.variables == ("c_0_0", "c_0_1", "c_1_1", "c_1_2", "c_2_2")
    known = [4 * a * e - b * d, a * d**2 + b**2 * e - b * c * d, 4 * a * b * c - b**3 - 4 * a**2 * d]
    known.append(4 * c * d * e - d**3 - 4 * b * e**2)
    listed = [sympy.sympify(form_text(form, found.variables)) for form in found.generators]
    bases = [sympy.groebner(own, *names, order="grevlex") for own in (known, listed)]
    assert bases[0] == bases[1]
    assert [(d.forms, d.generators) for d in found.degrees] == [(0, 0), (1, 1), (8, 3)]


DEGREES = {"k2 r2 k2": (4, 6), "k2 r3 k2": (6, 4), "k2x1 r2 k1x2": (4, 4), "k2s2 r2 k2": (4, 4)}


@pytest.mark.parametrize("notation", DEGREES)
def test_the_hilbert_function_grows_as_the_degree_formula_says(notation):
    """Differences of the order of the dimension are the degree, once they are constant."""
    degree, most = DEGREES[notation]
    network = parse_network(notation)
    values = [1, *(d.hilbert for d in function_equations(network, most).degrees)]
    for _ in range(network.rank - 1):
        values = [y - x for x, y in itertools.pairwise(values)]
    assert values[-1] == degree


@pytest.mark.parametrize("notation", ["k3 r2 k2", "k2 k2 r2 k2", "k2 r2 k2 r2 k2", "k2x1 r2 k1x2", "k2s2 r3 k2d3"])
def test_forms_vanish_at_functions_and_no_others_do(notation):
    """Values at many functions, made by another program, leave no more relations than were found."""
    network, random = parse_network(notation), Random(notation)
    found = function_equations(network, 2)
    sizes = [len(own) for own in slow.indices(network)]
    rows = []
    for _ in range(comb(len(found.monomials) + 1, 2) + 10):
        filters = [[random.randint(-9, 9) for _ in range(size)] for size in sizes]
        function = slow.expanded(network, filters)
        flat = [tuple(p for p, power in m for _ in range(power)) for m in found.monomials]
        assert set(function) <= set(flat)
        rows.append([function.get(m, 0) for m in flat])
    for form in found.forms:
        assert not any(sum(c * prod(row[i] for i in m) for m, c in form.terms) for row in rows)
    prime = 2**31 - 1
    pairs = [(i, j) for i in range(len(found.monomials)) for j in range(i, len(found.monomials))]
    values = [[row[i] * row[j] % prime for i, j in pairs] for row in rows]
    assert rank(values, prime) == found.degrees[1].hilbert


def rank(rows, prime):
    rows, found = [row[:] for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, prime)
        for n in range(found + 1, len(rows)):
            if c := rows[n][column] * inverse % prime:
                rows[n] = [(x - c * y) % prime for x, y in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def test_the_span_of_three_layers_has_dimension_19():
    found = function_equations(parse_network("k2 r2 k2 r2 k2"), 1)
    assert (len(found.monomials), found.degrees[0].hilbert) == (21, 19)


def test_monomials_are_those_of_generic_filters():
    network = parse_network("k3s2 r2 k2")
    filters = [(Fraction(1), 2, 3), (5, 7)]
    monomials = tuple(expanded(layer_operators(network, filters), network.activations))
    found = function_equations(network, 1)
    assert set(found.monomials) == set(monomials)
    assert [coefficient_name(m) for m in found.monomials] == sorted(found.variables)


def test_real_points():
    assert equations("k2 r2 k2", 1, real=True).real
    other = equations("k2 k2 r2 k2", 1, real=True)
    assert other.undecided
    assert other.reason == "real points are described only where an activation separates all layers"
    assert check(other).verdict == "accepted"
    assert not equations("k2 r2 k2", 1).real


def test_limits():
    with pytest.raises(LimitError, match="too many products of terms"):
        function_equations(parse_network("k9 r9 k9 r9 k9"), 1)
    assert equations("k3 r2 k3 r2 k3", 5).undecided
    with pytest.raises(ParseError, match="not a positive integer"):
        equations("k2 r2 k2", 0)
