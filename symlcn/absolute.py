"""Absolute factorization: how a polynomial that is irreducible over Q splits over C.

Contents: :func:`absolute_factors`, its result :class:`AbsoluteFactors`, and the reasons for a count:
:class:`Segment`, :class:`Simplex`, :class:`Eisenstein`, :class:`Divisors`, :class:`Frobenius`, :class:`Traces`.

Let p be irreducible over Q. Over C it is a constant times the product of r conjugates q_σ of one polynomial q, whose
coefficients generate a number field k of degree r once one of them is 1. Four facts bound r from above:

- The Newton polytope of p is r times that of q: r divides every coordinate of every vertex.
- A nonsingular zero of p lies on one q_σ only: k embeds into the field of that zero, and r divides its degree.
- Let a specialization of all variables but one keep the degree m and have no multiple roots modulo a prime ℓ. A
  Frobenius element of Gal(Q̄/Q) at ℓ permutes the q_σ, and the m roots as it permutes those modulo ℓ: in cycles whose
  lengths are the degrees of the factors modulo ℓ. Every q_σ has m/r of the roots. So the roots of a cycle of f of the
  q_σ are a union of cycles, f/r of all, and the length of each is a multiple of f. The q_σ do not depend on the
  specialization: if only the share 1 is possible in all of them, f = r divides all lengths.
- In coordinates (x, t) with p monic in t of its total degree N, and p(0, t) without multiple roots, let
  A = Q[z]/p(0, z) and let φ ∈ A[[x]] be the root t of p that starts at z. Then k embeds into A (to a root belongs the
  conjugate of the factor it is a root of), and for α in k the trace of α·φ^j is Σ_σ σ(α)·(sum of the j-th powers of
  the roots of q_σ), a polynomial of degree at most j in x. So k is orthogonal, for the trace form, to all coefficients
  of φ^j of order i > j, and r ≤ N − rank of these. The rank modulo a prime is no larger than over Q.

On a generic line in x all these conditions together leave nothing but k: that is Gao's theorem on closed forms, used
here only to hope that the search ends, never to conclude. A count r > 1 is concluded from the factor itself, whose
norm is computed exactly.

References. S. Gao, "Factoring multivariate polynomials via partial differential equations" (2003). W. Ruppert,
"Reducibility of polynomials f(x, y) modulo p" (1999). G. Chèze and G. Lecerf, "Lifting and recombination techniques
for absolute factorization" (2007). S. Gao, "Absolute irreducibility of polynomials via Newton polytopes" (2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd, isqrt, lcm
from random import Random
from typing import Any, TypeAlias

from flint import acb, ctx, fmpq, fmpq_mat, fmpz_mod_ctx, fmpz_mod_mat, fmpz_mod_poly_ctx, fmpz_poly, nmod_poly

from symlcn.errors import LimitError, ParseError, shown
from symlcn.rings import Exponents, Polynomial

__all__ = [
    "AbsoluteFactors",
    "Box",
    "ClosedPoint",
    "Divisors",
    "Eisenstein",
    "Frobenius",
    "Reason",
    "Segment",
    "Simplex",
    "Specialization",
    "Traces",
    "absolute_factors",
    "indecomposable_simplex",
]

PRIMES = (2**61 - 1, 2**521 - 1, 2**2203 - 1, 2**9689 - 1)
"""Mersenne primes; coefficients are recovered from their values modulo one of them."""
SMALL_PRIMES = (10007, 10009, 10037)
SPECIALIZATIONS = 16
MAX_SEGMENT = 4096
MAX_DEGREE = 500
MAX_TOTAL_DEGREE = 160
MAX_SERIES = 2**17
POINT_TRIALS = 4
TRIALS = 12

Box: TypeAlias = tuple[Fraction, Fraction, Fraction, Fraction]
"""Lower and upper bound of the real part, lower and upper bound of the imaginary part."""


@dataclass(frozen=True, slots=True)
class Segment:
    """All exponents lie on one line: p = x^v·P(x^direction), and r = deg P. Relies on irreducibility over Q."""

    direction: Exponents


@dataclass(frozen=True, slots=True)
class Simplex:
    """r = 1: no variable divides p, the Newton polytope is the simplex of these vertices v_i, and the coordinates of
    all v_i − v_0 have no common factor, so that it is no sum of two polytopes (Gao 2001)."""

    vertices: tuple[Exponents, ...]


@dataclass(frozen=True, slots=True)
class Eisenstein:
    """r = 1: as a polynomial in the variable `monic` alone p has a constant leading coefficient, and all others are
    divisible by x_at − root, the last one only once."""

    monic: int
    at: int
    root: Fraction


@dataclass(frozen=True, slots=True)
class ClosedPoint:
    """A zero: set all variables but `direction` to `values`; the primitive `factor` divides p there exactly once."""

    direction: int
    values: tuple[int, ...]
    factor: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Divisors:
    """r = 1: it divides the coordinates of all these vertices of the Newton polytope and the degrees of all these
    nonsingular points, and they have no common factor. Relies on irreducibility over Q."""

    vertices: tuple[Exponents, ...]
    points: tuple[ClosedPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Specialization:
    """Set all variables but `direction` to `values`: modulo a prime p keeps its degree in that variable and becomes a
    product of different irreducible polynomials of these degrees."""

    direction: int
    values: tuple[int, ...]
    degrees: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Frobenius:
    """r = 1: the third fact above. No share of the degree strictly between 0 and 1 can be put together from factors
    in all these specializations, and the degrees of all factors in all of them have no common divisor.

    Relies on irreducibility over Q.
    """

    prime: int
    specializations: tuple[Specialization, ...]


@dataclass(frozen=True, slots=True)
class Traces:
    """r ≤ bound: the fourth fact above, modulo `prime`, on base + x·line + t·tilt, for the coefficients of φ^j of order
    less than `precision`, j ≤ `powers`. Relies on irreducibility over Q."""

    prime: int
    base: tuple[int, ...]
    line: tuple[int, ...]
    tilt: tuple[int, ...]
    powers: int
    precision: int
    bound: int


Reason: TypeAlias = Segment | Simplex | Eisenstein | Divisors | Frobenius | Traces


@dataclass(frozen=True, slots=True)
class AbsoluteFactors:
    """The factors over C of a polynomial p that is irreducible over Q: conjugates of one factor.

    Attributes
    ----------
    count : int
        Their number r.
    reason : Segment, Simplex, Eisenstein, Divisors, Frobenius or Traces
        Why there are no more than r.
    minpoly : tuple of int
        A primitive irreducible polynomial of degree r, from degree 0, leading coefficient positive; α is a root.
        (0, 1) if r = 1.
    terms : tuple of (tuple of int, tuple of Fraction)
        One factor: exponents, lexicographically decreasing, and the coefficient Σ c_i·α^i as (c_0, …, c_{r−1}). The
        first coefficient is 1, and the coefficients generate Q(α). The norm of the factor is p divided by its leading
        coefficient: that is why there are no fewer than r.
    """

    count: int
    reason: Reason
    minpoly: tuple[int, ...]
    terms: tuple[tuple[Exponents, tuple[Fraction, ...]], ...]

    @property
    def real_count(self) -> int:
        """The number of factors with real coefficients: the number of real roots of `minpoly`.

        Examples
        --------
        >>> p = Polynomial(2, {(3, 0): 1, (0, 3): -2})
        >>> absolute_factors(p).count, absolute_factors(p).real_count
        (3, 1)
        """
        return sum(1 for root in _roots(self.minpoly) if root.imag == 0)

    def norm(self) -> Polynomial:
        """The product of the conjugates of the factor, exactly: the determinant of multiplication by it.

        Examples
        --------
        >>> print(absolute_factors(Polynomial(2, {(2, 0): 3, (0, 2): -6})).norm())
        x^2 - 2*y^2
        """
        dimension, r = len(self.terms[0][0]), self.count
        *low, lead = (Fraction(c) for c in self.minpoly)
        rows: list[list[Polynomial]] = []
        power = [Polynomial(dimension, {m: c[i] for m, c in self.terms}) for i in range(r)]
        for _ in range(r):
            rows.append(power)
            wrap = power[-1] * (-1 / lead)
            power = [below + wrap * c for below, c in zip([wrap * 0, *power[:-1]], low, strict=True)]
        return _determinant(rows)

    def enclosures(self, bits: int = 64) -> tuple[tuple[Box, ...], ...]:
        """For each root of `minpoly` a box around each coefficient of the factor, in the order of `terms`.

        The boxes are rigorous (ball arithmetic); `bits` is the working precision, not a guarantee of their size.
        A real number has a box with imaginary part exactly 0 if its root is real.

        Examples
        --------
        >>> p = Polynomial(2, {(2, 0): 1, (0, 2): -2})
        >>> [[float(lower) for lower, *_ in boxes] for boxes in absolute_factors(p).enclosures()]
        [[1.0, 1.4142135623730951], [1.0, -1.4142135623730951]]
        """
        with ctx.workprec(bits):
            roots = _roots(self.minpoly)
            return tuple(tuple(_box(coefficient, root) for _, coefficient in self.terms) for root in roots)


def absolute_factors(polynomial: Polynomial) -> AbsoluteFactors:
    """The factors over C of a polynomial that is irreducible over Q.

    Deterministic and exact: the number of factors is proved, and the factors are given over their number field.

    Parameters
    ----------
    polynomial : Polynomial
        Irreducible over Q, for instance a factor found by :func:`symlcn.rings.factor`. That is not checked: of the
        reasons for r = 1, only :class:`Simplex` and :class:`Eisenstein` are conclusive without it.

    Raises
    ------
    ParseError
        If the polynomial is constant, or a proper multiple of a variable.
    LimitError
        If only traces could decide and the total degree exceeds 160; if r > 1 and the factor has too high a degree in
        too many variables; if r > 4096; or if no choice of coordinates and no prime decides within the trials, as it
        happens when the polynomial is not irreducible over Q.

    Examples
    --------
    >>> circle = absolute_factors(Polynomial(2, {(2, 0): 1, (0, 2): 1, (0, 0): 1}))
    >>> circle.count, circle.reason.prime, [special.degrees for special in circle.reason.specializations]
    (1, 10007, [(2,), (1, 1)])
    >>> lines = absolute_factors(Polynomial(2, {(2, 0): 1, (0, 2): 1}))
    >>> lines.count, lines.real_count, lines.minpoly, lines.terms[1]
    (2, 0, (1, 0, 1), ((0, 1), (Fraction(0, 1), Fraction(-1, 1))))
    """
    if polynomial.is_constant():
        raise ParseError("polynomial", f"{shown(polynomial)} is constant")
    p = polynomial.primitive_part()
    support = [exponents for exponents, _ in p.terms()]
    if any(map(min, zip(*support, strict=True))) and sum(support[0]) != 1:
        raise ParseError("polynomial", f"{shown(polynomial)} is a proper multiple of a variable")
    if found := _segment(p):
        return found
    vertices = _extreme(support)
    reason: Reason | None = _simplex(support, vertices) or _eisenstein(p)
    if reason is None:
        reason, divisor = _divisors(p, vertices)
        if divisor > 1:
            reason = _frobenius(p)
    return _rational(p, reason) if reason else _by_traces(p, divisor)


def _rational(p: Polynomial, reason: Reason) -> AbsoluteFactors:
    """The result for r = 1."""
    lead = p.terms()[0][1]
    return AbsoluteFactors(1, reason, (0, 1), tuple((m, (c / lead,)) for m, c in p.terms()))


def _segment(p: Polynomial) -> AbsoluteFactors | None:
    """If p = x^v·P(x^w): the factors are x^{w⁺} − α·x^{w⁻}, P(α) = 0."""
    first, last = p.terms()[0][0], p.terms()[-1][0]
    length = gcd(*map(int.__sub__, first, last))
    if length == 0:
        return None
    step = tuple((i - j) // length for i, j in zip(first, last, strict=True))
    a = next(d for d, s in enumerate(step) if s)
    places = {exponents: (exponents[a] - last[a]) // step[a] for exponents, _ in p.terms()}
    if any(m != tuple(j + i * s for j, s in zip(last, step, strict=True)) for m, i in places.items()):
        return None
    if length == 1:
        return _rational(p, Segment(step))
    if length > MAX_SEGMENT:
        raise LimitError(f"{length} factors over C, more than {MAX_SEGMENT}")
    known = {places[m]: int(c) for m, c in p.terms()}
    zero, one = Fraction(0), Fraction(1)
    plus, minus = (tuple(max(sign * s, 0) for s in step) for sign in (1, -1))
    rest = (zero,) * (length - 2)
    terms = ((plus, (one, zero, *rest)), (minus, (zero, -one, *rest)))
    return AbsoluteFactors(length, Segment(step), tuple(known.get(i, 0) for i in range(length + 1)), terms)


def _extreme(support: Sequence[Exponents]) -> tuple[Exponents, ...]:
    """Vertices of the convex hull, not always all: the largest points for several lexicographic orders."""
    dimension = len(support[0])
    found = set()
    for first, flipped, sign in product(range(dimension), range(dimension + 1), (1, -1)):
        order = [*range(first, dimension), *range(first)]
        signs = [-sign if d == flipped else sign for d in range(dimension)]
        found.add(max(support, key=lambda m: [signs[d] * m[d] for d in order]))
    return tuple(sorted(found))


def indecomposable_simplex(support: Sequence[Exponents]) -> Simplex | None:
    """The Newton polytope if it is a simplex that shows irreducibility over every field (Gao 2001), else None.

    Examples
    --------
    >>> indecomposable_simplex([(2, 0), (0, 3), (0, 0)]).vertices
    ((0, 0), (0, 3), (2, 0))
    """
    return _simplex(support, _extreme(support))


def _simplex(support: Sequence[Exponents], vertices: tuple[Exponents, ...]) -> Simplex | None:
    used = _used(support)
    origin, *others = vertices
    if len(others) != len(used) or any(map(min, zip(*vertices, strict=True))):
        return None
    edges = [[v[d] - origin[d] for v in others] for d in used]
    if gcd(*(c for row in edges for c in row)) != 1 or fmpq_mat(edges).det() == 0:
        return None
    points = fmpq_mat([[m[d] - origin[d] for m in support] for d in used])
    coordinates = fmpq_mat(edges).solve(points).table()
    inside = all(min(column) >= 0 and sum(column) <= 1 for column in zip(*coordinates, strict=True))
    return Simplex(vertices) if inside else None


def _eisenstein(p: Polynomial) -> Eisenstein | None:
    degrees = p.degrees()
    used = [d for d in _used([degrees]) if degrees[d] <= MAX_DEGREE]
    for a, b in product(used, repeat=2):
        top = [(m, c) for m, c in p.terms() if m[a] == degrees[a]]
        if a == b or len(top) > 1 or sum(top[0][0]) != degrees[a]:
            continue
        last = p.substitute({a: 0})
        special = last.substitute({d: 1 for d in range(p.dimension) if d != b})
        for root in _rational_roots(special, b):
            axis = {tuple(int(d == b) for d in range(p.dimension)): Fraction(1), (0,) * p.dimension: -root}
            linear = Polynomial(p.dimension, axis)
            if p.substitute({b: root}) == Polynomial(p.dimension, dict(top)) and not (linear * linear).divides(last):
                return Eisenstein(a, b, root)
    return None


def _divisors(p: Polynomial, vertices: tuple[Exponents, ...]) -> tuple[Divisors, int]:
    """A multiple of r, from vertices and from the degrees of a few nonsingular points with small coordinates."""
    divisor = gcd(*(c for vertex in vertices for c in vertex))
    points: list[ClosedPoint] = []
    random, degrees = Random(0), p.degrees()
    trials = POINT_TRIALS if max(degrees) <= MAX_DEGREE else 2  # 0 and ±1 have small powers
    for size, direction in product(range(trials), _used([degrees])):
        values = tuple(0 if d == direction else random.randint(-size, size) for d in range(p.dimension))
        if divisor == 1 or degrees[direction] > MAX_DEGREE:
            continue
        special = p.substitute({d: value for d, value in enumerate(values) if d != direction})
        for factor, multiplicity in _univariate(special, direction).factor()[1]:
            smaller = gcd(divisor, factor.degree())
            if multiplicity == 1 and smaller < divisor:
                divisor = smaller
                points.append(ClosedPoint(direction, values, tuple(map(int, factor.coeffs()))))
    return Divisors(vertices, tuple(points)), divisor


def _frobenius(p: Polynomial) -> Frobenius | None:
    degrees = p.degrees()
    used = _used([degrees])
    for prime in SMALL_PRIMES if max(degrees) <= MAX_DEGREE else ():
        random = Random(prime)
        found: list[Specialization] = []
        shares, divisor = {Fraction(s, degrees[used[0]]) for s in range(1, degrees[used[0]])}, 0
        for trial in range(SPECIALIZATIONS):
            d = used[trial % len(used)]
            values = tuple(0 if i == d else random.randint(-99, 99) for i in range(p.dimension))
            special = _univariate(p.substitute({i: v for i, v in enumerate(values) if i != d}), d)
            reduced = nmod_poly([int(c) % prime for c in special.coeffs()], prime)
            if reduced.degree() < degrees[d] or reduced.gcd(reduced.derivative()).degree() > 0:
                continue
            cycles = sorted(factor.degree() for factor, _ in reduced.factor()[1])
            found.append(Specialization(d, values, tuple(cycles)))
            sums = {0}
            for cycle in cycles:
                sums |= {cycle + s for s in sums}
            shares &= {Fraction(s, degrees[d]) for s in sums}
            divisor = gcd(divisor, *cycles)
            if not shares and divisor == 1:
                return Frobenius(prime, tuple(found))
    return None


def _by_traces(p: Polynomial, divisor: int) -> AbsoluteFactors:
    """Bound r by traces on random lines, until the bound is 1 or a factor over a field of that degree is found."""
    degree = _total_degree(p)
    if degree > MAX_TOTAL_DEGREE:
        raise LimitError(f"total degree {degree} exceeds {MAX_TOTAL_DEGREE}: the number of factors over C is undecided")
    for trial in range(TRIALS):
        frame = _frame(p, trial)
        powers = min(degree, 2 + trial)
        precision = min(2 * degree + 1, (1 + trial) * (degree // 2 + 4))
        for prime in PRIMES:
            space = _orthogonal(_branch(p, frame.on_line(), prime, precision), powers)
            if space is None or divisor % space.bound or not space.is_ring():
                break
            reason = Traces(prime, frame.base, frame.line, frame.tilt, powers, precision, space.bound)
            found = _rational(p, reason) if space.bound == 1 else _recover(p, frame, space, reason)
            if found:
                return found
    raise LimitError(f"{TRIALS} choices of coordinates did not decide the number of factors over C of {shown(p)}")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Coordinates (x, t): the variable `main` is t, any other variable d is base_d + x_d + tilt_d·t."""

    used: tuple[int, ...]
    base: tuple[int, ...]
    tilt: tuple[int, ...]
    line: tuple[int, ...]

    def on_line(self) -> list[Polynomial]:
        """The variables in terms of (s, t), on x = s·line."""
        rows = zip(self.base, self.line, self.tilt, strict=True)
        return [Polynomial(2, {(0, 0): b, (1, 0): v, (0, 1): c}) for b, v, c in rows]

    def packed(self, radix: int) -> list[Polynomial]:
        """The same with x = (s, s^radix, s^(radix²), …): keeps apart monomials of degree < radix in each x_d."""
        place = {d: radix**i for i, d in enumerate(self.used[:-1])}
        images = [Polynomial(2, {(0, 0): b, (0, 1): c}) for b, c in zip(self.base, self.tilt, strict=True)]
        return [q + Polynomial(2, {(place[d], 0): 1}) if d in place else q for d, q in enumerate(images)]

    def inverse(self) -> list[Polynomial]:
        """The x_d, and t last, in terms of the variables of p."""
        dimension, main = len(self.base), self.used[-1]
        axis = [tuple(int(i == d) for i in range(dimension)) for d in range(dimension)]
        zero, result = (0,) * dimension, []
        for d in self.used[:-1]:
            result.append(Polynomial(dimension, {axis[d]: 1, zero: -self.base[d], axis[main]: -self.tilt[d]}))
        return [*result, Polynomial(dimension, {axis[main]: 1})]


def _frame(p: Polynomial, trial: int) -> _Frame:
    random, used = Random(trial), _used([p.degrees()])
    wide, narrow = 1 + trial, (1 + trial) // 2

    def entries(least: int, most: int, main: int) -> tuple[int, ...]:
        return tuple(main if d == used[-1] else random.randint(least, most) for d in range(p.dimension))

    return _Frame(used, entries(-wide, wide, 0), entries(-narrow, narrow, 1), entries(1, 2 * wide, 0))


@dataclass(frozen=True, slots=True)
class _Algebra:
    """A = F[z]/modulus over a prime field, and power series over it modulo s^precision.

    A series Σ a_i·s^i is packed into the polynomial Σ a_i(z)·z^{2N·i}, N = dim A: one product of polynomials then
    multiplies two series.
    """

    field: Any
    ring: Any
    modulus: Any

    @property
    def degree(self) -> int:
        return int(self.modulus.degree())

    def row(self, element: Any) -> list[Any]:
        """The N coordinates of a polynomial in z modulo `modulus`."""
        reduced = (element % self.modulus).coeffs()
        return [*reduced, *[0] * (self.degree - len(reduced))]

    def rows(self, series: Any, precision: int) -> list[list[Any]]:
        """The coefficients a_0, a_1, … as rows."""
        width, dense = 2 * self.degree, series.coeffs()
        return [self.row(self.ring(dense[i : i + width])) for i in range(0, width * precision, width)]

    def pack(self, rows: Iterable[Sequence[Any]]) -> Any:
        return self.ring([c for row in rows for c in (*row, *[0] * len(row))])

    def times(self, left: Any, right: Any, precision: int) -> Any:
        product = left.mul_low(right, 2 * self.degree * precision)
        return self.pack(self.rows(product, precision))

    def evaluate(self, coefficients: Sequence[Any], point: Any, precision: int) -> Any:
        """The value of a polynomial, coefficients from degree 0, by Horner's rule."""
        value = coefficients[-1]
        for coefficient in reversed(coefficients[:-1]):
            value = self.times(value, point, precision) + coefficient
        return value

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return fmpz_mod_mat(rows, self.field)

    def trace_form(self) -> Any:
        """The matrix of traces of z^{i+j}: power sums of the roots, from modulus'/modulus at infinity."""
        n = self.degree
        derivative, reverse = self.modulus.derivative().reverse(), self.modulus.reverse()
        sums = derivative.mul_low(reverse.inverse_series_trunc(2 * n - 1), 2 * n - 1).coeffs()
        sums += [0] * (2 * n - 1 - len(sums))
        return self.matrix([sums[i : i + n] for i in range(n)])


@dataclass(frozen=True, slots=True)
class _Branch:
    """The series t = φ(s) over A, φ(0) = z, with p(s, t) = 0 modulo s^precision."""

    algebra: _Algebra
    precision: int
    root: Any


def _branch(p: Polynomial, images: Sequence[Polynomial], prime: int, precision: int) -> _Branch | None:
    """The branch of p(images); None unless, modulo the prime, that is monic in t of the total degree of p, up to a
    constant, and has no multiple roots at s = 0."""
    columns: list[dict[int, int]] = [{} for _ in range(_total_degree(p) + 1)]
    for (i, j), c in _compose(dict(p.terms()), images, 2).terms():
        if i < precision:
            columns[j][i] = int(c)
    lead = columns[-1].get(0, 0) % prime
    if lead == 0:
        return None
    scale = pow(lead, -1, prime)
    field = fmpz_mod_ctx(prime)
    ring = fmpz_mod_poly_ctx(field)
    modulus = ring([column.get(0, 0) * scale for column in columns])
    if modulus.gcd(modulus.derivative()).degree() > 0:
        return None
    algebra = _Algebra(field, ring, modulus)
    blank = [0] * (algebra.degree - 1)
    coefficients = [
        algebra.pack([column.get(i, 0) * scale, *blank] for i in range(max(column, default=0) + 1))
        for column in columns
    ]
    return _Branch(algebra, precision, _newton(algebra, coefficients, precision))


def _newton(algebra: _Algebra, coefficients: Sequence[Any], precision: int) -> Any:
    """The root that starts at z, by Newton's iteration."""
    slopes = [c * j for j, c in enumerate(coefficients)][1:]
    root = algebra.ring([0, 1])
    inverse = algebra.modulus.derivative().inverse_mod(algebra.modulus)
    reached = 1
    while reached < precision:
        reached = min(2 * reached, precision)
        root -= algebra.times(inverse, algebra.evaluate(coefficients, root, reached), reached)
        if reached < precision:
            slope = algebra.evaluate(slopes, root, reached)
            inverse = algebra.times(inverse, 2 - algebra.times(inverse, slope, reached), reached)
    return root


@dataclass(frozen=True, slots=True)
class _Space:
    """A subspace of A that contains k: the rows of `basis`, which is the identity matrix in the columns `free`."""

    algebra: _Algebra
    form: Any
    basis: Any
    free: tuple[int, ...]

    @property
    def bound(self) -> int:
        return len(self.free)

    def coordinates(self, element: Any) -> list[Any]:
        row = self.algebra.row(element)
        return [row[column] for column in self.free]

    def element(self, coordinates: Sequence[Any]) -> Any:
        (row,) = (self.algebra.matrix([coordinates]) * self.basis).tolist()
        return self.algebra.ring(row)

    def is_ring(self) -> bool:
        """Whether it is closed under multiplication."""
        elements = [self.algebra.ring(row) for row in self.basis.tolist()]
        products = [x * y % self.algebra.modulus for x, y in product(elements, repeat=2)]
        return all(self.element(self.coordinates(element)) == element for element in products)

    def project(self, series: Any, precision: int) -> Any:
        """The relative trace, from A to this subring, of each coefficient of a series."""
        transposed = self.basis.transpose()
        gram = self.basis * self.form * transposed
        rows = self.algebra.matrix(self.algebra.rows(series, precision))
        projected = rows * self.form * transposed * gram.inv() * self.basis * (self.algebra.degree // self.bound)
        return self.algebra.pack(projected.tolist())


def _orthogonal(branch: _Branch | None, powers: int) -> _Space | None:
    """The elements of A orthogonal to the coefficients of φ^j of order i > j, for all j ≤ powers."""
    if branch is None:
        return None
    algebra, power = branch.algebra, branch.root
    form = algebra.trace_form()
    conditions: list[list[Any]] = []
    rank = 0
    for j in range(1, powers + 1):
        if rank == algebra.degree - 1:
            break
        conditions = conditions[:rank] + algebra.rows(power, branch.precision)[j + 1 :]
        reduced, rank = algebra.matrix(conditions).rref()
        conditions = reduced.tolist()
        power = algebra.times(power, branch.root, branch.precision)
    basis, free = _kernel(algebra, conditions[:rank], form)
    return _Space(algebra, form, basis, free)


def _kernel(algebra: _Algebra, conditions: list[list[Any]], form: Any) -> tuple[Any, tuple[int, ...]]:
    """A basis of what is orthogonal to linearly independent conditions, and the columns where it is the identity."""
    columns = range(algebra.degree)
    if not conditions:
        return algebra.matrix([[int(i == j) for j in columns] for i in columns]), tuple(columns)
    rows = (algebra.matrix(conditions) * form).rref()[0].tolist()
    pivots = [next(column for column in columns if row[column] != 0) for row in rows]
    free = tuple(column for column in columns if column not in pivots)
    basis = [[int(column == f) for column in columns] for f in free]
    for row, pivot in zip(rows, pivots, strict=True):
        for vector, f in zip(basis, free, strict=True):
            vector[pivot] = -row[f]
    return algebra.matrix(basis), free


def _recover(p: Polynomial, frame: _Frame, space: _Space, reason: Traces) -> AbsoluteFactors | None:
    """A factor of p over a number field that is the subring modulo the prime; None if the prime is too small."""
    degree, excess = divmod(_total_degree(p), space.bound)
    precision = (degree + 1) ** (len(frame.used) - 1)
    if precision * space.algebra.degree > MAX_SERIES:
        raise LimitError(f"a factor of degree {degree} in {len(frame.used)} variables is too large to compute")
    branch = _branch(p, frame.packed(degree + 1), reason.prime, precision)
    if excess or branch is None:
        return None
    coefficients = _coefficients(space, frame, _symmetric(space, branch, degree), degree, reason.prime)
    if coefficients is None:
        return None
    return _over_field(p, space, coefficients, reason)


def _symmetric(space: _Space, branch: _Branch, degree: int) -> list[Any]:
    """The elementary symmetric functions of the roots of one factor, from their power sums by Newton's identities."""
    algebra, precision = space.algebra, branch.precision
    sums, elementary = [], [algebra.ring([1])]
    power = branch.root
    for k in range(1, degree + 1):
        sums.append(space.project(power, precision))
        power = algebra.times(power, branch.root, precision)
        signed = [(-1) ** i * algebra.times(elementary[k - 1 - i], sums[i], precision) for i in range(k)]
        elementary.append(sum(signed, start=algebra.ring([0])) * pow(k, -1, int(algebra.field.modulus())))
    return elementary


def _coefficients(
    space: _Space, frame: _Frame, elementary: Sequence[Any], degree: int, prime: int
) -> dict[Exponents, Any] | None:
    """The factor Σ (−1)^k e_k·t^{n−k} in the variables of p, monic at its first term, coefficients in A."""
    others = len(frame.used) - 1
    parts: list[dict[Exponents, int]] = [{} for _ in space.free]
    for k, series in enumerate(elementary):
        for index, row in enumerate(space.algebra.rows(series, (degree + 1) ** others)):
            digits = [index // (degree + 1) ** i % (degree + 1) for i in range(others)]
            for part, column in zip(parts, space.free, strict=True):
                part[(*digits, degree - k)] = (-1) ** k * int(row[column])
    images = frame.inverse()
    vectors: dict[Exponents, list[int]] = {}
    for i, part in enumerate(parts):
        for exponents, value in _compose(part, images, len(frame.base)).terms():
            vectors.setdefault(exponents, [0] * len(parts))[i] = int(value) % prime
    elements = {m: space.element(vectors[m]) for m in sorted(vectors, reverse=True) if any(vectors[m])}
    modulus = space.algebra.modulus
    lead = next(iter(elements.values()))
    if lead.gcd(modulus).degree() > 0:
        return None
    inverse = lead.inverse_mod(modulus)
    return {m: element * inverse % modulus for m, element in elements.items()}


def _over_field(
    p: Polynomial, space: _Space, coefficients: Mapping[Exponents, Any], reason: Traces
) -> AbsoluteFactors | None:
    """Write the coefficients in powers of a generator, as rationals; None unless the norm is then p."""
    algebra, r = space.algebra, space.bound
    values = list(coefficients.values())
    mixed = [sum((v * (w + i) ** w for i, v in enumerate(values)), start=algebra.ring([0])) for w in range(1, r + 1)]
    for generator in values + mixed:
        powers = [algebra.ring([1])]
        for _ in range(r):
            powers.append(powers[-1] * generator % algebra.modulus)
        base = algebra.matrix([space.coordinates(power) for power in powers[:-1]])
        if base.rank() == r:
            break
    else:
        return None
    rows = algebra.matrix([space.coordinates(element) for element in (powers[-1], *values)]) * base.inv()
    numbers = [[_reconstruct(int(c), reason.prime) for c in row] for row in rows.tolist()]
    exact = [tuple(c for c in row if c is not None) for row in numbers]
    if any(len(row) < r for row in exact):
        return None
    scale = lcm(*(c.denominator for c in exact[0]))
    minpoly = (*(int(-c * scale) for c in exact[0]), scale)
    found = AbsoluteFactors(r, reason, minpoly, tuple(zip(coefficients, exact[1:], strict=True)))
    irreducible = [multiplicity for _, multiplicity in fmpz_poly(list(minpoly)).factor()[1]] == [1]
    return found if irreducible and found.norm() == p * (1 / p.terms()[0][1]) else None


def _reconstruct(residue: int, modulus: int) -> Fraction | None:
    """The fraction a/b ≡ residue with |a|, b ≤ √(modulus/2), if there is one (then it is the only one)."""
    bound = isqrt(modulus // 2)
    (a, b), (c, d) = (modulus, 0), (residue, 1)
    while c > bound:
        quotient = a // c
        (a, b), (c, d) = (c, d), (a - quotient * c, b - quotient * d)
    return Fraction(c, d) if 0 < abs(d) <= bound else None


def _determinant(rows: list[list[Polynomial]]) -> Polynomial:
    """By Bareiss' elimination without fractions."""
    matrix, size = [list(row) for row in rows], len(rows)
    previous, sign = Polynomial.constant(rows[0][0].dimension, 1), 1
    for k in range(size - 1):
        pivot = next((i for i in range(k, size) if matrix[i][k]), None)
        if pivot is None:
            return previous * 0
        if pivot != k:
            matrix[k], matrix[pivot], sign = matrix[pivot], matrix[k], -sign
        for i in range(k + 1, size):
            for j in range(k + 1, size):
                minor = matrix[i][j] * matrix[k][k] - matrix[i][k] * matrix[k][j]
                matrix[i][j] = minor.divide_exact(previous)
        previous = matrix[k][k]
    return matrix[-1][-1] * sign


def _compose(terms: Mapping[Exponents, int | Fraction], images: Sequence[Polynomial], dimension: int) -> Polynomial:
    """Substitute polynomials in `dimension` variables for the variables, by Horner's rule in each."""
    if not images:
        return Polynomial.constant(dimension, terms[()])
    groups: dict[int, dict[Exponents, int | Fraction]] = {}
    for (power, *rest), coefficient in terms.items():
        groups.setdefault(power, {})[tuple(rest)] = coefficient
    value, above = Polynomial(dimension, {}), max(groups, default=0)
    for power in sorted(groups, reverse=True):
        value = value * images[0] ** (above - power) + _compose(groups[power], images[1:], dimension)
        above = power
    return value * images[0] ** above


def _used(supports: Iterable[Exponents]) -> tuple[int, ...]:
    """The directions that occur."""
    return tuple(d for d, powers in enumerate(zip(*supports, strict=True)) if any(powers))


def _total_degree(p: Polynomial) -> int:
    return max(sum(exponents) for exponents, _ in p.terms())


def _univariate(p: Polynomial, direction: int) -> Any:
    """A polynomial in one variable, primitive unless it is 0, as FLINT's."""
    known = {exponents[direction]: int(c) for exponents, c in p.primitive_part().terms()} if p else {}
    return fmpz_poly([known.get(power, 0) for power in range(max(known, default=-1) + 1)])


def _rational_roots(p: Polynomial, direction: int) -> list[Fraction]:
    """The rational roots of a polynomial in one variable; none for 0."""
    linear = [f.coeffs() for f, _ in _univariate(p, direction).factor()[1] if f.degree() == 1]
    return [Fraction(-int(c0), int(c1)) for c0, c1 in linear]


def _roots(minpoly: Sequence[int]) -> list[Any]:
    """Isolating balls around the complex roots; those of real roots have imaginary part exactly 0."""
    found: Any = fmpz_poly(list(minpoly)).complex_roots()
    return [root for root, _ in found]


def _box(coefficient: Sequence[Fraction], root: Any) -> Box:
    value = acb(0)
    for c in reversed(coefficient):
        value = value * root + acb(fmpq(c.numerator, c.denominator))
    parts = (value.real.lower(), value.real.upper(), value.imag.lower(), value.imag.upper())
    real_low, real_high, low, high = (_dyadic(*part.man_exp()) for part in parts)
    return real_low, real_high, low, high


def _dyadic(mantissa: Any, exponent: Any) -> Fraction:
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
