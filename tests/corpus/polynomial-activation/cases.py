"""Certificates of what the function says of filters, with general polynomial activations or biases."""

from tests.corpus.tampering import GONE, Part

VALID = {
    "odd": 'certify k3 k2 --activation "y^2 + y"',
    "signs": 'certify k3 k2 k2 --activation "y^3 - y/2"',
    "every-function": 'certify k2s2 k2 --activation "y^2 - 3y"',
    "bias": "certify k3 r2 k2 --bias",
    "bias-every-function": "certify k2s2 r2 k2 --bias",
    "bias-runs": "certify k2s2 k2 r3 k2 --bias",
    "undecided": "certify k3 k2 r2 k2 --bias",
}

INVALID = {
    "order": ("odd", {"result.order": 2}),
    "order-of-signs": ("signs", {"result.order": 1}),
    "signs-missing": ("signs", {"result.signs": False}),
    "signs": ("odd", {"result.signs": True}),
    "every-function": ("odd", {"result.every_function": True, "hypotheses": ["the function is not 0"]}),
    "not-every-function": ("every-function", {"result.every_function": False}),
    "ntk": ("odd", {"result.ntk": "dependent"}),
    "hypothesis-left-out": ("odd", {"hypotheses": ["the function is not 0"]}),
    "activation-of-another-degree": ("odd", {"result.activation": ["0", "1", "1", "1"]}),
    "activation-not-after-all-layers": (
        "signs",
        {"architecture.activations": [3, 1], "architecture.notation": "k3 r3 k2 k2"},
    ),
    "bias-every-function": ("bias", {"result.every_function": True}),
    "run-of-another-network": ("bias", {"evidence.runs[0]": Part("bias", "evidence.runs[1]")}),
    "run-not-birational": ("bias-runs", {"architecture.layers[0].stride": [1], "architecture.notation": "k2 k2 r3 k2"}),
    "run-damaged": ("bias", {"evidence.runs[0].digest": f"sha256:{'0' * 64}"}),
}

MALFORMED = {
    "delta": ("odd", {"delta": ["0"]}),
    "status-refuted": ("odd", {"status": "refuted"}),
    "form": ("odd", {"result.form": "relu"}),
    "power": ("odd", {"result.activation": ["0", "0", "1"]}),
    "constant-term": ("odd", {"result.activation": ["1", "1", "1"]}),
    "leading-zero": ("odd", {"result.activation": ["0", "1", "1", "0"]}),
    "affine": ("odd", {"result.activation": ["0", "1"]}),
    "activation-with-biases": ("bias", {"result.activation": ["0", "1", "1"]}),
    "evidence": ("odd", {"evidence": {"runs": []}}),
    "runs-missing": ("bias", {"evidence": None}),
    "run-left-out": ("bias", {"evidence.runs[1]": GONE}),
    "result-while-undecided": ("undecided", {"result": Part("bias", "result")}),
    "order-string": ("odd", {"result.order": "1"}),
}
