"""Polynomials over Q in D variables: exact arithmetic with every result of FLINT guarded.

Contents: :class:`Polynomial`, :func:`gcd`, :func:`factor`, :class:`Factorization`, :func:`resultant`,
:func:`variables`, and the exceptions :class:`RingMismatchError`, :class:`NotDivisibleError`,
:class:`ZeroPolynomialError`.

Notation. The variables are x (D = 1), x, y (D = 2), x, y, z (D = 3) and x1, …, xD beyond; directions count
from 0. Terms are ordered lexicographically, the first variable counting most, the largest term first; the
*leading* coefficient is that of the first term. A polynomial is *primitive* when its coefficients are
coprime integers and its leading coefficient is positive; gcds and factors are always primitive.

Limits. At most 16 variables; exponents up to 2^48; gcds and factorizations up to degree 2^24 in each
variable. From 2^61 on FLINT's gcd was seen to crash or to return 0 without a word; up to 2^24 neither was
seen. Inside the limits a gcd, factorization or division may still take long, ignores interrupts, and
aborts the process when memory runs out: run what may be large in a worker process.

No other module imports FLINT's multivariate polynomials.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd as integer_gcd
from math import lcm, prod
from typing import Any, NamedTuple, TypeAlias

from flint import fmpq, fmpq_mpoly_ctx
from flint.utils.flint_exceptions import DomainError

from symlcn.algebra import typeset
from symlcn.algebra.exact import fraction_of
from symlcn.errors import (
    ArithmeticGuardError,
    LimitError,
    NotDivisibleError,
    ParseError,
    RingMismatchError,
    ZeroPolynomialError,
    shown,
)

__all__ = [
    "Exponents",
    "Factorization",
    "Polynomial",
    "factor",
    "gcd",
    "resultant",
    "variables",
]

MAX_DIMENSION = 16
MAX_EXPONENT = 2**48
MAX_DEGREE = 2**24
MAX_VALUE_BITS = 2**30

Exponents: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class Polynomial(typeset.Typeset):
    """A polynomial over Q in D variables; immutable, hashable, picklable, exact.

    Parameters
    ----------
    dimension : int
        The number D of variables, between 1 and 16.
    terms : mapping from tuple of int to int or Fraction
        Coefficients by exponent vector; what is missing or 0 does not occur.

    Raises
    ------
    ParseError
        If the dimension is out of range, an exponent vector is not a tuple of D non-negative integers, or a
        coefficient is neither an int nor a Fraction (floats and booleans are refused).
    LimitError
        If an exponent exceeds 2^48, here and in every operation.

    Notes
    -----
    ``+ - * **`` are those of Q[x_1, …, x_D]; ``*`` also takes an int or a Fraction. Combining or comparing
    polynomials of different dimension, and comparing with a number, raises :class:`RingMismatchError`: it
    never means "different". ``len`` is the number of terms, so that exactly the zero polynomial is false.

    Examples
    --------
    >>> p = Polynomial(2, {(2, 0): 1, (0, 1): Fraction(-1, 2)})
    >>> print(p, "|", p * p)
    x^2 - 1/2*y | x^4 - x^2*y + 1/4*y^2
    >>> p == Polynomial(2, dict(p.terms()))
    True
    """

    dimension: int
    _raw: Any

    def __init__(self, dimension: int, terms: Mapping[Exponents, int | Fraction]) -> None:
        if type(dimension) is not int or not 1 <= dimension <= MAX_DIMENSION:
            raise ParseError("dimension", f"{shown(dimension)} is not an integer from 1 to {MAX_DIMENSION}")
        checked: dict[Exponents, Any] = _plain(dimension, terms) or {
            _monomial(m, dimension): _rational(c, "coefficient of", m) for m, c in terms.items()
        }
        object.__setattr__(self, "dimension", dimension)
        object.__setattr__(self, "_raw", _context(dimension).from_dict(checked))

    @classmethod
    def constant(cls, dimension: int, value: int | Fraction) -> Polynomial:
        """The constant polynomial `value` in `dimension` variables; raises as the constructor does.

        Examples
        --------
        >>> print(Polynomial.constant(2, Fraction(3, 4)))
        3/4
        """
        return cls(dimension, {(0,) * dimension: value})

    @classmethod
    def dense(cls, size: Exponents, exponent: Exponents, entries: Sequence[int | Fraction]) -> Polynomial:
        """Σ_j entry_j·x^{j⊙e} over all indices 0 ≤ j < k, entries in row-major order.

        Raises
        ------
        ParseError
            If size and exponent are no vectors of positive integers of one length, or the number or the type of entries
            does not fit.
        LimitError
            As the constructor.

        Examples
        --------
        >>> print(Polynomial.dense((2, 2), (1, 3), [1, 0, Fraction(1, 2), 5]))
        5*x*y^3 + 1/2*x + 1
        """
        dimension = len(size)
        _check_exponent(exponent, dimension)
        _check_exponent(size, dimension)
        if len(entries) != prod(size):
            raise ParseError("entries", f"{len(entries)} entries for the size {size}")
        indices = product(*(range(0, k * e, e) for k, e in zip(size, exponent, strict=True)))
        largest = max((k - 1) * e for k, e in zip(size, exponent, strict=True))
        if not set(map(type, entries)) <= {int, Fraction} or largest > MAX_EXPONENT or dimension > MAX_DIMENSION:
            return cls(dimension, {i: c for i, c in zip(indices, entries, strict=True) if c})
        numbers = [c.numerator if c.denominator == 1 else fmpq(c.numerator, c.denominator) for c in entries]
        terms = {i: c for i, c in zip(indices, numbers, strict=True) if c}
        return _wrap(dimension, _context(dimension).from_dict(terms))

    def __reduce__(self) -> tuple[type[Polynomial], tuple[int, dict[Exponents, Fraction]]]:
        return Polynomial, (self.dimension, dict(self.terms()))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Polynomial):
            return bool(self._raw == self._same_ring(other)._raw)
        if isinstance(other, int | Fraction | float):
            raise RingMismatchError("a polynomial is compared with a number; use Polynomial.constant")
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.dimension, self.terms()))

    def __len__(self) -> int:
        return len(self._raw)

    def __str__(self) -> str:
        return str(self._raw.str())

    def __repr__(self) -> str:
        return f"<Polynomial {self} over Q in {', '.join(variables(self.dimension))}>"

    def latex(self) -> str:
        """The polynomial, highest total degree first.

        Examples
        --------
        >>> print(Polynomial(2, {(2, 0): 1, (0, 1): Fraction(-1, 2)}).latex())
        x^{2} - \\tfrac{1}{2}y
        """
        return typeset.polynomial(dict(self.terms()), typeset.variables(self.dimension))

    def terms(self) -> tuple[tuple[Exponents, Fraction], ...]:
        """Pairs (exponents, nonzero coefficient), lexicographically decreasing: a canonical form.

        Examples
        --------
        >>> Polynomial(2, {(0, 1): 2, (1, 0): -3}).terms()
        (((1, 0), Fraction(-3, 1)), ((0, 1), Fraction(2, 1)))
        """
        pairs = zip(self._raw.monoms(), self._raw.coeffs(), strict=True)
        return tuple((tuple(map(int, exponents)), fraction_of(coefficient)) for exponents, coefficient in pairs)

    def degrees(self) -> Exponents:
        """The degree in each variable.

        Raises
        ------
        ZeroPolynomialError
            For the zero polynomial, which has no degree.

        Examples
        --------
        >>> Polynomial(2, {(3, 0): 1, (1, 2): 5}).degrees()
        (3, 2)
        """
        return tuple(map(int, self._nonzero("degree")._raw.degrees()))

    def is_constant(self) -> bool:
        """Whether no variable occurs; true for zero.

        Examples
        --------
        >>> Polynomial.constant(1, 7).is_constant(), Polynomial(1, {(1,): 1}).is_constant()
        (True, False)
        """
        return bool(self._raw.is_constant())

    def __add__(self, other: Polynomial) -> Polynomial:
        return _wrap(self.dimension, self._raw + self._same_ring(other)._raw)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return _wrap(self.dimension, self._raw - self._same_ring(other)._raw)

    def __neg__(self) -> Polynomial:
        return _wrap(self.dimension, -self._raw)

    def __mul__(self, other: Polynomial | int | Fraction) -> Polynomial:
        if not isinstance(other, Polynomial):
            return _wrap(self.dimension, self._raw * _rational(other, "factor"))
        if self._same_ring(other) and self:
            _limit(map(sum, zip(self.degrees(), other.degrees(), strict=True)), MAX_EXPONENT)
        return _wrap(self.dimension, self._raw * other._raw)

    __rmul__ = __mul__

    def __pow__(self, power: int) -> Polynomial:
        if type(power) is not int or power < 0:
            raise ParseError("power", f"{shown(power)} is not a non-negative integer")
        if self:
            _limit((degree * power for degree in self.degrees()), MAX_EXPONENT)
        return _wrap(self.dimension, self._raw**power)

    def divide_exact(self, divisor: Polynomial) -> Polynomial:
        """The quotient self / divisor in Q[x_1, …, x_D].

        Raises
        ------
        NotDivisibleError
            If there is a remainder.
        ZeroPolynomialError
            If the divisor is zero.

        Examples
        --------
        >>> p = Polynomial(1, {(2,): 1, (0,): -1})
        >>> print(p.divide_exact(Polynomial(1, {(1,): 2, (0,): 2})))
        1/2*x - 1/2
        """
        raw = self._same_ring(divisor)._nonzero("quotient by")._raw
        try:
            return _wrap(self.dimension, self._raw / raw)
        except DomainError:
            raise NotDivisibleError(self, divisor) from None

    def divides(self, other: Polynomial) -> bool:
        """Whether `other` is a multiple of this polynomial over Q.

        Raises
        ------
        ZeroPolynomialError
            If this polynomial is zero.

        Examples
        --------
        >>> x = Polynomial(1, {(1,): 1})
        >>> x.divides(x * x), (x * x).divides(x)
        (True, False)
        """
        try:
            self._same_ring(other).divide_exact(self)
        except NotDivisibleError:
            return False
        return True

    def content(self) -> Fraction:
        """The rational c with self = c · (primitive part): signed as the leading coefficient, 0 for zero.

        Examples
        --------
        >>> Polynomial(1, {(1,): Fraction(-4, 3), (0,): 2}).content()
        Fraction(-2, 3)
        """
        coefficients = self._raw.coeffs()
        numerator = 0
        for c in coefficients:
            numerator = integer_gcd(numerator, int(c.p))
            if numerator == 1:
                break
        denominator = lcm(*{int(c.q) for c in coefficients})
        return Fraction(-numerator if self and coefficients[0] < 0 else numerator, denominator)

    def primitive_part(self) -> Polynomial:
        """The proportional polynomial with coprime integer coefficients, the leading one positive.

        Raises
        ------
        ZeroPolynomialError
            For the zero polynomial.

        Examples
        --------
        >>> print(Polynomial(1, {(1,): Fraction(-4, 3), (0,): 2}).primitive_part())
        2*x - 3
        """
        content = self._nonzero("primitive part of").content()
        return self if content == 1 else self * (1 / content)

    def substitute(self, values: Mapping[int, int | Fraction]) -> Polynomial:
        """Replace the variables of the given directions by rational numbers; the dimension stays D.

        Raises
        ------
        ParseError
            If a direction is not in 0, …, D − 1 or a value is not an int or a Fraction.
        LimitError
            If powers of the values could have more than 2^30 bits.

        Examples
        --------
        >>> print(Polynomial(2, {(2, 1): 1, (0, 3): 1}).substitute({0: Fraction(1, 2)}))
        y^3 + 1/4*y
        """
        checked: dict[int, Any] = {}
        degrees = self.degrees() if self else (0,) * self.dimension
        bits = 0
        for direction, value in values.items():
            if type(direction) is not int or not 0 <= direction < self.dimension:
                raise ParseError("substitution", f"{shown(direction)} is no direction in 0..{self.dimension - 1}")
            checked[direction] = _rational(value, "value of variable", direction)
            height = max(abs(int(checked[direction].p)), int(checked[direction].q))
            bits += degrees[direction] * (height - 1).bit_length()
        if bits > MAX_VALUE_BITS:
            raise LimitError(f"the powers of the values could have {bits} bits, more than {MAX_VALUE_BITS}")
        return _wrap(self.dimension, self._raw.subs(checked))

    def evaluate(self, point: Sequence[int | Fraction]) -> Fraction:
        """The exact value at a rational point.

        Raises
        ------
        ParseError
            If the point does not have D coordinates, each an int or a Fraction.
        LimitError
            As for :meth:`substitute`.

        Examples
        --------
        >>> Polynomial(2, {(2, 1): 1, (0, 0): -3}).evaluate((Fraction(1, 2), 2))
        Fraction(-5, 2)
        """
        if len(point) != self.dimension:
            raise ParseError("point", f"{len(point)} coordinates for {self.dimension} variables")
        return sum((value for _, value in self.substitute(dict(enumerate(point))).terms()), Fraction(0))

    def inflate(self, exponent: Exponents) -> Polynomial:
        """Substitute x_d ↦ x_d^{e_d}: what was a polynomial in X, written in x, where X = x^e.

        Raises
        ------
        ParseError
            If `exponent` is not a tuple of D positive integers.

        Examples
        --------
        >>> print(Polynomial(2, {(1, 1): 1, (0, 1): 3}).inflate((2, 5)))
        x^2*y^5 + 3*y^5
        """
        _check_exponent(exponent, self.dimension)
        if self:
            _limit((i * e for i, e in zip(self.degrees(), exponent, strict=True)), MAX_EXPONENT)
        return _wrap(self.dimension, self._raw.inflate(list(exponent)))

    def polyphase(self, exponent: Exponents, most: int | None = None) -> dict[Exponents, Polynomial]:
        """The nonzero v_r of self = Σ_r x^r v_r(x^e), 0 ≤ r_d < e_d, by increasing r, written in X = x^e.

        If `most` is given, at most so many of them, the first of those with the smallest r_0.

        Raises
        ------
        ParseError
            If `exponent` is not a tuple of D positive integers.

        Examples
        --------
        >>> {r: str(v) for r, v in Polynomial(1, {(3,): 5, (2,): 2, (0,): 1}).polyphase((2,)).items()}
        {(0,): '2*x + 1', (1,): '5*x'}
        """
        _check_exponent(exponent, self.dimension)
        monomials, coefficients = self._raw.monoms(), self._raw.coeffs()
        if most is not None and monomials:
            first = [int(monomial[0]) % exponent[0] for monomial in monomials]
            least = min(first)
            chosen = [n for n, r in enumerate(first) if r == least]
            monomials, coefficients = [monomials[n] for n in chosen], [coefficients[n] for n in chosen]
        quotients, remainders = [], []
        for column, e in zip(zip(*monomials, strict=True), exponent, strict=False):  # no columns for 0
            powers = list(map(int, column))
            known = {power: divmod(power, e) for power in set(powers)}
            quotients.append([known[power][0] for power in powers])
            remainders.append([known[power][1] for power in powers])
        residues = list(zip(*remainders, strict=True))
        parts: dict[Exponents, dict[Exponents, Any]] = {r: {} for r in sorted(set(residues))[:most]}
        for r, quotient, coefficient in zip(residues, zip(*quotients, strict=True), coefficients, strict=True):
            if r in parts:
                parts[r][quotient] = coefficient
        context = _context(self.dimension)
        return {r: _wrap(self.dimension, context.from_dict(part)) for r, part in parts.items()}

    def _same_ring(self, other: Polynomial) -> Polynomial:
        if not isinstance(other, Polynomial):
            raise RingMismatchError(f"a {type(other).__name__} is not a Polynomial")
        if self.dimension != other.dimension:
            raise RingMismatchError(f"polynomials in {self.dimension} and in {other.dimension} variables")
        return other

    def _nonzero(self, what: str) -> Polynomial:
        if not self:
            raise ZeroPolynomialError(f"there is no {what} the zero polynomial")
        return self


class Factorization(NamedTuple):
    """unit · ∏ factor^multiplicity with distinct primitive factors, by sum of degrees, then by terms.

    Attributes
    ----------
    unit : Fraction
        A nonzero rational.
    factors : tuple of (Polynomial, int)
        Nonconstant factors with their multiplicities.
    """

    unit: Fraction
    factors: tuple[tuple[Polynomial, int], ...]


def gcd(polynomials: Iterable[Polynomial]) -> Polynomial:
    """The primitive greatest common divisor over Q of polynomials that are not all zero.

    Verified: it is nonzero and divides every input. That no larger divisor exists is FLINT's word.

    Raises
    ------
    ZeroPolynomialError
        If no polynomial is nonzero.
    RingMismatchError
        If dimensions differ.
    LimitError
        If a degree exceeds 2^24.
    ArithmeticGuardError
        If FLINT fails or the verification does.

    Examples
    --------
    >>> p, q = Polynomial(1, {(2,): 2, (0,): -2}), Polynomial(1, {(3,): 3, (0,): -3})
    >>> print(gcd([p, q]))
    x - 1
    """
    inputs = list(polynomials)
    for polynomial in inputs:
        inputs[0]._same_ring(polynomial)
    nonzero = sorted(filter(None, inputs), key=len)
    if not nonzero:
        raise ZeroPolynomialError("there is no greatest common divisor where no polynomial is nonzero")
    result = nonzero[0]
    for polynomial in nonzero[1:]:
        if result.is_constant():
            break
        _limit(result.degrees() + polynomial.degrees(), MAX_DEGREE)
        raw = _run(result._raw.gcd, polynomial._raw)
        result = _wrap(result.dimension, raw)
        if not result:
            raise ArithmeticGuardError("the gcd of two nonzero polynomials came out as 0")
    if not all(result.divides(polynomial) for polynomial in nonzero):
        raise ArithmeticGuardError(f"the gcd {shown(result)} does not divide all {len(nonzero)} polynomials")
    return result.primitive_part()


def factor(polynomial: Polynomial) -> Factorization:
    """Factor a nonzero polynomial over Q.

    Verified: the factors are nonconstant and multiply to the input. That each is irreducible over Q is
    FLINT's word; nothing is claimed over R or C.

    Raises
    ------
    ZeroPolynomialError
        For the zero polynomial.
    LimitError
        If a degree exceeds 2^24.
    ArithmeticGuardError
        If FLINT fails or the verification does.

    Examples
    --------
    >>> unit, factors = factor(Polynomial(2, {(2, 1): -2, (0, 3): 2}))
    >>> unit, [(str(f), m) for f, m in factors]
    (Fraction(-2, 1), [('y', 1), ('x - y', 1), ('x + y', 1)])
    """
    _limit(polynomial.degrees(), MAX_DEGREE)
    _, found = _run(polynomial._raw.factor)
    pairs = [(_wrap(polynomial.dimension, raw).primitive_part(), int(power)) for raw, power in found]
    pairs.sort(key=lambda pair: (sum(pair[0].degrees()), pair[0].terms()))
    unit = polynomial.content()
    one = Polynomial.constant(polynomial.dimension, 1)
    total = unit * prod((part**power for part, power in pairs), start=one)
    if total != polynomial or any(part.is_constant() for part, _ in pairs):
        raise ArithmeticGuardError(f"{len(pairs)} factors and {unit} do not multiply to {shown(polynomial)}")
    return Factorization(unit, tuple(pairs))


def resultant(left: Polynomial, right: Polynomial, direction: int) -> Polynomial:
    """The resultant of two nonconstant polynomials over Q with respect to one variable.

    Compared at integer points with the resultant of what is left there; that it is right elsewhere is FLINT's word.

    Raises
    ------
    RingMismatchError
        If dimensions differ.
    ParseError
        If the direction is not in 0, …, D − 1, or a polynomial does not depend on that variable.
    LimitError
        If a degree exceeds 2^24.
    ArithmeticGuardError
        If FLINT fails or the comparison does.

    Examples
    --------
    >>> p, q = Polynomial(2, {(0, 2): 1, (1, 0): -1}), Polynomial(2, {(0, 1): 1, (0, 0): -3})
    >>> print(resultant(p, q, 1))
    -x + 9
    """
    left._same_ring(right)
    if type(direction) is not int or not 0 <= direction < left.dimension:
        raise ParseError("resultant", f"{shown(direction)} is no direction in 0..{left.dimension - 1}")
    degrees = [p.degrees()[direction] for p in (left, right)]
    if 0 in degrees:
        raise ParseError("resultant", f"a polynomial does not depend on variable {direction}")
    _limit((*left.degrees(), *right.degrees()), MAX_DEGREE)
    result = _wrap(left.dimension, _run(left._raw.resultant, right._raw, direction))
    for place in range(2, 5):
        point = {d: place + d for d in range(left.dimension) if d != direction}
        lines = [p.substitute(point) for p in (left, right)]
        if [line.degrees()[direction] if line else 0 for line in lines] == degrees:
            value = _wrap(left.dimension, _run(lines[0]._raw.resultant, lines[1]._raw, direction))
            if result.substitute(point) != value:
                raise ArithmeticGuardError(f"a resultant does not have the right value at {shown(point)}")
    return result


def variables(dimension: int) -> tuple[str, ...]:
    """The names of the variables."""
    return tuple("xyz"[:dimension]) if dimension <= 3 else tuple(f"x{d}" for d in range(1, dimension + 1))


def _context(dimension: int) -> Any:
    """The one context of this dimension: FLINT keeps it and compares only within it."""
    return fmpq_mpoly_ctx.get(variables(dimension), "lex")


def _wrap(dimension: int, raw: Any) -> Polynomial:
    polynomial = object.__new__(Polynomial)
    object.__setattr__(polynomial, "dimension", dimension)
    object.__setattr__(polynomial, "_raw", raw)
    return polynomial


def _rational(value: object, *place: object) -> Any:
    if type(value) is int:
        return fmpq(value)
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    raise ParseError(" ".join(map(str, place)), f"{shown(value)} is not exact; give an int or a Fraction")


def _plain(dimension: int, terms: Mapping[Exponents, int | Fraction]) -> dict[Exponents, Any] | None:
    """The terms as FLINT takes them if all are as they should be, seen by looking at types only once; else None."""
    if set(map(type, terms)) != {tuple} or set(map(len, terms)) != {dimension}:
        return None
    columns = list(zip(*terms, strict=True))
    if any(set(map(type, column)) != {int} or min(column) < 0 or max(column) > MAX_EXPONENT for column in columns):
        return None
    if not set(map(type, terms.values())) <= {int, Fraction}:
        return None
    return {m: c.numerator if c.denominator == 1 else fmpq(c.numerator, c.denominator) for m, c in terms.items()}


def _monomial(exponents: object, dimension: int) -> Exponents:
    if type(exponents) is not tuple or len(exponents) != dimension:
        raise ParseError(f"monomial {shown(exponents)}", f"not a tuple of {dimension} exponents")
    for exponent in exponents:
        if type(exponent) is not int or exponent < 0:
            raise ParseError(f"monomial {shown(exponents)}", f"{shown(exponent)} is not a non-negative integer")
    _limit(exponents, MAX_EXPONENT)
    return exponents


def _check_exponent(exponent: object, dimension: int) -> None:
    if type(exponent) is not tuple or len(exponent) != dimension:
        raise ParseError(f"exponent {shown(exponent)}", f"not a tuple of {dimension} integers")
    if not all(type(e) is int and e >= 1 for e in exponent):
        raise ParseError(f"exponent {shown(exponent)}", "not all entries are positive integers")


def _limit(degrees: Iterable[int], limit: int) -> None:
    largest = max(degrees)
    if largest > limit:
        raise LimitError(f"degree {shown(largest)} exceeds {limit}, the most this operation is trusted with")


def _run(operation: Any, *arguments: Any) -> Any:
    """Call a FLINT operation; it reports failure as RuntimeError."""
    try:
        return operation(*arguments)
    except RuntimeError as error:
        raise ArithmeticGuardError(f"FLINT: {error}") from error
