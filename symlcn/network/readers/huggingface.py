"""Configurations of Hugging Face (``config.json``): the convolutions whose sizes and strides it has.

Contents: :func:`read_configuration`.

A configuration names numbers, not operations. Read are stacks given by lists (``conv_kernel`` and ``conv_stride`` of
wav2vec2, HuBERT and their kin) and the patches of vision transformers, one convolution; of others it is said that what
they are is not in the file. Source: transformers, ``models/wav2vec2/configuration_wav2vec2.py``,
``models/vit/configuration_vit.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from symlcn.errors import ParseError, counted, shown
from symlcn.network.readers.modellayers import Item, convolution, whole_number, whole_numbers
from symlcn.network.readers.operations import outside
from symlcn.network.readers.recognition import KERNELS

__all__ = ["read_configuration"]

STRIDES = ("conv_stride", "strides", "stride")
DILATIONS = ("conv_dilation", "dilations", "dilation")
CHANNELS = ("conv_dim", "channels")
PATCHES = frozenset("vit deit beit dinov2 vit_mae vit_msn data2vec-vision".split())
"""Types of models whose patches come from one convolution with stride = size (``patch_size``)."""


def read_configuration(document: Mapping[str, Any]) -> Iterator[Item]:
    """What a configuration says of the convolutions.

    Raises
    ------
    ParseError
        If the architecture is not in the file, or lists do not fit together.
    """
    kind = document.get("model_type")
    if isinstance(kind, str) and kind in PATCHES:
        yield from _patches(document, kind)
        return
    known = KERNELS if kind is None else KERNELS[:1]  # kernel_sizes of EfficientNet are those of blocks with repeats
    key = next((key for key in known if key in document), None)
    if key is None:
        name = f"of a model of type {shown(kind, 40)}" if isinstance(kind, str) else "without conv_kernel"
        problem = f"a configuration {name} does not list its convolutions; export the model to ONNX and read that"
        raise ParseError("config.json", problem)
    if not isinstance(document[key], list):
        problem = "one number and no list: a convolution inside of each block, no stack of convolutions"
        raise ParseError(f"config.json, {key}", problem)
    yield from _stack(document, key)


def _stack(document: Mapping[str, Any], key: str) -> Iterator[Item]:
    """Lists of sizes and strides."""
    sizes = [whole_numbers(size, f"config.json, {key}") for size in document[key]]
    count = len(sizes)
    strides, dilations = (_list(document, keys, count) for keys in (STRIDES, DILATIONS))
    channels = [whole_number(entry, "config.json, channels") for entry in _list(document, CHANNELS, count) or ()]
    bias = document.get("conv_bias") is True
    activation = document.get("feat_extract_activation")
    for index, size in enumerate(sizes):
        name = f"conv_layers.{index}"
        stride, dilation = ((1,) if numbers is None else numbers[index] for numbers in (strides, dilations))
        pair = (channels[index - 1] if index else None, channels[index]) if channels else (None, None)
        yield from convolution(name, size, stride, dilation, channels=pair, bias=bias)
        norm = document.get("feat_extract_norm")
        if norm == "layer" or (norm == "group" and index == 0):
            yield name, outside("layernorm")
        if isinstance(activation, str):
            yield name, outside(activation)
    if strides is None:
        yield "", "stride: not in the file, 1 is assumed"
    if "num_hidden_layers" in document:
        yield "", f"what follows the convolutions: {shown(document['num_hidden_layers'], 20)} hidden layers"
    yield "", "padding, and whatever else a configuration does not say"


def _list(document: Mapping[str, Any], keys: tuple[str, ...], count: int) -> list[tuple[int, ...]] | None:
    """The entries of a list of so many, under the first of the keys; one number holds for all."""
    key = next((key for key in keys if key in document), None)
    if key is None:
        return None
    value = document[key]
    if not isinstance(value, list):
        return [whole_numbers(value, f"config.json, {key}")] * count
    if len(value) != count:
        numbers = f"{counted(len(value), 'number')} for {counted(count, 'convolution')}"
        raise ParseError(f"config.json, {key}", f"{numbers}; give one for each")
    return [whole_numbers(entry, f"config.json, {key}") for entry in value]


def _patches(document: Mapping[str, Any], kind: str) -> Iterator[Item]:
    """The convolution by which a vision transformer makes patches."""
    if "patch_size" not in document:
        raise ParseError("config.json", f"a configuration of type {kind!a} without patch_size")
    size = whole_numbers(document["patch_size"], "config.json, patch_size")
    size = size * 2 if len(size) == 1 else size
    inputs, outputs = (
        whole_number(document.get(key), f"config.json, {key}") for key in ("num_channels", "hidden_size")
    )
    yield from convolution("patches", size, size, channels=(inputs, outputs), bias=True)
    layers = shown(document.get("num_hidden_layers", "its"), 20)
    yield "", f"what follows the patches: {layers} hidden layers with attention"
