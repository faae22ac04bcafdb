"""Discs around roots, and their arithmetic: compared with exact arithmetic, and with roots found by sympy."""

import random
from fractions import Fraction
from math import isqrt

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symlcn.check.algebra.discs import (
    Disc,
    add,
    conjugates,
    expand,
    has_integer,
    meets,
    multiply,
    power,
    read_discs,
    require_disjoint,
    times_root,
)
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed, Rejected

X = sympy.Symbol("X")


def work():
    return Work(10**9)


def texts(discs):
    return [[str(number) for number in disc] for disc in discs]


def at(f, re, im):
    """The value of a polynomial at a complex number with rational parts."""
    x, y = Fraction(0), Fraction(0)
    for c in reversed(f):
        x, y = x * re - y * im + c, x * im + y * re
    return x, y


def around(f, digits=25):
    """Discs around the roots in the order of the format: centres by sympy, radii as small as can be shown."""
    unit, found = 10**digits, []
    for root in sympy.Poly(f[::-1], X).nroots(n=digits + 20, maxsteps=500):
        re, im = (Fraction(int(sympy.floor(part * unit + sympy.Rational(1, 2))), unit) for part in root.as_real_imag())
        a, b = at(f, re, im), at([i * c for i, c in enumerate(f)][1:], re, im)
        square = (len(f) - 1) ** 2 * sum(v * v for v in a) / sum(v * v for v in b)
        radius = Fraction(isqrt(int(square * unit**2) + 1) + 1, unit)
        found.append([re, im, radius])
    real = sorted(disc for disc in found if disc[1] == 0)
    upper = sorted(disc for disc in found if disc[1] > 0)
    return real + [disc for re, im, radius in upper for disc in ([re, im, radius], [re, -im, radius])]


def squarefree(f):
    return sympy.Poly(f[::-1], X).is_sqf


def polynomials(count, seed=1, degrees=(2, 8), size=9):
    rng = random.Random(seed)
    while count:
        f = [rng.randint(-size, size) for _ in range(rng.randint(*degrees))] + [rng.randint(1, size)]
        if f[0] and squarefree(f):
            count -= 1
            yield f


# ---- roots ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("f", list(polynomials(40)), ids=str)
def test_discs_around_the_roots_are_accepted(f):
    discs = read_discs(texts(around(f)), f, "roots", work())
    mates = conjugates(discs, "roots", work())
    real = len(sympy.Poly(f[::-1], X).real_roots())
    assert sum(k == mate for k, mate in enumerate(mates)) == real
    assert all(mates[mate] == k and discs[mate].im == -discs[k].im for k, mate in enumerate(mates))


@pytest.mark.parametrize(("f", "root"), [([-3, 2], (3, 2)), ([3, -2], (3, 2)), ([-4, 1], (4, 1)), ([0, 5], (0, 5))])
def test_a_rational_root_is_exact(f, root):
    (disc,) = read_discs([], f, "roots", work())
    assert Fraction(disc.re, disc.scale) == Fraction(*root)
    assert (disc.im, disc.radius) == (0, 0)
    assert disc.scale > 0
    assert conjugates([disc], "roots", work()) == [0]
    with pytest.raises(Malformed, match="expected 0 entries"):
        read_discs(texts([[Fraction(*root), 0, 1]]), f, "roots", work())


SQUARES = [[-2, 0, Fraction(1, 2)], [2, 0, Fraction(1, 2)]]  # of x^2 - 4, exact centres
FOUR = around([1, 0, 0, 0, 1])


WRONG = {
    "a radius of 0": ([-4, 0, 1], [[-2, 0, 0], SQUARES[1]], "radius is not positive"),
    "a negative radius": ([-4, 0, 1], [[-2, 0, -1], SQUARES[1]], "radius is not positive"),
    "no root": ([-5, 0, 1], [[-2, 0, Fraction(1, 3)], [2, 0, Fraction(1, 2)]], r"roots\[0\]: is not shown"),
    "a slope of 0": ([1, 2, 1], [[-1, 0, 1], [5, 0, 1]], "is not shown to contain a root"),
    "a multiple root": ([1, 2, 1], [[-2, 0, 2], [0, 0, 2]], "two discs meet"),
    "one root twice": ([-4, 0, 1], [SQUARES[0], SQUARES[0]], "two discs meet"),
    "discs that touch": ([-4, 0, 1], [[-2, 0, 2], [2, 0, 2]], "two discs meet"),
    "a real root off the axis": ([-4, 0, 1], [[-2, Fraction(1, 9), 1], SQUARES[1]], "meets the real axis"),
    "a disc that touches the axis": ([4, 0, 1], [[0, 2, 2], [0, -2, 1]], "meets the real axis"),
    "real roots that decrease": ([-4, 0, 1], SQUARES[::-1], "out of order"),
    "the lower root first": ([4, 0, 1], [[0, -2, 1], [0, 2, 1]], "out of order"),
    "pairs that are torn apart": ([1, 0, 0, 0, 1], [FOUR[0], FOUR[2], FOUR[1], FOUR[3]], "out of order"),
    "lower roots exchanged": ([1, 0, 0, 0, 1], [FOUR[0], FOUR[3], FOUR[2], FOUR[1]], "out of order"),
    "a real root last": ([-1, 0, 0, 1], [*around([-1, 0, 0, 1])[1:], around([-1, 0, 0, 1])[0]], "out of order"),
}


@pytest.mark.parametrize("name", WRONG)
def test_rejects_wrong_discs(name):
    f, discs, words = WRONG[name]
    with pytest.raises(Rejected, match=words):
        read_discs(texts(discs), f, "roots", work())


def test_the_bound_of_the_distance_is_exact():
    """At c = 3 the polynomial x^2 - 4 has 2 |f/f'| = 5/3: that radius is enough, and nothing less."""
    good = [[-3, 0, Fraction(5, 3)], [3, 0, Fraction(5, 3)]]
    assert len(read_discs(texts(good), [-4, 0, 1], "roots", work())) == 2
    good[1][2] -= Fraction(1, 10**30)
    with pytest.raises(Rejected, match=r"roots\[1\]: is not shown"):
        read_discs(texts(good), [-4, 0, 1], "roots", work())


def test_conjugates_that_cannot_be_told_apart():
    """Two roots near the conjugate of a third one: the discs are disjoint, yet the mirror image meets both."""
    discs = [Disc(0, 10, 3, 1), Disc(-2, -10, 1, 1), Disc(2, -10, 1, 1)]
    require_disjoint(discs, "roots", work())
    with pytest.raises(Rejected, match=r"roots\[0\]: does not tell"):
        conjugates(discs, "roots", work())


@pytest.mark.parametrize("value", [None, {}, [["0", "2"], ["0", "-2", "1"]], [["0", 2, "1"]] * 2, [["0", "2", "1"]]])
def test_what_is_no_list_of_discs_is_malformed(value):
    with pytest.raises(Malformed):
        read_discs(value, [4, 0, 1], "roots", work())


def test_many_digits_cost_work():
    discs = texts(around([1, 0, 0, 0, 1], 3000))
    with pytest.raises(Malformed, match="more arithmetic"):
        read_discs(discs, [1, 0, 0, 0, 1], "roots", Work(100))


# ---- arithmetic -----------------------------------------------------------------------------------------------------

fractions = st.fractions(-5, 5, max_denominator=50)
scales = st.sampled_from([1, 3, 10, 7 * 10**12, 2**70, 10**40])
directions = st.sampled_from([(0, 0), (1, 0), (-1, 0), (0, 1), (Fraction(3, 5), Fraction(-4, 5))])


@st.composite
def discs(draw, small=False):
    """A disc with a point of it, often on its edge."""
    scale = draw(scales)
    re, im = (int(draw(fractions) * scale) for _ in "xy")
    radius = int(draw(st.fractions(0, 3, max_denominator=50)) * scale)
    if small:
        radius = min(radius, 2**20)
    x, y = draw(directions)
    return Disc(re, im, radius, scale), (Fraction(re + x * radius) / scale, Fraction(im + y * radius) / scale)


def contains(disc, point):
    re, im = Fraction(disc.re, disc.scale) - point[0], Fraction(disc.im, disc.scale) - point[1]
    return re * re + im * im <= Fraction(disc.radius, disc.scale) ** 2


def product(x, y):
    return x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]


@given(discs(), discs())
def test_sums_and_products_enclose(first, second):
    (a, x), (b, y) = first, second
    assert contains(add(a, b, work()), (x[0] + y[0], x[1] + y[1]))
    assert contains(multiply(a, b, work()), product(x, y))


@given(discs(), st.integers(1, 9))
def test_powers_enclose(pair, e):
    disc, point = pair
    value = (Fraction(1), Fraction(0))
    for _ in range(e):
        value = product(value, point)
    assert contains(power(disc, e, work()), value)


@given(st.lists(discs(), min_size=0, max_size=5))
def test_expansions_enclose(pairs):
    value = [(Fraction(1), Fraction(0))]
    for _, point in pairs:
        scaled = [product((-point[0], -point[1]), c) for c in value]
        zero = (Fraction(0), Fraction(0))
        value = [(a[0] + b[0], a[1] + b[1]) for a, b in zip([zero, *value], [*scaled, zero], strict=True)]
    coefficients = expand([disc for disc, _ in pairs], work())
    assert len(coefficients) == len(pairs) + 1
    assert all(contains(disc, c) for disc, c in zip(coefficients, value, strict=True))
    assert (coefficients[-1].re, coefficients[-1].radius) == (coefficients[-1].scale, 0)


@given(discs(small=True), discs(small=True))
def test_exact_numbers_stay_exact(first, second):
    a, b = (Disc(disc.re, disc.im, 0, disc.scale) for disc, _ in (first, second))
    for result in (add(a, b, work()), multiply(a, b, work()), power(a, 5, work())):
        assert result.radius == 0


def test_real_numbers_stay_real():
    disc = Disc(10**30 + 1, 0, 10**27, 3 * 10**29)
    for result in (add(disc, disc, work()), multiply(disc, disc, work()), power(disc, 50, work())):
        assert result.im == 0


def test_numbers_do_not_grow_but_stay_precise():
    """The 400th power of a disc at 1 of relative width 1e-100 has a relative width of about 4e-98, and few digits."""
    disc = power(Disc(10**100, 0, 1, 10**100), 400, work())
    assert disc.bits() < 1000
    assert Fraction(disc.radius, disc.scale) < Fraction(41, 10) / 10**98


def test_expansion_is_that_of_the_polynomial():
    for f in polynomials(10, seed=7, degrees=(3, 6)):
        own = expand(read_discs(texts(around(f)), f, "roots", work()), work())
        for c, disc in zip(f, own, strict=True):
            assert contains(disc, (Fraction(c, f[-1]), Fraction(0)))
            assert Fraction(disc.radius, disc.scale) < Fraction(1, 10**12)


def test_times_root():
    f = times_root([Disc(3, 0, 0, 1)], Disc(5, 0, 0, 2), work())
    assert [Fraction(c.re, c.scale) for c in f] == [Fraction(-15, 2), 3]


@given(discs(), discs())
def test_discs_meet(first, second):
    a, b = first[0], second[0]
    distance = (Fraction(a.re, a.scale) - Fraction(b.re, b.scale)) ** 2
    distance += (Fraction(a.im, a.scale) - Fraction(b.im, b.scale)) ** 2
    assert meets(a, b) == (distance <= (Fraction(a.radius, a.scale) + Fraction(b.radius, b.scale)) ** 2)
    if contains(b, first[1]):
        assert meets(a, b)


@given(discs())
def test_integers_in_a_disc(pair):
    disc, _ = pair
    assert has_integer(disc) == any(contains(disc, (Fraction(n), Fraction(0))) for n in range(-10, 11))
