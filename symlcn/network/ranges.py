"""All networks with sizes, strides, dilations, channels and activations in given ranges, in a fixed order.

Contents: :func:`architectures`, :class:`Architectures`, :data:`Range`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import prod
from typing import SupportsIndex, TypeAlias

from symlcn.algebra.exact import integer
from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_DIMENSION, MAX_LAYERS, MAX_NUMBER, Architecture, Layer, counting_number
from symlcn.network.channelarchitecture import MAX_CHANNELS, ChannelArchitecture
from symlcn.network.columnranges import column_range
from symlcn.network.notation import Network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["Architectures", "Range", "architectures"]

Range: TypeAlias = SupportsIndex | tuple[SupportsIndex, SupportsIndex]
"""A number, or the first and the last one."""
Bounds: TypeAlias = tuple[int, int]
KINDS = ("map", "order", "variables")


@dataclass(frozen=True, slots=True)
class Architectures:
    """The networks in given ranges, made while one iterates, as often as one likes; `in` and `count` are exact.

    Attributes
    ----------
    dimension : int
    layers, size, stride, dilation, channels : (int, int)
        First and last numbers, the last ones included.
    activations : tuple of int
        The powers that activations can be; 1 stands for none.
    up_to : str or None
        What is left out, see :func:`architectures`.
    """

    dimension: int
    layers: Bounds
    size: Bounds
    stride: Bounds
    dilation: Bounds
    up_to: str | None = None
    channels: Bounds = (1, 1)
    activations: tuple[int, ...] = (1,)

    def __iter__(self) -> Iterator[Network]:
        for depth in range(self.layers[0], self.layers[1] + 1):
            found = self._between(depth, 0, self._count(depth))
            yield from found if self.up_to in (None, "variables") else _first_of_each(found, self.up_to == "order")

    def between(self, start: int, stop: int) -> Iterator[Network]:
        """Those that an iteration gives from number `start`, counted from 0, up to, not including, number `stop`.

        Examples
        --------
        >>> [str(one) for one in architectures(layers=(1, 9), size=(2, 3), up_to="variables").between(5, 8)]
        ['k3s2 k2', 'k2 k3', 'k2s2 k3']
        """
        if self.up_to in ("map", "order"):
            yield from islice(self, start, stop)
            return
        for depth in range(self.layers[0], self.layers[1] + 1):
            if stop <= 0:
                return
            count = self._count(depth)
            if start < count:
                yield from self._between(depth, max(start, 0), min(stop, count))
            start, stop = start - count, stop - count

    def _between(self, depth: int, start: int, stop: int) -> Iterator[Network]:
        """Those of a depth by their numbers: of the layers alone, and then of channels and activations."""
        kinds = self._kinds(depth)
        if kinds == 1 and self.channels[0] == 1 and 1 in self.activations:
            yield from self._plain(depth, start, stop)
        elif kinds and start < stop:
            first = start // kinds
            for n, plain in enumerate(self._plain(depth, first, -(-stop // kinds)), first):
                for kind in range(max(start - n * kinds, 0), min(stop - n * kinds, kinds)):
                    yield self._of_kind(plain, kind)

    def _plain(self, depth: int, start: int, stop: int) -> Iterator[Architecture]:
        if self.up_to == "variables":
            return column_range(depth, self.size, self.stride, self.dilation).between(self.dimension, start, stop)
        return (self._numbered(depth, number) for number in range(start, stop))

    def _numbered(self, depth: int, number: int) -> Architecture:
        """One of the linear networks of a depth, by its number: the digits are those of its layers."""
        layers, width = [], self._width
        for _ in range(depth):
            number, own = divmod(number, width)
            layers.append(_layer(own, self.dimension, self.size, self.stride, self.dilation))
        return Architecture(reversed(layers))

    def _of_kind(self, plain: Architecture, kind: int) -> Network:
        """One of the networks with given layers: those of one channel come first, by their activations."""
        low, high = self.channels
        powers = len(self.activations) ** (len(plain) - 1) if low == 1 else 0
        if kind < powers:
            found = [self.activations[n] for n in _digits(kind, len(self.activations), len(plain) - 1)]
            return PolynomialArchitecture(plain, found) if any(r > 1 for r in found) else plain
        wide = kind - powers + (low == 1)  # number 0 are the channels 1, …, 1, if they are in the range
        return ChannelArchitecture(plain, [low + n for n in _digits(wide, high - low + 1, len(plain) + 1)])

    def _kinds(self, depth: int) -> int:
        """How many networks there are with the same layers."""
        low, high = self.channels
        one = len(self.activations) ** (depth - 1) if low == 1 else 0
        return one + ((high - low + 1) ** (depth + 1) - (low == 1) if 1 in self.activations else 0)

    def _count(self, depth: int) -> int:
        if self.up_to == "variables":
            plain = column_range(depth, self.size, self.stride, self.dilation).count(self.dimension)
        else:
            plain = self._width**depth
        return plain * self._kinds(depth)

    def __contains__(self, value: object) -> bool:
        plain = value if isinstance(value, Architecture) else getattr(value, "architecture", None)
        if not isinstance(plain, Architecture):
            return False
        if self.up_to is not None:
            return _inside(len(plain), self.layers) and any(value == one for one in self)
        channels = value.channels if isinstance(value, ChannelArchitecture) else (1,)
        powers = value.activations if isinstance(value, PolynomialArchitecture) else (1,) * (len(plain) - 1)
        return (
            isinstance(value, Architecture | ChannelArchitecture | PolynomialArchitecture)
            and plain.dimension == self.dimension
            and _inside(len(plain), self.layers)
            and all(_inside(number, self.channels) for number in channels)
            and set(powers) <= set(self.activations)
            and all(
                _inside(number, bounds)
                for layer in plain
                for numbers, bounds in (
                    (layer.size, self.size),
                    (layer.stride, self.stride),
                    (layer.dilation, self.dilation),
                )
                for number in numbers
            )
        )

    @property
    def _width(self) -> int:
        """How many layers there are."""
        return prod((high - low + 1) ** self.dimension for low, high in (self.size, self.stride, self.dilation))

    @property
    def count(self) -> int:
        """How many there are: by a formula, or up to maps and orders by iterating."""
        if self.up_to in ("map", "order"):
            return sum(1 for _ in self)
        return sum(self._count(depth) for depth in range(self.layers[0], self.layers[1] + 1))


@lru_cache(maxsize=2**16)
def _layer(number: int, dimension: int, size: Bounds, stride: Bounds, dilation: Bounds) -> Layer:
    """One of the layers in given ranges, by its number."""
    numbers: list[tuple[int, ...]] = []
    for low, high in (dilation, stride, size):
        width = (high - low + 1) ** dimension
        number, own = divmod(number, width)
        numbers.append(tuple(low + digit for digit in _digits(own, high - low + 1, dimension)))
    return Layer(*reversed(numbers))


def _digits(number: int, base: int, count: int) -> list[int]:
    """So many digits of a number, the highest one first."""
    found = []
    for _ in range(count):
        number, digit = divmod(number, base)
        found.append(digit)
    return found[::-1]


def _inside(number: int, bounds: Bounds) -> bool:
    return bounds[0] <= number <= bounds[1]


def _first_of_each(found: Iterator[Network], reordered: bool) -> Iterator[Network]:
    """The first with each parametrization map, or with each up to the order of the layers."""
    seen: set[tuple[object, ...]] = set()
    for network in found:
        plain = network if isinstance(network, Architecture) else network.architecture
        own = getattr(network, "channels", ()), getattr(network, "activations", ())
        key = (own, *(sorted(plain.spaces) if reordered else plain.spaces))
        if key not in seen:
            seen.add(key)
            yield network


def architectures(
    dimension: SupportsIndex = 1,
    *,
    layers: Range = (1, 3),
    size: Range = (1, 3),
    stride: Range = (1, 2),
    dilation: Range = 1,
    channels: Range = 1,
    activation: SupportsIndex | Sequence[SupportsIndex | None] | None = None,
    up_to: str | None = None,
) -> Architectures:
    """All networks whose numbers are in given ranges, made one by one while one iterates.

    In the order of the numbers of layers, and then of the layers, the first one first; layers in the order of their
    sizes, strides and dilations, of which the first direction comes first. Those with the same layers follow each
    other: first those of one channel, in the order of their activations.

    Parameters
    ----------
    dimension : int
        The number D of directions.
    layers, size, stride, dilation : int or (int, int)
        A number, or the first and the last one, both included. Each direction of each layer takes all of them.
    channels : int or (int, int), optional
        Of the input, and of the output of each layer: each takes all of them.
    activation : int or sequence of int or None, optional
        Powers r of activations x ↦ x^r, None for none: each gap between two layers takes all of them. Networks with
        both more than one channel and an activation are left out.
    up_to : str, optional
        ``"map"``: of networks with the same parametrization map only the first. It is the same exactly if all layers
        have the same sizes, and the same exponents in the directions in which the size exceeds 1, besides the same
        channels and activations; so that the stride of the last layer, for example, does not matter. Every question has
        the same answer for all of them.
        ``"variables"``: of networks whose parametrization maps differ by the names of the variables only one, in the
        form of :func:`symlcn.atlas.canonical`: directions are permuted, x^g is written x, and directions in which all
        sizes are 1 are dropped. In an order of its own, and nothing is kept in memory.
        ``"order"``: besides ``"map"``, of linear networks of one channel that become the same when layers are reordered
        with their exponents. Degree, dimensions and whether the NTK is determined for every δ are the same at all of
        them; given δ are not. What was found by this and by ``"map"`` is kept in memory.

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
    >>> [str(one) for one in architectures(layers=2, size=2, stride=1, channels=(1, 2), activation=(None, 2))][:5]
    ['k2 k2', 'k2 r2 k2', 'k2 k2c2', 'k2c2 k2', 'k2c2 k2c2']
    >>> architectures(2, layers=(2, 4), size=(1, 5), stride=(1, 3)).count
    2574331875
    >>> architectures(2, layers=(2, 4), size=(1, 5), stride=(1, 3), up_to="variables").count
    59510545
    """
    directions = integer(dimension)
    if directions is None or not 1 <= directions <= MAX_DIMENSION:
        raise ParseError("dimension", f"{shown(dimension, 40)} is not an integer from 1 to {MAX_DIMENSION}")
    if up_to is not None and up_to not in KINDS:
        raise ParseError("up_to", f"{shown(up_to, 40)} is none of {', '.join(KINDS)}")
    depth = _bounds("layers", layers, MAX_LAYERS)
    given = {"size": size, "stride": stride, "dilation": dilation}
    sizes, strides, dilations = (_bounds(name, value, MAX_NUMBER) for name, value in given.items())
    numbers, powers = _bounds("channels", channels, MAX_CHANNELS), _powers(activation)
    if numbers[0] > 1 and 1 not in powers:
        raise ParseError("activation", "there is one in each network, and more than one channel; they go not together")
    if up_to == "order" and (numbers[1] > 1 or powers != (1,)):
        raise ParseError("up_to", "layers are reordered without channels and activations alone")
    largest = Layer(*((bounds[1],) * directions for bounds in (sizes, strides, dilations)))
    try:
        Architecture((largest,) * depth[1])
    except ParseError as error:
        raise ParseError(f"the largest architecture, {depth[1]} times '{largest}'", str(error)) from None
    if max(powers) ** (depth[1] - 1) > MAX_NUMBER:
        raise ParseError("activation", f"in {depth[1]} layers their product exceeds 10^9; use smaller ones")
    return Architectures(directions, depth, sizes, strides, dilations, up_to, numbers, powers)


def _powers(value: SupportsIndex | Sequence[SupportsIndex | None] | None) -> tuple[int, ...]:
    given = value if isinstance(value, tuple | list) else (value,)
    found = [1 if r is None else counting_number("activation", r, MAX_NUMBER, "; 2 stands for x ↦ x^2") for r in given]
    if not found:
        raise ParseError("activation", "there is none; give powers such as 2, and None for no activation")
    return tuple(dict.fromkeys(found))


def _bounds(name: str, value: Range, most: int) -> Bounds:
    numbers = value if isinstance(value, tuple | list) else (value, value)
    ends = [integer(number) for number in numbers]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None and 1 <= ends[0] <= ends[1] <= most:
        return ends[0], ends[1]
    problem = f"neither a number nor two, the first and the last, from 1 to {most}: give 3, or (1, 3)"
    raise ParseError(name, f"{shown(value, 40)} is {problem}")
