"""The matrices N_l of which the NTK K = factor^2 sum_l (n_l / rho_l) N_l consists, entry by entry.

Contents: :func:`gram_entries`, :func:`partial_products`, :func:`constant_entries`.

N_l = M_l M_l^T, where M_l multiplies the monomials of layer l by the product of the polynomials of all other
layers. Its rows and columns are the entries of the end-to-end filter, in row-major order. At (0, 0) it has the
square of the product of all constant entries but that of layer l.
"""

from __future__ import annotations

from math import prod

from ..core.arithmetic import Filter, norm, sparse_product, total_bits
from ..core.limits import Work
from ..core.outcome import Rejected
from .architecture import Architecture

START: list[tuple[int, ...]] = [()]


def constant_entries(filters: list[Filter], where: str) -> list[int]:
    """Establishes that no constant entry is 0; returns these entries."""
    constants = [sum(c for index, c in entries.items() if not any(index)) for entries in filters]
    for layer, constant in enumerate(constants):
        if constant == 0:
            raise Rejected(f"{where}[{layer}]", "the constant entry of the filter is 0")
    return constants


def check_swap(filters: list[Filter], constants: list[int], i: int, j: int, where: str) -> None:
    """Establishes that swapping i and j changes K(0, 0) whenever rho_i and rho_j differ."""
    if norm(filters[i]) * constants[j] ** 2 == norm(filters[j]) * constants[i] ** 2:
        raise Rejected(where, f"n_l / w_l[0]^2 is the same for layers[{i}] and layers[{j}], and so is K(0, 0)")


def partial_products(architecture: Architecture, filters: list[Filter], work: Work) -> list[tuple[Filter, Filter]]:
    """For each layer, and once more, the product of the filters before it and that of itself and those after it."""
    polynomials = [
        {tuple(k * e for k, e in zip(index, exponent, strict=True)): c for index, c in entries.items()}
        for entries, exponent in zip(filters, architecture.exponents, strict=True)
    ]
    one: Filter = {(0,) * architecture.dimension: 1}
    before, after = [one], [one]
    for first, last in zip(polynomials, reversed(polynomials), strict=True):
        before.append(sparse_product(before[-1], first, work))
        after.append(sparse_product(after[-1], last, work))
    return list(zip(before, reversed(after), strict=True))


def gram_entries(
    architecture: Architecture, filters: list[Filter], places: list[tuple[int, int]], work: Work
) -> list[list[int]]:
    """N_l(i, j) for each layer l and each place (i, j)."""
    extents = architecture.extents()
    partial = partial_products(architecture, filters, work)
    result = []
    for layer, (size, exponent) in enumerate(zip(architecture.sizes, architecture.exponents, strict=True)):
        short, long = sorted((partial[layer][0], partial[layer + 1][1]), key=len)
        known: Filter = {}

        def others(index: tuple[int, ...], short: Filter = short, long: Filter = long, known: Filter = known) -> int:
            if index not in known:
                work.spend(5 * len(short), total_bits(short.values()), 100)
                found = ((c, long.get(tuple(map(int.__sub__, index, i)))) for i, c in short.items())
                known[index] = sum(c * other for c, other in found if other)
            return known[index]

        row = []
        for i, j in places:
            here, there = _position(i, extents), _position(j, extents)
            counts = [min(k, 1 + min(a, b) // e) for k, a, b, e in zip(size, here, there, exponent, strict=True)]
            work.spend(20 * prod(counts))
            total, shifts = 0, START
            for count, e in zip(counts, exponent, strict=True):
                shifts = [(*shift, k * e) for shift in shifts for k in range(count)]
            for shift in shifts:
                total += others(tuple(map(int.__sub__, here, shift))) * others(tuple(map(int.__sub__, there, shift)))
            row.append(total)
        result.append(row)
    return result


def _position(flat: int, extents: list[int]) -> tuple[int, ...]:
    """The index of the entry at a place in row-major order."""
    index = []
    for extent in reversed(extents):
        flat, k = divmod(flat, extent)
        index.append(k)
    return tuple(reversed(index))
