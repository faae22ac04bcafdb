"""How the evidence for a fiber refers to what divides the parts of a filter.

Contents: :class:`Parts`, :class:`LeafNames`, :func:`polynomial_of`.

What each reference proves is said in the checker, ``symlcn/check/fiber/parts.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.fiber.parts import Node, decompose
from symlcn.fiber.pieces import Conjugate, Leaf, Linear, Product
from symlcn.fiber.points import leaves
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike

__all__ = ["LeafNames", "Line", "Parts", "polynomial_of"]

Line: TypeAlias = tuple[int, tuple[int, ...]]
"""A polynomial in one variable, irreducible over Q: direction and coefficients."""


class LeafNames(NamedTuple):
    """How the evidence refers to what divides the polynomial of a leaf.

    Attributes
    ----------
    leaf : Leaf
    factors : tuple of Line or Polynomial
        The irreducible factors over Q, those in one variable first.
    rings : dict of exponents to tuple of Line or Polynomial
        For each ring with an exponent above 1 what is irreducible in it over Q, X_d and infinity aside.
    """

    leaf: Leaf
    factors: tuple[Line | Polynomial, ...]
    rings: dict[Exponents, tuple[Line | Polynomial, ...]]

    def ring(self, number: int) -> Exponents:
        """The exponents of a layer, 0 where it is not active."""
        problem = self.leaf.problem
        return tuple(e if m else 0 for e, m in zip(problem.exponents[number], problem.degrees[number], strict=True))

    def choice(self, ring: Exponents, degree: Exponents, product: Product) -> list[list[Any]]:
        """References to the factors over C of the polynomial of a layer, each with its multiplicity last."""
        found, left = [], list(degree)
        for factor, power in product:
            if isinstance(factor, Linear):
                found.append([*self._root(ring, factor), power])
                left[factor.direction] -= power
            elif isinstance(factor, Conjugate):
                place = factor.root.position if factor.factors.count > 1 else 0
                found.append(["factor", self.rings.get(ring, self.factors).index(factor.polynomial), place, power])
                degrees = (n // factor.factors.count for n in factor.polynomial.degrees())
                left = [n - power * m for n, m in zip(left, degrees, strict=True)]
            else:
                direction = next(d for d, n in enumerate(factor.degrees()) if n)
                found.append(["zero", direction, power])
                left[direction] -= power
        return [*found, *(["infinity", d, n] for d, n in enumerate(left) if n)]

    def _root(self, ring: Exponents, factor: Linear) -> list[Any]:
        """A root of a factor where the exponent is 1, else of a piece of the ring; with its direction if both exist."""
        names: list[tuple[int, Line]] = []
        for listed, simple in ((self.factors, True), (self.rings.get(ring, ()), False)):
            lines = ((i, line) for i, line in enumerate(listed) if not isinstance(line, Polynomial))
            names += [(i, line) for i, line in lines if ring[line[0]] and (ring[line[0]] == 1) == simple]
        own = next(i for i, line in names if line == (factor.direction, factor.number.minpoly))
        reference = ["root", own, factor.number.position]
        return [*reference, factor.direction] if [i for i, _ in names].count(own) > 1 else reference


class Parts(NamedTuple):
    """How a filter is divided, with a name for everything in its leaves.

    Attributes
    ----------
    tree : Problem or Split
    names : tuple of LeafNames
        In the order of the tree, the group of a split before the rest.
    """

    tree: Node
    names: tuple[LeafNames, ...]

    @classmethod
    def of(cls, architecture: Architecture, tensor: FilterLike) -> Parts:
        """Divide an end-to-end filter. Raises as :func:`symlcn.fiber.points.count_points`."""
        return cls(decompose(architecture, tensor), tuple(map(_named, leaves(architecture, tensor))))

    def choice(self, layers: Sequence[int], product: Product) -> list[list[Any]] | None:
        """References for the product of some layers of one ring; None if there is no choice."""
        for names in self.names:
            problem = names.leaf.problem
            if layers and layers[0] in problem.layers and len(problem.layers) > 1:
                numbers = [problem.layers.index(layer) for layer in layers]
                degree = tuple(map(sum, zip(*(problem.degrees[n] for n in numbers), strict=True)))
                return names.choice(names.ring(numbers[0]), degree, product)
        return None


def _named(leaf: Leaf) -> LeafNames:
    problem = leaf.problem
    factors: list[Line | Polynomial] = []
    for direction, roots in sorted(leaf.roots.items()):
        factors += dict.fromkeys((direction, root.number.minpoly) for root in roots)
    factors += leaf.splits
    names = LeafNames(leaf, tuple(factors), {})
    for number in range(len(problem.layers) if len(problem.layers) > 1 else 0):
        ring = names.ring(number)
        if max(ring) > 1 and ring not in names.rings:
            names.rings[ring] = tuple(_ring_pieces(leaf, number, ring))
    return names


def _ring_pieces(leaf: Leaf, number: int, ring: Exponents) -> Iterator[Line | Polynomial]:
    """The irreducible polynomials over Q in the ring of a layer, in the order of its pieces over C."""
    found: dict[Line | Polynomial, None] = {}
    for piece in leaf.over_c[number]:
        for factor, _ in piece.content:
            if isinstance(factor, Linear) and ring[factor.direction] > 1:
                found[factor.direction, factor.number.minpoly] = None
            elif isinstance(factor, Conjugate):
                found[factor.polynomial] = None
    yield from found


def polynomial_of(factor: Line | Polynomial, dimension: int) -> Polynomial:
    """The polynomial that is meant, in so many variables.

    Examples
    --------
    >>> print(polynomial_of((1, (-2, 0, 1)), 2))
    y^2 - 2
    """
    if isinstance(factor, Polynomial):
        return factor
    direction, coefficients = factor
    return Polynomial(
        dimension, {tuple(k * (d == direction) for d in range(dimension)): c for k, c in enumerate(coefficients)}
    )
