"""The JSON Schema files: what the program writes is valid, and what is damaged in form is not."""

import contextlib
import json
import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from jsonschema_rs import meta

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.check.certificate import KINDS
from symlcn.counterexample.document import counterexample_json
from symlcn.counterexample.find import CounterexampleResult, find_counterexample
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.invariants import as_symmetric
from symlcn.families.dense.judge import judge
from symlcn.families.dense.network import Dense
from symlcn.families.densepolynomial.document import dense_polynomial_json
from symlcn.families.densepolynomial.judge import judge as judge_powers
from symlcn.families.densepolynomial.neuroninvariants import as_neuron_invariants
from symlcn.families.densepolynomial.powernetwork import as_dense_polynomial
from symlcn.families.grouped.certify import judge as groups
from symlcn.families.grouped.certify.document import grouped_json
from symlcn.families.grouped.counterexample.document import grouped_finding_json
from symlcn.families.grouped.counterexample.judge import judge as judge_pairs
from symlcn.families.multichannel.certify import judge as channels
from symlcn.families.multichannel.certify.document import multichannel_json
from symlcn.families.multichannel.channelmap import as_channel_filters
from symlcn.families.multichannel.counterexample.document import channel_finding_json
from symlcn.families.multichannel.counterexample.judge import as_channel_invariants
from symlcn.families.multichannel.counterexample.judge import judge as judge_channels
from symlcn.families.multichannel.fiber import judge as orbits
from symlcn.families.multichannel.fiber.document import channel_fiber_json
from symlcn.families.polynomial.activation.document import identified_json
from symlcn.families.polynomial.activation.identified import read_activation, with_activation, with_bias
from symlcn.families.polynomial.certify.document import network_json
from symlcn.families.polynomial.certify.judge import judged
from symlcn.families.polynomial.counterexample.document import pair_json
from symlcn.families.polynomial.counterexample.question import find_pair
from symlcn.families.polynomial.equations.document import function_equations_json
from symlcn.families.polynomial.equations.functionforms import function_equations
from symlcn.families.polynomial.fiber.document import polynomial_fiber_json
from symlcn.families.polynomial.fiber.functionfiber import polynomial_fiber
from symlcn.families.polynomial.fiber.functioninput import as_given
from symlcn.families.polynomial.flow.document import function_flow_json
from symlcn.families.polynomial.flow.functionloss import function_loss
from symlcn.families.polynomial.flow.functionvelocities import function_velocities
from symlcn.families.polynomial.inverse.document import polynomial_inverse_json
from symlcn.families.polynomial.inverse.peelingformulas import polynomial_inverse
from symlcn.families.polynomial.metric.branchmetric import branch_metric
from symlcn.families.polynomial.metric.document import branch_json
from symlcn.families.polynomial.strata.document import shift_loci_json
from symlcn.families.polynomial.strata.shiftloci import shift_loci
from symlcn.families.relu.dense import ReluDense
from symlcn.families.relu.document import relu_json
from symlcn.families.relu.judge import judge_convolutional, judge_dense
from symlcn.fiber.evidence.document import fiber_json
from symlcn.fiber.fiber import fiber
from symlcn.generic.certify import certify, undecided
from symlcn.generic.document import to_json
from symlcn.geometry.equations.document import equations_json
from symlcn.geometry.equations.equations import equations
from symlcn.geometry.equations.outside import outside
from symlcn.geometry.inverse.document import inverse_json
from symlcn.geometry.inverse.inverse import inverse
from symlcn.geometry.metric.comparison import compare
from symlcn.geometry.metric.document import metric_json, symbolic_json
from symlcn.geometry.metric.functionfield import symbolic_metric
from symlcn.geometry.metric.metric import metric
from symlcn.geometry.strata.document import exchanges_json, strata_json
from symlcn.geometry.strata.exchanges import exchanges
from symlcn.geometry.strata.poset import strata
from symlcn.loss.critical.critical import critical_points
from symlcn.loss.critical.document import critical_json
from symlcn.loss.flow.document import flow_json
from symlcn.loss.flow.velocities import initial_velocities
from symlcn.loss.risk import quadratic_risk
from symlcn.network.architecture import parse_architecture
from symlcn.network.filterinputs import as_product
from symlcn.network.notation import parse_network
from tests.loss.flow.test_flow import SWAP, risk_of
from tests.support.damage import at, leaves, nothing, replaced, sealed, without
from tests.support.schemalayout import FOLDER, WIDTH, laid_out
from tests.support.schemas import SCHEMAS, VALIDATORS, problems

SHIFTED = [(0, 2, 3), (4, 0)], [(2, 3, 0), (0, 4)]


def function_flow_of(text, starts, delta, signal=(1, 2, 0, 1)):
    loss = function_loss(parse_network(text), {"inputs": [signal], "outputs": [(3,)]})
    return function_flow_json(function_velocities(loss, starts, delta and [Fraction(d) for d in delta]))


def flow_of(text, starts, delta, target=None):
    return flow_json(initial_velocities(risk_of(text, target), starts, delta))


def critical_of(text, target=None):
    risk = risk_of(text)
    if target is not None:
        identity = [[int(i == j) for j in range(len(target))] for i in range(len(target))]
        risk = quadratic_risk(risk.architecture, identity, target)
    return critical_json(risk, critical_points(risk))


DEEP = "[[[1,2,0],[2,0,1],[0,1,3]],[[2,0,1],[0,1,5],[1,5,0]],[[0,1,0],[1,1,2],[0,2,7]]]"


def channels_of(text, delta=None):
    return multichannel_json(channels.judge(parse_network(text), delta))


def groups_of(text, delta=None):
    return grouped_json(groups.judge(parse_network(text), delta))


PAIR = [[[[-2, 6]], [[-3, -1]]], [[[1, 2], [-4, 2]]]]
ONE_HIDDEN = [[[[1, 2], [3, 5]]], [[[1, 1]], [[2, -1]]]]


def orbit_of(text, filters, delta=None):
    network = parse_network(text)
    given = as_channel_filters(filters, network)
    return channel_fiber_json(orbits.judge(network, given.product, given, delta))


def orbit_over(text, whole, delta=None):
    network = parse_network(text)
    return channel_fiber_json(orbits.judge(network, as_product(whole, network), None, delta))


ENCLOSED = [[[1, 2, 0, 3, 1, 4]], [[1, 2, 2, 3, 1, 1]]]
ORBIT = [
    [[[1, 2]], [[3, -1]]],
    [[[1, 0], [2, 1]], [[1, 1], [0, 1]]],
    [[[1, 2], [0, 1]], [[2, 1], [1, 0]], [[1, 0], [1, 1]]],
]


SQUARE = {"filter": [[[[[0], 2]], "1"]], "field": "R"}


def network_fiber(text, function, filters=None, delta=None):
    network = parse_network(text)
    given = as_given(function, filters, network)
    return polynomial_fiber_json(polynomial_fiber(network, given, delta and tuple(map(Fraction, delta))))


def powers_of(text, delta):
    network = as_dense_polynomial(text)
    return dense_polynomial_json(judge_powers(network, as_neuron_invariants(delta, network)))


def branch_of(text, filters, delta):
    return branch_json(branch_metric(parse_network(text), filters, delta))


def network_pair(text, delta=None, **options):
    return pair_json(find_pair(parse_network(text), delta and tuple(map(Fraction, delta)), **options))


def network_inverse(text):
    return polynomial_inverse_json(polynomial_inverse(parse_network(text)))


def dense_of(text, delta):
    network = Dense(tuple(map(int, text.split())))
    return dense_json(judge(network, as_symmetric(delta, network)))


def pair_of(text, delta=None):
    network = parse_network(text)
    return channel_finding_json(judge_channels(network, as_channel_invariants(delta, network)))


def fiber_of(text, tensor, delta=None, field="R"):
    return fiber_json(fiber(parse_architecture(text), tensor, delta, field))


def inverse_of(text, **options):
    return inverse_json(inverse(parse_architecture(text), **options))


def metric_of(text, *data):
    return metric_json(metric(parse_architecture(text), *data), sheet=len(data) > 2)


def real_equations(text):
    network = parse_architecture(text)
    return equations_json(equations(network, 1), outside(network))


def not_compared():
    return metric_json(metric(parse_architecture("k3 k2"), (-2, 0, 0, 1), [3]), doubt="sheets are not compared")


def compared_metric(text, tensor, delta, other):
    found = metric(parse_architecture(text), tensor, delta)
    return metric_json(found, comparison=compare(found, other))


RUNNING, U, LATE = "k3s2 k2", (4, 8, 17, 10, 15), "the time limit of 1 s was reached"
ROOTS = [[(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]]
HALVES = [[(1, 2), (3, 5)], [(Fraction(3, 2), Fraction(5, 2)), (2, 4)]]
EXAMPLES = {
    "architecture": {
        "proved": lambda: to_json(certify(parse_architecture(RUNNING))),
        "refuted": lambda: to_json(certify(parse_architecture("k2x2 k2x2"))),
        "refuted for a delta": lambda: to_json(certify(parse_architecture("k2x2 k2x2"), [Fraction(21)])),
        "block": lambda: to_json(certify(parse_architecture("k3 k2"))),
        "undecided": lambda: to_json(undecided(parse_architecture(RUNNING), None, LATE)),
    },
    "counterexample": {
        "balanced": lambda: counterexample_json(find_counterexample(parse_architecture("k3 k2"), [Fraction(0)])),
        "every delta": lambda: counterexample_json(find_counterexample(parse_architecture("k3 k2"), all_delta=True)),
        "rational": lambda: counterexample_json(find_counterexample(parse_architecture("k3 k2"), rational=True)),
        "undecided": lambda: counterexample_json(CounterexampleResult(parse_architecture("k3 k2"), None, None, LATE)),
    },
    "fiber": {
        "balanced": lambda: fiber_of("k3 k2", (0, -1, 0, 1), [0]),
        "every delta": lambda: fiber_of("k3 k2", (0, -1, 0, 1)),
        "cube root": lambda: fiber_of("k3 k2", (-2, 0, 0, 1), [3], "C"),
        "low rank": lambda: fiber_of(RUNNING, (1, 0, 2, 0, 1), [0]),
        "two directions": lambda: fiber_of("k2x2 k2x2", ((0, 0, 1), (0, 0, 0), (-2, 0, 0)), [1]),
        "split": lambda: fiber_of("k3s2 k2", (4, 8, 17, 10, 15)),
        "no real point": lambda: fiber_of("k2 k2", (1, 0, 1)),
        "undecided": lambda: nothing("fiber", parse_architecture("k2 k1"), LATE, {"filter": ["1", "0"], "field": "R"}),
    },
    "metric": {
        "irrational": lambda: metric_of(RUNNING, U, [0]),
        "rational": lambda: metric_of(RUNNING, (8, 16, 34, 20, 30), [-93]),
        "one sheet": lambda: metric_of("k3 k2", (0, -1, 0, 1), [0], ROOTS[1]),
        "scalar layer": lambda: metric_of("k2 k1", (3, 4), [0]),
        "compared": lambda: compared_metric(RUNNING, U, [0], [Fraction(3, 2)]),
        "not compared": not_compared,
        "two directions": lambda: metric_of("k2x2s2 k2x1", ((1, 2), (3, 5), (2, 4), (6, 10)), [1]),
        "too large to list": lambda: metric_of("k3s2 k2 k20s2", (1, *[0] * 41, 1), [0, 0]),
        "long layer": lambda: metric_of("k70 k1", tuple(range(70)), [5]),
        "irrational filters": lambda: metric_of("k3 k2", (-2, 0, 0, 1), [3]),
        "two points": lambda: metric_of(RUNNING, (1, 0, 0, 0, -1), [0]),
        "low rank": lambda: metric_of(RUNNING, (1, 0, 2, 0, 1), [0]),
        "outside": lambda: metric_of(RUNNING, (1, 0, 1, 0, 1), [0]),
        "different NTKs": lambda: metric_of("k3 k2", (0, -1, 0, 1), [0]),
        "formulas": lambda: symbolic_json(symbolic_metric(parse_architecture(RUNNING))),
        "formulas, two directions": lambda: symbolic_json(symbolic_metric(parse_architecture("k3x1 k1x3"))),
        "formulas, large": lambda: symbolic_json(symbolic_metric(parse_architecture("k3x2s2 k2x2"))),
        "formulas, missing": lambda: symbolic_json(symbolic_metric(parse_architecture("k2x2 k3x2"))),
        "undecided": lambda: nothing("metric", parse_architecture(RUNNING), LATE, {"filter": [*map(str, U)]}, ["1/2"]),
    },
    "inverse": {
        "charts": lambda: inverse_of(RUNNING),
        "all charts": lambda: inverse_of(RUNNING, every=True),
        "charts that use charts": lambda: inverse_of("k3x3s2x1 k2x2"),
        "steps": lambda: inverse_of("k9s2 k6"),
        "sizes in one ring": lambda: inverse_of("k2x2 k3x2"),
        "quotient": lambda: inverse_of("k2d2 k2d3"),
        "symmetric": lambda: inverse_of("k2x2 k2x2"),
        "scalar layers": lambda: inverse_of("k1 k1"),
        "undecided": lambda: nothing("inverse", parse_architecture(RUNNING), LATE),
    },
    "strata": {
        "poset": lambda: strata_json(strata(parse_architecture("k3s2 k3s2 k2"))),
        "linear": lambda: strata_json(strata(parse_architecture("k3 k2"))),
        "scalar layers": lambda: strata_json(strata(parse_architecture("k1 k1"))),
        "exchanges": lambda: exchanges_json(exchanges(parse_architecture("k2x2 k2x2"))),
        "exchanges, cut": lambda: exchanges_json(exchanges(parse_architecture("k2x2s2 k2x2s2 k2x2"), 1)),
        "exchanges, axes": lambda: exchanges_json(exchanges(parse_architecture("k7d2 k5d3"))),
        "undecided": lambda: nothing("strata", parse_architecture(RUNNING), LATE),
    },
    "equations": {
        "one": lambda: equations_json(equations(parse_architecture(RUNNING), 4)),
        "several": lambda: equations_json(equations(parse_architecture("k2x1 k1x2"), 2)),
        "none": lambda: equations_json(equations(parse_architecture("k2 k2"), 2)),
        "real points": lambda: real_equations("k3s2 k2s2 k2"),
        "real points, normal": lambda: equations_json(equations(parse_architecture("k2x2s2 k2x1"), 1), "normal"),
        "real points, undecided": lambda: equations_json(equations(parse_architecture("k3x1 k2x1"), 1), doubt=LATE),
        "undecided": lambda: nothing("equations", parse_architecture(RUNNING), LATE),
    },
    "flow": {
        "irrational, different": lambda: flow_of("k3 k2", ROOTS, [Fraction(0)]),
        "irrational, equal": lambda: flow_of("k2 k2", HALVES, [Fraction(0)]),
        "as they are, different": lambda: flow_of("k2x2 k2x2", SWAP, None),
        "equal, different NTKs": lambda: flow_of("k3 k2", ROOTS, [Fraction(0)], (0, -1, 0, 1)),
        "one start": lambda: flow_of("k1 k1", [[(1,), (2,)]], None),
    },
    "polynomial-flow": {
        "every": lambda: function_flow_of("k3 r2 k2", [[(1, 2, 3), (4, 5)]], [0]),
        "irrational, different": lambda: function_flow_of("k3 r2 k2", SHIFTED, [0]),
        "as they are, different": lambda: function_flow_of("k3 r2 k2", SHIFTED, None),
        "equal, different NTKs": lambda: function_flow_of("k3 r2 k2", SHIFTED, [0], (0, 0, 0, 0)),
        "one start": lambda: function_flow_of("k2 k2 r2 k2", [[(1, 2), (1, 1), (4, 5)]], None),
    },
    "critical": {
        "all": lambda: critical_of("k2 k2"),
        "scalar layer": lambda: critical_of("k2 k1 k2"),
        "two directions": lambda: critical_of("k2x2 k2x1"),
        "one layer": lambda: critical_of("k3"),
        "no point listed": lambda: critical_of("k2x2 k2x2"),
        "undecided": lambda: critical_of("k2 k2 k2 k2", (1, 1, 1, 1, 1)),
        "special data": lambda: critical_of("k2 k2 k2", (1, 3, 3, 1)),
        "flat at a zero filter": lambda: critical_of("k2 k1 k2", (1, -2, 4)),
    },
    "polynomial": {
        "smooth": lambda: network_json(judged(parse_network("k2s2 r2 k2"))),
        "singular": lambda: network_json(judged(parse_network("k3 r2 k2"))),
        "locus": lambda: network_json(judged(parse_network("k2 k2 r2 k2"))),
        "off the locus": lambda: network_json(judged(parse_network("k2 k2 r2 k2"), [Fraction(1), Fraction(3)])),
        "exchange": lambda: network_json(judged(parse_network("k3 k2 r2 k2"), [Fraction(0), Fraction(0)])),
        "undecided": lambda: nothing("polynomial", parse_network("k3 r2 k2"), LATE),
    },
    "polynomial-inverse": {
        "one-layer runs": lambda: network_inverse("k3 r2 k2"),
        "run of two": lambda: network_inverse("k2s2 k2 r2 k2"),
        "undecided": lambda: nothing("polynomial-inverse", parse_network("k3 r2 k3"), LATE),
    },
    "polynomial-activation": {
        "activation": lambda: identified_json(with_activation(parse_architecture("k3 k2"), read_activation("y^2 + y"))),
        "bias": lambda: identified_json(with_bias(parse_network("k3 r2 k2"))),
        "undecided": lambda: identified_json(with_bias(parse_network("k3 k2 r2 k2"))),
    },
    "polynomial-equations": {
        "several": lambda: function_equations_json(function_equations(parse_network("k2 r2 k2"), 3)),
        "real points": lambda: function_equations_json(function_equations(parse_network("k2 r2 k2"), 1, real=True)),
        "runs": lambda: function_equations_json(function_equations(parse_network("k2 k2 r2 k2"), 1, real=True)),
        "undecided": lambda: nothing("polynomial-equations", parse_network("k3 r2 k3"), LATE),
    },
    "polynomial-strata": {
        "all": lambda: shift_loci_json(shift_loci(parse_network("k3 r2 k3"))),
        "many": lambda: shift_loci_json(shift_loci(parse_network("k3x3 r2 k3x3 r2 k3x3 r2 k3x3"))),
        "runs": lambda: shift_loci_json(shift_loci(parse_network("k3 k3 r2 k3"))),
        "undecided": lambda: nothing("polynomial-strata", parse_network("k3 r2 k3"), LATE),
    },
    "polynomial-metric": {
        "irrational": lambda: branch_of("k3 r2 k2", [(1, 2, 3), (4, 5)], [0]),
        "rational": lambda: branch_of("k2 r2 k2", [(0, 1), (1, 0)], [-1]),
        "runs": lambda: branch_of("k2 k2 r2 k1", [(1, 2), (1, 1), (1,)], [3, 0]),
        "undecided": lambda: nothing("polynomial-metric", parse_network("k2 r2 k2"), LATE),
    },
    "polynomial-counterexample": {
        "swap": lambda: network_pair("k2 k2 r2 k2"),
        "irrational": lambda: network_pair("k2 k2 r2 k2", (3, 1)),
        "rational": lambda: network_pair("k2 k2 r2 k2", (-15, 16), rational=True),
        "every delta": lambda: network_pair("k3 k2 r2 k2"),
        "singular": lambda: network_pair("k2 r2 k2", singular=True),
        "undecided": lambda: nothing("polynomial-counterexample", parse_network("k2 k2 r2 k2"), LATE),
    },
    "polynomial-fiber": {
        "singular": lambda: network_fiber("k2 r2 k2", {"x_1^2": 1}),
        "swap": lambda: network_fiber("k2 k2 r2 k2", None, [(1, 2), (4, 2), (1, 1)], (-15, 16)),
        "irrational": lambda: network_fiber("k3 r2 k3 k2", None, [(1, 0, 0), (1, 0, -2), (0, 1)]),
        "outside": lambda: network_fiber("k2 r2 k2", {"x_0^2": 1, "x_2^2": 1}),
        "undecided": lambda: nothing("polynomial-fiber", parse_network("k2 r2 k2"), LATE, SQUARE),
    },
    "relu": {
        "cnn": lambda: relu_json(judge_convolutional(parse_architecture("k2x2 k2x2"))),
        "cnn, exchange": lambda: relu_json(judge_convolutional(parse_architecture("k3 k2"))),
        "cnn, undecided": lambda: nothing("relu", parse_architecture("k3 k2"), LATE),
        "mlp": lambda: relu_json(judge_dense(ReluDense((2, 2, 2)))),
        "mlp, one neuron": lambda: relu_json(judge_dense(ReluDense((2, 1, 2)))),
        "mlp, undecided": lambda: nothing("relu", Dense((2, 2, 2)), LATE),
    },
    "dense": {
        "generic": lambda: dense_of("3 2 4 2", "generic"),
        "prescribed": lambda: dense_of("2 2 2", "[[[1, 2], [2, 5]]]"),
        "motion": lambda: dense_of("3 3 3 3 3", DEEP),
        "square roots": lambda: dense_of("2 2 2 2", "[[[0, 1], [1, 3]], [[1, 0], [0, 2]]]"),
        "scalar": lambda: dense_of("2 2 2", "3"),
        "hidden width 1": lambda: dense_of("2 1 2", "generic"),
        "trace": lambda: dense_of("1 2 1", "[[[1, 0], [0, -2]]]"),
        "undecided": lambda: nothing("dense", Dense((2, 2)), LATE, delta=[]),
    },
    "grouped": {
        "one": lambda: groups_of("c8 k1c8 k3c8g8 k1c8"),
        "balanced": lambda: groups_of("c4 k3x3c4g4 k1x1c16 k1x1c4", (Fraction(0), Fraction(0))),
        "copies": lambda: groups_of("c4 k2c4g2 k2c4g2 k2c4g2", (Fraction(0), Fraction(0))),
        "line": lambda: groups_of("c3 k2x2c3g3 k2x2c3g3", (Fraction(3),)),
        "every": lambda: groups_of("c4 k3x3c4g4 k1x1c8"),
        "crowded": lambda: groups_of("c16 k1x1c96 k3x3c96g96 k1x1c24"),
        "open": lambda: groups_of("c4 k1c5 k3c5g5 k1c5 k3c5g5 k1c5", (Fraction(0),) * 4),
        "undecided": lambda: nothing("grouped", parse_network("c8 k1c8 k3c8g8 k1c8"), LATE),
    },
    "grouped-counterexample": {
        "pair": lambda: grouped_finding_json(judge_pairs(parse_network("c2 k1c2 k2c2g2 k1c2"))),
        "undecided": lambda: grouped_finding_json(judge_pairs(parse_network("c2 k2c2g2 k1c2"))),
    },
    "multichannel": {
        "tangents": lambda: channels_of("c2 k2x2c3 k2x2c3", (Fraction(1, 2),)),
        "saturated": lambda: channels_of("c2 k3x3s2c4 k3x3c4"),
        "curve": lambda: channels_of("k3x1s1x2c2 k1x2 k2x1"),
        "several": lambda: channels_of("c2 k2c2 k2c2"),
        "merged": lambda: channels_of("k2c2 k2"),
        "dense": lambda: channels_of("c4 k1c4 k1c4 k1c4"),
        "matrices": lambda: channels_of("c2 k2c2 k2c2", (((Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))),)),
        "reduced": lambda: channels_of("c2 k2x1s1x2c3 k1x2 k2x2c2", (Fraction(0), Fraction(0))),
        "degree": lambda: channels_of("c2 k3 k2c2"),
        "syzygies": lambda: channels_of("k2x3c2 k2x3c3"),
        "open": lambda: channels_of("c13 k3x3c23 k3x3c29"),
        "undecided": lambda: nothing("multichannel", parse_network("c2 k2c2 k2c2"), LATE),
    },
    "multichannel-counterexample": {
        "pair": lambda: pair_of("c2 k2s2c2 k2c2"),
        "motion": lambda: pair_of("c2 k1c2 k1c2 k1c2"),
        "near": lambda: pair_of("k2c2 k1c2 k2", "[[[1,0],[0,-70001]],[[0,1],[1,3]]]"),
        "over one filter": lambda: pair_of("k2c2 k2", 3),
        "undecided": lambda: pair_of("c2 k2x2c2 k2x2c2", "balanced"),
    },
    "multichannel-fiber": {
        "every scalar": lambda: orbit_of("k2s2c2 k2", PAIR),
        "balanced": lambda: orbit_of("k2s2c2 k2", PAIR, (Fraction(0),)),
        "one channel": lambda: orbit_of("c2 k2 k2c2", ONE_HIDDEN, (Fraction(-3),)),
        "end to end": lambda: orbit_over("k2s2c2 k2", "x^3 + 3x + 1"),
        "none": lambda: orbit_over("c2 k2 k2c2", [["x + 1", "x - 1"], ["x^2", "x"]]),
        "nothing found": lambda: orbit_over("k2c2 k2d2", "1,0,2,3"),
        "enclosed": lambda: orbit_over("k3s3c3 k2c2", ENCLOSED, (Fraction(0),)),
        "enclosed, deep": lambda: orbit_of("k2s2c2 k2s2c2 k2c3", ORBIT, (Fraction(0), Fraction(1))),
        "open": lambda: orbit_of("k3c2 k2", [[[[1, 2, 3]], [[1, 0, 1]]], [[[1, 2], [3, 4]]]]),
    },
    "dense-polynomial": {
        "generic": lambda: powers_of("2 r3 2 1", None),
        "prescribed": lambda: powers_of("2 r3 2 1", [[97, -167]]),
        "square roots": lambda: powers_of("2 r2 3 2", [[3, 1, 1]]),
        "kruskal": lambda: powers_of("3 r2 3 3", 0),
        "powers": lambda: powers_of("2 r9 2 1", "1/2"),
        "hidden width 1": lambda: powers_of("2 r3 1 2", None),
        "rank": lambda: powers_of("2 r2 2 r3 2 1", [[1, 2], [0, 0]]),
        "pair": lambda: powers_of("2 r2 2 1", None),
        "undecided": lambda: powers_of("2 r2 2 1", 0),
    },
}  # fmt: skip
NAMES = [(kind, name) for kind, examples in EXAMPLES.items() for name in examples]
CORPUS = Path(__file__).parents[1] / "corpus"
VALID = sorted(CORPUS.glob("*/valid/*.json"))


@cache
def example(kind, name):
    """A certificate as it is read back from its text."""
    return json.loads(dumps(EXAMPLES[kind][name]()))


def shape(path):
    """A path without the numbers in it."""
    return "/".join("*" if isinstance(key, int) else key for key in path)


def by_size(kind):
    """The certificates of a kind, the smallest one first."""
    return sorted((example(kind, name) for name in EXAMPLES[kind]), key=lambda document: len(dumps(document)))


def places(kind):
    """Each place in certificates of a kind once for each set of keys there: a small one that has it, and the path."""
    seen = set()
    frozen = (json.loads(path.read_text("utf-8")) for path in VALID if path.parts[-3] == kind)
    for document in (*by_size(kind), *frozen):
        found = {path[:n] for path in leaves(document) for n in range(1, len(path) + 1)}
        for path in sorted(found, key=str):
            parent, value = at(document, path[:-1]), at(document, path)
            place = shape(path), type(value), *(tuple(part) for part in (parent, value) if isinstance(part, dict))
            if (
                place not in seen
                and path[:1] != ("tool",)
                and (path[:2] != ("evidence", "fiber") or len(path) < 4 or kind == "fiber")
                and (path[:2] != ("evidence", "runs") or len(path) < 5)
            ):
                seen.add(place)
                yield document, path


def damages(value):
    """Values of another type, and one with an entry of a wrong type or a key too many."""
    yield from (0.5, {"?": "1"})
    if isinstance(value, int):
        yield str(value)
    elif isinstance(value, str):
        yield int(value) if value.lstrip("-").isdigit() else 7
    elif isinstance(value, list):
        yield [*value, 0.5]
    elif isinstance(value, dict):
        yield {**value, "?": None}


FACTOR, PIECE = "evidence/fiber/leaf/factors/*", "evidence/fiber/leaf/rings/*/pieces/*"
ARCHITECTURE = {
    *("delta", "evidence/counterexample/delta", "evidence/counterexample/ntk_difference", "evidence/exchange"),
    *("evidence/counterexample/pair/*/t", "evidence/counterexample/pair/*/rho"),
    *("result/blocks/*/real_points", "result/delta_locus"),
}
NULLABLE = {  # where null says something else, and where it may be damage that only the checker notices
    "architecture": ARCHITECTURE,
    "counterexample": {"pair/*/t", "pair/*/rho"},
    "critical": {
        *("evidence/parameter/*", "result/orbits/*/real/*/index", "evidence/elimination"),
        *("evidence/elimination/orbits/*/root", "result/zero_filters/*/strict"),
    },
    "dense": {"delta"},
    "grouped": {
        *("evidence/exchange", "result/birational", "result/degree", "result/delta_locus"),
        *("result/dimension", "result/excess", "result/finite", "result/ntk", "result/orbits"),
        *(f"evidence/parts/*/certificate/{key}" for key in ("delta", "result/birational", "result/degree")),
        *(f"evidence/parts/*/certificate/result/{key}" for key in ("delta_locus", "dimension", "excess", "finite")),
        *(f"evidence/parts/*/certificate/{key}" for key in ("result/ntk", "result/orbits")),
        *(f"evidence/parts/*/certificate/evidence/counterexample/{key}" for key in ("delta", "ntk_difference")),
        *(f"evidence/parts/*/certificate/evidence/counterexample/pair/*/{key}" for key in ("t", "rho")),
    },
    "multichannel": {
        *("result/dependent", "evidence/dependence/part"),
        *("delta", "evidence/attained", "evidence/steps/*/base", "evidence/steps/*/curve", "evidence/steps/*/degree"),
        *("evidence/steps/*/point", "result/birational", "result/degree", "result/delta_locus", "result/dimension"),
        *("result/excess", "result/finite", "result/ntk", "result/orbits"),
    },
    "multichannel-counterexample": {"delta"},
    "multichannel-fiber": {
        *("delta", "filters", "result/point", "result/point/ntk"),
        *("result/enclosure", "result/enclosure/ntk", "result/enclosure/ntk_error"),
    },
    "dense-polynomial": {
        *("delta", "evidence/pair", "evidence/rank", "result/delta_locus", "result/dimension"),
    },
    "flow": {"ntk_difference"},
    "polynomial-flow": {"ntk_difference"},
    "inverse": {
        *("result/groups/*/charts/*/cells", "result/groups/*/charts/*/place", "result/groups/*/parts/*/step"),
        "result/groups/*/steps/*/matrix",
    },
    "metric": {
        *("delta", "filter", "result/comparison", "result/grams", "result/ntk", "result/pseudoinverse"),
        *("evidence/fiber/ntk_classes", "evidence/fiber/pairs", "evidence/fiber/smooth"),
    },
    "equations": {"result/real", "result/real/kinds/*/roots/*/*"},
    "polynomial": {
        *ARCHITECTURE - {"evidence/exchange"},
        *(f"result/{key}" for key in ("ambient", "critical_points", "degree", "image_degree", "singular_dimension")),
        "result/smooth",
    },
    "polynomial-equations": {"result/real"},
    "polynomial-strata": {
        *(f"result/{key}" for key in ("smooth", "singular_dimension", "vertex_singular", "strata", "covers")),
        *("result/strata/*/image_degree", "result/strata/*/preimages"),
    },
    "polynomial-counterexample": {"filter", "pair/*/rho", "pair/*/t"},
    "polynomial-metric": {"filter"},
    "polynomial-fiber": {
        *("delta", "outside", "cores", "smooth", "ntk_classes", "points/*/filters", "points/*/factor"),
        *("points/*/t", "points/*/rho", "evidence/ntk"),
        *("evidence/ntk/different/*/run", "evidence/ntk/different/*/entry"),
        *("outside/run", "outside/position", "outside/monomial"),
    },
    "relu": {"result/exceptions"},
    "strata": {"evidence/points/*/preimage", "result/loci/*/degree", "result/strata/*/real_preimages"},
    "fiber": {
        *("delta", "ntk_classes", "pairs", "points/*/factor", "points/*/field/primitive", "points/*/rank"),
        *("points/*/rho", "points/*/t", "smooth"),
        *(f"evidence/fiber/{place}" for place in ("leaf", "split", "split/bounds/*", "split/rest")),
        *("evidence/fiber/split/group/leaf", "evidence/fiber/split/rest/leaf"),
        *(f"{place}/absolute/{key}" for place in (FACTOR, PIECE) for key in ("minpoly", "irreducible", "terms")),
        *(f"{FACTOR}/absolute/proof/{place}" for place in ("content/*", "root", "shear")),
        *(f"{PIECE}/line", f"{PIECE}/over"),
        *("evidence/fields", "evidence/fields/*", "evidence/ntk", "evidence/ntk/pair", "evidence/pairs"),
        *("evidence/pairs/*", "evidence/points/*/*", "evidence/ranks", "evidence/ranks/*", "evidence/resolvents"),
        *("evidence/scalings", "evidence/scalings/*", "evidence/smooth", "evidence/smooth/filters"),
        *("evidence/smooth/point/*", "evidence/smooth/rank", "evidence/smooth/residues"),
        *("evidence/fiber/leaf/rings/*/primes/*", "evidence/fiber/leaf/rings/*/bounds/*"),
    },
}
OPTIONAL = {
    "polynomial-counterexample": {"pair/*/scaled_filters"},
    "counterexample": {"pair/*/scaled_filters"},
    "fiber": {
        *("evidence/fiber/split/remainder", "evidence/pairs/*/bits", "points/*/t/minpoly"),  # t may be enclosed only
    },
}


def test_each_kind_has_a_schema_and_no_schema_is_left_over():
    assert set(SCHEMAS) == {*KINDS, "common"}
    assert {kind: SCHEMAS[kind]["properties"]["kind"]["const"] for kind in KINDS} == {k: k for k in KINDS}
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name):
    meta.validate(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == f"https://symlcn.invalid/schemas/{name}.json"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_laid_out_to_be_read(name):
    text = (FOLDER / f"{name}.json").read_text("utf-8")
    assert text == laid_out(SCHEMAS[name])
    assert max(map(len, text.splitlines())) <= WIDTH


def subschemas(value):
    """All objects in a schema, and what they are called there."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, dict):
            yield key, item
        if isinstance(item, dict | list):
            yield from subschemas(item)


def test_every_definition_is_used_and_made_once():
    used, made = set(), {}
    for name, schema in SCHEMAS.items():
        for _, item in subschemas({"": schema}):
            if "#" in item.get("$ref", ""):  # not of a whole certificate
                file, _, definition = item["$ref"].partition("#/$defs/")
                used.add((file.removesuffix(".json") or name, definition))
        for key, item in schema.get("$defs", {}).items():
            form = {keyword: value for keyword, value in item.items() if keyword not in ("description", "$comment")}
            made[name, key] = json.dumps(form)
    assert used == set(made)
    assert [place for place, form in made.items() if list(made.values()).count(form) > 1] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_objects_with_properties_have_no_others(name):
    """What fixes some keys, and needs them, refuses other ones; so does what refers to an open one."""
    open_ones = {"envelope", "outcome", "fiber"}
    for key, item in subschemas({"": SCHEMAS[name]}):
        if "required" in item and "properties" in item:
            closed = item.get("additionalProperties") is False or item.get("unevaluatedProperties") is False
            assert closed != (key in open_ones and name in ("common", "fiber")), key


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_certificates_are_valid(kind, name):
    document = example(kind, name)
    outcome = check_text(dumps(document))
    assert outcome.verdict == "accepted"
    assert (document["kind"], problems(document)) == (kind, [])
    assert all(hypothesis in outcome.claim for hypothesis in document["hypotheses"])
    assert (", if " in outcome.claim) == bool(document["hypotheses"])


CONDITIONS = {
    ("architecture", "refuted"): "the end-to-end filter is not 0 and is a normal point (for example a smooth point) of "
    "the closure of the neuromanifold",
    ("critical", "two directions"): "no filter is zero",
    ("dense", "scalar"): None,
    ("dense", "hidden width 1"): "the rank of W is 1",
    ("grouped", "open"): None,
    (
        "multichannel",
        "tangents",
    ): "the end-to-end filter is real and outside a proper algebraic subset of the closure of the neuromanifold",
    ("multichannel-fiber", "balanced"): None,
    ("equations", "one"): None,
    ("counterexample", "balanced"): None,
    ("fiber", "balanced"): None,
    ("flow", "as they are, different"): None,
    ("polynomial-flow", "every"): None,
    (
        "inverse",
        "all charts",
    ): "the end-to-end filter is not 0 and is a smooth point of the closure of the neuromanifold",
    ("inverse", "quotient"): "the end-to-end filter is a point of the neuromanifold at which the formulas are defined, "
    "as generic ones are",
    ("metric", "outside"): None,
    ("metric", "rational"): None,
    ("relu", "cnn"): "the function is not 0 and no shift of the filters fits into their sizes (for example, w_1 is "
    "not 0 on its first and last slice in the directions 0, 1)",
    ("polynomial", "smooth"): "the function is not 0",
    (
        "polynomial",
        "locus",
    ): "the function is not 0 and is a normal point (for example a smooth point) of the closure of the neuromanifold",
    ("polynomial", "exchange"): None,
    ("relu", "mlp, one neuron"): "the function is not 0",
    ("relu", "mlp"): None,
    ("relu", "cnn, undecided"): None,
    ("strata", "poset"): None,
}


@pytest.mark.parametrize(("kind", "name"), CONDITIONS)
def test_hypotheses_are_those_of_the_checker(kind, name):
    document = example(kind, name)
    condition = CONDITIONS[kind, name]
    assert " and ".join(document["hypotheses"]) == (condition or "")
    claim = check_text(sealed(document)).claim
    assert any(f", if {condition}{end}" in claim for end in ": ;") == (condition is not None)
    outcome = check_text(sealed({**document, "hypotheses": [] if condition else ["the filter is not 0"]}))
    assert outcome.verdict == "rejected"
    assert outcome.message.startswith(f"hypotheses: are not the {len(document['hypotheses'])} under which")


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_single_damage_of_the_form_at_any_place_is_invalid(kind):
    is_valid, nullable, optional = VALIDATORS[kind].is_valid, set(), set()
    for document, path in places(kind):
        value = at(document, path)
        for damage in damages(value):
            assert not is_valid(replaced(document, path, damage)), (path, damage)
        if value is not None and is_valid(replaced(document, path, None)):
            nullable.add(shape(path))
        if isinstance(path[-1], str) and is_valid(without(document, path)):
            optional.add(shape(path))
    assert nullable == NULLABLE.get(kind, set())
    assert optional == OPTIONAL.get(kind, set())


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_certificate_with_another_key_is_invalid(kind):
    assert not any(map(VALIDATORS[kind].is_valid, (None, [], {}, "certificate", 1)))
    for document in by_size(kind):
        assert not VALIDATORS[kind].is_valid({**document, "seed": None})


@pytest.mark.parametrize("kind", [kind for kind in EXAMPLES if not kind.endswith("fiber")])
def test_what_is_claimed_fits_the_status(kind):
    """A decided certificate has no reason and something to show, an undecided one the other way round."""
    documents = [example(kind, name) for name in EXAMPLES[kind]]
    for document in documents:
        for status in {"proved", "refuted", "undecided"} - {document["status"]}:
            assert not VALIDATORS[kind].is_valid({**document, "status": status})
        reason = "guess" if document["reason"] is None else None
        assert not VALIDATORS[kind].is_valid({**document, "reason": reason})
        nothing = document["status"] == "undecided" and "evidence" in document and document["result"] is None
        for key in ("result", "evidence") if nothing else ():
            for other in documents:  # what another undecided one keeps may stand here too
                kept = not other[key] or (kind == "critical" and other["status"] == "undecided")
                assert kept or not VALIDATORS[kind].is_valid({**document, key: other[key]})
    assert {document["status"] for document in documents} == set(KINDS[kind][1].split())


def test_networks_with_a_relu_have_the_theorem_of_their_family():
    networks = [example("relu", name) for name in ("cnn", "mlp, one neuron", "mlp")]
    for document in networks:
        assert all(problems({**document, key: {**document[key], "?": None}}) for key in ("result", "evidence"))
        for other in networks:
            for keys in [("architecture",), ("result",), ("evidence",), ("result", "evidence")]:
                mixed = {**document, **{key: other[key] for key in keys}}
                same = all(document[key] == other[key] for key in keys)
                both = (
                    keys == ("architecture",)
                    and "widths" in document["architecture"]
                    and "widths" in other["architecture"]
                )
                assert (problems(mixed) == []) == (same or both)


@pytest.mark.parametrize(
    ("key", "value"),
    [("number", "1"), ("complete", True), ("real", 1), ("orbits", [{"place": "critical", "real": []}]), ("?", None)],
)
def test_an_undecided_certificate_lists_no_critical_point(key, value):
    document = example("critical", "no point listed")
    assert problems({**document, "result": None}) == []
    assert problems(replaced(document, ("result", key), value))
    assert problems(replaced(document, ("evidence",), example("critical", "all")["evidence"]))


@pytest.mark.parametrize("text", ["-0", "+1", "01", "1/1", "0/2", "1.0", "1e3", "", " 1", "1/-2", "١"])
@pytest.mark.parametrize("place", [("risk", "target", 0), ("risk", "A", 0, 0), ("evidence", "orbits", 0, "minpoly", 0)])
def test_a_number_is_written_in_one_way(place, text):
    assert not VALIDATORS["critical"].is_valid(replaced(example("critical", "all"), place, text))


ROOTED = {"left": ["1/2", "1"], "matrix": [["1", "0"], ["0", "1"]], "right": ["2", "1"]}


def test_matrices_of_a_dense_pair_may_have_square_roots():
    document = replaced(example("dense", "prescribed"), ("evidence", "pair", 0, 0), ROOTED)
    assert problems(document) == []
    for key, damage in [(key, damage) for key in ROOTED for damage in (None, [0.5], {}, "1")]:
        assert problems(replaced(document, ("evidence", "pair", 0, 0, key), damage))
    assert problems(replaced(document, ("evidence", "pair", 0, 0, "?"), []))
    for key in ROOTED:
        assert problems(without(document, ("evidence", "pair", 0, 0, key)))
    assert problems(replaced(example("dense", "scalar"), ("evidence", "samples", 0, "image", 0), ROOTED))


LOSS = '{"A": [[2,1,0],[1,2,1],[0,1,2]], "target": [1,2,3]}'
DATA = '{"inputs": [[1,0,0,1,0,-1,0,0,1,1]], "outputs": [[3,1,-4,0,2,1,3]]}'
STARTS = ["--from", "[[0,-1,1],[1,1]]", "--from", "[[-1,0,1],[0,1]]"]
SHIFTS = ["--from", "[[0,2,3],[4,0]]", "--from", "[[2,3,0],[0,4]]"]
COMMANDS = [
    ("architecture", 10, ["certify", "k2x2", "k2x2"]),
    ("counterexample", 10, ["counterexample", "k3", "k2"]),
    ("fiber", 0, ["fiber", "k3", "k2", "--filter", "-2,0,0,1", "--delta", "3"]),
    ("metric", 0, ["metric", "k3s2", "k2", "--filter", "4,8,17,10,15", "--delta", "0"]),
    ("inverse", 0, ["inverse", "k2x2", "k3x2"]),
    ("strata", 0, ["strata", "k3s2", "k2"]),
    ("equations", 0, ["equations", "k3s2", "k2", "--degree", "3"]),
    ("dense", 10, ["dense", "3", "3", "3", "--delta", "[[[1, 2, 0], [2, 5, 1], [0, 1, 1]]]"]),
    ("grouped", 0, ["certify", "c64 k3x3c64g64 k1x1c128"]),
    ("multichannel", 0, ["certify", "c64 k3x3s2c128 k3x3c128", "--balanced"]),
    ("multichannel-fiber", 0, ["fiber", "k2s2c2", "k2", "--filters", str(PAIR), "--balanced"]),
    ("relu", 10, ["dense", "2", "2", "2", "--relu"]),
    ("relu", 0, ["certify", "k3", "k2", "--relu"]),
    ("polynomial-metric", 0, ["metric", "k3", "r2", "k2", "--filters", "[[1,2,3],[4,5]]", "--balanced"]),
    ("polynomial-counterexample", 10, ["counterexample", "k2", "k2", "r2", "k2"]),
    ("polynomial-fiber", 10, ["fiber", "k2", "r2", "k2", "--filter", "x_1^2"]),
    ("flow", 10, ["flow", "k3", "k2", "--data", DATA, *STARTS, "--balanced", "--exact"]),
    ("critical", 0, ["flow", "k2", "k2", "--data", LOSS, "--landscape"]),
    ("polynomial-flow", 10, ["flow", "k3", "r2", "k2", "--data", DATA, *SHIFTS, "--balanced", "--exact"]),
]


@pytest.mark.parametrize(("kind", "code", "words"), COMMANDS, ids=[" ".join(words[:3]) for _, _, words in COMMANDS])
def test_what_the_commands_of_the_readme_write_is_valid(run, tmp_path, kind, code, words):
    output = ["--certificate", "made.json", "-q"] if kind in ("flow", "critical", "polynomial-flow") else ["--json"]
    found, out, _ = run(*words, *output)
    document = json.loads(out if output == ["--json"] else (tmp_path / "made.json").read_text("utf-8"))
    assert (found, document["kind"], problems(document)) == (code, kind, [])


@pytest.mark.parametrize("path", VALID, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_the_corpus_of_valid_certificates_is_valid(path):
    assert problems(json.loads(path.read_text("utf-8"))) == []


BEYOND = (
    re.compile(  # what a schema does not say: numbers of entries, order, bounds that depend on others, lowest terms
        r"expected (a list of )?\d+ entries|expected an entry for each|increas|decreases|expected an integer from"
        r"|not separated by activations|expected null, found|and no power|does not divide both numbers"
        r"|in lowest terms|a number that is not an integer"  # 2.0 is one
        r"|over a smooth point|a polynomial over Q|smooth: expected an object, found null|base.kind: expected"
    )
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_corpus_of_malformed_certificates_is_invalid(kind):
    for name, reason in json.loads((CORPUS / kind / "expected.json").read_text("utf-8"))["malformed"].items():
        with contextlib.suppress(ValueError):  # no JSON
            document = json.loads((CORPUS / kind / "malformed" / name).read_text("utf-8"))
            assert not VALIDATORS[kind].is_valid(document) or BEYOND.search(reason), (name, reason)
