"""Weights in safetensors files: sizes of the filters, and the filters exactly where there is one channel.

Contents: :func:`read_safetensors`; :func:`exact_values` for all binary numbers.

The file begins with the length of a JSON header of 8 bytes, little-endian; the header has type, shape and place of each
tensor (github.com/huggingface/safetensors). Of the tensors only filters of one channel are read, so that the size of
the file does not matter.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import isfinite, prod
from typing import Any, BinaryIO

from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_PARAMETERS
from symlcn.network.filters import nested
from symlcn.network.readers.files import load_foreign, opened
from symlcn.network.readers.modellayers import Item, convolution

__all__ = ["exact_values", "read_safetensors"]

MAX_HEADER = 16 * 2**20
TYPES = {"F16": "e", "F32": "f", "F64": "d", "BF16": "", "I8": "b", "I16": "h", "I32": "i", "I64": "q"}


def exact_values(data: bytes, code: str, place: str) -> list[Fraction]:
    """The numbers that bytes are, little-endian, by the code of ``struct``; bfloat16 has the empty code.

    Raises
    ------
    ParseError
        If one of them is not finite.

    Examples
    --------
    >>> exact_values(bytes.fromhex("003e"), "e", "filter"), exact_values(bytes.fromhex("803f"), "", "filter")
    ([Fraction(3, 2)], [Fraction(1, 1)])
    """
    if not code:
        data = b"".join(b"\0\0" + data[i : i + 2] for i in range(0, len(data), 2))
        code = "f"
    values = struct.unpack(f"<{len(data) // struct.calcsize(code)}{code}", data)
    if not all(map(isfinite, values)):
        raise ParseError(place, "not all entries are finite numbers")
    return [Fraction(value) for value in values]


def read_safetensors(source: str) -> Iterator[Item]:
    """The filters in a file, in the order of their names, with numbers in the names as numbers.

    Raises
    ------
    ParseError
        If the file is damaged, or a filter has an entry that is not finite.
    """
    with opened(source) as file:
        header, start = _header(file, f"file {source!a}")
        names = sorted((name for name in header if name != "__metadata__"), key=_natural)
        for name in names:
            shape = _shape(header[name], name)
            base = name.removesuffix(".weight")
            if base != name and len(shape) in (3, 4, 5):
                outputs, inputs, *size = shape
                one = outputs == inputs == 1 and prod(size) <= MAX_PARAMETERS
                own = _filter(file, header[name], start, name, size) if one else None
                bias = f"{base}.bias" in header
                yield from convolution(base, size, channels=(inputs, outputs), bias=bias, filter=own)
            elif len(shape) == 2:
                yield name, "matrix of weights: no convolution"
            elif not (name.endswith(".bias") and len(_shape(header.get(f"{name[:-5]}.weight"), name)) > 2):
                yield name, "other parameters"
    yield "", "stride, dilation, groups and padding: not in the file; 1, 1, 1 and none are assumed"
    yield "", "kinds of layers: not in the file; what is named weight and has 3 to 5 axes is taken for a convolution"
    yield "", "order of application: not in the file; that of the names is assumed"
    yield "", "activations and poolings: not in the file"


def _header(file: BinaryIO, place: str) -> tuple[dict[str, Any], int]:
    length = int.from_bytes(file.read(8), "little")
    size = os.fstat(file.fileno()).st_size
    if not 2 <= length <= size - 8:
        raise ParseError(place, "not a safetensors file, or not all of it")
    if length > MAX_HEADER:
        raise ParseError(place, f"a header of {length} bytes; at most {MAX_HEADER} are read")
    try:
        header = load_foreign(file.read(length).decode(), f"{place}, header")
    except UnicodeDecodeError:
        raise ParseError(f"{place}, header", "not UTF-8 text") from None
    if not isinstance(header, dict):
        raise ParseError(f"{place}, header", "not an object")
    return header, 8 + length


def _natural(name: str) -> list[tuple[int, str]]:
    """A key by which conv10 comes after conv9."""
    return [(int(part[:18] or 0), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def _shape(entry: Any, name: str) -> list[int]:
    shape = entry.get("shape") if isinstance(entry, dict) else [] if entry is None else None
    if not isinstance(shape, list) or not all(type(k) is int and k >= 0 for k in shape):
        raise ParseError(f"tensor {shown(name, 60)}", "it has no shape")
    return shape


def _filter(file: BinaryIO, entry: Mapping[str, Any], start: int, name: str, size: list[int]) -> Any:
    """The filter of a tensor with one channel; None if its numbers are of another type."""
    place, code = f"tensor {shown(name, 60)}", TYPES.get(str(entry.get("dtype")))
    if code is None:
        return None
    offsets, wanted = entry.get("data_offsets"), prod(size) * (struct.calcsize(code) if code else 2)
    if not isinstance(offsets, list) or len(offsets) != 2 or not all(type(k) is int and k >= 0 for k in offsets):
        raise ParseError(place, "it has no data_offsets")
    if offsets[1] - offsets[0] != wanted or start + offsets[1] > os.fstat(file.fileno()).st_size:
        raise ParseError(place, "its data are not all there, or more than its shape says")
    file.seek(start + offsets[0])
    data = file.read(wanted)
    return nested(exact_values(data, code, place), tuple(size))
