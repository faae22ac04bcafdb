"""Chains: conciseness, normal forms, bounds by merging."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.errors import LimitError
from symlcn.families.multichannel.basepoint import BasePoint, base_points, jacobian_size
from symlcn.families.multichannel.chain import Chain, chain_of
from symlcn.families.multichannel.tangents import jacobian_rank
from symlcn.network.notation import parse_network


def chain(notation):
    return chain_of(parse_network(notation))


@pytest.mark.parametrize(
    ("notation", "reduced"),
    [
        ("c3 k3x3c64 k3x3c64", (3, 27, 64)),
        (
            "k10s5c512 k3s2c512 k3s2c512 k3s2c512 k3s2c512 k2s2c512 k2s2c512",
            (1, 10, 30, 90, 270, 512, 512, 512),
        ),
        ("c3 k4x4s2c64 k4x4s2c128 k4x4s2c256 k4x4s2c512 k4x4", (3, 48, 128, 256, 16, 1)),
        ("k7c32 k4s2c64 k8s4c128 k10s5c256 k16s8c512", (1, 7, 28, 128, 256, 512)),
        ("c64 k3x3c64 k3x3c64", (64, 64, 64)),
    ],
)
def test_hidden_channels_are_lowered_to_what_neighbours_can_see(notation, reduced):
    assert chain(notation).reduced.channels == reduced


@given(st.data())
def test_the_reduced_channels_are_the_largest_concise_ones(data):
    depth = data.draw(st.integers(1, 5))
    numbers = st.integers(1, 30)
    channels = data.draw(st.lists(numbers, min_size=depth + 1, max_size=depth + 1))
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=depth, max_size=depth))
    found = Chain(tuple(channels), tuple((k,) for k in sizes), ((1,),) * depth, tuple(range(depth)))
    slow = list(channels)
    while True:
        before = list(slow)
        for l in range(1, depth):
            slow[l] = min(slow[l], slow[l - 1] * sizes[l - 1], slow[l + 1] * sizes[l])
        if slow == before:
            break
    assert found.reduced.channels == tuple(slow)
    assert found.reduced.is_concise


def test_merged_channels_are_reduced_before_they_are_counted():
    """Else the bound would be 8, below the dimension 9."""
    found = chain("k2c2 k2s3c4 k2c2 k2")
    assert found.merged_bound((2,)) == 9
    rank = max(jacobian_rank(point) for point in base_points(found, 10**5) if point.chain == found)
    assert rank == 9


@pytest.mark.parametrize(
    ("notation", "channels", "sizes"),
    [
        ("k2s3c2 k1c2 k2c3 k3c2", (2, 3, 2), ((2,), (3,))),
        ("c256 k1x1c64 k3x3c64 k1x1c256", (192, 64), ((1, 3),)),
        ("k2x2s2c4 k2x2c4", (4, 8), ((1, 2),)),
        ("k2c2 k2d5c3", (2, 3), ((2,),)),
        ("c2 k2x1s1x2c3 k2x2c3", (2, 3, 6), ((2, 1), (2, 1))),
    ],
)
def test_monomials_that_never_meet_are_channels_and_constant_layers_go(notation, channels, sizes):
    found = chain(notation).normal()
    assert (found.channels, found.sizes) == (channels, sizes)


def test_supports_that_are_too_large_are_a_limit():
    with pytest.raises(LimitError, match="exponents in a direction"):
        chain("k1000s1000c2 k1000").line(0, 0, 2)


def test_the_jacobian_is_that_of_the_product():
    """Against derivatives by sympy, at integers."""
    sympy = pytest.importorskip("sympy")
    found = chain("c2 k2x1c2 k1x2s1x2c3 k2x2")
    point = next(p for p in base_points(found, 10**5) if p.chain == found)
    x, y = sympy.symbols("x y")
    names, layers = [], []
    for layer, (rows, size, exponent) in enumerate(zip(point.filters, found.sizes, found.exponents, strict=True)):
        matrix = sympy.zeros(len(rows), len(rows[0]))
        for o, row in enumerate(rows):
            for i, entries in enumerate(row):
                for n, value in enumerate(entries):
                    name = sympy.Symbol(f"w_{layer}_{o}_{i}_{n}")
                    names.append((name, value))
                    place = divmod(n, size[1])
                    matrix[o, i] += name * x ** (place[0] * exponent[0]) * y ** (place[1] * exponent[1])
        layers.append(matrix)
    product = layers[2] * layers[1] * layers[0]
    entries = [c for entry in product for c in sympy.Poly(sympy.expand(entry), x, y).coeffs()]
    own = sympy.Matrix(entries).jacobian([name for name, _ in names]).subs(dict(names))
    assert own.rank() == jacobian_rank(point)
    assert own.shape[0] * own.shape[1] == jacobian_size(found)
    assert isinstance(point, BasePoint)
