"""Where a certificate may assume irreducibility: beyond what is always proved, and where the checker accepts it.

Contents: :func:`assumable_line`, :func:`assumable`.

The rules are those of the same file of the checker.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import nmod_poly

from symlcn.algebra.irreducible.proofs import common_degree, on_line
from symlcn.algebra.polynomials import Polynomial

__all__ = ["assumable", "assumable_line"]

MAX_LIFTED = 200
MAX_FACTORS = 16
MAX_PROVED_DEGREE = 24
PRIMES = (101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211)


def assumable_line(coefficients: Sequence[int]) -> bool:
    """Whether a polynomial in one variable may be assumed to be irreducible over Q.

    Examples
    --------
    >>> assumable_line((1, *[0] * 63, 1)), assumable_line((1, *[0] * 255, 1)), assumable_line((1, 0, 1))
    (False, True, False)
    """
    degree = len(coefficients) - 1
    numbers = []
    for prime in PRIMES if degree <= MAX_LIFTED else ():
        f = nmod_poly([c % prime for c in coefficients], prime)
        factors = f.factor()[1]
        if f.degree() == degree and all(power == 1 for _, power in factors):
            numbers.append(len(factors))
    return degree > MAX_LIFTED or min(numbers, default=0) > MAX_FACTORS


def assumable(polynomial: Polynomial, degrees: Sequence[int]) -> bool:
    """Whether a factor over C of a polynomial in several variables, of given degrees, may be assumed to be irreducible.

    Examples
    --------
    >>> circle = Polynomial(2, {(2, 0): 1, (0, 2): 1, (0, 0): 1})
    >>> assumable(circle, circle.degrees())
    False
    """
    if max(degrees) <= MAX_PROVED_DEGREE:
        return False
    whole = polynomial.degrees()
    d = min((n, d) for d, n in enumerate(whole) if n)[1]
    ring = tuple(n + 1 if i == d else 1 for i, n in enumerate(whole))
    parts = list(polynomial.polyphase(ring).values())
    possible, free = set(range(1, whole[d])), [i for i, n in enumerate(whole) if n and i != d]
    for trial, prime in enumerate(PRIMES):
        values = [(trial + 2) ** (i + 1) % prime for i in range(len(whole))]
        free = [i for i in free if common_degree(parts, i, values, prime) != 0]
        factors = on_line(polynomial, d, values, prime).factor()[1]
        if sum(g.degree() for g, _ in factors) == whole[d] and all(power == 1 for _, power in factors):
            sums = {0}
            for g, _ in factors:
                sums |= {s + g.degree() for s in sums}
            possible &= sums
        if not possible and not free:
            return True
    return False
