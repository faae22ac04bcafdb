"""Which critical points are real, their risks compared exactly, and the index of the Hessian there.

Contents: :class:`RealPoint`, :func:`real_points`.

At a critical point u = c·p the risk is ℓ(u*) + u*ᵀA·u* − α²/β, an element of Q(a). The index, the number of negative
eigenvalues of the Hessian of the risk on a slice across the rescalings, is that of the matrix of derivatives of F at
the unknowns, since in the eliminated filter the Hessian is positive definite. Signs are those of balls that do not
contain 0.

A real point has a real parameter a, and conversely. If none is missing, the least of their risks is the minimum over
all real parameters: there is one, since the neuromanifold is closed, and it is not at u = 0 if there is a real critical
point at all, since α²/β > 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from typing import Any

from flint import acb, arb, ctx, fmpq, fmpq_mat, fmpq_poly

from symlcn.algebra.complexroots import AlgebraicNumber, complex_roots
from symlcn.algebra.exact import fraction_of
from symlcn.algebra.matrices import column
from symlcn.algebra.polynomials import Polynomial
from symlcn.errors import LimitError
from symlcn.loss.critical.critical import CriticalPoints, Orbit
from symlcn.loss.critical.normalequations import derivative, integral, offsets
from symlcn.loss.critical.verification import contractions

__all__ = ["RealPoint", "real_points"]

BITS = (128, 512, 2048, 8192, 2**15)
MIN_BITS = 60


@dataclass(frozen=True, slots=True, eq=False)
class RealPoint:
    """A real critical point without a zero filter, up to rescaling.

    Attributes
    ----------
    orbit : int
        The index of its orbit.
    root : AlgebraicNumber
        a.
    risk : tuple of Fraction
        Bounds of the risk, in units of 10^−20.
    least : bool or None
        Whether its risk is the minimum over all real parameters; None if real points may be missing.
    index : int or None
        The number of negative eigenvalues of the Hessian on a slice; None if the point is not known to be
        nondegenerate.
    filters : tuple of tuples of arb
        Balls around the entries of the filters of a critical point, row-major, with 60 bits or more: all but the last
        of norm 1.
    """

    orbit: int
    root: AlgebraicNumber
    risk: tuple[Fraction, Fraction]
    least: bool | None
    index: int | None
    filters: tuple[tuple[Any, ...], ...]


def real_points(points: CriticalPoints) -> tuple[RealPoint, ...]:
    """The real points among critical points, by orbit, then by a.

    Raises
    ------
    LimitError
        If a sign or an order is not decided at 2^15 bits.

    Examples
    --------
    >>> from symlcn.network.architecture import parse_architecture
    >>> from symlcn.loss.critical.critical import critical_points
    >>> from symlcn.loss.risk import quadratic_risk
    >>> risk = quadratic_risk(parse_architecture("k2 k2"), [[1, 0, 0], [0, 1, 0], [0, 0, 1]], (2, 1, -3))
    >>> [(point.orbit, point.least, point.index) for point in real_points(critical_points(risk))]
    [(0, True, 0), (1, True, 0), (2, False, 1), (2, False, 1)]
    """
    roots = [
        (number, root.number)
        for number, orbit in enumerate(points.orbits)
        for root in complex_roots(orbit.minpoly)
        if root.number.real
    ]
    values = [_Risk(points, points.orbits[number], root) for number, root in roots]
    least = _least(values) if points.real_complete else None
    return tuple(
        RealPoint(
            number,
            root,
            value.bounds(),
            None if least is None else place in least,
            _index(points, points.orbits[number], root),
            value.point(),
        )
        for place, ((number, root), value) in enumerate(zip(roots, values, strict=True))
    )


class _Risk:
    """The risk at a real point."""

    def __init__(self, points: CriticalPoints, orbit: Orbit, root: AlgebraicNumber) -> None:
        if points.reduction is None:
            raise LimitError("the points were not found by elimination")
        self.risk, self.root = points.reduction.risk, root
        self.filters = [[fmpq_poly(list(entry)) for entry in entries] for entries in orbit.filters]
        self.form, self.moment = integral(self.risk)
        self.scale = self.form[0][0] / fraction_of(self.risk.matrix[0, 0])
        target = column(self.risk.target)
        self.origin = fraction_of((target.transpose() * self.risk.matrix * target)[0, 0]) + self.risk.least

    def _at(self, bits: int) -> tuple[list[list[Any]], Any, Any]:
        """Balls around the entries of the filters, α and β, at the working precision."""
        entries = [[_at(entry, self.root, bits) for entry in own] for own in self.filters]
        product: dict[int, Any] = {0: arb(1)}
        for own, values in zip(offsets(self.risk.architecture), entries, strict=True):
            after: dict[int, Any] = {}
            for (i, a), (j, b) in cartesian(product.items(), zip(own, values, strict=True)):
                after[i + j] = after.get(i + j, arb(0)) + a * b
            product = after
        alpha = sum((p * self.moment[i] for i, p in product.items()), arb(0))
        beta = sum((p * q * self.form[i][j] for (i, p), (j, q) in cartesian(product.items(), repeat=2)), arb(0))
        return entries, alpha, beta

    def ball(self, bits: int) -> Any:
        """ℓ(0) − α²/β."""
        with ctx.workprec(2 * bits):
            _, alpha, beta = self._at(bits)
            return arb(_exact(self.origin)) - alpha * alpha / beta / arb(_exact(self.scale))

    def point(self) -> tuple[tuple[Any, ...], ...]:
        """Balls around filters whose product is u: all but the last of norm 1, with a first positive entry."""
        for bits in BITS:
            with ctx.workprec(2 * bits):
                found = self._normalised(bits)
                if all(c.is_zero() or c.rel_accuracy_bits() >= MIN_BITS for own in found for c in own):
                    return found
        raise LimitError(f"{MIN_BITS} bits of the filters need more than {BITS[-1]}")

    def _normalised(self, bits: int) -> tuple[tuple[Any, ...], ...]:
        entries, alpha, beta = self._at(bits)
        factor, found = alpha / beta, []
        for own in entries[:-1]:
            norm = sum((c * c for c in own), arb(0)).sqrt()
            signs = (c for c in own if not c.contains(0))
            norm = -norm if next(signs, norm) < 0 else norm
            found.append(tuple(c / norm for c in own))
            factor *= norm
        return (*found, tuple(c * factor for c in entries[-1]))

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Outward bounds in units of 10^−20, of width at most three units."""
        for bits in BITS:
            with ctx.workprec(2 * bits):
                ball = self.ball(bits) * 10**20
                if ball.rad() < 1:
                    low, high = ball.lower().floor().unique_fmpz(), ball.upper().ceil().unique_fmpz()
                    return Fraction(int(low), 10**20), Fraction(int(high), 10**20)
        raise LimitError(f"20 decimals of a risk need more than {BITS[-1]} bits")

    def number(self, bits: int) -> AlgebraicNumber:
        """Exactly: a root of the minimal polynomial of multiplication by it in Q[a]/(f)."""
        modulus, rows = fmpq_poly(list(self.root.minpoly)), []
        alpha, beta, _ = contractions(self.risk, self.filters, modulus)
        quotient = alpha * alpha % modulus * beta.xgcd(modulus)[1] % modulus
        value = (fmpq_poly([_exact(self.origin)]) - quotient / _exact(self.scale)) % modulus
        for power in range(self.root.degree):
            image = value * fmpq_poly([0] * power + [1]) % modulus
            rows.append([image[i] for i in range(self.root.degree)])
        candidates = complex_roots([fraction_of(c) for c in fmpq_mat(rows).minpoly().coeffs()])
        while bits <= BITS[-1]:
            ball = acb(self.ball(bits))
            meeting = [own.number for own in candidates if own.number.enclosure(bits).overlaps(ball)]
            if len(meeting) == 1:
                return meeting[0]
            bits *= 2
        raise LimitError(f"a risk is not identified at {BITS[-1]} bits")


def _exact(value: Fraction) -> Any:
    return fmpq(value.numerator, value.denominator)


def _at(polynomial: Any, root: AlgebraicNumber, bits: int) -> Any:
    """A ball around a polynomial at a real number."""
    with ctx.workprec(2 * bits):
        ball, total = root.enclosure(bits).real, arb(0)
        for coefficient in reversed(polynomial.coeffs()):
            total = total * ball + arb(coefficient)
        return total


def _least(values: Sequence[_Risk]) -> set[int]:
    """The places of the least values: balls separate, and where they do not, algebra identifies."""
    remaining = list(range(len(values)))
    for bits in BITS:
        balls = {place: values[place].ball(bits) for place in remaining}
        remaining = [place for place in remaining if not any(ball < balls[place] for ball in balls.values())]
        if len(remaining) < 2 or len({values[place].number(bits) for place in remaining}) == 1:
            return set(remaining)
    raise LimitError(f"the least risk is not found at {BITS[-1]} bits")


def _index(points: CriticalPoints, orbit: Orbit, root: AlgebraicNumber) -> int | None:
    if points.reduction is None or not orbit.nondegenerate:
        return None
    places = range(len(orbit.unknowns))
    slopes = {(i, j): derivative(points.reduction.system[i], j) for i, j in cartesian(places, places)}
    for bits in BITS:
        with ctx.workprec(2 * bits):
            values = [_at(x, root, bits) for x in orbit.unknowns]
            matrix = {place: _value(slope, values) for place, slope in slopes.items()}
            minors = [matrix[i, i] for i in places][:1]
            if len(places) == 2:
                minors.append(matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0])
            if len(places) == 2 and minors[1] < 0:
                return 1
            if all(minor > 0 or minor < 0 for minor in minors):
                return len(places) if minors and minors[0] < 0 else 0
    raise LimitError(f"the sign of a second derivative is not decided at {BITS[-1]} bits")


def _value(polynomial: Polynomial, values: Sequence[Any]) -> Any:
    total = arb(0)
    for exponents, coefficient in polynomial.terms():
        term = arb(int(coefficient))
        for value, exponent in zip(values, exponents, strict=True):
            term *= value**exponent
        total += term
    return total
