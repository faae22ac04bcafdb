"""Complex roots: hand values, laws, and sympy and the polyphase gcd as second opinions."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import Any

import pytest
import sympy
from flint import acb, acb_poly, arb, ctx, fmpq, fmpq_poly, fmpz_poly
from hypothesis import given
from hypothesis import strategies as st

from symlcn.algebra import complexroots as module
from symlcn.algebra import realnumbers as algebraic
from symlcn.algebra.complexroots import (
    AlgebraicNumber,
    Root,
    complex_roots,
    orbits,
)
from symlcn.algebra.fields import coefficient_field
from symlcn.algebra.polynomials import Polynomial, gcd
from symlcn.errors import LimitError, ParseError, ZeroPolynomialError

CLOSE = Fraction(14142135623730950488016887242096980785696718753769, 10**49)  # √2 to 49 digits
CYCLOTOMIC = {n: tuple(int(c) for c in fmpz_poly.cyclotomic(n).coeffs()) for n in range(1, 25)}
FACTORS = [
    *((0, 1), (-1, 1), (1, 1), (-3, 2), (2, 3), (-2, 0, 1), (2, 0, 1), (1, 1, 1), (-1, -1, 1), (3, -4, 2)),
    *((-2, 0, 0, 1), (1, 1, 0, 1), (5, -3, 0, 2), (1, 0, 0, 0, 1), CYCLOTOMIC[5], CYCLOTOMIC[12]),
]
small = st.lists(st.integers(-4, 4), min_size=1, max_size=6).filter(any)
products = st.lists(st.sampled_from(FACTORS), min_size=1, max_size=4)


def multiply(*factors: Sequence[int | Fraction]) -> tuple[Fraction, ...]:
    rational = [fmpq_poly([fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in f]) for f in factors]
    return tuple(Fraction(int(c.p), int(c.q)) for c in prod(rational, start=fmpq_poly([1])).coeffs())


def inflate(polynomial: Sequence[int | Fraction], exponent: int) -> tuple[int | Fraction, ...]:
    spaced: list[int | Fraction] = [0] * (exponent * (len(polynomial) - 1) + 1)
    spaced[::exponent] = polynomial
    return tuple(spaced)


def ball_of(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))


def chebyshev(n: int) -> tuple[int, ...]:
    last, this = fmpz_poly([1]), fmpz_poly([0, 1])
    for _ in range(n - 1):
        last, this = this, fmpz_poly([0, 2]) * this - last
    return tuple(int(c) for c in this.coeffs())


def nonzero(polynomial: Sequence[int | Fraction]) -> set[tuple[AlgebraicNumber, int]]:
    return {(r.number, r.multiplicity) for r in complex_roots(polynomial) if r.number.rational != 0}


def orders(roots: Sequence[Root]) -> list[tuple[str | None, int]]:
    return [(None if r.number.rational is None else str(r.number.rational), r.multiplicity) for r in roots]


def test_rational_roots_are_exact() -> None:
    roots = complex_roots(multiply((0, 1), (0, 1), (-3, 2), (1, 3), (1, 3), (7,)))
    assert orders(roots) == [("3/2", 1), ("0", 2), ("-1/3", 2)]
    assert [r.number.box[:2] for r in roots] == [(q, q) for q in map(Fraction, ("3/2", "0", "-1/3"))]
    assert roots[1].number.enclosure(500).is_zero()


def test_hand_values() -> None:
    roots = complex_roots((4, 0, 0, 0, 1))  # (x² + 2x + 2)(x² − 2x + 2)
    assert [r.number.minpoly for r in roots] == [(2, -2, 1)] * 2 + [(2, 2, 1)] * 2
    assert [(r.index, r.conjugate, r.number.real) for r in roots] == [
        (0, 1, False),
        (1, 0, False),
        (2, 3, False),
        (3, 2, False),
    ]
    for root, value in zip(roots, (acb(1, 1), acb(1, -1), acb(-1, 1), acb(-1, -1)), strict=True):
        assert root.number.enclosure(100).contains(value)
    cubic = complex_roots((-2, 0, 0, 1))
    assert [(r.number.real, r.conjugate) for r in cubic] == [(True, 0), (False, 2), (False, 1)]


def test_constants_have_no_roots() -> None:
    assert complex_roots((Fraction(-3, 7), 0, 0)) == ()
    assert orbits((), 3) == ()


@given(small, st.fractions(-3, 3, max_denominator=5).filter(bool))
def test_a_scalar_changes_nothing(polynomial: list[int], scalar: Fraction) -> None:
    roots = complex_roots(polynomial)
    assert complex_roots([c * scalar for c in polynomial]) == roots
    assert sum(r.multiplicity for r in roots) == max(i for i, c in enumerate(polynomial) if c)
    assert [r.index for r in roots] == list(range(len(roots)))


@given(small)
def test_sympy_agrees(polynomial: list[int]) -> None:
    roots = complex_roots(polynomial)
    theirs = sympy.Poly(polynomial[::-1], sympy.Symbol("x"))
    if theirs.degree() == 0:
        return
    assert sum(r.number.real for r in roots) == theirs.count_roots()
    assert {(r.number.minpoly, r.multiplicity) for r in roots} == {
        (tuple(int(c) for c in reversed((f * sympy.sign(f.LC())).all_coeffs())), m) for f, m in theirs.factor_list()[1]
    }


@given(small)
def test_order_and_conjugates(polynomial: list[int]) -> None:
    roots = complex_roots(polynomial)
    for root in roots:
        twin = roots[root.conjugate]
        assert twin.conjugate == root.index
        assert (twin.index == root.index) == root.number.real
        assert (twin.number.minpoly, twin.multiplicity) == (root.number.minpoly, root.multiplicity)
        assert root.number.enclosure(80).overlaps(twin.number.enclosure(80).conjugate())
        lower, upper, below, above = root.number.box
        assert lower <= upper
        assert (below == above == 0) if root.number.real else (below > 0 or above < 0)
    for a, b in pairwise(roots):
        if a.number.minpoly != b.number.minpoly or a.conjugate == b.index:
            continue
        assert a.number.real >= b.number.real
        x, y = (r.number.enclosure(80) for r in (a, b))
        if a.number.real == b.number.real and not a.number.real:
            x, y = x.conjugate(), y  # b opens a new pair, a closed one
            assert y.imag > 0
        assert (x.real + arb.pi() * x.imag < y.real + arb.pi() * y.imag) or a.number.real > b.number.real


@given(products, st.integers(1, 600))
def test_enclosures_contain_a_root(factors: list[tuple[int, ...]], bits: int) -> None:
    for root in complex_roots(multiply(*factors)):
        ball = root.number.enclosure(bits)
        assert ball.rel_accuracy_bits() >= bits
        assert ball.imag.is_zero() == root.number.real
        with ctx.workprec(bits + 50):
            assert acb_poly(list(root.number.minpoly))(ball).contains(0)


@pytest.mark.parametrize("n", [16, 64])
def test_ill_conditioned_roots(n: int) -> None:
    """The roots of the n-th Chebyshev polynomial are cos((2k − 1)π/2n); evaluating it near them cancels digits."""
    roots = complex_roots(chebyshev(n))
    assert [r.number.real for r in roots] == [True] * n
    for bits, k in product((64, 1000), (1, 2, n // 2, n)):
        with ctx.workprec(bits + 40):
            value = arb.cos_pi_fmpq(fmpq(2 * k - 1, 2 * n))
            ball = roots[n - k].number.enclosure(bits)
            assert ball.overlaps(acb(value))
            assert ball.rel_accuracy_bits() >= bits


def test_near_equal_roots_are_different() -> None:
    roots = complex_roots(multiply((-2, 0, 1), (-CLOSE, 1), (-CLOSE - Fraction(1, 10**60), 1)))
    assert len({r.number for r in roots}) == 4
    classes = orbits(roots, 2)
    assert sorted(len(o.members) for o in classes) == [1, 1, 2]
    assert [o.multiplicity for o in classes if o.power.rational == 2] == [1]


def test_mignotte() -> None:
    """Two roots of x^7 − 2(10^9·x − 1)^2 differ by about 10^−40."""
    roots = complex_roots((-2, 4 * 10**9, -2 * 10**18, 0, 0, 0, 0, 1))
    a, b = (r.number for r in roots if r.number.real and 0 < r.number.box[0] < Fraction(1, 10))
    with ctx.workprec(300):
        gap = b.enclosure(250).real - a.enclosure(250).real
    assert gap > 0
    assert gap < arb(10) ** -39
    assert [len(o.members) for o in orbits(roots, 2)] == [1] * 7


@pytest.mark.parametrize("sign", [1, -1])
def test_canonical_order_is_decided_exactly(sign: int) -> None:
    """Of roots close to 2i and p + i, where p − π is about ±10^−20, the smaller Re + π·Im comes first."""
    p = Fraction(314159265358979323846, 10**20) + sign * Fraction(1, 10**19)
    u = list(multiply((4, 0, 1), (p * p + 1, -2 * p, 1)))
    u[0] += Fraction(1, 10**60)
    first, second = (root.number for root in complex_roots(u)[::2])
    assert first.degree == 4
    with ctx.workprec(250):
        keys = [n.enclosure(200).real + arb.pi() * n.enclosure(200).imag for n in (first, second)]
    assert keys[0] < keys[1]
    assert (first.box[1] < 1) == (sign > 0)


def test_groups_of_nested_balls() -> None:
    assert module._groups({0: acb(arb(0, 9)), 1: acb(arb(-5, 1)), 2: acb(arb(5, 1)), 3: acb(10)}) == [[0, 1, 2], [3]]


def test_a_large_box_is_isolated_again() -> None:
    box = (Fraction(-1), Fraction(100), Fraction(0), Fraction(0))
    ball = AlgebraicNumber((-2, 0, 1), 1, True, box).enclosure(200)
    with ctx.workprec(200):
        assert ball.overlaps(acb(arb(2).sqrt()))
    assert ball.rel_accuracy_bits() >= 200


def test_r_and_minus_r() -> None:
    roots = complex_roots(multiply((-3, 1), (3, 1), (3, 1), (-2, 0, 0, 1), (-5, 1)))
    found = {(o.power.minpoly, len(o.members), o.multiplicity) for o in orbits(roots, 2)}
    assert found == {((-9, 1), 2, 1), ((-25, 1), 1, 0), ((-4, 0, 0, 1), 1, 0)}
    assert len(orbits(complex_roots((1, 0, 1)), 2)) == 1
    assert [o.power.rational for o in orbits(complex_roots((1, 0, 1)), 4)] == [1]


@pytest.mark.parametrize("n", sorted(CYCLOTOMIC))
@pytest.mark.parametrize("exponent", [2, 3, 4, 6, 10])
def test_cyclotomic(n: int, exponent: int) -> None:
    """ζ ↦ ζ^e maps the primitive n-th roots of unity onto the primitive n/gcd(n, e)-th ones, evenly."""
    roots = complex_roots(CYCLOTOMIC[n])
    image = CYCLOTOMIC[n // sympy.igcd(n, exponent)]
    classes = orbits(roots, exponent)
    assert [(o.power.minpoly, o.power.position) for o in classes] == [(image, i) for i in range(len(image) - 1)]
    assert {len(o.members) for o in classes} == {len(roots) // (len(image) - 1)}
    for orbit in classes:
        for i in orbit.members:
            power = roots[i].number.enclosure(100) ** exponent
            assert complex_roots(image)[orbit.power.position].number.enclosure(100).overlaps(power)


@given(small, st.integers(1, 6))
def test_complete_orbits_of_an_inflated_polynomial(polynomial: list[int], exponent: int) -> None:
    """The orbits of P(x^e) are all complete, and their powers are the roots of P: two ways to number them."""
    classes = orbits(complex_roots(inflate(polynomial, exponent)), exponent)
    assert all(len(o.members) == exponent for o in classes)
    assert {(o.power, o.multiplicity) for o in classes} == nonzero(polynomial)


@given(products, products, st.sampled_from([2, 3, 4, 5, 6]))
def test_complete_orbits_are_the_polyphase_gcd(
    free: list[tuple[int, ...]], inner: list[tuple[int, ...]], exponent: int
) -> None:
    """Over C, the largest divisor in x^e is the gcd of the polyphase components."""
    u = multiply(*free, inflate(multiply(*inner), exponent))
    parts = Polynomial(1, {(i,): c for i, c in enumerate(u)}).polyphase((exponent,))
    largest = gcd(parts.values()).terms()
    dense = [dict(largest).get((i,), Fraction(0)) for i in range(largest[0][0][0] + 1)]
    classes = orbits(complex_roots(u), exponent)
    assert {(o.power, o.multiplicity) for o in classes if o.multiplicity} == nonzero(dense)


@given(products, st.sampled_from([1, 2, 3, 4, 5, 7, 12]))
def test_orbits_partition(factors: list[tuple[int, ...]], exponent: int) -> None:
    roots = complex_roots(multiply(*factors))
    classes = orbits(roots, exponent)
    assert sorted(i for o in classes for i in o.members) == [r.index for r in roots if r.number.rational != 0]
    assert len({o.power for o in classes}) == len(classes)
    for i, orbit in enumerate(classes):
        twin = classes[orbit.conjugate]
        assert twin.conjugate == i
        assert {roots[m].conjugate for m in orbit.members} == set(twin.members)
        assert (orbit.conjugate == i) == orbit.power.real
        for m in orbit.members:
            assert (roots[m].number.enclosure(150) ** exponent).overlaps(orbit.power.enclosure(150))
        if exponent == 1:
            assert (orbit.power, orbit.multiplicity) == (roots[orbit.members[0]].number, roots[m].multiplicity)


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=6).filter(lambda c: c[0] * c[-1] != 0), st.integers(2, 7))
def test_powers_against_a_resultant(polynomial: list[int], exponent: int) -> None:
    x, y = sympy.symbols("x y")
    f = sympy.Poly(polynomial[::-1], y).as_expr()
    theirs = sympy.Poly(sympy.resultant(f, x - y**exponent, y), x).factor_list()[1]
    ours = {o.power.minpoly for o in orbits(complex_roots(polynomial), exponent)}
    assert ours == {tuple(int(c) for c in reversed((h * sympy.sign(h.LC())).all_coeffs())) for h, _ in theirs}


def test_orbits_below_a_composite_exponent() -> None:
    """The orbits of μ_20 are unions of those of μ_4, also with degree 60 and irreducible factors of degree 12."""
    u = multiply((3, -1, 2, 0, 0, 1, 7), inflate((5, 1, 1, -2), 4), inflate((-7, 1, 0, 3), 20))
    roots = complex_roots(u)
    coarse = {i: k for k, o in enumerate(orbits(roots, 20)) for i in o.members}
    assert all(len({coarse[i] for i in o.members}) == 1 for o in orbits(roots, 4))
    assert [sum(o.multiplicity > 0 for o in orbits(roots, e)) for e in (4, 20)] == [3 + 15, 3]


@given(products)
def test_reconstruction(factors: list[tuple[int, ...]]) -> None:
    """The polynomial is its leading coefficient times ∏(x − r)^m, and its conjugate roots have equal multiplicities."""
    u = multiply(*factors)
    roots = complex_roots(u)
    assert all(roots[r.conjugate].multiplicity == r.multiplicity for r in roots)
    with ctx.workprec(100):
        balls = acb_poly.from_roots([r.number.enclosure(100) for r in roots for _ in range(r.multiplicity)]).coeffs()
    with ctx.workprec(200):
        for ball, exact in zip(balls, u, strict=True):
            assert ball.contains(acb(ball_of(exact / u[-1])))


@given(products, st.data())
def test_complementary_products_have_one_field(factors: list[tuple[int, ...]], data: st.DataObject) -> None:
    """It is Q exactly where the multiplicity is constant on the roots of each irreducible factor."""
    roots = complex_roots(multiply(*factors))
    part = {r.index: data.draw(st.integers(0, r.multiplicity)) for r in roots}
    rest = {r.index: r.multiplicity - part[r.index] for r in roots}
    constant = all(part[r.index] == part[s.index] for r in roots for s in roots if r.number.minpoly == s.number.minpoly)
    a, b = (coefficient_field(roots, members) for members in (part, rest))
    if a is not None and b is not None:
        assert a.degree == b.degree
        assert (a.degree == 1) == constant


def degree(polynomial: Sequence[int | Fraction], members: dict[int, int]) -> int | None:
    found = coefficient_field(complex_roots(polynomial), members)
    return None if found is None else found.degree


@pytest.mark.parametrize(
    ("polynomial", "members", "expected"),
    [
        ((-2, 0, 1), {0: 1}, 2),
        ((-2, 0, 1), {0: 3, 1: 3}, 1),
        ((-2, 0, 1), {0: 1, 1: 2}, 2),
        ((-2, 0, 0, 1), {1: 1, 2: 1}, 3),
        ((-2, 0, 0, 1), {1: 2, 2: 1}, 6),
        (multiply((-2, 0, 1), (-3, 0, 1)), {0: 1, 2: 1}, 4),
        (multiply((-2, 0, 1), (-8, 0, 1)), {0: 1, 2: 1}, 2),
        (multiply((-2, 0, 1), (-8, 0, 1)), {0: 1, 3: 2}, 2),
        (multiply((-2, 0, 1), (-1, 0, 2)), {0: 1, 3: 1}, 2),
        (multiply((-2, 0, 1), (-1, 0, 2)), {0: 1, 2: 1, 3: 1}, 2),
        (multiply((-2, 0, 0, 1), (1, 1, 1)), {0: 1, 3: 1}, 6),
        (CYCLOTOMIC[13], {0: 1}, 12),
        (CYCLOTOMIC[13], {0: 1, 1: 1}, 6),
        ((1, 1, 0, 0, 0, 1, 0, 0, 0, 1), {0: 1, 3: 1}, 36),
        (CYCLOTOMIC[23], {0: 1, 2: 1}, 22),
        (CYCLOTOMIC[23], {0: 1, 2: 1, 4: 1}, None),
    ],
)
def test_degree_of_the_coefficient_field(
    polynomial: tuple[int, ...], members: dict[int, int], expected: int | None
) -> None:
    assert degree(polynomial, members) == expected


def test_every_subset_of_the_seventh_roots_of_unity() -> None:
    """For Galois group the units modulo 7, the degree is the index of the stabiliser of the subset."""
    roots = complex_roots(CYCLOTOMIC[7])
    with ctx.workprec(100):
        values = [acb(fmpq(2 * k, 7)).exp_pi_i() for k in range(1, 7)]
        power = [1 + next(k for k, v in enumerate(values) if v.overlaps(r.number.enclosure(90))) for r in roots]
    for mask in product((0, 1), repeat=6):
        subset = {k for k, m in zip(power, mask, strict=True) if m}
        stabiliser = [a for a in range(1, 7) if {a * k % 7 for k in subset} == subset]
        found = coefficient_field(roots, {i: m for i, m in enumerate(mask) if m})
        assert found is not None
        assert found.degree * len(stabiliser) == 6


def test_one_root_of_a_high_degree() -> None:
    roots = complex_roots((-2, *[0] * 449, 1))
    assert coefficient_field(roots, {17: 1}) == roots[17].number
    assert coefficient_field(roots, {i: 2 + (i == 17) for i in range(450)}) == roots[17].number
    assert coefficient_field(roots, {17: 1, 18: 1}) is None


def test_generators_by_hand() -> None:
    found = coefficient_field(complex_roots(multiply((-2, 0, 1), (-3, 0, 1))), {1: 1, 3: 1})
    assert found is not None
    assert (found.minpoly, found.position, found.real) == ((1, 0, -10, 0, 1), 3, True)  # √2 + √3
    roots = complex_roots(CYCLOTOMIC[5])
    found = coefficient_field(roots, {0: 1, 1: 1})
    assert found is not None
    assert found.minpoly == (-1, 1, 1)
    assert found.enclosure(64).overlaps(sum((roots[i].number.enclosure(64) for i in (0, 1)), start=acb(0)))
    assert coefficient_field(roots, {2: 5}) == roots[2].number
    rational = coefficient_field(roots, {})
    assert rational is not None
    assert (rational.rational, rational.degree) == (Fraction(0), 1)


def test_numbers_are_values() -> None:
    roots = complex_roots((-2, 0, 0, 1))
    again = pickle.loads(pickle.dumps(roots))
    assert again == roots
    assert hash(again) == hash(roots)
    assert again[1].number.enclosure(300).overlaps(roots[1].number.enclosure(300))
    assert complex_roots(multiply((-2, 0, 0, 1), (1, 1)))[2].number == roots[1].number
    with pytest.raises(AttributeError):
        roots[0].index = 1  # type: ignore[misc]


def test_the_precision_is_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ctx.prec
    roots = complex_roots(FACTORS[-1])
    orbits(roots, 5)
    roots[0].number.enclosure(500)
    coefficient_field(roots, {0: 1, 2: 1})

    def fails(*_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_refined", fails)
    with pytest.raises(KeyboardInterrupt):
        roots[0].number.enclosure(1000)
    assert ctx.prec == before


def test_limits() -> None:
    generic = complex_roots((3, 1, 1))
    with pytest.raises(LimitError, match="with exponent 1000003 need more than"):
        orbits(generic, 1_000_003)
    with pytest.raises(LimitError, match="need more than"):
        generic[0].number.enclosure(10**6)
    assert [o.multiplicity for o in orbits(complex_roots(inflate((-3, 1), 74)), 37)] == [1, 1]
    assert [o.power.rational for o in orbits(complex_roots((-3, 2)), 37)] == [Fraction(3, 2) ** 37]


@pytest.mark.parametrize("exponent", [2, 37, 143, 1024, 2048])
def test_powers_satisfy_the_polynomial_of_lucas_sequences(exponent: int) -> None:
    """For the roots of x² + x + 3 the sum of the powers is V_e = −V_(e−1) − 3·V_(e−2), the product 3^e."""
    last, trace = 2, -1
    for _ in range(exponent - 1):
        last, trace = trace, -trace - 3 * last
    powers = [orbit.power for orbit in orbits(complex_roots((3, 1, 1)), exponent)]
    assert [power.minpoly for power in powers] == [(3**exponent, -trace, 1)] * 2


def test_orbits_of_cyclotomic_roots() -> None:
    """x^143 − 1 and x^11 + 1: all 143rd roots of 1 in 13 orbits of exponent 11, and one more."""
    roots = complex_roots(multiply((-1, *[0] * 142, 1), (1, *[0] * 10, 1)))
    found = orbits(roots, 11)
    assert sorted(len(orbit.members) for orbit in found) == [11] * 14
    assert sum(orbit.power.rational in (1, -1) for orbit in found) == 2


def test_the_precision_limit_is_an_error_not_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    roots = complex_roots(multiply((-2, 0, 1), (-3, 0, 1), (-CLOSE, 1)))
    monkeypatch.setattr(algebraic, "MAX_BITS", 16)
    module._isolated.cache_clear()
    for compute in (lambda: complex_roots((-2, 0, 1)), lambda: orbits(roots, 2)):
        with pytest.raises(LimitError):
            compute()
    with pytest.raises(LimitError):
        coefficient_field(roots, {1: 1, 3: 1})


def test_refused_inputs() -> None:
    roots = complex_roots(multiply((-2, 0, 1), (-1, 1)))
    for zero in ((), (0, 0)):
        with pytest.raises(ZeroPolynomialError):
            complex_roots(zero)
    for bad in (1.0, True, "x"):
        with pytest.raises(ParseError, match="polynomial"):
            complex_roots((1, bad))  # type: ignore[arg-type]
    for exponent in (0, -1, 2.0, True):
        with pytest.raises(ParseError, match="exponent"):
            orbits(roots, exponent)  # type: ignore[arg-type]
    for part in (roots[:2], roots[::-1]):
        with pytest.raises(ParseError, match="not all the roots"):
            orbits(part, 2)
    refused: list[Any] = [{3: 1}, {-1: 1}, {0: -1}, {0: 1.5}, {True: 1}]
    for members in refused:
        with pytest.raises(ParseError, match="members"):
            coefficient_field(roots, members)


def test_two_conjugate_roots_far_out_and_close_together_are_refined() -> None:
    """−21·10¹² ± 4.12i in rectangles much wider than high, where f' has no good bound."""
    minpoly = (
        9261000000637686000011869809,
        1764000000095592000001036980,
        441000000034650000000678589,
        42000000001646,
        1,
    )
    for root in complex_roots(minpoly):
        ball = root.number.enclosure(200)
        assert ball.rel_accuracy_bits() >= 200
        assert abs(ball.imag) > 4
        assert abs(ball.imag) < 5
