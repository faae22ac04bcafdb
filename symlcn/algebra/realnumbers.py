"""Exact real algebraic numbers: an irreducible polynomial and an interval that isolates one root.

Contents: :class:`RealAlgebraic`, :data:`Number`, :func:`root_above`, :func:`value_at`, :func:`enclosure_at`,
:func:`same_number`, :func:`evaluate`, :func:`precisions`.

Polynomials are tuples of integers or fractions, coefficients from degree 0. No floating point decides
anything; decimal approximations are for readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from symlcn.algebra import typeset
from symlcn.algebra.exact import decimal_text
from symlcn.errors import ArithmeticGuardError, LimitError, shown

__all__ = [
    "MAX_BITS",
    "Number",
    "RealAlgebraic",
    "dyadic",
    "enclosure_at",
    "evaluate",
    "precisions",
    "root_above",
    "same_number",
    "value_at",
]


MAX_BITS = 2**18
FAR = 2**64
"""Ratio of numbers beyond which an interval between them is halved in proportion."""


@dataclass(frozen=True, slots=True)
class RealAlgebraic(typeset.Typeset):
    """An irrational real algebraic number.

    Attributes
    ----------
    minpoly : tuple of int
        Its minimal polynomial over Q: irreducible, primitive, positive leading coefficient.
    lower, upper : Fraction
        The only root of `minpoly` in the open interval (lower, upper) is this number, and the
        polynomial changes sign there.

    Examples
    --------
    >>> root = root_above((-2, 0, 1), Fraction(0))
    >>> root.minpoly, root.approx(10), value_at((0, -1), root).approx(10)
    ((-2, 0, 1), '1.414213562', '-1.414213562')
    >>> print(root.latex())
    t \\approx 1.4142\\text{, the root of }t^{2} - 2\\text{ in }(\\tfrac{11}{8}, \\tfrac{3}{2})
    """

    minpoly: tuple[int, ...]
    lower: Fraction
    upper: Fraction

    def approx(self, digits: int = 18) -> str:
        """Decimal approximation with the given number of significant digits, correctly rounded."""
        sign = self._sign()
        turned = self.minpoly if sign > 0 else [c * (-1) ** k for k, c in enumerate(self.minpoly)]
        ends = sorted((sign * self.lower, sign * self.upper))
        lower, upper = max(ends[0], Fraction(0)), ends[1]
        relative = Fraction(1, 10 ** (digits + 2))
        while True:
            lower, upper = _bisect(turned, lower, upper, relative)
            texts = {decimal_text(sign * end, digits) for end in (lower, upper)}
            if len(texts) == 1:
                return texts.pop()
            relative /= 1000

    def latex(self) -> str:
        """Its definition, as a number that is called t."""
        interval = typeset.vector(map(typeset.rational, (self.lower, self.upper)))
        return typeset.root(self.minpoly, typeset.decimal(self.approx(12)), interval)

    def _sign(self) -> int:
        """1 or −1; the number is not 0, as it is irrational."""
        if self.lower >= 0 or self.upper <= 0:
            return 1 if self.lower >= 0 else -1
        return 1 if evaluate(self.minpoly, self.lower) * self.minpoly[0] > 0 else -1


Number: TypeAlias = Fraction | RealAlgebraic
"""A real number: a Fraction exactly when it is rational."""


def evaluate(polynomial: Sequence[int | Fraction], point: int | Fraction) -> Fraction:
    """Value of a polynomial at a rational point, exactly.

    Examples
    --------
    >>> evaluate((1, 0, 2), Fraction(1, 2))
    Fraction(3, 2)
    """
    value = Fraction(0)
    for coefficient in reversed(polynomial):
        value = value * point + coefficient
    return value


def _bisect(
    polynomial: Sequence[int], lower: Fraction, upper: Fraction, relative: Fraction
) -> tuple[Fraction, Fraction]:
    """Shrink an interval with a sign change around a positive irrational root to a relative width."""
    positive_left = _is_positive(polynomial, lower)
    while lower <= 0 or upper - lower > relative * lower:
        middle = _middle(lower, upper)
        if _is_positive(polynomial, middle) == positive_left:
            lower = middle
        else:
            upper = middle
    return lower, upper


def _is_positive(polynomial: Sequence[int], point: Fraction) -> bool:
    """Whether a polynomial of degree n is positive at p/q, by its value times q^n."""
    value, power = 0, 1
    for coefficient in reversed(polynomial):
        value = value * point.numerator + coefficient * power
        power *= point.denominator
    return value > 0


def _middle(lower: Fraction, upper: Fraction) -> Fraction:
    """The middle of an interval; in proportion, if the ends are of very different size and positive or one is 0."""
    if lower == 0 and upper * FAR < 1:
        return upper * upper
    if lower > 0 and upper > FAR * lower:
        ratio = upper / lower
        return lower * (1 << (ratio.numerator.bit_length() - ratio.denominator.bit_length()) // 2)
    return (lower + upper) / 2


def precisions(start: int) -> Iterator[int]:
    """Working precisions, doubling, up to 2^18 bits.

    Examples
    --------
    >>> list(precisions(100_000))
    [100000, 200000]
    """
    precision = max(start, 32)
    while precision <= MAX_BITS:
        yield precision
        precision *= 2


def root_above(polynomial: Sequence[int | Fraction], bound: Fraction) -> Number:
    """The root of a polynomial beyond `bound`, which the caller knows to be the only one there, and simple.

    Parameters
    ----------
    polynomial : sequence of int or Fraction
        Negative at `bound`, positive far to the right, with exactly one root beyond `bound` ≥ 0, a
        simple one (the scaling equation of Prop. 2 is such). Not checked beyond the sign at `bound`.
    bound : Fraction
        Not negative.

    Returns
    -------
    Fraction or RealAlgebraic
        A Fraction exactly when the root is rational.

    Raises
    ------
    ArithmeticGuardError
        If the polynomial is not negative at `bound` or not positive far to the right, or its factors do not show
        exactly one root.

    Examples
    --------
    >>> root_above((-6, 1, 1), Fraction(0))
    Fraction(2, 1)
    """
    if evaluate(polynomial, bound) >= 0 or polynomial[-1] <= 0:
        raise ArithmeticGuardError(f"the polynomial is not negative at {shown(bound)} and positive beyond")
    step = Fraction(1)
    while evaluate(polynomial, bound + step) <= 0:
        step *= 2
    lower, upper = bound, bound + step
    numerator = _as_flint(polynomial).numer()
    factors = [tuple(int(c) for c in factor.coeffs()) for factor, _ in numerator.factor()[1]]
    changing = [f for f in factors if evaluate(f, lower) * evaluate(f, upper) < 0]
    if len(changing) != 1:
        raise ArithmeticGuardError(f"{len(changing)} factors change sign beyond {shown(bound)}, not one")
    minpoly = changing[0] if changing[0][-1] > 0 else tuple(-c for c in changing[0])
    if len(minpoly) == 2:
        return Fraction(-minpoly[0], minpoly[1])
    return RealAlgebraic(minpoly, *_bisect(minpoly, lower, upper, Fraction(1, 8)))


def _as_flint(polynomial: Sequence[int | Fraction]) -> Any:
    from flint import fmpq, fmpq_poly

    return fmpq_poly([fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in polynomial])


def enclosure_at(polynomial: Sequence[int | Fraction], t: Number, relative: Fraction) -> tuple[Fraction, Fraction]:
    """An interval that contains p(t), where t > 0 is enclosed to the given relative width.

    Examples
    --------
    >>> low, high = enclosure_at((0, 0, 1), root_above((-2, 0, 1), Fraction(0)), Fraction(1, 10**6))
    >>> low <= 2 <= high, high - low < Fraction(1, 10**5)
    (True, True)
    """
    if isinstance(t, Fraction):
        value = evaluate(polynomial, t)
        return value, value
    lower, upper = _bisect(t.minpoly, t.lower, t.upper, relative)
    low = high = Fraction(0)
    for coefficient in reversed(polynomial):
        corners = (low * lower, low * upper, high * lower, high * upper)
        low, high = min(corners) + coefficient, max(corners) + coefficient
    return low, high


def value_at(polynomial: Sequence[int | Fraction], t: Number) -> Number:
    """The number p(t), exactly, for a polynomial p over Q and t > 0.

    Its minimal polynomial is that of multiplication by p(t) on the field Q(t); which root it is is decided by
    enclosures among the isolated roots.

    Examples
    --------
    >>> root = root_above((-2, 0, 1), Fraction(0))
    >>> value_at((1, 0, 1), root), value_at((1, 1), root).minpoly
    (Fraction(3, 1), (-1, -2, 1))
    """
    if isinstance(t, Fraction):
        return evaluate(polynomial, t)
    minpoly = _minimal_polynomial(polynomial, t)
    if len(minpoly) == 2:
        return Fraction(-minpoly[0], minpoly[1])
    roots = _real_roots(minpoly)
    for bits in precisions(32):
        low, high = enclosure_at(polynomial, t, Fraction(1, 1 << bits))
        meeting = [(lower, upper) for lower, upper in roots if lower < high and low < upper]
        if len(meeting) == 1:
            return RealAlgebraic(minpoly, *meeting[0])
    raise LimitError(f"a number is not found among the roots of {shown(minpoly)} at {MAX_BITS} bits")


def _minimal_polynomial(polynomial: Sequence[int | Fraction], t: RealAlgebraic) -> tuple[int, ...]:
    from flint import fmpq, fmpq_mat

    modulus, value = _as_flint(t.minpoly), _as_flint(polynomial)
    degree = len(t.minpoly) - 1
    rows = []
    for power in range(degree):
        image = (value * _as_flint([0] * power + [1])) % modulus
        coefficients = list(image.coeffs())
        rows.append(coefficients + [fmpq(0)] * (degree - len(coefficients)))
    numerator = fmpq_mat(rows).minpoly().numer()
    coefficients = [int(c) for c in (numerator // numerator.content()).coeffs()]
    return tuple(coefficients) if coefficients[-1] > 0 else tuple(-c for c in coefficients)


def _real_roots(polynomial: tuple[int, ...]) -> list[tuple[Fraction, Fraction]]:
    """Disjoint rational intervals, each around one real root of an irreducible polynomial of degree at least 2."""
    from flint import fmpz_poly

    intervals = []
    roots: Any = fmpz_poly(list(polynomial)).complex_roots()
    for root, _ in roots:
        if root.imag.is_zero():
            middle, radius = (dyadic(part) for part in (root.real.mid(), root.real.rad()))
            intervals.append((middle - radius, middle + radius))
    return intervals


def dyadic(exact: Any) -> Fraction:
    """The value of an exact ``arb``."""
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def same_number(left: Number, right: Number) -> bool:
    """Whether two real numbers are equal, by algebra.

    Two roots of one minimal polynomial are the same exactly when it changes sign where their intervals meet.

    Examples
    --------
    >>> root = root_above((-2, 0, 1), Fraction(0))
    >>> same_number(value_at((0, 3), root), root_above((-18, 0, 1), Fraction(0)))
    True
    """
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        return left == right
    if left.minpoly != right.minpoly:
        return False
    lower, upper = max(left.lower, right.lower), min(left.upper, right.upper)
    return lower < upper and evaluate(left.minpoly, lower) * evaluate(left.minpoly, upper) < 0
