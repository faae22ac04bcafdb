"""Irreducibility over Q of cyclotomic polynomials, and of polynomials in a power of x.

Contents: :func:`check_cyclotomic`, :func:`power_base`.

Cyclotomic polynomials are irreducible (Gauss, Dedekind). With g irreducible of degree m, alpha a root of it and
f = g(x ** k), f is irreducible if x ** k - alpha is over Q(alpha); for then its roots have degree k m over Q. By Vahlen
and Capelli this is so unless alpha is a p-th power in Q(alpha) for a prime p that divides k, or 4 divides k and alpha
is -4 beta ** 4. The norm N of alpha, (-1) ** m g(0) by the leading coefficient, would then be a p-th power in Q, or
(-4) ** m times a fourth power.
"""

from __future__ import annotations

from ...core.arithmetic import quotient
from ...core.limits import MAX_EXTENT, Work
from ...core.outcome import Rejected
from ...core.reading import integer


def check_cyclotomic(value: object, f: list[int], where: str, work: Work) -> None:
    """Establishes that f is the cyclotomic polynomial of the given order."""
    n = integer(value, where, 1, MAX_EXTENT)
    g, radical = [-1, 1], 1
    for p in _primes(n, work):
        radical *= p
        if (len(g) - 1) * (p - 1) > len(f):  # its degree divides that of f
            raise Rejected(where, "is not the order of the roots")
        g = quotient(g, _inflated(g, p, work), work) or [0]
    if _inflated(g, n // radical, work) != f:
        raise Rejected(where, "is not the order of the roots")


def power_base(value: object, f: list[int], where: str, work: Work) -> list[int]:
    """Establishes that f is irreducible if g is, for f = g(x ** k); returns g."""
    k = integer(value, where, 2, MAX_EXTENT)
    work.spend(len(f))
    if any(c and i % k for i, c in enumerate(f)):
        raise Rejected(where, "the polynomial is not one in this power")
    g = f[::k]
    m = len(g) - 1
    norm = ((-1) ** m * g[0], g[-1])
    work.spend(10 * m, m, m)
    if k % 4 == 0 and _is_power((norm[0], norm[1] * (-4) ** m), 4, work):
        raise Rejected(where, "the norm by a power of -4 is a fourth power")
    for p in _primes(k, work):
        if _is_power(norm, p, work):
            raise Rejected(where, f"the norm is a power with exponent {p}")
    return g


def _inflated(f: list[int], k: int, work: Work) -> list[int]:
    work.spend(len(f) * k)
    result = [0] * ((len(f) - 1) * k + 1)
    result[::k] = f
    return result


def _primes(n: int, work: Work) -> list[int]:
    """The prime factors."""
    found, p = [], 2
    while p * p <= n:
        work.spend(1)
        if n % p == 0:
            found.append(p)
            while n % p == 0:
                n //= p
        p += 1
    return [*found, n] if n > 1 else found


def _is_power(value: tuple[int, int], exponent: int, work: Work) -> bool:
    """Whether p/q is a power of a rational number: then so is p q ** (exponent - 1)."""
    p, q = value if value[1] > 0 else (-value[0], -value[1])
    if p < 0 and exponent % 2 == 0:
        return False
    bits = abs(p).bit_length() + q.bit_length() * exponent
    work.spend(bits // exponent + 1, bits, bits)
    n = abs(p) * q ** (exponent - 1)
    low, high = 0, 1 << (n.bit_length() // exponent + 1)
    while high - low > 1:
        middle = (low + high) // 2
        work.spend(10, bits, bits)
        low, high = (middle, high) if middle**exponent <= n else (low, middle)
    return bool(low**exponent == n)
