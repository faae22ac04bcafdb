"""ONNX files written byte by byte, as protobuf encodes messages (protobuf.dev/programming-guides/encoding)."""

import struct


def varint(n):
    n &= 2**64 - 1
    low = bytes([n & 127 | (128 if n > 127 else 0)])
    return low + varint(n >> 7) if n > 127 else low


def number(field, n):
    return varint(field << 3) + varint(n)


def part(field, data):
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


def tensor(name, dims, data=b"", kind=1, more=b""):
    return (
        b"".join(number(1, k) for k in dims) + number(2, kind) + part(8, name) + (part(9, data) if data else b"") + more
    )


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


def attribute(name, value):
    if isinstance(value, str):
        own = part(4, value)
    elif isinstance(value, bytes):
        own = part(5, value)
    else:
        own = number(3, value) if isinstance(value, int) else b"".join(number(8, n) for n in value)
    return part(5, part(1, name) + own)


def node(kind, inputs, outputs, name="", **attributes):
    words = [part(1, word) for word in inputs.split(" ")] + [part(2, word) for word in outputs.split(" ")]
    own = b"".join(attribute(key, value) for key, value in attributes.items())
    return part(1, b"".join(words) + (part(3, name) if name else b"") + part(4, kind) + own)


def model(*nodes, tensors=()):
    graph = b"".join(nodes) + part(2, "graph") + b"".join(part(5, each) for each in tensors)
    return number(1, 8) + part(2, "test") + part(7, graph) + part(8, number(2, 17))
