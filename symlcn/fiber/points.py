"""The points of a fiber over R and C, and how many there are.

Contents: :class:`Point`, :func:`geometric_points`; :class:`Counts`, :func:`count_points`; :func:`leaves`,
:func:`frames_of`, :func:`points_over`, :func:`some_real_points`, :func:`count_leaves`;
:func:`exact_filters`.

A point gives each layer the irreducible factors over C that its polynomial has, see :mod:`symlcn.fiber.pieces`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from itertools import product as cartesian
from math import prod
from typing import Any, NamedTuple

from flint import acb, arb, ctx

from symlcn.algebra.balls import Balls, ball, inflate, multiply
from symlcn.algebra.complexroots import AlgebraicNumber, complex_roots
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.errors import LimitError, brief
from symlcn.fiber.assignment import Choice, assignments, count_assignments
from symlcn.fiber.coprime import are_coprime
from symlcn.fiber.overq import rational_pieces
from symlcn.fiber.parts import Frame, Frames, problems
from symlcn.fiber.pieces import (
    Conjugate,
    Factor,
    Leaf,
    Linear,
    Product,
    line_coefficients,
    over_q,
    product_of,
    split_over_c,
    unit_exponents,
)
from symlcn.network.architecture import Architecture
from symlcn.network.filters import (
    Filter,
    FilterLike,
    end_to_end,
    filter_to_polynomial,
    polynomial_to_filter,
    primitive_filter,
)

__all__ = [
    "Counts",
    "Point",
    "count_leaves",
    "count_points",
    "exact_filters",
    "frames_of",
    "geometric_points",
    "leaves",
    "points_over",
    "some_real_points",
]

MAX_POINTS = 100_000
"""Number of points of a fiber up to which they are listed."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the projective fiber over R or C.

    Attributes
    ----------
    products : tuple of tuple of (Factor, int)
        For each layer the irreducible factors over C of its polynomial in X, with multiplicities. Points at infinity do
        not show: they only lower the degree.
    dimension : int
    real : bool
        Whether it was found over R: then all coefficients are real. Not compared.
    frames : tuple of (int, Frame)
        For some layers what makes their polynomial of the product, the same at all points of a fiber. Not compared.
    coprime : bool
        Whether layers of one leaf are known to have no common factors: then J has full rank. Not compared.
    """

    __repr__ = brief

    products: tuple[Product, ...]
    dimension: int
    real: bool = field(default=False, compare=False)
    frames: Frames = field(default=(), compare=False)
    coprime: bool = field(default=False, compare=False)

    def frame(self, layer: int) -> Frame | None:
        """What makes the polynomial of a layer of its product, if it is not that."""
        return dict(self.frames).get(layer)

    def rational(self, layer: int) -> Polynomial | None:
        """The polynomial in X of a layer if it is rational up to a scalar, primitive; else None.

        Exact: it is rational exactly when conjugate factors have equal multiplicities.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> for point in geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R"):
        ...     print(point.rational(0), point.rational(1))
        None None
        """
        result = Polynomial.constant(self.dimension, 1)
        groups: dict[Any, list[tuple[Factor, int]]] = {}
        for factor_, power in self.products[layer]:
            own = (
                (factor_.direction, factor_.number.minpoly)
                if isinstance(factor_, Linear)
                else over_q(factor_, self.dimension)
            )
            groups.setdefault(own, []).append((factor_, power))
        for members in groups.values():
            (first, power), *others = members
            if any(n != power for _, n in others) or len(members) < _number_of_conjugates(first):
                return None
            result = result * over_q(first, self.dimension) ** power
        frame = self.frame(layer)
        return (frame.around(result) if frame else result).primitive_part()

    def rational_filter(self, layer: int, size: Exponents) -> Filter | None:
        """The primitive integer filter of a layer, if it is rational up to a scalar; else None."""
        polynomial = self.rational(layer)
        if polynomial is None:
            return None
        return primitive_filter(polynomial_to_filter(polynomial, size, (1,) * self.dimension), self.dimension)[1]

    def field(self, layer: int) -> tuple[AlgebraicNumber, ...]:
        """Irrational numbers that generate a field of definition of the polynomial of a layer, up to a scalar.

        One number, a primitive element of the field of the coefficients, where all factors are in one direction and
        the field is found; otherwise the numbers in the factors, whose field may be larger.

        Examples
        --------
        >>> from symlcn.network.architecture import parse_architecture
        >>> (point,) = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R")
        >>> [(number.minpoly, number.real) for number in point.field(0)]
        [((-2, 0, 0, 1), True)]
        """
        irrational = [
            (f, n) for f, n in self.products[layer] if not isinstance(f, Polynomial) and _number(f).degree > 1
        ]
        numbers = sorted({_number(f) for f, _ in irrational}, key=lambda n: (n.degree, n.minpoly, n.position))
        directions = {f.direction if isinstance(f, Linear) else None for f, _ in irrational}
        if len(numbers) > 1 and len(directions) == 1 and None not in directions:
            primitive = _primitive_element({_number(f): n for f, n in irrational})
            if primitive is not None:
                return (primitive,)
        return tuple(numbers)

    def enclosure(self, layer: int, bits: int = 64) -> Balls:
        """Balls (``acb``) around the coefficients of the polynomial of a layer, up to a scalar.

        Linear factors are monic, conjugate factors monic at their leading term. Rigorous; `bits` is the precision of
        the numbers that enter, not a guarantee for the result.
        """
        with ctx.workprec(bits + 32):
            result: Balls = {(0,) * self.dimension: acb(1)}
            for factor_, power in self.products[layer]:
                factor_ball = _ball(factor_, self.dimension, bits)
                for _ in range(power):
                    result = multiply(result, factor_ball)
            frame = self.frame(layer)
            if frame is not None:
                result = multiply(inflate(result, frame.steps), _ball(frame.cofactor, self.dimension, bits))
            return {index: acb(c.real) for index, c in result.items()} if self.real else result

    def magnitudes(self, layer: int) -> Balls:
        """What :meth:`enclosure` would be if nothing cancelled: the scale of the errors of its coefficients."""
        result: Balls = {(0,) * self.dimension: arb(1)}
        for factor_, power in self.products[layer]:
            sizes = {index: abs(value) for index, value in _ball(factor_, self.dimension, 64).items()}
            for _ in range(power):
                result = multiply(result, sizes)
        frame = self.frame(layer)
        if frame is not None:
            cofactor = _ball(frame.cofactor, self.dimension, 64)
            result = multiply(inflate(result, frame.steps), {index: abs(value) for index, value in cofactor.items()})
        return result


def _number(factor_: Linear | Conjugate) -> AlgebraicNumber:
    return factor_.number if isinstance(factor_, Linear) else factor_.root


def _primitive_element(powers: Mapping[AlgebraicNumber, int]) -> AlgebraicNumber | None:
    """A generator of the field of the coefficients of ∏ (X − s)^power, None if it is not found within bounds."""
    from symlcn.algebra.fields import coefficient_field

    product_ = Polynomial.constant(1, 1)
    for minpoly in sorted({number.minpoly for number in powers}):
        product_ = product_ * Polynomial(1, {(k,): c for k, c in enumerate(minpoly)})
    roots = complex_roots(line_coefficients(product_, 0))
    try:
        return coefficient_field(roots, {r.index: powers[r.number] for r in roots if r.number in powers})
    except LimitError:
        return None


def _number_of_conjugates(factor_: Factor) -> int:
    if isinstance(factor_, Linear):
        return factor_.number.degree
    return factor_.factors.count if isinstance(factor_, Conjugate) else 1


def _ball(factor_: Factor, dimension: int, bits: int) -> Balls:
    if isinstance(factor_, Polynomial):
        (_, lead), *_ = terms = factor_.terms()
        return {index: acb(ball(c / lead)) for index, c in terms}
    if isinstance(factor_, Linear):
        zero = (0,) * dimension
        return {zero: -factor_.number.enclosure(bits), unit_exponents(factor_.direction, dimension): acb(1)}
    alpha = factor_.root.enclosure(bits)
    result = {}
    for index, coefficients in factor_.factors.terms:
        value = acb(0)
        for c in reversed(coefficients):
            value = value * alpha + ball(c)
        result[index] = value
    return result


class Counts(NamedTuple):
    """Numbers of points of the projective fiber over Q, R and C."""

    rational: int
    real: int
    complex: int


def geometric_points(architecture: Architecture, tensor: FilterLike, over: str) -> tuple[Point, ...]:
    """All points over R or C of the projective fiber over an end-to-end filter, the rational ones among them.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter, of the end-to-end size.
    over : str
        ``"R"`` or ``"C"``.

    Returns
    -------
    tuple of Point
        Complete and without repetitions, in a deterministic order.

    Raises
    ------
    ParseError, LimitError
        As for :func:`count_points`; also if there are more than 100000 points.

    Examples
    --------
    x³ − 2 has one factorization into a quadratic and a linear filter over R:

    >>> from symlcn.network.architecture import parse_architecture
    >>> (point,) = geometric_points(parse_architecture("k3 k2"), (-2, 0, 0, 1), "R")
    >>> point.field(1)[0].minpoly, point.enclosure(1)[(0,)].real.str(8, radius=False)
    ((-2, 0, 0, 1), '-1.2599210')
    """
    return points_over(architecture, leaves(architecture, tensor), over)


def leaves(architecture: Architecture, tensor: FilterLike) -> tuple[Leaf, ...]:
    """The independent parts of the factorization of a filter, split over C. Raises as :func:`count_points`."""
    return tuple(split_over_c(problem) for problem in problems(architecture, tensor))


def frames_of(parts: Sequence[Leaf]) -> Frames:
    """The frames of all layers."""
    return tuple(pair for leaf in parts for pair in leaf.problem.frames)


def points_over(architecture: Architecture, parts: Sequence[Leaf], over: str) -> tuple[Point, ...]:
    """The same as :func:`geometric_points`, for a filter of which the leaves are known."""
    pieces = [{"Q": leaf.over_q, "R": leaf.over_r, "C": leaf.over_c}[over] for leaf in parts]
    families = [(leaf.problem.degrees, own, leaf.supply) for leaf, own in zip(parts, pieces, strict=True)]
    if prod(count_assignments(*family) for family in families) > MAX_POINTS:
        raise LimitError(f"more than {MAX_POINTS} points over {over}")
    found = [list(assignments(*family)) for family in families]
    return tuple(_point(architecture, parts, choices, over != "C") for choices in cartesian(*found))


def some_real_points(architecture: Architecture, parts: Sequence[Leaf], number: int) -> tuple[Point, ...]:
    """At most so many of the points over R."""
    families = [(leaf.problem.degrees, leaf.over_r, leaf.supply) for leaf in parts]
    found = [list(islice(assignments(*family), number)) for family in families]
    return tuple(_point(architecture, parts, choices, real=True) for choices in islice(cartesian(*found), number))


def _point(architecture: Architecture, parts: Sequence[Leaf], choices: Sequence[Sequence[Choice]], real: bool) -> Point:
    """The point with these choices of the layers of each leaf."""
    products: dict[int, Product] = {}
    for leaf, own in zip(parts, choices, strict=True):
        products |= {layer: product_of(choice) for layer, choice in zip(leaf.problem.layers, own, strict=True)}
    filters = tuple(products.get(layer, ()) for layer in range(len(architecture.layers)))
    return Point(filters, architecture.dimension, real, frames_of(parts), all(map(are_coprime, choices)))


def exact_filters(architecture: Architecture, tensor: FilterLike, point: Point) -> tuple[Filter, ...] | None:
    """Rational filters of a point whose product is exactly the end-to-end filter, or None if one is irrational.

    All are primitive integer filters except for the first, which carries the scalar.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> network = parse_architecture("k3s2 k2")
    >>> (point,) = geometric_points(network, (8, 16, 34, 20, 30), "C")
    >>> [[int(c) for c in w] for w in exact_filters(network, (8, 16, 34, 20, 30), point)]
    [[2, 4, 6], [4, 5]]
    """
    ones = (1,) * architecture.dimension
    filters = []
    for layer, shape in enumerate(architecture.layers):
        filter_ = point.rational_filter(layer, shape.size)
        if filter_ is None:
            return None
        filters.append(filter_)
    whole = filter_to_polynomial(tensor, ones)
    scalar = whole.terms()[0][1] / end_to_end(architecture, filters).terms()[0][1]
    return (_scaled(filters[0], scalar), *filters[1:])


def _scaled(tensor: Any, scalar: Fraction) -> Any:
    return tuple(_scaled(part, scalar) for part in tensor) if isinstance(tensor, tuple) else tensor * scalar


def count_points(architecture: Architecture, tensor: FilterLike) -> Counts:
    """The exact numbers of points over Q, R and C of the projective fiber over an end-to-end filter.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        A nonzero end-to-end filter, of the end-to-end size.

    Raises
    ------
    ParseError
        As for :func:`symlcn.fiber.overq.rational_fiber`.
    LimitError
        If factors over C could not be told apart within bounds, or there are too many ways to distribute degrees.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> count_points(parse_architecture("k3 k2"), (-2, 0, 0, 1))
    Counts(rational=0, real=1, complex=3)
    >>> count_points(parse_architecture("k2x2 k2x2"), ((0, 0, 1), (0, 0, 0), (-2, 0, 0)))
    Counts(rational=0, real=2, complex=2)
    """
    return count_leaves(leaves(architecture, tensor))


def count_leaves(parts: Sequence[Leaf]) -> Counts:
    """The same as :func:`count_points`, for a filter of which the leaves are known."""
    counts = Counts(1, 1, 1)
    for leaf in parts:
        degrees = leaf.problem.degrees
        counts = Counts(
            counts.rational * count_assignments(degrees, *rational_pieces(leaf.problem)),
            counts.real * count_assignments(degrees, leaf.over_r, leaf.supply),
            counts.complex * count_assignments(degrees, leaf.over_c, leaf.supply),
        )
    return counts
