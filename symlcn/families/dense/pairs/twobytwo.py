"""Two layers of width 2 with prescribed invariants D, not scalar: rational parameters whose NTK has a rational twin.

Contents: :class:`PlanePair`, :func:`plane_pair`, :func:`drawn_plane_pairs`, :func:`built_plane_pairs`.

Notation. D = τ·I + R with R symmetric of trace 0, R² = N·I, N > 0. B = W_1W_1ᵀ and A = W_2ᵀW_2 = B + D, of
determinants e² and f²; W = W_2W_1; T is the traceless part of WᵀW, so T² = t·I.

**Twins.** G = R·(W_1TW_1⁻¹)/√(N·t), or G = W_1TW_1⁻¹/√t, is rational where the square root is. The parameters G·W_1,
W_2·G⁻¹ have the same product, and the same invariants: in the second case W_1 is turned by T/√t and W_2 by its image
under W; in the first both sides of D are reflected by R/√N besides, which keeps D. So a pair needs rational W_1, W_2
such that t or N·t is a square.

**Drawn.** All W_1, W_2 with the invariants D are known (:mod:`symlcn.families.dense.pairs.split`); small ones are
tried.

**Built.** With ℓ = (tr A + tr B)/2, s = e + f, d = e − f one finds 4t = (ℓ² − N − s²)(ℓ² − N − d²), and A, B exist over
Q with these ℓ > |τ|, e, f iff a rational z has

    Y² + (s² + N)·z² = N·(ℓ² − N − s²)·(s² − τ² + N),    Y = (s² + N)·d + τℓs.

Choose k, j in Q; put μ = (N/k + k)/2, s = (N/k − k)/2, so s² + N = μ², and H = μ² − τ², to be positive. Intersect with
Y = λz, where Λ = λ² + μ² or N·Λ is a square, λ = μ(j − 1/j)/2 or one from the square of j + i. What remains is Λz² =
NH(ℓ² − μ²), and then N·t or t is a square iff (sHℓ/z + λτ)² + μ⁴ is. With NHℓ/z = (u + c/u)/2, c = NHΛ, this is a curve
of genus 1 with rational points over u = ∞, at which the parameters degenerate; the parabola that osculates it there
meets it again at u = −(s²HΛ + Nμ⁴)/(2sλτ), if τ ≠ 0.

So for every D there are such A and B. B is W_1W_1ᵀ over Q iff tr B + 2e is a norm from Q(i), A likewise. Up to norms
these numbers are the product of |c − u²| with 2k(N + k²)(N + k² ∓ 2kτ): so k and j are searched, until these are norms
that can be factored. (Only the search uses this rule; it was seen, not proved.) That some k and j serve for every D is
not proved either; for D of many digits none may be found, and :mod:`symlcn.families.dense.pairs.squareroots` serves.

For τ = 0 there is a formula: with z ↦ az + bz̄ for a real matrix, ζ for R, k = r(N + r²), r = 1, 2, …, put a = ζ(k +
i)/(2(N + r²)), W_1 = (a, ζ(iy − 1/4)/a), W_2 = (a, ζ(iy + 1/4)/ā), y = (k + 1/k)/8·(N − r²)/(N + r²) + (k − 1/k)/8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd, isqrt, lcm
from typing import Any

from symlcn.algebra.exact import rational_root
from symlcn.algebra.gaussian import Gauss, gaussian_gcd, norm_primes, norm_root, times
from symlcn.algebra.matrices import Rows, entries, identity, matrix
from symlcn.families.dense.pairs.split import split_layers

__all__ = ["PlanePair", "built_plane_pairs", "drawn_plane_pairs", "plane_pair"]

MAX_CORNER = 4
MAX_TURN = 40
MAX_OUTER = 64
"""Numerators and denominators of k, divided by a power of 2 near the size of D."""
MIN_INNER, MAX_INNER = 8, 32
"""Numerators and denominators of j, at first and at last."""


@dataclass(frozen=True, slots=True)
class PlanePair:
    """W_1, W_2 and G, so that G·W_1, W_2·G⁻¹ have the same product and invariants; 2×2 matrices, all invertible."""

    first: Any
    second: Any
    change: Any


def plane_pair(first: Any, second: Any) -> PlanePair | None:
    """The twin of 2×2 matrices W_1, W_2; None if it is irrational or of the same NTK, or one is not invertible.

    Examples
    --------
    >>> plane_pair(matrix([[1, 0], [1, 1]]), matrix([[1, 1], [0, 1]])) is None
    True
    >>> plane_pair(matrix([[2, 0], [0, 1]]), matrix([[1, 1], [0, 1]])).change.tolist()
    [[-1/5, -9/5], [3/5, 2/5]]
    """
    if first.det() == 0 or second.det() == 0:
        return None
    whole = second * first
    turn, shape = _traceless(whole.transpose() * whole), _traceless(_invariant(first, second))
    if not any(turn.entries()):
        turn = matrix([[1, 0], [0, -1]])
    root = rational_root(_square(turn))
    if root is None:
        turn, root = shape * first * turn, rational_root(_square(turn) * _square(shape))
    else:
        turn = first * turn
    if not root:
        return None
    change = turn * first.inv() * matrix([[1 / root, 0], [0, 1 / root]])
    return None if change * change.transpose() == identity(2) else PlanePair(first, second, change)


def _invariant(first: Any, second: Any) -> Any:
    return second.transpose() * second - first * first.transpose()


def _traceless(value: Any) -> Any:
    return value - identity(2) * ((value[0, 0] + value[1, 1]) / 2)


def _square(value: Any) -> Fraction:
    """n, where a symmetric matrix of trace 0 has the square n·I."""
    return entries(value * value)[0][0]


def drawn_plane_pairs(rows: Rows) -> Iterator[PlanePair]:
    """Pairs with the invariants D that a search among small T and S finds, those with the smallest T first.

    Examples
    --------
    >>> found = next(drawn_plane_pairs(((Fraction(1), Fraction(2)), (Fraction(2), Fraction(5)))))
    >>> entries(_invariant(found.first, found.second))
    ((Fraction(1, 1), Fraction(2, 1)), (Fraction(2, 1), Fraction(5, 1)))
    """
    for corner, turn in _plane_draws(rows):
        found = plane_pair(*split_layers(rows, matrix(corner), [turn]))
        if found is not None:
            yield found


def _plane_draws(rows: Rows) -> Iterator[tuple[list[list[int]], Fraction]]:
    """T and the entry of S for which W is invertible and t or N·t is a square.

    In integers, since many are tried: with k = 2·q·det T all matrices are multiplied by 2k.
    """
    q = lcm(*(value.denominator for row in rows for value in row))
    (a, b), (_, d) = ((int(2 * q * value) for value in row) for row in rows)
    weight = (a - d) ** 2 + 4 * b * b
    spread = sorted(range(-MAX_CORNER, MAX_CORNER + 1), key=abs)
    corners = sorted(product(spread, repeat=4), key=lambda corner: (sum(map(abs, corner)), corner))
    for x, y, z, w in corners:
        k = 2 * q * (x * w - y * z)
        if k <= 0:
            continue
        for turn in range(-MAX_TURN, MAX_TURN + 1):
            inner = ((a * w - (b + turn) * y, (b + turn) * x - a * z), ((b - turn) * w - d * y, d * x - (b - turn) * z))
            (e, f), (g, h) = inner
            left, right = (k * x - e, k * y - f, k * z - g, k * w - h), (k * x + e, k * y + f, k * z + g, k * w + h)
            m00, m01 = right[0] * left[0] + right[2] * left[2], right[0] * left[1] + right[2] * left[3]
            m10, m11 = right[1] * left[0] + right[3] * left[2], right[1] * left[1] + right[3] * left[3]
            square = ((m00 + m11) ** 2 + (m01 - m10) ** 2) * ((m00 - m11) ** 2 + (m01 + m10) ** 2)
            if m00 * m11 != m01 * m10 and any(isqrt(n) ** 2 == n for n in (square, square * weight)):
                yield [[x, y], [z, w]], Fraction(turn, 4 * q)


def built_plane_pairs(rows: Rows) -> Iterator[PlanePair]:
    """Pairs with the invariants D, not scalar, from the points on curves that the module describes; large numbers.

    Examples
    --------
    >>> rows = (Fraction(1, 7), Fraction(2, 3)), (Fraction(2, 3), Fraction(5))
    >>> found = next(built_plane_pairs(rows))
    >>> entries(_invariant(found.first, found.second)) == rows
    True
    """
    (a, b), (_, d) = rows
    points = _points_of_trace_zero((a, b)) if a + d == 0 else _points((a + d) / 2, ((a - d) / 2, b))
    for first, second in points:
        found = plane_pair(first, second)
        if found is not None:
            yield found


def _heights(low: int, high: int) -> list[Fraction]:
    """The positive rational numbers whose numerator and denominator have a maximum in the given range, by it."""
    pairs = [(i, j) for i in range(1, high + 1) for j in range(1, high + 1) if max(i, j) >= low and gcd(i, j) == 1]
    return [Fraction(i, j) for i, j in sorted(pairs, key=lambda pair: (max(pair), pair))]


def _points_of_trace_zero(zeta: Gauss) -> Iterator[tuple[Any, Any]]:
    norm = zeta[0] ** 2 + zeta[1] ** 2
    for r in range(1, MAX_OUTER):
        k = r * (norm + r * r)
        a = times(zeta, (k * r / (2 * k), Fraction(r) / (2 * k)))
        y = (k + 1 / k) / 8 * (norm - r * r) / (norm + r * r) + (k - 1 / k) / 8
        size = a[0] ** 2 + a[1] ** 2
        lower = times(times(zeta, (Fraction(-1, 4), y)), (a[0] / size, -a[1] / size))
        upper = times(times(zeta, (Fraction(1, 4), y)), (a[0] / size, a[1] / size))
        yield _real(a, lower), _real(a, upper)


def _real(a: Gauss, b: Gauss) -> Any:
    """The matrix of z ↦ az + bz̄."""
    return matrix([[a[0] + b[0], b[1] - a[1]], [a[1] + b[1], a[0] - b[0]]])


def _points(tau: Fraction, zeta: Gauss) -> Iterator[tuple[Any, Any]]:
    """First all k with the j of small height, then those that passed with all other j."""
    norm = zeta[0] ** 2 + zeta[1] ** 2
    scale = _power_of_two(max(abs(tau), *map(abs, zeta)))
    passed = []
    for k in (scale * height for height in _heights(1, MAX_OUTER)):
        shifted = norm + k * k
        if shifted**2 > 4 * k * k * tau * tau and norm != k * k:
            sides = [norm_primes(2 * k, shifted, shifted - 2 * k * sign * tau) for sign in (1, -1)]
            if sides[0] is not None and sides[1] is not None:
                passed.append((k, {*sides[0], *sides[1]}))
                yield from _points_on_curves(tau, zeta, *passed[-1], _heights(1, MIN_INNER))
    for k, primes in passed:
        yield from _points_on_curves(tau, zeta, k, primes, _heights(MIN_INNER + 1, MAX_INNER))


def _points_on_curves(
    tau: Fraction, zeta: Gauss, k: Fraction, primes: set[int], heights: Sequence[Fraction]
) -> Iterator[tuple[Any, Any]]:
    norm = zeta[0] ** 2 + zeta[1] ** 2
    mu, s = (norm / k + k) / 2, (norm / k - k) / 2
    height = mu * mu - tau * tau
    for slope in _slopes(mu, zeta, heights):
        length = slope * slope + mu * mu
        above, below = s * s * height * length + norm * mu**4, 2 * s * slope * tau
        common = norm_primes(abs(norm * height * length * below * below - above * above) / mu**4)
        if common is not None:
            c, u = norm * height * length, -above / below
            size, z = mu * (c + u * u) / (c - u * u), 2 * norm * height * mu * u / (c - u * u)
            sign = 1 if size > 0 else -1
            found = _factorized(tau, zeta, s, (sign * size, sign * z, slope), {*primes, *common})
            if found is not None:
                yield found


def _power_of_two(value: Fraction) -> Fraction:
    """A power of 2 within a factor 2 of a positive number."""
    exponent = value.numerator.bit_length() - value.denominator.bit_length()
    return Fraction(2) ** exponent


def _slopes(mu: Fraction, zeta: Gauss, heights: Sequence[Fraction]) -> Iterator[Fraction]:
    """Numbers λ ≠ 0 for which λ² + μ², or (λ² + μ²)·N, is a square."""
    for j in heights:
        if j > 1:
            yield mu * (j - 1 / j) / 2
        for real in (j * j - 1, 1 - j * j):
            x, y = times(zeta, (real, 2 * j))
            if x and y:
                yield mu * x / y


def _factorized(
    tau: Fraction, zeta: Gauss, s: Fraction, point: tuple[Fraction, Fraction, Fraction], primes: set[int]
) -> tuple[Any, Any] | None:
    """W_1 and W_2 from (ℓ, z, λ); None if A or B is not found to be a Gram matrix over Q."""
    norm, (size, z, slope) = zeta[0] ** 2 + zeta[1] ** 2, point
    d = (slope * z - tau * size * s) / (s * s + norm)
    e, f = abs(s + d) / 2, abs(s - d) / 2
    half = (size - tau) / 2
    x, y = times(((e * e - f * f + tau * size - norm) / 2 / norm, z / 2 / norm), zeta)
    lower = _gram_root(half, (x, y), e, primes)
    upper = _gram_root(half + tau, (x + zeta[0], y + zeta[1]), f, primes)
    return None if lower is None or upper is None else (lower, upper.transpose())


def _gram_root(half: Fraction, shape: Gauss, root: Fraction, primes: set[int]) -> Any:
    """M with M·Mᵀ = B, from tr B / 2, the traceless part of B and √det B; None if none is found.

    (B + e·I)² = (tr B + 2e)·B. With tr B + 2e = |z|² and Z the matrix of z, M = (B + e·I)·Z/|z|². Since (tr B)² − 4e²
    is the norm of the traceless part, a gcd in Z[i] gives most of z without factoring.
    """
    total = 2 * (half + root)
    scale = lcm(total.denominator, shape[0].denominator, shape[1].denominator)
    gcd_part = gaussian_gcd((int(total * scale), 0), (int(2 * shape[0] * scale), int(2 * shape[1] * scale)))
    rest = norm_root(total / (gcd_part[0] ** 2 + gcd_part[1] ** 2), primes)
    if rest is None:
        return None
    x, y = times((Fraction(gcd_part[0]), Fraction(gcd_part[1])), rest)
    gram = matrix([[half + shape[0] + root, shape[1]], [shape[1], half - shape[0] + root]])
    return gram * matrix([[x / total, y / total], [-y / total, x / total]])
