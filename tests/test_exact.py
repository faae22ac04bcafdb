"""Exactness at every public entrance: exact numbers in every form, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy
import pytest
import sympy
from flint import arb, fmpq, fmpq_mat, fmpz, fmpz_mat

from symlcn import certify, fiber, find_counterexample, ntk, parse_architecture
from symlcn.algebra.complexroots import complex_roots
from symlcn.algebra.exact import exact, exact_invariants, exact_numbers
from symlcn.algebra.matrices import matrix
from symlcn.errors import ParseError
from symlcn.families.dense.judge import judge
from symlcn.families.dense.network import Dense
from symlcn.families.relu.dense import ReluDense
from symlcn.families.relu.twolayer import ReluConvolutional
from symlcn.fiber.points import count_points
from symlcn.geometry.metric.functionfield import symbolic_metric
from symlcn.geometry.metric.metric import metric
from symlcn.loss.flow.velocities import initial_velocities
from symlcn.loss.landscape import is_critical, parameter_gradient
from symlcn.loss.risk import quadratic_risk, risk_of_data
from symlcn.loss.signals import data_risk
from symlcn.network.scaling import solve_scaling

TWO = parse_architecture("k2 k2")
STRIDE = parse_architecture("k3s2 k2")
SQUARE = parse_architecture("k2x2 k2x2")
A = [[2, 1, 0], [1, 2, 1], [0, 1, 2]]
RISK = quadratic_risk(TWO, A, (1, 2, 3))
DENSE = Dense((2, 2, 2))
UNIT = [[1, 0], [0, 1]]

NUMBERS = {
    "int": 2,
    "Fraction": Fraction(2),
    "string": "2",
    "quotient": "4/2",
    "fmpz": fmpz(2),
    "fmpq": fmpq(4, 2),
    "sympy": sympy.Integer(2),
    "sympy.Rational": sympy.Rational(4, 2),
    "numpy": numpy.int64(2),
    "numpy.uint8": numpy.uint8(2),
}
WRONG = {
    "float": (2.0, '"2", or Fraction(2.0), its binary value'),
    "rounded": (0.1 + 0.2 - 0.3, "Fraction(5.551115123125783e-17), its binary value"),
    "inf": (float("inf"), "not an exact number"),
    "nan": (float("nan"), "not an exact number"),
    "bool": (True, "True is a bool"),
    "Decimal": (Decimal("0.5"), "Fraction('0.5')"),
    "complex": (2 + 0j, "a complex, not an exact number"),
    "None": (None, "not an exact number"),
    "decimal string": ("0.5", "write 1/2"),
    "word": ("two", "not an exact rational number"),
    "numpy float": (numpy.float64(2), '"2", or Fraction(2.0)'),
    "numpy float32": (numpy.float32(2), "a float32, not an exact number"),
    "numpy bool": (numpy.True_, "is a bool"),
    "numpy array": (numpy.array([1.5]), "not an exact number"),
    "sympy float": (sympy.Float(2), "not an exact number"),
    "sympy symbol": (sympy.Symbol("x"), "not an exact number"),
    "ball": (arb(2), "an arb, not an exact number"),
    "Unicode digit": ("٣", "not an exact rational number"),
}
ENTRANCES = {
    "certify, delta": lambda x: certify(SQUARE, [x]),
    "find_counterexample, delta": lambda x: find_counterexample(SQUARE, [x], height=3),
    "fiber, filter": lambda x: fiber(TWO, (x, 3, 1)),
    "fiber, delta": lambda x: fiber(TWO, (2, 3, 1), [x]),
    "count_points, filter": lambda x: count_points(TWO, (x, 3, 1)),
    "ntk, filters": lambda x: ntk(TWO, [(x, 1), (1, 1)]).entry(0, 0),
    "ntk, delta": lambda x: ntk(TWO, [(2, 1), (1, 1)], [x]).entry(0, 0),
    "metric, filter": lambda x: metric(STRIDE, (x, 4, Fraction(17, 2), 5, Fraction(15, 2)), [0]).scaling,
    "metric, delta": lambda x: metric(STRIDE, (4, 8, 17, 10, 15), [x]).scaling,
    "metric, filters": lambda x: metric(STRIDE, (2, 4, 7, 2, 3), [0], [(x, 4, 6), (1, Fraction(1, 2))]).scaling,
    "symbolic metric, point": lambda x: symbolic_metric(STRIDE).at((4, 8, 17, 10, 15), [x]),
    "risk, A": lambda x: quadratic_risk(TWO, [[x, 1, 0], *A[1:]], (1, 2, 3)).gradient((0, 0, 0)),
    "risk, target": lambda x: quadratic_risk(TWO, A, (1, x, 3)).target,
    "risk, least": lambda x: quadratic_risk(TWO, A, (1, 2, 3), x).least,
    "risk of data": lambda x: risk_of_data(TWO, [(x, 0, 0), (0, 1, 0), (0, 0, 1)], [(1,), (2,), (3,)]).target,
    "risk, gradient": lambda x: RISK.gradient((x, 0, 0)),
    "singular data": lambda x: data_risk(parse_architecture("k2"), [(x, 2)], [(3,)]).gradient((1, 0)),
    "singular data, output": lambda x: data_risk(parse_architecture("k2"), [(1, 2)], [(x,)]).gradient((1, 0)),
    "singular data, gradient": lambda x: data_risk(parse_architecture("k2"), [(1, 2)], [(3,)]).gradient((x, 0)),
    "flow, filters": lambda x: initial_velocities(RISK, [[(x, 1), (1, 1)], [(1, 1), (2, 1)]], [0]).starts[0].velocity,
    "flow, delta": lambda x: initial_velocities(RISK, [[(2, 1), (1, 1)], [(1, 1), (2, 1)]], [x]).starts[0].velocity,
    "landscape": lambda x: parameter_gradient(RISK, [(x, 1), (1, 1)]),
    "is_critical": lambda x: is_critical(RISK, [(x, 1), (1, 1)]),
    "scaling, norms": lambda x: solve_scaling([x, 1], [0]),
    "scaling, delta": lambda x: solve_scaling([3, 1], [x]),
    "roots": lambda x: complex_roots([x, 3, 1]),
    "matrix": lambda x: matrix([[x, 1]]),
    "dense, parameters": lambda x: DENSE.parametrization([[[x, 0], [0, 1]], UNIT]),
    "dense, invariants": lambda x: judge(DENSE, [[[x, 0], [0, 2]]]),
    "ReLU, filters": lambda x: ReluConvolutional(STRIDE).invariants([(x, 1, 1), (1, 1)]),
    "ReLU, input": lambda x: ReluConvolutional(STRIDE).evaluate([(1, 1, 1), (1, 1)], (x, 0, 0, 0, 1)),
    "dense ReLU, input": lambda x: ReluDense((2, 2, 1)).kernel([UNIT, [[1, 1]]], [x, 1], [1, 1]),
}


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("number", [name for name in NUMBERS if name != "int"])
def test_exact_numbers_are_taken_in_every_form(entrance, number):
    call = ENTRANCES[entrance]
    assert call(NUMBERS[number]) == call(2)


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_exact_is_refused_everywhere(entrance, wrong):
    value, said = WRONG[wrong]
    with pytest.raises(ParseError) as caught:
        ENTRANCES[entrance](value)
    assert said in str(caught.value)


SEQUENCES = {
    "certify": lambda x: certify(parse_architecture("k2 k2 k2"), x),
    "find_counterexample": lambda x: find_counterexample(parse_architecture("k2 k2 k2"), x),
    "fiber, delta": lambda x: fiber(parse_architecture("k2 k2 k2"), (2, 3, 1, 1), x),
    "fiber, filter": lambda x: fiber(parse_architecture("k2"), x),
    "ntk, delta": lambda x: ntk(parse_architecture("k2 k2 k2"), [(2, 1), (1, 1), (1, 1)], x),
    "ntk, filters": lambda x: ntk(parse_architecture("k2"), [x]),
    "metric": lambda x: metric(parse_architecture("k1 k1 k1"), (1,), x),
    "symbolic metric": lambda x: symbolic_metric(STRIDE).at(x, [0]),
    "risk": lambda x: RISK.gradient(x),
    "risk, A": lambda x: quadratic_risk(TWO, [x, *A[1:]], (1, 2, 3)),
    "scaling": lambda x: solve_scaling([1, 1, 1], x),
    "norms": lambda x: solve_scaling(x, [0]),
    "roots": complex_roots,
    "dense, row": lambda x: DENSE.parametrization([[x, [0, 1]], UNIT]),
    "dense, invariants": lambda x: judge(DENSE, [[x, [0, 1]]]),
    "dense ReLU": lambda x: ReluDense((2, 2, 1)).kernel([UNIT, [[1, 1]]], [1, 1], x),
}


@pytest.mark.parametrize("entrance", SEQUENCES)
@pytest.mark.parametrize("wrong", ["21", b"21", 21, None, {2, 1}, {2: 1, 1: 2}], ids=repr)
def test_a_string_or_a_number_or_a_set_is_no_sequence(entrance, wrong):
    if wrong is None and entrance in ("certify", "find_counterexample", "fiber, delta", "ntk, delta"):
        return  # every δ at once
    with pytest.raises(ParseError):
        SEQUENCES[entrance](wrong)


def test_sums_of_floats_are_not_taken_for_other_invariants():
    with pytest.raises(ParseError, match=r"delta\[0\]"):
        certify(SQUARE, [0.1 + 0.2 - 0.3])
    assert certify(SQUARE, [0]).status == "proved"
    with pytest.raises(ParseError, match=r"delta: 1 number given, but 3 layers have 2 invariants"):
        certify(parse_architecture("k2x2 k2x2 k2x2"), "21")
    assert certify(SQUARE, "21").refuted


def test_matrices_of_other_kinds_are_not_taken_for_rational_ones():
    rows = [[2, 0], [0, 1]]
    assert DENSE.parametrization([fmpq_mat(rows), UNIT]) == DENSE.parametrization([rows, UNIT])
    with pytest.raises(ParseError):
        DENSE.parametrization([sympy.Matrix([[2.0, 0], [0, 1]]), UNIT])
    with pytest.raises(ParseError):
        DENSE.parametrization([fmpz_mat(rows), UNIT])


def test_the_number_of_invariants_is_told():
    with pytest.raises(ValueError, match="1 number given, but 3 layers have 2 invariants"):
        exact_invariants([1], 3)


def test_iterators_and_arrays_are_sequences():
    assert exact_numbers(iter([1, "1/2"]), "x") == (*exact_numbers(numpy.array([1]), "x"), Fraction(1, 2))
    assert exact(10**400) == 10**400


def test_the_height_of_a_search_is_an_integer():
    for height in (1.5, True, "3"):
        with pytest.raises(ValueError, match="is not an integer from 1"):
            find_counterexample(SQUARE, [1], height=height)
