"""ONNX files, read by protobuf alone: operations, the graph that they form, and filters exactly.

Contents: :func:`read_onnx`.

The fields that are read are those of ``onnx.proto`` (github.com/onnx/onnx), by their numbers; others are passed over.
Operations are those of onnx.ai/onnx/operators. Of a graph that branches the path with the most convolutions is read.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Any

from symlcn.errors import ParseError, shown
from symlcn.network.architecture import MAX_PARAMETERS
from symlcn.network.filters import nested
from symlcn.network.readers.files import opened
from symlcn.network.readers.modellayers import Activation, Item, convolution, pooling
from symlcn.network.readers.operations import changes_nothing, outside
from symlcn.network.readers.paths import Node, longest_chain
from symlcn.network.readers.tensorfiles import exact_values

__all__ = ["read_onnx"]

MAX_FILE = 2**29
FIELDS = {
    "Model": "graph 7 Graph",
    "Graph": "node 1 *Node, initializer 5 *Tensor",
    "Node": "input 1 *string, output 2 *string, name 3 string, op_type 4 string, attribute 5 *Attribute, "
    "domain 7 string",
    "Attribute": "name 1 string, f 2 float, i 3 int64, s 4 bytes, t 5 Tensor, ints 8 *int64",
    "Tensor": "dims 1 *int64, data_type 2 int32, float_data 4 *float, int32_data 5 *int32, name 8 string, "
    "raw_data 9 bytes, double_data 10 *double, data_location 14 int32",
}
"""Messages with their fields: name, number and type; a star for repeated ones."""
TYPES = {1: "f", 10: "e", 11: "d", 16: ""}
"""Types of tensors of floating point numbers, by the codes of ``struct``; bfloat16 has the empty one."""
EXTERNAL = 1
STANDARD = ("", "ai.onnx")
"""The domain of the operations of ONNX itself."""


def read_onnx(source: str) -> Iterator[Item]:
    """The layers of a model.

    Raises
    ------
    ParseError
        If protobuf is missing, the file is damaged or too large, its graph has a cycle, or an attribute is not what it
        is in ONNX.
    """
    graph = _graph(source)
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.output:
            values = [attribute.t for attribute in node.attribute if attribute.name == "value"]
            tensors |= dict(zip(node.output, values, strict=False))
    places = [_Place(node, node.name or f"{node.op_type} {number}") for number, node in enumerate(graph.node)]
    chain = longest_chain(_nodes(graph.node), f"file {source!a}")
    on_it, used = {*chain}, set[str]()
    for number in chain:
        place = places[number]
        yield from _items(place, tensors)
        weights = place.node.input[1] if place.node.op_type == "Conv" and len(place.node.input) > 1 else None
        if weights in used:
            yield place.name, "weights shared with another layer"
        used |= {weights} if weights else set()
    for number, place in enumerate(places):
        if number not in on_it and place.node.op_type != "Constant" and not changes_nothing(place.node.op_type):
            yield place.name, "off the path with the most convolutions: left out"


def _graph(source: str) -> Any:
    """The graph of a file of bounded size."""
    try:
        from google.protobuf.message import DecodeError
    except ImportError:
        raise ParseError(f"file {source!a}", "ONNX is read by protobuf: pip install 'symlcn[onnx]'") from None
    with opened(source) as file:
        if os.fstat(file.fileno()).st_size > MAX_FILE:
            problem = f"larger than {MAX_FILE} bytes, the most that is read; save it with weights as external data"
            raise ParseError(f"file {source!a}", problem)
        data = file.read(MAX_FILE)
    try:
        model = _model_class().FromString(data)
    except DecodeError:
        raise ParseError(f"file {source!a}", "not an ONNX model, damaged, or not all of it") from None
    if not model.graph.node:
        raise ParseError(f"file {source!a}", "no ONNX model with operations")
    return model.graph


@cache
def _model_class() -> Any:
    """The class of messages for models, made from the table of fields."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    kinds = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="symlcn/model.proto", package="symlcn.model", syntax="proto3")
    for message, fields in FIELDS.items():
        own = file.message_type.add(name=message)
        for name, number, kind in (field.split() for field in fields.split(", ")):
            label = kinds.LABEL_REPEATED if kind.startswith("*") else kinds.LABEL_OPTIONAL
            kind = kind.removeprefix("*")
            field = own.field.add(name=name, number=int(number), label=label)
            if kind in FIELDS:
                field.type, field.type_name = kinds.TYPE_MESSAGE, f".symlcn.model.{kind}"
            else:
                field.type = getattr(kinds, f"TYPE_{kind.upper()}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("symlcn.model.Model"))


@dataclass(frozen=True, slots=True)
class _Place:
    """An operation, and what it is called in notes."""

    node: Any
    name: str

    def numbers(self, key: str, default: Sequence[int] = ()) -> tuple[int, ...]:
        """The integers of an attribute."""
        found = next((a for a in self.node.attribute if a.name == key), None)
        if found is None:
            return tuple(default)
        return tuple(found.ints) or (found.i,)

    @property
    def padding(self) -> str | None:
        """What of its padding is to be said."""
        auto = next((a.s for a in self.node.attribute if a.name == "auto_pad"), b"NOTSET")
        if auto not in (b"NOTSET", b"VALID", b""):
            return f"padding {shown(auto.decode('ascii', 'replace'), 20)}"
        pads = self.numbers("pads")
        if auto == b"VALID" or not any(pads):
            return None
        half = len(pads) // 2
        return f"padding {'x'.join(map(str, pads[:half]))}" + (
            "" if pads[:half] == pads[half:] else f" and {'x'.join(map(str, pads[half:]))}"
        )


def _nodes(operations: Sequence[Any]) -> list[Node]:
    """The graph of the operations; constants are no part of it."""
    makers = {out: n for n, node in enumerate(operations) if node.op_type != "Constant" for out in node.output if out}
    found = []
    for node in operations:
        before = dict.fromkeys(makers[name] for name in node.input if name in makers)
        found.append(Node(tuple(before), node.op_type in ("Conv", "ConvTranspose", "MaxPool", "AveragePool")))
    return found


def _items(place: _Place, tensors: Mapping[str, Any]) -> Iterator[Item]:
    """What one operation is."""
    kind, inputs = place.node.op_type, list(place.node.input)
    if place.node.domain not in STANDARD:
        yield place.name, outside(f"{place.node.domain} {kind}")
        return
    if kind == "Conv":
        yield from _convolution(place, tensors)
    elif kind in ("MaxPool", "AveragePool", "LpPool"):
        size = place.numbers("kernel_shape")
        word = {"MaxPool": "max", "AveragePool": "average"}.get(kind, "power")
        strides, dilations = place.numbers("strides", (1,)), place.numbers("dilations", (1,))
        yield from pooling(place.name, word, size, strides, dilations, place.padding)
    elif kind == "Mul" and len(inputs) == 2 and inputs[0] == inputs[1]:
        yield Activation(place.name, 2)
    elif kind == "Pow" and (exponent := _constant(tensors.get(inputs[-1]))) is not None:
        yield Activation(place.name, exponent)
    elif not changes_nothing(kind):
        yield place.name, outside(kind)


def _convolution(place: _Place, tensors: Mapping[str, Any]) -> Iterator[Item]:
    inputs = list(place.node.input)
    tensor = tensors.get(inputs[1]) if len(inputs) > 1 else None
    (groups,) = place.numbers("group", (1,))[:1]
    shape = place.numbers("kernel_shape")
    channels: tuple[int | None, int | None] = (None, None)
    own = None
    if tensor is not None:
        if len(tensor.dims) < 3:
            raise ParseError(f"layer {shown(place.name, 60)}", f"filters of shape {shown(list(tensor.dims), 40)}")
        outputs, each, *size = tensor.dims
        shape, channels = tuple(size), (each * groups, outputs)
        own = _filter(tensor, place.name, shape) if channels == (1, 1) else None
    yield from convolution(
        place.name,
        shape,
        place.numbers("strides", (1,)),
        place.numbers("dilations", (1,)),
        channels=channels,
        groups=groups,
        padding=place.padding,
        bias=len(inputs) > 2 and bool(inputs[2]),
        filter=own,
    )
    if tensor is None:
        yield place.name, "filters that are not constants of the file"


def _filter(tensor: Any, name: str, size: tuple[int, ...]) -> Any:
    """The filter of a tensor with one channel, exactly; None if it is elsewhere, or of another type."""
    code, count, where = TYPES.get(tensor.data_type), prod(size), f"layer {shown(name, 60)}, filter"
    if code is None or tensor.data_location == EXTERNAL or not 0 < count <= MAX_PARAMETERS:
        return None
    data = tensor.raw_data
    if not data:
        stored, form = {
            "f": (tensor.float_data, "f"),
            "d": (tensor.double_data, "d"),
        }.get(code, (tensor.int32_data, "H"))
        data = struct.pack(f"<{len(stored)}{form}", *(n & 0xFFFF for n in stored) if form == "H" else stored)
    if not data:
        return None
    if len(data) != count * (struct.calcsize(code) if code else 2):
        raise ParseError(where, f"{len(data)} bytes do not fit its shape {shown(size, 40)}")
    return nested(exact_values(data, code, where), size)


def _constant(tensor: Any) -> int | None:
    """The integer that a constant is."""
    if tensor is None or prod(tensor.dims) != 1 or tensor.data_type not in TYPES:
        return None
    number = _filter(tensor, "exponent", (1,))
    return int(number[0]) if number and number[0].denominator == 1 and 1 < number[0] < 10**6 else None
