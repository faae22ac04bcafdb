"""Polynomials over Q: laws, comparison with sympy, and one test for each trap of the dependency."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import gcd as integer_gcd
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symlcn.algebra import polynomials as rings
from symlcn.algebra.polynomials import Polynomial, factor, gcd, resultant
from symlcn.errors import (
    ArithmeticGuardError,
    LimitError,
    NotDivisibleError,
    ParseError,
    RingMismatchError,
    SymlcnError,
    ZeroPolynomialError,
)

X = Polynomial(2, {(1, 0): 1})
Y = Polynomial(2, {(0, 1): 1})
ONE = Polynomial.constant(2, 1)
ZERO = Polynomial(2, {})
HUGE = 10**5000

coefficients = st.one_of(st.integers(-9, 9), st.fractions(-5, 5, max_denominator=6))


def polynomials(dimension: int, *, degree: int = 3, terms: int = 5) -> st.SearchStrategy[Polynomial]:
    """Polynomials with few terms, the zero polynomial among them."""
    monomials = st.tuples(*[st.integers(0, degree)] * dimension)
    return st.dictionaries(monomials, coefficients, max_size=terms).map(lambda d: Polynomial(dimension, d))


@st.composite
def several(draw: st.DrawFn, /, number: int, **bounds: int) -> tuple[Polynomial, ...]:
    """Several polynomials in the same one to three variables."""
    dimension = draw(st.integers(1, 3))
    return tuple(draw(polynomials(dimension, **bounds)) for _ in range(number))


def slow_product(p: Polynomial, q: Polynomial) -> dict[tuple[int, ...], Fraction]:
    result: dict[tuple[int, ...], Fraction] = {}
    for (i, a), (j, b) in product(p.terms(), q.terms()):
        key = tuple(map(sum, zip(i, j, strict=True)))
        result[key] = result.get(key, Fraction(0)) + a * b
    return {key: value for key, value in result.items() if value}


# Laws


@given(several(2))
def test_product_agrees_with_multiplying_term_by_term(pair: tuple[Polynomial, ...]) -> None:
    p, q = pair
    assert dict((p * q).terms()) == slow_product(p, q)
    assert p * q == q * p


@given(several(3))
def test_ring_laws(triple: tuple[Polynomial, ...]) -> None:
    p, q, r = triple
    assert p * (q + r) == p * q + p * r
    assert (p - q) + q == p
    assert not p + -p
    assert p**3 == p * p * p


@given(several(1))
def test_terms_are_canonical_and_rebuild(single: tuple[Polynomial, ...]) -> None:
    (p,) = single
    terms = p.terms()
    assert list(terms) == sorted(terms, reverse=True)
    assert all(value for _, value in terms)
    assert len(terms) == len(p)
    again = Polynomial(p.dimension, dict(reversed(terms)))
    assert again == p
    assert hash(again) == hash(p)
    assert again.terms() == terms


@given(several(1))
def test_pickle_and_copy(single: tuple[Polynomial, ...]) -> None:
    (p,) = single
    for again in (pickle.loads(pickle.dumps(p)), copy.copy(p), copy.deepcopy(p)):
        assert again == p
        assert hash(again) == hash(p)


@given(several(2))
def test_exact_division(pair: tuple[Polynomial, ...]) -> None:
    p, q = pair
    assume(q)
    assert (p * q).divide_exact(q) == p
    assert q.divides(p * q)
    assert not q.divides(p * q + Polynomial.constant(q.dimension, 1)) or q.is_constant()


@given(several(3, degree=2, terms=4))
def test_gcd_divides_and_leaves_coprime_cofactors(triple: tuple[Polynomial, ...]) -> None:
    p, q, common = triple
    assume(p or q)
    assume(common)
    result = gcd([p * common, q * common])
    assert common.divides(result)
    assert result == result.primitive_part()
    cofactors = [(v * common).divide_exact(result) for v in (p, q)]
    assert gcd(cofactors) == Polynomial.constant(p.dimension, 1)


@given(several(3, degree=2, terms=3))
def test_gcd_of_three_does_not_depend_on_order_or_scale(triple: tuple[Polynomial, ...]) -> None:
    assume(any(triple))
    p, q, r = triple
    assert gcd([p, q, r]) == gcd([r * -2, p, q * Fraction(3, 7)])
    nonzero = [v for v in triple if v]
    assert all(gcd([p, q, r]).divides(v) for v in nonzero)


@given(several(3, degree=2, terms=3))
def test_factorization_multiplies_back(triple: tuple[Polynomial, ...]) -> None:
    assume(all(triple))
    p, q, r = triple
    whole = p * q * q * r
    unit, factors = factor(whole)
    total = Polynomial.constant(whole.dimension, unit)
    for part, multiplicity in factors:
        assert part == part.primitive_part()
        assert not part.is_constant()
        assert factor(part).factors == ((part, 1),)
        total = total * part**multiplicity
    assert total == whole
    assert len({part for part, _ in factors}) == len(factors)


def sylvester(p: list[Fraction], q: list[Fraction]) -> Fraction:
    """The resultant of two polynomials in one variable, coefficients from degree 0, by its definition."""
    from flint import fmpq, fmpq_mat

    m, n = len(p) - 1, len(q) - 1
    rows = [[0] * i + p[::-1] + [0] * (n - 1 - i) for i in range(n)]
    rows += [[0] * i + q[::-1] + [0] * (m - 1 - i) for i in range(m)]
    exact = fmpq_mat([[fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in row] for row in rows])
    value = exact.det()
    return Fraction(int(value.p), int(value.q))


@given(polynomials(2), polynomials(2), st.sampled_from((0, 1)), st.fractions(-5, 5, max_denominator=6))
def test_resultant_is_the_determinant_of_sylvester(p: Polynomial, q: Polynomial, d: int, place: Fraction) -> None:
    assume(p and q and p.degrees()[d] and q.degrees()[d])
    lines = []
    for polynomial in (p, q):
        line = {exponents[d]: c for exponents, c in polynomial.substitute({1 - d: place}).terms()}
        assume(max(line, default=0) == polynomial.degrees()[d])
        lines.append([line.get(i, Fraction(0)) for i in range(max(line) + 1)])
    point = [Fraction(0), Fraction(0)]
    point[1 - d] = place
    assert resultant(p, q, d).evaluate(point) == sylvester(*lines)


def test_resultant_refuses_what_has_none() -> None:
    x, y = Polynomial(2, {(1, 0): 1}), Polynomial(2, {(0, 1): 1})
    with pytest.raises(ParseError, match="does not depend"):
        resultant(x, y, 1)
    with pytest.raises(ParseError, match="no direction"):
        resultant(x, x, 2)
    with pytest.raises(RingMismatchError):
        resultant(x, Polynomial(1, {(1,): 1}), 0)
    with pytest.raises(ZeroPolynomialError):
        resultant(x, x - x, 0)


@given(several(1))
def test_content_and_primitive_part(single: tuple[Polynomial, ...]) -> None:
    (p,) = single
    assume(p)
    primitive = p.primitive_part()
    assert primitive * p.content() == p
    values = [value for _, value in primitive.terms()]
    assert all(value.denominator == 1 for value in values)
    assert integer_gcd(*(value.numerator for value in values)) == 1
    assert values[0] > 0
    assert primitive == (p * Fraction(-5, 3)).primitive_part()


@given(several(1), st.lists(coefficients, min_size=3, max_size=3))
def test_evaluation(single: tuple[Polynomial, ...], numbers: list[Fraction | int]) -> None:
    (p,) = single
    point = tuple(numbers[: p.dimension])
    expected = Fraction(0)
    for monomial, value in p.terms():
        for number, power in zip(point, monomial, strict=True):
            value *= Fraction(number) ** power
        expected += value
    assert p.evaluate(point) == expected
    one_by_one = p
    for direction, number in enumerate(point):
        one_by_one = one_by_one.substitute({direction: number})
        assert all(monomial[direction] == 0 for monomial, _ in one_by_one.terms())
    assert one_by_one == Polynomial.constant(p.dimension, expected)


@given(several(1, degree=7), st.lists(st.integers(1, 4), min_size=3, max_size=3))
def test_polyphase_components_recompose(single: tuple[Polynomial, ...], numbers: list[int]) -> None:
    (p,) = single
    exponent = tuple(numbers[: p.dimension])
    components = p.polyphase(exponent)
    total = Polynomial(p.dimension, {})
    for remainder, component in components.items():
        assert component
        assert all(0 <= r < e for r, e in zip(remainder, exponent, strict=True))
        total = total + Polynomial(p.dimension, {remainder: 1}) * component.inflate(exponent)
    assert total == p
    assert list(components) == sorted(components)


# A second opinion: sympy without FLINT

_SYMPY = """
import json, sys
from sympy import ZZ, Poly, symbols
for_sympy = json.load(sys.stdin)
def terms(p):
    return sorted([list(m), int(c)] for m, c in p.terms() if c)
out = []
for dimension, first, second in for_sympy:
    gens = symbols(f"x:{dimension}")
    p, q = (Poly({tuple(m): c for m, c in t}, *gens, domain=ZZ) for t in (first, second))
    factors = (p * q).factor_list()[1]
    out.append([terms(p.gcd(q).primitive()[1]), sorted([terms(f), m] for f, m in factors)])
print(json.dumps({"ground": type(ZZ(1)).__name__, "results": out}))
"""


def _integer_terms(p: Polynomial) -> list[Any]:
    return sorted([list(monomial), int(value)] for monomial, value in p.terms())


def _positive(terms: list[Any]) -> list[Any]:
    sign = 1 if max(terms)[1] > 0 else -1
    return [[monomial, sign * value] for monomial, value in terms]


def test_gcd_and_factor_agree_with_sympy_without_flint() -> None:
    z = Polynomial(3, {(0, 0, 1): 1})
    one = Polynomial.constant(3, 1)
    x3 = Polynomial(3, {(1, 0, 0): 1})
    t = Polynomial(1, {(1,): 1})
    unit = Polynomial.constant(1, 1)
    common = X * X * 2 - Y * 3 + ONE
    pairs = [
        (common * (X + Y) * 6, common * common * (X - Y) * -4),
        (X**4 - Y**4, X**6 - Y**6),
        (X * Y * Y * 12, X * X * 18),
        (X + Y + ONE, X - Y),
        ((t**12 - unit) * 5, (t**8 - unit) * t),
        (t**4 * 4 + unit, t**5 + t**4 + unit),
        ((x3 + z * 2 - one) ** 2, (x3 + z * 2 - one) * (x3 * z + one * 7)),
    ]
    payload = [[p.dimension, _integer_terms(p), _integer_terms(q)] for p, q in pairs]
    run = subprocess.run(
        [sys.executable, "-c", _SYMPY],
        input=json.dumps(payload),
        env={**os.environ, "SYMPY_GROUND_TYPES": "python"},
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(run.stdout)
    assert answer["ground"] == "int"
    for (p, q), (common_terms, factors) in zip(pairs, answer["results"], strict=True):
        assert _integer_terms(gcd([p, q])) == _positive(common_terms)
        ours = sorted([_integer_terms(part), power] for part, power in factor(p * q).factors)
        assert ours == sorted([_positive(terms), power] for terms, power in factors)


# Traps


@pytest.mark.parametrize("value", [True, 1.0, "1", None, 1j])
def test_only_exact_numbers_are_coefficients(value: Any) -> None:
    with pytest.raises(ParseError, match="not exact"):
        Polynomial(2, {(0, 0): value})
    with pytest.raises(ParseError, match="not exact"):
        X * value
    with pytest.raises(ParseError, match="not exact"):
        X.substitute({0: value})
    with pytest.raises(ParseError, match="not exact"):
        Polynomial.constant(1, value)


@pytest.mark.parametrize(
    "exponents",
    [(-2, 0), (1,), (1, 2, 3), (True, 0), (1.0, 0), (0, "1"), [1, 0], 1, "ab", pytest.param((-HUGE, 0), id="huge")],
)
def test_only_tuples_of_natural_numbers_are_exponents(exponents: Any) -> None:
    class Terms(dict[Any, Any]):
        def items(self) -> Any:
            return [(exponents, 1)]

    with pytest.raises(ParseError, match="monomial"):
        Polynomial(2, Terms())


@pytest.mark.parametrize("dimension", [0, -1, 17, True, 1.0, "2", pytest.param(HUGE, id="huge")])
def test_only_small_dimensions(dimension: Any) -> None:
    with pytest.raises(ParseError, match="dimension"):
        Polynomial(dimension, {})


@pytest.mark.parametrize("exponent", [2**48 + 1, 10**30, pytest.param(HUGE, id="huge")])
def test_huge_exponents_are_refused(exponent: int) -> None:
    with pytest.raises(LimitError):
        Polynomial(2, {(exponent, 0): 1, (0, exponent): -1})


def test_operations_do_not_leave_the_limits() -> None:
    big = Polynomial(2, {(2**47 + 1, 0): 1, (0, 0): 1})
    operations: tuple[Callable[[], object], ...] = (
        lambda: big * big,
        lambda: big**2,
        lambda: big.inflate((2, 1)),
        lambda: X**HUGE,
    )
    for operation in operations:
        with pytest.raises(LimitError):
            operation()
    assert (big * Y).divide_exact(big) == Y
    assert big * ZERO == ZERO


def test_gcd_and_factor_refuse_degrees_that_flint_gets_wrong() -> None:
    big = Polynomial(2, {(2**24 + 1, 0): 1, (0, 2**24 + 1): -1})
    with pytest.raises(LimitError):
        gcd([big, X - Y])
    with pytest.raises(LimitError):
        factor(big)
    assert gcd([big, ZERO]) == big


def test_a_gcd_of_zero_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "MAX_EXPONENT", 10**31)
    monkeypatch.setattr(rings, "MAX_DEGREE", 10**31)
    huge = Polynomial(2, {(10**30, 0): 1, (0, 10**30): -1})
    with pytest.raises(ArithmeticGuardError, match="came out as 0"):
        gcd([huge, X - Y])
    with pytest.raises(ArithmeticGuardError, match="FLINT"):
        factor(huge * (X - Y * 2))


def test_a_gcd_that_does_not_divide_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "_run", lambda operation, *arguments: (X + ONE)._raw)
    with pytest.raises(ArithmeticGuardError, match="does not divide"):
        gcd([X * Y, X])


@pytest.mark.parametrize("found", [[], [(X, 1)], [(X, 2), (Y, 1)], [(X, 1), (Y, 1), (ONE, 1)]])
def test_a_wrong_factorization_is_noticed(monkeypatch: pytest.MonkeyPatch, found: list[tuple[Polynomial, int]]) -> None:
    assert [str(part) for part, _ in factor(X * Y).factors] == ["y", "x"]
    monkeypatch.setattr(rings, "_run", lambda operation: (1, [(part._raw, power) for part, power in found]))
    with pytest.raises(ArithmeticGuardError, match="do not multiply"):
        factor(X * Y)


def test_equality_across_rings_raises() -> None:
    other = Polynomial(1, {(1,): 1})
    operations = (
        lambda: X == other,
        lambda: X != other,
        lambda: X * other,
        lambda: X + other,
        lambda: X - other,
        lambda: X.divides(other),
        lambda: X.divide_exact(other),
        lambda: gcd([X, other]),
        lambda: gcd([ONE, ONE, Polynomial(1, {})]),
    )
    for operation in operations:
        with pytest.raises(RingMismatchError):
            operation()
    assert len({ONE, Polynomial.constant(1, 1), ZERO, Polynomial(1, {})}) == 4


@pytest.mark.parametrize("number", [1, 1.0, True, Fraction(1)])
def test_comparison_with_a_number_raises(number: Any) -> None:
    with pytest.raises(RingMismatchError, match="constant"):
        assert ONE == number
    with pytest.raises(RingMismatchError):
        X + number
    assert ONE != None  # noqa: E711
    assert ONE != "1"


def test_what_zero_has_no_answer_for() -> None:
    operations = (
        ZERO.degrees,
        ZERO.primitive_part,
        lambda: factor(ZERO),
        lambda: gcd([ZERO, ZERO]),
        lambda: gcd([]),
        lambda: X.divide_exact(ZERO),
        lambda: ZERO.divides(X),
    )
    for operation in operations:
        with pytest.raises(ZeroPolynomialError):
            operation()
    assert ZERO.content() == 0
    assert ZERO.terms() == ()
    assert ZERO.evaluate((1, 2)) == 0
    assert ZERO.inflate((2, 3)) == ZERO**2 == ZERO.divide_exact(X) == ZERO
    assert ZERO**0 == ONE
    assert str(ZERO) == "0"


def test_a_remainder_raises_with_both_polynomials() -> None:
    with pytest.raises(NotDivisibleError, match=r"x - y does not divide x \+ y over Q") as caught:
        (X + Y).divide_exact(X - Y)
    assert (caught.value.dividend, caught.value.divisor) == (X + Y, X - Y)
    assert isinstance(caught.value, SymlcnError)


def test_factors_come_by_sum_of_degrees_then_by_terms() -> None:
    whole = (Y**3 + ONE * 2) * (X + Y) * (X - Y) ** 2 * X * -3
    expected = [("x", 1), ("x - y", 2), ("x + y", 1), ("y^3 + 2", 1)]
    assert [(str(part), power) for part, power in factor(whole).factors] == expected


def test_constants_and_their_factorization() -> None:
    assert factor(Polynomial.constant(2, Fraction(-3, 2))) == (Fraction(-3, 2), ())
    assert gcd([ONE * 4, ONE * 6]) == ONE
    assert gcd([X * Fraction(1, 2), X * Y * Fraction(1, 4)]) == X
    assert gcd([ONE * -7]) == ONE


def test_substitution_refuses_what_would_exhaust_memory() -> None:
    big = Polynomial(2, {(2**40, 0): 1, (0, 3): 2})
    with pytest.raises(LimitError, match="bits"):
        big.evaluate((2, 1))
    with pytest.raises(LimitError, match="bits"):
        big.substitute({0: Fraction(1, 2)})
    assert [big.evaluate((value, 2)) for value in (-1, 0, 1)] == [17, 16, 17]


@pytest.mark.parametrize("direction", [-1, 2, True, "x", pytest.param(HUGE, id="huge")])
def test_substitution_knows_its_directions(direction: Any) -> None:
    with pytest.raises(ParseError, match="substitution"):
        X.substitute({direction: 1})


def test_evaluation_counts_coordinates() -> None:
    with pytest.raises(ParseError, match="3 coordinates"):
        X.evaluate((1, 2, 3))


@pytest.mark.parametrize("exponent", [(0, 1), (1,), (1, -2), [1, 1], (True, 1), (1, 2.0)])
def test_polyphase_and_inflate_check_the_exponent(exponent: Any) -> None:
    with pytest.raises(ParseError, match="exponent"):
        X.polyphase(exponent)
    with pytest.raises(ParseError, match="exponent"):
        X.inflate(exponent)


@pytest.mark.parametrize("power", [-1, 0.5, True])
def test_powers_are_natural_numbers(power: Any) -> None:
    with pytest.raises(ParseError, match="power"):
        X**power


def test_polynomials_are_immutable() -> None:
    with pytest.raises(AttributeError):
        X.dimension = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del X._raw
    with pytest.raises((AttributeError, TypeError)):
        X.extra = 1  # type: ignore[attr-defined]
    assert str(X) == "x"


def test_names_of_variables_and_repr() -> None:
    last = [Polynomial(d, {(0,) * (d - 1) + (1,): 1}) for d in (1, 2, 3, 4, 16)]
    assert [str(p) for p in last] == ["x", "y", "z", "x4", "x16"]
    assert repr(X * Y - ONE * Fraction(1, 2)) == "<Polynomial x*y - 1/2 over Q in x, y>"


def test_messages_stay_short() -> None:
    long = Polynomial(1, {(i,): HUGE + i for i in range(100)})
    with pytest.raises(NotDivisibleError) as caught:
        long.divide_exact(Polynomial(1, {(1,): 1}))
    assert len(str(caught.value)) < 300
    assert long.content() == 1
    assert len(str(long)) > 5000


@given(
    st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(-9, 9).filter(bool), max_size=30),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.integers(1, 3),
)
def test_few_polyphase_components_are_the_first_of_all(terms, exponent, most):
    polynomial = Polynomial(2, terms)
    parts = list(polynomial.polyphase(exponent).items())
    least = [part for part in parts if part[0][0] == parts[0][0][0]]
    assert list(polynomial.polyphase(exponent, most).items()) == least[:most]
    total = sum((p.inflate(exponent) * Polynomial(2, {r: 1}) for r, p in parts), Polynomial(2, {}))
    assert total == polynomial


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.data())
def test_dense_and_sparse_polynomials_agree(k, m, e, d, data):
    entries = data.draw(st.lists(st.integers(-3, 3) | st.fractions(max_denominator=5), min_size=k * m, max_size=k * m))
    terms = {(i * e, j * d): entries[i * m + j] for i in range(k) for j in range(m)}
    assert Polynomial.dense((k, m), (e, d), entries) == Polynomial(2, terms)


@pytest.mark.parametrize(
    ("size", "exponent", "entries"),
    [((2,), (1,), [1]), ((2,), (1, 1), [1, 2]), ((0,), (1,), []), ((2,), (0,), [1, 2]), ((2,), (1,), [1, 0.5]),
     ((2,), (1,), [True, 1]), ((2,) * 17, (1,) * 17, [1] * 2**17)],
)  # fmt: skip
def test_dense_polynomials_refuse_what_does_not_fit(size, exponent, entries):
    with pytest.raises(ParseError):
        Polynomial.dense(size, exponent, entries)
