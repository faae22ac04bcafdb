"""All architectures with sizes, strides and dilations in given ranges, in a fixed order.

Contents: :func:`architectures`, :class:`Architectures`, :data:`Range`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import SupportsIndex, TypeAlias

from symlcn.algebra.exact import integer
from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_DIMENSION, MAX_LAYERS, MAX_NUMBER, Architecture, Layer

__all__ = ["Architectures", "Range", "architectures"]

Range: TypeAlias = SupportsIndex | tuple[SupportsIndex, SupportsIndex]
"""A number, or the first and the last one."""
Bounds: TypeAlias = tuple[int, int]
KINDS = ("map", "order")


@dataclass(frozen=True, slots=True)
class Architectures:
    """The architectures in given ranges, made while one iterates, as often as one likes; `in` and `count` are exact.

    Attributes
    ----------
    dimension : int
    layers, size, stride, dilation : (int, int)
        First and last numbers, the last ones included.
    up_to : str or None
        What is left out, see :func:`architectures`.
    """

    dimension: int
    layers: Bounds
    size: Bounds
    stride: Bounds
    dilation: Bounds
    up_to: str | None = None

    def __iter__(self) -> Iterator[Architecture]:
        for depth in range(self.layers[0], self.layers[1] + 1):
            found = (self._numbered(depth, number) for number in range(self._width**depth))
            yield from found if self.up_to is None else _first_of_each(found, self.up_to == "order")

    def _numbered(self, depth: int, number: int) -> Architecture:
        """One of those of a depth, by its number: the digits are those of its layers."""
        layers, width = [], self._width
        for _ in range(depth):
            number, own = divmod(number, width)
            layers.append(_layer(own, self.dimension, self.size, self.stride, self.dilation))
        return Architecture(reversed(layers))

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, Architecture) or value.dimension != self.dimension:
            return False
        within = _inside(len(value), self.layers) and all(
            _inside(number, bounds)
            for layer in value
            for numbers, bounds in (
                (layer.size, self.size),
                (layer.stride, self.stride),
                (layer.dilation, self.dilation),
            )
            for number in numbers
        )
        return within and (self.up_to is None or any(value == one for one in self))

    @property
    def _width(self) -> int:
        """How many layers there are."""
        return prod((high - low + 1) ** self.dimension for low, high in (self.size, self.stride, self.dilation))

    @property
    def count(self) -> int:
        """How many there are: by a formula, or with `up_to` by iterating."""
        if self.up_to is not None:
            return sum(1 for _ in self)
        return sum(self._width**depth for depth in range(self.layers[0], self.layers[1] + 1))


@lru_cache(maxsize=2**16)
def _layer(number: int, dimension: int, size: Bounds, stride: Bounds, dilation: Bounds) -> Layer:
    """One of the layers in given ranges, by its number."""
    numbers: list[tuple[int, ...]] = []
    for low, high in (dilation, stride, size):
        digits = []
        for _ in range(dimension):
            number, digit = divmod(number, high - low + 1)
            digits.append(low + digit)
        numbers.append(tuple(reversed(digits)))
    return Layer(*reversed(numbers))


def _inside(number: int, bounds: Bounds) -> bool:
    return bounds[0] <= number <= bounds[1]


def _first_of_each(found: Iterator[Architecture], reordered: bool) -> Iterator[Architecture]:
    """The first with each parametrization map, or with each up to the order of the layers."""
    seen: set[tuple[object, ...]] = set()
    for architecture in found:
        key = tuple(sorted(architecture.spaces)) if reordered else architecture.spaces
        if key not in seen:
            seen.add(key)
            yield architecture


def architectures(
    dimension: SupportsIndex = 1,
    *,
    layers: Range = (1, 3),
    size: Range = (1, 3),
    stride: Range = (1, 2),
    dilation: Range = 1,
    up_to: str | None = None,
) -> Architectures:
    """All architectures whose numbers are in given ranges, made one by one while one iterates.

    In the order of the numbers of layers, and then of the layers, the first one first; layers in the order of their
    sizes, strides and dilations, of which the first direction comes first.

    Parameters
    ----------
    dimension : int
        The number D of directions.
    layers, size, stride, dilation : int or (int, int)
        A number, or the first and the last one, both included. Each direction of each layer takes all of them.
    up_to : str, optional
        ``"map"``: of architectures with the same parametrization map only the first. It is the same exactly if all
        layers have the same sizes, and the same exponents in the directions in which the size exceeds 1; so that the
        stride of the last layer, for example, does not matter. Every question has the same answer for all of them.
        ``"order"``: besides, of those that become the same when layers are reordered with their exponents. Degree,
        dimensions and whether the NTK is determined for every δ are the same at all of them; given δ are not. What was
        found is kept in memory.

    Returns
    -------
    Architectures
        To be iterated as often as one likes; `count` is their number.

    Raises
    ------
    ParseError
        If a range is none, or the largest architecture exceeds a bound of :class:`symlcn.Architecture`.

    Examples
    --------
    >>> family = architectures(layers=2, size=(2, 3), stride=(1, 2))
    >>> family.count, [str(one) for one in family][:5]
    (16, ['k2 k2', 'k2 k2s2', 'k2 k3', 'k2 k3s2', 'k2s2 k2'])
    >>> [str(one) for one in architectures(layers=2, size=(2, 3), stride=(1, 2), up_to="map")]
    ['k2 k2', 'k2 k3', 'k2s2 k2', 'k2s2 k3', 'k3 k2', 'k3 k3', 'k3s2 k2', 'k3s2 k3']
    >>> [str(one) for one in architectures(layers=2, size=(2, 3), stride=1, up_to="order")]
    ['k2 k2', 'k2 k3', 'k3 k3']
    >>> architectures(2, layers=(2, 4), size=(1, 5), stride=(1, 3)).count
    2574331875
    """
    directions = integer(dimension)
    if directions is None or not 1 <= directions <= MAX_DIMENSION:
        raise ParseError("dimension", f"{shown(dimension, 40)} is not an integer from 1 to {MAX_DIMENSION}")
    if up_to is not None and up_to not in KINDS:
        raise ParseError("up_to", f'{shown(up_to, 40)} is not "map" or "order"')
    depth = _bounds("layers", layers, MAX_LAYERS)
    given = {"size": size, "stride": stride, "dilation": dilation}
    sizes, strides, dilations = (_bounds(name, value, MAX_NUMBER) for name, value in given.items())
    largest = Layer(*((bounds[1],) * directions for bounds in (sizes, strides, dilations)))
    try:
        Architecture((largest,) * depth[1])
    except ParseError as error:
        raise ParseError(f"the largest architecture, {depth[1]} times '{largest}'", str(error)) from None
    return Architectures(directions, depth, sizes, strides, dilations, up_to)


def _bounds(name: str, value: Range, most: int) -> Bounds:
    numbers = value if isinstance(value, tuple | list) else (value, value)
    ends = [integer(number) for number in numbers]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None and 1 <= ends[0] <= ends[1] <= most:
        return ends[0], ends[1]
    problem = f"neither a number nor two, the first and the last, from 1 to {most}: give 3, or (1, 3)"
    raise ParseError(name, f"{shown(value, 40)} is {problem}")
