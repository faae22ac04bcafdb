"""Sums of two squares: rational numbers as norms of Gaussian numbers.

Contents: :data:`Gauss`, :func:`times`, :func:`gaussian_gcd`, :func:`norm_primes`, :func:`norm_root`.

A rational number c > 0 is the norm |z|² = x² + y² of some z = x + iy in Q(i) iff every prime p = 3 mod 4 divides its
numerator and denominator to an even power together. To decide this, and to find z, takes the prime factors of c; large
numbers are given up where they do not come out cheaply.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt

from flint import fmpz

__all__ = ["Gauss", "gaussian_gcd", "norm_primes", "norm_root", "times"]

TRIAL_PRIMES = 3000
"""So many primes are tried as divisors."""
MAX_BASE = 10_000
MAX_COMPOSITE_DIGITS = 30
"""Composite numbers without small divisors are factored up to this many digits."""

Gauss = tuple[Fraction, Fraction]
"""x and y of x + iy."""


def times(left: Gauss, right: Gauss) -> Gauss:
    """The product.

    Examples
    --------
    >>> times((Fraction(1), Fraction(2)), (Fraction(0), Fraction(1)))
    (Fraction(-2, 1), Fraction(1, 1))
    """
    return left[0] * right[0] - left[1] * right[1], left[0] * right[1] + left[1] * right[0]


def gaussian_gcd(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    """A greatest common divisor in Z[i], by Euclid's algorithm; up to a unit.

    Examples
    --------
    >>> gaussian_gcd((5, 0), (3, 1))
    (-1, -2)
    """
    while right != (0, 0):
        norm = right[0] ** 2 + right[1] ** 2
        x = (2 * (left[0] * right[0] + left[1] * right[1]) + norm) // (2 * norm)
        y = (2 * (left[1] * right[0] - left[0] * right[1]) + norm) // (2 * norm)
        rest = left[0] - x * right[0] + y * right[1], left[1] - x * right[1] - y * right[0]
        left, right = right, rest
    return left


def norm_primes(*values: Fraction) -> tuple[int, ...] | None:
    """The prime factors of numbers > 0 whose product is a norm; None if it is none, or they are hard to factor.

    Probable primes are taken for primes: this is for searches, what is found is to be verified.

    Examples
    --------
    >>> norm_primes(Fraction(45, 2)), norm_primes(Fraction(3)), norm_primes(Fraction(3), Fraction(6, 5))
    ((2, 3, 5), None, (2, 3, 5))
    """
    total: dict[int, int] = {}
    for part in (part for value in values for part in value.as_integer_ratio()):
        powers = _factored(part, ()) if part > 0 else None
        if powers is None:
            return None
        for prime, power in powers.items():
            total[prime] = total.get(prime, 0) + power
    odd = any(prime % 4 == 3 and power % 2 for prime, power in total.items())
    return None if odd else tuple(sorted(total))


def norm_root(
    value: Fraction, primes: Iterable[int] = (), composite_digits: int = MAX_COMPOSITE_DIGITS
) -> Gauss | None:
    """A Gaussian number with the given norm; None if there is none, or the norm cannot be factored cheaply.

    Parameters
    ----------
    value : Fraction
    primes : iterable of int
        Primes that may divide it.
    composite_digits : int
        Composite numbers without small divisors are factored up to this many digits.

    Examples
    --------
    >>> norm_root(Fraction(45, 2))
    (Fraction(3, 2), Fraction(9, 2))
    >>> norm_root(Fraction(7)) is None
    True
    """
    powers = _factored(value.numerator * value.denominator, primes, composite_digits) if value > 0 else None
    if powers is None:
        return None
    root = Fraction(1, value.denominator), Fraction(0)
    for prime, power in powers.items():
        if power % 2:
            if prime % 4 == 3:
                return None
            root = times(root, _prime_root(prime))
        root = root[0] * prime ** (power // 2), root[1] * prime ** (power // 2)
    return root if root[0] ** 2 + root[1] ** 2 == value else None  # None if a probable prime is none


def _prime_root(prime: int) -> Gauss:
    """x + iy with x² + y² = p, for p = 2 or p = 1 mod 4: the gcd of p and r + i, where r² = −1 mod p."""
    if prime == 2:
        return Fraction(1), Fraction(1)
    base = next((a for a in range(2, MAX_BASE) if pow(a, (prime - 1) // 2, prime) == prime - 1), 1)
    x, y = gaussian_gcd((prime, 0), (pow(base, (prime - 1) // 4, prime), 1))
    return Fraction(x), Fraction(y)


def _factored(number: int, primes: Iterable[int], digits: int = MAX_COMPOSITE_DIGITS) -> dict[int, int] | None:
    """Prime factors and their powers; None if a large composite number is left."""
    powers: dict[int, int] = {}
    for prime in primes:
        while number % prime == 0:
            number //= prime
            powers[prime] = powers.get(prime, 0) + 1
    for factor, power in _parts(number):
        root = isqrt(factor)
        found: dict[int, int] | None
        if factor == 1:
            found = {}
        elif fmpz(factor).is_probable_prime():
            found = {factor: 1}
        elif root * root == factor:
            inner = _factored(root, (), digits)
            found = None if inner is None else {prime: 2 * count for prime, count in inner.items()}
        elif len(str(factor)) <= digits:
            found = {int(prime): int(count) for prime, count in fmpz(factor).factor()}
        else:
            found = None
        if found is None:
            return None
        for prime, count in found.items():
            powers[prime] = powers.get(prime, 0) + count * power
    return powers


def _parts(number: int) -> list[tuple[int, int]]:
    return [(int(factor), int(power)) for factor, power in fmpz(number).factor(trial_limit=TRIAL_PRIMES)]
