"""Certificates of the filters as rational functions of the end-to-end filter."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "charts": "inverse k3s2 k2",
    "all-charts": "inverse k3s2 k2 --charts all",
    "three-layers": "inverse k3s2 k2s2 k2",
    "three-layers-dilations": "inverse k3s3 k4s2 k2",
    "two-directions": "inverse k2x2s2 k2x1",
    "charts-that-use-charts": "inverse k3x3s2x1 k2x2",
    "steps": "inverse k9s2 k6",
    "sizes-in-one-ring": "inverse k2x2 k3x2",
    "quotient": "inverse k2d2 k2d3",
    "quotient-sizes": "inverse k4d2 k5d3",
    "quotient-three-layers": "inverse k2 k2d3 k2d2",
    "symmetric": "inverse k2x2 k2x2",
    "symmetric-block": "inverse k3 k2",
    "scalar-layers": "inverse k1 k1",
    "undecided": (
        "charts",
        {"status": "undecided", "reason": "the time limit of 1 s was reached", "result": None, "hypotheses": []},
    ),
}

CHART = "result.groups[0].charts[0]"
STEP = "result.groups[0].steps[0]"
SECOND = "result.groups[1].steps[0]"

INVALID = {
    "status-proved-without-formulas": ("charts", {"result.groups[1].charts": []}),
    "status-undecided": ("charts", {"status": "undecided", "reason": "formulas are missing"}),
    "birational": ("symmetric", {"result.birational": True}),
    "birational-not": ("charts", {"result.birational": False}),
    "covers": ("charts", {"result.covers": True}),
    "symmetric": ("charts", {"result.groups[0].symmetric": True}),
    "symmetric-not": ("symmetric", {"result.groups[0].symmetric": False}),
    "layers": ("charts", {"result.groups[0].layers": [1]}),
    "variables": ("charts", {"result.variables": ["u_0", "u_1", "u_2", "u_3", "u_5"]}),
    "chart-entry": ("charts", {f"{CHART}.entries[0]": [[[0, 4], "1"]]}),
    "chart-entry-zero": ("charts", {f"{CHART}.entries": [[], [], []]}),
    "chart-sign": ("charts", {"result.groups[0].charts[1].entries[2]": [[[0, 3], "1"], [[1, 2], "1"]]}),
    "chart-coefficient": ("charts", {f"{CHART}.entries[0]": [[[0, 3], "2"]]}),
    "chart-not-homogeneous": ("charts", {f"{CHART}.entries[0]": [[[0], "1"]]}),
    "chart-of-another-layer": ("charts", {f"{CHART}.entries": Part("charts", "result.groups[0].charts[2].entries"),
                                          f"{CHART}.place": 0}),
    "chart-place": ("charts", {f"{CHART}.place": 0}),
    "charts-left-out-of-a-cover": ("all-charts", {"result.groups[1].charts": [], "result.groups[1].steps": []}),
    "step-matrix": ("all-charts", {f"{STEP}.matrix[0]": Part("all-charts", f"{STEP}.matrix[1]")}),
    "step-residues": ("all-charts", {f"{SECOND}.residues": [[0]]}),
    "step-given": ("all-charts", {"result.groups[1].steps[1].given": [["inner", 0]]}),
    "witness-zero": ("all-charts", {"result.witness.filters[1]": ["0", "0"]}),
    "witness-prime": ("all-charts", {"result.witness.prime": 999999935}),
    "another-architecture": ("charts", {"architecture": Part("symmetric-block", "architecture")}),
    "notation": ("charts", {"architecture.notation": "k3 k2"}),
    "hypothesis-dropped": ("charts", {"hypotheses": []}),
    "hypothesis-of-a-cover": ("charts", {"hypotheses": Part("all-charts", "hypotheses")}),
}  # fmt: skip

MALFORMED = {
    "step-kind": ("all-charts", {f"{STEP}.kind": "quotient"}),
    "group-left-out": ("charts", {"result.groups[1]": GONE}),
    "delta": ("charts", {"delta": ["0"]}),
    "status-refuted": ("charts", {"status": "refuted"}),
    "result-missing": ("charts", {"result": None}),
    "variable-index": ("charts", {f"{CHART}.entries[0]": [[[0, 5], "1"]]}),
    "monomial-not-increasing": ("charts", {f"{CHART}.entries[0]": [[[3, 0], "1"]]}),
    "coefficient-zero": ("charts", {f"{CHART}.entries[0]": [[[0, 3], "0"]]}),
    "coefficient-number": ("charts", {f"{CHART}.entries[0]": [[[0, 3], 1]]}),
    "entries-too-few": ("charts", {f"{CHART}.entries": [[[[0, 3], "1"]]]}),
    "step-unknown": ("all-charts", {f"{STEP}.kind": "guess"}),
    "witness-without-steps": ("charts", {"result.witness": Part("all-charts", "result.witness")}),
    "chart-unknown-key": ("charts", {f"{CHART}.name": "a"}),
}
