"""Filters and polynomials: direct convolution and enumeration of divisors as second ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symlcn.algebra.polynomials import Polynomial, factor
from symlcn.errors import LimitError, ParseError, ZeroPolynomialError
from symlcn.network.architecture import Architecture, parse_architecture
from symlcn.network.filters import (
    Ends,
    end_to_end,
    end_to_end_filter,
    filter_size,
    filter_to_polynomial,
    largest_divisor,
    layer_polynomials,
    normalize_filter,
    orders_at_ends,
    polynomial_to_filter,
    polyphase_components,
    primitive_filter,
)
from tests.support.strategies import architectures

Index = tuple[int, ...]

rationals = st.one_of(st.integers(-6, 6), st.fractions(-3, 3, max_denominator=5))
sizes = st.integers(1, 3).flatmap(lambda d: st.tuples(*[st.integers(1, 4)] * d))


def tensors(size: Index, entries: st.SearchStrategy[Any] = rationals) -> st.SearchStrategy[Any]:
    """Tensors of this size, as lists and as tuples."""
    if not size:
        return entries
    level = st.lists(tensors(size[1:], entries), min_size=size[0], max_size=size[0])
    return st.one_of(level, level.map(tuple))


@st.composite
def tensors_and_exponents(draw: st.DrawFn, /) -> tuple[Any, Index, Index]:
    size = draw(sizes)
    return draw(tensors(size)), size, draw(st.tuples(*[st.integers(1, 3)] * len(size)))


@st.composite
def networks(draw: st.DrawFn, /) -> tuple[Architecture, tuple[Any, ...]]:
    """Small networks with strides and dilations, and filters."""
    architecture = draw(architectures(max_layers=3, max_size=3, max_dimension=2))
    assume(prod(architecture.end_to_end_size) <= 200)
    return architecture, tuple(draw(tensors(layer.size)) for layer in architecture.layers)


def indices(size: Index) -> Iterator[Index]:
    return product(*map(range, size))


def entry(tensor: Any, index: Index) -> Any:
    for i in index:
        tensor = tensor[i]
    return tensor


# Tensors


@given(tensors_and_exponents())
def test_filter_to_polynomial_and_back(drawn: tuple[Any, Index, Index]) -> None:
    tensor, size, exponent = drawn
    polynomial = filter_to_polynomial(tensor, exponent)
    normal = normalize_filter(tensor, len(size))
    assert polynomial_to_filter(polynomial, size, exponent) == normal
    assert filter_size(tensor, len(size)) == size
    ones = (1,) * len(size)
    assert filter_to_polynomial(tensor, ones).inflate(exponent) == polynomial
    assert filter_to_polynomial(normal, exponent) == polynomial
    assert dict(polynomial.terms()) == {
        tuple(i * e for i, e in zip(index, exponent, strict=True)): entry(tensor, index)
        for index in indices(size)
        if entry(tensor, index)
    }
    assert all(type(entry(normal, index)) is Fraction for index in indices(size))


@given(tensors_and_exponents(), rationals.filter(bool))
def test_primitive_filters_are_canonical(drawn: tuple[Any, Index, Index], scale: int | Fraction) -> None:
    tensor, size, _ = drawn
    entries = [entry(tensor, index) for index in indices(size)]
    assume(any(entries))
    factor_, primitive = primitive_filter(tensor, len(size))
    found = [entry(primitive, index) for index in indices(size)]
    assert all(type(value) is int for value in found)
    assert [factor_ * value for value in found] == entries
    assert next(filter(None, found)) > 0
    assert not any(all(value % p == 0 for value in found) for p in (2, 3, 5, 7, 11))
    assert primitive_filter(scaled(tensor, scale, len(size)), len(size)) == (factor_ * scale, primitive)


@pytest.mark.parametrize(
    ("tensor", "dimension", "message"),
    [
        ([[1, 2], [3]], 2, r"filter\[1\]: 1 entries where filter\[0\] has 2"),
        ([[[1], [2]], [[3], [4, 5]]], 3, r"filter\[1\]\[1\]: 2 entries where filter\[0\]\[0\] has 1"),
        ([[1, 2], 3], 2, r"filter\[1\]: not a list; a filter in 2 directions is lists in lists, 2 deep"),
        ([1, [2]], 1, r"filter\[1\]: a list where a number belongs; a filter in 1 direction is a list of numbers"),
        (5, 1, "filter: not a list"),
        ([], 1, "filter: it is empty"),
        ([[], []], 2, r"filter\[0\]: it is empty"),
        ("12", 1, "filter: not a list"),
        ([1, "2.0"], 1, r"filter\[1\]: '2.0' is a decimal; exact numbers only, write 2"),
        ([1, 0.5], 1, r"filter\[1\]: 0.5 is a float, not an exact number"),
        ([[1, 2], [3, True]], 2, r"filter\[1\]\[1\]: True is a bool, not an exact number"),
        ([1, None], 1, r"filter\[1\]: None is a NoneType, not an exact number"),
        ({0: 1}, 1, "filter: not a list"),
    ],
)
def test_malformed_filters_are_refused_with_their_place(tensor: Any, dimension: int, message: str) -> None:
    for function in (normalize_filter, filter_size, primitive_filter):
        with pytest.raises(ParseError, match=message):
            function(tensor, dimension)
    with pytest.raises(ParseError, match=message):
        filter_to_polynomial(tensor, (1,) * dimension)


def test_filters_that_share_parts_do_not_exhaust_memory() -> None:
    tensor: Any = [1] * 1000
    for _ in range(3):
        tensor = [tensor] * 1000
    with pytest.raises(LimitError, match="entries"):
        normalize_filter(tensor, 4)


def test_the_zero_filter_has_no_primitive_representative() -> None:
    with pytest.raises(ZeroPolynomialError):
        primitive_filter([[0, 0], [Fraction(0), 0]], 2)
    assert not filter_to_polynomial([[0, 0], [Fraction(0), 0]], (1, 1))


@pytest.mark.parametrize(
    ("terms", "size", "exponent"),
    [({(3,): 1}, (3,), (1,)), ({(3,): 1, (0,): 1}, (9,), (2,)), ({(0, 1): 1}, (2, 1), (1, 1))],
)
def test_monomials_that_do_not_fit(terms: dict[Index, int], size: Index, exponent: Index) -> None:
    with pytest.raises(ParseError, match="does not occur"):
        polynomial_to_filter(Polynomial(len(size), terms), size, exponent)


@pytest.mark.parametrize("vector", [(0,), (1, 1), [1], (True,), (1.0,), 1])
def test_sizes_and_exponents_are_checked(vector: Any) -> None:
    p = Polynomial(1, {(0,): 1})
    with pytest.raises(ParseError, match="size"):
        polynomial_to_filter(p, vector, (1,))
    with pytest.raises(ParseError, match="exponent"):
        polynomial_to_filter(p, (1,), vector)
    with pytest.raises(ParseError, match="exponent"):
        largest_divisor(p, vector)
    assert polynomial_to_filter(p, (1,), (1,)) == (1,)


def test_dense_filters_are_bounded() -> None:
    with pytest.raises(LimitError, match="entries"):
        polynomial_to_filter(Polynomial(1, {(0,): 1}), (10**9,), (1,))
    with pytest.raises(LimitError, match="entries"):
        end_to_end_filter(parse_architecture("k2s1000000000 k2"), [(1, 1), (1, 1)])
    assert str(end_to_end(parse_architecture("k2s1000000000 k2"), [(1, 1), (1, 2)])) == (
        "2*x^1000000001 + 2*x^1000000000 + x + 1"
    )


# End-to-end filters


def convolve(architecture: Architecture, tensors_: Sequence[Any], impulse: Index, position: Index) -> Any:
    """y at `position` for the signal that is 1 at `impulse`: y_i = Σ_j w[j] x[i⊙s + j⊙d], layer after layer."""

    @cache
    def signal(level: int, i: Index) -> Any:
        if level == 0:
            return int(i == impulse)
        layer = architecture.layers[level - 1]
        total = 0
        for j in indices(layer.size):
            where = tuple(a * s + b * d for a, s, b, d in zip(i, layer.stride, j, layer.dilation, strict=True))
            total += entry(tensors_[level - 1], j) * signal(level - 1, where)
        return total

    return signal(len(architecture.layers), position)


@given(networks())
def test_end_to_end_filter_is_the_impulse_response(network: tuple[Architecture, tuple[Any, ...]]) -> None:
    architecture, tensors_ = network
    size = architecture.end_to_end_size
    found = end_to_end_filter(architecture, tensors_)
    assert filter_size(found, architecture.dimension) == size
    stride = [prod(layer.stride[d] for layer in architecture.layers) for d in range(architecture.dimension)]
    for index in indices(size):
        value = entry(found, index)
        assert value == convolve(architecture, tensors_, index, (0,) * len(size))
        moved = tuple(i + s for i, s in zip(index, stride, strict=True))
        assert value == convolve(architecture, tensors_, moved, (1,) * len(size))
    outside = (size[0], *[0] * (len(size) - 1))
    assert convolve(architecture, tensors_, outside, (0,) * len(size)) == 0


@given(networks())
def test_end_to_end_is_multilinear_and_a_product(network: tuple[Architecture, tuple[Any, ...]]) -> None:
    architecture, tensors_ = network
    u = end_to_end(architecture, tensors_)
    parts = layer_polynomials(architecture, tensors_)
    assert len(parts) == len(architecture.layers)
    assert (not u) == any(not part for part in parts)
    doubled = [*tensors_[:-1], scaled(tensors_[-1], Fraction(-2, 3), architecture.dimension)]
    assert end_to_end(architecture, doubled) == u * Fraction(-2, 3)
    assert parts[-1].divides(u) if u else not all(parts)


@given(networks())
def test_every_filter_divides_the_largest_divisor(network: tuple[Architecture, tuple[Any, ...]]) -> None:
    architecture, tensors_ = network
    u = end_to_end(architecture, tensors_)
    assume(u)
    ones = (1,) * architecture.dimension
    for tensor, exponent in zip(tensors_, architecture.exponents, strict=True):
        assert filter_to_polynomial(tensor, ones).divides(largest_divisor(u, exponent))


def scaled(tensor: Any, scale: int | Fraction, depth: int) -> Any:
    return tensor * scale if depth == 0 else [scaled(part, scale, depth - 1) for part in tensor]


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ([(1, 2, 3)], "filters: 1 filter for 2 layers"),
        ([(1, 2), (4, 5)], r"filter 1: its size is 2, but layer 1, 'k3s2', needs 3"),
        ([(1, 2, 3), (4, 0.5)], r"filter 2\[1\]: 0.5 is a float"),
        ([(1, 2, 3), ((4, 5),)], r"filter 2\[0\]: a list where a number belongs"),
    ],
)
def test_filters_must_fit_the_architecture(given_: Any, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        end_to_end(parse_architecture("k3s2 k2"), given_)


def test_example_with_stride_two() -> None:
    architecture = parse_architecture("k3s2 k2")
    u = end_to_end(architecture, [(1, 2, 3), (4, 5)])
    assert polynomial_to_filter(u, (5,), (1,)) == (4, 8, 17, 10, 15)
    second = largest_divisor(u, (2,))
    assert polynomial_to_filter(second, (2,), (1,)) == (4, 5)
    assert polynomial_to_filter(u.divide_exact(second.inflate((2,))), (3,), (1,)) == (1, 2, 3)


def test_five_layers_are_inverted_by_gcds_alone() -> None:
    architecture = parse_architecture("k3x3s2 k3x3s2 k3x3s2 k3x3s2 k3x3s2")
    numbers = range(3)
    tensors_ = [[[1 + (7 * a + 5 * b + 3 * c * a) % 11 for c in numbers] for b in numbers] for a in range(5)]
    rest = end_to_end(architecture, tensors_)
    assert architecture.end_to_end_size == (63, 63)
    for exponent, tensor in reversed(list(zip(architecture.exponents, tensors_, strict=True))):
        divisor = largest_divisor(rest, exponent)
        assert primitive_filter(polynomial_to_filter(divisor, (3, 3), (1, 1)), 2)[1] == primitive_filter(tensor, 2)[1]
        rest = rest.divide_exact(divisor.inflate(exponent))
    assert rest.is_constant()


# Polyphase components and the largest divisor


@st.composite
def products(draw: st.DrawFn, /) -> tuple[Polynomial, Index]:
    """A nonzero polynomial likely to have a factor in X = x^e, and e."""
    dimension = draw(st.integers(1, 2))
    exponent = draw(st.tuples(*[st.integers(1, 3)] * dimension))
    size = (2,) * dimension
    entries = st.integers(-2, 2)
    polynomial = Polynomial.constant(dimension, draw(st.sampled_from([Fraction(1), Fraction(-2, 3)])))
    for e in ((1,) * dimension, exponent, draw(st.sampled_from([exponent, (1,) * dimension]))):
        polynomial = polynomial * filter_to_polynomial(draw(tensors(size, entries)), e)
    assume(polynomial)
    return polynomial, exponent


def divisors(polynomial: Polynomial) -> Iterator[Polynomial]:
    """All divisors over Q up to constants, from the factorization."""
    factors = factor(polynomial).factors
    for powers in product(*(range(multiplicity + 1) for _, multiplicity in factors)):
        pairs = zip(factors, powers, strict=True)
        yield prod((f**power for (f, _), power in pairs), start=Polynomial.constant(polynomial.dimension, 1))


@given(products())
def test_largest_divisor_against_all_divisors(drawn: tuple[Polynomial, Index]) -> None:
    v, exponent = drawn
    found = largest_divisor(v, exponent).inflate(exponent)
    in_ring = [
        divisor
        for divisor in divisors(v)
        if all(i % e == 0 for monomial, _ in divisor.terms() for i, e in zip(monomial, exponent, strict=True))
    ]
    assert found in in_ring
    assert all(divisor.divides(found) for divisor in in_ring)


@given(products())
def test_polyphase_components_recompose_and_detect_divisors(drawn: tuple[Polynomial, Index]) -> None:
    v, exponent = drawn
    components = polyphase_components(v, exponent)
    total = Polynomial(v.dimension, {})
    for remainder, component in components.items():
        total = total + Polynomial(v.dimension, {remainder: 1}) * component.inflate(exponent)
    assert total == v
    for candidate, _ in factor(components[min(components)]).factors:
        everywhere = all(candidate.divides(component) for component in components.values())
        assert candidate.inflate(exponent).divides(v) == everywhere


def test_zero_has_no_polyphase_components_and_no_largest_divisor() -> None:
    zero = Polynomial(2, {})
    assert polyphase_components(zero, (2, 3)) == {}
    with pytest.raises(ZeroPolynomialError):
        largest_divisor(zero, (2, 3))
    with pytest.raises(ZeroPolynomialError):
        orders_at_ends(zero, (2, 3))


# The ends


def flipped(v: Polynomial, degree: Index) -> Polynomial:
    """Exchange x_d and y_d: the filter read backwards."""
    return Polynomial(v.dimension, {tuple(n - i for n, i in zip(degree, m, strict=True)): c for m, c in v.terms()})


def slacked(v: Polynomial, slack: Index) -> Index:
    return tuple(i + s for i, s in zip(v.degrees(), slack, strict=True))


slacks = st.tuples(st.integers(0, 4), st.integers(0, 4))


@given(products(), slacks)
def test_orders_at_the_ends_are_divisibilities(drawn: tuple[Polynomial, Index], slack: Index) -> None:
    v, _ = drawn
    degree = slacked(v, slack[: v.dimension])
    ends = orders_at_ends(v, degree)
    assert Polynomial(v.dimension, {ends.zero: 1}).divides(v)
    assert Polynomial(v.dimension, {ends.infinity: 1}).divides(flipped(v, degree))
    for d in range(v.dimension):
        for order, polynomial in ((ends.zero, v), (ends.infinity, flipped(v, degree))):
            more = tuple(i + (k == d) for k, i in enumerate(order))
            assert not Polynomial(v.dimension, {more: 1}).divides(polynomial)
    assert orders_at_ends(flipped(v, degree), degree) == Ends(ends.infinity, ends.zero)


@given(products(), slacks)
def test_orders_of_the_largest_divisor_at_the_ends(drawn: tuple[Polynomial, Index], slack: Index) -> None:
    v, exponent = drawn
    degree = slacked(v, slack[: v.dimension])
    ends = orders_at_ends(v, degree)
    for polynomial, orders in ((v, ends.zero), (flipped(v, degree), ends.infinity)):
        divisor = largest_divisor(polynomial, exponent)
        found = orders_at_ends(divisor, divisor.degrees()).zero
        assert found == tuple(order // e for order, e in zip(orders, exponent, strict=True))


@given(networks())
def test_orders_at_the_ends_add_up_over_the_layers(network: tuple[Architecture, tuple[Any, ...]]) -> None:
    architecture, tensors_ = network
    u = end_to_end(architecture, tensors_)
    assume(u)
    whole = orders_at_ends(u, tuple(k - 1 for k in architecture.end_to_end_size))
    parts = [
        orders_at_ends(part, tuple((k - 1) * e for k, e in zip(layer.size, exponent, strict=True)))
        for part, layer, exponent in zip(
            layer_polynomials(architecture, tensors_), architecture.layers, architecture.exponents, strict=True
        )
    ]
    assert whole.zero == tuple(map(sum, zip(*(part.zero for part in parts), strict=True)))
    assert whole.infinity == tuple(map(sum, zip(*(part.infinity for part in parts), strict=True)))


@pytest.mark.parametrize("degree", [(2,), (1, 3), (-1, 2), [2, 2], (True, 2)])
def test_degrees_for_orders_are_checked(degree: Any) -> None:
    with pytest.raises(ParseError, match="degree"):
        orders_at_ends(Polynomial(2, {(2, 1): 1}), degree)
