"""Absolute factorization by traces: where nothing cheaper bounds the number of factors over C.

Contents: :func:`by_traces`, :func:`total_degree`.

In coordinates (x, t) with p monic in t of its total degree N, and p(0, t) without multiple roots, let
A = Q[z]/p(0, z) and let φ ∈ A[[x]] be the root t of p that starts at z. Then k embeds into A (to a root belongs the
conjugate of the factor it is a root of), and for α in k the trace of α·φ^j is Σ_σ σ(α)·(sum of the j-th powers of
the roots of q_σ), a polynomial of degree at most j in x. So k is orthogonal, for the trace form, to all coefficients
of φ^j of order i > j, and r ≤ N − rank of these. The rank modulo a prime is no larger than over Q.

On a generic line in x all these conditions together leave nothing but k: that is Gao's theorem on closed forms, used
here only to hope that the search ends, never to conclude. A count r > 1 is concluded from the factor itself, whose
norm is computed exactly. Notation and references: :mod:`symlcn.algebra.overc`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import isqrt, lcm
from random import Random
from typing import Any, NamedTuple

from flint import fmpz_mod_ctx, fmpz_mod_mat, fmpz_mod_poly_ctx, fmpz_poly

from symlcn.algebra.echelon import echelon
from symlcn.algebra.factors import AbsoluteFactors, Traces, rational_factors
from symlcn.algebra.polynomials import Exponents, Polynomial
from symlcn.errors import LimitError, shown

__all__ = ["by_traces", "total_degree"]

PRIMES = (2**61 - 1, 2**521 - 1, 2**2203 - 1, 2**9689 - 1)
"""Mersenne primes; coefficients are recovered from their values modulo one of them."""
MAX_TOTAL_DEGREE = 160
MAX_SERIES = 2**17
TRIALS = 12


def by_traces(p: Polynomial, divisor: int) -> AbsoluteFactors:
    """Bound r by traces on random lines, until the bound is 1 or a factor over a field of that degree is found.

    Parameters
    ----------
    p : Polynomial
        Irreducible over Q, primitive.
    divisor : int
        A multiple of r.

    Raises
    ------
    LimitError
        If the total degree exceeds 160, or the choices of coordinates did not decide.
    """
    degree = total_degree(p)
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
            found = rational_factors(p, reason) if space.bound == 1 else _recover(p, frame, space, reason)
            if found:
                return found
    raise LimitError(f"{TRIALS} choices of coordinates did not decide the number of factors over C of {shown(p)}")


class _Frame(NamedTuple):
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
    random, used = Random(trial), tuple(d for d, n in enumerate(p.degrees()) if n)
    wide, narrow = 1 + trial, (1 + trial) // 2

    def entries(least: int, most: int, main: int) -> tuple[int, ...]:
        return tuple(main if d == used[-1] else random.randint(least, most) for d in range(p.dimension))

    return _Frame(used, entries(-wide, wide, 0), entries(-narrow, narrow, 1), entries(1, 2 * wide, 0))


class _Algebra(NamedTuple):
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


class _Branch(NamedTuple):
    """The series t = φ(s) over A, φ(0) = z, with p(s, t) = 0 modulo s^precision."""

    algebra: _Algebra
    precision: int
    root: Any


def _branch(p: Polynomial, images: Sequence[Polynomial], prime: int, precision: int) -> _Branch | None:
    """The branch of p(images); None unless, modulo the prime, that is monic in t of the total degree of p, up to a
    constant, and has no multiple roots at s = 0."""
    columns: list[dict[int, int]] = [{} for _ in range(total_degree(p) + 1)]
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


class _Space(NamedTuple):
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
        reduced, columns = echelon(algebra.matrix(conditions))
        rank, conditions = len(columns), reduced.tolist()
        power = algebra.times(power, branch.root, branch.precision)
    basis, free = _kernel(algebra, conditions[:rank], form)
    return _Space(algebra, form, basis, free)


def _kernel(algebra: _Algebra, conditions: list[list[Any]], form: Any) -> tuple[Any, tuple[int, ...]]:
    """A basis of what is orthogonal to linearly independent conditions, and the columns where it is the identity."""
    columns = range(algebra.degree)
    if not conditions:
        return algebra.matrix([[int(i == j) for j in columns] for i in columns]), tuple(columns)
    reduced, pivots = echelon(algebra.matrix(conditions) * form)
    free = tuple(column for column in columns if column not in pivots)
    basis = [[int(column == f) for column in columns] for f in free]
    for row, pivot in zip(reduced.tolist(), pivots, strict=True):
        for vector, f in zip(basis, free, strict=True):
            vector[pivot] = -row[f]
    return algebra.matrix(basis), free


def _recover(p: Polynomial, frame: _Frame, space: _Space, reason: Traces) -> AbsoluteFactors | None:
    """A factor of p over a number field that is the subring modulo the prime; None if the prime is too small."""
    degree, excess = divmod(total_degree(p), space.bound)
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


def total_degree(p: Polynomial) -> int:
    """The largest sum of exponents."""
    return max(sum(exponents) for exponents, _ in p.terms())
