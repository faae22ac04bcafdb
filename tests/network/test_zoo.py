"""Tests of symlcn.network.zoo: the data against independent numbers.

The end-to-end size of a skeleton is the receptive field of the network it comes from, a number that papers
and tools publish on their own. The notation is parsed here by a regular expression of this file's own.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from symlcn.errors import ParseError
from symlcn.network.architecture import parse_architecture
from symlcn.network.notation import parse_network
from symlcn.network.zoo import CORES, GROUPS, MEMBERS, SQUARES, ZOO, Skeleton, skeleton

TOKEN = re.compile(r"k(\d+(?:x\d+)*)(?:s(\d+(?:x\d+)*))?(?:d(\d+(?:x\d+)*))?")

# A. Araujo, W. Norris, J. Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill 2019,
# doi:10.23915/distill.00021, and the table of its library, github.com/google-research/receptive_field,
# RECEPTIVE_FIELD_TABLE.md: receptive field of each end point, column "RF", resolution "None".
ARAUJO = "Araujo, Norris, Sim 2019, RECEPTIVE_FIELD_TABLE.md"

# name -> (source, {number of layers from the input: receptive field})
PUBLISHED = {
    "wav2vec2": ("paper, Section 4.2: 400 input samples", {7: (400,)}),
    # 16 kHz: 465 samples are 29 ms, 3345 are 209 ms
    "wav2vec": ("paper, Section 2.1: about 30 ms, in all about 210 ms", {5: (465,), 14: (3345,)}),
    "wavenet": ("paper, Section 2.1: a block has receptive field 1024", {10: (1024,)}),
    "wavenet3": ("three blocks of receptive field 1024", {10: (1024,), 30: (3 * 1023 + 1,)}),
    "tcn": ("keras-tcn, README: 1 + 2 (k - 1) sum of dilations", {16: (1 + 2 * 6 * 255,)}),
    "context": (
        "paper, Table 1, row 'Receptive field'",
        {1: (3, 3), 2: (5, 5), 3: (9, 9), 4: (17, 17), 5: (33, 33), 6: (65, 65), 7: (67, 67)},
    ),
    "patchgan": ("paper, Appendix 6.1.2: the 70x70 discriminator", {5: (70, 70)}),
    "vdsr": ("paper: depth D has (2D+1)x(2D+1), 20 layers 41x41", {20: (41, 41)}),
    "lenet5": ("paper, Section II.B: C5 is 1x1 for a 32x32 input", {1: (5, 5), 5: (32, 32)}),
    "alexnet": (
        ARAUJO,
        {n: (rf, rf) for n, rf in {1: 11, 2: 19, 3: 51, 5: 99, 6: 131, 7: 163, 8: 195}.items()},
    ),
    "vgg16": (
        ARAUJO,
        {
            n: (rf, rf)
            for n, rf in zip(
                (1, 3, 4, 6, 7, 8, 10, 11, 12, 14, 15, 16, 18),
                (3, 6, 10, 16, 24, 32, 44, 60, 76, 100, 132, 164, 212),
                strict=True,
            )
        },
    ),
    # S. Ren et al., Faster R-CNN, NIPS 2015, Section 3.1: 171 pixels for a 3x3 window on ZF's conv5, which
    # is the receptive field of a 3x3 pooling there.
    "zfnet": ("Ren, He, Girshick, Sun 2015, Section 3.1", {8: (171, 171)}),
    # Stage ends, gist.github.com/samson-wang/a6073c18f2adf16e0ab5fb95b53db3e6
    "resnet18": (
        "samson-wang, ResNet Receptive Field Size",
        {n: (rf, rf) for n, rf in {1: 7, 2: 11, 6: 43, 10: 99, 14: 211, 18: 435}.items()},
    ),
    "resnet50": (ARAUJO, {n: (rf, rf) for n, rf in {5: 35, 10: 99, 17: 291, 21: 483}.items()}),
    "mobilenet": (
        ARAUJO,
        {n: (rf, rf) for n, rf in enumerate((3, 7, 11, 19, 27, 43, 59, 91, 123, 155, 187, 219, 251, 315), start=1)},
    ),
    # Both directions of the table are 1311: its last two modules have 1x3 and 3x1 side by side.
    "inception-v3": (
        ARAUJO,
        {
            **{n: (rf, rf) for n, rf in enumerate((3, 7, 11, 15, 23, 31), start=1)},
            **{n: (rf, rf) for n, rf in {8: 63, 10: 95, 12: 127, 14: 159}.items()},
            **{n: (rf, rf) for n, rf in {18: 351, 22: 543, 26: 735, 30: 927, 33: 1055}.items()},
            35: (1119, 1183),
            37: (1183, 1311),
        },
    ),
    # "Rec. Field" after each of the first three max poolings
    "i3d": ("paper, Figure 3", {2: (7, 11, 11), 4: (11, 27, 27), 7: (23, 75, 75)}),
}

# name -> (source, product of all strides)
TOTAL_STRIDES = {
    "wav2vec2": ("paper, Section 4.2: a stride of about 20 ms at 16 kHz", (320,)),
    "wav2vec": ("paper, Section 2.1: every 10 ms at 16 kHz", (160,)),
    "encodec": ("paper, Section 3.1: 75 latent steps per second at 24 kHz", (24000 // 75,)),
    "samplecnn": ("paper, Table 1: one value for 59049 samples", (59049,)),
    "eegnet": ("paper, Table 2: T samples become T // 32", (1, 32)),
    "deepspeech2": ("paper, Section 3.5: strides 2x2, 2x1, 2x1", (8, 2)),
    "dcgan": ("authors' code: 64x64 becomes 4x4", (16, 16)),
    "alexnet": (ARAUJO, (32, 32)),
    "vgg16": (ARAUJO, (32, 32)),
    "inception-v3": (ARAUJO, (32, 32)),
    "mobilenet": (ARAUJO, (32, 32)),
    "resnet50": (ARAUJO, (32, 32)),
    "resnet18": ("paper, Table 1: 224x224 becomes 7x7", (32, 32)),
    "convnext": ("paper, Table 9: 224x224 becomes 7x7", (32, 32)),
    "c3d": ("paper, Figure 3: one pooling 1x2x2, four 2x2x2", (16, 32, 32)),
    "r3d18": ("paper, Table 1: Lx112x112 becomes L/8x7x7", (8, 16, 16)),
    "r2plus1d18": ("paper, Table 1: Lx112x112 becomes L/8x7x7", (8, 16, 16)),
}


def layers(notation):
    """(size, stride, dilation) of every layer."""
    result = []
    for token in notation.split(" "):
        match = TOKEN.fullmatch(token)
        assert match, token
        size, *rest = (tuple(int(number) for number in (text or "1").split("x")) for text in match.groups())
        stride, dilation = (numbers * len(size) if len(numbers) == 1 else numbers for numbers in rest)
        result.append((size, stride, dilation))
    return result


def geometry(notation, depth=None):
    """End-to-end size and total stride of the first ``depth`` layers."""
    parsed = layers(notation)[:depth]
    dimension = len(parsed[0][0])
    size, total = [1] * dimension, [1] * dimension
    for k, s, d in parsed:
        for axis in range(dimension):
            size[axis] += (k[axis] - 1) * total[axis] * d[axis]
            total[axis] *= s[axis]
    return tuple(size), tuple(total)


def outputs(name, length):
    """Number of output values along each axis for an unpadded input of this length."""
    size, total = geometry(skeleton(name).notation)
    return tuple((length - n) // s + 1 for n, s in zip(size, total, strict=True))


@pytest.fixture(params=ZOO, ids=lambda entry: entry.name)
def entry(request):
    return request.param


def test_at_least_fifteen_published_networks():
    assert sum(not entry.name.startswith("paper-") for entry in ZOO) >= 15


def test_names_are_short_ascii_and_unique():
    names = [entry.name for entry in ZOO]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{1,20}", name) for name in names)


def test_order_is_dimension_then_name():
    keys = [(len(layers(entry.notation)[0][0]), entry.name) for entry in ZOO]
    assert keys == sorted(keys)
    assert {dimension for dimension, _ in keys} == {1, 2, 3}


def test_notation_is_canonical(entry):
    dimension = len(layers(entry.notation)[0][0])
    for token, (size, stride, dilation) in zip(entry.notation.split(" "), layers(entry.notation), strict=True):
        text = "k" + "x".join(map(str, size))
        for letter, numbers in (("s", stride), ("d", dilation)):
            assert len(numbers) == len(size) == dimension
            if set(numbers) != {1}:
                text += letter + ("x".join(map(str, numbers)) if len(set(numbers)) > 1 else str(numbers[0]))
        assert token == text


def test_parser_agrees(entry):
    architecture = parse_architecture(entry.notation)
    assert str(architecture) == entry.notation
    assert architecture.end_to_end_size == geometry(entry.notation)[0]


def test_every_entry_names_its_source(entry):
    assert re.search(r"\b(19|20)\d\d\b", entry.reference)
    assert re.search(r"Section|Table|Figure|Appendix|Example|Observation|Supplementary", entry.reference)
    assert entry.url.startswith("https://")
    arxiv = re.search(r"arXiv:(\d{4}\.\d{5}|\d{4}\.\d{4})", entry.reference)
    if arxiv:
        assert entry.url == f"https://arxiv.org/abs/{arxiv[1]}"


def test_every_note_says_what_is_dropped(entry):
    assert "ropped" in entry.note
    for text in (entry.title, entry.reference, entry.note):
        assert text == " ".join(text.split())
    assert entry.note.endswith(".")


@pytest.mark.parametrize(
    ("name", "depth", "size"),
    [(name, depth, size) for name, (_, table) in PUBLISHED.items() for depth, size in table.items()],
)
def test_published_receptive_fields(name, depth, size):
    assert geometry(skeleton(name).notation, depth)[0] == size


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_receptive_fields_reach_the_last_layer(name):
    depth = len(layers(skeleton(name).notation))
    assert max(PUBLISHED[name][1]) == depth or name == "i3d"


@pytest.mark.parametrize(("name", "stride"), [(name, stride) for name, (_, stride) in TOTAL_STRIDES.items()])
def test_published_total_strides(name, stride):
    assert geometry(skeleton(name).notation)[1] == stride


def test_unet_figure_1():
    # 572x572 becomes 28x28 at the bottom; up-convolution doubles, two unpadded 3x3 convolutions take 4.
    assert outputs("unet", 572) == (28, 28)
    length = 28
    for _ in range(4):
        length = 2 * length - 4
    assert length == 388


@pytest.mark.parametrize(("length", "published"), [(132, 44), (116, 28)])
def test_unet3d_figure_2(length, published):
    (length, *_) = outputs("unet3d", length)
    for _ in range(3):
        length = 2 * length - 4
    assert length == published


def test_deepsea_dense_layer_reads_53_positions():
    # PyDeepSEA and Selene: the first dense layer reads 960 channels at 53 positions of 1000 base pairs.
    assert outputs("deepsea", 1000) == (53,)


def test_conv_tasnet_receptive_field_in_seconds():
    # Paper, hyperparameter table: 1.53 s for P = 3, X = 8, R = 3 at 8 kHz; one frame is 8 samples.
    frames = geometry(skeleton("conv-tasnet").notation.removeprefix("k16s8 "))[0][0]
    assert round(frames * 8 / 8000, 2) == 1.53


def test_deeplab_field_of_view():
    # Paper, Table 2: kernel 3x3, input stride 12, field of view 224 = (3 - 1)·12·8 + 32.
    notation = skeleton("deeplab").notation
    *_, (size, _, dilation) = layers(notation)
    total = geometry(notation, -1)[1]
    assert (size, dilation, total) == ((3, 3), (12, 12), (8, 8))
    assert (size[0] - 1) * dilation[0] * total[0] + 32 == 224


def test_vgg16_with_a_region_proposal_layer():
    # S. Ren et al., Faster R-CNN, NIPS 2015, Section 3.1: 228 pixels for a 3x3 window on conv5_3.
    assert geometry(" ".join(skeleton("vgg16").notation.split()[:-1]) + " k3x3")[0] == (228, 228)


def test_factorised_and_full_video_network_see_the_same():
    full, factorised = (skeleton(name).notation for name in ("r3d18", "r2plus1d18"))
    assert geometry(full) == geometry(factorised)
    assert len(layers(factorised)) == 2 * len(layers(full))
    assert all(min(size) == 1 for size, _, _ in layers(factorised))


def test_eegnet_consists_of_axis_layers():
    assert all(sum(k > 1 for k in size) == 1 for size, _, _ in layers(skeleton("eegnet").notation))


@pytest.mark.parametrize(
    ("name", "notation"),
    [
        ("wav2vec2", "k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2"),
        ("paper-example-15", "k3s2 k2"),
        ("paper-example-19", "k3 k2"),
        ("paper-theorem-13", "k2x2 k2x2"),
        ("lenet5", "k5x5 k2x2s2 k5x5 k2x2s2 k5x5"),
    ],
)
def test_notation_by_name(name, notation):
    assert skeleton(name).notation == notation


def test_lookup_finds_every_entry(entry):
    assert skeleton(entry.name) is entry


@pytest.mark.parametrize(
    ("name", "suggested"),
    [("wav2vec3", "wav2vec2"), ("VGG16", "vgg16"), ("lenet-5", "lenet5"), ("u-net", "unet")],
)
def test_unknown_names_get_suggestions(name, suggested):
    with pytest.raises(ParseError) as caught:
        skeleton(name)
    assert caught.value.place == f"zoo name {name!r}"
    assert re.search(rf"did you mean .*\b{suggested}\b.*\?", caught.value.problem)


@pytest.mark.parametrize("name", ["", "@@@@@@"])
def test_hopeless_names_get_the_list(name):
    with pytest.raises(ParseError, match=r"the names are conv-tasnet, .*, vgg16-squares$"):
        skeleton(name)


def test_entries_are_immutable():
    assert isinstance(ZOO, tuple)
    assert all(isinstance(entry, Skeleton) for entry in ZOO)
    with pytest.raises(AttributeError):
        ZOO[0].name = "other"


def test_import_loads_only_the_errors_module():
    code = (
        "import sys, symlcn.network.zoo; "
        "print(*sorted(m for m in sys.modules if m.startswith(('symlcn', 'flint', 'difflib'))))"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["symlcn", "symlcn.errors", "symlcn.network", "symlcn.network.zoo", "symlcn.version"]


def test_cores_have_channels_and_are_found_by_name():
    names = [entry.name for entry in MEMBERS]
    assert len(set(names)) == len(names)
    for entry in (*CORES, *GROUPS):
        network = parse_network(entry.notation)
        assert str(network) == entry.notation
        assert max(network.channels) > 1
        assert skeleton(entry.name) is entry
        assert entry.url.startswith("https://")
        assert "Dropped" in entry.note
    keys = [(parse_network(entry.notation).dimension, entry.name) for entry in CORES]
    assert keys == sorted(keys)


def test_groups_are_those_of_the_papers():
    groups = {entry.name: parse_network(entry.notation).groups for entry in GROUPS}
    assert groups == {
        "convnext-t-block": (96, 1, 1),
        "mobilenet-block": (32, 1),
        "mobilenetv2-bottleneck": (1, 96, 1),
        "resnext50-block": (1, 32, 1),
    }
    assert list(groups) == sorted(groups)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("mobilenet-block", 32 * 9 + 32 * 64),
        ("resnext50-block", 70_144),  # torchvision, layer1[1]: conv1, conv2, conv3
        ("alexnet-full", 2_468_544),  # torchvision: 2,469,696 with 1,152 biases
        ("vgg16-full", 14_710_464),  # torchvision: 14,714,688 with 4,224 biases
        ("lenet5-full", 150 + 2400 + 48_000),
        ("wav2vec2-full", 4_199_424),  # 4,200,448 with the 1,024 of a group norm
        ("resnet18-block", 73_728),
        ("c3d-full", 27_653_184),
        ("m5-full", 550_912),  # paper, Table 1: 0.5M
        ("patchgan-full", 2_766_848),  # the authors' code: 2.769M with biases and normalisation
        ("vdsr-full", 664_704),
        ("all-cnn-c-full", 1_368_480 - 192 * 192 - 192 * 10),  # paper, Section 3: about 1.4M with pointwise layers
    ],
)
def test_cores_have_the_parameters_of_the_networks_without_biases(name, parameters):
    assert parse_network(skeleton(name).notation).parameters == parameters


def test_squares_stand_between_the_layers_of_the_skeletons():
    for entry in SQUARES:
        network = parse_network(entry.notation)
        assert str(network) == entry.notation
        assert str(network.architecture) == skeleton(entry.name.removesuffix("-squares")).notation
        assert set(network.activations) <= {1, 2}
    keys = [(parse_network(entry.notation).dimension, entry.name) for entry in SQUARES]
    assert keys[0][0] == 1
    assert [dimension for dimension, _ in keys] == sorted(dimension for dimension, _ in keys)


@pytest.mark.parametrize("entry", SQUARES, ids=lambda entry: entry.name)
def test_with_squares_the_runs_decide(entry):
    """Convolution and pooling of different sizes are never interchangeable: every run here is birational, or is not."""
    import symlcn

    answer = symlcn.certify(entry.notation)
    runs = [symlcn.certify(str(run.architecture)).known.classification for run in answer.known.network.runs]
    degree = 1
    for run in runs:
        degree *= run.degree
    result = answer.certificate()["result"]
    assert int(result["degree"]) == degree
    assert (result["ntk"] == "independent") == all(run.ntk == "independent" for run in runs)
