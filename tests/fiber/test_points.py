"""Numbers of points over Q, R and C, and smoothness, against hand values and independent counts."""

import random
from itertools import product
from math import comb, factorial, prod

import flint
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.fiber.overq import rational_fiber
from symlcn.fiber.points import Counts, count_points, geometric_points
from symlcn.fiber.smoothness.smooth import smoothness
from symlcn.network.architecture import parse_architecture
from symlcn.network.classify import classify, real_points
from symlcn.network.filters import end_to_end_filter
from tests.support import slow
from tests.support.strategies import architectures


@pytest.mark.parametrize(
    ("notation", "tensor", "expected"),
    [
        ("k3 k2", (0, -1, 0, 1), (3, 3, 3)),
        ("k3 k2", (-2, 0, 0, 1), (0, 1, 3)),
        ("k3 k2", (0, 0, 0, 1), (1, 1, 1)),
        ("k3 k2", (0, 1, 0, 0), (2, 2, 2)),
        ("k2 k2", (1, 0, 1), (0, 0, 2)),
        ("k2 k2", (-2, 0, 1), (0, 2, 2)),
        ("k3s2 k2", (0, 0, 1, 0, 0), (2, 2, 2)),
        ("k3s2 k2", (1, 0, 0, 0, -1), (2, 2, 2)),
        ("k3s2 k2", (1, 0, 0, 0, 1), (0, 0, 2)),
        ("k3s2 k2", (-2, 0, 0, 0, 1), (0, 2, 2)),
        ("k3s2 k2", (4, 8, 17, 10, 15), (1, 1, 1)),
        ("k3s2 k2", (1, 1, 1, 1, 2), (0, 0, 0)),
        ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0)), (0, 2, 2)),
        ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (2, 0, 0)), (0, 0, 2)),
        ("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10)), (2, 2, 2)),
        ("k2x2 k2x2", ((1, 2, 1), (2, 4, 2), (1, 2, 1)), (1, 1, 1)),
        ("k2x2d2 k3x3", ((0, 0, 0, 0, 1), (0,) * 5, (0,) * 5, (0,) * 5, (-2, 0, 0, 0, 0)), (0, 2, 2)),
        ("k2x2d2 k2x2 k2x2", ((0, 0, 0, 0, 1), (0,) * 5, (0,) * 5, (0,) * 5, (-2, 0, 0, 0, 0)), (0, 2, 4)),
        ("k2x2x2 k2x2x2", (((0, 0, 1), (0, 0, 0), (-3, 0, 0)),) + (((0,) * 3,) * 3,) * 2, (0, 2, 2)),
    ],
)
def test_counts_that_are_known(notation, tensor, expected):
    assert count_points(parse_architecture(notation), tensor) == Counts(*expected)


def test_generic_complex_counts_are_the_degree():
    """Irreducible products on one axis: no point over Q, deg π over C, the typical number over R."""
    x = sympy.Symbol("x")
    for notation, polynomial in [("k3 k3", x**4 - x - 1), ("k4 k3", x**5 - 4 * x + 2), ("k2 k2 k2", x**3 - 3 * x + 1)]:
        architecture = parse_architecture(notation)
        coefficients = tuple(int(c) for c in sympy.Poly(polynomial, x).all_coeffs()[::-1])
        counts = count_points(architecture, coefficients)
        reals = sympy.Poly(polynomial, x).count_roots()
        degrees = [layer.size[0] - 1 for layer in architecture.layers]
        assert (
            counts.complex == classify(architecture).degree == factorial(sum(degrees)) // prod(map(factorial, degrees))
        )
        assert counts.real == dict(real_points(degrees))[reals]
        assert counts.rational == 0


def special(architecture, seed):
    source = random.Random(seed)
    tensors = []
    for layer in architecture.layers:
        tensor = {index: source.choice((-2, -1, 0, 1, 1, 2)) for index in product(*map(range, layer.size))}
        if not any(tensor.values()):
            tensor[(0,) * architecture.dimension] = 1
        tensors.append(tensor)
    return tensors


def product_of(architecture, tensors):
    filters = [slow.nested(t, layer.size) for t, layer in zip(tensors, architecture.layers, strict=True)]
    return end_to_end_filter(architecture, filters)


def roots_modulo_splitting_primes(coefficients, wanted=4, most=60_000):
    """Root multisets of an integer polynomial modulo primes over which it splits as it does over C."""
    polynomial = flint.fmpz_poly(coefficients)
    squarefree = polynomial
    for part, multiplicity in polynomial.factor()[1]:
        squarefree = squarefree // part ** (multiplicity - 1)
    found = []
    for p in sympy.primerange(100, most):
        if int(squarefree.leading_coefficient()) % p == 0:
            continue
        modulo = flint.nmod_poly([int(c) % p for c in squarefree.coeffs()], p)
        factors = modulo.factor()[1]
        if all(f.degree() == 1 and m == 1 for f, m in factors):
            whole = flint.nmod_poly([int(c) % p for c in polynomial.coeffs()], p)
            found.append((p, {int(-f[0] / f[1]): m for f, m in whole.factor()[1]}))
            if len(found) == wanted:
                return found
    return found


def count_by_roots(architecture, p, roots, infinity):
    """Ways to distribute roots over F_p to layers in complete orbits, by trying all subsets for each layer."""
    exponents = [e for (e,) in slow.exponents(architecture)]

    def ways(layer, left, rest):
        if layer == len(architecture.layers):
            return int(not any(left.values()) and rest == 0)
        e, m = exponents[layer], architecture.layers[layer].size[0] - 1
        orbits = {}
        for r in left:
            orbits.setdefault(pow(r, e, p), []).append(r)
        full = {s: members for s, members in orbits.items() if s == 0 or len(members) == e}
        return sum(
            ways(layer + 1, remaining, rest - e * (m - used))
            for used, remaining in subsets(list(full.items()), m, left, e)
            if rest >= e * (m - used)
        )

    def subsets(pieces, m, left, e):
        if not pieces:
            yield 0, left
            return
        (s, members), *others = pieces
        need = e if s == 0 else 1
        for count in range(min(m, min(left[r] // need for r in members)) + 1):
            after = {r: n - count * need if r in members else n for r, n in left.items()}
            for used, remaining in subsets(others, m - count, after, e):
                yield used + count, remaining

    return ways(0, dict(roots), infinity)


@settings(max_examples=60)
@given(architectures(max_layers=3, max_size=3, max_step=3, max_dimension=1), st.integers(0, 10**6))
def test_complex_counts_equal_those_over_splitting_primes(architecture, seed):
    """Roots stay distinct modulo p; relations r^e = s^e can only be added, so the least count over primes is right."""
    tensors = special(architecture, seed)
    u = end_to_end_filter(
        architecture, [slow.nested(t, layer.size) for t, layer in zip(tensors, architecture.layers, strict=True)]
    )
    coefficients = [int(c) for c in u]
    degree = max(i for i, c in enumerate(coefficients) if c)
    assume(degree >= 1)
    found = roots_modulo_splitting_primes(coefficients[: degree + 1])
    assume(len(found) == 4)
    expected = min(count_by_roots(architecture, p, roots, len(u) - 1 - degree) for p, roots in found)
    assert count_points(architecture, u).complex == expected


@settings(max_examples=60)
@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=2), st.integers(0, 10**6))
def test_rational_points_are_real_and_real_points_are_complex(architecture, seed):
    assume(architecture.ambient <= 100)
    tensors = special(architecture, seed)
    u = end_to_end_filter(
        architecture, [slow.nested(t, layer.size) for t, layer in zip(tensors, architecture.layers, strict=True)]
    )
    counts = count_points(architecture, u)
    assert 1 <= counts.rational <= counts.real <= counts.complex
    assert (counts.complex - counts.real) % 2 == 0


def product_of_balls(architecture, point):
    """The product of the enclosures of all layers in x, as balls."""
    total = {(0,) * architecture.dimension: flint.acb(1)}
    for layer, exponent in enumerate(slow.exponents(architecture)):
        after = {}
        for i, a in total.items():
            for j, b in point.enclosure(layer, 128).items():
                index = tuple(m + n * e for m, n, e in zip(i, j, exponent, strict=True))
                after[index] = after.get(index, 0) + a * b
        total = after
    return total


IRRATIONAL = [
    ("k3 k3", (-1, -1, 0, 0, 1)),
    ("k3s2 k2", (-2, 0, 0, 0, 1)),
    ("k3s2 k3s2 k2", (-3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0)),
    ("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0))),
    ("k2x2d2 k2x2d2", ((0, 0, 0, 0, 1), (0,) * 5, (0,) * 5, (0,) * 5, (-2, 0, 0, 0, 0))),
    ("k2x2d2 k3x3", ((0, 0, 0, 0, 1), (0,) * 5, (0,) * 5, (0,) * 5, (-2, 0, 0, 0, 0))),
    ("k2x2d2 k2x2 k2x2", ((0, 0, 0, 0, 1), (0,) * 5, (0,) * 5, (0,) * 5, (-2, 0, 0, 0, 0))),
    ("k2x2d2x1 k3x2", ((0, 0, 3), (0,) * 3, (0,) * 3, (0,) * 3, (2, 0, 0))),
    ("k2x2 k2x2 k2x2", ((0, 0, 0, 2), (0, 0, 0, 0), (0, 0, 0, 0), (1, 0, 0, 0))),
]


@pytest.mark.parametrize(("notation", "tensor"), IRRATIONAL)
def test_enclosures_of_all_points_multiply_to_the_filter(notation, tensor):
    architecture = parse_architecture(notation)
    wanted = {i: v for i, v in slow_terms(tensor)}
    for field in ("R", "C"):
        for point in geometric_points(architecture, tensor, field):
            product_ball = product_of_balls(architecture, point)
            lead = max(wanted)
            scale = product_ball[lead] / wanted[lead]
            for index, ball in product_ball.items():
                assert (ball - scale * wanted.get(index, 0)).contains(0), (field, index)
            assert set(wanted) <= set(product_ball)
            if field == "R":
                balls = [b for layer in range(len(architecture.layers)) for b in point.enclosure(layer).values()]
                assert all(b.imag.contains(0) for b in balls)


def slow_terms(tensor, prefix=()):
    if isinstance(tensor, int):
        return [(prefix, tensor)] if tensor else []
    return [term for k, part in enumerate(tensor) for term in slow_terms(part, (*prefix, k))]


@settings(max_examples=40)
@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=2), st.integers(0, 10**6))
def test_rational_points_among_the_complex_ones_are_the_rational_fiber(architecture, seed):
    assume(architecture.ambient <= 100)
    u = product_of(architecture, special(architecture, seed))
    count = 0
    for point in geometric_points(architecture, u, "C"):
        count += all(point.rational(layer) is not None for layer in range(len(architecture.layers)))
    assert count == len(rational_fiber(architecture, u))


@pytest.mark.parametrize(
    ("notation", "tensor", "smooth"),
    [
        ("k3s2 k2", (4, 8, 17, 10, 15), True),
        ("k3s2 k2", (0, 0, 1, 0, 0), False),
        ("k3s2 k2", (1, 0, 0, 0, -1), False),
        ("k3s2 k2", (1, 0, 2, 0, 1), False),
        ("k3s2 k2", (1, 1, 1, 1, 2), None),
        ("k3 k2", (0, -1, 0, 1), True),
        ("k3 k2", (0, 0, 0, 1), True),
        ("k2 k2", (1, 2, 1), True),
        ("k2x2 k2x2", ((1, 2, 1), (2, 9, 7), (1, 7, 10)), True),
        ("k2x2 k2x2", ((1, 2, 1), (2, 4, 2), (1, 2, 1)), False),
    ],
)
def test_smooth_points(notation, tensor, smooth):
    """Ex. 15: singular exactly where B = D = 0. A square is singular in k2x2 k2x2. k2 k2 fills its space."""
    result = smoothness(parse_architecture(notation), tensor)
    assert result.smooth is smooth
    assert result.reason


def test_the_running_example_is_singular_exactly_where_b_and_d_vanish():
    architecture = parse_architecture("k3s2 k2")
    for first, second in product([(1, 2, 3), (1, 0, 2), (0, 1, 1), (2, 0, 0)], [(1, 1), (2, -1), (0, 1)]):
        u = end_to_end_filter(architecture, [first, second])
        assert smoothness(architecture, u).smooth == bool(u[1] or u[3])


def test_two_times_924_points():
    u = (1,)
    for root in range(1, 13):
        u = tuple((u[i - 1] if i else 0) - root * (u[i] if i < len(u) else 0) for i in range(len(u) + 1))
    assert count_points(parse_architecture("k7 k7"), u) == Counts(*[comb(12, 6)] * 3)
