"""Families: each class once, by numbers; parts that know themselves."""

import json
import pickle

import pytest

from symlcn.atlas.canonical import canonical
from symlcn.atlas.networkfamily import Box, Sample, box, family_from, family_json, listing, sample
from symlcn.errors import ParseError
from symlcn.network.ranges import architectures

BOXES = [
    (1, {"layers": (1, 3), "size": (1, 2), "stride": (1, 3), "dilation": (1, 2)}),
    (1, {"layers": 4, "size": (1, 2), "stride": (1, 2), "dilation": (1, 2)}),
    (1, {"layers": (2, 3), "size": (2, 3), "stride": (2, 3)}),
    (1, {"layers": 3, "size": (1, 2), "stride": (2, 4), "dilation": (2, 3)}),
    (1, {"layers": 2, "size": 1, "stride": (1, 2)}),
    (2, {"layers": (1, 2), "size": (1, 3), "stride": (1, 2), "dilation": (1, 2)}),
    (2, {"layers": 2, "size": (2, 3), "stride": (2, 3)}),
    (3, {"layers": 2, "size": (1, 2), "stride": (1, 2)}),
    (1, {"layers": (1, 3), "size": (1, 2), "stride": (1, 2), "channels": (1, 2), "activation": (None, 2)}),
    (1, {"layers": 2, "size": (1, 2), "stride": 1, "channels": (2, 3), "activation": (None, 2)}),
    (2, {"layers": 2, "size": (1, 2), "stride": 1, "channels": (1, 2), "activation": 3}),
]


@pytest.mark.parametrize(("dimension", "ranges"), BOXES)
def test_a_box_has_each_class_once(dimension, ranges):
    """Against a dictionary over all networks in the ranges."""
    expected = {canonical(one) for one in architectures(dimension, **ranges)}
    parts = box(dimension, **ranges).parts()
    found = [network for part in parts for network in part.networks(0, part.count)]
    assert len(found) == len(set(found)) == sum(part.count for part in parts)
    assert set(found) == expected
    assert all(canonical(network) == network for network in found)


@pytest.mark.parametrize(("dimension", "ranges"), BOXES)
def test_networks_have_numbers(dimension, ranges):
    for part in box(dimension, **ranges).parts():
        every = list(part.networks(0, part.count))
        for start in (0, 1, part.count // 3, part.count - 1, part.count):
            for stop in (start, start + 1, start + 7, part.count + 5):
                assert list(part.networks(start, stop)) == every[start:stop]


def test_large_boxes_are_counted_and_entered_anywhere():
    part = box(2, layers=4, size=(1, 7), stride=(1, 3), dilation=(1, 2)).parts()[0]
    assert part.count > 6 * 10**10
    middle = list(part.networks(part.count // 2, part.count // 2 + 3))
    assert len(set(middle)) == 3
    with pytest.raises(ParseError, match="over 2000000 patterns of exponents in 30 layers"):
        box(layers=30, size=(1, 2)).parts()[0].count  # noqa: B018


def test_parts_are_shared_by_families():
    short, long = box(layers=(2, 4), size=(1, 3)), box(layers=(2, 5), size=(1, 3))
    keys = [part.key for part in short.parts()]
    assert len(set(keys)) == 3
    assert [part.key for part in long.parts()][:3] == keys
    assert keys[0] == box(layers=2, size=(1, 3)).parts()[0].key != box(layers=2, size=(1, 4)).parts()[0].key
    assert keys[0] != box(layers=2, size=(1, 3), activation=(None, 2)).parts()[0].key
    assert box(layers=2, size=(2, 3), stride=1).parts()[0].key == "226e53fd953154206458444c74f7e8f9"


def test_a_list_has_each_class_once():
    family = listing(["k3 k2", "k3d2 k2d2", "# none", "", "k2c2 k2 # channels", "k3x1 k2x1", "k2 r2 k2"])
    (part,) = family.parts()
    assert [str(network) for network in part.networks(0, 9)] == ["k3 k2", "k2c2 k2", "k2 r2 k2"]
    long = listing(f"k{n}" for n in range(1, 2502))
    assert [part.count for part in long.parts()] == [1000, 1000, 501]
    with pytest.raises(ParseError, match="line 2, layer 1, 'k0'"):
        listing(["k3", "k0"])
    with pytest.raises(ParseError, match="ReLU"):
        listing(["k3 relu k2"])


def test_a_sample_is_the_same_everywhere():
    ranges = {"layers": (2, 9), "size": (1, 9), "stride": (1, 3), "channels": (1, 2), "activation": (None, 2)}
    family = sample(5, 7, 1, **ranges)
    (part,) = family.parts()
    assert [str(network) for network in part.networks(0, 5)] == [
        "k2s3 r2 k9s2 r2 k4s3 k6s2 k7 k9s2 r2 k9s2 r2 k1 r2 k2",
        "k2s3c2 k9s2 k8s9 k1c2 k9s3 k7s2 k5s2c2 k6s2 k4c2",
        "c2 k7s6c2 k1c2 k9s3c2 k3c2 k3s3 k3s2 k9c2 k3 k8",
        "c2 k1 k9 k5s3c2 k4s3c2 k1c2 k9 k7s3 k1c2 k9",
        "c2 k4s2 k6s3 k2 k2s3 k1 k6c2 k4 k1 k1c2",
    ]
    assert list(sample(3, 7, 1, **ranges).parts()[0].networks(0, 5)) == list(part.networks(0, 3))
    assert list(sample(5, 8, 1, **ranges).parts()[0].networks(0, 5)) != list(part.networks(0, 5))
    small = sample(50, layers=2, size=(1, 2), stride=1).parts()
    assert [part.count for part in small] == [4]
    for wrong in ({"number": 0}, {"number": 5, "seed": -1}, {"number": "5"}):
        with pytest.raises(ParseError):
            sample(**wrong)


@pytest.mark.parametrize(
    "family",
    [box(2, layers=(1, 3), size=(2, 3), activation=2), listing(["k3 k2", "k2c2 k2"]), sample(7, 3, layers=(2, 4))],
)
def test_families_travel(family):
    assert pickle.loads(pickle.dumps(family)) == family
    assert family_from(json.loads(json.dumps(family_json(family)))) == family
    parts = family.parts()
    assert pickle.loads(pickle.dumps(parts)) == parts
    assert isinstance(family, Box | Sample) or [part.key for part in parts]
