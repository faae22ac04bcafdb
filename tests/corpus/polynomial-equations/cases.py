"""Certificates of the forms of low degree that vanish on the functions of networks with activations."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "chain": "equations k2 r2 k2",
    "all": "equations k2 r2 k2 --all --degree 2 --real",
    "cubes": "equations k2 r3 k2 --degree 2",
    "span": "equations k2 r2 k2 r2 k2 --degree 1",
    "planes": "equations k2x1 r2 k1x2 --degree 2",
    "none": "equations k1 r2 k2",
    "runs": "equations k2 k2 r2 k2 --degree 2",
    "real-undecided": "equations k2 k2 r2 k2 --degree 2 --real",
    "undecided": (
        "chain",
        {"status": "undecided", "reason": "the time limit of 1 s was reached", "result": None, "evidence": None},
    ),
}

FIRST, SECOND = "result.generators[0]", "result.generators[1]"

INVALID = {
    "generator-left-out": ("chain", {SECOND: GONE}),
    "generators-left-out": ("all", {"result.generators": []}),
    "generator-does-not-vanish": ("chain", {f"{FIRST}.terms[0][1]": "3"}),
    "generator-negative": ("all", {f"{FIRST}.terms": [[[0, 4], "-4"], [[1, 3], "1"]]}),
    "generator-not-primitive": ("all", {f"{FIRST}.terms": [[[0, 4], "8"], [[1, 3], "-2"]]}),
    "generator-weight": ("chain", {f"{FIRST}.weight": [5]}),
    "generators-exchanged": ("chain", {FIRST: Part("chain", SECOND), SECOND: Part("chain", FIRST)}),
    "generator-twice": ("chain", {SECOND: Part("chain", FIRST)}),
    "monomial": ("chain", {"result.monomials[1]": [[[0], 1], [[2], 1]]}),
    "monomial-left-out": ("chain", {"result.monomials[4]": GONE}),
    "forms": ("chain", {"result.degrees[2].forms": 7}),
    "generators-number": ("chain", {"result.degrees[2].generators": 2}),
    "hilbert": ("chain", {"result.degrees[1].hilbert": "15"}),
    "degree": ("all", {"result.degree": 3}),
    "prime-composite": ("chain", {"evidence.prime": 999999935}),
    "real-runs": ("runs", {"result.real": {"form": "all"}}),
    "notation": ("chain", {"architecture.notation": "k2 k2"}),
    "another-activation": ("chain", {"architecture.activations": [3], "architecture.notation": "k2 r3 k2"}),
}

MALFORMED = {
    "delta": ("chain", {"delta": ["0"]}),
    "status-refuted": ("chain", {"status": "refuted"}),
    "degree-zero": ("chain", {"result.degree": 0}),
    "prime-small": ("chain", {"evidence.prime": 7}),
    "evidence-missing": ("chain", {"evidence": None}),
    "variable-index": ("chain", {f"{FIRST}.terms[0][0]": [0, 5]}),
    "coefficient-fraction": ("chain", {f"{FIRST}.terms[0][1]": "1/2"}),
    "monomials-string": ("chain", {"result.monomials": "x_0^2"}),
    "real-form-unknown": ("all", {"result.real": {"form": "closed"}}),
    "real-while-undecided": ("real-undecided", {"result.real": {"form": "all"}}),
    "result-unknown-key": ("chain", {"result.variables": ["c_0_0"]}),
}
