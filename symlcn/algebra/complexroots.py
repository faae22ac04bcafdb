"""Complex roots of a polynomial over Q: isolated rigorously, identified exactly, grouped by r ↦ r^e.

Contents: :class:`AlgebraicNumber`, :class:`Root`, :func:`complex_roots`; :class:`Orbit`, :func:`orbits`;
:func:`profile_of`, :func:`precisions`.

Only algebra identifies, enclosures may only separate. Each decision is of one of two kinds: algebra says
that exactly one of finitely many candidates is right and balls exclude the others; or algebra says how many
distinct values there are and balls are refined until they fall into as many separate groups. There is no
threshold of closeness anywhere. Distinct numbers have disjoint balls eventually; where 2^18 bits are not
enough, :class:`~symlcn.errors.LimitError` is raised.

The *canonical order* of the roots of an irreducible polynomial: the real ones increasing, then the pairs
of conjugates, the one in the upper half-plane first, by Re + π·Im. As π is transcendental, different
algebraic numbers have different Re + π·Im, hence this order has no ties and balls decide it.

Polynomials are sequences of coefficients from degree 0. Taken on trust from FLINT: its factors are
irreducible over Q, and `complex_roots` encloses every root of a squarefree polynomial once, with imaginary part
exactly 0 for the real ones. Balls are FLINT's ``acb``; they neither hash nor pickle, so only rectangles with
rational sides are stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import gcd, prod
from typing import Any, NamedTuple, TypeAlias

from flint import acb, acb_poly, arb, ctx, fmpq_poly, fmpz_poly

from symlcn.algebra import typeset
from symlcn.algebra.exact import exact_numbers
from symlcn.algebra.matrices import fmpq_of
from symlcn.algebra.realnumbers import MAX_BITS, precisions
from symlcn.errors import ArithmeticGuardError, LimitError, ParseError, ZeroPolynomialError, shown

__all__ = [
    "AlgebraicNumber",
    "Orbit",
    "Root",
    "complex_roots",
    "orbits",
    "precisions",
    "profile_of",
]


Box: TypeAlias = tuple[Fraction, Fraction, Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class AlgebraicNumber(typeset.Typeset):
    """A complex algebraic number: a root of an irreducible polynomial, by its place in the canonical order.

    Attributes
    ----------
    minpoly : tuple of int
        Its minimal polynomial over Q: irreducible, primitive, positive leading coefficient.
    position : int
        Its place among the roots of `minpoly` in the canonical order. Two numbers are equal exactly when
        `minpoly` and `position` are.
    real : bool
        Whether it is real; exact.
    box : tuple of four Fractions
        Bounds (lower, upper) of the real part and of the imaginary part; the closed rectangle contains no
        other root of `minpoly`. A point if the number is rational. Not compared.

    Examples
    --------
    >>> a, b = (root.number for root in complex_roots((-2, 0, 1)))
    >>> a.minpoly, a.position, a.rational, a == b, a.enclosure(40).str(8, radius=False)
    ((-2, 0, 1), 0, None, False, '-1.4142136')
    """

    minpoly: tuple[int, ...]
    position: int
    real: bool = field(compare=False)
    box: Box = field(compare=False, repr=False)

    @property
    def degree(self) -> int:
        """The degree over Q."""
        return len(self.minpoly) - 1

    @property
    def rational(self) -> Fraction | None:
        """The exact value if the number is rational, else None."""
        return Fraction(-self.minpoly[0], self.minpoly[1]) if self.degree == 1 else None

    def latex(self, name: str = "z") -> str:
        """Its definition, as a number of this name; a rational number as it is.

        Examples
        --------
        >>> print(complex_roots((-2, 0, 1))[1].number.latex())
        z \\approx 1.4142\\text{, the root of }z^{2} - 2\\text{ in }(1.4, 1.5)
        """
        if self.rational is not None:
            return typeset.rational(self.rational)
        re, im = typeset.apart(self.box, [other.box for other in _isolated(self.minpoly) if other != self])
        ball = self.enclosure(64)
        real, imaginary = (typeset.decimal(part.str(12, radius=False)) for part in (ball.real, ball.imag))
        if self.real:
            return typeset.root(self.minpoly, real, re, name)
        sign, size = ("-", imaginary[1:]) if imaginary.startswith("-") else ("+", imaginary)
        return typeset.root(self.minpoly, f"{real} {sign} {size}i", f"{re} + {im}i", name)

    def enclosure(self, bits: int = 64) -> Any:
        """An ``acb`` that contains the number, with at least `bits` correct bits.

        The imaginary part is exactly 0 if the number is real; else so many bits of it are correct, however small it is.

        Raises
        ------
        LimitError
            If that needs a precision above 2^18 bits.
        """
        if self.degree > 1:
            return _enclosed(self.minpoly, self.box, bits)
        with ctx.workprec(max(bits, 0) + 32):
            return acb(_arb(self.box[0]))


@dataclass(frozen=True, slots=True)
class Root:
    """A root of a polynomial over Q.

    Attributes
    ----------
    index : int
        Its place in the tuple that :func:`complex_roots` returned.
    number : AlgebraicNumber
        The root; `number.minpoly` is the irreducible factor it comes from.
    multiplicity : int
        How often that factor divides the polynomial.
    conjugate : int
        The index of the complex conjugate root, its own index if it is real.
    """

    index: int
    number: AlgebraicNumber
    multiplicity: int
    conjugate: int


class Orbit(NamedTuple):
    """The nonzero roots r of a polynomial with one value of r^e.

    Attributes
    ----------
    power : AlgebraicNumber
        The common value s = r^e.
    members : tuple of int
        Their indices, increasing.
    multiplicity : int
        The largest m such that (x^e − s)^m divides the polynomial: the least multiplicity of a member where all e
        solutions of x^e = s are among them, else 0.
    conjugate : int
        The place in the tuple that :func:`orbits` returned of the orbit of the conjugates.
    """

    power: AlgebraicNumber
    members: tuple[int, ...]
    multiplicity: int
    conjugate: int


def complex_roots(polynomial: Sequence[int | Fraction]) -> tuple[Root, ...]:
    """The distinct complex roots of a nonzero polynomial, 0 included, with multiplicities.

    By irreducible factor (degree, then coefficients), then in canonical order: the result depends on the
    roots and multiplicities only.

    Raises
    ------
    ZeroPolynomialError
        For the zero polynomial.
    ParseError
        If a coefficient is neither an int nor a Fraction.
    LimitError
        If the roots are not separated at 2^18 bits.
    ArithmeticGuardError
        If FLINT's factors do not multiply to the polynomial.

    Examples
    --------
    >>> for root in complex_roots((0, 0, -2, 4, -1, 2)):
    ...     print(root.index, root.number.minpoly, root.number.rational, root.multiplicity, root.conjugate)
    0 (-1, 2) 1/2 1 0
    1 (0, 1) 0 2 1
    2 (2, 0, 1) None 1 3
    3 (2, 0, 1) None 1 2
    """
    coefficients = exact_numbers(polynomial, "polynomial")
    numerator = fmpq_poly([fmpq_of(c) for c in coefficients]).numer()
    if numerator.is_zero():
        raise ZeroPolynomialError("every number is a root of the zero polynomial")
    unit, factors = numerator.factor()
    if prod((f**m for f, m in factors), start=fmpz_poly([unit])) != numerator:
        raise ArithmeticGuardError(f"{len(factors)} factors do not multiply to {shown(numerator)}")
    roots: list[Root] = []
    for minpoly, multiplicity in sorted(((_primitive(f), int(m)) for f, m in factors), key=lambda p: (len(p[0]), p)):
        numbers = _isolated(minpoly)
        reals, start = sum(number.real for number in numbers), len(roots)
        for position, number in enumerate(numbers):
            conjugate = start + _conjugate(position, reals)
            roots.append(Root(start + position, number, multiplicity, conjugate))
    return tuple(roots)


def orbits(roots: Sequence[Root], exponent: int) -> tuple[Orbit, ...]:
    """The nonzero roots grouped by r^e: the orbits under the e-th roots of unity, as far as they are roots.

    Over C, the divisors of the polynomial that are polynomials in x^e and do not vanish at 0 are, up to scalars,
    the products of (x^e − s)^m with m at most the multiplicity of the orbit of s.

    Parameters
    ----------
    roots : sequence of Root
        All that :func:`complex_roots` returned; a part is refused.
    exponent : int
        e ≥ 1.

    Returns
    -------
    tuple of Orbit
        By minimal polynomial of s (degree, then coefficients), then in canonical order of s.

    Raises
    ------
    ParseError
        If roots are missing or e is not a positive integer.
    LimitError
        If values r^e are not determined, or not separated, at 2^18 bits.

    Notes
    -----
    For r of minimal polynomial f, the minimal polynomial h of r^e is computed exactly. Each of its deg h roots
    is r^e for some root r of f. So when balls around the r^e fall into deg h separate groups, each group
    contains one value.

    Examples
    --------
    >>> for orbit in orbits(complex_roots((2, -2, -1, 1)), 2):
    ...     print(orbit.power.rational, orbit.members, orbit.multiplicity)
    2 (1, 2) 1
    1 (0,) 0
    """
    if type(exponent) is not int or exponent < 1:
        raise ParseError("exponent", f"{shown(exponent)} is not a positive integer")
    _check_complete(roots)
    minpolys = {f: _power_minpoly(f, exponent) for f in {r.number.minpoly for r in roots} if f != (0, 1)}
    groups: dict[tuple[int, ...], list[Root]] = {}
    for root in roots:
        if root.number.minpoly in minpolys:
            groups.setdefault(minpolys[root.number.minpoly], []).append(root)
    classes = [c for h in sorted(groups, key=lambda h: (len(h), h)) for c in _powers(groups[h], exponent, h)]
    place = {index: i for i, (_, members) in enumerate(classes) for index in members}
    result: list[Orbit] = []
    for power, members in classes:
        multiplicity = min(roots[i].multiplicity for i in members) if len(members) == exponent else 0
        result.append(Orbit(power, members, multiplicity, place[roots[members[0]].conjugate]))
    return tuple(result)


def _primitive(polynomial: Any) -> tuple[int, ...]:
    """Coefficients of the proportional polynomial that is primitive with positive leading coefficient."""
    coefficients = [int(c) for c in polynomial.coeffs()]
    divisor = gcd(*coefficients) * (1 if coefficients[-1] > 0 else -1)
    return tuple(c // divisor for c in coefficients)


def _arb(value: Fraction) -> Any:
    return arb(fmpq_of(value))


def _rectangle(box: Box) -> Any:
    lower, upper, below, above = map(_arb, box)
    return acb(lower.union(upper), below.union(above))


def _sides(interval: Any) -> tuple[Fraction, Fraction]:
    """The exact end points of a real ball."""
    (m, e), (r, d) = interval.mid().man_exp(), interval.rad().man_exp()
    middle, radius = int(m) * Fraction(2) ** int(e), int(r) * Fraction(2) ** int(d)
    return middle - radius, middle + radius


def _number(minpoly: tuple[int, ...], position: int, real: bool, ball: Any) -> AlgebraicNumber:
    if len(minpoly) == 2:
        value = Fraction(-minpoly[0], minpoly[1])
        return AlgebraicNumber(minpoly, 0, True, (value, value, Fraction(0), Fraction(0)))
    imaginary = (Fraction(0), Fraction(0)) if real else _sides(ball.imag)
    return AlgebraicNumber(minpoly, position, real, (*_sides(ball.real), *imaginary))


def _key(ball: Any) -> Any:
    """Re + π·Im, which orders algebraic numbers without ties."""
    return ball.real + arb.pi() * ball.imag


def _conjugate(position: int, reals: int) -> int:
    """The position of the conjugate, where the first `reals` are real and pairs follow."""
    return position if position < reals else reals + ((position - reals) ^ 1)


def _flint_roots(squarefree: fmpz_poly) -> list[Any]:
    found: Any = squarefree.complex_roots()
    return [ball for ball, _ in found]


@lru_cache(maxsize=256)
def _enclosed(minpoly: tuple[int, ...], box: Box, bits: int) -> Any:
    """The root of a polynomial in a box that contains no other, to so many bits."""
    for precision in precisions(bits + 32):
        with ctx.workprec(precision):
            ball = _refined(fmpz_poly(list(minpoly)), _rectangle(box), bits)
        if _accuracy(ball) >= bits:
            return ball
    raise LimitError(f"{bits} bits of a root of {shown(minpoly)} need more than {MAX_BITS}")


@lru_cache(maxsize=64)
def _isolated(minpoly: tuple[int, ...]) -> tuple[AlgebraicNumber, ...]:
    """All roots of an irreducible polynomial in canonical order."""
    degree = len(minpoly) - 1
    if degree == 1:
        return (_number(minpoly, 0, True, None),)
    for precision in precisions(32):
        with ctx.workprec(precision):
            balls = _flint_roots(fmpz_poly(list(minpoly)))
            reals = sorted((b for b in balls if b.imag.is_zero()), key=lambda b: b.real.lower())
            uppers = sorted((b for b in balls if b.imag > 0), key=lambda b: _key(b).lower())
            keys = [[_key(b) for b in part] for part in (reals, uppers)]
            separate = all(a < b for part in keys for a, b in pairwise(part))
            if separate and len(reals) + 2 * len(uppers) == degree == len(balls):
                ordered = reals + [b for upper in uppers for b in (upper, upper.conjugate())]
                return tuple(_number(minpoly, i, i < len(reals), ball) for i, ball in enumerate(ordered))
    raise LimitError(f"the roots of {shown(minpoly)} are not separated at {MAX_BITS} bits")


def _accuracy(ball: Any) -> int:
    """The correct bits of a ball around a root, and of its imaginary part unless that is exactly 0."""
    bits = int(ball.rel_accuracy_bits())
    return bits if ball.imag.is_zero() else min(bits, int(ball.imag.rel_accuracy_bits()))


def _refined(polynomial: fmpz_poly, ball: Any, bits: int) -> Any:
    """Shrink a ball around a root by interval Newton steps, as far as the working precision goes.

    If r and m lie in a rectangle B, f(m) = (m − r)·s with s in the convex hull of f'(B), so r is in m − f(m)/f'(B).
    Where that does not help, f' is expanded at m. Where B itself is too large for a good bound of f', the roots are
    isolated again: that in B is the one that meets B.
    """
    derivative = polynomial.derivative()
    while _accuracy(ball) < bits:
        middle = ball.mid()
        better = middle - polynomial(middle) / derivative(ball)
        if not _accuracy(better) > _accuracy(ball):
            expanded = acb_poly(polynomial)(acb_poly([middle, 1]))
            slope = expanded.derivative()(ball - middle)
            better = middle - expanded[0] / slope
            stalled = not _accuracy(better) > _accuracy(ball)
            if stalled and not expanded[1].contains(0):
                meeting = [b for b in _flint_roots(polynomial) if b.overlaps(ball)]
                better = meeting[0] if len(meeting) == 1 else ball
            if not _accuracy(better) > _accuracy(ball):
                break
        ball = better
    return ball


def _power_minpoly(minpoly: tuple[int, ...], exponent: int) -> tuple[int, ...]:
    """The minimal polynomial of r^e for a root r ≠ 0 of an irreducible polynomial f of degree n.

    If f = g(x^c) and c divides e, then g is irreducible, and r^e = (r^c)^(e/c) with r^c a root of g. In general
    a^e·∏ (x − r^e) has integer coefficients, a being the leading one of f: the resultant of f(y) and x − y^e. Balls
    determine it. It is a power of what is sought.
    """
    polynomial = fmpz_poly(list(minpoly))
    inner, index = polynomial.deflation()
    common = gcd(exponent, int(index))
    if common > 1:
        polynomial, exponent = inner.inflate(int(index) // common), exponent // common
    if exponent == 1:
        return _primitive(polynomial)
    if polynomial.degree() == 1:
        value = Fraction(-int(polynomial[0]), int(polynomial[1])) ** exponent
        return -value.numerator, value.denominator
    found = _powers_of_roots(_primitive(polynomial), exponent).factor_squarefree()[1]
    if len(found) != 1 or found[0][0].degree() * found[0][1] != polynomial.degree():
        raise ArithmeticGuardError(f"the powers of the roots of {shown(polynomial)} are not conjugate")
    return _primitive(found[0][0])


def _powers_of_roots(minpoly: tuple[int, ...], exponent: int) -> fmpz_poly:
    """a^e·∏ (x − r^e) over all roots r; a·∏ max(1, |r|) is no more than the norm of f (Landau)."""
    numbers = _isolated(minpoly)
    bits = exponent * ((sum(c * c for c in minpoly) - 1).bit_length() + 1) // 2 + len(minpoly) + 64
    for precision in precisions(bits) if bits <= MAX_BITS else ():
        with ctx.workprec(precision + 32):
            values = [number.enclosure(precision) ** exponent for number in numbers]
            found = (acb_poly.from_roots(values) * acb(minpoly[-1]) ** exponent).unique_fmpz_poly()
        if found is not None:
            return found
    raise LimitError(f"powers of roots with exponent {exponent} need more than {MAX_BITS} bits")


def _powers(
    roots: Sequence[Root], exponent: int, minpoly: tuple[int, ...]
) -> list[tuple[AlgebraicNumber, tuple[int, ...]]]:
    """The roots of `minpoly` in canonical order, each with the indices of the roots r that have r^e equal to it."""
    for bits in precisions(64):
        with ctx.workprec(bits + 32):
            balls = {root.index: root.number.enclosure(bits) ** exponent for root in roots}
            groups = _groups(balls)
            if len(groups) > len(minpoly) - 1:
                raise ArithmeticGuardError(f"{len(groups)} values of r^{exponent} satisfy {shown(minpoly)}")
            partner = {root.index: root.conjugate for root in roots}
            place = {index: i for i, group in enumerate(groups) for index in group}
            real = [i for i, group in enumerate(groups) if place[partner[group[0]]] == i]
            upper = [i for i, group in enumerate(groups) if i not in real and any(balls[m].imag > 0 for m in group)]
            if len(groups) < len(minpoly) - 1 or len(real) + 2 * len(upper) < len(groups):
                continue
            order = real + [i for u in upper for i in (u, place[partner[groups[u][0]]])]
            best = [max((balls[m] for m in groups[i]), key=lambda b: b.rel_accuracy_bits()) for i in order]
            numbers = [_number(minpoly, n, n < len(real), ball) for n, ball in enumerate(best)]
            return [(number, tuple(sorted(groups[i]))) for number, i in zip(numbers, order, strict=True)]
    raise LimitError(f"the powers with minimal polynomial {shown(minpoly)} are not separated at {MAX_BITS} bits")


def _groups(balls: Mapping[int, Any]) -> list[list[int]]:
    """Indices of balls whose Re + π·Im are connected by overlaps, in increasing order of that."""
    keys = {index: _key(ball) for index, ball in balls.items()}
    groups: list[list[int]] = []
    reach: Any = None
    for index in sorted(keys, key=lambda index: keys[index].lower()):
        lower, upper = keys[index].lower(), keys[index].upper()
        if reach is None or reach < lower:
            groups.append([])
            reach = upper
        groups[-1].append(index)
        reach = upper if reach < upper else reach
    return groups


def _check_complete(roots: Sequence[Root]) -> None:
    sizes = Counter(root.number.minpoly for root in roots)
    if any(len(f) - 1 != size for f, size in sizes.items()) or any(r.index != i for i, r in enumerate(roots)):
        raise ParseError("roots", "not all the roots that complex_roots returned")


def _check_members(roots: Sequence[Root], members: Mapping[int, int]) -> None:
    _check_complete(roots)
    for index, multiplicity in members.items():
        if type(index) is not int or not 0 <= index < len(roots):
            raise ParseError("members", f"{shown(index)} is not the index of a root")
        if type(multiplicity) is not int or multiplicity < 0:
            raise ParseError("members", f"{shown(multiplicity)} is not a non-negative integer")


def profile_of(roots: Sequence[Root], members: Mapping[int, int]) -> dict[tuple[int, ...], tuple[int, ...]]:
    """The multiplicities of all roots of each irreducible factor, in canonical order."""
    _check_members(roots, members)
    profile: dict[tuple[int, ...], tuple[int, ...]] = {}
    for root in roots:
        profile[root.number.minpoly] = (*profile.get(root.number.minpoly, ()), members.get(root.index, 0))
    return profile
