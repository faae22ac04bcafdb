"""Filters in every form that a Python program gives: texts, nested sequences, arrays, and what sympy has.

Contents: :func:`as_filter`, :func:`as_filters`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.sympyvalues import is_polynomial, polynomial_terms
from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, size_text
from symlcn.network.filters import Filter, normalize_filter, normalize_filters, tensor_of
from symlcn.network.inputs import as_tensor

__all__ = ["as_filter", "as_filters"]


def as_filter(value: Any, architecture: Architecture) -> Filter:
    """An end-to-end filter that a caller gives, as nested tuples of Fractions.

    Parameters
    ----------
    value : str, nested sequences, numpy array, or what sympy has
        What :func:`read_tensor` reads; integers, rational numbers and arrays of them, floats excepted; a ``Poly``, an
        expression in x, y, z, a matrix or an array of sympy.
    architecture : Architecture

    Raises
    ------
    ParseError
        Naming the entry and what would be right. The size of what is no polynomial is not checked.

    Examples
    --------
    >>> from sympy.abc import x
    >>> from symlcn.network.architecture import parse_architecture
    >>> as_filter(x**3 - x / 2, parse_architecture("k3 k2")) == as_filter("0,-1/2,0,1", parse_architecture("k3 k2"))
    True
    """
    ones = (1,) * architecture.dimension
    return _filter(value, architecture.end_to_end_size, ones, "filter")


def as_filters(value: Any, architecture: Architecture) -> tuple[Filter, ...]:
    """The filters of all layers that a caller gives, each as :func:`as_filter` takes it.

    A polynomial is that of the layer, Σ_j w[j] x^{j⊙e} with its exponent e, as products of them are u.

    Raises
    ------
    ParseError
        If something is not exact, or the number of filters or a size does not fit, naming the layer.

    Examples
    --------
    >>> from sympy.abc import x
    >>> from symlcn.network.architecture import parse_architecture
    >>> as_filters([1 + 2 * x + 3 * x**2, 4 + 5 * x**2], parse_architecture("k3s2 k2"))[1]
    (Fraction(4, 1), Fraction(5, 1))
    """
    given = value if isinstance(value, list | tuple) else as_tensor(value, "filters")
    layers, exponents = architecture.layers, architecture.exponents
    if isinstance(given, Sequence) and len(given) == len(layers):
        given = [
            _filter(own, layer.size, exponent, f"filter {number}")
            for number, (own, layer, exponent) in enumerate(zip(given, layers, exponents, strict=True), 1)
        ]
    return normalize_filters(architecture, given)


def _filter(value: Any, size: tuple[int, ...], exponent: tuple[int, ...], place: str) -> Filter:
    """A filter of a layer with this size and exponent."""
    dimension = len(size)
    if is_polynomial(value):
        return tensor_of(size, _fitting(polynomial_terms(value, dimension, place), size, exponent, place))
    if dimension == 1 and getattr(value, "is_Matrix", False) and 1 in value.shape:
        value = value.flat()
    if dimension > 1 or not isinstance(value, list | tuple):
        value = as_tensor(value, place, size=size if {*exponent} == {1} else None)
    return normalize_filter(value, dimension, place)


def _fitting(
    terms: Mapping[tuple[int, ...], Fraction], size: tuple[int, ...], exponent: tuple[int, ...], place: str
) -> dict[tuple[int, ...], Fraction]:
    """The entries of a filter by index, from the coefficients of its polynomial."""
    entries = {}
    for powers, c in terms.items():
        index = tuple(p // e for p, e in zip(powers, exponent, strict=True))
        if any(p % e or i >= k for p, e, i, k in zip(powers, exponent, index, size, strict=True)):
            shape, step = size_text(size), size_text(exponent)
            least = "x".join(str((k - 1) * e) for k, e in zip(size, exponent, strict=True))
            problem = f"the exponent {size_text(powers)} does not occur in the polynomial of a filter of size"
            raise ParseError(place, f"{problem} {shape} here: exponents are multiples of {step} up to {least}")
        entries[index] = c
    return entries
