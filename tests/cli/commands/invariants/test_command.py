"""Invariants, in Python and as a command: what gradient flow keeps, and its values at given filters."""

import json
from fractions import Fraction

import pytest

import symlcn
from symlcn.errors import ParseError, SymlcnError
from symlcn.families.dense.network import Dense

RUNNING = "[[1,2,3],[4,5]]"
EXAMPLE = '[[[2,0],[0,1]],[["1/2",0],[0,1]]]'  # that of Ex. 20


@pytest.mark.parametrize(
    ("words", "said", "values"),
    [
        (["k3s2", "k2", "--filters", RUNNING], "δ_l = ‖w_l‖² − ‖w_{l+1}‖², for l = 1", ["-27"]),
        (["k1 k1 k2", "--filters", "[[3],[1],[1,1]]"], "for l = 1, …, 2", ["8", "-1"]),
        (["k2x2", "--filters", "[[[1,2],[3,4]]]"], "none: there is one layer", []),
        (["k3", "k2", "--relu", "--filters", RUNNING], "δ_1 = ‖w_1‖² − ‖w_2‖²", "-27"),
        (["2", "2", "2", "--filters", EXAMPLE], "D_l = W_{l+1}ᵀW_{l+1} − W_l·W_lᵀ", [[["-15/4", "0"], ["0", "0"]]]),
        (["2 2 2", "--relu", "--filters", EXAMPLE], "the diagonal of D_1", ["-15/4", "0"]),
        (["@wav2vec2"], "for l = 1, …, 6", None),
    ],
)
def test_what_is_kept_and_its_values(run, words, said, values):
    code, out, err = run("invariants", *words)
    assert (code, err, said in " ".join(out.split())) == (0, "", True)
    document = json.loads(run("invariants", *words, "--json")[1])
    assert (document["format"], document["values"]) == ("symlcn-invariants", values)
    assert run("invariants", *words, "-q") == (0, "", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["k3", "k2", "k2", "--relu"], "only two layers"),
        (["2", "2", "--relu"], "three widths"),
        (["k3", "k2", "--filters", "[[1,2],[3,4]]"], "filter 1"),
        (["2", "2", "2", "--filters", "[[[1,2],[3,4]]]"], "1 matrices for 2 layers"),
        (["k3", "k2", "--filters", "[[1,2,0.5],[3,4]]"], "is not an exact number"),
        (["-", "--filters", "-"], "named twice"),
    ],
)
def test_bad_input_is_named(run, words, said):
    code, out, err = run("invariants", *words)
    assert (code, out, said in err) == (2, "", True), err


@pytest.mark.parametrize(
    ("network", "filters", "relu", "words"),
    [
        ("k3s2 k2", [(1, 2, 3), (4, 5)], False, ["k3s2", "k2", "--filters", RUNNING]),
        (["k3", "k2"], RUNNING, True, ["k3", "k2", "--relu", "--filters", RUNNING]),
        ((2, 2, 2), json.loads(EXAMPLE), False, ["2", "2", "2", "--filters", EXAMPLE]),
        (Dense((2, 2, 2)), EXAMPLE, True, ["2 2 2", "--relu", "--filters", EXAMPLE]),
        ("k3x3 k2x2", None, False, ["k3x3", "k2x2"]),
    ],
)
def test_the_answer_is_that_of_the_command(run, network, filters, relu, words):
    answer = symlcn.invariants(network, filters, relu)
    assert run("invariants", *words) == (0, f"{answer}\n", "")
    assert run("invariants", *words, "--json") == (0, answer.render("json"), "")
    assert (answer.status, answer.sealed, answer.assumptions) == ("proved", None, ())
    with pytest.raises(SymlcnError, match=r"no certificate was made of this answer to symlcn\.invariants"):
        answer.certificate()
    with pytest.raises(TypeError, match="three values"):
        bool(answer)


def test_values_are_exact_and_limits_are_answers():
    assert symlcn.invariants("k2 k2", [(1, "1/2"), (3, 0)], time_limit=60).values == (Fraction(-31, 4),)
    late = symlcn.invariants("2 2 2", EXAMPLE, time_limit=0.001)
    assert (late.undecided, late.result, late.reason) == (True, None, "the time limit of 0.001 s was reached")
    assert str(late).startswith("Network       2 2 2\nAnswer        UNDECIDED: ")
    for network, filters in (("k2 k2", [(1, 0.5), (3, 0)]), ((1, 1, 1), [[[0.5]], [[1]]]), ((1, 0.5), None)):
        with pytest.raises(ParseError):
            symlcn.invariants(network, filters)
