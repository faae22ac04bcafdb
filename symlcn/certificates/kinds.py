"""The kinds of certificates, and what each holds besides the envelope that all share.

Contents: :data:`KINDS`.

Each kind has its own fields, in the order in which they are written, with their values where nothing is claimed; a
field of value ``...`` is part of the question and always given. The checker has a table of its own
(``symlcn/check/certificate.py``), from which it reads nothing of this one.
"""

from __future__ import annotations

from typing import Any

__all__ = ["KINDS"]

_CLAIM = {"result": None, "evidence": None}

KINDS: dict[str, dict[str, Any]] = {
    "architecture": {"result": None, "evidence": {}},
    "counterexample": {"filter": None, "pair": [], "ntk_difference": None, "separation": None},
    "critical": {"risk": ..., **_CLAIM},
    "dense": _CLAIM,
    "equations": _CLAIM,
    "fiber": {
        "filter": ...,
        "field": ...,
        "points": None,
        "counts": dict.fromkeys("QRC"),
        **dict.fromkeys(("smooth", "smooth_reason", "ntk_classes", "pairs", "evidence")),
    },
    "flow": dict.fromkeys(("risk", "filter", "gradient", "starts", "difference", "ntk_difference"), ...),
    "inverse": {"result": None},
    "metric": {"filter": None, **_CLAIM},
    "relu": _CLAIM,
    "strata": _CLAIM,
}
