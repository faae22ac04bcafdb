"""Motions of dense parameters: against difference quotients at 60 digits; certificates, and false ones."""

import json
from fractions import Fraction
from itertools import pairwise
from random import Random

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.algebra.matrices import entries, identity, kronecker, matrix, weights
from symlcn.answer import Status
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import ParseError
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.eigenspaces import rank_classes
from symlcn.families.dense.judge import DenseResult, judge
from symlcn.families.dense.motion import find_motion
from symlcn.families.dense.network import Dense
from symlcn.families.dense.pairs.middles import middles
from symlcn.families.dense.pairs.prescribed import Point, points
from symlcn.families.dense.spectra import is_attained
from symlcn.families.verdict import Verdict
from tests.support.damage import sealed
from tests.support.slowdense import exact_ntk

SHAPES = [
    (2, 2, 2),
    (3, 3, 3),
    (2, 2, 2, 2),
    (3, 3, 3, 3),
    (4, 4, 4, 4),
    (5, 3, 3, 4),
    (2, 2, 2, 2, 2),
    (3, 3, 3, 3, 3),
]


def symmetric(size, random):
    rows = [[Fraction(0)] * size for _ in range(size)]
    for i in range(size):
        for j in range(i, size):
            rows[i][j] = rows[j][i] = Fraction(random.randint(-9, 9), random.randint(1, 4))
    return rows


def drawn(widths, seed):
    random = Random(seed)
    return [symmetric(n, random) for n in widths[1:-1]]


def real(value):
    return mpmath.mpf(value.numerator) / value.denominator


def scaled(motion):
    """The parameters as matrices of numbers of 60 digits."""
    layers = [mpmath.matrix([[real(x) for x in row] for row in entries(layer)]) for layer in motion.parameters]
    layers[0] = layers[0] * mpmath.diag([mpmath.sqrt(real(a)) for a in motion.columns])
    layers[-1] = mpmath.diag([mpmath.sqrt(real(c)) for c in motion.rows]) * layers[-1]
    return layers


def invariants_of(point):
    """Exactly, with the square roots outside."""
    layers = point.layers if isinstance(point, Point) else point.parameters
    result = []
    for l, (below, above) in enumerate(pairwise(layers)):
        inner = below * weights(point.columns) if l == 0 else below
        outer = weights(point.rows) * above if l == len(layers) - 2 else above
        result.append(entries(above.transpose() * outer - inner * below.transpose()))
    return tuple(result)


def acted(layers, directions, step):
    moves = [mpmath.eye(x.rows) + step * x for x in directions]
    result = []
    for l, layer in enumerate(layers):
        moved = layer if l == len(moves) else moves[l] * layer
        result.append(moved if l == 0 else moved * mpmath.inverse(moves[l - 1]))
    return result


def product(layers):
    whole = layers[0]
    for layer in layers[1:]:
        whole = layer * whole
    return whole


def invariants(layers):
    return [after.T * after - before * before.T for before, after in pairwise(layers)]


def ntk_entry(layers, place):
    (i, j), (k, l) = (divmod(n, layers[0].cols) for n in place)
    total = mpmath.mpf(0)
    for n in range(len(layers)):
        left = product([mpmath.eye(layers[n].rows), *layers[n + 1 :]])
        right = product([mpmath.eye(layers[0].cols), *layers[:n]])
        total += (left * left.T)[i, k] * (right.T * right)[j, l]
    return total


def size(value):
    return max(abs(x) for x in value)


@pytest.mark.parametrize("widths", SHAPES)
def test_difference_quotients(widths):
    wanted = drawn(widths, 7)
    motion = find_motion(Dense(widths), wanted)
    with mpmath.workdps(60):
        layers = scaled(motion)
        directions = [mpmath.matrix([[real(x) for x in row] for row in entries(x)]) for x in motion.directions]
        step = mpmath.mpf(10) ** -20 / max(size(x) for x in directions)
        for kept, given in zip(invariants(layers), wanted, strict=True):
            exact = mpmath.matrix([[real(x) for x in row] for row in given])
            assert size(kept - exact) < mpmath.mpf(10) ** -45 * (1 + size(kept))
        moved = acted(layers, directions, step)
        whole = product(layers)
        assert size(product(moved) - whole) < mpmath.mpf(10) ** -45 * size(whole)
        scale = 1 + max(size(layer) for layer in layers) ** 2
        for kept, now in zip(invariants(layers), invariants(moved), strict=True):
            assert size(now - kept) < mpmath.mpf(10) ** -34 * scale
        (i, j), (k, l) = (divmod(n, widths[0]) for n in motion.index)
        root = mpmath.sqrt(real(motion.rows[i] * motion.rows[k] * motion.columns[j] * motion.columns[l]))
        quotient = (ntk_entry(moved, motion.index) - ntk_entry(layers, motion.index)) / step
        assert abs(quotient / (real(motion.velocity) * root) - 1) < mpmath.mpf(10) ** -10


def test_scalar_invariants_have_no_motion():
    """There K is a function of W: the directions that keep the invariants are those of orthogonal matrices."""
    for widths, values in (((2, 2, 2), [3]), ((3, 3, 3, 3), [1, -2]), ((2, 2, 2, 2), [0, 0])):
        wanted = [
            [[Fraction(d * (i == j)) for j in range(n)] for i in range(n)]
            for d, n in zip(values, widths[1:], strict=False)
        ]
        assert find_motion(Dense(widths), wanted) is None


def test_narrow_outer_layers_use_rational_parameters():
    network = Dense((1, 2, 2, 1))
    parameters = [matrix(rows) for rows in ([[1], [2]], [[1, 1], [0, 2]], [[1, 3]])]
    given = network.invariants(parameters)
    motion = find_motion(network, given)
    assert invariants_of(motion) == given


def document(widths=(3, 3, 3, 3), seed=3):
    """A certificate by a motion, also where there is a pair."""
    network, wanted = Dense(widths), drawn(widths, seed)
    motion, rank = find_motion(network, wanted), min(widths)
    rows = tuple(tuple(map(tuple, d)) for d in wanted)
    return dense_json(DenseResult(network, rows, Verdict(Status.REFUTED, "here"), rank=rank, motion=motion))


@pytest.mark.parametrize("widths", SHAPES)
def test_certificates_are_accepted(widths):
    outcome = check_text(dumps(document(widths, 5)))
    assert outcome.verdict == "accepted", outcome
    assert outcome.claim.endswith("by a motion and the implicit function theorem: refuted")


MOTION = ("evidence", "motion")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*MOTION, "parameters", 1, 0, 0), "7/3"),
        ((*MOTION, "columns", 0), "2"),
        ((*MOTION, "columns", 0), "-1"),
        ((*MOTION, "rows", 1), "0"),
        ((*MOTION, "directions", 0, 0, 1), "5"),
        ((*MOTION, "prime"), 91),
        ((*MOTION, "ntk_velocity", "value"), "0"),
        ((*MOTION, "ntk_velocity", "value"), "1"),
        ((*MOTION, "ntk_velocity", "index"), [0, 9]),
        (("result", "rank"), 2),
        (("delta",), None),
        (("delta", 0, 0, 0), "1000"),
        (MOTION, None),
    ],
)
def test_false_motions_are_not_accepted(path, value):
    damaged = json.loads(json.dumps(document()))
    place = damaged
    for key in path[:-1]:
        place = place[key]
    assert place[path[-1]] != value
    place[path[-1]] = value
    assert check_text(sealed(damaged)).verdict in ("rejected", "malformed")


def test_a_direction_that_moves_nothing_is_not_accepted():
    damaged = json.loads(json.dumps(document()))
    zero = [[["0"] * 3] * 3] * 2
    damaged["evidence"]["motion"]["directions"] = zero
    damaged["evidence"]["motion"]["ntk_velocity"]["value"] = "0"
    assert check_text(sealed(damaged)).verdict == "rejected"


@pytest.mark.parametrize("widths", [(4, 4, 4, 4), (3, 3, 3, 3, 3), (3, 2, 2, 2, 4)])
def test_given_invariants_of_deep_networks_are_refuted(widths):
    found = judge(Dense(widths), drawn(widths, 11))
    assert found.status == "refuted"
    assert check_text(dumps(dense_json(found))).verdict == "accepted"


def diagonal(*values):
    return [[value if i == j else 0 for j in range(len(values))] for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("widths", "invariants"),
    [
        ((1, 2, 2), [diagonal(3, -4)]),
        ((2, 2, 1), [diagonal(1, -3)]),
        ((2, 3, 2), [diagonal(1, 2, -1)]),
        ((2, 3, 2), [diagonal(3, 5, -7)]),
        ((3, 3, 2), [[[0, -3, 0], [-3, Fraction(-1, 3), -6], [0, -6, 0]]]),
        ((1, 3, 4), [[[1, 2, 0], [2, 0, 1], [0, 1, 3]]]),
        ((1, 2, 2, 1), [diagonal(1, -1), diagonal(1, -1)]),
        ((1, 2, 2, 3), [[[-1, Fraction(-4, 3)], [Fraction(-4, 3), 5]], diagonal(Fraction(-3, 2), -3)]),
        ((2, 3, 3, 2), [diagonal(1, 2, -1), diagonal(1, 2, -1)]),
        ((3, 2, 3, 1), [diagonal(Fraction(5, 3), 1), [[Fraction(5, 2), 4, 0], [4, -2, -2], [0, -2, -5]]]),
        (
            (1, 4, 3, 4),
            [
                [[17, 4, 11, 0], [4, 1, 6, -1], [11, 6, 7, 6], [0, -1, 6, 7]],
                [[0, -11, -15], [-11, 5, -9], [-15, -9, 0]],
            ],
        ),
        ((3, 1, 3, 2), [[[-1]], [[Fraction(-1, 3), 2, Fraction(-5, 3)], [2, 3, 4], [Fraction(-5, 3), 4, -4]]]),
    ],
)
def test_narrow_outer_layers_are_decided(widths, invariants):
    found = judge(Dense(widths), invariants)
    assert found.status == "refuted"
    outcome = check_text(dumps(dense_json(found)))
    assert outcome.verdict == "accepted", outcome


def test_a_hand_computation_for_widths_1_2_2():
    """At D = diag(3, −4) and W_1 = u = (x, y): W_2ᵀW_2 = D + uuᵀ, |W|² = 3x² − 4y² + |u|⁴ and tr K = −1 + 3·|u|²."""
    point = next(points(Dense((1, 2, 2)), [entries(matrix(diagonal(3, -4)))]))
    assert invariants_of(point) == (entries(matrix(diagonal(3, -4))),)
    layers = scaled(find_motion(Dense((1, 2, 2)), [entries(matrix(diagonal(3, -4)))]))
    square = sum(x**2 for x in layers[0])
    trace = sum(sum(layers[1][i, j] ** 2 for j in range(2)) for i in range(2)) + 2 * square
    assert mpmath.almosteq(trace, -1 + 3 * square, 1e-40)
    whole = layers[1] * layers[0]
    expected = 3 * layers[0][0] ** 2 - 4 * layers[0][1] ** 2 + square**2
    assert mpmath.almosteq(sum(x**2 for x in whole), expected, 1e-40)


@given(st.lists(st.integers(1, 4), min_size=3, max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_two_layers_have_points_whatever_the_attained_invariants_are(widths, random):
    network = Dense(tuple(widths))
    shapes = list(pairwise(widths))
    drawn = [matrix([[random.randint(-3, 3) for _ in range(c)] for _ in range(r)]) for c, r in shapes]
    wanted = network.invariants(drawn)
    found = next(points(network, wanted), None)
    assert found is None or invariants_of(found) == wanted
    assert found is not None or (drawn[1] * drawn[0]).rank() < min(widths)


@given(st.lists(st.integers(1, 4), min_size=4, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_invariants_of_parameters_are_attained(widths, random):
    drawn = [matrix([[random.randint(-3, 3) for _ in range(c)] for _ in range(r)]) for c, r in pairwise(widths)]
    wanted = Dense(tuple(widths)).invariants(drawn)
    assert is_attained(widths, wanted)
    lower, upper = map(matrix, wanted)
    for _, middle in zip(range(2), middles(widths, lower, upper), strict=False):
        below, above = middle.transpose() * middle - lower, upper + middle * middle.transpose()
        assert below.rank() <= widths[0]
        assert above.rank() <= widths[3]


@given(st.lists(st.integers(1, 4), min_size=4, max_size=4), st.integers(-2, 2), st.integers(-2, 2))
def test_scalar_invariants_are_attained_if_dimensions_fit(widths, first, last):
    wanted = [entries(matrix(diagonal(*[d] * n))) for d, n in zip((first, last), widths[1:3], strict=True)]
    assert is_attained(widths, wanted) == bool(rank_classes(widths, [Fraction(first), Fraction(last)]))


def test_eigenvalues_that_do_not_interlace_are_refused():
    """μ_2 of W_2ᵀW_2 = D_1 + uuᵀ is in [1, 2], and that of W_2W_2ᵀ = vᵀv − D_2 in [8, 9]."""
    with pytest.raises(ParseError, match="no real parameters"):
        judge(Dense((1, 2, 2, 1)), [diagonal(1, 2), diagonal(-8, -9)])
    with pytest.raises(ParseError, match="2 positive eigenvalues where the width after it is 1"):
        judge(Dense((1, 2, 2, 1)), [diagonal(1, 2), diagonal(1, 2)])
    assert is_attained((1, 2, 2, 1), [entries(matrix(diagonal(1, 2))), entries(matrix(diagonal(-2, -9)))])


@pytest.mark.parametrize(("numerator", "denominator", "size"), [(12, 9, 3), (60, 60, 3), (12, 9, 4)])
def test_invariants_of_many_digits_are_decided(numerator, denominator, size):
    random = Random(8)
    rows = [[Fraction(0)] * size for _ in range(size)]
    for i in range(size):
        for j in range(i, size):
            above, below = random.randint(-(10**numerator), 10**numerator), random.randint(1, 10**denominator)
            rows[i][j] = rows[j][i] = Fraction(above, below)
    found = judge(Dense((size,) * 3), [rows])
    assert found.status == "refuted"
    assert check_text(dumps(dense_json(found))).verdict == "accepted"


def threaded_ntk(widths, invariants, t, whole):
    """K from t = |W_1|², the invariants and the directions of W alone."""
    norms = [t]
    for rows in invariants:
        norms.append(norms[-1] + sum(rows[i][i] for i in range(len(rows))))
    size = (whole * whole.transpose()).tolist()
    total = sum(Fraction(int(size[i][i].p), int(size[i][i].q)) for i in range(len(size)))

    def squared(first, last):
        """|W_last⋯W_first|², layers from 0; 1 for no layer."""
        value, l = Fraction(1), first
        while l <= last:
            if l < last and widths[l + 1] > 1:
                square = sum(c * c for row in invariants[l] for c in row)
                value, l = value * (norms[l] ** 2 + norms[l + 1] ** 2 - square) / 2, l + 2
            else:
                value, l = value * norms[l], l + 1
        return value

    left, right = whole * whole.transpose() * weights([1 / total] * widths[-1]), whole.transpose() * whole
    right = right * weights([1 / total] * widths[0])
    result, depth = weights([0] * widths[0] * widths[-1]), len(widths) - 1
    for l in range(depth):
        above = left * weights([squared(l + 1, depth - 1)] * widths[-1]) if l + 1 < depth else identity(widths[-1])
        below = right * weights([squared(0, l - 1)] * widths[0]) if l else identity(widths[0])
        result = result + kronecker(above, below)
    return entries(result)


@pytest.mark.parametrize("widths", [(1, 3, 1), (1, 2, 1, 2), (3, 1, 2, 1), (1, 2, 1, 3, 1), (2, 1, 3, 1, 2)])
def test_hidden_layers_between_layers_of_width_1_give_a_function_of_w_and_d(widths):
    network, random = Dense(widths), Random(5)
    for _ in range(10):
        shapes = pairwise(widths)
        layers = [matrix([[random.randint(-4, 4) for _ in range(c)] for _ in range(r)]) for c, r in shapes]
        whole = matrix(network.parametrization(layers))
        if any(c != 0 for c in whole.entries()):
            wanted = network.invariants(layers)
            t = sum(c * c for row in entries(layers[0]) for c in row)
            assert exact_ntk(layers) == threaded_ntk(widths, wanted, t, whole)
            found = judge(network, wanted)
            assert found.status == "proved"
            assert check_text(dumps(dense_json(found))).verdict == "accepted"


def test_the_theorem_is_for_such_layers_and_attained_invariants():
    found = dense_json(judge(Dense((1, 2, 1, 2)), [diagonal(1, -2), [[3]]]))
    assert (found["result"]["theorem"], found["result"]["ranks"]) == ("trace", [1])
    other = {**found, "delta": [[["1", "0"], ["0", "2"]], [["3"]]]}
    assert check_text(sealed(other)).message == "delta: no real parameters have these invariants"
    wide = {**found, "architecture": {"notation": "1 2 2 2", "widths": [1, 2, 2, 2]}}
    wide["delta"] = [found["delta"][0], found["delta"][0]]
    assert check_text(sealed(wide)).message.startswith("result.theorem: is for hidden layers of width 1")
    more = {**found, "result": {**found["result"], "ranks": [0, 1]}}
    assert check_text(sealed(more)).message == "result.ranks: is not [1]"
