"""Real roots of a polynomial with integer coefficients and without multiple roots, counted by Sturm's theorem.

Contents: :func:`real_roots`, :func:`roots_between`.
"""

from __future__ import annotations

from itertools import pairwise
from math import gcd

from ..core.arithmetic import Rational, evaluate, total_bits, trimmed
from ..core.limits import Work


def real_roots(f: list[int], work: Work) -> int:
    """The number of different real roots, multiple roots counted once."""
    chain = _chain(f, work)
    right = [g[-1] > 0 for g in chain]
    left = [(g[-1] > 0) == (len(g) % 2 == 1) for g in chain]
    return _changes(left) - _changes(right)


def roots_between(f: list[int], low: Rational, high: Rational, work: Work) -> int | None:
    """The number of different roots between two rational numbers; None if one of these is a root."""
    values = [[evaluate(g, point, work) for g in _chain(f, work)] for point in (low, high)]
    if not values[0][0] or not values[1][0]:
        return None
    left, right = ([c > 0 for c in side if c] for side in values)
    return _changes(left) - _changes(right)


def _chain(f: list[int], work: Work) -> list[list[int]]:
    """f, its derivative, and the negative remainders."""
    chain = [f, [i * c for i, c in enumerate(f)][1:]]
    while len(chain[-1]) > 1:
        rest = _negative_remainder(chain[-2], chain[-1], work)
        if not rest:
            break
        chain.append(rest)
    return chain


def _changes(signs: list[bool]) -> int:
    return sum(a != b for a, b in pairwise(signs))


def _negative_remainder(f: list[int], g: list[int], work: Work) -> list[int]:
    """A positive multiple of -(f mod g), primitive; [] if g divides f."""
    rest, lead, bits = list(f), abs(g[-1]), total_bits(g)
    while len(rest) >= len(g):
        top = rest.pop() if g[-1] > 0 else -rest.pop()
        work.spend(3 * len(g), total_bits(rest), lead.bit_length())
        work.spend(0, bits, top.bit_length())
        rest = [c * lead for c in rest]
        for i, c in enumerate(g[:-1], len(rest) + 1 - len(g)):
            rest[i] -= top * c
    rest = trimmed(rest)
    common = gcd(*rest)
    return [-c // common for c in rest]
