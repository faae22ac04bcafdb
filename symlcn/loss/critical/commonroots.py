"""The common root of two polynomials in y over Q[a]/(g), from residues modulo primes, and that it is the only one.

Contents: :data:`Line`, :func:`common_root`, :func:`is_only_root`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flint import fmpq, fmpq_poly, fmpz, nmod_poly

from symlcn.algebra.exact import WORD_PRIME
from symlcn.loss.critical.newton import reconstructed

__all__ = ["Line", "common_root", "is_only_root"]

MAX_PRIMES = 200
Line = list[Any]
"""The coefficients of powers of y: polynomials in a."""


def common_root(lines: Sequence[Line], factor: Any) -> Any:
    """y of the only zero over a root of g, from its residues modulo primes; None if there is none of that form."""
    modulus, residues, prime = 1, list[int](), fmpz(WORD_PRIME)
    slope = fmpq_poly(factor.derivative())
    for _ in range(MAX_PRIMES):
        prime = _next_prime(prime)
        p = int(prime)
        found = _root_modulo(lines, factor, p)
        if found is None:
            return None
        scaled = found * _reduced(factor.derivative(), p) % _reduced(factor, p)
        own = [int(scaled[i]) for i in range(factor.degree())]
        inverse = pow(modulus, -1, p)
        residues = (
            [r + modulus * ((c - r) * inverse % p) for r, c in zip(residues, own, strict=True)] if residues else own
        )
        modulus *= p
        fractions = [reconstructed(r, modulus) for r in residues]
        if all(fraction is not None for fraction in fractions):
            numerator = fmpq_poly([fmpq(*fraction) for fraction in fractions if fraction is not None])
            root = numerator * (slope % fmpq_poly(factor)).xgcd(fmpq_poly(factor))[1] % fmpq_poly(factor)
            if all(_value(line, root, fmpq_poly(factor)) == 0 for line in lines):
                return root
    return None


def _next_prime(start: Any) -> Any:
    start += 1
    while not start.is_prime():
        start += 1
    return start


def _reduced(polynomial: Any, prime: int) -> Any:
    return nmod_poly([int(c) % prime for c in polynomial.coeffs()], prime)


def _value(line: Line, root: Any, modulus: Any) -> Any:
    total = fmpq_poly([0])
    for coefficient in reversed(line):
        total = (total * root + fmpq_poly(coefficient)) % modulus
    return total


def _root_modulo(lines: Sequence[Line], factor: Any, prime: int) -> Any:
    """y modulo a prime if the gcd of both lines over every root of g is a power of one y − y_0, else None."""
    modulus = _reduced(factor, prime)
    if modulus.degree() != factor.degree():
        return None
    common = _divisor([[_reduced(c, prime) % modulus for c in line] for line in lines], modulus)
    if common is None or len(common) < 2:
        return None
    power = len(common) - 1
    root = -common[-2] * pow(power, -1, prime) % modulus
    expected = [1 + 0 * modulus]
    for _ in range(power):
        expected = [
            (a - root * b) % modulus for a, b in zip([0 * modulus, *expected], [*expected, 0 * modulus], strict=True)
        ]
    return root if expected == common else None


def _divisor(lines: Sequence[Line], modulus: Any) -> Line | None:
    """The monic gcd of two polynomials over polynomials modulo g and a prime; None where a zero divisor turns up."""
    left, right = (list(line) for line in lines)
    while right:
        divisor, inverse, _ = right[-1].xgcd(modulus)
        if divisor.degree() > 0:
            return None
        unit = inverse * pow(int(divisor[0]), -1, int(modulus.modulus()))
        right = [c * unit % modulus for c in right]
        while len(left) >= len(right):
            top, shift = left[-1], len(left) - len(right)
            left = [c - top * right[i - shift] % modulus if i >= shift else c for i, c in enumerate(left[:-1])]
            while left and left[-1] == 0:
                left.pop()
        left, right = right, left
    return left


def is_only_root(lines: Sequence[Line], factor: Any, root: Any) -> bool:
    """Whether no other y is common: the gcd modulo a prime is no larger than the power of y − y_0 that divides both."""
    modulus = fmpq_poly(factor)
    powers = []
    for line in lines:
        power, rest = 0, [fmpq_poly(c) % modulus for c in line]
        while len(rest) > 1:
            quotient: Line = []
            for coefficient in reversed(rest):
                quotient.append((coefficient + (quotient[-1] * root if quotient else 0)) % modulus)
            if quotient.pop() != 0:
                break
            power, rest = power + 1, quotient[::-1]
        powers.append(power)
    prime = int(_next_prime(fmpz(WORD_PRIME)))
    if any(int(c.denom()) % prime == 0 for c in [root]) or _reduced(factor, prime).degree() != factor.degree():
        return False
    reduced = _reduced(factor, prime)
    common = _divisor([[_reduced(c, prime) % reduced for c in line] for line in lines], reduced)
    return common is not None and len(common) - 1 <= min(powers)
