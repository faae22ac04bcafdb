"""Equality of the NTKs at two real points, exactly.

Contents: :func:`are_equal`, :func:`equality_bits`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import arb, ctx

from symlcn.fiber.exact.conjugates import MARGIN, MAX_BITS, House, count_conjugates, scaling_house, zero_bits
from symlcn.fiber.exact.enclosures import Enclosed, enclose
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike

__all__ = ["are_equal", "equality_bits"]

MAX_ENTRIES = 128
"""Length of the end-to-end filter up to which equality is decided."""


def equality_bits(
    architecture: Architecture, tensor: FilterLike, left: Point, right: Point, delta: Sequence[Fraction]
) -> int | None:
    """Bits at which enclosures of NTKs at two points show that they are equal, if they are; None if too many.

    E = ν·ν'·(K − K') is integral over the filters, t and t', of which each is one of L roots of its equation.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k2 k2"), (-2, 0, 1)
    >>> equality_bits(network, u, *geometric_points(network, u, "R"), [Fraction(0)]) > 100
    True
    """
    depth = len(architecture.layers)
    one, other = (scaling_house(architecture, tensor, point, delta) for point in (left, right))
    conjugates = count_conjugates([left, right]) * depth**2
    first, second = (house.rho ** (depth - 1) for house in (one, other))
    denominator = one.product.denominator * other.product.denominator * first.denominator * second.denominator
    product = one.product.bound * other.product.bound
    bits = zero_bits(House(denominator, depth * product * (first.bound + second.bound)), conjugates)
    needed = bits + product.bit_length()
    return needed if needed + MARGIN <= MAX_BITS and architecture.ambient <= MAX_ENTRIES else None


def are_equal(
    architecture: Architecture, tensor: FilterLike, left: Point, right: Point, delta: Sequence[Fraction]
) -> bool | None:
    """Whether two real points have the same NTK at given invariants; None if that takes too many bits or entries.

    Exact: enclosures separate, the norm argument of :mod:`symlcn.fiber.exact.conjugates` identifies. Knows nothing of
    permutations.

    Examples
    --------
    The filters x ± √2 in two layers can be swapped where ρ is equal:

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k2 k2"), (-2, 0, 1)
    >>> left, right = geometric_points(network, u, "R")
    >>> [are_equal(network, u, left, right, [Fraction(delta)]) for delta in (0, 1)]
    [True, False]
    """
    needed = equality_bits(architecture, tensor, left, right, delta)
    if needed is None:
        return None
    bits = needed + MARGIN
    balls: list[Enclosed] = []
    for point in (left, right):
        enclosed = enclose(architecture, tensor, point, delta, bits)
        if enclosed is None:
            return None
        balls.append(enclosed)
    with ctx.workprec(2 * bits):
        difference = balls[0].kernel() - balls[1].kernel()
        entries = difference.entries()
        if any(not entry.contains(0) for entry in entries):
            return False
        small = arb(2) ** -needed
        return True if all(entry.abs_upper() < small for entry in entries) else None
