"""Reference values of networks with activations: files of tests/vectors against slow paths and against each other."""

import json
import random
from fractions import Fraction
from itertools import pairwise
from math import factorial, prod
from pathlib import Path

import pytest
from sympy import Symbol, sympify

from symlcn.network.notation import parse_network
from tests.support.slowactivations import derivatives, expanded, kernel

VECTORS = Path(__file__).parents[2] / "vectors"
VALUES = json.loads((VECTORS / "activationvalues.json").read_text(encoding="utf-8"))


def rows(name):
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if not line.startswith("#")]


TABLE = {notation: own for notation, *own in rows("activationtable.txt")}
SINGULAR = {notation: own for notation, *own in rows("activations.txt")}


def monomial(pairs):
    return tuple(sorted(tuple(position) for position, power in pairs for _ in range(power)))


@pytest.mark.parametrize("item", VALUES["networks"], ids=lambda item: item["notation"])
def test_worked_values(item):
    network = parse_network(item["notation"])
    functions = [expanded(network, point["filters"]) for point in item["points"]]
    assert functions.count(functions[0]) == len(functions)
    if "f" in item:
        assert functions[0] == {monomial(key): int(c) for key, c in item["f"]}
    zero = ((0,) * network.dimension,) * network.degree
    for point in item["points"]:
        norms = [sum(c * c for c in own) for own in point["filters"]]
        assert norms == point["norms"]
        assert point["delta"] == [a - r * b for (a, b), r in zip(pairwise(norms), network.activations, strict=True)]
        if "corner" in point:
            assert kernel(network, point["filters"]).get((zero, zero), 0) == point["corner"]
    if "difference" in item:
        first, second = (kernel(network, point["filters"]) for point in item["points"])
        difference = {key: first.get(key, 0) - second.get(key, 0) for key in first.keys() | second.keys()}
        keys = map(monomial, item["difference"]["monomials"])
        expected = {(key, key): c for key, c in zip(keys, item["difference"]["diagonal"], strict=True) if c}
        assert {key: c for key, c in difference.items() if c} == expected


def test_the_balanced_kernel():
    """K = (7/t) N_1 + (41/t) N_2 at t³ = 2009, from ρ = (2t, t)."""
    item = VALUES["networks"][0]
    network, point = parse_network(item["notation"]), item["points"][0]
    norms, degrees = point["norms"], network.degrees
    # ∏ (D_l t)^{D_l} = ∏ n_l^{D_l}: the filters are those of f itself
    assert -item["balanced"]["minpoly"][0] == Fraction(
        prod(n**d for n, d in zip(norms, degrees, strict=True)), prod(d**d for d in degrees)
    )
    weights = [Fraction(n, d) for n, d in zip(norms, degrees, strict=True)]
    assert [f"{weight}/t" for weight in weights] == item["balanced"]["weights"]
    corner = kernel(network, point["filters"], weights)[((0,), (0,)), ((0,), (0,))]
    assert f"{corner}/t" == item["balanced"]["corner"]


def test_equations_vanish():
    network, source = parse_network("k2 r2 k2"), random.Random(0)
    names = {name: Symbol(name) for name in "ABCDE"}
    equations = [sympify(text.replace("^", "**"), names) for text in VALUES["equations"]["k2 r2 k2"]]
    keys = [((0,), (0,)), ((0,), (1,)), ((1,), (1,)), ((1,), (2,)), ((2,), (2,))]
    for _ in range(20):
        f = expanded(network, [[source.randint(1, 9) for _ in range(2)] for _ in range(2)])
        values = {name: f[key] for name, key in zip("ABCDE", keys, strict=True)}
        assert not any(equation.subs(values) for equation in equations)
        assert any(equation.subs({**values, "C": values["C"] + 1}) for equation in equations)


@pytest.mark.parametrize("notation", TABLE)
def test_table(notation):
    network = parse_network(notation)
    dimension, monomials, degree, degrees, fibers, image, _, _ = TABLE[notation]
    assert (int(dimension), int(degree)) == (network.rank, network.degree)
    assert [int(d) for d in degrees.split()] == list(network.degrees)
    if monomials != "−":
        assert int(monomials) == len(expanded(network, [[1] * layer.parameters for layer in network.architecture]))
    counts = [layer.parameters - 1 for layer in network.architecture]
    powers = prod(d**k for d, k in zip(network.degrees, counts, strict=True))
    assert int(fibers) * int(image) == factorial(sum(counts)) * powers // prod(map(factorial, counts))


@pytest.mark.parametrize("notation", [notation for notation in SINGULAR if notation in TABLE])
def test_table_and_singular(notation):
    points, critical, _ = SINGULAR[notation]
    assert points == TABLE[notation][4]
    assert critical in ("−", TABLE[notation][6])


@pytest.mark.parametrize("notation", [key for key, own in SINGULAR.items() if own[2] != "−" and key in TABLE])
def test_table_and_hilbert_functions(notation):
    """The n-th differences of the Hilbert function end in the degree of the closure, for dimension n."""
    dimension, values = int(TABLE[notation][0]), [1, *map(int, SINGULAR[notation][2].split())]
    for _ in range(dimension - 1):
        values = [b - a for a, b in pairwise(values)]
    if notation not in UNSETTLED:
        assert values[-2:] == [int(TABLE[notation][5])] * 2


UNSETTLED = ("k3 r2 k3", "k3 r3 k2", "k2 r2 k2 r2 k2", "k3 k2 r2 k2", "k2 k2 r2 k2 k2")
"""Where the Hilbert function is not yet a polynomial at the values that were computed."""


@pytest.mark.parametrize("notation", ["k2 r2 k2", "k3 r2 k2", "k2 k2 r2 k2", "k2x1 r2 k1x2", "k2 r3 k3s2 k2"])
def test_euler(notation):
    """J_l w_l = D_l f."""
    network, source = parse_network(notation), random.Random(notation)
    filters = [[source.randint(1, 9) for _ in range(layer.parameters)] for layer in network.architecture]
    f = expanded(network, filters)
    for columns, own, degree in zip(derivatives(network, filters), filters, network.degrees, strict=True):
        total = dict.fromkeys(f, 0)
        for column, c in zip(columns, own, strict=True):
            for key, v in column.items():
                total[key] += c * v
        assert total == {key: degree * c for key, c in f.items()}
