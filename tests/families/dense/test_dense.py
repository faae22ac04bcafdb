"""Dense networks: μ, invariants and NTK against slow exact paths; the scalar theorem; pairs; bad input."""

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.matrices import (
    cayley,
    entries,
    identity,
    kronecker,
    matrix,
    sample_orthogonal,
    scalar_value,
    weights,
)
from symlcn.answer import Status
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import ParseError, SymlcnError
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.eigenspaces import potentials, rank_classes
from symlcn.families.dense.invariants import as_symmetric
from symlcn.families.dense.judge import judge
from symlcn.families.dense.network import Dense, difference, inertia
from symlcn.families.dense.pairs.choose import built, chain, example_pair, mirrored, prescribed_pair, scalar_pair
from symlcn.families.dense.pairs.split import split_layers
from symlcn.families.verdict import Verdict
from tests.support.damage import nothing, sealed
from tests.support.slowdense import exact_ntk, slow_ntk, slow_product, times, transposed

numbers = st.builds(Fraction, st.integers(-4, 4), st.integers(1, 3))


@st.composite
def dense_parameters(draw, max_width=3, max_depth=4):
    widths = tuple(draw(st.lists(st.integers(1, max_width), min_size=2, max_size=max_depth + 1)))
    layers = [[[draw(numbers) for _ in range(columns)] for _ in range(rows)] for columns, rows in pairwise(widths)]
    return Dense(widths), layers


@given(dense_parameters())
@settings(max_examples=40)
def test_product_and_ntk_agree_with_exact_differences(case):
    network, layers = case
    assert [list(row) for row in network.parametrization(layers)] == slow_product(layers)
    own = slow_ntk(layers)
    assert [list(row) for row in exact_ntk(network.matrices(layers))] == own
    other = [[[2 * c for c in row] for row in layers[0]], *layers[1:]]
    pairs = (zip(*rows, strict=True) for rows in zip(own, slow_ntk(other), strict=True))
    changed = [((i, j), both) for i, row in enumerate(pairs) for j, both in enumerate(row) if both[0] != both[1]]
    assert difference(network, layers, other) == (changed[0] if changed else None)


@given(dense_parameters(), st.data())
@settings(max_examples=40)
def test_gradient_flow_keeps_the_invariants(case, data):
    network, layers = case
    gradient = [[data.draw(numbers) for _ in range(network.widths[0])] for _ in range(network.widths[-1])]
    velocity = []
    for l, layer in enumerate(layers):
        after, before = layers[l + 1 :], layers[:l]
        flow = gradient if not after else times(transposed(slow_product(after)), gradient)
        velocity.append(flow if not before else times(flow, transposed(slow_product(before))))
        assert (len(velocity[-1]), len(velocity[-1][0])) == (len(layer), len(layer[0]))
    for (v, w), (new_v, new_w) in pairwise(zip(velocity, layers, strict=True)):
        inner, outer = times(transposed(new_v), new_w), times(v, transposed(w))
        size = range(len(inner))
        change = [[inner[i][j] + inner[j][i] - outer[i][j] - outer[j][i] for j in size] for i in size]
        assert not any(map(any, change))


def test_example_20():
    network = Dense((2, 2, 2))
    first, second = example_pair(network)
    assert network.parametrization(first) == network.parametrization(second) == entries(identity(2))
    assert network.invariants(first) == network.invariants(second) == (((Fraction(-15, 4), 0), (0, 0)),)
    assert exact_ntk(first) == entries(
        matrix([[Fraction(17, 4), 0, 0, 0], [0, Fraction(5, 4), 0, 0], [0, 0, 5, 0], [0, 0, 0, 2]])
    )
    assert difference(network, first, second) == ((0, 0), (Fraction(17, 4), Fraction(281, 100)))


@given(st.lists(st.integers(2, 5), min_size=3, max_size=6))
@settings(max_examples=30)
def test_example_20_for_any_depth_and_widths_from_2(widths):
    network = Dense(tuple(widths))
    first, second = example_pair(network)
    assert network.parametrization(first) == network.parametrization(second)
    assert network.invariants(first) == network.invariants(second)
    assert matrix(network.parametrization(first)).rank() == min(widths)
    assert difference(network, first, second) is not None


def slow_rank_classes(widths, d):
    """For each rank: all ways to make up the widths from strings on which W_l is a number times an isometry."""
    depth = len(widths) - 1
    p = (0, *(sum(d[:l]) for l in range(1, depth)))  # p[l - 1] belongs to layer l
    strings = []
    for a, b in product(range(depth + 1), repeat=2):
        if a > b or (a == 0 and b == depth):
            continue
        cuts = ([p[a - 1]] if a > 0 else []) + ([p[b]] if b < depth else [])
        if len(set(cuts)) == 1 and all(p[l - 1] > cuts[0] for l in range(a + 1, b + 1)):
            strings.append((a, b, -cuts[0]))
    result = {}
    for rank in range(min(widths) + 1):
        tables = set()

        def fill(left, number, table, tables=tables):
            if not any(left):
                tables.add(tuple(sorted(table)))
            if number == len(strings):
                return
            a, b, x = strings[number]
            for count in range(min(left[a : b + 1]) + 1):
                rest = [n - count * (a <= v <= b) for v, n in enumerate(left)]
                fill(rest, number + 1, [*table, *[(x, a, b)] * count])

        fill([n - rank for n in widths], 0, [])
        if tables:
            ends = [{x for table in tables for x, a, b in table if (a, b)[end] == end * depth} for end in (0, 1)]
            result[rank] = all(len(end) <= 1 for end in ends)
    return result


@given(st.lists(st.integers(1, 3), min_size=3, max_size=5), st.data())
@settings(max_examples=80)
def test_ranks_agree_with_an_enumeration_of_strings(widths, data):
    d = [Fraction(data.draw(st.integers(-2, 2))) for _ in widths[2:]]
    found = {c.rank: c.independent for c in rank_classes(widths, d)}
    assert found == slow_rank_classes(widths, d)


@pytest.mark.parametrize(
    ("widths", "d", "expected"),
    [
        ((2, 2, 2), [3], {0: True, 1: True, 2: True}),
        ((3, 3, 3, 3), [0, 0], {0: True, 1: True, 2: True, 3: True}),
        ((4, 2, 5), [0], {0: True, 1: True, 2: True}),
        ((2, 1, 1), [-1], {0: False, 1: True}),
        ((3, 2, 1), [-1], {0: False, 1: False}),
        ((1, 2, 1), [1], {}),
        ((1, 2, 2, 1), [1, -1], {0: True, 1: True}),
    ],
)
def test_ranks_for_which_the_product_determines_the_ntk(widths, d, expected):
    assert {c.rank: c.independent for c in rank_classes(widths, [Fraction(x) for x in d])} == expected


@given(st.lists(st.integers(1, 4), min_size=3, max_size=4), st.data())
@settings(max_examples=60)
def test_where_the_product_determines_the_ntk_no_parameters_contradict_it(widths, data):
    network = Dense(tuple(widths))
    d = [Fraction(data.draw(st.sampled_from([-4, -3, -1, 0, 1, 3, 4]))) for _ in widths[2:]]
    for ranks in rank_classes(widths, d):
        points = [built(network, d, ranks.rank, table) for table in ranks.tables]
        ntks = set()
        for point in filter(None, points):
            assert [scalar_value(rows) for rows in network.invariants(point)] == d
            assert matrix(network.parametrization(point)).rank() == ranks.rank
            turned = network.acted(point, [sample_orthogonal(n) for n in widths[1:-1]])
            ntks |= {exact_ntk(other) for other in (point, turned, *mirrored(network, point))}
        assert len(ntks) <= 1 or not ranks.independent


@given(st.integers(1, 4), st.lists(st.integers(-3, 3), min_size=1, max_size=4))
@settings(max_examples=40)
def test_equal_widths_with_scalar_invariants_are_one_orbit_for_every_product(width, d):
    classes = rank_classes([width] * (len(d) + 2), [Fraction(x) for x in d])
    assert [c.rank for c in classes] == list(range(width + 1))
    assert all(c.one_orbit for c in classes)


@given(st.lists(st.integers(1, 4), min_size=3, max_size=5))
@settings(max_examples=40)
def test_balanced_networks_are_one_orbit_for_all_widths_and_products(widths):
    classes = rank_classes(widths, [Fraction(0)] * (len(widths) - 2))
    assert [c.rank for c in classes] == list(range(min(widths) + 1))
    assert all(c.one_orbit for c in classes)


def scalar_parameters(data, size, d):
    """Rational W_1, W_2 with W_2ᵀW_2 − W_1W_1ᵀ = d·I that are neither diagonal nor commute."""
    corner = matrix([[data.draw(st.integers(-3, 3)) + 5 * (i == j) for j in range(size)] for i in range(size)])
    if corner.det() == 0:
        corner = identity(size)
    turn = [data.draw(numbers) for _ in range(size * (size - 1) // 2)]
    rows = tuple(tuple(d if i == j else Fraction(0) for j in range(size)) for i in range(size))
    return split_layers(rows, corner, turn)


@given(st.integers(1, 3), numbers, st.data())
@settings(max_examples=40)
def test_at_scalar_invariants_the_ntk_is_a_function_of_the_ends(size, d, data):
    """Steps 1 and 2 of the theorem: with H_0 = W_1ᵀW_1 and H_2 = W_2W_2ᵀ − d, K = (H_2 + d) ⊗ I + I ⊗ H_0."""
    network = Dense((size, size, size))
    layers = scalar_parameters(data, size, d)
    assert scalar_value(network.invariants(layers)[0]) == d
    low, high = layers[0].transpose() * layers[0], layers[1] * layers[1].transpose()
    shift, one, whole = weights([d] * size), identity(size), layers[1] * layers[0]
    assert whole.transpose() * whole == low * (low + shift)
    assert whole * whole.transpose() == high * (high - shift)
    assert exact_ntk(layers) == entries(kronecker(high, one) + kronecker(one, low))
    for other in mirrored(network, layers):
        assert exact_ntk(other) == exact_ntk(layers)


@given(numbers, st.data())
@settings(max_examples=30)
def test_orthogonal_matrices_keep_product_invariants_and_ntk(d, data):
    network = Dense((2, 2, 2, 2))
    low, high = scalar_parameters(data, 2, d)
    layers = (low, high, high.transpose())
    turns = [sample_orthogonal(2), cayley([[0, 3], [-3, 0]])]
    image = network.acted(layers, turns)
    assert network.parametrization(image) == network.parametrization(layers)
    assert network.invariants(image) == network.invariants(layers)
    assert exact_ntk(image) == exact_ntk(layers)


def test_scalar_pairs_where_the_null_space_is_not_determined():
    for widths, d in [((3, 2, 1), -1), ((1, 2, 3), 1), ((4, 2, 1), -4), ((3, 2, 2, 1), 0)]:
        exact = [Fraction(d)] * (len(widths) - 2)
        top = rank_classes(widths, exact)[-1]
        pair = scalar_pair(Dense(widths), exact, top)
        assert (pair is None) == top.independent
        if pair is not None:
            network = Dense(widths)
            assert network.parametrization(pair[0]) == network.parametrization(pair[1])
            assert all(scalar_value(rows) == d for side in pair for rows in network.invariants(side))
            assert exact_ntk(pair[0]) != exact_ntk(pair[1])


@pytest.mark.parametrize(
    ("widths", "d"),
    [
        ((2, 2, 2), [[1, 2], [2, 5]]),
        ((2, 2, 2), [[Fraction(-15, 4), 0], [0, 0]]),
        ((2, 2, 2), [[1, 0], [0, 0]]),
        ((2, 2, 2), [[0, 1], [1, 0]]),
        ((3, 2, 4), [[7, 3], [3, 1]]),
        ((3, 3, 3), [[1, 0, 0], [0, 2, 0], [0, 0, 3]]),
        ((3, 3, 4), [[1, 2, 0], [2, 1, 0], [0, 0, -5]]),
    ],
)
def test_prescribed_invariants_that_are_not_scalar(widths, d):
    network, rows = Dense(widths), entries(matrix(d))
    first, second = prescribed_pair(network, [rows])
    assert network.invariants(first) == network.invariants(second) == (rows,)
    assert network.parametrization(first) == network.parametrization(second)
    assert matrix(network.parametrization(first)).rank() == min(widths)
    assert difference(network, first, second) is not None
    assert exact_ntk(first) != exact_ntk(second)


def test_a_diagonal_pair_in_three_layers():
    """Chains 1, 2, 3 and 2, 3, 1 have the product 6; their steps are the invariants."""
    network = Dense((2, 2, 2, 2))
    d = [entries(matrix([[3, 0], [0, 5]])), entries(matrix([[5, 0], [0, -8]]))]
    first, second = prescribed_pair(network, d)
    assert list(network.invariants(first)) == list(network.invariants(second)) == d
    assert network.parametrization(first) == network.parametrization(second)
    assert exact_ntk(first) != exact_ntk(second)


@given(st.lists(numbers, min_size=1, max_size=3))
@settings(max_examples=30)
def test_chains_are_chains(steps):
    for roots in list(chain(steps))[:20]:
        assert all(root > 0 for root in roots)
        assert [b * b - a * a for a, b in pairwise(roots)] == steps


def test_potentials_are_partial_sums():
    assert potentials([Fraction(3), Fraction(-1)]) == (0, 3, 2)


@given(st.data())
@settings(max_examples=40)
def test_widths_1_n_1_have_the_ntk_of_the_trace_formula(data):
    size = data.draw(st.integers(1, 4))
    u, v = ([data.draw(numbers) for _ in range(size)] for _ in range(2))
    network = Dense((1, size, 1))
    layers = [[[c] for c in u], [v]]
    d = [list(row) for row in network.invariants(layers)[0]]
    square = sum(c * c for row in d for c in row)
    trace = sum(d[i][i] for i in range(size))
    ((k,),), ((w,),) = slow_ntk(layers), network.parametrization(layers)
    assert k * k == 2 * square + 4 * w * w - trace * trace


@given(st.lists(numbers, min_size=3, max_size=3))
def test_inertia_of_plane_matrices(values):
    a, b, c = values
    determinant, trace = a * c - b * b, a + c
    signs = (
        (1, 1)
        if determinant < 0
        else (int(trace > 0), int(trace < 0))
        if determinant == 0
        else (2, 0)
        if trace > 0
        else (0, 2)
    )
    assert inertia(entries(matrix([[a, b], [b, c]]))) == signs


JUDGED = [
    ("2 2 2", "generic", "refuted", ()),
    ("5 3 2 4", "generic", "refuted", ()),
    ("2 1 2 2", "generic", "refuted", ()),
    ("2 2 2", "3", "proved", (0, 1, 2)),
    ("3 3 3 3", "0", "proved", (0, 1, 2, 3)),
    ("4 3 5 4", "0", "proved", (0, 1, 2, 3)),
    ("2 2 2 2", "1,2", "proved", (0, 1, 2)),
    ("2 1 1", "-1", "proved", (1,)),
    ("2 1 2", "generic", "proved", (1,)),
    ("1 3 1", "generic", "proved", (0, 1)),
    ("1 2 1", '[[["1", 0], [0, -2]]]', "proved", (0, 1)),
    ("2 2", "generic", "proved", (0, 1, 2)),
    ("3 2 1", "-1", "refuted", ()),
    ("2 2 2", "[[[1, 2], [2, 5]]]", "refuted", ()),
    ("2 2 2", '[[["1/7", "2/3"], ["2/3", 5]]]', "refuted", ()),
    ("3 3 4", "[[[1, 2, 0], [2, 5, 1], [0, 1, 1]]]", "refuted", ()),
    ("2 3 3", "[[[1, 0, 1], [0, -1, 0], [1, 0, 0]]]", "refuted", ()),
    ("3 2 1", "-2", "refuted", ()),
    ("3 2 1", "-3", "refuted", ()),
    ("4 3 1", "-7/3", "refuted", ()),
    ("1 2 2 1", "generic", "undecided", ()),
    ("2 2 2 2", "[[[1, 0], [0, 2]], [[1, 1], [1, 1]]]", "refuted", ()),
]


@pytest.mark.parametrize(("widths", "delta", "status", "ranks"), JUDGED)
def test_judgements_and_their_certificates(widths, delta, status, ranks):
    network = Dense(tuple(map(int, widths.split())))
    found = judge(network, as_symmetric(delta, network))
    assert (found.status, found.ranks, found.verdict.status) == (status, ranks, status)
    assert bool(found.verdict.reason) == (status == "undecided")
    outcome = check_text(dumps(dense_json(found)))
    assert outcome.verdict == "accepted", outcome
    assert outcome.claim.startswith(f"{widths}: ")


UNIT = [[str(int(i == j)) for j in range(3)] for i in range(3)]


def test_samples_of_orbits_are_in_the_certificate():
    document = dense_json(judge(Dense((3, 3, 3, 3)), [[[0] * 3] * 3] * 2))
    assert document["result"] == {
        "ntk": "independent",
        "theorem": "scalar",
        "rank": 3,
        "ranks": [0, 1, 2, 3],
        "orbits": [0, 1, 2, 3],
    }
    samples = document["evidence"]["samples"]
    assert len(samples) == 3  # of rank 1, 2 and 3: at W = 0 all matrices are 0, and none moves
    assert "; orbits sampled: 3, if" not in check_text(sealed(document)).claim
    assert check_text(sealed(document)).claim.endswith("; orbits sampled: 3: proved")
    still = {**samples[0], "image": samples[0]["parameters"], "orthogonal": [UNIT, UNIT]}
    for listed, count in (([samples[0]] * 7, 1), ([still], 0), ([still, *samples, *samples], 3)):
        claim = check_text(sealed({**document, "evidence": {"samples": listed}})).claim
        assert f"orbits sampled: {count}: proved" in claim if count else "sampled" not in claim
    assert check_text(dumps(nothing("dense", Dense((2, 2, 2)), "no time"))).verdict == "accepted"


@pytest.mark.parametrize(
    ("widths", "delta", "said"),
    [
        ("2 2 2", "1,2", "2 numbers given for 1 hidden layer"),
        ("2 2", "3", "1 number given for 0 hidden layers"),
        ("2 2 2", "0.5", "write 1/2"),
        ("2 2 2", "[[[1, 2], [3, 4]]]", "not symmetric"),
        ("2 2 2", "[[[1, 2]]]", "not 2 rows of 2 numbers"),
        ("2 2 2", "[]", "0 numbers given"),
        ("2 2 2", "[[[1, 0.5], [0.5, 1]]]", "not an exact number"),
        ("1 2 1", "3", "2 positive eigenvalues where the width after it is 1"),
        ("1 2 2", "-1", "2 negative eigenvalues where the width before it is 1"),
        ("2 2 2", "nothing", "No such file"),
        ("1 2 2 1", "1,1", "no real parameters"),
    ],
)
def test_bad_invariants(widths, delta, said):
    network = Dense(tuple(map(int, widths.split())))
    with pytest.raises(ParseError, match=said):
        judge(network, as_symmetric(delta, network))


def test_bad_parameters_and_widths():
    network = Dense((2, 2, 2))
    for parameters, said in [
        ([[[1, 2], [3, 4]]], "1 matrices for 2 layers"),
        ([[[1, 2]], [[1, 2], [3, 4]]], "not 2 rows of 2"),
        ([[[1, 2], [3, 0.5]], [[1, 2], [3, 4]]], "not an exact number"),
        ([[[1, 2], [3, True]], [[1, 2], [3, 4]]], "not an exact number"),
        ([matrix([[1]]), matrix([[1]])], "shape 1x1"),
    ]:
        with pytest.raises(ParseError, match=said):
            network.parametrization(parameters)
    for widths in [(2,), (2, 0), (2, True), (2, 257), (1,) * 66]:
        with pytest.raises(ParseError, match="width"):
            Dense(widths)
    plain = [[[1, 0], [0, 2]], [[1, 0], [0, 1]]]
    with pytest.raises(ParseError, match="not orthogonal"):
        network.acted(plain, [matrix([[2, 0], [0, 1]])])
    with pytest.raises(ParseError, match="0 for 1 hidden"):
        network.acted(plain, [])
    with pytest.raises(ParseError, match="is not W"):
        network.turned(plain, matrix([[0, 1], [1, 0]]), matrix([[0, 1], [1, 0]]))


def test_a_verdict_gives_a_reason_exactly_when_undecided():
    for status, reason in [(Status.UNDECIDED, None), (Status.PROVED, "because"), (Status.REFUTED, "because")]:
        with pytest.raises(SymlcnError, match="not a verdict"):
            Verdict(status, "", reason)
    assert Verdict(Status.UNDECIDED, "", "no time").reason == "no time"
