"""Certificates of filters of networks with activations by coefficients of their functions."""

VALID = {
    "one-layer-runs": "inverse k3 r2 k2",
    "three-runs": "inverse k2 r2 k2 r3 k2",
    "run-of-two": "inverse k2s2 k2 r3 k2",
    "two-directions": "inverse k2x2 r2 k2x1",
    "scalar-layer": "inverse k1 r2 k2",
    "given": "inverse k3 r2 k9 r2 k9",
    "undecided": (
        "one-layer-runs",
        {"status": "undecided", "reason": "a limit was reached", "result": None, "hypotheses": []},
    ),
}

ENTRY = "result.runs[1].entries[1]"
INVALID = {
    "coefficient-true": ("one-layer-runs", {"result.coefficients[1][0][1]": True}),
    "coefficient": ("one-layer-runs", {f"{ENTRY}[0][1]": "5"}),
    "sign": ("one-layer-runs", {f"{ENTRY}[1][1]": "1"}),
    "term-left-out": ("three-runs", {"result.runs[2].entries[1]": [[[0, 0, 0, 0, 0, 3], "1"]]}),
    "first-of-another-variable": ("one-layer-runs", {"result.runs[0].entries[0]": [[[1], "2"]]}),
    "first-of-two-terms": ("one-layer-runs", {"result.runs[0].entries[0]": [[[0], "2"], [[1], "1"]]}),
    "first-other-number": ("one-layer-runs", {"result.runs[0].entries[0]": [[[0], "1"]]}),
    "not-homogeneous": ("one-layer-runs", {ENTRY: [[[3], "1"]]}),
    "read-of-another-monomial": ("one-layer-runs", {"result.coefficients[3]": [[[2], 2]]}),
    "read-too-much": ("scalar-layer", {"result.coefficients": [[[[0], 2]], [[[1], 2]], [[[0], 1], [[1], 1]]]}),
    "exponent": ("run-of-two", {"result.runs[0].exponents[3]": [4]}),
    "not-given": ("given", {"result.runs[0].entries[1]": [[[0, 19], "1"]]}),
    "proved-though-undecided": ("one-layer-runs", {"status": "undecided", "reason": "a limit was reached"}),
    "hypothesis-dropped": ("one-layer-runs", {"hypotheses": []}),
    "notation": ("one-layer-runs", {"architecture.notation": "k3 r2 k3"}),
}

MALFORMED = {
    "delta": ("one-layer-runs", {"delta": ["0"]}),
    "result-missing": ("one-layer-runs", {"result": None}),
    "variable-unknown": ("one-layer-runs", {f"{ENTRY}[0][0]": [0, 4]}),
    "entries-number": ("one-layer-runs", {"result.runs[1].entries": [[[[0], "1"]]]}),
    "coefficient-zero": ("one-layer-runs", {f"{ENTRY}[0][1]": "0"}),
    "given-number": ("one-layer-runs", {"result.given": 0}),
    "runs-null": ("one-layer-runs", {"result.runs": None}),
}
