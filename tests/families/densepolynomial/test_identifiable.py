"""By which theorems parameters of dense networks with monomial activations are one orbit."""

from itertools import combinations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.families.densepolynomial.identifiable import identifiability, krank, veronese
from symlcn.families.densepolynomial.powernetwork import as_dense_polynomial

P = 10007


@pytest.mark.parametrize(
    ("text", "theorem", "degrees"),
    [
        ("2 r3 2 1", "kruskal", (1, 1, 1)),  # 3·2 ≥ 2·2 + 2
        ("2 r2 2 2", "kruskal", (1, 1)),  # 2 + 2·2 ≥ 2·2 + 2
        ("3 r2 3 3", "kruskal", (1, 1)),
        ("3 r3 3 1", "kruskal", (1, 1, 1)),
        ("2 r2 2 1", None, None),  # quadratic forms
        ("10 r2 10 1", None, None),
        ("2 r6 3 1", "kruskal", None),  # squares of the rows: 3 + 3 + 3 ≥ 2·3 + 2
        ("2 r8 2 1", "kruskal", (1, 1, 1)),
        ("2 r9 2 1", "powers", ()),
        ("2 r2 1 2", "powers", ()),
        ("1 r2 1 1", "powers", ()),
        ("1 r9 2 1", None, None),
        ("2 r9 1 r9 2 1", None, None),
        ("2 r2 2 r9 2 1", "kruskal", (1, 1)),
        ("2 r2 2 r8 2 1", None, None),
        ("2 r9 2 r9 2 1", "powers", ()),
        ("2 r2 2 r2 1 3", None, None),  # the last layer before width 1 is a quadratic form
        ("2 r3 2 r2 1 3", "kruskal", (1, 1, 1)),
    ],
)
def test_theorems(text, theorem, degrees):
    found = identifiability(as_dense_polynomial(text))
    assert (None if found is None else found.theorem) == theorem
    if degrees is not None:
        assert found.degrees == degrees


@given(st.integers(1, 3), st.integers(2, 7), st.integers(2, 4), st.integers(1, 3), st.sampled_from(["", "r40 2 "]))
@settings(max_examples=80, deadline=None)
def test_the_inequality_of_kruskal_holds_at_the_witness(size, power, width, outer, further):
    network = as_dense_polynomial(f"{size} r{power} {width} {further}{outer}")
    found = identifiability(network)
    if found is None or found.theorem == "powers":
        return
    families = [[veronese(row, p) for row in found.rows] for p in found.degrees]
    families += [found.columns] * bool(found.columns)
    assert bool(found.columns) == (network.widths[2] > 1)
    assert sum(found.degrees) <= power
    for family, k in zip(families, found.kranks, strict=True):
        assert all(sympy.Matrix(own).rank() == k for own in combinations(family, k))
    assert len(families) >= 3
    assert sum(found.kranks) >= 2 * width + len(families) - 1


@given(st.lists(st.lists(st.integers(-2, 2), min_size=2, max_size=2), min_size=1, max_size=4))
def test_k_ranks_are_those_of_the_definition(vectors):
    expected = max(
        (
            k
            for k in range(1, len(vectors) + 1)
            if all(sympy.Matrix(own).rank() == k for own in combinations(vectors, k))
        ),
        default=0,
    )
    assert krank(vectors, P) == expected


def test_k_ranks_of_powers_grow_with_the_degree():
    rows = [[1, 0], [0, 1], [1, 1], [1, 2], [1, -1]]
    assert [krank([veronese(row, p) for row in rows], P) for p in (1, 2, 3, 4, 5)] == [2, 3, 4, 5, 5]


@pytest.mark.parametrize(
    ("forms", "power"),
    [
        (["x", "y", "x + y"], 1),
        (["x**2 + y**2", "x**2 - y**2", "2*x*y"], 2),  # Pythagoras
        (["x", "y", "x + y", "x - y"], 2),
        (["x", "y", "x + y", "x - y", "x + 2*y"], 3),
        (["x", "y", "x + y", "x - y", "x + 2*y", "x - 2*y"], 4),
        (["x**2 + x*y + y**2", "x**2", "x*y + y**2"], 1),
    ],
)
def test_dependent_powers_keep_the_bound_of_the_wronskian(forms, power):
    """r ≤ n(n − 2) for n forms whose r-th powers are dependent; and r + 1 > n(n − 2) or they may be independent."""
    n = len(forms)
    x, y = sympy.symbols("x y")
    found = [sympy.Poly(sympy.sympify(form) ** power, x, y) for form in forms]
    monomials = sorted({monomial for f in found for monomial in f.monoms()})
    assert sympy.Matrix([[f.coeff_monomial(m) for m in monomials] for f in found]).rank() < n
    assert power <= n * (n - 2)


@given(st.integers(2, 4), st.integers(1, 3), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_powers_beyond_the_bound_are_independent(n, degree, seed):
    """Binary forms modulo a prime at points: a rank that is large modulo it is large over Q."""
    import random

    rng = random.Random(seed)
    forms = [[rng.randint(-4, 4) for _ in range(degree + 1)] for _ in range(n)]
    if any(sympy.Matrix(pair).rank() < 2 for pair in combinations(forms, 2)):
        return
    power = n * (n - 2) + 1
    p = 2**31 - 1
    values = [
        [pow(sum(c * t**k for k, c in enumerate(form)), power, p) for t in range(power * degree + 1)] for form in forms
    ]
    from symlcn.algebra.echelon import rank_modulo

    assert rank_modulo(values, p) == n
