"""The search for a pair of parameter tuples with different NTKs: small filters first, in a fixed order.

Contents: :class:`Search`.

What is searched, and why the pairs found are of full rank, is said in :mod:`symlcn.counterexample.find`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import prod

from symlcn.algebra.exact import rational_root
from symlcn.algebra.polynomials import Polynomial, gcd
from symlcn.counterexample import candidates
from symlcn.counterexample.candidates import Budget, Candidate, ExhaustedError, Flat, height_of, small_filters
from symlcn.counterexample.construction import bounds_of, construct_pairs, why_none
from symlcn.counterexample.differing import (
    end_to_end_tensor,
    find_difference,
    find_separation,
    layer_polynomial,
    squared_norm,
)
from symlcn.counterexample.pair import CounterexampleResult, Element, Pair, Point, Separation
from symlcn.errors import LimitError
from symlcn.generic.witness import build_witness
from symlcn.network.architecture import Architecture
from symlcn.network.filters import nested
from symlcn.network.scaling import Scaling, is_solvable, shifts, solve_scaling
from symlcn.progress import progress

__all__ = ["Search"]

MAX_HEIGHT = 1000
MAX_ENTRIES = 100_000
"""Bound on the number N of entries of the end-to-end filter."""
MAX_RATIONAL = 300_000
"""Bound on the candidates of a search for rational pairs, after which one is constructed."""

_NO_RATIONAL_PAIR = (
    "no rational pair exists over a generic end-to-end filter (pairs with square roots may): the two tuples would have "
    "one rational t (Prop. 2), with t + Δ_l = δ_l + … + δ_(L−1) + t the square of the entry of each scalar layer l, "
    "and with a square (t + Δ_i)·(t + Δ_j) for two layers that are interchanged; but {}"
)


class Search:
    """One search, with the fixed filters of each pair of layers and the scalings solved so far."""

    def __init__(
        self,
        architecture: Architecture,
        delta: tuple[Fraction, ...] | None,
        rational: bool,
        every: bool,
        whole: bool = False,
    ) -> None:
        if architecture.ambient > MAX_ENTRIES:
            raise LimitError(
                f"an end-to-end filter of {architecture.ambient} entries; at most {MAX_ENTRIES} are formed"
            )
        self.architecture, self.delta, self.rational, self.every = architecture, delta, rational, every
        self.whole_line = whole  # whether a separating matrix vanishes on u, which a run of a larger network needs
        self.budget = Budget(min(MAX_RATIONAL, candidates.MAX_CANDIDATES) if rational else None)
        self.scalings: dict[tuple[object, ...], Scaling | None] = {}
        self.alone: dict[tuple[int, int, int, Flat], bool] = {}
        if delta is not None:
            _check_solvable(delta)

    def run(self, height: int) -> CounterexampleResult:
        """Heights 1, 2, …, and within a height the pairs of layers in order."""
        kind = "rational pair" if self.rational else "pair"
        missing = why_none(self.architecture, self.delta) if self.rational and self.delta is not None else None
        if missing is not None:
            return CounterexampleResult(self.architecture, self.delta, None, _NO_RATIONAL_PAIR.format(missing))
        current = 0
        try:
            moves = [(move, i, j, self.fixed(i, j)) for move, i, j in self.moves()]
            for current in range(1, height + 1):
                words = f"looking for a {kind} of height {current}"
                for move, i, j, others in moves:
                    for candidate in self.candidates(move, i, j, current):
                        progress(words, self.budget.limit - self.budget.left, self.budget.limit)
                        found = self.examine(move, i, j, others, candidate)
                        if found is not None:
                            return found
            reason = f"no {kind} with height ≤ {height} in the family that is searched"
        except ExhaustedError:
            reason = f"the search for a {kind} ended at height {current} after {self.budget.limit} candidates"
        if self.every:
            return self.from_witness()
        found = self.constructed() if self.rational else None
        if self.rational:
            reason += f", and the construction of one fails: {bounds_of(self.architecture)}"
        return found or CounterexampleResult(self.architecture, self.delta, None, reason)

    def constructed(self) -> CounterexampleResult | None:
        """A rational pair by construction; where no δ is given, with all δ_l = 1, or all ρ_l different squares."""
        depth = len(self.architecture.layers)
        chosen = [(Fraction(1),) * (depth - 1), tuple(Fraction(2 * n - 1) for n in range(depth, 1, -1))]
        asked = chosen if self.delta is None else [self.delta]
        return next((found for found in map(self.constructed_at, asked) if found is not None), None)

    def constructed_at(self, delta: tuple[Fraction, ...]) -> CounterexampleResult | None:
        """The same at given invariants."""
        for pair in construct_pairs(self.architecture, delta):
            tuples, scaling = [pair.before, pair.after], Scaling(pair.t, shifts(delta))
            both, factor = (scaling, scaling), self.factor(pair.before, scaling)
            place = find_difference(self.architecture, tuples, both, delta, factor)
            if place is not None:
                return self.result(delta, pair.move, pair.layers, tuples, scalings=both, place=place, smallest=False)
        return None

    def factor(self, flats: Sequence[Flat], scaling: Scaling | None) -> Fraction:
        """What multiplies the product of the filters where rational multiples of them are asked for."""
        norms = [squared_norm(flat) for flat in flats]
        ratios = _ratios(norms, scaling) if self.rational and scaling else None
        return prod(ratios, start=Fraction(1)) if ratios else Fraction(1)

    def moves(self) -> Iterator[tuple[str, int, int]]:
        """Exchanges in blocks, then swaps in groups, where the NTK can change."""
        offsets = None if self.delta is None else shifts(self.delta)
        for block in self.architecture.blocks:
            for (i, m), (j, n) in pairwise(zip(block.layers, block.degrees, strict=True)):
                if m > 1 or n > 1:
                    yield "exchange", i, j
        if not self.every:
            for group in self.architecture.interchangeable:
                for i, j in pairwise(group):
                    if offsets is None or offsets[i] != offsets[j]:
                        yield "swap", i, j

    def candidates(self, move: str, i: int, j: int, height: int) -> Iterator[Candidate]:
        """Filters of the layers i and j of a height, before and after a move."""
        sizes = [self.architecture.layers[l].size for l in (i, j)]
        if move == "swap":
            return candidates.swaps(sizes[0], height, self.budget)
        first, second = (max(size) - 1 for size in sizes)
        exchanges = candidates.rooted_exchanges if self.every else candidates.exchanges
        return exchanges((first, second), height, self.budget)

    def fixed(self, i: int, j: int) -> dict[int, Flat]:
        """The first small filters for all other layers that are pairwise coprime."""
        chosen: dict[int, Flat] = {}
        polynomials: list[Polynomial] = []
        for layer, description in enumerate(self.architecture.layers):
            if layer in (i, j):
                continue
            for height in range(1, MAX_HEIGHT):
                flat = next(
                    (
                        flat
                        for flat in small_filters(description.size, height, self.budget)
                        if height_of(flat) == height
                        and self.coprime(layer_polynomial(self.architecture, layer, flat), polynomials)
                    ),
                    None,
                )
                if flat is not None:
                    break
            else:
                raise ExhaustedError
            chosen[layer] = flat
            polynomials.append(layer_polynomial(self.architecture, layer, flat))
        return chosen

    def coprime(self, polynomial: Polynomial, others: Sequence[Polynomial]) -> bool:
        """Whether a polynomial has no factor in common with any of the others."""
        self.budget.spend(10 * len(others))
        return all(not any(gcd([polynomial, other]).degrees()) for other in others)

    def honest(self, i: int, j: int, others: dict[int, Flat], candidate: Candidate) -> bool:
        """Whether the filters are pairwise coprime at both tuples (the others are)."""
        for pair in (candidate.before, candidate.after):
            for layer, flat in zip((i, j), pair, strict=True):
                key = (i, j, layer, flat)
                if key not in self.alone:
                    rest = [layer_polynomial(self.architecture, other, entries) for other, entries in others.items()]
                    self.alone[key] = self.coprime(layer_polynomial(self.architecture, layer, flat), rest)
                if not self.alone[key]:
                    return False
            if not self.coprime(
                layer_polynomial(self.architecture, i, pair[0]), [layer_polynomial(self.architecture, j, pair[1])]
            ):
                return False
        return True

    def examine(
        self, move: str, i: int, j: int, others: dict[int, Flat], candidate: Candidate
    ) -> CounterexampleResult | None:
        """The pair of a candidate, if it is one."""
        delta, both = self.delta, (candidate.before, candidate.after)
        if self.every:
            if candidate.root is None or not self.honest(i, j, others, candidate):
                return None
            tuples = [self.whole(others, i, j, filters) for filters in both]
            separation = find_separation(self.architecture, i, *candidate.root, tuples, self.whole_line)
            return None if separation is None else self.result(None, move, (i, j), tuples, separation=separation)
        if delta is None:
            norms = [squared_norm(flat) for flat in self.whole(others, i, j, candidate.before)]
            delta = tuple(Fraction(n - m) for n, m in pairwise(norms))
            if move == "swap" and norms[i] == norms[j]:
                return None
            _check_solvable(delta)
        first = self.scaling(others, i, j, candidate.before, delta)
        second = first and self.scaling(others, i, j, candidate.after, delta)
        if first is None or second is None or not self.honest(i, j, others, candidate):
            return None
        tuples = [self.whole(others, i, j, filters) for filters in both]
        place = find_difference(self.architecture, tuples, (first, second), delta)
        if place is None:
            return None
        return self.result(delta, move, (i, j), tuples, scalings=(first, second), place=place)

    def whole(self, others: dict[int, Flat], i: int, j: int, filters: tuple[Flat, Flat]) -> tuple[Flat, ...]:
        """The filters of all layers."""
        chosen = {**others, i: filters[0], j: filters[1]}
        return tuple(chosen[layer] for layer in range(len(self.architecture.layers)))

    def scaling(
        self, others: dict[int, Flat], i: int, j: int, filters: tuple[Flat, Flat], delta: tuple[Fraction, ...]
    ) -> Scaling | None:
        """The scaling to δ; None if rational filters are asked for and these are not."""
        key = (i, j, squared_norm(filters[0]), squared_norm(filters[1]), delta if self.delta is None else None)
        if key not in self.scalings:
            if len(self.scalings) > 100_000:
                self.scalings.clear()
            norms = [squared_norm(flat) for flat in self.whole(others, i, j, filters)]
            scaling: Scaling | None = solve_scaling(norms, delta)
            if scaling is not None and self.rational and _ratios(norms, scaling) is None:
                scaling = None
            self.scalings[key] = scaling
        return self.scalings[key]

    def from_witness(self) -> CounterexampleResult:
        """The pair of the witness, which separates NTKs for every δ whatever the architecture."""
        witness, exchange = build_witness(self.architecture)
        if exchange is None:
            raise LimitError("no pair was found, and the witness has none")
        layers = dict(zip(exchange.layers, exchange.filters, strict=True))
        tuples = []
        for filters in (witness, [layers.get(l, w) for l, w in enumerate(witness)]):
            places = [product(*map(range, w.layer.size)) for w in filters]
            tuples.append(tuple(tuple(w.entries.get(p, 0) for p in ps) for w, ps in zip(filters, places, strict=True)))
        separation = find_separation(self.architecture, exchange.layers[0], exchange.root, 1, tuples, self.whole_line)
        if separation is None:
            raise LimitError("the matrix of the witness does not separate, or has entries of too many digits")
        return self.result(None, "exchange", exchange.layers, tuples, separation=separation, smallest=False)

    def result(
        self,
        delta: tuple[Fraction, ...] | None,
        move: str,
        layers: tuple[int, int],
        tuples: Sequence[tuple[Flat, ...]],
        *,
        scalings: tuple[Scaling, Scaling] | None = None,
        place: tuple[tuple[int, int], tuple[Element, Element]] | None = None,
        separation: Separation | None = None,
        smallest: bool = True,
    ) -> CounterexampleResult:
        """The pair with its scalings, and what shows that the NTKs differ."""
        points, factors = [], []
        for n, flats in enumerate(tuples):
            filters = tuple(nested(flat, self.architecture.layers[layer].size) for layer, flat in enumerate(flats))
            scaling = scalings and scalings[n]
            ratios = _ratios([squared_norm(flat) for flat in flats], scaling) if self.rational and scaling else None
            points.append(Point(filters, scaling, ratios))
            factors.append(self.factor(flats, scaling))
        products = [end_to_end_tensor(self.architecture, flats, f) for flats, f in zip(tuples, factors, strict=True)]
        if products[0] != products[1] or factors[0] != factors[1]:
            raise LimitError("the two products are different")
        height = max(height_of(flats[layer]) for flats in tuples for layer in layers)
        index, values = place or (None, None)
        pair = Pair(
            layers, move, height, smallest, products[0], (points[0], points[1]), index, values, separation, factors[0]
        )
        return CounterexampleResult(self.architecture, delta, pair)


def _check_solvable(delta: Sequence[Fraction]) -> None:
    if not is_solvable(delta):
        raise LimitError("the scaling equation is too large to be solved")


def _ratios(norms: Sequence[int], scaling: Scaling) -> tuple[Fraction, ...] | None:
    """λ_l = √(ρ_l/n_l), if all are rational. Their product is that by which F(t) = 0 multiplies ∏w_l."""
    t = scaling.t
    if not isinstance(t, Fraction):
        return None
    roots = [rational_root((t + shift) / n) for shift, n in zip(scaling.shifts, norms, strict=True)]
    found = tuple(root for root in roots if root is not None)
    return found if len(found) == len(roots) else None
