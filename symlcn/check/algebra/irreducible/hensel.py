"""Irreducibility over Q by factors modulo a power of a prime.

Contents: :func:`check_lifting`.

Let f be primitive with leading coefficient c, and c g_1 ... g_r = f modulo p ** k, the g_i monic and irreducible modulo
p, where f is squarefree. If f = g h over Z, then g divided by its leading coefficient is a product of some of the g_i
modulo p ** k (Hensel). Let s_j be the sum of the j-th powers of the roots of g. All c x, x a root of f, are algebraic
integers, in absolute value at most twice the largest |c ** (i - 1) a_(n - i)| ** (1 / i), a_i being the coefficient
of degree i (Fujiwara); let M be a power of 2 that is not less. So c ** j s_j is an integer, at most deg(g) M ** j in
absolute value. It is the sum of those of the g_i modulo p ** k. For all products of some g_i, but not all, some j
excludes that. One of g and h has g_1.
"""

from __future__ import annotations

from ...core.arithmetic import total_bits
from ...core.limits import Work
from ...core.outcome import Malformed, Rejected
from ...core.reading import integer, json_list
from ..modular import check_factors, check_prime

MAX_FACTORS = 18
_MAX_BITS = 20_000


def check_lifting(item: dict[str, object], f: list[int], where: str, work: Work) -> None:
    """Establishes that f, primitive of degree at least 1, is irreducible over Q."""
    p = check_prime(item["prime"], f"{where}.prime", work)
    k = integer(item["power"], f"{where}.power", 1, _MAX_BITS)
    if k * p.bit_length() > _MAX_BITS:
        raise Malformed(f"{where}.power", "the modulus is too large")
    if len(json_list(item["factors"], f"{where}.factors")) > MAX_FACTORS:
        raise Malformed(f"{where}.factors", f"more than {MAX_FACTORS} factors")
    _exclude(f, check_factors(item["factors"], f, p, k, f"{where}.factors", work), p**k, where, work)


def _exclude(f: list[int], factors: list[list[int]], modulus: int, where: str, work: Work) -> None:
    """Establishes that no product of the first and some others, but not all, is a factor of f over Z."""
    size, bits = _root_bits(f), modulus.bit_length()
    left = [1 | chosen << 1 for chosen in range(2 ** (len(factors) - 1) - 1)]
    sums: list[list[int]] = [[] for _ in factors]
    bound, scale = len(f) - 1, 1
    while left and 2 * (bound << size) < modulus:
        bound, scale = bound << size, scale * f[-1] % modulus
        values = [scale * _next_sum(g, own, modulus, work) % modulus for g, own in zip(factors, sums, strict=True)]
        work.spend(len(left) * len(factors), len(left) * bits, 64)
        totals = (sum(v for i, v in enumerate(values) if chosen >> i & 1) % modulus for chosen in left)
        left = [chosen for chosen, total in zip(left, totals, strict=True) if min(total, modulus - total) <= bound]
    if left:
        raise Rejected(where, f"a product of factors with numbers {_members(left[0])} is not excluded")


def _root_bits(f: list[int]) -> int:
    """An exponent of 2 that bounds all roots, times the leading coefficient."""
    lead, n = f[-1].bit_length(), len(f) - 1
    return 1 + max(-(-(f[n - i].bit_length() + (i - 1) * lead) // i) for i in range(1, n + 1))


def _members(chosen: int) -> str:
    return ", ".join(str(i) for i in range(chosen.bit_length()) if chosen >> i & 1)


def _next_sum(g: list[int], sums: list[int], modulus: int, work: Work) -> int:
    """The sum of the next powers of the roots of a monic polynomial, added to those of all lower ones (Newton)."""
    n, j = len(g) - 1, len(sums) + 1
    work.spend(min(j, n), total_bits(g), modulus.bit_length())
    total = j * g[n - j] if j <= n else 0
    total += sum(g[n - i] * sums[j - i - 1] for i in range(1, min(j - 1, n) + 1))
    sums.append(-total % modulus)
    return sums[-1]
