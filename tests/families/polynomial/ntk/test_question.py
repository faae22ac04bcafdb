"""The question ``ntk`` with activations: what it takes, and the JSON that it gives."""

import json
from fractions import Fraction

import pytest
import sympy

import symlcn
from symlcn.errors import ParseError

FILTERS = [(1, 2, 3), (4, 5)]


def shown(*arguments, **named):
    return json.loads(symlcn.ntk(*arguments, **named).render("json"))


def test_the_json_has_f_and_k_by_monomials():
    found = shown("k3 r2 k2", FILTERS, "balanced")
    assert found["format"] == "symlcn-ntk"
    assert found["filter"][:2] == [[[[[0], 2]], "4"], [[[[0], 1], [[1], 1]], "16"]]
    assert found["rho"] == [["0", "2"], ["0", "1"]]
    assert found["t"]["minpoly"] == ["-2009", "0", "0", "1"]
    assert found["ntk"][0][0] == ["0", "0", "489/2009"]
    assert [[int(c) for c in term["jacobian"][0]] for term in found["terms"]] == [[8, 0, 0], [1, 0]]
    assert len(found["monomials"]) == len(found["ntk"]) == 9


def test_the_json_has_outputs_at_inputs():
    found = shown("k3 r2 k2", FILTERS, inputs='[[1,0,0,0],[0,0,0,0,"1/2"]]', places=[(0, 0), (2, 2)])
    assert found["filter"] is None
    assert found["monomials"] is None
    assert [(own["input"], own["value"]) for own in found["outputs"]] == [(0, "4"), (1, "0"), (1, "45/4")]
    assert found["ntk"] is None
    assert found["entries"] == [{"index": [0, 0], "value": "65"}, {"index": [2, 2], "value": "981/16"}]


def test_the_json_of_generic_filters_has_polynomials():
    found = shown("k2 r2 k1")
    assert found["filter"][1] == [[[[0], 1], [[1], 1]], [[[0, 1, 2], "2"]]]
    assert len(found["grams"]) == 2
    assert found["ntk"][0][0] == [[[0, 0, 0, 0], "1"], [[0, 0, 2, 2], "4"]]
    assert shown("k2 r2 k1", places=[(0, 0)])["ntk"] is None


@pytest.mark.parametrize("form", ["text", "html", "latex", "markdown", "json", "formula", "sympy", "macaulay2", "sage"])
@pytest.mark.parametrize("filters", [None, FILTERS])
def test_all_forms(form, filters):
    answer = symlcn.ntk("k3 r2 k2", filters)
    assert answer.render(form)
    assert "K" in answer.latex()
    assert answer._repr_html_()


def test_formulas_in_sympy():
    found = symlcn.ntk("k2 r2 k1", [(1, 1), (1,)], [0]).to_sympy()
    t = sympy.real_root(1, 3)  # (2t)²·t = 2²·1
    assert sympy.simplify(found["K"][0, 0] - (4 * 2 / (2 * t) + 1 / t)) == 0


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"inputs": [[1, 0, 0]]}, "input 1: size 3; an output sees 4 entries"),
        ({"inputs": [[1, 0, 0, 0.5]]}, "input 1"),
        ({"inputs": 5}, "inputs: 5 is no list of inputs"),
        ({"inputs": [[[1]]]}, "input 1"),
        ({"places": [(9, 0)]}, "entry: 9,0 is not a row and a column; there are 9 rows"),
        ({"filters": None, "inputs": [[1, 0, 0, 0]]}, "inputs: inputs without filters"),
        ({"filters": None, "delta": [0]}, "delta: delta without filters"),
        ({"filters": [(1, 2), (4, 5)]}, "filter 1"),
    ],
)
def test_what_is_wrong_is_said(named, message):
    with pytest.raises(ParseError, match=message):
        symlcn.ntk("k3 r2 k2", **{"filters": FILTERS, **named})


def test_inputs_of_a_linear_network_are_refused():
    with pytest.raises(ParseError, match="ask for K alone"):
        symlcn.ntk("k3 k2", FILTERS, inputs=[[1, 0, 0, 0]])


def test_two_directions():
    filters = [[[1, 2], [3, 4]], [[1, 0], [0, 1]]]
    answer = symlcn.ntk("k2x2 r2 k2x2", filters, inputs=[[1, 0, 0], [0, 0, 0], [0, 0, 1]])
    assert answer.values == (17,)
    assert answer.entry(0, 0) == (Fraction(4 + 64 + 1 + 256),)
