"""Reading files of bounded size: text, JSON, TOML, and the beginnings and parts of files that are no text.

Contents: :func:`read_bounded`, :func:`load_json`, :func:`load_toml`, :func:`load_foreign` for text;
:func:`opened`, :func:`beginning` for others.

In JSON of ours floating point numbers, duplicate keys and NaN are refused with a message that says what would be right.
"""

from __future__ import annotations

import json
import math
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, BinaryIO

from symlcn.algebra.exact import MAX_DIGITS
from symlcn.errors import ParseError

__all__ = ["MAX_BYTES", "beginning", "load_foreign", "load_json", "load_toml", "opened", "read_bounded"]

MAX_BYTES = 4 * 2**20
MAX_TOML = 2**16
MAX_DOTS = 64


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """Open a regular file; what goes wrong while it is open is told by the name of the file.

    Raises
    ------
    ParseError
        If it cannot be opened or read, or is a directory or a device.
    """
    place = f"file {source!a}"
    try:
        if not stat.S_ISREG(os.stat(source).st_mode):
            raise ParseError(place, "not a regular file; give a file, or - for standard input")
        with open(source, "rb") as file:
            yield file
    except OSError as error:
        raise ParseError(place, error.strerror or "it cannot be read") from None
    except ValueError as error:
        if isinstance(error, ParseError):
            raise
        raise ParseError(place, "it cannot be read") from None


def beginning(source: str, count: int) -> bytes:
    """The first bytes of a regular file. Raises as :func:`opened`."""
    with opened(source) as file:
        return file.read(count)


def read_bounded(source: str, limit: int = MAX_BYTES) -> str:
    """Read a UTF-8 text file, or standard input for ``-``, of at most `limit` bytes.

    Raises
    ------
    ParseError
        If it cannot be opened, is a directory or a device, is larger, or is not UTF-8.
    """
    place = "standard input" if source == "-" else f"file {source!a}"
    if source != "-":
        data = beginning(source, limit + 1)
    elif sys.stdin is None:
        raise ParseError(place, "it is closed; give a file")
    else:
        try:
            data = sys.stdin.buffer.read(limit + 1)
        except (OSError, ValueError) as error:
            raise ParseError(place, getattr(error, "strerror", None) or "it cannot be read") from None
    if len(data) > limit:
        raise ParseError(place, f"larger than {limit} bytes, the most that is read")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(place, f"not UTF-8 text (byte {error.start})") from None


def load_json(text: str, place: str, *, from_float: bool = False) -> object:
    """Parse JSON strictly: no NaN, no duplicate keys, bounded digits and depth, and no floats.

    With `from_float` a float becomes the Fraction that its binary value is exactly.

    Raises
    ------
    ParseError
        Naming `place` and the problem.

    Examples
    --------
    >>> load_json('{"a": 1, "a": 2}', "input")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: input: the key 'a' stands twice
    """

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in items:
            if key in result:
                raise ParseError(place, f"the key {key[:40]!a} stands twice")
            result[key] = value
        return result

    def no_float(digits: str) -> object:
        raise ParseError(place, f'{digits[:40]!a} is not an exact number; write integers, or rationals as "1/2"')

    def exact_float(digits: str) -> object:
        number = float(digits)
        lost = number == 0 and any(digit in "123456789" for digit in digits.lower().partition("e")[0])
        return Fraction(number) if math.isfinite(number) and not lost else no_float(digits)

    parse_float = exact_float if from_float else no_float
    return _decoded(text, place, object_pairs_hook=pairs, parse_float=parse_float, parse_constant=no_float)


def load_foreign(text: str, place: str) -> object:
    """Parse JSON of another program: floats, NaN and repeated keys are as Python takes them.

    Raises
    ------
    ParseError
        If it is no JSON, has very long numbers or is nested very deeply.

    Examples
    --------
    >>> load_foreign('{"dropout": 0.1, "conv_kernel": [10, 3]}', "config.json")
    {'dropout': 0.1, 'conv_kernel': [10, 3]}
    """
    return _decoded(text, place)


def _decoded(text: str, place: str, **hooks: Any) -> object:
    def integer(digits: str) -> int:
        if len(digits) > MAX_DIGITS:
            raise ParseError(place, f"a number of more than {MAX_DIGITS} digits")
        return int(digits)

    try:
        return json.loads(text, parse_int=integer, **hooks)
    except RecursionError:
        raise ParseError(place, "nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ParseError(f"{place}, line {error.lineno}, column {error.colno}", f"not JSON: {error.msg}") from None


def load_toml(text: str, place: str) -> object:
    """Parse TOML of bounded size and few dots in a line. Raises as :func:`load_json`."""
    import tomllib

    if len(text) > MAX_TOML or any(line.count(".") > MAX_DOTS for line in text.splitlines()):
        raise ParseError(place, f"TOML of more than {MAX_TOML} characters, or a line with more than {MAX_DOTS} dots")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ParseError(place, "nested too deeply") from None
    except ValueError as error:
        raise ParseError(place, f"not TOML: {error}") from None
