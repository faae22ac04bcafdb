"""The question ``counterexample`` with activations: which answer, which certificate, which words."""

import pytest

import symlcn
from symlcn.errors import ParseError
from symlcn.families.polynomial.counterexample import singularpair
from symlcn.families.polynomial.counterexample.networkpairs import value_at

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
        ({"singular": True, "rational": True}, "singular: .* or at those of the filters; leave out --rational"),
        ({"singular": True, "all_delta": True}, "singular: .* or at those of the filters; leave out --all-delta"),
        ({"height": 0}, "height: 0 is not an integer from 1"),
        ({"delta": [1]}, "delta"),
    ],
)
def test_what_is_wrong_is_said(options, message):
    with pytest.raises(ParseError, match=message):
        symlcn.counterexample("k2 k2 r2 k2", **options)


SCALED = [("k3 r2 k2", [0]), ("k2 r2 k2", [0]), ("k2 r3 k2", [0]), ("k2x2 r2 k2x2", [0]), ("k2 k2 r2 k2", [0, 0])]


@pytest.mark.parametrize(("notation", "delta"), SCALED)
def test_a_kernel_that_is_0_at_irrational_norms_is_written_as_0(notation, delta):
    answer = symlcn.counterexample(notation, delta, singular=True)
    assert [point.scaling.t for point in answer.pair.points] == [None, None]
    assert [value.value for value in answer.pair.values] == [None, 0]
    assert answer.certificate()["ntk_difference"]["values"][1] == "0"
    assert "K'(x, x) = 0\n" in str(answer)


@pytest.mark.parametrize("name", ["lenet5", "alexnet"])
def test_large_networks_have_pairs_at_the_inputs_that_can_tell_them_apart(name, monkeypatch):
    asked = []

    def counted(*arguments):
        asked.append(arguments)
        return value_at(*arguments)

    monkeypatch.setattr(singularpair, "value_at", counted)
    assert symlcn.counterexample(f"@{name}-squares", singular=True).status == "refuted"
    assert len(asked) == 2


def test_linear_networks_have_no_singular_pairs():
    with pytest.raises(ParseError, match="with activations only"):
        symlcn.counterexample("k3 k2", singular=True)
