"""Rational fibers against the values of the theory and against exhaustive search, in special position too."""

import random
import sys
from itertools import product
from math import comb, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.errors import ParseError
from symlcn.fiber.overq import rational_fiber
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, primitive_filter
from tests.support import slow
from tests.support.strategies import architectures


def integers(tensor):
    return tuple(map(integers, tensor)) if isinstance(tensor, tuple) else int(tensor)


def points(notation, tensor):
    return [tuple(map(integers, point)) for point in rational_fiber(parse_architecture(notation), tensor)]


@pytest.mark.parametrize(
    ("notation", "tensor", "expected"),
    [
        ("k3s2 k2", (4, 8, 17, 10, 15), [((1, 2, 3), (4, 5))]),
        ("k3s2 k2", (0, 0, 1, 0, 0), [((0, 0, 1), (1, 0)), ((1, 0, 0), (0, 1))]),
        ("k3s2 k2", (1, 0, 0, 0, -1), [((1, 0, -1), (1, 1)), ((1, 0, 1), (1, -1))]),
        ("k3 k2", (0, -1, 0, 1), [((0, 1, -1), (1, 1)), ((0, 1, 1), (1, -1)), ((1, 0, -1), (0, 1))]),
        ("k3 k2", (-2, 0, 0, 1), []),
        ("k2 k2", (1, 2, 1), [((1, 1), (1, 1))]),
        ("k2 k2", (0, 0, 5), [((0, 1), (0, 1))]),
        ("k2 k2", (0, 3, 0), [((0, 1), (1, 0)), ((1, 0), (0, 1))]),
        ("k1 k2 k1", (2, 4), [((1,), (1, 2), (1,))]),
        ("k1", (7,), [((1,),)]),
        (
            "k2x2 k2x2",
            ((1, 2, 1), (2, 9, 7), (1, 7, 10)),
            [(((1, 1), (1, 2)), ((1, 1), (1, 5))), (((1, 1), (1, 5)), ((1, 1), (1, 2)))],
        ),
    ],
)
def test_fibers_that_are_known(notation, tensor, expected):
    assert points(notation, tensor) == expected


def special_tensors(architecture, seed):
    """Filters in special position on purpose: small entries, zero slices, shared and repeated factors, ±roots."""
    source = random.Random(seed)
    result = []
    for layer in architecture.layers:
        pool = (-1, 0, 0, 1, 1, 2) if source.random() < 0.7 else (-3, -2, -1, 1, 2, 3)
        tensor = {index: source.choice(pool) for index in product(*map(range, layer.size))}
        if not any(tensor.values()):
            tensor[(0,) * architecture.dimension] = 1
        result.append(tensor)
    return result


@settings(max_examples=200)
@given(architectures(max_layers=4, max_size=3, max_step=3, max_dimension=2), st.integers(0, 10**6))
def test_the_fiber_is_that_of_an_exhaustive_search_also_in_special_position(architecture, seed):
    assume(prod(architecture.end_to_end_size) <= 400)
    tensors = special_tensors(architecture, seed)
    filters = [slow.nested(t, layer.size) for t, layer in zip(tensors, architecture.layers, strict=True)]
    u = end_to_end_filter(architecture, filters)
    expected = slow.count_rational_factorizations(architecture, tensors, most=5000)
    assume(expected is not None)
    found = rational_fiber(architecture, u)
    assert len(set(found)) == len(found) == expected
    assert tuple(primitive_filter(w, architecture.dimension)[1] for w in filters) in found
    unit = primitive_filter(u, architecture.dimension)[1]
    for point in found:
        assert primitive_filter(end_to_end_filter(architecture, list(point)), architecture.dimension)[1] == unit


def test_a_split_product_has_all_distributions_of_its_roots():
    u = (1,)
    for root in range(1, 13):
        u = tuple((u[i - 1] if i else 0) - root * (u[i] if i < len(u) else 0) for i in range(len(u) + 1))
    assert len(points("k7 k7", u)) == comb(12, 6)


def test_roots_shared_below_strides_that_are_not_multiples():
    """(x² − 4)(x³ − 8)(x − 2) with layers of exponents 2, 3 and 1: the root 2 is in all of them."""
    architecture = parse_architecture("k2d2 k2d3 k2")
    u = end_to_end_filter(architecture, [(-4, 1), (-8, 1), (-2, 1)])
    assert [tuple(map(integers, point)) for point in rational_fiber(architecture, u)] == [((4, -1), (8, -1), (2, -1))]


def test_a_filter_outside_the_image_has_an_empty_fiber():
    assert points("k3s2 k2", (1, 1, 1, 1, 2)) == []
    assert points("k2x2 k2x2", ((1, 0, 0), (0, 0, 0), (0, 0, 1))) == []


@pytest.mark.parametrize(
    ("tensor", "problem"),
    [
        ((0, 0, 0, 0, 0), "fiber is infinite"),
        ((1, 2, 3), "size"),
        (((1,), (2,)), "a list where a number belongs"),
        ((1, 2, 3, 4, 5.0), "exact"),
    ],
)
def test_bad_filters_are_refused(tensor, problem):
    with pytest.raises(ParseError, match=problem):
        rational_fiber(parse_architecture("k3s2 k2"), tensor)


def test_nothing_is_factored_when_gcds_decide(monkeypatch):
    """Five layers of 3×3 with stride 2: the whole inversion is gcds."""
    module = sys.modules["symlcn.fiber.overq"]
    architecture = parse_architecture("k3x3s2 " * 5)
    tensors = [slow.nested(t, (3, 3)) for t in slow_random(architecture)]
    u = end_to_end_filter(architecture, tensors)
    seen, honest = [], module.factor
    monkeypatch.setattr(module, "factor", lambda p: seen.append(p.degrees()) or honest(p))
    assert len(rational_fiber(architecture, u)) == 1
    assert all(max(degrees) <= 2 for degrees in seen)


def slow_random(architecture):
    source = random.Random(5)
    return [
        {index: source.choice((-1, 1)) * source.randint(1, 9) for index in product(*map(range, layer.size))}
        for layer in architecture.layers
    ]
