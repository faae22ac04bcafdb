"""The search for a pair of a network with monomial activations: small filters first, in a fixed order.

Contents: :class:`NetworkSearch`.

Only layers of one run take part: the end-to-end filters Q_i of the runs determine f, and over a generic f they are
determined by it up to scalars. So f stays where a run keeps its Q_i, by one of the moves of
:mod:`symlcn.counterexample.find`: a swap of interchangeable layers i < j, or the exchange of a root. All other layers
take the first small filters, pairwise coprime within a run. The order is that of linear networks, run by run.

- At given invariants a swap leaves ∏n_l^{D_l} as it is, since D_i = D_j, hence t; and at the input e_0, 1 at position 0
  and 0 elsewhere, K(e_0, e_0) − K'(e_0, e_0) = f(e_0)²·D_i²·(1/ρ_i − 1/ρ_j)·(n_i/w_i[0]² − n_j/w_j[0]²).
- For every δ the matrix S of :func:`symlcn.counterexample.differing.find_separation` separates the NTKs of the run, and
  QᵀSQ = 0 for its end-to-end filter Q. So S is a sum of products of functionals φ·ψ with φ(Q) = 0. Let B_j be the
  derivative of f by Q_j. Its images for different j meet in multiples of f only (they are independent otherwise,
  because (Q_j) ↦ f is unramified), so φ extends to a functional on polynomials that is 0 on the images for all other
  runs, and S to a matrix that has the products of the run for its layers, and 0 for all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, pairwise
from math import gcd, prod
from typing import NamedTuple

from symlcn.algebra.exact import rational_root
from symlcn.algebra.squares import squarefree_part
from symlcn.counterexample.candidates import Candidate, ExhaustedError, Flat, height_of, small_filters
from symlcn.counterexample.differing import squared_norm
from symlcn.counterexample.pair import Pair
from symlcn.counterexample.search import Search
from symlcn.errors import LimitError
from symlcn.families.polynomial.counterexample.networkpairs import (
    PairFound,
    PolynomialPair,
    TupleOfPair,
    told_apart,
    value_at,
)
from symlcn.families.polynomial.expansion import Function, expanded, layer_operators, scaled_function
from symlcn.families.polynomial.weightedscaling import (
    WeightedScaling,
    is_weighted_solvable,
    solve_weighted,
    weighted_shifts,
)
from symlcn.network.filters import Filter, flat, nested
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.progress import progress

__all__ = ["NetworkSearch", "small_function"]

MAX_MONOMIALS = 200
"""Number of monomials up to which f is written."""
MAX_KEPT = 5
"""Moves of filters with norms in the same classes that are tried for a rational pair at given invariants."""
MAX_LOOKED = 3_000
"""Moves of each height that are looked at for it."""
MAX_RATIONAL = 6
"""Height of these."""
CLASSES = (1, 2, 5, 10, 13, 3, 6, 7)
"""Of norms modulo squares, for candidates for a rational t."""


class _Move(NamedTuple):
    """A move of two layers of a run, counted in it, with the filters of its other layers."""

    run: int
    name: str
    i: int
    j: int
    others: dict[int, Flat]


class NetworkSearch:
    """One search: at given invariants, or for invariants that are chosen with the pair, or for every δ."""

    def __init__(
        self, network: PolynomialArchitecture, delta: tuple[Fraction, ...] | None, rational: bool, every: bool
    ) -> None:
        self.network, self.delta, self.rational, self.every = network, delta, rational, every
        self.searches = []
        for run in network.runs:
            own = None if delta is None else delta[run.start : run.stop - 1]
            self.searches.append(Search(run.architecture, own, False, every, True))
        self.fixed: list[dict[int, Flat]] = []

    def run(self, height: int) -> PairFound:
        """Heights 1, 2, …, and within a height the runs and their pairs of layers in order."""
        if self.every:
            return self.separated(height)
        if self.rational and self.delta is not None:
            return self.rational_at(self.delta, height)
        kind, current = "rational pair" if self.rational else "pair", 0
        try:
            self.fixed = [search.fixed(-1, -1) for search in self.searches]
            moves = list(self.moves())
            for current in range(1, height + 1):
                for move in moves:
                    search = self.searches[move.run]
                    for candidate in search.candidates(move.name, move.i, move.j, current):
                        progress(f"looking for a {kind} of height {current}")
                        found = self.examine(move, candidate, current)
                        if found is not None:
                            return found
            reason = f"no {kind} with height ≤ {height} in the family that is searched"
        except ExhaustedError:
            reason = f"the search for a {kind} ended at height {current}, at its bound on candidates"
        return PairFound(self.network, self.delta, None, reason)

    def moves(self) -> Iterator[_Move]:
        """Of the runs in order."""
        for number, search in enumerate(self.searches):
            for name, i, j in search.moves():
                yield _Move(number, name, i, j, search.fixed(i, j))

    def separated(self, height: int) -> PairFound:
        """A pair for every δ, of the first run with one of the smallest height."""
        best: tuple[int, Pair] | None = None
        reason = "no run has two layers that exchange a root"
        for number, search in enumerate(self.searches):
            if any(name == "exchange" for name, _, _ in search.moves()):
                found = search.run(height)
                if found.pair is None:
                    reason = str(found.reason)
                elif best is None or (found.pair.smallest and found.pair.height < best[1].height):
                    best = number, found.pair
        if best is None:
            return PairFound(self.network, None, None, reason)
        number, pair = best
        rows = [[tuple(map(int, flat(own))) for own in point.filters] for point in pair.points]
        before, after = (self.whole(number, dict(enumerate(row))) for row in rows)
        start = self.network.runs[number].start
        lifted = PolynomialPair(
            tuple(start + l for l in pair.layers),
            pair.move,
            pair.height,
            pair.smallest,
            (TupleOfPair(self.nested(before), None), TupleOfPair(self.nested(after), None)),
            small_function(self.network, before),
            run=number,
            separation=pair.separation,
        )
        return PairFound(self.network, None, lifted)

    def whole(self, run: int, own: dict[int, Flat]) -> list[Flat]:
        """The filters of all layers, from those of a run."""
        if not self.fixed:
            self.fixed = [search.fixed(-1, -1) for search in self.searches]
        chosen = [own if number == run else fixed for number, fixed in enumerate(self.fixed)]
        return [filters[l] for filters in chosen for l in range(len(filters))]

    def nested(self, flats: Sequence[Flat]) -> tuple[Filter, ...]:
        """Filters by the sizes of their layers."""
        return tuple(nested(own, layer.size) for own, layer in zip(flats, self.network.architecture, strict=True))

    def examine(self, move: _Move, candidate: Candidate, height: int) -> PairFound | None:
        """The pair of a candidate, if it is one."""
        search = self.searches[move.run]
        if not search.honest(move.i, move.j, move.others, candidate):
            return None
        start = self.network.runs[move.run].start
        layers = start + move.i, start + move.j
        tuples = [
            self.whole(move.run, {**move.others, move.i: filters[0], move.j: filters[1]})
            for filters in (candidate.before, candidate.after)
        ]
        return self.pair(move.name, layers, tuples, height)

    def rational_at(self, delta: tuple[Fraction, ...], height: int) -> PairFound:
        """A rational pair at given invariants, t first: then ρ_l·n_l must be a square for all layers of both tuples.

        Any factor ∏λ_l^{D_l} will do, as f is not given. Both tuples have one t if ∏n_l^{D_l} is the same.
        """
        degrees, offsets = self.network.degrees, weighted_shifts(self.network.degrees, delta)
        reason = f"no rational pair with height ≤ {min(height, MAX_RATIONAL)} was found among those that are tried"
        try:
            moves = list(self.moves())
            groups = {n: self.classes(move, min(height, MAX_RATIONAL)) for n, move in enumerate(moves)}
            for t in self.candidates(moves, groups, offsets):
                progress("looking for a rational pair")
                rho = [degree * (t + offset) for degree, offset in zip(degrees, offsets, strict=True)]
                known: dict[int, Flat | None] = {}
                for n, move in enumerate(moves):
                    i, j = (self.network.runs[move.run].start + l for l in (move.i, move.j))
                    for (a, b), kept in groups[n].items():
                        if rational_root(a * rho[i]) is None or rational_root(b * rho[j]) is None:
                            continue
                        for candidate in kept:
                            found = self.rational_pair(move, candidate, rho, known)
                            if found is not None:
                                return found
        except ExhaustedError:
            reason = "the search for a rational pair ended at its bound on candidates"
        return PairFound(self.network, delta, None, reason)

    def candidates(
        self,
        moves: Sequence[_Move],
        groups: Mapping[int, Mapping[tuple[int, int], list[Candidate]]],
        offsets: Sequence[Fraction],
    ) -> Iterator[Fraction]:
        """Rational t beyond max(−Δ_l): where ρ_i and ρ_j are in one class modulo squares, and simple ones.

        With a·m² − a·n² = ρ_i − ρ_j = d the points m, n = (h ± d/(a·h))/2 are all rational ones of the conic. For
        exchanges ρ_j = b·h² with a class b of the second filter, and the class of the first is seen.
        """
        floor, degrees = -min(offsets), self.network.degrees
        simple = [Fraction(p, q) for q in range(1, 7) for p in range(1, 13) if gcd(p, q) == 1]
        simple.sort(key=lambda t: (t.denominator + t.numerator, t))
        found: dict[Fraction, None] = {}
        for number, move in enumerate(moves):
            i, j = (self.network.runs[move.run].start + l for l in (move.i, move.j))
            d = degrees[i] * (offsets[i] - offsets[j])
            for h in simple if d else ():
                for a in CLASSES:
                    found.setdefault(a * ((h - d / (a * h)) / 2) ** 2 / degrees[j] - offsets[j])
            for b in sorted({b for _, b in groups[number]})[:8] if move.name == "exchange" else ():
                for h in simple:
                    found.setdefault(b * h**2 / degrees[j] - offsets[j])
        for t in simple:
            found.setdefault(t)
            found.setdefault(floor + t)
        return (t for t in found if t > floor)

    def classes(self, move: _Move, height: int) -> dict[tuple[int, int], list[Candidate]]:
        """Moves that keep ∏n_l^{D_l} and n_i, n_j modulo squares, by these; a few of each, small ones first."""
        found: dict[tuple[int, int], list[Candidate]] = {}
        for current in range(1, height + 1):
            looked = self.searches[move.run].candidates(move.name, move.i, move.j, current)
            for candidate in islice(looked, MAX_LOOKED):
                (a, b), (c, d) = (map(squared_norm, own) for own in (candidate.before, candidate.after))
                if a * b == c * d and rational_root(Fraction(a, c)) is not None:
                    kept = found.setdefault((squarefree_part(Fraction(a)), squarefree_part(Fraction(b))), [])
                    if len(kept) < MAX_KEPT:
                        kept.append(candidate)
        return found

    def rational_pair(
        self,
        move: _Move,
        candidate: Candidate,
        rho: Sequence[Fraction],
        known: dict[int, Flat | None],
    ) -> PairFound | None:
        """The pair of a move at given ρ_l, whose other filters are the first small ones of the right norms."""
        run = self.network.runs[move.run]
        layers = run.start + move.i, run.start + move.j
        rows = []
        for filters in (candidate.before, candidate.after):
            row = dict(zip(layers, filters, strict=True))
            for l in range(len(rho)):
                if l not in row:
                    if l not in known:
                        known[l] = self.of_class(l, rho[l])
                    chosen = known[l]
                    if chosen is None:
                        return None
                    row[l] = chosen
            rows.append([row[l] for l in range(len(rho))])
        others = {l: rows[0][run.start + l] for l in range(len(run.architecture)) if l not in (move.i, move.j)}
        if not self.searches[move.run].honest(move.i, move.j, others, candidate):
            return None
        norms = [squared_norm(own) for own in rows[0]]
        ratios = [rational_root(r / n) or Fraction(0) for r, n in zip(rho, norms, strict=True)]
        factor = prod((q**d for q, d in zip(ratios, self.network.degrees, strict=True)), start=Fraction(1))
        return self.pair(move.name, layers, rows, max(map(height_of, (*candidate.before, *candidate.after))), factor)

    def of_class(self, layer: int, rho: Fraction) -> Flat | None:
        """The first small filter whose squared norm times ρ is a square."""
        budget = self.searches[0].budget
        for own in small_filters(self.network.architecture[layer].size, 6, budget, 4):
            if rational_root(rho * squared_norm(own)) is not None:
                return own
        return None

    def pair(
        self,
        move: str,
        layers: tuple[int, int],
        rows: Sequence[Sequence[Flat]],
        height: int,
        factor: Fraction = Fraction(1),
    ) -> PairFound | None:
        """The pair of two tuples of filters with one function, if its NTKs are seen to differ."""
        network, delta = self.network, self.delta
        norms = [[squared_norm(own) for own in row] for row in rows]
        if delta is None:
            pairs = zip(pairwise(norms[0]), network.activations, strict=True)
            delta = tuple(Fraction(n - r * m) for (n, m), r in pairs)
            if move == "swap" and norms[0][layers[0]] == norms[0][layers[1]]:
                return None
        scaled = [self.scaling(own, delta, factor) for own in norms]
        ratios = [_ratios(own, scaling) if self.rational else None for own, scaling in zip(norms, scaled, strict=True)]
        if self.rational and None in ratios:
            return None
        point = {(0,) * network.dimension: 1}
        first, second = (
            value_at(network, row, scaling, point, factor) for row, scaling in zip(rows, scaled, strict=True)
        )
        if not told_apart(first, second):
            return None
        before, after = (
            TupleOfPair(self.nested(row), scaling, own) for row, scaling, own in zip(rows, scaled, ratios, strict=True)
        )
        function = small_function(network, rows[0], factor)
        smallest = delta is None or not self.rational
        found = PolynomialPair(
            layers, move, height, smallest, (before, after), function, point, (first, second), factor=factor
        )
        return PairFound(network, delta, found)

    def scaling(self, norms: Sequence[int], delta: tuple[Fraction, ...], factor: Fraction) -> WeightedScaling:
        """The scaling to δ of filters with these norms, for the function factor·μ(w)."""
        if not is_weighted_solvable(self.network.degrees, norms, delta, factor):
            raise LimitError("the scaling equation is too large to be solved")
        return solve_weighted(self.network.degrees, norms, delta, factor)


def _ratios(norms: Sequence[int], scaling: WeightedScaling) -> tuple[Fraction, ...] | None:
    """λ_l = √(ρ_l/n_l), if all are rational; ∏λ_l^{D_l} is the factor of f by the scaling equation."""
    t = scaling.t
    if t is None:
        return None
    pairs = zip(norms, scaling.degrees, scaling.shifts, strict=True)
    roots = [rational_root(degree * (t + shift) / n) for n, degree, shift in pairs]
    found = tuple(root for root in roots if root is not None)
    return found if len(found) == len(roots) else None


def small_function(
    network: PolynomialArchitecture, flats: Sequence[Flat], factor: Fraction = Fraction(1)
) -> Function | None:
    """f, if it has few monomials."""
    filters = [nested(own, layer.size) for own, layer in zip(flats, network.architecture, strict=True)]
    try:
        function = expanded(layer_operators(network, filters), network.activations)
    except LimitError:
        return None
    return scaled_function(function, factor) if len(function) <= MAX_MONOMIALS else None
