"""Singular points of the neuromanifold in any number of directions: two layers exchange factors, or coincide.

Contents: :class:`Exchange`, :class:`Exchanges`, :func:`exchanges`.

Let c = lcm(e_i, e_j) in the directions in which layers i and j are both active. Where P_i = g·h and P_j = g'·h' with
g, g' of one multidegree a in x^c, the filters g'·h and g·h' give the same product. The products with such factors
form a closed irreducible set E_ij(a), an *exchange locus*, of which products and dimensions are finite: its dimension
is the number of free coefficients. Its generic point has two preimages that are not permutations of interchangeable
layers, so all its points are singular. Interchangeable layers i, j with equal filters form another singular locus,
their *coincidence*.

With two layers these are all singular points but 0. For let P_1·P_2 = P'_1·P'_2, and cancel the greatest common
divisors of P_1, P'_1 and of P_2, P'_2: what is left is g'/g = P'_1/P_1 = P_2/P'_2 in lowest terms, which is invariant
under both groups of roots of unity, so that g and g' are polynomials in x^c of one multidegree, being coprime: a
power of x_d or y_d other than those of x^c would divide both. In the same way a vector in the kernel of J gives a
common factor of P_1 and P_2. With more layers there may be others, in which three or more take part at once.

"Layers" are those of the reduced architecture; all is meant over C.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from itertools import product as cartesian
from math import lcm, prod
from random import Random
from typing import Any, ClassVar

from symlcn.algebra.polynomials import Exponents
from symlcn.errors import ArithmeticGuardError, LimitError, ParseError, brief, shown
from symlcn.fiber.points import Counts, count_points
from symlcn.fiber.smoothness.smooth import smoothness
from symlcn.geometry.strata.poset import reduced
from symlcn.network.architecture import Architecture
from symlcn.network.filters import Filter, end_to_end_filter, filter_to_polynomial, polynomial_to_filter

__all__ = ["Exchange", "Exchanges", "check_limit", "exchanges"]

MAX_LISTED = 500
"""Number of loci up to which they are listed."""
MAX_PRODUCTS = 3_000_000
"""Products of entries for two preimages of each sample point, about as many as the checker forms."""
MAX_FACTORED = 400
"""Number of entries of u up to which sample points are factored."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange locus, or a coincidence of interchangeable layers.

    Attributes
    ----------
    layers : tuple of int
        The two layers i < j of the reduced architecture.
    degree : tuple of int, or None
        The multidegree a of the exchanged factors in x^c; None for a coincidence.
    exponent : tuple of int
        The exponents c; 1 where a is 0 for every choice.
    dimension, codimension : int
        As a cone, and in M.
    filter : filter
        A point u of the locus, with integer entries.
    shared, rest : tuple of filters
        (g, g') and (h, h') in the variables x^c and X_i, X_j, with P_i = g·h and P_j = g'·h'; both empty for a
        coincidence.
    pair : tuple of tuples of filters
        Two preimages of u that differ not only by the order of layers, the second with g and g' exchanged; one for a
        coincidence.
    counts : Counts or None
        Its preimages under the parametrization map of the reduced architecture, over Q, R and C; None if it was not
        factored.
    """

    __repr__ = brief

    layers: tuple[int, int]
    degree: Exponents | None
    exponent: Exponents
    dimension: int
    codimension: int
    filter: Filter
    shared: tuple[Filter, ...]
    rest: tuple[Filter, ...]
    pair: tuple[tuple[Filter, ...], ...]
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Loci of singular points.

    Attributes
    ----------
    architecture, reduced : Architecture
        As given; and without scalar layers, blocks merged.
    limit : int
        Total degree |a| up to which exchanges are listed.
    loci : tuple of Exchange
        By codimension, then by layers and degree. Which contain which is not said.
    omitted : int
        Number of exchange loci of larger total degree.
    complete : bool
        Whether every singular point other than 0 lies in one of the loci: shown for at most two layers if none is
        omitted.
    """

    __repr__ = brief

    hypotheses: ClassVar[tuple[str, ...]] = ()  # what is said holds without any
    architecture: Architecture
    reduced: Architecture
    limit: int
    loci: tuple[Exchange, ...]
    omitted: int
    complete: bool


def exchanges(architecture: Architecture, limit: int = 2) -> Exchanges:
    """The exchange loci of total degree up to a limit, and all coincidences of interchangeable layers.

    Parameters
    ----------
    architecture : Architecture
        Any number of directions, strides and dilations.
    limit : int
        Largest total degree |a| of the exchanged factors, at least 0.

    Raises
    ------
    ParseError
        If the limit is not a non-negative integer.
    LimitError
        If there are more than 500 loci to list, or factors of a sample point could not be told apart within bounds.
    ArithmeticGuardError
        If a sample point turns out not to be singular.

    Examples
    --------
    A filter of size 2x2 that is a product of lines exchanges one of them:

    >>> from symlcn.network.architecture import parse_architecture
    >>> found = exchanges(parse_architecture("k2x2 k2x1"))
    >>> [(e.layers, e.degree, e.codimension, e.counts.complex) for e in found.loci], found.complete
    ([((0, 1), (1, 0), 1, 2)], True)
    """
    check_limit(limit)
    small = reduced(architecture)
    types: list[tuple[tuple[int, int], Exponents | None, Exponents]] = []
    omitted = 0
    for i, j, twins in _pairs(small):
        exponent = _common(small, i, j)
        for degree in [*_multidegrees(small, i, j, exponent, twins), *[None] * twins]:
            if degree is not None and sum(degree) > limit:
                omitted += 1
            else:
                types.append(((i, j), degree, exponent))
    if len(types) > MAX_LISTED:
        raise LimitError(f"there are more than {MAX_LISTED} loci of total degree up to {limit}")
    products = 2 * len(types) * _number_of_products(small)
    if products > MAX_PRODUCTS:
        raise LimitError(f"sample points of {len(types)} loci take {products} products of entries, over {MAX_PRODUCTS}")
    listed = [_exchange(small, *type_) for type_ in types]
    listed.sort(key=lambda e: (e.codimension, e.layers, e.degree or ()))
    complete = len(small.layers) <= 2 and not omitted
    return Exchanges(architecture, small, limit, tuple(listed), omitted, complete)


def check_limit(limit: object) -> None:
    """Raise ParseError unless the limit is a non-negative integer."""
    if type(limit) is not int or limit < 0:
        raise ParseError("limit", f"{shown(limit, 40)} is not a non-negative integer")


def _number_of_products(architecture: Architecture) -> int:
    """The number of products of entries of which the product of generic filters consists, layer after layer."""
    total, terms = 0, 1
    for layer in architecture.layers:
        total += terms * prod(layer.size)
        terms = min(terms * prod(layer.size), architecture.ambient)
    return total


def _pairs(architecture: Architecture) -> Iterator[tuple[int, int, bool]]:
    """Pairs i < j up to permutations of interchangeable layers, and whether i and j are interchangeable."""
    first = {index: group[0] for group in architecture.interchangeable for index in group}
    seen = set()
    for i, j in combinations(range(len(architecture.layers)), 2):
        kinds = (first.get(i, i), first.get(j, j))
        if frozenset(kinds) not in seen:
            seen.add(frozenset(kinds))
            yield i, j, kinds[0] == kinds[1]


def _common(architecture: Architecture, i: int, j: int) -> Exponents:
    """The exponents of the ring of both layers; 1 in directions in which one of them is not active."""
    both = set(architecture.layers[i].active) & set(architecture.layers[j].active)
    pairs = zip(architecture.exponents[i], architecture.exponents[j], strict=True)
    return tuple(lcm(*pair) if d in both else 1 for d, pair in enumerate(pairs))


def _multidegrees(architecture: Architecture, i: int, j: int, exponent: Exponents, twins: bool) -> Iterator[Exponents]:
    """The multidegrees a ≠ 0 of what two layers can exchange: one of a and m − a if they are interchangeable."""
    sides = [zip(architecture.layers[n].degrees, architecture.exponents[n], exponent, strict=True) for n in (i, j)]
    most = [min(pair) for pair in zip(*([m * e // c for m, e, c in side] for side in sides), strict=True)]
    whole = architecture.layers[i].degrees
    for degree in cartesian(*(range(m + 1) for m in most)):
        rest = tuple(m - a for m, a in zip(whole, degree, strict=True))
        if any(degree) and not (twins and (rest < degree or not any(rest))):
            yield degree


def _exchange(
    architecture: Architecture, layers: tuple[int, int], degree: Exponents | None, exponent: Exponents
) -> Exchange:
    """A locus with a sample point that is a product of filters with small pseudo-random entries."""
    i, j = layers
    random = Random(f"{architecture} {layers} {degree}")
    filters: list[Any] = [_filter(random, layer.size) for layer in architecture.layers]
    shared: tuple[Any, ...] = ()
    rest: tuple[Any, ...] = ()
    other = list(filters)
    if degree is None:
        filters[j] = filters[i]
    else:
        shared = tuple(_filter(random, [a + 1 for a in degree]) for _ in layers)
        rest = tuple(
            _filter(random, [m + 1 for m in _cofactor(architecture, number, degree, exponent)]) for number in layers
        )
        for number, own, g, swapped in zip(layers, rest, shared, shared[::-1], strict=True):
            filters[number] = _product(architecture, number, own, g, degree, exponent)
            other[number] = _product(architecture, number, own, swapped, degree, exponent)
    pair = (tuple(filters),) if degree is None else (tuple(filters), tuple(other))
    u = end_to_end_filter(architecture, filters)
    counts = _factored(architecture, u)
    codimension = _codimension(architecture, layers, degree, exponent)
    dimension = architecture.rank - codimension
    return Exchange(layers, degree, exponent, dimension, codimension, u, shared, rest, pair, counts)


def _codimension(
    architecture: Architecture, layers: tuple[int, int], degree: Exponents | None, exponent: Exponents
) -> int:
    """The coefficients of P_i and P_j, up to scaling, less those of g, h, g', h'."""
    if degree is None:
        return architecture.layers[layers[0]].parameters - 1
    free = 2 * (_parameters(degree) - 1)
    for number in layers:
        free += _parameters(_cofactor(architecture, number, degree, exponent)) - 1
    return sum(architecture.layers[number].parameters - 1 for number in layers) - free


def _parameters(degree: Exponents) -> int:
    return prod(m + 1 for m in degree)


def _cofactor(architecture: Architecture, number: int, degree: Exponents, exponent: Exponents) -> Exponents:
    """The multidegree of P_l/g in the variables of the layer."""
    parts = zip(architecture.layers[number].degrees, degree, exponent, architecture.exponents[number], strict=True)
    return tuple(m - a * c // e if a else m for m, a, c, e in parts)


def _filter(random: Random, size: Sequence[int]) -> Any:
    """A filter with small entries, none of them 0."""
    if not size:
        return random.choice((-1, 1)) * random.randint(1, 20)
    return tuple(_filter(random, size[1:]) for _ in range(size[0]))


def _product(
    architecture: Architecture, number: int, own: Any, shared: Any, degree: Exponents, exponent: Exponents
) -> Filter:
    """The filter of h(X)·g(x^c) for a layer."""
    ones = (1,) * architecture.dimension
    parts = zip(degree, exponent, architecture.exponents[number], strict=True)
    inner = tuple(c // e if a else 1 for a, c, e in parts)
    product = filter_to_polynomial(own, ones) * filter_to_polynomial(shared, inner)
    return polynomial_to_filter(product, architecture.layers[number].size, ones)


def _factored(architecture: Architecture, u: Filter) -> Counts | None:
    """The preimages of a sample point, which is singular, as the fiber machinery finds them."""
    if architecture.ambient > MAX_FACTORED:
        return None
    tensor: Any = u
    found = smoothness(architecture, tensor)
    if found.smooth is not False:
        raise ArithmeticGuardError(f"a sample point is expected to be singular, but: {found.reason}")
    return count_points(architecture, tensor)
