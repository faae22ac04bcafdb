"""Filters in every form that a Python program gives: texts, nested sequences, arrays, and what sympy has.

Contents: :func:`as_filter`, :func:`as_filters`; with channels :func:`as_product`, :func:`shaped`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symlcn.algebra.exact import exact
from symlcn.algebra.sympyvalues import is_polynomial, polynomial_terms
from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, size_text
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import Filter, normalize_filter, normalize_filters, tensor_of
from symlcn.network.inputs import as_tensor

__all__ = ["as_filter", "as_filters", "as_product", "shaped"]


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


def as_product(value: Any, network: ChannelArchitecture) -> Any:
    """The end-to-end filter of a network with channels that a caller gives: nested tuples, output, input, position.

    Parameters
    ----------
    value : nested sequences ``[output][input][position]``, a matrix, or str
        Each entry for an output and an input is a filter as :func:`as_filter` takes it, such as a polynomial; so is the
        value itself with one input and one output.
    network : ChannelArchitecture

    Raises
    ------
    ParseError
        Naming the entry that is not exact, or the list that has another length.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> as_product([["x + 1", [0, "1/2"]]], parse_network("c2 k2"))[0][1]
    (Fraction(0, 1), Fraction(1, 2))
    >>> as_product("x + 1", parse_network("k2c2 k1"))
    (((Fraction(1, 1), Fraction(1, 1)),),)
    """
    size, ends = network.architecture.end_to_end_size, (network.channels[-1], network.channels[0])
    ones = (1,) * network.dimension
    given = value if is_polynomial(value) else as_tensor(value, "filter", size=size)
    if ends == (1, 1) and not _is_row(given):
        given = [[given]]
    rows = _listed(given, ends[0], _nested((*ends, *size)), "filter")
    found = []
    for o, row in enumerate(rows):
        entries = []
        for i, entry in enumerate(_listed(row, ends[1], _nested((*ends, *size)), f"filter[{o}]")):
            place = f"filter[{o}][{i}]"
            if isinstance(entry, str) or is_polynomial(entry):
                entry = _filter(entry, size, ones, place)
            entries.append(shaped(entry, size, place, f"the end-to-end filter has the size {size_text(size)}"))
        found.append(tuple(entries))
    return tuple(found)


def _is_row(value: Any) -> bool:
    """Whether it is a matrix with one entry."""
    outer = isinstance(value, list | tuple) and len(value) == 1
    return outer and isinstance(value[0], list | tuple) and len(value[0]) == 1


def _nested(shape: tuple[int, ...]) -> str:
    return f"the filter is nested {' x '.join(map(str, shape))}: outputs, inputs, positions"


def _listed(value: Any, number: int, form: str, place: str) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != number:
        raise ParseError(place, f"not a list of {number}; {form}")
    return value


def shaped(value: Any, shape: tuple[int, ...], place: str, form: str | None = None) -> Any:
    """A tensor of a shape, its entries exact, as nested tuples of Fractions; messages say in which form it is given.

    Raises
    ------
    ParseError
        Naming the entry that is not exact, or the list that has another length.

    Examples
    --------
    >>> shaped([["1/2", 1]], (1, 2), "filter 1")
    ((Fraction(1, 2), Fraction(1, 1)),)
    """

    def part(value: Any, rest: tuple[int, ...], place: str) -> Any:
        if not rest:
            return exact(value, place)
        entries = enumerate(_listed(value, rest[0], form or _nested(shape), place))
        return tuple(part(entry, rest[1:], f"{place}[{n}]") for n, entry in entries)

    return part(value, shape, place)


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
