"""The kinds of certificates, and what each holds besides the envelope that all share.

Contents: :data:`KINDS`, :data:`DOCUMENTS`.

Each kind has its own fields, in the order in which they are written, with their values where nothing is claimed; a
field of value ``...`` is part of the question and always given. The checker has a table of its own
(``symlcn/check/certificate.py``), from which it reads nothing of this one.
"""

from __future__ import annotations

from typing import Any

__all__ = ["DOCUMENTS", "KINDS"]

_CLAIM = {"result": None, "evidence": None}

KINDS: dict[str, dict[str, Any]] = {
    "architecture": {"result": None, "evidence": {}},
    "counterexample": {"filter": None, "pair": [], "ntk_difference": None, "separation": None},
    "critical": {"risk": ..., **_CLAIM},
    "dense": _CLAIM,
    "dense-polynomial": _CLAIM,
    "equations": _CLAIM,
    "fiber": {
        "filter": ...,
        "field": ...,
        "points": None,
        "counts": dict.fromkeys("QRC"),
        **dict.fromkeys(("smooth", "smooth_reason", "ntk_classes", "pairs", "evidence")),
    },
    "flow": dict.fromkeys(("risk", "filter", "gradient", "starts", "difference", "ntk_difference"), ...),
    "grouped": _CLAIM,
    "grouped-counterexample": dict.fromkeys(("filter", "pair", "ntk_difference")),
    "inverse": {"result": None},
    "metric": {"filter": None, **_CLAIM},
    "multichannel": _CLAIM,
    "multichannel-counterexample": dict.fromkeys(("filter", "pair", "ntk_difference", "motion")),
    "polynomial": _CLAIM,
    "multichannel-fiber": {"filters": ..., "filter": ..., **_CLAIM},
    "polynomial-flow": dict.fromkeys(
        ("risk", "filter", "gradient", "starts", "difference", "ntk_difference", "every"), ...
    ),
    "polynomial-inverse": {"result": None},
    "polynomial-activation": _CLAIM,
    "polynomial-equations": _CLAIM,
    "polynomial-strata": {"result": None},
    "polynomial-metric": {"filter": None, **_CLAIM},
    "polynomial-counterexample": {"filter": None, "pair": [], "ntk_difference": None, "separation": None},
    "polynomial-fiber": {
        "filter": ...,
        "field": ...,
        **dict.fromkeys(("cores", "outside", "shifts", "points")),
        "counts": dict.fromkeys("QRC"),
        **dict.fromkeys(("smooth", "ntk_classes", "evidence")),
    },
    "relu": _CLAIM,
    "strata": _CLAIM,
}

DOCUMENTS = {
    "ChannelFinding": "families.multichannel.counterexample.document:channel_finding_json",
    "BranchMetric": "families.polynomial.metric.document:branch_json",
    "Certificate": "generic.document:to_json",
    "Closure": "geometry.equations.question:closure_json",
    "CounterexampleResult": "counterexample.document:counterexample_json",
    "DensePolynomialResult": "families.densepolynomial.document:dense_polynomial_json",
    "DenseReluResult": "families.relu.document:relu_json",
    "DenseResult": "families.dense.document:dense_json",
    "Equations": "geometry.equations.document:equations_json",
    "Exchanges": "geometry.strata.document:exchanges_json",
    "Fiber": "fiber.evidence.document:fiber_json",
    "FunctionVelocities": "families.polynomial.flow.document:function_flow_json",
    "Finding": "counterexample.question:finding_json",
    "FunctionEquations": "families.polynomial.equations.document:function_equations_json",
    "Identified": "families.polynomial.activation.document:identified_json",
    "GroupedFinding": "families.grouped.counterexample.document:grouped_finding_json",
    "GroupedResult": "families.grouped.certify.document:grouped_json",
    "Inverse": "geometry.inverse.document:inverse_json",
    "Metric": "geometry.metric.document:metric_json",
    "ChannelFiber": "families.multichannel.fiber.document:channel_fiber_json",
    "MultichannelResult": "families.multichannel.certify.document:multichannel_json",
    "NetworkCertificate": "families.polynomial.certify.document:network_json",
    "PairFinding": "families.polynomial.counterexample.question:finding_json",
    "PairFound": "families.polynomial.counterexample.document:pair_json",
    "Pushed": "geometry.metric.question:pushed_json",
    "PolynomialInverse": "families.polynomial.inverse.document:polynomial_inverse_json",
    "PolynomialFiber": "families.polynomial.fiber.document:polynomial_fiber_json",
    "ReluResult": "families.relu.document:relu_json",
    "ShiftLoci": "families.polynomial.strata.document:shift_loci_json",
    "Strata": "geometry.strata.document:strata_json",
    "SymbolicMetric": "geometry.metric.document:symbolic_json",
    "Velocities": "loss.flow.document:flow_json",
}
"""What writes the results of questions as certificates, by the name of their type."""
