"""Notation and structure of architectures."""

import copy
import pickle
from itertools import combinations

import networkx as nx
import pytest
from flint import fmpz
from hypothesis import given
from hypothesis import strategies as st
from sympy import Integer

from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, Layer, parse_architecture
from tests.support import slow
from tests.support.strategies import architectures, layers


@given(architectures())
def test_parsing_what_was_printed_is_the_identity(architecture):
    assert parse_architecture(str(architecture)) == architecture


ANY_LAYERS = st.integers(1, 3).flatmap(layers)


@given(st.one_of(architectures(), ANY_LAYERS))
def test_what_is_printed_for_programs_is_evaluated_to_an_equal_object(value):
    again = eval(repr(value))
    assert again == value
    assert hash(again) == hash(value)
    assert "\n" not in repr(value)


@given(st.one_of(architectures(), ANY_LAYERS))
def test_copies_and_pickles_are_equal(value):
    for again in (copy.copy(value), copy.deepcopy(value), *(pickle.loads(pickle.dumps(value, n)) for n in range(2, 6))):
        assert (again, type(again), hash(again)) == (value, type(value), hash(value))


@given(architectures(), architectures())
def test_architectures_are_equal_exactly_if_they_are_printed_alike(first, second):
    assert (first == second) == (str(first) == str(second))
    assert first != second or hash(first) == hash(second)


@given(architectures(), st.data())
def test_an_architecture_is_a_sequence_of_layers(architecture, data):
    kept = list(architecture.layers)
    assert (list(architecture), len(architecture)) == (kept, len(kept))
    assert list(reversed(architecture)) == kept[::-1]
    place = data.draw(st.integers(-len(kept), len(kept) - 1))
    assert architecture[place] is kept[place]
    assert architecture[place] in architecture
    part = data.draw(st.slices(len(kept)))
    if kept[part]:
        assert architecture[part] == Architecture(kept[part])
    for outside in (len(kept), -len(kept) - 1):
        with pytest.raises(IndexError):
            architecture[outside]
    assert Architecture(architecture) == architecture
    assert Architecture(map(str, architecture)) == architecture


def test_an_empty_slice_is_no_architecture():
    with pytest.raises(ParseError, match="it has no layer"):
        Architecture("k3 k2")[2:]


@pytest.mark.parametrize(
    ("layer", "full", "printed"),
    [
        (Layer(3), Layer((3,), (1,), (1,)), "Layer(3)"),
        (Layer(fmpz(3), stride=Integer(2)), Layer((3,), (2,), (1,)), "Layer(3, stride=2)"),
        (Layer((3, 3), stride=2), Layer((3, 3), (2, 2), (1, 1)), "Layer((3, 3), stride=2)"),
        (Layer([3, 3], (2, 1), 4), Layer((3, 3), (2, 1), (4, 4)), "Layer((3, 3), stride=(2, 1), dilation=4)"),
        (Layer(2, dilation=4), Layer((2,), (1,), (4,)), "Layer(2, dilation=4)"),
        (Layer(range(2, 4), iter((1, 1))), Layer((2, 3)), "Layer((2, 3))"),
    ],
)
def test_one_number_holds_for_all_directions(layer, full, printed):
    assert (layer, hash(layer), repr(layer)) == (full, hash(full), printed)
    assert all(type(k) is int for k in (*layer.size, *layer.stride, *layer.dilation))


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Layer(2.0), "size: 2.0 is not an integer; write Layer(3), or Layer((3, 3)) for several directions"),
        (lambda: Layer("3"), "size: '3' is not an integer; write Layer(3), or"),
        (lambda: Layer("k3"), "size: 'k3' is not an integer; write Layer(3), or"),
        (lambda: Layer(True), "size: True is not an integer; write Layer(3), or"),
        (lambda: Layer(None), "size: None is not an integer; write Layer(3), or"),
        (lambda: Layer((3, 2.5)), "size: 2.5 is not an integer"),
        (lambda: Layer((3, True)), "size: True is not an integer"),
        (lambda: Layer(3, stride=1.5), "stride: 1.5 is not an integer; write Layer(3, stride=2), or Layer((3, 3)) for"),
        (lambda: Layer(3, dilation=0), "dilation: 0 is not between 1 and 1000000000"),
        (lambda: Layer((3, 3), stride=(1, 2, 3)), "stride: 3 numbers where the size has 2; give one, or one per"),
        (lambda: Layer(()), "size: a layer has between 1 and 16 directions, not 0"),
        (lambda: Architecture(3), "architecture: 3 is no architecture; write "),
        (lambda: Architecture({"k3": 1}), "is no architecture; write "),
        (lambda: Architecture([Layer(3), 2.5]), "layer 2: 2.5 is no layer; give Layer((3, 3), stride=2), or "),
        (lambda: Architecture(["k3 k2", "q2"]), "layer 3, 'q2': a layer begins with k"),
        (lambda: Architecture([3, 0]), "layer 2, size: 0 is not between 1 and"),
        (lambda: Architecture([3, Layer((3, 3))]), "layer 2, 'k3x3': it has dimension 2, but layer 1"),
    ],
)
def test_what_is_no_layer_is_named_in_one_line(make, problem):
    with pytest.raises(ParseError) as error:
        make()
    assert problem in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("k3", "k3"),
        ("  k3s1\tk2d1\n", "k3 k2"),
        ("k3x3s2x2", "k3x3s2"),
        ("k3x3s2x1", "k3x3s2x1"),
        ("k3x3x3s2d1x1x2", "k3x3x3s2d1x1x2"),
        ("k2d4", "k2d4"),
        ("k1x1", "k1x1"),
        ("k3x3s1x1d1x1", "k3x3"),
    ],
)
def test_canonical_printing_drops_what_is_default(text, canonical):
    assert str(parse_architecture(text)) == canonical


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("", "architecture", "no layer"),
        ("q3", "layer 1, 'q3'", "begins with k"),
        ("k3 3", "layer 2, '3'", "begins with k"),
        ("k", "layer 1, 'k'", "the layer ends"),
        ("k3x", "layer 1, 'k3x'", "the layer ends"),
        ("k0", "layer 1, 'k0'", "at least 1"),
        ("k3s0", "layer 1, 'k3s0'", "at least 1"),
        ("k3d0", "layer 1, 'k3d0'", "at least 1"),
        ("k03", "layer 1, 'k03'", "leading zero"),
        ("k-3", "layer 1, 'k-3'", "'-' stands where a number"),
        ("k3d2s2", "layer 1, 'k3d2s2'", "out of place"),
        ("k3s2s2", "layer 1, 'k3s2s2'", "out of place"),
        ("k3.5", "layer 1, 'k3.5'", "out of place"),
        ("k3x3s2x2x2", "layer 1, 'k3x3s2x2x2'", "the stride has 3 numbers and the size 2"),
        ("k3 k3x3", "layer 2, 'k3x3'", "dimension 2"),
        ("k1000000000000000000000000000000", "layer 1", "too large"),
        ("k1000000001", "layer 1", "too large"),
        ("k٣", "layer 1, 'k\\u0663'", "digits 0-9"),
        ("k3_0", "layer 1, 'k3_0'", "out of place"),
        ("k" + "x".join(["2"] * 17), "layer 1", "between 1 and 16 directions"),
        ("k1000x1000", "architecture", "at most 100000"),
        ("k2 " * 1001, "architecture", "at most 1000"),
        ("k2s1000000000 k2s2 k2", "layer 3", "exceeds 10^9"),
    ],
)
def test_bad_notation_names_the_place_and_what_is_wrong(text, place, problem):
    with pytest.raises(ParseError) as error:
        parse_architecture(text)
    assert error.value.place.startswith(place)
    assert problem in error.value.problem
    assert "\n" not in str(error.value)
    assert str(error.value).isascii()


@pytest.mark.parametrize("size", [(True,), (2.0,), ("2",), (0,), (-1,), (), (10**30,)])
def test_layers_refuse_what_is_not_a_small_positive_integer(size):
    with pytest.raises(ParseError):
        Layer(size)


@given(architectures())
def test_exponents_and_end_to_end_size_follow_the_definition(architecture):
    exponents = slow.exponents(architecture)
    assert list(architecture.exponents) == exponents
    size = [
        1
        + sum((layer.size[d] - 1) * exponent[d] for layer, exponent in zip(architecture.layers, exponents, strict=True))
        for d in range(architecture.dimension)
    ]
    assert list(architecture.end_to_end_size) == size


@given(architectures(max_layers=6))
def test_groups_are_connected_components_of_the_interchangeable_relation(architecture):
    exponents = slow.exponents(architecture)

    def monomials(l):
        layer = architecture.layers[l]
        return [tuple(range(0, k * e, e)) for k, e in zip(layer.size, exponents[l], strict=True)]

    graph = nx.Graph()
    graph.add_nodes_from(l for l, layer in enumerate(architecture.layers) if max(layer.size) > 1)
    graph.add_edges_from((i, j) for i, j in combinations(graph, 2) if monomials(i) == monomials(j))
    components = sorted(tuple(sorted(component)) for component in nx.connected_components(graph))
    assert list(architecture.interchangeable) == [c for c in components if len(c) > 1]
    wide = [c for c in components if sum(k > 1 for k in architecture.layers[c[0]].size) > 1]
    assert list(architecture.classes) == wide


@given(architectures(max_layers=6))
def test_merging_keeps_the_end_to_end_size_and_leaves_one_layer_for_each_block(architecture):
    merged = architecture.merged()
    assert merged.end_to_end_size == architecture.end_to_end_size
    assert all(len(block.layers) == 1 for block in merged.blocks)
    assert {(b.direction, b.exponent, b.degree) for b in merged.blocks} == {
        (b.direction, b.exponent, b.degree) for b in architecture.blocks
    }
    assert merged.merged() == merged


def test_the_last_stride_does_not_matter():
    first, second = parse_architecture("k3s2 k2"), parse_architecture("k3s2 k2s5")
    assert first.exponents == second.exponents
    assert first != second


def test_architectures_are_immutable_and_hashable():
    architecture = parse_architecture("k3s2 k2")
    with pytest.raises(AttributeError):
        architecture.layers = ()
    assert len({architecture, Architecture(architecture.layers)}) == 1
