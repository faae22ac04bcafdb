"""Answers on networks with a ReLU as JSON objects of format ``symlcn-certificate``, version 2, kind ``relu``.

Contents: :func:`relu_json`.

``architecture`` is that of a convolutional stack, or the widths; ``delta`` is null: every value of the invariants.
``result.exceptions`` of a convolutional stack are shifted filters for which the claim fails, null where there are none.
"""

from __future__ import annotations

from symlcn.algebra.exact import Json, rational_text
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.families.dense.document import matrices_json, widths_json
from symlcn.families.relu.judge import DenseReluResult, ReluResult, Separation
from symlcn.families.relu.shifts import ShiftedPair

__all__ = ["relu_json"]


def relu_json(found: ReluResult | DenseReluResult) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.relu.dense import ReluDense
    >>> from symlcn.families.relu.judge import judge_dense
    >>> relu_json(judge_dense(ReluDense((2, 2, 2))))["evidence"]["ntk_difference"]
    {'input': ['2', '1'], 'values': ['73/4', '13']}
    """
    result: Json | None = None
    evidence: Json | None = None
    if isinstance(found, ReluResult):
        result = _proved("cnn", "kinks") | {"exceptions": _exception(found.exception)}
        separations = [_separation(separation) for separation in found.separations]
        evidence = {"separations": separations, "region": tensor_json(found.region)}
        architecture = architecture_json(found.network.architecture)
        parts = {"result": result, "evidence": evidence}
        return sealed("relu", architecture, found.status, parts, hypotheses=found.hypotheses)
    if found.status == "proved":
        result = _proved("mlp", "one neuron")
        evidence = {"separations": [], "region": None}
    elif found.verdict.pair is not None and found.input is not None:
        result = {"family": "mlp", "ntk": "dependent"}
        values = [rational_text(value) for value in found.values or ()]
        difference = {"input": [str(c) for c in found.input], "values": values}
        evidence = {"pair": [matrices_json(side) for side in found.verdict.pair], "ntk_difference": difference}
    return sealed(
        "relu",
        widths_json(found.network.linear),
        found.status,
        {"result": result, "evidence": evidence},
        reason=found.verdict.reason,
        hypotheses=found.hypotheses,
    )


def _proved(family: str, theorem: str) -> Json:
    return {"family": family, "ntk": "independent", "theorem": theorem, "parameters_per_function": 1}


def _exception(pair: ShiftedPair | None) -> Json | None:
    if pair is None:
        return None
    difference = {"input": tensor_json(pair.input), "values": [rational_text(value) for value in pair.values]}
    return {
        "direction": pair.shift.direction,
        "pair": [[tensor_json(w) for w in filters] for filters in pair.parameters],
        "delta": rational_text(pair.delta),
        "ntk_difference": difference,
    }


def _separation(separation: Separation) -> Json:
    return {
        "move": separation.move,
        "parameters": [[tensor_json(w) for w in filters] for filters in separation.parameters],
        "input": tensor_json(separation.input),
        "values": [rational_text(value) for value in separation.values],
    }
