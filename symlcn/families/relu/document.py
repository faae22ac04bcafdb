"""Answers on networks with a ReLU as JSON objects of format ``symlcn-certificate``, version 1, kind ``relu``.

Contents: :func:`relu_json`, :func:`undecided_relu_json`.

``architecture`` is that of a convolutional stack, or the widths; ``delta`` is null: every value of the invariants.
``result.exceptions`` of a convolutional stack are shifted filters for which the claim fails, null where there are none.
"""

from __future__ import annotations

from collections.abc import Sequence

from symlcn.algebra.exact import Json, rational_text
from symlcn.certificates.values import architecture_json, sealed, tensor_json
from symlcn.families.dense.document import matrices_json, widths_json
from symlcn.families.dense.network import Dense
from symlcn.families.relu.judge import DenseReluResult, ReluResult, Separation
from symlcn.families.relu.shifts import ShiftedPair
from symlcn.network.architecture import Architecture

__all__ = ["relu_json", "undecided_relu_json"]


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
        return _document(architecture, found.status, None, result, evidence, found.hypotheses)
    if found.status == "proved":
        result = _proved("mlp", "one neuron")
        evidence = {"separations": [], "region": None}
    elif found.verdict.pair is not None and found.input is not None:
        result = {"family": "mlp", "ntk": "dependent"}
        values = [rational_text(value) for value in found.values or ()]
        difference = {"input": [str(c) for c in found.input], "values": values}
        evidence = {"pair": [matrices_json(side) for side in found.verdict.pair], "ntk_difference": difference}
    own = result, evidence, found.hypotheses
    return _document(widths_json(found.network.linear), found.status, found.verdict.reason, *own)


def undecided_relu_json(network: Architecture | Dense, reason: str) -> Json:
    """That nothing is claimed, and why.

    Examples
    --------
    >>> undecided_relu_json(Dense((2, 2, 2)), "the time limit of 1 s was reached")["status"]
    'undecided'
    """
    architecture = widths_json(network) if isinstance(network, Dense) else architecture_json(network)
    return _document(architecture, "undecided", reason, None, None)


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


def _document(
    architecture: Json,
    status: str,
    reason: str | None,
    result: Json | None,
    evidence: Json | None,
    hypotheses: Sequence[str] = (),
) -> Json:
    body = {
        "format": "symlcn-certificate",
        "version": 1,
        "kind": "relu",
        "architecture": architecture,
        "delta": None,
        "status": status,
        "reason": reason,
        "result": result,
        "evidence": evidence,
        "assumptions": [],
    }
    return sealed(body, hypotheses)
