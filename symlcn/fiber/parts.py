"""How gcds divide the factorization of an end-to-end filter into parts.

Contents: :class:`Frame`, :class:`Problem`, :class:`Split`, :func:`decompose`, :func:`problems`.

All factors for the layers of a ring Q[x^e] divide the largest divisor G of u in it, the gcd of polyphase components. If
G has just the degree of these layers, it is their product: it is divided out and treated alone, in the variables
X = x^e. If its degree is smaller, there is no factorization. If it is larger, and all layers but one lie in the ring,
then that one, whose ring is larger, takes u/G and what the others leave of G: again G alone is treated, in X.

Polynomials are multihomogeneous: x_d = 0 and y_d = 0, the point at infinity, are factors like all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import gcd
from typing import NamedTuple, TypeAlias

from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, size_text
from symlcn.network.filters import FilterLike, filter_size, filter_to_polynomial, largest_divisor

__all__ = ["Frame", "Frames", "Node", "Problem", "Split", "decompose", "problems"]


class Frame(NamedTuple):
    """The polynomial of a layer is cofactor·p(X^steps), where p is what the layer takes in its problem."""

    steps: Exponents
    cofactor: Polynomial

    def around(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial of the layer, from what it takes.

        Examples
        --------
        >>> x = Polynomial(1, {(1,): 1})
        >>> one = Polynomial.constant(1, 1)
        >>> print(Frame((3,), x + one).around(x + one))
        x^4 + x^3 + x + 1
        """
        return self.cofactor * polynomial.inflate(self.steps)


Frames: TypeAlias = tuple[tuple[int, Frame], ...]
"""The frames of some layers; others are what they take."""


class Problem(NamedTuple):
    """Factor a polynomial of a multidegree into layers of given multidegrees and exponents, in its own variables."""

    layers: tuple[int, ...]
    degrees: tuple[Exponents, ...]
    exponents: tuple[Exponents, ...]
    polynomial: Polynomial
    degree: Exponents
    frames: Frames = ()

    @property
    def possible(self) -> bool:
        """Whether the degrees of the layers add up to that of the polynomial: if not, there is no factorization."""
        return self.wanted(range(len(self.layers)), (1,) * len(self.degree)) == self.degree

    def ring(self, number: int) -> Exponents:
        """Exponents for the polyphase components of a layer; beyond the degree where the layer is not active."""
        return tuple(
            e if m else n + 1 for e, m, n in zip(self.exponents[number], self.degrees[number], self.degree, strict=True)
        )

    def smallest_ring(self, group: Sequence[int]) -> Exponents:
        """The same for the smallest ring that contains those of some layers."""
        return tuple(
            gcd(*(self.exponents[n][d] for n in group if self.degrees[n][d])) or m + 1
            for d, m in enumerate(self.degree)
        )

    def at_infinity(self) -> Exponents:
        """The order of the polynomial at the point at infinity of each direction."""
        return tuple(n - d for n, d in zip(self.degree, self.polynomial.degrees(), strict=True))

    def wanted(self, group: Sequence[int], ring: Exponents) -> Exponents:
        """The multidegree of the product of some layers, in the variables x^ring."""
        return tuple(sum(self.degrees[n][d] * (self.exponents[n][d] // r) for n in group) for d, r in enumerate(ring))

    def part(self, numbers: Sequence[int], ring: Exponents, polynomial: Polynomial, degree: Exponents) -> Problem:
        """The problem of some of the layers for a polynomial in the x^ring."""
        layers, degrees = tuple(self.layers[n] for n in numbers), tuple(self.degrees[n] for n in numbers)
        exponents = tuple(
            tuple(e // r if m else 1 for e, r, m in zip(self.exponents[n], ring, self.degrees[n], strict=True))
            for n in numbers
        )
        frames = tuple((layer, frame) for layer, frame in self.frames if layer in layers)
        return Problem(layers, degrees, exponents, polynomial, degree, frames)

    def inside(self, number: int, other: int) -> bool:
        """Whether the ring of one layer lies in that of another."""
        pairs = zip(self.degrees[number], self.exponents[number], self.ring(other), strict=True)
        return all(m == 0 or e % ring == 0 for m, e, ring in pairs)


class Split(NamedTuple):
    """A problem that a gcd divides: the product of some layers divides the largest divisor in their ring.

    Attributes
    ----------
    problem : Problem
        What is divided.
    ring : tuple of int
        Exponents r: the polynomial is that of `group`, inflated by r, times that of `rest` or the cofactor, up to a
        scalar.
    group, rest : Problem or Split
        The layers of the ring, in the variables x^r, and the others; `rest` may have no layers.
    remainder : (int, Polynomial) or None
        A layer of `group` whose ring is larger: it takes what the others leave, and this cofactor besides.
    """

    problem: Problem
    ring: Exponents
    group: Node
    rest: Node
    remainder: tuple[int, Polynomial] | None = None


Node: TypeAlias = "Problem | Split"


def decompose(architecture: Architecture, tensor: FilterLike) -> Node:
    """How gcds divide the factorization of a filter into independent problems.

    Raises
    ------
    ParseError
        If the size is not the end-to-end size, or the filter is zero.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> split = decompose(parse_architecture("k3s2 k2"), (4, 8, 17, 10, 15))
    >>> split.ring, str(split.group.polynomial), str(split.rest.polynomial)
    ((2,), '5*x + 4', '3*x^2 + 2*x + 1')
    """
    whole = filter_to_polynomial(tensor, (1,) * architecture.dimension)
    size = filter_size(tensor, architecture.dimension)
    if size != architecture.end_to_end_size:
        raise ParseError(
            "filter",
            f"its size is {size_text(size)}, that of end-to-end filters is {size_text(architecture.end_to_end_size)}",
        )
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

    Raises as :func:`decompose`.
    """
    return _leaves(decompose(architecture, tensor))


def _leaves(node: Node) -> list[Problem]:
    return [node] if isinstance(node, Problem) else [*_leaves(node.group), *_leaves(node.rest)]


def _split(problem: Problem) -> Node:
    """Divide out, again and again, the product of all layers in a ring whenever a gcd determines it."""
    for group, ring in _candidates(problem):
        found = _divided(problem, group, ring)
        if found is not None:
            return found
    return problem


def _candidates(problem: Problem) -> Iterator[tuple[Sequence[int], Exponents]]:
    """Groups of layers with their rings, of which something may follow: the smallest rings decide most."""
    numbers = range(len(problem.layers)) if len(problem.layers) > 1 else ()
    groups = {number: [other for other in numbers if problem.inside(other, number)] for number in numbers}
    coarse = any(1 < e <= n for e, n in zip(problem.smallest_ring(numbers), problem.degree, strict=True))
    for number in sorted(numbers, key=lambda number: len(groups[number])):
        if coarse or len(groups[number]) < len(numbers):
            yield groups[number], problem.ring(number)
    for number in numbers:
        others = [other for other in numbers if other != number]
        if len(groups[number]) == len(numbers) and problem.smallest_ring(others) != problem.ring(number):
            yield others, problem.smallest_ring(others)


def _divided(problem: Problem, group: Sequence[int], ring: Exponents) -> Split | None:
    """What follows from the largest divisor in the ring of some layers; None if nothing does."""
    found = largest_divisor(problem.polynomial, ring)
    infinity = problem.at_infinity()
    total = tuple(g + b // e for g, b, e in zip(found.degrees(), infinity, ring, strict=True))
    wanted = problem.wanted(group, ring)
    surplus = tuple(map(int.__sub__, total, wanted))
    others = [n for n in range(len(problem.layers)) if n not in group]
    more = any(surplus) and min(surplus) >= 0
    if more and not (len(others) == 1 and _takes_the_rest(problem, others[0])):
        return None
    cofactor = problem.polynomial.divide_exact(found.inflate(ring)).primitive_part()
    if more:
        return _with_remainder(problem, others[0], ring, found, total, cofactor)
    left = tuple(n - w * r for n, w, r in zip(problem.degree, total, ring, strict=True))
    above = problem.part(group, ring, found, total)
    beside = problem.part(others, (1,) * len(ring), cofactor, left)
    return Split(problem, ring, *((above, beside) if any(surplus) else (_split(above), _split(beside))))


def _takes_the_rest(problem: Problem, number: int) -> bool:
    """Whether a layer has exponents 1, and its ring contains those of all others."""
    active = zip(problem.exponents[number], problem.degrees[number], strict=True)
    inside = (problem.inside(n, number) for n in range(len(problem.layers)))
    return all(e == 1 for e, m in active if m) and all(inside)


def _with_remainder(
    problem: Problem, number: int, ring: Exponents, found: Polynomial, total: Exponents, cofactor: Polynomial
) -> Split:
    """The split where one layer, of exponents 1, takes what the others leave of the largest divisor in their ring."""
    layer, ones = problem.layers[number], (1,) * len(ring)
    others = [n for n in range(len(problem.layers)) if n != number]
    left = tuple(map(int.__sub__, total, problem.wanted(others, ring)))
    part = problem.part(others, ring, found, total)
    frames = dict(problem.frames)
    before = frames.get(layer, Frame(ones, Polynomial.constant(len(ring), 1)))
    steps = tuple(r if n else 1 for r, n in zip(ring, total, strict=True))
    frames[layer] = Frame(tuple(map(int.__mul__, before.steps, steps)), before.around(cofactor))
    group = Problem(
        (*part.layers[:number], layer, *part.layers[number:]),
        (*part.degrees[:number], left, *part.degrees[number:]),
        (*part.exponents[:number], ones, *part.exponents[number:]),
        found,
        total,
        tuple(frames.items()),
    )
    nothing = Problem((), (), (), Polynomial.constant(len(ring), 1), (0,) * len(ring))
    return Split(problem, ring, _split(group), nothing, (layer, cofactor))
