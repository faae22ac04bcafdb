"""Answers on dense networks with monomial activations as JSON objects of format ``symlcn-certificate``, version 2.

Contents: :func:`dense_polynomial_json`, :func:`powers_json`.

The kind is ``dense-polynomial``. ``architecture`` holds widths and powers; ``delta`` is null or holds a list of numbers
for each hidden layer. ``evidence`` has up to three parts, null where there is none: the theorem of identifiability with
its witness, parameters at which the Jacobian has its largest rank, and an exact pair. What is claimed is what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symlcn.algebra.exact import CHECK_PRIME, Json, rational_text
from symlcn.certificates.envelope import sealed
from symlcn.families.dense.document import matrices_json
from symlcn.families.densepolynomial.gradientrank import Gradients
from symlcn.families.densepolynomial.identifiable import Identifiability
from symlcn.families.densepolynomial.judge import DensePolynomialResult
from symlcn.families.densepolynomial.neuronexchanges import NeuronExchange
from symlcn.families.densepolynomial.powernetwork import DensePolynomial

__all__ = ["dense_polynomial_json", "powers_json"]


def dense_polynomial_json(found: DensePolynomialResult) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.densepolynomial.judge import judge
    >>> document = dense_polynomial_json(judge(DensePolynomial((2, 2, 1), (3,)), ((97, -167),)))
    >>> document["evidence"]["pair"]["ntk_difference"]["values"]
    ['433945', '1137385']
    """
    result: Json | None = None
    evidence: Json | None = None
    if found.ntk is not None:
        result = {
            "ntk": found.ntk,
            "delta_locus": None if found.delta_locus is None else list(found.delta_locus),
            "dimension": found.dimension,
            "identifiable": None if found.identifiable is None else found.identifiable.theorem,
            "ntk_values": None if found.ntk_values is None else str(found.ntk_values),
        }
        evidence = {
            "identifiability": None if found.identifiable is None else _identifiability(found.identifiable),
            "rank": None if found.gradients is None else _gradients(found.gradients),
            "pair": None if found.exchange is None else _exchange(found.exchange),
        }
    return sealed(
        "dense-polynomial",
        powers_json(found.network),
        found.status,
        {"result": result, "evidence": evidence},
        delta=None if found.invariants is None else [_texts(own) for own in found.invariants],
        reason=found.verdict.reason,
        hypotheses=found.hypotheses,
    )


def powers_json(network: DensePolynomial) -> Json:
    """Widths and powers, as notation and as lists."""
    return {"notation": str(network), "widths": list(network.widths), "powers": list(network.powers)}


def _texts(numbers: Iterable[Any]) -> list[str]:
    return [rational_text(number) for number in numbers]


def _identifiability(found: Identifiability) -> Json:
    if found.theorem == "powers":
        return {"theorem": "powers"}
    return {
        "theorem": "kruskal",
        "degrees": list(found.degrees),
        "rows": [_texts(row) for row in found.rows],
        "columns": [_texts(column) for column in found.columns],
        "prime": CHECK_PRIME,
    }


def _gradients(found: Gradients) -> Json:
    return {
        "parameters": [[_texts(row) for row in layer] for layer in found.parameters],
        "inputs": [_texts(x) for x in found.inputs],
        "prime": CHECK_PRIME,
    }


def _exchange(found: NeuronExchange) -> Json:
    return {
        "layer": found.layer,
        "neurons": list(found.neurons),
        "parameters": [matrices_json(side) for side in found.pair],
        "ntk_difference": {
            "inputs": [_texts(x) for x in found.inputs],
            "index": list(found.index),
            "values": _texts(found.values),
        },
    }
