"""Initial velocities with activations against the definition, their comparison, trajectories, and the command."""

import json
import random
import sys
from fractions import Fraction
from itertools import product
from math import prod

import pytest

import symlcn
from symlcn.errors import LimitError, ParseError
from symlcn.families.polynomial.flow.functionloss import function_loss
from symlcn.families.polynomial.flow.functiontrajectory import function_trajectories
from symlcn.families.polynomial.flow.functionvelocities import function_velocities
from symlcn.loss.risk import total_stride
from symlcn.network.filters import nested
from symlcn.network.notation import parse_network
from symlcn_cli.main import main
from tests.support.slowactivations import derivatives, expanded, kernel, value

NETWORKS = ("k3 r2 k2", "k2 k2 r2 k2", "k2s2 r3 k2", "k2x2 r2 k2x1", "k2 r2 k2 r2 k2", "k2 r2 k3s2 k2")
DATA = {"inputs": [[1, 0, 0, 1, 0, -1]], "outputs": [[3, 1, -4]]}
SHIFTS = [[(0, 2, 3), (4, 0)], [(2, 3, 0), (0, 4)]]
SWAP = [[(1, 2), (4, 2), (1, 1)], [(2, 1), (2, 4), (1, 1)]]
EXCHANGE = [[(6, 5, 1), (5, 1), (1, 2)], [(15, 8, 1), (2, 1), (1, 2)]]


def problem(text):
    """A network with random rational filters, one signal a little larger than needed, and what it should become."""
    network, source = parse_network(text), random.Random(text)

    def numbers(size):
        entries = [Fraction(source.choice((-3, -2, -1, 1, 2, 3, 4)), source.randint(1, 3)) for _ in range(prod(size))]
        return nested(entries, tuple(size))

    filters = [numbers(layer.size) for layer in network.architecture]
    field, steps = network.architecture.end_to_end_size, total_stride(network.architecture)
    size = [k + s for k, s in zip(field, steps, strict=True)]
    return network, filters, numbers(size), numbers([2] * network.dimension), size


def flat(tensor, dimension):
    return [tensor] if dimension == 0 else [c for part in tensor for c in flat(part, dimension - 1)]


def repeated(monomial):
    return tuple(position for position, power in monomial for _ in range(power))


def functional(network, f, signal, outputs, size, monomials):
    """∇ℓ on monomials: the sum of 2·(f(x_i) − z_i)·m(x_i), each x_i cut out of the signal by hand."""
    places = dict(zip(product(*map(range, size)), flat(signal, network.dimension), strict=True))
    steps, total = total_stride(network.architecture), dict.fromkeys(monomials, Fraction(0))
    corners = product(range(2), repeat=network.dimension)
    for corner, z in zip(corners, flat(outputs, network.dimension), strict=True):
        own = {
            p: places[tuple(i + o * s for i, o, s in zip(p, corner, steps, strict=True))]
            for p in product(*map(range, network.architecture.end_to_end_size))
        }
        for monomial in monomials:
            total[monomial] += 2 * (value(f, own) - z) * prod(own[p] for p in monomial)
    return total


@pytest.mark.parametrize("text", NETWORKS)
def test_the_velocity_is_that_of_the_kernel_by_definition(text):
    network, filters, signal, outputs, size = problem(text)
    loss = function_loss(network, {"inputs": [signal], "outputs": [outputs]})
    found = function_velocities(loss, [filters])
    rows = [flat(w, network.dimension) for w in filters]
    f, columns = expanded(network, rows), derivatives(network, rows)
    assert {repeated(m): c for m, c in found.function.items()} == f
    slope = functional(network, f, signal, outputs, size, {m for own in columns for column in own for m in column})
    (start,) = found.starts
    assert [list(own) for own in start.slopes] == [
        [-sum(c * slope[m] for m, c in column.items()) for column in own] for own in columns
    ]
    expected = dict.fromkeys(slope, Fraction(0))
    for (m, k), c in kernel(network, rows).items():
        expected[m] -= c * slope[k]
    velocity = {repeated(m): start.scaling.over(a).value for m, a in start.velocity.items()}
    assert velocity == {m: c for m, c in expected.items() if c}


@pytest.mark.parametrize("text", NETWORKS)
def test_trajectories_start_with_the_velocity_and_keep_the_invariants(text):
    pytest.importorskip("scipy")
    network, filters, signal, outputs, _ = problem(text)
    found = function_velocities(function_loss(network, {"inputs": [signal], "outputs": [outputs]}), [filters])
    longer = function_trajectories(found)
    assert longer.trajectories[0].conserved
    assert longer.trajectories[0].increase <= 1e-9 * longer.trajectories[0].risk[0]
    time = Fraction(longer.times[-1]) / 10**7
    numeric = function_trajectories(found, time)
    (trajectory,) = numeric.trajectories
    assert trajectory.conserved
    (start,) = found.starts
    monomials = sorted({*found.function, *start.velocity})
    zero = [0] * len(network)
    speeds = [float(start.scaling.over(start.velocity.get(m, zero)).value) for m in monomials]
    for n in range(len(monomials)):
        moved = (trajectory.filters[-1][n] - trajectory.filters[0][n]) / float(time)
        assert moved == pytest.approx(speeds[n], abs=1e-3 * max(map(abs, speeds)))


@pytest.mark.parametrize(
    ("text", "starts", "delta", "status", "every"),
    [
        ("k3 r2 k2", [[(1, 2, 3), (4, 5)]], [0], "proved", True),
        ("k3 r2 k2", [[(1, 2, 3), (4, 5)], [(-1, -2, -3), (4, 5)]], None, "proved", True),
        ("k3 r2 k2", SHIFTS, None, "refuted", False),
        ("k3 r2 k2", SHIFTS, [Fraction(5, 3)], "refuted", False),
        ("k3 r2 k2", SHIFTS[:1], None, "undecided", False),
        ("k3s2 r2 k2", [[(0, 1, 2), (3, 0)]], None, "proved", True),
        ("k2 k2 r2 k2", SWAP, None, "refuted", False),
        ("k2 k2 r2 k2", SWAP, [0, 7], "proved", False),
        ("k2 k2 r2 k2", SWAP[:1], [0, 7], "undecided", False),
        ("k3 k2 r2 k2", EXCHANGE, [0, 0], "refuted", False),
        ("k3 k2 r2 k2", EXCHANGE, [-4, 9], "refuted", False),
    ],
)
def test_velocities_part_where_the_ntk_depends_on_the_parameters(text, starts, delta, status, every):
    network = parse_network(text)
    stack = network.architecture
    wanted = [3, 1, -4][: (6 - stack.end_to_end_size[0]) // total_stride(stack)[0] + 1]
    data = {"inputs": DATA["inputs"], "outputs": [wanted]}
    answer = symlcn.flow(text, data, starts, delta, exact=True)
    assert (answer.status, answer.every) == (status, every)
    outcome = symlcn.check(answer)
    assert (outcome.verdict, outcome.claim.split(": ")[-1]) == ("accepted", status if status != "undecided" else
        "nothing is claimed")  # fmt: skip
    assert (answer.reason is None) == (status != "undecided")
    assert (answer.difference is None) == (status != "refuted")


def test_the_ntks_differ_where_these_data_do_not_show_it():
    data = {"inputs": [[0, 0, 0, 1]], "outputs": [[3]]}
    answer = symlcn.flow("k3 r2 k2", data, [[(0, 2, 0), (4, 0)], [(2, 0, 0), (0, 4)]], "balanced", exact=True)
    assert answer.proved
    assert answer.ntk_difference.monomials[0]
    assert "But their NTKs differ" in str(answer)


@pytest.mark.parametrize(
    ("starts", "delta", "data", "problem"),
    [
        ([[(1, 2, 3), (4, 5)], [(1, 2, 3), (4, 6)]], None, DATA, "starts 1 and 2 have different functions: the coeff"),
        ([[(1, 2, 3), (4, 5)], [(2, 4, 6), (1, "5/4")]], None, DATA, "starts 1 and 2 have different invariants: δ_1"),
        ([[(1, 2, 3), (0, 0)]], None, DATA, "start 1, filter 2: it is zero"),
        ([[(1, 2, 3), (4, 5)]], [1, 2], DATA, "delta"),
        ([], None, DATA, "none given"),
        ([[(1, 2, 3), (4, 5)]], None, {"A": [[1]], "target": [1]}, "give \"inputs\" and \"outputs\""),
        ([[(1, 2, 3), (4, 5)]], None, {"inputs": [[1, 2, 3]], "outputs": [[1]]}, "input 0: of size 3, smaller"),
        ([[(1, 2, 3), (4, 5)]], None, {"inputs": [[1, 2, 3, 4]], "outputs": [[1, 2]]}, "output 0: of size 2, but"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_a_line(starts, delta, data, problem):
    with pytest.raises(ParseError) as error:
        symlcn.flow("k3 r2 k2", data, starts, delta, exact=True)
    assert problem in str(error.value)
    assert "\n" not in str(error.value)


def test_a_network_with_too_many_monomials_is_left_alone():
    network = parse_network("k9x9 r2 k9x9 r3 k9x9")
    size = network.architecture.end_to_end_size
    ones = [nested([Fraction(1)] * layer.parameters, layer.size) for layer in network.architecture]
    data = {"inputs": [nested([Fraction(1)] * prod(size), size)], "outputs": [[[1]]]}
    with pytest.raises(LimitError):
        function_velocities(function_loss(network, data), [ones])
    assert symlcn.flow(network, data, [ones], exact=True).undecided


def run(capsys, *words):
    code = main(["flow", *words])
    output = capsys.readouterr()
    return code, output.out, output.err


def words(starts, *more):
    return ["k3", "r2", "k2", "--data", json.dumps(DATA), *(f"--from={json.dumps(w)}" for w in starts), *more]


def test_the_command_takes_one_start_with_activations(capsys):
    code, out, _ = run(capsys, *words([[[1, 2, 3], [4, 5]]], "--balanced", "--exact"))
    assert code == 0
    assert "PROVED: yes, for all data" in out
    assert "x_0^2: -9098/t = -721.028813591" in out
    code, _, err = run(capsys, *words([], "--exact"))
    assert (code, "--from" in err) == (2, True)


def test_pictures_and_json_of_trajectories(capsys, tmp_path):
    pytest.importorskip("scipy")
    pytest.importorskip("matplotlib")
    target = tmp_path / "flow.svg"
    code, _, _ = run(capsys, *words(SHIFTS, "--time", "1/100", "-o", str(target)))
    assert code == 10
    assert "Gradient flow of k3 r2 k2 from one function" in _text(target.read_text(encoding="utf-8"))
    code, out, _ = run(capsys, *words(SHIFTS, "--time", "1/100", "--json"))
    document = json.loads(out)
    assert (code, document["kind"], document["status"]) == (10, "polynomial-flow", "refuted")
    assert len(document["approx"]["trajectories"][0]["coefficients"][0]) == 8


def _text(svg):
    """The words of a picture, which are in its comments."""
    return " ".join(part.split("-->")[0].strip() for part in svg.split("<!--")[1:])


def test_exact_velocities_need_no_packages(capsys, monkeypatch):
    for name in ("scipy", "numpy", "matplotlib"):
        monkeypatch.setitem(sys.modules, name, None)
    assert run(capsys, *words(SHIFTS, "--exact"))[0] == 10
