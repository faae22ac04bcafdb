"""The guard against mistakes in indices: it is silent for networks, and speaks for other exponents or activations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.certificates.values import architecture_json
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Rejected
from symlcn.check.families.polynomial.certify.planes import check_planes
from symlcn.check.network.furtherarchitectures import check_activations
from symlcn.network.notation import parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from tests.support.strategies import activated


def given_network(network):
    value = architecture_json(network)
    return check_activations(value), value["layers"]


def filters_of(network, entries):
    found = []
    for layer in network.architecture:
        cells = [()]
        for k in layer.size:
            cells = [(*cell, j) for cell in cells for j in range(k)]
        found.append({cell: next(entries) for cell in cells})
    return found


@given(activated(), st.integers(0, 10))
@settings(max_examples=60)
def test_networks_are_what_their_runs_say(network, start):
    architecture, layers = given_network(network)
    entries = (1 + (start + 3 * n) % 7 for n in range(10**6))
    check_planes(architecture, layers, filters_of(network, entries), Work())


@pytest.mark.parametrize("words", ["k3s2 r2 k2", "k2 k3s2 r3 k2 r2 k2", "k2x3s1x2 r2 k2x2"])
def test_other_exponents_and_activations_are_noticed(words):
    network = parse_network(words)
    filters = filters_of(network, iter(range(2, 100)))
    architecture, layers = given_network(network)
    check_planes(architecture, layers, filters, Work())
    true = architecture.stack.exponents[-1]
    architecture.stack.exponents[-1] = tuple(e + 1 for e in true)
    with pytest.raises(Rejected, match="are not the runs of the network on the plane of 0 and"):
        check_planes(architecture, layers, filters, Work())
    powers = [r + 1 if r > 1 else r for r in network.activations]
    other, _ = given_network(PolynomialArchitecture(network.architecture, powers))
    other.activations = architecture.activations
    with pytest.raises(Rejected, match="are not the runs"):
        check_planes(other, layers, filters, Work())


def test_large_networks_cost_little():
    network = parse_network("k11x11s4 r2 k5x5s2 r2 k3x3s2 r2 k3x3 r2 k3x3")
    architecture, layers = given_network(network)
    work = Work()
    before = work.left
    check_planes(architecture, layers, filters_of(network, iter(range(1, 10**4))), work)
    assert before - work.left < 10**6
