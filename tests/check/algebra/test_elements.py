"""The numbers of the checker that pay for themselves, against the fractions of the standard library."""

import ast
from fractions import Fraction
from importlib import import_module
from itertools import product
from math import lcm, prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.check.algebra.elements import ONE, ZERO, Field
from symlcn.check.core.arithmetic import over_common, power_of, same_multiples
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed
from symlcn.check.core.ratio import Ratio
from symlcn.check.families.dense.eigenspaces import _splittings

check = import_module("symlcn.check")

small = st.integers(-6, 6)
positive = st.integers(1, 6)
fractions = st.builds(Fraction, small, positive)
polynomials = st.lists(small, min_size=2, max_size=4).filter(lambda f: f[-1] != 0)


def reduced(coefficients, f):
    """Modulo f, by fractions."""
    rest = [Fraction(c) for c in coefficients]
    while len(rest) >= len(f):
        factor = rest.pop() / f[-1]
        for i, c in enumerate(f[:-1], len(rest) + 1 - len(f)):
            rest[i] -= factor * c
    while rest and not rest[-1]:
        rest.pop()
    return rest


def element(field, coefficients):
    return field.reduced([int(c * 60) for c in coefficients], 60)


def value(found):
    numerators, denominator = found
    return [Fraction(c, denominator) for c in numerators]


@given(polynomials, st.lists(fractions, max_size=4), st.lists(fractions, max_size=4), fractions)
def test_arithmetic_of_elements(f, x, y, c):
    field = Field(f, Work())
    a, b = element(field, x), element(field, y)
    padded = [(left, right) for left, right in zip([*x, *[0] * 4], [*y, *[0] * 4], strict=False)]
    convolved = [sum(x[i] * y[k - i] for i in range(len(x)) if 0 <= k - i < len(y)) for k in range(len(x) + len(y))]
    assert value(a) == reduced(x, f)
    assert value(field.times(a, b)) == reduced(convolved, f)
    assert value(field.plus(a, b)) == reduced([p + q for p, q in padded], f)
    assert value(field.minus(a, b)) == reduced([p - q for p, q in padded], f)
    assert value(field.scaled(a, c.numerator, c.denominator)) == reduced([p * c for p in x], f)
    assert value(field.shifted(c.numerator, c.denominator)) == reduced([c, 1], f)
    assert field.plus(a, field.scaled(a, -1)) == ZERO
    assert field.times(a, ONE) == a


@given(st.lists(small, min_size=3, max_size=4).filter(lambda f: f[-1] != 0), st.lists(small, min_size=5, max_size=5))
def test_remainders_over_one_denominator(f, coefficients):
    degree = len(f) - 1
    found = Field(f, Work()).remainder(coefficients[: 2 * degree - 1])
    assert [Fraction(c, f[-1] ** (degree - 1)) for c in found] == reduced(coefficients[: 2 * degree - 1], f)


@given(st.builds(Fraction, st.integers(0, 50), positive), st.builds(Fraction, positive, positive), st.integers(0, 4))
def test_ratios(x, y, n):
    work = Work()

    def ratio(value):
        return Ratio(value.numerator, value.denominator, work)

    a, b = ratio(x), ratio(y)
    for found, expected in (
        (a + b, x + y),
        (a * b, x * y),
        (a / b, x / y),
        (a**n, x**n),
        (Ratio(6, 4, work), Fraction(3, 2)),
    ):
        assert (found.numerator, found.denominator) == (expected.numerator, expected.denominator)
        assert found == ratio(expected)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 60))))
def test_common_denominators(numbers):
    numerators, common = over_common(numbers, Work())
    assert common == lcm(*(q for _, q in numbers))
    assert [Fraction(n, common) for n in numerators] == [Fraction(*number) for number in numbers]


@given(st.dictionaries(st.tuples(positive), positive, max_size=3), positive, positive)
def test_multiples(f, p, q):
    g = {index: c * p for index, c in f.items()}
    assert same_multiples(f, p * q, g, q, Work())
    assert not f or not same_multiples(f, p * q + 1, g, q, Work())
    assert not same_multiples({**f, (7,): 1}, p * q, g, q, Work())


@given(st.integers(0, 5), st.integers(1, 5))
def test_splittings(total, parts):
    expected = [list(way) for way in product(range(total + 1), repeat=parts) if sum(way) == total]
    assert list(_splittings(total, parts, Work())) == expected


def test_what_costs_much_is_not_computed():
    large = 3**10**6
    for costly in (
        lambda: power_of(3, 10**9, Work()),
        lambda: over_common([(1, 10**4000 + n) for n in range(2000)], Work()),
        lambda: Field([-2, 0, 1], Work()).times(([large] * 2, 1), ([large] * 2, 1)),
        lambda: prod([Ratio(large, 2, Work())] * 1000, start=Ratio(1, 1, Work())),
    ):
        with pytest.raises(Malformed, match="needs more arithmetic"):
            costly()


PAYING = {"networkpairs", "expansion", "runcores", "functionfiber", "samentk"}
"""Modules that pay for fractions before they compute with them."""


def test_no_other_fractions():
    """No module computes with fractions that are not paid for; decimals only print numbers."""
    for file in Path(check.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            assert not {"fractions", "numbers", "statistics"}.intersection(names) or file.stem in PAYING
            assert "decimal" not in names or file.stem == "recomputed"
