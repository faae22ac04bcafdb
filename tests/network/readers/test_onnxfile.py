"""ONNX files, written byte by byte here: layers, filters, and all that is left out; damaged and hostile ones."""

import struct
from fractions import Fraction

import pytest

from symlcn.errors import ParseError
from symlcn.network.readers.models import read_model
from symlcn.network.readers.onnxfile import MAX_FILE
from tests.support.onnxbytes import floats, model, node, number, part, tensor

ONE = floats(1, 0.5, -2)


@pytest.fixture
def read(tmp_path):
    def read(data, name="model.onnx"):
        (tmp_path / name).write_bytes(data)
        return read_model(tmp_path / name)

    return read


def said(found):
    return [str(part) for part in found.outside]


def test_a_network_of_one_channel_is_its_architecture_with_its_filters(read):
    first = node("Conv", "x a", "u", strides=[2], kernel_shape=[3])
    second = node("Conv", "u b", "y", dilations=[3])
    tensors = [tensor("a", [1, 1, 3], ONE), tensor("b", [1, 1, 2], struct.pack("<2d", 0.1, 3), kind=11)]
    found = read(model(first, second, tensors=tensors))
    assert str(found.architecture) == "k3s2 k2d3"
    assert found.outside == ()
    assert found.filters == ((1, Fraction(1, 2), -2), (Fraction(0.1), 3))
    assert found.filter[-1] == -6


@pytest.mark.parametrize(
    ("kind", "data", "more"),
    [
        (1, floats(1.5, -2), b""),
        (1, b"", part(4, floats(1.5, -2))),
        (10, struct.pack("<2e", 1.5, -2), b""),
        (10, b"", part(5, b"\x80\x7c\x80\x80\x03")),  # 0x3e00 and 0xc000 as varints
        (11, b"", part(10, struct.pack("<2d", 1.5, -2))),
        (16, b"\xc0\x3f\x00\xc0", b""),
    ],
)
def test_filters_are_exact_in_all_types_and_places(read, kind, data, more):
    found = read(model(node("Conv", "x a", "y"), tensors=[tensor("a", [1, 1, 2], data, kind, more)]))
    assert found.filters == ((Fraction(3, 2), -2),)


def test_all_that_is_outside_is_told_where_it_is(read):
    nodes = [
        node("Conv", "x a c", "1", "first", pads=[2, 2, 2, 2]),
        node("BatchNormalization", "1 c c c c", "2", "norm"),
        node("Relu", "2", "3"),
        node("MaxPool", "3", "4", "pool", kernel_shape=[3, 3], strides=[2, 2]),
        node("Conv", "4 b", "5", "second", group=2, auto_pad="SAME_UPPER"),
        node("Mul", "5 5", "6", "square"),
        node("Pow", "6 three", "7", "cube"),
        node("AveragePool", "7", "8", "mean", kernel_shape=[2, 2]),
        node("ConvTranspose", "8 b", "9", "up"),
        node("Foo", "9", "10", "foo"),
        node("Flatten", "10", "11"),
        node("Gemm", "11 d", "y", "dense"),
    ]
    tensors = [
        tensor("a", [4, 1, 5, 5]),
        tensor("b", [8, 2, 3, 3]),
        tensor("c", [4]),
        tensor("d", [10, 10]),
        tensor("three", [], floats(3)),
    ]
    found = read(model(*nodes, tensors=tensors))
    assert str(found.architecture) == "k5x5s2c4 k3x3c8g2"
    assert [(each.inputs, each.outputs, each.groups) for each in found.layers] == [
        (1, 4, 1),
        (4, 4, 4),
        (4, 8, 2),
        (8, 8, 8),
    ]
    assert found.filters is None
    border = "the end-to-end filter holds away from the border only"
    assert said(found) == [
        f"padding 2x2: {border} (first)",
        "bias: affine, not linear (first)",
        "batch normalization: affine, and trained as such (norm)",
        "activation relu: not linear (Relu 2)",
        "max pooling: not linear; its stride is one of the layer before (pool)",
        f"padding 'SAME_UPPER': {border} (second)",
        "activation x^2: not linear (square)",
        "activation x^3: not linear (cube)",
        "average pooling: a fixed filter, not trained; its stride is one of the layer before (mean)",
        "transposed convolution (up)",
        "operation 'Foo': not known here (foo)",
        "fully connected layer: no convolution (dense)",
    ]


def test_powers_between_layers_of_one_channel_are_activations(read):
    nodes = [
        node("Pow", "x three", "0", "before"),
        node("Conv", "0 a", "1", "first"),
        node("Mul", "1 1", "2", "square"),
        node("Relu", "2", "3", "relu"),
        node("Pow", "3 three", "4", "cube"),
        node("Conv", "4 b", "5", "second"),
        node("Conv", "5 c", "6", "third"),
        node("Mul", "6 6", "y", "after"),
    ]
    tensors = [tensor("a", [1, 1, 3], ONE), *(tensor(name, [1, 1, 1], floats(2)) for name in "bc")]
    tensors += [tensor("three", [], floats(3))]
    found = read(model(*nodes, tensors=tensors))
    assert str(found.architecture) == "k3 r6 k1 k1"
    assert str(found.skeleton) == "k3 k1 k1"
    assert said(found) == [
        "activation x^3: not linear (before)",
        "activation x^2: not linear (after)",
        "activation relu: not linear (relu)",
    ]
    assert found.filters is not None
    assert found.filter is None


def test_of_branches_the_path_with_the_most_convolutions_is_read(read):
    nodes = [
        node("Conv", "x a", "1", "stem"),
        node("Conv", "1 a", "2", "main"),
        node("Conv", "1 b", "3", "shortcut"),
        node("Add", "2 3", "4", "sum"),
        node("Conv", "4 b", "y", "last"),
    ]
    found = read(model(*nodes, tensors=[tensor("a", [1, 1, 3], ONE), tensor("b", [1, 1, 1], floats(2))]))
    assert [each.name for each in found.layers] == ["stem", "main", "last"]
    assert said(found) == [
        "weights shared with another layer (main)",
        "sum of branches, or with constants (sum)",
        "off the path with the most convolutions: left out (shortcut)",
    ]


def test_depthwise_convolutions_are_networks_of_one_channel_each(read):
    found = read(model(node("Conv", "x a", "y", group=8), tensors=[tensor("a", [8, 1, 3, 3])]))
    assert said(found) == ["8 channels, each for itself such a network with filters of its own"]


def test_weights_outside_the_file_leave_the_architecture(read):
    found = read(model(node("Conv", "x a", "y"), tensors=[tensor("a", [1, 1, 3], more=number(14, 1))]))
    assert (str(found.architecture), found.filters) == ("k3", None)


def test_operations_of_other_domains_are_not_taken_for_those_of_onnx(read):
    own = part(1, part(1, "u") + part(1, "a") + part(2, "y") + part(4, "Conv") + part(7, "com.example"))
    found = read(model(node("Conv", "x a", "u"), own, tensors=[tensor("a", [1, 1, 3], ONE)]))
    assert str(found.architecture) == "k3"
    assert said(found)[0].startswith("operation 'com.example Conv': not known here")


def test_filters_may_be_constants_among_the_operations(read):
    found = read(model(node("Constant", "", "a", value=tensor("", [1, 1, 3], ONE)), node("Conv", "x a", "y")))
    assert found.filters == ((1, Fraction(1, 2), -2),)


CONV = node("Conv", "x a", "y")
GOOD = model(CONV, tensors=[tensor("a", [1, 1, 3], ONE)])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no ONNX model"),
        (GOOD[:-9], "not an ONNX model, damaged"),
        (b"\x00" * 40, "not an ONNX model, damaged"),
        (b"PK\x03\x04" + b"\0" * 30, "not an ONNX model, damaged"),
        (model(), "no ONNX model with operations"),
        (
            model(node("Relu", "x", "y")),
            "no convolution and no pooling was found; it has 'activation relu: not linear'",
        ),
        (model(node("Conv", "y a", "u"), node("Conv", "u a", "y"), tensors=[tensor("a", [1, 1, 3], ONE)]), "cycle"),
        (model(node("Add", "y x", "y"), CONV.replace(b"\x01y", b"\x01z")), "cycle"),
        (model(CONV, tensors=[tensor("a", [3, 3])]), "filters of shape"),
        (model(CONV, tensors=[tensor("a", [1, 1, 0])]), "size: 0 is not between 1"),
        (model(CONV, tensors=[tensor("a", [1, 1, -3])]), "size: -3 is not between 1"),
        (model(CONV, tensors=[tensor("a", [1, 1, 2**62])]), "size: a number that large"),
        (model(CONV, tensors=[tensor("a", [1, 1, 1000, 1000])]), "1000000 parameters in all"),
        (model(CONV, tensors=[tensor("a", [1, 1, 3], ONE[:-1])]), "11 bytes do not fit its shape"),
        (model(CONV, tensors=[tensor("a", [1, 1, 1], floats(float("nan")))]), "not all entries are finite"),
        (model(node("Conv", "x a", "y", strides=[0]), tensors=[tensor("a", [1, 1, 3])]), "stride: 0 is not between 1"),
        (model(node("Conv", "x a", "y", strides=[1, 1]), tensors=[tensor("a", [1, 1, 3])]), "2 numbers where the size"),
        (model(node("MaxPool", "x", "y")), "a layer has between 1 and 16 directions"),
        (
            model(*[node("Conv", f"{n} a", f"{n + 1}") for n in range(1001)], tensors=[tensor("a", [1, 1, 3])]),
            "1001 layers",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(read, data, problem):
    with pytest.raises(ParseError, match=problem) as error:
        read(data)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


def test_deep_nesting_and_large_files_are_refused(read, tmp_path):
    deep = b""
    for _ in range(2000):
        deep = part(7, part(1, part(5, part(6, deep)[:1000])))[:2000]
    with pytest.raises(ParseError, match="ONNX model"):
        read(number(1, 8) + deep)
    with (tmp_path / "large.onnx").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(ParseError, match="larger than 536870912 bytes"):
        read_model(tmp_path / "large.onnx")
