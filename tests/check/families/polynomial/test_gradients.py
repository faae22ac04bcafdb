"""The checker's gradient at an input, against the definition, and its price."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.sparse import cells
from symlcn.certificates.values import architecture_json
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed
from symlcn.check.families.polynomial.gradients import squared_gradients
from symlcn.check.network.furtherarchitectures import check_activations
from symlcn.network.filters import flat
from symlcn.network.notation import parse_network
from tests.support import slowactivations as slow
from tests.support.strategies import activated, nonzero_filters


def entries(network, filters):
    """Filters as the checker has them."""
    return [
        {cell: int(c) for cell, c in zip(cells(layer.size), flat(own), strict=True) if c}
        for layer, own in zip(network.architecture, filters, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_it_is_that_of_the_definition(data):
    network = data.draw(activated())
    filters = data.draw(nonzero_filters(network))
    own = st.tuples(*(st.integers(0, n - 1) for n in network.architecture.end_to_end_size))
    point = data.draw(st.dictionaries(own, st.sampled_from([1, -2, 3]), max_size=4))
    architecture = check_activations(architecture_json(network))
    found = squared_gradients(architecture, entries(network, filters), point, Work())
    derivatives = slow.derivatives(network, [[int(c) for c in flat(w)] for w in filters])
    assert found == [sum(slow.value(d, point) ** 2 for d in layer) for layer in derivatives]


def test_large_powers_are_paid_for():
    architecture = check_activations(architecture_json(parse_network("k1 r1000000 k1")))
    with pytest.raises(Malformed, match="more arithmetic"):
        squared_gradients(architecture, [{(0,): 3}, {(0,): 1}], {(0,): 1}, Work())
    assert squared_gradients(architecture, [{(0,): 1}, {(0,): 1}], {(0,): 1}, Work()) == [10**12, 1]
