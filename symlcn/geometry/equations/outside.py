"""Real points of the closure of the neuromanifold that lie outside it: products over C of filters, but not over R.

Contents: :class:`Kind`, :class:`Outside`, :func:`outside`, :func:`form_of`, :func:`patterns`.

Let the layers have one direction, and let their different exponents E_1, …, E_r divide each other in this order. A
real u ≠ 0 is, up to a scalar and in one way, v_1(x^{E_1})⋯v_r(x^{E_r}) where v_r(x^{E_r}) is the largest divisor of u
in x^{E_r}, then v_{r−1}(x^{E_{r−1}}) that of the quotient, and so on. All is meant homogeneously: 0 and ∞ are roots,
too. Let d_j be the degree of v_j, and M_j the sum of the degrees of the layers of exponent E_j.

A factor of exponent E_r divides v_r(x^{E_r}); when all of them are taken, what is left of v_r is a polynomial in
x^{E_{r−1}}, and with v_{r−1} it is what the factors of exponent E_{r−1} are taken from; and so on. So over C the filter
u is in the image iff Σ_{i≥j} E_i·d_i ≥ Σ_{i≥j} E_i·M_i for all j, with equality for j = 1. Over R factors are to be
real: they take real roots and whole pairs of conjugate roots. Whether they can depends only on the numbers of roots of
the v_j: at 0 or ∞ (each becomes s such roots in a variable of which the given one is the s-th power), positive,
negative (see :mod:`symlcn.geometry.strata.realroots`) and conjugate. All cases are tried. A single layer of the
smallest exponent takes what is left, so the roots of v_1 do not matter then.

So the real points of the closure outside the neuromanifold are given by the degrees of gcds and by numbers of real
roots, which are conditions on signs of polynomials in the entries of u: for degree 2, of the discriminant. Where the
parametrization map is birational all of them are singular points, as a normal point has one preimage, which is real.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from itertools import product as cartesian
from math import prod
from typing import TypeAlias

from symlcn.errors import LimitError, brief
from symlcn.geometry.strata.realroots import split_roots
from symlcn.network.architecture import Architecture
from symlcn.network.classify import classify

__all__ = ["Kind", "Outside", "Pattern", "form_of", "outside", "patterns"]

MAX_CASES = 3000
"""Cases of numbers of real roots, over all kinds, up to which all are tried."""
MAX_DEGREE = 60
"""Degree of u up to which this is done."""

Pattern: TypeAlias = tuple[int, int, int]
"""Numbers of roots at 0 or ∞, of positive and of negative roots; the others are conjugate."""
Pool: TypeAlias = tuple[int, int, int, int]
"""The same, and the number of pairs of conjugate roots."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Filters with given degrees d_j of the v_j, and the numbers of real roots for which they are outside.

    Attributes
    ----------
    degrees : tuple of int
    roots : tuple of tuple of (Pattern or None)
        For each case one pattern for each v_j; None for v_1 where its roots do not matter.
    """

    degrees: tuple[int, ...]
    roots: tuple[tuple[Pattern | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """The real points of the closure of the neuromanifold outside it.

    Attributes
    ----------
    exponents : tuple of int
        E_1, …, E_r, increasing.
    kinds : tuple of Kind
        By decreasing degrees; none if the neuromanifold is closed in this sense.
    """

    __repr__ = brief

    exponents: tuple[int, ...]
    kinds: tuple[Kind, ...]


def form_of(architecture: Architecture) -> str | None:
    """What is known of real points outside for every architecture whose generic fiber is one orbit of permutations.

    ``"normal"``: they are not normal points of the closure, as π is birational. ``"conjugate"``: if they are,
    interchangeable layers have complex conjugate filters: by Zariski's main theorem the fiber over a normal point is
    one orbit, which conjugation permutes. None: nothing.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> [form_of(parse_architecture(text)) for text in ("k2x2 k3x2", "k2x2 k2x2", "k3x1 k2x1")]
    ['normal', 'conjugate', None]
    """
    found = classify(architecture)
    return "normal" if found.birational else "conjugate" if found.birational_up_to_layer_order else None


def outside(architecture: Architecture) -> Outside:
    """The real points of the Zariski closure of the neuromanifold that are no products of real filters.

    Raises
    ------
    LimitError
        If there are several directions, exponents do not divide each other, or cases are too many.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> outside(parse_architecture("k3s2 k2"))
    Outside(exponents=(1, 2), kinds=(Kind(degrees=(0, 2), roots=((None, (0, 0, 0)),)),))
    >>> outside(parse_architecture("k2s2 k3")).kinds
    ()
    """
    if architecture.dimension > 1:
        raise LimitError("real points are described in one direction only")
    layers: dict[int, list[int]] = {}
    for layer, exponent in zip(architecture.layers, architecture.exponents, strict=True):
        if layer.active:
            layers.setdefault(exponent[0], []).append(layer.degrees[0])
    exponents = tuple(sorted(layers))
    if any(b % a for a, b in pairwise(exponents)):
        raise LimitError("real points are described for exponents that divide each other only")
    taken = [layers[e] for e in exponents]
    total = sum(e * sum(m) for e, m in zip(exponents, taken, strict=True))
    if total > MAX_DEGREE:
        raise LimitError(f"real points of degree {total}; at most {MAX_DEGREE} are described")
    kinds, left = [], MAX_CASES
    for degrees in _degrees(exponents, [sum(m) for m in taken], len(exponents) - 1, total, 0):
        choices: list[list[Pattern | None]] = [list(patterns(d)) for d in degrees]
        if taken and len(taken[0]) == 1:
            choices[0] = [None]
        left -= prod(map(len, choices))
        if left < 0:
            raise LimitError(f"real points: more than {MAX_CASES} cases of numbers of real roots")
        found = tuple(case for case in cartesian(*choices) if not _real(exponents, taken, degrees, case))
        if found:
            kinds.append(Kind(degrees, found))
    return Outside(exponents, tuple(sorted(kinds, key=lambda kind: kind.degrees, reverse=True)))


def _degrees(
    exponents: Sequence[int], sums: Sequence[int], level: int, total: int, spare: int
) -> Iterator[tuple[int, ...]]:
    """The degrees d_j of the v_j for j ≤ level, where `total` is what they add up to in x.

    `spare` is what the v_i above have beyond the layers there.
    """
    if level < 0:
        if total == 0:
            yield ()
        return
    e = exponents[level]
    for d in range(total // e + 1):
        beyond = spare + e * (d - sums[level])
        if beyond >= 0:
            for rest in _degrees(exponents, sums, level - 1, total - e * d, beyond):
                yield (*rest, d)


def patterns(degree: int) -> Iterator[Pattern]:
    """All numbers of real roots of a polynomial of a degree.

    Examples
    --------
    >>> list(patterns(1)), len(list(patterns(4)))
    ([(0, 0, 1), (0, 1, 0), (1, 0, 0)], 22)
    """
    for real in range(degree % 2, degree + 1, 2):
        for ends in range(real + 1):
            for positive in range(real - ends + 1):
                yield ends, positive, real - ends - positive


def _real(
    exponents: Sequence[int], taken: Sequence[Sequence[int]], degrees: Sequence[int], case: Sequence[Pattern | None]
) -> bool:
    """Whether all layers find real factors."""
    pools: set[Pool] = {(0, 0, 0, 0)}
    for level in reversed(range(len(exponents))):
        pattern = case[level]
        if pattern is None:
            return bool(pools)
        pairs = (degrees[level] - sum(pattern)) // 2
        own = (*pattern, pairs)
        pools = {tuple(map(int.__add__, pool, own)) for pool in pools}  # type: ignore[misc]
        for m in taken[level]:
            pools = {rest for pool in pools for rest in _rests(pool, m)}
        if level:
            ratio = exponents[level] // exponents[level - 1]
            pools = {(ends * ratio, *split_roots((p, n, c), ratio)) for ends, p, n, c in pools}
    return bool(pools)


def _rests(pool: Pool, degree: int) -> Iterator[Pool]:
    """What is left when a real factor of a degree is taken, in all ways."""
    ends, positive, negative, pairs = pool
    for c in range(min(pairs, degree // 2) + 1):
        for z in range(min(ends, degree - 2 * c) + 1):
            for p in range(min(positive, degree - 2 * c - z) + 1):
                n = degree - 2 * c - z - p
                if n <= negative:
                    yield ends - z, positive - p, negative - n, pairs - c
