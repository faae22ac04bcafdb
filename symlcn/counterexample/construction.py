"""Rational pairs by construction: two tuples of rational filters with the same product and the same squared norms.

Contents: :class:`RationalPair`, :func:`construct_pairs`, :func:`why_none`, :func:`bounds_of`.

Let w_i, w_j become w'_i, w'_j with the same product, the other filters stay, and let the norms of w'_i and w'_j be in
the classes of those of w_i and w_j modulo squares. Then a rational t with t + Δ_l in the class of ‖w_l‖² for all l, and
positive, scales both tuples to δ by rational numbers: the products ∏ρ_l are the same, and so is t (Prop. 2).

- *Swap* of interchangeable layers: filters of both in one class a. With D = Δ_i − Δ_j and any rational h ≠ 0,
  m, n = (h ± D/(ah))/2 solve a·m² − a·n² = D: all points of this conic, with ρ_i = a·m², ρ_j = a·n².
- *Exchange* in an axis block: w_i = a·b and w_j = d·c become a·c and d·b, b linear and c its reversal. On the unit
  circle |b| = |c|, so ‖a·b‖ = ‖a·c‖ for all a. If ‖w_i‖²·‖w_j‖² is a square, the points of the conic are as above, or,
  for D = 0, all with m = n. At both tuples the filters are coprime: so are a, b and c, d, as an exchange near needs.

For the other layers t + Δ_l must be a sum of as many squares as the filter has entries, see
:mod:`symlcn.algebra.squares`: always so from four entries on. Candidates for t are tried in a fixed order, the simplest
first.

Where layers are scalar, t comes first, from the condition that t + Δ_l is a square for them, with (t + Δ_i)·(t + Δ_j)
for a swap (:mod:`symlcn.counterexample.squareshifts`), and filters of the classes that it gives after it
(:mod:`symlcn.counterexample.rationalexchanges`). So exchanges were found, for all small δ tried, beside up to two
different Δ_l of scalar layers; with large numbers it may fail, as they are not factored. Three, or one with a swap,
lead to a curve of genus 1; where its rank is 0 there may be no pair, and this is a proof: over a generic filter all
tuples come from one by permutations of interchangeable layers, unless exchanges are possible. The layers of a cycle
have norms in one class, if all is rational, and if the NTK changes, two of different ρ are in one cycle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product
from math import gcd, isqrt

from symlcn.algebra.polynomials import Polynomial
from symlcn.algebra.polynomials import gcd as common_divisor
from symlcn.algebra.squares import squarefree_part
from symlcn.counterexample.candidates import Budget, ExhaustedError, Flat
from symlcn.counterexample.differing import layer_polynomial, squared_norm
from symlcn.counterexample.rationalexchanges import Shape, exchanges_in_classes, filters_in_class
from symlcn.counterexample.squareshifts import SquareShifts, sizes
from symlcn.generic.witness import convolved
from symlcn.network.architecture import Architecture
from symlcn.network.scaling import shifts
from symlcn.progress import progress

__all__ = ["RationalPair", "bounds_of", "construct_pairs", "why_none"]

CLASSES = (1, 2, 5, 10, 13, 3, 6, 7)
MAX_SHAPES = 400
MAX_TRIALS = 500_000
"""Bound on the parameters of conics that are tried, filters made from sums of squares counting more."""
MAX_STEPS = 100_000
"""The same for each two layers where t comes first."""
VARIANTS = 12


@dataclass(frozen=True, slots=True)
class RationalPair:
    """Filters of all layers before and after a move of two layers, pairwise coprime, and t: all λ_l are rational."""

    move: str
    layers: tuple[int, int]
    before: tuple[Flat, ...]
    after: tuple[Flat, ...]
    t: Fraction


def construct_pairs(architecture: Architecture, delta: Sequence[Fraction]) -> Iterator[RationalPair]:
    """Rational pairs at given invariants, by swaps, then by exchanges; their NTKs may agree.

    Raises
    ------
    ExhaustedError
        If the bound on what is tried is reached.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k2x2 k2x2 k2x2")
    >>> pair = next(construct_pairs(network, [Fraction(-1), Fraction(5)]))
    >>> pair.layers, pair.before, pair.t
    ((0, 1), ((3, 0, 0, 4), (4, 0, 0, 3), (3, 1, 0, 1)), Fraction(44, 25))
    """
    offsets = shifts(delta)
    if not _scalars(architecture, offsets):
        with suppress(ExhaustedError):
            yield from _by_shapes(architecture, offsets)
    for move, i, j, degrees in _moves(architecture, offsets):
        conditions = _conditions(architecture, offsets, () if degrees else (i, j))
        if degrees or conditions.squares:
            with suppress(ExhaustedError):
                yield from _by_shifts(architecture, offsets, (move, i, j, degrees), conditions)


def why_none(architecture: Architecture, delta: Sequence[Fraction]) -> str | None:
    """Why there is no rational pair over a generic filter, if that is proved.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> why_none(parse_architecture("k2 k1 k2"), [Fraction(1), Fraction(1)])  # doctest: +NORMALIZE_WHITESPACE
    'the curve y² = (x + 2)·(x + 1)·x with x = t
    has 4 rational points, by a complete 2-descent, and none gives such a t'
    """
    offsets = shifts(delta)
    moves = list(_moves(architecture, offsets))
    exchanged = any(degrees for *_, degrees in moves)
    pairs = [()] if exchanged else [(i, j) for _, i, j, _ in moves]
    reasons = [_conditions(architecture, offsets, pair).none() for pair in pairs]
    found = [reason for reason in reasons if reason is not None]
    return None if len(found) < len(pairs) else "; ".join(dict.fromkeys(found))


def bounds_of(architecture: Architecture) -> str:
    """What the construction goes through, where it finds nothing."""
    scalar = any(layer.parameters == 1 for layer in architecture.layers)
    if not scalar:
        return f"{MAX_SHAPES} forms of the filters and {MAX_TRIALS} steps are tried"
    return (
        "t + Δ_l is a square for scalar layers l, so t comes from points of conics or of curves of genus ≥ 1, of which "
        f"only small ones and {MAX_STEPS} steps for each two layers are tried"
    )


Move = tuple[str, int, int, "tuple[int, int] | None"]
"""A swap of two layers, or an exchange between them with the degrees of their filters."""


def _moves(architecture: Architecture, offsets: Sequence[Fraction]) -> Iterator[Move]:
    for group in architecture.interchangeable:
        for i, j in combinations(group, 2):
            if offsets[i] != offsets[j]:
                yield "swap", i, j, None
    for block in architecture.blocks:
        for (i, m), (j, n) in combinations(zip(block.layers, block.degrees, strict=True), 2):
            if m > 1 or n > 1:
                yield "exchange", i, j, (m, n)


def _scalars(architecture: Architecture, offsets: Sequence[Fraction]) -> set[Fraction]:
    """The Δ_l of layers with one entry."""
    return {offset for layer, offset in zip(architecture.layers, offsets, strict=True) if layer.parameters == 1}


def _conditions(architecture: Architecture, offsets: Sequence[Fraction], swapped: Sequence[int]) -> SquareShifts:
    scalars, product_of = _scalars(architecture, offsets), {offsets[l] for l in swapped}
    return SquareShifts.of(scalars, product_of, -min(offsets))


def _by_shifts(
    architecture: Architecture, offsets: Sequence[Fraction], move: Move, conditions: SquareShifts
) -> Iterator[RationalPair]:
    """Pairs with filters in the classes of t + Δ_l, for one t after the other."""
    name, i, j, degrees = move
    budget = Budget(MAX_STEPS)
    words = f"constructing a rational pair, {name} of layers {i + 1} and {j + 1}"
    sizes_of = [layer.size for layer in architecture.layers]
    for t in conditions.values(budget):
        budget.spend(20)
        progress(words, MAX_STEPS - budget.left, MAX_STEPS)
        if any(
            next(filters_in_class(k, squarefree_part(t + o)), None) is None
            for k, o in zip(sizes_of, offsets, strict=True)
        ):
            continue
        first, second = (squarefree_part(t + offsets[l]) for l in (i, j))
        shapes = exchanges_in_classes(degrees, (first, second)) if degrees else _swapped(sizes_of[i], first)
        for shape in islice(shapes, VARIANTS):
            polynomials = _polynomials(architecture, (i, j), shape)
            if polynomials is None:
                continue
            others = _others(architecture, offsets, (i, j), t, polynomials, budget)
            if others is not None:
                yield _pair(name, (i, j), shape, others, t)
                break


def _by_shapes(architecture: Architecture, offsets: Sequence[Fraction]) -> Iterator[RationalPair]:
    """Pairs where both filters that move are in one class, for one shape after the other."""
    budget = Budget(MAX_TRIALS)
    for move, i, j, degrees in _moves(architecture, offsets):
        shapes = _exchanges(*degrees) if degrees else _swaps(architecture.layers[i].size)
        for shape in islice(shapes, MAX_SHAPES):
            progress("constructing a rational pair", MAX_TRIALS - budget.left, MAX_TRIALS)
            found = _completed(architecture, offsets, (i, j), shape, budget)
            if found is not None:
                yield _pair(move, (i, j), shape, *found)


def _pair(move: str, layers: tuple[int, int], shape: Shape, others: dict[int, Flat], t: Fraction) -> RationalPair:
    tuples = [{**others, layers[0]: first, layers[1]: second} for first, second in shape]
    before, after = (tuple(filters[l] for l in range(len(filters))) for filters in tuples)
    return RationalPair(move, layers, before, after, t)


def _swaps(size: tuple[int, ...]) -> Iterator[Shape]:
    for a in CLASSES:
        yield from _swapped(size, a)


def _swapped(size: tuple[int, ...], part: int) -> Iterator[Shape]:
    """Swaps of filters in one class."""
    for first, second in combinations(islice(filters_in_class(size, part), 4), 2):
        yield (first, second), (second, first)


def _exchanges(m: int, n: int) -> Iterator[Shape]:
    """Those for which the squared norms of both layers are in one class."""
    for b in _binomials(1, 12):
        if abs(b[0]) > abs(b[1]):
            c = b[::-1]
            for a, d in product(_binomials(m - 1, 8), _binomials(n - 1, 8)):
                shape = (convolved(a, b), convolved(d, c)), (convolved(a, c), convolved(d, b))
                if _is_square(squared_norm(shape[0][0]) * squared_norm(shape[0][1])):
                    yield shape


def _binomials(degree: int, height: int) -> list[Flat]:
    """Primitive polynomials p + q·x^degree with coefficients up to the height, the smallest first."""
    if degree == 0:
        return [(1,)]
    sizes = range(1, height + 1)
    ends = sorted(((p, s * q) for p in sizes for q in sizes for s in (1, -1) if gcd(p, q) == 1), key=_larger)
    return [(p, *(0,) * (degree - 1), q) for p, q in ends]


def _larger(ends: tuple[int, int]) -> int:
    return max(abs(ends[0]), abs(ends[1]))


def _is_square(n: int) -> bool:
    return isqrt(n) ** 2 == n


def _completed(
    architecture: Architecture, offsets: Sequence[Fraction], layers: tuple[int, int], shape: Shape, budget: Budget
) -> tuple[dict[int, Flat], Fraction] | None:
    """The other filters, and t, for the first point of the conic that allows them."""
    polynomials = _polynomials(architecture, layers, shape)
    if polynomials is None:
        return None
    for t in _parameters(squared_norm(shape[0][0]), offsets, layers, budget):
        others = _others(architecture, offsets, layers, t, polynomials, budget)
        if others is not None:
            return others, t
    return None


def _polynomials(architecture: Architecture, layers: tuple[int, int], shape: Shape) -> list[Polynomial] | None:
    """Those of the filters that move, before and after; None if the two are not coprime."""
    found = [layer_polynomial(architecture, l, flat) for pair in shape for l, flat in zip(layers, pair, strict=True)]
    return found if _coprime(*found[:2]) and _coprime(*found[2:]) else None


def _others(
    architecture: Architecture,
    offsets: Sequence[Fraction],
    layers: tuple[int, int],
    t: Fraction,
    polynomials: Sequence[Polynomial],
    budget: Budget,
) -> dict[int, Flat] | None:
    """Filters of the other layers in the classes of t + Δ_l, coprime to all others."""
    others: dict[int, Flat] = {}
    chosen = list(polynomials)
    rest = (l for l in range(len(offsets)) if l not in layers)
    for layer in sorted(rest, key=lambda l: architecture.layers[l].parameters):
        budget.spend(50)
        part = squarefree_part(t + offsets[layer])
        for flat in islice(filters_in_class(architecture.layers[layer].size, part), VARIANTS):
            polynomial = layer_polynomial(architecture, layer, flat)
            if all(_coprime(polynomial, other) for other in chosen):
                others[layer] = flat
                chosen.append(polynomial)
                break
        if layer not in others:
            return None
    return others


def _coprime(first: Polynomial, second: Polynomial) -> bool:
    return not any(common_divisor([first, second]).degrees())


def _parameters(a: int, offsets: Sequence[Fraction], layers: tuple[int, int], budget: Budget) -> Iterator[Fraction]:
    """Rational t > max(−Δ_l) with t + Δ_i and t + Δ_j in the class of a."""
    low, floor = offsets[layers[1]], -min(offsets)
    difference = offsets[layers[0]] - low
    for h in sizes(difference, floor + low):
        budget.spend()
        root = (h - difference / (a * h)) / 2 if difference else h
        if a * root * root - low > floor:
            yield a * root * root - low
