"""Rational t for which given numbers t + Δ are squares, by conics and curves of genus 1; or proof that there are none.

Contents: :class:`SquareShifts`, :class:`Cover`, :func:`sizes`.

The norm of a scalar layer is the square of its only entry, so rational filters need t + Δ_l to be a square for each
scalar layer l. Two layers of equal class besides, as a swap has them, need (t + Δ_i)·(t + Δ_j) to be a square. With one
different Δ_l all t are known, with two they are those of a conic. With three, t is the coordinate of the double of a
rational point of the curve y² = ∏(x + Δ_l) of genus 1; with one and a product it is that of a point of
y² = (x + Δ_l)(x + Δ_i)(x + Δ_j). Beyond that the curves have a genus > 1, and finitely many rational points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from math import gcd, isqrt

from symlcn.algebra.exact import rational_root
from symlcn.algebra.halvings import Curve, rank_bound, selmer_classes
from symlcn.algebra.squares import squarefree_part
from symlcn.counterexample.candidates import Budget

__all__ = ["Cover", "SquareShifts", "sizes"]

MAX_SIZE = 40
"""Bound of numerators and denominators of the parameters of conics."""
MAX_HEIGHT = 150
"""Bound of u and w where points with x + Δ = d·(u/w)² are searched on a curve of genus 1."""
MAX_GENERATORS = 4
MAX_MULTIPLE = 6
MAX_CURVES = 12


@dataclass(frozen=True, slots=True)
class Cover:
    """A curve of genus 1, and how t comes from x: it is x, or m/x − s where (t + s)(t + a)(t + b)(t + c) is a square.

    In x = m/(t + s), m the product of the differences a − s, b − s, c − s, the fourth condition is one on a cubic.
    """

    curve: Curve
    inverse: tuple[Fraction, Fraction] | None = None

    def __str__(self) -> str:
        if self.inverse is None:
            return f"the curve {self.curve} with x = t"
        s, m = self.inverse
        return f"the curve {self.curve} with t = {m}/x {'−' if s >= 0 else '+'} {abs(s)}"

    def shifts_at(self, x: Fraction) -> list[Fraction]:
        """The t of a point, none where it is infinite."""
        if self.inverse is None:
            return [x]
        s, m = self.inverse
        return [m / x - s] if x else []


@dataclass(frozen=True, slots=True)
class SquareShifts:
    """The condition that t + Δ > 0 is a square for each Δ in `squares`, and the product for the two of `product`.

    Attributes
    ----------
    squares : tuple of Fraction
        Different numbers, in order.
    product : tuple of Fraction
        Two different numbers that are not among them, or none.
    floor : Fraction
        Only t > floor count.

    Examples
    --------
    >>> two = SquareShifts((Fraction(0), Fraction(3)), (), Fraction(0))
    >>> next(two.values(Budget(100)))
    Fraction(1, 1)
    >>> SquareShifts((Fraction(1),), (Fraction(2), Fraction(0)), Fraction(0)).none()  # doctest: +NORMALIZE_WHITESPACE
    'the curve y² = (x + 2)·(x + 1)·x with x = t has 4 rational points, by a complete 2-descent,
    and none gives such a t'
    """

    squares: tuple[Fraction, ...]
    product: tuple[Fraction, ...]
    floor: Fraction

    @classmethod
    def of(cls, squares: set[Fraction], product: set[Fraction], floor: Fraction) -> SquareShifts:
        """The conditions without those that follow from others."""
        if squares & product:
            squares, product = squares | product, set()
        return cls(tuple(sorted(squares)), tuple(sorted(product, reverse=True)), floor)

    def holds(self, t: Fraction) -> bool:
        """Whether t satisfies them."""
        if t <= self.floor or any(rational_root(t + shift) is None for shift in self.squares):
            return False
        return not self.product or rational_root((t + self.product[0]) * (t + self.product[1])) is not None

    def curves(self) -> list[Cover]:
        """Curves of genus 1 with a rational point for each t, from three or four factors whose product is a square."""
        squares, pair = self.squares, self.product
        threes = [(s, *pair) for s in squares] if pair else []
        fours = [(*two, *pair) for two in combinations(squares, 2)] if pair else []
        found = [Cover(Curve((a, b, c))) for a, b, c in islice([*threes, *combinations(squares, 3)], MAX_CURVES)]
        for s, a, b, c in islice([*fours, *combinations(squares, 4)], MAX_CURVES):
            a, b, c = a - s, b - s, c - s
            found.append(Cover(Curve((b * c, a * c, a * b)), (s, a * b * c)))
        return found

    def none(self) -> str | None:
        """Why there is no such t, if that is proved: a curve has the rank 0, and its points do not serve."""
        for cover in self.curves():
            if rank_bound(cover.curve) == 0:
                points = cover.curve.torsion()
                if not any(self.holds(t) for x, _ in points for t in cover.shifts_at(x)):
                    count = f"{len(points) + 1} rational points, by a complete 2-descent"
                    return f"{cover} has {count}, and none gives such a t"
        return None

    def values(self, budget: Budget) -> Iterator[Fraction]:
        """Some such t, the simplest first; each costs at least one step of the budget."""
        curves = self.curves()
        source = self._on_curve(curves[0].curve) if curves else self._on_conic()
        for t in source:
            budget.spend()
            if self.holds(t):
                yield t

    def _on_conic(self) -> Iterator[Fraction]:
        if not self.squares:
            yield from (self.floor + size for size in sizes(Fraction(0), abs(self.floor)))
            return
        low, high = self.squares[0], self.squares[-1]
        for h in sizes(high - low, self.floor + low):
            root = (h - (high - low) / h) / 2 if high > low else h
            yield root * root - low

    def _on_curve(self, curve: Curve) -> Iterator[Fraction]:
        """Points of small height, then sums of multiples of some of them, and of points of finite order."""
        seen = {x for x, _ in curve.torsion()}
        yield from sorted(seen)
        generators: list[tuple[Fraction, Fraction]] = []
        for x, y in curve.points(MAX_HEIGHT, selmer_classes(curve)):
            if x not in seen and len(generators) < MAX_GENERATORS:
                generators.append((x, y))
                multiples = [z for z, _ in islice(curve.multiples([(x, y)], MAX_MULTIPLE), 16 * MAX_MULTIPLE)]
                yield from (z for z in multiples if z not in seen)
                seen.update(multiples)
            elif x not in seen:
                seen.add(x)
                yield x
        for left, right in combinations(generators, 2):
            for p in curve.multiples([left], 2):
                for q in curve.multiples([right], 2):
                    both = curve.plus(p, q)
                    if both:
                        yield both[0]


def sizes(difference: Fraction, least: Fraction) -> Iterator[Fraction]:
    """Positive rational numbers, the simplest first, and such numbers of the size of a difference and of a bound."""
    square = difference * squarefree_part(abs(difference)) if difference else Fraction(1)
    scales = {Fraction(1), rational_root(abs(square)) or 1, Fraction(isqrt(max(int(least), 0)) + 1)}
    scales |= {2 * scale for scale in scales}
    ordered = sorted(scales)
    for size in range(1, MAX_SIZE + 1):
        for other in range(1, size + 1):
            if gcd(size, other) == 1:
                for scale in ordered:
                    yield scale * Fraction(size, other)
                    yield scale * Fraction(other, size)
