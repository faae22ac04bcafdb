"""Models of Keras as JSON (``model.to_json()``), and such JSON in a ``.keras`` archive.

Contents: :func:`read_model_json`, :func:`archived_json`.

Read are ``Sequential`` and functional models, of Keras 2 and 3; of a functional model that branches the path with the
most convolutions. Names of fields: keras.io/api/layers.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from symlcn.errors import ParseError, shown
from symlcn.network.readers.files import MAX_BYTES, opened
from symlcn.network.readers.modellayers import (
    Item,
    ModelLayer,
    convolution,
    pooling,
    simple_name,
    whole_number,
    whole_numbers,
)
from symlcn.network.readers.operations import changes_nothing, outside
from symlcn.network.readers.paths import Node, longest_chain

__all__ = ["archived_json", "read_model_json"]

NETWORKS = ("Sequential", "Functional", "Model")
MAX_DEPTH = 20
Object = Mapping[str, Any]


def archived_json(source: str) -> str:
    """The text of ``config.json`` in a ``.keras`` archive, of which no more than is accepted is unpacked.

    Raises
    ------
    ParseError
        If it is no such archive.
    """
    place = f"file {source!a}"
    try:
        with opened(source) as file, zipfile.ZipFile(file) as archive, archive.open("config.json") as member:
            data = member.read(MAX_BYTES + 1)
    except KeyError:
        problem = (
            "a zip archive without config.json, so no model of Keras; weights of PyTorch hold programs and are not"
        )
        raise ParseError(place, f"{problem} read: save them as safetensors, or export the model to ONNX") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ParseError(place, f"a damaged zip archive: {shown(error, 60)}") from None
    if len(data) > MAX_BYTES:
        raise ParseError(place, f"its config.json is larger than {MAX_BYTES} bytes, the most that is read")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ParseError(place, f"its config.json is not UTF-8 text (byte {error.start})") from None


def read_model_json(document: Object) -> Iterator[Item]:
    """The layers of a model.

    Raises
    ------
    ParseError
        Naming the layer and what is wrong.
    """
    channels: int | None = None
    for name, kind, config in _chain(document, MAX_DEPTH):
        if isinstance(config, str):  # what the graph itself is outside by
            yield name, config
            continue
        channels = _inputs(config, channels)
        for item in _items(name, kind, config, channels):
            channels = (item.outputs or channels) if isinstance(item, ModelLayer) else channels
            yield item


Part = tuple[str, str, "Object | str"]


def _chain(document: Object, depth: int) -> Iterator[Part]:
    """Name, class and configuration of each layer in order of application; a text in place of it for a note."""
    kind, config = document.get("class_name"), document.get("config")
    layers = config.get("layers") if isinstance(config, dict) else config
    if kind not in NETWORKS or not isinstance(layers, list) or not depth:
        problem = (
            "nested too deeply" if not depth else f"{shown(kind, 40)} with no list of layers; of its kind are read:"
        )
        raise ParseError("Keras model", problem if not depth else f"{problem} {', '.join(NETWORKS)}")
    parts = [_part(layer, number) for number, layer in enumerate(layers, 1)]
    order = list(range(len(parts)))
    if kind != "Sequential":
        order, notes = _order(parts, layers)
        yield from notes
    for number in order:
        name, own, inner = parts[number]
        if own in NETWORKS:
            yield from _chain(layers[number], depth - 1)
        else:
            yield name, own, inner


def _part(layer: Any, number: int) -> tuple[str, str, Object]:
    if not isinstance(layer, dict) or not isinstance(layer.get("class_name"), str):
        raise ParseError(f"Keras model, layer {number}", "it has no class_name")
    given = layer.get("config")
    config: dict[str, Any] = given if isinstance(given, dict) else {}
    name = layer.get("name") or config.get("name") or f"layer {number}"
    return str(name)[:200], layer["class_name"], config


def _order(parts: Sequence[tuple[str, str, Object]], layers: Sequence[Any]) -> tuple[list[int], list[Part]]:
    """The path with the most convolutions, and what is said of the layers that are not on it."""
    numbers = {name: number for number, (name, _, _) in enumerate(parts)}
    nodes = []
    for (name, kind, _), layer in zip(parts, layers, strict=True):
        before = [numbers[word] for word in _sources(layer.get("inbound_nodes")) if word in numbers]
        counts = "conv" in kind.lower() or "Pooling" in kind
        nodes.append(Node(tuple(dict.fromkeys(before)), counts))
        if isinstance(layer.get("inbound_nodes"), list) and len(layer["inbound_nodes"]) > 1:
            raise ParseError(f"Keras model, layer {shown(name, 60)}", "it is applied twice: export the model to ONNX")
    chain = longest_chain(nodes, "Keras model")
    on_it = {*chain}
    notes: list[Part] = [
        (name, kind, "off the path with the most convolutions: left out")
        for number, (name, kind, _) in enumerate(parts)
        if number not in on_it and not changes_nothing(kind)
    ]
    return chain, notes


def _sources(nodes: object) -> Iterator[str]:
    """The names of the layers whose outputs a layer takes, in the forms of Keras 2 and 3."""
    waiting = [nodes]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            history = value.get("keras_history")
            waiting += [history] if history else list(value.values())
        elif isinstance(value, list) and len(value) >= 3 and isinstance(value[0], str):
            yield value[0]
        elif isinstance(value, list):
            waiting += value[::-1]


def _inputs(config: Object, channels: int | None) -> int | None:
    """The number of channels, if the shape of the input is given here."""
    shape = config.get("batch_shape") or config.get("batch_input_shape")
    place = 1 if config.get("data_format") == "channels_first" else -1
    given = shape[place] if isinstance(shape, list) and len(shape) > 2 else None
    return given if type(given) is int else channels


def _items(name: str, kind: str, config: Object, channels: int | None) -> Iterator[Item]:
    """What one layer is."""
    simple = simple_name(kind)
    dimension = int(kind[-2]) if kind[-2:] in ("1D", "2D", "3D") else 1
    if "conv" in simple and "transpose" not in simple and "kernel_size" in config:
        yield from _convolution(name, simple, config, dimension, channels)
    elif simple in ("maxpooling", "averagepooling"):
        size = _spread(name, config, "pool_size", dimension)
        stride = size if config.get("strides") is None else _spread(name, config, "strides", dimension)
        word = "max" if simple == "maxpooling" else "average"
        yield from pooling(name, word, size, stride, padding=_padding(config), channels=channels)
    elif simple != "activation" and not changes_nothing(kind):
        yield name, outside(kind)
    if (activation := _activation(config)) is not None:
        yield name, outside(activation)


def _convolution(name: str, simple: str, config: Object, dimension: int, channels: int | None) -> Iterator[Item]:
    """A convolution; one by channels and then pointwise is two."""
    outputs = whole_number(config.get("filters"), f"{name}, filters")
    groups = whole_number(config.get("groups"), f"{name}, groups") or 1
    pair: tuple[int | None, int | None]
    depthwise = simple in ("depthwiseconv", "separableconv", "separableconvolution")
    if depthwise and channels is not None:
        middle = channels * (whole_number(config.get("depth_multiplier"), f"{name}, depth_multiplier") or 1)
        pair, groups = (channels, middle), channels
    else:
        pair = (channels, None if depthwise else outputs)
    numbers = [_spread(name, config, key, dimension) for key in ("kernel_size", "strides", "dilation_rate")]
    bias = config.get("use_bias", True) is not False
    separable = simple.startswith("separable")
    yield from convolution(
        name, *numbers, channels=pair, groups=groups, padding=_padding(config), bias=bias and not separable
    )
    if separable:
        yield from convolution(f"{name}, pointwise", (1,) * dimension, channels=(pair[1], outputs), bias=bias)


def _spread(name: str, config: Object, key: str, dimension: int) -> tuple[int, ...]:
    numbers = whole_numbers(config.get(key, 1), f"{name}, {key}")
    return numbers * dimension if len(numbers) == 1 else numbers


def _padding(config: Object) -> str | None:
    padding = config.get("padding", "valid")
    return None if padding == "valid" else f"padding {shown(padding, 20)}"


def _activation(config: Object) -> str | None:
    """The name of the activation of a layer; None if it is linear."""
    value = config.get("activation")
    if isinstance(value, dict):
        inner = value.get("config")
        value = inner if isinstance(inner, str) else value.get("class_name")
    return value if isinstance(value, str) and value != "linear" else None
