"""Certificates as JSON.

Contents: :func:`to_json`, :func:`dumps`, :func:`rational_text`, :func:`integer_text`.

The format is fixed by ``certificate.schema.json`` beside this module. Exact numbers are strings, counts and indices are
numbers, nothing is a float. The same certificate gives the same bytes, the ``tool`` block aside.
"""

from __future__ import annotations

import hashlib
import json
import sys
from fractions import Fraction
from typing import Any

from symlcn import __version__
from symlcn.algebraic import RealAlgebraic
from symlcn.architecture import Architecture
from symlcn.certify import Certificate, Counterexample, Parameters
from symlcn.classify import Classification, real_points
from symlcn.scaling import Scaling
from symlcn.witness import Exchange, WitnessLayer

__all__ = ["dumps", "integer_text", "rational_text", "to_json"]

Json = dict[str, Any]


def integer_text(n: int) -> str:
    """Decimal digits of an integer of any size.

    Examples
    --------
    >>> len(integer_text(10**5000))
    5001
    """
    if n.bit_length() < 10_000:
        return str(n)
    from decimal import Decimal

    return format(Decimal(n), "f")


def rational_text(value: Fraction) -> str:
    """A rational number in lowest terms.

    Examples
    --------
    >>> rational_text(Fraction(-9, 4)), rational_text(Fraction(3))
    ('-9/4', '3')
    """
    numerator = integer_text(value.numerator)
    return numerator if value.denominator == 1 else f"{numerator}/{integer_text(value.denominator)}"


def to_json(certificate: Certificate) -> Json:
    """The certificate as a JSON object of format ``symlcn-certificate``, version 1.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> from symlcn.certify import certify
    >>> to_json(certify(parse_architecture("k3s2 k2")))["result"]["degree"]
    '1'
    """
    body = {
        "format": "symlcn-certificate",
        "version": 1,
        "kind": "architecture",
        "architecture": _architecture(certificate.architecture),
        "delta": _rationals(certificate.delta),
        "status": certificate.status,
        "reason": certificate.reason,
        "result": None,
        "evidence": {},
        "assumptions": [],
    }
    if certificate.classification is not None:
        body["result"] = _result(certificate.architecture, certificate.classification)
        body["evidence"] = {
            "witness": [_witness(layer) for layer in certificate.witness],
            "exchange": certificate.exchange and _exchange(certificate.exchange),
            "counterexample": certificate.counterexample and _counterexample(certificate.counterexample),
        }
    return {**body, "digest": _digest(body), "tool": _tool()}


def dumps(document: Json) -> str:
    """One line of JSON, ASCII, ending in a newline."""
    return json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(", ", ": ")) + "\n"


def _digest(body: Json) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _tool() -> Json:
    """Versions of what took part, and no seed: nothing is random."""
    tool: Json = {"symlcn": __version__, "python": ".".join(map(str, sys.version_info[:3])), "seed": None}
    if "flint" in sys.modules:
        tool["python-flint"] = sys.modules["flint"].__version__
    return tool


def _architecture(architecture: Architecture) -> Json:
    layers = [
        {"size": list(layer.size), "stride": list(layer.stride), "dilation": list(layer.dilation)}
        for layer in architecture.layers
    ]
    return {"notation": str(architecture), "dimension": architecture.dimension, "layers": layers}


def _result(architecture: Architecture, c: Classification) -> Json:
    return {
        "degree": integer_text(c.degree),
        "birational": c.birational,
        "birational_up_to_layer_order": c.birational_up_to_layer_order,
        "interchangeable": [list(group) for group in c.interchangeable],
        "dimension": c.dimension,
        "ambient": c.ambient,
        "image_degree": integer_text(c.image_degree),
        "ntk": c.ntk,
        "delta_locus": None if c.delta_locus is None else [list(form) for form in c.delta_locus],
        "blocks": [
            {
                "layers": list(block.layers),
                "direction": block.direction,
                "exponent": block.exponent,
                "degrees": list(block.degrees),
                "real_points": _real_points(block.degrees),
            }
            for block in architecture.blocks
            if len(block.layers) > 1
        ],
    }


def _real_points(degrees: tuple[int, ...]) -> list[Json] | None:
    numbers = real_points(degrees)
    if numbers is None:
        return None
    return [{"real_roots": roots, "points": integer_text(points)} for roots, points in numbers]


def _filter(layer: WitnessLayer) -> list[Any]:
    """The filter as nested lists of integer strings, one level per direction."""

    def level(prefix: tuple[int, ...]) -> Any:
        if len(prefix) == layer.layer.dimension:
            return integer_text(layer.entries.get(prefix, 0))
        return [level((*prefix, index)) for index in range(layer.layer.size[len(prefix)])]

    nested: list[Any] = level(())
    return nested


def _witness(layer: WitnessLayer) -> Json:
    if layer.eisenstein is not None:
        monic, divisor, root = layer.eisenstein
        return {
            "kind": "irreducible",
            "filter": _filter(layer),
            "monic": monic,
            "divisor": divisor,
            "root": integer_text(root),
        }
    if not layer.factors:
        return {"kind": "scalar", "filter": _filter(layer)}
    factors = [
        {"coefficients": [integer_text(c) for c in factor.coefficients], "prime": factor.prime}
        for factor in layer.factors
    ]
    return {"kind": "axis", "filter": _filter(layer), "factors": factors}


def _exchange(exchange: Exchange) -> Json:
    return {
        "layers": list(exchange.layers),
        "filters": [_filter(layer) for layer in exchange.filters],
        "root": integer_text(exchange.root),
    }


def _counterexample(counterexample: Counterexample) -> Json:
    difference = counterexample.corner and {
        "index": [0, 0],
        "values": [_element(value) for value in counterexample.corner],
    }
    return {
        "delta": _rationals(counterexample.delta),
        "layers": list(counterexample.layers),
        "pair": [_parameters(parameters) for parameters in counterexample.pair],
        "ntk_difference": difference,
    }


def _rationals(values: tuple[Fraction, ...] | None) -> list[str] | None:
    return None if values is None else [rational_text(value) for value in values]


def _element(value: tuple[Fraction, ...]) -> str | list[str]:
    """An element of Q(t): a rational string if t is rational, otherwise its coefficients in t."""
    return rational_text(value[0]) if len(value) == 1 else [rational_text(c) for c in value]


def _parameters(parameters: Parameters) -> Json:
    scaling = parameters.scaling
    return {
        "filters": [_filter(layer) for layer in parameters.filters],
        "t": scaling and _number(scaling.t),
        "rho": scaling and _rho(scaling),
    }


def _number(value: Fraction | RealAlgebraic) -> str | Json:
    if isinstance(value, Fraction):
        return rational_text(value)
    return {
        "minpoly": [integer_text(c) for c in value.minpoly],
        "interval": [rational_text(value.lower), rational_text(value.upper)],
        "approx": value.approx(),
    }


def _rho(scaling: Scaling) -> list[str | list[str]]:
    """ρ_l = t + Δ_l: rational strings, or coefficients in t."""
    t = scaling.t
    if isinstance(t, Fraction):
        return [rational_text(t + shift) for shift in scaling.shifts]
    return [[rational_text(shift), "1"] for shift in scaling.shifts]
