"""Formulas for filters against peeling of functions, and against formulas worked by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symlcn
from symlcn.algebra.sparse import text, value
from symlcn.errors import ParseError
from symlcn.families.polynomial.expansion import expanded, run_operators
from symlcn.families.polynomial.inverse import peelingformulas
from symlcn.families.polynomial.inverse.peelingformulas import polynomial_inverse
from symlcn.families.polynomial.runcores import core
from symlcn.network.notation import parse_network
from tests.support.strategies import activated, nonzero_filters


def formulas(notation):
    found = symlcn.inverse(notation).result
    return [[text(entry, found.names) for entry in run.entries] for run in found.runs]


def test_the_worked_example():
    """w_2[1]/w_2[0] = c_11/c_00 - (c_01/2c_00)^2."""
    assert formulas("k3 r2 k2") == [["2*c", "c_1_1", "c_1_2"], ["4*c^2", "4*c*c_2_1 - c_1_1^2"]]


@pytest.mark.parametrize("notation", ["k3 r5 k3", "k3s2 r2 k2 r3 k2", "k2x2 r3 k2x1"])
def test_the_first_filter_is_read_off(notation):
    network = parse_network(notation)
    first, *others = formulas(notation)[0]
    assert first == f"{network.degree}*c"
    assert all(entry.startswith("c_1_") and set(entry) <= set("c_0123456789") for entry in others)


@pytest.mark.parametrize(
    ("notation", "read"), [("k3 r2 k2", 4), ("k3x3 r2 k3x3", 17), ("k3 r2 k3 r2 k3", 7), ("k2 k2 r2 k2", 4)]
)
def test_no_more_is_read_than_the_dimension(notation, read):
    """As many coefficients as the closure has dimensions, where runs are one layer or fill their boxes."""
    found = polynomial_inverse(parse_network(notation))
    assert len(found.coefficients) == read


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_formulas_give_the_cores(data):
    network = data.draw(activated(max_layers=3))
    filters = data.draw(nonzero_filters(network, st.integers(-3, 3)))
    operators = run_operators(network, filters)
    parts = [core(operator) for operator in operators]
    if any(any(least) for least, _, _ in parts) or any(min(map(min, own)) < 0 for _, _, own in parts):
        return
    function = expanded(operators, [r for r in network.activations if r > 1])
    found = polynomial_inverse(network)
    point = [function.get(monomial, Fraction(0)) for _, _, monomial in found.coefficients]
    for (_, _, own), run in zip(parts, found.runs, strict=True):
        values = [value(entry, point) for entry in run.entries]
        assert [v / values[0] for v in values] == [own.get(p, 0) for p in run.exponents]


def test_large_formulas_use_entries_before(monkeypatch):
    whole = polynomial_inverse(parse_network("k3 r2 k3 r2 k3"))
    monkeypatch.setattr(peelingformulas, "MAX_TERMS", 8)
    answer = symlcn.inverse("k3 r2 k3 r2 k3")
    found = answer.result
    assert found.given
    assert not whole.given
    assert symlcn.check(answer).verdict == "accepted"
    point = [Fraction(n * n - 3 * n + 3) for n in range(2, 2 + len(found.coefficients))]
    known = [value(entry, point) / value(run.entries[0], point) for run in whole.runs for entry in run.entries[1:]]
    for run, other in zip(found.runs, whole.runs, strict=True):
        ratios = [value(entry, [*point, *known]) / value(run.entries[0], point) for entry in run.entries]
        assert ratios == [value(entry, point) / value(other.entries[0], point) for entry in other.entries]


def test_what_is_too_large_is_undecided():
    answer = symlcn.inverse("k2 r300 k2")
    assert answer.undecided
    assert "degree 300" in answer.reason
    assert symlcn.inverse("k20x20 r2 k2x2").undecided


def test_all_charts_are_refused():
    with pytest.raises(ParseError, match=r"all charts are for networks without activations"):
        symlcn.inverse("k3 r2 k2", every=True)
