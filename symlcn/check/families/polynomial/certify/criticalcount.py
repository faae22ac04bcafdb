"""The number of critical points of a generic quadratic loss.

Contents: :func:`critical_count`.

It is the top Chern number of the forms on Y = prod P^(K_l - 1) with logarithmic poles on two divisors: with m = dim Y,
h = sum D_l h_l and c(Y) = prod (1 + h_l) ** K_l, the sum over i of (-1)^i (2^(m+1-i) - 1) times the integral of
c_i(Y) h^(m-i).
"""

from __future__ import annotations

from math import comb, factorial, perm, prod

from ....core.arithmetic import times
from ....core.limits import Work
from ....network.furtherarchitectures import PolynomialArchitecture

MAX_DIMENSION = 128


def critical_count(architecture: PolynomialArchitecture, work: Work) -> int | None:
    """Complex critical points of parameters up to scalings, f not 0, with multiplicity; None if m is large."""
    degrees = [prod(size) - 1 for size in architecture.stack.sizes]
    m, chern = sum(degrees), [1]
    if m > MAX_DIMENSION:
        return None
    for own, degree in zip(degrees, architecture.degrees, strict=True):
        work.spend(own, 50 * own * own, own)
        factor = [comb(own + 1, b) * perm(own, b) * degree ** (own - b) for b in range(own + 1)]
        chern = times(chern, factor, work)
    work.spend(20 * m)
    total = sum((-1) ** i * (2 ** (m + 1 - i) - 1) * factorial(m - i) * c for i, c in enumerate(chern))
    repeated: int = prod(map(factorial, degrees))
    return int(total) // repeated
