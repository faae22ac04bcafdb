"""The bounds by which the checker shows that numbers are 0, and the arithmetic that it needs besides."""

import random
from fractions import Fraction
from itertools import permutations
from math import isqrt, prod
from types import SimpleNamespace

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symlcn.check.algebra.discs import Disc, above, invert
from symlcn.check.algebra.factors import Family
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Rejected
from symlcn.check.core.ratio import Ratio
from symlcn.check.fiber.assignment import Slot
from symlcn.check.fiber.comparison.equality import _difference_house, _threshold
from symlcn.check.fiber.exact.conjugates import Conjugates, _orders
from symlcn.check.fiber.exact.elimination import _check_rest, _row_houses
from symlcn.check.fiber.exact.enclosures import Enclosure
from symlcn.check.fiber.exact.houses import House, _root_bound, _terms_house, filter_house, least, rho_house
from symlcn.check.fiber.exact.irrational import enclose_filter

X = sympy.Symbol("X")
integers = st.integers(-9, 9)


def ratio(p, q=1):
    return Ratio(p, q, Work())


def fraction(value):
    return Fraction(value.numerator, value.denominator)


def roots_of(f):
    """The different roots, rounded to 50 digits, by sympy."""
    return sympy.Poly(f[::-1], X).sqf_part().nroots(n=50, maxsteps=500)


@given(st.lists(integers, min_size=1, max_size=5), st.integers(1, 9))
def test_the_bound_of_roots(tail, lead):
    f = [*tail, lead]
    bound = _root_bound(f, Work())
    assert all(abs(r) <= bound + sympy.Rational(1, 10**9) for r in roots_of(f))

    def holds(a):
        return sum(abs(c) * a**i for i, c in enumerate(tail)) <= lead * a ** len(tail)

    assert [a for a in range(1, bound + 1) if holds(a)] == [bound]


def slot_of(line, counts):
    """A layer that takes the roots of an irreducible polynomial so often."""
    unit = 10**40
    found = [Disc(int(sympy.re(r) * unit), int(sympy.im(r) * unit), 3, unit) for r in roots_of(line)]
    family = Family(("root", 0), {(i,): c for i, c in enumerate(line) if c}, 0, found, list(range(len(found))))
    family.minpoly = line
    slot = object.__new__(Slot)
    slot.leaf, slot.ring, slot.size = SimpleNamespace(families={(1,): [family]}), (1,), (1 + sum(counts),)
    slot.alone = slot.frame = None
    return slot


CASES = [
    ([-2, 0, 1], (1, 0)), ([-3, 0, 2], (2, 1)), ([-3, 1, 5], (0, 3)), ([1, 1, 0, 2], (1, 0, 2)),
    ([1, 1, 0, 3], (2, 2, 1)), ([-7, 0, 1, 4], (1, 1, 0)), ([5, 2, 0, 0, 3], (1, 0, 0, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("line", "counts"), CASES)
def test_houses_of_filters(line, counts):
    """The product of all z - D c, c an entry at each arrangement, is an integer polynomial; 1-norms are within B."""
    slot, work = slot_of(line, counts), Work()
    denominator, bound = filter_house(slot, (counts,), work)
    conjugates = Conjugates([slot], (1, 1), work)
    arranged = [choice for (choice,) in conjugates.arrangements([(counts,)])]
    assert len(arranged) == len(set(arranged)) == conjugates.count([(counts,)])
    assert {own for (own,) in arranged} == set(permutations(counts))
    filters = [enclose_filter(slot, choice, work) for choice in arranged]
    for entries in filters:
        assert sum(Fraction(*above(c)) for c in entries.values()) <= fraction(bound) + Fraction(1, 10**20)
    for index in filters[0]:
        f = [sympy.Integer(1)]
        for entries in filters:
            disc = entries[index]
            v = denominator * (sympy.Float(disc.re, 60) + sympy.I * sympy.Float(disc.im, 60)) / disc.scale
            f = [sympy.expand(a - v * b) for a, b in zip([0, *f], [*f, 0], strict=True)]
        assert all(abs(c - round(float(sympy.re(c)))) < sympy.Rational(1, 10**6) for c in f)


def test_houses_of_two_points_together():
    """Swapped colours of x^2 - 2 leave two arrangements, also of both points together; so do equal ones."""
    slots = [slot_of([-2, 0, 1], (1, 0)) for _ in range(2)]
    conjugates = Conjugates(slots, (1, 1), Work())
    points = [((1, 0),), ((0, 1),)], [((0, 1),), ((1, 0),)], [((1, 1),), ((1, 1),)]
    assert [conjugates.count(point) for point in points] == [2, 2, 1]
    assert conjugates.count(points[0], points[1]) == conjugates.count(points[0], points[2]) == 2
    three = Conjugates([slot_of([-2, 0, 0, 1], (1, 0, 0))] * 2, (1, 1), Work())
    first, second = [((1, 0, 0),), ((0, 1, 1),)], [((0, 1, 0),), ((1, 0, 1),)]
    assert [three.count(first), three.count(second), three.count(first, second)] == [3, 3, 6]


def family_of(line, order, radius=3):
    """A family of one layer, its roots in another order."""
    slot = slot_of(line, (1,) * (len(line) - 1))
    (family,) = slot.leaf.families[1,]
    family.discs = [family.discs[k] for k in order]
    for disc in family.discs:
        disc.radius = radius
    return slot


def test_equal_polynomials_have_the_same_roots():
    """Families of one polynomial in different places: the first roots of both are different numbers here."""
    slots = [family_of([-2, 0, 0, 1], order) for order in ((0, 1, 2), (1, 2, 0))]
    conjugates = Conjugates(slots, (1, 1), Work())
    assert conjugates.uses() == [[(0, 0, [0, 1, 2]), (1, 0, [2, 0, 1])]]
    same, other = [((1, 0, 0),), ((0, 0, 1),)], [((1, 0, 0),), ((1, 0, 0),)]
    assert [conjugates.count(choices) for choices in (same, other)] == [3, 6]
    assert list(conjugates.arrangements(same)) == [
        [((0, 0, 1),), ((0, 1, 0),)], [((0, 1, 0),), ((1, 0, 0),)], [((1, 0, 0),), ((0, 0, 1),)],
    ]  # fmt: skip


def test_roots_that_cannot_be_told_apart_are_arranged_independently():
    slots = [family_of([-2, 0, 0, 1], (0, 1, 2)), family_of([-2, 0, 0, 1], (0, 1, 2), radius=10**41)]
    conjugates = Conjugates(slots, (1, 1), Work())
    assert len(conjugates.uses()) == 2
    assert conjugates.count([((1, 0, 0),), ((1, 0, 0),)]) == 9


def test_houses_of_factors_in_several_variables():
    """x + (a/3 + 1/2) y with 2 a^2 = 3: 12 (a/3 + 1/2) = 2 (2 a) + 6, and |a| <= 2."""
    assert _root_bound([-3, 0, 2], Work()) == 2
    assert _terms_house([((1, 0), ([1], 1)), ((0, 1), ([3, 2], 6))], 2, 2, Work()) == (12, ratio(13, 6))


def test_denominators_are_needed():
    """For 2 x^2 - 3 the square of x - r has 2 as its denominator, which is less than the bound, 4."""
    assert filter_house(slot_of([-3, 0, 2], (2, 0)), ((2, 0),), Work()) == (4, ratio(9))
    assert filter_house(slot_of([-3, 0, 2], (2, 1)), ((2, 1),), Work()) == (4, ratio(15, 2))


@given(integers, integers, st.sampled_from([2, 3, 5, 7]))
def test_what_numbers_are_at_least(a, b, n):
    """a + b sqrt(n), with conjugate a - b sqrt(n), and a sixth of it."""
    if a or b:
        bound, size = max(1, abs(a) + 3 * abs(b)), abs(Fraction(isqrt(n * 10**60), 10**30) * b + a)
        assert size + Fraction(1, 10**9) >= fraction(least(House(1, ratio(bound)), 2, Work()))
        assert size / 6 + Fraction(1, 10**9) >= fraction(least(House(6, ratio(max(bound, 6), 6)), 2, Work()))


def test_what_numbers_are_at_least_by_hand():
    assert least(House(1, ratio(1)), 5, Work()) == ratio(1)
    assert least(House(3, ratio(5, 2)), 3, Work()) == ratio(4, 27 * 25)


def test_houses_of_scalings_and_differences():
    """D, B of nu are 4, 9; Delta = (1/3, -5/3, 0): g = 12, |t| <= 2 + 9, rho <= 13. Three layers, squares of rho."""
    first, second = House(4, ratio(9)), House(1, ratio(25))
    scalings = rho_house(first, [1, -5, 0], 3), rho_house(second, [1, -5, 0], 3)
    assert scalings == ((12, ratio(13)), (3, ratio(29)))
    expected = 4 * 12**2 * 3**2, ratio(3 * 9 * 25 * (13**2 + 29**2))
    assert _difference_house(first, second, scalings, 3) == expected


def test_what_differences_are_at_least():
    """k2 k2 at 2 x^2 - 3: D, B are 2, 3 for the filters and 16, 324 for nu and rho; 2 arrangements, 4 pairs of t."""
    slots = [slot_of([-3, 0, 2], (1, 0)) for _ in range(2)]
    points = [SimpleNamespace(choices=choices) for choices in ([((1, 0),), ((0, 1),)], [((0, 1),), ((1, 0),)])]
    found = _threshold(Conjugates(slots, (2, 1), Work()), [(0, 1)], points)
    assert fraction(found) == Fraction(1, 16**32 * (2 * 324**2 * 2 * 324) ** 7 * 324**2)


def test_houses_of_rows():
    houses = [House(2, ratio(3, 2)), House(3, ratio(5)), House(5, ratio(7))]
    assert _row_houses(houses, Work()) == [(15, ratio(35)), (10, ratio(21, 2)), (6, ratio(15, 2))]


@pytest.mark.parametrize(("row", "limit"), [(1, 54), (2, 405)])
def test_what_is_left_is_0_below_a_bound(row, limit):
    """One pivot with house 2, 3/2: beside it minors of houses 4, 9/4 and 6, 15/2, two conjugates, 3/2 times less."""
    houses = [House(2, ratio(3, 2)), House(3, ratio(5))]
    for denominator, small in ((limit + 1, True), (limit, False)):
        for disc in (Disc(1, 0, 0, denominator), Disc(0, -1, 0, denominator), Disc(0, 0, 1, denominator)):
            matrix = {row: {4: disc}, 3 - row: {}}
            if small:
                _check_rest(matrix, [0, 0, 1], [0], houses, 2, "here", Work())
            else:
                with pytest.raises(Rejected, match=f"row {row} and column 4 is not shown to be 0"):
                    _check_rest(matrix, [0, 0, 1], [0], houses, 2, "here", Work())


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=6))
def test_orders(colours):
    found = list(_orders(colours))
    assert found == sorted(set(permutations(colours)))


@given(integers, integers, st.integers(0, 12), st.integers(1, 9), st.sampled_from([(0, 0), (3, 4), (-4, 3), (0, -5)]))
def test_inverses(re, im, radius, scale, place):
    """Points of the disc, on its border too, have their inverses in the disc of inverses."""
    disc = Disc(re, im, radius, scale)
    inverse = invert(disc, Work())
    assert (inverse is None) == (re * re + im * im <= radius * radius)
    if inverse is not None:
        a, b = Fraction(5 * re + radius * place[0], 5 * scale), Fraction(5 * im + radius * place[1], 5 * scale)
        p, q = a / (a * a + b * b), -b / (a * a + b * b)
        gap = (p - Fraction(inverse.re, inverse.scale)) ** 2 + (q - Fraction(inverse.im, inverse.scale)) ** 2
        assert gap <= Fraction(inverse.radius, inverse.scale) ** 2


def test_scalings_are_the_last_below():
    """The last T with prod(common T + shift 2^bits) <= value, whatever the sizes of the numbers."""
    rng = random.Random("below")
    solver = Enclosure([{(0,): (1 << 70, 1 << 70)}] * 2, (1, 1), [(0, 1)], 70, "here", Work())
    for _ in range(500):
        shifts = [rng.randint(-1, 1) * rng.randrange(10 ** rng.randint(1, 9)) for _ in range(rng.randint(1, 6))]
        common, limit = rng.randrange(1, 10 ** rng.randint(1, 4)), rng.randrange(2 ** rng.randint(1, 900))
        start = -(min(shifts) * 2**70 // common)
        found = solver._below(limit, shifts, common, start)
        here, there = (prod(end * common + shift * 2**70 for shift in shifts) for end in (found, found + 1))
        assert found >= start - 1
        assert there > limit
        assert here <= limit or found == start - 1
