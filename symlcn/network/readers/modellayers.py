"""What a model of another program contains: the layers of its architecture, and what lies outside the theory.

Contents: :class:`Model`, :class:`ModelLayer`, :class:`Activation`, :class:`Outside`; :func:`assembled`,
:func:`convolution`, :func:`pooling`, :func:`whole_number`, :func:`whole_numbers` for the readers of the formats.

A reader yields items in order of application: layers, activations x ↦ x^r, and pairs of a place and what is outside the
theory there. Activations between layers of one channel are part of the architecture. Where there is one channel a
pooling is a layer of the same window and stride, as in the zoo. Filters are those of
cross-correlation, entry 0 first, as the frameworks store them, so they are filters w_l as here. Layers and entries
count from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import Any, TypeAlias

from symlcn.algebra.exact import integer
from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_LAYERS, MAX_NUMBER, Architecture, Layer
from symlcn.network.channelarchitecture import ChannelArchitecture
from symlcn.network.filters import end_to_end_filter, nested
from symlcn.network.groupedarchitecture import GroupedArchitecture
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = [
    "Activation",
    "Item",
    "Model",
    "ModelLayer",
    "Outside",
    "assembled",
    "convolution",
    "pooling",
    "simple_name",
    "whole_number",
    "whole_numbers",
]

MAX_ITEMS = 100_000
MAX_CHANNELS_SHOWN = 12
MAX_NAME = 60
MAX_ENTRIES = 10**4
SPATIAL = "the end-to-end filter holds away from the border only"


@dataclass(frozen=True, slots=True)
class ModelLayer:
    """A layer as a model has it.

    Attributes
    ----------
    name : str
        Its name there.
    layer : Layer
        Its size, stride and dilation.
    inputs, outputs : int or None
        The numbers of channels; None if the file does not tell.
    groups : int
        The number of groups of channels; 1 is all to all.
    pools : str
        What is said of the pooling for which it stands, which keeps the channels apart; empty for a convolution.
    filter : nested tuples of Fraction, or None
        Its filter, exactly, if it has one channel and the file has its weights.
    """

    name: str
    layer: Layer
    inputs: int | None = None
    outputs: int | None = None
    groups: int = 1
    pools: str = ""
    filter: Any = None

    @property
    def depthwise(self) -> bool:
        """Whether every channel has a filter of its own, apart from all others."""
        return self.groups == self.inputs == self.outputs


@dataclass(frozen=True, slots=True)
class Activation:
    """The activation x ↦ x^r, with its name in the model."""

    name: str
    exponent: int

    @property
    def words(self) -> str:
        """What is said of it where it is left out."""
        return f"activation x^{self.exponent}: not linear"


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that lies outside the theory and was left out, with the places in the model where it is."""

    what: str
    where: tuple[str, ...]

    def __str__(self) -> str:
        shown_places = ", ".join(self.where[:3]) + (f", … ({len(self.where)} places)" if len(self.where) > 3 else "")
        return f"{self.what} ({shown_places})" if shown_places else self.what


@dataclass(frozen=True, slots=True)
class Model:
    """A model file as it was read.

    Attributes
    ----------
    kind : str
        The format, in words.
    layers : tuple of ModelLayer
        In order of application.
    outside : tuple of Outside
        All that the architecture does not say of the model. If there is nothing, it *is* the model.
    skeleton : Architecture
        The layers with one channel each.
    architecture : Architecture, ChannelArchitecture, GroupedArchitecture or PolynomialArchitecture
        With the activations x ↦ x^r between layers where there is one channel. With the channels, and groups, where the
        file tells them, but where each channel goes its own way; the stride of a pooling is then one of the convolution
        before it. Else the skeleton.
    """

    kind: str
    layers: tuple[ModelLayer, ...]
    outside: tuple[Outside, ...]
    skeleton: Architecture
    architecture: Architecture | ChannelArchitecture | GroupedArchitecture | PolynomialArchitecture

    @property
    def filters(self) -> tuple[Any, ...] | None:
        """The filters of all layers, exactly; None if the file does not have them, or has several channels."""
        found = tuple(layer.filter for layer in self.layers)
        return None if None in found else found

    @property
    def filter(self) -> Any | None:
        """Their end-to-end filter; None if there are none or activations, or it has more than 10^4 entries."""
        filters = self.filters
        if (
            filters is None
            or isinstance(self.architecture, PolynomialArchitecture)
            or self.skeleton.ambient > MAX_ENTRIES
        ):
            return None
        return end_to_end_filter(self.skeleton, filters)


Item: TypeAlias = "ModelLayer | Activation | tuple[str, str]"
"""A layer; an activation; or a place and what is outside the theory there."""


def assembled(kind: str, items: Iterable[Item]) -> Model:
    """The model of what a reader finds.

    Raises
    ------
    ParseError
        If there is no layer, or they are no architecture: of mixed dimension, too many, too large.
    """
    layers: list[ModelLayer] = []
    places: dict[str, list[str]] = {}
    activations: list[tuple[int, Activation]] = []
    for count, item in enumerate(items):
        if count >= MAX_ITEMS:
            raise ParseError(kind, f"more than {MAX_ITEMS} parts")
        if isinstance(item, ModelLayer):
            item = replace(item, name=_printable(item.name))
            before = layers[-1].outputs if layers else None
            known = item.pools and item.inputs is None and before is not None
            layers.append(replace(item, inputs=before, outputs=before, groups=before or 1) if known else item)
            if item.pools:
                places.setdefault(item.pools, []).append(item.name)
        elif isinstance(item, Activation):
            activations.append((len(layers), item))
            places.setdefault(item.words, []).append(_printable(item.name))
        else:
            places.setdefault(item[1], []).append(_printable(item[0]))
    if not layers:
        found = f"; it has {', '.join(shown(what, 60) for what in [*places][:3])}" if places else ""
        raise ParseError(kind, f"no convolution and no pooling was found{found}")
    if len(layers) > MAX_LAYERS:
        raise ParseError(kind, f"{len(layers)} layers; at most {MAX_LAYERS} are accepted")
    try:
        skeleton = Architecture(tuple(layer.layer for layer in layers))
        architecture = _with_channels(layers) or _with_activations(skeleton, layers, activations)
    except ParseError as error:
        raise ParseError(f"{kind}, {error.place}", error.problem) from None
    for before, item in activations if isinstance(architecture, PolynomialArchitecture) else ():
        if 0 < before < len(layers):
            places[item.words].remove(_printable(item.name))
    several = isinstance(architecture, ChannelArchitecture | GroupedArchitecture)
    for groups in {layer.groups for layer in layers} if several else ():
        places.pop(_grouped(groups), None)
    pooled = "its stride is one of the layer before" if several else "a layer of its window and stride stands here"
    notes = dict.fromkeys((layer.pools for layer in layers), f"; {pooled}") | {"": ""}
    outside = [
        Outside(what + notes.get(what, ""), tuple(filter(None, where))) for what, where in places.items() if where
    ]
    channels = _unknown_input(layers) if several else _channels(layers)
    return Model(kind, tuple(layers), (*channels, *outside), skeleton, architecture or skeleton)


def _with_channels(layers: Sequence[ModelLayer]) -> ChannelArchitecture | GroupedArchitecture | None:
    """The convolutions with channels and groups; None if there is one, they are not told, or all go their own way."""
    channels, groups, stack = [layers[0].inputs or 1], list[int](), list[Layer]()
    if all(layer.depthwise for layer in layers):
        return None
    for layer in layers:
        if layer.pools and stack:
            steps = zip(stack[-1].stride, layer.layer.stride, strict=True)
            stack[-1] = Layer(stack[-1].size, tuple(s * t for s, t in steps), stack[-1].dilation)
        elif layer.pools or layer.outputs is None or layer.inputs not in (None, channels[-1]):
            return None
        else:
            stack.append(layer.layer)
            channels.append(layer.outputs)
            groups.append(layer.groups)
    if set(groups) - {1}:
        return GroupedArchitecture(Architecture(stack), channels, groups)
    return None if set(channels) == {1} else ChannelArchitecture(Architecture(stack), channels)


def _with_activations(
    skeleton: Architecture, layers: Sequence[ModelLayer], activations: Sequence[tuple[int, Activation]]
) -> PolynomialArchitecture | None:
    """The layers with the activations between them; None without any, with several channels, or with large powers."""
    powers = [prod(item.exponent for before, item in activations if before == l) for l in range(1, len(layers))]
    if set(powers) <= {1} or prod(powers) > MAX_NUMBER or [*_channels(layers)]:
        return None
    return PolynomialArchitecture(skeleton, powers)


def _unknown_input(layers: Sequence[ModelLayer]) -> Iterator[Outside]:
    """That the number of input channels is not told."""
    if layers[0].inputs is None:
        yield Outside("the number of input channels is not in the file: 1 stands here", ())


def _printable(name: str) -> str:
    """A name of a file in one line of bounded length, with nothing that a terminal obeys."""
    cut = name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"
    return "".join(sign if sign.isprintable() else "?" for sign in cut)


def _channels(layers: Sequence[ModelLayer]) -> Iterator[Outside]:
    """That there are several channels, and how many."""
    counts = [layers[0].inputs, *(layer.outputs for layer in layers)]
    known = [layer for layer in layers if layer.inputs is not None or layer.outputs is not None]
    if all((layer.inputs or 1) == (layer.outputs or 1) == 1 for layer in known):
        return
    words = ["?" if count is None else str(count) for count in counts]
    if len(words) > MAX_CHANNELS_SHOWN:
        words = [*words[: MAX_CHANNELS_SHOWN - 1], "…", words[-1]]
    if all(layer.depthwise for layer in known):
        yield Outside(f"{known[0].inputs} channels, each for itself such a network with filters of its own", ())
    else:
        yield Outside(f"channels {' → '.join(words)}: the architecture has one in each layer", ())


def whole_numbers(value: object, place: str) -> tuple[int, ...]:
    """The numbers of a size or stride as files of other programs have them: 3, 3.0, [3, 3].

    Raises
    ------
    ParseError
        For anything else.

    Examples
    --------
    >>> whole_numbers(3.0, "size"), whole_numbers([3, 1], "size")
    ((3,), (3, 1))
    """
    entries = value if isinstance(value, list | tuple) else [value]
    found = []
    for entry in entries[: MAX_LAYERS + 1]:
        number = int(entry) if isinstance(entry, float) and entry.is_integer() else integer(entry)
        if number is None:
            raise ParseError(place, f"{shown(entry, 40)} is not an integer")
        found.append(number)
    return tuple(found)


def whole_number(value: object, place: str) -> int | None:
    """The one number that a value is; None for None. Raises as :func:`whole_numbers`."""
    if value is None:
        return None
    found = whole_numbers(value, place)
    if len(found) != 1:
        raise ParseError(place, f"{len(found)} numbers where one belongs")
    return found[0]


def convolution(
    name: str,
    size: Sequence[int],
    stride: Sequence[int] = (1,),
    dilation: Sequence[int] = (1,),
    *,
    channels: tuple[int | None, int | None] = (None, None),
    groups: int = 1,
    padding: str | None = None,
    bias: bool = False,
    filter: Any = None,
) -> Iterator[Item]:
    """A convolution, and what of it is outside the theory. One number of stride or dilation holds for all directions.

    Raises
    ------
    ParseError
        If a number is out of range, naming the layer.
    """
    found = ModelLayer(name, _layer(name, size, stride, dilation), *channels, groups, "", filter)
    yield found
    if groups != 1 and not found.depthwise:
        yield name, _grouped(groups)
    if padding is not None:
        yield name, f"{padding}: {SPATIAL}"
    if bias:
        yield name, "bias: affine, not linear"


def pooling(
    name: str,
    kind: str,
    size: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int] = (1,),
    padding: str | None = None,
    channels: int | None = None,
) -> Iterator[Item]:
    """A pooling of the kind "average" or another, as a layer of its window and stride, and what this leaves out."""
    layer = _layer(name, size, stride, dilation)
    average = kind == "average" and layer.parameters <= 10**4
    own = nested([Fraction(1, layer.parameters)] * layer.parameters, layer.size) if average else None
    why = "a fixed filter, not trained" if kind == "average" else "not linear"
    yield ModelLayer(name, layer, channels, channels, channels or 1, f"{kind} pooling: {why}", own)
    if padding is not None:
        yield name, f"{padding}: {SPATIAL}"


def _grouped(groups: int) -> str:
    return f"{groups} groups of channels"


def _layer(name: str, size: Sequence[int], stride: Sequence[int], dilation: Sequence[int]) -> Layer:
    spread = [numbers * len(size) if len(numbers) == 1 else numbers for numbers in map(tuple, (stride, dilation))]
    try:
        return Layer(tuple(size), *spread)
    except ParseError as error:
        raise ParseError(f"layer {shown(name, 60)}, {error.place}", error.problem) from None


def simple_name(operation: str) -> str:
    """The name of an operation in the form in which frameworks agree: small letters, without the dimension.

    Examples
    --------
    >>> simple_name("BatchNorm2d"), simple_name("MaxPooling3D"), simple_name("leaky_relu")
    ('batchnorm', 'maxpooling', 'leakyrelu')
    """
    name = operation.lower().replace("_", "")
    return name[:-2] if name[-2:] in ("1d", "2d", "3d") else name
