"""The question ``counterexample`` with activations: which answer, which certificate, which words."""

import pytest

import symlcn
from symlcn.errors import ParseError

ANSWERS = [
    ("k3 r2 k2", {}, "proved", "polynomial"),
    ("k3 r2 k2", {"delta": [5]}, "proved", "polynomial"),
    ("k3 r2 k2", {"singular": True}, "refuted", "polynomial-counterexample"),
    ("k2s2 r2 k2", {"singular": True}, "proved", "polynomial"),
    ("k2 k2 r2 k2", {}, "refuted", "polynomial-counterexample"),
    ("k2 k2 r2 k2", {"delta": [0, 4]}, "proved", "polynomial"),
    ("k2 k2 r2 k2", {"delta": [1, 4]}, "refuted", "polynomial-counterexample"),
    ("k2 k2 r2 k2", {"all_delta": True}, "proved", "polynomial"),
    ("k3 k2 r2 k2", {}, "refuted", "polynomial-counterexample"),
    ("k3 k2 r2 k2", {"all_delta": True}, "refuted", "polynomial-counterexample"),
    ("k3 k2 r2 k2", {"delta": "balanced"}, "refuted", "polynomial-counterexample"),
    ("k2x2 k2x2 r2 k2x2", {"rational": True}, "refuted", "polynomial-counterexample"),
    ("k2s4 k2s4 r2 k2", {"singular": True}, "undecided", "polynomial-counterexample"),
]


@pytest.mark.parametrize(("notation", "options", "status", "kind"), ANSWERS)
def test_answers(notation, options, status, kind):
    answer = symlcn.counterexample(notation, **options)
    assert (answer.status, answer.certificate()["kind"]) == (status, kind)
    assert (answer.pair is None) == (status != "refuted")
    assert str(answer)


@pytest.mark.parametrize("form", ["text", "html", "latex", "markdown", "json", "formula"])
@pytest.mark.parametrize("notation", ["k2 k2 r2 k2", "k3 k2 r2 k2", "k3 r2 k2"])
def test_all_forms(form, notation):
    assert symlcn.counterexample(notation).render(form)


def test_what_is_said_of_singular_functions():
    assert "--singular finds one" in str(symlcn.counterexample("k3 r2 k2"))
    assert "--singular looks for one" in str(symlcn.counterexample("k2 k2 r2 k2", [0, 4]))
    assert "no singular point but 0" in str(symlcn.counterexample("k2s2 r2 k2"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"all_delta": True, "rational": True}, "all_delta: a pair for every δ"),
        ({"all_delta": True, "delta": [0, 0]}, "all_delta: a pair for every δ"),
        ({"singular": True, "rational": True}, "singular: a pair over a singular f"),
        ({"height": 0}, "height: 0 is not an integer from 1"),
        ({"delta": [1]}, "delta"),
    ],
)
def test_what_is_wrong_is_said(options, message):
    with pytest.raises(ParseError, match=message):
        symlcn.counterexample("k2 k2 r2 k2", **options)


def test_linear_networks_have_no_singular_pairs():
    with pytest.raises(ParseError, match="with activations only"):
        symlcn.counterexample("k3 k2", singular=True)
