"""Exact rational numbers of what a caller gives: the one home of what counts as exact.

Contents: :func:`exact`, :func:`integer`, :func:`exact_numbers`, :func:`exact_invariants`; :func:`read_rational`;
:func:`fraction_of`; :data:`LARGE_PRIME`, :data:`WORD_PRIME`, :data:`CHECK_PRIME`; :data:`Json`, :func:`integer_text`,
:func:`rational_text`, :func:`decimal_text`, :func:`rationals_json`.

Exact are int, Fraction and all other rational types (of sympy, python-flint, numpy), and strings such as ``"2/3"``.
Floats, booleans, decimals and complex numbers are refused with what would be exact in their place, and a string is no
sequence of numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from decimal import Context, Decimal
from fractions import Fraction
from math import isqrt
from numbers import Rational
from operator import index
from typing import Any, SupportsIndex

from symlcn.errors import ParseError, counted, shown

__all__ = [
    "CHECK_PRIME",
    "LARGE_PRIME",
    "WORD_PRIME",
    "Json",
    "check_invariants",
    "decimal_text",
    "exact",
    "exact_invariants",
    "exact_numbers",
    "fraction_of",
    "integer",
    "integer_text",
    "rational_root",
    "rational_text",
    "rationals_json",
    "read_rational",
]

Json = dict[str, Any]

LARGE_PRIME = 2**61 - 1
"""For values and ranks modulo a prime: hardly a number vanishes that is not 0. The checker has it too."""
WORD_PRIME = LARGE_PRIME if sys.maxsize > LARGE_PRIME else 2**31 - 1
"""The same where FLINT keeps numbers in words, or less where these have 32 bits, as in a browser. Nothing rests on
which it is: what is found modulo it is proved over Q."""
CHECK_PRIME = 999_999_937
"""For evidence modulo a prime: the largest below 10^9, as the checker takes no larger ones."""

MAX_DIGITS = 1000
BOOLEANS = ("bool", "bool_")
"""Types that pass for integers, that of numpy among them."""

_DIGITS = frozenset("0123456789")


def exact(value: object, place: str = "number") -> Fraction:
    """The rational number that a value is.

    Raises
    ------
    ParseError
        If the value is not an exact rational number; the message names the place and what would be right.

    Examples
    --------
    >>> exact("2/3"), exact(5)
    (Fraction(2, 3), Fraction(5, 1))
    >>> exact(0.1, "c")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: c: 0.1 is a float, not an exact number; give "1/10", or Fraction(0.1), its binary value
    """
    if type(value) is int or type(value) is Fraction:
        return Fraction(value)
    if isinstance(value, str):
        return read_rational(value, place)
    if type(value).__name__ not in BOOLEANS:
        if isinstance(value, Rational):
            return Fraction(int(value.numerator), int(value.denominator))
        if type(value).__name__ == "fmpq" and type(value).__module__.partition(".")[0] == "flint":
            return fraction_of(value)
        if (number := integer(value)) is not None:
            return Fraction(number)
    raise ParseError(place, _inexact(value))


def integer(value: object) -> int | None:
    """The integer that a value of any exact type is; None for others, and for booleans and arrays.

    Examples
    --------
    >>> integer(3), integer(True), integer(3.0), integer("3")
    (3, None, None, None)
    """
    if type(value).__name__ in BOOLEANS or not isinstance(value, SupportsIndex):
        return None
    with suppress(TypeError):  # arrays of other numbers than one integer
        return index(value)
    return None


def fraction_of(value: Any) -> Fraction:
    """A rational number of FLINT as a Fraction.

    Examples
    --------
    >>> from flint import fmpq
    >>> fraction_of(fmpq(4, 6))
    Fraction(2, 3)
    """
    return Fraction(int(value.p), int(value.q))


def _inexact(value: object) -> str:
    """What is wrong with a value that is not exact, and what would be right."""
    kind, text = type(value).__name__, shown(value, 40)
    article = "an" if kind[0] in "aeiou" else "a"
    if isinstance(value, list | tuple):
        return "a list where a number belongs"
    if kind in BOOLEANS:
        return f"{text} is a bool, not an exact number; give 0 or 1"
    if isinstance(value, Decimal) and value.is_finite():
        return f"{text} is a Decimal, not taken for exact; give Fraction({str(value)!r})"
    if (isinstance(value, float) or kind.lower().startswith("float")) and (number := _finite(value)) is not None:
        near = Fraction(number).limit_denominator(10**6)
        instead = f'"{near}", or ' if float(near) == number else ""
        binary = f"Fraction({number!r}), its binary value"
        return f"{text} is {article} {kind}, not an exact number; give {instead}{binary}"
    return f'{text} is {article} {kind}, not an exact number; give an int, a Fraction, or a string such as "2/3"'


def _finite(value: Any) -> float | None:
    """The double that a float is; None if it is not finite."""
    number = float(value)
    return number if number - number == 0 else None


def exact_numbers(values: object, place: str) -> tuple[Fraction, ...]:
    """The rational numbers of a sequence.

    Raises
    ------
    ParseError
        If it is no sequence, as a string is none, or an entry is not exact.

    Examples
    --------
    >>> exact_numbers([1, "1/2"], "delta")
    (Fraction(1, 1), Fraction(1, 2))
    >>> exact_numbers("21", "delta")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: delta: '21' is a string, not a sequence of numbers; give a list such as ["21"]
    """
    if isinstance(values, str | bytes):
        text = shown(values)
        example = f'; give a list such as ["{values}"]' if isinstance(values, str) and len(values) < 20 else ""
        raise ParseError(place, f"{text} is a string, not a sequence of numbers{example}")
    if not isinstance(values, Iterable) or isinstance(values, Mapping | Set):
        raise ParseError(place, f"{shown(values)} is not a sequence of numbers; give a list such as [1, 0]")
    return tuple(exact(value, f"{place}[{n}]") for n, value in enumerate(values))


def exact_invariants(delta: object, depth: int) -> tuple[Fraction, ...]:
    """The L − 1 invariants of L = `depth` layers. Raises as :func:`exact_numbers`.

    Examples
    --------
    >>> exact_invariants([1], 3)
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: delta: 1 number given, but 3 layers have 2 invariants; give 2
    """
    found = exact_numbers(delta, "delta")
    check_invariants(len(found), depth)
    return found


def check_invariants(given: int, depth: int) -> None:
    """Raise ParseError if so many numbers are not the invariants of L = `depth` layers."""
    if given != depth - 1:
        layers = f"{counted(depth, 'layer')} {'has' if depth == 1 else 'have'} {counted(depth - 1, 'invariant')}"
        raise ParseError("delta", f"{counted(given, 'number')} given, but {layers}; give {depth - 1 or 'none'}")


def read_rational(text: str, place: str = "number") -> Fraction:
    """Parse an exact rational number: an integer or a quotient of integers in ASCII digits.

    Raises
    ------
    ParseError
        For anything else; for a decimal such as ``0.5`` the message says how to write it exactly.

    Examples
    --------
    >>> read_rational("-9/4")
    Fraction(-9, 4)
    >>> read_rational("0.5")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: number: '0.5' is a decimal; exact numbers only, write 1/2
    """
    numerator, slash, denominator = text.strip().partition("/")
    sign = -1 if numerator.startswith("-") else 1
    digits = numerator.removeprefix("-")
    if not _is_digits(digits) or (slash and not _is_digits(denominator)):
        raise ParseError(place, _not_rational(text))
    if max(len(digits), len(denominator)) > MAX_DIGITS:
        raise ParseError(place, f"more than {MAX_DIGITS} digits")
    if slash and int(denominator) == 0:
        raise ParseError(place, f"{text!a} has denominator 0")
    return Fraction(sign * int(digits), int(denominator) if slash else 1)


def _is_digits(text: str) -> bool:
    """Whether a text consists of ASCII digits, at least one."""
    return bool(text) and _DIGITS.issuperset(text)


def _not_rational(text: str) -> str:
    whole, point, decimals = text.strip().removeprefix("-").partition(".")
    if point and len(text) <= 40 and _is_digits(whole + decimals):
        return f"{shown(text, 40)} is a decimal; exact numbers only, write {Fraction(text.strip())}"
    return f"{shown(text, 40)} is not an exact rational number; write an integer or a quotient like -9/4"


def integer_text(n: int) -> str:
    """Decimal digits of an integer of any size.

    Examples
    --------
    >>> len(integer_text(10**5000))
    5001
    """
    if n.bit_length() < 10_000:
        return str(n)
    return format(Decimal(n), "f")


def rational_text(value: Fraction) -> str:
    """A rational number in lowest terms.

    Examples
    --------
    >>> rational_text(Fraction(-9, 4)), rational_text(Fraction(3))
    ('-9/4', '3')
    """
    numerator = integer_text(value.numerator)
    return numerator if value.denominator == 1 else f"{numerator}/{integer_text(value.denominator)}"


def decimal_text(value: Fraction, digits: int) -> str:
    """So many significant digits of a rational number, rounded once.

    Examples
    --------
    >>> decimal_text(Fraction(2, 3), 4), decimal_text(Fraction(10**30, 7), 4)
    ('0.6667', '1.429e+29')
    """
    context = Context(prec=digits, Emin=-(10**6), Emax=10**6)
    return str(context.divide(Decimal(value.numerator), Decimal(value.denominator))).lower()


def rationals_json(values: Sequence[Fraction] | None) -> list[str] | None:
    """A list of rational strings, or None."""
    return None if values is None else [rational_text(value) for value in values]


def rational_root(value: Fraction) -> Fraction | None:
    """The square root ≥ 0 of a rational number if it is rational, else None.

    Examples
    --------
    >>> rational_root(Fraction(9, 4)), rational_root(Fraction(2))
    (Fraction(3, 2), None)
    """
    if value < 0:
        return None
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else None
