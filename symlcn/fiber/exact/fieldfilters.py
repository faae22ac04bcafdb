"""Exact filters of points of a fiber: entries are polynomials in the algebraic numbers of their factors.

Contents: :class:`FieldFilters`, :func:`field_filters`.

A layer takes some of the roots r of an irreducible polynomial f over Q, or some of the conjugates of a factor over C.
Of the roots either those that it takes are multiplied, ∏ (X − r), or f is divided by ∏ (X − r) over those that it
leaves: whichever needs fewer numbers that other layers do not need. Powers of a number are reduced by its minimal
polynomial. All that is algebra; no enclosure is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symlcn.algebra.complexroots import AlgebraicNumber, complex_roots
from symlcn.algebra.namedvalues import Formulas, Generator
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.algebra.sparse import cells
from symlcn.algebra.sympyvalues import Named
from symlcn.errors import ArithmeticGuardError, LimitError
from symlcn.fiber.pieces import Conjugate, Linear, Product, over_q, unit_exponents
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike, filter_to_polynomial, nested

__all__ = ["FieldFilters", "field_filters"]

MAX_TERMS = 20_000
"""Products of terms in the algebraic numbers that are taken for one product of polynomials."""

Element = dict[tuple[int, ...], Fraction]
Family = dict[Exponents, Element]


@dataclass(frozen=True, slots=True)
class FieldFilters(Named):
    """Filters of which the product is exactly u.

    Attributes
    ----------
    numbers : tuple of AlgebraicNumber
        The irrational numbers that are needed; none for rational filters.
    filters : tuple of tensors
        Nested tuples, one for each layer. An entry maps monomials to rational coefficients: a monomial is the
        increasing tuple of the numbers of its factors, so that 2·α_0·α_1² + 3 is ``{(0, 1, 1): 2, (): 3}``.
    """

    numbers: tuple[AlgebraicNumber, ...]
    filters: tuple[Any, ...]

    def formulas(self) -> Formulas:
        """w_1, …, w_L, in alpha, or in alpha_1, alpha_2, …"""
        names = ["alpha"] if len(self.numbers) == 1 else [f"alpha_{n}" for n in range(1, len(self.numbers) + 1)]
        generators = tuple(map(Generator, names, self.numbers))
        values = tuple((f"w_{l}", own) for l, own in enumerate(self.filters, 1))
        return Formulas((), values, generators, ("w_1, ...: filters with product u",))


@dataclass
class _Field:
    """Q with algebraic numbers, which are added as they are needed."""

    numbers: list[AlgebraicNumber] = field(default_factory=list)

    def element(self, number: AlgebraicNumber) -> Element:
        """A number, by one that is there if it is of degree 2."""
        if number.degree == 1:
            return _constant(Fraction(-number.minpoly[0], number.minpoly[1]))
        if number.degree == 2 and number not in self.numbers:
            for place, other in enumerate(self.numbers):
                if other.minpoly == number.minpoly:
                    return {(place,): Fraction(-1), **_constant(Fraction(-number.minpoly[1], number.minpoly[2]))}
        if number not in self.numbers:
            self.numbers.append(number)
        return {(self.numbers.index(number),): Fraction(1)}

    def times(self, left: Element, right: Element) -> Element:
        """The product, with powers below the degrees of the numbers."""
        if len(left) * len(right) > MAX_TERMS:
            raise LimitError("exact filters of a point need too many terms")
        total: Element = {}
        for i, x in left.items():
            for j, y in right.items():
                for monomial, c in self._reduced(tuple(sorted(i + j))).items():
                    _add(total, monomial, x * y * c)
        return {monomial: c for monomial, c in total.items() if c}

    def _reduced(self, monomial: tuple[int, ...]) -> Element:
        for place in set(monomial):
            *low, lead = self.numbers[place].minpoly
            if monomial.count(place) >= len(low):
                rest = list(monomial)
                for _ in low:
                    rest.remove(place)
                total: Element = {}
                for power, c in enumerate(low):
                    if c:
                        for own, value in self._reduced(tuple(sorted(rest + [place] * power))).items():
                            _add(total, own, Fraction(-c, lead) * value)
                return total
        return {monomial: Fraction(1)}

    def product(self, left: Family, right: Family) -> Family:
        """The product of polynomials."""
        total: dict[Exponents, Element] = {}
        for i, x in left.items():
            for j, y in right.items():
                entry = total.setdefault(tuple(map(sum, zip(i, j, strict=True))), {})
                for monomial, c in self.times(x, y).items():
                    _add(entry, monomial, c)
        cleared = {index: {m: c for m, c in entry.items() if c} for index, entry in total.items()}
        return {index: entry for index, entry in cleared.items() if entry}


def field_filters(architecture: Architecture, tensor: FilterLike, point: Point) -> FieldFilters:
    """The filters of a point, exactly.

    Parameters
    ----------
    architecture : Architecture
    tensor : nested tuples or lists of int or Fraction
        The end-to-end filter u.
    point : Point
        Of the fiber over u, over any field.

    Raises
    ------
    LimitError
        If a product needs more than 20000 products of terms.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (-2, 0, 0, 1)
    >>> found = field_filters(network, u, geometric_points(network, u, "R")[0])
    >>> found.to_sympy()
    {'w_1': Matrix([
    [CRootOf(x**3 - 2, 0)**2],
    [   CRootOf(x**3 - 2, 0)],
    [                      1]]), 'w_2': Matrix([
    [-CRootOf(x**3 - 2, 0)],
    [                    1]])}
    """
    over = _Field()
    families = [_layer(over, point, layer) for layer in range(len(architecture.layers))]
    whole = filter_to_polynomial(tensor, (1,) * architecture.dimension).terms()[0][1]
    for family in families:
        lead = family[max(family)]
        if lead.keys() != {()}:
            raise ArithmeticGuardError("the leading coefficient of a factor is not rational")
        whole /= lead[()]
    families[0] = {index: {m: c * whole for m, c in entry.items()} for index, entry in families[0].items()}
    filters = (
        nested([family.get(index, {}) for index in cells(layer.size)], layer.size)
        for layer, family in zip(architecture.layers, families, strict=True)
    )
    return FieldFilters(tuple(over.numbers), tuple(filters))


def _layer(over: _Field, point: Point, layer: int) -> Family:
    """The polynomial in X of a layer."""
    result: Family = {(0,) * point.dimension: _constant(Fraction(1))}
    for factors in _groups(point.products[layer], point.dimension):
        result = over.product(result, _taken(over, factors, point.dimension))
    frame = point.frame(layer)
    if frame is None:
        return result
    inflated = {tuple(i * s for i, s in zip(index, frame.steps, strict=True)): c for index, c in result.items()}
    return over.product(inflated, _rational(frame.cofactor))


def _groups(product: Product, dimension: int) -> list[Product]:
    """The factors that belong to one irreducible polynomial over Q in one direction."""
    groups: dict[Any, list[Any]] = {}
    for factor, power in product:
        own = (factor.direction, factor.number.minpoly) if isinstance(factor, Linear) else over_q(factor, dimension)
        groups.setdefault(own, []).append((factor, power))
    return [tuple(members) for members in groups.values()]


def _taken(over: _Field, factors: Product, dimension: int) -> Family:
    """The product of powers of conjugates."""
    first = factors[0][0]
    result: Family = {(0,) * dimension: _constant(Fraction(1))}
    for least in range(1, max(power for _, power in factors) + 1):
        own = [factor for factor, power in factors if power >= least]
        if isinstance(first, Polynomial):
            part = _rational(first)
        elif isinstance(first, Linear):
            part = _roots(over, first, [factor.number for factor in own if isinstance(factor, Linear)], dimension)
        elif len(own) == first.factors.count:
            part = _rational(first.polynomial)
        else:
            part = {(0,) * dimension: _constant(Fraction(1))}
            for factor in own:
                part = over.product(part, _conjugate(over, factor) if isinstance(factor, Conjugate) else {})
        result = over.product(result, part)
    return result


def _roots(over: _Field, first: Linear, taken: Sequence[AlgebraicNumber], dimension: int) -> Family:
    """∏ (X_d − r) over the roots that are taken."""
    if first.number.degree == 1:
        line = [over.element(first.number)]
        return _line([{m: -c for m, c in line[0].items()}, _constant(Fraction(1))], first.direction, dimension)
    left = [root.number for root in complex_roots(first.number.minpoly) if root.number not in taken]

    def needed(numbers: Sequence[AlgebraicNumber]) -> tuple[int, int]:
        return sum(number not in over.numbers for number in numbers), len(numbers)

    if needed(left) < needed(taken):
        lead = first.number.minpoly[-1]
        coefficients = [_constant(Fraction(c, lead)) for c in first.number.minpoly]
        for number in left:
            coefficients = _divided(over, coefficients, over.element(number))
    else:
        coefficients = [_constant(Fraction(1))]
        for number in taken:
            coefficients = _multiplied(over, coefficients, over.element(number))
    return _line(coefficients, first.direction, dimension)


def _multiplied(over: _Field, coefficients: Sequence[Element], root: Element) -> list[Element]:
    """The coefficients from degree 0 of p·(X − r)."""
    result: list[Element] = [{}, *({**c} for c in coefficients)]
    for power, c in enumerate(coefficients):
        for monomial, value in over.times(c, root).items():
            _add(result[power], monomial, -value)
    return result


def _divided(over: _Field, coefficients: Sequence[Element], root: Element) -> list[Element]:
    """The coefficients from degree 0 of p/(X − r), where r is a root of p."""
    result: list[Element] = []
    carry: Element = {}
    for c in reversed(coefficients[1:]):
        carry = over.times(carry, root)
        for monomial, value in c.items():
            _add(carry, monomial, value)
        result.append(dict(carry))
    return list(reversed(result))


def _line(coefficients: Sequence[Element], direction: int, dimension: int) -> Family:
    cleared = [{m: c for m, c in entry.items() if c} for entry in coefficients]
    return {unit_exponents(direction, dimension, power): entry for power, entry in enumerate(cleared) if entry}


def _conjugate(over: _Field, factor: Conjugate) -> Family:
    alpha = over.element(factor.root)
    result: Family = {}
    for index, coefficients in factor.factors.terms:
        value: Element = {}
        for c in reversed(coefficients):
            value = over.times(value, alpha)
            _add(value, (), Fraction(c))
        value = {monomial: c for monomial, c in value.items() if c}
        if value:
            result[index] = value
    return result


def _rational(polynomial: Polynomial) -> Family:
    return {index: _constant(c) for index, c in polynomial.terms()}


def _constant(value: Fraction) -> Element:
    return {(): value} if value else {}


def _add(element: Element, monomial: tuple[int, ...], value: Fraction) -> None:
    element[monomial] = element.get(monomial, Fraction(0)) + value
