"""Irreducibility over Q by factors modulo a power of a prime.

Contents: :func:`check_lifting`.

Let f be primitive with leading coefficient c, and c g_1 ... g_r = f modulo p ** k, the g_i monic and irreducible modulo
p, where f is squarefree. If f = g h over Z, then g divided by its leading coefficient is a product of some of the g_i
modulo p ** k (Hensel). Let s_j be the sum of the j-th powers of the roots of g. All c x, x a root of f, are algebraic
integers, at most |c| + max |a_i| =: M in absolute value, a_i being the other coefficients of f. So c ** j s_j is an
integer, at most deg(g) M ** j in absolute value. It is the sum of those of the g_i modulo p ** k. For all products of
some g_i, but not all, some j excludes that. One of g and h has g_1.
"""

from __future__ import annotations

from ...core.arithmetic import times, total_bits
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import exact, integer, json_list
from ..modular import check_prime, degrees_modulo, reduced

MAX_FACTORS = 18
_MAX_BITS = 20_000


def check_lifting(item: dict[str, object], f: list[int], where: str, work: Work) -> None:
    """Establishes that f, primitive of degree at least 1, is irreducible over Q."""
    p = check_prime(item["prime"], f"{where}.prime", work)
    k = integer(item["power"], f"{where}.power", 1, _MAX_BITS)
    if k * p.bit_length() > _MAX_BITS:
        raise Malformed(f"{where}.power", "the modulus is too large")
    modulus, place = p**k, f"{where}.factors"
    number = len(degrees_modulo(f, p, where, work))
    factors = [_read(entry, modulus, f"{place}[{i}]") for i, entry in enumerate(json_list(item["factors"], place))]
    if len(factors) != number:
        raise Rejected(place, f"are not {number}, as many as f has modulo {p}")
    if number > MAX_FACTORS:
        raise Malformed(place, f"more than {MAX_FACTORS} factors")
    product = [f[-1]]
    for g in factors:
        product = reduced(times(product, g, work), modulus)
    if product != reduced(f, modulus):
        raise Rejected(place, "do not multiply to the polynomial")
    _exclude(f, factors, modulus, where, work)


def _read(value: object, modulus: int, where: str) -> list[int]:
    """A monic polynomial of degree at least 1 modulo a number."""
    g = [exact(c, f"{where}[{i}]") for i, c in enumerate(json_list(value, where))]
    if len(g) < 2 or g[-1] != 1 or not all(0 <= c < modulus for c in g):
        raise Rejected(where, "is not a monic polynomial, its coefficients reduced")
    return g


def _exclude(f: list[int], factors: list[list[int]], modulus: int, where: str, work: Work) -> None:
    """Establishes that no product of the first and some others, but not all, is a factor of f over Z."""
    degree, size, bits = len(f) - 1, abs(f[-1]) + max(map(abs, f[:-1])), modulus.bit_length()
    left = [1 | chosen << 1 for chosen in range(2 ** (len(factors) - 1) - 1)]
    sums = [_power_sums(g, degree, modulus, work) for g in factors]
    bound, scale = degree, 1
    for j in range(degree):
        bound, scale = bound * size, scale * f[-1] % modulus
        if not left or 2 * bound >= modulus:
            break
        work.spend(len(left) * len(factors), len(left) * bits, 64)
        values = [scale * s[j] % modulus for s in sums]
        totals = (sum(v for i, v in enumerate(values) if chosen >> i & 1) % modulus for chosen in left)
        left = [chosen for chosen, total in zip(left, totals, strict=True) if min(total, modulus - total) <= bound]
    if left:
        raise Rejected(where, f"a product of factors with numbers {_members(left[0])} is not excluded")


def _members(chosen: int) -> str:
    return ", ".join(str(i) for i in range(chosen.bit_length()) if chosen >> i & 1)


def _power_sums(g: list[int], count: int, modulus: int, work: Work) -> list[int]:
    """The sums of the powers of the roots of a monic polynomial, from the first to one of a number (Newton)."""
    n = len(g) - 1
    sums: list[int] = []
    for j in range(1, count + 1):
        work.spend(min(j, n), total_bits(g), modulus.bit_length())
        total = j * g[n - j] if j <= n else 0
        total += sum(g[n - i] * sums[j - i - 1] for i in range(1, min(j - 1, n) + 1))
        sums.append(-total % modulus)
    return sums
