"""Motions near rational parameters: against Newton's method at 60 digits; certificates, and false ones."""

import json
from fractions import Fraction
from functools import cache
from itertools import groupby, pairwise

import mpmath
import pytest

from symlcn.algebra.matrices import entries, matrix
from symlcn.answer import Status
from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.judge import DenseResult, judge
from symlcn.families.dense.near import find_near
from symlcn.families.dense.network import Dense
from symlcn.families.verdict import Verdict
from tests.support.damage import sealed

NEAR = ("evidence", "near")


def rows(value):
    return tuple(tuple(map(Fraction, row)) for row in value)


def diagonal(*values):
    return rows([[value if i == j else 0 for j in range(len(values))] for i, value in enumerate(values)])


CASES = [
    ((1, 2, 2, 1), [diagonal(1, 2), diagonal(1, -3)]),
    ((1, 2, 2, 1), [diagonal(3 * 10**30, 4 * 10**30), diagonal(3 * 10**30, -4 * 10**30)]),
    ((1, 2, 2, 1), [diagonal(Fraction(1, 10**9), 0), diagonal(0, Fraction(-1, 10**9))]),
    ((2, 3, 3, 2), [diagonal(1, 2, -1), rows([[0, 1, 0], [1, 2, 1], [0, 1, 1]])]),
    ((2, 1, 2, 2), [diagonal(3), diagonal(3, -4)]),
    ((2, 2, 2), [diagonal(1, 2)]),
    (
        (2, 2, 2, 2, 2, 2, 2),
        [rows([[a, b], [b, c]]) for a, b, c in ((17, 3, -5), (13, 7, 1), (-19, 11, 2), (8, 5, 3), (1, 9, 15))],
    ),
]
OF_PARAMETERS = [
    ((2, 4, 2, 3), [[[1, 2], [0, -1], [3, 1], [-2, 1]], [[1, 0, 2, -1], [2, 1, 0, 1]], [[1, 1], [0, 2], [-1, 3]]]),
    ((1, 4, 3, 2), [[[1], [2], [-1], [3]], [[1, 0, 2, -1], [2, 1, 0, 1], [0, 3, -1, 1]], [[1, 1, 0], [0, 2, -1]]]),
]


def document(widths, invariants):
    """A certificate of this form, also where there is a pair."""
    near = find_near(Dense(widths), invariants)
    return dense_json(
        DenseResult(Dense(widths), tuple(invariants), Verdict(Status.REFUTED, "here"), rank=min(widths), near=near)
    )


@pytest.mark.parametrize(("widths", "invariants"), CASES)
def test_certificates_are_accepted(widths, invariants):
    outcome = check_text(dumps(document(widths, invariants)))
    assert outcome.verdict == "accepted", outcome
    how = "by a motion near rational parameters, Brouwer's theorem and the implicit function theorem: refuted"
    assert outcome.claim.endswith(f"of the product W of rank {min(widths)}, for these invariants, {how}")


@pytest.mark.parametrize(("widths", "layers"), OF_PARAMETERS)
def test_invariants_of_some_parameters(widths, layers):
    invariants = Dense(widths).invariants(list(map(matrix, layers)))
    assert check_text(dumps(document(widths, invariants))).verdict == "accepted"


def test_narrow_outer_layers_are_decided():
    found = judge(Dense((1, 2, 2, 1)), [diagonal(3, 4), diagonal(3, -4)])
    assert (found.status, found.motion, found.verdict.pair) == ("refuted", None, None)
    assert found.near is not None
    assert check_text(dumps(dense_json(found))).verdict == "accepted"


def real(value):
    return mpmath.mpf(value.numerator) / value.denominator


def split(widths, x):
    shapes, layers, start = pairwise(widths), [], 0
    for columns, height in shapes:
        layers.append(mpmath.matrix(height, columns))
        for k in range(height * columns):
            layers[-1][k // columns, k % columns] = x[start + k]
        start += height * columns
    return layers


def invariant_numbers(layers):
    values = [after.T * after - before * before.T for before, after in pairwise(layers)]
    return [d[i, j] for d in values for i in range(d.rows) for j in range(i, d.rows)]


def product(layers):
    whole = layers[0]
    for layer in layers[1:]:
        whole = layer * whole
    return whole


def trace_of_ntk(layers):
    total = mpmath.mpf(0)
    for n, layer in enumerate(layers):
        after = product([mpmath.eye(layer.rows), *layers[n + 1 :]])
        before = product([mpmath.eye(layers[0].cols), *layers[:n]])
        total += sum(c * c for c in after) * sum(c * c for c in before)
    return total


def newton(kept, goal, x):
    """The nearest x with the given values, and a basis of one vector of the directions that keep them."""
    step = mpmath.mpf(10) ** -30
    for _ in range(6):
        rest = mpmath.matrix([a - b for a, b in zip(goal, kept(x), strict=True)])
        slopes = mpmath.matrix(len(goal), len(x))
        for k in range(len(x)):
            ahead, behind = (kept([c + sign * step * (i == k) for i, c in enumerate(x)]) for sign in (1, -1))
            for i, (a, b) in enumerate(zip(ahead, behind, strict=True)):
                slopes[i, k] = (a - b) / (2 * step)
        moved = slopes.T * mpmath.lu_solve(slopes * slopes.T, rest)
        x = [c + moved[i] for i, c in enumerate(x)]
    return x, slopes


def test_real_parameters_are_as_near_as_is_said_and_the_ntk_changes_beside_them():
    """1 2 2 1: eight parameters, six invariants; so with the product there is one direction."""
    (widths, invariants), goal = CASES[0], [1, 0, 2, 1, 0, -3]
    near = find_near(Dense(widths), invariants)
    with mpmath.workdps(80):
        start = [real(c) for layer in near.parameters for row in entries(layer) for c in row]
        x, _ = newton(lambda x: invariant_numbers(split(widths, x)), goal, start)
        assert max(map(abs, invariant_numbers(split(widths, x)))) <= 3 + mpmath.mpf(10) ** -60
        assert 0 < max(abs(a - b) for a, b in zip(x, start, strict=True)) <= real(near.radius)

        def kept(x):
            layers = split(widths, x)
            return [*invariant_numbers(layers), product(layers)[0, 0]]

        _, slopes = newton(kept, kept(x), x)
        _, _, right = mpmath.svd_r(mpmath.matrix([*slopes.tolist(), [0] * 8]))
        moved = [c + right[7, i] / 10**6 for i, c in enumerate(x)]
        other, _ = newton(kept, kept(x), moved)
        assert max(abs(a - b) for a, b in zip(kept(x), kept(other), strict=True)) < mpmath.mpf(10) ** -60
        assert abs(trace_of_ntk(split(widths, x)) - trace_of_ntk(split(widths, other))) > mpmath.mpf(10) ** -7


@cache
def text(case):
    return dumps(document(*CASES[case]))


def damaged(path, value, case=0):
    found = json.loads(text(case))
    place = found
    for key in path[:-1]:
        place = place[key]
    assert place[path[-1]] != value
    place[path[-1]] = value
    return check_text(sealed(found))


ACCEPTED = (
    "1 2 2 1: the NTK is not a function of the product W of rank 1, for these invariants, by a motion near rational "
    "parameters, Brouwer's theorem and the implicit function theorem: refuted"
)
NOT_SO_NEAR = "evidence.near.radius: real parameters with these invariants are not shown to be so near"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ((*NEAR, "radius"), f"1/{10**40}", NOT_SO_NEAR),
        ((*NEAR, "radius"), "10", NOT_SO_NEAR),
        ((*NEAR, "radius"), "0", "evidence.near.radius: is not positive"),
        ((*NEAR, "scale"), "-1", "evidence.near.scale: is not positive"),
        (("delta", 0, 0, 0), f"{10**20 + 1}/{10**20}", NOT_SO_NEAR),
        (
            (*NEAR, "parameters", 2),
            [["0", "0"]],
            "evidence.near.directions[0]: does not move the number 0 of the invariants and the NTK alone",
        ),
        (
            (*NEAR, "directions", 6),
            [[["0", "0"], ["0", "0"]]] * 2,
            "evidence.near.directions[6]: does not move the number 6 of the invariants and the NTK alone",
        ),
        ((*NEAR, "left"), [["0"]], "evidence.near.left: the product is not shown to have the largest rank"),
        ((*NEAR, "right"), [["0"]], "evidence.near.left: the product is not shown to have the largest rank"),
        (("delta",), None, "delta: must be given where the evidence is a motion"),
        (("result", "rank"), 0, "result.rank: is not the rank of the product"),
        ((*NEAR, "directions"), [], "evidence.near.directions: expected 7 entries, found 0"),
    ],
)
def test_false_certificates_are_not_accepted(path, value, message):
    outcome = damaged(path, value)
    assert outcome.verdict in ("rejected", "malformed")
    assert outcome.message == message


def test_a_radius_may_be_larger_until_the_directions_no_longer_serve():
    shown = [damaged((*NEAR, "radius"), f"1/{10**k}").message for k in range(1, 25)]
    shown = [message for message, _ in groupby(shown)]
    unfit = "evidence.near.radius: the directions are not shown to move all numbers alone as far as this"
    assert shown == [NOT_SO_NEAR, unfit, ACCEPTED]


def test_parameters_farther_away_are_not_accepted():
    number = Fraction(json.loads(text(0))["evidence"]["near"]["parameters"][0][0][0])
    for k, message in ((9, NOT_SO_NEAR), (40, ACCEPTED)):
        assert damaged((*NEAR, "parameters", 0, 0, 0), str(number + Fraction(1, 10**k))).message == message


def test_another_entry_of_the_ntk_moves_otherwise():
    outcome = damaged((*NEAR, "index"), [0, 3], case=5)
    assert outcome.message.startswith("evidence.near.directions[")


def test_scalar_invariants_have_no_such_directions():
    """There K is a function of W: no directions move the invariants and the NTK independently."""
    found = json.loads(text(5))
    found["delta"] = [[["3", "0"], ["0", "3"]]]
    found["evidence"]["near"]["parameters"] = [[["1", "0"], ["0", "1"]], [["2", "0"], ["0", "2"]]]
    assert check_text(sealed(found)).message.startswith("evidence.near.directions[")
    for widths, values in (((2, 2, 2), [3]), ((1, 2, 2, 1), [1, -1])):
        wanted = [diagonal(*[d] * n) for d, n in zip(values, widths[1:], strict=False)]
        assert find_near(Dense(widths), wanted) is None


def test_none_are_found_where_there_are_none():
    """For 1 3 1 and 1 2 1 2 the NTK is a function of W and D; between layers of width 3 a D of width 7 is singular."""
    assert find_near(Dense((1, 3, 1)), [diagonal(1, 0, -2)]) is None
    assert find_near(Dense((1, 2, 1, 2)), [diagonal(1, -2), diagonal(3)]) is None
    assert find_near(Dense((3, 7, 3)), [diagonal(1, 2, 3, 0, -1, -2, -3)]) is None
