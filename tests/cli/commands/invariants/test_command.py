"""The command invariants: what gradient flow keeps, and its values at given filters."""

import json

import pytest

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
        (["k3", "k2", "--filters", "[[1,2],[3,4]]"], "filter 0"),
        (["2", "2", "2", "--filters", "[[[1,2],[3,4]]]"], "1 matrices for 2 layers"),
        (["k3", "k2", "--filters", "[[1,2,0.5],[3,4]]"], "is not an exact number"),
        (["-", "--filters", "-"], "named twice"),
    ],
)
def test_bad_input_is_named(run, words, said):
    code, out, err = run("invariants", *words)
    assert (code, out, said in err) == (2, "", True), err
