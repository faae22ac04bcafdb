"""Proofs that a polynomial is irreducible over Q by its factors modulo a power of a prime.

Contents: :func:`prove_by_lifting`.

The factors modulo a prime are lifted (Hensel). A product of some of them, but not all, is no factor over Z if some sum
of powers of its roots is too large: what is to be checked is said in the same file of the checker. So irreducibility is
shown whenever some small prime leaves no more than 16 factors, whatever the Galois group is.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from flint import fmpz_poly, nmod_poly

from symlcn.algebra.exact import Json, integer_text

__all__ = ["prove_by_lifting"]

PRIMES = tuple(p for p in range(2, 600) if all(p % q for q in range(2, 25) if q < p))
ENOUGH = 30
"""Primes among which the best is taken, if one is good enough."""
PRODUCTS = 300
"""What products of several factors cost about, in steps of arithmetic modulo the prime."""
MAX_FACTORS = 16
SPARE_BITS = 40
MAX_BITS = 12_000


def prove_by_lifting(coefficients: Sequence[int]) -> Json | None:
    """A proof that a primitive polynomial, irreducible over Q, is so; None if it has many factors modulo all primes.

    Examples
    --------
    The minimal polynomial of √2 + √3 is a product of several factors modulo every prime.

    >>> proof = prove_by_lifting((1, 0, -10, 0, 1))
    >>> proof["prime"], proof["power"], len(proof["factors"])
    (23, 13, 4)
    """
    found = _best_factors(coefficients)
    if found is None:
        return None
    prime, factors = found
    degree, size = len(coefficients) - 1, _root_bits(coefficients)
    for count in (1, 2, 4, 8, 16, degree) if len(factors) > 1 else (0,):
        bits = min(count, degree) * size + (degree.bit_length() + len(factors) + SPARE_BITS if count else 0)
        if bits > MAX_BITS:
            break
        power = max(1, -(-bits // (prime.bit_length() - 1)))
        lifted = _lift(coefficients, factors, prime, power)
        if _excludes(lifted, coefficients[-1], size, prime**power):
            texts = [[integer_text(c) for c in g] for g in lifted]
            return {"kind": "lifting", "prime": prime, "power": power, "factors": texts}
    return None


def _best_factors(coefficients: Sequence[int]) -> tuple[int, list[Any]] | None:
    """The prime, with the factors modulo it, for which it costs least to check them and their products."""
    best: tuple[int, int, list[Any]] | None = None
    usable = 0
    for prime in PRIMES:
        f = nmod_poly([c % prime for c in coefficients], prime)
        if f.degree() == len(coefficients) - 1 and f.gcd(f.derivative()).degree() == 0:
            usable += 1
            factors = [g for g, _ in f.factor()[1]]
            cost = sum(g.degree() ** 3 for g in factors) * prime.bit_length()
            cost += PRODUCTS + 2 ** len(factors) if len(factors) > 1 else 0
            if len(factors) <= MAX_FACTORS and (best is None or cost < best[0]):
                best = cost, prime, sorted(factors, key=lambda g: (g.degree(), [int(c) for c in g.coeffs()]))
        if usable >= ENOUGH and best:
            break
    return best and best[1:]


def _root_bits(coefficients: Sequence[int]) -> int:
    """An exponent of 2 that bounds all roots, times the leading coefficient (Fujiwara)."""
    lead, n = coefficients[-1].bit_length(), len(coefficients) - 1
    return 1 + max(-(-(coefficients[n - i].bit_length() + (i - 1) * lead) // i) for i in range(1, n + 1))


def _lift(coefficients: Sequence[int], factors: Sequence[Any], prime: int, power: int) -> list[list[int]]:
    """The monic factors modulo a power of the prime, digit by digit."""
    modulus = prime**power
    inverse = pow(coefficients[-1], -1, modulus)
    f = fmpz_poly([c * inverse % modulus for c in coefficients])
    one = nmod_poly([1], prime)
    others = [prod((g for g in factors if g is not own), start=one) % own for own in factors]
    inverses = [_inverse(other, own) for other, own in zip(others, factors, strict=True)]
    lifted = [[int(c) for c in g.coeffs()] for g in factors]
    step = prime
    while step < modulus:
        error = f - prod((fmpz_poly(g) for g in lifted), start=fmpz_poly([1]))
        digits = nmod_poly([int(c) // step % prime for c in error.coeffs()], prime)
        for n, (own, u) in enumerate(zip(factors, inverses, strict=True)):
            for i, c in enumerate((digits * u % own).coeffs()):
                lifted[n][i] += step * int(c)
        step *= prime
    return lifted


def _inverse(f: Any, modulus: Any) -> Any:
    """The inverse modulo an irreducible polynomial over a prime field."""
    _, inverse, _ = f.xgcd(modulus)
    return inverse % modulus


def _excludes(factors: Sequence[Sequence[int]], lead: int, size: int, modulus: int) -> bool:
    """Whether every product of the first factor and some others, but not all, has too large a sum of powers."""
    degree = sum(len(g) - 1 for g in factors)
    left = [1 | chosen << 1 for chosen in range(2 ** (len(factors) - 1) - 1)]
    sums: list[list[int]] = [[] for _ in factors]
    bound, scale = degree, 1
    while left and 2 * (bound << size) < modulus:
        bound, scale = bound << size, scale * lead % modulus
        values = [scale * _next_sum(g, own, modulus) % modulus for g, own in zip(factors, sums, strict=True)]
        totals = [sum(v for i, v in enumerate(values) if chosen >> i & 1) % modulus for chosen in left]
        left = [chosen for chosen, total in zip(left, totals, strict=True) if min(total, modulus - total) <= bound]
    return not left


def _next_sum(g: Sequence[int], sums: list[int], modulus: int) -> int:
    """The sum of the next powers of the roots, added to those of all lower ones (Newton's identities)."""
    n, j = len(g) - 1, len(sums) + 1
    total = j * g[n - j] if j <= n else 0
    total += sum(g[n - i] * sums[j - i - 1] for i in range(1, min(j - 1, n) + 1))
    sums.append(-total % modulus)
    return sums[-1]
