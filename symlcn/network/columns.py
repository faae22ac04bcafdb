"""The directions of an architecture one by one, up to what a renaming of the variables changes.

Contents: :class:`Column`, :func:`columns`, :func:`assembled`, :func:`exponent_classes`,
:func:`too_many`.

The *column* of direction d has the sizes, strides and dilations of all layers there. Of strides and dilations only the
exponents e_l at the active layers matter, and these only up to a common factor: x_d^g is a variable as good as x_d. So
a column is written with exponents whose greatest common divisor is 1, as strides as far as that can be: the
cumulative stride t_l is the greatest common divisor of the exponents of the active layers from l on, the dilation is
e_l/t_l, and what does not matter is 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import gcd
from typing import NamedTuple

from symlcn.errors import ParseError
from symlcn.network.architecture import Architecture, Layer

__all__ = ["Column", "assembled", "columns", "exponent_classes", "too_many"]

MAX_CLASSES = 2_000_000
"""Patterns of exponents that are kept in memory."""


class Column(NamedTuple):
    """Sizes, strides and dilations of all layers in one direction, in the form of this module.

    Attributes
    ----------
    sizes, strides, dilations : tuple of int
    """

    sizes: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]


def columns(architecture: Architecture) -> list[Column]:
    """The columns of the directions in which some size exceeds 1.

    Examples
    --------
    >>> columns(Architecture("k3x1s2 k1x1s3 k2x1s5d2"))
    [Column(sizes=(3, 1, 2), strides=(12, 1, 1), dilations=(1, 1, 1))]
    """
    found = []
    for sizes, exponents in zip(
        zip(*(layer.size for layer in architecture.layers), strict=True),
        zip(*architecture.exponents, strict=True),
        strict=True,
    ):
        own = tuple(e if k > 1 else 0 for k, e in zip(sizes, exponents, strict=True))
        if any(own):
            found.append(Column(sizes, *_steps(own)))
    return found


@lru_cache(maxsize=2**14)
def _steps(exponents: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Strides and dilations for exponents, of which 0 stands for any."""
    if not any(exponents):
        return ((1,) * len(exponents),) * 2
    common, cumulative = 0, list[int]()
    for e in reversed(exponents):
        common = gcd(common, e)
        cumulative.insert(0, common)
    for l, t in enumerate(cumulative):
        cumulative[l] = t or cumulative[l - 1]  # it stays when no layer is active from l on
    strides = tuple(after // before for before, after in pairwise(cumulative))
    return (*strides, 1), tuple(e // t if e else 1 for e, t in zip(exponents, cumulative, strict=True))


def assembled(directions: Iterable[Column], depth: int) -> Architecture:
    """The architecture of columns, the least one first; of none, layers of size 1 in one direction.

    Examples
    --------
    >>> print(assembled([Column((3, 1), (2, 1), (1, 1)), Column((1, 2), (1, 1), (1, 1))], 2), assembled([], 2))
    k1x3s1x2 k2x1 k1 k1
    """
    ones = (1,) * depth
    found = sorted(directions) or [Column(ones, ones, ones)]
    rows = [zip(*numbers, strict=True) for numbers in zip(*found, strict=True)]
    return Architecture(tuple([_layer(*vectors) for vectors in zip(*rows, strict=True)]))


@lru_cache(maxsize=2**16)
def _layer(size: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]) -> Layer:
    return Layer(size, stride, dilation)


def exponent_classes(
    active: Sequence[bool], stride: tuple[int, int], dilation: tuple[int, int]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Strides and dilations of all columns with given active layers whose numbers can be in given ranges.

    Raises
    ------
    ParseError
        If they are too many to keep.

    Examples
    --------
    >>> exponent_classes([True, True], (1, 2), (1, 2))
    [((1, 1), (1, 1)), ((2, 1), (1, 1)), ((4, 1), (1, 1)), ((1, 1), (2, 1))]
    """
    found: set[tuple[int, ...]] = {(1,)}  # the cumulative stride, then the exponents so far; up to a common factor
    for on in active:
        after = set()
        for t, *exponents in found:
            for own in (t * d for d in range(dilation[0], dilation[1] + 1)) if on else (0,):
                for s in range(stride[0], stride[1] + 1):
                    after.add(_reduced((t * s, *exponents, own)))
            if len(after) > MAX_CLASSES:
                raise too_many(len(active))
        found = after
    return [_steps(exponents) for exponents in sorted({_reduced(line[1:]) for line in found})]


def too_many(depth: int) -> ParseError:
    """What says that there are too many patterns of exponents."""
    problem = f"over {MAX_CLASSES} patterns of exponents in {depth} layers; take smaller ranges, or a sample"
    return ParseError("up_to", problem)


def _reduced(numbers: tuple[int, ...]) -> tuple[int, ...]:
    common = gcd(*numbers)
    return tuple(n // common for n in numbers) if common > 1 else numbers
