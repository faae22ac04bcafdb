"""Models of Keras: JSON as Keras 2 and 3 write it, and archives."""

import json
import zipfile

import pytest

from symlcn.errors import ParseError
from symlcn.network.readers.files import MAX_BYTES
from symlcn.network.readers.models import read_model


@pytest.fixture
def read(tmp_path):
    def read(document):
        (tmp_path / "model.json").write_text(json.dumps(document))
        return read_model(tmp_path / "model.json")

    return read


def layer(kind, name, before=(), **config):
    return {"class_name": kind, "name": name, "config": {"name": name, **config}, "inbound_nodes": list(before)}


def second(*names):
    """Where a layer of a functional model of Keras 2 takes its input from."""
    return [[[name, 0, 0, {}] for name in names]]


def third(*names):
    """The same of Keras 3."""
    tensors = [
        {"class_name": "__keras_tensor__", "config": {"shape": [None, 8], "keras_history": [name, 0, 0]}}
        for name in names
    ]
    return [{"args": tensors if len(tensors) == 1 else [tensors], "kwargs": {}}]


CONV = {"kernel_size": [3, 3], "strides": [2, 2], "filters": 6, "use_bias": False, "activation": "linear"}


def test_a_sequential_model(read):
    layers = [
        layer("InputLayer", "in", batch_shape=[None, 28, 28, 1]),
        layer("Conv2D", "c1", **{**CONV, "activation": "relu", "padding": "same"}, dilation_rate=1.0),
        layer("AveragePooling2D", "pool", pool_size=2, strides=None),
        layer("DepthwiseConv2D", "deep", kernel_size=3, depth_multiplier=1),
        layer("SeparableConv2D", "apart", kernel_size=3, filters=16, activation={"class_name": "ReLU", "config": {}}),
        layer("Activation", "act", activation="tanh"),
        layer("Dropout", "drop", rate=0.5),
        layer("GlobalAveragePooling2D", "all"),
        layer("Conv2DTranspose", "up", kernel_size=3),
        layer("Dense", "dense", units=10, activation="softmax"),
    ]
    found = read({"class_name": "Sequential", "config": {"name": "s", "layers": layers}, "keras_version": "3.0"})
    assert str(found.architecture) == "k3x3s4c6 k3x3c6g6 k3x3c6g6 k1x1c16"
    assert [(each.inputs, each.outputs, each.groups) for each in found.layers] == [
        (1, 6, 1),
        (6, 6, 6),
        (6, 6, 6),
        (6, 6, 6),
        (6, 16, 1),
    ]
    assert [part.what.partition(":")[0] for part in found.outside] == [
        "padding 'same'",
        "activation relu",
        "average pooling",
        "bias",
        "activation tanh",
        "dropout",
        "pooling over the whole signal",
        "transposed convolution",
        "fully connected layer",
        "activation softmax",
    ]
    assert next(part.where for part in found.outside if part.what.startswith("bias")) == ("deep", "apart, pointwise")


@pytest.mark.parametrize("inbound", [second, third])
def test_a_functional_model_that_branches(read, inbound):
    layers = [
        layer("InputLayer", "in"),
        layer("Conv1D", "stem", inbound("in"), kernel_size=[5], use_bias=False),
        layer("Conv1D", "main", inbound("stem"), kernel_size=[3], use_bias=False),
        layer("Conv1D", "last", inbound("main"), kernel_size=[2], use_bias=False),
        layer("Conv1D", "side", inbound("stem"), kernel_size=[7], use_bias=False),
        layer("Add", "sum", inbound("last", "side")),
    ]
    found = read({"class_name": "Functional", "config": {"layers": layers}})
    assert str(found.architecture) == "k5 k3 k2"
    assert [str(part) for part in found.outside] == [
        "off the path with the most convolutions: left out (side)",
        "sum of branches, or with constants (sum)",
    ]


def test_models_in_models(read):
    inner = {"class_name": "Sequential", "config": {"layers": [layer("Conv1D", "b", kernel_size=2, use_bias=False)]}}
    outer = [layer("Conv1D", "a", kernel_size=3, strides=2, use_bias=False), inner]
    found = read({"class_name": "Sequential", "config": {"layers": outer}})
    assert (str(found.architecture), found.outside) == ("k3s2 k2", ())


def nested(depth):
    found = {"class_name": "Sequential", "config": {"layers": []}}
    for _ in range(depth):
        found = {"class_name": "Sequential", "config": {"layers": [found]}}
    return found


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"class_name": "Sequential", "config": {}}, "with no list of layers"),
        ({"class_name": "MyModel", "config": {"layers": []}}, "'MyModel' with no list of layers"),
        ({"class_name": "Sequential", "config": {"layers": [3]}}, "layer 1: it has no class_name"),
        ({"class_name": "Sequential", "config": {"layers": [{"class_name": "Conv1D"}]}}, "no convolution"),
        (nested(30), "nested too deeply"),
        (
            {"class_name": "Sequential", "config": {"layers": [layer("Conv1D", "a", kernel_size="3")]}},
            "a, kernel_size: '3' is not an integer",
        ),
        (
            {"class_name": "Sequential", "config": {"layers": [layer("Conv1D", "a", kernel_size=3, strides=-1)]}},
            "layer 'a', stride: -1 is not between 1",
        ),
        (
            {"class_name": "Sequential", "config": {"layers": [layer("Conv1D", "a", kernel_size=3, filters=[])]}},
            "a, filters: 0 numbers where one belongs",
        ),
        (
            {
                "class_name": "Functional",
                "config": {
                    "layers": [
                        layer("Conv1D", "a", second("b"), kernel_size=3),
                        layer("Conv1D", "b", second("a"), kernel_size=3),
                    ]
                },
            },
            "form a cycle",
        ),
        (
            {"class_name": "Model", "config": {"layers": [layer("Conv1D", "a", [*second("b"), *second("c")])]}},
            "applied twice",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(read, document, problem):
    with pytest.raises(ParseError, match=problem) as error:
        read(document)
    assert "\n" not in str(error.value)


def test_an_archive_and_what_is_none(tmp_path):
    document = {"class_name": "Sequential", "config": {"layers": [layer("Conv1D", "a", kernel_size=3, use_bias=False)]}}
    path = tmp_path / "model.keras"
    for name, text, problem in (
        ("config.json", json.dumps(document), None),
        ("config.json", " " * (MAX_BYTES + 1), "larger than"),
        ("config.json", "{" * 100, "not JSON"),
        ("data.pkl", "", "without config.json"),
    ):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, text)
        if problem is None:
            assert str(read_model(path).architecture) == "k3"
            continue
        with pytest.raises(ParseError, match=problem):
            read_model(path)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(ParseError, match="damaged zip archive"):
        read_model(path)
