"""Notation with activations and with channels."""

import copy
import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symlcn.certificates.values import architecture_json
from symlcn.check.core.outcome import Malformed, Rejected
from symlcn.check.network import furtherarchitectures as checker
from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.inputs import as_architecture, as_network, read_architecture
from symlcn.network.notation import parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.network.reluarchitecture import ReluArchitecture
from tests.support.strategies import architectures

SMALL = st.integers(1, 4)


@st.composite
def networks(draw):
    """Of all kinds."""
    stack = draw(architectures())
    depth = len(stack)
    activations = draw(st.lists(SMALL, min_size=depth - 1, max_size=depth - 1))
    channels = draw(st.lists(SMALL, min_size=depth + 1, max_size=depth + 1))
    kind = draw(st.sampled_from(("activations", "channels", "groups")))
    if kind == "activations" and set(activations) - {1}:
        return PolynomialArchitecture(stack, activations)
    groups = [draw(st.sampled_from(common(*sides))) for sides in pairwise(channels)]
    if kind == "groups" and set(groups) - {1}:
        return GroupedArchitecture(stack, channels, groups)
    return stack if set(channels) == {1} else ChannelArchitecture(stack, channels)


def common(a, b):
    return [g for g in range(1, a + 1) if a % g == b % g == 0]


@given(networks())
def test_parsing_what_was_printed_is_the_identity(network):
    assert parse_network(str(network)) == network
    assert as_network(str(network).split()) == read_architecture(str(network)) == network
    assert eval(repr(network)) == network
    assert pickle.loads(pickle.dumps(network)) == copy.deepcopy(network) == network


@given(networks())
def test_the_checker_reads_what_is_written(network):
    written = architecture_json(network)
    assert as_network([{key: layer[key] for key in layer} for layer in written["layers"]]) == (
        network if isinstance(network, Architecture) else network.architecture
    )
    if isinstance(network, PolynomialArchitecture):
        read = checker.check_activations(written)
        assert (read.notation, tuple(read.degrees)) == (str(network), network.degrees)
        assert read.runs == [(run.start, run.stop) for run in network.runs]
    elif isinstance(network, ChannelArchitecture):
        read = checker.check_channels(written)
        assert (read.notation, tuple(read.channels)) == (str(network), network.channels)


def test_runs_and_degrees():
    network = parse_network("k3s2 k2 r3 k2 r2 k3 k2")
    assert [(run.start, run.stop, str(run.architecture)) for run in network.runs] == [
        (0, 2, "k3s2 k2"),
        (2, 3, "k2"),
        (3, 5, "k3 k2"),
    ]
    assert (network.degrees, network.degree, network.fully_nonlinear) == ((6, 6, 2, 1, 1), 6, False)
    assert (network.parameters, network.rank) == (12, 8)
    assert parse_network("k3 r2 k2").fully_nonlinear


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("r2 k3", "token 1, 'r2': no layer stands before it"),
        ("k3 r2", "token 2, 'r2': no layer follows it"),
        ("k3 r2 r3 k2", "token 3, 'r3': r2 stands before it; write their product"),
        ("k3 r0 k2", "token 2, 'r0': '0' is not a number from 2 on"),
        ("k3 r1 k2", "token 2, 'r1': r1 changes nothing"),
        ("k3 r k2", "token 2, 'r': '' is not a number"),
        ("k3 r-2 k2", "token 2, 'r-2': '-2' is not a number"),
        ("k3 r٢ k2", "is not a number"),
        ("k3 r9999999999 k2", "activations: 9999999999 is not an integer from 1 to 10^9"),
        ("k3 r99999999999 k2", "token 2, 'r99999999999': '99999999999' is too large"),
        ("k3 r1000 k2 r1000 k2 r1000 k2 r1000 k2", "activations: their product exceeds 10^9"),
        ("k3 relu k2 relu k2", "token 2, 'relu': a ReLU is covered between two layers"),
        ("k3 r2 k2 relu k2", "token 4, 'relu': a ReLU is covered between two layers"),
        ("k3 c3 k3", "token 2, 'c3': channels of the input come first"),
        ("c3", "architecture: it has no layer"),
        ("c0 k3", "token 1, 'c0': '0' is not a number"),
        ("k3c k2", "token 1, 'k3c': '' is not a number"),
        ("k3c8 r2 k2", "architecture: activations and several channels are not covered together"),
        ("c3c4 k3", "'3c4' is not a number"),
        ("k3c2s2", "'2s2' is not a number"),
    ],
)
def test_what_cannot_be_read_is_said(text, problem):
    with pytest.raises(ParseError) as caught:
        parse_network(text)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_forms():
    assert parse_network("c1 k3c1 k2") == Architecture("k3 k2")
    assert parse_network(str(parse_network("k3 relu k2"))) == ReluArchitecture(Architecture("k3 k2"))
    document = '{"layers": [{"size": 3}, {"size": 2}], "activations": [2]}'
    assert str(read_architecture_of(document)) == "k3 r2 k2"
    with pytest.raises(ParseError, match="activations: 2 activations for 2 layers"):
        read_architecture_of(document.replace("[2]", "[2, 2]"))
    with pytest.raises(ParseError, match="certify does not cover networks with several channels"):
        as_architecture("c3 k3", "certify")


def read_architecture_of(text):
    from symlcn.network.inputs import _parse_document

    return _parse_document(text, "here")


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("activations", [1], "expected one that is larger than 1"),
        ("activations", [2, 2], "expected 1 entries"),
        ("activations", [0], "expected an integer from 1"),
        ("activations", [True], "found a boolean"),
        ("activations", None, "found null"),
        ("notation", "k3 r3 k2", "is not the canonical notation"),
    ],
)
def test_the_checker_refuses_other_activations(key, value, problem):
    with pytest.raises((Malformed, Rejected)) as caught:
        checker.check_activations({**architecture_json(parse_network("k3 r2 k2")), key: value})
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("channels", [1, 1, 1], "expected one that is larger than 1"),
        ("channels", [2, 2], "expected 3 entries"),
        ("channels", [1, 10**7, 1], "expected an integer from 1"),
        ("notation", "k3c3 k2", "is not the canonical notation"),
    ],
)
def test_the_checker_refuses_other_channels(key, value, problem):
    with pytest.raises((Malformed, Rejected)) as caught:
        checker.check_channels({**architecture_json(parse_network("k3c2 k2")), key: value})
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("c4 k3c8g3", "layer 1: 3 groups do not divide 4 input and 8 output channels; g divides both numbers"),
        ("k3g2", "token 1, 'k3g2': groups are of channels, and follow them, as in c64 k3x3c64g64"),
        ("c4 k3c4g0", "token 2, 'k3c4g0': '0' is not a number from 1 on; groups are written after channels"),
        ("c4 k3g2c4", "token 2, 'k3g2c4': '2c4' is not a number from 1 on"),
    ],
)
def test_groups_that_do_not_fit_are_refused_in_a_line(text, message):
    with pytest.raises(ParseError) as caught:
        parse_network(text)
    assert str(caught.value).startswith(message)


def test_groups_in_documents_and_sequences():
    network = parse_network("c4 k3x3s2c8g4 k1x1c2")
    assert as_network(["c4", "k3x3s2c8g4", "k1x1c2"]) == network
    document = architecture_json(network)
    assert document["groups"] == [4, 1]
    assert checker.check_groups(document).notation == str(network)
    for damaged in ([4], [1, 1], [3, 1]):
        with pytest.raises((Malformed, Rejected)):
            checker.check_groups({**document, "groups": damaged})
    assert parse_network("c4 k3c8g1") == parse_network("c4 k3c8")
    with pytest.raises(ParseError, match="groups: 1 number for 2 layers"):
        GroupedArchitecture(network.architecture, network.channels, (2,))
    with pytest.raises(ParseError, match="without groups it is a ChannelArchitecture"):
        GroupedArchitecture(network.architecture, network.channels, (1, 1))
