"""Configurations of Hugging Face, layer strings of fairseq, printed modules of PyTorch, and modules themselves."""

import json
from fractions import Fraction
from types import SimpleNamespace

import pytest

import symlcn
from symlcn.errors import ParseError
from symlcn.network.inputs import read_architecture
from symlcn.network.readers.models import from_torch, model_of_text, read_model

WAV2VEC2 = "[(512, 10, 5)] + [(512, 3, 2)] * 4 + [(512,2,2)] * 2"
CONFIGURATION = {
    "model_type": "wav2vec2",
    "conv_dim": [512] * 7,
    "conv_kernel": [10, 3, 3, 3, 3, 2, 2],
    "conv_stride": [5, 2, 2, 2, 2, 2, 2],
    "conv_bias": False,
    "feat_extract_activation": "gelu",
    "feat_extract_norm": "group",
    "num_hidden_layers": 12,
    "hidden_dropout": 0.1,
    "layer_norm_eps": 1e-05,
}


def read_json(document):
    return model_of_text(json.dumps(document), "file 'config.json'")


def test_wav2vec2_is_the_one_of_the_zoo_whatever_it_is_read_from():
    zoo = read_architecture("@wav2vec2")
    assert read_json(CONFIGURATION).skeleton == zoo
    assert read_model(WAV2VEC2).skeleton == zoo
    assert [str(part) for part in read_json(CONFIGURATION).outside][1:] == [
        "normalization by the signal: not linear (conv_layers.0)",
        "activation gelu: not linear (conv_layers.0, conv_layers.1, conv_layers.2, … (7 places))",
        "what follows the convolutions: 12 hidden layers",
        "padding, and whatever else a configuration does not say",
    ]


def test_one_number_holds_for_all_layers_and_strides_that_are_missing_are_told():
    assert str(read_json({"conv_kernel": [3, 2.0], "conv_stride": 2}).architecture) == "k3s2 k2s2"
    found = read_json({"kernel_sizes": [[3, 3], [2, 2]], "dilations": [1, 2]})
    assert str(found.architecture) == "k3x3 k2x2d2"
    assert "stride: not in the file, 1 is assumed" in map(str, found.outside)


def test_the_patches_of_vision_transformers():
    found = read_json(
        {"model_type": "vit", "patch_size": 16, "num_channels": 3, "hidden_size": 768, "num_hidden_layers": 12}
    )
    assert str(found.architecture) == "c3 k16x16s16c768"
    assert [part.what.partition(":")[0] for part in found.outside] == [
        "bias",
        "what follows the patches",
    ]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (
            {"model_type": "resnet", "depths": [3, 4]},
            "of type 'resnet' does not list its convolutions; export the model",
        ),
        (
            {"model_type": "efficientnet", "kernel_sizes": [3, 3, 5], "strides": [1, 2, 2]},
            "does not list its convolutions",
        ),
        ({"model_type": "mamba", "conv_kernel": 4}, "conv_kernel: one number and no list"),
        ({"conv_kernel": [3, 3], "conv_stride": [1]}, "conv_stride: 1 number for 2 convolutions"),
        ({"conv_kernel": [3, "3"]}, "conv_kernel: '3' is not an integer"),
        ({"conv_kernel": [3.5]}, "conv_kernel: 3.5 is not an integer"),
        ({"conv_kernel": []}, "no convolution"),
        ({"conv_kernel": [3] * 1001}, "1001 layers"),
        ({"model_type": "vit"}, "without patch_size"),
        ({"something": 1}, "neither a model of Keras nor a configuration"),
    ],
)
def test_configurations_that_do_not_say_it_are_refused(document, problem):
    with pytest.raises(ParseError, match=problem):
        read_json(document)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[(512, 10)]", "character 2: '"),
        ("[(512, 10, 5)] + __import__('os')", "character 18: '__import__' is out of place"),
        ("[(512, 10, 5)] * 10000", "more than 1000 layers"),
        ("[(1, 1, 1)] * 999 + [(1, 1, 1)] * 999", "more than 1000 layers"),
        ("[(512, 10, 5)] +", "it ends too early"),
        ("[(512, 10, 5)", "it ends too early"),
        ("[(512, 10, 5)] [(512, 10, 5)]", "out of place"),
        ("[(512, 0, 5)]", "size: 0 is not between 1"),
        ("[(9999999999, 1, 1)]", "out of place"),
    ],
)
def test_strings_are_parsed_strictly(text, problem):
    with pytest.raises(ParseError, match=problem):
        read_model(text)


ALEXNET = """AlexNet(
  (features): Sequential(
    (0): Conv2d(3, 64, kernel_size=(11, 11), stride=(4, 4), padding=(2, 2))
    (1): ReLU(inplace=True)
    (2): MaxPool2d(kernel_size=3, stride=2, padding=0, dilation=1, ceil_mode=False)
    (3): Conv2d(64, 192, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2))
    (4): ReLU(inplace=True)
    (5): MaxPool2d(kernel_size=3, stride=2, padding=0, dilation=1, ceil_mode=False)
    (6): Conv2d(192, 384, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    (7): ReLU(inplace=True)
    (8): Conv2d(384, 256, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    (9): ReLU(inplace=True)
    (10): Conv2d(256, 256, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    (11): ReLU(inplace=True)
    (12): MaxPool2d(kernel_size=3, stride=2, padding=0, dilation=1, ceil_mode=False)
  )
  (avgpool): AdaptiveAvgPool2d(output_size=(6, 6))
  (classifier): Sequential(
    (0): Dropout(p=0.5, inplace=False)
    (1): Linear(in_features=9216, out_features=4096, bias=True)
  )
)
"""


def test_a_printed_module():
    found = model_of_text(ALEXNET, "file")
    assert found.skeleton == read_architecture("@alexnet")
    assert str(found.architecture) == "c3 k11x11s8c64 k5x5s2c192 k3x3c384 k3x3c256 k3x3s2c256"
    assert [str(part).partition(":")[0] for part in found.outside] == [
        "order of application",
        "padding 2x2",
        "bias",
        "activation relu",
        "max pooling",
        "padding 1x1",
        "pooling over the whole signal (avgpool)",
        "dropout",
        "fully connected layer",
        "whether weights are shared or trained",
    ]


def test_blocks_that_are_printed_once_stand_as_often_as_they_are():
    text = """Encoder(
  (0): Conv1d(1, 512, kernel_size=(10,), stride=(5,), bias=False)
  (1-4): 4 x Layer(
    (conv): Conv1d(512, 512, kernel_size=(3,), stride=(2,), bias=False)
  )
  (5-6): 2 x Conv1d(512, 512, kernel_size=(2,), stride=(2,), padding=same, bias=False)
)"""
    found = model_of_text(text, "file")
    assert found.skeleton == read_architecture("@wav2vec2")
    assert found.architecture.channels == (1, *[512] * 7)
    assert [part.where for part in found.outside if part.what.startswith("padding")] == [("5-6", "5-6")]


def test_a_weight_that_depends_on_other_parameters_is_told():
    text = """ParametrizedConv1d(
  1, 1, kernel_size=(3,), stride=(2,), bias=False
  (parametrizations): ModuleDict(
    (weight): ParametrizationList(
      (0): _WeightNorm()
    )
  )
)"""
    found = model_of_text(text, "file")
    assert str(found.architecture) == "k3s2"
    assert "weights that are functions of other parameters" in [part.what for part in found.outside]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Net(\n  (a): Conv1d(1, 1, kernel_size=(3,), stride=(1,))\n", "line 1: its bracket is not closed"),
        ("Net(\n  hello\n)", "line 2, 'hello': no line of a printed module"),
        ("Net()\n)", r"line 2, '\)': no line"),
        ("Net(\n" * 200, "nested too deeply"),
        ("Net(\n(0): 100001 x Conv1d(1, 1, kernel_size=(3,), stride=(1,))\n)", "more than 100000 parts"),
        ("Net(\n" + "(0): 999999 x A(\n" * 9 + "(0): ReLU()\n" + ")\n" * 10, "more than 100000 parts"),
        ("Net(\n(0): Conv1d(1, 1, kernel_size=(0,), stride=(1,))\n)", "size: 0 is not between 1"),
        ("Net(\n(0): Linear(in_features=3, out_features=3)\n)", "no convolution"),
    ],
)
def test_printed_modules_that_are_damaged_or_hostile(text, problem):
    with pytest.raises(ParseError, match=problem) as error:
        model_of_text(text, "file")
    assert "\n" not in str(error.value)


class Tensor(list):
    """A tensor as far as it is asked."""

    def __init__(self, shape, values):
        super().__init__(values)
        self.shape = shape

    def detach(self):
        return self

    def tolist(self):
        return list(self)


class Module:
    """A module as far as it is asked: the names and attributes of PyTorch, and no more."""

    def __init__(self, *children, **attributes):
        self.inner = {str(name): child for name, child in enumerate(children)}
        self.__dict__ |= attributes

    def children(self):
        return iter(self.inner.values())

    def named_modules(self, remove_duplicate=True, prefix=""):
        assert remove_duplicate is False
        yield prefix, self
        for name, child in self.inner.items():
            yield from child.named_modules(False, f"{prefix}.{name}" if prefix else name)


def module(kind, *children, **attributes):
    return type(kind, (Module,), {})(*children, **attributes)


def convolution(size, kind="Conv1d", channels=(1, 1), **more):
    usual = {"stride": (1,), "padding": (0,), "dilation": (1,), "groups": 1, "bias": None, "padding_mode": "zeros"}
    pair = dict(zip(("in_channels", "out_channels"), channels, strict=True))
    return module(kind, kernel_size=size, transposed=False, **usual | pair | more)


def test_a_module_by_its_attributes():
    first = convolution((3,), stride=(2,), weight=Tensor((1, 1, 3), [[[0.5, -1.0, 0.1]]]))
    second = convolution((2,), weight=Tensor((1, 1, 2), [[[1.0, 3.0]]]))
    found = from_torch(module("Sequential", first, module("Identity"), second))
    assert (str(found.architecture), found.outside) == ("k3s2 k2", ())
    assert found.filters == ((Fraction(1, 2), -1, Fraction(0.1)), (1, 3))
    assert symlcn.certify(module("Sequential", first, second)).proved


def test_what_of_a_module_is_outside():
    shared = convolution((3,), padding="same", bias=[0.0])
    parts = [
        shared,
        module("ReLU"),
        shared,
        module("MaxPool1d", kernel_size=2, stride=2, padding=0, dilation=1),
        convolution((2,), "MyConv", padding_mode="circular", padding=(1,)),
        convolution((2,), "ConvTranspose1d"),
    ]
    found = from_torch(module("Net", *parts))
    assert str(found.architecture) == "k3 k3 k2s2 k2"
    assert [part.what.partition(":")[0] for part in found.outside] == [
        "order of application",
        "padding 'same'",
        "bias",
        "activation relu",
        "weights shared with another layer",
        "max pooling",
        "circular padding 1",
        "class 'MyConv'",
        "transposed convolution",
    ]
    with pytest.warns(symlcn.errors.OutsideTheoryWarning, match="read as k3 k3 k2s2 k2, which leaves out: order of"):
        symlcn.certify(module("Net", *parts))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (SimpleNamespace(), "no named_modules"),
        (module("Net"), "no convolution"),
        (convolution("3"), "not an integer"),
        (convolution((3,), weight=Tensor((1, 1, 2), [[[1.0, 2.0]]])), "where the size says"),
        (convolution((1,), weight=Tensor((1, 1, 1), [[[float("inf")]]])), "inf is no number"),
    ],
)
def test_what_is_no_module_is_refused(given, problem):
    with pytest.raises(ParseError, match=problem):
        from_torch(given)
