"""The scaling of a point that is not rational, exactly: t as a real algebraic number.

Contents: :class:`Resolvent`, :func:`resolvent`; :class:`Scalings`.

The product ν of the squared norms is a root of an integer polynomial, the resolvent, whose roots belong to the
arrangements of the point (see :mod:`symlcn.fiber.exact.conjugates`). Its coefficients are integers, so balls determine
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor, lcm, prod
from typing import Any, NamedTuple

from flint import acb, acb_poly, arb, ctx, fmpq, fmpq_poly, fmpz_poly

from symlcn.algebra.balls import ball
from symlcn.algebra.realnumbers import Number, RealAlgebraic, dyadic, evaluate
from symlcn.errors import LimitError, brief
from symlcn.fiber.exact.conjugates import (
    MARGIN,
    MAX_BITS,
    conjugate_points,
    count_conjugates,
    scaling_house,
    type_of,
)
from symlcn.fiber.exact.enclosures import enclose
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike, filter_to_polynomial
from symlcn.network.scaling import Scaling, shifts

__all__ = ["Resolvent", "Scalings", "resolvent"]

MAX_DEGREE = 300
"""Degree of a polynomial for t up to which it is looked for: the number of arrangements times that of layers."""

MAX_SHOWN = 11_000
"""Bits of roots up to which the checker reads discs around them: it takes no numbers of more than 4000 digits."""

FINE = 64
"""Bits after the binary point up to which each number of them is tried for the ends of an interval."""

MAX_ARRANGEMENTS = 100
"""Number of arrangements of a point up to which a resolvent is made: the checker has to multiply as many factors."""

CHECKED_BITS = 160
"""Bits of t that show which factor of its polynomial vanishes; checkers know more."""


class Resolvent(NamedTuple):
    """The monic integer polynomial with the roots D·ν at all arrangements of a point, ν = c²·∏ n_l.

    Attributes
    ----------
    denominator : int
        D.
    coefficients : tuple of int
        From degree 0; the last is 1.
    bits : int
        Bits of the roots that determine the coefficients, with a margin.
    """

    denominator: int
    coefficients: tuple[int, ...]
    bits: int

    def __repr__(self) -> str:
        return brief(self)


def resolvent(architecture: Architecture, tensor: FilterLike, point: Point) -> Resolvent | None:
    """The resolvent of the product of squared norms, or None beyond 100 arrangements or 11000 bits of the roots.

    Balls determine its coefficients, which are algebraic integers and rational.

    Examples
    --------
    Over x³ − 2, with its root a, ν = (1 + a²)(1 + a² + a⁴) = 5 + 4a + 2a²:

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (-2, 0, 0, 1)
    >>> (point,) = geometric_points(network, u, "R")
    >>> resolvent(network, u, point).coefficients
    (-45, 27, -15, 1)
    """
    if count_conjugates([point]) > MAX_ARRANGEMENTS:
        return None
    zeros = [Fraction(0)] * (len(architecture.layers) - 1)
    house = scaling_house(architecture, tensor, point, zeros).product
    (_, scalar), *_ = filter_to_polynomial(tensor, (1,) * architecture.dimension).terms()
    points = list(conjugate_points(point))
    amplified = (house.denominator * house.bound).bit_length()
    bits = 64
    while bits <= MAX_BITS:
        with ctx.workprec(bits + 32):
            roots = [ball(scalar**2 * house.denominator) * _norms(other, bits) for other in points]
            found = acb_poly.from_roots(roots).unique_fmpz_poly()
            size = (sum((1 + abs(root)).log() for root in roots) / arb(2).log()).upper()
            needed = ceil(dyadic(size)) + amplified + MARGIN if size.is_finite() else 0
            if found is not None:
                own = Resolvent(house.denominator, tuple(map(int, found.coeffs())), needed)
                return own if needed <= MAX_SHOWN else None
        bits = max(2 * bits, min(needed, MAX_BITS))
    return None


def _norms(point: Point, bits: int) -> Any:
    """A ball around ∏ n_l of the normalised filters."""
    squares = (
        sum((c * c for c in point.enclosure(l, bits).values()), start=acb(0)) for l in range(len(point.products))
    )
    return prod(squares, start=acb(1))


class Scalings:
    """Solves the scaling equation at the points of one fiber that are not rational.

    Parameters
    ----------
    architecture : Architecture
    tensor : filter
        The end-to-end filter.
    delta : sequence of Fraction
        The invariants.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (-2, 0, 0, 1)
    >>> (point,) = geometric_points(network, u, "R")
    >>> Scalings(network, u, [Fraction(0)]).solve(point)[0].t.minpoly
    (-45, 0, 27, 0, -15, 0, 1)
    """

    def __init__(self, architecture: Architecture, tensor: FilterLike, delta: Sequence[Fraction]) -> None:
        self.architecture, self.tensor, self.delta = architecture, tensor, tuple(delta)
        self.offsets = shifts(delta)
        self._resolvents: dict[frozenset[Any], Resolvent | None] = {}
        self._factors: dict[tuple[int, ...], list[fmpz_poly]] = {}

    def solve(self, point: Point) -> tuple[Scaling, Resolvent] | None:
        """t as a real algebraic number at a real point, and the resolvent that shows it.

        t is a root of R(D·∏(t + Δ_l)); balls exclude all irreducible factors but one.

        Returns
        -------
        tuple or None
            None if there are too many arrangements, the polynomial for t would be of a degree beyond 300, or 16384
            bits do not exclude the other factors.
        """
        if count_conjugates([point]) * len(self.offsets) > MAX_DEGREE:
            return None
        kind = type_of(point)
        if kind not in self._resolvents:
            self._resolvents[kind] = resolvent(self.architecture, self.tensor, point)
        found = self._resolvents[kind]
        if found is None:
            return None
        try:
            t = self._root(point, found)
        except LimitError:
            return None
        return Scaling(t, self.offsets), found

    def _root(self, point: Point, found: Resolvent) -> Number:
        def near(bits: int) -> Any:
            enclosed = enclose(self.architecture, self.tensor, point, self.delta, bits)
            return arb(0, 1) / arb(0) if enclosed is None else enclosed.t

        def nu(bits: int) -> Any:
            return found.denominator * prod((near(bits) + ball(s) for s in self.offsets), start=arb(1))

        own = _vanishing(self._irreducible(fmpz_poly(list(found.coefficients))), nu)
        shifted = fmpq_poly([found.denominator])
        for offset in self.offsets:
            shifted *= fmpq_poly([fmpq(offset.numerator, offset.denominator), 1])
        minpoly = _vanishing(self._irreducible(fmpq_poly(own)(shifted).numer()), near)
        coefficients = tuple(int(c) for c in minpoly.coeffs())
        if len(coefficients) == 2:
            t: Number = Fraction(-coefficients[0], coefficients[1])
        else:
            t = RealAlgebraic(coefficients, *_isolated(coefficients, near, max(-offset for offset in self.offsets)))
        whole = fmpq_poly(fmpz_poly(list(found.coefficients)))(shifted).numer()
        _check_cofactor(whole, minpoly, near(CHECKED_BITS))
        return t

    def _irreducible(self, polynomial: fmpz_poly) -> list[fmpz_poly]:
        """The irreducible factors, primitive with positive leading coefficients."""
        key = tuple(map(int, polynomial.coeffs()))
        if key not in self._factors:
            factors = (factor for factor, _ in polynomial.factor()[1])
            self._factors[key] = [f if int(f.coeffs()[-1]) > 0 else -f for f in factors]
        return self._factors[key]


def _check_cofactor(whole: fmpz_poly, minpoly: fmpz_poly, t: Any) -> None:
    """Raise LimitError unless an enclosure shows that what is left of a polynomial does not vanish at t."""
    while True:
        quotient, rest = divmod(fmpq_poly(whole), fmpq_poly(minpoly))
        if not rest.is_zero():
            break
        whole = quotient.numer()
    with ctx.workprec(2 * CHECKED_BITS):
        ends = (dyadic(t.lower()), dyadic(t.upper())) if t.is_finite() else None
    if ends is None or _may_vanish(list(map(int, whole.coeffs())), *ends):
        raise LimitError(f"{CHECKED_BITS} bits do not show which factor vanishes at t")


def _vanishing(candidates: Sequence[fmpz_poly], enclosed: Callable[[int], Any]) -> fmpz_poly:
    """The one of several irreducible polynomials that vanishes at a number, where one does."""
    bits = 64
    while len(candidates) > 1 and bits <= MAX_BITS:
        with ctx.workprec(2 * bits):
            value = enclosed(bits)
            candidates = [f for f in candidates if f(value).contains(0)]
        bits *= 2
    if len(candidates) != 1:
        raise LimitError(f"{len(candidates)} factors are left at {MAX_BITS} bits")
    return candidates[0]


def _isolated(minpoly: tuple[int, ...], near: Callable[[int], Any], floor_: Fraction) -> tuple[Fraction, Fraction]:
    """Dyadic bounds around a root, between which the polynomial changes sign and its derivative does not vanish."""
    slope = [k * c for k, c in enumerate(minpoly)][1:]
    bits = 128
    while bits <= MAX_BITS:
        ball = near(bits)
        if ball.is_finite():
            with ctx.workprec(2 * bits):
                lower, upper = dyadic(ball.lower()), dyadic(ball.upper())
            for k in _grids(bits):
                low = Fraction(floor(lower * 2**k), 2**k)
                high = low + Fraction(1, 2**k)
                apart = max(low, floor_) < lower and upper < high and low >= floor_
                changes = apart and evaluate(minpoly, low) * evaluate(minpoly, high) < 0
                if changes and not _may_vanish(slope, low, high):
                    return low, high
        bits *= 2
    raise LimitError(f"t is not isolated at {MAX_BITS} bits")


def _grids(bits: int) -> Iterator[int]:
    """Numbers k of bits after the binary point, in small steps first, then in larger ones."""
    k = 3
    while k < bits:
        yield k
        k += 1 + (k // 8 if k > FINE else 0)


def _may_vanish(polynomial: Sequence[int], low: Fraction, high: Fraction) -> bool:
    """Whether 0 is in the enclosure of a polynomial on an interval by Horner's scheme."""
    common = lcm(low.denominator, high.denominator)
    ends = int(low * common), int(high * common)
    below, above, scale = 0, 0, 1
    for coefficient in reversed(polynomial):  # numerators over a power of the common denominator, the scale
        corners = [side * end for side in (below, above) for end in ends]
        scale *= common
        below, above = min(corners) + coefficient * scale, max(corners) + coefficient * scale
    return below <= 0 <= above
