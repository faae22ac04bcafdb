"""Architectures of single-channel linear convolutional networks without bias: notation and structure.

Contents: :class:`Layer`, :class:`AxisBlock`, :class:`Architecture`, :func:`parse_architecture`,
:func:`size_text`, :func:`counting_number`.

Notation. Layer l has size k_l, stride s_l and dilation d_l, vectors of D positive integers. With the
cumulative stride t_l = s_1⊙…⊙s_{l-1} its *exponent* is e_l = t_l⊙d_l, and its filter is a polynomial in
X_d = x_d^{e_{l,d}} of degree k_{l,d} − 1. Direction d is *active* in layer l when k_{l,d} > 1. Layers and
directions count from 0.

References: Achour, Kohn, Rauhut, *The Riemannian Geometry Associated to Gradient Flows of Linear
Convolutional Networks*, eq. (8), Lemma 9, Obs. 11; dilations are an extension of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod
from operator import mul
from typing import NamedTuple, SupportsIndex, TypeAlias, overload

from symlcn.algebra import typeset
from symlcn.algebra.exact import integer
from symlcn.errors import ParseError, counted, shown

__all__ = ["Architecture", "AxisBlock", "Layer", "counting_number", "parse_architecture", "size_text"]

MAX_NUMBER = 10**9
MAX_DIMENSION = 16
MAX_LAYERS = 1000
MAX_PARAMETERS = 100_000
_DIGITS = "0123456789"

Numbers: TypeAlias = SupportsIndex | Iterable[SupportsIndex]
"""One integer, or one for each direction."""


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Layer:
    """One layer: size, stride and dilation, each a tuple of D positive integers.

    Parameters
    ----------
    size : int or sequence of int
        Shape k of the filter tensor; an integer k is the size (k,) of a layer of one direction.
    stride, dilation : int or sequence of int, optional
        One number holds for all directions; ones when left out.

    Raises
    ------
    ParseError
        If an entry is not an integer between 1 and 10^9 or the lengths differ.

    Examples
    --------
    >>> Layer(3), Layer((3, 3), stride=2), Layer((3, 3), stride=(2, 1)), Layer(2, dilation=4)
    (Layer(3), Layer((3, 3), stride=2), Layer((3, 3), stride=(2, 1)), Layer(2, dilation=4))
    >>> print(Layer((3, 3), stride=2), Layer((3, 1)).active)
    k3x3s2 (0,)
    >>> Layer(2.0)
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: size: 2.0 is not an integer; write Layer(3), or Layer((3, 3)) for several directions
    """

    size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    active: tuple[int, ...] = field(init=False, compare=False)
    """Active directions, increasing: those in which the size exceeds 1."""
    parameters: int = field(init=False, compare=False)
    """Number K = ∏ k_d of filter entries."""

    def __init__(self, size: Numbers, stride: Numbers = (), dilation: Numbers = ()) -> None:
        shape = _numbers("size", size, 1)
        if not 1 <= len(shape) <= MAX_DIMENSION:
            raise ParseError("size", f"a layer has between 1 and {MAX_DIMENSION} directions, not {len(shape)}")
        steps = {"stride": stride, "dilation": dilation}
        found = {name: _numbers(name, value, len(shape)) or (1,) * len(shape) for name, value in steps.items()}
        for name, numbers in {"size": shape, **found}.items():
            if len(numbers) != len(shape):
                problem = f"{counted(len(numbers), 'number')} where the size has {len(shape)}"
                raise ParseError(name, f"{problem}; give one, or one per direction")
            object.__setattr__(self, name, numbers)
        object.__setattr__(self, "active", tuple(d for d, k in enumerate(shape) if k > 1))
        object.__setattr__(self, "parameters", prod(shape))

    @property
    def dimension(self) -> int:
        """Number D of directions."""
        return len(self.size)

    @property
    def degrees(self) -> tuple[int, ...]:
        """Degrees k − 1 of the filter polynomial in X_1, …, X_D."""
        return tuple(k - 1 for k in self.size)

    def __str__(self) -> str:
        return _token(self.size, self.stride, self.dilation)

    def __repr__(self) -> str:
        parts = [repr(self.size if self.dimension > 1 else self.size[0])]
        for name, numbers in (("stride", self.stride), ("dilation", self.dilation)):
            if set(numbers) != {1}:
                parts.append(f"{name}={numbers[0] if len(set(numbers)) == 1 else numbers}")
        return f"Layer({', '.join(parts)})"


@lru_cache(maxsize=2**14)
def _token(size: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]) -> str:
    """The notation of a layer."""
    text = "k" + size_text(size)
    for letter, numbers in (("s", stride), ("d", dilation)):
        if set(numbers) != {1}:
            text += letter + (str(numbers[0]) if len(set(numbers)) == 1 else size_text(numbers))
    return text


def size_text(size: Iterable[int]) -> str:
    """A size, or another vector with a number for each direction, as notation has it.

    Examples
    --------
    >>> size_text((3, 3)), size_text((5,))
    ('3x3', '5')
    """
    return "x".join(map(str, size))


def _numbers(name: str, value: Numbers, dimension: int) -> tuple[int, ...]:
    """The numbers of a layer; a single one holds for all directions."""
    single = integer(value)
    if single is not None:
        return (_in_range(name, single),) * dimension
    if isinstance(value, str | bytes | bool) or not isinstance(value, Iterable):
        examples = f"write Layer(3{'' if name == 'size' else f', {name}=2'}), or Layer((3, 3)) for several directions"
        raise ParseError(name, f"{shown(value, 40)} is not an integer; {examples}")
    numbers = []
    for entry in value:
        number = integer(entry)
        if number is None:
            raise ParseError(name, f"{shown(entry, 40)} is not an integer")
        numbers.append(_in_range(name, number))
    return tuple(numbers)


def _in_range(name: str, number: int) -> int:
    if not 1 <= number <= MAX_NUMBER:
        large = number if abs(number) < 10**12 else "a number that large"
        raise ParseError(name, f"{large} is not between 1 and {MAX_NUMBER}")
    return number


def counting_number(place: str, value: SupportsIndex, most: int, hint: str = "") -> int:
    """An integer from 1 to `most`, of any exact type.

    Raises
    ------
    ParseError
        If it is none, with a hint at what would be right.

    Examples
    --------
    >>> counting_number("channels", 3, 10**6)
    3
    """
    number = None if isinstance(value, bool) else integer(value)
    if number is None or not 1 <= number <= most:
        raise ParseError(place, f"{shown(value, 40)} is not an integer from 1 to 10^{len(str(most)) - 1}{hint}")
    return number


class AxisBlock(NamedTuple):
    """All axis layers with the same active direction and the same exponent there.

    Attributes
    ----------
    direction, exponent : int
        The direction d and the exponent e of X = x_d^e.
    layers : tuple of int
        The layers, increasing.
    degrees : tuple of int
        Their degrees m_l in X.
    """

    direction: int
    exponent: int
    layers: tuple[int, ...]
    degrees: tuple[int, ...]

    @property
    def degree(self) -> int:
        """Degree m_B of the block's product in X."""
        return sum(self.degrees)


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Architecture(typeset.Typeset):
    """A stack of layers in order of application: a sequence of :class:`Layer`, indexed from 0.

    Parameters
    ----------
    layers : str or sequence of Layer, str or int
        The notation of :func:`parse_architecture`, or the layers: each a :class:`Layer`, its notation, or its size. At
        least one, all of the same dimension. Names of the zoo and files are read by :func:`symlcn.read_architecture`.

    Raises
    ------
    ParseError
        If there is no layer, dimensions are mixed, or a documented bound is exceeded (1000 layers,
        100000 parameters in all, exponents up to 10^9).

    Examples
    --------
    >>> network = Architecture("k3s2 k2")
    >>> network.exponents, network.end_to_end_size, network.rank
    (((1,), (2,)), (5,), 4)
    >>> network == Architecture([Layer(3, stride=2), 2]), len(network), network[-1], [str(layer) for layer in network]
    (True, 2, Layer(2), ['k3s2', 'k2'])

    A slice is an architecture of its own, whose exponents begin with its first layer.

    >>> Architecture("k3s2 k3s2 k2")[1:]
    Architecture('k3s2 k2')
    """

    layers: tuple[Layer, ...]
    exponents: tuple[tuple[int, ...], ...] = field(init=False, compare=False)
    """Exponents e_l = (s_1⊙…⊙s_{l-1})⊙d_l, one vector per layer."""
    _blocks: tuple[AxisBlock, ...] | None = field(init=False, compare=False)
    _groups: tuple[tuple[int, ...], ...] | None = field(init=False, compare=False)

    def __init__(self, layers: str | Iterable[Layer | str | SupportsIndex]) -> None:
        object.__setattr__(self, "layers", _layers(layers))
        object.__setattr__(self, "_blocks", None)
        object.__setattr__(self, "_groups", None)
        if not self.layers:
            raise ParseError("architecture", "it has no layer; write at least one, for instance 'k3'")
        if len(self.layers) > MAX_LAYERS:
            raise ParseError("architecture", f"{len(self.layers)} layers; at most {MAX_LAYERS} are accepted")
        dimension = len(self.layers[0].size)
        for number, layer in enumerate(self.layers, start=1):
            if len(layer.size) != dimension:
                raise ParseError(
                    f"layer {number}, '{layer}'",
                    f"it has dimension {layer.dimension}, but layer 1, '{self.layers[0]}', has {dimension}; "
                    "all layers need the same number of directions",
                )
        if self.parameters > MAX_PARAMETERS:
            raise ParseError(
                "architecture", f"{self.parameters} parameters in all; at most {MAX_PARAMETERS} are accepted"
            )
        object.__setattr__(self, "exponents", _exponents(self.layers))
        if max(map(max, self.exponents)) > MAX_NUMBER:
            number = next(n for n, exponent in enumerate(self.exponents) if max(exponent) > MAX_NUMBER)
            raise ParseError(
                f"layer {number + 1}, '{self.layers[number]}'",
                "cumulative stride times dilation exceeds 10^9; use smaller strides or dilations",
            )

    def __len__(self) -> int:
        return len(self.layers)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    @overload
    def __getitem__(self, place: SupportsIndex) -> Layer: ...

    @overload
    def __getitem__(self, place: slice) -> Architecture: ...

    def __getitem__(self, place: SupportsIndex | slice) -> Layer | Architecture:
        return Architecture(self.layers[place]) if isinstance(place, slice) else self.layers[place]

    @property
    def dimension(self) -> int:
        """Number D of directions."""
        return self.layers[0].dimension

    @property
    def parameters(self) -> int:
        """Number ΣK_l of parameters."""
        return sum([layer.parameters for layer in self.layers])

    @property
    def rank(self) -> int:
        """ΣK_l − (L − 1): the rank of the Jacobian at a generic point, and dim M as a cone."""
        return self.parameters - len(self.layers) + 1

    @property
    def end_to_end_size(self) -> tuple[int, ...]:
        """Size k = 1 + Σ_l (k_l − 1)⊙e_l of the end-to-end filter (eq. (8), Lemma 9)."""
        found = [1] * self.dimension
        for layer, exponent in zip(self.layers, self.exponents, strict=True):
            for d in layer.active:
                found[d] += (layer.size[d] - 1) * exponent[d]
        return tuple(found)

    @property
    def ambient(self) -> int:
        """Number N = ∏ k_d of entries of the end-to-end filter."""
        return prod(self.end_to_end_size)

    @property
    def spaces(self) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
        """For each layer its size, and its exponents in its active directions: these give the space of its polynomials.

        Architectures have the same parametrization map exactly if all their layers have the same spaces.

        Examples
        --------
        >>> parse_architecture("k3s2 k2s5").spaces == parse_architecture("k3 k2d2").spaces
        True
        """
        pairs = zip(self.layers, self.exponents, strict=True)
        return tuple([(layer.size, tuple([exponent[d] for d in layer.active])) for layer, exponent in pairs])

    @property
    def _same_spaces(self) -> tuple[tuple[int, ...], ...]:
        """Groups of non-scalar layers that use the same space of polynomials, in order of their first members."""
        if self._groups is None:
            groups: dict[tuple[object, ...], list[int]] = {}
            for index, space in enumerate(self.spaces):
                if space[1]:
                    groups.setdefault(space, []).append(index)
            object.__setattr__(self, "_groups", tuple(map(tuple, groups.values())))
        return self._groups or ()

    @property
    def classes(self) -> tuple[tuple[int, ...], ...]:
        """Classes: maximal sets of interchangeable layers with two or more active directions.

        Examples
        --------
        >>> parse_architecture("k2x2 k3x3 k2x2").classes
        ((0, 2), (1,))
        """
        return tuple([group for group in self._same_spaces if len(self.layers[group[0]].active) >= 2])

    @property
    def blocks(self) -> tuple[AxisBlock, ...]:
        """Axis blocks, in order of their first layers; a block may consist of one layer.

        Examples
        --------
        >>> [(block.exponent, block.layers) for block in parse_architecture("k3s2 k2 k4").blocks]
        [(1, (0,)), (2, (1, 2))]
        """
        if self._blocks is not None:
            return self._blocks
        blocks: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        exponents = self.exponents
        for index, layer in enumerate(self.layers):
            if len(layer.active) == 1:
                (d,) = layer.active
                layers, degrees = blocks.setdefault((d, exponents[index][d]), ([], []))
                layers.append(index)
                degrees.append(layer.size[d] - 1)
        found = tuple([AxisBlock(d, e, tuple(own), tuple(degrees)) for (d, e), (own, degrees) in blocks.items()])
        object.__setattr__(self, "_blocks", found)
        return found

    @property
    def interchangeable(self) -> tuple[tuple[int, ...], ...]:
        """Groups of two or more interchangeable layers (Obs. 11), in order of their first members.

        Two non-scalar layers are interchangeable when they have equal sizes and equal exponents in
        their active directions: they use the same space of polynomials.
        """
        return tuple([group for group in self._same_spaces if len(group) > 1])

    def merged(self) -> Architecture:
        """The architecture in which every axis block is one layer, the place of its product.

        Strides become 1 and exponents become dilations, so that exponents stay what they are. Scalar
        layers are kept.

        Examples
        --------
        >>> str(parse_architecture("k3s2 k2 k1 k4").merged())
        'k3 k5d2 k1'
        """
        first = {block.layers[0]: block for block in self.blocks}
        gone = {index for block in self.blocks for index in block.layers[1:]}
        layers = []
        for index, (layer, exponent) in enumerate(zip(self.layers, self.exponents, strict=True)):
            if index in gone:
                continue
            size = layer.size
            if index in first:
                block = first[index]
                size = tuple(block.degree + 1 if d == block.direction else 1 for d in range(self.dimension))
            dilation = tuple(e if k > 1 else 1 for e, k in zip(exponent, size, strict=True))
            layers.append(Layer(size, (), dilation))
        return Architecture(tuple(layers))

    def latex(self) -> str:
        """The parametrization map: filters to the product of their polynomials.

        Examples
        --------
        >>> print(Architecture("k3s2 k2").latex().partition("mapsto ")[2])
        w_{1}(x) \\cdot w_{2}(x^{2})
        """
        shapes = [rf"\mathbb{{R}}^{{{_shape(layer.size)}}}" for layer in self]
        filters = [f"w_{{{number}}}" for number in range(1, len(self) + 1)]
        names = typeset.variables(self.dimension)
        points = [typeset.vector(map(typeset.power, names, exponent)) for exponent in self.exponents]
        space = r" \times ".join(shapes) + rf" \to \mathbb{{R}}^{{{_shape(self.end_to_end_size)}}}"
        product = r" \cdot ".join(map("".join, zip(filters, points, strict=True)))
        return rf"{space},\ {typeset.vector(filters)} \mapsto {product}"

    def __str__(self) -> str:
        return " ".join(map(str, self.layers))

    def __repr__(self) -> str:
        return f"Architecture({str(self)!r})"


def _exponents(layers: Sequence[Layer]) -> tuple[tuple[int, ...], ...]:
    found, cumulative = [], (1,) * layers[0].dimension
    for layer in layers:
        found.append(tuple(map(mul, cumulative, layer.dilation)))
        cumulative = tuple(map(mul, cumulative, layer.stride))
    return tuple(found)


def _shape(size: tuple[int, ...]) -> str:
    return r" \times ".join(map(str, size))


def _layers(value: str | Iterable[Layer | str | SupportsIndex]) -> tuple[Layer, ...]:
    if isinstance(value, str):
        return _parse_layers(value)
    if type(value) is tuple and all([type(item) is Layer for item in value]):
        return value
    if not isinstance(value, Iterable) or isinstance(value, bytes | Mapping):
        raise ParseError("architecture", f'{shown(value, 40)} is no architecture; write "k3s2 k2", or give its layers')
    found: list[Layer] = []
    for item in value:
        found += (item,) if isinstance(item, Layer) else _layer(item, len(found) + 1)
    return tuple(found)


def _layer(item: object, number: int) -> tuple[Layer, ...]:
    """The layers that are given by a notation, or a size."""
    if isinstance(item, str):
        return _parse_layers(item, number)
    if integer(item) is None:
        raise ParseError(f"layer {number}", f'{shown(item, 40)} is no layer; give Layer((3, 3), stride=2), or "k3x3s2"')
    try:
        return (Layer(integer(item) or 0),)
    except ParseError as error:
        raise ParseError(f"layer {number}, {error.place}", error.problem) from None


def parse_architecture(text: str) -> Architecture:
    """Parse the notation: layers such as ``k3``, ``k3x3s2``, ``k3x3s2x1d2`` separated by white space.

    One number after ``s`` or ``d`` holds for all directions; ``s`` comes before ``d``; both default to 1.
    Parsing what ``str`` printed gives an equal architecture back.

    Raises
    ------
    ParseError
        Naming the layer and what would be right.

    Examples
    --------
    >>> str(parse_architecture("k3x3s2x2  k3x3d1"))
    'k3x3s2 k3x3'
    >>> parse_architecture("k3 k2q")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: layer 2, 'k2q': 'q' is out of place; a layer is written like k3, k3s2, k3x3s2d2
    """
    return Architecture(text)


def _parse_layers(text: str, start: int = 1) -> tuple[Layer, ...]:
    tokens = text.split()
    if len(tokens) > MAX_LAYERS:
        raise ParseError("architecture", f"{len(tokens)} layers; at most {MAX_LAYERS} are accepted")
    return tuple(_parse_layer(number, token) for number, token in enumerate(tokens, start))


def _parse_layer(number: int, token: str) -> Layer:
    place = f"layer {number}, {shown(token)}"
    if token.startswith(("r", "c")):
        raise ParseError(place, "activations and channels are read by symlcn.read_architecture; here are layers alone")
    if not token.startswith("k"):
        raise ParseError(place, "a layer begins with k and its size; write it like k3, k3s2, k3x3s2d2")
    parts: dict[str, tuple[int, ...]] = {}
    position = 0
    for letter in "ksd":
        if token[position : position + 1] == letter:
            numbers, position = _parse_numbers(place, token, position + 1)
            parts[letter] = numbers
    if position < len(token):
        raise ParseError(place, f"{shown(token[position])} is out of place; a layer is written like k3, k3s2, k3x3s2d2")
    size = parts["k"]
    for letter, name in (("s", "stride"), ("d", "dilation")):
        numbers = parts.get(letter, (1,))
        parts[letter] = numbers = numbers * len(size) if len(numbers) == 1 else numbers
        if len(numbers) != len(size):
            problem = f"the {name} has {counted(len(numbers), 'number')} and the size {len(size)}"
            raise ParseError(place, f"{problem}; give one, or one per direction")
    try:
        return Layer(size, parts["s"], parts["d"])
    except ParseError as error:
        raise ParseError(f"{place}, {error.place}", error.problem) from None


def _parse_numbers(place: str, token: str, position: int) -> tuple[tuple[int, ...], int]:
    numbers: list[int] = []
    while True:
        end = position
        while end < len(token) and token[end] in _DIGITS:
            end += 1
        digits = token[position:end]
        if not digits:
            found = f"{shown(token[position])} stands" if position < len(token) else "the layer ends"
            raise ParseError(place, f"{found} where a number in the digits 0-9 is expected")
        if digits[0] == "0":
            raise ParseError(place, "a number is at least 1 and has no leading zero")
        if len(digits) > len(str(MAX_NUMBER)) or int(digits) > MAX_NUMBER:
            raise ParseError(place, f"a number of {len(digits)} digits is too large; at most {MAX_NUMBER} is accepted")
        numbers.append(int(digits))
        if token[end : end + 1] != "x":
            return tuple(numbers), end
        position = end + 1
