"""Answers on dense networks as JSON objects of format ``symlcn-certificate``, version 2, kind ``dense``.

Contents: :func:`dense_json`.

``architecture`` holds the widths; ``delta`` is null or the list of the matrices D_l. A proof has ``result.theorem``
and the ``result.ranks`` of W for which it holds, and as evidence samples: parameters, orthogonal matrices, the image.
A refutation has a pair, and an entry in which the NTKs differ, or a motion (:mod:`symlcn.families.dense.motion`), or
one near rational parameters (:mod:`symlcn.families.dense.near`). A matrix of a pair is a nested list of rational
strings, or ``{"left": [c_1, …], "matrix": M, "right": [a_1, …]}`` for diag(√c)·M·diag(√a).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symlcn.algebra.exact import CHECK_PRIME, Json, rational_text
from symlcn.algebra.matrices import entries
from symlcn.algebra.rootmatrix import RootMatrix
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import tensor_json
from symlcn.families.dense.judge import DenseResult, Sample
from symlcn.families.dense.motion import Motion
from symlcn.families.dense.near import DenseNear
from symlcn.families.dense.network import Dense

__all__ = ["dense_json", "matrices_json", "widths_json"]


def dense_json(found: DenseResult) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.dense.judge import judge
    >>> found = dense_json(judge(Dense((2, 2, 2))))
    >>> found["status"], found["result"]["rank"], found["evidence"]["ntk_difference"]
    ('refuted', 2, {'index': [0, 0], 'values': ['17/4', '281/100']})
    """
    evidence: Json | None = None
    result: Json | None = None
    if found.status == "proved":
        result = {
            "ntk": "independent",
            "theorem": found.theorem,
            "rank": found.rank,
            "ranks": list(found.ranks),
            "orbits": list(found.orbits),
        }
        evidence = {"samples": [_sample(sample) for sample in found.samples]}
    elif found.verdict.pair is not None and found.values is not None:
        result = {"ntk": "dependent", "rank": found.rank}
        difference = {"index": list(found.index or ()), "values": [rational_text(value) for value in found.values]}
        evidence = {"pair": [matrices_json(side) for side in found.verdict.pair], "ntk_difference": difference}
    elif found.motion is not None:
        result = {"ntk": "dependent", "rank": found.rank}
        evidence = {"motion": _motion(found.motion)}
    elif found.near is not None:
        result = {"ntk": "dependent", "rank": found.rank}
        evidence = {"near": _near(found.near)}
    delta = None if found.invariants is None else [tensor_json(rows) for rows in found.invariants]
    return sealed(
        "dense",
        widths_json(found.network),
        found.status,
        {"result": result, "evidence": evidence},
        delta=delta,
        reason=found.verdict.reason,
        hypotheses=found.hypotheses,
    )


def _motion(motion: Motion) -> Json:
    return {
        "parameters": matrices_json(motion.parameters),
        "columns": [rational_text(value) for value in motion.columns],
        "rows": [rational_text(value) for value in motion.rows],
        "directions": matrices_json(motion.directions),
        "prime": CHECK_PRIME,
        "ntk_velocity": {"index": list(motion.index), "value": rational_text(motion.velocity)},
    }


def _near(near: DenseNear) -> Json:
    return {
        "parameters": matrices_json(near.parameters),
        "radius": rational_text(near.radius),
        "directions": [matrices_json(direction) for direction in near.directions],
        "index": list(near.index),
        "scale": rational_text(near.scale),
        "left": tensor_json(entries(near.left)),
        "right": tensor_json(entries(near.right)),
    }


def widths_json(network: Dense) -> Json:
    """The widths, as notation and as a list."""
    return {"notation": str(network), "widths": list(network.widths)}


def matrices_json(matrices: Sequence[Any]) -> list[Any]:
    """Matrices as nested lists of rational strings, with the numbers under square roots where there are any."""
    return [_root_json(layer) if isinstance(layer, RootMatrix) else tensor_json(entries(layer)) for layer in matrices]


def _root_json(layer: RootMatrix) -> Any:
    core = tensor_json(entries(layer.core))
    if layer.is_plain:
        return core
    left, right = ([rational_text(n) for n in numbers] for numbers in (layer.left, layer.right))
    return {"left": left, "matrix": core, "right": right}


def _sample(sample: Sample) -> Json:
    parts = {"parameters": sample.parameters, "orthogonal": sample.orthogonal, "image": sample.image}
    return {key: matrices_json(value) for key, value in parts.items()}
