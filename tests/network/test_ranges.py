"""All architectures in given ranges."""

import pickle
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.classify import classify
from symlcn.network.filters import end_to_end
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.ranges import architectures

SHORT = st.tuples(st.integers(1, 3), st.integers(0, 1)).map(lambda pair: (pair[0], sum(pair)))


def by_hand(dimension, layers, size, stride, dilation):
    """Nested loops over the same ranges."""
    vectors = [list(product(range(low, high + 1), repeat=dimension)) for low, high in (size, stride, dilation)]
    pool = [Layer(k, s, d) for k in vectors[0] for s in vectors[1] for d in vectors[2]]
    return [Architecture(chosen) for n in range(layers[0], layers[1] + 1) for chosen in product(pool, repeat=n)]


@given(st.integers(1, 2), st.sampled_from([(1, 1), (1, 2), (2, 2)]), SHORT, SHORT, st.sampled_from([(1, 1), (2, 2)]))
def test_all_are_made_once_in_the_order_of_their_numbers(dimension, layers, size, stride, dilation):
    family = architectures(dimension, layers=layers, size=size, stride=stride, dilation=dilation)
    found = list(islice(family, 300))
    assert found == by_hand(dimension, layers, size, stride, dilation)[:300]
    assert len(set(found)) == len(found)
    assert family.count == len(by_hand(dimension, layers, size, stride, dilation))
    assert all(one in family for one in found)
    assert list(islice(pickle.loads(pickle.dumps(family)), 300)) == found


def test_nothing_is_made_that_is_not_asked_for():
    family = architectures(2, layers=(2, 4), size=(1, 5), stride=(1, 3))
    assert family.count == sum((25 * 9) ** n for n in (2, 3, 4))
    assert str(next(iter(family))) == "k1x1 k1x1"
    large = architectures(layers=(1, 1000), size=(1, 100), stride=1)
    assert large.count == sum(100**n for n in range(1, 1001))
    assert str(next(iter(large))) == "k1"
    assert Architecture([7] * 1000) in large
    assert Architecture([101]) not in large
    assert Architecture("k3x3") not in large
    assert "k3" not in large


@pytest.mark.parametrize("dimension", [1, 2])
@pytest.mark.parametrize(("kind", "key"), [("map", tuple), ("order", sorted)])
def test_one_of_each_parametrization_map_is_left(dimension, kind, key):
    """As a product of generic polynomials; reordered, as the multiset of its factors."""

    def factors(one):
        parts = []
        for l, layer in enumerate(one):
            ones = [[1] * other.parameters for other in one]
            ones[l] = [2**n + 3 for n in range(layer.parameters)]
            shaped = [shape(own, other.size) for own, other in zip(ones, one, strict=True)]
            alone = [shape([int(not n) for n in range(o.parameters)], o.size) for o in one]
            alone[l] = shaped[l]
            parts.append((layer.size, end_to_end(one, alone).terms()))
        return tuple(key(parts))

    def shape(entries, size):
        for k in reversed(size[1:]):
            entries = [entries[n : n + k] for n in range(0, len(entries), k)]
        return entries

    ranges = {"layers": (1, 2), "size": (1, 2), "stride": (1, 2), "dilation": (1, 2)}
    first = {}
    for one in architectures(dimension, **ranges):
        first.setdefault(factors(one), one)
    family = architectures(dimension, **ranges, up_to=kind)
    assert list(family) == list(first.values())
    assert family.count == len(first)
    assert (Architecture("k2s2") in architectures(up_to=kind)) is False


def test_what_is_left_out_has_the_same_answer():
    ranges = {"layers": (2, 3), "size": (1, 2), "stride": (1, 2), "dilation": (1, 2)}

    def said(one):
        c = classify(one)
        return c.degree, c.ntk, c.dimension, c.ambient, c.image_degree

    answers = {tuple(sorted(one.spaces)): said(one) for one in architectures(**ranges, up_to="order")}
    assert all(said(one) == answers[tuple(sorted(one.spaces))] for one in architectures(**ranges))


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"dimension": 0}, "dimension: 0 is not an integer from 1 to 16"),
        ({"dimension": 1.0}, "dimension: 1.0 is not an integer from 1 to 16"),
        ({"layers": 0}, "layers: 0 is neither a number nor two, the first and the last, from 1 to 1000: give 3, or"),
        ({"size": (3, 1)}, "size: (3, 1) is neither a number nor two"),
        ({"size": (1, 2, 3)}, "size: (1, 2, 3) is neither a number nor two"),
        ({"stride": "2"}, "stride: '2' is neither a number nor two"),
        ({"stride": (1, 2.5)}, "stride: (1, 2.5) is neither a number nor two"),
        ({"dilation": True}, "dilation: True is neither a number nor two"),
        ({"up_to": "scaling"}, "up_to: 'scaling' is none of map, order, variables"),
        (
            {"size": (1, 10**6)},
            "the largest architecture, 3 times 'k1000000s2': architecture: 3000000 parameters in all",
        ),
        ({"stride": (1, 10**9)}, "cumulative stride times dilation exceeds 10^9"),
    ],
)
def test_what_is_no_range_is_named_in_one_line(asked, problem):
    with pytest.raises(ParseError) as error:
        architectures(**asked)
    assert problem in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("channels", [(1, 1), (1, 2), (2, 3)])
@pytest.mark.parametrize("activation", [None, 2, (None, 2), (3, None, 2)])
@pytest.mark.parametrize("up_to", [None, "map"])
def test_channels_and_activations_take_all_numbers(channels, activation, up_to):
    """Against nested loops; networks with both are left out."""
    powers = activation if isinstance(activation, tuple) else (activation,)
    if channels[0] > 1 and None not in powers:
        with pytest.raises(ParseError, match="go not together"):
            architectures(layers=2, channels=channels, activation=activation)
        return
    expected = []
    for plain in architectures(layers=(1, 2), size=(1, 2), stride=(1, 2), up_to=up_to):
        gaps = product([1 if r is None else r for r in powers], repeat=len(plain) - 1)
        own = [PolynomialArchitecture(plain, r) if max(r, default=1) > 1 else plain for r in gaps]
        expected += own if channels[0] == 1 else []
        wide = product(range(channels[0], channels[1] + 1), repeat=len(plain) + 1)
        expected += [ChannelArchitecture(plain, c) for c in wide if max(c) > 1 and None in powers]
    family = architectures(
        layers=(1, 2), size=(1, 2), stride=(1, 2), channels=channels, activation=activation, up_to=up_to
    )
    assert list(family) == expected
    assert family.count == len(expected) == len(set(expected))
    assert all(one in family for one in expected)
    assert all(list(family.between(n, n + 3)) == expected[n : n + 3] for n in range(0, len(expected), 5))
    assert ChannelArchitecture(Architecture("k2"), (1, 4)) not in family
    assert PolynomialArchitecture(Architecture("k2 k2"), (5,)) not in family


def test_one_of_each_class_up_to_variables_is_in_its_family():
    family = architectures(2, layers=2, size=(1, 2), stride=(1, 2), up_to="variables")
    assert Architecture("k1x2 k2x1") in family
    assert Architecture("k2x1 k1x2") not in family
    assert len(set(family)) == family.count
    with pytest.raises(ParseError, match="reordered"):
        architectures(layers=2, channels=2, up_to="order")
