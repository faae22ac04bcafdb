"""Certificates of networks with a ReLU between two layers."""

from tests.corpus.tampering import Part

VALID = {
    "exchange": "certify k3 k2 --relu",
    "swap": "certify k2x2 k2x2 --relu",
    "running": "certify k3s2 k2 --relu",
    "two-directions": "certify k3x3s2 k2x2 --relu",
    "scalar-layers": "certify k1 k1 --relu",
    "pair": "dense 2 2 2 --relu",
    "pair-one-input": "dense 1 3 1 --relu",
    "one-neuron": "dense 2 1 2 --relu",
    "undecided": (
        "exchange",
        {"status": "undecided", "reason": "a limit was reached", "result": None, "evidence": None, "hypotheses": []},
    ),
    "undecided-dense": (
        "pair",
        {"status": "undecided", "reason": "a limit was reached", "result": None, "evidence": None},
    ),
}

SEPARATION = "evidence.separations[0]"
SHIFT = "result.exceptions"

INVALID = {
    "status-refuted": ("exchange", {"status": "refuted"}),
    "separation-missing": ("exchange", {"evidence.separations": [Part("exchange", SEPARATION)]}),
    "separation-needless": (
        "scalar-layers",
        {"evidence.separations": [Part("scalar-layers", SEPARATION)] * 2},
    ),
    "separation-move": ("exchange", {f"{SEPARATION}.move": "swap"}),
    "separation-equal-filters": (
        "exchange",
        {"evidence.separations[1].parameters[1]": Part("exchange", "evidence.separations[1].parameters[0]")},
    ),
    "separation-other-product": ("exchange", {"evidence.separations[1].parameters[1][1]": ["1", "2"]}),
    "separation-value": ("exchange", {f"{SEPARATION}.values": ["6", "0"]}),
    "separation-values-equal": ("exchange", {f"{SEPARATION}.input": ["0"] * 4, f"{SEPARATION}.values": ["0", "0"]}),
    "region-no-input": ("exchange", {"evidence.region": ["-1", "2", "0", "0"]}),
    "shift-left-out": ("running", {SHIFT: None}),
    "shift-needless": ("scalar-layers", {SHIFT: Part("running", SHIFT)}),
    "shift-of-nothing": ("running", {f"{SHIFT}.pair[1]": Part("running", f"{SHIFT}.pair[0]")}),
    "shift-value": ("running", {f"{SHIFT}.ntk_difference.values": ["5", "9"]}),
    "shift-delta": ("running", {f"{SHIFT}.delta": "1"}),
    "pair-equal": (
        "pair",
        {"evidence.pair": [Part("pair", "evidence.pair[0]")] * 2, "evidence.ntk_difference.values": ["73/4"] * 2},
    ),
    "pair-other-function": ("pair", {"evidence.pair[1][1]": [["0", "1"], ["1", "0"]]}),
    "pair-negative-direction": ("pair", {"evidence.pair[1]": [[["-2", "0"], ["0", "1"]], [["-1/2", "0"], ["0", "1"]]]}),
    "pair-other-invariants": ("pair", {"evidence.pair[1]": [[["4", "0"], ["0", "1"]], [["1/4", "0"], ["0", "1"]]]}),
    "pair-values-equal": ("pair", {"evidence.ntk_difference.values": ["13", "13"]}),
    "pair-values-exchanged": ("pair", {"evidence.ntk_difference.values": ["13", "73/4"]}),
    "input-not-positive": ("pair", {"evidence.ntk_difference.input": ["2", "0"]}),
    "two-neurons": ("one-neuron", {"architecture": Part("pair", "architecture")}),
    "three-layers": ("pair", {"architecture": {"notation": "2 2 2 2", "widths": [2, 2, 2, 2]}}),
    "notation": ("pair", {"architecture.notation": "2 2"}),
    "hypothesis-dropped": ("running", {"hypotheses": ["the function is not 0"]}),
    "hypotheses-dropped": ("one-neuron", {"hypotheses": []}),
}

MALFORMED = {
    "delta": ("pair", {"delta": ["0"]}),
    "family-other": ("pair", {"result.family": "cnn"}),
    "theorem-other": ("exchange", {"result.theorem": "one neuron"}),
    "theorem-unknown": ("one-neuron", {"result.theorem": "folklore"}),
    "parameters-per-function": ("exchange", {"result.parameters_per_function": 2}),
    "move-unknown": ("exchange", {f"{SEPARATION}.move": "shift"}),
    "input-size": ("exchange", {f"{SEPARATION}.input": ["-1", "1", "0"]}),
    "value-number": ("exchange", {f"{SEPARATION}.values[0]": 5}),
    "region-of-one-neuron": ("one-neuron", {"evidence.region": ["1", "1"]}),
    "evidence-missing": ("pair", {"evidence": None}),
    "evidence-unknown-key": ("pair", {"evidence.oracle": "yes"}),
    "result-while-undecided": ("undecided", {"result": Part("exchange", "result")}),
}
