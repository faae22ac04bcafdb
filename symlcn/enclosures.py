"""Rigorous enclosures of what belongs to a real point scaled to invariants: t, ρ and the NTK.

Contents: :class:`Enclosed`, :func:`enclose`, :func:`separating_entry`.

Balls are FLINT's ``arb``. They may separate, never identify.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from flint import arb, arb_mat, ctx

from symlcn.architecture import Architecture
from symlcn.balls import Balls, ball, inflate, multiplication_rows, multiply_all
from symlcn.filters import FilterLike, filter_to_polynomial
from symlcn.ntk import MAX_AMBIENT
from symlcn.points import Point
from symlcn.scaling import shifts

__all__ = ["Enclosed", "enclose", "separating_entry"]

MAX_STEPS = 300
"""Newton steps towards t, which take the most where δ is very large."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Balls around the values at a real point scaled to invariants.

    Attributes
    ----------
    t : arb
    rho : tuple of arb
        ρ_l = t + Δ_l.
    weights : tuple of arb
        c²·n_l/ρ_l for the normalised filters w_l with u = c·∏ w_l.
    architecture : Architecture
    polynomials : tuple of dict
        These filters, as polynomials in x.
    bits : int
        The precision of what entered.
    """

    t: Any
    rho: tuple[Any, ...]
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
        """A ball matrix of one row around the first row of K."""
        with ctx.workprec(2 * self.bits):
            parts = (arb_mat([[m[k, 0] for k in range(m.nrows())]]) * m for m in self.rows())
            first, *others = (part * w for part, w in zip(parts, self.weights, strict=True))
            return sum(others, start=first)

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

    >>> from symlcn.architecture import parse_architecture
    >>> from symlcn.points import geometric_points
    >>> network, u = parse_architecture("k3 k2"), (0, -1, 0, 1)
    >>> first, *_ = geometric_points(network, u, "R")
    >>> enclose(network, u, first, [Fraction(0)], 64).corner().str(6, radius=False)
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
        t = _enclosed_root(square * prod(norms, start=arb(1)), shifts(delta), bits)
        rho = tuple(t + ball(shift) for shift in shifts(delta))
        weights = tuple(square * norm / r for norm, r in zip(norms, rho, strict=True))
        return Enclosed(t, rho, weights, architecture, tuple(inflated), bits)


def separating_entry(left: Enclosed, right: Enclosed) -> tuple[int, int] | None:
    """The first place, row-major, at which enclosures of two NTKs are disjoint; None if they nowhere are.

    Where N exceeds 2000 only the first row is looked at.
    """
    if not left.corner().overlaps(right.corner()):
        return 0, 0
    for part in (Enclosed.first_row, Enclosed.kernel):
        difference = part(left) - part(right)
        places = ((i, j) for i in range(difference.nrows()) for j in range(i, difference.ncols()))
        found = next((place for place in places if not difference[place].contains(0)), None)
        if found is not None or difference.ncols() > MAX_AMBIENT:
            return found
    return None


def _enclosed_root(target: Any, offsets: Sequence[Fraction], bits: int) -> Any:
    """A ball around the t > max(−Δ_l) with ∏(t + Δ_l) in the given ball; the product increases with t.

    Bisection starts and Newton steps refine, without proof; then the product is seen to be below and above.
    """
    lower = max(-offset for offset in offsets)
    step = Fraction(1)
    while not _product(lower + step, offsets) > target:
        step *= 2
    low, high = lower, lower + step
    for _ in range(64 + 8 * len(offsets)):
        middle = (low + high) / 2
        low, high = (middle, high) if _product(middle, offsets) < target else (low, middle)
    shifts_, centre = [ball(offset) for offset in offsets], ball(high).mid()
    for _ in range(MAX_STEPS):
        terms = [centre + shift for shift in shifts_]
        slope = sum((1 / term for term in terms), start=arb(0))
        change = ((1 - target.mid() / prod(terms, start=arb(1))) / slope).mid()
        centre = (centre - change).mid()
        room = arb(2) ** -bits * abs(centre - ball(lower))
        if abs(change) < room:
            break
    while True:
        around = centre - room, centre + room
        below, above = (prod((end + shift for shift in shifts_), start=arb(1)) for end in around)
        if around[0] < ball(lower):
            around, below = (ball(lower), around[1]), arb(0)
        if below < target and above > target:
            return around[0].union(around[1])
        room *= 2


def _product(t: Fraction, offsets: Sequence[Fraction]) -> Any:
    return ball(prod((t + offset for offset in offsets), start=Fraction(1)))
