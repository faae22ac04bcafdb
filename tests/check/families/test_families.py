"""The checker on certificates of dense and ReLU networks: damage is noticed, and wrong claims are rejected."""

import copy
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from symlcn.check import check_text
from symlcn.families.dense.document import dense_json
from symlcn.families.dense.invariants import as_symmetric
from symlcn.families.dense.judge import judge
from symlcn.families.dense.network import Dense
from symlcn.families.relu.dense import ReluDense
from symlcn.families.relu.document import relu_json
from symlcn.families.relu.judge import judge_convolutional, judge_dense
from symlcn.network.architecture import parse_architecture
from tests.support.damage import at, sealed, verdicts_on_changes, verdicts_on_removals

check = import_module("symlcn.check")


def dense(widths, delta):
    network = Dense(tuple(map(int, widths.split())))
    return dense_json(judge(network, as_symmetric(delta, network)))


BASES = {
    "generic": lambda: dense("2 2 2", "generic"),
    "generic, rectangular": lambda: dense("3 2 4 2", "generic"),
    "prescribed": lambda: dense("2 2 2", "[[[1, 2], [2, 5]]]"),
    "prescribed, no small pair": lambda: dense("2 2 2", '[[["1/7", "4/5"], ["4/5", 5]]]'),
    "prescribed, wide": lambda: dense("3 3 4", "[[[1, 2, 0], [2, 5, 1], [0, 1, 1]]]"),
    "prescribed, narrow": lambda: dense("2 3 3", "[[[1, 0, 1], [0, -1, 0], [1, 0, 0]]]"),
    "null space": lambda: dense("3 2 1", "-1"),
    "scalar": lambda: dense("2 2 2", "3"),
    "balanced": lambda: dense("2 1 3 2", "0"),
    "hidden width 1": lambda: dense("2 1 2", "generic"),
    "trace": lambda: dense("1 2 1", "[[[1, 0], [0, -2]]]"),
    "undecided": lambda: dense("1 2 2 1", "generic"),
    "relu mlp": lambda: relu_json(judge_dense(ReluDense((2, 2, 2)))),
    "relu mlp, one neuron": lambda: relu_json(judge_dense(ReluDense((2, 1, 2)))),
    "relu cnn": lambda: relu_json(judge_convolutional(parse_architecture("k2x2 k2x2"))),
    "relu cnn, exchange": lambda: relu_json(judge_convolutional(parse_architecture("k3 k2"))),
}


@cache
def base(name):
    return BASES[name]()


DECIDED = [name for name in BASES if name != "undecided"]


def test_honest_certificates_are_accepted():
    for name in BASES:
        assert check_text(sealed(base(name))).verdict == "accepted"


def still_true(name, path):
    """Inputs may separate, or NTKs differ, elsewhere too; "trace" holds for other D too, and widths may fit others."""
    return "input" in path or (name == "trace" and path[0] == "delta")


@pytest.mark.parametrize("name", DECIDED)
def test_no_change_of_any_single_value_is_accepted(name):
    found = list(verdicts_on_changes(base(name)))
    for path, value, outcome in found:
        assert outcome.verdict != "accepted" or still_true(name, path), (path, value, outcome)
    assert len(found) >= 10


@pytest.mark.parametrize("name", DECIDED)
def test_no_removal_of_anything_but_a_sample_is_accepted(name):
    for path, outcome in verdicts_on_removals(base(name)):
        assert outcome.verdict != "accepted" or path[:-1] == ("evidence", "samples"), path


def edited(name, *edits):
    document = copy.deepcopy(base(name))
    for path, value in edits:
        at(document, path[:-1])[path[-1]] = value
    return document


ONE = [["1", "0"], ["0", "1"]]
DIAGONAL = [["1", "0"], ["0", "2"]]
WRONG = {
    "a proof for invariants that are not scalar": (
        lambda: edited("scalar", (("delta", 0), DIAGONAL), (("evidence", "samples"), [])), "result.theorem"),
    "a proof for all invariants of a network that has a pair": (
        lambda: edited("scalar", (("delta",), None), (("evidence", "samples"), [])), "result.theorem"),
    "a proof where the null space is not determined": (
        lambda: edited("scalar", (("architecture",), {"notation": "3 2 1", "widths": [3, 2, 1]}),
                       (("delta", 0), [["-1", "0"], ["0", "-1"]]), (("evidence", "samples"), [])), "result.ntk"),
    "a proof for invariants that no parameters have": (
        lambda: edited("scalar", (("architecture",), {"notation": "1 2 1", "widths": [1, 2, 1]}),
                       (("evidence", "samples"), [])), "delta"),
    "a rank at which the null space is not determined": (
        lambda: edited("hidden width 1", (("architecture",), {"notation": "2 1 1", "widths": [2, 1, 1]}),
                       (("delta",), [[["-1"]]]), (("result", "ranks"), [0, 1])), "result.ranks"),
    "trace for other widths": (lambda: edited("scalar", (("result", "theorem"), "trace")), "result.theorem"),
    "different products": (lambda: edited("generic", (("evidence", "pair", 1), [ONE, ONE])), "evidence.pair"),
    "different invariants": (
        lambda: edited("generic", (("evidence", "pair"), [[DIAGONAL, ONE], [ONE, DIAGONAL]])), "evidence.pair"),
    "invariants other than delta": (
        lambda: edited("prescribed", (("evidence", "pair"), base("generic")["evidence"]["pair"])), "evidence.pair"),
    "equal sides": (
        lambda: edited("generic", (("evidence", "pair", 1), base("generic")["evidence"]["pair"][0]),
                       (("evidence", "ntk_difference", "values"), ["17/4", "17/4"])), "evidence.ntk_difference.values"),
    "a product of low rank": (
        lambda: edited("generic", (("evidence", "pair"), [[ONE, [["0", "0"], ["0", "0"]]]] * 2),
                       (("result", "rank"), 0)), "result.rank"),
    "notation of other widths": (
        lambda: edited("generic", (("architecture", "notation"), "2 2 3")), "architecture.notation"),
    "a matrix that is not orthogonal": (
        lambda: edited("scalar", (("evidence", "samples", 0, "orthogonal", 0), DIAGONAL)),
        "evidence.samples[0].orthogonal[0]"),
    "a sample of other invariants": (
        lambda: edited("scalar", (("evidence", "samples", 0), {"parameters": [ONE, ONE], "orthogonal": [ONE],
                                                       "image": [ONE, ONE]})), "evidence.samples[0].parameters"),
    "a ReLU in three layers": (
        lambda: edited("relu mlp", (("architecture",), {"notation": "2 2 2 2", "widths": [2, 2, 2, 2]})),
        "architecture"),
    "no separation of the swap": (
        lambda: edited("relu cnn", (("evidence", "separations"), base("relu cnn")["evidence"]["separations"][:1])),
        "evidence.separations"),
    "a swap that is none": (
        lambda: edited("relu cnn", (("evidence", "separations", 1, "parameters"),
                                    base("relu cnn")["evidence"]["separations"][0]["parameters"])),
        "evidence.separations[1].parameters"),
    "filters with another product": (
        lambda: edited("relu cnn, exchange", (("evidence", "separations", 1, "parameters", 1, 0), ["1", "0", "0"])),
        "evidence.separations[1].parameters"),
    "one neuron where there are two": (
        lambda: edited("relu mlp, one neuron", (("architecture",), {"notation": "2 2 2", "widths": [2, 2, 2]})),
        "result.theorem"),
    "an input that is not positive": (
        lambda: edited("relu mlp", (("evidence", "ntk_difference", "input"), ["2", "0"])),
        "evidence.ntk_difference.input"),
    "two functions": (
        lambda: edited("relu mlp", (("evidence", "pair", 1, 1), ONE)), "evidence.pair"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_claims_are_rejected_for_the_right_reason(name):
    document, place = WRONG[name]
    outcome = check_text(sealed(document()))
    assert outcome.verdict == "rejected", outcome
    assert outcome.message.startswith(f"{place}: "), outcome


TRACE = {  # eigenvalues by hand
    "0 0 0": ([["0", "0", "0"], ["0", "0", "0"], ["0", "0", "0"]], True),
    "3 0 0": ([["1", "1", "1"], ["1", "1", "1"], ["1", "1", "1"]], True),
    "1 0 -1": ([["0", "0", "1"], ["0", "0", "0"], ["1", "0", "0"]], True),
    "1/2 0 -9": ([["1/2", "0", "0"], ["0", "0", "0"], ["0", "0", "-9"]], True),
    "3 1 0": ([["2", "1", "0"], ["1", "2", "0"], ["0", "0", "0"]], False),
    "1 1 -1": ([["0", "0", "1"], ["0", "1", "0"], ["1", "0", "0"]], False),
    "2 -1 -1": ([["0", "1", "1"], ["1", "0", "1"], ["1", "1", "0"]], False),
}


@pytest.mark.parametrize("name", TRACE)
def test_the_trace_formula_is_for_invariants_that_real_parameters_have(name):
    matrix, attained = TRACE[name]
    architecture = {"notation": "1 3 1", "widths": [1, 3, 1]}
    outcome = check_text(sealed(edited("trace", (("architecture",), architecture), (("delta", 0), matrix))))
    assert outcome.verdict == ("accepted" if attained else "rejected"), outcome
    assert attained or outcome.message == "delta: no real parameters have these invariants"


def test_a_trusted_pair_of_equal_functions_needs_equal_invariants():
    """Permuted neurons compute the same function, but carry their invariants with them."""
    first = base("relu mlp")["evidence"]["pair"][0]
    permuted = [first[0][::-1], [row[::-1] for row in first[1]]]
    outcome = check_text(sealed(edited("relu mlp", (("evidence", "pair", 1), permuted))))
    assert outcome.message == "evidence.pair: the invariants differ"


MALFORMED = {
    "delta of a ReLU network": lambda: edited("relu mlp", (("delta",), [])),
    "reason of a proof": lambda: edited("scalar", (("reason",), "because")),
    "a float": lambda: edited("scalar", (("result", "rank"), 2.0)),
    "a boolean": lambda: edited("scalar", (("result", "ranks"), [0, True, 2])),
    "a number too many": lambda: edited("generic", (("evidence", "pair", 0, 0, 0), ["1", "0", "0"])),
    "no widths": lambda: edited("generic", (("architecture",), {"notation": "", "widths": []})),
    "huge widths": lambda: edited("generic", (("architecture",), {"notation": "9 99999 9", "widths": [9, 99999, 9]})),
    "undecided with a result": lambda: edited("undecided", (("result",), {})),
    "undecided without a reason": lambda: edited("undecided", (("reason",), "")),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_certificates(name):
    assert check_text(sealed(MALFORMED[name]())).verdict == "malformed"


def test_many_ways_to_split_a_null_space_are_beyond_the_limit():
    widths = [60] * 61
    delta = [[["-1" if i == j else "0" for j in range(60)] for i in range(60)]] * 59
    document = edited(
        "scalar",
        (("architecture",), {"notation": " ".join(map(str, widths)), "widths": widths}),
        (("delta",), delta),
        (("evidence", "samples"), []),
    )
    assert check_text(sealed(document)).message == "certificate: needs more arithmetic than this checker does"


def test_the_checker_alone_checks_them(tmp_path):
    for number, document in enumerate(map(base, BASES)):
        (tmp_path / f"{number}.json").write_text(sealed(document), encoding="utf-8")
    files = [str(tmp_path / f"{number}.json") for number in range(len(BASES))]
    command = [sys.executable, "-I", str(Path(check.__file__).parent), *files]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.count(": accepted: ")) == (0, len(BASES))
