"""Losses given by signals: gradients without a quadratic form, flows with singular data and long filters, checked."""

import json
import random
from fractions import Fraction
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError, ParseError
from symlcn.loss.data import as_data
from symlcn.loss.flow.document import flow_json
from symlcn.loss.flow.velocities import initial_velocities
from symlcn.loss.risk import Risk, risk_of_data, semidefinite_risk
from symlcn.loss.signals import data_risk, loss_of
from symlcn.network.architecture import parse_architecture
from tests.support.damage import replaced, sealed
from tests.support.strategies import architectures

CUBIC = parse_architecture("k3 k2")
STARTS = [[(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]]
SINGULAR = '{"inputs": [[1, 2, 3, 4], [0, 1, 1, 0]], "outputs": [[1], [2]]}'


def tensor(size, source):
    if not size:
        return Fraction(source.randint(-5, 5), source.randint(1, 3))
    return tuple(tensor(size[1:], source) for _ in range(size[0]))


def output_size(network, size):
    strides = [prod(steps) for steps in zip(*(layer.stride for layer in network.layers), strict=True)]
    return [(n - k) // s + 1 for n, k, s in zip(size, network.end_to_end_size, strides, strict=True)]


@settings(max_examples=40)
@given(architectures(max_layers=2, max_size=2, max_step=2, max_dimension=2), st.integers(0, 10**6))
def test_the_gradient_is_that_of_the_quadratic_form(network, seed):
    assume(network.ambient <= 12)
    source = random.Random(seed)
    sizes = [tuple(k + source.randint(2, 4) for k in network.end_to_end_size) for _ in range(3)]
    inputs = [tensor(size, source) for size in sizes]
    outputs = [tensor(output_size(network, size), source) for size in sizes]
    own = data_risk(network, inputs, outputs)
    try:
        form = risk_of_data(network, inputs, outputs)
    except ParseError:
        assume(False)
    u = [Fraction(source.randint(-4, 4), source.randint(1, 3)) for _ in range(network.ambient)]
    assert own.gradient(u) == form.gradient(u)


def test_velocities_for_singular_data():
    """∇ℓ = 2·(1·(1,2,3,4) − 3·(0,1,1,0)) = (2,−2,0,8); M_0ᵀ∇ℓ = (0,−2,8), M_1ᵀ∇ℓ = (2,8) at the first start."""
    risk = loss_of(CUBIC, as_data(SINGULAR))
    found = initial_velocities(risk, STARTS, [Fraction(0)])
    assert found.gradient == (2, -2, 0, 8)
    assert found.starts[0].velocity == ((0,), (4,), (0,), (-16,))
    assert found.status == "refuted"
    document = flow_json(found)
    assert "least" not in document["risk"]
    assert check_text(dumps(document)).verdict == "accepted"


def test_a_form_that_is_semidefinite_and_singular():
    """A = p·pᵀ, where every u on a hyperplane is a minimum; A − 5·I and a zero pivot beside others are refused."""
    p = [1, 2, 0, -1]
    rows = [[a * b for b in p] for a in p]
    risk = semidefinite_risk(CUBIC, rows, (0, 0, 0, 1))
    assert risk.gradient((0, -1, 0, 1)) == tuple(2 * -2 * c for c in p)
    found = initial_velocities(risk, STARTS, [Fraction(0)])
    document = flow_json(found)
    assert check_text(dumps(document)).verdict == "accepted"
    for place, value in (((2, 2), "-1"), ((0, 0), "-5")):
        outcome = check_text(sealed(replaced(document, ("risk", "A", *place), value)))
        assert (outcome.verdict, outcome.message.split(":")[0]) == ("rejected", "risk.A")
    with pytest.raises(ParseError, match="not positive definite"):
        semidefinite_risk(CUBIC, [[a - 5 * (i == j) for j, a in enumerate(row)] for i, row in enumerate(rows)], p)
    with pytest.raises(ParseError, match="not positive definite"):
        semidefinite_risk(CUBIC, [[0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], p)


def test_full_data_of_few_entries_stay_a_quadratic_form():
    full = '{"inputs": [[1, 0, 0, 1, 0, -1, 0, 0, 1, 1]], "outputs": [[3, 1, -4, 0, 2, 1, 3]]}'
    assert isinstance(loss_of(CUBIC, as_data(full)), Risk)


def exchanged(length):
    """Two factorizations of one u with 2·length − 1 entries: a factor x − 1 of w_0 and x + 2 of w_1, and exchanged."""
    source = random.Random(length)
    first, second = ([source.choice((-2, -1, 1, 2)) for _ in range(length - 1)] for _ in range(2))

    def times(f, root):
        return [a - root * b for a, b in zip([0, *f], [*f, 0], strict=True)]

    return [times(first, 1), times(second, -2)], [times(first, -2), times(second, 1)]


def test_long_filters_move_with_exact_velocities():
    """N = 401, more than a quadratic form is formed for; slow product M Mᵀ∇ℓ for the first entry."""
    network, (w, v) = parse_architecture("k201 k201"), exchanged(201)
    signal = [(3 * n * n + n) % 7 - 3 for n in range(403)]
    risk = data_risk(network, [signal], [[1, -1, 2]])
    found = initial_velocities(risk, [w, v], [Fraction(0)])
    document = flow_json(found)
    assert found.status == "refuted"
    assert check_text(dumps(document)).verdict == "accepted"
    kernel = sum(c * c for c in w[0]), sum(c * c for c in w[1])
    pulled = [sum(a * g for a, g in zip(w[1 - l], found.gradient, strict=False)) for l in (0, 1)]
    expected = [Fraction(-(kernel[l]) * w[1 - l][0]) * pulled[l] for l in (0, 1)]
    square = Fraction(sum(expected)) / prod(kernel)  # t² = n_0·n_1, so 1/t = t/(n_0·n_1)
    assert found.starts[0].velocity[0] == (0, square)


def test_ntks_that_are_equal_by_their_terms():
    """A swap of interchangeable layers, balanced: K consists of the same terms."""
    network = parse_architecture("k3x40 k3x40")
    source = random.Random(5)
    w = [[[source.choice((-1, 1, 2)) for _ in range(40)] for _ in range(3)] for _ in range(2)]
    network_data = data_risk(network, [tensor((5, 80), source)], [tensor((1, 2), source)])
    found = initial_velocities(network_data, [w, w[::-1]], [Fraction(0)])
    assert (found.status, found.same_ntk) == ("proved", True)
    outcome = check_text(dumps(flow_json(found)))
    assert outcome.verdict == "accepted", outcome
    assert "have one NTK" in outcome.claim


def test_ntks_that_are_equal_though_their_terms_are_not():
    """x³ as 1·x·x² and as x·x²·1: three multiples of the same partial identities, in another order."""
    network = parse_architecture("k2 k4 k3")
    starts = [[(1, 0), (0, 1, 0, 0), (0, 0, 1)], [(0, 1), (0, 0, 1, 0), (1, 0, 0)]]
    risk = data_risk(network, [(1, 2, 0, -1, 3, 1, 2)], [(1,)])
    found = initial_velocities(risk, starts, [Fraction(0), Fraction(0)])
    assert (found.status, found.same_ntk) == ("proved", True)
    assert check_text(dumps(flow_json(found))).verdict == "accepted"


DOCUMENT = flow_json(initial_velocities(loss_of(CUBIC, as_data(SINGULAR)), STARTS, [Fraction(0)]))
DAMAGED = {
    "an output": (("risk", "outputs", 0, 0), "3/2", "gradient"),
    "an entry of a signal": (("risk", "inputs", 1, 2), "7", "gradient"),
    "a longer signal": (("risk", "inputs", 0), ["1", "2", "3", "4", "0"], "risk.outputs[0]"),
    "a shorter signal": (("risk", "inputs", 0), ["1", "2", "3"], "risk.outputs[0]"),
    "an output more": (("risk", "outputs", 1), ["2", "2"], "risk.outputs[1]"),
    "an entry of the gradient": (("gradient", 0), "3", "gradient"),
    "an entry of a velocity": (("starts", 0, "velocity", 1), "5", "starts[0].velocity[1]"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_data_are_rejected_for_the_right_reason(name):
    path, value, place = DAMAGED[name]
    outcome = check_text(sealed(replaced(DOCUMENT, path, value)))
    assert outcome.verdict == "rejected", outcome
    assert outcome.message.startswith(place), outcome


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("risk", "outputs"), [["1"]]),
        (("risk", "inputs"), []),
        (("risk", "inputs", 0), []),
        (("risk", "inputs", 0), ["1", "2", ["3"], "4"]),
        (("risk", "loss"), "mean"),
    ],
)
def test_malformed_data(path, value):
    assert check_text(sealed(replaced(DOCUMENT, path, value))).verdict == "malformed"


def test_data_that_do_not_fit_and_forms_too_large():
    with pytest.raises(ParseError, match="smaller than the filter"):
        data_risk(CUBIC, [(1, 2, 3)], [(1,)])
    with pytest.raises(ParseError, match="of size 1, but the network makes one of size 2"):
        data_risk(CUBIC, [(1, 2, 3, 4, 5)], [(1,)])
    wide = parse_architecture("k301")
    with pytest.raises(LimitError, match="give inputs and outputs"):
        semidefinite_risk(wide, [[1] * 301 for _ in range(301)], [0] * 301)
    unit = semidefinite_risk(wide, [[int(i == j) for j in range(301)] for i in range(301)], [0] * 301)
    assert unit.gradient([1] * 301) == (2,) * 301


def test_the_command_takes_singular_data(run, tmp_path):
    words = ["flow", "k3 k2", "--data", SINGULAR, "--from", json.dumps(STARTS[0]), "--from", json.dumps(STARTS[1])]
    code, out, _ = run(*words, "--balanced", "--exact", "--certificate", "f.json")
    assert code == 10
    assert "for 2 signals; neither its minima over all filters nor the least risk" in " ".join(out.split())
    assert check_text((tmp_path / "f.json").read_bytes()).verdict == "accepted"
    code, _, err = run("flow", "k3 k2", "--data", SINGULAR, "--landscape")
    assert code == 2
    assert "u* is not unique" in err
