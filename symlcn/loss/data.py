"""Reading the data of a square loss: signals with what should become of them, or a quadratic form with its minimum.

Contents: :data:`Parts`, :func:`as_data` of what a Python program gives, :func:`read_data` of what a command line gives.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Set
from typing import Any, TypeAlias

from symlcn.errors import ParseError, shown
from symlcn.network.inputs import read_tensor
from symlcn.network.readers.files import load_json, read_bounded

__all__ = ["Parts", "as_data", "read_data"]

NAMES = ({"inputs", "outputs"}, {"A", "target"})
FORMS = 'an object with "inputs" and "outputs", lists of signals, or with "A", a matrix, and "target"'

Parts: TypeAlias = dict[str, Any]
"""``inputs`` and ``outputs``, nested tensors; or ``A``, rows, and ``target``, u*. Numbers are not yet checked."""


def as_data(value: Any) -> Parts:
    """The data that a caller gives.

    Parameters
    ----------
    value : dict, str or path
        ``{"inputs": […], "outputs": […]}`` with signals, or ``{"A": matrix, "target": u*}``, of exact numbers; the same
        as JSON, with rational strings; or the path of a file with such JSON.

    Raises
    ------
    ParseError
        If it is not of this form, or JSON has other numbers.

    Examples
    --------
    >>> as_data({"inputs": [(1, 2)], "outputs": [(3,)]})
    {'inputs': ((1, 2),), 'outputs': ((3,),)}
    >>> as_data('{"A": [["1/2"]], "target": [1]}')
    {'A': ((Fraction(1, 2),),), 'target': (Fraction(1, 1),)}
    """
    if isinstance(value, str | os.PathLike):
        source = os.fspath(value)
        if source == "-":
            raise ParseError("data", '"-" is standard input on the command line only; give data or a file')
        return read_data(source)
    if not isinstance(value, Mapping):
        raise ParseError("data", f"{shown(value, 40)} is no data; give {FORMS}")
    return _checked(value, "data")


def read_data(source: str, *, from_float: bool = False) -> Parts:
    """The data in JSON, in a file that has it, or in standard input for ``-``.

    Parameters
    ----------
    source : str
    from_float : bool
        Take floats in JSON for the binary fractions that they are.

    Raises
    ------
    ParseError
        As :func:`as_data`.
    """
    if source.lstrip().startswith(("{", "[")):
        text, place = source, "data"
    else:
        if source != "-" and not os.path.exists(source):
            raise ParseError("data", f"No such file as {shown(source)}, and no JSON; give {FORMS}")
        text = read_bounded(source)
        place = "data in standard input" if source == "-" else f"data in file {source!a}"
    document = load_json(text, place, from_float=from_float)
    if isinstance(document, dict) and document.keys() in NAMES:
        document = {name: read_tensor(text, name, from_float=from_float) for name in document}
    return _checked(document, place)


def _checked(parts: object, place: str) -> Parts:
    """The two parts as tuples, the matrix as a tuple of rows; numbers are not looked at."""
    if not isinstance(parts, Mapping) or parts.keys() not in NAMES:
        raise ParseError(place, f"give {FORMS}")
    if not all(map(_is_list, parts.values())):
        raise ParseError(place, "each of its two parts is a list")
    if "A" in parts and not all(_is_list(row) and not any(map(_is_list, row)) for row in parts["A"]):
        raise ParseError(f"{place}, A", "not a list of rows of numbers")
    return {name: tuple(part) for name, part in parts.items()}


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping | Set)
