"""Two parameter tuples with the same end-to-end filter, the same invariants and different NTKs, as small as possible.

Contents: :func:`find_counterexample`, :class:`CounterexampleResult`, :class:`Pair`, :class:`Point`,
:class:`Separation`.

The search. The *height* of a pair is the largest absolute value of an entry of the primitive integer filters in which
its two tuples differ. Heights 1, 2, … are tried in order; the first pair found is reported, so it has the smallest
height in the following family, searched in a fixed order:

- Two layers i < j take part: neighbours in a group of interchangeable layers, which are *swapped*, or neighbours in
  an axis block, which *exchange one root*: w_i = a·b and w_j = c·d become a·c and b·d with b, c of degree 1 and
  cofactors a, d, all with entries up to the height.
- The filters run through all primitive integer filters with a positive entry at index 0 and of full multidegree: in
  every active direction the last slice is not zero. So they have no factor at 0 or at infinity. Fewer nonzero entries
  come first, then smaller positions, then the values 1, −1, 2, −2, …. Cofactors have at most three nonzero entries.
- All other layers take the first such filters that are pairwise coprime (so there is one choice of them).
- At both tuples the filters are pairwise coprime. With the full multidegree this means that the Jacobian of the
  parametrization map has full rank ΣK_l − (L − 1).
- For pairs that differ for every δ only exchanges serve, and one of the cofactors is itself the product of a filter of
  degree 1 and another cofactor: powers of its root give the separating matrix.

A swap can be made for all filters. So can an exchange near the pair: a, b are coprime, since a divides w'_i and b
divides w'_j, hence depend analytically on w_i, and c, d on w_j. So the NTKs differ over an open set of filters.

References: Achour, Kohn, Rauhut, Prop. 2, Obs. 3, Obs. 11; ``proofs/symlcn_proofs/classification.md``, Theorem B.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import gcd as integer_gcd
from math import isqrt, prod

from symlcn.algebraic import enclosure_at
from symlcn.architecture import Architecture
from symlcn.certify import Certificate, certify
from symlcn.classify import classify
from symlcn.errors import LimitError
from symlcn.filters import Filter
from symlcn.ntk import difference, ntk
from symlcn.rings import Polynomial, gcd
from symlcn.scaling import Scaling, is_solvable, shifts, solve_scaling
from symlcn.witness import build_witness

__all__ = ["CounterexampleResult", "Pair", "Point", "Separation", "find_counterexample"]

DEFAULT_HEIGHT = 12
MAX_HEIGHT = 1000
MAX_CANDIDATES = 2_000_000
"""Bound on the filters and pairs looked at in one search."""
MAX_COFACTOR_TERMS = 3
MAX_ENTRIES = 100_000
"""Bound on the number N of entries of the end-to-end filter."""
MAX_ROW = 20_000
"""Number N up to which the whole first row of the NTK is compared."""
MAX_COMPARED = 200
"""Number N up to which whole NTKs are compared."""

Flat = tuple[int, ...]
"""The entries of a filter, row-major."""
Element = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A parameter tuple of a pair.

    Attributes
    ----------
    filters : tuple of nested tuples of int
        Primitive integer filters w_l; their product is the end-to-end filter.
    scaling : Scaling or None
        ρ_l = t + Δ_l, the squared norms after scaling to the invariants; None for every δ.
    ratios : tuple of Fraction, or None
        Factors λ_l with λ_l²·n_l = ρ_l and ∏λ_l = 1, where rational ones were asked for.
    """

    filters: tuple[Filter, ...]
    scaling: Scaling | None
    ratios: tuple[Fraction, ...] | None = None


@dataclass(frozen=True, slots=True)
class Separation:
    """A symmetric integer matrix S that separates two NTKs for every δ.

    Attributes
    ----------
    entries : tuple of ((int, int), int)
        Nonzero entries on and above the diagonal.
    products : tuple of tuple of int
        ⟨S, N_l⟩ ≥ 0 for all l at the first tuple, ⟨S, N_l⟩ ≤ 0 for all l at the second, not all 0.
    """

    entries: tuple[tuple[tuple[int, int], int], ...]
    products: tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parameter tuples with the same end-to-end filter, the same invariants and different NTKs.

    Attributes
    ----------
    layers : tuple of int
        The two layers in which they differ.
    move : str
        ``"swap"`` or ``"exchange"``.
    height : int
        Largest absolute value of an entry of the filters in which they differ.
    smallest : bool
        Whether the height is the smallest in the family searched; False for a pair taken from the witness.
    filter : nested tuples of int
        The end-to-end filter.
    points : tuple of Point
    index : tuple of int, or None
        Row and column at which the NTKs differ; None for every δ.
    values : tuple of (tuple of Fraction), or None
        Their entries there, each as coefficients in its own t.
    separation : Separation or None
        Present exactly for every δ.
    """

    layers: tuple[int, int]
    move: str
    height: int
    smallest: bool
    filter: Filter
    points: tuple[Point, Point]
    index: tuple[int, int] | None = None
    values: tuple[Element, Element] | None = None
    separation: Separation | None = None


@dataclass(frozen=True, slots=True)
class CounterexampleResult:
    """What a search found.

    Attributes
    ----------
    architecture : Architecture
    delta : tuple of Fraction, or None
        The invariants of the pair; None for every δ, or if none were asked for and nothing was found.
    pair : Pair or None
    reason : str or None
        Why there is no pair.
    """

    architecture: Architecture
    delta: tuple[Fraction, ...] | None
    pair: Pair | None
    reason: str | None = None

    @property
    def status(self) -> str:
        """``"refuted"`` if there is a pair, else ``"undecided"``."""
        return "undecided" if self.pair is None else "refuted"


def find_counterexample(
    architecture: Architecture,
    delta: Sequence[Fraction | int] | None = None,
    *,
    rational: bool = False,
    all_delta: bool = False,
    height: int = DEFAULT_HEIGHT,
) -> CounterexampleResult | Certificate:
    """Find a smallest pair of parameter tuples that shows that the NTK depends on the parameters.

    Parameters
    ----------
    architecture : Architecture
    delta : sequence of Fraction or int, optional
        The L − 1 invariants of both tuples. None asks for one pair for every δ if the NTK depends on the parameters for
        every δ; otherwise, and with `rational`, δ is chosen: the invariants of the unscaled first tuple.
    rational : bool
        Only pairs whose scaled filters are rational.
    all_delta : bool
        One pair whose NTKs differ for every δ, with a separating matrix.
    height : int
        How far to search.

    Returns
    -------
    CounterexampleResult or Certificate
        A certificate of kind ``"architecture"`` says why there is no pair over generic filters: the NTK is
        parameter-independent at these invariants (for `all_delta`: at δ = 0).

    Raises
    ------
    ValueError
        If the number of invariants is not L − 1, the options exclude each other, or the height is out of range.

    Notes
    -----
    Smallest means: in the family that the module describes. An all-δ pair beyond the height is taken from the witness
    of :mod:`symlcn.witness` and not claimed to be smallest.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> found = find_counterexample(parse_architecture("k2x2 k2x2"), [21], rational=True)
    >>> found.pair.height, found.pair.points[0].filters, found.pair.points[1].ratios
    (3, (((1, 3), (3, 3)), ((1, 1), (1, 2))), (Fraction(2, 1), Fraction(1, 2)))
    >>> find_counterexample(parse_architecture("k3 k2"), [0]).pair.points[0].filters
    ((1, 0, -1), (1, 2))
    >>> find_counterexample(parse_architecture("k3s2 k2")).status
    'proved'
    """
    asked = None if delta is None else tuple(Fraction(d) for d in delta)
    depth = len(architecture.layers)
    if asked is not None and len(asked) != depth - 1:
        raise ValueError(f"{depth - 1} invariants are needed, {len(asked)} are given")
    if all_delta and (rational or asked is not None):
        raise ValueError("a pair for every δ has no scaling: neither δ nor rational filters go with it")
    if not 1 <= height <= MAX_HEIGHT:
        raise ValueError(f"the height is an integer from 1 to {MAX_HEIGHT}")
    classification = classify(architecture)
    if all_delta and classification.delta_locus is not None:
        return certify(architecture, (0,) * (depth - 1))
    if classification.independent_at(asked):
        return certify(architecture, asked)
    every = all_delta or (asked is None and not rational and classification.delta_locus is None)
    try:
        return _Search(architecture, asked, rational, every).run(height)
    except LimitError as error:
        return CounterexampleResult(architecture, asked, None, str(error))


class _Budget:
    """Counts what is looked at."""

    def __init__(self) -> None:
        self.left = MAX_CANDIDATES

    def spend(self, count: int = 1) -> None:
        self.left -= count
        if self.left < 0:
            raise _ExhaustedError


class _ExhaustedError(Exception):
    """The budget of a search is used up."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Filters of the layers i, j before and after; for every δ also a root p/q that stays in its layer."""

    before: tuple[Flat, Flat]
    after: tuple[Flat, Flat]
    root: tuple[int, int] | None = None

    @property
    def height(self) -> int:
        return max(abs(entry) for flat in (*self.before, *self.after) for entry in flat)


def _small_filters(size: tuple[int, ...], height: int, budget: _Budget, most: int | None = None) -> Iterator[Flat]:
    """Primitive filters of full multidegree with entries up to `height`, those with few nonzero entries first.

    The entry at index 0 is positive, and at most `most` entries are not zero.
    """
    places = list(product(*map(range, size)))
    last = [(d, k - 1) for d, k in enumerate(size) if k > 1]
    cost = 1 + len(places) // 16
    values = [sign * n for n in range(1, height + 1) for sign in (1, -1)]
    for weight in range(1, min(len(places), most or len(places)) + 1):
        for others in combinations(range(1, len(places)), weight - 1):
            budget.spend()
            if not all(any(places[position][d] == end for position in others) for d, end in last):
                continue
            for chosen in product(values[::2], *(values,) * (weight - 1)):
                budget.spend(cost)
                if integer_gcd(*chosen) == 1:
                    flat = [0] * len(places)
                    for position, value in zip((0, *others), chosen, strict=True):
                        flat[position] = value
                    yield tuple(flat)


def _top(flat: Flat) -> int:
    return max(map(abs, flat))


def _swaps(size: tuple[int, ...], height: int, budget: _Budget) -> Iterator[_Candidate]:
    """Unordered pairs of different filters, at least one of exactly this height."""
    earlier: list[Flat] = []
    for second in _small_filters(size, height, budget):
        for first in earlier:
            budget.spend()
            if max(_top(first), _top(second)) == height:
                yield _Candidate((second, first), (first, second))
        earlier.append(second)


def _exchanges(degrees: tuple[int, int], height: int, budget: _Budget) -> Iterator[_Candidate]:
    """Exchanges of one root between filters of these degrees, of exactly this height."""
    for b, c in _linear_pairs(height, budget):
        for a, left in _cofactors(degrees[0], (1,), b, c, height, budget):
            for d, right in _cofactors(degrees[1], (1,), b, c, height, budget):
                if max(left, right) == height:
                    yield _exchanged(a, b, c, d)


def _rooted_exchanges(degrees: tuple[int, int], height: int, budget: _Budget) -> Iterator[_Candidate]:
    """The same with a third root, between the two that are exchanged, that stays in one of the layers."""
    linear = list(_small_filters((2,), height, budget))
    for b, c in _linear_pairs(height, budget):
        for r in linear:
            p, q = (-r[0], r[1]) if r[1] > 0 else (r[0], -r[1])
            if (b[0] * q + b[1] * p) * (c[0] * q + c[1] * p) >= 0:
                continue
            for first, second in ((r, (1,)), ((1,), r)):
                for a, left in _cofactors(degrees[0], first, b, c, height, budget):
                    for d, right in _cofactors(degrees[1], second, b, c, height, budget):
                        if max(left, right) == height:
                            yield _exchanged(a, b, c, d, (p, q))


def _linear_pairs(height: int, budget: _Budget) -> Iterator[tuple[Flat, Flat]]:
    linear = list(_small_filters((2,), height, budget))
    return ((b, c) for n, c in enumerate(linear) for b in linear[:n])


def _cofactors(degree: int, factor: Flat, b: Flat, c: Flat, height: int, budget: _Budget) -> Iterator[tuple[Flat, int]]:
    """Multiples a of a factor of degree 0 or 1 with a·b, a·c of this degree, and their height if up to this one."""
    size = degree - len(factor) + 1
    if size < 1:
        return
    ends = max(abs(b[0]), abs(c[0])), max(abs(b[1]), abs(c[1]))
    for small in _small_filters((size,), height, budget, MAX_COFACTOR_TERMS):
        a = small if len(factor) == 1 else _times_linear(small, factor)
        if abs(a[0]) * ends[0] <= height and abs(a[-1]) * ends[1] <= height:
            top = max(_top(_times_linear(a, b)), _top(_times_linear(a, c)))
            if top <= height:
                yield a, top


def _times_linear(flat: Flat, linear: Flat) -> Flat:
    x, y = linear
    return tuple(x * low + y * high for low, high in zip((*flat, 0), (0, *flat), strict=True))


def _exchanged(a: Flat, b: Flat, c: Flat, d: Flat, root: tuple[int, int] | None = None) -> _Candidate:
    return _Candidate((_times_linear(a, b), _times_linear(d, c)), (_times_linear(a, c), _times_linear(d, b)), root)


def _norm(flat: Flat) -> int:
    return sum(entry * entry for entry in flat)


def _square_root(value: Fraction) -> Fraction | None:
    p, q = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(p, q) if p * p == value.numerator and q * q == value.denominator else None


class _Search:
    """One search, with the fixed filters of each pair of layers and the scalings solved so far."""

    def __init__(
        self, architecture: Architecture, delta: tuple[Fraction, ...] | None, rational: bool, every: bool
    ) -> None:
        if architecture.ambient > MAX_ENTRIES:
            raise LimitError(
                f"an end-to-end filter of {architecture.ambient} entries; at most {MAX_ENTRIES} are formed"
            )
        self.architecture, self.delta, self.rational, self.every = architecture, delta, rational, every
        self.budget = _Budget()
        self.scalings: dict[tuple[object, ...], Scaling | None] = {}
        self.alone: dict[tuple[int, int, int, Flat], bool] = {}
        if delta is not None:
            _check_solvable(delta)

    def run(self, height: int) -> CounterexampleResult:
        """Heights 1, 2, …, and within a height the pairs of layers in order."""
        kind = "rational pair" if self.rational else "pair"
        current = 0
        try:
            moves = [(move, i, j, self.fixed(i, j)) for move, i, j in self.moves()]
            for current in range(1, height + 1):
                for move, i, j, others in moves:
                    for candidate in self.candidates(move, i, j, current):
                        found = self.examine(move, i, j, others, candidate)
                        if found is not None:
                            return found
            reason = f"no {kind} with height ≤ {height} in the family that is searched"
        except _ExhaustedError:
            reason = f"the search for a {kind} ended at height {current} after {MAX_CANDIDATES} candidates"
        if self.every:
            return self.from_witness()
        return CounterexampleResult(self.architecture, self.delta, None, reason)

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

    def candidates(self, move: str, i: int, j: int, height: int) -> Iterator[_Candidate]:
        sizes = [self.architecture.layers[l].size for l in (i, j)]
        if move == "swap":
            return _swaps(sizes[0], height, self.budget)
        first, second = (max(size) - 1 for size in sizes)
        exchanges = _rooted_exchanges if self.every else _exchanges
        return exchanges((first, second), height, self.budget)

    def polynomial(self, layer: int, flat: Flat) -> Polynomial:
        """The filter polynomial in x."""
        size, exponent = self.architecture.layers[layer].size, self.architecture.exponents[layer]
        indices = product(*(range(0, k * e, e) for k, e in zip(size, exponent, strict=True)))
        terms = {index: entry for index, entry in zip(indices, flat, strict=True) if entry}
        return Polynomial(self.architecture.dimension, terms)

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
                        for flat in _small_filters(description.size, height, self.budget)
                        if _top(flat) == height and self.coprime(self.polynomial(layer, flat), polynomials)
                    ),
                    None,
                )
                if flat is not None:
                    break
            else:
                raise _ExhaustedError
            chosen[layer] = flat
            polynomials.append(self.polynomial(layer, flat))
        return chosen

    def coprime(self, polynomial: Polynomial, others: Sequence[Polynomial]) -> bool:
        self.budget.spend(10 * len(others))
        return all(not any(gcd([polynomial, other]).degrees()) for other in others)

    def honest(self, i: int, j: int, others: dict[int, Flat], candidate: _Candidate) -> bool:
        """Whether the filters are pairwise coprime at both tuples (the others are)."""
        for pair in (candidate.before, candidate.after):
            for layer, flat in zip((i, j), pair, strict=True):
                key = (i, j, layer, flat)
                if key not in self.alone:
                    rest = [self.polynomial(other, entries) for other, entries in others.items()]
                    self.alone[key] = self.coprime(self.polynomial(layer, flat), rest)
                if not self.alone[key]:
                    return False
            if not self.coprime(self.polynomial(i, pair[0]), [self.polynomial(j, pair[1])]):
                return False
        return True

    def examine(
        self, move: str, i: int, j: int, others: dict[int, Flat], candidate: _Candidate
    ) -> CounterexampleResult | None:
        """The pair of a candidate, if it is one."""
        tuples = [self.whole(others, i, j, filters) for filters in (candidate.before, candidate.after)]
        delta = self.delta
        if delta is None and not self.every:
            norms = [_norm(flat) for flat in tuples[0]]
            delta = tuple(Fraction(n - m) for n, m in pairwise(norms))
            if move == "swap" and norms[i] == norms[j]:
                return None
            _check_solvable(delta)
        if self.every:
            if candidate.root is None or not self.honest(i, j, others, candidate):
                return None
            separation = self.separating(i, *candidate.root, tuples)
            return None if separation is None else self.result(None, move, (i, j), tuples, separation=separation)
        scalings = [self.scaling(flats, delta or ()) for flats in tuples]
        first, second = scalings
        if first is None or second is None or not self.honest(i, j, others, candidate):
            return None
        place = self.different(tuples, (first, second), delta or ())
        if place is None:
            return None
        return self.result(delta, move, (i, j), tuples, scalings=(first, second), place=place)

    def whole(self, others: dict[int, Flat], i: int, j: int, filters: tuple[Flat, Flat]) -> tuple[Flat, ...]:
        chosen = {**others, i: filters[0], j: filters[1]}
        return tuple(chosen[layer] for layer in range(len(self.architecture.layers)))

    def scaling(self, flats: Sequence[Flat], delta: tuple[Fraction, ...]) -> Scaling | None:
        """The scaling to δ; None if rational filters are asked for and these are not."""
        norms = tuple(map(_norm, flats))
        key = (norms, delta)
        if key not in self.scalings:
            if len(self.scalings) > 100_000:
                self.scalings.clear()
            scaling: Scaling | None = solve_scaling(norms, delta)
            if scaling is not None and self.rational and _ratios(norms, scaling) is None:
                scaling = None
            self.scalings[key] = scaling
        return self.scalings[key]

    # Where the NTKs differ.

    def different(
        self, tuples: Sequence[tuple[Flat, ...]], scalings: tuple[Scaling, Scaling], delta: tuple[Fraction, ...]
    ) -> tuple[tuple[int, int], tuple[Element, Element]] | None:
        """A place where K and K' are seen to differ: the corner, the first row, or anywhere if N is small."""
        constants = [[flat[0] for flat in flats] for flats in tuples]
        corners = [[prod(row[:l] + row[l + 1 :]) ** 2 for l in range(len(row))] for row in constants]
        if _differ(tuples, scalings, (corners[0], corners[1])):
            first, second = (_entry(*side) for side in zip(tuples, corners, scalings, strict=True))
            return (0, 0), (first, second)
        if self.architecture.ambient > MAX_ROW:
            return None
        rows = [self.first_rows(flats) for flats in tuples]
        for column in range(1, self.architecture.ambient):
            left, right = ([row.get(column, 0) * row.get(0, 0) for row in side] for side in rows)
            if left != right and _differ(tuples, scalings, (left, right)):
                values = _entry(tuples[0], left, scalings[0]), _entry(tuples[1], right, scalings[1])
                return (0, column), values
        if self.architecture.ambient > MAX_COMPARED:
            return None
        kernels = [
            ntk(self.architecture, [self.nested(l, flat) for l, flat in enumerate(side)], delta) for side in tuples
        ]
        place = difference(*kernels)
        return None if place is None else (place.index, place.values)

    def first_rows(self, flats: Sequence[Flat]) -> list[dict[int, int]]:
        """The product of the other filters, for each layer, by flat index; N_l(0, j) is entry 0 times entry j."""
        polynomials = [self.polynomial(layer, flat) for layer, flat in enumerate(flats)]
        size = self.architecture.end_to_end_size
        steps = [prod(size[d + 1 :]) for d in range(len(size))]
        one = Polynomial.constant(len(size), 1)
        rows = []
        for layer in range(len(flats)):
            others = prod(polynomials[:layer] + polynomials[layer + 1 :], start=one)
            rows.append({sum(map(_times, index, steps)): int(value) for index, value in others.terms()})
        return rows

    # Every δ.

    def separating(self, layer: int, p: int, q: int, tuples: Sequence[tuple[Flat, ...]]) -> Separation | None:
        """S = e_0·vᵀ + v·e_0ᵀ with the powers of p/q on the axis of a block layer in v, if it separates."""
        (direction,) = self.architecture.layers[layer].active
        exponent = self.architecture.exponents[layer][direction]
        size = self.architecture.end_to_end_size
        top = (size[direction] - 1) // exponent
        vector = [p**k * q ** (top - k) for k in range(top + 1)]
        lines = [self.lines(direction, flats) for flats in tuples]
        products = [
            [2 * line.get(0, 0) * sum(v * line.get(k * exponent, 0) for k, v in enumerate(vector)) for line in side]
            for side in lines
        ]
        sign = 1 if any(n > 0 for n in products[0]) or any(n < 0 for n in products[1]) else -1
        first, second = (tuple(sign * n for n in row) for row in products)
        if min(first) < 0 or max(second) > 0 or not any(first + second):
            return None
        step = exponent * prod(size[direction + 1 :])
        met = {k for side in lines for line in side for k in line if line.get(0, 0)}
        entries = [((0, k * step), sign * (v if k else 2 * v)) for k, v in enumerate(vector) if k * exponent in met]
        return Separation(tuple(entries), (first, second))

    def lines(self, direction: int, flats: Sequence[Flat]) -> list[dict[int, int]]:
        """For each layer the product of the other filters on the axis of a direction, by degree in x."""
        on_axis = []
        for layer, flat in enumerate(flats):
            size = self.architecture.layers[layer].size
            step, exponent = prod(size[direction + 1 :]), self.architecture.exponents[layer][direction]
            on_axis.append(Polynomial(1, {(k * exponent,): flat[k * step] for k in range(size[direction])}))
        one = Polynomial.constant(1, 1)
        products = [prod(on_axis[:l] + on_axis[l + 1 :], start=one) for l in range(len(flats))]
        return [{index[0]: int(value) for index, value in line.terms()} for line in products]

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
        separation = self.separating(exchange.layers[0], exchange.root, 1, tuples)
        if separation is None:
            raise LimitError("the matrix of the witness does not separate")
        return self.result(None, "exchange", exchange.layers, tuples, separation=separation, smallest=False)

    # The result.

    def nested(self, layer: int, flat: Flat) -> Filter:
        return _nested(flat, self.architecture.layers[layer].size)

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
        points = []
        for n, flats in enumerate(tuples):
            filters = tuple(self.nested(layer, flat) for layer, flat in enumerate(flats))
            scaling = scalings and scalings[n]
            ratios = _ratios([_norm(flat) for flat in flats], scaling) if self.rational and scaling else None
            points.append(Point(filters, scaling, ratios))
        product_ = self.filter(tuples[0])
        if product_ != self.filter(tuples[1]):
            raise LimitError("the two products are different")
        height = max(_top(flats[layer]) for flats in tuples for layer in layers)
        index, values = place or (None, None)
        pair = Pair(layers, move, height, smallest, product_, (points[0], points[1]), index, values, separation)
        return CounterexampleResult(self.architecture, delta, pair)

    def filter(self, flats: Sequence[Flat]) -> Filter:
        """The end-to-end filter."""
        one = Polynomial.constant(self.architecture.dimension, 1)
        polynomial = prod((self.polynomial(layer, flat) for layer, flat in enumerate(flats)), start=one)
        size = self.architecture.end_to_end_size
        steps = [prod(size[d + 1 :]) for d in range(len(size))]
        entries = [0] * prod(size)
        for index, value in polynomial.terms():
            entries[sum(map(_times, index, steps))] = int(value)
        return _nested(entries, size)


def _times(a: int, b: int) -> int:
    return a * b


def _nested(entries: Sequence[int], size: tuple[int, ...]) -> Filter:
    level: list[Filter] = list(entries)
    for k in reversed(size):
        level = [tuple(level[n : n + k]) for n in range(0, len(level), k)]
    return level[0]


def _check_solvable(delta: Sequence[Fraction]) -> None:
    if not is_solvable(delta):
        raise LimitError("the scaling equation is too large to be solved")


def _ratios(norms: Sequence[int], scaling: Scaling) -> tuple[Fraction, ...] | None:
    """λ_l = √(ρ_l/n_l), if all are rational. Their product is 1 as F(t) = 0."""
    t = scaling.t
    if not isinstance(t, Fraction):
        return None
    roots = [_square_root((t + shift) / n) for shift, n in zip(scaling.shifts, norms, strict=True)]
    found = tuple(root for root in roots if root is not None)
    return found if len(found) == len(roots) else None


def _entry(flats: Sequence[Flat], grams: Sequence[int], scaling: Scaling) -> Element:
    """Σ n_l·N_l(i, j)/ρ_l in Q(t), from the entries N_l(i, j)."""
    weighted = [
        [_norm(flat) * value * c for c in inverse]
        for flat, value, inverse in zip(flats, grams, scaling.inverse_norms(), strict=True)
    ]
    return tuple(sum(column, Fraction(0)) for column in zip(*weighted, strict=True))


def _differ(
    tuples: Sequence[tuple[Flat, ...]], scalings: tuple[Scaling, Scaling], grams: tuple[Sequence[int], Sequence[int]]
) -> bool:
    """Whether Σ n_l·N_l(i, j)/ρ_l is seen to be different for the two tuples, in Q(t) or by enclosures."""
    sides = list(zip(tuples, grams, scalings, strict=True))
    if scalings[0] == scalings[1]:
        first, second = ([_norm(flat) * value for flat, value in zip(*side[:2], strict=True)] for side in sides)
        return first != second and _entry(*sides[0]) != _entry(*sides[1])
    for bits in (48, 192):
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
        ends = _norm(flat) * value / (below + shift), _norm(flat) * value / (above + shift)
        low, high = low + min(ends), high + max(ends)
    return low, high
