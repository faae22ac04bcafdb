"""Which factor over C in X = x^e a factor over C in x divides.

Contents: :func:`covered_by`, :func:`simple_line`, :func:`candidates_on`.

Let h in X be irreducible over Q with factors h_k over C, and f an irreducible factor over Q of h(x^e) with factors f_j
over C. Each f_j divides exactly one h_k(x^e). On a rational line where h(x^e) has no multiple roots the same is seen
in one variable: f_j divides h_k(x^e) there exactly when it does at all. Remainders in ball arithmetic exclude all k
but one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flint import acb, acb_poly, ctx

from symlcn.algebra.complexroots import AlgebraicNumber
from symlcn.algebra.factors import AbsoluteFactors
from symlcn.algebra.matrices import fmpq_of
from symlcn.algebra.polynomials import Exponents, Polynomial, gcd
from symlcn.errors import LimitError

__all__ = ["candidates_on", "covered_by", "simple_line"]

MAX_BITS = 2**13
MAX_TRIALS = 50

Split = tuple[AbsoluteFactors, Sequence[AlgebraicNumber]]
Line = tuple[int, tuple[int, ...]]
"""A direction, and values for the other variables."""


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

    >>> from symlcn.algebra.overc import absolute_factors
    >>> from symlcn.algebra.complexroots import complex_roots
    >>> def split(p):
    ...     factors = absolute_factors(p)
    ...     return factors, [root.number for root in complex_roots(factors.minpoly)]
    >>> above, below = Polynomial(2, {(2, 0): 2, (0, 2): -1}), Polynomial(2, {(4, 0): 2, (0, 4): -1})
    >>> sorted(covered_by(above, split(above), split(below), (2, 2)))
    [0, 0, 1, 1]
    """
    line = simple_line(piece.inflate(exponent))
    places = []
    for alpha in atom_split[1]:
        for bits in _precisions():
            found = candidates_on(line, piece_split, (atom_split[0], alpha), exponent, bits)
            if len(found) == 1:
                break
        places += found
    return tuple(places)


def candidates_on(
    line: Line, piece_split: Split, atom: tuple[AbsoluteFactors, AlgebraicNumber], exponent: Exponents, bits: int
) -> list[int]:
    """Places of the factors over C of a piece, inflated, that one factor over C may divide, as seen with so many bits.

    Examples
    --------
    The line x = z, y = 1 below 2X² − Y²: it contains 2z⁴ − 1.

    >>> from symlcn.algebra.overc import absolute_factors
    >>> from symlcn.algebra.complexroots import complex_roots
    >>> above, below = (absolute_factors(Polynomial(2, {(n, 0): 2, (0, n): -1})) for n in (2, 4))
    >>> upper, lower = ([root.number for root in complex_roots(split.minpoly)] for split in (above, below))
    >>> candidates_on((0, (0, 1)), (above, upper), (below, lower[0]), (2, 2), 64)
    [1]
    """
    with ctx.workprec(2 * bits):
        lower = _on_line(*atom, *line, (1,) * len(exponent), bits)
        if lower.coeffs()[-1].contains(0):
            return list(range(len(piece_split[1])))
        upper = [_on_line(piece_split[0], root, *line, exponent, bits) for root in piece_split[1]]
        return [k for k, f in enumerate(upper) if all(c.contains(0) for c in _remainder(f.coeffs(), lower.coeffs()))]


def _precisions() -> Iterator[int]:
    bits = 128
    while bits <= MAX_BITS:
        yield bits
        bits *= 2
    raise LimitError(f"{MAX_BITS} bits do not tell which factor lies over which")


def simple_line(polynomial: Polynomial) -> Line:
    """A line on which a polynomial keeps its degree in one variable and is squarefree.

    Raises
    ------
    LimitError
        If none is found in 50 trials.

    Examples
    --------
    >>> simple_line(Polynomial(2, {(4, 0): 2, (0, 4): -1}))
    (0, (0, 1))
    """
    degrees = polynomial.degrees()
    main = next(d for d, n in enumerate(degrees) if n)
    for trial in range(1, MAX_TRIALS):
        point = tuple(0 if d == main else trial + 7 * (d - main - 1) for d in range(len(degrees)))
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
    point: Sequence[int],
    exponent: Exponents,
    bits: int,
) -> Any:
    """A conjugate factor, inflated, on the line: a polynomial in one variable with ball coefficients."""
    root = alpha.enclosure(bits)
    coefficients: dict[int, Any] = {}
    for index, value in factors.terms:
        ball = acb(0)
        for c in reversed(value):
            ball = ball * root + acb(fmpq_of(c))
        for d, x in enumerate(point):
            if d != main:
                ball = ball * acb(x ** (index[d] * exponent[d]))
        place = index[main] * exponent[main]
        coefficients[place] = coefficients.get(place, acb(0)) + ball
    return acb_poly([coefficients.get(k, acb(0)) for k in range(max(coefficients) + 1)])


def _remainder(f: Sequence[Any], divisor: Sequence[Any]) -> list[Any]:
    """What is left of f times a power of the leading coefficient of the divisor, as certificates are checked."""
    rest, n = list(f), len(divisor) - 1
    while len(rest) > n:
        top = rest.pop()
        rest = [c * divisor[-1] for c in rest]
        for i, c in enumerate(divisor[:-1], len(rest) - n):
            rest[i] -= top * c
    return rest
