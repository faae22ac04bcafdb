"""The question ``symlcn ntk`` of networks with monomial activations: by monomials, at inputs, or of generic filters.

Contents: :func:`ntk`, :func:`polynomial_ntk_json`, :func:`read_inputs`, :data:`POLYNOMIAL_NTK`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias, Unpack

from symlcn.algebra.exact import Json, rational_text, rationals_json
from symlcn.algebra.sparse import cells
from symlcn.answer import Answer, Question, Running, answered
from symlcn.certificates.envelope import tool_json
from symlcn.certificates.values import (
    architecture_json,
    element_json,
    number_json,
    rho_json,
    tensor_json,
    terms_json,
)
from symlcn.errors import ParseError, shown
from symlcn.families.polynomial.expansion import Monomial
from symlcn.families.polynomial.ntk.generickernel import GenericKernel, generic_kernel
from symlcn.families.polynomial.ntk.gradientkernel import (
    GradientKernel,
    Input,
    kernel_at_inputs,
    kernel_on_monomials,
)
from symlcn.network.filterinputs import as_filters
from symlcn.network.filters import filter_size, flat, nested, normalize_filter
from symlcn.network.inputs import as_invariants, as_tensor
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["POLYNOMIAL_NTK", "ntk", "polynomial_ntk_json", "read_inputs"]

Found: TypeAlias = GradientKernel | GenericKernel


def _decide(
    network: PolynomialArchitecture,
    filters: Any,
    delta: tuple[Fraction, ...] | None,
    inputs: tuple[Input, ...] | None,
    places: tuple[tuple[int, int], ...],
) -> Found:
    found: Found
    if filters is None:
        found = generic_kernel(network, places)
    elif inputs is None:
        found = replace(kernel_on_monomials(network, filters, delta), places=places)
    else:
        found = replace(kernel_at_inputs(network, filters, inputs, delta), places=places)
    for place in places:
        if not 0 <= min(place) <= max(place) < found.size:
            pair = ",".join(map(str, place))
            raise ParseError("entry", f"{pair} is not a row and a column; there are {found.size} rows, counted from 0")
    return found


def polynomial_ntk_json(found: Found, _certificate: Json | None = None) -> Json:
    """The NTK as a JSON object; entries in Q(t) are coefficient lists in t.

    ``filter`` is f as a list of [monomial, coefficient], a monomial the list of the pairs of a position and its power;
    null at inputs. ``terms`` is K = Σ_l c_l J_l J_lᵀ: for each layer ``weight``, c_l, and ``jacobian``, the rows of J_l
    for the primitive integer filters, one for each of ``monomials``, or for each of ``outputs``, which has the number
    of the input and the value of f. ``ntk`` has all entries; if places are asked for it is null, and ``entries`` has
    those only.

    Of generic filters ``filters``, ``t``, ``rho`` and ``terms`` are null. Numbers are polynomials then, lists of
    [monomial, coefficient] as in certificates; ``variables`` are the entries of the filters that monomials number, each
    as layer and index; ``filter`` has polynomials as coefficients, and ``grams`` are the N_l.
    """
    if isinstance(found, GenericKernel):
        return _generic_json(found)
    places = found.places
    listed = None if places else [[element_json(entry) for entry in row] for row in found.matrix()]
    entries = [{"index": list(place), "value": element_json(found.entry(*place))} for place in places]
    own = zip(found.weights, found.blocks, strict=True)
    outputs = zip(found.outputs, found.values, strict=True)
    by_monomials = bool(found.monomials)
    return {
        **_header(found),
        "delta": rationals_json(found.delta),
        "filters": [tensor_json(tensor) for tensor in found.filters],
        "filter": [[monomial_json(m), rational_text(c)] for m, c in found.function.items()] if by_monomials else None,
        "t": number_json(found.scaling.t),
        "rho": rho_json(found.scaling),
        "monomials": [monomial_json(m) for m in found.monomials] if by_monomials else None,
        "inputs": None if by_monomials else [tensor_json(nested(entries, size)) for entries, size in found.inputs],
        "outputs": None if by_monomials else [{"input": n, "value": rational_text(value)} for n, value in outputs],
        "terms": [{"weight": element_json(weight), "jacobian": _rows_json(found, rows)} for weight, rows in own],
        "ntk": listed,
        **({"entries": entries} if places else {}),
        "tool": tool_json(),
    }


def _header(found: Found) -> Json:
    return {"format": "symlcn-ntk", "version": 1, "kind": "ntk", "architecture": architecture_json(found.network)}


def _rows_json(found: GradientKernel, rows: Sequence[tuple[int, ...]]) -> list[list[str]]:
    commons = found.denominators
    return [[rational_text(Fraction(c, common)) for c in row] for row, common in zip(rows, commons, strict=True)]


def monomial_json(monomial: Monomial) -> list[list[Any]]:
    """A monomial as the list of the pairs of a position and its power.

    Examples
    --------
    >>> monomial_json((((0,), 1), ((2,), 2)))
    [[[0], 1], [[2], 2]]
    """
    return [[list(position), power] for position, power in monomial]


def _generic_json(found: GenericKernel) -> Json:
    places, layers = found.places, range(len(found.network))
    listed = [] if places else [*map(found.gram, layers), found.matrix()]
    matrices = [[[terms_json(entry) for entry in row] for row in own] for own in listed]
    entries = [{"index": list(place), "value": terms_json(found.entry(*place))} for place in places]
    monomials = [monomial_json(m) for m in found.monomials]
    return {
        **_header(found),
        "delta": None,
        "filters": None,
        "variables": [
            {"layer": layer, "index": list(index)}
            for layer in layers
            for index in cells(found.network.architecture[layer].size)
        ],
        "filter": [[m, terms_json(c)] for m, c in zip(monomials, found.product, strict=True)],
        "t": None,
        "rho": None,
        "monomials": monomials,
        "inputs": None,
        "outputs": None,
        "terms": None,
        "grams": matrices[:-1] or None,
        "ntk": matrices[-1] if matrices else None,
        **({"entries": entries} if places else {}),
        "tool": tool_json(),
    }


POLYNOMIAL_NTK: Question[Found] = Question("ntk", None, _decide, shown=polynomial_ntk_json, family="polynomial")


def read_inputs(value: Any, dimension: int, name: str = "inputs") -> tuple[Input, ...]:
    """Inputs that a caller gives: a tensor with one level for each direction, or a sequence of such.

    Raises
    ------
    ParseError
        If the nesting is of another depth, or an entry is not exact.

    Examples
    --------
    >>> read_inputs("1,2,1/2", 1), len(read_inputs([[1, 0, 0], [0, 1]], 1))
    ((((Fraction(1, 1), Fraction(2, 1), Fraction(1, 2)), (3,)),), 2)
    """
    given = as_tensor(value, name)
    if not isinstance(given, list | tuple) or not given:
        raise ParseError(name, f"{shown(value, 40)} is no list of inputs; write [[1, 0, 0, 0], [1, 2, 0, 1]]")
    depth, part = 0, given
    while isinstance(part, list | tuple) and part:
        depth, part = depth + 1, part[0]
    found = []
    for number, own in enumerate([given] if depth == dimension else given, 1):
        place = f"input {number}"
        tensor = normalize_filter(own, dimension, place)
        found.append((tuple(flat(tensor)), filter_size(tensor, dimension, place)))
    return tuple(found)


def ntk(
    network: PolynomialArchitecture,
    filters: Any = None,
    delta: Any = None,
    *,
    inputs: Any = None,
    places: Sequence[tuple[int, int]] = (),
    **running: Unpack[Running],
) -> Answer[Found]:
    """The NTK of a network with monomial activations; as :func:`symlcn.ntk`, which asks this.

    Parameters
    ----------
    network : PolynomialArchitecture
    filters, delta, places, **running
        As for :func:`symlcn.ntk`; entries are numbered by monomials of f, or by outputs where inputs are given.
    inputs : sequence of tensors, or str, optional
        The kernel is evaluated at these, at any size of the network; all outputs of each input take part.

    Returns
    -------
    Answer
        Its result is a :class:`~symlcn.families.polynomial.ntk.gradientkernel.GradientKernel` with `scaling`,
        `weights`, `monomials`, ``entry(i, j)``, ``matrix()``; of generic filters a
        :class:`~symlcn.families.polynomial.ntk.generickernel.GenericKernel`. There is no certificate.

    Raises
    ------
    ParseError
        If something cannot be read, or is not exact; if there are invariants or inputs without filters, or an entry
        that is not there.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> answer = ntk(parse_network("k3 r2 k2"), [(1, 2, 3), (4, 5)], "balanced", inputs=[[1, 0, 0, 0]])
    >>> answer.matrix(), answer.scaling.t.minpoly
    ([[(Fraction(0, 1), Fraction(0, 1), Fraction(489, 2009))]], (-2009, 0, 0, 1))
    """
    asked = as_invariants(delta, network)
    for name, value in (("delta", asked), ("inputs", inputs)):
        if filters is None and value is not None:
            raise ParseError(name, f"{name} without filters; give filters, or no {name}")
    given = None if filters is None else as_filters(filters, network.architecture)
    points = None if inputs is None else read_inputs(inputs, network.dimension)
    about = {"architecture": architecture_json(network), "delta": rationals_json(asked)}
    return answered(POLYNOMIAL_NTK, (network, given, asked, points, tuple(places)), about, **running)
