"""Numbers that formulas make of points that are not rational: their conjugates, and when they are 0.

Contents: :class:`Conjugates`, :func:`filter_house`, :func:`rho_house`, :func:`product_of`, :func:`least`.

The entries of normalised filters (irrational.py) are polynomials over Q in roots of minimal polynomials of families.
Automorphisms of the field of all these roots permute the roots of each polynomial. So the conjugates of a number that a
formula makes of a point are among those that it makes of the arrangements of the point: the same choices with the
roots of each polynomial permuted, which need not be points of the fiber. The colour of a root is how often each layer
takes the factors over C that belong to it; roots of one colour can be exchanged without effect.

A house is a positive integer D and a bound B >= 1 for a number E: D E is an algebraic integer, and |E| <= B, at every
arrangement. If E has at most M conjugates and is not 0, the norm of D E over the rationals is an integer other than 0,
so that |E| >= D^-M B^-(M-1). Enclosures that stay below show that E = 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from math import factorial, prod
from typing import NamedTuple

from ...algebra.discs import meeting
from ...algebra.factors import Family
from ...algebra.numberfield import Terms
from ...core.arithmetic import Rational, evaluate, multiply_all, over_common, power_of
from ...core.limits import Work
from ...core.ratio import Ratio
from ..assignment import Choice, Slot

Colour = tuple[int, ...]
Use = tuple[int, int, list[int]]  # a layer, a family of it, and the number that each root has there


class House(NamedTuple):
    """D and B."""

    denominator: int
    bound: Ratio

    def times(self, other: House) -> House:
        """The house of a product."""
        return House(multiply_all((self.denominator, other.denominator), self.bound.work), self.bound * other.bound)

    def power(self, exponent: int) -> House:
        return House(power_of(self.denominator, exponent, self.bound.work), self.bound**exponent)


class Conjugates:
    """The arrangements of points of some layers; ``lead`` is the last entry of the end-to-end filter that is not 0."""

    __slots__ = ("_uses", "lead", "slots", "work")

    def __init__(self, slots: list[Slot], lead: Rational, work: Work) -> None:
        self.slots, self.lead, self.work = slots, lead, work
        self._uses: list[list[Use]] | None = None

    def uses(self) -> list[list[Use]]:
        """For each minimal polynomial of degree 2 and more, where its roots are used.

        Families of equal polynomials whose discs do not tell which roots are the same are kept apart: that makes for
        more arrangements, all those that are needed among them.
        """
        if self._uses is None:
            found: dict[tuple[int, ...], list[tuple[Family, list[Use]]]] = {}
            for l, slot in enumerate(self.slots):
                for j, family in enumerate(slot.leaf.families[slot.ring] if slot.leaf else []):
                    if family.minpoly is None or len(family.minpoly) < 3:
                        continue
                    known = found.setdefault(tuple(family.minpoly), [])
                    for first, uses in known:
                        if numbers := _same_roots(first, family, self.work):
                            uses.append((l, j, numbers))
                            break
                    else:
                        known.append((family, [(l, j, list(range(len(family.discs))))]))
            self._uses = [uses for known in found.values() for _, uses in known]
        return self._uses

    def coloured(self, choices: list[Choice]) -> Iterator[tuple[Family, list[Colour]]]:
        """The first family of each minimal polynomial of degree 2 and more, and the colours of its roots at a point."""
        for uses in self.uses():
            (l, j, _), *_ = uses
            leaf = self.slots[l].leaf
            if leaf is not None:
                yield leaf.families[self.slots[l].ring][j], _colours(uses, choices)

    def count(self, *points: list[Choice]) -> int:
        """The number of arrangements of one point, or of several points together."""
        total = 1
        for uses in self.uses():
            colours = Counter(zip(*(_colours(uses, choices) for choices in points), strict=True))
            size = sum(colours.values())
            self.work.spend(10 * len(points) * len(uses) * size, size, size)
            total *= factorial(size) // prod(map(factorial, colours.values()))
        return total

    def arrangements(self, choices: list[Choice]) -> Iterator[list[Choice]]:
        """All arrangements of a point, which should be few; points with the same ones have the same first one."""
        orders = (_orders(_colours(uses, choices)) for uses in self.uses())
        for order in product(*orders):
            arranged = [None if choice is None else list(map(list, choice)) for choice in choices]
            for uses, colours in zip(self.uses(), order, strict=True):
                self.work.spend(10 * len(uses) * len(colours))
                for k, colour in enumerate(colours):
                    for (l, j, numbers), count in zip(uses, colour, strict=True):
                        if own := arranged[l]:
                            own[j][numbers[k]] = count
            yield [None if own is None else tuple(map(tuple, own)) for own in arranged]

    def layers(self, choices: list[Choice]) -> list[House]:
        """The houses of the entries of each normalised filter; the bounds are also those of its 1-norm."""
        return [filter_house(slot, choice, self.work) for slot, choice in zip(self.slots, choices, strict=True)]

    def product(self, choices: list[Choice]) -> House:
        """The house of nu = c^2 prod n_l, n_l being the sum of the squares of the entries of filter l."""
        p, q = self.lead
        root = product_of([House(q, Ratio(abs(p), q, self.work)), *self.layers(choices)], self.work)
        denominator, square = root.power(2)
        return House(denominator, Ratio(max(1, -(-square.numerator // square.denominator)), 1, self.work))


def _same_roots(first: Family, family: Family, work: Work) -> list[int]:
    """For each root of the first family its number in the other one; empty if the discs do not tell."""
    if first is family:
        return list(range(len(first.discs)))
    near = [meeting(root, family.discs, work) for root in first.discs]
    return [k for (k,) in near] if all(len(numbers) == 1 for numbers in near) else []


def _colours(uses: list[Use], choices: list[Choice]) -> list[Colour]:
    """The colour of each root of a minimal polynomial."""
    columns = [[(choices[l] or ())[j][k] for k in numbers] for l, j, numbers in uses]
    return list(zip(*columns, strict=True))


def _orders(colours: list[Colour]) -> Iterator[tuple[Colour, ...]]:
    """All different orders of a list, increasing."""
    order = sorted(colours)
    while True:
        yield tuple(order)
        i = next((i for i in range(len(order) - 2, -1, -1) if order[i] < order[i + 1]), None)
        if i is None:
            return
        j = next(j for j in range(len(order) - 1, i, -1) if order[i] < order[j])
        order[i], order[j] = order[j], order[i]
        order[i + 1 :] = reversed(order[i + 1 :])


def filter_house(slot: Slot, choice: Choice, work: Work) -> House:
    """The house of the entries of a normalised filter; the bound is also one of its 1-norm.

    It is the product of a polynomial over Q and of factors over C. For f = a prod (X - r) in Z[X], a times the product
    of some of the X - r has algebraic integers as coefficients; a r is one, too.
    """
    families = slot.leaf.families[slot.ring] if slot.leaf else []
    counted = list(zip(families, choice or (), strict=True))
    common = [(family.polynomial, min(counts)) for family, counts in counted]
    rational = slot.exact(common, work)
    denominator = abs(rational[max(rational)])
    found = House(denominator, Ratio(sum(map(abs, rational.values())), denominator, work))
    for family, counts in counted:
        extra = [count - min(counts) for count in counts]
        if family.minpoly is None or not any(extra):
            continue
        a, root = family.minpoly[-1], _root_bound(family.minpoly, work)
        if family.absolute is None:
            own, power, size = a, max(extra), Ratio(1 + root, 1, work)
        else:
            (own, size), power = _terms_house(family.absolute.terms, a, root, work), sum(extra)
        found = found.times(House(power_of(own, power, work), size ** sum(extra)))
    return found


def _root_bound(f: list[int], work: Work) -> int:
    """The least integer A >= 1 with sum |c_i| A^i <= |c_n| A^n over i < n: no root has a larger absolute value."""
    g = [*(-abs(c) for c in f[:-1]), abs(f[-1])]
    high = 1
    while evaluate(g, (high, 1), work) < 0:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if evaluate(g, (middle, 1), work) < 0 else (low, middle)
    return high


def _terms_house(terms: Terms, a: int, root: int, work: Work) -> House:
    """The house of a factor over C whose coefficients are polynomials in a root of a minimal polynomial."""
    degree = max(len(numerators) for _, (numerators, _) in terms) - 1
    size = Ratio(0, 1, work)
    for _, (numerators, q) in terms:
        size += Ratio(evaluate(list(map(abs, numerators)), (root, 1), work), q, work)
    _, common = over_common([(1, q) for _, (_, q) in terms], work)
    return House(multiply_all((common, power_of(a, degree, work)), work), size)


def rho_house(product: House, shifts: list[int], common: int) -> House:
    """The house of all z + Delta_l, Delta_l = shifts[l] / common, with prod(z + Delta_l) = nu, given that of nu.

    With g = common D the equation is prod(g z + g Delta_l) = g^L nu, monic in g z, and all of it is integral. If |z|
    were more than max |Delta_l| + B, all factors would be beyond B >= 1, and so would their product be.
    """
    work, furthest = product.bound.work, -(-max(map(abs, shifts)) // common)
    return House(multiply_all((common, product.denominator), work), Ratio(2 * furthest, 1, work) + product.bound)


def product_of(houses: Iterable[House], work: Work) -> House:
    """The house of a product."""
    found = House(1, Ratio(1, 1, work))
    for house in houses:
        found = found.times(house)
    return found


def least(house: House, count: int, work: Work) -> Ratio:
    """What the absolute value of a number with this house and at most count conjugates is at least, unless it is 0."""
    integral, bound = power_of(house.denominator, count, work), house.bound ** (count - 1)
    return Ratio(bound.denominator, multiply_all((integral, bound.numerator), work), work)
