"""Strings by which fairseq describes layers, ``[(512, 10, 5)] + [(512, 3, 2)] * 4``: parsed, never evaluated.

Contents: :func:`read_layer_string`.

Each triple is the number of channels, the size and the stride. Source: fairseq, ``models/wav2vec/wav2vec2.py``, option
``--conv-feature-layers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_LAYERS
from symlcn.network.readers.modellayers import Item, convolution

__all__ = ["read_layer_string"]

EXAMPLE = "[(512, 10, 5)] + [(512, 3, 2)] * 4"
_TRIPLE = re.compile(r"\(\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,?\s*\)\s*", re.ASCII)
_TIMES = re.compile(r"\*\s*(\d{1,9})\s*", re.ASCII)
_SPACE = re.compile(r"\s*")


def read_layer_string(text: str) -> Iterator[Item]:
    """The convolutions of a string.

    Raises
    ------
    ParseError
        Naming the character that is out of place.

    Examples
    --------
    >>> [str(item.layer) for item in read_layer_string("[(8, 10, 5)] + [(8, 3, 2)] * 2") if not isinstance(item, tuple)]
    ['k10s5', 'k3s2', 'k3s2']
    """
    channels: int | None = None
    for index, (outputs, size, stride) in enumerate(_triples(text)):
        yield from convolution(f"conv_layers.{index}", (size,), (stride,), channels=(channels, outputs))
        channels = outputs
    yield "", "activations, normalization, bias, padding and what follows: not in the string"


def _triples(text: str) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    place = _SPACE.match(text).end()  # type: ignore[union-attr]  # matches everywhere
    while True:
        part, place = _bracketed(text, place)
        if (times := _TIMES.match(text, place)) is not None:
            if int(times[1]) * len(part) > MAX_LAYERS:
                raise ParseError("fairseq layers", f"more than {MAX_LAYERS} layers")
            part, place = part * int(times[1]), times.end()
        found += part
        if len(found) > MAX_LAYERS:
            raise ParseError("fairseq layers", f"more than {MAX_LAYERS} layers")
        if place == len(text):
            return found
        place = _expect(text, place, "+")


def _bracketed(text: str, place: int) -> tuple[list[tuple[int, int, int]], int]:
    """The triples between [ and ]."""
    place = _expect(text, place, "[")
    part: list[tuple[int, int, int]] = []
    while True:
        triple = _TRIPLE.match(text, place)
        if triple is None:
            raise _misplaced(text, place)
        part.append((int(triple[1]), int(triple[2]), int(triple[3])))
        place = triple.end()
        if text[place : place + 1] == "]":
            return part, _expect(text, place, "]")
        place = _expect(text, place, ",")


def _expect(text: str, place: int, sign: str) -> int:
    if text[place : place + 1] != sign:
        raise _misplaced(text, place)
    return _SPACE.match(text, place + 1).end()  # type: ignore[union-attr]  # matches everywhere


def _misplaced(text: str, place: int) -> ParseError:
    found = f"{shown(text[place : place + 10])} is out of place" if place < len(text) else "it ends too early"
    return ParseError(f"fairseq layers, character {place + 1}", f"{found}; write (channels, size, stride) as {EXAMPLE}")
