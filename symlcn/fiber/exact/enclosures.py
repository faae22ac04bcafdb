"""Rigorous enclosures of what belongs to a real point scaled to invariants: t, ρ and the NTK.

Contents: :data:`PRECISIONS`, :class:`Enclosed`, :func:`enclose`, :class:`Separation`, :func:`separating_entry`,
:func:`separation_at_few_places`; :func:`spare_bits`, :func:`enclosed_root`.

Balls are FLINT's ``arb``. They may separate, never identify. What is enclosed is a sum of positive terms, up to what
cancels in products of filters, so that precision is relative: nothing depends on the scale of u, of x and of δ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, NamedTuple

from flint import arb, arb_mat, ctx

from symlcn.algebra.balls import Balls, ball, bit_size, inflate, multiply_all
from symlcn.fiber.exact.multiplication import multiplication_rows
from symlcn.fiber.points import Point
from symlcn.network.architecture import Architecture
from symlcn.network.filters import FilterLike, filter_to_polynomial, squared_norm
from symlcn.network.jacobian import few_places, offsets_of, strides_of
from symlcn.network.ntk import MAX_AMBIENT
from symlcn.network.scaling import shifts

__all__ = [
    "PRECISIONS",
    "Enclosed",
    "Separation",
    "enclose",
    "enclosed_root",
    "separating_entry",
    "separation_at_few_places",
    "spare_bits",
]

PRECISIONS = (96, 256, 768, 2304, 4096)
"""Bits that are tried, one after the other; beyond, discs around roots are too long for the checker."""

MAX_STEPS = 300
"""Newton steps towards t."""

MAX_DOUBLINGS = 40
"""Powers of 2 with exponents up to ±2^40 are where they may start."""


@dataclass(frozen=True)
class Enclosed:
    """Balls around the values at a real point scaled to invariants.

    Attributes
    ----------
    t : arb
    rho : tuple of arb
        ρ_l = t + Δ_l.
    square : arb
        c², where u = c·∏ w_l for the normalised filters.
    weights : tuple of arb
        c²·n_l/ρ_l.
    architecture : Architecture
    polynomials : tuple of dict
        These filters, as polynomials in x.
    bits : int
        The precision of what entered.
    """

    t: Any
    rho: tuple[Any, ...]
    square: Any
    weights: tuple[Any, ...]
    architecture: Architecture
    polynomials: tuple[Balls, ...]
    bits: int

    def rows(self) -> list[Any]:
        """The transposes M_lᵀ, of shape K_l×N: K is the sum of the weights times M_l·M_lᵀ."""
        found = []
        for layer in range(len(self.polynomials)):
            others = multiply_all(self.polynomials[:layer] + self.polynomials[layer + 1 :], self.architecture.dimension)
            found.append(arb_mat(multiplication_rows(self.architecture, layer, others)))
        return found

    @cached_property
    def corner(self) -> Any:
        """A ball around K(0, 0): the constant entries of the filters give the corners of all N_l."""
        zero = (0,) * self.architecture.dimension
        with ctx.workprec(2 * self.bits):
            constants = [polynomial.get(zero, arb(0)) for polynomial in self.polynomials]
            others = [prod(constants[:l] + constants[l + 1 :], start=arb(1)) for l in range(len(constants))]
            return sum((w * c * c for w, c in zip(self.weights, others, strict=True)), start=arb(0))

    def trace(self) -> Any:
        """A ball around tr K: tr N_l is K_l times the squared norm of the product of the other filters."""
        with ctx.workprec(2 * self.bits):
            total = arb(0)
            for l, weight in enumerate(self.weights):
                others = multiply_all(self.polynomials[:l] + self.polynomials[l + 1 :], self.architecture.dimension)
                square = sum((c * c for c in others.values()), start=arb(0))
                total += weight * square * self.architecture.layers[l].parameters
            return total

    def first_row(self) -> Any:
        """A ball matrix of one row around the first row of K: only the first column of M_l reaches the first entry."""
        size, zero = self.architecture.end_to_end_size, (0,) * self.architecture.dimension
        row = [arb(0)] * self.architecture.ambient
        with ctx.workprec(2 * self.bits):
            for l, weight in enumerate(self.weights):
                others = multiply_all(self.polynomials[:l] + self.polynomials[l + 1 :], self.architecture.dimension)
                for index, value in others.items():
                    place = sum(i * prod(size[d + 1 :]) for d, i in enumerate(index))
                    row[place] += weight * others.get(zero, arb(0)) * value
            return arb_mat([row])

    def at(self, places: Sequence[int]) -> Any:
        """A ball matrix around the rows and columns of K at some places."""
        strides = strides_of(self.architecture.end_to_end_size)
        entries = {(i, j): arb(0) for i in places for j in places}
        with ctx.workprec(2 * self.bits):
            for l, weight in enumerate(self.weights):
                others = multiply_all(self.polynomials[:l] + self.polynomials[l + 1 :], self.architecture.dimension)
                flat = {sum(map(int.__mul__, index, strides)): value for index, value in others.items()}
                for offset in offsets_of(self.architecture, l):
                    column = [(place, flat[place - offset]) for place in places if place - offset in flat]
                    for (i, x), (j, y) in product(column, repeat=2):
                        entries[i, j] += weight * x * y
            return arb_mat([[entries[i, j] for j in places] for i in places])

    def kernel(self) -> Any:
        """A ball matrix around K."""
        with ctx.workprec(2 * self.bits):
            first, *others = (m.transpose() * m * w for w, m in zip(self.weights, self.rows(), strict=True))
            return sum(others, start=first)


def enclose(
    architecture: Architecture, tensor: FilterLike, point: Point, delta: Sequence[Fraction], bits: int
) -> Enclosed | None:
    """Enclose a real point over an end-to-end filter scaled to δ; None if the precision is not enough.

    Examples
    --------
    Ex. 19 at the root 0 of x³ − x, balanced:

    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.fiber.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (0, -1, 0, 1)
    >>> first, *_ = geometric_points(network, u, "R")
    >>> enclose(network, u, first, [Fraction(0)], 64).corner.str(6, radius=False)
    '0.707107'
    """
    layers = range(len(architecture.layers))
    with ctx.workprec(2 * bits):
        balls = [{i: c.real for i, c in point.enclosure(layer, bits).items()} for layer in layers]
        inflated = [inflate(polynomial, e) for polynomial, e in zip(balls, architecture.exponents, strict=True)]
        (top, value), *_ = filter_to_polynomial(tensor, (1,) * architecture.dimension).terms()
        whole = multiply_all(inflated, architecture.dimension)[top]
        if whole.contains(0):
            return None
        square = (ball(value) / whole) ** 2
        norms = [sum((c * c for c in polynomial.values()), start=arb(0)) for polynomial in balls]
        offsets = shifts(delta)
        floor = min(offsets)
        gaps = [ball(offset - floor) for offset in offsets]
        root = enclosed_root(square * prod(norms, start=arb(1)), gaps, bits)
        if root is None:
            return None
        rho = tuple(root + gap for gap in gaps)
        weights = tuple(square * norm / r for norm, r in zip(norms, rho, strict=True))
        return Enclosed(root - ball(floor), rho, square, weights, architecture, tuple(inflated), bits)


class Separation(NamedTuple):
    """A place at which two NTKs differ, and an enclosure of the difference there."""

    place: tuple[int, int]
    difference: Any


def separating_entry(left: Enclosed, right: Enclosed) -> Separation | None:
    """A place on or above the diagonal at which enclosures of two NTKs are disjoint; None if they nowhere are.

    Where N exceeds 2000 only the first row is looked at.
    """
    found = separation_at_few_places(left, right)
    if found is not None or left.architecture.ambient > MAX_AMBIENT:
        return found
    with ctx.workprec(2 * left.bits):
        return _disjoint(left.kernel() - right.kernel())


def separation_at_few_places(left: Enclosed, right: Enclosed) -> Separation | None:
    """The same for the first row and a small principal submatrix."""
    with ctx.workprec(2 * left.bits):
        corner = left.corner - right.corner
        if not corner.contains(0):
            return Separation((0, 0), corner)
        found = _disjoint(left.first_row() - right.first_row())
        if found is not None:
            return found
        few = few_places(left.architecture)
        found = _disjoint(left.at(few) - right.at(few))
        return found and Separation((few[found.place[0]], few[found.place[1]]), found.difference)


def _disjoint(difference: Any) -> Separation | None:
    """The first entry on or above the diagonal that is not 0."""
    places = ((i, j) for i in range(difference.nrows()) for j in range(i, difference.ncols()))
    found = next((place for place in places if not difference[place].contains(0)), None)
    return None if found is None else Separation(found, difference[found])


def spare_bits(point: Point, ball: Enclosed) -> int:
    """By how much the absolute precision of all that belongs to a point must exceed the relative one.

    The point has primitive filters where they are rational, whose product is multiplied by c, else normalised ones.
    """
    layers = ball.architecture.layers
    with ctx.workprec(2 * ball.bits):
        norms = [weight * rho / ball.square for weight, rho in zip(ball.weights, ball.rho, strict=True)]
        square = ball.square
        for layer, shape in enumerate(layers):
            filter_ = point.rational_filter(layer, shape.size)
            if filter_ is not None:
                own = arb(int(squared_norm(filter_)))
                square *= norms[layer] / own
                norms[layer] = own
        products = prod((norm * shape.parameters for norm, shape in zip(norms, layers, strict=True)), start=arb(1))
        ratios = (norm / rho for norm, rho in zip(norms, ball.rho, strict=True))
        sizes = [products, square, 1 / prod(ball.rho, start=arb(1))]
        largest = [max(map(bit_size, ratios)), max(bit_size(1 / rho) for rho in ball.rho)]
        return sum(max(bits, 0) for bits in (*map(bit_size, sizes), *largest))


def enclosed_root(target: Any, gaps: Sequence[Any], bits: int) -> Any:
    """A ball around the s > 0 with ∏(s + g_l) in the given ball, where all g_l ≥ 0 and one is 0.

    The product is convex and increases with s. Newton steps from above approach it, without proof; then the product is
    seen to be below and above. None if the precision is not enough.
    """

    def value(s: Any) -> Any:
        return prod((s + gap for gap in gaps), start=arb(1))

    exponent = _exponent_above(target, value) if target.is_finite() and target > 0 else None
    if exponent is None:
        return None
    centre = arb(2) ** exponent
    for _ in range(MAX_STEPS):
        slope = sum((centre / (centre + gap) for gap in gaps), start=arb(0))
        change = (centre * (1 - target.mid() / value(centre)) / slope).mid()
        centre = (centre - change).mid()
        if abs(change) < arb(2) ** -bits * centre:
            break
    for doublings in range(bits):
        room = arb(2) ** (doublings - bits)
        below, above = centre * (1 - room), centre * (1 + room)
        if value(below) < target and value(above) > target:
            return below.union(above)
    return None


def _exponent_above(target: Any, value: Callable[[Any], Any]) -> int | None:
    """The least e such that an increasing function is above the target at 2^e; None beyond ±2^40."""

    def above(exponent: int) -> bool:
        return bool(value(arb(2) ** exponent) > target)

    limits = [1 << k for k in range(MAX_DOUBLINGS)]
    high = next((e for e in limits if above(e)), None)
    low = next((-e for e in limits if not above(-e)), None)
    if high is None or low is None:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if above(middle) else (middle, high)
    return high
