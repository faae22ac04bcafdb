"""A model of another program, by what its file or text begins with.

Contents: :func:`read_model`, :func:`from_torch`; :func:`model_of_text`, :func:`model_of_json`.
"""

from __future__ import annotations

import os

from symlcn.errors import ParseError, shown
from symlcn.network.readers import huggingface, keras
from symlcn.network.readers.fairseq import read_layer_string
from symlcn.network.readers.files import beginning, load_foreign, read_bounded
from symlcn.network.readers.modellayers import Model, assembled
from symlcn.network.readers.recognition import (
    TorchModule,
    binary_format,
    is_configuration,
    is_keras,
    is_layer_string,
    is_printed_module,
    refusal,
)
from symlcn.network.readers.torchlayers import read_module, read_printed_module

__all__ = ["from_torch", "model_of_json", "model_of_text", "read_model"]


def read_model(source: str | os.PathLike[str]) -> Model:
    """What a model file contains: its architecture, and what lies outside the theory.

    Parameters
    ----------
    source : str or path
        A file: ONNX (needs protobuf), ``config.json`` of Hugging Face, JSON of Keras or a ``.keras`` archive,
        safetensors, a printed module of PyTorch; or the layer string of fairseq itself, ``"[(512, 10, 5)] + …"``.

    Returns
    -------
    Model
        With `architecture`, `skeleton`, `layers`, `outside`, and `filters`: exactly the binary numbers of the file,
        where every layer has one channel. That the network computes what the architecture does is claimed only if
        `outside` is empty.

    Raises
    ------
    ParseError
        If it is none of these, damaged, too large, or has no convolution.

    Examples
    --------
    >>> model = read_model("[(512, 10, 5)] + [(512, 3, 2)] * 4 + [(512, 2, 2)] * 2")
    >>> print(model.skeleton)
    k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2
    >>> print(model.outside[0])
    the number of input channels is not in the file: 1 stands here
    """
    text = os.fspath(source)
    if is_layer_string(text):
        return assembled("fairseq layers", read_layer_string(text))
    place = f"file {text!a}"
    if text == "-":
        return model_of_text(read_bounded(text), "standard input")
    if (problem := refusal(text)) is not None:
        raise ParseError(place, problem)
    ending = text.lower().rpartition(".")[2]
    form = ending if ending in ("onnx", "safetensors") else binary_format(beginning(text, 9))
    if form in ("onnx", "ONNX"):
        from symlcn.network.readers.onnxfile import read_onnx

        return assembled("ONNX", read_onnx(text))
    if form == "safetensors":
        from symlcn.network.readers.tensorfiles import read_safetensors

        return assembled("safetensors", read_safetensors(text))
    if form == "archive":
        return model_of_text(keras.archived_json(text), place)
    if form == "HDF5":
        raise ParseError(place, refusal(".h5") or "")
    return model_of_text(read_bounded(text), place)


def from_torch(module: TorchModule) -> Model:
    """The same of a module of PyTorch, by the attributes of its parts; torch is not imported.

    Parameters
    ----------
    module : torch.nn.Module
        Or anything with `named_modules` whose parts have the names and attributes of PyTorch.

    Returns
    -------
    Model
        As of :func:`read_model`. Parts are taken in order of definition, which for other containers than `Sequential`
        is an assumption that `outside` names.

    Raises
    ------
    ParseError
        If it is no module, or has no convolution.

    Examples
    --------
    Here with something that only looks like a module:

    >>> class Conv1d:
    ...     kernel_size, stride, padding, dilation, groups, in_channels, out_channels = (3,), (2,), (1,), (1,), 1, 1, 1
    ...     def named_modules(self, remove_duplicate):
    ...         return [("", self)]
    >>> model = from_torch(Conv1d())
    >>> print(model.architecture, *model.outside, sep="; ")
    k3s2; padding 1: the end-to-end filter holds away from the border only (Conv1d)
    """
    return assembled("PyTorch module", read_module(module))


def model_of_text(text: str, place: str) -> Model:
    """The model that a text describes. Raises as :func:`read_model`."""
    start = text.lstrip()[:1]
    if start == "{":
        found = model_of_json(text, place)
        if found is None:
            problem = "JSON, but neither a model of Keras nor a configuration of Hugging Face with its convolutions"
            raise ParseError(place, problem)
        return found
    if is_layer_string(text):
        return assembled("fairseq layers", read_layer_string(text))
    if is_printed_module(text):
        return assembled("printed PyTorch module", read_printed_module(text))
    known = "ONNX, safetensors, JSON of Keras or Hugging Face, a printed module of PyTorch, layers of fairseq"
    raise ParseError(place, f"{shown(text[:20])} begins none of the models that are read: {known}")


def model_of_json(text: str, place: str) -> Model | None:
    """The model of a JSON text of another program; None if it is not known as one."""
    if text.lstrip()[:1] != "{":
        return None
    document = load_foreign(text, place)
    if not isinstance(document, dict):
        return None
    if is_keras(document):
        return assembled("Keras", keras.read_model_json(document))
    if is_configuration(document):
        return assembled("Hugging Face configuration", huggingface.read_configuration(document))
    return None
