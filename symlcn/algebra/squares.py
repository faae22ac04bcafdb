"""Numbers as sums of few squares.

Contents: :func:`squarefree_part`, :func:`sum_of_squares`.

A rational number ρ > 0 is the squared norm of a rational vector with k entries exactly if the integer n in its class
modulo squares is a sum of k squares of integers (Davenport–Cassels): for k = 1 only n = 1, for k = 2 no prime that is
3 modulo 4 divides n to an odd power, for k = 3 n is not 4^a·(8b + 7), and for k ≥ 4 there is no condition (Lagrange).

Large numbers are not factored: None then says that no sum was found, not that there is none. What is returned is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from flint import fmpz

from symlcn.algebra.gaussian import norm_root

__all__ = ["squarefree_part", "sum_of_squares"]

TRIAL_PRIMES = 500
MAX_FACTORED = 2**64
"""Up to here numbers are factored completely."""
MAX_TRIALS = 2000
DIGITS = 19
"""Numbers with more digits are sums of two squares where they are easy to factor."""


def squarefree_part(value: Fraction) -> int:
    """An integer n with value/n a square, without squares of small primes.

    Examples
    --------
    >>> squarefree_part(Fraction(8, 9)), squarefree_part(Fraction(3, 5))
    (2, 15)
    """
    part = 1
    for prime, power in _factors(value.numerator) + _factors(value.denominator):
        part *= prime ** (power % 2)
    root = isqrt(part)
    return 1 if root * root == part else part


def _factors(n: int) -> list[tuple[int, int]]:
    """Factors of n > 0, the last of which may be composite if n is large."""
    found = fmpz(n).factor() if n <= MAX_FACTORED else fmpz(n).factor(trial_limit=TRIAL_PRIMES)
    return [(int(prime), int(power)) for prime, power in found]


def sum_of_squares(n: int, k: int) -> tuple[int, ...] | None:
    """Integers, decreasing and at most k ≥ 1 of them positive, whose squares add up to n > 0; the others are 0.

    Examples
    --------
    >>> sum_of_squares(9, 1), sum_of_squares(13, 2), sum_of_squares(7, 3), sum_of_squares(7, 4)
    ((3,), (3, 2), None, (2, 1, 1, 1))
    >>> sum(x * x for x in sum_of_squares(10**100 + 7, 4)) - 10**100
    7
    """
    scale = 1
    while n % 4 == 0:  # all sums of three squares are then of even numbers, and four seldom are not
        n, scale = n // 4, 2 * scale
    found = next(_sums(n, min(k, 4)), None)
    return None if found is None else tuple(sorted((scale * x for x in found), reverse=True)) + (0,) * (k - len(found))


def _sums(n: int, k: int) -> Iterator[tuple[int, ...]]:
    root = isqrt(n)
    if k == 1:
        if root * root == n:
            yield (root,)
    elif k == 2:
        pair = _two_squares(n)
        if pair is not None:
            yield pair
    elif k > 3 or n == 0 or n // (n & -n) % 8 != 7 or (n & -n).bit_length() % 2 == 0:  # not 4^a·(8b + 7)
        for x in range(root, max(root - MAX_TRIALS, -1), -1):  # what is left is small, and soon a sum of two squares
            yield from ((x, *rest) for rest in _sums(n - x * x, k - 1))


def _two_squares(n: int) -> tuple[int, int] | None:
    if n == 0:
        return 0, 0
    root = norm_root(Fraction(n), composite_digits=DIGITS)
    return None if root is None else (abs(int(root[0])), abs(int(root[1])))
