"""Certificates of the forms of low degree that vanish on the neuromanifold, and of real points outside it."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "running": "equations k3s2 k2 --degree 3",
    "degree-4": "equations k3s2 k2 --degree 4",
    "every-form": "equations k3s2 k2 --all --degree 4",
    "separable": "equations k2x1 k1x2 --degree 2",
    "several": "equations k2x1 k1x3 --degree 2",
    "many": "equations k3s2 k3s2 k2 --degree 3",
    "none": "equations k2 k2 --degree 2",
    "real-roots": "equations k3s2 k2 --real --degree 1",
    "real-roots-three-layers": "equations k3s2 k2s2 k2 --real --degree 1",
    "real-all": "equations k3 k2 --real --degree 1",
    "real-normal": "equations k2x2s2 k2x1 --real --degree 1",
    "real-conjugate": "equations k2x2 k2x2 --real --degree 1",
    "real-undecided": "equations k3x1 k2x1 --real --degree 1",
    "real-weaker": ("real-roots", {"result.real": {"form": "normal"}}),
    "undecided": (
        "running",
        {"status": "undecided", "reason": "the time limit of 1 s was reached", "result": None, "evidence": None},
    ),
}

GENERATOR = "result.generators[0]"
CUBIC = {"degree": 3, "weight": [6], "terms": [[[0, 3, 3], "1"], [[1, 1, 4], "1"], [[1, 2, 3], "-1"]]}
MULTIPLE = {"degree": 4, "weight": [6], "terms": [[[0, 0, 3, 3], "1"], [[0, 1, 1, 4], "1"], [[0, 1, 2, 3], "-1"]]}
MINOR = "result.generators[1]"

INVALID = {
    "generator-left-out": ("running", {"result.generators": []}),
    "generator-needless": ("degree-4", {"result.generators": [CUBIC, MULTIPLE]}),
    "generator-twice": ("running", {"result.generators": [CUBIC, CUBIC]}),
    "generator-does-not-vanish": ("running", {f"{GENERATOR}.terms[2][1]": "-2"}),
    "generator-sign": ("running", {f"{GENERATOR}.terms[2][1]": "1"}),
    "generator-not-primitive": (
        "running",
        {f"{GENERATOR}.terms": [[[0, 3, 3], "2"], [[1, 1, 4], "2"], [[1, 2, 3], "-2"]]},
    ),
    "generator-negative": ("separable", {f"{GENERATOR}.terms": [[[0, 3], "-1"], [[1, 2], "1"]]}),
    "generator-coefficient-zero": ("running", {f"{GENERATOR}.terms[2][1]": "0"}),
    "generator-terms-exchanged": ("separable", {f"{GENERATOR}.terms": [[[1, 2], "-1"], [[0, 3], "1"]]}),
    "generator-weight": ("running", {f"{GENERATOR}.weight": [7]}),
    "generators-exchanged": ("several", {GENERATOR: Part("several", MINOR), MINOR: Part("several", GENERATOR)}),
    "one-of-several-left-out": ("several", {"result.generators[2]": GONE}),
    "one-of-many-left-out": ("many", {"result.generators[13]": GONE}),
    "forms": ("running", {"result.degrees[2].forms": 2}),
    "hilbert": ("running", {"result.degrees[2].hilbert": "35"}),
    "degrees-left-out": ("running", {"result.degrees": Part("none", "result.degrees")}),
    "degree": ("running", {"result.degree": 4}),
    "variables": ("running", {"result.variables": ["u_0", "u_1", "u_2", "u_3", "u_5"]}),
    "prime-composite": ("running", {"evidence.prime": 999999935}),
    "real-degrees": ("real-roots", {"result.real.kinds[0].degrees": [2, 0]}),
    "real-roots": ("real-roots", {"result.real.kinds[0].roots": [[None, [0, 0, 1]]]}),
    "real-kind-left-out": ("real-roots", {"result.real.kinds": []}),
    "real-roots-left-out": ("real-roots-three-layers", {"result.real.kinds[0].roots[2]": GONE}),
    "real-exponents": ("real-roots", {"result.real.exponents": [1, 3]}),
    "real-normal-but-conjugate": ("real-conjugate", {"result.real": {"form": "normal"}}),
    "real-conjugate-but-normal": ("real-normal", {"result.real": {"form": "conjugate"}}),
    "notation": ("running", {"architecture.notation": "k3 k2"}),
    "another-architecture": ("running", {"architecture.layers[0].stride": [1], "architecture.notation": "k3 k2"}),
}

MALFORMED = {
    "delta": ("running", {"delta": ["0"]}),
    "status-refuted": ("running", {"status": "refuted"}),
    "degree-zero": ("running", {"result.degree": 0}),
    "degree-float": ("running", {"result.degree": 3.0}),
    "prime-small": ("running", {"evidence.prime": 7}),
    "prime-string": ("running", {"evidence.prime": "999999937"}),
    "evidence-missing": ("running", {"evidence": None}),
    "variable-index": ("running", {f"{GENERATOR}.terms[0][0]": [0, 3, 5]}),
    "coefficient-fraction": ("running", {f"{GENERATOR}.terms[0][1]": "1/2"}),
    "terms-degree": ("running", {f"{GENERATOR}.terms[0][0]": [0, 3]}),
    "real-form-unknown": ("real-roots", {"result.real": {"form": "closed"}}),
    "real-while-undecided": ("real-undecided", {"result.real": {"form": "normal"}}),
    "result-unknown-key": ("running", {"result.remark": "complete"}),
}
