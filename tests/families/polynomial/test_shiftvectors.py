"""Shift vectors against all vectors in boxes."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.errors import LimitError
from symlcn.families.polynomial.expansion import run_operators
from symlcn.families.polynomial.runcores import core
from symlcn.families.polynomial.shiftvectors import count_shift_vectors, shift_vectors
from symlcn.network.notation import parse_network
from tests.support.strategies import activated, nonzero_filters


def boxes(network):
    """The exponents of the end-to-end filters of runs, layer by layer."""
    exponents = network.architecture.exponents
    for run in network.runs:
        own = list(zip(network.architecture.layers[run.start : run.stop], exponents[run.start : run.stop], strict=True))
        sums = {(0,) * network.dimension}
        for layer, e in own:
            steps = list(product(*(range(0, k * s, s) for k, s in zip(layer.size, e, strict=True))))
            sums = {tuple(map(sum, zip(a, b, strict=True))) for a in sums for b in steps}
        yield sums


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_all_of_them_are_found(data):
    network = data.draw(activated(max_layers=3))
    operators = run_operators(network, data.draw(nonzero_filters(network)))
    parts = [core(operator) for operator in operators]
    total = tuple(map(sum, zip(*(a for a, _, _ in parts), strict=True)))
    cores = [own for _, _, own in parts]
    found = shift_vectors(network, cores, total)
    assert tuple(a for a, _, _ in parts) in found
    assert len(set(found)) == len(found)
    assert list(found) == sorted(found)
    assert count_shift_vectors(network, cores, total) == len(found)
    if all(len(run.architecture) == 1 for run in network.runs):
        span = [range(-3 * n, 3 * n + 1) for n in network.architecture.end_to_end_size]
        spaces = list(boxes(network))
        fitting = [
            [b for b in product(*span) if all(tuple(map(sum, zip(a, b, strict=True))) in space for a in own)]
            for own, space in zip(cores, spaces, strict=True)
        ]
        sums = [c for c in product(*fitting) if tuple(map(sum, zip(*c, strict=True))) == total]
        assert set(found) == set(sums)


def test_a_core_that_fits_nowhere():
    network = parse_network("k2s2 r2 k2")
    assert shift_vectors(network, [{(0,): 1}, {(0,): 1, (1,): 1}], (0,)) == ()
    assert shift_vectors(network, [{(0,): 1, (2,): 1}, {(0,): 1}], (0,)) == ()


def test_too_many():
    network = parse_network("k150x150 r2 k150x150")
    with pytest.raises(LimitError, match=r"^22500 shift vectors, more than 10000$"):
        shift_vectors(network, [{(0, 0): 1}, {(0, 0): 1}], (149, 149))


def test_long_runs():
    network = parse_network("k30000 r2 k30000")
    with pytest.raises(LimitError, match=r"a run has 30000 shifts in a direction, too many to be counted"):
        count_shift_vectors(network, [{(0,): 1}, {(0,): 1}], (19_999,))
