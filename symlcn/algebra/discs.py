"""Discs around the roots of polynomials for certificates, small in proportion to what they have to tell apart.

Contents: :func:`apart_at`, :func:`discs_json`, :func:`outward`.

All sizes are relative to the absolute values of the roots, and of their imaginary parts where those are smaller. So
nothing depends on the scale, as in p(λx).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import Any

from flint import arb, ctx, fmpq, fmpz_poly

from symlcn.algebra.complexroots import AlgebraicNumber, complex_roots, precisions
from symlcn.algebra.exact import rational_text
from symlcn.algebra.realnumbers import dyadic
from symlcn.errors import LimitError, shown

__all__ = ["MAX_BITS", "MIN_BITS", "apart_at", "discs_json", "outward"]

MIN_BITS, MAX_BITS = 80, 2**13
"""Bits at which roots are told apart: not fewer, and not more."""

SPARE = 4
"""Distances are at least 2^4 times the radii that are told apart."""


def _are_apart(numbers: Sequence[AlgebraicNumber], bits: int) -> bool:
    """Whether different numbers stay different when each is moved by 2^−bits of its size.

    Examples
    --------
    >>> roots = [root.number for root in complex_roots((10**40 - 1, -2 * 10**40, 10**40))]  # 1 ± 10^−20
    >>> _are_apart(roots, 40), _are_apart(roots, 80)
    (False, True)
    """
    with ctx.workprec(2 * bits):
        room = arb(2) ** (SPARE - bits)
        found = [(ball, abs(ball) * room) for ball in (number.enclosure(bits) for number in numbers)]
        return all(abs(x - y) > a + b for (x, a), (y, b) in combinations(found, 2))


def apart_at(numbers: Sequence[AlgebraicNumber], bits: int = MIN_BITS) -> int:
    """The first of `bits`, 2·`bits`, 4·`bits`, … at which different numbers are told apart by small discs.

    Raises
    ------
    LimitError
        If 8192 bits are not enough.

    Examples
    --------
    >>> apart_at([root.number for root in complex_roots((10**80 - 1, -2 * 10**80, 10**80))])
    160
    """
    while not _are_apart(numbers, bits):
        if 2 * bits > MAX_BITS:
            raise LimitError(f"roots are not told apart at {bits} bits")
        bits *= 2
    return bits


def discs_json(minpoly: Sequence[int], bits: int) -> list[list[str]]:
    """Discs around the roots of an irreducible polynomial, in canonical order; none where the root is rational.

    Radii are about 2^−bits of the absolute value, or of the imaginary part if that is smaller and not 0.

    Raises
    ------
    LimitError
        If no such disc is shown to contain its root within 2^18 bits.

    Examples
    --------
    >>> discs_json((-1, 2), 3), [radius for _, _, radius in discs_json((-2, 0, 10**8), 3)]
    ([], ['1/32768', '1/32768'])
    """
    return [_disc(minpoly, root.number, bits) for root in complex_roots(minpoly)] if len(minpoly) > 2 else []


def _disc(minpoly: Sequence[int], number: AlgebraicNumber, bits: int) -> list[str]:
    """Centre and radius of a disc that contains the root since n·|f(c)/f'(c)| is no larger than the radius."""
    rough = number.enclosure(64)
    size = _exponent(abs(rough))
    least = size if number.real else min(size, _exponent(abs(rough.imag)))
    ball = number.enclosure(bits + size - least)
    centre, radius = ball.mid(), Fraction(2) ** (least - bits)
    step = _step(minpoly, centre, bits)
    for _ in range(bits):
        if arb(fmpq(radius.numerator, radius.denominator)) > step:
            middle = (dyadic(ball.real.mid()), dyadic(ball.imag.mid()))
            return [*map(rational_text, middle), rational_text(2 * radius)]
        radius *= 2
    raise LimitError(
        f"no disc of {bits} bits around a root of {shown(fmpz_poly(list(minpoly)))} is shown to contain it"
    )


def _step(minpoly: Sequence[int], centre: Any, bits: int) -> Any:
    """The degree times |f(c)/f'(c)|, to a few bits."""
    f = fmpz_poly(list(minpoly))
    for precision in precisions(2 * bits + 64):
        with ctx.workprec(precision):
            step = abs(f(centre) / f.derivative()(centre)) * (len(minpoly) - 1)
            if step.rel_accuracy_bits() >= SPARE:
                return step
    raise LimitError(f"a root of {shown(f)} needs too many bits")


def _exponent(ball: Any) -> int:
    """An integer e with 2^(e−1) ≤ x < 2^(e+1) for a positive number x that is enclosed well."""
    mantissa, exponent = ball.mid().man_exp()
    return int(exponent) + int(mantissa).bit_length() - 1


def outward(low: Fraction, high: Fraction, room: Fraction) -> tuple[Fraction, Fraction]:
    """An interval that has the given one inside with at least so much room on both sides, with short ends.

    Examples
    --------
    >>> [str(end) for end in outward(Fraction(1, 3), Fraction(1, 2), Fraction(1, 10))]
    ['3/16', '5/8']
    """
    unit = Fraction(2) ** (room.numerator.bit_length() - room.denominator.bit_length() - 1)  # at most the room
    return floor((low - room) / unit) * unit, ceil((high + room) / unit) * unit
