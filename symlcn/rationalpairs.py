"""Rational pairs by construction: two tuples of rational filters with the same product and the same squared norms.

Contents: :class:`RationalPair`, :func:`construct_pairs`.

Let w_i, w_j become w'_i, w'_j with the same product, the other filters stay, and let the norms of w'_i and w'_j be in
the classes of those of w_i and w_j modulo squares. Then a rational t with t + Δ_l in the class of ‖w_l‖² for all l, and
positive, scales both tuples to δ by rational numbers: the products ∏ρ_l are the same, and so is t (Prop. 2).

- *Swap* of interchangeable layers: filters of both in one class a. With D = Δ_i − Δ_j and any rational h ≠ 0,
  m, n = (h ± D/(ah))/2 solve a·m² − a·n² = D: all points of this conic, with ρ_i = a·m², ρ_j = a·n².
- *Exchange* in an axis block: w_i = a·b and w_j = d·c become a·c and d·b, b linear and c its reversal. On the unit
  circle |b| = |c|, so ‖a·b‖ = ‖a·c‖ for all a. If ‖w_i‖²·‖w_j‖² is a square, the points of the conic are as above, or,
  for D = 0, all with m = n. At both tuples the filters are coprime: so are a, b and c, d, as an exchange near needs.

For the other layers t + Δ_l must be a sum of as many squares as the filter has entries, see :mod:`symlcn.squares`:
always so from four entries on. Candidates for t are tried in a fixed order, the simplest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product
from math import gcd, isqrt, prod

from symlcn.architecture import Architecture
from symlcn.candidates import Budget, Flat
from symlcn.differing import layer_polynomial, squared_norm
from symlcn.rings import Polynomial
from symlcn.rings import gcd as common_divisor
from symlcn.scaling import shifts
from symlcn.squares import rational_root, squarefree_part, sum_of_squares

__all__ = ["RationalPair", "construct_pairs"]

CLASSES = (1, 2, 5, 10, 13, 3, 6, 7)
MAX_SIZE = 40
"""Bound of numerators and denominators of the parameters of conics."""
MAX_SHAPES = 400
MAX_TRIALS = 500_000
"""Bound on the parameters of conics that are tried, filters made from sums of squares counting more."""
VARIANTS = 12

Shape = tuple[tuple[Flat, Flat], tuple[Flat, Flat]]
"""Filters of the layers i, j before and after."""


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
    >>> from symlcn.architecture import parse_architecture
    >>> network = parse_architecture("k2x2 k2x2 k2x2")
    >>> pair = next(construct_pairs(network, [Fraction(-1), Fraction(5)]))
    >>> pair.layers, pair.before, pair.t
    ((0, 1), ((3, 0, 0, 4), (4, 0, 0, 3), (3, 1, 0, 1)), Fraction(44, 25))
    """
    offsets = shifts(delta)
    budget = Budget(MAX_TRIALS)
    for move, i, j, shapes in _moves(architecture, offsets):
        for shape in islice(shapes, MAX_SHAPES):
            found = _completed(architecture, offsets, (i, j), shape, budget)
            if found is not None:
                others, t = found
                tuples = [{**others, i: first, j: second} for first, second in shape]
                before, after = (tuple(filters[l] for l in range(len(offsets))) for filters in tuples)
                yield RationalPair(move, (i, j), before, after, t)


def _moves(architecture: Architecture, offsets: Sequence[Fraction]) -> Iterator[tuple[str, int, int, Iterator[Shape]]]:
    for group in architecture.interchangeable:
        for i, j in combinations(group, 2):
            if offsets[i] != offsets[j]:
                yield "swap", i, j, _swaps(architecture.layers[i].size)
    for block in architecture.blocks:
        for (i, m), (j, n) in combinations(zip(block.layers, block.degrees, strict=True), 2):
            if m > 1 or n > 1:
                yield "exchange", i, j, _exchanges(m, n)


def _swaps(size: tuple[int, ...]) -> Iterator[Shape]:
    for a in CLASSES:
        filters = list(islice(_filters_in_class(size, a), 4))
        for first, second in combinations(filters, 2):
            yield (first, second), (second, first)


def _exchanges(m: int, n: int) -> Iterator[Shape]:
    """Those for which the squared norms of both layers are in one class."""
    for b in _binomials(1, 12):
        if abs(b[0]) > abs(b[1]):
            c = b[::-1]
            for a, d in product(_binomials(m - 1, 8), _binomials(n - 1, 8)):
                shape = (_times(a, b), _times(d, c)), (_times(a, c), _times(d, b))
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


def _times(f: Flat, g: Flat) -> Flat:
    result = [0] * (len(f) + len(g) - 1)
    for (i, a), (j, b) in product(enumerate(f), enumerate(g)):
        result[i + j] += a * b
    return tuple(result)


def _is_square(n: int) -> bool:
    return isqrt(n) ** 2 == n


def _completed(
    architecture: Architecture, offsets: Sequence[Fraction], layers: tuple[int, int], shape: Shape, budget: Budget
) -> tuple[dict[int, Flat], Fraction] | None:
    """The other filters, and t, for the first point of the conic that allows them."""
    polynomials = [
        layer_polynomial(architecture, layer, flat) for pair in shape for layer, flat in zip(layers, pair, strict=True)
    ]
    if not (_coprime(*polynomials[:2]) and _coprime(*polynomials[2:])):
        return None
    rest = sorted((l for l in range(len(offsets)) if l not in layers), key=lambda l: architecture.layers[l].parameters)
    for t in _parameters(squared_norm(shape[0][0]), offsets, layers, budget):
        others: dict[int, Flat] = {}
        chosen = list(polynomials)
        for layer in rest:
            budget.spend(50)
            part = squarefree_part(t + offsets[layer])
            for flat in islice(_filters_in_class(architecture.layers[layer].size, part), VARIANTS):
                polynomial = layer_polynomial(architecture, layer, flat)
                if all(_coprime(polynomial, other) for other in chosen):
                    others[layer] = flat
                    chosen.append(polynomial)
                    break
            if layer not in others:
                break
        else:
            return others, t
    return None


def _coprime(first: Polynomial, second: Polynomial) -> bool:
    return not any(common_divisor([first, second]).degrees())


def _filters_in_class(size: tuple[int, ...], part: int) -> Iterator[Flat]:
    """Filters whose squared norm is a square times the given number, with nonzero entries at both ends."""
    count = prod(size)
    base = sum_of_squares(part, min(count, 4))
    if base is None:
        return
    if count == 1:
        yield (1,)
        return
    first, last, *inner = base
    for cos, sin, radius in _rotations():
        for sign in (1, -1):
            x, y = cos * first - sign * sin * last, sin * first + sign * cos * last
            if x and y:
                flat = [0] * count
                flat[0], flat[-1] = x, y
                for place, entry in zip((1, count - 2), inner, strict=False):
                    flat[place] = radius * entry
                content = gcd(*flat) if x > 0 else -gcd(*flat)
                yield tuple(entry // content for entry in flat)


def _rotations() -> Iterator[tuple[int, int, int]]:
    """Cosines and sines over a common denominator."""
    yield 1, 0, 1
    for p in range(2, 8):
        for q in range(1, p):
            if gcd(p, q) == 1:
                legs = p * p - q * q, 2 * p * q
                yield *legs, p * p + q * q
                yield *legs[::-1], p * p + q * q


def _parameters(a: int, offsets: Sequence[Fraction], layers: tuple[int, int], budget: Budget) -> Iterator[Fraction]:
    """Rational t > max(−Δ_l) with t + Δ_i and t + Δ_j in the class of a."""
    low, floor = offsets[layers[1]], -min(offsets)
    difference = offsets[layers[0]] - low
    for h in _sizes(difference, floor + low):
        budget.spend()
        root = (h - difference / (a * h)) / 2 if difference else h
        if a * root * root - low > floor:
            yield a * root * root - low


def _sizes(difference: Fraction, least: Fraction) -> Iterator[Fraction]:
    """Positive rational numbers, the simplest first, and such numbers of the size of the invariants."""
    square = difference * squarefree_part(abs(difference)) if difference else Fraction(1)
    scales = {Fraction(1), rational_root(abs(square)) or 1, Fraction(isqrt(max(int(least), 0)) + 1)}
    scales |= {2 * scale for scale in scales}
    ordered = sorted(scales)
    for size in range(1, MAX_SIZE + 1):
        for other in range(1, size + 1):
            if gcd(size, other) == 1:
                for scale in ordered:
                    yield scale * Fraction(size, other)
                    yield scale * Fraction(other, size)
