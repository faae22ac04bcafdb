"""Weights in safetensors files, written byte by byte here."""

import json
import struct
from fractions import Fraction

import pytest

from symlcn.errors import ParseError
from symlcn.network.readers.models import read_model
from symlcn.network.readers.tensorfiles import MAX_HEADER


def written(path, tensors, change=lambda header: header):
    """A file of tensors, each a type, a shape and bytes."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, (kind, shape, own) in tensors.items():
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(own)]}
        data += own
    text = json.dumps(change(header)).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def test_filters_are_exact_and_in_the_order_of_their_names(tmp_path):
    tensors = {
        "conv10.weight": ("F32", [1, 1, 2], struct.pack("<2f", 0.1, -2)),
        "conv9.weight": ("F16", [1, 1, 3], struct.pack("<3e", 1, 0.5, 0.25)),
        "conv11.weight": ("BF16", [1, 1, 1], b"\xc0\x3f"),
        "conv9.bias": ("F32", [1], struct.pack("<f", 1)),
        "fc.weight": ("F32", [1, 2], struct.pack("<2f", 1, 1)),
        "cls_token": ("F32", [1, 1, 2], struct.pack("<2f", 1, 1)),
        "norm.weight": ("F32", [1], struct.pack("<f", 1)),
    }
    found = read_model(written(tmp_path / "model.safetensors", tensors))
    assert str(found.architecture) == "k3 k2 k1"
    third = Fraction(struct.unpack("<f", struct.pack("<f", 0.1))[0])
    assert found.filters == ((1, Fraction(1, 2), Fraction(1, 4)), (third, -2), (Fraction(3, 2),))
    assert [str(part).partition(":")[0] for part in found.outside] == [
        "other parameters (cls_token, norm.weight)",
        "bias",
        "matrix of weights",
        "stride, dilation, groups and padding",
        "kinds of layers",
        "order of application",
        "activations and poolings",
    ]


def test_only_filters_of_one_channel_are_read_however_large_the_file_is(tmp_path):
    path = written(tmp_path / "model.safetensors", {})
    header = {"a.weight": {"dtype": "F32", "shape": [512, 256, 1024, 1024], "data_offsets": [0, 2**39]}}
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text)
    with path.open("r+b") as file:
        file.truncate(2**39)
    with pytest.raises(ParseError, match="1048576 parameters in all"):
        read_model(path)


BAD = {"data_offsets": [0, 4]}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda header: [], "header: not an object"),
        (lambda header: {"a.weight": 3}, "it has no shape"),
        (lambda header: {"a.weight": {"shape": [1, 1, True]}}, "it has no shape"),
        (lambda header: {"a.weight": {"shape": [1, 1, 2], "dtype": "F32"}}, "it has no data_offsets"),
        (lambda header: {"a.weight": {"shape": [1, 1, 2], "dtype": "F32"} | BAD}, "not all there"),
        (
            lambda header: {"a.weight": {"shape": [1, 1, 1], "dtype": "F32", "data_offsets": [2**70, 2**70 + 4]}},
            "not all",
        ),
        (lambda header: {"a.weight": {"shape": [1, 1, 0], "dtype": "F32"} | BAD}, "not all there|not between 1"),
        (lambda header: {"b": {"shape": [3, 3]}}, "no convolution"),
        (lambda header: header, "finite"),
    ],
)
def test_damaged_files_are_refused_in_one_line(tmp_path, change, problem):
    nan = {"a.weight": ("F32", [1, 1, 1], struct.pack("<f", float("nan")))}
    with pytest.raises(ParseError, match=problem) as error:
        read_model(written(tmp_path / "model.safetensors", nan, change))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not a safetensors file"),
        (struct.pack("<Q", 2**60) + b"{}", "not a safetensors file, or not all of it"),
        (struct.pack("<Q", MAX_HEADER + 1) + b"{" * (MAX_HEADER + 9), "at most 16777216 are read"),
        (struct.pack("<Q", 4) + b"\xff\xff\xff\xff", "not UTF-8"),
        (struct.pack("<Q", 10**5) + b"[" * 10**5, "nested too deeply"),
        (struct.pack("<Q", 4) + b"{{{{", "not JSON"),
    ],
)
def test_headers_that_are_none(tmp_path, data, problem):
    (tmp_path / "model.safetensors").write_bytes(data)
    with pytest.raises(ParseError, match=problem):
        read_model(tmp_path / "model.safetensors")
