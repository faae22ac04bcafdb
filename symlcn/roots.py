"""Complex roots of a polynomial over Q: isolated rigorously, identified exactly, grouped by r ↦ r^e.

Contents: :class:`AlgebraicNumber`, :class:`Root`, :func:`complex_roots`, :func:`order_at_zero`;
:class:`Orbit`, :func:`orbits`; :func:`is_real`, :func:`rational_monic`, :func:`monic`,
:func:`coefficient_field`.

Only algebra identifies, enclosures may only separate. Each decision is of one of two kinds: algebra says
that exactly one of finitely many candidates is right and balls exclude the others; or algebra says how many
distinct values there are and balls are refined until they fall into as many separate groups. There is no
threshold of closeness anywhere, and every loop ends because distinct numbers have disjoint balls eventually.

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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, count, product
from math import comb, gcd, prod
from typing import Any, NamedTuple, TypeAlias, TypeVar

from flint import acb, acb_poly, arb, ctx, fmpq, fmpq_poly, fmpz_poly

from symlcn.errors import ArithmeticGuardError, LimitError, ParseError, ZeroPolynomialError, shown

__all__ = [
    "AlgebraicNumber",
    "Orbit",
    "Root",
    "complex_roots",
    "coefficient_field",
    "is_real",
    "monic",
    "orbits",
    "order_at_zero",
    "rational_monic",
]

MAX_BITS = 2**18
MAX_EXPONENT = 2**10
MAX_PRIME = 64
MAX_SUBSETS = 400

T = TypeVar("T")
Box: TypeAlias = tuple[Fraction, Fraction, Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class AlgebraicNumber:
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
    >>> a.minpoly, a.position, a.rational, a == b, a.enclosure(40)
    ((-2, 0, 1), 0, None, False, [-1.4142135623731 +/- ...])
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

    def enclosure(self, bits: int = 64) -> Any:
        """An ``acb`` that contains the number, with at least `bits` correct bits; imaginary part 0 if real.

        Raises
        ------
        LimitError
            If that needs a precision above 2^18 bits.
        """
        for precision in _precisions(bits + 32):
            with ctx.workprec(precision):
                if self.degree == 1:
                    return acb(_arb(self.box[0]))
                lower, upper, below, above = map(_arb, self.box)
                ball = _refined(fmpz_poly(list(self.minpoly)), acb(lower.union(upper), below.union(above)), bits)
            if ball.rel_accuracy_bits() >= bits:
                return ball
        raise LimitError(f"{bits} bits of a root of {shown(self.minpoly)} need more than {MAX_BITS}")


class Root(NamedTuple):
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
    complete : bool
        Whether all e solutions of x^e = s are among them.
    multiplicity : int
        The largest m such that (x^e − s)^m divides the polynomial: 0 unless complete, then the least
        multiplicity of a member.
    conjugate : int
        The place in the tuple that :func:`orbits` returned of the orbit of the conjugates.
    """

    power: AlgebraicNumber
    members: tuple[int, ...]
    complete: bool
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
    for coefficient in polynomial:
        if type(coefficient) is not int and not isinstance(coefficient, Fraction):
            raise ParseError("coefficient", f"{shown(coefficient)} is not exact; give an int or a Fraction")
    numerator = fmpq_poly([fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in polynomial]).numer()
    if numerator == 0:
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


def order_at_zero(roots: Sequence[Root]) -> int:
    """The multiplicity of the root 0: the largest m such that x^m divides the polynomial.

    Examples
    --------
    >>> order_at_zero(complex_roots((0, 0, 3, 1)))
    2
    """
    return sum(root.multiplicity for root in roots if root.number.rational == 0)


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
        If e has a prime factor above 64 or exceeds 2^10, gcds with the exponents of irreducible factors
        aside, or if the values are not separated at 2^18 bits.

    Notes
    -----
    For r of minimal polynomial f, the minimal polynomial h of r^e is computed exactly. Each of its deg h roots
    is r^e for some root r of f. So when balls around the r^e fall into deg h separate groups, each group
    contains one value.

    Examples
    --------
    >>> for orbit in orbits(complex_roots((2, -2, -1, 1)), 2):
    ...     print(orbit.power.rational, orbit.members, orbit.complete)
    1 (0,) False
    2 (1, 2) True
    """
    _positive(exponent, "exponent")
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
        complete = len(members) == exponent
        multiplicity = min(roots[i].multiplicity for i in members) if complete else 0
        result.append(Orbit(power, members, complete, multiplicity, place[roots[members[0]].conjugate]))
    return tuple(result)


def is_real(roots: Sequence[Root], members: Mapping[int, int]) -> bool:
    """Whether the monic polynomial with the given roots, index → multiplicity, has real coefficients.

    Exact: it does exactly when conjugate roots have equal multiplicities. Raises as :func:`monic`.

    Examples
    --------
    >>> roots = complex_roots((2, 0, 1))
    >>> is_real(roots, {0: 1}), is_real(roots, {0: 3, 1: 3})
    (False, True)
    """
    _check_members(roots, members)
    return all(members.get(roots[i].conjugate, 0) == m for i, m in members.items())


def rational_monic(roots: Sequence[Root], members: Mapping[int, int]) -> tuple[Fraction, ...] | None:
    """The monic polynomial with the given roots, index → multiplicity, if it is rational, else None.

    Exact: it is rational exactly when the multiplicity is constant on the roots of each irreducible factor.
    Raises as :func:`monic`.

    Examples
    --------
    >>> roots = complex_roots((6, -4, -3, 2))
    >>> [str(c) for c in rational_monic(roots, {1: 1, 2: 1})], rational_monic(roots, {1: 1})
    (['-2', '0', '1'], None)
    """
    result = fmpq_poly([1])
    for minpoly, multiplicities in _profile(roots, members).items():
        if len(set(multiplicities)) > 1:
            return None
        result *= (fmpq_poly(list(minpoly)) / minpoly[-1]) ** multiplicities[0]
    return tuple(Fraction(int(c.p), int(c.q)) for c in result.coeffs())


def monic(roots: Sequence[Root], members: Mapping[int, int], bits: int = 64) -> tuple[Any, ...]:
    """Balls around the coefficients of the monic polynomial with the given roots, from degree 0.

    Parameters
    ----------
    roots : sequence of Root
        All that :func:`complex_roots` returned.
    members : mapping from int to int
        Multiplicities by index; they may exceed those in `roots`.
    bits : int
        The radius of each ball is at most 2^−bits. Imaginary parts are exactly 0 if the polynomial is real.

    Raises
    ------
    ParseError
        If roots are missing, an index is out of range or a multiplicity is not a non-negative integer.
    LimitError
        If a precision of more than 2^18 bits is needed.

    Examples
    --------
    >>> monic(complex_roots((-2, 0, 1)), {1: 1}, 30)
    ([-1.414213562 +/- ...], 1.00000000000000)
    """
    real = is_real(roots, members)
    for precision in _precisions(bits + 32):
        with ctx.workprec(precision):
            balls = [roots[i].number.enclosure(precision) for i, m in members.items() for _ in range(m)]
            found = acb_poly.from_roots(balls).coeffs()
            if all(c.complex_rad() < arb(2) ** -bits for c in found):
                return tuple(acb(c.real) for c in found) if real else tuple(found)
    raise LimitError(f"{bits} bits of the coefficients need more than {MAX_BITS}")


def coefficient_field(roots: Sequence[Root], members: Mapping[int, int]) -> AlgebraicNumber | None:
    """A primitive element of the field that the coefficients of the monic polynomial with given roots generate.

    Its `degree` is the degree of that field over Q; it is 0, of degree 1, when the polynomial is rational.
    Parameters and exceptions as for :func:`monic`.

    Returns
    -------
    AlgebraicNumber or None
        None if more than 400 multisets look the same over Q, that is, have the same multiplicities among the
        roots of each irreducible factor up to order; then nothing is claimed.

    Notes
    -----
    Let S_1, …, S_N be these multisets, S_1 the given one, p_i the monic polynomial of S_i and c an integer. The
    Galois group permutes the S_i, and an integer A makes A·p_i(c) algebraic integers, so that
    P = ∏ (X − A·p_i(c)) has integer coefficients: balls determine it. If the irreducible factor of P that vanishes
    at t = A·p_1(c) is simple, only i = 1 gives t, so what fixes t fixes S_1 and hence p_1; as t lies in the field of
    coefficients of p_1, it generates it. All but finitely many c do. Beforehand the multiplicities are
    replaced, factor by factor and injectively, by small ones, which changes no stabiliser.

    Examples
    --------
    >>> roots = complex_roots((1, 0, 0, 0, 1))
    >>> [coefficient_field(roots, {0: 1, i: 1}).minpoly for i in (1, 2, 3)]
    [(-2, 0, 1), (2, 0, 1), (1, 0, 1)]
    """
    labels = {f: _labels(m) for f, m in _profile(roots, members).items() if len(set(m)) > 1}
    if not labels:
        return _isolated((0, 1))[0]
    if len(labels) == 1:
        (f, marks), = labels.items()
        if sum(marks) == 1:
            return next(r.number for r in roots if r.number.minpoly == f and r.number.position == marks.index(1))
    if prod(_arrangement_count(marks) for marks in labels.values()) > MAX_SUBSETS:
        return None
    numbers = {f: [r.number for r in roots if r.number.minpoly == f] for f in labels}
    shapes = [[(numbers[f], arranged) for arranged in _arrangements(marks)] for f, marks in labels.items()]
    given = tuple((numbers[f], marks) for f, marks in labels.items())
    choices = [given, *(choice for choice in product(*shapes) if choice != given)]
    for point in (sign * c for c in count() for sign in ((1, -1) if c else (1,))):
        factors = [(_primitive(f), int(m)) for f, m in _invariant(choices, point).factor()[1]]

        def may_vanish(candidate: tuple[tuple[int, ...], int], bits: int, at: int = point) -> bool:
            return bool(acb_poly(list(candidate[0]))(_value(given, at, bits)).contains(0))

        def may_be(number: AlgebraicNumber, bits: int, at: int = point) -> bool:
            return bool(number.enclosure(bits).overlaps(_value(given, at, bits)))

        minpoly, power = _decide(factors, may_vanish)
        if power == 1:
            return _decide(_isolated(minpoly), may_be)
    raise ArithmeticGuardError("unreachable")


def _precisions(start: int) -> Iterator[int]:
    """Working precisions, doubling, up to the limit."""
    while start <= MAX_BITS:
        yield start
        start *= 2


def _decide(candidates: Iterable[T], possible: Callable[[T, int], bool]) -> T:
    """The candidate that remains possible at every precision, where algebra says that there is exactly one."""
    remaining = list(candidates)
    for bits in _precisions(64):
        with ctx.workprec(bits):
            remaining = [candidate for candidate in remaining if possible(candidate, bits)]
        if not remaining:
            raise ArithmeticGuardError("every candidate was excluded, though one is right")
        if len(remaining) == 1:
            return remaining[0]
    raise LimitError(f"{len(remaining)} candidates are left at {MAX_BITS} bits")
