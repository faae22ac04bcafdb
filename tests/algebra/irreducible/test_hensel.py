"""Proofs of irreducibility over Q by factors modulo a power of a prime."""

import random
from math import gcd

import pytest
import sympy
from flint import fmpz_poly, nmod_poly
from hypothesis import given
from hypothesis import strategies as st
from sympy.polys.galoistools import gf_factor

from symlcn.algebra.irreducible.hensel import prove_by_lifting
from symlcn.algebra.irreducible.proofs import prove_irreducible
from symlcn.check.algebra.irreducible.hensel import check_lifting
from symlcn.check.algebra.irreducible.proofs import check_irreducible
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed, Rejected
from tests.support.irreducible import factors_modulo, lifting, usable

X = sympy.Symbol("X")


def coefficients(polynomial):
    return [int(c) for c in sympy.Poly(polynomial, X).all_coeffs()[::-1]]


def times(f, g):
    return coefficients(sympy.Poly(f[::-1], X) * sympy.Poly(g[::-1], X))


IRREDUCIBLE = {  # reducible modulo every prime, as their Galois groups are not cyclic
    "two square roots": coefficients(sympy.minimal_polynomial(sympy.sqrt(2) + sympy.sqrt(3), X)),
    "four square roots": coefficients(sympy.minimal_polynomial(sum(map(sympy.sqrt, (2, 3, 5, 7))), X)),
    "roots of unity, 60": coefficients(sympy.cyclotomic_poly(60, X)),
    "roots of unity, 105": coefficients(sympy.cyclotomic_poly(105, X)),
    "roots of unity, 120": coefficients(sympy.cyclotomic_poly(120, X)),
    "not monic": [c * 6 ** (8 - n) for n, c in enumerate(coefficients(sympy.cyclotomic_poly(15, X)))],
    "not monic, degree 16": [c * 3**n for n, c in enumerate(coefficients(sympy.cyclotomic_poly(60, X)))],
}


@pytest.mark.parametrize("name", IRREDUCIBLE)
def test_polynomials_reducible_modulo_every_prime_are_shown_to_be_irreducible(name):
    f = IRREDUCIBLE[name]
    f = [c // gcd(*f) for c in f]
    proof = prove_by_lifting(f)
    check_lifting(proof, f, "here", Work())
    assert check_irreducible(proof, f, [], "here", Work())
    p, power, factors = proof["prime"], proof["power"], [list(map(int, g)) for g in proof["factors"]]
    product = [f[-1]]
    for g in factors:
        product = times(product, g)
    assert [(a - b) % p**power for a, b in zip(product, f, strict=True)] == [0] * len(f)
    assert len(factors) == len(gf_factor([sympy.ZZ(c % p) for c in f[::-1]], p, sympy.ZZ)[1])


@pytest.mark.parametrize("name", IRREDUCIBLE)
def test_damaged_proofs_are_not_accepted(name):
    f = [c // gcd(*IRREDUCIBLE[name]) for c in IRREDUCIBLE[name]]
    proof = prove_by_lifting(f)
    factors = proof["factors"]
    p, power = proof["prime"], proof["power"]
    twins = [
        {"prime": p + 1}, {"prime": 2}, {"power": power + 1}, {"power": 0}, {"power": 10**6}, {"factors": factors[1:]},
        {"factors": factors[::-1][1:] + factors[:1]}, {"factors": []}, {"factors": [list(map(str, f))]},
        {"factors": [["0", *factors[0][1:]], *factors[1:]]}, {"factors": [factors[0][:-1], *factors[1:]]},
        {"factors": [["1"], *factors]},
        {"factors": [[str(int(factors[0][0]) + p**power), *factors[0][1:]], *factors[1:]]},
    ]  # fmt: skip
    for twin in twins:
        with pytest.raises((Rejected, Malformed)):
            check_lifting({**proof, **twin}, f, "here", Work())
    with pytest.raises(Rejected, match="do not multiply"):
        check_lifting(proof, [f[0] + 1, *f[1:]], "here", Work())


small = st.integers(-9, 9)


@given(st.lists(st.lists(small, min_size=1, max_size=4), min_size=2, max_size=3), st.integers(1, 60), st.integers(1, 3))
def test_no_product_is_shown_to_be_irreducible(rows, power, lead):
    """The factors modulo p ** k of a product are those of its factors, here irreducible modulo p if possible."""
    p = 10007
    parts = [[*row, 1] for row in rows]
    f = [1]
    for part in parts:
        f = times(f, part)
    scaled = [c * lead ** (len(f) - 1 - n) for n, c in enumerate(f)]
    factors = [[str(c * lead ** (len(part) - 1 - n) % p**power) for n, c in enumerate(part)] for part in parts]
    proof = {"prime": p, "power": power, "factors": factors}
    with pytest.raises((Rejected, Malformed)):
        check_lifting(proof, scaled, "here", Work())
    if sympy.Poly(scaled[::-1], X).is_sqf and usable(scaled, p) and len(factors_modulo(scaled, p)) < 19:
        with pytest.raises(Rejected, match="is not excluded"):
            check_lifting(lifting(scaled, p, power), scaled, "here", Work())


def test_a_product_whose_factors_are_irreducible_modulo_the_prime_is_rejected_for_its_sums():
    f = times([-2, 0, 1], [-3, 0, 1])  # 2 and 3 are no squares modulo 43
    proof = {"prime": 43, "power": 40, "factors": [[str(-c % 43**40), "0", "1"] for c in (2, 3)]}
    with pytest.raises(Rejected, match="numbers 0 is not excluded"):
        check_lifting(proof, f, "here", Work())


def test_too_small_a_power_shows_nothing():
    f = IRREDUCIBLE["four square roots"]
    proof = prove_by_lifting(f)
    p = proof["prime"]
    few = {**proof, "power": 1, "factors": [[str(int(c) % p) for c in g] for g in proof["factors"]]}
    with pytest.raises(Rejected, match="not excluded"):
        check_lifting(few, f, "here", Work())


def test_how_often_an_irreducible_polynomial_of_high_degree_is_assumed_to_be_so():
    """Over 60 polynomials of degree 13 to 40: random ones, cyclotomic ones, those with Galois group (Z/2)^4."""
    source, sample = random.Random(7), []
    while len(sample) < 30:
        f = [source.randint(-9, 9) for _ in range(source.randint(13, 40))] + [source.choice([1, 2, 3])]
        if f[0] and gcd(*f) == 1 and sympy.Poly(f[::-1], X).is_irreducible:
            sample.append(f)
    numbers = [m for m in range(15, 120) if 13 <= sympy.totient(m) <= 40][:27]
    sample += [coefficients(sympy.cyclotomic_poly(m, X)) for m in numbers]
    roots = ((2, 3, 5, 7), (2, 3, 5, 11), (-1, 2, 3, 5))
    sample += [coefficients(sympy.minimal_polynomial(sum(map(sympy.sqrt, row)), X)) for row in roots]
    kinds = {}
    for f in sample:
        proof = prove_irreducible(f)
        assert check_irreducible(proof, f, [], "here", Work())
        kinds[proof["kind"]] = kinds.get(proof["kind"], 0) + 1
    assert len(sample) == sum(kinds.values()) == 60
    assert "assumed" not in kinds
    assert kinds["lifting"] >= 25
    assert kinds["cyclotomic"] >= 5


@pytest.mark.parametrize("n", [3, 8, 12, 30, 105, 143, 385, 504, 720, 1001])
def test_cyclotomic_polynomials(n):
    f = [int(c) for c in fmpz_poly.cyclotomic(n).coeffs()]
    proof = prove_irreducible(f)
    assert proof["kind"] == "cyclotomic" or n in (3, 8)  # these have a Newton polygon, too
    for order in (n - 1, n, n + 1, 2 * n, 2 * n - 1, *(k for k in range(1, n) if n % k == 0)):
        said = {"kind": "cyclotomic", "order": order}
        if order == n:
            assert check_irreducible(said, f, [], "here", Work())
        else:
            with pytest.raises(Rejected, match="is not the order of the roots"):
                check_irreducible(said, f, [], "here", Work())


def test_what_many_factors_modulo_every_prime_make_necessary():
    """x^500 − 2 is Eisenstein; Φ_504, of degree 144, has 24 factors or more modulo every prime: its Galois group
    has the exponent 6."""
    assert prove_irreducible([-2, *[0] * 499, 1]) == {"kind": "newton", "prime": 2, "shift": "0"}
    f = [int(c) for c in fmpz_poly.cyclotomic(504).coeffs()]
    assert prove_by_lifting(f) is None
    assert min(len(nmod_poly([c % p for c in f], p).factor()[1]) for p in sympy.primerange(11, 600)) == 24
