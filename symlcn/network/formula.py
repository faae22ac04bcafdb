"""Filters written as polynomials, such as ``x^3 - x`` or ``(x - y)^2/4``.

Contents: :func:`is_formula`, :func:`read_formula`, :func:`read_inputs_formula`.

In one direction the variable is x, in two x and y, in three x, y and z, in any number x_1, x_2, …; the coefficient of
x^j is the entry j of the filter. Coefficients are rational. There are sums, quotients by numbers, products with
``*``, ``·`` or without a sign, powers with ``^`` or ``**``, and parentheses; nothing is evaluated but this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from symlcn.algebra.exact import MAX_DIGITS
from symlcn.errors import ParseError, shown
from symlcn.network.architecture import size_text

__all__ = ["is_formula", "read_formula", "read_inputs_formula"]

MAX_WORK = 10**6
"""Products of two terms, or bits of a power of a number."""

MAX_DEPTH = 50

_TOKEN = re.compile(r"\d+|x_\d+|x_\{\d+\}|[xyz]|\*\*|[-−+*·/^()]", re.ASCII)
_FILE = re.compile(r"\s*[./~]|.*([a-wA-Z]{2}|\.[a-z]|,)", re.ASCII | re.DOTALL)

_Terms: TypeAlias = "dict[tuple[int, ...], Fraction]"


def is_formula(text: str) -> bool:
    """Whether a text is meant for a polynomial, which may have mistakes, and not for the name of a file.

    Examples
    --------
    >>> [is_formula(text) for text in ("x^3 - x", "2x", "x + w", "0.5*x", "x.json", "u")]
    [True, True, True, True, False, False]
    """
    return not {*"xyz"}.isdisjoint(text) and _FILE.match(text) is None


def read_formula(text: str, size: Sequence[int], place: str = "filter") -> Any:
    """The filter of a size whose polynomial is written.

    Parameters
    ----------
    text : str
    size : sequence of int
        One for each direction: the degree in each variable is below it.
    place : str
        What messages call the filter.

    Returns
    -------
    nested tuples of Fraction

    Raises
    ------
    ParseError
        Naming the column, from 1, and what would be right there; or the degree, if it is too large.

    Examples
    --------
    >>> read_formula("x^3 - x/2", (4,))
    (Fraction(0, 1), Fraction(-1, 2), Fraction(0, 1), Fraction(1, 1))
    >>> read_formula("x^3 - 0.5x", (4,))
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: filter, column 8: floats are not exact; write a quotient such as 1/2
    """
    reader = _Reader(text, size, place)
    terms = reader.polynomial()
    reader.check_degrees(terms)

    def level(prefix: tuple[int, ...]) -> Any:
        if len(prefix) == len(size):
            return terms.get(prefix, Fraction(0))
        return tuple(level((*prefix, n)) for n in range(size[len(prefix)]))

    return level(())


def read_inputs_formula(text: str, inputs: int, degree: int, place: str = "filter") -> dict[tuple[int, ...], Fraction]:
    """A polynomial in the inputs x_0, x_1, … of a network, of at most a degree in each, as powers with coefficients.

    Raises
    ------
    ParseError
        As for :func:`read_formula`.

    Examples
    --------
    >>> read_inputs_formula("4x_0^2 + x_0*x_1/2", 2, 2)
    {(2, 0): Fraction(4, 1), (1, 1): Fraction(1, 2)}
    """
    reader = _Reader(text, (degree + 1,) * inputs, place, first=0)
    terms = reader.polynomial()
    reader.check_degrees(terms)
    return terms


def _names(dimension: int) -> list[str]:
    return list("xyz"[:dimension]) if dimension <= 3 else [f"x_{d}" for d in range(1, dimension + 1)]


class _Reader:
    """The tokens of a text, read from left to right."""

    def __init__(self, text: str, size: Sequence[int], place: str, first: int = 1) -> None:
        self.place = place
        self.first = first
        self.names = [f"x_{n}" for n in range(len(size))] if first == 0 else _names(len(size))
        self.size = size
        self.dimension = len(size)
        self.depth = self.work = 0
        self.tokens = [*self._tokens(text), ("", len(text.rstrip()) + 1)]
        self.next = 0

    def _tokens(self, text: str) -> Iterator[tuple[str, int]]:
        position = 0
        while position < len(text):
            found = _TOKEN.match(text, position)
            if found is not None and len(found[0]) <= MAX_DIGITS:
                yield found[0], position + 1
            elif found is not None:
                self._fail(position + 1, f"a number of more than {MAX_DIGITS} digits")
            elif text[position] == ".":
                self._fail(position + 1, "floats are not exact; write a quotient such as 1/2")
            elif not text[position].isspace():
                names = self._listed()
                self._fail(
                    position + 1, f"{shown(text[position])} is out of place; write numbers, {names}, + - * / ^ ( )"
                )
            position += len(found[0]) if found is not None else 1

    def _fail(self, column: int, problem: str) -> None:
        raise ParseError(f"{self.place}, column {column}", problem)

    @property
    def token(self) -> str:
        return self.tokens[self.next][0]

    def _wrong(self, wanted: str) -> None:
        token, column = self.tokens[self.next]
        self._fail(column, f"{wanted} is missing before {shown(token)}" if token else f"{wanted} is missing at the end")

    def _taken(self, *tokens: str) -> str:
        """The next token, if it is one of these; else nothing."""
        token = self.token
        if token not in tokens or not token:
            return ""
        self.next += 1
        return token

    def polynomial(self) -> _Terms:
        """All of the text."""
        terms = self._sum()
        if self.token:
            self._wrong("+, -, * or /")
        return terms

    def check_degrees(self, terms: _Terms, power: int = 1) -> None:
        """Refuse a power whose degree in a variable is too large for the filter."""
        for direction, (most, name) in enumerate(zip(self.size, self.names, strict=True)):
            degree = power * max((index[direction] for index in terms), default=0)
            if degree >= most and self.first == 0:
                raise ParseError(self.place, f"degree {degree} in {name}, but the network has degree {most - 1}")
            if degree >= most:
                bound = f"a filter of size {size_text(self.size)} has at most degree {most - 1}"
                raise ParseError(self.place, f"degree {degree} in {name}, but {bound}")

    def _sum(self) -> _Terms:
        total: _Terms = {}
        sign = self._taken("+", "-", "−") or "+"
        while sign:
            for index, coefficient in self._product().items():
                total[index] = total.get(index, Fraction(0)) + (coefficient if sign == "+" else -coefficient)
            sign = self._taken("+", "-", "−")
        return {index: coefficient for index, coefficient in total.items() if coefficient}

    def _product(self) -> _Terms:
        terms = self._power()
        while True:
            if self._taken("/"):
                divisor = self._divisor()
                terms = {index: coefficient / divisor for index, coefficient in terms.items()}
            elif self._taken("*", "·") or self.token == "(" or self.token[:1].isalpha():
                terms = self._times(terms, self._power())
            else:
                return terms

    def _divisor(self) -> Fraction:
        """A number, also as a power of one such as 10^60 or in parentheses."""
        column = self.tokens[self.next][1]
        terms = self._power()
        if any(map(any, terms)):
            self._fail(column, "a polynomial to divide by; divide by numbers")
        if not terms:
            self._fail(column, "division by 0")
        return next(iter(terms.values()))

    def _power(self) -> _Terms:
        column = self.tokens[self.next][1]
        terms = self._atom()
        if not self._taken("^", "**"):
            return terms
        exponent = self._natural("an exponent")
        if len(terms) <= 1:
            bits = max((c.numerator.bit_length() + c.denominator.bit_length() - 2 for c in terms.values()), default=0)
            if bits * exponent > MAX_WORK:
                self._fail(column, "too large a power")
            powers = {tuple(exponent * n for n in index): c**exponent for index, c in terms.items()}
            return powers or ({} if exponent else self._constant(1))
        self.check_degrees(terms, exponent)
        result = self._constant(1)
        for _ in range(exponent):
            result = self._times(result, terms)
        return result

    def _times(self, left: _Terms, right: _Terms) -> _Terms:
        self.work += max(len(left) * len(right), 1)
        if self.work > MAX_WORK:
            raise ParseError(self.place, f"multiplied out it takes more than {MAX_WORK} products; give the entries")
        result: _Terms = {}
        for i, a in left.items():
            for j, b in right.items():
                index = tuple(m + n for m, n in zip(i, j, strict=True))
                result[index] = result.get(index, Fraction(0)) + a * b
        return {index: coefficient for index, coefficient in result.items() if coefficient}

    def _atom(self) -> _Terms:
        token, column = self.tokens[self.next]
        if token.isdigit():
            self.next += 1
            return self._constant(int(token))
        if token[:1].isalpha():
            self.next += 1
            return {self._variable(token, column): Fraction(1)}
        if not self._taken("("):
            self._wrong("a number, a variable or (")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._fail(column, f"more than {MAX_DEPTH} parentheses in each other")
        terms = self._sum()
        if not self._taken(")"):
            self._wrong(")")
        self.depth -= 1
        return terms

    def _variable(self, token: str, column: int) -> tuple[int, ...]:
        number = int(token[2:].strip("{}")) + 1 - self.first if "_" in token else "xyz".index(token) + 1
        long = self.dimension > 3 or self.first == 0
        if not 1 <= number <= self.dimension or (long and "_" not in token):
            shape = "1 direction" if self.dimension == 1 else f"{self.dimension} directions"
            shape = f"a function of {self.dimension} inputs" if self.first == 0 else shape
            self._fail(column, f"there is no variable {token} in {shape}; write {self._listed()}")
        return tuple(int(d == number) for d in range(1, self.dimension + 1))

    def _listed(self) -> str:
        names = self.names
        return ", ".join(names if len(names) < 8 or self.first else [*names[:3], "…", names[-1]])

    def _natural(self, wanted: str) -> int:
        token = self.token
        if not token.isdigit():
            self._wrong(wanted)
        self.next += 1
        return int(token)

    def _constant(self, number: int) -> _Terms:
        return {(0,) * self.dimension: Fraction(number)} if number else {}
