"""The NTK of generic filters is J·Jᵀ by sympy's own Jacobian of the convolution, and what filters give put in."""

import json
from itertools import product
from math import prod

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.sparse import value
from symlcn.generic.symbolic import MAX_PRODUCTS, MAX_ROWS
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import flat, nested
from tests.support.strategies import architectures


def convolved(network):
    """Symbols for the filters of each layer, and the entries of the end-to-end filter by the definition of layers."""
    filters = [
        {index: sympy.Symbol("_".join(map(str, ("w", l, *index)))) for index in product(*map(range, layer.size))}
        for l, layer in enumerate(network.layers, 1)
    ]
    entries = dict.fromkeys(product(*map(range, network.end_to_end_size)), sympy.Integer(0))
    for choice in product(*(own.items() for own in filters)):
        steps = zip(choice, network.exponents, strict=True)
        moves = [[i * e for i, e in zip(index, exponent, strict=True)] for (index, _), exponent in steps]
        entries[tuple(map(sum, zip(*moves, strict=True)))] += sympy.prod(symbol for _, symbol in choice)
    return [list(own.values()) for own in filters], list(entries.values())


@given(architectures(max_layers=3, max_size=3, max_step=2, max_dimension=2))
@settings(max_examples=25, deadline=None)
def test_it_is_the_jacobian_times_its_transpose(network):
    assume(network.ambient <= 20 and prod(layer.parameters for layer in network.layers) <= 60)
    filters, u = convolved(network)
    found = symlcn.ntk(network).to_sympy()
    assert [sympy.expand(a - b) for a, b in zip(sympy.flatten(found["u"].tolist()), u, strict=True)] == [0] * len(u)
    blocks = [sympy.Matrix(u).jacobian(own) for own in filters]
    for l, block in enumerate(blocks, 1):
        assert (found[f"N_{l}"] - block * block.T).expand().is_zero_matrix
    whole = sympy.Matrix.hstack(*blocks)
    assert (found["K"] - whole * whole.T).expand().is_zero_matrix


@given(architectures(max_layers=3, max_size=3, max_step=2), st.data())
@settings(max_examples=25, deadline=None)
def test_at_filters_it_is_their_ntk(network, data):
    assume(network.ambient <= 40 and prod(layer.parameters for layer in network.layers) <= 100)
    entries = st.integers(1, 9) | st.integers(-9, -1)
    filters = [nested([data.draw(entries) for _ in product(*map(range, own.size))], own.size) for own in network.layers]
    point = [entry for own in filters for entry in flat(own)]
    generic, given_ = symlcn.ntk(network), symlcn.ntk(network, filters)
    assert [[value(entry, point) for entry in row] for row in generic.matrix()] == [
        [entry[0] for entry in row] for row in given_.matrix()
    ]
    place = (network.ambient - 1, 0)
    assert value(symlcn.ntk(network, places=[place]).entry(*place), point) == given_.entry(*place)[0]


def test_sizes_beyond_the_bounds_are_undecided_and_single_entries_are_not():
    answer = symlcn.ntk("k3x3 k3x3 k3x3")
    assert answer.undecided
    assert f"over {MAX_PRODUCTS}: ask for single entries, or give filters" in answer.reason
    assert f"up to {MAX_ROWS} are formed" in symlcn.ntk("k2 k2d1000").reason
    entry = symlcn.ntk("k2 k2d1000", places=[(0, 1000)]).to_sympy()["K_0_1000"]
    assert entry == sympy.Symbol("w_2_0") * sympy.Symbol("w_2_1")


def test_invariants_need_filters():
    with pytest.raises(ValueError, match=r"^delta: filters are scaled to invariants; give filters, or no invariants$"):
        symlcn.ntk("k3 k2", delta=[0])


def test_as_json_variables_are_layers_and_indices():
    document = json.loads(symlcn.ntk("k2 k1").render("json"))
    assert document["variables"] == [{"layer": 0, "index": [0]}, {"layer": 0, "index": [1]}, {"layer": 1, "index": [0]}]
    assert document["filter"] == [[[[0, 2], "1"]], [[[1, 2], "1"]]]
    assert document["ntk"][0] == [[[[0, 0], "1"], [[2, 2], "1"]], [[[0, 1], "1"]]]
    assert (document["filters"], document["t"], len(document["grams"])) == (None, None, 2)
    assert parse_architecture(document["architecture"]["notation"]).parameters == 3
