"""Exact values as JSON: the conventions that all results share.

Contents: :func:`number_json`, :func:`element_json`, :func:`rho_json`, :func:`tensor_json`, :func:`architecture_json`,
:func:`tool_json`, :func:`sealed`, :func:`dumps`.

Exact numbers are strings, counts and indices are numbers, nothing is a float. An algebraic number is its minimal
polynomial with an isolating interval; an element of Q(t) is the list of its coefficients in t.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import Json, integer_text, rational_text
from symlcn.algebra.realnumbers import Number
from symlcn.network.architecture import Architecture
from symlcn.network.scaling import Scaling
from symlcn.version import __version__

__all__ = [
    "architecture_json",
    "dumps",
    "element_json",
    "number_json",
    "rho_json",
    "sealed",
    "tensor_json",
    "tool_json",
]

MAX_REASON = 2000


def dumps(document: Json) -> str:
    """One line of JSON, ASCII, ending in a newline."""
    return json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(", ", ": ")) + "\n"


def tool_json() -> Json:
    """Versions of what took part, and no seed: nothing is random."""
    tool: Json = {"symlcn": __version__, "python": ".".join(map(str, sys.version_info[:3])), "seed": None}
    if "flint" in sys.modules:
        tool["python-flint"] = sys.modules["flint"].__version__
    return tool


def tensor_json(tensor: Any, factor: Fraction | int = 1) -> Any:
    """A multiple of a tensor as nested lists of rational strings.

    Examples
    --------
    >>> tensor_json(((1, 2), (3, 4)), Fraction(1, 2))
    [['1/2', '1'], ['3/2', '2']]
    """
    if isinstance(tensor, Sequence):
        return [tensor_json(part, factor) for part in tensor]
    return rational_text(Fraction(tensor * factor))


def sealed(body: Json, hypotheses: Sequence[str] = ()) -> Json:
    """A certificate with the hypotheses under which it holds, a digest against accidental damage, and what made it.

    Examples
    --------
    A reason claims nothing, and is cut where it is longer than the checker reads.

    >>> found = sealed({"status": "undecided", "reason": "x" * 3000}, ["no filter is zero"])
    >>> len(found["reason"]), found["hypotheses"], sorted(found)
    (2000, ['no filter is zero'], ['digest', 'hypotheses', 'reason', 'status', 'tool'])
    """
    import hashlib

    body = {**body, "hypotheses": list(hypotheses)}
    if body.get("reason") and len(body["reason"]) > MAX_REASON:
        body["reason"] = f"{body['reason'][: MAX_REASON - 3]}..."
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return {**body, "digest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), "tool": tool_json()}


def architecture_json(architecture: Architecture) -> Json:
    """Notation, dimension and layers."""
    layers = [
        {"size": list(layer.size), "stride": list(layer.stride), "dilation": list(layer.dilation)}
        for layer in architecture.layers
    ]
    return {"notation": str(architecture), "dimension": architecture.dimension, "layers": layers}


def element_json(value: Sequence[Fraction]) -> str | list[str]:
    """An element of Q(t): a rational string if t is rational, otherwise its coefficients in t."""
    return rational_text(value[0]) if len(value) == 1 else [rational_text(c) for c in value]


def number_json(value: Number) -> str | Json:
    """A rational string, or minimal polynomial, isolating interval and approximation."""
    if isinstance(value, Fraction):
        return rational_text(value)
    return {
        "minpoly": [integer_text(c) for c in value.minpoly],
        "interval": [rational_text(value.lower), rational_text(value.upper)],
        "approx": value.approx(),
    }


def rho_json(scaling: Scaling) -> list[str | list[str]]:
    """ρ_l = t + Δ_l: rational strings, or coefficients in t."""
    t = scaling.t
    if isinstance(t, Fraction):
        return [rational_text(t + shift) for shift in scaling.shifts]
    return [[rational_text(shift), "1"] for shift in scaling.shifts]
