"""All points modulo a prime: a function determines the products of its runs up to shifts, whatever the filters are."""

import pytest

from symlcn.network.notation import parse_network
from tests.support.slowactivations import by_cores, fibers_modulo

CASES = (
    ("k2 r2 k2", 3), ("k2 r2 k2", 5), ("k3 r2 k2", 5), ("k2 r2 k3", 3), ("k3 r2 k3", 3), ("k2 r3 k2", 5),
    ("k4 r3 k3", 2), ("k2 r4 k3", 3), ("k3 r5 k3", 2), ("k2 r2 k2 r2 k2", 3), ("k3 r3 k2 r3 k2", 2),
    ("k2 r2 k2 r3 k2", 5), ("k3s2 r2 k2", 3), ("k3s2 r2 k3", 3), ("k2s2 r2 k2", 5), ("k3 r2 k2d2", 3),
    ("k3 r2 k2d3", 3), ("k2 k2 r2 k2", 3), ("k2 r2 k2 k2", 5), ("k3 k2 r2 k2", 3), ("k2 r2 k3 k2", 3),
    ("k2 r3 k3s2 k2", 2),
    ("k2 k2 r2 k2 k2", 3), ("k2x2 r2 k2x1", 3), ("k2x1 r2 k1x2 r2 k2x1", 3), ("k2x2 r2 k2x2", 3),
    ("k2x1 k1x2 r2 k2x1", 3), ("k2x2 r3 k2x2", 2), ("k2x1x1 r2 k1x2x1 r3 k1x1x2", 5),
)  # fmt: skip


@pytest.mark.parametrize(("notation", "prime"), CASES)
def test_one_function_is_one_list_of_cores(notation, prime):
    network = parse_network(notation)
    by_function, by_core = fibers_modulo(network, prime), by_cores(network, prime)
    assert {frozenset(own) for own in by_function.values()} == {frozenset(own) for own in by_core.values()}


def test_a_prime_that_divides_an_activation():
    """x ↦ x^p is additive modulo p: the hypothesis is needed."""
    network = parse_network("k2 r2 k2")
    by_function, by_core = fibers_modulo(network, 2), by_cores(network, 2)
    assert len(by_function) < len(by_core)
