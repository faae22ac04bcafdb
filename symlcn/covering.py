"""Which factor over C in X = x^e a factor over C in x divides.

Contents: :func:`covered_by`.

Let h in X be irreducible over Q with factors h_k over C, and f an irreducible factor over Q of h(x^e) with factors f_j
over C. Each f_j divides exactly one h_k(x^e). On a rational line where h(x^e) has no multiple roots the same is seen
in one variable: f_j divides h_k(x^e) there exactly when it does at all. Remainders in ball arithmetic exclude all k
but one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from flint import acb, acb_poly, ctx, fmpq

from symlcn.absolute import AbsoluteFactors
from symlcn.errors import LimitError
from symlcn.rings import Exponents, Polynomial, gcd
from symlcn.roots import AlgebraicNumber

__all__ = ["covered_by"]

MAX_BITS = 2**13
MAX_TRIALS = 50

Split = tuple[AbsoluteFactors, Sequence[AlgebraicNumber]]


def covered_by(piece: Polynomial, piece_split: Split, atom_split: Split, exponent: Exponents) -> tuple[int, ...]:
    """For each factor over C of an atom the place of the factor over C of the piece, inflated, that it divides.

    Parameters
    ----------
    piece : Polynomial
        h, irreducible over Q, in X.
    piece_split, atom_split : tuple of (AbsoluteFactors, sequence of AlgebraicNumber)
        The factors over C of h, and of an irreducible factor over Q of h(x^e): one factor with coefficients in Q(α),
        and the conjugates of α in the order that is used for places.
    exponent : tuple of int
        e.

    Raises
    ------
    LimitError
        If no line without multiple roots is found in 50 trials, or 8192 bits do not separate the factors.

    Examples
    --------
    2X² − Y² below e = (2, 2): the four factors of 2x⁴ − y⁴ lie two by two over the two factors in X.

    >>> from symlcn.absolute import absolute_factors
    >>> from symlcn.roots import complex_roots
    >>> def split(p):
    ...     factors = absolute_factors(p)
    ...     return factors, [root.number for root in complex_roots(factors.minpoly)]
    >>> above, below = Polynomial(2, {(2, 0): 2, (0, 2): -1}), Polynomial(2, {(4, 0): 2, (0, 4): -1})
    >>> sorted(covered_by(above, split(above), split(below), (2, 2)))
    [0, 0, 1, 1]
    """
    main, point = _line(piece.inflate(exponent))
    places = []
    for alpha in atom_split[1]:
        candidates = list(range(len(piece_split[1])))
        for bits in _precisions():
            with ctx.workprec(bits):
                lower = _on_line(atom_split[0], alpha, main, point, (1,) * len(exponent), bits // 2)
                upper = {
                    k: _on_line(piece_split[0], piece_split[1][k], main, point, exponent, bits // 2) for k in candidates
                }
                candidates = [k for k in candidates if _may_divide(lower, upper[k])]
            if len(candidates) == 1:
                break
        places.append(candidates[0])
    return tuple(places)


def _precisions() -> Iterator[int]:
    bits = 128
    while bits <= MAX_BITS:
        yield bits
        bits *= 2
    raise LimitError(f"{MAX_BITS} bits do not tell which factor lies over which")


def _line(polynomial: Polynomial) -> tuple[int, tuple[Fraction, ...]]:
    """A direction, and values for the other variables, so that the polynomial keeps its degree and is squarefree."""
    degrees = polynomial.degrees()
    main = next(d for d, n in enumerate(degrees) if n)
    for trial in range(1, MAX_TRIALS):
        point = tuple(Fraction(trial + 7 * d, 3) for d in range(len(degrees)))
        special = polynomial.substitute({d: point[d] for d in range(len(degrees)) if d != main})
        if special and special.degrees()[main] == degrees[main]:
            terms = {
                tuple(k - int(d == main) for d, k in enumerate(i)): c * i[main] for i, c in special.terms() if i[main]
            }
            if gcd([special, Polynomial(len(degrees), terms)]).is_constant():
                return main, point
    raise LimitError(f"no line without multiple roots was found in {MAX_TRIALS} trials")


def _on_line(
    factors: AbsoluteFactors,
    alpha: AlgebraicNumber,
    main: int,
    point: Sequence[Fraction],
    exponent: Exponents,
    bits: int,
) -> Any:
    """A conjugate factor, inflated, on the line: a polynomial in one variable with ball coefficients."""
    root = alpha.enclosure(bits)
    coefficients: dict[int, Any] = {}
    for index, value in factors.terms:
        ball = acb(0)
        for c in reversed(value):
            ball = ball * root + acb(fmpq(c.numerator, c.denominator))
        for d, x in enumerate(point):
            if d != main:
                power = x ** (index[d] * exponent[d])
                ball = ball * acb(fmpq(power.numerator, power.denominator))
        place = index[main] * exponent[main]
        coefficients[place] = coefficients.get(place, acb(0)) + ball
    return acb_poly([coefficients.get(k, acb(0)) for k in range(max(coefficients) + 1)])


def _may_divide(divisor: Any, polynomial: Any) -> bool:
    """Whether the remainder could be zero; True as long as the leading coefficient is not separated from zero."""
    leading = divisor.coeffs()[-1]
    if leading.contains(0):
        return True
    return all(c.contains(0) for c in (polynomial % divisor).coeffs())
