"""The checker on certificates of initial velocities: honest ones accepted, damaged and wrong ones rejected."""

import copy
import json
import subprocess
import sys
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symlcn.certificates.envelope import dumps
from symlcn.check import check_text
from symlcn.errors import LimitError
from symlcn.loss.flow.document import flow_json
from symlcn.loss.flow.velocities import initial_velocities
from symlcn.loss.risk import quadratic_risk
from symlcn.network.architecture import parse_architecture
from symlcn.network.filters import flat
from tests.loss.flow.test_flow import SWAP, risk_of
from tests.loss.test_landscape import form, problems, tensor
from tests.support.damage import at, replaced, sealed, verdicts_on_changes, verdicts_on_removals

check = import_module("symlcn.check")

ROOTS = [[(0, -1, 1), (1, 1)], [(-1, 0, 1), (0, 1)]]
HALVES = [[(1, 2), (3, 5)], [(Fraction(3, 2), Fraction(5, 2)), (2, 4)]]


def document(text, starts, delta, target=None):
    return flow_json(initial_velocities(risk_of(text, target), starts, delta and [Fraction(d) for d in delta]))


BASES = {
    "irrational, different": document("k3 k2", ROOTS, [0]),
    "irrational, equal": document("k2 k2", HALVES, [0]),
    "rational, equal": document("k2 k2", [[(1, 2), (3, 5)], [(-6, -10), (Fraction(-1, 2), -1)]], [0]),
    "one point": document("k3s2 k2", [[(1, 2, 3), (4, 5)], [(-2, -4, -6), (-2, Fraction(-5, 2))]], [27]),
    "as they are, different": document("k2x2 k2x2", SWAP, None),
    "equal, different NTKs": document("k3 k2", ROOTS, [0], (0, -1, 0, 1)),
}


def test_honest_certificates_are_accepted():
    for name, honest in BASES.items():
        outcome = check_text(dumps(honest))
        assert outcome.verdict == "accepted", (name, outcome)
        end = "nothing is claimed" if name == "one point" else "proved"
        assert outcome.claim.endswith("refuted" if name.endswith(", different") else end)


def test_the_checker_alone_checks_them(tmp_path):
    for number, honest in enumerate(BASES.values()):
        (tmp_path / f"{number}.json").write_text(dumps(honest), encoding="utf-8")
    files = [str(tmp_path / f"{number}.json") for number in range(len(BASES))]
    command = [sys.executable, "-I", str(Path(check.__file__).parent), *files]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.count(": accepted: ")) == (0, len(BASES))


def still_true(honest, path, value):
    """A does not matter where u = u*; an interval may be another one around the same root."""
    if path[:2] == ("risk", "A"):
        u, target = ([Fraction(c) for c in values] for values in (honest["filter"], honest["risk"]["target"]))
        return u[path[3]] == target[path[3]]
    if path == ("reason",):
        return True
    if "interval" not in path:
        return False
    damaged = at(replaced(honest, path, value), path[: path.index("interval")])
    lower, upper = map(Fraction, damaged["interval"])
    values = [sum(int(c) * x**k for k, c in enumerate(damaged["minpoly"])) for x in (lower, upper)]
    return 0 <= lower < upper and values[0] * values[1] < 0


@pytest.mark.parametrize("name", BASES)
def test_no_change_of_any_single_value_is_accepted(name):
    honest = BASES[name]
    for path, value, outcome in verdicts_on_changes(honest):
        assert outcome.verdict != "accepted" or still_true(honest, path, value), (path, value, outcome)


@pytest.mark.parametrize("name", BASES)
def test_no_removal_is_accepted(name):
    """Fewer starts are fine where nothing is compared, and so are fewer coefficients of 0."""
    honest = BASES[name]
    for path, outcome in verdicts_on_removals(honest):
        zero = path[2:3] == ("velocity",) and at(honest, path[:-1]) == ["0", "0"]
        fewer = name == "one point" and path[:-1] == ("starts",)
        assert outcome.verdict != "accepted" or fewer or zero, path


def edited(name, *edits):
    result = copy.deepcopy(BASES[name])
    for path, value in edits:
        at(result, path[:-1])[path[-1]] = value
    return result


WRONG = {
    "equal where they differ": (
        edited("irrational, different", (("status",), "proved"), (("difference",), None)), "starts[1].velocity"),
    "one NTK where there are two": (
        edited("equal, different NTKs", (("ntk_difference",), None)), "ntk_difference"),
    "different where they are equal": (
        edited("irrational, equal", (("status",), "refuted"),
               (("difference",), {"starts": [0, 1], "index": [0],
                                  "values": [BASES["irrational, equal"]["starts"][n]["velocity"][0] for n in (0, 1)]})),
        "difference.values"),
    "one start": (edited("rational, equal", (("starts",), BASES["rational, equal"]["starts"][:1])), "starts"),
    "one point twice": (
        edited("irrational, equal", (("starts",), BASES["irrational, equal"]["starts"][1:] * 2)), "starts"),
    "one point, scaled": (edited("one point", (("status",), "proved"), (("reason",), None)), "starts"),
    "another product": (
        edited("as they are, different", (("starts", 1, "filters", 0, 0, 0), "5")),
        "starts[1].filters"),
    "a loss that is not symmetric": (edited("rational, equal", (("risk", "A", 0, 1), "100")), "risk.A"),
    "a loss that is not definite": (edited("rational, equal", (("risk", "A", 0, 0), "-100")), "risk.A"),
    "another gradient": (edited("rational, equal", (("gradient", 0), "1")), "gradient"),
    "a zero filter": (
        edited("rational, equal", (("starts", 0, "filters", 1), ["0", "0"])), "starts[0].filters[1]"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_claims_are_rejected_for_the_right_reason(name):
    damaged, place = WRONG[name]
    outcome = check_text(sealed(damaged))
    assert outcome.verdict == "rejected", outcome
    assert outcome.message.startswith(place), outcome


def test_malformed_certificates():
    for damaged in (
        edited("rational, equal", (("delta",), None)),
        edited("rational, equal", (("starts",), [])),
        edited("rational, equal", (("difference",), {})),
        edited("as they are, different", (("ntk_difference",), {})),
        edited("rational, equal", (("risk", "loss"), "mean of squares")),
    ):
        assert check_text(sealed(damaged)).verdict == "malformed"


@given(problems(), st.lists(st.integers(-5, 5), min_size=2, max_size=2))
@settings(max_examples=25)
def test_one_point_rescaled_moves_alike_and_proves_nothing(problem, delta):
    risk, filters, _ = problem
    if not all(any(flat(w)) for w in filters):
        return
    invariants = [Fraction(d) for d in delta[: len(filters) - 1]]
    if len(filters) == 1:
        return
    scaled = [tensor([2 * Fraction(c) for c in flat(filters[0])], risk.architecture.layers[0].size), *filters[1:-1],
              tensor([Fraction(c) / 2 for c in flat(filters[-1])], risk.architecture.layers[-1].size)]  # fmt: skip
    found = initial_velocities(risk, [filters, scaled], invariants)
    assert (found.status, found.points, found.difference) == ("undecided", 1, None)
    assert found.starts[0].velocity == found.starts[1].velocity
    document = flow_json(found)
    assert "one point" in document["reason"]
    assert check_text(dumps(document)).verdict == "accepted"
    outcome = check_text(sealed({**document, "status": "proved", "reason": None}))
    assert (outcome.verdict, outcome.message) == (
        "rejected", "starts: are one point up to scalars of their filters: two different ones are needed")  # fmt: skip


def test_equal_numbers_of_different_fields_are_a_limit():
    """k3 k2 at x³ − x, balanced: t = 2 and t = √2; the gradient (0, …) apart, no certificate compares such numbers."""
    risk = quadratic_risk(parse_architecture("k3 k2"), form(4), (0, -1, 0, 1))
    found = initial_velocities(risk, [*ROOTS, ROOTS[1]], [Fraction(0)])
    assert json.loads(dumps(flow_json(found)))["ntk_difference"] is not None
    moved = initial_velocities(risk_of("k3 k2"), [ROOTS[1], ROOTS[1]], [Fraction(0)])
    first, second = moved.starts
    other = type(second)(second.filters, initial_velocities(risk, [ROOTS[0]], [Fraction(5)]).starts[0].scaling, ())
    with pytest.raises(LimitError, match="different fields"):
        flow_json(type(moved)(moved.risk, moved.delta, moved.filter, moved.gradient, (first, other), None, None))
