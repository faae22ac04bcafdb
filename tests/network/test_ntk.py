"""The exact NTK against values of the theory, full slow matrices, and sympy."""

import random
from fractions import Fraction
from itertools import product

import flint
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.realnumbers import RealAlgebraic, evaluate, root_above, same_number, value_at
from symlcn.errors import LimitError, ParseError, ZeroPolynomialError
from symlcn.network.architecture import parse_architecture
from symlcn.network.ntk import difference, gram_matrices, ntk
from tests.support import slow
from tests.support.strategies import architectures, rationals


def random_tensors(architecture, seed):
    source = random.Random(seed)
    return [
        {index: source.choice((-1, 1)) * source.randint(1, 9) for index in product(*map(range, layer.size))}
        for layer in architecture.layers
    ]


def full(matrix):
    """An NTK with rational entries as a list of rows."""
    return [[entry[0] for entry in row] for row in matrix.matrix()]


def minus(left, right):
    return {
        (i, j): a - b
        for i, (row, other) in enumerate(zip(full(left), full(right), strict=True))
        for j, (a, b) in enumerate(zip(row, other, strict=True))
        if a != b
    }


RUNNING = parse_architecture("k3s2 k2")
CUBIC = parse_architecture("k3 k2")


def test_singular_point_of_the_running_example():
    """u = (0,0,1,0,0): K − K' = diag(0, −1, 0, 1, 0), balanced with ρ = 1."""
    first = ntk(RUNNING, [(1, 0, 0), (0, 1)], [0])
    second = ntk(RUNNING, [(0, 0, 1), (1, 0)], [0])
    assert first.scaling.t == second.scaling.t == 1
    assert minus(first, second) == {(1, 1): -1, (3, 3): 1}
    assert difference(first, second).index in {(1, 1), (3, 3)}


def test_two_roots_below_a_stride():
    """u = (1,0,0,0,−1): K − K' = −2 at (1,3) and (3,1), balanced."""
    first = ntk(RUNNING, [(1, 0, 1), (1, -1)], [0])
    second = ntk(RUNNING, [(1, 0, -1), (1, 1)], [0])
    assert minus(first, second) == {(1, 3): -2, (3, 1): -2}


def test_example_19():
    """x³ − x by the root in layer 2: 1, −1, 0; balanced K(0,0) = 1, 1, √2/2."""
    points = [[(0, 1, 1), (-1, 1)], [(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]]
    kernels = [ntk(CUBIC, point, [0]) for point in points]
    assert [kernel.entry(0, 0) for kernel in kernels] == [(1,), (1,), (0, Fraction(1, 2))]
    assert kernels[2].scaling.t.minpoly == (-2, 0, 1)
    pairs = [(0, 1), (0, 2), (1, 2)]
    assert all(difference(kernels[i], kernels[j]) is not None for i, j in pairs)


@settings(max_examples=60)
@given(architectures(max_layers=3, max_size=3, max_dimension=2), st.integers(0, 10**6))
def test_unscaled_ntk_equals_the_sum_over_layers_in_full(architecture, seed):
    assume(architecture.ambient <= 150)
    tensors = random_tensors(architecture, seed)
    filters = [slow.nested(tensor, layer.size) for tensor, layer in zip(tensors, architecture.layers, strict=True)]
    norms = [Fraction(sum(v * v for v in tensor.values())) for tensor in tensors]
    slow_matrix = slow.ntk(architecture, tensors, norms)
    places = list(product(*map(range, architecture.end_to_end_size)))
    expected = [[slow_matrix.get((p, q), 0) for q in places] for p in places]
    assert full(ntk(architecture, filters)) == expected


@settings(max_examples=40)
@given(architectures(max_layers=3, max_size=3, max_dimension=2), st.integers(0, 10**6), st.data())
def test_rescaling_filters_leaves_the_ntk_at_given_delta_as_it_is(architecture, seed, data):
    assume(architecture.ambient <= 60)
    count = len(architecture.layers)
    delta = data.draw(st.lists(rationals, min_size=count - 1, max_size=count - 1))
    factors = data.draw(st.lists(st.sampled_from([2, 3, -1, Fraction(1, 2)]), min_size=count - 1, max_size=count - 1))
    last = Fraction(1)
    for factor in factors:
        last /= factor
    tensors = random_tensors(architecture, seed)
    filters, scaled = [], []
    for tensor, layer, factor in zip(tensors, architecture.layers, [*factors, last], strict=True):
        filters.append(slow.nested(tensor, layer.size))
        scaled.append(slow.nested({index: value * factor for index, value in tensor.items()}, layer.size))
    left, right = ntk(architecture, filters, delta), ntk(architecture, scaled, delta)
    assert left.matrix() == right.matrix()
    assert difference(left, right) is None


@pytest.mark.parametrize(("notation", "delta"), [("k2 k3", [1]), ("k3s2 k2", [Fraction(-1, 2)]), ("k2 k2 k2", [1, 2])])
def test_entries_in_the_field_of_t_agree_with_sympy(notation, delta):
    """K = J Jᵀ with J from sympy's derivatives at symbolic scaled filters, reduced modulo the polynomial of t."""
    architecture = parse_architecture(notation)
    tensors = random_tensors(architecture, notation)
    kernel = ntk(
        architecture, [slow.nested(t, layer.size) for t, layer in zip(tensors, architecture.layers, strict=True)], delta
    )
    x, t = sympy.symbols("x t")
    w = [[sympy.Symbol(f"w{l}_{j}") for j in range(layer.size[0])] for l, layer in enumerate(architecture.layers)]
    u = sympy.Integer(1)
    for row, exponent in zip(w, slow.exponents(architecture), strict=True):
        u *= sum(symbol * x ** (j * exponent[0]) for j, symbol in enumerate(row))
    coefficients = sympy.Poly(sympy.expand(u), x).all_coeffs()[::-1]
    values = {symbol: tensors[l][(j,)] for l, row in enumerate(w) for j, symbol in enumerate(row)}
    minpoly = kernel.scaling.t.minpoly if isinstance(kernel.scaling.t, RealAlgebraic) else (-kernel.scaling.t, 1)
    f = sympy.Poly([sympy.Rational(str(Fraction(c))) for c in reversed(minpoly)], t)
    total = sympy.zeros(len(coefficients))
    for l, row in enumerate(w):
        block = sympy.Matrix([[sympy.diff(c, symbol).subs(values) for symbol in row] for c in coefficients])
        norm = sum(values[symbol] ** 2 for symbol in row)
        rho = sympy.Poly(t + sympy.Rational(str(kernel.scaling.shifts[l])), t)
        total += block * block.T * norm * sympy.invert(rho, f).as_expr()
    for i, j in product(range(len(coefficients)), repeat=2):
        own = sum(sympy.Rational(str(c)) * t**k for k, c in enumerate(kernel.entry(i, j)))
        assert sympy.rem(sympy.Poly(sympy.expand(total[i, j] - own), t), f).is_zero


def test_interchangeable_layers_may_be_swapped_exactly_on_the_locus():
    architecture = parse_architecture("k2x2 k2x2 k2x2")
    w, v, z = ((1, 1), (1, 5)), ((1, 1), (1, 2)), ((2, 1), (1, 3))
    for delta, equal in [([0, 0], True), ([0, 1], True), ([1, 0], False), ([1, -1], False)]:
        same = difference(ntk(architecture, [w, v, z], delta), ntk(architecture, [v, w, z], delta))
        assert (same is None) == equal


def test_a_difference_with_equal_minimal_polynomials_is_noticed():
    """Entries that are conjugate, not equal: only the enclosures tell, and they do."""
    root = root_above((-2, 0, 1), Fraction(0))
    assert value_at((0, 1), root).minpoly == value_at((0, -1), root).minpoly
    assert not same_number(value_at((0, 1), root), value_at((0, -1), root))
    assert same_number(value_at((3, 0), root), Fraction(3))
    assert not same_number(value_at((0, 1), root), Fraction(3))


@given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=4),
    st.sampled_from([(-2, 0, 1), (-5, 1, 0, 1), (-1, -1, 0, 0, 1)]),
)
def test_values_of_polynomials_are_roots_of_their_minimal_polynomials(polynomial, minpoly):
    root = root_above(minpoly, Fraction(0))
    value = value_at(polynomial, root)
    x = sympy.Symbol("x")
    if isinstance(value, Fraction):
        assert sympy.rem(
            sympy.Poly([*reversed(polynomial)], x) - sympy.Rational(str(value)), sympy.Poly([*reversed(minpoly)], x)
        ).is_zero
        return
    composed = sympy.Poly([*reversed(value.minpoly)], x).compose(sympy.Poly([*reversed(polynomial)], x))
    assert sympy.rem(composed, sympy.Poly([*reversed(minpoly)], x)).is_zero
    assert evaluate(value.minpoly, value.lower) * evaluate(value.minpoly, value.upper) < 0


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ([(1, 2, 3), (0, 0)], ZeroPolynomialError),
        ([(1, 2, 3), (1, 2, 3)], ParseError),
        ([(1, 2, 3), (1, 2.0)], ParseError),
        ([(1, 2, 3), ((1,), (2,))], ParseError),
        ([(1, 2, 3)], ParseError),
    ],
)
def test_bad_filters_are_refused(filters, error):
    with pytest.raises(error):
        ntk(RUNNING, filters)


def test_bad_delta_and_enormous_matrices_are_refused():
    with pytest.raises(ValueError, match="2 layers have 1 invariant"):
        ntk(RUNNING, [(1, 2, 3), (1, 2)], [1, 2])
    with pytest.raises(LimitError, match="2001 rows"):
        gram_matrices(parse_architecture("k2 k2d1999"), [(1, 1), (1, 1)])


def test_gram_matrices_are_integer_and_symmetric():
    (first, second) = gram_matrices(RUNNING, [(1, 2, 3), (4, 5)])
    assert first.transpose() == first
    assert isinstance(second[0, 0], flint.fmpz)


@settings(max_examples=40)
@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=3), st.integers(0, 10**6))
def test_blocks_by_structure_agree_with_slow_matrices(architecture, seed):
    """Entries, trace and action of N_l = M_l M_lᵀ, never formed, against the entries of the slow matrices."""
    assume(architecture.ambient <= 100)
    tensors = [
        {index: 1 if not any(index) else c for index, c in w.items()} for w in random_tensors(architecture, seed)
    ]
    filters = [slow.nested(tensor, layer.size) for tensor, layer in zip(tensors, architecture.layers, strict=True)]
    places = list(product(*map(range, architecture.end_to_end_size)))
    vector = [Fraction((7 * n * n + 3 * n) % 11 - 5, n % 3 + 1) for n in range(len(places))]
    kernel, grams = ntk(architecture, filters), slow.gram_matrices(architecture, tensors)
    for gram, block, image in zip(grams, kernel.blocks, kernel.images(vector), strict=True):
        rows = [[gram.get((p, q), 0) for q in places] for p in places]
        assert image == [sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows]
        assert [block.entry(0, j) for j in range(len(places))] == rows[0]
        assert block.trace == sum(rows[i][i] for i in range(len(places)))


def test_rows_share_symmetric_entries_and_keep_every_power_of_t():
    kernel = ntk(CUBIC, [(0, -1, 1), (1, 2)], [1])
    rows = kernel.rows(str)
    assert rows == [[tuple(map(str, kernel.entry(i, j))) for j in range(4)] for i in range(4)]
    assert rows[1][2] is rows[2][1]
    assert kernel.trace() == tuple(sum(column) for column in zip(*(kernel.entry(i, i) for i in range(4)), strict=True))


def test_an_ntk_of_a_billion_rows_has_entries():
    """M_0 has the columns q and x^e·q for q = 1 + 2x + 3x²; M_1 has 1 + 2x^e moved by 0, 1, 2."""
    exponent = 10**9
    kernel = ntk(parse_architecture(f"k2d{exponent} k3"), [(1, 2), (1, 2, 3)])
    assert (kernel.size, kernel.trace()) == (exponent + 3, (2 * 14 + 3 * 5,))
    assert [kernel.entry(*place) for place in ((2, 2), (0, exponent), (1, 2), (exponent, exponent + 2))] == [
        (9 + 1,),
        (2,),
        (6,),
        (3,),
    ]
    with pytest.raises(LimitError, match="rows"):
        kernel.matrix()
    with pytest.raises(LimitError, match="more than 16777216"):
        kernel.blocks[0].apply([1, 1])
