"""Exchanges of one root between two filters of a block whose squared norms are in given classes modulo squares.

Contents: :func:`exchanges_in_classes`, :data:`Shape`, :func:`filters_in_class`.

As in :mod:`symlcn.counterexample.construction`, w_i = a·b and w_j = d·c become a·c and d·b, c the reversal of b = p +
q·x, so that the norms stay. With the root of b at infinity, b = 1 and c = x, they are those of a and of d. Else, with N
= p² + q², ‖a·b‖² = N·‖a‖² + 2pq·Σ a_k·a_{k+1}: N times a sum of squares if no two neighbours are nonzero; for a = (s +
r, s − r) it is 2·((p² + pq + q²)·s² + (p² − pq + q²)·r²), so that s and r are on a conic.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from math import gcd, prod
from typing import TypeAlias

from flint import fmpz

from symlcn.algebra.squares import squarefree_part, sum_of_squares
from symlcn.counterexample.candidates import Flat
from symlcn.generic.witness import convolved

__all__ = ["Shape", "exchanges_in_classes", "filters_in_class"]

VARIANTS = 6
"""So many filters of each kind are tried."""
MAX_TURNS = 150
"""So many b are tried."""
MAX_CONIC = 10**14

Shape: TypeAlias = tuple[tuple[Flat, Flat], tuple[Flat, Flat]]
"""Filters of the layers i, j before and after."""


def exchanges_in_classes(degrees: tuple[int, int], classes: tuple[int, int]) -> Iterator[Shape]:
    """Exchanges between filters of the given degrees, not both 1, with norms in the given classes modulo squares.

    Examples
    --------
    >>> next(exchanges_in_classes((2, 1), (1, 1)))
    (((3, 4, 0), (0, 1)), ((0, 3, 4), (1, 0)))
    >>> next(exchanges_in_classes((2, 1), (6, 5)))
    (((2, -1, -1), (1, 2)), ((1, 1, -2), (2, 1)))
    """
    (m, n), (first, last) = degrees, classes
    for a, d in product(*(list(islice(filters_in_class((k,), c), VARIANTS)) for k, c in ((m, first), (n, last)))):
        if a != d:
            yield ((*a, 0), (0, *d)), ((0, *a), (*d, 0))
    for b in islice(_turns(degrees, classes), MAX_TURNS):
        c = b[::-1]
        if not all(_is_promising(*known, b) for known in zip(degrees, classes, strict=True)):
            continue
        for a, d in product(_cofactors(m, b, first), _cofactors(n, c, last)):
            yield (convolved(a, b), convolved(d, c)), (convolved(a, c), convolved(d, b))


def _turns(degrees: tuple[int, int], classes: tuple[int, int]) -> Iterator[Flat]:
    """Filters b that are not palindromic, up to sign; in a layer of degree 1 they have its class."""
    single = next((c for m, c in zip(degrees, classes, strict=True) if m == 1), None)
    if single is not None:
        yield from (b for b in filters_in_class((2,), single) if abs(b[0]) != abs(b[1]))
        return
    for q in range(1, MAX_TURNS + 1):
        yield from ((p, sign * q) for p in range(1, q) if gcd(p, q) == 1 for sign in (1, -1))


def _cofactors(degree: int, b: Flat, part: int) -> list[Flat]:
    """Filters a for which the norm of a·b is in the class, with nonzero ends."""
    if degree == 1:
        return [(1,)]
    p, q = b
    if degree == 2:
        found = _on_conic(*_conic(b, part))
        return [_primitive(s + r, s - r) for s, r in found if abs(s) != abs(r)]
    count = (degree + 1) // 2
    scaled = squarefree_part(Fraction(part * (p * p + q * q)))
    return [_spaced(flat, degree) for flat in islice(filters_in_class((count,), scaled), VARIANTS)]


def _conic(b: Flat, part: int) -> tuple[int, int, int]:
    p, q = b
    return p * p + p * q + q * q, p * p - p * q + q * q, 2 * part


def _is_promising(degree: int, part: int, b: Flat) -> bool:
    """Whether a conic that is met has rational points, and numbers that are not too large."""
    if degree != 2:
        return True
    f, g, r = _conic(b, part)
    return max(f, g, r) <= MAX_CONIC and _is_soluble(f * r, g * r)


def _primitive(*entries: int) -> Flat:
    content = gcd(*entries) if entries[0] > 0 else -gcd(*entries)
    return tuple(entry // content for entry in entries)


def _spaced(flat: Flat, count: int) -> Flat:
    """The entries at every other place, and the last at the end."""
    result = [0] * count
    for place, entry in enumerate(flat):
        result[2 * place if place < len(flat) - 1 else -1] = entry
    return tuple(result)


def _on_conic(f: int, g: int, r: int) -> list[tuple[int, int]]:
    """Integers x, y for some z ≠ 0 with f·x² + g·y² = r·z²; none if none are found."""
    from sympy import symbols
    from sympy.solvers.diophantine.diophantine import diop_ternary_quadratic

    x, y, z = symbols("x y z", integer=True)
    found = diop_ternary_quadratic(f * x**2 + g * y**2 - r * z**2)
    if None in found:
        return []
    one, two, root = map(int, found)
    return [(one, two)] if root and f * one * one + g * two * two == r * root * root else []


def _is_soluble(a: int, b: int) -> bool:
    """Whether a·x² + b·y² = z² has solutions, for a, b > 0: the Hilbert symbols at odd primes are 1, so all are."""
    for p in {int(p) for n in (a, b) for p, _ in fmpz(n).factor()} - {2}:
        (i, u), (j, v) = (_split(n, p) for n in (a, b))
        sign = i * j * (p - 1) // 2 + j * (pow(u, (p - 1) // 2, p) != 1) + i * (pow(v, (p - 1) // 2, p) != 1)
        if sign % 2:
            return False
    return True


def _split(n: int, p: int) -> tuple[int, int]:
    power = 0
    while n % p == 0:
        n, power = n // p, power + 1
    return power, n


def filters_in_class(size: tuple[int, ...], part: int) -> Iterator[Flat]:
    """Filters whose squared norm is a square times the given number, with nonzero entries at both ends."""
    count = prod(size)
    base = sum_of_squares(part, min(count, 4))
    if base is None:
        return
    if count == 1:
        yield (1,)
        return
    first, last, *inner = base
    for cos, sin, radius in _rotations():
        for sign in (1, -1):
            x, y = cos * first - sign * sin * last, sin * first + sign * cos * last
            if x and y:
                flat = [0] * count
                flat[0], flat[-1] = x, y
                for place, entry in zip((1, count - 2), inner, strict=False):
                    flat[place] = radius * entry
                yield _primitive(*flat)


def _rotations() -> Iterator[tuple[int, int, int]]:
    """Cosines and sines over a common denominator."""
    yield 1, 0, 1
    for p in range(2, 8):
        for q in range(1, p):
            if gcd(p, q) == 1:
                legs = p * p - q * q, 2 * p * q
                yield *legs, p * p + q * q
                yield *legs[::-1], p * p + q * q
