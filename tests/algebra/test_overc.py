"""Factors over C: hand-made norms, Gao's linear system as a slow second count, and every reason checked again."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import gcd

import flint
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra import traces
from symlcn.algebra.factors import AbsoluteFactors, Reduction, Segment, Simplex, Traces
from symlcn.algebra.overc import absolute_factors
from symlcn.algebra.polynomials import Polynomial, factor
from symlcn.errors import LimitError, ParseError
from symlcn.generic.witness import build_witness
from tests.algebra.irreducible.test_reduction import klein
from tests.support.strategies import architectures

NAMES = sympy.symbols("x y z w v u")
T = sympy.Symbol("T")


def poly(text: str, dimension: int = 2) -> Polynomial:
    """A polynomial in the first `dimension` of x, y, z, w, v, u."""
    terms = sympy.Poly(sympy.sympify(text), *NAMES[:dimension], domain="QQ").terms()
    return Polynomial(dimension, {tuple(m): Fraction(int(c.p), int(c.q)) for m, c in terms})


def norm(field: str, text: str, dimension: int = 2) -> Polynomial:
    """The norm of a polynomial whose coefficients are polynomials in a root T of `field`, by sympy's resultant."""
    return poly(sympy.expand(sympy.resultant(sympy.sympify(field), sympy.sympify(text), T)), dimension)


def is_irreducible(p: Polynomial) -> bool:
    return [power for _, power in factor(p).factors] == [1]


def gao_count(p: Polynomial) -> int:
    """The number of factors over C by Gao (2003): the dimension of the space of all (g, h) with the degrees of
    (∂p/∂x, ∂p/∂y) and ∂(g/p)/∂y = ∂(h/p)/∂x."""
    terms = {m: int(c) for m, c in p.primitive_part().terms()}
    m, n = p.degrees()
    unknowns = [(0, i, j) for i in range(m) for j in range(n + 1)]
    unknowns += [(1, i, j) for i in range(m + 1) for j in range(n)]
    matrix = [[0] * len(unknowns) for _ in range(4 * m * n + 4 * (m + n + 1))]
    for column, (which, i, j) in enumerate(unknowns):
        for (a, b), c in terms.items():  # ± (p·∂u − u·∂p) for u = x^i·y^j, ∂ by y if which is 0, else by x
            value, place = (c * (j - b), (i + a, j + b - 1)) if which == 0 else (-c * (i - a), (i + a - 1, j + b))
            if value:
                matrix[place[0] * (2 * n + 1) + place[1]][column] += value
    return len(unknowns) - flint.fmpz_mat(matrix).rank()


def check(p: Polynomial) -> AbsoluteFactors:
    """The factors, after a check of everything that the result claims."""
    found = absolute_factors(p)
    lead = p.terms()[0][1]
    assert found.norm() == p * (1 / lead)
    minpoly = sympy.Poly(found.minpoly[::-1], T)
    assert minpoly.degree() == found.count
    assert found.minpoly[-1] > 0
    assert gcd(*found.minpoly) == 1
    assert minpoly.is_irreducible
    assert list(found.terms) == sorted(found.terms, reverse=True)
    assert found.terms[0][1] == (1, *(0,) * (found.count - 1))
    assert all(len(c) == found.count and any(c) for _, c in found.terms)
    if found.count > 1:
        assert generates(found)
    check_reason(p.primitive_part(), found)
    return found


def generates(found: AbsoluteFactors) -> bool:
    """Whether the coefficients generate the field: a combination of them has a characteristic polynomial without
    proper factors (true for almost all combinations, if they do)."""
    weights = [sum((1009**k * c[i] for k, (_, c) in enumerate(found.terms)), Fraction(0)) for i in range(found.count)]
    combination = sympy.Poly([sympy.Rational(w.numerator, w.denominator) for w in reversed(weights)], T)
    minpoly = sympy.Poly(found.minpoly[::-1], T)
    characteristic = sympy.resultant(minpoly.as_expr(), sympy.Symbol("S") - combination.as_expr(), T)
    return bool(sympy.Poly(characteristic, sympy.Symbol("S")).is_irreducible)


def check_reason(p: Polynomial, found: AbsoluteFactors) -> None:
    support = [m for m, _ in p.terms()]
    match found.reason:
        case Segment(direction):
            steps = {
                tuple(Fraction(a - b, s) if s else a - b for a, b, s in zip(m, support[-1], direction, strict=True))
                for m in support
            }
            assert all(len({c for c, s in zip(step, direction, strict=True) if s}) == 1 for step in steps)
            assert all(c == 0 for step in steps for c, s in zip(step, direction, strict=True) if s == 0)
        case Simplex(vertices):
            assert found.count == 1
            assert set(vertices) <= set(support)
            assert all(min(v[d] for v in vertices) == 0 for d in range(p.dimension))
            assert gcd(*(a - b for v in vertices for a, b in zip(v, vertices[0], strict=True))) == 1
            matrix = sympy.Matrix([[1, *v] for v in vertices]).T
            assert matrix.rank() == len(vertices)
            for point in support:
                (weights,) = sympy.linsolve((matrix, sympy.Matrix([1, *point])))
                assert min(weights) >= 0
        case Reduction(prime=prime, direction=direction, lines=lines, point=point, shear=None):
            assert found.count == 1
            assert sympy.isprime(prime)
            possible = set(range(1, p.degrees()[direction]))
            for line in lines:
                values = {NAMES[i]: c for i, c in enumerate(line.values) if i != direction}
                reduced = sympy.Poly(expressed(p).subs(values), NAMES[direction], modulus=prime)
                assert reduced.degree() == p.degrees()[direction]
                factors = [(f.all_coeffs()[::-1], power) for f, power in reduced.monic().factor_list()[1]]
                assert {tuple(int(c) % prime for c in f) for f, _ in factors} == set(line.factors)
                assert all(power == 1 for _, power in factors)
                degrees = [len(f) - 1 for f in line.factors]
                possible &= {sum(c) for k in range(1, len(degrees)) for c in combinations(degrees, k)}
            assert lines
            assert not possible
            place = dict(zip(NAMES, point, strict=False))
            assert expressed(p).subs(place) % prime == 0
            assert any(sympy.diff(expressed(p), name).subs(place) % prime for name in NAMES[: p.dimension])
        case Traces():
            assert found.reason.bound == found.count


def expressed(p: Polynomial) -> sympy.Expr:
    names = NAMES[: p.dimension]
    return sum(
        (
            sympy.Rational(c.numerator, c.denominator) * sympy.prod(v**e for v, e in zip(names, m, strict=True))
            for m, c in p.terms()
        ),
        sympy.Integer(0),
    )


@pytest.mark.parametrize(
    ("p", "count", "real"),
    [
        (poly("x"), 1, 1),
        (poly("y", 3), 1, 1),
        (poly("2*x + 4*y + 6"), 1, 1),
        (poly("x**2 - 2", 1), 2, 2),
        (poly("y**3 - y - 3", 3), 3, 1),
        (poly("x**2 - 2*y**2"), 2, 2),
        (poly("x**2 + y**2"), 2, 0),
        (poly("x**2 + y**2 + 1"), 1, 1),
        (poly("x**2 + y**2 + z**2", 3), 1, 1),
        (poly("x**2 + 3*y**4*z**2", 3), 2, 0),
        (poly("x**4 - 2*y**4"), 4, 2),
        (poly("x**4 + x**2*y**2 + 2*y**4"), 4, 0),
        (poly("x**4 - 7*y**6"), 2, 2),
        (poly("x**4*y**6 - 7"), 2, 2),
        (poly("x**3 - 2*y**2"), 1, 1),
        (poly("2*x**5 - 4*y**5"), 5, 1),
        (poly("(x**2 + y)**2 - 2*(x + y**3)**2"), 2, 2),
        (poly("(x**2 + y)**2 + 2*(x + y**3)**2"), 2, 0),
        (norm("T**3 - 2", "x + y*T + z*T**2", 3), 3, 1),
        (norm("T**3 - 2", "1 + x*T + y*T**2"), 3, 1),
        (norm("T**3 - 3*T - 1", "1 + x*T + y*T**2"), 3, 3),
        (norm("T**4 - 10*T**2 + 1", "x**2 + y*T + T**3 + x*y"), 4, 4),
        (norm("T**4 + 1", "x**2 + (1 + T)*y*x + T**3"), 4, 0),
        (norm("T**2 - 5", "x*y*z + T*x*w + w**2 + 3*T", 4), 2, 2),
        (norm("T**2 + 5", "x*y*z*w + T*x + 1", 4), 2, 0),
        (norm("T**6 - T - 1", "x*y + x*T + y*T**2 + 1"), 6, 2),
        (poly("x**4 + y**4 + 1"), 1, 1),
        (poly("x**24 + y**24 + 1"), 1, 1),
        (poly("y**4 - 2*(4*x**2 + 7)*y**2 + (2*x**2 + 3)**2"), 1, 1),
    ],
    ids=str,
)
def test_known_counts(p: Polynomial, count: int, real: int) -> None:
    found = check(p)
    assert (found.count, sympy.Poly(found.minpoly[::-1], T).count_roots()) == (count, real)


@pytest.mark.parametrize(
    ("p", "reason"),
    [
        (poly("x**2 - 2*y**3"), Segment),
        (poly("x**3*y**2 + x**2 + y**3 + 1"), Reduction),
        (poly("x**3*y + x*y**2 + 1 + x*y"), Simplex),
        (poly("x**4 + y**2*x*(y - 3) + (y - 3)*(y**3 + 5*x)"), Reduction),
        (poly("x**2*y**2 + x**2 + y**2 - 3"), Reduction),
        (poly("x**10*y**10 + x**10 + y**10 + 3"), Reduction),
        (Polynomial(2, klein()), Traces),
    ],
    ids=str,
)
def test_each_reason_for_one_factor(p: Polynomial, reason: type) -> None:
    found = check(p)
    assert found.count == 1
    assert isinstance(found.reason, reason)


def test_factor_of_a_norm_form() -> None:
    found = absolute_factors(norm("T**3 - 2", "x + y*T + z*T**2", 3))
    assert found.minpoly == (-2, 0, 0, 1)
    assert found.terms == (((1, 0, 0), (1, 0, 0)), ((0, 1, 0), (0, 1, 0)), ((0, 0, 1), (0, 0, 1)))


def test_the_field_is_that_of_the_normalized_factor() -> None:
    """√2·(x + √3·y) and (1 + √2)·(x² + √2·y³ + 2): the unit in front does not count."""
    assert absolute_factors(poly("2*x**2 - 6*y**2")).minpoly == (-3, 0, 1)
    assert check(norm("T**2 - 2", "(1 + T)*(x**2 + T*y**3 + 2)")).minpoly == (-2, 0, 1)


@pytest.mark.parametrize("bits", [8, 50, 200, 900])
def test_large_coefficients_need_a_larger_prime(bits: int) -> None:
    p = norm("T**2 - 3", f"x**2 + ({2**bits + 1} + T)*x*y + {3**bits}*T*y**2 + 7*T + 1")
    found = check(p)
    assert found.count == 2
    assert (found.reason.prime > 2**61) == (bits > 30)


def test_agrees_with_factorization_by_sympy_over_the_field() -> None:
    p = norm("T**2 - 2", "x**2*y + T*x*y**2 + (3 + T)*x + 1")
    found = absolute_factors(p)
    _, parts = sympy.factor_list(expressed(p), *NAMES[:2], extension=sympy.sqrt(2))
    assert len(parts) == found.count == 2
    root = max(sympy.Poly(found.minpoly[::-1], T).all_roots())
    value = sum(
        sum(sympy.Rational(str(c)) * root**i for i, c in enumerate(coefficient)) * NAMES[0] ** a * NAMES[1] ** b
        for (a, b), coefficient in found.terms
    )
    monic = [sympy.Poly(part, *NAMES[:2]).monic().as_expr() for part, _ in parts]
    assert sum(sympy.simplify(sympy.expand(part - value)) == 0 for part in monic) == 1


small = st.integers(-3, 3)


def sparse(draw: st.DrawFn, dimension: int, degree: int, length: int) -> dict[tuple[int, ...], tuple[Fraction, ...]]:
    monomials = st.tuples(*[st.integers(0, degree)] * dimension)
    coefficient = st.tuples(*[small.map(Fraction)] * length)
    return {m: c for m, c in draw(st.dictionaries(monomials, coefficient, min_size=2, max_size=5)).items() if any(c)}


@st.composite
def plane_polynomials(draw: st.DrawFn) -> Polynomial:
    """Irreducible over Q in two variables: norms from a field of degree 1, 2 or 3, so that all counts occur."""
    minpoly = draw(st.sampled_from([(0, 1), (1, 0, 1), (-3, 0, 1), (-2, 0, 0, 1), (1, -3, 0, 1)]))
    count = len(minpoly) - 1
    terms = sparse(draw, 2, 3 if count < 3 else 2, count)
    assume(terms)
    p = AbsoluteFactors(count, Segment((0, 0)), minpoly, tuple(terms.items())).norm()
    assume(not p.is_constant() and all(p.degrees()) and len(p) > 1 and is_irreducible(p))
    return p


@settings(max_examples=150)
@given(plane_polynomials())
def test_count_agrees_with_gao_and_with_traces_alone(p: Polynomial) -> None:
    """The last resort decides also what the cheap reasons decide."""
    found = check(p)
    assert found.count == gao_count(p)
    if len(p) > 2 and not isinstance(found.reason, Traces):
        assert traces.by_traces(p.primitive_part(), 60).count == found.count


def test_gao_counts_known_cases() -> None:
    assert [gao_count(poly(text)) for text in ("x**2 + y**2", "x*y - 1", "(x + y)*(x - y + 1)*(x*y + 2)")] == [2, 1, 3]


@st.composite
def norms(draw: st.DrawFn) -> tuple[Polynomial, int]:
    """The norm of x_1·A + B with A and B coprime in the other variables, of which there are two or three: that is
    irreducible over C."""
    dimension = draw(st.integers(3, 4))
    minpoly = draw(st.sampled_from([(1, 0, 1), (-2, 0, 1), (1, 1, 1), (-2, 0, 0, 1), (-1, -2, 1, 1)]))
    count = len(minpoly) - 1
    degree = 2 if dimension < 4 else 1
    lead, rest = ({(power, *m[1:]): c for m, c in sparse(draw, dimension, degree, count).items()} for power in (1, 0))
    assume(lead and rest)
    p = AbsoluteFactors(count, Segment((0,)), minpoly, tuple((lead | rest).items())).norm()
    assume(not p.is_constant() and p.degrees()[0] == count and is_irreducible(p))
    return p, count


@settings(max_examples=60)
@given(norms())
def test_norm_of_a_factor_over_a_field(case: tuple[Polynomial, int]) -> None:
    """A Q-irreducible norm of a factor of degree 1 in x_1 has as many factors as the field has degree."""
    p, count = case
    assert check(p).count == count


@settings(max_examples=30)
@given(plane_polynomials(), st.fractions(-3, 3).filter(bool))
def test_a_constant_factor_changes_nothing(p: Polynomial, scale: Fraction) -> None:
    assert absolute_factors(p * scale) == absolute_factors(p)


@settings(max_examples=60)
@given(architectures(max_layers=2, max_size=3, max_step=2))
def test_witness_filters_do_not_split(architecture) -> None:
    for witness in build_witness(architecture)[0]:
        if witness.eisenstein is not None:
            p = Polynomial(architecture.dimension, witness.entries)
            assert check(p).count == 1


@pytest.mark.parametrize("text", ["0", "3", "x*y", "x**2", "x*y + x"])
def test_refuses_what_is_not_irreducible_at_sight(text: str) -> None:
    with pytest.raises(ParseError):
        absolute_factors(poly(text))


def test_limits() -> None:
    with pytest.raises(LimitError, match="total degree 202"):
        absolute_factors(poly("(x**101 + y)**2 - 2*(x + y**101)**2"))
    with pytest.raises(LimitError, match="6 variables"):
        absolute_factors(norm("T**2 - 2", "x*y*z*w*v*u + T*(x + y + z + w + v + u) + 1", 6))
    with pytest.raises(LimitError, match="5000 factors"):
        absolute_factors(poly("x**5000 - 2*y**5000"))


def test_huge_sparse_polynomials_are_decided_or_refused_at_once() -> None:
    huge = 2**40
    p = Polynomial(2, {(huge, 1): 1, (0, huge): 1, (0, 0): 3, (1, 1): 5})
    assert isinstance(absolute_factors(p).reason, Simplex)
    with pytest.raises(LimitError):
        absolute_factors(Polynomial(2, {(huge, huge): 1, (0, huge): 2, (huge, 0): 2, (0, 0): 3, (2, 2): 5}))


def test_a_reducible_polynomial_ends_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "TRIALS", 2)
    with pytest.raises(LimitError, match="choices of coordinates"):
        absolute_factors(poly("(x**2 + y**2 + 1)*(x**2 + y**2 + 3)"))


@pytest.mark.parametrize("value", [Fraction(0), Fraction(-7, 3), Fraction(123456, 654321), Fraction(5)])
def test_rational_reconstruction(value: Fraction) -> None:
    prime = 2**61 - 1
    residue = value.numerator * pow(value.denominator, -1, prime) % prime
    assert traces._reconstruct(residue, prime) == value
    assert traces._reconstruct(3, 7) is None  # of numerators and denominators up to 1 there are 0, 1 and -1 only
