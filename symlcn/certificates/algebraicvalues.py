"""Algebraic numbers as JSON and as decimals.

Contents: :func:`algebraic_json`, :func:`bounds_json`, :func:`number_text`.
"""

from __future__ import annotations

from typing import Any

from flint import ctx

from symlcn.algebra.complexroots import AlgebraicNumber, complex_roots
from symlcn.algebra.discs import MIN_BITS, apart_at, outward
from symlcn.algebra.exact import Json, integer_text, rational_text
from symlcn.algebra.realnumbers import dyadic

__all__ = ["DIGITS", "algebraic_json", "bounds_json", "number_text"]

DIGITS = 15
"""Of approximations, which decide nothing."""


def algebraic_json(number: AlgebraicNumber, separating: int | None = None) -> Json:
    """Minimal polynomial, a rectangle (an interval if real) around this root and no other, and an approximation.

    All roots are told apart by so many bits, which are found if they are not given.
    """
    if separating is None:
        separating = apart_at([root.number for root in complex_roots(number.minpoly)])
    ball = number.enclosure(2 * separating)
    with ctx.workprec(4 * separating):
        scale = abs(ball) if number.real else abs(ball.imag).min(abs(ball))
        re, im = (bounds_json(part, scale, separating) for part in (ball.real, ball.imag))
    place = {"interval": re} if number.real else {"re": re, "im": im}
    return {"minpoly": [integer_text(c) for c in number.minpoly], **place, "approx": number_text(number)}


def bounds_json(ball: Any, scale: Any, bits: int = MIN_BITS) -> list[str]:
    """Rational bounds of a real ball, with 2^−bits of a positive ball as room for the rounding of others."""
    room = dyadic(scale.upper()) / 2**bits
    return [rational_text(end) for end in outward(dyadic(ball.lower()), dyadic(ball.upper()), room)]


def number_text(number: AlgebraicNumber, digits: int = DIGITS) -> str:
    """A decimal approximation, such as 0.5 or 0.5-1.25i."""
    ball = number.enclosure(64)
    real = ball.real.str(digits, radius=False)
    if number.real:
        return str(real)
    imaginary = ball.imag.str(digits, radius=False)
    return f"{real}{'' if imaginary.startswith('-') else '+'}{imaginary}i"
