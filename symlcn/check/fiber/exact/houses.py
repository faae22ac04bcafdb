"""When numbers that formulas make of points that are not rational are 0.

Contents: :class:`House`, :func:`layers_of`, :func:`product_house`, :func:`filter_house`, :func:`rho_house`,
:func:`product_of`, :func:`least`.

A house is a positive integer D and a bound B >= 1 for a number E: D E is an algebraic integer, and |E| <= B, at every
arrangement (conjugates.py). If E has at most M conjugates and is not 0, the norm of D E over the rationals is an
integer other than 0, so that |E| >= D^-M B^-(M-1). Enclosures that stay below show that E = 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...algebra.factors import Terms
from ...core.arithmetic import evaluate, multiply_all, over_common, power_of
from ...core.limits import Work
from ...core.ratio import Ratio
from ..assignment import Choice, Slot
from .conjugates import Conjugates


class House(NamedTuple):
    """D and B."""

    denominator: int
    bound: Ratio

    def times(self, other: House) -> House:
        """The house of a product."""
        return House(multiply_all((self.denominator, other.denominator), self.bound.work), self.bound * other.bound)

    def power(self, exponent: int) -> House:
        return House(power_of(self.denominator, exponent, self.bound.work), self.bound**exponent)


def layers_of(conjugates: Conjugates, choices: list[Choice]) -> list[House]:
    """The houses of the entries of each normalised filter; the bounds are also those of its 1-norm."""
    return [filter_house(slot, choice, conjugates.work) for slot, choice in zip(conjugates.slots, choices, strict=True)]


def product_house(conjugates: Conjugates, choices: list[Choice]) -> House:
    """The house of nu = c^2 prod n_l, n_l being the sum of the squares of the entries of filter l."""
    (p, q), work = conjugates.lead, conjugates.work
    root = product_of([House(q, Ratio(abs(p), q, work)), *layers_of(conjugates, choices)], work)
    denominator, square = root.power(2)
    return House(denominator, Ratio(max(1, -(-square.numerator // square.denominator)), 1, work))


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
        if not family.terms:
            own, power, size = a, max(extra), Ratio(1 + root, 1, work)
        else:
            (own, size), power = _terms_house(family.terms, a, root, work), sum(extra)
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
