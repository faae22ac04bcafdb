"""Closed discs in the complex plane: around the roots of a polynomial, one each, and arithmetic that encloses.

Contents: :class:`Disc`, :func:`read_discs`, :func:`conjugates`, :func:`meets`, :func:`meeting`,
:func:`require_disjoint`, :func:`has_integer`, :func:`above`, :func:`negate`, :func:`add`, :func:`multiply`,
:func:`invert`, :func:`power`, :func:`times_root`, :func:`expand`.

What is computed from discs contains all values at points of the discs. Exact numbers have radius 0 and stay exact;
else digits far below the radius are rounded away, outwards, so that numbers do not grow.
"""

from __future__ import annotations

from math import gcd, isqrt, lcm

from ..core.arithmetic import Rational, total_bits
from ..core.limits import Work
from ..core.outcome import Imprecise, Rejected
from ..core.reading import json_list, rationals

_SPARE = 128  # bits beyond those of a disc with which polynomials are evaluated at its centre
_KEPT = 32  # bits of a radius that are kept when it has twice as many


class Disc:
    """The numbers at most radius/scale from (re + i im)/scale: integers, scale > 0, radius >= 0."""

    __slots__ = ("im", "radius", "re", "scale")

    def __init__(self, re: int, im: int, radius: int, scale: int) -> None:
        self.re, self.im, self.radius, self.scale = re, im, radius, scale

    def __repr__(self) -> str:
        return f"Disc({self.re}, {self.im}, {self.radius}, {self.scale})"

    def bits(self) -> int:
        return total_bits([self.re, self.im, self.radius, self.scale])


def read_discs(value: object, f: list[int], where: str, work: Work) -> list[Disc]:
    """Establishes that the discs contain one root of f each, and which roots are real; a rational root has none.

    If f(c) is not 0, f'(c)/f(c) is the sum over all m roots r of 1/(c - r); if f'(c) is not 0 either, some root is at
    most m |f(c)/f'(c)| from c. As m disjoint discs have a root each, f is squarefree and there is one in each. A disc
    with its centre on the real axis is its own mirror image, and so is its root.
    """
    m = len(f) - 1
    if m == 1:
        json_list(value, where, 0)
        return [Disc(-f[0], 0, 0, f[1]) if f[1] > 0 else Disc(f[0], 0, 0, -f[1])]
    discs = []
    for k, entry in enumerate(json_list(value, where, m)):
        place = f"{where}[{k}]"
        disc = _read(entry, place)
        if abs(disc.im) <= disc.radius and disc.im != 0:
            raise Imprecise(place, "meets the real axis but has its centre elsewhere")
        if not _shows_root(f, disc, work):
            raise Imprecise(place, "is not shown to contain a root")
        discs.append(disc)
    require_disjoint(discs, where, work)
    _check_order(discs, where, work)
    return discs


def _read(value: object, where: str) -> Disc:
    (a, p), (b, q), (c, r) = rationals(value, where, 3)
    scale = lcm(p, q, r)
    if c <= 0:
        raise Rejected(where, "the radius is not positive")
    return Disc(a * (scale // p), b * (scale // q), c * (scale // r), scale)


def _shows_root(f: list[int], disc: Disc, work: Work) -> bool:
    """Whether m |f(c)/f'(c)| is at most the radius: in rounded numbers with bounds of their errors, or else exactly."""
    m, bits = len(f) - 1, disc.scale.bit_length() + _SPARE
    x, y, error, u, v, slope_error = 0, 0, 0, 0, 0, 0  # f(c) and f'(c), times 2 ** bits
    size = isqrt(disc.re**2 + disc.im**2) + 1
    for c in reversed(f):
        work.spend(40, 2 * total_bits([x, y, u, v]), disc.bits())
        slope_error = slope_error * size // disc.scale + error + 3
        error = error * size // disc.scale + 3
        u, v = (u * disc.re - v * disc.im) // disc.scale + x, (u * disc.im + v * disc.re) // disc.scale + y
        x, y = (x * disc.re - y * disc.im) // disc.scale + (c << bits), (x * disc.im + y * disc.re) // disc.scale
    at, slope = isqrt(x * x + y * y) + 1 + error, isqrt(u * u + v * v) - slope_error
    if slope > 0 and m * at * disc.scale <= disc.radius * slope:
        return True
    exact, exact_slope = _evaluate(f, disc, work)
    return m * m * exact <= disc.radius**2 * exact_slope


def _evaluate(f: list[int], disc: Disc, work: Work) -> tuple[int, int]:
    """The squares of |f(c)| scale ** m and of |f'(c)| scale ** (m - 1) at the centre c."""
    x, y, u, v, power, bits = f[-1], 0, 0, 0, 1, disc.bits()
    for c in reversed(f[:-1]):
        power *= disc.scale
        work.spend(30, 2 * total_bits([x, y, u, v, power]), bits)
        u, v = u * disc.re - v * disc.im + x, u * disc.im + v * disc.re + y
        x, y = x * disc.re - y * disc.im + c * power, x * disc.im + y * disc.re
    return x * x + y * y, u * u + v * v


def _check_order(discs: list[Disc], where: str, work: Work) -> None:
    """Establishes that real roots come first and increase, then pairs of conjugates, the upper one first."""
    mates = conjugates(discs, where, work)
    real = sum(k == mate for k, mate in enumerate(mates))
    for k, disc in enumerate(discs):
        upper = (k - real) % 2 == 0
        if k < real:
            right = mates[k] == k and (k == 0 or discs[k - 1].re * disc.scale < disc.re * discs[k - 1].scale)
        else:
            right = mates[k] == (k + 1 if upper else k - 1) and (disc.im > 0) == upper
        if not right:
            raise Rejected(f"{where}[{k}]", "is out of order")


def conjugates(discs: list[Disc], where: str, work: Work) -> list[int]:
    """Establishes for each root which one is its complex conjugate: itself if it is real."""
    mates = []
    for k, disc in enumerate(discs):
        mirrored = Disc(disc.re, -disc.im, disc.radius, disc.scale)
        near = meeting(mirrored, discs, work) if disc.im else [k]
        if len(near) != 1:
            raise Imprecise(f"{where}[{k}]", "does not tell which root is the conjugate")
        mates.append(near[0])
    return mates


def meets(a: Disc, b: Disc) -> bool:
    """Whether two discs have a point in common."""
    x, y = a.re * b.scale - b.re * a.scale, a.im * b.scale - b.im * a.scale
    return x * x + y * y <= (a.radius * b.scale + b.radius * a.scale) ** 2


def meeting(disc: Disc, discs: list[Disc], work: Work) -> list[int]:
    """The numbers of those of some discs that meet another one."""
    work.spend(10 * len(discs), disc.bits(), sum(other.bits() for other in discs) // 2)
    return [n for n, other in enumerate(discs) if meets(disc, other)]


def require_disjoint(discs: list[Disc], where: str, work: Work) -> None:
    """Establishes that no two discs meet."""
    bits = 0
    for k, disc in enumerate(discs):
        work.spend(10 * k, 4 * disc.bits(), bits)
        bits += disc.bits()
        if any(meets(disc, other) for other in discs[:k]):
            raise Imprecise(where, "two discs meet")


def has_integer(disc: Disc) -> bool:
    """Whether an integer is in the disc."""
    nearest = (2 * disc.re + disc.scale) // (2 * disc.scale)
    return (nearest * disc.scale - disc.re) ** 2 + disc.im**2 <= disc.radius**2


def above(disc: Disc) -> Rational:
    """A bound of the absolute values in a disc; not in lowest terms."""
    return _modulus(disc) + disc.radius, disc.scale


def negate(disc: Disc) -> Disc:
    return Disc(-disc.re, -disc.im, disc.radius, disc.scale)


def add(a: Disc, b: Disc, work: Work) -> Disc:
    work.spend(20, a.bits(), b.bits())
    scale = lcm(a.scale, b.scale)
    x, y = scale // a.scale, scale // b.scale
    return _rounded(a.re * x + b.re * y, a.im * x + b.im * y, a.radius * x + b.radius * y, scale)


def multiply(a: Disc, b: Disc, work: Work) -> Disc:
    work.spend(30, 2 * a.bits(), 2 * b.bits())
    re, im = a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re
    radius = _modulus(a) * b.radius + _modulus(b) * a.radius + a.radius * b.radius
    return _rounded(re, im, radius, a.scale * b.scale)


def invert(disc: Disc, work: Work) -> Disc | None:
    """The inverses of the numbers in a disc, which are a disc again; None if 0 is in it."""
    work.spend(30, 2 * disc.bits(), 2 * disc.bits())
    gap = disc.re**2 + disc.im**2 - disc.radius**2
    if gap <= 0:
        return None
    return _rounded(disc.re * disc.scale, -disc.im * disc.scale, disc.radius * disc.scale, gap)


def _modulus(disc: Disc) -> int:
    """The absolute value of re + i im, rounded up."""
    square = disc.re**2 + disc.im**2
    root = isqrt(square)
    return root + (root * root < square)


def _rounded(re: int, im: int, radius: int, scale: int) -> Disc:
    """A disc that contains the given one, in lowest terms, or with a few bits of the radius."""
    length = radius.bit_length()
    if length <= 2 * _KEPT:
        common = gcd(re, im, radius, scale)
        return Disc(re // common, im // common, radius // common, scale // common)
    bits = max(scale.bit_length() - length + _KEPT, 0)
    x, y = (re << bits) // scale, (im << bits) // scale  # by less than 1 too small
    return Disc(x, y, -(-(radius << bits) // scale) + 2, 1 << bits)


def power(disc: Disc, e: int, work: Work) -> Disc:
    """disc ** e for e >= 1."""
    result = disc
    for bit in bin(e)[3:]:
        result = multiply(result, result, work)
        if bit == "1":
            result = multiply(result, disc, work)
    return result


def times_root(f: list[Disc], root: Disc, work: Work) -> list[Disc]:
    """The coefficients of f (X - root), from degree 0."""
    minus = negate(root)
    zero = Disc(0, 0, 0, 1)
    pairs = zip([zero, *f], [*(multiply(c, minus, work) for c in f), zero], strict=True)
    return [add(shifted, scaled, work) for shifted, scaled in pairs]


def expand(discs: list[Disc], work: Work) -> list[Disc]:
    """The coefficients of the product of all X - r, from degree 0."""
    f = [Disc(1, 0, 0, 1)]
    for root in discs:
        f = times_root(f, root, work)
    return f
