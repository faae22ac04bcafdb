"""How many real factorizations a product of generic real filters in nested variables has.

Contents: :func:`real_preimages`, :func:`number_of_cases`, :func:`split_roots`.

A real polynomial in X_l = x^{e_l} with distinct nonzero roots has some positive, some negative and some pairs of
conjugate roots. In X_i, where e_i divides e_l and r = e_l/e_i, a positive root becomes one positive root for odd r,
one positive and one negative for even r, and pairs; a negative one becomes one negative root for odd r, none for even
r, and pairs; a pair becomes r pairs. A real factor takes real roots and whole pairs; that of the smallest exponent
takes all that is left, so that signs do not matter there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from itertools import product as cartesian
from math import comb, prod

__all__ = ["number_of_cases", "real_preimages", "split_roots"]

MAX_CASES = 10_000
"""Cases, over all layers but that of the smallest exponent, up to which all are tried."""

Roots = tuple[int, int, int]


def real_preimages(exponents: Sequence[int], taken: Sequence[int], given: Sequence[int]) -> tuple[int, ...] | None:
    """The numbers of real factorizations of generic products of real filters, by all cases of signs of roots.

    Parameters
    ----------
    exponents : sequence of int
        e_l, increasing, each dividing the next.
    taken : sequence of int
        Degrees m_l of the factors that are looked for.
    given : sequence of int
        Degrees m'_l of the generic real filters whose product is factored.

    Returns
    -------
    tuple of int, or None
        The numbers that occur, increasing; each occurs for an open set of real filters. None if there are more than
        10000 cases.

    Examples
    --------
    >>> real_preimages([1, 2], [2, 1], [0, 2])
    (0, 2)
    """
    if list(taken) == list(given):
        return (1,)
    if number_of_cases(given) > MAX_CASES:
        return None
    ratios = [1, *(b // a for a, b in pairwise(exponents))]
    numbers = set()
    for cases in cartesian(*map(_cases, given[1:])):
        numbers.add(_ways(len(cases), (0, 0, 0), cases, taken, ratios, {}))
    return tuple(sorted(numbers))


def number_of_cases(given: Sequence[int]) -> int:
    """The number of cases that :func:`real_preimages` goes through.

    Examples
    --------
    >>> number_of_cases([5, 2])  # two real roots, which may be positive or negative, or a conjugate pair
    4
    """
    return prod((degree // 2 + 1) * (degree - degree // 2 + 1) for degree in given[1:])


def _cases(degree: int) -> Iterator[Roots]:
    """Positive, negative and pairs of conjugate roots of a polynomial of a degree."""
    for pairs in range(degree // 2 + 1):
        for positive in range(degree - 2 * pairs + 1):
            yield positive, degree - 2 * pairs - positive, pairs


def _ways(
    level: int,
    left: Roots,
    cases: Sequence[Roots],
    taken: Sequence[int],
    ratios: Sequence[int],
    known: dict[tuple[int, Roots], int],
) -> int:
    """In how many ways real factors for this layer and those of smaller exponents are taken."""
    if level == 0:
        return 1
    if (level, left) not in known:
        positive, negative, pairs = (a + b for a, b in zip(left, cases[level - 1], strict=True))
        total = 0
        for c in range(min(pairs, taken[level] // 2) + 1):
            real = taken[level] - 2 * c
            for a in range(max(0, real - negative), min(positive, real) + 1):
                rest = split_roots((positive - a, negative - (real - a), pairs - c), ratios[level])
                ways = comb(positive, a) * comb(negative, real - a) * comb(pairs, c)
                total += ways * _ways(level - 1, rest, cases, taken, ratios, known)
        known[level, left] = total
    return known[level, left]


def split_roots(roots: Roots, ratio: int) -> Roots:
    """The positive, negative and pairs of conjugate roots in the variable of which the given one is a power.

    Examples
    --------
    >>> split_roots((1, 0, 0), 2), split_roots((0, 1, 0), 2), split_roots((0, 1, 0), 3)
    ((1, 1, 0), (0, 0, 1), (0, 1, 1))
    """
    positive, negative, pairs = roots
    if ratio % 2:
        return positive, negative, (positive + negative) * (ratio // 2) + pairs * ratio
    return positive, positive, positive * (ratio // 2 - 1) + negative * (ratio // 2) + pairs * ratio
