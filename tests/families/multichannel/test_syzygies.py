"""Layers that can be moved while the others stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.families.multichannel.basepoint import base_points
from symlcn.families.multichannel.chain import Chain, chain_of
from symlcn.families.multichannel.syzygies import moving_layer
from symlcn.families.multichannel.tangents import jacobian_rank
from symlcn.network.notation import parse_network


@pytest.mark.parametrize(
    ("notation", "found"),
    [
        ("k2x3c2 k2x3c3", (1, 0)),
        ("c3 k2x3c2 k2x3", (0, 1)),
        ("k2x2c2 k2x1c3", None),
        ("c2 k2x3s1x2c2 k2x2", (0, 1)),
        ("k2x2c2 k2x2s3c8 k2x2c8", (1, 0)),
    ],
)
def test_syzygies_need_room(notation, found):
    assert moving_layer(chain_of(parse_network(notation))) == found


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_where_a_layer_moves_the_jacobian_has_a_smaller_rank(data):
    depth = data.draw(st.integers(2, 3))
    sizes = tuple(tuple(data.draw(st.integers(1, 3)) for _ in range(2)) for _ in range(depth))
    steps = tuple(tuple(data.draw(st.integers(1, 2)) for _ in range(2)) for _ in range(depth))
    channels = tuple(data.draw(st.integers(1, 3)) for _ in range(depth + 1))
    chain = Chain(channels, sizes, steps, tuple(range(depth))).reduced
    if moving_layer(chain) is None or depth < 2:
        return
    for point in base_points(chain, 10**5):
        if point.chain == chain:
            assert jacobian_rank(point) < chain.parameters - chain.group
