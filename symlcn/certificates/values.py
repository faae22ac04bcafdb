"""Exact values as JSON: the conventions that all results share.

Contents: :func:`number_json`, :func:`element_json`, :func:`form_json`, :func:`rho_json`, :func:`tensor_json`,
:func:`architecture_json`, :func:`terms_json`.

Exact numbers are strings, counts and indices are numbers, nothing is a float. An algebraic number is its minimal
polynomial with an isolating interval; an element of Q(t) is the list of its coefficients in t.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symlcn.algebra.exact import Json, integer_text, rational_text
from symlcn.network.architecture import Architecture
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

if TYPE_CHECKING:
    from symlcn.algebra.forms import Form
    from symlcn.algebra.realnumbers import Number
    from symlcn.network.notation import Network
    from symlcn.network.scaling import Scaling

__all__ = [
    "architecture_json",
    "element_json",
    "form_json",
    "number_json",
    "rho_json",
    "tensor_json",
    "terms_json",
]


def tensor_json(tensor: Any, factor: Fraction | int = 1) -> Any:
    """A multiple of a tensor as nested lists of rational strings.

    Examples
    --------
    >>> tensor_json(((1, 2), (3, 4)), Fraction(1, 2))
    [['1/2', '1'], ['3/2', '2']]
    """
    if isinstance(tensor, Fraction) and factor == 1:  # most entries, and isinstance(…, Sequence) is slow
        return rational_text(tensor)
    if isinstance(tensor, Sequence):
        return [tensor_json(part, factor) for part in tensor]
    return rational_text(Fraction(tensor * factor))


def architecture_json(network: Network) -> Json:
    """Notation, dimension and layers; activations r_1, …, r_{L−1}, channels c_0, …, c_L, groups g_1, …, g_L if any.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> architecture_json(parse_network("k1 r2 k1"))["activations"]
    [2]
    """
    stack = network if isinstance(network, Architecture) else network.architecture
    layers = [
        {"size": list(layer.size), "stride": list(layer.stride), "dilation": list(layer.dilation)}
        for layer in stack.layers
    ]
    found = {"notation": str(network), "dimension": stack.dimension, "layers": layers}
    if isinstance(network, PolynomialArchitecture):
        return {**found, "activations": list(network.activations)}
    if isinstance(network, GroupedArchitecture):
        return {**found, "channels": list(network.channels), "groups": list(network.groups)}
    return {**found, "channels": list(network.channels)} if isinstance(network, ChannelArchitecture) else found


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
    """The ρ_l: rational strings, or coefficients in t."""
    return [element_json(norm) for norm in scaling.norms]


def terms_json(terms: Mapping[tuple[int, ...], int]) -> list[Any]:
    """A polynomial: a list of [monomial, coefficient], a monomial the list of the numbers of its factors."""
    return [[list(monomial), integer_text(c)] for monomial, c in sorted(terms.items())]


def form_json(form: Form) -> Json:
    """A form: its degree, its weight, and its terms."""
    return {
        "degree": form.degree,
        "weight": list(form.weight),
        "terms": [[list(monomial), integer_text(coefficient)] for monomial, coefficient in form.terms],
    }
