"""Where the NTKs of two tuples of filters differ, as seen from few of their entries.

Contents: :func:`layer_polynomial`, :func:`end_to_end_tensor`; :func:`find_difference` at given
invariants, :func:`find_separation` for every δ.

A tuple of filters is a sequence of flat filters, one for each layer, whose entries are integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from operator import mul
from typing import Any

from symlcn.algebra.polynomials import Polynomial
from symlcn.algebra.realnumbers import enclosure_at
from symlcn.counterexample.candidates import Flat
from symlcn.counterexample.pair import Element, Separation
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, nested
from symlcn.network.ntk import difference, ntk
from symlcn.network.scaling import Scaling

__all__ = ["end_to_end_tensor", "find_difference", "find_separation", "layer_polynomial", "squared_norm"]

MAX_BITS = 13_000
"""Of the entries of a separating matrix: about 3900 digits."""
MAX_ROW = 20_000
"""Number N up to which the whole first row of the NTK is compared."""
MAX_COMPARED = 200
"""Number N up to which whole NTKs are compared."""


def squared_norm(flat: Flat) -> int:
    """The sum of the squares of the entries."""
    return sum(map(mul, flat, flat))


def layer_polynomial(architecture: Architecture, layer: int, flat: Flat) -> Polynomial:
    """The filter polynomial in x."""
    size, exponent = architecture.layers[layer].size, architecture.exponents[layer]
    indices = product(*(range(0, k * e, e) for k, e in zip(size, exponent, strict=True)))
    terms = {index: entry for index, entry in zip(indices, flat, strict=True) if entry}
    return Polynomial(architecture.dimension, terms)


def end_to_end_tensor(architecture: Architecture, flats: Sequence[Flat], factor: Fraction = Fraction(1)) -> Filter:
    """The end-to-end filter."""
    one = Polynomial.constant(architecture.dimension, 1)
    polynomial = prod((layer_polynomial(architecture, layer, flat) for layer, flat in enumerate(flats)), start=one)
    size = architecture.end_to_end_size
    steps = [prod(size[d + 1 :]) for d in range(len(size))]
    entries: list[int | Fraction] = [0] * prod(size)
    for index, value in polynomial.terms():
        entries[sum(map(mul, index, steps))] = int(value) if factor == 1 else value * factor
    return nested(entries, size)


def find_difference(
    architecture: Architecture,
    tuples: Sequence[tuple[Flat, ...]],
    scalings: tuple[Scaling, Scaling],
    delta: tuple[Fraction, ...],
    factor: Fraction = Fraction(1),
) -> tuple[tuple[int, int], tuple[Element, Element]] | None:
    """A place where K and K' are seen to differ, and their entries there: the corner, the first row, or anywhere if N
    is small. The end-to-end filter is the factor times the product of the filters of each tuple."""
    constants = [[flat[0] for flat in flats] for flats in tuples]
    corners = [[prod(row[:l] + row[l + 1 :]) ** 2 for l in range(len(row))] for row in constants]
    if _differ(tuples, scalings, (corners[0], corners[1])):
        first, second = (_entry(*side, factor) for side in zip(tuples, corners, scalings, strict=True))
        return (0, 0), (first, second)
    if architecture.ambient > MAX_ROW:
        return None
    rows = [_first_rows(architecture, flats) for flats in tuples]
    for column in range(1, architecture.ambient):
        left, right = ([row.get(column, 0) * row.get(0, 0) for row in side] for side in rows)
        if left != right and _differ(tuples, scalings, (left, right)):
            values = _entry(tuples[0], left, scalings[0], factor), _entry(tuples[1], right, scalings[1], factor)
            return (0, column), values
    if architecture.ambient > MAX_COMPARED:
        return None
    sizes = [layer.size for layer in architecture.layers]
    kernels = []
    for own, *rest in tuples:
        filters: list[Sequence[Any]] = [[factor * c for c in own], *rest]
        kernels.append(ntk(architecture, [nested(f, size) for f, size in zip(filters, sizes, strict=True)], delta))
    place = difference(*kernels)
    return None if place is None else (place.index, place.values)


def _first_rows(architecture: Architecture, flats: Sequence[Flat]) -> list[dict[int, int]]:
    """The product of the other filters, for each layer, by flat index; N_l(0, j) is entry 0 times entry j."""
    polynomials = [layer_polynomial(architecture, layer, flat) for layer, flat in enumerate(flats)]
    size = architecture.end_to_end_size
    steps = [prod(size[d + 1 :]) for d in range(len(size))]
    one = Polynomial.constant(len(size), 1)
    rows = []
    for layer in range(len(flats)):
        others = prod(polynomials[:layer] + polynomials[layer + 1 :], start=one)
        rows.append({sum(map(mul, index, steps)): int(value) for index, value in others.terms()})
    return rows


def _entry(flats: Sequence[Flat], grams: Sequence[int], scaling: Scaling, factor: Fraction) -> Element:
    """The factor² times Σ n_l·N_l(i, j)/ρ_l in Q(t), from the entries N_l(i, j)."""
    weighted = [
        [factor**2 * squared_norm(flat) * value * c for c in inverse]
        for flat, value, inverse in zip(flats, grams, scaling.inverse_norms(), strict=True)
    ]
    return tuple(sum(column, Fraction(0)) for column in zip(*weighted, strict=True))


def _differ(
    tuples: Sequence[tuple[Flat, ...]], scalings: tuple[Scaling, Scaling], grams: tuple[Sequence[int], Sequence[int]]
) -> bool:
    """Whether Σ n_l·N_l(i, j)/ρ_l is seen to be different for the two tuples, in Q(t) or by enclosures."""
    sides = list(zip(tuples, grams, scalings, strict=True))
    if scalings[0] == scalings[1]:
        first, second = ([squared_norm(flat) * value for flat, value in zip(*side[:2], strict=True)] for side in sides)
        return first != second and _entry(*sides[0], Fraction(1)) != _entry(*sides[1], Fraction(1))
    for bits in (48, 192, 768, 3072, 12288):
        left, right = (_enclosed(*side, bits) for side in sides)
        if left and right and (left[1] < right[0] or right[1] < left[0]):
            return True
    return False


def _enclosed(
    flats: Sequence[Flat], grams: Sequence[int], scaling: Scaling, bits: int
) -> tuple[Fraction, Fraction] | None:
    """An interval that contains Σ n_l·N_l(i, j)/ρ_l; None if some ρ_l is too close to 0 for so many bits."""
    below, above = enclosure_at((0, 1), scaling.t, Fraction(1, 2**bits))
    if below + min(scaling.shifts) <= 0:
        return None
    low = high = Fraction(0)
    for flat, value, shift in zip(flats, grams, scaling.shifts, strict=True):
        ends = squared_norm(flat) * value / (below + shift), squared_norm(flat) * value / (above + shift)
        low, high = low + min(ends), high + max(ends)
    return low, high


def find_separation(
    architecture: Architecture, layer: int, p: int, q: int, tuples: Sequence[tuple[Flat, ...]], whole: bool = False
) -> Separation | None:
    """S = e_0·vᵀ + v·e_0ᵀ with the powers of p/q on the axis of a block layer in v, if it separates and is not long.

    Those that no product of other filters meets are left out, unless `whole`: then vᵀu = 0, where p/q is a root of u.
    """
    (direction,) = architecture.layers[layer].active
    exponent = architecture.exponents[layer][direction]
    size = architecture.end_to_end_size
    top = (size[direction] - 1) // exponent
    lines = [_lines(architecture, direction, flats) for flats in tuples]
    if whole:
        used = list(range(top + 1))
    else:
        used = sorted({k // exponent for side in lines for line in side for k in line if k % exponent == 0})
    if max((k * _bits(p) + (top - k) * _bits(q) for k in used), default=0) > 64 * MAX_BITS:
        return None
    vector = {k: p**k * q ** (top - k) for k in used}
    products = [
        [2 * line.get(0, 0) * sum(v * line.get(k * exponent, 0) for k, v in vector.items()) for line in side]
        for side in lines
    ]
    sign = 1 if any(n > 0 for n in products[0]) or any(n < 0 for n in products[1]) else -1
    first, second = (tuple(sign * n for n in row) for row in products)
    if min(first) < 0 or max(second) > 0 or not any(first + second):
        return None
    step = exponent * prod(size[direction + 1 :])
    met = {k for side in lines for line in side for k in line if line.get(0, 0)}
    met.update(k * exponent for k in vector if whole)
    entries = [((0, k * step), sign * (v if k else 2 * v)) for k, v in vector.items() if k * exponent in met]
    return Separation(tuple(entries), (first, second))


def _bits(number: int) -> int:
    """64 log_2 of the absolute value, rounded down."""
    return int(abs(number) ** 64).bit_length() - 1


def _lines(architecture: Architecture, direction: int, flats: Sequence[Flat]) -> list[dict[int, int]]:
    """For each layer the product of the other filters on the axis of a direction, by degree in x."""
    on_axis = []
    for layer, flat in enumerate(flats):
        size = architecture.layers[layer].size
        step, exponent = prod(size[direction + 1 :]), architecture.exponents[layer][direction]
        on_axis.append(Polynomial(1, {(k * exponent,): flat[k * step] for k in range(size[direction])}))
    one = Polynomial.constant(1, 1)
    products = [prod(on_axis[:l] + on_axis[l + 1 :], start=one) for l in range(len(flats))]
    return [{index[0]: int(value) for index, value in line.terms()} for line in products]
