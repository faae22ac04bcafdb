"""Equivalent networks have one canonical form, and all that the atlas says of them is the same."""

import random
from itertools import permutations
from math import gcd

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.atlas.canonical import canonical
from symlcn.atlas.examine import examine
from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.notation import parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

NUMBERS = st.integers(1, 3)


@st.composite
def stacks(draw, most=4):
    dimension, depth = draw(st.integers(1, 3)), draw(st.integers(1, most))
    vectors = st.lists(NUMBERS, min_size=dimension, max_size=dimension).map(tuple)
    return Architecture([Layer(draw(vectors), draw(vectors), draw(vectors)) for _ in range(depth)])


def dressed(plain, kind, draw):
    """With channels or activations, if it can have them."""
    if kind == "channels":
        numbers = [draw.randint(1, 2) for _ in range(len(plain) + 1)]
        return ChannelArchitecture(plain, numbers) if max(numbers) > 1 else plain
    powers = [draw.choice([1, 2, 3]) for _ in range(len(plain) - 1)]
    return PolynomialArchitecture(plain, powers) if kind == "activations" and max(powers, default=1) > 1 else plain


def disguised(plain, draw):
    """Another notation: each direction gets strides and dilations anew, directions are shuffled and added."""
    columns = []
    for d in range(plain.dimension):
        sizes = [layer.size[d] for layer in plain]
        exponents = [e[d] for e in plain.exponents]
        factor, cumulative, steps = draw.randint(1, 3), 1, []
        for l, (k, e) in enumerate(zip(sizes, exponents, strict=True)):
            dilation = factor * e // cumulative if k > 1 else draw.randint(1, 3)
            later = [factor * e for k, e in zip(sizes[l + 1 :], exponents[l + 1 :], strict=True) if k > 1]
            common = gcd(*later) // cumulative if later else draw.randint(1, 3)
            stride = draw.choice([s for s in range(1, common + 1) if common % s == 0])
            cumulative *= stride
            steps.append((k, stride, dilation))
        columns.append(steps)
    unused = [[(1, draw.randint(1, 3), draw.randint(1, 3)) for _ in plain] for _ in range(draw.randint(0, 1))]
    columns += unused
    draw.shuffle(columns)
    return Architecture([Layer(*zip(*row, strict=True)) for row in zip(*columns, strict=True)])


@given(stacks(), st.integers(0, 10**9), st.sampled_from(["linear", "activations", "channels"]))
@settings(max_examples=300)
def test_a_disguised_network_has_the_same_form_and_answers(plain, seed, kind):
    draw = random.Random(seed)
    other = disguised(plain, draw)
    first, second = (dressed(one, kind, random.Random(seed)) for one in (plain, other))
    form = canonical(first)
    assert canonical(second) == form == canonical(form)
    if kind == "channels" and len(plain) > 2:
        return
    rows = [examine(one)._asdict() for one in (first, second, form)]
    for row in rows:
        for name in ("architecture", "directions", "strided", "dilated", "ambient"):
            del row[name]
    assert rows[0] == rows[1] == rows[2]


@given(stacks(3), stacks(3))
@settings(max_examples=300)
def test_the_form_says_what_the_spaces_are(one, other):
    """Against a search through all orders of directions, with exponents divided by their common divisor."""

    def columns(plain):
        found = []
        for d in range(plain.dimension):
            pairs = [
                (layer.size[d], e[d] if layer.size[d] > 1 else 0)
                for layer, e in zip(plain, plain.exponents, strict=True)
            ]
            common = gcd(*(e for _, e in pairs))
            if common:
                found.append([(k, e // common) for k, e in pairs])
        return found

    first, second = columns(one), columns(other)
    same = len(one) == len(other) and any(list(order) == second for order in permutations(first))
    assert (canonical(one) == canonical(other)) is same


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("k3 k2s5", "k3 k2"),
        ("k1s7 k3 k1s2 k2", "k1 k3s2 k1 k2"),
        ("k3d2 k2d3", "k3s3d2 k2"),
        ("k3d2 k2d6 k2d4", "k3 k2s2d3 k2"),
        ("k1x3x1s2 k1x2x1", "k3s2 k2"),
        ("k1x1 k1x1", "k1 k1"),
        ("k3x1 k1x2", "k1x3 k2x1"),
        ("c2 k3d2c2 k2d4", "c2 k3s2c2 k2"),
        ("k3d2 r2 k2d4 k2d4", "k3s2 r2 k2 k2"),
    ],
)
def test_forms(words, form):
    assert str(canonical(parse_network(words))) == form


def test_a_relu_is_not_covered():
    with pytest.raises(ParseError, match="ReLU"):
        canonical(parse_network("k3 relu k2"))
