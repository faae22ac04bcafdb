"""Fibers of the projective parametrization map over Q: all rational factorizations of an end-to-end filter.

Contents: :func:`rational_fiber`; :func:`rational_atoms`, :func:`rational_pieces`,
:func:`deflated`, :func:`order_of`.

A point of the fiber over u is a tuple of filters, each up to a scalar, with product u up to a scalar. Only what gcds
leave open is factored, see :mod:`symlcn.fiber.parts`. For strides greater than 1 and a generic u in the image nothing
is.

Polynomials are multihomogeneous: x_d = 0 and y_d = 0, the point at infinity, are factors like all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product as cartesian
from math import prod
from typing import Any

from symlcn.algebra.polynomials import Polynomial, factor
from symlcn.fiber.assignment import Piece, assignments
from symlcn.fiber.parts import Problem, problems
from symlcn.network.architecture import Architecture
from symlcn.network.filters import (
    Filter,
    FilterLike,
    largest_divisor,
    polynomial_to_filter,
    polyphase_components,
    primitive_filter,
)

__all__ = [
    "deflated",
    "order_of",
    "rational_atoms",
    "rational_fiber",
    "rational_pieces",
]


def rational_fiber(architecture: Architecture, tensor: FilterLike) -> tuple[tuple[Filter, ...], ...]:
    """All factorizations over Q of an end-to-end filter into filters of the layers.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter, of the end-to-end size.

    Returns
    -------
    tuple of tuple of filters
        Each point as primitive integer filters, one per layer, first nonzero entry positive; in canonical order.
        Complete over Q; nothing is said of points over R or C. Without points, u is not a product over Q.

    Raises
    ------
    ParseError
        If the size is not the end-to-end size, or the filter is zero: then its fiber is infinite.
    LimitError, ArithmeticGuardError
        As for :func:`symlcn.algebra.polynomials.gcd` and :func:`symlcn.algebra.polynomials.factor`.

    Examples
    --------
    Ex. 19: x³ − x has three factorizations into a quadratic and a linear filter.

    >>> from symlcn.network.architecture import parse_architecture
    >>> for point in rational_fiber(parse_architecture("k3 k2"), (0, -1, 0, 1)):
    ...     print(*([int(c) for c in w] for w in point))
    [0, 1, -1] [1, 1]
    [0, 1, 1] [1, -1]
    [1, 0, -1] [0, 1]

    A singular point of the running example (Ex. 16):

    >>> len(rational_fiber(parse_architecture("k3s2 k2"), (0, 0, 1, 0, 0)))
    2
    """
    parts = [tuple(_solutions(part)) for part in problems(architecture, tensor)]
    points = []
    for choice in cartesian(*parts):
        filters = {index: polynomial for solution in choice for index, polynomial in solution.items()}
        points.append(
            tuple(_filter(architecture, index, filters.get(index)) for index in range(len(architecture.layers)))
        )
    return tuple(sorted(points, key=_height_first))


def _filter(architecture: Architecture, index: int, polynomial: Polynomial | None) -> Filter:
    """The primitive filter of a layer from its polynomial in X; scalar layers have none."""
    ones = (1,) * architecture.dimension
    polynomial = Polynomial.constant(architecture.dimension, 1) if polynomial is None else polynomial
    return primitive_filter(polynomial_to_filter(polynomial, architecture.layers[index].size, ones), len(ones))[1]


def _height_first(point: Sequence[Any]) -> tuple[int, Any]:
    return max(_height(tensor) for tensor in point), point


def _height(tensor: Any) -> int:
    return max(map(_height, tensor)) if isinstance(tensor, tuple) else abs(int(tensor))


def _solutions(problem: Problem) -> Iterator[dict[int, Polynomial]]:
    """All factorizations over Q of one problem: the polynomial of each layer in its own variables X."""
    pieces, supply = rational_pieces(problem)
    one = Polynomial.constant(problem.polynomial.dimension, 1)
    for choices in assignments(problem.degrees, pieces, supply):
        products = (prod((piece.content**count for piece, count in choice), start=one) for choice in choices)
        found = dict(zip(problem.layers, products, strict=True))
        yield found | {layer: frame.around(found[layer]) for layer, frame in problem.frames}


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
    if not problem.possible:
        return [[] for _ in problem.layers], []
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
