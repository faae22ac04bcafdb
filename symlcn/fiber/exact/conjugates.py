"""Numbers that belong to a point of a fiber, their conjugates, and when such a number is 0.

Contents: :class:`House`, :func:`root_bound`; :func:`count_conjugates`, :func:`conjugate_points`, :func:`type_of`,
:func:`shapes_of`; :func:`filter_house`, :class:`ScalingHouse`, :func:`scaling_house`; :func:`zero_bits`.

The Galois group permutes the roots of each minimal polynomial. So the conjugates of a number made from the filters of a
point are among the values of the same expression at all *arrangements* of the point: what each root is taken for is
rearranged among the roots of each minimal polynomial. (Arrangements need not be points of the fiber.)

Let D·E be an algebraic integer, where the conjugates of E are among M numbers of absolute value at most B. If
|E| < D^−M·B^−(M−1) then E = 0: otherwise the norm of D·E is an integer, not 0, of absolute value below 1. So algebra
identifies numbers, with the help of balls; D and B come from integers alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from math import ceil, lcm, prod
from typing import Any, NamedTuple

from symlcn.algebra.arrangements import arrangements, count_arrangements, labels_of
from symlcn.algebra.complexroots import AlgebraicNumber, complex_roots
from symlcn.algebra.fields import Shape
from symlcn.algebra.polynomials import Polynomial
from symlcn.fiber.pieces import Conjugate, Factor, Linear, over_q
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike, filter_to_polynomial
from symlcn.network.scaling import shifts

__all__ = [
    "MARGIN",
    "MAX_BITS",
    "MAX_CONJUGATES",
    "House",
    "ScalingHouse",
    "conjugate_points",
    "count_conjugates",
    "filter_house",
    "root_bound",
    "scaling_house",
    "shapes_of",
    "type_of",
    "zero_bits",
]

MAX_CONJUGATES = 128
MAX_BITS = 2**14
MARGIN = 128
"""Bits beyond those that a decision needs, for the rounding of others."""

Minpoly = tuple[int, ...]
Place = tuple[int, int, Any]
"""Which factor of which layer of which point a root belongs to: indices of point and layer, direction or polynomial."""


@dataclass(frozen=True, slots=True)
class House:
    """What is known of a number and its conjugates.

    Attributes
    ----------
    denominator : int
        Positive; this multiple of the number is an algebraic integer.
    bound : int
        At least 1 and at least the absolute values of all conjugates.
    """

    denominator: int
    bound: int

    def __mul__(self, other: House) -> House:
        return House(self.denominator * other.denominator, self.bound * other.bound)

    def __pow__(self, power: int) -> House:
        return House(self.denominator**power, self.bound**power)


def root_bound(minpoly: Sequence[int]) -> int:
    """The least integer A ≥ 1 with Σ_{i<n} |c_i|·A^i ≤ |c_n|·A^n: no complex root is larger (Cauchy).

    Examples
    --------
    >>> root_bound((-2, 0, 1)), root_bound((-1000, 0, 0, 1))
    (2, 10)
    """
    rest, lead = [abs(c) for c in minpoly[:-1]], abs(minpoly[-1])

    def suffices(size: int) -> bool:
        return bool(sum(c * size**i for i, c in enumerate(rest)) <= lead * size ** len(rest))

    low, high = 0, 1
    while not suffices(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def _number(factor: Factor) -> AlgebraicNumber | None:
    """The irrational number in a factor."""
    if isinstance(factor, Polynomial):
        return None
    number = factor.number if isinstance(factor, Linear) else factor.root
    return number if number.degree > 1 else None


def _taken(points: Sequence[Point]) -> dict[Minpoly, dict[int, dict[Place, int]]]:
    """For each minimal polynomial and each of its roots that is taken, by whom and how often."""
    found: dict[Minpoly, dict[int, dict[Place, int]]] = {}
    for n, point in enumerate(points):
        for layer, product in enumerate(point.products):
            for factor, power in product:
                number = _number(factor)
                if number is None:
                    continue
                kind = factor.direction if isinstance(factor, Linear) else over_q(factor, point.dimension)
                roots = found.setdefault(number.minpoly, {}).setdefault(number.position, {})
                roots[n, layer, kind] = roots.get((n, layer, kind), 0) + power
    return found


def _labels(roots: dict[int, dict[Place, int]], degree: int) -> tuple[tuple[int, ...], dict[int, dict[Place, int]]]:
    """Labels for the roots of one minimal polynomial, equal where the same is taken, and what a label stands for."""
    kinds: list[frozenset[tuple[Place, int]]] = []
    values = []
    for position in range(degree):
        kind = frozenset(roots.get(position, {}).items())
        if kind not in kinds:
            kinds.append(kind)
        values.append(kinds.index(kind))
    labels = labels_of(tuple(values))
    return labels, {label: roots.get(position, {}) for position, label in enumerate(labels)}


def count_conjugates(points: Sequence[Point]) -> int:
    """The number of arrangements of points that are looked at together: no number made from them has more conjugates.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> a, b, c = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "C")
    >>> count_conjugates([a]), count_conjugates([a, b])
    (3, 6)
    """
    taken = _taken(points)
    return prod(count_arrangements(_labels(roots, len(f) - 1)[0]) for f, roots in taken.items())


def type_of(point: Point) -> frozenset[Any]:
    """What is the same at all arrangements of a point, and different for points that are none of each other.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network = parse_architecture("k3 k2")
    >>> len({type_of(point) for point in geometric_points(network, (0, -2, 0, 1), "C")})
    2
    """
    exact = [
        (layer, frozenset((f, n) for f, n in product if _number(f) is None))
        for layer, product in enumerate(point.products)
    ]
    taken = [
        (f, frozenset(Counter(frozenset(kinds.items()) for kinds in roots.values()).items()))
        for f, roots in _taken([point]).items()
    ]
    return frozenset([*exact, *taken])


def shapes_of(point: Point) -> list[Shape]:
    """The roots that a point distinguishes, by minimal polynomial (degree, then coefficients), with labels.

    Labels are equal where the same is taken, 0 for what most roots are taken for. What keeps all labels keeps the
    point: the field that belongs to the shapes (see :mod:`symlcn.algebra.fields`) is the field of definition of the
    point.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> (point,) = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R")
    >>> [labels for _, labels in shapes_of(point)]
    [(1, 0, 0)]
    """
    found = []
    for minpoly, roots in sorted(_taken([point]).items(), key=lambda item: (len(item[0]), item[0])):
        labels, _ = _labels(roots, len(minpoly) - 1)
        if any(labels):
            found.append((tuple(root.number for root in complex_roots(minpoly)), labels))
    return found


def conjugate_points(point: Point) -> Iterator[Point]:
    """All arrangements of a point, itself first; not marked as real.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> (point,) = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R")
    >>> [p.products[1][0][0].number.position for p in conjugate_points(point)]
    [0, 1, 2]
    """
    taken = _taken([point])
    options = []
    for minpoly, roots in taken.items():
        labels, meaning = _labels(roots, len(minpoly) - 1)
        options.append([(minpoly, a, meaning) for a in arrangements(labels)])
    numbers = {minpoly: [root.number for root in complex_roots(minpoly)] for minpoly in taken}
    splits = {(f.polynomial, f.root.minpoly): f for p in point.products for f, _ in p if isinstance(f, Conjugate)}
    for choice in cartesian(*options):
        products = [[(f, n) for f, n in product if _number(f) is None] for product in point.products]
        for minpoly, labels, meaning in choice:
            for number, label in zip(numbers[minpoly], labels, strict=True):
                for (_, layer, kind), power in meaning[label].items():
                    if isinstance(kind, Polynomial):
                        factor: Factor = Conjugate(kind, splits[kind, minpoly].factors, number)
                    else:
                        factor = Linear(kind, number)
                    products[layer].append((factor, power))
        yield Point(tuple(map(tuple, products)), point.dimension, frames=point.frames)


def filter_house(point: Point, layer: int) -> House:
    """The house of the normalised filter of a layer: `denominator` for all entries, `bound` for their sum of sizes.

    Normalised is a filter whose entry at the lexicographically largest index, of those that are not 0, is 1.

    Examples
    --------
    For x² + ax + a² and x − a, where |a| ≤ 2 by :func:`root_bound`:

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> (point,) = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R")
    >>> filter_house(point, 0), filter_house(point, 1)
    (House(denominator=1, bound=9), House(denominator=1, bound=3))
    """
    families: dict[Polynomial, list[tuple[Factor, int]]] = {}
    exact = Polynomial.constant(point.dimension, 1)
    for factor, power in point.products[layer]:
        if _number(factor) is None:
            exact = exact * over_q(factor, point.dimension) ** power
        else:
            families.setdefault(over_q(factor, point.dimension), []).append((factor, power))
    denominator, bound = 1, Fraction(1)
    for whole, members in families.items():
        first, number = members[0][0], _number(members[0][0])
        degree = number.degree if number else 1
        common = min(power for _, power in members) if len(members) == degree else 0
        exact = exact * whole**common
        beyond = [power - common for _, power in members]
        if isinstance(first, Conjugate):
            own = _conjugate_house(first)
            denominator, bound = denominator * own.denominator ** sum(beyond), bound * own.bound ** sum(beyond)
        elif number is not None:
            denominator *= number.minpoly[-1] ** max(beyond)
            bound *= (1 + root_bound(number.minpoly)) ** sum(beyond)
    frame = point.frame(layer)
    terms = (exact if frame is None else frame.around(exact)).terms()
    lead = abs(terms[0][1])
    size = sum((abs(c) for _, c in terms), start=Fraction(0)) / lead
    return House(denominator * lead.numerator, ceil(bound * size))


def _conjugate_house(factor: Conjugate) -> House:
    """The same for one factor over C of a polynomial in several variables, as it is written in powers of α."""
    size = root_bound(factor.factors.minpoly)
    values = [value for _, value in factor.factors.terms]
    degree = max(i for value in values for i, c in enumerate(value) if c)
    common = lcm(*(c.denominator for value in values for c in value))
    bound = sum((abs(c) * size**i for value in values for i, c in enumerate(value)), start=Fraction(0))
    return House(common * factor.factors.minpoly[-1] ** degree, ceil(bound))


class ScalingHouse(NamedTuple):
    """Houses at a point scaled to invariants.

    Attributes
    ----------
    product : House
        Of ν = c²·∏ n_l, where u is c times the product of the normalised filters.
    rho : House
        Of t and of all ρ_l.
    """

    product: House
    rho: House


def scaling_house(
    architecture: Architecture, tensor: FilterLike, point: Point, delta: Sequence[Fraction]
) -> ScalingHouse:
    """Houses of the numbers in the scaling equation ∏(t + Δ_l) = ν, for all its roots t at all arrangements.

    With Δ_l over a common denominator Q, Q·D·t is a root of a monic equation with integral coefficients if D·ν is
    integral; and some |t + Δ_l| is at most max(1, |ν|).

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (-2, 0, 0, 1)
    >>> (point,) = geometric_points(network, u, "R")
    >>> scaling_house(network, u, point, [Fraction(1, 3)]).rho
    House(denominator=3, bound=731)
    """
    (_, scalar), *_ = filter_to_polynomial(tensor, (1,) * architecture.dimension).terms()
    filters = prod((filter_house(point, l) ** 2 for l in range(len(point.products))), start=House(1, 1))
    nu = House(scalar.denominator**2 * filters.denominator, max(1, ceil(scalar**2 * filters.bound)))
    offsets = shifts(delta)
    largest = ceil(max(map(abs, offsets)))
    denominator = lcm(*(offset.denominator for offset in offsets)) * nu.denominator
    return ScalingHouse(nu, House(denominator, nu.bound + 2 * largest))


def zero_bits(house: House, conjugates: int) -> int:
    """A number b of bits: what is at most 2^−b in size, has this house and at most so many conjugates, is 0.

    Examples
    --------
    >>> zero_bits(House(1, 8), 3)
    11
    """
    return conjugates * house.denominator.bit_length() + (conjugates - 1) * house.bound.bit_length()
