"""The number of critical points of a generic quadratic loss.

Contents: :func:`critical_count`.

On the line c·μ(y) the loss is c²·q(y) − 2c·ℓ(y) + const, critical at c = ℓ/q; then y is a zero of d log(ℓ²/q) on
Y = ∏P^{K_l−1} outside of Q = {q∘μ = 0} and H = {ℓ∘μ = 0}. For generic q and ℓ these are smooth and meet transversally
(Bertini: f ≠ 0 on Y, so the linear system is free), and the form has nonzero residues along them, hence finitely many
zeros, of total length the top Chern number of Ω_Y(log(Q + H)): with m = ∑(K_l − 1), h = ∑ D_l·h_l and the Chern class
c(Y) = ∏(1 + h_l)^{K_l} it is

    ∑_{i=0}^{m} (−1)^i·(2^{m+1−i} − 1)·∫_Y c_i(Y)·h^{m−i}.
"""

from __future__ import annotations

from math import comb, factorial, perm, prod

from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["critical_count"]

MAX_DIMENSION = 128


def critical_count(network: PolynomialArchitecture) -> int | None:
    """Complex critical points in parameter space, up to scalings, with f ≠ 0 and with multiplicity; None if m is large.

    For a generic quadratic loss, or the square loss on sufficiently many generic data. At points where the
    parametrization ramifies there may be critical ones, and they are counted.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> [critical_count(parse_network(words)) for words in ("k2 r2 k2", "k3 r2 k2", "k2 k2 r2 k2")]
    [14, 79, 188]
    """
    degrees = [layer.parameters - 1 for layer in network.architecture]
    m = sum(degrees)
    if m > MAX_DIMENSION:
        return None
    chern = [1]  # entry i: the integral of c_i(Y) h^(m − i), times ∏ (K_l − 1)!/(m − i)!
    for own, degree in zip(degrees, network.degrees, strict=True):
        factor = [comb(own + 1, b) * perm(own, b) * degree ** (own - b) for b in range(own + 1)]
        chern = [
            sum(chern[i - b] * factor[b] for b in range(own + 1) if 0 <= i - b < len(chern))
            for i in range(len(chern) + own)
        ]
    total = sum((-1) ** i * (2 ** (m + 1 - i) - 1) * factorial(m - i) * c for i, c in enumerate(chern))
    repeated: int = prod(map(factorial, degrees))
    return int(total) // repeated
