"""The function of generic filters with monomial activations: its coefficients as polynomials in the entries.

Contents: :func:`generic_function`.

The entries of the filters are variables, one layer after the other, row-major, numbered from 0. A monomial in the
inputs is the increasing tuple of the numbers of the cells of its factors, row-major in the receptive field.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from operator import mul

from symlcn.algebra.sparse import Terms, constant, times
from symlcn.errors import LimitError
from symlcn.families.polynomial.gradients import positions_of
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["generic_function"]

MAX_PRODUCTS = 100_000
"""Bound on the products of terms."""


def generic_function(
    network: PolynomialArchitecture, too_large: Callable[[], LimitError]
) -> dict[tuple[int, ...], Terms]:
    """The coefficients of f by monomials in the inputs, in increasing order.

    Parameters
    ----------
    network : PolynomialArchitecture
    too_large : callable
        The error that is raised where this takes too many products of terms.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> generic_function(parse_network("k2 r2 k1"), LimitError)
    {(0, 0): {(0, 0, 2): 1}, (0, 1): {(0, 1, 2): 2}, (1, 1): {(1, 1, 2): 1}}
    """
    size = network.architecture.end_to_end_size
    weights = [prod(size[d + 1 :]) for d in range(len(size))]
    first = network.parameters
    function: Terms = {(first,): 1}
    left, start = MAX_PRODUCTS, 0
    for positions, power in zip(positions_of(network), (1, *network.activations), strict=True):
        raised = constant(1)
        for _ in range(power):
            left -= len(raised) * len(function)
            if left < 0:
                raise too_large()
            raised = times(raised, function, limit=MAX_PRODUCTS)
        left -= len(raised) * len(positions)
        if left < 0:
            raise too_large()
        function = {}
        for a, n in positions:
            offset = sum(map(mul, a, weights))
            for monomial, c in raised.items():
                moved = (p + offset if p >= first else p for p in (*monomial, start + n))
                key = tuple(sorted(moved))
                function[key] = function.get(key, 0) + c
        start += len(positions)
    found: dict[tuple[int, ...], Terms] = {}
    for monomial, c in function.items():
        own = tuple(p for p in monomial if p < first)
        found.setdefault(tuple(p - first for p in monomial if p >= first), {})[own] = c
    return {m: dict(sorted(found[m].items())) for m in sorted(found)}
