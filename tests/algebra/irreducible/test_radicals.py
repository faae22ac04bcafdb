"""Irreducibility of cyclotomic polynomials and of polynomials in a power of x, in the prover and in the checker."""

import pytest
from flint import fmpz_poly

from symlcn.algebra.irreducible.proofs import prove_irreducible
from symlcn.algebra.irreducible.radicals import prove_cyclotomic, prove_powers
from symlcn.check.algebra.irreducible.proofs import check_irreducible
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Malformed, Rejected


def is_shown(proof, f):
    """Whether the checker accepts a proof."""
    try:
        return check_irreducible(proof, list(f), [], "here", Work())
    except (Rejected, Malformed):
        return False


def is_irreducible(f):
    factors = fmpz_poly(list(f)).factor()[1]
    return len(factors) == 1 and factors[0][1] == 1


def cyclotomic(n):
    return [int(c) for c in fmpz_poly.cyclotomic(n).coeffs()]


@pytest.mark.parametrize("n", [3, 8, 12, 30, 105, 143, 385, 720, 1001])
def test_cyclotomic_polynomials(n):
    f = cyclotomic(n)
    assert prove_cyclotomic(f) == {"kind": "cyclotomic", "order": n}
    for order in range(1, 2 * n):
        if order in (n - 1, n, n + 1, 2 * n - 1) or n % order == 0:
            assert is_shown({"kind": "cyclotomic", "order": order}, f) == (order == n)


@pytest.mark.parametrize("n", range(2, 17))
def test_binomials_are_irreducible_exactly_where_the_criterion_says_so(n):
    """x^n − a for all small a: −4b⁴ and powers are where it fails."""
    proof = {"kind": "powers", "exponent": n, "base": {"kind": "linear"}}
    for a in [*range(-100, 0), *range(1, 101), -324, 256, -256, 729, -1024, 4096]:
        f = [-a, *[0] * (n - 1), 1]
        expected = is_irreducible(f)
        assert is_shown(proof, f) == expected, a
        if expected:
            assert prove_powers(f, prove_irreducible) == proof


def test_leading_coefficients_count():
    """4x² − 9, 8x³ − 27, 4x⁴ + 1 are products; 2x² − 9, 4x³ − 27 and 2x⁴ + 1 are not."""
    for f, expected in (
        ([-9, 0, 4], False),
        ([-27, 0, 0, 8], False),
        ([1, 0, 0, 0, 4], False),
        ([-9, 0, 2], True),
        ([-27, 0, 0, 4], True),
        ([1, 0, 0, 0, 2], True),
    ):
        assert is_irreducible(f) == expected
        assert is_shown({"kind": "powers", "exponent": len(f) - 1, "base": {"kind": "linear"}}, f) == expected


@pytest.mark.parametrize("g", [(2, 1, 1), (-1, 1, 1), (5, 0, 1), (4, 1, 1), (-4, 2, 1), (3, 1, 0, 1), (16, 4, 0, 0, 1)])
def test_what_is_proved_of_other_polynomials_is_so(g):
    for k in (2, 3, 4, 6, 8, 12):
        f = [0] * (k * (len(g) - 1) + 1)
        f[::k] = g
        proof = prove_powers(f, prove_irreducible)
        if proof is not None:
            assert is_irreducible(f)
            assert is_shown(proof, f)
        assert is_irreducible(f) or not is_shown({"kind": "powers", "exponent": k, "base": prove_irreducible(g)}, f)


def test_a_degree_of_two_large_primes_needs_no_assumption():
    """x^221 − 2^13·3^17: the valuations have common divisors with 13·17, so no Newton polygon shows it."""
    f = [-(2**13) * 3**17, *[0] * 220, 1]
    assert prove_irreducible(f) == {"kind": "powers", "exponent": 221, "base": {"kind": "linear"}}
    assert prove_irreducible(cyclotomic(385)) == {"kind": "cyclotomic", "order": 385}


def test_bases_must_be_proved():
    f = [-5, *[0] * 9, 1]
    for base in ({"kind": "roots"}, {"kind": "assumed"}, {"kind": "powers", "exponent": 5, "base": {"kind": "linear"}}):
        assert not is_shown({"kind": "powers", "exponent": 2, "base": base}, f)
    for exponent in (1, 0, 3, 20):
        assert not is_shown({"kind": "powers", "exponent": exponent, "base": {"kind": "linear"}}, f)
    assert not is_shown({"kind": "powers", "exponent": 5, "base": {"kind": "linear"}}, f)
    assert is_shown({"kind": "powers", "exponent": 5, "base": {"kind": "newton", "prime": 5, "shift": "0"}}, f)
