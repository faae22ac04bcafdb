"""Formulas in the entries of long end-to-end filters that are not always 0: by architectures without gaps."""

import random
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.sparse import value
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.document import inverse_json
from symlcn.geometry.inverse.inverse import inverse
from symlcn.geometry.metric.document import symbolic_json
from symlcn.geometry.metric.functionfield import symbolic_metric
from symlcn.geometry.support import compressed, support
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, flat
from tests.support.damage import replaced, sealed
from tests.support.strategies import architectures

LONG = parse_architecture("k2d1000000000 k3")


def tensor(size, source):
    return tuple(tensor(size[1:], source) for _ in range(size[0])) if size else source.choice((-3, -2, -1, 1, 2, 5))


@settings(max_examples=40)
@given(architectures(max_layers=3, max_size=3, max_step=4, max_dimension=2), st.integers(0, 10**6))
def test_the_entries_without_gaps_are_the_same_polynomials(network, seed):
    """The values of both end-to-end filters at the same filters, in row-major order, zeros by structure left out."""
    assume(network.ambient <= 400)
    source = random.Random(seed)
    small, filters = compressed(network), [tensor(layer.size, source) for layer in network.layers]
    entries = []
    for one in (network, small):
        u, size = list(flat(end_to_end_filter(one, filters))), one.end_to_end_size
        listed = [sum(i * s for i, s in zip(index, strides(size), strict=True)) for index in support(one)]
        assert all(c == 0 for place, c in enumerate(u) if place not in set(listed))
        entries.append([u[place] for place in listed])
    assert entries[0] == entries[1]
    assert small.ambient <= network.ambient


def strides(size):
    result = [1]
    for k in reversed(size[1:]):
        result.append(result[-1] * k)
    return reversed(result)


def test_exponents_are_made_small_only_where_nothing_is_carried():
    assert str(compressed(parse_architecture("k3d10 k2d1000 k2d1030"))) == "k3 k2d100 k2d103"
    assert str(compressed(parse_architecture("k2x2d20000 k3x3"))) == "k2x2d3 k3x3"
    assert str(compressed(parse_architecture("k5 k2d3"))) == "k5 k2d3"


@pytest.mark.parametrize("notation", ["k3s7 k2", "k2d9 k3", "k2x2d5 k3x3", "k3x1s9x1 k2x2", "k2 k2d5 k3d10"])
def test_formulas_by_names_of_what_is_not_zero_are_those_of_all_entries(notation, monkeypatch):
    network = parse_architecture(notation)
    whole = inverse(network)
    monkeypatch.setattr("symlcn.geometry.inverse.inverse.MAX_NAMED", network.ambient - 1)
    part = inverse(network)
    source = random.Random(notation)
    filters = [tensor(layer.size, source) for layer in network.layers]
    u = list(flat(end_to_end_filter(network, filters)))
    named = [
        u[sum(i * s for i, s in zip(index, strides(network.end_to_end_size), strict=True))]
        for index in support(network)
    ]
    for one, other in zip(whole.groups, part.groups, strict=True):
        assert (one.layers, one.exponent, len(one.charts)) == (other.layers, other.exponent, len(other.charts))
        for left, right in zip(one.charts, other.charts, strict=True):
            if not left.given:
                assert [value(c, u) for c in left.entries] == [value(c, named) for c in right.entries]


@pytest.mark.parametrize("notation", ["k2d1000000000 k3", "k2x2d20000 k3x3", "k2 k2d500000 k2d1000000000", "k400d3000"])
def test_long_filters_have_formulas_at_once(notation):
    network = parse_architecture(notation)
    start = time.process_time()
    document = inverse_json(inverse(network))
    assert document["status"] == "proved"
    assert len(document["result"]["variables"]) == len(support(network))
    assert check_text(dumps(document)).verdict == "accepted"
    assert time.process_time() - start < 10
    formulas = symbolic_json(symbolic_metric(network))
    assert (formulas["status"], formulas["result"]["grams"]) == ("proved", None)
    assert check_text(dumps(formulas)).verdict == "accepted"


def test_the_names_say_which_entries_are_meant():
    assert variable_names(LONG) == ("u_0", "u_1", "u_2", "u_1000000000", "u_1000000001", "u_1000000002")


HONEST = inverse_json(inverse(LONG))
NAMES = HONEST["result"]["variables"]
FORGED = {
    "one name short": (("result", "variables"), NAMES[:-1], "result.variables"),
    "another entry": (("result", "variables", 3), "u_999999999", "result.variables"),
    "another formula": (
        ("result", "groups", 0, "charts", 0, "entries"),
        [[[[0], "1"]], [[[4], "1"]]],
        "result.groups[0]",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_forgeries_are_rejected(name):
    path, new, place = FORGED[name]
    outcome = check_text(sealed(replaced(HONEST, path, new)))
    assert (outcome.verdict, outcome.message.startswith(place)) == ("rejected", True), outcome


def test_what_is_too_large_is_said_at_once():
    with pytest.raises(LimitError, match="4000004 entries"):
        inverse(parse_architecture("k3d1000000 k2d2000001 k3"))
    with pytest.raises(LimitError, match="too large for a witness"):
        inverse(LONG, every=True)
    with pytest.raises(LimitError, match="not always 0"):
        support(parse_architecture("k300d1000 k300"))
