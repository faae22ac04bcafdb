"""Pairs over singular functions: filters with one entry 1, and their shifts.

Contents: :func:`shifted_pair`, :func:`relation`.

T^a maps inputs x_p to x_{p+a}, so if filters move by a_l within their boxes, with Σ a_l⊙e_l = 0, then f stays: it is
μ(w) with T^{Σ a_l⊙e_l}. Norms stay, too, so at equal δ both tuples have the same t, without scaling δ_l = 1 − r_l. The
images of the two NTKs differ in general: where an activation separates all layers, at every f of at least two
preimages, which are the singular points of the closure of the neuromanifold. Here one layer of a run moves, of at
least two runs, and an input shows that the NTKs differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod
from operator import add, mul, sub

from symlcn.algebra.polynomials import Exponents
from symlcn.algebra.sparse import cells
from symlcn.counterexample.candidates import Flat
from symlcn.errors import LimitError
from symlcn.families.polynomial.counterexample.networkpairs import (
    PairFound,
    Point,
    PolynomialPair,
    TupleOfPair,
    told_apart,
    value_at,
)
from symlcn.families.polynomial.counterexample.networksearch import small_function
from symlcn.families.polynomial.weightedscaling import is_weighted_solvable, solve_weighted
from symlcn.network.filters import nested
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["relation", "shifted_pair"]

MAX_STEPS = 200_000
MIN_INPUTS, MAX_INPUTS = 8, 500
"""Inputs of a kind at which the NTKs are compared."""
MAX_PRODUCTS = 100_000_000
"""About the products of an entry of a filter and a value, for all of them where they are more than the least number."""


def relation(network: PolynomialArchitecture) -> dict[int, Exponents] | None:
    """A small vector a ≠ 0 with Σ a_l⊙e_l = 0, |a_l| ≤ k_l − 1, at most one a_l ≠ 0 in each run; None if there is none.

    In one direction, with the least Σ|a_l| there; the first direction that has one.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> relation(parse_network("k2 r2 k2")), relation(parse_network("k2s2 r2 k2"))
    ({0: (1,), 1: (-1,)}, None)
    """
    steps = MAX_STEPS
    for direction in range(network.dimension):
        found: dict[int, dict[int, int]] = {}
        for run in network.runs:
            grown = dict(found)
            for total, chosen in [(0, dict[int, int]()), *found.items()]:
                for l in range(run.start, run.stop):
                    size, step = network.architecture[l].size[direction], network.architecture.exponents[l][direction]
                    steps -= 2 * size
                    if steps < 0:
                        raise LimitError("the network has too many shifts to be searched")
                    for a in (sign * n for n in range(1, size) for sign in (1, -1)):
                        own = {**chosen, l: a}
                        key = total + a * step
                        if key not in grown or (_cost(own) < _cost(grown[key])):
                            grown[key] = own
            found = grown
        if 0 in found:
            chosen = found[0]
            sign = 1 if chosen[min(chosen)] > 0 else -1
            return {l: tuple(sign * a * (d == direction) for d in range(network.dimension)) for l, a in chosen.items()}
    return None


def _cost(chosen: dict[int, int]) -> tuple[int, int]:
    return sum(map(abs, chosen.values())), len(chosen)


def shifted_pair(network: PolynomialArchitecture, delta: tuple[Fraction, ...] | None) -> PairFound | None:
    """The pair of a relation, at given invariants or at those of the filters themselves; None if there is no relation.

    Raises
    ------
    LimitError
        If there are too many shifts, or the scaling equation is too large.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> found = shifted_pair(parse_network("k2 r2 k2"), None)
    >>> [point.filters for point in found.pair.points], found.delta
    ([((1, 0), (0, 1)), ((0, 1), (1, 0))], (Fraction(-1, 1),))
    """
    shift = relation(network)
    if shift is None:
        return None
    layers = list(network.architecture)
    rows: list[list[Flat]] = [[], []]
    for l, layer in enumerate(layers):
        a = shift.get(l, (0,) * network.dimension)
        for row, sign in zip(rows, (-1, 1), strict=True):
            place = tuple(max(0, sign * k) for k in a)
            row.append(tuple(int(cell == place) for cell in cells(layer.size)))
    degrees, ones = network.degrees, (1,) * len(layers)
    if delta is None:
        delta = tuple(Fraction(1 - r) for r in network.activations)
    if not is_weighted_solvable(degrees, ones, delta):
        raise LimitError("the scaling equation is too large to be solved")
    scaling = solve_weighted(degrees, ones, delta)
    for point in _inputs(network, rows):
        values = [value_at(network, row, scaling, point) for row in rows]
        if told_apart(*values):
            break
    else:
        return PairFound(network, delta, None, "the NTKs of two shifted tuples agree at all inputs that were tried")
    first, second = (
        TupleOfPair(tuple(nested(own, layer.size) for own, layer in zip(row, layers, strict=True)), scaling)
        for row in rows
    )
    function, moved = small_function(network, rows[0]), tuple(sorted(shift))
    pair = PolynomialPair(moved, "shift", 1, True, (first, second), function, point, (values[0], values[1]))
    return PairFound(network, delta, pair)


def _inputs(network: PolynomialArchitecture, rows: Sequence[Sequence[Flat]]) -> Iterator[Point]:
    """First e_p for single positions p, then e_m + e_p, m the position in f = x_m^R.

    At both, ∂f/∂w_l[j] is 0 unless p or m is m + (j − i)⊙e_l, i the place of the entry 1 of w_l. So only layers that
    move tell the NTKs apart, and only at such a p: there are no other p than these. At e_p, p ≠ m, it is 0, too, if an
    activation follows layer l: its outputs on the way from m are 0.
    """
    stack = network.architecture
    m, moved, single = (0,) * network.dimension, set[Exponents](), False
    for l, (layer, exponent, *flats) in enumerate(zip(stack, stack.exponents, *rows, strict=True)):
        first, *_ = places = [next(cell for cell, c in zip(cells(layer.size), own, strict=True) if c) for own in flats]
        m = tuple(n + i * e for n, i, e in zip(m, first, exponent, strict=True))
        if len(set(places)) > 1:
            steps = (tuple(map(sub, cell, place)) for place in places for cell in cells(layer.size))
            moved |= {tuple(map(mul, step, exponent)) for step in steps}
            single = single or l >= network.runs[-1].start
    tried = MAX_PRODUCTS // (prod(stack.end_to_end_size) * network.parameters)
    near = sorted(tuple(map(add, m, step)) for step in moved)[: max(MIN_INPUTS, min(tried, MAX_INPUTS))]
    for base in ({}, {m: 1}) if single else ({m: 1},):
        for p in near:
            yield {**base, p: 1}
