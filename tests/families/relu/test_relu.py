"""Shallow ReLU networks: evaluation, equality of functions, separations, NTK, verdicts."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.algebra.matrices import entries, identity
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import ParseError
from symlcn.families.dense.network import Dense, difference
from symlcn.families.relu.dense import ReluDense
from symlcn.families.relu.document import relu_json
from symlcn.families.relu.judge import judge_convolutional, judge_dense, separate
from symlcn.families.relu.shifts import shifted_pair, shifts
from symlcn.families.relu.twolayer import ReluConvolutional
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import end_to_end_filter, tensor_of
from symlcn.network.ntk import ntk
from tests.support.damage import nothing, sealed
from tests.support.slowdense import slow_ntk

STACKS = ["k2x2 k2x2", "k3 k2", "k3s2 k2", "k2 k2d2", "k2d2 k3", "k2x3s2x1 k2x2d1x2", "k1 k3", "k2x1 k1x2"]


def drawn(data, size):
    places = product(*map(range, size))
    return tensor_of(size, {place: Fraction(data.draw(st.integers(-3, 3))) for place in places})


def drawn_filters(data, network):
    return tuple(drawn(data, layer.size) for layer in network.architecture.layers)


def at(tensor, index):
    for n in index:
        tensor = tensor[n]
    return tensor


def slow_value(architecture, filters, tensor):
    """The network layer by layer, as section 1 defines it: y_i = Σ_j w[j]·x_{i⊙s + j⊙d}."""
    size = architecture.end_to_end_size
    values = {i: at(tensor, i) for i in product(*map(range, size))}
    for number, (layer, w) in enumerate(zip(architecture.layers, filters, strict=True)):
        places = list(product(*map(range, layer.size)))
        result = {}
        for i in product(*map(range, size)):
            window = [
                (tuple(a * s + b * d for a, s, b, d in zip(i, layer.stride, j, layer.dilation, strict=True)), j)
                for j in places
            ]
            if all(place in values for place, _ in window):
                result[i] = sum(values[place] * at(w, j) for place, j in window)
        values = {i: max(v, Fraction(0)) for i, v in result.items()} if number == 0 else result
    return values[(0,) * architecture.dimension]


@pytest.mark.parametrize("notation", STACKS)
@given(st.data())
@settings(max_examples=15)
def test_values_agree_with_the_layers_one_after_the_other(notation, data):
    network = ReluConvolutional(parse_architecture(notation))
    filters, tensor = drawn_filters(data, network), drawn(data, network.architecture.end_to_end_size)
    assert network.evaluate(filters, tensor) == slow_value(network.architecture, filters, tensor)


@pytest.mark.parametrize("notation", STACKS)
@given(st.data())
@settings(max_examples=15)
def test_where_all_hidden_values_are_positive_the_network_is_linear(notation, data):
    network = ReluConvolutional(parse_architecture(notation))
    filters = drawn_filters(data, network)
    assume(network.parametrization(filters))
    places = list(product(*map(range, network.architecture.layers[1].size)))
    wanted = [{j: data.draw(st.integers(1, 4)) for j in places} for _ in range(2)]
    x, y = (network.preimage(filters, hidden) for hidden in wanted)
    assert network.hidden(filters, x) == wanted[0]
    u, index = (
        end_to_end_filter(network.architecture, filters),
        list(product(*map(range, network.architecture.end_to_end_size))),
    )
    assert network.evaluate(filters, x) == sum(at(u, i) * at(x, i) for i in index)
    k = ntk(network.architecture, filters).matrix()
    bilinear = sum(at(x, i) * k[a][b][0] * at(y, j) for a, i in enumerate(index) for b, j in enumerate(index))
    assert network.kernel(filters, x, y) == bilinear


@pytest.mark.parametrize("notation", STACKS)
@given(st.data())
@settings(max_examples=15)
def test_both_filters_paired_with_their_gradients_give_the_function(notation, data):
    """This is why ‖w_1‖² − ‖w_2‖² is kept. Differences are exact inside one cell of linearity."""
    network = ReluConvolutional(parse_architecture(notation))
    filters, tensor = drawn_filters(data, network), drawn(data, network.architecture.end_to_end_size)
    value = network.evaluate(filters, tensor)
    assume(all(network.hidden(filters, tensor).values()))
    step = Fraction(1, 1000)  # hidden values are integers, and change by less than 1
    for l in (0, 1):
        moved = list(filters)
        moved[l] = tensor_of(
            network.architecture.layers[l].size,
            {i: at(filters[l], i) * (1 + step) for i in product(*map(range, network.architecture.layers[l].size))},
        )
        assert (network.evaluate(moved, tensor) - value) / step == value


@pytest.mark.parametrize("notation", STACKS)
@given(st.data())
@settings(max_examples=15)
def test_filters_compute_the_same_function_or_are_separated(notation, data):
    network = ReluConvolutional(parse_architecture(notation))
    left, right = drawn_filters(data, network), drawn_filters(data, network)
    found = separate(network, left, right)
    same = network.parametrization(left) == network.parametrization(right)
    assert (found is None) == same
    if found is not None:
        values = [slow_value(network.architecture, side, found.input) for side in (left, right)]
        assert tuple(values) == found.values
        assert values[0] != values[1]


@pytest.mark.parametrize("notation", STACKS)
@given(st.data())
@settings(max_examples=15)
def test_positive_rescaling_and_shifts_keep_the_function_and_nothing_else_does(notation, data):
    network = ReluConvolutional(parse_architecture(notation))
    filters = drawn_filters(data, network)
    assume(network.parametrization(filters))
    c = Fraction(data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5)))
    places = [list(product(*map(range, layer.size))) for layer in network.architecture.layers]
    sizes = [layer.size for layer in network.architecture.layers]

    def scaled(factors):
        return tuple(
            tensor_of(size, {i: at(w, i) * f for i in index})
            for w, size, index, f in zip(filters, sizes, places, factors, strict=True)
        )

    assert network.parametrization(scaled((c, 1 / c))) == network.parametrization(filters)
    assert network.parametrization(scaled((-c, -1 / c))) != network.parametrization(filters)
    tensor = drawn(data, network.architecture.end_to_end_size)
    for other in network.fiber(filters):
        assert network.parametrization(other) == network.parametrization(filters)
        assert network.invariants(other) == network.invariants(filters)
        assert network.evaluate(other, tensor) == network.evaluate(filters, tensor)


def test_shifts_are_possible_exactly_along_the_exponent_of_the_second_layer():
    network = ReluConvolutional(parse_architecture("k3s2 k2"))
    assert network.fiber([(1, 0, 0), (0, 5)]) == (((1, 0, 0), (0, 5)), ((0, 0, 1), (5, 0)))
    assert len(network.fiber([(0, 1, 0), (0, 5)])) == 1
    assert len(network.fiber([(1, 1, 1), (0, 5)])) == 1
    with pytest.raises(ParseError, match="the function is zero"):
        network.fiber([(0, 0, 0), (1, 1)])


ADMITS_SHIFTS = {  # by hand: whether lcm(e_1, e_2) is at most both degrees (k - 1)·e along some direction
    "k3s2 k2": True,
    "k2 k2": True,
    "k3s3 k2": False,  # windows that do not overlap
    "k2s2 k5": False,
    "k4s3 k2": True,
    "k1 k3": False,
    "k3 k1": False,
    "k2x1 k1x2": False,  # no common active direction
    "k2x3s2x1 k2x2": True,  # along direction 1 only
    "k3x3s3 k3x3": False,
    "k3d2 k4d3": False,  # lcm 6: the first filter would move by 3 places, and has 3
    "k4d2 k4d3": True,
    "k2x2 k2x2": True,
}


@pytest.mark.parametrize(("notation", "admits"), ADMITS_SHIFTS.items())
def test_shifts_fit_where_windows_overlap(notation, admits):
    """Compared with all filters that have one nonzero entry each: shifting them is possible iff the sizes admit it."""
    architecture = parse_architecture(notation)
    network = ReluConvolutional(architecture)
    units = [[tensor_of(l.size, {i: Fraction(1)}) for i in product(*map(range, l.size))] for l in architecture.layers]
    assert any(len(network.fiber(point)) > 1 for point in product(*units)) == admits
    assert bool(shifts(architecture)) == admits == (shifted_pair(architecture) is not None)


@pytest.mark.parametrize("notation", [notation for notation, admits in ADMITS_SHIFTS.items() if admits])
def test_shifted_pairs_have_one_function_one_delta_and_two_ntks(notation):
    network, found = ReluConvolutional(parse_architecture(notation)), shifted_pair(parse_architecture(notation))
    first, second = found.parameters
    assert second in network.fiber(first)[1:]
    assert [network.invariants(side) for side in found.parameters] == [found.delta] * 2
    size = network.architecture.end_to_end_size
    for signs in ((1, -1, 2), (-3, 1, 1), (0, 2, -1)):
        tensor = tensor_of(size, {i: Fraction(signs[n % 3]) for n, i in enumerate(product(*map(range, size)))})
        assert slow_value(network.architecture, first, tensor) == slow_value(network.architecture, second, tensor)
    values = [network.kernel(side, found.input, found.input) for side in found.parameters]
    assert tuple(values) == found.values
    assert values[0] != values[1]


def test_shifted_filters_of_k3s2_k2_with_two_ntks():
    """By hand: the gradients are (3, 4, 5), (1, 3) and (1, 2, 3), (3, 5)."""
    network, x = ReluConvolutional(parse_architecture("k3s2 k2")), (1, 2, 3, 4, 5)
    pair = ((1, 0, 0), (0, 1)), ((0, 0, 1), (1, 0))
    assert [network.kernel(side, x, x) for side in pair] == [60, 48]
    assert [network.invariants(side) for side in pair] == [0, 0]
    assert shifted_pair(network.architecture).parameters == pair


@given(st.data())
@settings(max_examples=15)
def test_functions_of_filters_with_zeros_agree_only_for_shifts(data):
    """All filters of k3 k3 with entries in {-1, 0, 1}: equal values at many inputs only for equal parametrizations."""
    network = ReluConvolutional(parse_architecture("k3 k3"))
    sides = [drawn_filters(data, network) for _ in range(2)]
    sides = [tuple(tuple(max(-1, min(1, c)) for c in w) for w in side) for side in sides]
    same = all(network.evaluate(sides[0], x) == network.evaluate(sides[1], x) for x in product((-2, 1, 3), repeat=5))
    assert same == (network.parametrization(sides[0]) == network.parametrization(sides[1]))


def test_the_counterexample_of_the_linear_network_is_none_with_a_relu():
    """Theory 8.1: same end-to-end filter, same δ = 21; with a ReLU the functions differ."""
    network = ReluConvolutional(parse_architecture("k2x2 k2x2"))
    left = ((1, 1), (1, 5)), ((1, 1), (1, 2))
    right = ((2, 2), (2, 4)), ((Fraction(1, 2),) * 2, (Fraction(1, 2), Fraction(5, 2)))
    assert end_to_end_filter(network.architecture, left) == end_to_end_filter(network.architecture, right)
    assert network.invariants(left) == network.invariants(right) == 21
    assert separate(network, left, right) is not None


@pytest.mark.parametrize(
    ("notation", "moves"),
    [
        ("k2x2 k2x2", ["sign", "swap", "swap and sign"]),
        ("k3 k2", ["sign", "exchange", "exchange and sign"]),
        ("k2 k2", ["sign", "exchange", "exchange and sign"]),
        ("k3x1 k2x1", ["sign", "exchange", "exchange and sign"]),
        ("k3s2 k2", ["sign"]),
        ("k3x3s2 k3x3", ["sign"]),
        ("k1 k1", ["sign"]),
        ("k5 k3d2", ["sign"]),
    ],
)
def test_certificates_separate_what_the_linear_network_confuses(notation, moves):
    found = judge_convolutional(parse_architecture(notation))
    assert (found.status, [separation.move for separation in found.separations]) == ("proved", moves)
    architecture = found.network.architecture
    for separation in found.separations:
        values = [slow_value(architecture, side, separation.input) for side in separation.parameters]
        assert tuple(values) == separation.values
        assert values[0] != values[1]
        first, second = (end_to_end_filter(architecture, side) for side in separation.parameters)
        assert first == second
    outcome = check_text(dumps(relu_json(found)))
    assert outcome.verdict == "accepted", outcome
    assert "theorem 'kinks'" in outcome.claim
    assert "if the function is not 0" in outcome.claim
    assert ("no shift of the filters fits" in outcome.claim) == bool(shifts(architecture))


def damaged(notation, change):
    """The verdict on a certificate after a change to result.exceptions."""
    document = relu_json(judge_convolutional(parse_architecture(notation)))
    change(document["result"])
    outcome = check_text(sealed(document))
    return outcome.verdict, outcome.message


def changed(**parts):
    return lambda result: result["exceptions"].update(parts)


@pytest.mark.parametrize(
    ("notation", "change", "message"),
    [
        ("k3s2 k2", lambda result: result.update(exceptions=None), "must be given: filters of these sizes"),
        ("k2x3s2x1 k2x2", changed(direction=0), "result.exceptions.direction: admits no shift"),
        ("k3s2 k2", changed(delta="1"), "is not the invariant of the pair"),
        ("k3s2 k2", changed(pair=[[["1", "0", "0"], ["0", "1"]]] * 2), "the first filters are not shifted"),
        (
            "k3s2 k2",
            changed(pair=[[["1", "0", "0"], ["0", "1"]], [["0", "0", "1"], ["2", "0"]]]),
            "the second filters are not shifted back",
        ),
        (
            "k3s2 k2",
            changed(ntk_difference={"input": ["1", "2", "1", "1", "1"], "values": ["5", "9"]}),
            "values[1]: is not the value of the NTK",
        ),
        ("k3s2 k2", changed(ntk_difference={"input": ["1"] * 5, "values": ["5", "5"]}), "values: are equal"),
        (
            "k3s2 k2",
            changed(ntk_difference={"input": ["1", "2", "0", "1", "1"], "values": ["4", "7"]}),
            "has a hidden value that is not positive",
        ),
    ],
)
def test_wrong_exceptions_are_rejected(notation, change, message):
    verdict, found = damaged(notation, change)
    assert verdict == "rejected"
    assert message in found


def value(parameters, vector):
    """W_2·relu(W_1·x), row by row."""
    first, second = (entries(layer) for layer in parameters)
    hidden = [max(sum(a * b for a, b in zip(row, vector, strict=True)), 0) for row in first]
    return [sum(a * h for a, h in zip(row, hidden, strict=True)) for row in second]


@pytest.mark.parametrize("widths", [(2, 2, 2), (3, 2, 4), (2, 5, 3), (9, 9, 9), (24, 2, 2)])
def test_two_dense_networks_with_one_function_and_two_ntks(widths):
    network = ReluDense(widths)
    found = judge_dense(network)
    first, second = found.verdict.pair
    assert network.linear.invariants(first) == network.linear.invariants(second)
    for vector in product((-2, 1, 3), repeat=2):
        x = (*vector, *range(-1, widths[0] - 3)) if widths[0] > 2 else vector
        assert value(first, x) == value(second, x)
    values = [network.kernel(side, found.input, found.input)[0][0] for side in (first, second)]
    assert tuple(values) == found.values
    assert values[0] != values[1]
    assert difference(network.linear, first, second) is not None
    assert check_text(dumps(relu_json(found))).verdict == "accepted"


def test_the_dense_pair_is_that_of_example_20_with_an_exchange():
    network = ReluDense((2, 2, 2))
    first, second = judge_dense(network).verdict.pair
    assert network.linear.parametrization(first) == entries(identity(2))
    assert network.invariants(first) == network.invariants(second) == (Fraction(-15, 4), 0)
    assert [entries(w) for w in second] == [((0, 2), (1, 0)), ((0, 1), (Fraction(1, 2), 0))]


@given(st.data())
@settings(max_examples=30)
def test_dense_kernel_is_that_of_the_linear_network_on_positive_inputs(data):
    widths = tuple(data.draw(st.integers(1, 3)) for _ in range(3))
    network = ReluDense(widths)
    first = [[data.draw(st.integers(1, 3)) for _ in range(widths[0])] for _ in range(widths[1])]
    second = [[data.draw(st.integers(-3, 3)) for _ in range(widths[1])] for _ in range(widths[2])]
    x, y = ([data.draw(st.integers(1, 4)) for _ in range(widths[0])] for _ in range(2))
    k, n = slow_ntk([first, second]), widths[0]
    for a, c in product(range(widths[2]), repeat=2):
        value = sum(x[b] * k[a * n + b][c * n + d] * y[d] for b in range(n) for d in range(n))
        assert network.kernel([first, second], x, y)[a][c] == value


@pytest.mark.parametrize(
    ("widths", "status"),
    [
        ((2, 1, 2), "proved"),
        ((1, 1, 1), "proved"),
        *[(w, "refuted") for w in ((1, 2, 1), (3, 2, 1), (1, 4, 3), (2, 5, 1))],
    ],
)
def test_dense_networks_with_a_width_1(widths, status):
    network = ReluDense(widths)
    found = judge_dense(network)
    assert found.status == status
    assert check_text(dumps(relu_json(found))).verdict == "accepted"
    if found.verdict.pair is None:
        return
    first, second = found.verdict.pair
    assert network.linear.invariants(first) == network.linear.invariants(second)
    for x in product((-3, -1, 0, 2), repeat=widths[0]):
        assert value(first, x) == value(second, x)
    values = [network.kernel(side, found.input, found.input)[0][0] for side in (first, second)]
    assert tuple(values) == found.values
    assert values[0] != values[1]


def test_a_kink_at_the_input_is_rejected():
    """Rows (1, −1) and (−1, 1) at (1, 1): the NTK depends on what the derivative of relu at 0 is taken to be."""
    document = relu_json(judge_dense(ReluDense((2, 2, 1))))
    sides = [[["1", "-1"], ["-2", "2"]], [["-1", "1"], ["2", "-2"]]]
    document["evidence"]["pair"] = [[rows, [["2", "1"]]] for rows in sides]
    document["evidence"]["ntk_difference"] = {"input": ["1", "1"], "values": ["1", "2"]}
    outcome = check_text(sealed(document))
    assert (outcome.verdict, "has a hidden value that is 0" in outcome.message) == ("rejected", True)


def test_undecided_certificates_are_accepted():
    for network in (Dense((2, 2, 2)), parse_architecture("k2 k2")):
        assert check_text(dumps(nothing("relu", network, "no time"))).claim.endswith("nothing is claimed")


def test_bad_input():
    network = ReluConvolutional(parse_architecture("k2 k2"))
    for notation in ("k2", "k2 k2 k2"):
        with pytest.raises(ParseError, match="only two layers"):
            ReluConvolutional(parse_architecture(notation))
    with pytest.raises(ParseError, match="size 2 where 3"):
        network.evaluate([(1, 2), (3, 4)], (1, 2))
    with pytest.raises(ParseError):
        network.evaluate([(1, 2, 3), (3, 4)], (1, 2, 3))
    with pytest.raises(ParseError, match="it is zero"):
        network.preimage([(0, 0), (3, 4)], {})
    for widths in [(2, 2), (2, 2, 2, 2)]:
        with pytest.raises(ParseError, match="three widths"):
            ReluDense(widths)
    dense = ReluDense((2, 2, 2))
    with pytest.raises(ParseError, match="3 numbers where 2"):
        dense.kernel([[[1, 0], [0, 1]], [[1, 0], [0, 1]]], (1, 2, 3), (1, 2))


def test_the_token_asks_the_same_as_the_option():
    import symlcn

    named, asked = symlcn.certify("k3s2 relu k2"), symlcn.relu("k3s2 k2")
    assert named.certificate()["digest"] == asked.certificate()["digest"]
    assert symlcn.relu("k3s2 relu k2").certificate()["digest"] == asked.certificate()["digest"]
    with pytest.raises(ParseError, match="for all invariants at once"):
        symlcn.certify("k3s2 relu k2", "balanced")
