"""Readers: each takes a JSON value and its place, and returns the value with its type established.

Contents: :func:`parse`, :func:`json_object`, :func:`json_list`, :func:`string`, :func:`choice`, :func:`integer`,
:func:`digits`, :func:`exact`, :func:`rational`, :func:`rationals`, :func:`approximation`, :func:`integer_filter`,
:func:`rational_filter`, :func:`layer_pair`, :func:`check_nothing`,
:func:`check_reason`, :func:`check_sentences`, :func:`kind_of`.

Exact numbers are strings, indices are JSON numbers. What cannot be read is malformed, never rejected.
"""

from __future__ import annotations

import json
import re
from math import gcd

from .arithmetic import Filter, Rational, over_common
from .limits import MAX_BYTES, MAX_DIGITS, MAX_NESTING, Work
from .outcome import NOTHING, Malformed, Rejected, Statement, shown

MAX_REASON = 2000  # characters
INTEGER = re.compile("-?[1-9][0-9]*|0").fullmatch


def kind_of(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", int: "an integer", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number that is not an integer")


def _quote(text: str) -> str:
    return ascii(text if len(text) <= 40 else text[:40] + "...")


def json_object(value: object, keys: str, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Malformed(where, f"expected an object, found {kind_of(value)}")
    expected = keys.split()
    for key in expected:
        if key not in value:
            raise Malformed(where, f"key {key!r} is missing")
    if len(value) > len(expected):
        unknown = next(key for key in value if key not in expected)
        raise Malformed(where, f"unknown key {_quote(unknown)}")
    return value


def json_list(value: object, where: str, length: int | None = None) -> list[object]:
    if not isinstance(value, list):
        raise Malformed(where, f"expected a list, found {kind_of(value)}")
    if length is not None and len(value) != length:
        raise Malformed(where, f"expected {shown(length)} entries, found {len(value)}")
    return value


def string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise Malformed(where, f"expected a string, found {kind_of(value)}")
    return value


def choice(value: object, options: tuple[str, ...], where: str, most: int = 20) -> str:
    """One of the options, of which a message lists so many."""
    text = string(value, where)
    if text not in options:
        more = " or ..." * (len(options) > most)
        raise Malformed(where, f"expected {' or '.join(options[:most])}{more}, found {_quote(text)}")
    return text


def integer(value: object, where: str, low: int, high: int) -> int:
    """An integer written as a JSON number (True is none)."""
    if type(value) is not int:
        raise Malformed(where, f"expected an integer, found {kind_of(value)}")
    if not low <= value <= high:
        raise Malformed(where, f"expected an integer from {low} to {shown(high)}")
    return value


def digits(text: str, where: str, limit: int = MAX_DIGITS) -> str:
    """A string -?(0|[1-9][0-9]*) other than -0, of at most limit digits."""
    if not INTEGER(text):
        raise Malformed(where, f"{_quote(text)} is not an integer in plain decimal notation")
    if len(text) > limit and len(text.lstrip("-")) > limit:
        raise Malformed(where, f"an integer of more than {limit} digits")
    return text


def exact(value: object, where: str, index: tuple[int, ...] = ()) -> int:
    """An integer written as a string; it stands at an index of the place."""
    if isinstance(value, str) and len(value) <= MAX_DIGITS and INTEGER(value):
        return int(value)
    where = _place(where, index)
    return int(digits(string(value, where), where))


def rational(value: object, where: str) -> Rational:
    """A string p, or p/q in lowest terms with q >= 2."""
    text = string(value, where)
    above, slash, below = text.partition("/")
    p = int(digits(above, where))
    if not slash:
        return p, 1
    q = int(digits(below, where))
    if q < 2 or gcd(p, q) != 1:
        raise Malformed(where, f"{_quote(text)} is not in lowest terms with a denominator of at least 2")
    return p, q


def rationals(value: object, where: str, length: int | None = None) -> list[Rational]:
    return [rational(entry, f"{where}[{i}]") for i, entry in enumerate(json_list(value, where, length))]


def approximation(value: object, where: str) -> Rational:
    """A decimal string -?digits[.digits][e[+-]digits]; the pair need not be in lowest terms."""
    text = string(value, where)
    number, e, power = text.partition("e")
    whole, point, decimals = number.partition(".")
    sign, whole = (-1, whole[1:]) if whole[:1] == "-" else (1, whole)
    shift = power[1:] if power[:1] in ("+", "-") else power
    parts = [whole] + [decimals] * bool(point) + [shift] * bool(e)
    if len(text) > 100 or len(shift) > 6 or not all(part.isascii() and part.isdigit() for part in parts):
        raise Malformed(where, f"{_quote(text)} is not a decimal number of at most 100 characters")
    exponent = (-1 if power[:1] == "-" else 1) * int(shift or "0")
    if abs(exponent) > 5000:
        raise Malformed(where, "the exponent is beyond 5000")
    exponent -= len(decimals)
    return sign * int(whole + decimals) * 10 ** max(exponent, 0), 10 ** max(-exponent, 0)


def _place(where: str, index: tuple[int, ...]) -> str:
    return where + "".join(f"[{k}]" for k in index)


def _entries(value: object, size: tuple[int, ...], where: str) -> list[tuple[tuple[int, ...], object]]:
    """The entries other than "0" of a nested list of the given size: index and JSON value."""
    entries: list[tuple[tuple[int, ...], object]] = []

    def walk(part: object, index: tuple[int, ...]) -> None:
        length = size[len(index)]
        if not isinstance(part, list) or len(part) != length:
            raise Malformed(
                _place(where, index),
                f"expected a list of {shown(length)} entries, the filter having size {shown(size)}",
            )
        if len(index) + 1 == len(size):
            entries.extend([((*index, k), item) for k, item in enumerate(part) if item != "0"])
        else:
            for k, item in enumerate(part):
                walk(item, (*index, k))

    walk(value, ())
    return entries


def integer_filter(value: object, size: tuple[int, ...], where: str) -> Filter:
    """A nested list of the given size with integer strings as entries."""
    return {index: exact(item, where, index) for index, item in _entries(value, size, where)}


def rational_filter(value: object, size: tuple[int, ...], where: str, work: Work) -> tuple[Filter, int]:
    """The same with rational strings: integer entries over a common denominator."""
    entries = _entries(value, size, where)
    numbers = [rational(item, _place(where, index)) for index, item in entries]
    numerators, common = over_common(numbers, work)
    return {index: p for (index, _), p in zip(entries, numerators, strict=True)}, common


def layer_pair(value: object, depth: int, where: str) -> tuple[int, int]:
    i, j = (integer(n, f"{where}[{k}]", 0, depth - 1) for k, n in enumerate(json_list(value, where, 2)))
    return i, j


def check_nothing(item: dict[str, object], keys: str) -> Statement:
    """Establishes that an undecided certificate claims nothing; returns that."""
    for key in keys.split():
        if item[key] is not None:
            raise Malformed(key, "must be null when undecided")
    return Statement(NOTHING)


def check_reason(value: object, status: str, where: str) -> None:
    """Establishes that there is a reason exactly when undecided: free text, which claims nothing."""
    if status != "undecided":
        if value is not None:
            raise Malformed(where, f"must be null when {status}")
    elif not 0 < len(string(value, where)) <= MAX_REASON:
        raise Malformed(where, f"expected 1 to {MAX_REASON} characters")


def check_sentences(value: object, expected: list[str], where: str, what: str) -> None:
    """Establishes that a list of sentences is the expected one."""
    found = [string(text, f"{where}[{n}]") for n, text in enumerate(json_list(value, where))]
    if found != expected:
        raise Rejected(where, f"are not the {len(expected)} {what}")


def parse(text: str | bytes) -> object:
    if len(text) > MAX_BYTES:
        raise Malformed("certificate", f"more than {MAX_BYTES} bytes")

    def integer(digits: str) -> int:
        if len(digits.lstrip("-")) > MAX_DIGITS or not digits.isascii():
            raise Malformed("certificate", f"a number of more than {MAX_DIGITS} digits")
        return int(digits)

    def constant(name: str) -> None:
        raise Malformed("certificate", f"{name} is not a JSON number")

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise Malformed("certificate", f"duplicate key {_quote(key)}")
            found[key] = value
        return found

    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8")
        found = json.loads(decoded, parse_int=integer, parse_constant=constant, object_pairs_hook=unique)
    except RecursionError:
        raise Malformed("certificate", "nested too deeply") from None
    except ValueError as error:
        raise Malformed("certificate", f"not JSON in UTF-8: {ascii(str(error)[:100])[1:-1]}") from None
    if decoded.count("[") + decoded.count("{") > MAX_NESTING:  # as many as that must be opened inside each other
        _check_nesting(found)
    return found


def _check_nesting(value: object) -> None:
    """Establishes that lists and objects are not nested too deeply for what walks them."""
    level, depth = [value], 0
    while level := [part for part in level if isinstance(part, (list, dict))]:
        depth += 1
        if depth > MAX_NESTING:
            raise Malformed("certificate", f"nested more than {MAX_NESTING} deep")
        level = [entry for part in level for entry in (part.values() if isinstance(part, dict) else part)]
