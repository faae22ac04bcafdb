"""Motions of dense parameters: against difference quotients at 60 digits; certificates, and false ones."""

import json
from fractions import Fraction
from itertools import pairwise
from random import Random

import mpmath
import pytest

from symlcn.check import check_text
from symlcn.networks.dense import Dense
from symlcn.networks.densedocument import dense_json
from symlcn.networks.densejudge import DenseResult, judge
from symlcn.networks.densemotion import find_motion
from symlcn.networks.matrices import entries, matrix
from symlcn.networks.protocol import Verdict
from symlcn.serial import dumps
from tests.damage import sealed

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
    assert (set(motion.columns), set(motion.rows)) == ({1}, {1})
    assert network.invariants(motion.parameters) == given


def document(widths=(3, 3, 3, 3), seed=3):
    """A certificate by a motion, also where there is a pair."""
    network, wanted = Dense(widths), drawn(widths, seed)
    motion, rank = find_motion(network, wanted), min(widths)
    rows = tuple(tuple(map(tuple, d)) for d in wanted)
    return dense_json(DenseResult(network, rows, Verdict("refuted", "here"), rank=rank, motion=motion))


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
