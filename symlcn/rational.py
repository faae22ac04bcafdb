"""Fibers of the projective parametrization map over Q: all rational factorizations of an end-to-end filter.

Contents: :class:`RationalFiber`, :func:`rational_fiber`; :class:`Problem`, :class:`Split`, :func:`decompose`,
:func:`problems`; :func:`rational_atoms`, :func:`rational_pieces`, :func:`order_of`.

A point of the fiber over u is a tuple of filters, each up to a scalar, with product u up to a scalar. All factors for
the layers of a ring Q[x^e] divide the largest divisor G of u in it, the gcd of polyphase components. If G has just the
degree of these layers, it is their product: it is divided out and treated alone, in the variables X = x^e. Only what
gcds leave open is factored. For strides greater than 1 and a generic u in the image nothing is.

Polynomials are multihomogeneous: x_d = 0 and y_d = 0, the point at infinity, are factors like all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product as cartesian
from math import gcd, prod
from typing import Any, TypeAlias

from symlcn.architecture import Architecture
from symlcn.assignment import Piece, assignments
from symlcn.errors import ParseError
from symlcn.filters import (
    Filter,
    FilterLike,
    filter_to_polynomial,
    largest_divisor,
    polynomial_to_filter,
    polyphase_components,
    primitive_filter,
)
from symlcn.rings import Exponents, Polynomial, factor

__all__ = [
    "Node",
    "Problem",
    "RationalFiber",
    "Split",
    "decompose",
    "deflated",
    "order_of",
    "problems",
    "rational_atoms",
    "rational_fiber",
    "rational_pieces",
]


@dataclass(frozen=True, slots=True)
class RationalFiber:
    """All rational points of the projective fiber over an end-to-end filter.

    Attributes
    ----------
    architecture : Architecture
    points : tuple of tuple of filters
        Each point as primitive integer filters, one per layer, first nonzero entry positive; in canonical order.
    """

    architecture: Architecture
    points: tuple[tuple[Filter, ...], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Factor a polynomial of a multidegree into layers of given multidegrees and exponents, in its own variables."""

    layers: tuple[int, ...]
    degrees: tuple[Exponents, ...]
    exponents: tuple[Exponents, ...]
    polynomial: Polynomial
    degree: Exponents

    def ring(self, number: int) -> Exponents:
        """Exponents for the polyphase components of a layer; beyond the degree where the layer is not active."""
        return tuple(
            e if m else n + 1 for e, m, n in zip(self.exponents[number], self.degrees[number], self.degree, strict=True)
        )

    def at_infinity(self) -> Exponents:
        """The order of the polynomial at the point at infinity of each direction."""
        return tuple(n - d for n, d in zip(self.degree, self.polynomial.degrees(), strict=True))

    def part(
        self, numbers: Sequence[int], exponents: tuple[Exponents, ...], polynomial: Polynomial, degree: Exponents
    ) -> Problem:
        """The problem of some of the layers, with their exponents in the variables of the polynomial."""
        layers, degrees = tuple(self.layers[n] for n in numbers), tuple(self.degrees[n] for n in numbers)
        return Problem(layers, degrees, exponents, polynomial, degree)

    def inside(self, number: int, other: int) -> bool:
        """Whether the ring of one layer lies in that of another."""
        pairs = zip(self.degrees[number], self.exponents[number], self.ring(other), strict=True)
        return all(m == 0 or e % ring == 0 for m, e, ring in pairs)


@dataclass(frozen=True, slots=True)
class Split:
    """A problem that a gcd divides: the product of some layers is the largest divisor in their ring.

    Attributes
    ----------
    problem : Problem
        What is divided.
    ring : tuple of int
        Exponents r: the polynomial is that of `group`, inflated by r, times that of `rest`, up to a scalar.
    group, rest : Problem or Split
        The layers of the ring, in the variables x^r, and the others; `rest` may have no layers.
    """

    problem: Problem
    ring: Exponents
    group: Node
    rest: Node


Node: TypeAlias = "Problem | Split"


def rational_fiber(architecture: Architecture, tensor: FilterLike) -> RationalFiber:
    """All factorizations over Q of an end-to-end filter into filters of the layers.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter, of the end-to-end size.

    Returns
    -------
    RationalFiber
        Complete over Q; nothing is said of points over R or C. Without points, u is not a product over Q.

    Raises
    ------
    ParseError
        If the size is not the end-to-end size, or the filter is zero: then its fiber is infinite.
    LimitError, ArithmeticGuardError
        As for :func:`symlcn.rings.gcd` and :func:`symlcn.rings.factor`.

    Examples
    --------
    Ex. 19: x³ − x has three factorizations into a quadratic and a linear filter.

    >>> from symlcn.architecture import parse_architecture
    >>> for point in rational_fiber(parse_architecture("k3 k2"), (0, -1, 0, 1)).points:
    ...     print(*([int(c) for c in w] for w in point))
    [0, 1, -1] [1, 1]
    [0, 1, 1] [1, -1]
    [1, 0, -1] [0, 1]

    A singular point of the running example (Ex. 16):

    >>> len(rational_fiber(parse_architecture("k3s2 k2"), (0, 0, 1, 0, 0)).points)
    2
    """
    parts = [tuple(_solutions(part)) for part in problems(architecture, tensor)]
    points = []
    for choice in cartesian(*parts):
        filters = {index: polynomial for solution in choice for index, polynomial in solution.items()}
        points.append(
            tuple(_filter(architecture, index, filters.get(index)) for index in range(len(architecture.layers)))
        )
    return RationalFiber(architecture, tuple(sorted(points, key=_height_first)))


def decompose(architecture: Architecture, tensor: FilterLike) -> Node:
    """How gcds divide the factorization of a filter into independent problems.

    Raises as :func:`rational_fiber`.

    Examples
    --------
    >>> from symlcn.architecture import parse_architecture
    >>> split = decompose(parse_architecture("k3s2 k2"), (4, 8, 17, 10, 15))
    >>> split.ring, str(split.group.polynomial), str(split.rest.polynomial)
    ((2,), '5*x + 4', '3*x^2 + 2*x + 1')
    """
    whole = filter_to_polynomial(tensor, (1,) * architecture.dimension)
    size = _size(tensor)
    if size != architecture.end_to_end_size:
        raise ParseError("filter", f"its size is {size}, end-to-end filters have {architecture.end_to_end_size}")
    if not whole:
        raise ParseError("filter", "it is zero: any filters of which one is zero give it, so its fiber is infinite")
    active = [index for index, layer in enumerate(architecture.layers) if layer.active]
    problem = Problem(
        tuple(active),
        tuple(architecture.layers[index].degrees for index in active),
        tuple(architecture.exponents[index] for index in active),
        whole.primitive_part(),
        tuple(k - 1 for k in size),
    )
    return _split(problem)


def problems(architecture: Architecture, tensor: FilterLike) -> list[Problem]:
    """The independent problems into which gcds divide the factorization of a filter.

    Raises as :func:`rational_fiber`.
    """
    return _leaves(decompose(architecture, tensor))


def _leaves(node: Node) -> list[Problem]:
    return [node] if isinstance(node, Problem) else [*_leaves(node.group), *_leaves(node.rest)]


def _size(tensor: Any) -> Exponents:
    """The size of a tensor that is known to be well formed."""
    return (len(tensor), *_size(tensor[0])) if isinstance(tensor, Sequence) else ()


def _filter(architecture: Architecture, index: int, polynomial: Polynomial | None) -> Filter:
    """The primitive filter of a layer from its polynomial in X; scalar layers have none."""
    ones = (1,) * architecture.dimension
    polynomial = Polynomial.constant(architecture.dimension, 1) if polynomial is None else polynomial
    return primitive_filter(polynomial_to_filter(polynomial, architecture.layers[index].size, ones), len(ones))[1]


def _height_first(point: Sequence[Any]) -> tuple[int, Any]:
    return max(_height(tensor) for tensor in point), point


def _height(tensor: Any) -> int:
    return max(map(_height, tensor)) if isinstance(tensor, tuple) else abs(int(tensor))


def _split(problem: Problem) -> Node:
    """Divide out, again and again, the product of all layers in a ring whenever a gcd determines it."""
    if len(problem.layers) > 1:
        numbers = range(len(problem.layers))
        groups = {number: [other for other in numbers if problem.inside(other, number)] for number in numbers}
        for number in sorted(numbers, key=lambda number: len(groups[number])):  # the smallest rings decide most
            group = groups[number]
            if len(group) < len(problem.layers) or any(e > 1 for e in _common_exponent(problem)):
                found = _forced(problem, number, group)
                if found is not None:
                    return found
    return problem


def _common_exponent(problem: Problem) -> Exponents:
    """Exponents that divide those of all layers active in a direction; 1 where no layer is."""
    return tuple(
        gcd(*(e[d] for e, m in zip(problem.exponents, problem.degrees, strict=True) if m[d])) or 1
        for d in range(len(problem.degree))
    )


def _forced(problem: Problem, number: int, group: Sequence[int]) -> Split | None:
    """The product of a group of layers split off, if its degree is that of the largest divisor in the ring."""
    ring = problem.ring(number)
    found = largest_divisor(problem.polynomial, ring)
    infinity = problem.at_infinity()
    total = tuple(g + b // e for g, b, e in zip(found.degrees(), infinity, ring, strict=True))
    inner = [
        tuple(e // r if m else 1 for e, r, m in zip(problem.exponents[n], ring, problem.degrees[n], strict=True))
        for n in group
    ]
    wanted = tuple(
        sum(problem.degrees[n][d] * e[d] for n, e in zip(group, inner, strict=True)) for d in range(len(ring))
    )
    if total != wanted:
        return None
    rest = [n for n in range(len(problem.layers)) if n not in group]
    quotient = problem.polynomial.divide_exact(found.inflate(ring)).primitive_part()
    left = tuple(n - w * r for n, w, r in zip(problem.degree, wanted, ring, strict=True))
    return Split(
        problem,
        ring,
        _split(problem.part(group, tuple(inner), found, wanted)),
        _split(problem.part(rest, tuple(problem.exponents[n] for n in rest), quotient, left)),
    )


def _solutions(problem: Problem) -> Iterator[dict[int, Polynomial]]:
    """All factorizations over Q of one problem: the polynomial of each layer in its own variables X."""
    pieces, supply = rational_pieces(problem)
    one = Polynomial.constant(problem.polynomial.dimension, 1)
    for choices in assignments(problem.degrees, pieces, supply):
        products = (prod((piece.content**count for piece, count in choice), start=one) for choice in choices)
        yield dict(zip(problem.layers, products, strict=True))


def deflated(problem: Problem) -> list[Polynomial | None]:
    """For the layer of a problem of at most one layer, its polynomial in X; None if it is not in the ring."""
    found: list[Polynomial | None] = []
    for number in range(len(problem.layers)):
        components = polyphase_components(problem.polynomial, problem.ring(number))
        found.append(components[next(iter(components))] if not any(map(any, components)) else None)
    return found


def rational_atoms(problem: Problem) -> tuple[list[Polynomial | int], list[int]]:
    """The irreducible factors of u over Q, then the points at infinity by direction, with multiplicities."""
    factors = factor(problem.polynomial).factors if not problem.polynomial.is_constant() else ()
    infinity = problem.at_infinity()
    return [f for f, _ in factors] + list(range(len(infinity))), [m for _, m in factors] + list(infinity)


def rational_pieces(problem: Problem) -> tuple[list[list[Piece]], list[int]]:
    """For each layer of a problem what is irreducible in its ring over Q; the multiplicities of what it consists of."""
    if len(problem.layers) < 2:
        whole = deflated(problem)
        pieces = [[Piece(p, m, ((0, 1),))] if p else [] for p, m in zip(whole, problem.degrees, strict=True)]
        return pieces, [1] * len(whole)
    atoms, supply = rational_atoms(problem)
    return [_pieces(problem, number, atoms) for number in range(len(problem.layers))], supply


def _pieces(problem: Problem, number: int, atoms: Sequence[Polynomial | int]) -> list[Piece]:
    """The irreducible factors in the ring of a layer, X_d and the points at infinity among them."""
    ring, dimension = problem.ring(number), problem.polynomial.dimension
    one = Polynomial.constant(dimension, 1)
    divisor = largest_divisor(problem.polynomial, ring)
    result = []
    for piece, _ in factor(divisor).factors if not divisor.is_constant() else ():
        inside = piece.inflate(ring)
        takes = Counter({n: order_of(atom, inside) for n, atom in enumerate(atoms) if isinstance(atom, Polynomial)})
        result.append(Piece(piece, piece.degrees(), tuple((+takes).items())))
    for n, atom in enumerate(atoms):
        if isinstance(atom, int) and problem.degrees[number][atom]:
            unit = tuple(int(d == atom) for d in range(dimension))
            result.append(Piece(one, unit, ((n, ring[atom]),)))
    return result


def order_of(atom: Polynomial, polynomial: Polynomial) -> int:
    """How often an irreducible polynomial divides another polynomial."""
    order = 0
    while atom.divides(polynomial):
        polynomial, order = polynomial.divide_exact(atom), order + 1
    return order
